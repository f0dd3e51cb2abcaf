"""Policies that users write: each runs in its own process, with a time limit.

`process` is the caller's side and `host` the policy's; `allowance` says which time counts;
`read_only` freezes the observations that a policy gets.
"""
