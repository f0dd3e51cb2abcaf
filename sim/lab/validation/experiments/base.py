"""The class of experiments, and the estimates they share."""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from attrs import frozen

Notes = tuple[float, ...]
"""Numbers noted from the games under one seed."""

Overrides = Mapping[str, float]
"""Coefficients that differ from the rule book."""

Sample = Callable[[int, Overrides], Notes]
"""Plays the games of a seed under changed coefficients."""

Estimate = Callable[[Sequence[Notes]], float]
"""A figure from the notes of many seeds."""


@frozen
class Experiment:
    """Games to play, and figures to estimate from them."""

    how: str
    """What is played and measured, in a sentence or two."""
    sample: Sample
    estimates: Mapping[str, Estimate]
    """Estimates by id of the figure."""
    seeds: int
    """The default number of seeds."""
    against: str = ""
    """Why the row fails, if it cannot hold without breaking another."""


def mean_of(place: int) -> Estimate:
    """The mean of one of the noted numbers."""

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
    """The sum of one number over the sum of another, minus one."""
    ratio = ratio_of(over, under)

    def estimate(notes: Sequence[Notes]) -> float:
        return ratio(notes) - 1.0

    return estimate
