"""A Dask cluster that plays gets the results that this process alone would get."""

import pytest

from sim.bench.plan import Plan
from sim.bench.runs import run
from sim.bench.workers import Cluster, Here
from sim.errors import UsageError
from sim.policies import REGISTRY
from tests.bench.players import killer

RESULTS = ("episodes.jsonl", "turns.jsonl", "summary.json")


def started(workers):
    distributed = pytest.importorskip("distributed")  # so late: it takes seconds
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0"
    )


@pytest.fixture(scope="module")
def address():
    """The scheduler of two processes."""
    with started(2) as cluster:
        yield cluster.scheduler_address


def results(folder):
    return {name: (folder / name).read_bytes() for name in RESULTS}


def timeless(report):
    """A report's rows without the times."""
    return [
        {key: value for key, value in row.items() if key != "seconds_per_episode"}
        for row in report["rows"]
    ]


@pytest.mark.parametrize("salt", ["", "any"])
def test_a_cluster_gives_the_same_bytes(tutorial, address, tmp_path, salt):
    """Episodes, turns and figures are those of this process alone, to the last byte."""
    plan = Plan((tutorial,), (REGISTRY["random"], REGISTRY["rules"]), range(1, 5), salt=salt)
    run(plan, workers=Here(), out=tmp_path / "here")
    run(plan, workers=Cluster(address), out=tmp_path / "there")
    assert results(tmp_path / "there") == results(tmp_path / "here")


def test_a_cluster_outlives_the_benchmark(tutorial, address):
    """A cluster is shared, so even an interrupted benchmark leaves it as it was."""
    plan = Plan((tutorial,), (REGISTRY["random"],), range(1, 3))

    def interrupt(number):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(plan, interrupt, Cluster(address))
    there = Cluster(address)
    assert there.count == 2
    assert timeless(run(plan, workers=there)) == timeless(run(plan, workers=Here()))


def test_a_cluster_without_workers_is_refused():
    """A benchmark would wait for ever; the message says how to start some."""
    with started(0) as cluster, pytest.raises(UsageError, match=r"no workers.*dask worker"):
        Cluster(cluster.scheduler_address)


@pytest.mark.long
def test_a_killed_worker_leaves_no_trace(tutorial, address, tmp_path):
    """As if its machine were switched off: Dask has the lost games played again."""
    marker = tmp_path / "killed"
    plan = Plan((tutorial,), (killer(2, marker),), range(1, 5))
    marker.touch()
    unharmed = run(plan, workers=Here())
    marker.unlink()
    report = run(plan, workers=Cluster(address))
    assert marker.exists()
    assert timeless(report) == timeless(unharmed)


@pytest.mark.long
def test_a_game_that_takes_each_worker_down_is_a_row(tutorial, address, tmp_path):
    """Dask gives the game up after some deaths; the benchmark names it and continues."""
    plan = Plan((tutorial,), (killer(2), REGISTRY["random"]), range(1, 4))
    report = run(plan, workers=Cluster(address), out=tmp_path / "run")
    row = report["rows"][0]
    assert (row["failed"], row["episodes"]) == (1, 3)
    assert "died" in row["failure"]
    alone = Plan((tutorial,), (REGISTRY["random"],), range(1, 4))
    assert timeless(report)[1] == timeless(run(alone, workers=Here()))[0]
