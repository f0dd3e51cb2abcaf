"""Handing episodes out and taking them in: neither the workers nor their deaths leave a trace."""

import contextlib
import itertools
import multiprocessing
import random
from collections import Counter
from concurrent.futures import BrokenExecutor, CancelledError

import pytest
from attrs import evolve

from sim.bench import workers
from sim.bench.plan import Job, Plan
from sim.bench.runs import run
from sim.bench.workers import AHEAD, BATCH_MOST, Here, Local, Progress, play_batch
from sim.errors import BuckstopError
from sim.policies import REGISTRY
from tests.bench.players import echo, killer
from tests.bench.staged import Staged, made_up

CHANCE, RULES = REGISTRY["random"], REGISTRY["rules"]

ONE_EACH = 1.0
"""Seconds that make an episode a batch of its own."""


@pytest.fixture
def staged(monkeypatch):
    """Makes staged workers, and has the benchmark wait for them."""

    def make(*arguments, **options):
        made = Staged(*arguments, **options)
        monkeypatch.setattr(workers, "wait", made.wait)
        return made

    return make


@pytest.fixture
def plan(tutorial):
    """Two scenarios, two policies, 30 seeds: 120 episodes."""
    return Plan((tutorial, evolve(tutorial, id="other")), (RULES, CHANCE), range(1, 31))


def told(job):
    return job.seed, job.policy.id, job.scenario.id


def rows(plan, these, **options):
    """The workers' rows, in the order in which they are yielded."""
    return [one.row for one in Progress(plan, these, **options)]


def expected(plan):
    """The rows of a plan, made up, in its order."""
    every = tuple(map(plan.job, range(plan.episodes)))
    names = tuple(workers.columns(plan.scenarios))
    return [one.row for one in made_up(workers.Batch(0, every, names))]


def oldest(waiting):
    return waiting[0]


def newest(waiting):
    return waiting[-1]


class Deadly:
    """Plays, and dies of an episode: always, or a number of times."""

    def __init__(self, fatal, times=10**9):
        self.fatal = fatal
        self.times = times
        self.deaths = 0

    def __call__(self, batch):
        if any(told(job) == self.fatal for job in batch.jobs) and self.deaths < self.times:
            self.deaths += 1
            raise BrokenExecutor("a process was terminated abruptly")
        return made_up(batch)


ORDERS = {
    "oldest first": lambda: oldest,
    "newest first": lambda: newest,
    "by chance": lambda: random.Random(5).choice,
    "by another chance": lambda: random.Random(6).choice,
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("seconds", [0.0, 0.05, ONE_EACH])
def test_episodes_arrive_in_order_whoever_is_ready_first(staged, plan, order, count, seconds):
    """Neither the number of workers, nor the size of batches, nor who is fastest can be seen."""
    ready = []
    these = staged(count, lambda batch: made_up(batch, seconds), ORDERS[order]())
    assert rows(plan, these, done=ready.append) == expected(plan)
    assert sum(ready) == plan.episodes
    handed_out = [told(job) for batch in these.batches for job in batch.jobs]
    assert sorted(handed_out) == sorted(told(plan.job(n)) for n in range(plan.episodes))


def test_a_batch_is_a_quarter_of_a_second_of_work_and_never_too_much(staged, tutorial):
    """Episodes of 0.05 s are handed out in fives, those that take no time in at most 200s.

    The first batches are single episodes, since their duration is unknown.
    """
    plan = Plan((tutorial,), (CHANCE,), range(2000))
    these = staged(2, lambda batch: made_up(batch, 0.05))
    rows(plan, these)
    sizes = [len(batch.jobs) for batch in these.batches]
    assert sizes[: AHEAD * 2] == [1] * AHEAD * 2
    assert set(sizes[AHEAD * 2 : -1]) == {5}
    these = staged(2, lambda batch: made_up(batch, 0.0))
    rows(plan, these)
    assert max(len(batch.jobs) for batch in these.batches) == BATCH_MOST
    these = staged(2, lambda batch: made_up(batch, 100.0))
    rows(plan, these)
    assert {len(batch.jobs) for batch in these.batches} == {1}


@pytest.mark.parametrize("count", [1, 3])
def test_memory_stays_bounded_while_the_first_one_takes_its_time(staged, plan, count, monkeypatch):
    """No more episodes wait than the buffer holds, plus those with workers when it filled up."""
    monkeypatch.setattr(workers, "BUFFER", 5)
    these = staged(count, lambda batch: made_up(batch, ONE_EACH), newest)
    progress = Progress(plan, these)
    waiting = []
    these.at_wait = lambda: waiting.append(len(progress.known))
    assert [one.row for one in progress] == expected(plan)
    assert max(waiting) >= 5  # it has been full
    assert max(waiting) < 5 + AHEAD * count


@pytest.mark.parametrize("known", [{1}, {0, 1, 2}, {5, 6, 9}, set(range(1, 120, 2)), {118, 119}])
@pytest.mark.parametrize("seconds", [0.0, 0.05, ONE_EACH])
def test_finished_episodes_are_not_played_again(staged, plan, known, seconds):
    """Episodes that an interrupted run had ready are yielded in their place; batches skip them."""
    every = [plan.job(number) for number in range(plan.episodes)]
    names = tuple(workers.columns(plan.scenarios))
    ready = {number: made_up(workers.Batch(number, (every[number],), names))[0] for number in known}
    these = staged(2, lambda batch: made_up(batch, seconds))
    assert rows(plan, these, known=dict(ready)) == expected(plan)
    numbers = [batch.first + place for batch in these.batches for place in range(len(batch.jobs))]
    assert sorted(numbers) == sorted(set(range(plan.episodes)) - known)
    for batch in these.batches:
        assert list(batch.jobs) == every[batch.first : batch.first + len(batch.jobs)]


def test_a_plan_is_resumed_where_it_was_left(staged, plan):
    """From an episode on, and none before it."""
    these = staged(2)
    assert rows(plan, these, next=50) == expected(plan)[50:]
    assert min(batch.first for batch in these.batches) == 50


def test_nothing_is_played_when_all_is_ready(staged, plan):
    """No batch is handed out if nothing is missing."""
    these = staged(2)
    assert rows(plan, these, next=plan.episodes) == []
    assert these.batches == []


class Patient(Staged):
    """Notices when it is asked for the number of its workers over and over, and given nothing."""

    def __init__(self):
        self._asked = itertools.count()
        super().__init__(2)

    @property
    def count(self):
        assert next(self._asked) < 1000, "the benchmark turns in circles: nobody is given work"
        return 2

    @count.setter
    def count(self, value):
        pass


def test_more_finished_episodes_than_the_buffer_holds_do_not_block(plan, monkeypatch):
    """The episode that the others wait for is played, however many are waiting."""
    monkeypatch.setattr(workers, "BUFFER", 3)
    names = tuple(workers.columns(plan.scenarios))
    ready = {
        number: made_up(workers.Batch(number, (plan.job(number),), names))[0]
        for number in range(1, 6)
    }
    these = Patient()
    monkeypatch.setattr(workers, "wait", these.wait)
    assert rows(plan, these, known=ready) == expected(plan)


@pytest.mark.parametrize("whole", [True, False], ids=["pool", "cluster"])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("seconds", [0.05, ONE_EACH])
def test_the_death_of_a_worker_leaves_no_trace(staged, plan, whole, order, seconds):
    """Episodes lost with a worker are played again, and the result is as without deaths."""
    deadly = Deadly((7, "random", "other"), times=1)
    ready = []
    these = staged(3, deadly, ORDERS[order](), whole)
    assert rows(plan, these, done=ready.append) == expected(plan)
    assert deadly.deaths == 1
    assert these.renewed == 1
    assert sum(ready) == plan.episodes


@pytest.mark.parametrize("whole", [True, False], ids=["pool", "cluster"])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 5])
def test_an_episode_that_always_kills_is_a_row_and_harms_no_other(staged, plan, whole, order, size):
    """It is found among those lost with it, tried on its own, and then given up."""
    fatal = (7, "random", "other")
    deadly = Deadly(fatal)
    these = staged(
        3, lambda batch: deadly(batch) and made_up(batch, 0.25 / size), ORDERS[order](), whole
    )
    found = rows(plan, these)
    place = next(n for n in range(plan.episodes) if told(plan.job(n)) == fatal)
    lost = found[place]
    assert (lost["failure"], lost["outcome"], lost["score"]) == ("worker", "failed", 0)
    assert (lost["seed"], lost["policy"], lost["scenario"]) == fatal
    others = expected(plan)
    assert found[:place] + found[place + 1 :] == others[:place] + others[place + 1 :]
    # in company, in its batch alone, and then by itself as often as it may
    assert these.tries <= deadly.deaths <= these.tries + 2


def test_each_of_a_whole_batch_of_killers_is_a_row(staged, tutorial):
    """However many there are, the benchmark comes to its end."""
    plan = Plan((tutorial,), (CHANCE,), range(1, 9))

    def die(batch):
        raise BrokenExecutor

    assert [row["failure"] for row in rows(plan, staged(2, die))] == ["worker"] * 8


def test_episodes_lost_with_a_killer_are_soon_batched_again(staged, plan):
    """Innocent episodes are played again once, not as often as a killer."""
    fatal = (2, "rules", "tutorial")
    these = staged(2, Deadly(fatal))
    rows(plan, these)
    handed_out = Counter(told(job) for batch in these.batches for job in batch.jobs)
    assert handed_out.pop(fatal) >= these.tries
    assert max(handed_out.values()) <= 3  # in company, in its batch, by itself


@pytest.mark.parametrize("error", [CancelledError(), OSError("connection lost")])
def test_losing_all_workers_is_reported(staged, plan, error):
    """A cluster that went away gives one message, which says how to resume."""

    def gone(batch):
        if batch.first >= 20:
            raise error
        return made_up(batch)

    with pytest.raises(BuckstopError, match="--resume"):
        rows(plan, staged(2, gone))


@pytest.mark.parametrize("wrong", [None, KeyboardInterrupt(), ValueError("a fault")])
def test_workers_are_ended_however_it_ends(staged, plan, wrong):
    """No process is left behind, and each is ended once."""
    these = staged(2)

    def done(number):
        if wrong is not None:
            raise wrong

    if wrong is None:
        run(plan, done, these)
    else:
        with pytest.raises(type(wrong)):
            run(plan, done, these)
    assert these.closed == 1


def test_the_time_of_an_episode_is_its_workers_time(staged, tutorial):
    """The report's seconds are those of the workers, not of the process that waited for them."""
    plan = Plan((tutorial,), (CHANCE,), range(1, 11))
    report = run(plan, workers=staged(2, lambda batch: made_up(batch, 123.0)))
    assert [row["seconds_per_episode"] for row in report["rows"]] == [123.0, 123.0]


# --- with real processes -------------------------------------------------------------------------


@pytest.fixture
def real(tutorial):
    """Eight short episodes, under a salt."""
    return Plan((tutorial,), (CHANCE, RULES), range(1, 5), salt="any")


def kept(folder):
    """Files that must not depend on who played, byte by byte."""
    names = ("episodes.jsonl", "turns.jsonl", "summary.json")
    return {name: (folder / name).read_bytes() for name in names}


def test_one_process_or_three_give_the_same_bytes(real, tmp_path):
    """Episodes, turns and figures are those of this process alone, to the last byte.

    Each episode and each turn has a line, so that equal bytes are equal rows.
    """
    run(real, workers=Here(), out=tmp_path / "here")
    for count in (1, 3):
        run(real, workers=Local(count), out=tmp_path / str(count))
        assert kept(tmp_path / str(count)) == kept(tmp_path / "here")


@pytest.mark.long
@pytest.mark.parametrize("count", [2, 7])
def test_all_quick_policies_give_the_same_bytes(tutorial, tmp_path, count):
    """They play long enough for batches to grow, and for some to finish out of order."""
    quick = tuple(row for row in REGISTRY.values() if row.quick)
    plan = Plan((tutorial, evolve(tutorial, id="other")), quick, range(1, 21), RULES)
    for name, these in (("here", Here()), ("there", Local(count))):
        run(plan, workers=these, out=tmp_path / name)
    assert kept(tmp_path / "there") == kept(tmp_path / "here")


def test_a_killed_process_leaves_no_trace(tutorial, tmp_path):
    """As if the machine ran out of memory: whatever was lost is played again."""
    marker = tmp_path / "killed"
    plan = Plan((tutorial,), (killer(2, marker),), range(1, 4))
    marker.touch()
    unharmed = run(plan, workers=Here())
    marker.unlink()
    report = run(plan, workers=Local(2))
    assert marker.exists()
    assert timeless(report) == timeless(unharmed)
    assert report["rows"][0]["failed"] == 0


def test_a_game_that_takes_each_process_down_is_a_row(tutorial):
    """It is given up and reported, and all other rows are as they would be without it."""
    pool = Local(1)
    pool.tries = 2  # a third try would show nothing new, and is slow
    found = [one.row for one in played(Plan((tutorial,), (killer(2),), range(1, 4)), pool)]
    assert [row["failure"] for row in found] == ["", "worker", ""]
    unharmed = [
        one.row
        for seed in (1, 3)
        for one in Progress(Plan((tutorial,), (killer(2),), range(seed, seed + 1)), Here())
    ]
    assert [found[0], found[2]] == unharmed


def played(plan, pool):
    try:
        return list(Progress(plan, pool))
    finally:
        pool.close()


def timeless(report):
    """A report's rows without the times."""
    return [
        {key: value for key, value in row.items() if key != "seconds_per_episode"}
        for row in report["rows"]
    ]


def ended(pipe):
    try:
        return pipe.recv() != "still there"
    except (EOFError, OSError):
        return True


def test_other_processes_are_left_alone(tutorial):
    """A pool ends only the processes it started."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    bystander = context.Process(target=echo, args=(there,))
    bystander.start()
    there.close()
    try:
        pool = Local(1)
        batch = workers.Batch(0, (Job(tutorial, CHANCE, 1),), ("score",))
        assert pool.submit(batch).result()[0].row == play_batch(batch)[0].row
        pool.close()
        with contextlib.suppress(OSError):  # there is nobody left to hear it
            here.send("still there")
        assert not ended(here), "the other process was ended"
    finally:
        bystander.kill()
        bystander.join()
