"""Numbers taken apart: the parts add up exactly, and to the number on the screen."""

import pytest

from sim.engine.explain import split
from sim.engine.judge import quality
from sim.engine.ledger import total_cost
from sim.engine.numbers import whole
from sim.engine.oversee import available_hours, load
from sim.game import Game
from sim.model.explanation import Explanation, Figure, FigureKind, Part, Unit
from sim.model.vocabulary import ObjectiveKind
from sim.model.world import Observation
from sim.scenario_io import catalogue, load_file
from tests.builders import (
    FLAWLESS,
    a_busy_scenario,
    a_firm,
    a_function,
    a_game,
    a_project,
    a_scenario,
    a_team,
    an_objective,
    award,
    engagement,
    play,
    play_out,
    runs,
    world_of,
)

OF_ENGAGEMENTS = (
    FigureKind.ENGAGEMENT_PAID,
    FigureKind.ENGAGEMENT_OVERSIGHT,
    FigureKind.ENGAGEMENT_EFFORT,
)

PLAIN = tuple(
    kind
    for kind in FigureKind
    if kind not in OF_ENGAGEMENTS and not kind.value.startswith(("offer", "provider", "team"))
)


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
    raise AssertionError(kind)


def _hours(facts: Observation) -> float:
    return available_hours(facts)


def adds_up(explanation: Explanation | Part) -> None:
    """Parts add up to what they are part of, all the way down."""
    if explanation.parts:
        value = explanation.value if isinstance(explanation, Explanation) else explanation.amount
        assert sum(part.amount for part in explanation.parts) == value
        for part in explanation.parts:
            assert part.label
            adds_up(part)


SCENARIOS = ["busy", "tutorial", *[entry.id for entry in catalogue() if entry.id != "tutorial"][:2]]


def start(name: str, seed: int = 4) -> Game:
    if name == "busy":
        return Game.new(a_busy_scenario(), seed)
    path = next(entry.path for entry in catalogue() if entry.id == name)
    return Game.new(load_file(path), seed)


@pytest.mark.parametrize("policy", ["random", "rules"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_figure_is_the_number_on_the_screen(name, policy):
    """Each figure, after each turn: parts that add up exactly, to what the observation says."""
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


def test_a_score_explains_an_early_end():
    """What an early end took off is a part of its own."""
    game = a_game(a_team(), a_firm(cash=0), an_objective(ObjectiveKind.QUALITY, target=100.0))
    play(game, None)
    assert game.over
    explanation = game.explain(Figure(FigureKind.SCORE))
    assert explanation.value == whole(100.0 * game.score())
    assert len(explanation.parts) == 2
    assert explanation.parts[-1].amount < 0


@pytest.mark.parametrize("name", SCENARIOS)
def test_figures_of_engagements_are_theirs(name):
    """What an engagement was paid and what it wanted of managers, each of them, after each turn."""
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


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_an_engagement_was_paid_this_turn_is_named(name):
    """Payments of the turn stand among the parts; the rest is of earlier turns, and never less."""
    game = start(name)
    while not game.over:
        play_out(game, turns=1, seed=game.turn)
        facts = game.observation
        for key in {**facts.past, **facts.engagements}:
            explanation = game.explain(Figure(FigureKind.ENGAGEMENT_PAID, key))
            for part in explanation.parts:
                if part.label == "in earlier turns":
                    assert part.amount >= 0, explanation


@pytest.mark.parametrize("managers", [400.0, 4.0])
def test_effort_is_what_a_standard_hour_took(managers):
    """The factors of an effort come to hours worked over standard hours delivered."""
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


def test_effort_counts_those_who_work_beside():
    """Two at one project get in each other's way: that is one of the factors."""
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
    """A number of a turn long past is taken apart as it was then."""
    game = play_out(Game.new(a_busy_scenario(), 2))
    for measures in game.observation.history:
        turn = measures.turn
        assert game.explain(Figure(FigureKind.CASH, turn=turn)).value == measures.cash
        assert game.explain(Figure(FigureKind.COST, turn=turn)).value == measures.cost
        assert game.explain(Figure(FigureKind.REVENUE, turn=turn)).value == measures.revenue
        found = game.explain(Figure(FigureKind.OVERSIGHT_LOAD, turn=turn)).value
        assert found == pytest.approx(10_000 * measures.oversight_load, abs=0.51)


def test_all_figures_can_be_asked_for_before_the_first_turn():
    """On the first morning there is a number, too."""
    game = Game.new(a_busy_scenario(), 2)
    for kind in PLAIN:
        adds_up(game.explain(Figure(kind)))
    assert game.explain(Figure(FigureKind.CASH)).value == game.observation.cash
    assert game.explain(Figure(FigureKind.REPUTATION)).value == 7_000
    assert game.explain(Figure(FigureKind.QUALITY)).value == 10_000


def test_what_does_not_exist_is_refused():
    """An engagement that is not there has no figures."""
    game = a_game(a_team(), a_project())
    for kind in OF_ENGAGEMENTS:
        with pytest.raises(ValueError, match="no engagement"):
            game.explain(Figure(kind, "nobody"))


def test_parts_are_rounded_so_that_they_add_up():
    """The whole parts add up to the rounded whole, and stray from their own by less than one."""
    for amounts in ([0.1] * 7, [1 / 3, 1 / 3, 1 / 3], [-0.004, 0.006, 12.345], []):
        parts = split(amounts)
        assert sum(parts) == whole(100.0 * sum(amounts))
        for part, amount in zip(parts, amounts, strict=True):
            assert abs(part - 100.0 * amount) <= 1.0


def test_an_explanation_that_does_not_add_up_cannot_be_made():
    """The class itself sees to it."""
    with pytest.raises(ValueError, match="add up"):
        Explanation(Figure(FigureKind.CASH), "Cash", Unit.MONEY, 3, (Part("one", 1), Part("b", 1)))
    with pytest.raises(ValueError, match="add up"):
        Part("whole", 5, (Part("one", 1),))


def test_no_managers_at_all_can_be_explained():
    """A firm without managers' hours has a load, and parts of it."""
    game = Game.new(
        a_scenario(a_team("crew"), a_function(), runs("desk", "crew"), a_firm(manager_hours=0.0)),
        1,
    )
    play(game, None)
    explanation = game.explain(Figure(FigureKind.OVERSIGHT_LOAD))
    adds_up(explanation)
    assert explanation.value == whole(10_000.0 * load(game.observation))
    adds_up(game.explain(Figure(FigureKind.OVERSIGHT_PROMISED)))


def test_explaining_changes_nothing():
    """To ask is free, whatever is asked."""
    game = play_out(Game.new(a_busy_scenario(), 2), turns=5)
    before = game.digest()
    for kind in PLAIN:
        for turn in range(6):
            game.explain(Figure(kind, turn=turn))
    assert game.digest() == before
    assert world_of(game).turn == 6
