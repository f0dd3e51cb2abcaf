"""`buckstop` and `buckstop play` start the game with the options given."""

import sys
import types
from pathlib import Path

import pytest

from sim.cli import opening


@pytest.fixture
def opened(monkeypatch):
    """A terminal, and a fake game that records how it was opened and ends with 7."""
    calls = []

    def run(scenario, seed, data_dir, resume, watch, say):
        assert resume is watch is None
        calls.append((scenario and scenario.id, seed, data_dir))
        return 7

    game = types.ModuleType("sim.tui.running")
    game.run = run
    monkeypatch.setitem(sys.modules, "sim.tui.running", game)
    terminal = types.SimpleNamespace(isatty=lambda: True)
    streams = types.SimpleNamespace(stdin=terminal, stdout=terminal)
    monkeypatch.setattr(opening, "sys", streams)
    return calls


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ((), (None, None, None)),
        (("--data-dir", "here"), (None, None, Path("here"))),
        (("play",), (None, None, None)),
        (("play", "--seed", "5"), (None, 5, None)),
        (("play", "tutorial"), ("tutorial", None, None)),
        (("play", "tutorial", "--seed", "0"), ("tutorial", 0, None)),
        (("play", "tutorial", "--data-dir=a b"), ("tutorial", None, Path("a b"))),
    ],
)
def test_the_game_gets_scenario_seed_and_data_folder(call, opened, arguments, asked):
    """Omitted options are None, and the game's exit code is the program's."""
    code, _, err = call(*arguments)
    assert (code, err) == (7, "")
    assert opened == [asked]


def test_a_wrong_scenario_does_not_open_the_game(call, opened):
    """The message appears on the normal screen, before the game takes it over."""
    code, _, err = call("play", "tutorail")
    assert code == 2
    assert 'Did you mean "tutorial"?' in err
    assert opened == []
