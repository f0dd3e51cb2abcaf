"""The table of a report, on pages of several widths."""

import io

import pytest
from rich.console import Console

from sim.bench.rows import ALL_SCENARIOS, Row
from sim.bench.tables import table
from tests.bench.documents import document


def report_of(*scenarios, baseline=None):
    """A report over two policies and three seeds in each of the scenarios."""
    rows = []
    for scenario in (*scenarios, ALL_SCENARIOS):
        for policy in ("freelance", "rules"):
            row = Row(scenario, policy, baseline)
            for score in (100, 450.5, 1000):
                row.add([document(score)], None if baseline is None else [document(500)])
            rows.append(row.document())
    return {"rows": rows}


def drawn(report, width):
    """The table's lines on a page of that width."""
    page = Console(file=io.StringIO(), width=width)
    page.print(table(report, width))
    return page.file.getvalue().splitlines()


@pytest.mark.parametrize("width", [80, 100, 120, 200])
@pytest.mark.parametrize("baseline", [None, "rules"])
def test_each_row_keeps_to_its_line(width, baseline):
    """From 80 columns up, no row is broken and nothing is cut: lesser columns go instead."""
    lines = drawn(report_of("northlight", "tutorial", baseline=baseline), width)
    assert len(lines) == 1 + 3 * 2
    assert all(len(line.rstrip()) <= width for line in lines)
    assert not any("…" in line for line in lines)
    for heading in ("scenario", "policy", "score", "95% interval"):
        assert heading in lines[0]


def test_a_wide_page_has_all_figures():
    """With room for it, nothing is left out."""
    (heading, *_) = drawn(report_of("tutorial", "northlight", baseline="rules"), 200)
    for name in ("less rules", "sd", "p05", "min", "bankrupt", "illegal", "cost", "quality"):
        assert name in heading
    for name in ("oversight", "borne", "in-house", "freelance", "outsource", "offshore"):
        assert name in heading


def test_over_one_scenario_there_is_nothing_to_sum_up():
    """One scenario: its own rows, and not the same again under another name."""
    lines = drawn(report_of("tutorial"), 200)
    assert len(lines) == 1 + 2
    assert not any(line.startswith(ALL_SCENARIOS) for line in lines)
