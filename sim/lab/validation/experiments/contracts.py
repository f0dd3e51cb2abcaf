"""Contracts over the years: early ends, what follows them, and the cost of switching."""

from collections.abc import Sequence
from math import exp
from typing import cast

from attrs import evolve

from sim.engine import contracts
from sim.lab.trials.cost import bill
from sim.lab.trials.firms import FAR_AWAY, LARGE_VENDORS, WAGE, WORK, bare_scenario
from sim.lab.trials.play import Decides, turns
from sim.lab.validation.experiments.base import Estimate, Experiment, Notes, Overrides, ratio_of
from sim.model.orders import Answer, Award, Order, Terms
from sim.model.scenario import (
    Discipline,
    Firm,
    Market,
    Objective,
    Provider,
    Range,
    Scenario,
    StartEngagement,
    Task,
    Team,
)
from sim.model.vocabulary import Kind, Mode, ObjectiveKind, Pricing, RequestKind, Sla, TaskKind
from sim.model.world import Observation
from sim.policies import REGISTRY

SERVICES = ("payroll", "support", "testing", "claims", "hosting", "training")
"""A client's services, each with its own vendor."""

MONTHS = 36

AFTER = 6
"""Turns around a contract's end in which a successor may start."""

MANAGER = "rules"
"""The policy that manages the clients."""


def client(rules: Overrides) -> Scenario:
    """A firm with a team for its core and a vendor for a service in each field."""
    return Scenario(
        id="client",
        title="Client of several vendors",
        summary="",
        story="",
        turns=MONTHS,
        firm=Firm(
            "Client", cash=4 * 10**8, credit_line=10**10, manager_hours=900, manager_wage=5100
        ),
        disciplines=tuple(Discipline(name, name.title(), WAGE, 0.6) for name in SERVICES),
        locations=(FAR_AWAY,),
        teams=tuple(Team(f"{name}-team", name.title(), name, 6, 0.62) for name in SERVICES),
        providers=tuple(
            Provider(f"{name}-vendor", f"{name.title()} & Co", Kind.VENDOR, (name,), size=40)
            for name in SERVICES
        ),
        tasks=tuple(
            Task(
                f"{name}-core",
                f"{name.title()} core",
                name,
                TaskKind.FUNCTION,
                hours=700,
                value=int(700 * WAGE * 2.9),
                core=0.8,
                volatility=0.05,
                knowledge=0.4,
            )
            for name in SERVICES
        )
        + tuple(
            Task(
                name,
                name.title(),
                name,
                TaskKind.FUNCTION,
                hours=560 + 90 * number,
                value=int((560 + 90 * number) * WAGE * 2.9),
                complexity=0.4 + 0.05 * number,
                coupling=0.2 + 0.05 * number,
                knowledge=0.2 + 0.05 * number,
                visibility=0.2 + 0.08 * number,
                clarity=0.8,
            )
            for number, name in enumerate(SERVICES)
        ),
        market=Market(2, 2, 1, 0.0),
        engagements=tuple(StartEngagement(f"{name}-core", f"{name}-team") for name in SERVICES)
        + tuple(
            StartEngagement(
                name, f"{name}-vendor", Pricing.FIXED, term=6 + 6 * (number % 3), sla=Sla.STANDARD
            )
            for number, name in enumerate(SERVICES)
        ),
        objectives=(
            Objective("value", ObjectiveKind.FIRM_VALUE, 0.4, 0, 6 * 10**8),
            Objective("quality", ObjectiveKind.QUALITY, 0.3, 60, 92),
            Objective("borne", ObjectiveKind.BORNE, 0.2, 2 * 10**8, 0),
            Objective("load", ObjectiveKind.OVERSIGHT_LOAD, 0.1, 1.5, 0.6),
        ),
        rules=dict(rules),
    )


def _years(seed: int, rules: Overrides) -> Notes:
    """(early ends, contract-years, both in first years, client-years with an early end,
    client-years, insourced, switched, early ends followed up, renewals kept, renewals) of a client.
    """
    decides: Decides = REGISTRY[MANAGER].fresh(seed)
    scenario = client(rules)
    ended = years = first = first_years = 0.0
    with_one = insourced = switched = kept = renewals = 0.0
    gone: list[str] = []
    known: set[str] = set()
    this_year = False
    client_years = 0.0
    before: Observation | None = None
    for game in turns(scenario, decides, seed):
        facts = game.observation
        if before is not None:
            for request in before.requests.values():
                if request.kind is RequestKind.RENEWAL and request.subject in before.engagements:
                    renewals += 1.0
                    after = facts.engagements.get(request.subject)
                    kept += after is not None and not after.ends
        for engagement in facts.engagements.values():
            if engagement.kind is Kind.VENDOR and facts.turn <= MONTHS:
                years += 1.0 / 12.0
                if facts.turn - engagement.started <= 12:
                    first_years += 1.0 / 12.0
        for engagement in (*facts.engagements.values(), *facts.past.values()):
            over = engagement.kind is Kind.VENDOR and (engagement.ends or engagement.ended)
            if over and engagement.id not in known and facts.turn <= MONTHS:
                known.add(engagement.id)
                if before is None or not _early(before, engagement.id):
                    continue
                ended += 1.0
                first += facts.turn - engagement.started <= 12
                this_year = True
                if facts.turn <= MONTHS - AFTER:
                    gone.append(engagement.id)
        if (facts.turn - 1) % 12 == 0:
            client_years += 1.0
            with_one += this_year
            this_year = False
        before = facts
    if before is not None:
        for key in gone:
            mode = _next_mode(before, key)
            insourced += mode is Mode.IN_HOUSE
            switched += mode in (Mode.OUTSOURCE, Mode.OFFSHORE, Mode.FREELANCE)
    return (
        ended,
        years,
        first,
        first_years,
        with_one,
        client_years,
        insourced,
        switched,
        float(len(gone)),
        kept,
        renewals,
    )


def _early(before: Observation, key: str) -> bool:
    """Whether a contract that has ended had a longer term when last seen."""
    engagement = before.engagements.get(key)
    if engagement is None:
        return False
    last = before.turn + contracts.notice_turns(before, engagement) - 1
    return engagement.term_ends > last


def _next_mode(facts: Observation, key: str) -> Mode | None:
    """The mode of the engagement that followed a contract; None if none did."""
    both = {**facts.past, **facts.engagements}
    gone = both[key]
    ended = gone.ended or gone.ends
    later = [
        engagement
        for engagement in both.values()
        if engagement.task == gone.task
        and engagement.id != key
        and ended - AFTER <= engagement.started <= ended + AFTER
        and engagement.started > gone.started
    ]
    later.sort(key=lambda engagement: engagement.started)
    return later[0].mode if later else None


def _chance(ended: int, years: int) -> Estimate:
    """The probability that a contract ends within a year, from ends and contract-years."""
    rate = ratio_of(ended, years)

    def estimate(notes: Sequence[Notes]) -> float:
        return 1.0 - exp(-rate(notes))

    return estimate


VENDORS = 5.0
"""Vendors per client in the surveys."""


def _clients_with_one(notes: Sequence[Notes]) -> float:
    """Share of clients with an early end in a year, scaled to five contracts each."""
    running = ratio_of(1, 5)(notes)
    without = 1.0 - ratio_of(4, 5)(notes)
    return float(1.0 - without ** (VENDORS / running))


# --- switching ----------------------------------------------------------------------------------

SWITCH = 13
"""The turn of the switch."""

HORIZON = 30


def _like(key: str, name: str) -> Provider:
    """One of two equal vendors."""
    return Provider(
        key,
        name,
        Kind.VENDOR,
        ("field",),
        size=60,
        skill=Range(0.65, 0.65),
        reliability=Range(0.7, 0.7),
        alignment=Range(0.6, 0.6),
        attention=Range(0.85, 0.85),
        health=Range(1.0, 1.0),
        subcontracts=0.0,
    )


class _Switches:
    """Moves the work to the second vendor within the first one's term, or stays."""

    def __init__(self, switches: bool) -> None:
        self._switches = switches

    def decide(self, observation: Observation) -> Sequence[Order]:
        orders: list[Order] = [
            Answer(request.id, choice.id)
            for request in observation.requests.values()
            for choice in request.choices
            if choice.id in ("bargain", "escalate", "explain", "match", "visit")
        ]
        if self._switches and observation.turn == SWITCH:
            offer = observation.offers[f"{WORK}/second"]
            running = next(iter(observation.engagements.values()))
            orders.append(Award(WORK, offer.id, evolve(cast(Terms, running.terms), term=12)))
        return orders


def _switching(seed: int, rules: Overrides) -> Notes:
    """(cost of switching, annual spend) for a service with medium knowledge needs."""
    work = Task(
        WORK,
        "Service",
        "field",
        TaskKind.FUNCTION,
        hours=1200 + 100 * (seed % 8),
        complexity=0.5,
        coupling=0.3,
        knowledge=0.4,
        visibility=0.3,
        volatility=0.05,
    )
    scenario = bare_scenario(
        "switching",
        knowledge=0.5,
        manager_hours=400,
        turns=HORIZON,
        teams=(Team("own", "Own team", "field", 1, 0.6),),
        providers=(_like("first", "First"), _like("second", "Second")),
        tasks=(work,),
        market=Market(0, 0, 0, 0.0),
        engagements=(StartEngagement(WORK, "first", Pricing.FIXED, term=18, sla=Sla.STANDARD),),
        rules={
            "vendor_failure_year": 0.0,
            "bid_spread": 0.0,
            "hours_spread": 0.0,
            "effort_spread": 0.0,
            **LARGE_VENDORS,
            **rules,
        },
    )
    totals = []
    spend = 0.0
    for switches in (True, False):
        total = 0.0
        for game in turns(scenario, _Switches(switches), seed):
            facts = game.observation
            if game.turn == SWITCH:
                total = bill(facts).total
                spend = 12.0 * contracts.turn_fee(facts, next(iter(facts.engagements.values())))
        totals.append(bill(facts).total - total)
    return totals[0] - totals[1], spend


def _clients(seed: int, rules: Overrides) -> Notes:
    """The notes of `_years`, then (cost of switching, annual spend)."""
    return (*_years(seed, rules), *_switching(seed, rules))


SEEDS = 150
"""Clients, each of three years."""

EARLY_END = Experiment(
    "Clients who begin with six vendors, managed by the sensible policy for three years: the "
    "probability in a year, and in a contract's first year, that a contract ends before its term, "
    "vendor failures included; and the share of clients with such an end in a year, at five "
    "contracts each.",
    _clients,
    {"hazard": _chance(0, 1), "first": _chance(2, 3), "clients": _clients_with_one},
    SEEDS,
)
AFTERWARDS = Experiment(
    "The clients of V6: the mode in which work continues after a contract ended before its term.",
    _clients,
    {"insource": ratio_of(6, 8), "switch": ratio_of(7, 8)},
    SEEDS,
)
SWITCHING = Experiment(
    "A service moved from one vendor to its equal in the middle of a contract, against a twin "
    "that stays: the whole extra cost, over a year's fees. Renewals are those of the clients of "
    "V6.",
    _clients,
    {"cost": ratio_of(11, 12), "kept": ratio_of(9, 10)},
    SEEDS,
)
