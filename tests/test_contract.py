"""One contract for every shipped scenario and every registered policy."""

import json
import math
import re

import pytest

from sim.bench import episode
from sim.engine.observe import clone
from sim.game import Game
from sim.model.vocabulary import Mode, OutcomeKind
from sim.policies import REGISTRY
from sim.scenario_io import catalogue, load_file
from tests import laws
from tests.builders import play_out, world_of

SCENARIOS = {entry.id: entry for entry in catalogue()}

SEED = 17

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
    """Episodes, each played once for all that is asked of it."""
    found = {}

    def play(name: str, policy: str, seed: int = SEED):
        key = (name, policy, seed)
        if key not in found:
            found[key] = episode(scenario(name), REGISTRY[policy], seed)
        return found[key]

    return play


@pytest.mark.parametrize("policy", REGISTRY)
@pytest.mark.parametrize("name", SCENARIOS)
class TestContract:
    """What holds for whoever plays whatever."""

    def test_it_plays_to_an_outcome(self, name, policy, played):
        """One of the three ends, in a turn of the game, with a sentence why."""
        document = played(name, policy)
        outcome = document["outcome"]
        assert set(outcome) == {"kind", "turn", "reason"}
        assert outcome["kind"] in set(OutcomeKind)
        assert outcome["turn"] == document["turns"]
        assert 1 <= outcome["turn"] <= SCENARIOS[name].turns
        assert (outcome["turn"] == SCENARIOS[name].turns) or outcome["kind"] != "completed"
        assert outcome["reason"].endswith(".")

    def test_its_document_is_as_promised(self, name, policy, played):
        """Exactly the keys of `run --json`; money whole; what was lost was recovered or borne."""
        document = {k: v for k, v in played(name, policy).items() if k not in ("orders", "seconds")}
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
        """0 to 1000, the sum of its objectives' points, less for an end before its time."""
        document = played(name, policy)
        assert 0.0 <= document["score"] <= 1000.0
        points = math.fsum(row["points"] for row in document["objectives"])
        lived = document["turns"] / SCENARIOS[name].turns
        completed = document["outcome"]["kind"] == "completed"
        assert document["score"] == pytest.approx(points if completed else points * lived)

    def test_its_orders_are_legal(self, name, policy, played):
        """A built-in policy hands in nothing that cannot be done."""
        assert played(name, policy)["invalid_orders"] == 0

    def test_it_comes_out_the_same_again(self, name, policy, played):
        """Same scenario, policy and seed: the same digest, in a game that keeps turns, too."""
        game = play_out(Game.new(scenario(name), SEED), policy, seed=SEED)
        assert game.digest() == played(name, policy)["digest"]
        laws.hold(world_of(game))

    def test_another_seed_is_another_game(self, name, policy, played):
        """Luck matters: no two seeds play alike."""
        assert played(name, policy, SEED + 1)["digest"] != played(name, policy)["digest"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_all_laws_hold_in_every_turn(name):
    """A sensible manager's play of it breaks no law in any turn."""
    game = Game.new(scenario(name), SEED)
    while not game.over:
        laws.hold(world_of(game))
        kept = clone(world_of(game))
        play_out(game, "rules", turns=1)
        laws.moves_what_is_posted(kept, game.log[-1], world_of(game))
    laws.hold(world_of(game))


@pytest.mark.long
@pytest.mark.parametrize("policy", REGISTRY)
@pytest.mark.parametrize("name", SCENARIOS)
def test_it_holds_for_many_seeds(name, policy):
    """The contract's heart over a hundred seeds."""
    for seed in range(100):
        document = episode(scenario(name), REGISTRY[policy], seed)
        assert document["outcome"] is not None
        assert 0.0 <= document["score"] <= 1000.0
        assert document["invalid_orders"] == 0
