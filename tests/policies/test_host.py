"""What a policy's process answers: its orders, or why there are none."""

import json
import pickle

import pytest

from sim.errors import FailureKind
from sim.games.game import Game
from sim.policies.external import host
from tests.builders import a_firm, a_project, a_scenario, a_team


class Unspeakable(BaseException):
    def __str__(self):
        raise self


RAISED = {
    "text": (ValueError("no such thing"), "ValueError: no such thing"),
    "none": (AssertionError(), "AssertionError"),
    "leaves": (SystemExit(0), "SystemExit: 0"),
    "interrupts": (KeyboardInterrupt(), "KeyboardInterrupt"),
    "closes": (GeneratorExit(), "GeneratorExit"),
    "memory": (MemoryError(), "MemoryError"),
    "depth": (RecursionError("too deep"), "RecursionError: too deep"),
    "stops": (StopIteration(3), "StopIteration: 3"),
    "group": (ExceptionGroup("all", [KeyError(1)]), "ExceptionGroup: all (1 sub-exception)"),
    "everything": (
        BaseExceptionGroup("all", [SystemExit(1)]),
        "BaseExceptionGroup: all (1 sub-exception)",
    ),
    "junk": (ValueError("\x00\x1b[2J\ud800\n"), r"ValueError: \x00\x1b[2J\ud800"),
    "unspeakable": (Unspeakable(), "Unspeakable, whose text could not be printed"),
}


class Raises:
    """Raises at one of the moments in which its code runs."""

    def __init__(self, error, moment):
        self.error = error
        self.moment = moment

    def __call__(self):
        self.at("made")
        return self

    def at(self, moment):
        if self.moment == moment:
            raise self.error

    def decide(self, observation):
        self.at("decides")
        return self

    def __iter__(self):
        self.at("is read")
        return iter(())


class Unreadable:
    """A request that cannot be read, as if the policy had changed the program's classes."""

    def __reduce__(self):
        return fail, ()


def fail():
    raise Unspeakable


@pytest.fixture(scope="module")
def request_to_decide():
    firm = a_scenario(a_firm(), a_team("crew"), a_project("shop", 300.0), turns=4)
    return pickle.dumps(Game.new(firm, 1).observation)


def player(made):
    found = host._Player("mine:Mine", host.Counted())
    found._made = made
    return found


def failure(answer):
    """The kind and the message of an answer, after its way to the other process."""
    found = json.loads(json.dumps(answer).encode())
    return found["failure"], found["message"]


@pytest.mark.parametrize(
    ("moment", "why"),
    [(moment, why) for moment in ("made", "decides", "is read") for why in RAISED],
)
def test_any_exception_is_reported_as_raised(moment, why, request_to_decide):
    """By its type and its text, or that there is none; at any moment, and the process continues."""
    error, words = RAISED[why]
    playing = player(Raises(error, moment))
    answer = host._answer(playing, pickle.dumps(1))
    if moment != "made":
        assert "failure" not in answer
        answer = host._answer(playing, request_to_decide)
    assert failure(answer) == (FailureKind.RAISED, f"it raised {words}")


def test_an_unreadable_request_is_reported_as_raised():
    """If a policy changes the program's classes, that is its own failure, with a reason."""
    answer = host._answer(player(Raises(None, "never")), pickle.dumps(Unreadable()))
    assert failure(answer) == (
        FailureKind.RAISED,
        "it raised Unspeakable, whose text could not be printed",
    )


def test_a_module_that_raises_is_reported_as_raised(tmp_path, monkeypatch):
    """At import, before any policy exists."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(host.sys, "path", [*host.sys.path])
    (tmp_path / "raises_at_import.py").write_text("raise GeneratorExit('no')\n")
    made = host._Player("raises_at_import:Mine", host.Counted())
    answer = host._answer(made, pickle.dumps(1))
    assert failure(answer) == (FailureKind.RAISED, "it raised GeneratorExit: no")
