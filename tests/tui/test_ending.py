"""How the game ends as a program: its exit code, and what it leaves on the terminal."""

import os
import signal
import subprocess
import sys

import pytest

from tests.tui.test_terminal import ALTERNATE_SCREEN_OFF, read

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

PLAY = "from sim.cli import main; main()"
FAULT = (
    "from sim.tui.pages.briefing import BriefingScreen as Screen\n"
    "def fail(*_): raise ZeroDivisionError('of all things')\n"
    "Screen.on_mount = fail\n"
)


def played(program: str, signals: list[tuple[bytes, int]]) -> tuple[int, bytes]:
    """The game's exit code and all its output; each signal is sent once its text has appeared."""
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    game = subprocess.Popen(
        [sys.executable, "-c", program, "play", "tutorial", "--seed", "3"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
    )
    try:
        written = b""
        for text, number in signals:
            written += read(ours, text)
            game.send_signal(number)
        written += read(ours, ALTERNATE_SCREEN_OFF)
        assert ALTERNATE_SCREEN_OFF in written
        code = game.wait(20)
        assert termios.tcgetattr(theirs)[:4] == before[:4]
        os.close(theirs)
        theirs = -1
        return code, written + read(ours, b"\0", seconds=5)
    finally:
        game.kill()
        game.wait()
        os.close(ours)
        if theirs >= 0:
            os.close(theirs)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_exit_code_names_the_signal(number):
    """128 plus the signal number, so 130 for an interrupt; the terminal is restored, with no
    traceback."""
    code, written = played(PLAY, [(b"Fernhill", number)])
    assert code == 128 + number
    assert b"Traceback" not in written


def test_a_signal_during_startup_is_handled():
    """From the moment the terminal is taken over, it will also be restored."""
    code, written = played(PLAY, [(b"\x1b[?1049h", signal.SIGINT)])
    assert code == 130
    assert b"Traceback" not in written


def test_a_fault_is_reported_in_one_message():
    """Exit code 1, the terminal restored, and no traceback that shows what was in memory."""
    code, written = played(FAULT + PLAY, [])
    rest = written.partition(ALTERNATE_SCREEN_OFF)[2]
    assert code == 1
    assert b"buckstop: A bug in Buckstop: ZeroDivisionError: of all things." in rest
    assert b"Traceback" not in written
