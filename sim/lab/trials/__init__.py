"""Controlled trials on the engine: small firms, one thing changed between twins under one seed.

`work` names typical pieces of work, `firms` builds a scenario around one, `conduct` has managers
who are set on a way of sourcing it, `play` plays it, `cost` takes apart what it came to, and
`processes` spreads trials over the cores. The sourcing matrix and the validation stand on it.
Nothing here is a rule of the game.
"""
