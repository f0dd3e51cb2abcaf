"""What an experiment is, and the arithmetic they share."""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from attrs import frozen

Notes = tuple[float, ...]
"""What was noted of the games under one seed."""

Sample = Callable[[int, Mapping[str, float]], Notes]
"""Plays the games of a seed, under coefficients that differ from the rule book's."""

Estimate = Callable[[Sequence[Notes]], float]
"""A figure from the notes of many seeds."""


@frozen
class Experiment:
    """Games to be played, and figures to be taken from them."""

    how: str
    """What is done and measured, in a sentence or two."""
    sample: Sample
    estimates: Mapping[str, Estimate]
    """By the figure's id."""
    seeds: int
    """How many seeds are played by default."""
    against: str = ""
    """Why it does not hold, where it could not without breaking another row."""


def mean_of(place: int) -> Estimate:
    """The mean of one number of the notes."""

    def estimate(notes: Sequence[Notes]) -> float:
        return fmean(row[place] for row in notes)

    return estimate


def ratio_of(over: int, under: int) -> Estimate:
    """The sum of one number over the sum of another."""

    def estimate(notes: Sequence[Notes]) -> float:
        below = sum(row[under] for row in notes)
        return sum(row[over] for row in notes) / below if below else 0.0

    return estimate


def excess_of(over: int, under: int) -> Estimate:
    """How much the sum of one number is above the sum of another, as a share."""
    ratio = ratio_of(over, under)

    def estimate(notes: Sequence[Notes]) -> float:
        return ratio(notes) - 1.0

    return estimate
