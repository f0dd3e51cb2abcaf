"""The statistics, against figures worked out by hand or taken from printed tables."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.bench.figures import Spread, Tally, t_975, within_t

SCORES = st.lists(st.floats(0, 1000), min_size=2, max_size=40)


def tally_of(*values: float) -> Tally:
    tally = Tally()
    for value in values:
        tally.add(value)
    return tally


def spread_of(*values: float) -> Spread:
    spread = Spread()
    for value in values:
        spread.add(value)
    return spread


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [
        (1, 12.7062),
        (2, 4.3027),
        (3, 3.1824),
        (4, 2.7764),
        (5, 2.5706),
        (10, 2.2281),
        (29, 2.0452),
        (30, 2.0423),
        (60, 2.0003),
        (61, 1.9996),
        (99, 1.9842),
        (120, 1.9799),
        (1000, 1.9623),
    ],
)
def test_quantiles_of_t_are_those_of_the_printed_tables(freedom, printed):
    """Exact sums below and the expansion above 60 degrees of freedom agree with the tables."""
    assert t_975(freedom) == pytest.approx(printed, abs=5.1e-5)


def test_quantiles_of_t_fall_to_the_normal_one():
    """More degrees of freedom never widen an interval, also where the method changes."""
    quantiles = [t_975(freedom) for freedom in range(1, 200)]
    assert quantiles == sorted(quantiles, reverse=True)
    assert t_975(10**9) == pytest.approx(1.959963985, abs=1e-8)


def test_mean_deviation_and_interval_by_hand():
    """400, 500, 600: mean 500, deviation 100, and 4.30265 · 100 / √3 to each side."""
    tally = tally_of(400, 500, 600)
    assert tally.mean == 500
    assert tally.sd == 100
    low, high = tally.ci95
    assert low == pytest.approx(251.5862, abs=1e-4)
    assert high == pytest.approx(748.4138, abs=1e-4)


def test_an_interval_within_bounds_by_hand():
    """400, 500, 600 of 1000: a mean of 0.5 and a variance of 0.01, where zeros and ones of that
    mean have 0.25; so d = 0.04, k = 4.30265² · 0.04 / 3 = 0.246838, and the ends are
    (0.5 + k/2 ± √(k/4 + k²/4)) / (1 + k).
    """
    low, high = tally_of(400, 500, 600).ci95_within(0, 1000)
    assert low == pytest.approx(277.5304, abs=1e-4)
    assert high == pytest.approx(722.4696, abs=1e-4)


def test_of_zeros_and_ones_it_is_the_interval_of_their_share():
    """Wilson's own: 20 ones of 50 at 95%, 0.2761 to 0.5382; here a little wider, since the variance
    counts as estimated: n - 1 = 49 degrees of freedom, and 2.0096 for 1.96.
    """
    shares = tally_of(*[1] * 20, *[0] * 30)
    z = t_975(49) * math.sqrt(50 / 49)
    centre, reach = 0.4 + z * z / 100, z * math.sqrt(0.24 / 50 + z * z / 10_000)
    expected = [(centre - reach) / (1 + z * z / 50), (centre + reach) / (1 + z * z / 50)]
    assert shares.ci95_within(0, 1) == pytest.approx(expected)
    assert shares.ci95_within(0, 1) == pytest.approx((0.2761, 0.5382), abs=0.01)


@pytest.mark.parametrize("end", [0, 1000])
def test_equal_values_at_an_end_are_no_certainty(end):
    """Ten games without a point do not prove that there never is one: up to 340 of 1000 may be."""
    low, high = tally_of(*[end] * 10).ci95_within(0, 1000)
    assert end in (low, high)
    assert high - low == pytest.approx(1000 * t_975(9) ** 2 / (10 + t_975(9) ** 2))


@given(SCORES)
@example([15.890625, 15.890625])
def test_an_interval_within_bounds_stays_there(values):
    """Whatever the scores: within 0 and 1000, around the mean, and mirrored for lost points."""
    tally = tally_of(*values)
    low, high = tally.ci95_within(0, 1000)
    assert 0 <= low <= tally.mean <= high <= 1000
    lost = tally_of(*(1000 - value for value in values)).ci95_within(0, 1000)
    assert (1000 - lost[1], 1000 - lost[0]) == pytest.approx((low, high), abs=1e-4)


def test_far_from_the_ends_it_is_students():
    """A hundred games between 450 and 550: the two differ by less than a tenth of a point."""
    tally = tally_of(*(450 + n for n in range(100)))
    assert tally.ci95_within(0, 1000) == pytest.approx(tally.ci95, abs=0.1)


def test_one_value_has_a_mean_and_nothing_more():
    """A deviation and an interval need two values."""
    tally = tally_of(7.5)
    assert tally.mean == 7.5
    assert tally.sd is None
    assert tally.ci95 is None
    assert tally.ci95_within(0, 1000) is None
    assert tally.p_zero is None


def test_equal_values_have_no_spread():
    """No rounding of sums may leave a deviation behind, or the root of a negative number."""
    tally = tally_of(*[0.1] * 1000)
    assert tally.sd == 0
    assert tally.ci95 == (tally.mean, tally.mean) == (0.1, 0.1)
    assert tally.ci95_within(0, 1000) == pytest.approx((0.1, 0.1))


@pytest.mark.parametrize(
    ("t", "freedom", "outside"),
    [
        (12.7062, 1, 0.05),
        (6.3138, 1, 0.10),
        (63.6567, 1, 0.01),
        (4.3027, 2, 0.05),
        (9.9248, 2, 0.01),
        (2.2622, 9, 0.05),
        (3.2498, 9, 0.01),
        (4.7809, 9, 0.001),
        (2.0423, 30, 0.05),
        (1.9840, 100, 0.05),
        (1.9623, 1000, 0.05),
        (2.5808, 1000, 0.01),
    ],
)
def test_probabilities_of_t_are_those_of_the_printed_tables(t, freedom, outside):
    """Even and odd degrees of freedom are summed differently: both agree with the tables."""
    assert 1 - within_t(t, freedom) == pytest.approx(outside, rel=2e-4)


def test_with_many_degrees_of_freedom_t_is_nearly_normal():
    """With 2000, 5% are outside 1.96115, slightly further out than the normal 1.95996."""
    assert 1 - within_t(1.961151, 2000) == pytest.approx(0.05, abs=1e-6)
    assert 1 - within_t(1.959964, 2000) > 0.05
    assert 1 - within_t(1.959964, 10**9) == pytest.approx(0.05, abs=1e-6)


@pytest.mark.parametrize("t", [0.0, 0.01, 0.5, 1.0, 1.96, 2.5, 3.3, 5.0, 8.0, 40.0])
def test_where_the_method_changes_both_agree(t):
    """The sums at 1000 and the normal distribution at 1001 agree to six digits."""
    assert within_t(t, 1000) == pytest.approx(within_t(t, 1001), abs=1e-6)


@pytest.mark.parametrize("freedom", [1, 2, 9, 59, 60, 61, 62, 999, 1000, 1001, 1002, 5000])
def test_quantiles_and_probabilities_are_inverse(freedom):
    """Within the 97.5% quantile on both sides are 95%, whichever method finds either."""
    assert within_t(t_975(freedom), freedom) == pytest.approx(0.95, abs=1e-6)


@given(st.floats(0, 50), st.floats(0, 50), st.integers(1, 3000))
def test_a_greater_t_holds_no_less(one, other, freedom):
    """It is a probability, and grows with t: by how much more is not asked here."""
    low, high = sorted((one, other))
    assert 0 <= within_t(low, freedom) <= within_t(high, freedom) + 1e-12 <= 1 + 2e-12


def test_a_paired_test_by_the_book():
    """Student's own: ten people's sleep under two drugs, t = 4.0621, p = 0.002833."""
    tally = tally_of(1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4)
    assert tally.mean == pytest.approx(1.58)
    assert tally.ci95 == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert tally.p_zero == pytest.approx(0.002833, abs=5e-7)


def test_p_of_two_values_by_hand():
    """10 and 20: t = 15 / (7.0711 / √2) = 3, with one degree of freedom 1 - 2 / π · atan 3."""
    assert tally_of(10, 20).p_zero == pytest.approx(1 - 2 / math.pi * math.atan(3))
    assert tally_of(-10, -20).p_zero == tally_of(10, 20).p_zero


def test_a_mean_of_zero_cannot_be_told_from_zero():
    """Differences that cancel have t = 0 and p = 1."""
    assert tally_of(-3, 3, -7, 7).p_zero == 1


def test_equal_values_leave_nothing_to_chance():
    """A constant difference cannot be luck, so p is 0; no difference at all gives p = 1."""
    assert tally_of(0.1, 0.1, 0.1).p_zero == 0
    assert tally_of(-2, -2).p_zero == 0
    assert tally_of(0, 0, 0).p_zero == 1


@given(SCORES, st.floats(-500, 500))
def test_the_interval_holds_zero_where_p_is_above_a_twentieth(values, shift):
    """The interval and the test are one statement, and must never contradict each other."""
    tally = tally_of(*(value - shift for value in values))
    low, high = tally.ci95
    assert 0 <= tally.p_zero <= 1
    if abs(tally.p_zero - 0.05) > 1e-6:
        assert (low <= 0 <= high) == (tally.p_zero > 0.05)


@given(SCORES, st.randoms(use_true_random=False))
def test_the_order_of_the_values_changes_nothing(values, random):
    """Sums are exact: shuffled values give an equal tally, to the last digit."""
    shuffled = list(values)
    random.shuffle(shuffled)
    assert tally_of(*shuffled) == tally_of(*values)


@given(SCORES)
def test_the_tally_agrees_with_the_textbook(values):
    """Mean and deviation are those of the definitions, to the millionth that values keep."""
    tally = tally_of(*values)
    mean = math.fsum(values) / len(values)
    variance = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    assert tally.mean == pytest.approx(mean, abs=2e-6)
    assert tally.sd == pytest.approx(math.sqrt(variance), abs=2e-5)


def test_quantile_by_hand():
    """Of 0, 10, ..., 200 the 5% quantile is the second value; of five it is between two."""
    assert spread_of(*range(0, 201, 10)).quantile(0.05) == 10
    # place (5 - 1) · 0.05 = 0.2 between 100 and 200
    assert spread_of(500, 100, 300, 200, 400).quantile(0.05) == pytest.approx(120)
    assert spread_of(42).quantile(0.05) == 42


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60), st.floats(0, 1))
def test_quantiles_lie_among_the_values(tenths, share):
    """A quantile is between the smallest and the largest value, and the ends are those."""
    values = [step / 10 for step in tenths]
    spread = spread_of(*values)
    assert min(values) <= spread.quantile(share) <= max(values)
    assert spread.quantile(0) == spread.lowest == min(values)
    assert spread.quantile(1) == max(values)


def test_memory_does_not_grow_with_the_values():
    """However many values, a spread stores one number for each tenth that occurs."""
    spread = spread_of(*(value % 1000 for value in range(20_000)))
    assert spread.count == 20_000
    assert len(spread.tenths) == 1000


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_not_finite_is_refused(value):
    """A figure that is not finite is a fault upstream, and must not vanish in a mean."""
    with pytest.raises((ValueError, OverflowError)):
        Tally().add(value)
