"""Users' policies: each plays in its own process, and harms nothing but its own game.

Starting a process takes time, so most of what can go wrong is in one module: the seed picks what
happens.
"""

import sys
from enum import IntEnum, auto

import pytest

from sim.bench.episodes import episode
from sim.errors import FailureKind, PolicyFailure, UsageError
from sim.games.game import Game
from sim.policies import REGISTRY
from sim.policies.external import process
from sim.policies.external.process import External, external_row, module_of
from tests.builders import CALM, a_firm, a_function, a_project, a_scenario, a_team, a_vendor, runs

SOURCE = """
import os
import sys
import time

from sim.model.orders import Award, Overtime
from sim.policies.manager import Manager

MADE = []


class Chatty(Manager):
    '''A sensible manager who talks.'''

    def decide(self, observation):
        print("turn", observation.turn)
        print("one", file=sys.stderr)
        print("two\\nthree")
        return super().decide(observation)


class Numbered:
    '''Tells the seed that it was made from, and how many were made before it.'''

    def __init__(self, seed):
        self.seed = seed
        MADE.append(self)

    def decide(self, observation):
        return [Overtime("crew", self.seed), Overtime("crew", len(MADE))]


class Plain:
    '''Made from nothing.'''

    def decide(self, observation):
        return ()


def plain():
    return Plain()


class Idle:
    '''Cannot decide.'''


def broken(seed):
    raise RuntimeError("not today")


def wrong():
    '''An order that holds what no order may.'''
    order = Overtime("crew", 40.0)
    object.__setattr__(order, "weekly_hours", float("nan"))
    return order


class Moody:
    '''Does what its seed says.'''

    def __init__(self, seed):
        self.seed = seed

    def decide(self, observation):
        return DOES[self.seed](observation)


def spoil(facts):
    list.__setitem__(facts.balances, 0, 10**12)
    dict.clear(facts.tasks)
    object.__setattr__(facts, "scenario", None)
    return []


def change(facts):
    facts.balances[0] = 10**12
    return []


def fill(facts):
    for _ in range(200):
        print("x" * 20_000)
    return []


def scribble(facts):
    for number in (1, 2):
        os.write(number, b"\\xff\\x00junk" * 1000)
    sys.__stdout__.write("{}")
    sys.__stdout__.flush()
    return []


def shut(facts):
    os.closerange(0, 3)
    sys.stdout.close()
    return []


def forge(facts):
    for number in range(3, 64):
        try:
            os.write(number, b"\\xff" * 64)
        except OSError:
            pass
    return []


def endless(facts):
    while True:
        pass


def out_of_memory(facts):
    raise MemoryError


def interrupt(facts):
    raise KeyboardInterrupt


class Unspeakable(Exception):
    def __str__(self):
        raise ValueError


def unspeakable(facts):
    raise Unspeakable


class Leaving(Exception):
    def __str__(self):
        raise SystemExit(0)


def leaving(facts):
    raise Leaving


def halfway(facts):
    yield Overtime("crew", 40.0)
    raise TypeError("half of them")


def without_end(facts):
    while True:
        yield Overtime("crew", 40.0)


class Secretive:
    def __repr__(self):
        raise ValueError


def bear(facts):
    '''Leaves somebody behind who holds on to its streams.'''
    if os.fork() == 0:
        time.sleep(600)
    os._exit(3)


DOES = [
    lambda facts: [],
    spoil,
    fill,
    scribble,
    shut,
    lambda facts: iter([Overtime("crew", 40.0)]),
    lambda facts: facts.nothing,
    lambda facts: sys.exit(0),
    interrupt,
    out_of_memory,
    lambda facts: None,
    lambda facts: [3],
    lambda facts: {"order": "Award"},
    lambda facts: "Award",
    lambda facts: [{"order": "Overtime", "team": "crew", "weekly_hours": 40.0}],
    lambda facts: [wrong()],
    lambda facts: [Award("x" * 11_000_000, "x")],
    endless,
    lambda facts: os._exit(3),
    lambda facts: os.kill(os.getpid(), 9),
    lambda facts: os.closerange(0, 64),
    forge,
    unspeakable,
    change,
    leaving,
    halfway,
    without_end,
    lambda facts: [Secretive()],
    bear,
]
"""


class Mood(IntEnum):
    """What the policy does, by the seed that makes it: positions in the module's list."""

    NOTHING = 0
    SPOIL = auto()
    FILL = auto()
    SCRIBBLE = auto()
    SHUT = auto()
    ITERATE = auto()
    RAISE = auto()
    EXIT = auto()
    INTERRUPT = auto()
    OUT_OF_MEMORY = auto()
    NONE = auto()
    NUMBER = auto()
    DICT = auto()
    TEXT = auto()
    DATA = auto()
    NAN = auto()
    HUGE = auto()
    ENDLESS = auto()
    DIE = auto()
    BE_KILLED = auto()
    SHUT_ALL = auto()
    FORGE = auto()
    UNSPEAKABLE = auto()
    CHANGE = auto()
    LEAVING = auto()
    HALFWAY = auto()
    WITHOUT_END = auto()
    SECRETIVE = auto()
    BEAR = auto()


HARMLESS = [mood for mood in Mood if mood <= Mood.ITERATE]

FAILS = {
    Mood.RAISE: FailureKind.RAISED,
    Mood.EXIT: FailureKind.RAISED,
    Mood.INTERRUPT: FailureKind.RAISED,
    Mood.OUT_OF_MEMORY: FailureKind.RAISED,
    Mood.NONE: FailureKind.JUNK,
    Mood.NUMBER: FailureKind.JUNK,
    Mood.DICT: FailureKind.JUNK,
    Mood.TEXT: FailureKind.JUNK,
    Mood.DATA: FailureKind.JUNK,
    Mood.NAN: FailureKind.JUNK,
    Mood.ENDLESS: FailureKind.TIMEOUT,
    Mood.DIE: FailureKind.DIED,
    Mood.BE_KILLED: FailureKind.DIED,
    Mood.SHUT_ALL: FailureKind.DIED,
    Mood.CHANGE: FailureKind.RAISED,
    Mood.UNSPEAKABLE: FailureKind.RAISED,
    Mood.LEAVING: FailureKind.RAISED,
    Mood.HALFWAY: FailureKind.RAISED,
    Mood.WITHOUT_END: FailureKind.JUNK,
    Mood.SECRETIVE: FailureKind.JUNK,
    Mood.BEAR: FailureKind.DIED,
}
"""The kind of failure that each of them is."""

RARE = (
    Mood.INTERRUPT,
    Mood.OUT_OF_MEMORY,
    Mood.DICT,
    Mood.TEXT,
    Mood.DATA,
    Mood.BE_KILLED,
    Mood.SHUT_ALL,
    Mood.LEAVING,
    Mood.SECRETIVE,
)
"""Much like others: tested in the long form only, since each costs a process."""

SAYS = {
    Mood.RAISE: "it raised AttributeError: ",
    Mood.EXIT: "it raised SystemExit: 0",
    Mood.OUT_OF_MEMORY: "it raised MemoryError",
    Mood.UNSPEAKABLE: "it raised Unspeakable, whose text could not be printed",
    Mood.LEAVING: "it raised Leaving, whose text could not be printed",
    Mood.HALFWAY: "it raised TypeError: half of them",
    Mood.WITHOUT_END: "it returned more than 100,000 orders",
    Mood.SECRETIVE: "an object of the class Secretive is not an order",
    Mood.DIE: "its process ended with code 3",
    Mood.BE_KILLED: "its process was ended by SIGKILL",
    Mood.BEAR: "its process ended with code 3",
}
"""How the reason begins."""

SOMEHOW = [Mood.HUGE, Mood.FORGE]
"""Failures whose kind does not matter."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder where a user keeps policies."""
    path = tmp_path_factory.mktemp("policies")
    path.joinpath("somebodys.py").write_text(SOURCE)
    path.joinpath("hasty.py").write_text("import sys\nsys.exit(0)\n")
    path.joinpath("speechless.py").write_text(
        "class Speechless(BaseException):\n"
        "    def __str__(self):\n"
        "        raise self\n"
        "raise Speechless\n"
    )
    yield path
    process.end_hosts()


@pytest.fixture(autouse=True)
def at_work(folder, monkeypatch):
    """Programs are started from there."""
    monkeypatch.chdir(folder)


@pytest.fixture(scope="module")
def scenario():
    return a_scenario(
        a_firm(cash=10**9),
        a_team("crew", heads=4),
        a_vendor("tarn"),
        a_project("shop", 300.0),
        a_function("desk", 100.0),
        runs("desk", "crew"),
        turns=4,
        rules=CALM,
    )


def by_name(mood: Mood) -> str:
    return mood.name.lower()


def moody(mood: Mood, limit: float = 20.0) -> External:
    return External(mood.value, name="somebodys:Moody", limit=limit)


def still_plays(scenario) -> bool:
    """Whether the policy's next game is played as if nothing had happened."""
    player = moody(Mood.NOTHING)
    game = Game.new(scenario, 1)
    while not game.over:
        game.submit(player.decide(game.observation))
    return True


# --- playing ---------------------------------------------------------------------------------


def test_it_plays_as_it_would_in_this_process(scenario, capfd):
    """It orders what the class orders in this process; what it prints is counted, not shown."""
    there = episode(scenario, external_row("somebodys:Chatty"), 2)
    here = episode(scenario, REGISTRY["rules"], 2)
    assert there["policy"] == "somebodys:Chatty"
    assert there["digest"] == here["digest"]
    assert there["orders"] == here["orders"] > 0
    assert there["printed"] > 0
    assert capfd.readouterr() == ("", "")


def test_its_output_is_counted_by_line(scenario):
    """A line is a line, however many writes it took: four a turn here."""
    player = External(1, name="somebodys:Chatty", limit=20.0)
    game = Game.new(scenario, 1)
    player.decide(game.observation)
    assert player.printed == 4
    player.decide(game.observation)
    assert player.printed == 8


@pytest.mark.long
def test_built_in_policies_can_be_named_like_a_users(scenario):
    """A class is a class; its luck comes from the seed in either process."""
    for seed in (1, 2):
        there = episode(scenario, external_row("sim.policies.chance:Chance"), seed)
        assert there["digest"] == episode(scenario, REGISTRY["random"], seed)["digest"]


def test_each_game_has_a_fresh_one_made_from_its_seed(scenario):
    """The process continues; the policy that played in it does not."""
    row = external_row("somebodys:Numbered")
    facts = Game.new(scenario, 1).observation
    seeds, numbers = [], []
    for seed in (41, 42):
        player = row.fresh(seed)
        for _ in range(2):
            first, second = player.decide(facts)
            seeds.append(first.weekly_hours)
            numbers.append(second.weekly_hours)
    assert seeds == [41, 41, 42, 42]
    assert numbers[0] == numbers[1] == numbers[2] - 1 == numbers[3] - 1


def test_one_without_a_seed_is_made_without(scenario):
    """A function that makes a policy works as well."""
    assert external_row("somebodys:plain").fresh(3).decide(Game.new(scenario, 1).observation) == ()


# --- what may go wrong -----------------------------------------------------------------------


@pytest.mark.parametrize("mood", HARMLESS, ids=by_name)
def test_nothing_it_does_harms_others(mood, scenario, capfd):
    """Whether it changes observations, prints megabytes, or closes its streams."""
    game, untouched = Game.new(scenario, 1), Game.new(scenario, 1)
    player = moody(mood)
    for _ in range(2):
        orders = player.decide(game.observation)
        assert len(orders) == (mood is Mood.ITERATE)
        assert game.observation == untouched.observation
    assert game.digest() == untouched.digest()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "mood",
    [pytest.param(mood, marks=pytest.mark.long if mood in RARE else ()) for mood in FAILS],
    ids=by_name,
)
def test_whatever_it_does_is_a_failure_of_its_own(mood, scenario):
    """It has a kind and a reason in words, and the next game is played as if nothing happened."""
    with pytest.raises(PolicyFailure) as caught:
        moody(mood, limit=0.3 if mood is Mood.ENDLESS else 20.0).decide(
            Game.new(scenario, 1).observation
        )
    assert caught.value.kind is FAILS[mood]
    assert str(caught.value).startswith(SAYS.get(mood, ""))
    assert still_plays(scenario)


@pytest.mark.long
def test_huge_and_forged_answers_are_failures(scenario):
    """Such answers count as failures like any other."""
    for mood in SOMEHOW:
        with pytest.raises(PolicyFailure):
            moody(mood).decide(Game.new(scenario, 1).observation)
    assert still_plays(scenario)


def test_an_episode_that_fails_says_where(scenario):
    """Policy, turn, scenario and seed; the kind is kept."""
    row = external_row("somebodys:Moody")
    with pytest.raises(
        PolicyFailure, match=r"'somebodys:Moody' failed in turn 1 of 'test', seed 6"
    ) as e:
        episode(scenario, row, 6)
    assert e.value.kind is FailureKind.RAISED
    assert "IndexError" in str(e.value)


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["rules", "", ":", "a:", ":b", "a b:c", "a:b:c", "../a:b", "a:b()", "-c:print", "1a:b"]
)
def test_an_invalid_name_is_refused(name):
    """Before any process is started: only `module:attribute` is accepted."""
    with pytest.raises(UsageError, match=r"is not a policy: .* as module:attribute"):
        external_row(name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere:Policy", "ModuleNotFoundError"),
        pytest.param("somebodys:Nobody", "AttributeError", marks=pytest.mark.long),
        ("somebodys:Idle", "Idle has no method decide"),
        pytest.param("somebodys:broken", "RuntimeError: not today", marks=pytest.mark.long),
        pytest.param("hasty:Policy", "SystemExit", marks=pytest.mark.long),
        ("speechless:Policy", "raised Speechless, whose text could not be printed"),
    ],
)
def test_an_unusable_policy_is_refused_with_a_reason(name, why):
    """The message has the name and the reason, and comes before any game begins."""
    with pytest.raises(UsageError) as caught:
        external_row(name)
    assert name in str(caught.value)
    assert why in str(caught.value)


def test_nothing_of_it_is_imported_here():
    """Only its name is known here: its module is loaded in its own process."""
    external_row("somebodys:plain")
    assert "somebodys" not in sys.modules
    assert module_of("somebodys:plain") == "somebodys"
    assert module_of("rules") is None
