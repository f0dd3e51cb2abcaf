"""Hypothesis strategies: scenarios that a file could contain, and orders of every kind.

`scenarios` draws worlds small enough to play a turn in a millisecond and eventful enough that
everything happens. `orders` draws what a clumsy player might hand in: ids that exist and some that
do not, numbers within range and out of it. `moves` draws mostly legal orders.
"""

from typing import Any

from hypothesis import strategies as st

from sim.canonical import canonical
from sim.engine import legality
from sim.model import orders as o
from sim.model.scenario import (
    Client,
    Deal,
    Discipline,
    Event,
    Firm,
    Location,
    Market,
    Objective,
    Provider,
    Range,
    Scenario,
    StartEngagement,
    Task,
    Team,
)
from sim.model.vocabulary import (
    EventKind,
    Hours,
    Kind,
    ObjectiveKind,
    Oversight,
    Presence,
    Pricing,
    Sla,
    TaskKind,
)
from sim.model.world import Observation
from tests.builders import home

unit = st.integers(0, 20).map(lambda n: n / 20)
"""A share, 0..1, both ends included and likely."""

EVENTFUL: tuple[str, ...] = (
    "attrition",
    "breach_year",
    "busy_chance",
    "change_request",
    "defect_rate",
    "dropout_month",
    "escalation_month",
    "idle_chance",
    "key_person_year",
    "price_rise_month",
    "refusal_leaves",
    "surge_month",
    "vendor_failure_year",
)
"""Coefficients that set how often something goes wrong."""


@st.composite
def ranges(draw: st.DrawFn) -> Range | None:
    if draw(st.booleans()):
        return None
    low, high = sorted((draw(unit), draw(unit)))
    return Range(low, high)


@st.composite
def _tasks(draw: st.DrawFn, disciplines: list[str], turns: int, deals: list[Deal]) -> list[Task]:
    found: list[Task] = []
    for number in range(draw(st.integers(2, 5))):
        function = draw(st.booleans())
        opens = draw(st.sampled_from((1, 1, 1, 2, turns)).map(lambda n: min(n, turns)))
        end = draw(st.integers(opens, turns))
        earlier = [task.id for task in found if task.kind is TaskKind.PROJECT]
        deal = draw(st.sampled_from([None, None, *deals]))
        found.append(
            Task(
                id=f"task-{number}",
                title=f"Task {number}",
                discipline=draw(st.sampled_from(disciplines)),
                kind=TaskKind.FUNCTION if function else TaskKind.PROJECT,
                hours=float(draw(st.sampled_from((1, 20, 120, 600, 4_000)))),
                value=draw(st.sampled_from((0, 100_000, 3_000_000))),
                opens=opens,
                deadline=None if function else end,
                until=draw(st.sampled_from((None, end))) if function else None,
                penalty=0 if function else draw(st.sampled_from((0, 50_000))),
                complexity=draw(unit),
                coupling=draw(unit),
                knowledge=draw(unit),
                core=draw(unit),
                visibility=draw(unit),
                sensitivity=draw(unit),
                clarity=draw(unit),
                volatility=draw(unit),
                presence=draw(st.sampled_from(Presence)),
                hours_of_day=draw(st.sampled_from(Hours)),
                after=tuple(draw(st.lists(st.sampled_from(earlier), max_size=1)))
                if earlier
                else (),
                client=draw(st.sampled_from((None, "client-0"))),
                deal=None if deal is None else deal.id,
            )
        )
    return found


@st.composite
def _providers(draw: st.DrawFn, disciplines: list[str], places: list[Location]) -> list[Provider]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from((Kind.FREELANCER, Kind.VENDOR)))
        place = draw(st.sampled_from([None, *places]))
        found.append(
            Provider(
                id=f"provider-{number}",
                name=f"Provider {number}",
                kind=kind,
                disciplines=tuple(
                    draw(st.lists(st.sampled_from(disciplines), min_size=1, unique=True))
                ),
                location=None if place is None else place.id,
                rate=draw(st.sampled_from((None, 0.5, 2.0))),
                size=1 if kind is Kind.FREELANCER else draw(st.sampled_from((2, 30))),
                known=draw(st.sampled_from((0, 3))),
                marketplace=draw(st.booleans()),
                arrives=draw(st.sampled_from((1, 1, 3))),
                skill=draw(ranges()),
                reliability=draw(ranges()),
                alignment=draw(ranges()),
                attention=draw(ranges()),
                health=draw(ranges()),
                subcontracts=draw(st.sampled_from((None, 0.0, 1.0))),
            )
        )
    return found


@st.composite
def _running(
    draw: st.DrawFn, tasks: list[Task], teams: list[Team], providers: list[Provider]
) -> list[StartEngagement]:
    found: list[StartEngagement] = []
    taken: set[str] = set()
    for task in tasks:
        if task.opens > 1 or task.after or task.deal or draw(st.booleans()):
            continue
        able = [team for team in teams if team.discipline == task.discipline and team.heads] + [
            provider
            for provider in providers
            if task.discipline in provider.disciplines
            and provider.arrives == 1
            # Nobody is engaged for far more than it could do.
            and task.hours <= (120 if provider.size > 2 else 20)
            and not (provider.location and task.presence is Presence.LOCAL)
            and not (provider.kind is Kind.FREELANCER and provider.id in taken)
        ]
        if not able:
            continue
        who = draw(st.sampled_from(able))
        if isinstance(who, Team):
            found.append(StartEngagement(task=task.id, provider=who.id))
            continue
        taken.add(who.id)
        vendor = who.kind is Kind.VENDOR
        prices = [Pricing.FIXED, Pricing.HOURLY, *([Pricing.PERFORMANCE] if vendor else [])]
        found.append(
            StartEngagement(
                task=task.id,
                provider=who.id,
                pricing=draw(st.sampled_from(prices)),
                price=draw(st.sampled_from((None, 10_000))),
                term=draw(st.integers(0, 4)) if vendor and task.kind is TaskKind.FUNCTION else 0,
                sla=draw(st.sampled_from(Sla)) if vendor else Sla.NONE,
                oversight=draw(st.sampled_from(Oversight)),
            )
        )
    return found


def _subjects(
    tasks: list[Task], teams: list[Team], providers: list[Provider], places: list[Location]
) -> dict[EventKind, list[str]]:
    vendors = [row.id for row in providers if row.kind is Kind.VENDOR]
    return {
        EventKind.CURRENCY: [row.id for row in places],
        EventKind.VENDOR_FAILURE: vendors,
        EventKind.BREACH: [row.id for row in tasks],
        EventKind.BACKLASH: [""],
        EventKind.KEY_PERSON_LEAVES: [row.id for row in teams],
        EventKind.DEMAND_SURGE: [row.id for row in tasks],
    }


@st.composite
def _objectives(draw: st.DrawFn, tasks: list[Task]) -> list[Objective]:
    kinds = draw(st.lists(st.sampled_from(ObjectiveKind), min_size=1, max_size=4, unique=True))
    projects = [task.id for task in tasks if task.kind is TaskKind.PROJECT]
    kinds = [kind for kind in kinds if projects or kind is not ObjectiveKind.MILESTONE]
    found = []
    for kind in kinds:
        small = kind in (ObjectiveKind.OVERSIGHT_LOAD, ObjectiveKind.PEOPLE_KEPT)
        small = small or kind in (ObjectiveKind.MILESTONE, ObjectiveKind.SERVICE)
        percent = kind in (ObjectiveKind.QUALITY, ObjectiveKind.REPUTATION)
        top = 1.0 if small else 90.0 if percent else 10_000_000.0
        ends = (top, 0.0) if draw(st.booleans()) else (0.0, top)
        found.append(
            Objective(
                id=kind.value.replace("_", "-"),
                kind=kind,
                weight=1.0 / len(kinds),
                floor=ends[0],
                target=ends[1],
                task=draw(st.sampled_from(projects)) if kind is ObjectiveKind.MILESTONE else None,
            )
        )
    return found or [Objective("value", ObjectiveKind.FIRM_VALUE, 1.0, 0.0, 1.0)]


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A scenario that a file could contain, in canonical order."""
    turns = draw(st.sampled_from((1, 6, 12, 12)))
    disciplines = [
        Discipline(f"field-{n}", f"Field {n}", draw(st.sampled_from((1, 1_500, 6_000))), draw(unit))
        for n in range(draw(st.integers(1, 2)))
    ]
    fields = [row.id for row in disciplines]
    places = [
        Location(
            id=f"place-{n}",
            name=f"Place {n}",
            distance=draw(unit),
            hours_apart=float(draw(st.integers(0, 12))),
            attrition=draw(unit),
        )
        for n in range(draw(st.integers(0, 1)))
    ]
    teams = [
        Team(
            id=f"team-{n}",
            title=f"Team {n}",
            discipline=draw(st.sampled_from(fields)),
            heads=draw(st.sampled_from((0, 1, 4, 4, 30))),
            skill=draw(unit),
            morale=draw(unit),
        )
        for n in range(draw(st.integers(1, 2)))
    ]
    deals = [
        Deal(f"deal-{n}", f"Deal {n}", "Somebody", 1, turns) for n in range(draw(st.integers(0, 1)))
    ]
    tasks = draw(_tasks(fields, turns, deals))
    providers = draw(_providers(fields, places))
    subjects = _subjects(tasks, teams, providers, places)
    kinds = [kind for kind, ids in subjects.items() if ids]
    events = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=3)):
        subject = draw(st.sampled_from(subjects[kind]))
        size = draw(st.sampled_from((-1.0, -0.3, 0.2, 5.0)))
        events.append(Event(kind, draw(st.integers(1, turns)), subject, size))
    patience = draw(st.sampled_from((0.1, 0.6, 1.0)))
    eventful = draw(st.sampled_from((None, 0.0, 1.0)))
    return canonical(
        Scenario(
            id="drawn",
            title="Drawn",
            summary="Drawn by Hypothesis.",
            story="Drawn.",
            turns=turns,
            firm=Firm(
                name="Northlight",
                cash=draw(st.sampled_from((1_000_000, 10**9, 10**9))),
                manager_hours=float(draw(st.sampled_from((0, 60, 400)))),
                manager_wage=draw(st.sampled_from((0, 4_000))),
                overheads=draw(st.sampled_from((0, 100_000))),
                credit_line=draw(st.sampled_from((0, 10**7, 10**12, 10**12))),
                reputation=draw(st.sampled_from((10.0, 70.0, 70.0, 100.0))),
                insured=draw(st.booleans()),
            ),
            disciplines=tuple(disciplines),
            tasks=tuple(tasks),
            objectives=tuple(draw(_objectives(tasks))),
            turn_months=draw(st.sampled_from((0.25, 1.0, 1.0, 1.0, 3.0, 12.0))),
            locations=tuple(places),
            teams=tuple(teams),
            clients=(Client("client-0", "Client", 500_000, patience),),
            providers=tuple(providers),
            market=Market(
                freelancers=draw(st.integers(1, 2)),
                vendors=draw(st.integers(0, 1)),
                vendors_abroad=draw(st.integers(0, 1)),
                newcomers=draw(st.sampled_from((0.0, 1.0))),
            ),
            deals=tuple(deals),
            engagements=tuple(draw(_running(tasks, teams, providers))),
            events=tuple(events),
            rules={} if eventful is None else dict.fromkeys(EVENTFUL, eventful),
        )
    )


seeds = st.integers(0, 2**32)

NOWHERE = "no-such-thing"
"""An id that nothing has."""


def _ids(known: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([*known, NOWHERE])


@st.composite
def terms(draw: st.DrawFn) -> o.Terms:
    """Terms, most of which no offer comes with."""
    return o.Terms(
        pricing=draw(st.sampled_from(Pricing)),
        oversight=draw(st.sampled_from(Oversight)),
        sla=draw(st.sampled_from(Sla)),
        term=draw(st.sampled_from((0, 0, 1, 6, 60, 61))),
        escrow=draw(st.booleans()),
        liability=draw(st.booleans()),
    )


def orders(facts: Observation) -> st.SearchStrategy[o.Order]:
    """An order of any kind, legal or not."""
    tasks, offers = _ids(facts.tasks), _ids(facts.offers)
    engagements, teams = _ids([*facts.engagements, *facts.past]), _ids(facts.teams)
    places = _ids([place.id for place in facts.scenario.locations])
    heads = st.sampled_from((1, 2, 5_000, 5_001))
    hours = st.sampled_from((0.0, 10.0, 45.0, 63.0, 1e9, float("inf")))
    level = st.sampled_from(Oversight)
    choices = [choice.id for request in facts.requests.values() for choice in request.choices]
    return st.one_of(
        st.builds(o.Award, tasks, offers, terms(), st.booleans()),
        st.builds(home, tasks, teams, level),
        st.builds(o.Oversee, engagements, level),
        st.builds(o.End, engagements),
        st.builds(o.Renew, engagements, st.sampled_from((1, 60, 61))),
        st.builds(o.Hire, teams, heads),
        st.builds(o.LayOff, teams, heads),
        st.builds(o.Train, teams, hours),
        st.builds(o.Overtime, teams, hours),
        st.builds(o.OpenSite, places, _ids(facts.knowledge), heads),
        st.builds(o.CloseSite, teams),
        st.builds(o.Audit, _ids(facts.providers)),
        st.builds(o.AskReferences, _ids(facts.providers), st.sampled_from((1, 5, 6))),
        st.builds(o.Answer, _ids(facts.requests), _ids(choices)),
        st.builds(o.AcceptDeal, _ids(facts.deals)),
        st.builds(o.DeclineDeal, _ids(facts.deals)),
    )


@st.composite
def _fair_award(draw: st.DrawFn, facts: Observation) -> o.Award:
    """An award on terms that the offer comes with."""
    offer = draw(st.sampled_from(list(facts.offers.values())))
    function = facts.tasks[offer.task].spec.kind is TaskKind.FUNCTION
    vendor = offer.kind is Kind.VENDOR
    pricing = draw(st.sampled_from([quote.pricing for quote in offer.quotes]))
    held = offer.escrow and pricing is Pricing.FIXED and not function
    return o.Award(
        offer.task,
        offer.id,
        o.Terms(
            pricing=pricing,
            oversight=draw(st.sampled_from(Oversight)),
            sla=draw(st.sampled_from(offer.slas)),
            term=draw(st.sampled_from((0, 1, 3, 12))) if vendor and function else 0,
            escrow=held and draw(st.booleans()),
            liability=offer.liability and draw(st.booleans()),
        ),
        beside=draw(st.booleans()),
    )


@st.composite
def moves(draw: st.DrawFn, facts: Observation) -> o.Order:
    """An order that is legal on its own more often than not, so that the game moves along."""
    return draw(draw(st.sampled_from(_moves(facts))))


def _moves(facts: Observation) -> list[st.SearchStrategy[o.Order]]:
    """Strategies for moves; those listed several times are drawn more often."""
    rows: list[st.SearchStrategy[o.Order]] = []
    if facts.offers:
        rows += [_fair_award(facts)] * 10
    if facts.engagements:
        running = st.sampled_from(list(facts.engagements))
        rows.append(st.builds(o.Oversee, running, st.sampled_from(Oversight)))
        rows.append(st.builds(o.End, running))
        rows.append(st.builds(o.Renew, running, st.integers(1, 12)))
    if facts.teams:
        teams = st.sampled_from(list(facts.teams))
        level = st.sampled_from(Oversight)
        if facts.tasks:
            rows.append(st.builds(home, st.sampled_from(list(facts.tasks)), teams, level))
        rows.append(st.builds(o.Hire, teams, st.integers(1, 5)))
        rows.append(st.builds(o.LayOff, teams, st.integers(1, 4)))
        rows.append(st.builds(o.Train, teams, st.sampled_from((5.0, 20.0))))
        rows.append(st.builds(o.Overtime, teams, st.sampled_from((40.0, 48.0, 60.0))))
        rows.append(st.builds(o.CloseSite, teams))
    if facts.scenario.locations:
        places = st.sampled_from([place.id for place in facts.scenario.locations])
        fields = st.sampled_from(list(facts.knowledge))
        rows.append(st.builds(o.OpenSite, places, fields, st.integers(1, 20)))
    if facts.providers:
        known = st.sampled_from(list(facts.providers))
        rows.append(st.builds(o.Audit, known))
        rows.append(st.builds(o.AskReferences, known, st.integers(1, 3)))
    for request in facts.requests.values():
        picks = st.sampled_from([choice.id for choice in request.choices])
        rows += [st.builds(o.Answer, st.just(request.id), picks)] * 2
    for deal, state in facts.deals.items():
        if state == "offered":
            rows.append(st.sampled_from([o.AcceptDeal(deal), o.DeclineDeal(deal)]))
    return rows or [orders(facts)]


@st.composite
def turn_orders(draw: st.DrawFn, facts: Observation, most: int = 4) -> list[o.Order]:
    """Orders that are legal together."""
    found: list[o.Order] = []
    for _ in range(draw(st.integers(1, most))):
        order = draw(moves(facts))
        if not legality.problems(facts, [*found, order]):
            found.append(order)
    return found
