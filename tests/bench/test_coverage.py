"""How often an interval covers the mean that it estimates, and that docs/intervals.md says so."""

from pathlib import Path

import pytest

from tests.bench.coverage import MADE_UP, SIZES, coverage, lines

PAGE = Path(__file__).parents[2] / "docs" / "intervals.md"

OURS = "the benchmark's"


@pytest.mark.parametrize(
    ("name", "size", "least"),
    [
        ("normal, 600 ± 100", 10, 0.93),
        ("both ends: beta(0.5, 0.5)", 10, 0.93),
        ("0 in two thirds, else 600 ± 80", 10, 0.93),
        ("0 in 90%, else 600 ± 80", 10, 0.93),
        ("0 in 90%, else 600 ± 80", 50, 0.93),
        ("skewed, most below 100: beta(0.5, 5)", 20, 0.90),
    ],
)
def test_an_interval_holds_the_mean_about_as_often_as_it_says(name, size, least):
    """Also if most games score nothing: there Student's interval, clipped, covers it too rarely."""
    share, _ = coverage(MADE_UP[name], size, 600)[OURS]
    assert least <= share <= 1.0


@pytest.mark.long
def test_the_page_matches_the_simulation():
    """Each cell of its tables: shares to a point and a half, widths to three in a hundred."""
    written = cells(PAGE.read_text(encoding="utf-8").splitlines())
    found = cells(lines())
    assert [name for name, _ in found] == [name for name, _ in written]
    for (name, values), (_, others) in zip(found, written, strict=True):
        assert len(values) == len(SIZES)
        assert values == pytest.approx(others, rel=0.03, abs=1.5), name


def cells(text):
    """The rows of tables that have figures: each row's subject, and its figures."""
    rows = [line.strip("| ").split(" | ") for line in text if line.startswith("| ")]
    return [(name, [float(cell) for cell in row]) for name, *row in rows if "n =" not in row[0]]
