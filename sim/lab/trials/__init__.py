"""Controlled trials: small firms whose paired runs differ in one thing.

`work` has typical pieces of work, `firms` builds a scenario around one, `conduct` has managers with
a fixed way of sourcing it, `play` plays it, and `cost` breaks down its cost. The sourcing matrix
and the validation build on these.
"""
