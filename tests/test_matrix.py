"""The sourcing advice of the source texts comes out of the mechanics; no rule says so.

Costs are in multiples of the home wage for a standard hour, the mean over seeds.
"""

import pytest

from tests import matrix

SEEDS = range(10)

OUTSIDE = ("freelance", "vendor", "abroad")


def in_full(cells: dict[str, matrix.Cell]) -> dict[str, float]:
    """Costs of the forms that got the work done: seven eighths of the hours at the least."""
    return {form: one.cost for form, one in cells.items() if one.delivered >= 0.875}


def test_small_discrete_specialist_work_goes_to_a_freelancer() -> None:
    """Eighty hours once: choosing a vendor costs more than the work, own people are missed."""
    costs = in_full(matrix.row(matrix.BROCHURE, SEEDS))
    assert min(costs, key=costs.__getitem__) == "freelance"
    assert costs["abroad"] > 2 * costs["freelance"]


def test_large_steady_work_beside_the_core_is_cheaper_with_a_vendor_than_at_home() -> None:
    """A back office: scale and process save more than the vendor's margin costs."""
    costs = in_full(matrix.row(matrix.BACK_OFFICE, SEEDS))
    assert costs["vendor"] < min(costs.get("hire", 99), costs.get("team", 99))


def test_very_large_loosely_coupled_back_office_work_goes_abroad() -> None:
    """Half the price of home, and as good: no flat penalty on distance."""
    cells = matrix.row(matrix.BACK_OFFICE, SEEDS)
    costs = in_full(cells)
    assert min(costs, key=costs.__getitem__) == "abroad"
    assert cells["abroad"].quality > cells["hire"].quality - 8


def test_round_the_clock_work_goes_where_people_are_awake() -> None:
    """No night premium where the place is awake while home sleeps."""
    costs = in_full(matrix.row(matrix.HELPDESK, SEEDS))
    assert min(costs, key=costs.__getitem__) == "abroad"


def test_core_coupled_firm_specific_work_stays_in_house() -> None:
    """Who knows the firm needs fewer hours; quality outside is far worse besides."""
    cells = matrix.row(matrix.FEATURE, SEEDS)
    costs = in_full(cells)
    home = min(costs["team"], costs["hire"])
    assert all(home < costs[form] for form in OUTSIDE if form in costs)
    assert cells["team"].quality > 10 + max(
        cells[form].quality for form in OUTSIDE if form in cells
    )


def test_legacy_work_that_takes_years_to_learn_stays_with_own_people() -> None:
    """Four years are not enough for anybody outside to be cheaper."""
    costs = in_full(matrix.row(matrix.LEGACY, SEEDS))
    assert all(costs["hire"] < costs[form] for form in OUTSIDE if form in costs)


def test_local_presence_is_never_offshored() -> None:
    """Nobody abroad makes an offer for a walk-in centre, and no site could serve it."""
    cells = matrix.row(matrix.WALK_IN, SEEDS)
    assert "abroad" not in cells
    assert "captive" not in cells


def test_local_steady_work_can_still_be_outsourced() -> None:
    """What cannot go away can go out: a vendor at home beats hiring for it."""
    costs = in_full(matrix.row(matrix.WALK_IN, SEEDS))
    assert costs["vendor"] < costs["hire"]


def test_a_captive_needs_size() -> None:
    """Its fixed costs sink a payroll, and shrink on a back office."""
    payroll = matrix.row(matrix.PAYROLL, SEEDS)
    office = matrix.row(matrix.BACK_OFFICE, SEEDS)
    small = payroll["captive"].cost / payroll["abroad"].cost
    large = office["captive"].cost / office["abroad"].cost
    assert small > 1.5 * large


def test_a_vendor_abroad_costs_more_than_its_invoices() -> None:
    """Selection, coordination, oversight and rework come on top (published: 15 to 57%, and more
    for small work)."""
    assert matrix.row(matrix.BACK_OFFICE, SEEDS)["abroad"].hidden > 0.15


def test_no_form_is_best_everywhere() -> None:
    """Each of own people, freelancers, vendors and abroad is the best choice somewhere."""
    best = set()
    for work in (matrix.BROCHURE, matrix.WALK_IN, matrix.HELPDESK, matrix.LEGACY):
        costs = in_full(matrix.row(work, SEEDS))
        best.add(min(costs, key=costs.__getitem__))
    assert best == {"freelance", "vendor", "abroad", "hire"}


@pytest.mark.long
def test_the_advice_holds_over_many_seeds() -> None:
    """The same over a hundred seeds that no coefficient was put by."""
    seeds = range(1000, 1100)
    for work, form in (
        (matrix.BROCHURE, "freelance"),
        (matrix.HELPDESK, "abroad"),
        (matrix.BACK_OFFICE, "abroad"),
        (matrix.WALK_IN, "vendor"),
        (matrix.LEGACY, "hire"),
    ):
        costs = in_full(matrix.row(work, seeds))
        assert min(costs, key=costs.__getitem__) == form, work.name
