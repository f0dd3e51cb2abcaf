"""`buckstop matrix`: its JSON document and its tables."""

import json

import pytest

from sim.lab.trials.conduct import FORMS
from sim.lab.trials.work import ARCHETYPES

CELL = [
    "work",
    "form",
    "mode",
    "cost",
    "ci95",
    "parts",
    "quality",
    "turns",
    "oversight_hours",
    "borne",
    "delivered",
]


def test_the_document_has_a_row_for_each_cell(call):
    """The keys are guaranteed; where nobody can do the work, the figures are null."""
    code, out, err = call("matrix", "--seeds", "1-2", "--work", "walk-in-centres", "--json")
    assert (code, err) == (0, "")
    rows = json.loads(out)
    assert [row["form"] for row in rows] == [form.id for form in FORMS]
    assert [row["mode"] for row in rows] == [form.mode.value for form in FORMS]
    for row in rows:
        assert list(row) == CELL
        if row["form"] in ("offshore-vendor", "captive"):
            assert all(row[key] is None for key in CELL[3:])
            continue
        low, high = row["ci95"]
        assert low < row["cost"] < high
        assert sum(row["parts"].values()) == pytest.approx(row["cost"], abs=1e-5)
        assert row["parts"]["losses_borne"] == pytest.approx(row["borne"], abs=2e-6)
        assert 0 < row["delivered"] < 1.3


def test_the_table_has_a_line_for_each_piece_of_work(call):
    """In a pipe: one heading, unbroken lines, and at most one form marked as the cheapest."""
    code, out, err = call("matrix", "--seeds", "3-3")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["work", *(form.id for form in FORMS)]
    rows = lines[1 : 1 + len(ARCHETYPES)]
    assert [row.split()[0] for row in rows] == [work.id for work in ARCHETYPES]
    assert all(len(row.split()) == len(FORMS) + 1 for row in rows)
    assert all(row.count("*") <= 1 for row in rows)
    assert lines[-1] == "Seeds 3-3."


def test_one_piece_of_work_is_shown_with_all_parts(call):
    """The cost that the overview gives, with its breakdown."""
    _, out, _ = call("matrix", "--seeds", "1-2", "--work", "brochure")
    lines = [line.rstrip() for line in out.splitlines()]
    labels = [line.split("  ")[0] for line in lines]
    assert labels[0] == "brochure"
    for label in ("cost of an hour", "95% interval", "- invoices", "quality", "delivered"):
        assert label in labels


@pytest.mark.parametrize("width", ["80", "50"])
def test_no_line_is_wider_than_the_terminal(call, monkeypatch, width):
    """Columns that do not fit continue below."""
    from rich.console import Console

    from sim.lab.matrix import Plan, run, tables

    plan = Plan(range(1, 2), ARCHETYPES[:1])
    matrix = run(plan, 1)
    for drawn in (
        tables.overview(plan, matrix, int(width)),
        tables.detail(plan, matrix, ARCHETYPES[0], int(width)),
    ):
        sheet = Console(width=200, color_system=None)
        with sheet.capture() as captured:
            sheet.print(drawn)
        lines = captured.get().splitlines()
        assert max(len(line.rstrip()) for line in lines) <= int(width)
        for word in ("hires", "perf.", "captive"):
            assert any(word in line for line in lines)


def test_unknown_work_is_wrong_usage(call):
    """For unknown work the nearest name is suggested; exit code 2."""
    code, out, err = call("matrix", "--work", "brochur")
    assert (code, out) == (2, "")
    assert 'There is no piece of work "brochur". Did you mean "brochure"?' in err
