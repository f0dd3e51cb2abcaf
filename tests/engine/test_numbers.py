"""Arithmetic with equal results on every platform."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import numbers

reals = st.floats(-1e9, 1e9)


@given(st.integers(-(10**9), 10**9), st.sampled_from((0.0, 0.25, 0.49)))
def test_money_is_rounded_to_the_nearest_whole(number, rest):
    """A part below a half is dropped, on both sides of zero."""
    assert numbers.whole(number + math.copysign(rest, number)) == number


@pytest.mark.parametrize(("exact", "whole"), [(0.5, 1), (-0.5, -1), (2.5, 3), (-2.5, -3), (0.0, 0)])
def test_halves_go_away_from_zero(exact, whole):
    """Halves are rounded alike in payments and in receipts."""
    assert numbers.whole(exact) == whole


@given(reals)
def test_rounding_does_not_depend_on_the_direction_of_payment(x):
    """Paying an amount and being paid it give equal results."""
    assert numbers.whole(-x) == -numbers.whole(x)


@given(reals, reals, reals)
def test_clamp_stays_between_both_ends(x, one, other):
    """The result lies between the ends, and equals x if x does."""
    low, high = min(one, other), max(one, other)
    found = numbers.clamp(x, low, high)
    assert low <= found <= high
    if low <= x <= high:
        assert found == x


POINTS = ((0.0, 1.0), (1.0, 3.0), (2.0, 2.0))


@pytest.mark.parametrize(
    ("x", "y"),
    [(-1.0, 1.0), (0.0, 1.0), (0.5, 2.0), (1.0, 3.0), (1.5, 2.5), (2.0, 2.0), (9.0, 2.0)],
)
def test_a_line_goes_through_its_points_and_is_level_beyond(x, y):
    """Straight between the points; beyond them the value of the end."""
    assert numbers.line(POINTS, x) == y


@given(st.floats(-20, 20))
def test_exp_has_nine_digits(x):
    """The last digits, in which platforms differ, are cut off: to nine after the point, as far as
    a number of that size has them.
    """
    exact, found = math.exp(x), numbers.exp(x)
    assert found == round(found, 9)
    assert abs(found - exact) <= 0.5e-9 + 1e-15 * exact


def test_known_powers():
    """Pinned values: every machine has to agree on them."""
    assert numbers.exp(-1.25) == 0.286504797
    assert numbers.power(2.5, 0.33) == 1.353069806
    assert numbers.log2(0.8) == -0.321928095
    assert numbers.root(2.25) == 1.5
