"""What may be typed for a seed and for seeds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli.arguments import SEED_MAX, parse_seed, parse_seeds

NO_SEED = ["", "-1", "+1", " 1", "1.0", "1e3", "0x10", "1_000", "x", "²", "٣", str(SEED_MAX + 1)]


@given(st.integers(0, SEED_MAX))
def test_every_seed_can_be_typed(seed):
    """Whole numbers from 0 to 2⁶³ - 1 are seeds."""
    assert parse_seed(str(seed)) == seed


@pytest.mark.parametrize("text", NO_SEED)
def test_what_is_no_seed_is_refused_in_words(text):
    """Signs, points, exponents, other digits and what is too large: refused, and repeated."""
    with pytest.raises(ValueError, match="is no seed: a whole number from 0 to"):
        parse_seed(text)


def test_seeds_include_both_ends():
    """`3-5` is three seeds, `7` is one."""
    assert list(parse_seeds("3-5")) == [3, 4, 5]
    assert list(parse_seeds("7")) == [7]
    assert parse_seeds(f"{SEED_MAX}-{SEED_MAX}") == range(SEED_MAX, SEED_MAX + 1)


@pytest.mark.parametrize("text", ["", "-", "1-", "-5", "1-2-3", "a-b", "1..5", "1-x"])
def test_what_are_no_seeds_is_refused(text):
    """Each end has to be a seed."""
    with pytest.raises(ValueError, match="is no seed"):
        parse_seeds(text)


def test_there_is_an_end_to_seeds():
    """What nobody could ever play is taken for a slip."""
    assert len(parse_seeds("1-1000000000")) == 10**9
    with pytest.raises(ValueError, match="are more than 1,000,000,000 seeds"):
        parse_seeds(f"0-{SEED_MAX}")


def test_seeds_run_upwards():
    """An empty range would be a benchmark of nothing."""
    with pytest.raises(ValueError, match="the first is above the last"):
        parse_seeds("5-3")
