"""The sourcing matrix: archetypes of work through every form of sourcing, with the engine as it is.

Each cell is a pair of twins: a firm whose own people are busy with core work, once with the work
and once without it, under the same luck. The difference in all costs and in the core work's
earnings, with managers' hours at what they cost, is the total cost of ownership.
"""

import functools
import math
from statistics import fmean

from attrs import fields, frozen

from sim.engine import forms, legality
from sim.engine.ledger import total_cost, total_revenue
from sim.forecast import appraise, default_terms
from sim.game import Game
from sim.model.market import Offer
from sim.model.orders import Answer, Award, Hire, OpenSite, Order
from sim.model.scenario import (
    Discipline,
    Firm,
    Location,
    Market,
    Objective,
    Scenario,
    StartEngagement,
    Task,
    Team,
)
from sim.model.vocabulary import (
    Account,
    Hours,
    Kind,
    Mode,
    ObjectiveKind,
    Presence,
    TaskKind,
    TaskState,
)
from sim.model.world import Observation

WAGE = 3000
"""Home wage of the discipline per paid hour, in minor units."""

FORMS = ("team", "hire", "freelance", "vendor", "abroad", "captive")


@frozen
class Archetype:
    """A typical piece of work."""

    name: str
    hours: float
    """Standard hours: altogether (project) or a turn (function)."""
    turns: int
    function: bool = True
    complexity: float = 0.5
    coupling: float = 0.3
    knowledge: float = 0.2
    core: float = 0.2
    visibility: float = 0.3
    clarity: float = 0.8
    local: bool = False
    around_the_clock: bool = False
    specialist: bool = False
    """The firm's own people hardly know how."""


BROCHURE = Archetype("brochure", 80, 3, False, 0.5, 0.15, 0.1, 0.1, 0.5, 0.8, specialist=True)
WEB = Archetype("web project", 450, 7, False, 0.6, 0.35, 0.3, 0.3, 0.6, 0.7, specialist=True)
FEATURE = Archetype("core feature", 3000, 12, False, 0.7, 0.85, 0.9, 0.9, 0.8, 0.55)
PAYROLL = Archetype("payroll", 130, 24, True, 0.4, 0.15, 0.2, 0.05, 0.1, 0.95)
HELPDESK = Archetype(
    "helpdesk", 700, 36, True, 0.35, 0.2, 0.2, 0.15, 0.3, 0.9, around_the_clock=True
)
BACK_OFFICE = Archetype("back office", 3200, 36, True, 0.3, 0.1, 0.1, 0.05, 0.1, 0.95)
LEGACY = Archetype("legacy software", 2400, 48, True, 0.75, 0.6, 0.95, 0.6, 0.4, 0.6)
WALK_IN = Archetype("walk-in centre", 400, 24, True, 0.35, 0.2, 0.2, 0.2, 0.7, 0.9, local=True)

ALL = (BROCHURE, WEB, FEATURE, PAYROLL, HELPDESK, BACK_OFFICE, LEGACY, WALK_IN)


def scenario(work: Archetype, wanted: bool) -> Scenario:
    """A firm busy with its core, with the work to be done, or without it."""
    per_turn = work.hours if work.function else work.hours / max(1, work.turns - 2)
    heads = max(20, math.ceil(per_turn / 133 * 1.6))
    core_hours = heads * 133.0
    task = Task(
        id="work",
        title=work.name,
        discipline="field",
        kind=TaskKind.FUNCTION if work.function else TaskKind.PROJECT,
        hours=work.hours,
        opens=1 if wanted else 120,
        deadline=None if work.function else work.turns,
        complexity=work.complexity,
        coupling=work.coupling,
        knowledge=work.knowledge,
        core=work.core,
        visibility=work.visibility,
        clarity=work.clarity,
        presence=Presence.LOCAL if work.local else Presence.ANYWHERE,
        hours_of_day=Hours.ROUND_THE_CLOCK if work.around_the_clock else Hours.DAY,
    )
    core = Task(
        id="core",
        title="Core delivery",
        discipline="field",
        kind=TaskKind.FUNCTION,
        hours=core_hours,
        value=int(core_hours * WAGE * 2.9),
        core=0.9,
        coupling=0.5,
        knowledge=0.5,
        visibility=0.6,
        volatility=0.0,
    )
    skill = 0.5 if work.specialist else 0.65
    return Scenario(
        id="matrix",
        title="Matrix",
        summary="",
        story="",
        turns=work.turns if work.function else work.turns + 6,
        firm=Firm("Firm", cash=10**11, manager_hours=2000, manager_wage=int(1.7 * WAGE)),
        disciplines=(Discipline("field", "Field", WAGE, 0.4 if work.specialist else 0.8),),
        locations=(Location("far", "Far", 1.0, 6.0),),
        teams=(
            Team("own", "Own team", "field", heads, skill),
            Team("posts", "New posts", "field", 0, 0.65),
        ),
        tasks=(core, task),
        market=Market(min(40, max(4, math.ceil(per_turn / 80))), 3, 3, 0.0),
        engagements=(StartEngagement("core", "own"),),
        rules={"vendor_heads_low": 300.0, "vendor_heads_high": 600.0},
        objectives=(Objective("cost", ObjectiveKind.TOTAL_COST, 1.0, 10**11, 0),),
    )


def best(facts: Observation, kind: Kind, mode: Mode) -> Offer | None:
    """The offer of a kind that is expected to cost least all in."""
    offers = [
        offer
        for offer in legality.options(facts, "work")
        if offer.kind is kind and offer.mode is mode
    ]
    return min(offers, key=lambda offer: all_in(facts, offer), default=None)


def all_in(facts: Observation, offer: Offer) -> float:
    return appraise(facts, Award("work", offer.id, default_terms(facts, offer))).all_in.mid


def _keep_staffed(form: str, facts: Observation) -> list[Order]:
    """Hire what the form takes, and replace who leaves."""
    orders: list[Order] = []
    key = "site-far-field"
    if form == "captive" and key not in facts.teams and facts.turn == 1:
        orders.append(OpenSite("far", "field", _posts(facts)))
    for team in facts.teams.values():
        wanted = facts.scenario.teams[0].heads
        if team.id == "posts":
            wanted = _posts(facts) if form == "hire" else 0
        if team.id == key:
            wanted = _posts(facts)
        missing = wanted - team.heads - sum(heads for _, heads in team.arriving)
        if missing > 0 and facts.turn < facts.scenario.turns - 4:
            orders.append(Hire(team.id, missing))
    return orders


def _posts(facts: Observation) -> int:
    """Heads that the work takes, as reckoned on the first day."""
    spec = facts.tasks["work"].spec
    per_turn = spec.hours
    if spec.kind is TaskKind.PROJECT:
        per_turn /= max(1, (spec.deadline or 1) - 1)
    effort = forms.capability(facts.rules, 0.65, spec.complexity)
    effort *= forms.settled(facts.rules, spec.knowledge, 0.65)
    return max(1, math.ceil(per_turn * effort / forms.productive_hours(facts.rules, 1.0)))


def orders_for(form: str, facts: Observation) -> list[Order]:
    """What a manager who is set on a form would order this turn."""
    orders: list[Order] = [
        Answer(request.id, request.choices[-1].id)
        for request in facts.requests.values()
        if "leave" not in [choice.id for choice in request.choices]
    ]
    orders += [
        Answer(request.id, "renew")
        for request in facts.requests.values()
        if "renew" in [choice.id for choice in request.choices]
    ]
    task = facts.tasks["work"]
    orders += _keep_staffed(form, facts)
    if task.state is TaskState.AHEAD:
        return orders
    spec = task.spec
    offer = {
        "team": lambda: facts.offers.get("work/own"),
        "hire": lambda: facts.offers.get("work/posts"),
        "freelance": lambda: best(facts, Kind.FREELANCER, Mode.FREELANCE),
        "vendor": lambda: best(facts, Kind.VENDOR, Mode.OUTSOURCE),
        "abroad": lambda: best(facts, Kind.VENDOR, Mode.OFFSHORE),
        "captive": lambda: best(facts, Kind.SITE, Mode.OFFSHORE),
    }.get(form, lambda: None)()
    if offer is None:
        return orders
    if task.state is TaskState.OPEN:
        orders.append(Award("work", offer.id, default_terms(facts, offer)))
    elif form == "freelance" and spec.kind is TaskKind.FUNCTION and task.service < 0.95:
        orders.append(Award("work", offer.id, default_terms(facts, offer), beside=True))
    return orders


@frozen
class Cell:
    """What a form came to. Costs in multiples of the home wage for a standard hour."""

    cost: float
    quality: float
    elapsed: float
    oversight: float
    borne: float
    hidden: float
    """Everything but invoices, as a share of the invoices; 0 without any."""
    delivered: float


def play(work: Archetype, form: str | None, seed: int) -> Game:
    """A whole game; without the work when no form is named."""
    game = Game.new(scenario(work, form is not None), seed, keep_turns=False)
    while not game.over:
        game.submit_legal(orders_for(form or "", game.observation))
    return game


def cell(work: Archetype, form: str, seed: int) -> Cell | None:
    """One form under one seed; None where nobody of that form can do it."""
    game = play(work, form, seed)
    without = play(work, None, seed)
    facts, base = game.observation, without.observation
    task = facts.tasks["work"]
    runs = [*facts.engagements.values(), *facts.past.values()]
    hours = sum(run.done for run in runs if run.task == "work")
    if hours <= 0.0:
        return None
    rules = facts.rules
    managers = facts.scenario.firm.manager_wage * (1 + rules.benefits) * (1 + rules.workplace)
    watched = facts.totals.oversight_wanted - base.totals.oversight_wanted
    extra = total_cost(facts) - total_cost(base) + watched * managers
    extra += total_revenue(base) - total_revenue(facts)
    invoices = facts.balances[Account.VENDORS] + facts.balances[Account.FREELANCERS]
    return Cell(
        extra / WAGE / hours,
        task.quality_points / task.quality_weight if task.quality_weight else 0.0,
        float(task.delivered or facts.turn) - task.opened + 1.0,
        watched / facts.turn,
        float(facts.totals.losses - facts.totals.recovered) / WAGE / hours,
        extra / invoices - 1.0 if invoices else 0.0,
        hours / (task.spec.hours * (facts.turn - 1 if work.function else 1)),
    )


@functools.cache
def row(work: Archetype, seeds: range) -> dict[str, Cell]:
    """All forms of an archetype, the mean over seeds."""
    found = {}
    for form in FORMS:
        cells = [one for seed in seeds if (one := cell(work, form, seed)) is not None]
        if cells:
            found[form] = Cell(
                *(fmean(getattr(one, field.name) for one in cells) for field in fields(Cell))
            )
    return found


def table(seeds: range) -> str:
    """The whole matrix as text: cost, quality, delivered share and turns by form."""
    lines = []
    for work in ALL:
        cells = row(work, seeds)
        texts = [
            f"{form} {one.cost:.2f} q{one.quality:.0f} d{one.delivered:.2f} t{one.elapsed:.0f}"
            for form, one in cells.items()
        ]
        lines.append(f"{work.name:16}" + " | ".join(texts))
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    print(table(range(int(sys.argv[1]) if len(sys.argv) > 1 else 10)))
