"""One contract for every shipped scenario and every registered policy."""

import json
import math
import re
from statistics import fmean, stdev

import pytest

from sim.bench.episodes import episode
from sim.engine.observe import clone
from sim.games.game import Game
from sim.model.vocabulary import Mode, OutcomeKind
from sim.policies import REGISTRY
from sim.policies.policy import own_luck
from sim.scenario_io import catalogue, load_file
from tests import laws
from tests.builders import FEW, a_row, play_out, world_of

SCENARIOS = {entry.id: entry for entry in catalogue()}

SEED = 17

PLANNERS = tuple(key for key, row in REGISTRY.items() if row.budget is not None)
"""They play each turn many times over: here with few futures, and in the shortest scenario."""

SHORTEST = min(SCENARIOS.values(), key=lambda entry: entry.turns).id

PLAYS = [
    pytest.param(
        name, policy, marks=pytest.mark.long if policy in PLANNERS and name != SHORTEST else ()
    )
    for name in SCENARIOS
    for policy in REGISTRY
]

IN_SHORT = pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name == SHORTEST else pytest.mark.long) for name in SCENARIOS],
)
"""The shortest scenario; in the long form, all of them."""

BLIND = "replay"
"""Policies that blindly repeat orders from another game: that is their point."""

BESIDE = ("orders", "printed", "seconds")
"""Keys of an episode that are not in the document of `run --json`."""

TOP = {
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
    "salt",
    "luck",
}
OBJECTIVE = {"id", "label", "weight", "value", "floor", "target", "points"}
TOTALS = {
    "cost",
    "cash",
    "quality",
    "oversight_hours",
    "oversight_load",
    "reputation",
    "morale",
    "losses",
    "losses_caused_by_others",
    "recovered",
    "borne",
}
MONEY = ("cost", "cash", "losses", "losses_caused_by_others", "recovered", "borne")


def scenario(name: str):
    return load_file(SCENARIOS[name].path)


@pytest.fixture(scope="module")
def played():
    """Episodes, each played once for all the tests that need it."""
    found = {}

    def play(name: str, policy: str, seed: int = SEED, budget: int = FEW):
        key = (name, policy, seed, budget)
        if key not in found:
            found[key] = episode(scenario(name), a_row(policy, budget), seed)
        return found[key]

    return play


@pytest.mark.parametrize(("name", "policy"), PLAYS)
class TestContract:
    """Holds for every policy in every scenario."""

    def test_it_plays_to_an_outcome(self, name, policy, played):
        """One of the three endings, in a turn of the game, with a sentence that says why."""
        document = played(name, policy)
        outcome = document["outcome"]
        assert set(outcome) == {"kind", "turn", "reason"}
        assert outcome["kind"] in set(OutcomeKind)
        assert outcome["turn"] == document["turns"]
        assert 1 <= outcome["turn"] <= SCENARIOS[name].turns
        assert (outcome["turn"] == SCENARIOS[name].turns) or outcome["kind"] != "completed"
        assert outcome["reason"].endswith(".")

    def test_its_document_is_as_promised(self, name, policy, played):
        """Exactly the keys of `run --json`; money is whole; losses were recovered or borne."""
        document = {k: v for k, v in played(name, policy).items() if k not in BESIDE}
        assert json.loads(json.dumps(document, allow_nan=False)) == document
        assert set(document) == TOP
        assert (document["scenario"], document["policy"]) == (name, policy)
        assert document["seed"] == SEED
        assert all(set(row) == OBJECTIVE for row in document["objectives"])
        assert 1 <= len(document["objectives"]) <= 6
        totals = document["totals"]
        assert set(totals) == TOTALS
        assert all(type(totals[key]) is int for key in MONEY)
        assert totals["losses"] == totals["recovered"] + totals["borne"]
        assert 0 <= totals["losses_caused_by_others"] <= totals["losses"]
        assert 0.0 <= totals["quality"] <= 100.0
        assert 0.0 <= totals["reputation"] <= 100.0
        assert 0.0 <= totals["morale"] <= 1.0
        assert set(document["mode_share"]) == {mode.value for mode in Mode}
        assert math.fsum(document["mode_share"].values()) == pytest.approx(1.0)
        for key in ("scenario_hash", "rules_hash", "digest"):
            assert re.fullmatch("[0-9a-f]{64}", document[key])

    def test_its_score_is_of_a_thousand(self, name, policy, played):
        """From 0 to 1000, the sum of its objectives' points, with a deduction for an early end."""
        document = played(name, policy)
        assert 0.0 <= document["score"] <= 1000.0
        points = math.fsum(row["points"] for row in document["objectives"])
        lived = document["turns"] / SCENARIOS[name].turns
        completed = document["outcome"]["kind"] == "completed"
        assert document["score"] == pytest.approx(points if completed else points * lived)

    def test_its_orders_are_legal(self, name, policy, played):
        """A built-in policy hands in only legal orders, unless it is the blind one."""
        document = played(name, policy)
        if policy != BLIND:
            assert document["invalid_orders"] == 0
        assert 0 <= document["invalid_orders"] <= document["orders"]

    def test_it_comes_out_the_same_again(self, name, policy, played):
        """Equal scenario, policy and seed: an equal digest, also in a game that keeps its turns."""
        game = play_out(Game.new(scenario(name), SEED), policy, seed=own_luck(SEED))
        assert game.digest() == played(name, policy)["digest"]
        laws.hold(world_of(game))


@pytest.mark.parametrize("policy", REGISTRY)
@IN_SHORT
def test_another_seed_is_another_game(name, policy, played):
    """Luck matters: no two seeds play out alike."""
    assert played(name, policy, SEED + 1)["digest"] != played(name, policy)["digest"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_all_laws_hold_in_every_turn(name):
    """A sensible manager's play breaks no law in any turn."""
    game = Game.new(scenario(name), SEED)
    while not game.over:
        laws.hold(world_of(game))
        kept = clone(world_of(game))
        play_out(game, "rules", turns=1)
        laws.moves_what_is_posted(kept, game.log[-1], world_of(game))
    laws.hold(world_of(game))


SINGLE = ("in_house", "freelance", "outsource", "offshore")

GAMES = {"tutorial": 12, "northlight": 4, "helpline": 3}
"""Seeds whose scores are averaged for the ladder: just enough to tell one rung from the next."""

ENOUGH = 5
"""Seeds for a scenario that is not listed there."""


@pytest.fixture(scope="module")
def scores(played):
    """A policy's scores in games of a few fixed seeds."""

    def found(name: str, policy: str, games: int | None = None, budget: int = FEW):
        seeds = range(SEED, SEED + (games or GAMES.get(name, ENOUGH)))
        return [played(name, policy, seed, budget)["score"] for seed in seeds]

    return found


def no_worse(better, worse) -> bool:
    """Whether one is not clearly below the other, game by game: two standard errors are luck."""
    gains = [one - other for one, other in zip(better, worse, strict=True)]
    return fmean(gains) >= -2.0 * stdev(gains) / math.sqrt(len(gains))


@IN_SHORT
def test_the_ladder(name, scores):
    """Judgement is worth more than one mode for everything, and the best mode more than luck."""
    best = max(fmean(scores(name, mode)) for mode in SINGLE)
    assert fmean(scores(name, "rules")) > best > fmean(scores(name, "random"))


def test_the_ladders_upper_end(scores):
    """Even a few futures help a player who knows which one will come, and mislead no other."""
    rules = scores(SHORTEST, "rules", 4)
    planner = scores(SHORTEST, "planner", 4, budget=8)
    oracle = scores(SHORTEST, "oracle", 4, budget=8)
    assert fmean(oracle) > fmean(rules)
    assert fmean(oracle) >= fmean(planner)
    assert no_worse(planner, rules)


def test_looking_is_worth_something(scores, played):
    """A manager's orders do clearly worse when repeated blindly in another game.

    The shortest game is left out: its first turn decides most, and is alike in all games.
    """
    longer = [name for name in SCENARIOS if name != SHORTEST]
    blind, looking = (
        [score for name in longer for score in scores(name, policy)] for policy in (BLIND, "rules")
    )
    assert not no_worse(blind, looking)
    for name in longer:
        assert fmean(scores(name, BLIND)) < fmean(scores(name, "rules"))
        assert played(name, BLIND)["invalid_orders"] > 0


@pytest.mark.long
def test_the_whole_ladder(scores):
    """Knowing the future, imagining it, judging, one answer for everything, none: the scores over
    all scenarios come in this order, and in no scenario is imagining clearly worse than judging.
    """
    games = 6
    means: dict[str, list[float]] = {}
    for name in SCENARIOS:
        found = {
            key: scores(name, key, games, REGISTRY[key].budget or FEW)
            for key in ("oracle", "planner", "rules", *SINGLE, "random")
        }
        assert no_worse(found["planner"], found["rules"])
        for key, points in found.items():
            means.setdefault(key, []).append(fmean(points))
    best = max(SINGLE, key=lambda mode: fmean(means[mode]))
    ladder = ("oracle", "planner", "rules", best, "random")
    steps = [fmean(means[key]) for key in ladder]
    assert steps == sorted(steps, reverse=True), dict(zip(ladder, steps, strict=True))


@pytest.mark.long
@pytest.mark.parametrize("policy", REGISTRY)
@pytest.mark.parametrize("name", SCENARIOS)
def test_it_holds_for_many_seeds(name, policy):
    """The contract's core over a hundred seeds; over a few for policies that look ahead."""
    for seed in range(5 if policy in PLANNERS else 100):
        document = episode(scenario(name), a_row(policy), seed)
        assert document["outcome"] is not None
        assert 0.0 <= document["score"] <= 1000.0
        assert document["invalid_orders"] == 0 or policy == BLIND
