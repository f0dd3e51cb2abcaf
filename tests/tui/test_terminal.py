"""The app in a real terminal: it requires one, and leaves it as it found it."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sim.errors import UsageError
from sim.games import saves
from sim.games.game import Game
from sim.games.store import Store
from sim.tui.running import run
from tests.tui.player import tutorial

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

PLAY = "import sys; from sim.cli import main; sys.argv[0] = 'buckstop'; main()"
ALTERNATE_SCREEN_ON = b"\x1b[?1049h"
ALTERNATE_SCREEN_OFF = b"\x1b[?1049l"
MOUSE_OFF = b"\x1b[?1000l"


def read(end: int, until: bytes, seconds: float = 20.0) -> bytes:
    """The app's output, until a given text appears or the app is gone."""
    got = b""
    limit = time.monotonic() + seconds
    while until not in got and time.monotonic() < limit:
        if not select.select([end], [], [], 0.2)[0]:
            continue
        try:
            more = os.read(end, 65_536)
        except OSError:  # how Linux says that nobody holds the other end any more
            break
        if not more:
            break
        got += more
    return got


def test_the_first_screen_does_not_wait_for_what_only_a_game_needs():
    """The engine, the forecasts and the comparison are loaded after it is shown."""
    script = "import sys, sim.tui.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    loaded = done.stdout.split()
    assert "sim.tui.pages.title" in loaded, done.stderr
    late = (
        "sim.engine",
        "sim.games.game",
        "sim.forecast",
        "sim.bench",
        "sim.tui.pages.desk.screen",
    )
    assert not [name for name in loaded if name.startswith(late)]


@pytest.mark.parametrize(("given", "seconds"), [({}, 0.025), ({"ESCDELAY": "200"}, 0.2)])
def test_the_wait_after_esc_is_short_or_set_by_the_user(given, seconds):
    """No longer than a fast terminal needs; over a slow line the user may set a longer wait."""
    script = "import sim.tui.app; from textual import constants; print(constants.ESCAPE_DELAY)"
    environment = {key: value for key, value in os.environ.items() if key != "ESCDELAY"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**environment, **given}
    )
    assert float(done.stdout) == seconds, done.stderr


def test_without_a_terminal_it_says_so():
    """Without a terminal, an app would start and never end."""
    with pytest.raises(UsageError, match="needs a terminal"):
        run(tutorial(), 1)


@contextmanager
def terminal(
    *arguments: str, size: tuple[int, int] = (80, 24), **environment: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The game in a terminal of its own: our end of the terminal, and the process."""
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    app = subprocess.Popen(
        [sys.executable, "-c", PLAY, "play", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": str(size[0]),
            "LINES": str(size[1]),
            **environment,
        },
    )
    try:
        yield ours, app
        if app.returncode != -signal.SIGKILL:
            assert termios.tcgetattr(theirs)[:4] == before[:4]
    finally:
        app.kill()
        app.wait()
        os.close(ours)
        os.close(theirs)


def type_until(ours: int, keys: bytes, until: bytes) -> None:
    """Type something, and wait for its result."""
    os.write(ours, keys)
    assert until in read(ours, until), until


def to_the_report(ours: int) -> None:
    """From the desk through the end of the turn."""
    os.write(ours, b"n")
    read(ours, b"Still open", 5.0)
    type_until(ours, b"y", b"is over")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGTERM, 143),
        pytest.param(signal.SIGHUP, 129, marks=pytest.mark.long),
        pytest.param(signal.SIGINT, 130, marks=pytest.mark.long),
        (None, 0),
    ],
)
def test_the_terminal_is_left_as_it_was_and_the_game_is_saved(data_dir, number, code):
    """After the player leaves, or a signal ends the game: cooked mode, screen and mouse are
    restored."""
    with terminal("tutorial", "--seed", "3") as (ours, app):
        assert b"Fernhill" in read(ours, b"Fernhill")
        type_until(ours, b"\r", b"end turn")
        to_the_report(ours)
        if number is None:
            os.write(ours, b"\x11")  # ctrl+q
        else:
            app.send_signal(number)
        rest = read(ours, b"--resume")
        assert ALTERNATE_SCREEN_OFF in rest
        assert MOUSE_OFF in rest
        assert b"The game is saved" in rest.partition(ALTERNATE_SCREEN_OFF)[2]
        assert app.wait(20) == code
    ((game,), _) = Store(data_dir).games()
    assert (game.seed, game.turns, saves.check(Store(data_dir), game.id)) == (3, 1, None)


PLAIN = {"TERM": "dumb", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    ("environment", "size", "shown"),
    [
        ({**PLAIN, "NO_COLOR": "1"}, (80, 24), b"Fernhill"),
        pytest.param(PLAIN, (80, 24), b"Fernhill", marks=pytest.mark.long),
        pytest.param({"NO_COLOR": "1"}, (80, 24), b"Fernhill", marks=pytest.mark.long),
        pytest.param({"TERM": "dumb"}, (80, 24), b"Fernhill", marks=pytest.mark.long),
        pytest.param({"TERM": ""}, (80, 24), b"Fernhill", marks=pytest.mark.long),
        pytest.param({"LC_ALL": "C"}, (400, 100), b"Fernhill", marks=pytest.mark.long),
        pytest.param({}, (20, 5), b"Too small", marks=pytest.mark.long),
        pytest.param(PLAIN, (20, 5), b"Too small", marks=pytest.mark.long),
        pytest.param({}, (1, 1), ALTERNATE_SCREEN_ON, marks=pytest.mark.long),
    ],
)
def test_a_poor_terminal_is_good_enough(environment, size, shown):
    """Without colours, with ASCII only, at any size: it opens, and can be left."""
    with terminal("tutorial", "--seed", "3", size=size, **environment) as (ours, app):
        assert shown in read(ours, shown)
        os.write(ours, b"\x11")  # ctrl+q
        rest = read(ours, ALTERNATE_SCREEN_OFF)
        assert ALTERNATE_SCREEN_OFF in rest
        assert app.wait(20) == 0
        assert b"Traceback" not in rest + read(ours, b"Traceback", 0.3)


@pytest.mark.parametrize("kills", [1, pytest.param(1_000, marks=pytest.mark.long)])
def test_a_killed_game_goes_on_from_its_last_turn(data_dir, kills):
    """Whenever the process is killed, every turn whose report was shown is saved, and --resume
    continues from it as if nothing had happened."""
    store, seen, luck = Store(data_dir), 0, random.Random(11)
    for _ in range(kills):
        going_on = seen > 0
        arguments = ("--resume",) if going_on else ("tutorial", "--seed", "3")
        with terminal(*arguments) as (ours, app):
            if not going_on:
                read(ours, b"Fernhill")
                os.write(ours, b"\r")
            read(ours, b"end turn")
            to_the_report(ours)
            seen += 1
            if luck.random() < 0.5:  # while the next turn is being played
                os.write(ours, b"\rny")
                time.sleep(luck.random() * 0.3)
            app.send_signal(signal.SIGKILL)
            app.wait()
        game = max(store.games()[0], key=lambda game: game.id)
        log = store.read(game.id)
        assert log.damage is None
        assert len(log.turns) >= seen
        seen = len(log.turns)
        if game.outcome is not None:
            played = saves.played(log)
            whole = Game.replay(played[0].scenario, 3, played[0].log)
            assert (whole.digest(), played[1]) == (log.turns[-1].digest, None)
            seen = 0
