"""Experiments on the unchanged engine: paired runs under one seed that differ in one thing.

`trials` has small firms and typical work, `matrix` tries work in every form of sourcing, and
`validation` compares published figures with simulated ones. Nothing here is a rule of the game.
"""
