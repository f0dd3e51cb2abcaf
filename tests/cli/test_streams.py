"""The program as started from a shell: pipes, terminals, interruptions, imports."""

import contextlib
import json
import os
import pty
import random
import signal
import sys
import time
from collections import Counter

import pytest
from filelock import FileLock

from sim import core
from tests.cli.commands import PROGRAM, finish, start

HIDE_CURSOR, SHOW_CURSOR = b"\x1b[?25l", b"\x1b[?25h"

HEADLESS = [
    ("--version",),
    ("--help",),
    ("scenarios", "--json"),
    ("policies", "--json"),
    ("rules", "--json"),
    ("check", "tutorial", "--json"),
    ("run", "tutorial", "--seed", "1", "--trace", "--json"),
    ("run", "tutorial", "--seed", "1", "--trace"),
    ("bench", "tutorial", "--policy", "random", "--seeds", "1-2", "--jobs", "1", "--json"),
    ("bench", "tutorial", "--policy", "random", "--seeds", "1-2", "--jobs", "2"),
    ("play", "tutorial"),
    ("replay", "no/such/file.json"),
]


IMPORTED = (
    "import json, sys\n"
    "from sim.cli import run\n"
    "run(sys.argv[1:])\n"
    "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})), file=sys.stderr)\n"
)


def imported(arguments):
    """The packages that a command has loaded by the time it ends."""
    with start(*arguments, program=[sys.executable, "-c", IMPORTED]) as process:
        _, err = process.communicate(timeout=120)
    return set(json.loads(err.splitlines()[-1]))


@pytest.mark.parametrize("arguments", HEADLESS, ids=" ".join)
def test_without_the_game_textual_and_numpy_are_never_imported(arguments):
    """A benchmark on a cluster needs no terminal library and must not wait to load one."""
    loaded = imported(arguments)
    assert not loaded & {"textual", "numpy"}
    if arguments[0] != "scenarios":  # the only one that looks at the player's own games
        assert not loaded & {"sqlite3", "platformdirs"}


@pytest.mark.parametrize("arguments", [*HEADLESS[1:10:2], ("run", "--help")], ids=" ".join)
def test_a_closed_pipe_is_quiet(arguments):
    """As in `| head -1`: the reader has what it wanted, so no message and exit code 0."""
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
    """An invalid scenario is still reported by the exit code if nobody reads the reasons."""
    (tmp_path / "bad.toml").write_text("format = 1\n")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        code, _, err = finish("check", str(tmp_path / "bad.toml"), stdout=writer)
    finally:
        os.close(writer)
    assert (code, err) == (1, "")


def test_messages_to_a_closed_pipe_are_quiet():
    """Standard error may be closed as well; the exit code still reports the result."""
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
    """The message names what could not be written, and the exit code is not 0."""
    with open("/dev/full", "wb") as full:
        code, _, err = finish(*arguments, stdout=full)
    assert code == 1
    assert err == "buckstop: Cannot write the results: No space left on device.\n"


@pytest.mark.parametrize("arguments", [(), ("play",), ("play", "tutorial", "--seed", "3")])
def test_without_a_terminal_the_game_says_so(arguments):
    """Textual would start and never end, so both input and output must be terminals."""
    code, out, err = finish(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("buckstop: The game needs a terminal")
    assert err.count("\n") == 1


def test_a_terminal_for_output_only_is_not_enough():
    """With a terminal for output only, the game cannot be played."""
    terminal, end = pty.openpty()
    try:
        code, _, err = finish("play", stdout=end)
    finally:
        os.close(end)
        os.close(terminal)
    assert code == 2
    assert err.startswith("buckstop: The game needs a terminal")


@pytest.mark.parametrize(
    ("arguments", "expected", "streams"),
    [
        (("policies",), 0, "stdout"),
        (("policies",), 0, "stderr"),
        (("play",), 2, "stdin"),
        (("play",), 2, "stdin stdout stderr"),
        (("run", "nothing"), 2, "stderr"),
        (("run", "nothing"), 2, "stdin stdout stderr"),
    ],
)
def test_missing_streams_do_not_change_the_exit_code(arguments, expected, streams):
    """Any of the three streams may be missing at the start; the exit code is the same."""
    closing = "".join(
        f"os.close({'stdin stdout stderr'.split().index(s)});" for s in streams.split()
    )
    script = f"import os, sys; {closing} os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    program = [sys.executable, "-c", script, *PROGRAM[1:]]
    code, _, err = finish(*arguments, program=program)
    assert code == expected
    assert "bug in Buckstop" not in err
    assert "Traceback" not in err


INTERRUPTED_WHILE = {
    "it imports": "sys.meta_path.insert(0, Finder())",
    "it reads": "import sim.scenario_io.loading as m; m.read_text = here",
    "it plays": "import sim.bench.episodes as m; m._decide = here",
    "it writes": "import sim.cli.console as m; m._write = here",
}


@pytest.mark.parametrize("when", INTERRUPTED_WHILE)
def test_ctrl_c_is_quiet_whenever_it_comes(when):
    """From the first import on, Ctrl-C gives 130, one line, and no traceback."""
    script = (
        "import os, signal, sys\n"
        "def here(*_):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    raise SystemExit('went on')\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'sim.cli.front': here()\n"
        "from sim.cli import main\n"
        f"{INTERRUPTED_WHILE[when]}\n"
        "main()\n"
    )
    program = [sys.executable, "-c", script]
    code, out, err = finish("run", "tutorial", "--seed", "1", program=program)
    assert (code, out, err) == (130, "", "buckstop: Interrupted.\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_ended_benchmark_restores_the_cursor(number, code):
    """The progress bar hides the cursor; the exit code is the signal's."""
    terminal, end = pty.openpty()
    try:
        environment = {**os.environ, "TERM": "xterm-256color"}
        arguments = ("bench", "tutorial", "--seeds", "0-999999")
        with start(*arguments, stderr=end, env=environment) as process:
            written = os.read(terminal, 1)
            process.send_signal(number)
            out, _ = process.communicate(timeout=60)
        os.set_blocking(terminal, False)
        with contextlib.suppress(OSError):  # there is no more
            while more := os.read(terminal, 1_000_000):
                written += more
    finally:
        os.close(end)
        os.close(terminal)
    assert (process.returncode, out) == (code, b"")
    assert 0 <= written.rfind(HIDE_CURSOR) < written.rfind(SHOW_CURSOR)
    assert b"Traceback" not in written


def test_starting_loads_almost_nothing():
    """This leaves hardly any time in which Ctrl-C meets Python's default handler."""
    script = (
        "import sys; before = set(sys.modules); import sim.cli; "
        "print(*sorted(set(sys.modules) - before))"
    )
    unset = {name: value for name, value in os.environ.items() if name != core.VARIABLE}
    _, out, _ = finish(program=[sys.executable, "-c", script], env=unset)
    assert out.split() == ["sim", "sim.cli"]


def test_ctrl_c_ends_a_benchmark_with_130():
    """An interrupted benchmark says so, and prints no partial result and no traceback."""
    terminal, end = pty.openpty()
    try:
        with start("bench", "tutorial", "--seeds", "0-999999", stderr=end) as process:
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


PRESSED = (
    "import os, signal, time\n"
    "from sim.processes import end_pool, new_pool\n"
    "signal.signal(signal.SIGINT, lambda *_: None)\n"
    "pool = new_pool(1)\n"
    "job = pool.submit(os.getpid)\n"
    "while not job.done():\n"
    "    os.killpg(0, signal.SIGINT)\n"
    "    time.sleep(0.005)\n"
    "print(job.result() != os.getpid())\n"
    "end_pool(pool)\n"
)


def test_workers_ignore_ctrl_c():
    """The terminal sends it to the workers too, even during their start; they ignore it."""
    program = [sys.executable, "-c", PRESSED]
    code, out, err = finish(program=program, start_new_session=True)
    assert (code, out, err) == (0, "True\n", "")


@pytest.fixture
def kept(tmp_path):
    """A benchmark that is kept and uses several processes, while games are being played."""
    folder = tmp_path / "run"
    episodes = folder / "episodes.jsonl"
    arguments = ("--policy", "random", "--seeds", "0-999999", "--jobs", "2", "--out", str(folder))
    with start("bench", "tutorial", *arguments) as process:
        while process.poll() is None and not (episodes.exists() and episodes.stat().st_size):
            time.sleep(0.02)
        try:
            yield process, folder
        finally:
            process.kill()


def test_an_interrupted_benchmark_leaves_a_run_to_resume(kept):
    """Finished games are written whole, the manifest records progress, and no lock remains."""
    process, folder = kept
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"buckstop: Interrupted.\n")
    written = (folder / "episodes.jsonl").read_bytes()
    assert written.endswith(b"\n")
    seeds = [json.loads(line)["seed"] for line in written.splitlines()]
    assert seeds == list(range(len(seeds)))
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["complete"] is False
    assert [session["workers"] for session in manifest["sessions"]] == [2]
    assert not (folder / "summary.json").exists()
    with FileLock(folder / ".lock", blocking=False):
        pass


def test_a_killed_benchmark_leaves_no_process_behind(kept):
    """Its streams are closed once the last of its processes has ended."""
    process, folder = kept
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["complete"] is False
    with FileLock(folder / ".lock", blocking=False):
        pass


@pytest.mark.long
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_benchmark_interrupted_a_hundred_times_ends_with_the_same_bytes(tmp_path, jobs):
    """Whether killed or stopped by Ctrl-C, at any moment: no finished game is lost, no process is
    left behind, and the final files equal those of an uninterrupted run.
    """
    plan = ("bench", "tutorial", "--policy", "random", "--policy", "rules", "--seeds", "1-100")
    assert finish(*plan, "--jobs", "1", "--out", str(tmp_path / "whole"))[0] == 0
    names = ("episodes.jsonl", "turns.jsonl", "summary.json")
    whole = {name: (tmp_path / "whole" / name).read_bytes() for name in names}
    luck, runs = random.Random(int(jobs)), 0
    ended = Counter()
    while (interrupted := ended[130] + ended[-signal.SIGKILL]) < 100:
        runs += 1
        folder = tmp_path / f"run {runs}"
        arguments = (*plan, "--jobs", jobs, "--out", str(folder))
        code = None
        while code != 0:
            before = ready(folder)
            going_on = ("--resume",) if (folder / "manifest.json").exists() else ()
            by_hand = luck.random() < 0.5
            with start(*arguments, *going_on, start_new_session=True) as process:
                if not by_hand and interrupted < 100:
                    time.sleep(luck.random() * 1.2)
                    process.kill()
                elif interrupted < 100:  # as a terminal does it: to all of its processes
                    while process.poll() is None and ready(folder) == before:
                        time.sleep(0.005)
                    time.sleep(luck.random() * 0.3)
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGINT)
                _, err = process.communicate(timeout=120)  # until the last of them has ended
                code = process.returncode
            assert code in (0, 130 if by_hand else -signal.SIGKILL), err
            if code == 130:
                assert err == b"buckstop: Interrupted.\n"
            ended[code] += 1
            interrupted += code != 0
            nobody_is_left(process.pid)
            if not folder.exists():
                continue
            for name in ("episodes.jsonl", "turns.jsonl"):
                written = (folder / name).read_bytes() if (folder / name).exists() else b""
                if code == -signal.SIGKILL:  # the last line may be torn
                    written = written[: written.rfind(b"\n") + 1]
                assert whole[name].startswith(written)
            assert ready(folder) >= before
        assert {name: (folder / name).read_bytes() for name in names} == whole
    assert min(ended[130], ended[-signal.SIGKILL]) > 20


def ready(folder):
    """How many episodes of a run have been written."""
    episodes = folder / "episodes.jsonl"
    return episodes.read_bytes().count(b"\n") if episodes.exists() else 0


def nobody_is_left(group):
    """Wait until no process of a group is left; a helper may take a moment to notice."""
    for _ in range(500):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("a process was left behind")


def test_progress_is_for_terminals():
    """A bar would be noise in a log file, so standard error stays empty."""
    arguments = ("bench", "tutorial", "--policy", "random", "--seeds", "1-2", "--jobs", "1")
    code, out, err = finish(*arguments)
    assert (code, err) == (0, "")
    assert out.startswith("scenario")


@pytest.mark.parametrize(
    "environment",
    [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}],
    ids=["NO_COLOR", "dumb", "C"],
)
def test_plain_terminals_get_plain_text(environment):
    """Without colour, on a dumb terminal and in the C locale: no escapes and no faults."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    code, out, err = finish("rules", env={**plain, "FORCE_COLOR": "", **environment})
    assert (code, err) == (0, "")
    assert "\x1b[3" not in out
