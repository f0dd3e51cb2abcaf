"""Arithmetic that gives the same result on every machine.

`+ - * /` and square roots are exact by IEEE 754; `exp`, powers and logarithms differ in the last
digit between platforms, so they are rounded here, and called nowhere else.
"""

import functools
import math
from collections.abc import Sequence


def exp(x: float) -> float:
    """e to the x, rounded to nine digits."""
    return round(math.exp(x), 9)


def power(base: float, exponent: float) -> float:
    """base to the exponent, rounded to nine digits; the base must not be negative."""
    return round(math.pow(base, exponent), 9)


@functools.cache
def log2(x: float) -> float:
    """The logarithm to base two, rounded to nine digits."""
    return round(math.log2(x), 9)


def clamp(x: float, low: float, high: float) -> float:
    """x, limited to the range from low to high."""
    return low if x < low else high if x > high else x


def line(points: Sequence[tuple[float, float]], x: float) -> float:
    """Linear interpolation between points sorted by x; constant beyond both ends."""
    left_x, left_y = points[0]
    if x <= left_x:
        return left_y
    for right_x, right_y in points[1:]:
        if x <= right_x:
            return left_y + (right_y - left_y) * (x - left_x) / (right_x - left_x)
        left_x, left_y = right_x, right_y
    return left_y


def root(x: float) -> float:
    """The square root, exact by IEEE 754."""
    return math.sqrt(x)


def whole(x: float) -> int:
    """The nearest whole number, halves away from zero: how money is rounded."""
    return int(x + 0.5) if x >= 0.0 else -int(0.5 - x)


def upwards(x: float) -> int:
    """x rounded up to a whole number, ignoring rounding errors of less than 1e-9."""
    return math.ceil(round(x, 9))
