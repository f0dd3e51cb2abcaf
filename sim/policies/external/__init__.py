"""Policies of somebody's own: each in a process of its own, with a limit of time.

`process` is this side of it and `host` the other, `allowance` says which time counts, `read_only`
is what a policy may do with what it is given.
"""
