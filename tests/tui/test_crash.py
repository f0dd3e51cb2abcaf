"""A fault that ends the game does not lose it: a file holds the game and can replay it."""

import json
import os
import shlex
import signal
import subprocess
import sys

import pytest
from textual.worker import WorkerFailed

from sim import cli
from sim.engine.turn import resolve
from sim.games import replays, saves
from sim.games.replays import Result
from sim.games.store import CRASHES, FILE, Store, StoreError
from tests.tui.player import at_the_desk, playing, tutorial
from tests.tui.test_terminal import ALTERNATE_SCREEN_OFF, read

FAULT = "the ledger is on fire"


def on_fire(world, *rest):
    """An engine that cannot play turn 2."""
    if world.turn == 2:
        raise ZeroDivisionError(FAULT)
    return resolve(world, *rest)


async def crashed_in_turn_2(monkeypatch):
    """The app after one turn was played and a second was drafted but could not be played."""
    with pytest.raises((ZeroDivisionError, WorkerFailed), match=FAULT):  # noqa: PT012 - all of it
        async with at_the_desk(tutorial()) as player:
            monkeypatch.setattr("sim.games.game.resolve", on_fire)
            await player.press("n")
            await player.press_until("enter", lambda: player.screen == "DeskScreen")
            await player.press("enter", "enter", "enter")
            log, drafted = player.game.log, player.game.pending
            assert len(log) == 1
            assert drafted
            await player.press("n")
            if player.screen == "ConfirmDialog":
                await player.press("y")
    assert isinstance(player.app.fault, ZeroDivisionError)
    return player.app, log, drafted


async def test_a_fault_leaves_the_game_in_a_file(monkeypatch, data_dir):
    """The file holds the turns played and the orders of the failed turn, unchanged. They are in the
    store as well, so the game can continue from there once the fault is fixed."""
    app, log, drafted = await crashed_in_turn_2(monkeypatch)
    said = app.kept.keep_crash(app.fault)
    (path,) = (data_dir / CRASHES).iterdir()
    assert shlex.quote(str(path)) in said
    kept = replays.load(path)
    assert kept.scenario == tutorial()
    assert kept.seed == 7
    assert tuple(turn.orders for turn in kept.turns) == log
    assert kept.crash.drafted == drafted
    assert kept.crash.fault == f"ZeroDivisionError: {FAULT}"
    assert "in on_fire" in kept.crash.traceback
    assert app.kept.let_go().startswith("The game is saved: buckstop play --resume continues")
    monkeypatch.setattr("sim.games.game.resolve", resolve)
    opened = saves.open_game(Store(), 1)
    opened.saving.close()
    assert (opened.game.log, opened.game.pending, opened.damage) == (log, drafted, None)


async def test_the_command_reproduces_it(monkeypatch, data_dir, capsys):
    """While the fault exists, it recurs; once it is fixed, the turn can be played."""
    app, _, drafted = await crashed_in_turn_2(monkeypatch)
    app.kept.keep_crash(app.fault)
    (path,) = (data_dir / CRASHES).iterdir()
    capsys.readouterr()
    assert cli.run(["replay", str(path)]) == 1
    out, err = capsys.readouterr()
    assert f"ended by a bug: ZeroDivisionError: {FAULT}" in out
    assert f"drafted orders: {len(drafted)}" in out
    assert "turn 2 cannot be played as drafted" in out
    assert err.count("\n") == 1
    assert FAULT in err
    monkeypatch.setattr("sim.games.game.resolve", resolve)
    assert cli.run(["replay", str(path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["result"] == Result.SAME
    assert document["crash"]["fault"] == f"ZeroDivisionError: {FAULT}"
    assert len(document["crash"]["drafted"]) == len(drafted)


async def test_existing_crash_files_are_not_overwritten(monkeypatch, data_dir):
    """Two faults within one second make two files."""
    app, _, _ = await crashed_in_turn_2(monkeypatch)
    said = {app.kept.keep_crash(app.fault) for _ in range(3)}
    assert len(said) == len(list((data_dir / CRASHES).iterdir())) == 3


async def test_an_unwritable_crash_file_is_reported(monkeypatch, data_dir):
    """Whatever the obstacle, the reason is reported and no new error hides the fault itself."""
    app, _, _ = await crashed_in_turn_2(monkeypatch)
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / CRASHES).write_text("in the way")
    assert app.kept.keep_crash(app.fault).startswith("The game could not be saved: ")
    assert (data_dir / CRASHES).read_text() == "in the way"

    def full(*_):
        raise StoreError("the disk is full.")

    monkeypatch.setattr("sim.games.store.Store.keep_crash", full)
    assert app.kept.keep_crash(app.fault) == "The game could not be saved: the disk is full."


async def test_a_fault_without_a_game_leaves_no_file(data_dir):
    """A fault at the title is reported, and leaves no file."""
    async with playing(None) as player:
        assert player.app.kept.keep_crash(ZeroDivisionError()) == ""
    assert not data_dir.exists()


PLAY = """
import sys
import sim.games.game
from sim.cli import main

def on_fire(*_):
    raise ZeroDivisionError("the ledger is on fire")

sim.games.game.resolve = on_fire
sys.argv = ["buckstop", "play", "tutorial", "--seed", "3"]
main()
"""


def test_in_a_terminal_a_fault_is_one_message_that_names_the_file(data_dir):
    """The terminal is restored first; the exit code is 1; the file is where the message says."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    app = subprocess.Popen(
        [sys.executable, "-c", PLAY],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
    )
    try:
        assert b"Fernhill" in read(ours, b"Fernhill")
        os.write(ours, b"\r")  # to the desk
        read(ours, b"end turn")
        os.write(ours, b"n")
        got = read(ours, b"Still open")  # it asks, since something waits
        os.write(ours, b"y")
        got += read(ours, b".json")
        restored, message = got.split(ALTERNATE_SCREEN_OFF)
        assert b"buckstop: A fault" not in restored
        told = " ".join(message.decode().split())
        assert app.wait(20) == 1
        assert termios.tcgetattr(theirs)[:4] == before[:4]
    finally:
        app.send_signal(signal.SIGKILL)
        app.wait()
        os.close(ours)
        os.close(theirs)
    assert "buckstop: A bug in Buckstop: ZeroDivisionError: the ledger is on fire." in told
    (path,) = (data_dir / CRASHES).iterdir()
    assert f"buckstop replay {path}" in told
    assert "Traceback" not in told
    assert replays.load(path).turns == ()


async def test_a_game_that_cannot_be_saved_is_left_in_a_file(data_dir):
    """For example, when a signal ends it while the file of saved games is damaged."""
    async with at_the_desk(tutorial()) as player:
        data_dir.mkdir()
        (data_dir / FILE).write_text("no database" * 100)
        player.app.session.end_turn()
        said = player.app.kept.let_go()
    assert "cannot be" in said
    (path,) = (data_dir / CRASHES).iterdir()
    assert f"buckstop replay {path}" in said
    assert len(replays.load(path).turns) == 1
