"""Draws keyed by (seed, stream, turn, entity), so that no decision changes any other luck.

A stream is a purpose with a version; to change what it is used for, raise the version. All the
draws of one entity in one stream come from one block of hash output, indexed by turn: the same on
every machine, and cheap.
"""

import functools
import hashlib
import sys
from array import array
from collections.abc import Sequence
from statistics import NormalDist

from sim.engine.numbers import exp, root
from sim.model.world import Secrets

STREAMS = {
    "traits": 1,
    "scope": 1,
    "bid": 1,
    "work": 1,
    "idle": 1,
    "made": 1,
    "caught": 1,
    "surface": 1,
    "severity": 1,
    "dropout": 1,
    "busy": 1,
    "failure": 1,
    "breach": 1,
    "backlash": 1,
    "quit": 1,
    "demand": 1,
    "surge": 1,
    "key_person": 1,
    "currency": 1,
    "newcomer": 1,
    "request": 1,
    "signal": 1,
    "audit": 1,
    "reference": 1,
    "name": 1,
}
"""The version of each stream."""

STEPS = 4294967296.0
"""Number of values that a draw can take: 32 bits."""

LENGTH = 160
"""Draws in a full block: more than the turns of the longest game."""

FEW = 42
"""Draws in a short block: one step of the hash, and enough for most games."""

_NORMAL = NormalDist()


def block(secrets: Secrets, stream: str, entity: str, turn: int = 0) -> Sequence[int]:
    """An entity's draws in a stream, by turn, at least up to `turn`: integers below `STEPS`."""
    key = (stream, entity)
    found = secrets.luck.get(key)
    if found is None or turn >= len(found):
        name = f"{secrets.seed}|{stream}.{STREAMS[stream]}|{entity}"
        length = FEW if turn < FEW else LENGTH  # a short block is the beginning of the full one
        found = array("I", hashlib.shake_128(name.encode()).digest(4 * length))
        if sys.byteorder == "big":
            found.byteswap()
        secrets.luck[key] = found
    return found


def uniform(secrets: Secrets, stream: str, entity: str, turn: int) -> float:
    """A number strictly between 0 and 1."""
    found = secrets.luck.get((stream, entity))
    if found is None or turn >= len(found):
        found = block(secrets, stream, entity, turn)
    return (found[turn] + 0.5) / STEPS


@functools.lru_cache(maxsize=8192)
def bell(u: float) -> float:
    """The standard normal quantile of a uniform draw, rounded so that all platforms agree."""
    return round(_NORMAL.inv_cdf(u), 9)


def gauss(secrets: Secrets, stream: str, entity: str, turn: int) -> float:
    """A standard normal draw."""
    return bell(uniform(secrets, stream, entity, turn))


def count(mean: float, u: float) -> int:
    """A Poisson draw from the uniform `u`; from the normal approximation if the mean is large."""
    if mean <= 0.0:
        return 0
    if mean > 9.0:
        return max(0, int(mean + root(mean) * bell(u) + 0.5))
    term = exp(-mean)
    total = term
    number = 0
    while u > total and number < 80:
        number += 1
        term *= mean / number
        total += term
    return number


def share(number: int, probability: float, u: float) -> int:
    """A binomial draw from the uniform `u`: how many of `number` events occur."""
    if number <= 0 or probability <= 0.0:
        return 0
    if probability >= 1.0:
        return number
    if number > 16:
        middle = number * probability
        spread = root(middle * (1.0 - probability))
        return min(number, max(0, int(middle + spread * bell(u) + 0.5)))
    rest = 1.0 - probability
    term = rest**number
    total = term
    found = 0
    while u > total and found < number:
        term *= (number - found) / (found + 1) * probability / rest
        found += 1
        total += term
    return found
