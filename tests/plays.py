"""A fixed set of plays: small firms that between them meet everything that can happen.

A play is a scenario, a seed and orders, turn by turn. Most are written out; where the orders depend
on events, a policy plays once, and its orders are recorded. The short and eventful plays come
first, so that a change shows early.
"""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from sim.engine.orders.suppliers import references_left
from sim.forecast import believe
from sim.games.game import Game
from sim.model import orders as o
from sim.model.orders import Order, Terms
from sim.model.scenario import Market, Scenario
from sim.model.vocabulary import EventKind, Hours, ObjectiveKind, Oversight, Pricing, Sla, TaskState
from sim.model.world import Observation
from sim.policies import REGISTRY
from sim.rules import load
from tests.builders import (
    a_busy_scenario,
    a_client,
    a_deal,
    a_firm,
    a_freelancer,
    a_function,
    a_place,
    a_project,
    a_scenario,
    a_team,
    a_vendor,
    an_event,
    an_objective,
    runs,
)

ALWAYS = Hours.ROUND_THE_CLOCK

Log = tuple[tuple[Order, ...], ...]
Player = Callable[[Observation], Sequence[Order]]

RULES = load().rules

FIXED, HOURLY, BONUS = (
    Terms(pricing=pricing) for pricing in (Pricing.FIXED, Pricing.HOURLY, Pricing.PERFORMANCE)
)


@frozen
class Play:
    """A scenario and how it is played."""

    name: str
    scenario: Scenario
    seed: int = 1
    log: Log = ()
    """The orders, turn by turn; nothing is ordered after the last of them."""
    player: Player | None = field(default=None, eq=False)
    """A player that decides anew in every play, by the current offers and beliefs."""
    about: tuple[str, ...] = ()
    """Words of the coefficients that the play was written for."""

    def shown(self, rules: Mapping[str, float] | None = None) -> Iterator[Any]:
        """What a player sees of the play, turn by turn, and the result at the end.

        Args:
            rules: Changed coefficients. Orders that become illegal are left out.
        """
        scenario = evolve(self.scenario, rules={**self.scenario.rules, **(rules or {})})
        game = Game.new(scenario, self.seed, keep_turns=False)
        while not game.over:
            given: Sequence[Order] = self.log[game.turn - 1] if game.turn <= len(self.log) else ()
            if self.player is not None:
                given = self.player(game.observation)
            report, _ = game.submit_legal(given)
            yield report.incidents, report.measures
        result = game.result("")
        for name in ("scenario_hash", "rules_hash", "digest"):
            del result[name]
        yield result


def kept(scenario: Scenario, seed: int, player: Player) -> Log:
    """The orders a player gave in a whole play."""
    game = Game.new(scenario, seed, keep_turns=False)
    while not game.over:
        game.submit_legal(player(game.observation))
    return game.log


def answering(number: int) -> Player:
    """A player that gives every request its answer of that number, or its last one."""

    def decide(facts: Observation) -> list[Order]:
        return [
            o.Answer(request.id, request.choices[min(number, len(request.choices) - 1)].id)
            for request in facts.requests.values()
        ]

    return decide


# ------------------------------------------------------------------------------------ the plays


def _busy(seed: int, *about: str) -> Play:
    scenario = a_busy_scenario()
    player = REGISTRY["random"].make(seed).decide
    return Play(f"busy {seed}", scenario, seed, kept(scenario, seed, player), about=about)


def _people() -> Play:
    """Own people are trained, hired, laid off, work long weeks, and look for work elsewhere."""
    scenario = a_scenario(
        a_firm(manager_hours=8.0, credit_line=10**9),
        a_team("crew", heads=8, morale=0.5),
        a_team("ward", "care", heads=20),
        a_function("desk", 900.0, knowledge=0.7),
        a_function("core", 2_500.0, discipline="care", complexity=0.7),
        a_team("bar", "law", heads=2),
        a_function("suits", 600.0, discipline="law", knowledge=0.9, opens=6),
        runs("desk", "crew"),
        runs("core", "ward"),
        an_event(EventKind.KEY_PERSON_LEAVES, 3, "ward"),
        turns=9,
    )
    most = RULES.training_limit
    log: Log = (
        (o.Train("crew", 8 * most), o.Overtime("ward", 60.0)),
        (o.Train("crew", 8.8 * most), o.Hire("ward", 3), o.Overtime("crew", 50.0)),
        (o.LayOff("crew", 3),),
        (o.LayOff("ward", 1), o.Overtime("crew", 40.0)),
        (),
        (o.Award("suits", "suits/bar"),),
    )
    return Play("people", scenario, 2, log)


def _captive() -> Play:
    """Weeks in which a captive is set up, gets a service, then another, and is closed."""
    scenario = a_scenario(
        a_firm(manager_hours=120.0),
        a_team("crew", heads=12),
        a_place("coast", 0.8, hours_apart=6.0),
        a_place("cape", 0.6, hours_apart=4.0),
        a_function("desk", 240.0, knowledge=1.0, complexity=0.9, hours_of_day=ALWAYS),
        a_function("line", 90.0, opens=3, coupling=0.8, hours_of_day=ALWAYS),
        a_function("files", 60.0, knowledge=0.4),
        a_freelancer(),
        a_project("patch", 1.0, deadline=1, knowledge=0.0),
        a_project("port", 200.0, coupling=0.9, deadline=20),
        a_vendor("dhara", location="cape", subcontracts=1.0),
        runs("desk", "crew"),
        turn_months=0.25,
        turns=44,
    )
    site = "site-coast-web"
    log: Log = (
        (o.OpenSite("coast", "web", 9), o.Award("patch", "patch/silva", HOURLY), o.Audit("dhara")),
        (o.Award("desk", f"desk/{site}"), o.Hire("crew", 2)),
        (o.Award("line", "line/dhara", HOURLY), o.Award("port", "port/dhara", HOURLY)),
        *((),) * 14,
        (o.Award("files", f"files/{site}"), o.Hire(site, 2)),
        *((),) * 16,
        (o.Award("line", f"line/{site}"),),
        *((),) * 4,
        (o.CloseSite(site),),
    )
    return Play(
        "captive", scenario, 1, log, about=("site", "abroad", "awake", "schedule_least", "talk")
    )


def _suppliers() -> Play:
    """Bidders for work that is nearly too large for one person; two share a project."""
    scenario = a_scenario(
        a_firm(manager_hours=90.0),
        a_team("crew", heads=3),
        a_freelancer("silva", reliability=0.3),
        a_freelancer("okafor"),
        a_freelancer("lind"),
        a_freelancer("moreau"),
        a_project("shop", 600.0, deadline=4, clarity=0.4),
        a_project("large", 1_700.0, deadline=9),
        a_project("long", 900.0, deadline=9),
        a_function("wide", 2_000.0),
        a_function("half", 1_000.0, knowledge=0.9),
        a_freelancer("amara"),
        a_project("brief", 200.0, clarity=0.2),
        turns=8,
    )
    log: Log = (
        (
            o.Award("shop", "shop/crew"),
            o.Award("shop", "shop/silva", HOURLY, beside=True),
            o.Award("large", "large/okafor", HOURLY),
            o.Award("wide", "wide/lind", HOURLY),
            o.Award("brief", "brief/amara", evolve(FIXED, escrow=True)),
        ),
        (o.Award("half", "half/lind", HOURLY), o.Award("long", "long/moreau", HOURLY)),
    )
    return Play("suppliers", scenario, 3, log)


def _bids() -> Play:
    """A market in which bids vary widely."""
    scenario = a_scenario(
        a_firm(manager_hours=900.0),
        *(a_freelancer(f"person-{n}", skill=0.1, alignment=0.1) for n in range(6)),
        *(a_freelancer(f"star-{n}", skill=1.0) for n in range(6)),
        *(a_project(f"job-{n}", 100.0) for n in range(12)),
        turns=4,
        rules={"bid_spread": 0.6},
    )
    people = [f"person-{n}" for n in range(6)] + [f"star-{n}" for n in range(6)]
    log: Log = (
        tuple(
            o.Award(f"job-{n}", f"job-{n}/{key}", FIXED if n % 2 else HOURLY)
            for n, key in enumerate(people)
        ),
    )
    return Play("bids", scenario, 1, log)


def _overrun(seed: int, answer: int = 1) -> Play:
    """Badly specified projects at prices far too low; vendors that ask for more are paid."""
    jobs = range(8)
    scenario = a_scenario(
        a_firm(manager_hours=20.0, credit_line=10**9),
        *(
            a_vendor(f"tarn-{n}", skill=0.1, alignment=0.0, subcontracts=1.0, attention=0.5)
            for n in jobs
        ),
        *(a_project(f"job-{n}", 150.0, clarity=0.0, complexity=1.0, deadline=9) for n in jobs),
        a_function("desk", 500.0, complexity=0.9, visibility=0.1),
        a_vendor("dhara", skill=0.0, alignment=0.0, location="coast"),
        a_place("coast", 1.0),
        turns=16,
        rules={"subcontracts_again": 0.9},
    )
    none = evolve(FIXED, oversight=Oversight.NONE)
    first = (
        *(o.Award(f"job-{n}", f"job-{n}/tarn-{n}", none) for n in jobs),
        o.Award("desk", "desk/dhara", none),
    )
    late = tuple(o.Award(f"job-{n}", f"job-{n}/dhara", HOURLY) for n in jobs)
    settle = answering(answer)
    given = {1: first, 7: late}
    log = kept(scenario, seed, lambda facts: given.get(facts.turn, settle(facts)))
    words = ("strain", "change", "handover", "last_piece", "relief", "subcontract")
    return Play(f"overrun {seed}", scenario, seed, log, about=words)


def _creep() -> Play:
    """Many unclear projects at fixed prices, whose vendors ask for more in vain."""
    many = range(30)
    scenario = a_scenario(
        a_firm(cash=10**11, manager_hours=2_000.0),
        *(a_vendor(f"tarn-{n}", skill=0.3, alignment=0.6) for n in many),
        *(a_project(f"job-{n}", 900.0, clarity=0.2, complexity=0.8, deadline=20) for n in many),
        *(runs(f"job-{n}", f"tarn-{n}", pricing=Pricing.FIXED) for n in many),
        turns=10,
    )
    return Play("creep", scenario, about=("change_request",))


def _service_levels() -> Play:
    """Strict service levels with a vendor that nearly always meets them."""
    scenario = a_scenario(
        a_firm(manager_hours=400.0),
        a_place("coast", 0.5),
        a_vendor("tarn", skill=1.0, size=60),
        a_vendor("dhara", skill=0.9, size=60, location="coast"),
        a_vendor("weir", skill=0.3, alignment=0.2, size=60),
        a_function("desk", 1_500.0, complexity=0.4, visibility=0.0),
        a_function("line", 800.0, complexity=0.5, visibility=0.6, volatility=0.4),
        a_function("mail", 2_100.0, visibility=0.6, clarity=0.9, sensitivity=1.0),
        a_project("shop", 900.0, knowledge=1.0),
        an_event(EventKind.BREACH, 3, "mail"),
        runs("desk", "tarn", sla=Sla.STRICT, pricing=Pricing.FIXED, oversight=Oversight.LIGHT),
        runs("line", "dhara", sla=Sla.STANDARD, pricing=Pricing.PERFORMANCE, term=6),
        turns=10,
    )
    log: Log = (
        (
            o.Award("mail", "mail/weir", evolve(BONUS, liability=True, sla=Sla.STANDARD)),
            o.Award("shop", "shop/dhara", evolve(FIXED, sla=Sla.STRICT)),
        ),
    )
    words = ("sla_", "liability", "performance", "transition")
    return Play("service levels", scenario, 4, log, about=words)


def _clients() -> Play:
    """Clients near the end of their patience, and nobody answers them."""
    edge = RULES.patience_incident * RULES.patience_worst
    scenario = a_scenario(
        a_firm(reputation=50.0, insured=True),
        a_team("crew", heads=9),
        a_client("acme", patience=1.25 * edge),
        a_client("bolt", patience=0.75 * edge),
        a_client("cole", patience=0.9 * RULES.unhappy_patience),
        a_client("dorn", patience=2.5 * RULES.patience_late),
        a_client("eden", patience=RULES.silence_patience + 0.75 * RULES.patience_late),
        a_function("desk", 300.0, client="acme", visibility=1.0, sensitivity=1.0),
        a_function("line", 300.0, client="bolt", visibility=1.0, sensitivity=1.0),
        a_project("shop", 200.0, deadline=3, client="dorn"),
        a_project("quay", 900.0, deadline=2, client="dorn"),
        a_project("pier", 900.0, deadline=1, client="eden", visibility=0.0),
        runs("desk", "crew"),
        runs("line", "crew"),
        runs("shop", "crew"),
        runs("quay", "crew"),
        runs("pier", "crew"),
        an_event(EventKind.BREACH, 2, "desk"),
        an_event(EventKind.BREACH, 2, "line"),
        an_objective(weight=0.5),
        an_objective(ObjectiveKind.MILESTONE, weight=0.5, target=1.0, task="quay"),
        turns=12,
    )
    return Play("clients", scenario, 1)


def _name(times: float) -> Play:
    """A firm with next to no name left."""
    scenario = a_scenario(a_firm(reputation=times * RULES.collapse_reputation), turns=3)
    return Play(f"name {times}", scenario)


def _years(seed: int) -> Play:
    """Years instead of months, so that rare events happen."""
    outside = range(8)
    scenario = a_scenario(
        a_firm(cash=10**11, manager_hours=9_000.0, insured=True),
        *(a_team(f"team-{n}", f"field-{n}", heads=6) for n in range(4)),
        *(
            a_function(f"data-{n}", 500.0, discipline=f"field-{n}", sensitivity=1.0)
            for n in range(4)
        ),
        *(runs(f"data-{n}", f"team-{n}") for n in range(4)),
        *(a_vendor(f"firm-{n}", health=None, reliability=None) for n in outside),
        *(a_function(f"out-{n}", 900.0, sensitivity=1.0) for n in outside),
        *(runs(f"out-{n}", f"firm-{n}", oversight=Oversight.NONE) for n in outside),
        *(a_freelancer(f"person-{n}", known=2, reliability=0.1) for n in outside),
        *(a_function(f"job-{n}", 100.0) for n in outside),
        *(runs(f"job-{n}", f"person-{n}") for n in outside),
        turn_months=6.0,
        turns=16,
        rules={"breach_year": 0.1},
    )
    words = ("breach_", "dropout", "key_person_year", "reliability", "idle_chance")
    return Play(f"years {seed}", scenario, seed, about=words)


def _asking(number: int) -> Play:
    """Suppliers and clients that ask for more every quarter, and always get the same answer."""
    many = range(8)
    turns = range(2, 8)
    scenario = a_scenario(
        a_firm(cash=10**11, manager_hours=4_000.0, reputation=90.0),
        *(a_vendor(f"tarn-{n}", alignment=0.5, size=20) for n in many),
        *(a_function(f"desk-{n}", 300.0) for n in many),
        *(runs(f"desk-{n}", f"tarn-{n}", pricing=Pricing.HOURLY, term=3 * (n % 2)) for n in many),
        *(a_client(f"client-{n}", patience=0.3 + 0.1 * n) for n in LEAKY),
        *(
            a_function(f"leak-{n}", 80.0, client=f"client-{n}", visibility=0.9, sensitivity=0.5)
            for n in LEAKY
        ),
        *(runs(f"leak-{n}", "crew") for n in LEAKY),
        *(an_event(EventKind.BREACH, turn, f"leak-{n}") for turn in turns for n in LEAKY),
        a_client("cole", patience=1.0),
        a_team("crew"),
        *(a_team(f"team-{n}") for n in range(6)),
        *(an_event(EventKind.KEY_PERSON_LEAVES, 2 + n, f"team-{n}") for n in range(6)),
        turn_months=3.0,
        turns=10,
    )
    log = kept(scenario, number, answering(number))
    words = (
        ("silence", "patience"),
        ("visit", "match", "termination_fee", "press_softened"),
        ("press_cost", "discount", "promise", "concession", "renewal_hours"),
    )[number]
    return Play(f"asking {number}", scenario, number, log, about=words)


LEAKY = range(5)
"""Clients whose data leaks again and again in one of the plays."""


def _layoffs(seed: int) -> Play:
    """Two teams fill and empty in turn while their work goes abroad; one shrinks."""
    teams = ("crew", "gang")
    scenario = a_scenario(
        a_firm(cash=10**11, manager_hours=900.0),
        a_place("coast"),
        a_vendor("dhara", location="coast", size=100),
        *(a_team(team, heads=300) for team in teams),
        a_team("ward", "care", heads=12),
        a_function("desk", 900.0),
        runs("desk", "dhara"),
        turn_months=3.0,
        turns=12,
    )
    log: Log = (
        (o.LayOff("crew", 299), o.LayOff("ward", 1)),
        *(
            (o.LayOff(teams[turn % 2], 170), o.Hire(teams[1 - turn % 2], 250))
            for turn in range(1, 11)
        ),
    )
    return Play(f"layoffs {seed}", scenario, seed, log, about=("layoff", "backlash"))


def _grumbling() -> Play:
    """Clients complain and another firm offers work: nobody answers."""
    scenario = a_scenario(
        a_firm(reputation=20.0),
        a_function("extra", 200.0, deal="extra", opens=2),
        a_deal("extra"),
        *(a_client(f"client-{n}", patience=0.1 + 0.03 * n) for n in range(7)),
        a_client("acme", patience=1.0),
        turns=14,
    )
    return Play("grumbling", scenario, about=("silence",))


def _piecework() -> Play:
    """A great many small projects, so that at the end of some turn one is nearly done."""
    many = range(150)
    scenario = a_scenario(
        a_firm(cash=10**11, manager_hours=9_000.0),
        a_team("crew", heads=400),
        *(a_project(f"job-{n}", 200.0 + 7.0 * n, deadline=30, visibility=0.0) for n in many),
        *(runs(f"job-{n}", "crew") for n in many),
        turns=8,
    )
    return Play("piecework", scenario, about=("scope_done",))


def _strangers() -> Play:
    """A market of strangers, and more work than most of them have the people for."""
    many = range(1, 7)
    scenario = a_scenario(
        a_firm(cash=10**11, manager_hours=9_000.0),
        *(a_function(f"out-{n}", 7_000.0) for n in many),
        *(a_function(f"job-{n}", 100.0) for n in many),
        Market(freelancers=6, vendors=6, vendors_abroad=0, newcomers=0.0),
        turns=5,
    )
    log: Log = (
        (
            *(o.Award(f"out-{n}", f"out-{n}/web-vendor-{n}", HOURLY) for n in many),
            *(o.Award(f"job-{n}", f"job-{n}/web-freelancer-{n}", HOURLY) for n in many),
        ),
    )
    return Play("strangers", scenario, 1, log, about=("_low", "_high", "stake"))


def _recession(seed: int) -> Play:
    """Hard times: vendors go under, those first whose books were weak."""
    many = range(40)
    scenario = a_scenario(
        a_firm(cash=10**11, manager_hours=9_000.0),
        *(a_vendor(f"tarn-{n}", health=None) for n in many),
        *(a_function(f"out-{n}", 300.0, visibility=0.0) for n in many),
        *(runs(f"out-{n}", f"tarn-{n}") for n in many),
        turn_months=3.0,
        turns=8,
        rules={"vendor_failure_year": 0.5},
    )
    return Play(f"recession {seed}", scenario, seed, about=("health", "failure"))


def _haggling(seed: int) -> Play:
    """Everybody wants more every month, and is refused."""
    many = range(12)
    scenario = a_scenario(
        a_firm(cash=10**11, manager_hours=9_000.0),
        *(a_vendor(f"tarn-{n}", size=20) for n in many),
        *(a_function(f"desk-{n}", 300.0, visibility=0.0) for n in many),
        *(runs(f"desk-{n}", f"tarn-{n}", pricing=Pricing.HOURLY) for n in many),
        turns=8,
        rules={"price_rise_month": 0.4},
    )
    log = kept(scenario, seed, answering(2))
    return Play(f"haggling {seed}", scenario, seed, log, about=("refusal", "price_rise"))


def _believed(seed: int) -> Play:
    """A crowded market; the larger a job, the better its provider is believed to be."""
    scenario = a_scenario(
        a_firm(cash=10**11, manager_hours=9_000.0),
        *(a_freelancer(f"known-{n}", known=1 + n % 3, skill=None) for n in range(4)),
        *(
            a_project(f"job-{n}", 60.0 + 3.0 * n, opens=1 + n // 28, deadline=6 + n // 28)
            for n in range(112)
        ),
        Market(freelancers=24, vendors=0, vendors_abroad=0, newcomers=0.0),
        turns=6,
    )
    words = ("audit", "known", "prior", "rating", "reference", "reviews", "signal")
    return Play(f"believed {seed}", scenario, seed, player=by_belief, about=words)


def by_belief(facts: Observation) -> list[Order]:
    """First audit every second provider, and ask the clients of the others; then give the best the
    largest job, rank by rank.
    """
    orders: list[Order] = []
    if facts.turn == 1:
        orders += [o.Audit(key) for key in list(facts.providers)[::2]]
        orders += [
            o.AskReferences(key, left)
            for key, provider in list(facts.providers.items())[1::2]
            if (left := references_left(facts.rules, provider))
        ]
    ranked = sorted(facts.providers, key=lambda key: -believe(facts, key, "skill").mean)
    waiting = [task for task in facts.tasks.values() if task.state is TaskState.OPEN]
    waiting.sort(key=lambda task: -task.spec.hours)
    for task, key in zip(waiting, ranked, strict=False):
        orders.append(o.Award(task.spec.id, f"{task.spec.id}/{key}", HOURLY))
    return orders


@functools.cache
def plays() -> tuple[Play, ...]:
    """All the plays, the short and full ones first."""
    return (
        _busy(1),
        _people(),
        _suppliers(),
        _clients(),
        _grumbling(),
        _name(0.75),
        _name(1.25),
        _service_levels(),
        _bids(),
        _overrun(1),
        _captive(),
        _layoffs(1),
        _strangers(),
        _recession(1),
        _haggling(5),
        _asking(0),
        _asking(1),
        _asking(2),
        _busy(2, "_strict"),
        _piecework(),
        _years(1),
        _overrun(2),
        _creep(),
        _busy(3, "handover_loss", "handover_knowledge", "interest"),
        _layoffs(2),
        _recession(2),
        _haggling(11),
        _years(2),
        _overrun(3, answer=2),
        _layoffs(3),
        _years(3),
        _believed(1),
        _believed(2),
        _busy(16, "subcontracts"),
    )
