"""The program as it is started from a shell: pipes, terminals, interruptions, what it imports."""

import json
import os
import pty
import signal
import sys

import pytest

from tests.cli.commands import finish, start

HEADLESS = [
    ("--version",),
    ("--help",),
    ("scenarios", "--json"),
    ("policies", "--json"),
    ("rules", "--json"),
    ("check", "tutorial", "--json"),
    ("run", "tutorial", "--seed", "1", "--trace", "--json"),
    ("run", "tutorial", "--seed", "1", "--trace"),
    ("bench", "tutorial", "--policy", "random", "--seeds", "1-2", "--json"),
    ("bench", "tutorial", "--policy", "random", "--seeds", "1-2"),
    ("play", "tutorial"),
]


@pytest.mark.parametrize("arguments", HEADLESS, ids=" ".join)
def test_without_the_game_textual_and_numpy_are_never_imported(arguments):
    """A benchmark on a cluster has no use for a terminal library, and waits for none."""
    script = (
        "import json, sys\n"
        "from sim.cli import run\n"
        "run(sys.argv[1:])\n"
        "heavy = {name.partition('.')[0] for name in sys.modules} & {'textual', 'numpy'}\n"
        "print(json.dumps(sorted(heavy)), file=sys.stderr)\n"
    )
    with start(*arguments, program=[sys.executable, "-c", script]) as process:
        _, err = process.communicate(timeout=120)
    assert json.loads(err.splitlines()[-1]) == []


@pytest.mark.parametrize("arguments", [*HEADLESS[:10], ("run", "--help")], ids=" ".join)
def test_a_closed_pipe_is_quiet(arguments):
    """As in `| head -1`: whoever stopped reading has what they wanted; no message, exit code 0."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        code, _, err = finish(*arguments, stdout=writer)
    finally:
        os.close(writer)
    assert code == 0
    assert "buckstop:" not in err
    assert "Error" not in err


def test_a_closed_pipe_keeps_the_verdict(tmp_path):
    """An invalid scenario is invalid, whether or not somebody reads why."""
    (tmp_path / "bad.toml").write_text("format = 1\n")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        code, _, err = finish("check", str(tmp_path / "bad.toml"), stdout=writer)
    finally:
        os.close(writer)
    assert (code, err) == (1, "")


def test_messages_to_a_closed_pipe_are_quiet():
    """Standard error may be closed as well; the exit code still tells."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        code, out, _ = finish("run", "nothing-of-the-kind", stderr=writer)
    finally:
        os.close(writer)
    assert (code, out) == (2, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [("rules",), ("rules", "--json"), ("--help",)], ids=" ".join)
def test_a_full_disk_is_one_message(arguments):
    """What could not be written is said, and the exit code is not 0."""
    with open("/dev/full", "wb") as full:
        code, _, err = finish(*arguments, stdout=full)
    assert code == 1
    assert err == "buckstop: Cannot write the results: No space left on device.\n"


@pytest.mark.parametrize("arguments", [(), ("play",), ("play", "tutorial", "--seed", "3")])
def test_without_a_terminal_the_game_says_so(arguments):
    """Textual would start and never end; so neither input nor output may be anything else."""
    code, out, err = finish(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("buckstop: The game needs a terminal")
    assert err.count("\n") == 1


def test_half_a_terminal_is_none():
    """With a terminal for its output alone, the game still cannot be played."""
    terminal, end = pty.openpty()
    try:
        code, _, err = finish("play", stdout=end)
    finally:
        os.close(end)
        os.close(terminal)
    assert code == 2
    assert err.startswith("buckstop: The game needs a terminal")


def test_ctrl_c_ends_a_benchmark_with_130():
    """An interrupted benchmark says that it was, prints no half result, and no traceback."""
    terminal, end = pty.openpty()
    try:
        with start("bench", "tutorial", "--seeds", "0-999999999", stderr=end) as process:
            os.read(terminal, 1)  # the progress bar appears: games are being played
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=60)
            err = os.read(terminal, 1_000_000).decode()
    finally:
        os.close(end)
        os.close(terminal)
    assert process.returncode == 130
    assert out == b""
    assert err.endswith("buckstop: Interrupted.\r\n")
    assert "Traceback" not in err


def test_progress_is_for_terminals():
    """In a log file, a bar would be noise: standard error stays empty."""
    arguments = ("bench", "tutorial", "--policy", "random", "--seeds", "1-2")
    code, out, err = finish(*arguments)
    assert (code, err) == (0, "")
    assert out.startswith("scenario")


@pytest.mark.parametrize(
    "environment",
    [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}],
    ids=["NO_COLOR", "dumb", "C"],
)
def test_plain_terminals_get_plain_text(environment):
    """Without colour, on a dumb terminal and in the C locale there is no escape and no fault."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    code, out, err = finish("rules", env={**plain, "FORCE_COLOR": "", **environment})
    assert (code, err) == (0, "")
    assert "\x1b[3" not in out
