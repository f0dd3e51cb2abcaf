"""Numbers broken down: the parts add up exactly, and to the number on the screen."""

from collections.abc import Iterator

import pytest
from attrs import evolve

from sim.digest import digest
from sim.engine.contracts import leaves_after, termination_fee
from sim.engine.ledger import total_cost
from sim.engine.numbers import whole
from sim.engine.phases.judge import quality
from sim.engine.phases.oversee import available_hours, load
from sim.engine.places import team_wage
from sim.engine.record import Record
from sim.engine.turn import resolve
from sim.explain import BELIEVED, PLANNED, split
from sim.games.game import Game
from sim.model.explanation import Explanation, Figure, FigureKind, Part, Unit
from sim.model.orders import Answer, End, LayOff, OpenSite, Overtime, Train
from sim.model.vocabulary import (
    COSTS,
    INCOME,
    Account,
    EventKind,
    IncidentKind,
    Mode,
    ObjectiveKind,
    Oversight,
    Pricing,
    RequestKind,
    TaskKind,
)
from sim.model.world import Observation
from sim.scenario_io import catalogue, load_file
from tests.builders import (
    FLAWLESS,
    a_busy_scenario,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_scenario,
    a_team,
    a_vendor,
    a_world,
    an_event,
    an_objective,
    award,
    engagement,
    play,
    play_out,
    recorded,
    runs,
    world_of,
)

OF_ENGAGEMENTS = tuple(kind for kind in FigureKind if kind.value.startswith("engagement"))

SUBJECTS = (
    "account", "choice", "clause", "engagement", "incident", "knowledge", "mode", "objective",
    "offer", "provider", "request", "task", "team",
)  # fmt: skip
"""Families of figures that belong to something named."""

PLAIN = tuple(kind for kind in FigureKind if kind.value.partition("_")[0] not in SUBJECTS)


def shown(kind: FigureKind, facts: Observation) -> float:
    """The number on the screen at the end of a turn, in the smallest steps of its unit."""
    last = facts.history[-1]
    match kind:
        case FigureKind.CASH:
            return facts.cash
        case FigureKind.COST:
            return last.cost
        case FigureKind.TOTAL_COST:
            return total_cost(facts)
        case FigureKind.REVENUE:
            return last.revenue
        case FigureKind.QUALITY_TURN:
            return 100.0 * last.quality
        case FigureKind.QUALITY:
            return 100.0 * quality(facts)
        case FigureKind.OVERSIGHT_LOAD:
            return 10_000.0 * last.oversight_load
        case FigureKind.BORNE:
            return facts.totals.losses - facts.totals.recovered
        case FigureKind.REPUTATION:
            return 100.0 * facts.reputation
        case FigureKind.RUNWAY:
            lost = [m.cost - m.revenue for m in facts.history[-3:]]
            burn = max(0.0, sum(lost) / len(lost))
            if not burn:
                return 0.0
            return 100.0 * (facts.cash + facts.scenario.firm.credit_line) / burn
        case FigureKind.MORALE:
            return 10_000.0 * last.morale
        case FigureKind.SCORE:
            return 100.0 * sum(standing.points for standing in facts.standings)
        case FigureKind.OVERSIGHT_PROMISED:
            return 10_000.0 * facts.promised / max(1e-9, _hours(facts))
        case FigureKind.OVERSIGHT_HOURS:
            return 100.0 * facts.promised
        case FigureKind.MANAGER_HOURS:
            return 100.0 * facts.manager_hours
        case FigureKind.TOTAL_REVENUE:
            return -sum(facts.balances[account] for account in INCOME)
        case FigureKind.BORNE_TURN:
            return last.borne
        case FigureKind.LOSSES:
            return facts.totals.losses
        case FigureKind.CAUSED_BY_OTHERS:
            return facts.totals.losses_by_others
        case FigureKind.RECOVERED:
            return facts.totals.recovered
        case FigureKind.CAUSED_BY_OTHERS_SHARE:
            return _percent(facts.totals.losses_by_others, facts)
        case FigureKind.RECOVERED_SHARE:
            return _percent(facts.totals.recovered, facts)
        case FigureKind.BORNE_SHARE:
            return _percent(facts.totals.losses - facts.totals.recovered, facts)
    raise AssertionError(kind)


def _percent(amount: int, facts: Observation) -> float:
    """A percentage of the losses, in hundredths."""
    return 10_000.0 * amount / facts.totals.losses if facts.totals.losses else 0.0


def named(facts: Observation) -> Iterator[tuple[Figure, float]]:
    """Every figure that belongs to a named thing, with the number a screen shows for it."""
    kinds = FigureKind
    for account in Account:
        if account is not Account.CAPITAL:
            sign = -1 if account in INCOME else 1
            yield Figure(kinds.ACCOUNT, account.name), sign * facts.balances[account]
    for team in facts.teams.values():
        for kind, value in (
            (kinds.TEAM_HEADS, team.heads),
            (kinds.TEAM_USED, 10_000.0 * team.used / team.capacity if team.capacity else 0.0),
            (kinds.TEAM_SKILL, 10_000.0 * team.skill),
            (kinds.TEAM_MORALE, 10_000.0 * team.morale),
            (kinds.TEAM_WAGE, team_wage(facts, team)),
            (kinds.TEAM_NOVICES, 100.0 * team.novices),
            (kinds.TEAM_TURNOVER, 10_000.0 * team.turnover),
        ):
            yield Figure(kind, team.id), value
        if facts.history:  # before the first turn a dash stands there
            yield Figure(kinds.TEAM_HOURS, team.id), 100.0 * team.capacity
    for discipline, known in facts.knowledge.items():
        yield Figure(kinds.KNOWLEDGE, discipline), 10_000.0 * known
    for provider in facts.providers.values():
        yield Figure(kinds.PROVIDER_TRUST, provider.id), 10_000.0 * provider.trust
    for key, task in facts.tasks.items():
        if task.spec.kind is TaskKind.PROJECT:
            done = 10_000.0 * min(1.0, task.done / task.spec.hours)
            yield Figure(kinds.TASK_DONE, key), done
        else:
            yield Figure(kinds.TASK_SERVICE, key), 10_000.0 * task.service
    for key, running in facts.engagements.items():
        for kind, value in (
            (kinds.ENGAGEMENT_PAID, running.paid),
            (kinds.ENGAGEMENT_OVERSIGHT, 100.0 * running.oversight_wanted),
            (kinds.ENGAGEMENT_GIVEN, 100.0 * running.oversight_given),
            (kinds.ENGAGEMENT_ASKED, 100.0 * running.asked),
            (kinds.ENGAGEMENT_DONE, 100.0 * running.turn_done),
            (kinds.ENGAGEMENT_HOURS, 100.0 * running.turn_hours),
            (kinds.ENGAGEMENT_PACE, 10_000.0 * running.ramp),
            (kinds.ENGAGEMENT_ESCROW, running.escrow),
            (kinds.ENGAGEMENT_FEE, termination_fee(facts, running, leaves_after(facts, running))),
        ):
            yield Figure(kind, key), value
    hours = facts.totals.mode_hours
    for mode, done in zip(Mode, hours, strict=True):
        share = 10_000.0 * done / sum(hours) if sum(hours) else 0.0
        yield Figure(kinds.MODE_HOURS, mode.value), 100.0 * done
        yield Figure(kinds.MODE_SHARE, mode.value), share
    for incident in facts.incidents:
        turn = incident.turn
        yield Figure(kinds.INCIDENT, incident.id, turn), incident.borne
        yield Figure(kinds.INCIDENT_LOSS, incident.id, turn), incident.loss
        yield Figure(kinds.INCIDENT_REPUTATION, incident.id, turn), 100.0 * incident.reputation
        for part in incident.recovered:
            yield Figure(kinds.CLAUSE_GAVE, incident.clause_id(part), turn), part.amount
            yield Figure(kinds.CLAUSE_MOST, incident.clause_id(part), turn), part.limit
    for request in facts.requests.values():
        yield Figure(kinds.REQUEST_SUM, request.id), request.amount
        for choice in request.choices:
            answer = request.answer_id(choice)
            yield Figure(kinds.CHOICE_COST, answer), choice.cost
            yield Figure(kinds.CHOICE_HOURS, answer), 100.0 * choice.hours
            if request.kind in (RequestKind.RENEWAL, RequestKind.PRICE_RISE):
                yield Figure(kinds.CHOICE_PRICE, answer), 10_000.0 * choice.number
    for standing in facts.standings:
        scale = 10_000.0
        if standing.kind in (ObjectiveKind.QUALITY, ObjectiveKind.REPUTATION):
            scale = 100.0
        elif standing.kind in MONEY:
            scale = 1.0
        yield Figure(kinds.OBJECTIVE, standing.id), scale * standing.value
        yield Figure(kinds.OBJECTIVE_POINTS, standing.id), 100.0 * standing.points


MONEY = (ObjectiveKind.FIRM_VALUE, ObjectiveKind.TOTAL_COST, ObjectiveKind.BORNE)


def check_named(game: Game) -> set[FigureKind]:
    """Check that all named figures of the current game match the screens; return their kinds."""
    found = set()
    for figure, value in named(game.observation):
        explanation = game.explain(figure)
        adds_up(explanation)
        assert explanation.value == pytest.approx(value, abs=0.51), figure
        assert "rest" not in [part.label for part in explanation.parts], figure
        assert explanation.title
        assert explanation.note
        found.add(figure.kind)
    return found


def _hours(facts: Observation) -> float:
    return available_hours(facts)


def adds_up(explanation: Explanation | Part) -> None:
    """Check that parts add up to their whole at every level."""
    if explanation.parts:
        value = explanation.value if isinstance(explanation, Explanation) else explanation.amount
        assert sum(part.amount for part in explanation.parts) == value
        for part in explanation.parts:
            assert part.label
            adds_up(part)


SCENARIOS = ["busy", "tutorial", *[entry.id for entry in catalogue() if entry.id != "tutorial"][:2]]


PLAYED = [*SCENARIOS[:2], *(pytest.param(name, marks=pytest.mark.long) for name in SCENARIOS[2:])]
"""The larger ones are for the long form."""


def start(name: str, seed: int = 4) -> Game:
    if name == "busy":
        return Game.new(a_busy_scenario(), seed)
    path = next(entry.path for entry in catalogue() if entry.id == name)
    return Game.new(load_file(path), seed)


@pytest.mark.parametrize("policy", ["random", "rules"])
@pytest.mark.parametrize("name", PLAYED)
def test_every_figure_is_the_number_on_the_screen(name, policy):
    """After each turn, each figure's parts add up exactly to the value in the observation."""
    game = start(name)
    player_turns = 0
    while not game.over:
        play_out(game, policy, turns=1, seed=player_turns)
        player_turns += 1
        facts = game.observation
        if game.over:
            break  # an end counts by the turns lived through: looked at below
        for kind in PLAIN:
            explanation = game.explain(Figure(kind))
            adds_up(explanation)
            assert explanation.value == pytest.approx(shown(kind, facts), abs=0.51), kind
            assert explanation.figure == Figure(kind)
            assert explanation.title
            assert explanation.note or explanation.parts


ALL_GOALS = tuple(
    an_objective(kind, id=kind.value, weight=0.25, floor=floor, target=target)
    for kind, floor, target in (
        (ObjectiveKind.FIRM_VALUE, 0.0, 90_000_000.0),
        (ObjectiveKind.TOTAL_COST, 90_000_000.0, 10_000_000.0),
        (ObjectiveKind.QUALITY, 40.0, 95.0),
        (ObjectiveKind.OVERSIGHT_LOAD, 1.5, 0.5),
        (ObjectiveKind.REPUTATION, 40.0, 90.0),
        (ObjectiveKind.SERVICE, 0.5, 1.0),
        (ObjectiveKind.PEOPLE_KEPT, 0.2, 1.0),
        (ObjectiveKind.MILESTONE, 0.0, 1.0),
    )
)


def a_game_of_goals(which: slice) -> Game:
    """The busy firm, with some of every kind of objective."""
    goals = tuple(
        evolve(goal, task="flyer") if goal.kind is ObjectiveKind.MILESTONE else goal
        for goal in ALL_GOALS[which]
    )
    return Game.new(evolve(a_busy_scenario(), objectives=goals), 6)


GOALS = {"first goals": slice(0, 4), "other goals": slice(4, 8)}


@pytest.mark.parametrize("name", [*GOALS, *PLAYED])
def test_every_named_figure_is_the_number_on_the_screen(name):
    """Teams, tasks, engagements, suppliers, accounts, incidents and objectives: before the first
    turn, during the game, and at its end.
    """
    game = a_game_of_goals(GOALS[name]) if name in GOALS else start(name)
    check_named(game)
    while not game.over:
        play_out(game, "random", turns=1, seed=game.turn)
        if game.turn % 5 == 0 or game.over:
            check_named(game)


def test_no_kind_of_figure_is_left_out():
    """Each kind is covered by a law here or by one of the forecast's."""
    found = set()
    game = Game.new(a_busy_scenario(), 4)
    while not game.over:
        play_out(game, turns=1, seed=game.turn)
        found |= {figure.kind for figure, _ in named(game.observation)}
    believed = {*BELIEVED, *PLANNED}
    assert found | believed | set(PLAIN) | {FigureKind.ENGAGEMENT_EFFORT} == set(FigureKind)


def test_an_incident_explains_each_of_its_sums():
    """The loss by the response to it, reputation by what customers saw, each clause by claim and
    limit: asked for its own turn, at every level, with no unexplained remainder.
    """
    kinds = FigureKind
    deep: dict[FigureKind, int] = {}
    seen: set[IncidentKind] = set()
    for seed in range(6):
        game = play_out(Game.new(a_busy_scenario(), seed))
        for incident in game.observation.incidents:
            seen.add(incident.kind)
            for kind in (kinds.INCIDENT_LOSS, kinds.INCIDENT_REPUTATION):
                found = game.explain(Figure(kind, incident.id, incident.turn))
                adds_up(found)
                deep[kind] = max(deep.get(kind, 0), len(found.parts))
                booked = found.parts if kind is kinds.INCIDENT_LOSS and incident.loss else ()
                for part in booked:
                    assert part.parts, f"{incident.kind}: {part.label} is not taken apart"
            for part in incident.recovered:
                for kind in (kinds.CLAUSE_GAVE, kinds.CLAUSE_MOST):
                    clause = Figure(kind, incident.clause_id(part), incident.turn)
                    found = game.explain(clause)
                    adds_up(found)
                    assert "in its turn" not in [row.label for row in found.parts]
                    deep[kind] = max(deep.get(kind, 0), len(found.parts))
    assert seen >= {IncidentKind.DEFECT, IncidentKind.BREACH, IncidentKind.LATE}
    assert min(deep.values()) >= 2, deep


def test_a_request_explains_its_sums():
    """A change by the price it is part of, a rise by fees, a renewal by what has moved since."""
    game = a_game(
        a_team("crew"),
        a_vendor("tarn", location="coast", skill=None),
        a_place("coast", currency_volatility=0.2, currency_drift=0.05),
        a_function("desk"),
        runs("desk", "tarn", term=8),
        turns=24,
        rules=FLAWLESS,
    )
    while not (asked := game.observation.requests):
        play(game, None)
    (request,) = asked.values()
    rolled, _, bargained, left = (
        game.explain(Figure(FigureKind.CHOICE_PRICE, request.answer_id(choice)))
        for choice in request.choices
    )
    assert [part.label for part in rolled.parts] == [
        "end of the old term's discount",
        "wages there since it was agreed",
        "currency since it was agreed",
        "markup, since you depend on them",
    ]
    holdup, less = rolled.parts[3].amount, bargained.parts[3].amount
    assert 0 < less < holdup
    assert left.value == 0
    play(game, Answer(request.id, "bargain"))
    while not (asked := game.observation.requests):
        play(game, None)
    (again,) = asked.values()
    rolled = game.explain(Figure(FigureKind.CHOICE_PRICE, again.answer_id(again.choices[0])))
    last = {part.label: part.amount for part in rolled.parts}
    assert last["their markup at the last renewal"] < 0
    assert last["end of the old term's discount"] > 0
    with pytest.raises(ValueError, match="no answer"):
        game.explain(Figure(FigureKind.CHOICE_COST, "nobody"))
    with pytest.raises(ValueError, match="no request"):
        game.explain(Figure(FigureKind.REQUEST_SUM, "nobody"))


def test_work_for_nothing_can_be_explained():
    """A contract without a price can be renewed too, and all its numbers have their parts."""
    game = a_game(
        a_team("crew"), a_vendor("tarn"), a_function("desk"),
        runs("desk", "tarn", term=3, price=0), rules=FLAWLESS,
    )  # fmt: skip
    while not game.observation.requests:
        play(game, None)
    check_named(game)


def _rows(game: Game, kind: FigureKind, subject: str = "") -> dict[str, int]:
    """The parts of a figure by label."""
    return {part.label: part.amount for part in game.explain(Figure(kind, subject)).parts}


def test_a_renewal_is_explained_from_todays_price():
    """After a renewal, the steps alone add up to the price, within rounding."""
    game = a_game(
        a_team("crew"),
        a_vendor("tarn", location="coast"),
        a_place("coast", currency_drift=0.5),
        a_function("desk"),
        runs("desk", "tarn", term=4),
        turns=24,
        rules=FLAWLESS,
    )
    for _ in range(2):
        while not (asked := game.observation.requests):
            play(game, None)
        (request,) = asked.values()
        price = engagement(game, "desk").price
        rows = _rows(game, FigureKind.REQUEST_SUM, request.id)
        assert next(iter(rows.items())) == ("today's price", price)
        for choice in request.choices[:3]:
            rows = _rows(game, FigureKind.CHOICE_PRICE, request.answer_id(choice))
            assert rows["currency since it was agreed"] > 0
            assert abs(rows.get("rounding", 0)) <= 1
        play(game, Answer(request.id, "renew"))


def test_a_rise_is_explained_by_demand_and_bargaining():
    """Accepted, the rise is the full amount asked for; after bargaining, what remains of it."""
    game = a_game(
        a_vendor("tarn"),
        a_function("desk"),
        runs("desk", "tarn"),
        rules={**FLAWLESS, "price_rise_month": 1.0},
    )
    play(game, None)
    (request,) = game.observation.requests.values()
    accept, bargain, refuse = (
        _rows(game, FigureKind.CHOICE_PRICE, request.answer_id(choice))
        for choice in request.choices
    )
    rise = whole(10_000.0 * game.rules.price_rise_size)
    assert accept == {"asked for": rise}
    assert bargain["asked for"] == refuse["asked for"] == rise
    assert refuse["bargained down"] == -rise < bargain["bargained down"] < 0


def test_vanished_demand_is_explained_as_such():
    """The jump explains the whole change; nothing is put down to above or below normal demand."""
    game = a_game(
        a_team("crew"),
        a_function("desk"),
        an_event(EventKind.DEMAND_SURGE, 2, "desk", -1.0),
        runs("desk", "crew"),
        rules={**FLAWLESS, "surge_fade": 0.0},
    )
    play(game, None, None)
    asked = _rows(game, FigureKind.ENGAGEMENT_ASKED, "desk/crew")
    assert asked == {"a normal turn": 20_000, "demand has jumped": -20_000}


def test_a_service_is_explained_by_provider():
    """Providers are named, including those in their last turn of notice; demand is split by its
    causes.
    """
    game = a_game(
        a_team("crew"),
        a_vendor("tarn"),
        a_function("desk"),
        an_event(EventKind.DEMAND_SURGE, 2, "desk", 0.5),
        runs("desk", "tarn"),
        rules={**FLAWLESS, "surge_fade": 0.0},
    )
    play(game, End("desk/tarn"))
    assert _rows(game, FigureKind.TASK_SERVICE, "desk") == {"by nobody": 0, "Tarn: Desk": 10_000}
    assert _rows(game, FigureKind.ENGAGEMENT_ASKED, "desk/tarn") == {"a normal turn": 20_000}
    given = _rows(game, FigureKind.MODE_HOURS, Mode.OUTSOURCE.value)
    assert given == {"nothing at first": 0, "Tarn: Desk": 20_000}
    assert list(_rows(game, FigureKind.MODE_HOURS, Mode.IN_HOUSE.value)) == ["nothing at first"]
    play(game, None)
    assert game.observation.past["desk/tarn"].ended == 2
    service = _rows(game, FigureKind.TASK_SERVICE, "desk")
    assert list(service) == ["by nobody", "Tarn: Desk"]
    asked = _rows(game, FigureKind.ENGAGEMENT_ASKED, "desk/tarn")
    assert asked == {"a normal turn": 20_000, "demand has jumped": 10_000}


def test_load_is_explained_by_who_needs_oversight():
    """The load consists of everyone at work and the turn's negotiations, and nothing else."""
    game = a_game(
        a_team("crew"),
        a_vendor("tarn"),
        a_function("desk"),
        a_function("core"),
        runs("desk", "crew"),
        rules=FLAWLESS,
    )
    play(game, award(game.observation, "core", "tarn"))
    found = list(_rows(game, FigureKind.OVERSIGHT_LOAD))
    assert found == ["Desk", "Tarn: Core", "choosing, briefing, answering"]


def test_repaired_faults_are_explained_in_standard_hours():
    """Hours worked but not delivered went into repairing the faults that were caught."""
    game = a_game(
        a_team("crew", heads=12, skill=0.4),
        a_function("desk", hours=600.0),
        runs("desk", "crew", oversight=Oversight.CLOSE),
        rules={**FLAWLESS, "defect_rate": 0.05},
    )
    play(game, None)
    rework = engagement(game, "desk").rework
    play(game, None)
    assert rework > 1.0
    done = _rows(game, FigureKind.ENGAGEMENT_DONE, "desk/crew")
    assert done["rework of faults"] == pytest.approx(-100.0 * rework, abs=1.0)
    hours = _rows(game, FigureKind.ENGAGEMENT_HOURS, "desk/crew")
    assert hours["rework of faults"] == -done["rework of faults"]


def test_escrow_is_explained_by_what_was_paid_in():
    """A new contract starts with nothing in escrow; the platform holds what was paid in."""
    game = a_game(a_freelancer("silva"), a_project(hours=300.0), rules=FLAWLESS)
    play(game, award(game.observation, "shop", "silva", pricing=Pricing.FIXED, escrow=True))
    held = engagement(game, "shop").escrow
    rows = _rows(game, FigureKind.ENGAGEMENT_ESCROW, "shop/silva")
    assert rows == {"before the turn": 0, "escrow": held}
    assert held > 0


def test_an_exit_fee_is_explained_by_the_remaining_fees():
    """The fee is the normal fees of the turns left in the term, less the part waived."""
    game = a_game(
        a_vendor("tarn"), a_function("desk"), runs("desk", "tarn", term=9), rules=FLAWLESS
    )
    running = engagement(game, "desk")
    turns = running.term_ends - leaves_after(game.observation, running)
    rows = _rows(game, FigureKind.ENGAGEMENT_FEE, "desk/tarn")
    left, off = rows[f"fees of {turns} turns left in the term"], rows["waived"]
    assert turns > 1
    assert left == turns * running.price
    assert off < 0 < left + off


def test_a_project_lists_even_the_smallest_contribution():
    """Less than an hour is listed too; only work beyond the specification counts as more."""
    game = a_game(a_team("crew"), a_project("note", hours=0.75), a_project("shop", hours=1_000.0))
    world_of(game).tasks["shop"].done = 995.0
    play(game, award(game.observation, "note", "crew"))
    assert "Note" in _rows(game, FigureKind.TASK_DONE, "note")
    assert game.explain(Figure(FigureKind.TASK_DONE, "shop")).value == 9_950


def test_an_account_is_explained_by_turn():
    """The balance before the turn, and the turn's postings by cause."""
    game = a_game(a_team("crew"), rules=FLAWLESS)
    assert list(_rows(game, FigureKind.ACCOUNT, "WAGES")) == ["at the start"]
    play(game, None)
    wages = game.observation.balances[Account.WAGES]
    play(game, None)
    rows = _rows(game, FigureKind.ACCOUNT, "WAGES")
    assert rows["before the turn"] == wages > 0
    assert rows["in the turn"] == game.observation.balances[Account.WAGES] - wages


def test_a_new_site_starts_with_nobody():
    """The headcount of a new site starts from zero."""
    game = a_game(a_place("coast"), a_team("crew"), rules=FLAWLESS)
    play(game, OpenSite("coast", "web", 5))
    assert _rows(game, FigureKind.TEAM_HEADS, "site-coast-web") == {"before the turn": 0}


def test_the_service_goal_is_explained_by_what_was_not_given():
    """Everything that was asked for, less what was not delivered."""
    game = a_game(
        a_function("desk"),
        an_objective(ObjectiveKind.SERVICE, target=1.0),
        a_firm(cash=10**9),
        rules=FLAWLESS,
    )
    play(game, None)
    rows = _rows(game, FigureKind.OBJECTIVE, "service")
    assert rows == {"all that was asked for": 10_000, "not given": -10_000}


def test_the_rows_of_an_incident_add_up_before_rounding():
    """The recorded rows add up before rounding, within a cent or a hundredth of a point."""
    kinds: set[IncidentKind] = set()
    for seed in range(4):
        game = play_out(Game.new(a_busy_scenario(), seed))
        world = a_world(a_busy_scenario(), seed)
        for orders in game.log:
            _, record = recorded(world, orders)
            for incident in record.incidents:
                kinds.add(incident.kind)
                sums: dict[Account | str, float] = {"reputation": incident.reputation}
                for posting in record.postings or ():
                    if posting.subject == incident.id and posting.debit in COSTS:
                        sums[posting.debit] = sums.get(posting.debit, 0) + posting.amount
                for part in incident.recovered:
                    sums[part.clause.value] = part.amount
                    sums[f"{part.clause.value} most"] = part.limit
                for name, amount in sums.items():
                    rows = (record.workings or {})[incident.id, name]
                    assert sum(value for _, value in rows) == pytest.approx(amount, abs=1.0), name
    assert len(kinds) >= 4, kinds


CAUSES = (
    (Train("crew", 80.0), FigureKind.TEAM_SKILL, "crew", ("training", "practice")),
    (
        Train("crew", 80.0),
        FigureKind.KNOWLEDGE,
        "web",
        ("training", "work done in-house", "work done by others"),
    ),
    (Overtime("crew", 48.0), FigureKind.TEAM_MORALE, "crew", ("recovery", "overtime", "idle")),
    (LayOff("crew", 2), FigureKind.TEAM_MORALE, "crew", ("layoff", "recovery", "idle")),
    (LayOff("crew", 2), FigureKind.TEAM_HEADS, "crew", ("laid off",)),
    (
        LayOff("crew", 2),
        FigureKind.KNOWLEDGE,
        "web",
        ("layoff", "work done in-house", "work done by others"),
    ),
)


@pytest.mark.parametrize(("order", "kind", "subject", "causes"), CAUSES)
def test_changes_in_a_turn_are_explained_by_cause(order, kind, subject, causes):
    """Training, practice, layoffs, overtime and outside work are separate parts; no change is left
    without a cause.
    """
    game = a_game(
        a_team("crew", heads=8, morale=0.5),
        a_function("desk"),
        a_function("core"),
        a_vendor("tarn"),
        runs("desk", "crew"),
        runs("core", "tarn"),
        rules=FLAWLESS,
    )
    play(game, order)
    labels = [part.label for part in game.explain(Figure(kind, subject)).parts]
    assert labels[0] == "before the turn"
    assert sorted(labels[1:]) == sorted(causes)
    trust = game.explain(Figure(FigureKind.PROVIDER_TRUST, "tarn")).parts
    assert [part.label for part in trust] == ["before the turn", "work without faults: Core"]


def test_a_key_person_takes_skill_and_knowledge_along():
    """When a key person leaves, skill and knowledge both fall, and both give that reason."""
    game = a_game(
        a_team("crew", heads=6), an_event(EventKind.KEY_PERSON_LEAVES, 2, "crew"), rules=FLAWLESS
    )
    play(game, None, None)
    for kind, subject in (
        (FigureKind.TEAM_SKILL, "crew"),
        (FigureKind.TEAM_HEADS, "crew"),
        (FigureKind.KNOWLEDGE, "web"),
    ):
        found = {part.label: part.amount for part in game.explain(Figure(kind, subject)).parts}
        assert found["a key person left"] < 0


def test_a_wage_explains_what_moved_it():
    """Abroad: local wages, the cost of one's own people there, growth, and the currency."""
    game = a_game(a_team("crew"), a_place("coast", wage=0.4, currency_drift=0.1))
    play(game, OpenSite("coast", "web", 5), None, None)
    home = game.explain(Figure(FigureKind.TEAM_WAGE, "crew"))
    assert [part.label for part in home.parts] == [
        "wage at the start, at home",
        "wage growth since the start",
    ]
    away = game.explain(Figure(FigureKind.TEAM_WAGE, "site-coast-web"))
    labels = [part.label for part in away.parts]
    assert labels[1] == "wages in Coast"
    assert labels[-1] == "currency"
    assert away.value < home.value


def test_named_figures_of_past_turns_can_be_explained():
    """Named figures, too, can be explained for past turns."""
    game = Game.new(a_busy_scenario(), 3)
    seen: dict[tuple[Figure, int], int] = {}
    kinds = (FigureKind.TEAM_SKILL, FigureKind.TEAM_MORALE, FigureKind.TEAM_HOURS)
    for _ in range(5):
        play_out(game, turns=1, seed=game.turn)
        for kind in kinds:
            figure = Figure(kind, "crew")
            seen[figure, game.turn - 1] = game.explain(figure).value
    for (figure, turn), value in seen.items():
        assert game.explain(evolve(figure, turn=turn)).value == value


def test_recording_changes_nothing():
    """A game has the same digest with a recorder as without; switched off, it stores nothing."""
    plain = Game.new(a_busy_scenario(), 5)
    world = a_world(a_busy_scenario(), 5)
    for turn in range(8):
        play_out(plain, turns=1, seed=turn)
        report, record = recorded(world, plain.log[-1])
        assert record.skill is not None
        assert digest(world) == plain.digest()
        assert report.measures == plain.reports[-1].measures
    off = Record()
    resolve(world, (), off)
    names = (name for name in dir(off) if not name.startswith("_"))
    kept = {name for name in names if isinstance(getattr(off, name), list | dict)}
    assert kept == {"happenings", "incidents", "failures"}


def test_a_score_explains_an_early_end():
    """The deduction for an early end is a part of its own."""
    game = a_game(a_team(), a_firm(cash=0), an_objective(ObjectiveKind.QUALITY, target=100.0))
    play(game, None)
    assert game.over
    explanation = game.explain(Figure(FigureKind.SCORE))
    assert explanation.value == whole(100.0 * game.score())
    assert len(explanation.parts) == 2
    assert explanation.parts[-1].amount < 0


@pytest.mark.parametrize("name", PLAYED)
def test_figures_of_engagements_are_theirs(name):
    """What each engagement was paid and what it required of managers, after each turn."""
    game = start(name)
    while not game.over:
        play_out(game, turns=1, seed=game.turn)
        facts = game.observation
        for key, running in {**facts.past, **facts.engagements}.items():
            paid = game.explain(Figure(FigureKind.ENGAGEMENT_PAID, key))
            adds_up(paid)
            assert paid.value == running.paid
            if running.ended:
                continue
            wanted = game.explain(Figure(FigureKind.ENGAGEMENT_OVERSIGHT, key))
            adds_up(wanted)
            assert wanted.value == pytest.approx(100.0 * running.oversight_wanted, abs=0.51)
            adds_up(game.explain(Figure(FigureKind.ENGAGEMENT_EFFORT, key)))


@pytest.mark.parametrize("name", PLAYED)
def test_this_turns_payments_to_an_engagement_are_named(name):
    """All payments of the turn are among the parts; the rest is from earlier turns."""
    game = start(name)
    earlier: dict[str, int] = {}
    while not game.over:
        play_out(game, turns=1, seed=game.turn)
        facts = game.observation
        running = {**facts.past, **facts.engagements}
        for key in running:
            explanation = game.explain(Figure(FigureKind.ENGAGEMENT_PAID, key))
            parts = {part.label: part.amount for part in explanation.parts}
            assert parts.get("in earlier turns", 0) == earlier.get(key, 0), explanation
        earlier = {key: one.paid for key, one in running.items()}


def test_a_platform_is_paid_for_holding_money():
    """The escrow fee is paid for the engagement in the turn of signing, and counts towards its
    task; money held by the platform is not yet paid.
    """
    game = a_game(
        a_freelancer("silva", marketplace=True, reliability=0.0),
        a_project(hours=100.0, deadline=12),
        rules={**FLAWLESS, "busy_chance": 1.0},
    )
    terms = award(game.observation, "shop", "silva", pricing=Pricing.FIXED, escrow=True)
    play(game, terms)
    running, task = engagement(game, "shop"), game.observation.tasks["shop"]
    fee = game.observation.balances[Account.PLATFORM_FEES]
    assert fee == whole(running.price * game.rules.escrow_fee) > 0
    assert running.paid == task.cost == fee
    (part,) = game.explain(Figure(FigureKind.ENGAGEMENT_PAID, running.id)).parts
    assert (part.label, part.amount) == ("platform fees", fee)


@pytest.mark.parametrize("managers", [400.0, 4.0])
def test_effort_is_what_a_standard_hour_took(managers):
    """The factors of an effort yield hours worked over standard hours delivered."""
    game = a_game(
        a_team("crew", heads=20),
        a_function("desk", hours=200.0, knowledge=0.6),
        a_project("shop", hours=600.0, deadline=11),
        a_firm(manager_hours=managers, cash=10**9),
        runs("desk", "crew"),
        rules=FLAWLESS,
    )
    play(game, award(game.observation, "shop", "crew"))
    for task in ("desk", "shop"):
        running = engagement(game, task)
        explanation = game.explain(Figure(FigureKind.ENGAGEMENT_EFFORT, running.id))
        took = running.turn_hours / running.turn_done
        assert explanation.value == pytest.approx(100.0 * took, abs=1.0)


def test_effort_counts_others_on_the_same_task():
    """Two providers on one project get in each other's way, which is one of the factors."""
    game = a_game(
        a_team("crew", heads=20),
        a_team("pair", heads=20),
        a_project("shop", hours=2_000.0, deadline=11),
        rules=FLAWLESS,
    )
    facts = game.observation
    play(game, [award(facts, "shop", "crew"), award(facts, "shop", "pair", beside=True)])
    running = game.observation.engagements["shop/crew"]
    explanation = game.explain(Figure(FigureKind.ENGAGEMENT_EFFORT, running.id))
    assert explanation.value == pytest.approx(
        100.0 * running.turn_hours / running.turn_done, abs=1.0
    )


def test_any_earlier_turn_can_be_explained():
    """A number of a turn long past is broken down as it was then."""
    game = play_out(Game.new(a_busy_scenario(), 2))
    for measures in game.observation.history:
        turn = measures.turn
        assert game.explain(Figure(FigureKind.CASH, turn=turn)).value == measures.cash
        assert game.explain(Figure(FigureKind.COST, turn=turn)).value == measures.cost
        assert game.explain(Figure(FigureKind.REVENUE, turn=turn)).value == measures.revenue
        found = game.explain(Figure(FigureKind.OVERSIGHT_LOAD, turn=turn)).value
        assert found == pytest.approx(10_000 * measures.oversight_load, abs=0.51)


def test_all_figures_can_be_asked_for_before_the_first_turn():
    """Every figure has a number before the first turn."""
    game = Game.new(a_busy_scenario(), 2)
    for kind in PLAIN:
        adds_up(game.explain(Figure(kind)))
    assert game.explain(Figure(FigureKind.CASH)).value == game.observation.cash
    assert game.explain(Figure(FigureKind.REPUTATION)).value == 7_000
    assert game.explain(Figure(FigureKind.QUALITY)).value == 10_000


def test_what_does_not_exist_is_refused():
    """A nonexistent engagement has no figures."""
    game = a_game(a_team(), a_project())
    for kind in OF_ENGAGEMENTS:
        with pytest.raises(ValueError, match="no engagement"):
            game.explain(Figure(kind, "nobody"))


def test_parts_are_rounded_so_that_they_add_up():
    """Rounded parts add up to the rounded whole, each off by less than one."""
    for amounts in ([0.1] * 7, [1 / 3, 1 / 3, 1 / 3], [-0.004, 0.006, 12.345], []):
        parts = split(amounts)
        assert sum(parts) == whole(100.0 * sum(amounts))
        for part, amount in zip(parts, amounts, strict=True):
            assert abs(part - 100.0 * amount) <= 1.0


def test_an_explanation_that_does_not_add_up_cannot_be_made():
    """The class itself enforces that the parts add up."""
    with pytest.raises(ValueError, match="add up"):
        Explanation(Figure(FigureKind.CASH), "Cash", Unit.MONEY, 3, (Part("one", 1), Part("b", 1)))
    with pytest.raises(ValueError, match="add up"):
        Part("whole", 5, (Part("one", 1),))


def test_no_managers_at_all_can_be_explained():
    """A firm without managers' hours still has a load, and parts of it."""
    game = Game.new(
        a_scenario(a_team("crew"), a_function(), runs("desk", "crew"), a_firm(manager_hours=0.0)), 1
    )
    play(game, None)
    explanation = game.explain(Figure(FigureKind.OVERSIGHT_LOAD))
    adds_up(explanation)
    assert explanation.value == whole(10_000.0 * load(game.observation))
    adds_up(game.explain(Figure(FigureKind.OVERSIGHT_PROMISED)))


def test_explaining_changes_nothing():
    """Asking for explanations changes nothing, whatever is asked."""
    game = play_out(Game.new(a_busy_scenario(), 2), turns=5)
    before = game.digest()
    for kind in PLAIN:
        for turn in range(6):
            game.explain(Figure(kind, turn=turn))
    assert game.digest() == before
    assert world_of(game).turn == 6
