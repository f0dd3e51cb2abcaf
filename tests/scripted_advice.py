"""The advice on sourcing that has to follow from the mechanics, as laws on the sourcing matrix.

A law takes the matrix and returns its slack: the share by which it holds, or fails if negative.
Costs are compared as ratios. `ASKED` lists the rows and forms that the laws look at.
"""

import functools
import math
from collections.abc import Callable, Iterable, Mapping

from attrs import frozen

from sim.lab.matrix import Cell, Matrix, Plan, run
from sim.lab.trials.conduct import BY_ID
from sim.lab.trials.firms import LARGE_VENDORS
from sim.lab.trials.work import (
    BACK_OFFICE,
    BROCHURE,
    CORE_PRODUCT,
    HELPDESK,
    LEGACY,
    PAYROLL,
    WALK_IN,
    WEB_PROJECT,
    Work,
)
from sim.rules import load

FOUND = ("team", "hire")
HOME = ("staff", *FOUND)
"""Own people: already doing the work, or still to be hired for it."""
VENDORS = ("vendor-fixed", "vendor-hourly", "vendor-performance")
OUTSIDE = ("freelancer", *VENDORS, "offshore-vendor")

Cells = Mapping[Work, tuple[str, ...]]
"""Forms to look at, by piece of work."""

ASKED: Cells = {
    BROCHURE: (*FOUND, *OUTSIDE),
    WEB_PROJECT: (*FOUND, *OUTSIDE),
    CORE_PRODUCT: ("staff", "hire", *OUTSIDE),
    PAYROLL: ("hire", *VENDORS, "offshore-vendor", "captive"),
    HELPDESK: ("staff", "hire", "freelancer", *VENDORS, "offshore-vendor"),
    BACK_OFFICE: ("staff", "hire", "freelancer", *VENDORS, "offshore-vendor", "captive"),
    LEGACY: ("staff", "hire", "freelancer", *VENDORS, "offshore-vendor"),
    WALK_IN: (*FOUND, *OUTSIDE, "captive"),
}
"""The cells that the laws look at. Work that would take large numbers of own people from the core
is left out for the existing team, which cannot get it done.
"""

Law = Callable[[Matrix], float]


def cell(matrix: Matrix, work: Work, form: str) -> Cell:
    """A cell that must exist."""
    found = matrix[work.id][form]
    assert found is not None, f"{form} does nothing of {work.id}"
    return found


def least(matrix: Matrix, work: Work, forms: Iterable[str]) -> float:
    """The lowest cost among the given forms that get the work done."""
    forms = tuple(forms)
    assert set(forms) <= set(BY_ID)
    cells = [matrix[work.id].get(form) for form in forms]
    return min((one.cost for one in cells if one is not None and one.in_full), default=math.inf)


def below(matrix: Matrix, work: Work, forms: Iterable[str], others: Iterable[str]) -> float:
    """The share by which the cheapest of some forms is cheaper than the cheapest of the others."""
    cost, other = least(matrix, work, forms), least(matrix, work, others)
    return -1.0 if math.isinf(cost) else other / cost - 1.0


def rest(*forms: str) -> tuple[str, ...]:
    """Everyone who could be found, at home and outside, except these."""
    return tuple(form for form in (*FOUND, *OUTSIDE) if form not in forms)


def small_discrete_specialist_work_goes_to_a_freelancer(matrix: Matrix) -> float:
    """Eighty hours, once: choosing a vendor costs too much, and own people are missed elsewhere."""
    return below(matrix, BROCHURE, ("freelancer",), rest("freelancer"))


def a_project_for_one_head_goes_to_a_freelancer(matrix: Matrix) -> float:
    """Three months of one specialist, too, though a vendor comes close."""
    return below(matrix, WEB_PROJECT, ("freelancer",), rest("freelancer"))


def a_freelancer_is_quick(matrix: Matrix) -> float:
    """Nobody else completes a small piece of work in fewer turns."""
    others = min(
        cell(matrix, BROCHURE, form).turns for form in (*FOUND, *VENDORS, "offshore-vendor")
    )
    return others / cell(matrix, BROCHURE, "freelancer").turns - 1.0


def large_ongoing_work_is_not_for_freelancers(matrix: Matrix) -> float:
    """Work for many heads every month is beyond freelancers, or costs more than with a vendor."""
    return min(below(matrix, work, VENDORS, ("freelancer",)) for work in (BACK_OFFICE, LEGACY))


def nobody_is_hired_for_a_small_piece(matrix: Matrix) -> float:
    """A department for eighty hours costs at least three times as much as a freelancer."""
    hire, freelancer = (cell(matrix, BROCHURE, form).cost for form in ("hire", "freelancer"))
    return hire / freelancer / 3.0 - 1.0


def large_steady_work_beside_the_core_goes_to_a_vendor(matrix: Matrix) -> float:
    """Scale and process save more than the vendor's margin costs: it is cheaper than freelancers,
    and than own people who must be hired. A firm that already has the people saves nothing at home.
    """
    return below(matrix, BACK_OFFICE, VENDORS, (*FOUND, "freelancer"))


def very_large_loosely_coupled_work_goes_abroad(matrix: Matrix) -> float:
    """A back office costs least abroad, even compared with people who have always done it."""
    return below(matrix, BACK_OFFICE, ("offshore-vendor",), ("staff", *rest("offshore-vendor")))


def loosely_coupled_work_abroad_is_as_good(matrix: Matrix) -> float:
    """Distance has no flat penalty: quality is less than eight points below new hires at home."""
    abroad, home = (
        cell(matrix, BACK_OFFICE, form).quality or 0.0 for form in ("offshore-vendor", "hire")
    )
    return (abroad - home) / 8.0 + 1.0


def round_the_clock_work_goes_where_people_are_awake(matrix: Matrix) -> float:
    """There is no night premium where people are awake while home sleeps."""
    return below(matrix, HELPDESK, ("offshore-vendor",), ("staff", *rest("offshore-vendor")))


def large_scale_pays_abroad_and_small_does_not(matrix: Matrix) -> float:
    """Compared with a vendor at home, the back office is cheaper abroad, and the brochure more
    expensive: twice the cost of a freelancer.
    """
    abroad = ("offshore-vendor",)
    return min(
        below(matrix, BACK_OFFICE, abroad, VENDORS),
        below(matrix, BROCHURE, VENDORS, abroad),
        cell(matrix, BROCHURE, "offshore-vendor").cost
        / cell(matrix, BROCHURE, "freelancer").cost
        / 2.0
        - 1.0,
    )


def a_vendor_abroad_costs_more_than_its_invoices(matrix: Matrix) -> float:
    """Choosing, oversight, rework and losses add at least 15% (published: 15 to 57%, and more for
    small work).
    """
    return cell(matrix, BACK_OFFICE, "offshore-vendor").hidden - 0.15


def distance_takes_time(matrix: Matrix) -> float:
    """A project is accepted later from a vendor abroad than from one at home."""
    return min(
        cell(matrix, work, "offshore-vendor").turns / cell(matrix, work, form).turns - 1.0
        for work in (BROCHURE, WEB_PROJECT)
        for form in VENDORS
    )


def core_coupled_firm_specific_work_stays_in_house(matrix: Matrix) -> float:
    """People who know the work and the firm need fewer hours: nobody outside is cheaper."""
    return below(matrix, CORE_PRODUCT, HOME, OUTSIDE)


def core_work_is_far_better_at_home(matrix: Matrix) -> float:
    """By at least ten points of quality."""
    cells = [matrix[CORE_PRODUCT.id][form] for form in OUTSIDE]
    outside = max(one.quality or 0.0 for one in cells if one is not None)
    return ((cell(matrix, CORE_PRODUCT, "staff").quality or 0.0) - outside) / 10.0 - 1.0


def work_that_takes_years_to_learn_stays_with_own_people(matrix: Matrix) -> float:
    """Four years are not enough for anyone outside to become cheaper."""
    return below(matrix, LEGACY, HOME, OUTSIDE)


def work_that_cannot_go_is_not_offshored(matrix: Matrix) -> float:
    """Nobody abroad makes an offer for walk-in centres, and no site could serve it."""
    row = matrix[WALK_IN.id]
    return 1.0 if row["offshore-vendor"] is None and row["captive"] is None else -1.0


def local_steady_work_can_still_go_out(matrix: Matrix) -> float:
    """Work that cannot move abroad can still go out: a vendor at home costs less than own people
    who must be hired.
    """
    return below(matrix, WALK_IN, VENDORS, FOUND)


def a_captive_needs_size(matrix: Matrix) -> float:
    """A captive's fixed costs sink a payroll, which costs more than with hires or a vendor at home;
    a back office can carry them, and costs less than hires. Compared with a vendor abroad, the
    payroll does half as badly again.
    """
    payroll, office = (
        {form: cell(matrix, work, form).cost for form in ("captive", "hire", "offshore-vendor")}
        for work in (PAYROLL, BACK_OFFICE)
    )
    small, large = (row["captive"] / row["offshore-vendor"] for row in (payroll, office))
    return min(
        payroll["captive"] / least(matrix, PAYROLL, ("hire", *VENDORS)) - 1.0,
        office["hire"] / office["captive"] - 1.0,
        small / large / 1.5 - 1.0,
    )


def a_captive_keeps_managers_busiest(matrix: Matrix) -> float:
    """The firm oversees a site directly; a vendor abroad takes on some of that work, and a vendor
    at home most of it.
    """
    site, abroad = (cell(matrix, BACK_OFFICE, form) for form in ("captive", "offshore-vendor"))
    home = max(cell(matrix, BACK_OFFICE, form).oversight for form in VENDORS)
    return min(site.oversight / abroad.oversight, abroad.oversight / home) - 1.0


def clear_work_can_have_a_fixed_price(matrix: Matrix) -> float:
    """If the work can be specified, price certainty costs a twentieth at most, if anything."""
    return min(
        below(matrix, work, ("vendor-fixed",), ("vendor-hourly",)) + 0.05
        for work in (PAYROLL, BACK_OFFICE)
    )


def unclear_work_has_no_fixed_price(matrix: Matrix) -> float:
    """If work cannot be specified, hourly rates cost less than a fixed price and its changes."""
    return min(
        below(matrix, work, ("vendor-hourly",), ("vendor-fixed",))
        for work in (CORE_PRODUCT, LEGACY)
    )


def unclear_work_is_not_paid_by_performance(matrix: Matrix) -> float:
    """Nor if nobody can say whether the goal was reached."""
    return min(
        below(matrix, work, ("vendor-hourly",), ("vendor-performance",))
        for work in (CORE_PRODUCT, LEGACY)
    )


def no_form_is_best_everywhere(matrix: Matrix) -> float:
    """Own people, freelancers, vendors at home and vendors abroad: each is the best choice
    somewhere, among those who could be found.
    """
    works = (BROCHURE, CORE_PRODUCT, HELPDESK, LEGACY, WALK_IN)
    return min(
        max(below(matrix, work, forms, rest(*forms)) for work in works)
        for forms in (HOME, ("freelancer",), VENDORS, ("offshore-vendor",))
    )


ADVICE: tuple[Law, ...] = (
    small_discrete_specialist_work_goes_to_a_freelancer,
    a_project_for_one_head_goes_to_a_freelancer,
    a_freelancer_is_quick,
    large_ongoing_work_is_not_for_freelancers,
    nobody_is_hired_for_a_small_piece,
    large_steady_work_beside_the_core_goes_to_a_vendor,
    very_large_loosely_coupled_work_goes_abroad,
    loosely_coupled_work_abroad_is_as_good,
    round_the_clock_work_goes_where_people_are_awake,
    large_scale_pays_abroad_and_small_does_not,
    a_vendor_abroad_costs_more_than_its_invoices,
    distance_takes_time,
    core_coupled_firm_specific_work_stays_in_house,
    core_work_is_far_better_at_home,
    work_that_takes_years_to_learn_stays_with_own_people,
    work_that_cannot_go_is_not_offshored,
    local_steady_work_can_still_go_out,
    a_captive_needs_size,
    a_captive_keeps_managers_busiest,
    clear_work_can_have_a_fixed_price,
    unclear_work_has_no_fixed_price,
    unclear_work_is_not_paid_by_performance,
    no_form_is_best_everywhere,
)


LEANS: Mapping[tuple[str, float], tuple[Law, ...]] = {
    ("performance_base", 0.75): (
        unclear_work_is_not_paid_by_performance,
        a_project_for_one_head_goes_to_a_freelancer,
    ),
    ("rate_vendor", 0.75): (a_project_for_one_head_goes_to_a_freelancer,),
    ("rate_freelancer", 1.25): (a_project_for_one_head_goes_to_a_freelancer,),
    ("productive_share", 1.25): (a_project_for_one_head_goes_to_a_freelancer,),
    ("scope_done", 0.75): (a_project_for_one_head_goes_to_a_freelancer,),
    ("middling_skill", 0.75): (clear_work_can_have_a_fixed_price,),
    ("crew_slack", 0.75): (clear_work_can_have_a_fixed_price,),
}
"""Laws that rest so much on a judgement that a quarter off breaks them. None is textbook advice.

A performance price that starts a quarter lower is the best price for everything. A project of 450
hours is near the point where freelancers and vendors cost the same, and goes a few percent either
way. If vendors are less skilled or keep fewer spare hands, the fixed price of clear work includes a
percent more for it.
"""


def asked_for(
    seeds: range,
    rules: Mapping[str, float] | None = None,
    cells: Cells = ASKED,
    workers: int | None = 1,
) -> Matrix:
    """The given cells of the matrix."""
    matrix: Matrix = {}
    for work, forms in cells.items():
        columns = tuple(BY_ID[form] for form in forms)
        matrix |= run(Plan(seeds, (work,), columns, rules or {}), workers)
    return matrix


class _Noting(dict[str, Cell | None]):
    """A row of equal cells that records which of them are read."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: set[str] = set()

    def __missing__(self, form: str) -> Cell:
        self.forms.add(form)
        return Cell(1.0, None, {"invoices": 1.0}, 50.0, 1.0, 1.0, 0.0, 1.0)

    def get(self, form: str, default: object = None) -> Cell:  # type: ignore[override]
        return self[form]


def cells_of(laws: Iterable[Law]) -> Cells:
    """The cells that laws look at, among those that `ASKED` names."""
    rows = {work: _Noting() for work in ASKED}
    for law in laws:
        law({work.id: row for work, row in rows.items()})
    found = {
        work: tuple(form for form in ASKED[work] if form in row.forms) for work, row in rows.items()
    }
    return {work: forms for work, forms in found.items() if forms}


def slacks(matrix: Matrix, laws: Iterable[Law] = ADVICE) -> dict[Law, float]:
    """The share by which each law holds; -1 if a cell that it needs is empty."""
    found = {}
    for law in laws:
        try:
            found[law] = law(matrix)
        except AssertionError:
            found[law] = -1.0
    return found


@frozen
class Shift:
    """A judgement that is wrong by a factor."""

    key: str
    factor: float

    @property
    def rules(self) -> dict[str, float]:
        """The coefficient times the factor, kept within its range; empty if nothing changes."""
        row = load().rows[self.key]
        value = LARGE_VENDORS.get(self.key, row.value)
        moved = min(row.high, max(row.low, value * self.factor))
        return {} if moved == value else {self.key: moved}


def shifts(factors: Iterable[float] = (0.75, 1.25)) -> list[Shift]:
    """Every coefficient that rests on judgement, a quarter lower and a quarter higher."""
    found = [
        Shift(key, factor)
        for key, row in load().rows.items()
        if row.source.startswith("judgement")
        for factor in factors
    ]
    return [shift for shift in found if shift.rules]


FIRST, AGAIN = range(4000, 4003), range(4100, 4132)
"""Seeds that were not used for tuning: a first look at all laws, and a closer one."""

NEAR = 0.1
"""Slack up to which a law is checked again: over few seeds, luck can look like advice."""


@functools.cache
def unshifted() -> Matrix:
    """At a first look, with every judgement unchanged."""
    return asked_for(FIRST)


def broken_by(shift: Shift) -> dict[str, float]:
    """The laws that fail when a judgement is off, and by what share.

    A law that fails or nearly fails at a first look is checked again over many seeds, unless the
    shift changed nothing.
    """
    leaning = LEANS.get((shift.key, shift.factor), ())
    laws = [law for law in ADVICE if law not in leaning]
    matrix = asked_for(FIRST, shift.rules)
    if matrix == unshifted():
        return {}
    near = [law for law, slack in slacks(matrix, laws).items() if slack <= NEAR]
    again = slacks(asked_for(AGAIN, shift.rules, cells_of(near)), near)
    return {law.__name__: slack for law, slack in again.items() if slack <= 0.0}
