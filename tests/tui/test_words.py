"""Text on a screen: sanitized, cut to fit, and never interpreted as markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sim.tui.kit import amounts, words
from sim.tui.kit.table import Column, fit


@given(st.text(), st.integers(0, 60))
def test_a_cut_text_fits(text, width):
    """In no more cells than allowed, and printable throughout."""
    assert cell_len(words.cut(text, width)) <= width
    assert words.cut(text, width).isprintable()


@given(st.text(), st.integers(0, 60))
def test_an_aligned_text_fills_its_cells(text, width):
    """Exactly, aligned left or right: columns stay columns."""
    assert cell_len(words.left(text, width)) == width
    assert cell_len(words.right(text, width)) == width


@given(st.text())
def test_markup_in_data_stays_text(text):
    """The data is shown literally."""
    assert words.line(words.clean(text)).plain == words.clean(text)


@given(st.floats(-1, 3), st.integers(0, 40))
def test_a_meter_fills_its_cells(share, width):
    """Whatever the share, even outside its range."""
    assert cell_len(amounts.meter(share, width)) == width


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=5), st.integers(0, 40))
def test_a_range_bar_fills_its_cells(numbers, width):
    """Wherever the range lies between the ends."""
    low, mid, high = sorted(numbers[:3])
    assert cell_len(amounts.range_bar(low, mid, high, (min(numbers), max(numbers)), width)) == width


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0, 0, "0"),
        (41_000, 41_000, "410"),
        (290_000, 410_000, "2.9 – 4.1k"),
        (90_000, 410_000, "900 – 4.1k"),
        (29_000_000, 125_000_000, "290k – 1.25M"),
    ],
)
def test_a_range_of_money_names_its_unit_once(low, high, text):
    """If both ends share it."""
    assert amounts.money_range(low, high) == text


@given(st.integers(1, 200))
def test_columns_fit_their_table(width):
    """The least important columns go first; the first column always stays."""
    columns = [
        Column("Name", 16, flex=1),
        Column("Work", 12, rank=2),
        Column("Heads", 6, numeric=True, rank=1),
        Column("Wage", 6, numeric=True, rank=3),
    ]
    widths = fit(columns, width)
    assert 0 in widths
    if width >= 16:
        assert sum(widths.values()) + 2 * (len(widths) - 1) <= width


@given(st.floats(-1, 3), st.floats(-2, 2), st.integers(0, 40))
def test_a_meter_of_two_parts_fills_its_cells(share, more, width):
    """Whatever the parts are; a positive second part is visible if a cell is left for it."""
    solid, shaded, rest = amounts.meter_with(share, more, width)
    assert cell_len(solid + shaded + rest) == width
    assert bool(shaded) is (more > 0.0 and len(solid) < width)


def test_the_first_way_to_say_it_that_fits_is_taken():
    """The last one if none fits."""
    ways = (["in many words"], ["in few"], ["."])
    assert words.fitting(20, *ways) == ["in many words"]
    assert words.fitting(8, *ways) == ["in few"]
    assert words.fitting(0, *ways) == ["."]
