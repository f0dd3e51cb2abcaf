"""Experiments on the engine as it is: what comes out when one thing is changed under one seed.

`trials` has small firms and typical work to try, `matrix` sets work against forms of sourcing,
`validation` sets published figures beside simulated ones. Nothing here is a rule of the game.
"""
