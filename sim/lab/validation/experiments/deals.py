"""Deals: work moves from own people to a vendor, compared with a paired run where it stays.

The seed draws a deal of 12 to 120 heads from back office, helpdesk, customer service, payroll, and
software maintenance and development.
"""

import random
from collections.abc import Sequence
from statistics import fmean

from attrs import evolve, frozen

from sim.engine import formulas
from sim.forecast import estimate
from sim.games.game import Game
from sim.lab.trials.conduct import BY_ID, Form, MovesWork, best
from sim.lab.trials.cost import Bill, bill
from sim.lab.trials.firms import FAR_AWAY, LARGE_VENDORS, OWN, WORK, hour_of_work, staffed_firm
from sim.lab.trials.play import play, turns
from sim.lab.trials.work import BACK_OFFICE, HELPDESK, LEGACY, PAYROLL, Work
from sim.lab.validation.experiments.base import Experiment, Notes, Overrides, mean_of, ratio_of
from sim.model.orders import Award
from sim.model.vocabulary import Oversight
from sim.rules import with_overrides

MAINTENANCE = evolve(
    LEGACY,
    id="maintenance",
    title="Software maintenance",
    complexity=0.55,
    coupling=0.25,
    knowledge=0.35,
    core=0.3,
)
DEVELOPMENT = evolve(
    LEGACY,
    id="development",
    title="Software development",
    complexity=0.6,
    coupling=0.3,
    knowledge=0.25,
    core=0.4,
)
SERVICE = evolve(
    HELPDESK, id="service", title="Customer service", visibility=0.8, knowledge=0.3, coupling=0.25
)

POPULATION = (BACK_OFFICE, MAINTENANCE, HELPDESK, DEVELOPMENT, SERVICE, PAYROLL)
SOFTWARE = (MAINTENANCE.id, DEVELOPMENT.id)

MONTHS, FIRST_YEARS, FIRST_YEAR = 54, 36, 12
"""Months of a deal, of the measure of its hidden cost, and of its first disputes."""

DEALS = 240
"""Seeds, each with a deal at home and one abroad."""

ABROAD, HOME = BY_ID["offshore-vendor"], BY_ID["vendor-fixed"]


def deal(seed: int) -> Work:
    """The work of a seed's deal."""
    draw = random.Random(f"deal/{seed}")
    work = POPULATION[seed % len(POPULATION)]
    heads = 12.0 * 10.0 ** draw.random()
    return evolve(work, hours=round(heads * hour_of_work()))


@frozen
class _Course:
    """The bill after the first years and at the end, and whether there was an early dispute."""

    early: Bill
    last: Bill
    disputed: bool


def _course(work: Work, form: Form | None, seed: int, rules: Overrides) -> _Course:
    """Play a deal; with None for the form, own people keep the work."""
    early = last = None
    disputed = False
    moves = MovesWork(form)
    for game in turns(staffed_firm(work, MONTHS, rules), moves, seed):
        facts = game.observation
        if game.turn == FIRST_YEAR + 1:
            runs = (*facts.engagements.values(), *facts.past.values())
            disputed = any(one.disputes for one in runs)
        if game.turn == FIRST_YEARS + 1:
            early = bill(facts)
        if game.over:
            last = bill(facts)
    if early is None or last is None:
        raise RuntimeError("the trial ended before its time")
    return _Course(early, last, disputed)


def _deal(seed: int, rules: Overrides) -> Notes:
    """(is software, hidden cost over invoices; cost of the twin, the deal at home, the deal abroad;
    deals that reach the planned saving, deals, deals with a dispute in the first year) of a seed.
    """
    work = deal(seed)
    twin = _course(work, None, seed, rules).last.total
    costs: list[float] = []
    reached = disputed = hidden = 0.0
    for form in (HOME, ABROAD):
        course = _course(work, form, seed, rules)
        costs.append(course.last.total)
        reached += 1.0 - course.last.total / twin >= _promised(work, form, seed, rules)
        disputed += course.disputed
        invoices = course.early.parts["invoices"]
        hidden = course.early.total / invoices - 1.0 if invoices else 0.0
    return (float(work.id in SOFTWARE), hidden, twin, *costs, reached, 2.0, disputed)


def _promised(work: Work, form: Form, seed: int, rules: Overrides) -> float:
    """The share that the business case promises to save: the middle estimate of the deal, with
    severance, against that of keeping the work."""
    facts = Game.new(staffed_firm(work, MONTHS, rules), seed, keep_turns=False).observation
    award = best(facts, form, Oversight.STANDARD)
    if award is None:
        return 0.0
    stay = estimate(facts, Award(WORK, f"{WORK}/{OWN}")).all_in.mid
    team, book = facts.teams[OWN], facts.rules
    severance = team.heads * team.wage * book.paid_hours_month * book.severance_months
    return 1.0 - (estimate(facts, award).all_in.mid + severance) / stay


def _savings(notes: Sequence[Notes]) -> float:
    """Mean saving over all deals, at home and abroad."""
    return fmean(1.0 - row[place] / row[2] for row in notes for place in (3, 4))


def _software_abroad(notes: Sequence[Notes]) -> float:
    rows = [row for row in notes if row[0]]
    return fmean(1.0 - row[4] / row[2] for row in rows) if rows else 0.0


def _never_pay(notes: Sequence[Notes]) -> float:
    return fmean(float(row[place] >= row[2]) for row in notes for place in (3, 4))


def _of_gap(notes: Sequence[Notes]) -> float:
    """The saving over the gap between the rate abroad and the loaded wage at home."""
    gap = 1.0 - FAR_AWAY.vendor_rate / formulas.loaded_wage(with_overrides({}), 1.0)
    return _savings(notes) / gap


HIDDEN_COST = Experiment(
    "A deal abroad, first three years: all its costs apart from the vendor's bill, including the "
    "cost of managers' hours, over the bill.",
    _deal,
    {"hidden": mean_of(1)},
    DEALS,
)
NET_SAVING = Experiment(
    "Deals with a vendor at home and with one abroad, against a twin that keeps its own people: "
    "one minus the ratio of all costs over four and a half years.",
    _deal,
    {"all": _savings, "it_abroad": _software_abroad},
    DEALS,
)
WAGE_GAP = Experiment(
    "Mean saving of all deals (V2) over the wage gap: one minus the ratio of the rate abroad to "
    "the loaded wage at home.",
    _deal,
    {"share": _of_gap},
    DEALS,
)
NEVER_PAY = Experiment(
    "Share of deals that cost at least as much as their twin.", _deal, {"share": _never_pay}, DEALS
)
SATISFACTION = Experiment(
    "Deals at home and abroad: whether four and a half years brought the saving that the business "
    "case promised (the middle of the estimate, less severance for those who had the work), and "
    "whether there was a dispute in the first year.",
    _deal,
    {"goal": ratio_of(5, 6), "dispute": ratio_of(7, 6)},
    DEALS,
)


# --- complex legacy work, month by month --------------------------------------------------------

LEGACY_MONTHS = 84
WINDOW = 6
"""Months over which a monthly cost is averaged."""


def _legacy(seed: int, rules: Overrides) -> Notes:
    """Cumulative cost and hours of work by month: at home, abroad, captive."""
    found: list[float] = []
    for form in (None, ABROAD, BY_ID["captive"]):
        scenario = staffed_firm(LEGACY, LEGACY_MONTHS, rules)
        moves = MovesWork(form)
        for game in turns(scenario, moves, seed):
            facts = game.observation
            found += (bill(facts).total, facts.totals.given)
    return tuple(found)


def _unit_cost(notes: Sequence[Notes], form: int, month: int) -> float:
    """Mean cost of a standard hour in the half year up to a month."""
    cost = hours = 0.0
    for row in notes:
        start = 2 * LEGACY_MONTHS * form
        now, then = start + 2 * (month - 1), start + 2 * (month - 1 - WINDOW)
        cost += row[now] - row[then]
        hours += row[now + 1] - row[then + 1]
    return cost / hours


def _parity(notes: Sequence[Notes]) -> float:
    """The first month whose past half year cost no more abroad than at home."""
    for month in range(WINDOW + 1, LEGACY_MONTHS + 1):
        if _unit_cost(notes, 1, month) <= _unit_cost(notes, 0, month):
            return float(month)
    return float(LEGACY_MONTHS)


def _break_even(notes: Sequence[Notes]) -> float:
    """The first month by which total costs abroad are no more than at home."""
    for month in range(2, LEGACY_MONTHS + 1):
        place = 2 * (month - 1)
        home = sum(row[place] for row in notes)
        away = sum(row[2 * LEGACY_MONTHS + place] for row in notes)
        if away <= home:
            return float(month)
    return float(LEGACY_MONTHS)


def _captive_at_two(notes: Sequence[Notes]) -> float:
    return _unit_cost(notes, 2, 24) / _unit_cost(notes, 0, 24)


LEGACY_PARITY = Experiment(
    "Complex legacy software, moved to a vendor abroad or to a captive, against a twin at home: "
    "months until the cost of a standard hour, over half a year, is equal, and until total costs "
    "are.",
    _legacy,
    {"parity": _parity, "even": _break_even, "captive": _captive_at_two},
    30,
    "Breaking even after five years would take coordination so cheap (coordination_coupling under "
    ".1) that IT work abroad would save 30% or more, against the 20 to 27% of V2.",
)


# --- captive against vendor ---------------------------------------------------------------------


def _captive(seed: int, rules: Overrides) -> Notes:
    """(cost with a vendor abroad, cost of a captive) for the same 100 to 250 heads."""
    draw = random.Random(f"captive/{seed}")
    work = (BACK_OFFICE, HELPDESK, MAINTENANCE)[seed % 3]
    work = evolve(work, hours=round((100 + 150 * draw.random()) * hour_of_work()))
    large = {**LARGE_VENDORS, "vendor_heads_low": 600.0, "vendor_heads_high": 1200.0, **rules}
    costs = []
    for form in (ABROAD, BY_ID["captive"]):
        moves = MovesWork(form)
        game = play(staffed_firm(work, 60, large), moves, seed)
        costs.append(bill(game.observation).total)
    return tuple(costs)


def _cheaper(notes: Sequence[Notes]) -> float:
    return fmean(1.0 - row[0] / row[1] for row in notes)


CAPTIVE = Experiment(
    "Work of 100 heads or more, moved to a vendor abroad or to a captive there: the vendor's "
    "saving over five years.",
    _captive,
    {"cheaper": _cheaper},
    45,
)
