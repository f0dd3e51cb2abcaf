"""Exit codes by command: 0 success, 1 the check failed, 2 wrong usage, 130 interrupted."""

import itertools
import json
import sqlite3
import sys
from contextlib import closing

import pytest
from attrs import evolve

from sim.cli.front import COMMANDS
from sim.games.game import Game
from sim.games.saves import Saving
from sim.games.store import FILE, Store
from sim.lab.validation.published import facts
from sim.lab.validation.runs import Measured, Row
from sim.policies.external import process
from sim.scenario_io import find, load_file
from tests.cli.commands import finish

SHORT = ("--policy", "hold", "--seeds", "1-2", "--jobs", "1")

# --- what a command may be given ----------------------------------------------------------------


def no_scenario(tmp_path, **_):
    """A readable file that is not a valid scenario."""
    (tmp_path / "bad.toml").write_text("format = 1\n")
    return tmp_path / "bad.toml"


def no_text(tmp_path, **_):
    """A file whose content cannot be judged at all."""
    (tmp_path / "latin.toml").write_bytes(b"# \xe4")
    return tmp_path / "latin.toml"


def a_replay(tmp_path, call, **_):
    """A replay of a game played here."""
    path = tmp_path / "game.json"
    assert call("run", "tutorial", "--seed", "3", "--policy", "hold", "--replay", str(path))[0] == 0
    return path


def another_replay(tmp_path, call, **_):
    """A replay that does not match the game it claims to record."""
    path = a_replay(tmp_path, call)
    path.write_text(json.dumps({**json.loads(path.read_text()), "seed": 4}))
    return path


def foreign_replay(tmp_path, call, **_):
    """A replay of a game under rules other than the current ones."""
    path = a_replay(tmp_path, call)
    path.write_text(json.dumps({**json.loads(path.read_text()), "rules_hash": "0" * 64}))
    return path


def a_run(tmp_path, call, **_):
    """A benchmark run that was kept."""
    assert call("bench", "tutorial", *SHORT, "--out", str(tmp_path / "run"))[0] == 0
    return tmp_path / "run"


def half_a_run(tmp_path, call, **_):
    """A benchmark run that was cut off."""
    folder = a_run(tmp_path, call)
    about = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps({**about, "complete": False}))
    (folder / "summary.json").unlink()
    for name in ("episodes.jsonl", "turns.jsonl"):
        kept = (folder / name).read_bytes()
        (folder / name).write_bytes(kept[: len(kept) * 2 // 3])
    return folder


def damaged_run(tmp_path, call, **_):
    """A benchmark run marked complete that is not."""
    folder = a_run(tmp_path, call)
    kept = (folder / "episodes.jsonl").read_bytes()
    (folder / "episodes.jsonl").write_bytes(kept[: len(kept) // 2])
    return folder


def nothing(tmp_path, **_):
    """A path that does not exist."""
    return tmp_path / "nothing"


def a_game(**_):
    """A game in the store; its number is 1."""
    game = Game.new(load_file(find("tutorial")), 3)
    for _ in range(2):
        game.submit(())
    saving = Saving(Store())
    saving.keep(game)
    saving.close()
    return 1


def a_damaged_game(data_dir, **_):
    """A game whose second turn differs from what was written."""
    number = a_game()
    with closing(sqlite3.connect(data_dir / FILE)) as connection:
        connection.execute("UPDATE turns SET orders = '[ ]' WHERE number = 2")
        connection.commit()
    return number


def a_failing_policy(tmp_path, monkeypatch, **_):
    """A user's policy that raises in every game."""
    return a_policy(tmp_path, monkeypatch, "1 / 0")


def a_policy_that_fails_once(tmp_path, monkeypatch, **_):
    """A policy that raises in its first game only."""
    (tmp_path / "marker").touch()
    failing = (
        "import os\n        if os.path.exists('marker'):\n            os.remove('marker'); 1 / 0"
    )
    return a_policy(tmp_path, monkeypatch, failing)


NUMBERS = itertools.count()


def a_policy(tmp_path, monkeypatch, line):
    monkeypatch.chdir(tmp_path)
    name = f"own_exit_{next(NUMBERS)}"
    (tmp_path / f"{name}.py").write_text(
        f"class Mine:\n    def decide(self, seen):\n        {line}\n        return ()\n"
    )
    return f"{name}:Mine"


def rows_that_hold(monkeypatch, **_):
    """An experiment that reproduces the published figures."""
    return made_up_rows(monkeypatch, True)


def rows_that_do_not(monkeypatch, **_):
    """An experiment with one of two figures outside its range."""
    return made_up_rows(monkeypatch, False)


def made_up_rows(monkeypatch, holds):
    def run(plan, workers=None, done=None):
        rows = []
        for fact in list(facts().values())[:2]:
            published = evolve(fact.figures[0], low=0.0, high=1.0)
            value = 2.0 if not holds and not rows else 0.5
            rows.append(Row(fact, (Measured(published, value, None),)))
        return rows

    monkeypatch.setattr("sim.lab.validation.runs.run", run)
    return "1-1"


# --- and what it ends with -----------------------------------------------------------------------

DONE, DOES_NOT_HOLD, WRONG, INTERRUPTED = 0, 1, 2, 130

CASES = [
    # the program itself
    (DONE, "--version"),
    (DONE, "--help"),
    (WRONG, "nothing"),
    (WRONG, ""),  # opens the game, and there is no terminal
    (WRONG, "play tutorial"),
    (WRONG, "play nowhere"),
    # lists
    (DONE, "scenarios"),
    (WRONG, "scenarios more"),
    (DONE, "policies --json"),
    (WRONG, "policies --jsn"),
    (DONE, "rules benefits"),
    (WRONG, "rules no_such_rule"),
    # scenario files
    (DONE, "check tutorial"),
    (DOES_NOT_HOLD, "check {}", no_scenario),
    (DOES_NOT_HOLD, "check tutorial {} --json", no_scenario),
    (WRONG, "check {}", no_text),
    (WRONG, "check tutorial {}", nothing),
    (WRONG, "check"),
    # one game
    (DONE, "run tutorial --policy hold --seed 1"),
    (DOES_NOT_HOLD, "run tutorial --policy {}", a_failing_policy),
    (WRONG, "run {}", no_scenario),
    (WRONG, "run {}", no_text),
    (WRONG, "run tutorial --policy nobody"),
    (WRONG, "run tutorial --policy hold --replay {}", a_replay),  # is there already
    # a replay
    (DONE, "replay {}", a_replay),
    (DOES_NOT_HOLD, "replay {}", another_replay),
    (DOES_NOT_HOLD, "replay {} --json", foreign_replay),
    (WRONG, "replay {}", no_scenario),
    (WRONG, "replay {}", nothing),
    (WRONG, "replay {} --watch", a_replay),  # there is no terminal
    # a benchmark
    (DONE, "bench tutorial --policy hold --seeds 1 --jobs 1"),
    (DONE, "bench tutorial --policy {} --seeds 1-2 --jobs 1", a_policy_that_fails_once),
    (DOES_NOT_HOLD, "bench tutorial --policy {} --seeds 1-2 --jobs 1", a_failing_policy),
    (DOES_NOT_HOLD, "bench tutorial --policy hold --policy {} --seeds 1 --jobs 1 --json",
     a_failing_policy),
    (WRONG, "bench {} --seeds 1", no_scenario),
    (WRONG, "bench tutorial --seeds 2-1"),
    (WRONG, "bench tutorial --policy hold --out {}", a_run),  # holds a run already
    (DONE, "bench --resume {}", a_run),
    (DONE, "bench --resume {}", half_a_run),
    (WRONG, "bench --resume {}", damaged_run),
    (WRONG, "bench --resume {}", nothing),
    (WRONG, "bench --resume {} --seeds 2-3", a_run),
    # its page
    (DONE, "report {}", a_run),
    (DONE, "report {}", half_a_run),
    (WRONG, "report {}", nothing),
    (WRONG, "report"),
    # the matrix and the validation
    (DONE, "matrix --work brochure --seeds 1"),
    (WRONG, "matrix --work nothing"),
    (DONE, "validate --seeds {}", rows_that_hold),
    (DONE, "validate --seeds {} --strict", rows_that_hold),
    (DONE, "validate --seeds {}", rows_that_do_not),
    (DONE, "validate --seeds {} --json", rows_that_do_not),
    (DOES_NOT_HOLD, "validate --seeds {} --strict", rows_that_do_not),
    (DOES_NOT_HOLD, "validate --seeds {} --strict --json", rows_that_do_not),
    (WRONG, "validate --seeds none"),
    # games that are kept
    (DONE, "saves"),
    (DONE, "saves list", a_game),
    (WRONG, "saves lst"),
    (DONE, "saves verify {}", a_game),
    (DONE, "saves verify"),
    (DOES_NOT_HOLD, "saves verify {}", a_damaged_game),
    (DOES_NOT_HOLD, "saves verify {} --json", a_damaged_game),
    (WRONG, "saves verify one"),
    (DONE, "saves export {}", a_game),
    (DOES_NOT_HOLD, "saves export {}", a_damaged_game),
    (WRONG, "saves export 7"),
    (DONE, "saves import {}", a_replay),
    (DOES_NOT_HOLD, "saves import {}", another_replay),
    (WRONG, "saves import {}", nothing),
    (DONE, "saves delete {}", a_game),
    (WRONG, "saves delete 7"),
]  # fmt: skip


def name_of(case):
    code, line, *things = case
    return f"{line.replace('{}', things[0].__name__ if things else '')} = {code}"


@pytest.fixture
def ended(call, tmp_path, data_dir, monkeypatch):
    """Exit code, output and messages of a command line from the list."""
    hosts = {}
    monkeypatch.setattr(process._HOSTS, "by_name", hosts)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def ended(line, *things):
        made = [
            make(tmp_path=tmp_path, data_dir=data_dir, call=call, monkeypatch=monkeypatch)
            for make in things
        ]
        monkeypatch.chdir(tmp_path)
        return call(*line.format(*made).split())

    yield ended
    for host in hosts.values():
        host.end()


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_every_command_ends_as_the_readme_says(ended, case):
    """1 when the requested check fails; 2, with the reason, when it could not be run."""
    expected, line, *things = case
    code, out, err = ended(line, *things)
    assert code == expected, err
    if code == WRONG:
        assert err.startswith("buckstop: ")
        assert out == "" or "check tutorial" in line  # the other files are checked all the same
    assert "Traceback" not in err
    assert "bug in Buckstop" not in err


def test_no_command_is_left_out():
    """Each command is called with a request that can be met and one that cannot."""
    for command in COMMANDS:
        codes = {code for code, line, *_ in CASES if line.split()[:1] == [command]}
        assert WRONG in codes
        assert DONE in codes or command == "play", "without a terminal there is no game"


INTERRUPTS = (
    "import os, signal, sys\n"
    "def here(*_, **__):\n"
    "    os.kill(os.getpid(), signal.SIGINT)\n"
    "    raise SystemExit('went on')\n"
    "from sim.cli import main\n"
    "import sim.cli.console as console\n"
    "import sim.processes as processes\n"
)

AT = {"it writes": "console._write = here\n", "it plays": "processes.spread = here\n"}


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("scenarios", "it writes"),
        ("policies", "it writes"),
        ("rules", "it writes"),
        ("check tutorial", "it writes"),
        ("run tutorial --policy hold", "it writes"),
        ("bench tutorial --policy hold --seeds 1 --jobs 1", "it writes"),
        ("matrix --work brochure --seeds 1", "it writes"),
        ("matrix --work brochure --seeds 1", "it plays"),
        ("validate --seeds 1", "it plays"),
        ("saves verify", "it writes"),
    ],
)
def test_every_interrupted_command_ends_with_130(line, at):
    """An interrupted command prints one line and no partial result."""
    program = [sys.executable, "-c", f"{INTERRUPTS}{AT[at]}main()\n"]
    code, out, err = finish(*line.split(), program=program)
    assert (code, out, err) == (INTERRUPTED, "", "buckstop: Interrupted.\n")


@pytest.mark.parametrize(
    ("command", "make"),
    [
        ("replay", a_replay),
        ("replay", another_replay),
        ("saves import", a_replay),
        ("report", a_run),
        ("bench --resume", half_a_run),
    ],
)
def test_work_on_a_file_can_be_interrupted(call, tmp_path, command, make):
    """Work on a file can be interrupted, whatever its result would have been."""
    program = [sys.executable, "-c", f"{INTERRUPTS}{AT['it writes']}main()\n"]
    path = make(tmp_path=tmp_path, call=call)
    found = finish(*command.split(), str(path), program=program)
    assert found == (INTERRUPTED, "", "buckstop: Interrupted.\n")
