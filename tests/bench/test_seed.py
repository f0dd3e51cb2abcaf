"""A policy cannot find out the seed or the split from what it is given: a thief tries to, here.

The thief knows the program by heart. It tries numbers until one fits what it was given, builds that
number's game, replays its own orders, and asks the oracle what to do.
"""

import json

import pytest

from sim import cli
from sim.bench.episodes import episode
from sim.bench.plan import TEST_FROM, Plan
from sim.bench.runs import run
from sim.bench.workers import Local
from sim.policies import REGISTRY
from sim.policies.external import process
from sim.policies.external.process import external_row
from sim.policies.policy import LUCK_BITS, game_luck, own_luck

THIEF = """
import json
import os

from sim.games.game import Game
from sim.policies.manager import Manager
from sim.policies.planner import Oracle
from sim.policies.policy import game_luck, own_luck
from sim.scenario_io import find, load_file

TRIED = [*range(0, 40), *range(1_000_000, 1_000_020)]
SALTS = ["", "buckstop"]


class Thief:
    def __init__(self, number):
        self.number = number
        self.game = None
        self.honest = Manager()
        self.oracle = Oracle(1, budget=8)

    def decide(self, seen):
        if seen.turn == 1:
            scenario = load_file(find(seen.scenario.id))
            luck = {game_luck(seed, salt) for seed in TRIED for salt in SALTS}
            luck |= {own_luck(seed, salt) for seed in TRIED for salt in SALTS}
            luck |= {self.number, self.number - 1, self.number + 1}
            by_number = [seed for seed in TRIED if self.number in {
                seed, *(own_luck(seed, salt) for salt in SALTS)}]
            games = (Game.new(scenario, seed) for seed in sorted(luck))
            self.game = next((game for game in games if game.observation == seen), None)
            by_sight = None if self.game is None else self.game.seed
            with open("found", "a") as file:
                file.write(json.dumps([by_number, by_sight]) + "\\n")
        if self.game is None:
            return self.honest.decide(seen)
        orders = self.oracle.decide(self.game.whole_world())
        self.game.submit(orders)
        return orders
"""

SNOOP = """
import io
import json
import os
import pickle
import sys

import attrs


def told(value, seen):
    '''All numbers and texts that something leads to.'''
    if id(value) in seen:
        return
    seen[id(value)] = value
    if isinstance(value, (int, float, str, bytes)):
        yield str(value)
        return
    parts = []
    if isinstance(value, dict):
        parts += [*value.keys(), *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        parts += value
    parts += getattr(value, "__dict__", {}).values()
    if attrs.has(type(value)):
        parts += [getattr(value, row.name) for row in attrs.fields(type(value))]
    for part in parts:
        yield from told(part, seen)


class Snoop:
    def __init__(self, number):
        self.number = number

    def decide(self, seen):
        texts = [str(self.number), pickle.dumps(seen).hex(), repr(seen)]
        texts += told(seen, {})
        texts += [*sys.argv, *os.environ.values(), os.getcwd()]
        texts += [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")
                  if os.path.islink(f"/proc/self/fd/{fd}")]
        for name in ("cmdline", "environ"):
            with open(f"/proc/self/{name}", errors="replace") as file:
                texts.append(file.read())
        with open("snooped", "a") as file:
            file.write(json.dumps([seen.turn, texts]) + "\\n")
        return []
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("thieves")
    path.joinpath("thief.py").write_text(THIEF)
    path.joinpath("snoop.py").write_text(SNOOP)
    yield path
    process.end_hosts()


@pytest.fixture(autouse=True)
def at_work(folder, monkeypatch):
    monkeypatch.chdir(folder)
    yield
    for name in ("found", "snooped"):
        folder.joinpath(name).unlink(missing_ok=True)


def lines(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.mark.parametrize("seed", [7, TEST_FROM + 7], ids=["train", "test"])
def test_a_salted_seed_cannot_be_found(folder, tutorial, seed):
    """Neither by its own luck nor by what it sees: the thief can only play honestly."""
    stolen = episode(tutorial, external_row("thief:Thief"), seed, salt="7d2854f9eb51c2dd")
    assert lines(folder / "found") == [[[], None]]
    honest = episode(tutorial, REGISTRY["rules"], seed, salt="7d2854f9eb51c2dd")
    assert stolen["digest"] == honest["digest"]


def test_the_thief_finds_an_unsalted_seed(folder, tutorial):
    """Without a salt, this thief finds the seed both ways, and gains by it: it would succeed."""
    stolen = episode(tutorial, external_row("thief:Thief"), 7)
    assert lines(folder / "found") == [[[7], 7]]
    assert stolen["score"] > episode(tutorial, REGISTRY["rules"], 7)["score"]


def test_a_benchmark_with_a_users_policy_is_salted(capsys, folder):
    """Nobody has to ask for it: none of the seeds that the thief tries is right."""
    arguments = ("tutorial", "--policy", "thief:Thief", "--baseline", "rules", "--seeds", "1-3")
    assert cli.run(["bench", *arguments, "--jobs", "1", "--json"]) == 0
    assert lines(folder / "found") == [[[], None]] * 3
    document = json.loads(capsys.readouterr().out)
    assert len(document["salt"]) == 32
    own = next(row for row in document["rows"] if row["policy"] == "thief:Thief")
    assert own["difference_mean"] == 0.0


def test_nothing_a_policy_is_given_reveals_seed_salt_or_luck(folder, tutorial):
    """Not its number, not the observation down to the last part, not the process that it is in."""
    seeds = range(TEST_FROM + 765_432, TEST_FROM + 765_434)
    salt = "a-salt-that-would-be-seen"
    plan = Plan((tutorial,), (external_row("snoop:Snoop"),), seeds, salt=salt)
    run(plan, workers=Local(2))
    found = lines(folder / "snooped")
    assert len(found) == 2 * tutorial.turns
    secret = [salt, *map(str, seeds)]
    for seed in seeds:
        secret += [str(game_luck(seed, salt)), str(game_luck(seed, ""))]
        secret += [game_luck(seed, salt).to_bytes(7, "little").hex(), str(own_luck(seed))]
    for _, texts in found:
        assert len(texts) > 500, "it did not look"
        for text in texts:
            assert not [one for one in secret if one in text]


def test_numbers_of_both_splits_look_alike():
    """Under a salt, a seed of the test split is a number like any other: none is small or near."""
    for first in (0, 1, TEST_FROM):
        drawn = [game_luck(seed, "salt") for seed in range(first, first + 200)]
        assert len(set(drawn)) == 200
        assert all(0 <= number < 2**LUCK_BITS for number in drawn)
        middle = sorted(drawn)[100] / 2**LUCK_BITS
        assert 0.35 < middle < 0.65
        assert set(drawn).isdisjoint(own_luck(seed, "salt") for seed in range(first, first + 200))


def test_without_a_salt_a_game_is_played_from_its_seed():
    """Games of built-in policies are those that anyone can play under equal seeds."""
    assert [game_luck(seed) for seed in (0, 7, TEST_FROM)] == [0, 7, TEST_FROM]


def test_another_salt_gives_other_luck():
    """A seed under two salts has nothing in common, for the game or for its player."""
    for luck in (game_luck, own_luck):
        assert luck(7, "one") == luck(7, "one") != luck(7, "two")
        assert luck(7, "one") != luck(8, "one")
