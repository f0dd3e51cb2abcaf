"""A game: drafts, turns, going back, replays, results. All of it is scenario, seed and orders."""

import json
import math
import pickle
import re

import pytest

from sim.engine import bids, legality
from sim.errors import IllegalOrders
from sim.games.game import Game
from sim.model.explanation import Figure, FigureKind
from sim.model.orders import AcceptDeal, Award, DeclineDeal, Hire, Overtime
from sim.rules import load, rules_hash
from tests.builders import (
    a_busy_scenario,
    a_game,
    a_project,
    a_scenario,
    a_team,
    award,
    finish,
    play,
    play_out,
    wait,
)

SEED = 6


@pytest.fixture
def game() -> Game:
    return Game.new(a_busy_scenario(), SEED)


# ------------------------------------------------------------------------------------------- drafts


def test_a_draft_is_checked_against_the_others(game):
    """An order that conflicts with a drafted one is refused with the reason, and not added."""
    assert game.draft(AcceptDeal("extra")) == ()
    (problem,) = game.draft(DeclineDeal("extra"))
    assert problem.reason
    assert problem.remedy
    assert game.pending == (AcceptDeal("extra"),)


def test_the_last_draft_is_undone_first(game):
    """Undoing removes the last draft first; with none left, nothing happens."""
    first, second = AcceptDeal("extra"), Hire("crew", 1)
    game.draft(first)
    game.draft(second)
    assert [game.undo(), game.undo(), game.undo()] == [second, first, None]


def test_ending_a_turn_submits_the_drafts(game):
    """They are carried out, and the next turn begins without drafts."""
    game.draft(AcceptDeal("extra"))
    other = Game.new(a_busy_scenario(), SEED)
    other.submit([AcceptDeal("extra")])
    game.end_turn()
    assert game.digest() == other.digest()
    assert game.pending == ()
    assert game.log == ((AcceptDeal("extra"),),)


def test_drafting_changes_nothing_yet(game):
    """A draft is only a plan: the world stays as it is."""
    before = game.digest()
    game.draft(AcceptDeal("extra"))
    game.draft(Overtime("crew", 48.0))
    assert game.digest() == before
    assert game.observation.turn == 1


# -------------------------------------------------------------------------------------------- turns


def test_each_turn_has_its_report(game):
    """There is one report for each turn played, in order."""
    play_out(game, turns=5)
    assert [report.turn for report in game.reports] == [1, 2, 3, 4, 5]
    assert game.turn == 6
    assert game.observation.history == tuple(report.measures for report in game.reports)


def test_one_illegal_order_refuses_them_all(game):
    """If one order is illegal, none of them is carried out."""
    before = game.digest()
    with pytest.raises(IllegalOrders, match="Choose one that is"):
        game.submit([Hire("crew", 1), AcceptDeal("nothing")])
    assert game.digest() == before
    assert game.log == ()


def test_illegal_orders_can_be_left_out(game):
    """In headless play, legal orders are carried out in order, and the others are counted."""
    orders = [Hire("crew", 1), AcceptDeal("nothing"), AcceptDeal("extra"), DeclineDeal("extra")]
    _, dropped = game.submit_legal(orders)
    assert dropped == 2
    assert game.log == ((orders[0], orders[2]),)


def test_a_game_that_is_over_stays_over(game):
    """No orders can be submitted any more, not even an empty list."""
    finish(game)
    before, turns = game.digest(), len(game.reports)
    with pytest.raises(IllegalOrders, match="over"):
        game.submit([])
    with pytest.raises(IllegalOrders, match="over"):
        game.end_turn()
    with pytest.raises(IllegalOrders, match="over"):
        game.submit_legal([])
    assert game.digest() == before
    assert len(game.reports) == turns


def test_invalid_orders_are_left_out(game):
    """Whatever a policy submits, the game says what is wrong with it."""
    for junk in (None, 3, "award", object(), Award, {"order": "Hire"}, [], float("nan")):
        (problem,) = game.problems([junk])
        assert problem.reason
        _, dropped = game.submit_legal([junk])
        assert dropped == 1


# --------------------------------------------------------------------------- going back, replaying


@pytest.mark.parametrize("turn", [1, 4, 8])
def test_going_back_restores_an_earlier_turn(game, turn):
    """State, log and reports are those at the start of that turn."""
    digests = [game.digest()]
    while len(game.reports) < 8:
        play_out(game, turns=1)
        digests.append(game.digest())
    log, reports = game.log, game.reports
    game.draft(Hire("crew", 1))
    game.back_to(turn)
    assert game.turn == turn
    assert game.digest() == digests[turn - 1]
    assert game.log == log[: turn - 1]
    assert game.reports == reports[: turn - 1]
    assert game.pending == ()
    for orders in log[turn - 1 :]:
        game.submit(orders)
    assert game.digest() == digests[-1]
    assert game.reports == reports


def test_a_finished_game_can_go_back(game):
    """Back in an earlier turn, the game is no longer over."""
    finish(game)
    game.back_to(3)
    assert not game.over
    wait(game)
    assert game.turn == 4


def test_past_scores_stay_available(game):
    """Score and goals after each past turn are those shown at the time."""
    shown = [(game.score(), game.standings())]
    for _ in range(4):
        wait(game)
        shown.append((game.score(), game.standings()))
    assert [(game.score(after=n), game.standings(after=n)) for n in range(5)] == shown
    with pytest.raises(ValueError, match="turn 5"):
        game.score(after=5)


@pytest.mark.parametrize("turn", [0, -1, 4, 99])
def test_going_back_to_an_unplayed_turn_is_refused(game, turn):
    """Only turns that were played can be gone back to."""
    wait(game, 3)
    before = game.digest()
    with pytest.raises(ValueError, match="cannot be returned to"):
        game.back_to(turn)
    assert game.digest() == before


def test_headless_games_keep_no_turns():
    """They save the copies, play identically, and say that they cannot go back."""
    scenario = a_busy_scenario()
    game = play_out(Game.new(scenario, SEED, keep_turns=False))
    assert game.digest() == play_out(Game.new(scenario, SEED)).digest()
    with pytest.raises(ValueError, match="kept"):
        game.back_to(1)
    assert game.explain(Figure(FigureKind.SCORE)).value == pytest.approx(100 * game.score(), abs=1)


@pytest.mark.parametrize("seed", range(4))
def test_a_replay_ends_the_same(seed):
    """Scenario, seed and log determine the whole game."""
    game = play_out(Game.new(a_busy_scenario(), seed), seed=seed)
    again = Game.replay(a_busy_scenario(), seed, game.log)
    assert again.digest() == game.digest()
    assert again.reports == game.reports
    assert again.outcome == game.outcome
    assert again.result("x", 0) == game.result("x", 0)


def test_a_replay_of_illegal_orders_is_refused():
    """A log that was tampered with is refused with a message."""
    with pytest.raises(IllegalOrders):
        Game.replay(a_busy_scenario(), SEED, [[Hire("nobody", 1)]])


# ----------------------------------------------------------------------------------------- results

KEYS = {
    "scenario",
    "scenario_hash",
    "rules_hash",
    "version",
    "policy",
    "seed",
    "turns",
    "outcome",
    "score",
    "objectives",
    "totals",
    "mode_share",
    "invalid_orders",
    "digest",
}


def test_a_result_is_complete(game):
    """Exactly the document of `run --json`; money whole, shares of hours adding up to 1."""
    play_out(game, "rules")
    result = game.result("rules", 3)
    assert set(result) == KEYS
    assert result == json.loads(json.dumps(result, allow_nan=False))
    assert (result["policy"], result["seed"], result["invalid_orders"]) == ("rules", SEED, 3)
    assert result["outcome"] == {
        "kind": game.outcome.kind.value,
        "turn": game.outcome.turn,
        "reason": game.outcome.reason,
    }
    assert result["turns"] == len(game.log)
    assert result["digest"] == game.digest()
    totals = result["totals"]
    for key in ("cost", "cash", "losses", "losses_caused_by_others", "recovered", "borne"):
        assert type(totals[key]) is int, key
    assert totals["losses"] == totals["recovered"] + totals["borne"]
    assert math.fsum(result["mode_share"].values()) == pytest.approx(1.0)
    points = math.fsum(row["points"] for row in result["objectives"])
    if game.outcome.kind.value == "completed":
        assert result["score"] == pytest.approx(points)
    for key in ("scenario_hash", "rules_hash", "digest"):
        assert re.fullmatch("[0-9a-f]{64}", result[key])


def test_a_result_can_be_asked_for_at_any_time(game):
    """There is no outcome during the game, and no share of hours before any work is done."""
    result = game.result("me", 0)
    assert result["outcome"] is None
    assert result["turns"] == 0
    assert set(result["mode_share"].values()) == {0.0}


def test_points_follow_their_formula(game):
    """1000 x weight x clamp((value - floor) / (target - floor)), each and in all."""
    play_out(game, turns=6)
    for standing in game.standings():
        part = (standing.value - standing.floor) / (standing.target - standing.floor)
        assert standing.points == pytest.approx(1000 * standing.weight * min(1.0, max(0.0, part)))
    assert game.score() == pytest.approx(math.fsum(s.points for s in game.standings()))
    assert game.observation.standings == game.standings()


def test_a_scenarios_own_rules_apply_to_its_games():
    """A scenario's coefficients apply in its game, and show in the hash of the rules."""
    plain = a_game(a_team())
    other = a_game(a_team(), rules={"platform_fee": 0.2})
    assert plain.rules == load().rules
    assert other.rules.platform_fee == 0.2
    assert plain.rules_hash == rules_hash(load().rules) != other.rules_hash
    assert plain.scenario_hash != other.scenario_hash


def test_games_do_not_share_anything():
    """Two games of one scenario and seed, played alternately, are as if played alone."""
    scenario = a_scenario(a_team(), a_project())
    one, two, alone = (Game.new(scenario, 1) for _ in range(3))
    play(one, award(one.observation, "shop", "crew"))
    wait(two)
    play(one, None)
    wait(two)
    play(alone, award(alone.observation, "shop", "crew"), None)
    assert one.digest() == alone.digest() != two.digest()


@pytest.mark.interpreted
def test_offers_are_made_when_they_are_asked_for(monkeypatch):
    """They are made once per task and turn; offers nobody looks at cost nothing."""
    asked = []
    tender = bids.tender

    def noted(world, task):
        asked.append(task.spec.id)
        return tender(world, task)

    monkeypatch.setattr(bids, "tender", noted)
    game = Game.new(a_busy_scenario(), 4)
    facts = game.observation
    assert not asked
    (first, *others) = (key for key, task in facts.tasks.items() if bids.wanted(task))
    chosen = facts.offers.for_task(first)[0]
    assert facts.offers[chosen.id] is chosen
    assert asked == [first]
    game.problems([Award(first, chosen.id, legality.simplest(chosen))])
    assert asked == [first]
    assert {one.task for one in facts.offers.values()} <= {first, *others}
    assert len(facts.offers) == len(list(facts.offers))
    assert asked == [first, *others]


def test_looking_leaves_no_trace():
    """Looking at every offer of every turn, or at none, plays out identically."""
    looks, waits = (Game.new(a_busy_scenario(), 4) for _ in range(2))
    while not looks.over:
        first = next(iter(looks.observation.offers.values()), None)
        orders = [] if first is None else [Award(first.task, first.id, legality.simplest(first))]
        if looks.problems(orders):
            orders = []
        for game in (looks, waits):
            game.submit(orders)
        assert looks.digest() == waits.digest()


def test_the_offers_of_a_turn_stay_fixed():
    """Asked for after the world has moved on, they are those of their own turn."""
    early, late = (Game.new(a_busy_scenario(), 4) for _ in range(2))
    seen, kept = early.observation, late.observation
    offers = dict(seen.offers)
    late.submit([])
    assert offers
    assert kept.offers == offers
    assert pickle.loads(pickle.dumps(kept)).offers == offers
    assert late.seen(1).offers == offers
