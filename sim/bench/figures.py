"""Statistics that do not depend on the order of the episodes or on how the work is split.

Values are summed as whole millionths, so that sums are exact however they are grouped. Memory is
constant and nothing is random, hence no bootstrap. Intervals are at 95%: for the mean of bounded
values such as scores, a Wilson interval with an effective number of values (`Tally.ci95_within`),
which stays within the bounds; for other means, such as differences, Student's t (`Tally.ci95`).
docs/intervals.md shows their coverage. One value has no interval.
"""

import math
from functools import cache

from attrs import Factory, define

SCALE = 1_000_000
"""Steps per unit: values are rounded to a millionth."""

NORMAL_975 = 1.959963984540054
"""The 97.5% quantile of the normal distribution."""

_EXACT_UP_TO = 60
"""Degrees of freedom up to which quantiles of t use its exact sums."""

_SUMMED_UP_TO = 1000
"""Degrees of freedom up to which probabilities of t are summed exactly."""


@define
class Tally:
    """Count, sum and sum of squares of the values added so far."""

    count: int = 0
    total: int = 0
    """In millionths."""
    squares: int = 0
    """In millionths of millionths."""

    def add(self, value: float) -> None:
        """Add a finite value."""
        steps = round(value * SCALE)
        self.count += 1
        self.total += steps
        self.squares += steps * steps

    @property
    def mean(self) -> float:
        """The arithmetic mean; needs at least one value."""
        return self.total / (self.count * SCALE)

    @property
    def sd(self) -> float | None:
        """The standard deviation of a sample (over n - 1); None below two values."""
        variance = self._variance
        return None if variance is None else math.sqrt(variance)

    @property
    def _variance(self) -> float | None:
        if self.count < 2:
            return None
        spread = self.count * self.squares - self.total * self.total
        return spread / (self.count * (self.count - 1)) / SCALE**2

    @property
    def ci95(self) -> tuple[float, float] | None:
        """The ends of Student's 95% interval of the mean; None below two values."""
        sd = self.sd
        if sd is None:
            return None
        reach = t_975(self.count - 1) * sd / math.sqrt(self.count)
        return self.mean - reach, self.mean + reach

    def ci95_within(self, low: float, high: float) -> tuple[float, float] | None:
        """The ends of the 95% interval of the mean of values from `low` to `high`.

        This is the Wilson interval of a share (Wilson 1927) with the effective number of values of
        survey statistics (Korn and Graubard 1998; Dean and Pagano 2015): the number of zeros and
        ones whose mean would have the observed variance. Since that variance is estimated,
        Student's t replaces the normal quantile. On a scale from 0 to 1, with mean m and variance v
        of n values, d = v / (m (1 - m)) and k = t² d / n:

            (m + k/2 ± √(k m (1 - m) + k²/4)) / (1 + k)

        It lies between `low` and `high` and contains the mean. If all values are at one end, the
        variance is unknown, and d is 1. Equal values elsewhere give no width.

        Returns None below two values.
        """
        variance = self._variance
        if variance is None:
            return None
        width = high - low
        mean = (self.mean - low) / width
        at_most = mean * (1.0 - mean)
        dispersion = variance / (width * width) / at_most if at_most > 0.0 else 1.0
        k = t_975(self.count - 1) ** 2 * dispersion / self.count
        reach = math.sqrt(k * max(0.0, at_most) + k * k / 4)
        ends = ((mean + k / 2 - reach) / (1 + k), (mean + k / 2 + reach) / (1 + k))
        # Held to on the scale of the values: scaling the mean back may lose its last digit.
        return (
            max(low, min(self.mean, low + width * ends[0])),
            min(high, max(self.mean, low + width * ends[1])),
        )

    @property
    def p_zero(self) -> float | None:
        """The p-value of the two-sided t test that the mean is zero; None below two values."""
        sd = self.sd
        if sd is None:
            return None
        if sd == 0.0:
            return 1.0 if self.total == 0 else 0.0
        t = abs(self.mean) * math.sqrt(self.count) / sd
        return max(0.0, 1.0 - within_t(t, self.count - 1))


@define
class Spread:
    """A distribution, counted in tenths: memory is bounded if the values are."""

    count: int = 0
    lowest: float = math.inf
    tenths: dict[int, int] = Factory(dict)

    def add(self, value: float) -> None:
        """Add a finite value."""
        self.count += 1
        self.lowest = min(self.lowest, value)
        step = round(value * 10)
        self.tenths[step] = self.tenths.get(step, 0) + 1

    def quantile(self, share: float) -> float:
        """The quantile at `share`, accurate to a tenth; needs at least one value.

        Interpolated between values (Hyndman and Fan's type 7, as in most packages).
        """
        place = (self.count - 1) * share
        rank = math.floor(place)
        low = self._ranked(rank)
        high = self._ranked(min(rank + 1, self.count - 1))
        return (low + (high - low) * (place - rank)) / 10

    def _ranked(self, rank: int) -> int:
        passed = 0
        for step in sorted(self.tenths):
            passed += self.tenths[step]
            if passed > rank:
                return step
        raise IndexError(rank)


@cache
def t_975(freedom: int) -> float:
    """The 97.5% quantile of Student's t with `freedom` degrees of freedom (1 or more).

    Up to 60 the finite sums of Abramowitz and Stegun 26.7.3-4 are inverted by bisection; above
    that the expansion of 26.7.5 is accurate to six decimals.
    """
    if freedom > _EXACT_UP_TO:
        z = NORMAL_975
        return (
            z
            + (z**3 + z) / (4 * freedom)
            + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
        )
    low, high = 0.0, 20.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if within_t(middle, freedom) < 0.95:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def within_t(t: float, freedom: int) -> float:
    """The probability that Student's t lies between -t and t.

    Summed (Abramowitz and Stegun 26.7.3-4) up to a thousand degrees of freedom; above that
    approximated by the normal distribution (26.7.8) to six decimals.
    """
    if freedom > _SUMMED_UP_TO:
        x = t * (1 - 1 / (4 * freedom)) / math.sqrt(1 + t * t / (2 * freedom))
        return math.erf(x / math.sqrt(2))
    angle = math.atan(t / math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2 == 1
    term = cosine if odd else 1.0
    series = 0.0
    for k in range(3 if odd else 2, freedom + 1, 2):
        series += term
        term *= cosine * cosine * (k - 1) / k
    if odd:
        return 2 / math.pi * (angle + sine * series)
    return sine * series
