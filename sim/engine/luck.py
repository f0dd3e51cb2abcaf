"""Draws keyed by (seed, stream, entity, turn), so that no decision changes any other luck.

A stream is a purpose with a version; to change what it is used for, raise the version. A draw is a
function of its key alone, in whole numbers: the same on every machine, and nothing is consumed.
"""

import functools
import hashlib
from collections.abc import Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

from sim.engine.numbers import exp, nine, root
from sim.model.world import Secrets

if TYPE_CHECKING:
    from mypy_extensions import i64  # a native 64-bit integer when compiled

STREAMS: Final = {
    "traits": 2,
    "scope": 2,
    "bid": 2,
    "work": 2,
    "idle": 2,
    "made": 2,
    "caught": 2,
    "surface": 2,
    "severity": 2,
    "dropout": 2,
    "busy": 2,
    "failure": 2,
    "breach": 2,
    "backlash": 2,
    "quit": 2,
    "demand": 2,
    "surge": 2,
    "key_person": 2,
    "currency": 2,
    "newcomer": 2,
    "request": 2,
    "signal": 2,
    "audit": 2,
    "reference": 2,
    "name": 2,
}
"""The version of each stream."""

STEP: Final = -0x61C8864680B583EB
FIRST: Final = -0x40A7B892E31B1A47
SECOND: Final = -0x6B2FB644ECCEEE15
"""SplitMix64's step between draws, and the two factors by which it mixes (Steele, Lea & Flood 2014,
"Fast splittable pseudorandom number generators"), as signed numbers of 64 bits."""

SMALLEST: Final = 2.0**-52
"""Distance between neighbouring draws."""

NORMAL_FROM: Final = 9.0
"""Means above which a count is drawn from the normal approximation."""

MOST_COUNTED: Final = 80
"""The largest count of a smaller mean."""

_NORMAL: Final = NormalDist()


def _hashed(text: str) -> int:
    """64 bits that depend on every letter of a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


@functools.lru_cache(maxsize=32768)
def _named(stream: str, entity: str) -> int:
    """64 bits for an entity in a stream."""
    return _hashed(f"{stream}.{STREAMS[stream]}|{entity}")


@functools.lru_cache(maxsize=1024)
def _seeded(seed: int) -> int:
    """64 bits for a seed."""
    return _hashed(f"seed {seed}")


def key(secrets: Secrets, stream: str, entity: str) -> int:
    """Where an entity's draws in a stream begin: 64 bits, unrelated to those of others."""
    return signed(_mixed(signed(_seeded(secrets.seed) ^ _named(stream, entity))))


def signed(x: int) -> int:
    """The last 64 bits of a number, as a signed one."""
    return (x + 0x8000000000000000 & 0xFFFFFFFFFFFFFFFF) - 0x8000000000000000


def _mixed(x: "i64") -> "i64":
    """64 bits from 64 bits, one to one: a changed bit changes each of them with a chance of 1/2.

    Only the low 64 bits of the argument and the result matter. Compiled code has no others; when
    interpreted, products grow, and each shift is masked to the bits that 64 would have had.
    """
    x = (x ^ x >> 30 & 0x3FFFFFFFF) * FIRST
    x = (x ^ x >> 27 & 0x1FFFFFFFFF) * SECOND
    return x ^ x >> 31 & 0x1FFFFFFFF


def uniform(secrets: Secrets, stream: str, entity: str, turn: int) -> float:
    """A number strictly between 0 and 1."""
    begun = secrets.luck.get(stream)
    if begun is None:
        begun = secrets.luck[stream] = {}
    found = begun.get(entity)
    if found is None:
        found = begun[entity] = key(secrets, stream, entity)
    start: i64 = found
    number: i64 = turn
    x = _mixed(start + STEP * number)
    return float(x >> 12 & 0xFFFFFFFFFFFFF) * SMALLEST + SMALLEST / 2.0


def bell(u: float) -> float:
    """The standard normal quantile of a uniform draw, rounded so that all platforms agree."""
    return nine(_NORMAL.inv_cdf(u))


def gauss(secrets: Secrets, stream: str, entity: str, turn: int) -> float:
    """A standard normal draw."""
    return bell(uniform(secrets, stream, entity, turn))


def count(mean: float, u: float) -> int:
    """A Poisson draw from the uniform `u`; from the normal approximation if the mean is large."""
    if mean <= 0.0:
        return 0
    if mean > NORMAL_FROM:
        return max(0, int(mean + root(mean) * bell(u) + 0.5))
    term = exp(-mean)
    total = term
    number = 0
    while u > total and number < MOST_COUNTED:
        number += 1
        term *= mean / number
        total += term
    return number


def counts(mean: float, quantiles: Sequence[float]) -> list[tuple[int, int]]:
    """`count` at each of some quantiles in rising order: (number, how often it comes)."""
    found: list[tuple[int, int]] = []
    if mean <= 0.0 or mean > NORMAL_FROM:
        numbers = [count(mean, u) for u in quantiles]
        return [(number, numbers.count(number)) for number in sorted(set(numbers))]
    term = exp(-mean)
    total = term
    number = times = 0
    for u in quantiles:
        while u > total and number < MOST_COUNTED:
            if times:
                found.append((number, times))
                times = 0
            number += 1
            term *= mean / number
            total += term
        times += 1
    found.append((number, times))
    return found


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
    term = 1.0
    for _ in range(number):  # exact everywhere, unlike a power
        term *= rest
    total = term
    found = 0
    while u > total and found < number:
        term *= (number - found) / (found + 1) * probability / rest
        found += 1
        total += term
    return found
