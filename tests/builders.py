"""Small firms, described in the game's own words: the tests build their worlds from them.

`a_scenario` takes parts in any order (`a_team()`, `a_function()`, `a_vendor()`, ...) and fills in
the rest of a valid scenario. `a_game` starts it. `award` and similar functions write orders without
naming what does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve

from sim.canonical import canonical
from sim.engine.record import Record
from sim.engine.start import new_world
from sim.engine.turn import resolve
from sim.games.game import Game
from sim.model.orders import Award, Order, Terms
from sim.model.report import TurnReport
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
from sim.model.vocabulary import EventKind, Kind, ObjectiveKind, Oversight, Pricing, Sla, TaskKind
from sim.model.world import Engagement, Observation, World
from sim.policies import REGISTRY, PolicyRow
from sim.rules import with_overrides

CALM: dict[str, float] = {
    "attrition": 0.0,
    "breach_year": 0.0,
    "busy_chance": 0.0,
    "change_request": 0.0,
    "dropout_month": 0.0,
    "escalation_month": 0.0,
    "idle_chance": 0.0,
    "key_person_year": 0.0,
    "price_rise_month": 0.0,
    "surge_month": 0.0,
    "vendor_failure_year": 0.0,
    "work_noise": 0.0,
}
"""Rules under which nothing but defects and bids depends on chance."""

FLAWLESS: dict[str, float] = {**CALM, "defect_rate": 0.0}
"""Calm, and nobody makes mistakes."""

NOBODY = Market(freelancers=0, vendors=0, vendors_abroad=0, newcomers=0.0)
"""A market without unnamed providers."""


def a_firm(**changes: Any) -> Firm:
    """A firm with plenty of money and managers."""
    given: dict[str, Any] = {"name": "Northlight", "cash": 500_000_000, "manager_wage": 4_500}
    return Firm(**{**given, "manager_hours": 400.0, **changes})


def a_discipline(id: str = "web", wage: int = 3_000, **changes: Any) -> Discipline:
    return Discipline(id=id, title=id.title(), wage=wage, **changes)


def a_team(id: str = "crew", discipline: str = "web", heads: int = 6, **changes: Any) -> Team:
    return Team(id=id, title=id.title(), discipline=discipline, heads=heads, **changes)


def a_project(id: str = "shop", hours: float = 400.0, **changes: Any) -> Task:
    """A piece of work that ends; clearly specified, so that it takes exactly its stated hours."""
    given: dict[str, Any] = {
        "title": id.title(),
        "discipline": "web",
        "value": 4_000_000,
        "deadline": 8,
        "clarity": 1.0,
    }
    return Task(id=id, kind=TaskKind.PROJECT, hours=hours, **{**given, **changes})


def a_function(id: str = "desk", hours: float = 200.0, **changes: Any) -> Task:
    """A continuing service, with equal demand every turn."""
    given: dict[str, Any] = {
        "title": id.title(),
        "discipline": "web",
        "value": 1_500_000,
        "volatility": 0.0,
    }
    return Task(id=id, kind=TaskKind.FUNCTION, hours=hours, **{**given, **changes})


def a_range(value: float) -> Range:
    """A trait whose exact value the test knows."""
    return Range(value, value)


def _provider(id: str, kind: Kind, traits: Mapping[str, Any], **changes: Any) -> Provider:
    known = ("skill", "reliability", "alignment", "attention", "health")
    given: dict[str, Any] = {"disciplines": ("web",), "subcontracts": 0.0, **traits, **changes}
    for trait in known:
        if isinstance(given.get(trait), float):
            given[trait] = a_range(given[trait])
    return Provider(id=id, name=id.title(), kind=kind, **given)


SOUND = {"skill": 0.7, "reliability": 0.8, "alignment": 0.8, "attention": 0.9, "health": 0.9}
"""Traits of a provider that anyone would be glad to work with."""


def a_vendor(id: str = "tarn", **changes: Any) -> Provider:
    """A reliable firm that works under contract, at home unless a `location` is given."""
    return _provider(id, Kind.VENDOR, SOUND, **{"size": 30, **changes})


def a_freelancer(id: str = "silva", **changes: Any) -> Provider:
    """A reliable freelancer from the marketplace."""
    return _provider(id, Kind.FREELANCER, SOUND, **changes)


def a_place(id: str = "coast", distance: float = 0.8, **changes: Any) -> Location:
    given: dict[str, Any] = {"currency_volatility": 0.0, "currency_drift": 0.0}
    return Location(id=id, name=id.title(), distance=distance, **{**given, **changes})


def a_client(id: str = "acme", revenue: int = 3_000_000, **changes: Any) -> Client:
    return Client(id=id, name=id.title(), revenue=revenue, **changes)


def a_deal(id: str = "extra", offered: int = 1, expires: int = 3) -> Deal:
    return Deal(id=id, title=id.title(), client="Another firm", offered=offered, expires=expires)


def an_event(kind: EventKind, turn: int = 2, subject: str = "", size: float = 0.5) -> Event:
    return Event(kind=kind, turn=turn, subject=subject, size=size)


def runs(task: str, provider: str, **changes: Any) -> StartEngagement:
    """Work that is already running when the game begins; outside parties get a fixed price."""
    return StartEngagement(task=task, provider=provider, **changes)


def an_objective(kind: ObjectiveKind = ObjectiveKind.FIRM_VALUE, **changes: Any) -> Objective:
    given: dict[str, Any] = {
        "id": kind.value.replace("_", "-"),
        "weight": 1.0,
        "floor": 0.0,
        "target": 100_000_000.0,
    }
    return Objective(kind=kind, **{**given, **changes})


_PLACES = {
    Discipline: "disciplines",
    Task: "tasks",
    Team: "teams",
    Client: "clients",
    Provider: "providers",
    Location: "locations",
    Deal: "deals",
    StartEngagement: "engagements",
    Event: "events",
    Objective: "objectives",
}


def a_scenario(
    *parts: Any, turns: int = 12, rules: Mapping[str, float] | None = None, **changes: Any
) -> Scenario:
    """A scenario made of the parts, in canonical order, as if read from a file."""
    lists: dict[str, list[Any]] = {name: [] for name in _PLACES.values()}
    single: dict[str, Any] = {"firm": a_firm(), "market": NOBODY}
    for part in parts:
        if isinstance(part, Firm):
            single["firm"] = part
        elif isinstance(part, Market):
            single["market"] = part
        else:
            lists[_PLACES[type(part)]].append(part)
    if not lists["tasks"]:
        lists["tasks"].append(a_project("nothing", opens=min(120, turns + 1), deadline=None))
    named = {row.id for row in lists["disciplines"]}
    used = {task.discipline for task in lists["tasks"]} | {t.discipline for t in lists["teams"]}
    used.update(*(provider.disciplines for provider in lists["providers"]))
    lists["disciplines"] += [a_discipline(key) for key in sorted(used - named)]
    outside = {provider.id for provider in lists["providers"]}
    lists["engagements"] = [
        evolve(row, pricing=Pricing.FIXED)
        if row.provider in outside and row.pricing is Pricing.OWN
        else row
        for row in lists["engagements"]
    ]
    if not lists["objectives"]:
        lists["objectives"].append(an_objective())
    return canonical(
        Scenario(
            id="test",
            title="Test",
            summary="A test.",
            story="A test.",
            turns=turns,
            rules=dict(rules or {}),
            **{name: tuple(rows) for name, rows in lists.items()},
            **single,
            **changes,
        )
    )


def a_game(
    *parts: Any,
    seed: int = 1,
    turns: int = 12,
    rules: Mapping[str, float] | None = None,
    **changes: Any,
) -> Game:
    """The game of such a scenario, on its first morning."""
    return Game.new(a_scenario(*parts, turns=turns, rules=rules, **changes), seed)


def a_world(scenario: Scenario, seed: int = 1) -> World:
    """All the facts of a scenario on its first morning, secrets included."""
    return new_world(scenario, seed, with_overrides(scenario.rules))


def award(facts: Observation, task: str, provider: str, **terms: Any) -> Award:
    """An award of a task to a provider that has made an offer, at its first price."""
    offer = facts.offers[f"{task}/{provider}"]
    beside = terms.pop("beside", False)
    terms.setdefault("pricing", offer.quotes[0].pricing)
    return Award(task, offer.id, Terms(**terms), beside)


def home(task: str, team: str, oversight: Oversight = Oversight.STANDARD) -> Award:
    """An own team takes a task over."""
    return Award(task, f"{task}/{team}", Terms(oversight=oversight))


def play(game: Game, *turns: Iterable[Order] | Order | None) -> TurnReport:
    """Play one turn per item: an order, several, or None to wait. Returns the last report."""
    report = None
    for orders in turns:
        if orders is None:
            given: Sequence[Order] = ()
        elif isinstance(orders, Iterable):
            given = tuple(orders)
        else:
            given = (orders,)
        report = game.submit(given)
    assert report is not None
    return report


def wait(game: Game, turns: int = 1) -> list[TurnReport]:
    """Do nothing for some turns, or until the game is over. Returns the reports."""
    found = []
    for _ in range(turns):
        if game.over:
            break
        found.append(game.submit(()))
    return found


def finish(game: Game) -> list[TurnReport]:
    """Do nothing until the game is over."""
    return wait(game, 1000)


def engagement(game: Game, task: str) -> Engagement:
    """The one engagement that now has a task."""
    facts = game.observation
    (key,) = facts.tasks[task].engagements
    return facts.engagements[key]


def world_of(game: Game) -> World:
    """A game's facts behind the player's back, secrets included."""
    return game._world


def recorded(world: World, orders: Sequence[Order] = ()) -> tuple[TurnReport, Record]:
    """Resolve a turn of a world with a recorder that keeps everything."""
    record = Record(full=True)
    return resolve(world, orders, record), record


def a_busy_scenario(turns: int = 12, **changes: Any) -> Scenario:
    """A firm with something of everything: both kinds of work, all modes, deals and events."""
    return a_scenario(
        a_firm(cash=60_000_000, manager_hours=260.0, overheads=300_000, insured=True),
        a_discipline("web", 3_000, knowledge=0.6),
        a_discipline("care", 2_000, knowledge=0.4),
        a_place("coast", 0.8, hours_apart=8.0, currency_volatility=0.1, currency_drift=-0.03),
        a_team("crew", "web", 5),
        a_team("ward", "care", 4),
        a_client("acme", 4_000_000),
        a_client("bolt", 2_000_000),
        a_project("shop", 900.0, clarity=0.5, client="acme", deadline=6, penalty=100_000),
        a_project("move", 400.0, after=("shop",), clarity=0.4, deadline=10),
        a_project("flyer", 80.0, opens=2, deadline=5, visibility=0.8),
        a_project("favour", 200.0, deal="extra", deadline=9),
        a_function(
            "desk", 300.0, discipline="care", client="bolt", volatility=0.2, sensitivity=0.6
        ),
        a_function("books", 700.0, discipline="care", knowledge=0.4, volatility=0.1, until=10),
        a_function("core", 350.0, core=0.9, coupling=0.8, knowledge=0.8),
        a_vendor("tarn", disciplines=("care", "web"), size=40, skill=None, subcontracts=1.0),
        a_vendor("dhara", disciplines=("care",), location="coast", size=200, skill=None),
        a_freelancer("silva", reliability=0.2),
        a_freelancer("okafor", known=2),
        a_deal("extra", 1, 4),
        runs("core", "crew"),
        runs("desk", "tarn", term=5, sla=Sla.STANDARD),
        an_event(EventKind.CURRENCY, 3, "coast", 0.3),
        an_event(EventKind.DEMAND_SURGE, 4, "desk", 0.5),
        an_event(EventKind.BREACH, 5, "desk"),
        an_event(EventKind.KEY_PERSON_LEAVES, 6, "crew"),
        an_event(EventKind.VENDOR_FAILURE, 9, "tarn"),
        an_objective(weight=0.5),
        an_objective(ObjectiveKind.QUALITY, weight=0.3, floor=50.0, target=95.0),
        an_objective(ObjectiveKind.BORNE, weight=0.2, floor=9_000_000.0, target=0.0),
        Market(freelancers=2, vendors=1, vendors_abroad=1, newcomers=0.2),
        turns=turns,
        **changes,
    )


FEW = 4
"""Futures that a planner tries each turn in tests: few, but enough to change its mind."""


def a_row(policy: str, budget: int = FEW) -> PolicyRow:
    """A built-in policy's row; policies that try futures try only a few."""
    row = REGISTRY[policy]
    return row if row.budget is None else row.with_budget(budget)


def what_it_sees(policy: str, game: Game) -> Observation | World:
    """What a built-in policy is given to decide by: the world itself if it is all-knowing."""
    return game.whole_world() if REGISTRY[policy].all_knowing else game.observation


def play_out(game: Game, policy: str = "random", turns: int = 1000, seed: int = 0) -> Game:
    """Have a built-in policy play on, for a limited number of turns."""
    player: Any = a_row(policy).fresh(seed)
    for _ in range(turns):
        if game.over:
            break
        game.submit_legal(player.decide(what_it_sees(policy, game)))
    return game
