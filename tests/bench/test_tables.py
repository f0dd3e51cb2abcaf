"""The table of a report, on pages of several widths."""

import io

import pytest
from rich.console import Console

from sim.bench.rows import ALL_SCENARIOS, Row
from sim.bench.tables import bars, tables
from tests.bench.documents import failed, record


def report_of(*scenarios, baseline=None):
    """A report over two policies and three seeds in each of the scenarios."""
    rows = []
    for scenario in (*scenarios, ALL_SCENARIOS):
        for policy in ("freelance", "rules"):
            row = Row(scenario, policy, baseline)
            for score in (100, 450.5, 1000):
                row.add([record(score)], None if baseline is None else [record(500)])
            rows.append(row.document())
    return {"rows": rows}


HEADINGS = (
    "score", "95% interval", "sd", "p05", "worst", "bankrupt", "turns", "cost", "cost a turn",
    "borne", "borne a turn", "quality", "oversight", "in-house", "freelance", "outsource",
    "offshore", "failed", "illegal", "s a game",
)  # fmt: skip
"""All figures of a row."""


def on_page(width, *tables):
    """The lines of each table on a page of that width."""
    pages = []
    for table in tables:
        page = Console(file=io.StringIO(), width=width)
        page.print(table)
        pages.append(page.file.getvalue().splitlines())
    return pages


@pytest.mark.parametrize("width", [80, 100, 120, 200])
@pytest.mark.parametrize("baseline", [None, "rules"])
def test_each_row_fits_on_one_line(width, baseline):
    """From 80 columns up, no row is broken and nothing is cut: the overflow continues below."""
    report = report_of("northlight", "tutorial", baseline=baseline)
    pages = on_page(width, *tables(report, width))
    for lines in pages:
        assert len(lines) == 1 + 3 * 2
        assert all(len(line.rstrip()) <= width for line in lines)
        assert not any("…" in line for line in lines)
        assert lines[0].split()[:2] == ["scenario", "policy"]
        assert [line.split()[:2] for line in lines[1:]] == [
            [scenario, policy]
            for scenario in ("northlight", "tutorial", ALL_SCENARIOS)
            for policy in ("freelance", "rules")
        ]
    first = pages[0][0]
    assert "score" in first
    assert "95% interval" in first


@pytest.mark.parametrize("width", [80, 100, 120, 200, 1000])
def test_no_page_lacks_a_figure(width):
    """Wide or narrow: each figure is in one of the tables, and in only one."""
    pages = on_page(width, *tables(report_of("tutorial", "northlight", baseline="rules"), width))
    headings = "  ".join(lines[0] for lines in pages) + "  "
    for name in (*HEADINGS, "less rules", "p"):
        assert headings.count(f" {name}  ") == (2 if name == "95% interval" else 1), name
    assert (len(pages) == 1) == (width == 1000)


def test_a_single_scenario_has_no_summary():
    """One scenario has its own rows, and they are not repeated under another name."""
    (lines,) = on_page(1000, *tables(report_of("tutorial"), 1000))
    assert len(lines) == 1 + 2
    assert not any(line.startswith(ALL_SCENARIOS) for line in lines)


def test_the_table_shows_a_policy_that_always_failed():
    """Its score is 0, its failures are counted, and a dash marks what was not measured."""
    row = Row("tutorial", "mine")
    row.add([failed("it raised")], None)
    report = {"rows": [row.document(), {**row.document(), "scenario": ALL_SCENARIOS}]}
    ((heading, line),) = on_page(1000, *tables(report, 1000))
    names = heading.replace("95% ", "").replace(" a ", "-").split()
    cells = dict(zip(names, line.split(), strict=True))
    assert (cells["scenario"], cells["policy"], cells["score"]) == ("tutorial", "mine", "0.0")
    assert cells["failed"] == "1"
    for name in (
        "interval",
        "sd",
        "cost",
        "cost-turn",
        "quality",
        "borne",
        "borne-turn",
        "offshore",
        "s-game",
    ):
        assert cells[name] == "-"


def test_bars_are_as_long_as_scores_and_the_best_comes_first():
    """Half of the points is half of the width; ends of intervals are marked; all keeps its line."""
    rows = []
    for policy, scores in (("low", (240, 260)), ("high", (500, 500))):
        row = Row("tutorial", policy)
        for score in scores:
            row.add([record(score)], None)
        rows += [row.document(), {**row.document(), "scenario": ALL_SCENARIOS}]
    ((heading, best, worst),) = on_page(200, bars({"rows": rows}, 200))
    assert heading.split()[:3] == ["scenario", "policy", "score"]
    assert best.split()[:3] == ["tutorial", "high", "500"]
    assert worst.split()[:2] == ["low", "250"]
    bar = best.split()[3]
    assert len(bar) == len(worst.split()[2]) == 100
    assert bar.index("|") == bar.rindex("|") == len(bar) // 2  # of equal scores both ends are one
    assert set(bar[: bar.index("|")]) == {"█"}
    assert set(bar[bar.index("|") + 1 :]) == {"·"}
    assert worst.count("|") == 2


@pytest.mark.parametrize("width", [80, 100, 120, 200])
@pytest.mark.parametrize("policy", ["rules", "outsource", "a.module.of.mine:Policy"])
def test_bars_stay_within_the_page(policy, width):
    """Nothing and everything, intervals beyond all points, and none at all: no bar is cut."""
    for scores in [(0, 0), (1000, 1000), (0, 1000), (999,)]:
        row = Row("tutorial", policy)
        for score in scores:
            row.add([record(score)], None)
        report = {"rows": [row.document(), {**row.document(), "scenario": ALL_SCENARIOS}]}
        ((_, line),) = on_page(width, bars(report, width))
        assert len(line.rstrip()) <= width
        assert "…" not in line
        assert policy in line
        assert set(line.split()[-1]) <= set("█·|")
