"""A policy is ended for what it does, not because its machine was stopped or overloaded.

Processes are really stopped and continued here. Nothing depends on their speed: they wait for each
other by means of files.
"""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from sim.errors import FailureKind, PolicyFailure
from sim.games.game import Game
from sim.policies.external import process
from sim.policies.external.process import External
from tests.builders import a_firm, a_project, a_scenario, a_team

pytestmark = pytest.mark.skipif(
    not os.path.exists("/proc/self/schedstat"), reason="only Linux tells who is held up"
)

SOURCE = """
import os
import re
import threading
import time
from pathlib import Path


class Waits:
    '''Says who it is, and hands nothing in once it is told to go on.'''

    def decide(self, observation):
        Path("begun.part").write_text(str(os.getpid()))
        os.replace("begun.part", "begun")
        while not Path("go").exists():
            time.sleep(0.005)
        return []


class Sleeps:
    def decide(self, observation):
        time.sleep(600)


class Reads:
    def decide(self, observation):
        os.read(os.pipe()[0], 1)


class Spins:
    def decide(self, observation):
        while True:
            pass


class Blocks:
    '''Leaves a thread behind that lets no other one run, so that requests are not even read.'''

    def decide(self, observation):
        threading.Thread(target=self.block).start()
        return []

    def block(self):
        while not Path("go").exists():
            time.sleep(0.005)
        Path("begun").write_text("0")
        re.match("(a+)+b", "a" * 60)


class Works:
    '''Uses a third of a second of the one processor that it shares with many others.'''

    def decide(self, observation):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        began = time.process_time()
        while time.process_time() - began < 0.33:
            pass
        return []
"""

RUN = """
import sys
from sim.games.game import Game
from sim.policies.external.process import External, end_hosts
from sim.scenario_io import find, load_file

facts = Game.new(load_file(find("tutorial")), 1).observation
print(External(1, name="held_up:Waits", limit=float(sys.argv[1])).decide(facts))
end_hosts()
"""
"""A separate run: a program that lets a policy decide once, and prints its orders."""

SPIN = "import os\nos.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\nwhile True: pass"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("held_up")
    path.joinpath("held_up.py").write_text(SOURCE)
    yield path
    process.end_hosts()


@pytest.fixture(autouse=True)
def at_work(folder, monkeypatch):
    monkeypatch.chdir(folder)
    yield
    for name in ("begun", "go"):
        folder.joinpath(name).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def facts():
    firm = a_scenario(a_firm(), a_team("crew"), a_project("shop", 300.0), turns=4)
    return Game.new(firm, 1).observation


def who_has_begun(folder) -> int:
    """The policy's process id, once it has been asked."""
    deadline = time.monotonic() + 60.0
    while not folder.joinpath("begun").exists():
        assert time.monotonic() < deadline, "it was never asked"
        time.sleep(0.005)
    return int(folder.joinpath("begun").read_text())


def hold_up(folder, *others: int, seconds: float) -> None:
    """Stop a policy in the middle of its decision, and others with it; then continue them."""
    held = [who_has_begun(folder), *others]
    for pid in held:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(seconds)
    folder.joinpath("go").touch()
    for pid in held:
        os.kill(pid, signal.SIGCONT)


def test_a_run_that_was_stopped_and_continued_fails_no_policy(folder):
    """All processes stop for twice the time limit of a decision: none of that counts."""
    run = subprocess.Popen([sys.executable, "-c", RUN, "1.5"], stdout=subprocess.PIPE)
    try:
        hold_up(folder, run.pid, seconds=3.0)
        assert run.communicate(timeout=60)[0] == b"()\n"
        assert run.returncode == 0
    finally:
        run.kill()
        run.wait()


def test_a_policy_that_was_stopped_alone_does_not_fail(folder, facts):
    """A policy stopped under a debugger, for example, decides once it is continued."""
    holding = threading.Thread(target=hold_up, args=(folder,), kwargs={"seconds": 2.0})
    holding.start()
    try:
        assert External(1, name="held_up:Waits", limit=1.0).decide(facts) == ()
    finally:
        holding.join()


@pytest.mark.parametrize("name", ["Sleeps", "Reads", "Spins"])
def test_a_hanging_policy_is_ended(name, facts):
    """It may sleep, wait for something that never comes, or loop for ever."""
    with pytest.raises(PolicyFailure, match=r"it took longer than 0\.3 s") as caught:
        External(1, name=f"held_up:{name}", limit=0.3).decide(facts)
    assert caught.value.kind is FailureKind.TIMEOUT


def test_a_policy_that_reads_nothing_is_ended(folder, facts):
    """A request that is larger than a pipe's buffer, and never read, blocks nobody for good."""
    name = "held_up:Blocks"
    assert External(1, name=name, limit=20.0).decide(facts) == ()
    folder.joinpath("go").touch()
    who_has_begun(folder)
    with pytest.raises(PolicyFailure, match=r"it took longer than 0\.5 s"):
        process._host(name).ask(bytes(1_000_000), 0.5)


@pytest.mark.long
def test_an_overloaded_machine_fails_no_policy(facts):
    """A third of a second of work, a limit of one second, and ten others on the processor."""
    player = External(1, name="held_up:Works", limit=1.0)
    assert player.decide(facts) == ()
    program = [sys.executable, "-c", SPIN]
    others = [subprocess.Popen(program, start_new_session=True) for _ in range(10)]
    try:
        time.sleep(1.0)  # until they are at work
        began = time.monotonic()
        assert player.decide(facts) == ()
        assert time.monotonic() - began > 1.0, "nobody was in its way"
    finally:
        for other in others:
            other.kill()
            other.wait()
