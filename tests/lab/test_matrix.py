"""The sourcing matrix: how its cells are computed, and that the advice on sourcing follows from it.

The laws of the advice are in `tests.scripted_advice`; no rule of the engine says any of it.
"""

import math

import pytest

from sim.lab.matrix import Cell, Plan, cheapest, document, run
from sim.lab.matrix.cells import gathered
from sim.lab.matrix.paired_runs import Trial, trials
from sim.lab.trials.conduct import BY_ID, FORMS, MovesWork
from sim.lab.trials.cost import bill, in_wages
from sim.lab.trials.firms import staffed_firm
from sim.lab.trials.play import turns
from sim.lab.trials.work import BROCHURE, PAYROLL, WALK_IN, WEB_PROJECT
from sim.processes import spread
from tests.scripted_advice import ASKED, asked_for, broken_by, shifts, slacks

NEW = tuple(form for form in FORMS if not form.settled)
STAFF, FREELANCER = BY_ID["staff"], BY_ID["freelancer"]
VENDOR, ABROAD = BY_ID["vendor-fixed"], BY_ID["offshore-vendor"]


def trial(cost: float, hours: float, quality: float | None = 80.0) -> Trial:
    """A function's trial, of that cost and those hours for each hour asked for."""
    return Trial({"invoices": cost}, hours, hours, quality, 2.0, 3.0, 0.0)


def test_the_advice_comes_out_of_the_mechanics(subtests):
    """Over a few seeds; over more for the brochure, as one good or bad person is all of it."""
    brochure = {BROCHURE: ASKED[BROCHURE]}
    found = slacks(asked_for(range(1, 6)) | asked_for(range(1, 17), cells=brochure))
    for law, slack in found.items():
        with subtests.test(law.__name__):
            assert slack > 0.0, law.__doc__


@pytest.mark.long
def test_the_advice_holds_over_many_seeds(subtests):
    """Over a hundred others, by which nothing was chosen."""
    found = slacks(asked_for(range(3000, 3100), workers=None))
    for law, slack in found.items():
        with subtests.test(law.__name__):
            assert slack > 0.0, law.__doc__


@pytest.mark.long
def test_the_advice_holds_when_a_judgement_is_off(subtests):
    """By a quarter of any one coefficient that rests on judgement, up or down."""
    moved = shifts()
    for shift, broken in zip(moved, spread(broken_by, moved), strict=True):
        with subtests.test(f"{shift.key} x {shift.factor}"):
            assert not broken


def test_cells_are_the_same_for_any_number_of_processes():
    """It leaves no trace who computes what, and in which order."""
    plan = Plan(range(1, 4), (BROCHURE, WEB_PROJECT), (FREELANCER, VENDOR))
    steps: list[None] = []
    alone = run(plan, 1, lambda: steps.append(None))
    assert run(plan, 2, lambda: steps.append(None)) == alone
    assert len(steps) == 2 * plan.jobs


def test_a_form_alone_comes_to_what_it_comes_to_in_company():
    """Each has its own pair of twins."""
    (alone,) = trials(BROCHURE, (VENDOR,), 7, {})
    assert trials(BROCHURE, FORMS, 7, {})[FORMS.index(VENDOR)] == alone


def test_the_parts_add_up_to_the_cost():
    """They show what makes an hour expensive."""
    row = run(Plan(range(1, 4), (BROCHURE,), NEW), 1)["brochure"]
    assert None not in row.values()
    for cell in row.values():
        assert isinstance(cell, Cell)
        assert math.isclose(math.fsum(cell.parts.values()), cell.cost)
        assert math.isclose(cell.parts["losses borne"], cell.borne, abs_tol=1e-9)
        assert cell.ci95 is not None
        assert cell.ci95[0] < cell.cost < cell.ci95[1]


def test_other_rules_make_another_matrix():
    """Coefficients can be tried out."""
    found = [
        run(Plan(range(1, 2), (BROCHURE,), (VENDOR,), rules), 1)["brochure"]["vendor-fixed"]
        for rules in ({}, {"benefits": 0.9})
    ]
    assert found[0] is not None
    assert found[1] is not None
    assert found[1].parts["managers' hours"] > found[0].parts["managers' hours"]


def test_nobody_can_do_it_is_an_empty_cell():
    """Work that must be done here has no provider abroad, and no figure is invented."""
    plan = Plan(range(1, 2), (WALK_IN,), (ABROAD,))
    matrix = run(plan, 1)
    assert matrix["walk-in-centres"]["offshore-vendor"] is None
    (row,) = document(plan, matrix)
    assert (row["work"], row["form"], row["mode"]) == (
        "walk-in-centres",
        "offshore-vendor",
        "offshore",
    )
    assert all(value is None for value in list(row.values())[3:])


def test_staff_cost_all_that_their_firm_costs():
    """The firm exists for the work: nothing is deducted for what it would cost without it."""
    (trial,) = trials(PAYROLL, (STAFF,), 3, {})
    assert trial is not None
    for game in turns(staffed_firm(PAYROLL, PAYROLL.months), MovesWork(None), 3):
        facts = game.observation
    asked = PAYROLL.hours * PAYROLL.months
    assert math.isclose(trial.hours * asked, facts.totals.given)
    assert math.isclose(math.fsum(trial.parts.values()), in_wages(bill(facts).total, asked))
    assert trial.oversight == facts.totals.oversight_wanted / PAYROLL.months


def test_a_project_is_nobodys_job():
    """People kept for one would have nothing to do after it."""
    assert trials(BROCHURE, (STAFF,), 3, {}) == (None,)


def test_cost_is_that_of_all_seeds_over_the_hours_of_all_seeds():
    """A seed in which hardly anything was done does not outweigh the others."""
    cell = gathered([trial(2.0, 1.0), trial(2.0, 0.1)])
    assert cell is not None
    assert math.isclose(cell.cost, 4.0 / 1.1)
    assert math.isclose(cell.delivered, 0.55)


def test_its_interval_is_that_of_a_ratio():
    """By residuals: 2 and 4 for an hour each are one to either side of 3, t of one degree."""
    cell = gathered([trial(2.0, 1.0), trial(4.0, 1.0)])
    assert cell is not None
    assert cell.ci95 == pytest.approx((3.0 - 12.706205, 3.0 + 12.706205), abs=1e-4)


def test_one_seed_has_no_interval():
    """A single game says nothing of luck."""
    cell = gathered([trial(2.0, 1.0)])
    assert cell is not None
    assert cell.ci95 is None


def test_a_seed_in_which_nobody_came_counts():
    """It delivered nothing; a form that is seldom to be had does not get the work done."""
    cell = gathered([trial(2.0, 1.0), None])
    assert cell is not None
    assert (cell.cost, cell.delivered) == (2.0, 0.5)
    assert gathered([None, None]) is None
    assert gathered([trial(2.0, 0.0, None)]) is None


def test_the_cheapest_is_one_that_gets_it_done():
    """At least seven eighths of the hours; if no form does that, there is no cheapest."""
    half, full = gathered([trial(1.0, 0.5)]), gathered([trial(3.0, 1.0)])
    assert cheapest({"half": half, "full": full, "none": None}) == "full"
    assert cheapest({"half": half, "none": None}) is None
