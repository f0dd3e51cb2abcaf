"""Which time counts towards a policy's limit: time in which it could do something."""

import pytest

from sim.policies.external import allowance
from sim.policies.external.allowance import PATIENCE, SLICE, Allowance, Look

ITS_LIMIT = pytest.approx(3.0, abs=SLICE)


class Machine:
    """Stands in for what the system reports about the watched process."""

    state = "S"
    ran = 1.0
    queued = 0.0


@pytest.fixture
def machine(monkeypatch):
    made = Machine()
    monkeypatch.setattr(allowance, "look", lambda pid: Look(made.state, made.ran, made.queued))
    return made


def seconds_to_the_end(given, wait) -> float:
    """Seconds on the clock until a process has used up its time, with waits as `wait` says."""
    wall = 0.0
    for _ in range(100_000):
        asked = given.next
        took = wait(asked)
        wall += took
        given.waited(asked, took)
        if given.over:
            return wall
    raise AssertionError("it never ends")


def test_a_hanging_process_is_ended_at_its_limit(machine):
    """Asleep, blocked or busy: if nothing holds it up, a second is a second."""
    assert seconds_to_the_end(Allowance(1, 3.0), lambda asked: asked) == pytest.approx(
        3.0, abs=SLICE
    )


def test_time_in_which_the_watcher_was_stopped_does_not_count(machine):
    """Four halts of four seconds: each counts only as the short wait that was meant."""
    halts = iter([4.0] * 4)

    def wait(asked):
        return asked + next(halts, 0.0)

    wall = seconds_to_the_end(Allowance(1, 3.0), wait)
    assert wall == pytest.approx(3.0 + 16.0, abs=SLICE)


def test_time_in_which_it_was_stopped_does_not_count(machine):
    """A process that is stopped alone does nothing, however long its watcher waits."""
    given = Allowance(1, 3.0)
    machine.state = "T"
    for _ in range(int(10.0 / SLICE)):
        given.waited(SLICE, SLICE)
    assert not given.over
    machine.state = "S"
    assert seconds_to_the_end(given, lambda asked: asked) == ITS_LIMIT


def test_a_process_that_stops_itself_is_still_ended(machine):
    """After many times its limit: nobody might ever continue it."""
    machine.state = "T"
    wall = seconds_to_the_end(Allowance(1, 3.0), lambda asked: asked)
    assert wall == pytest.approx(PATIENCE * 3.0, abs=SLICE)


def test_time_in_a_queue_for_a_processor_does_not_count(machine):
    """On a machine with ten times too much to do, it gets ten times as long on the clock."""

    def wait(asked):
        machine.queued += 0.9 * asked
        return asked

    assert seconds_to_the_end(Allowance(1, 3.0), wait) == pytest.approx(30.0, rel=0.01)


def test_time_in_a_queue_counts_back_when_it_is_known(machine):
    """The system reports a wait only when it is over: what was counted meanwhile is given back."""
    given = Allowance(1, 3.0)
    for _ in range(40):
        given.waited(SLICE, SLICE)
    machine.queued += 40 * SLICE
    assert seconds_to_the_end(given, lambda asked: asked) == pytest.approx(3.0, abs=2 * SLICE)


@pytest.mark.parametrize("limit", [0.1, 3.0])
def test_a_process_without_a_processor_is_not_charged(machine, limit):
    """However short its limit, a process that is ready but never runs has used nothing; once it
    runs, it has all its time.
    """
    given = Allowance(1, limit)
    machine.state = "R"
    for _ in range(15):
        given.waited(limit / 2, limit / 2)
        assert not given.over
    machine.queued += 15 * limit / 2

    def wait(asked):
        machine.ran += asked
        return asked

    assert seconds_to_the_end(given, wait) == pytest.approx(limit, abs=SLICE)


def test_running_time_reported_late_is_still_charged(machine):
    """If the system updates running time only now and then, all of it is counted then."""
    machine.state = "R"
    slices = 0

    def wait(asked):
        nonlocal slices
        slices += 1
        if slices % 10 == 0:
            machine.ran += 10 * SLICE
        return asked

    assert seconds_to_the_end(Allowance(1, 3.0), wait) == pytest.approx(3.0, abs=10 * SLICE)


def test_without_reports_of_running_a_second_is_a_second(machine):
    """A state alone does not show whether a process has had a processor."""
    machine.state, machine.ran = "R", 0.0
    assert seconds_to_the_end(Allowance(1, 3.0), lambda asked: asked) == ITS_LIMIT


def test_earlier_waits_do_not_extend_the_limit(machine):
    """A limit is for one decision: earlier waits do not extend it."""
    machine.queued = 1000.0
    assert seconds_to_the_end(Allowance(1, 3.0), lambda asked: asked) == pytest.approx(
        3.0, abs=SLICE
    )


def test_a_vanished_process_is_charged_only_for_the_wait():
    """If the system reports nothing, nothing hangs: only the watcher's waits count."""
    nobody = 2**22 + 1  # above the largest number that a process can have
    assert allowance.look(nobody) == Look()
    assert seconds_to_the_end(Allowance(nobody, 3.0), lambda asked: asked) == pytest.approx(
        3.0, abs=SLICE
    )
