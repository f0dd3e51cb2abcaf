"""The app in a real terminal: it asks for one, and leaves it as it found it."""

import os
import select
import signal
import subprocess
import sys
import time

import pytest

from sim.errors import UsageError
from sim.tui.app import run
from tests.tui.player import tutorial

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

PLAY = (
    "import sys; from sim import scenario_io; from sim.tui.app import run; "
    "sys.exit(run(scenario_io.load_file(scenario_io.find('tutorial')), 3))"
)
ALTERNATE_SCREEN_OFF = b"\x1b[?1049l"
MOUSE_OFF = b"\x1b[?1000l"


def read(end: int, until: bytes, seconds: float = 20.0) -> bytes:
    """What the app writes, until some text came or the app is gone."""
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


def test_without_a_terminal_it_says_so():
    """An app without a terminal would start, and never end."""
    with pytest.raises(UsageError, match="needs a terminal"):
        run(tutorial(), 1)


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (None, 0)],
)
def test_the_terminal_is_left_as_it_was(number, code):
    """After the player leaves, or a signal ends the game: cooked mode, screen and mouse back."""
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
        if number is None:
            os.write(ours, b"\x11")  # ctrl+q: nothing to lose yet
        else:
            app.send_signal(number)
        rest = read(ours, ALTERNATE_SCREEN_OFF)
        assert ALTERNATE_SCREEN_OFF in rest
        assert MOUSE_OFF in rest
        assert app.wait(20) == code
        assert termios.tcgetattr(theirs)[:4] == before[:4]
    finally:
        app.kill()
        app.wait()
        os.close(ours)
        os.close(theirs)
