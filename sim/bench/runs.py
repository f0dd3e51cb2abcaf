"""Running a plan: episodes are played, saved on request, and aggregated."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.bench.folder import Folder
from sim.bench.manifest import machine, manifest, published
from sim.bench.plan import Plan
from sim.bench.records import Played, columns
from sim.bench.records import Row as Record
from sim.bench.rows import ALL_SCENARIOS, add_seed, new_rows
from sim.bench.workers import Here, Progress, Workers
from sim.errors import BuckstopError


class Report:
    """The aggregated episodes of a plan, added in order."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._against = plan.baseline.id if plan.baseline is not None else None
        scenarios, players = plan.scenarios, plan.players
        self._rows = new_rows((s.id for s in scenarios), (p.id for p in players), self._against)
        self._seed: list[Record] = []

    def take_in(self, record: Record) -> None:
        """Add the next episode; a seed enters the rows once it is complete."""
        self._seed.append(record)
        if len(self._seed) == self._plan.block:
            add_seed(self._rows, self._seed, self._against)
            self._seed.clear()

    def rows(self, seconds: "Clock | None" = None) -> list[dict[str, Any]]:
        """The rows of `bench --json`; times are null without a clock."""
        return [
            row.document(None if seconds is None else seconds.mean(*key))
            for key, row in self._rows.items()
        ]


class Clock:
    """Times of episodes: [number, seconds] by "scenario policy"."""

    def __init__(self, before: dict[str, list[Any]] | None = None) -> None:
        """Start from the times of a run's earlier sessions."""
        self._before = {key: list(row) for key, row in (before or {}).items()}
        self.session: dict[str, list[Any]] = {}
        """The times of this session."""

    def add(self, one: Played) -> None:
        """Add an episode."""
        row = self.session.setdefault(f"{one.row['scenario']} {one.row['policy']}", [0, 0.0])
        row[0] += 1
        row[1] += one.seconds

    def mean(self, scenario: str, policy: str) -> float | None:
        """Mean seconds per episode; None without any."""
        found = [
            row
            for taken in (self._before, self.session)
            for key, row in taken.items()
            if key.partition(" ")[2] == policy
            and scenario in (key.partition(" ")[0], ALL_SCENARIOS)
        ]
        count = sum(row[0] for row in found)
        return sum(row[1] for row in found) / count if count else None


def run(
    plan: Plan,
    done: Callable[[int], None] = lambda number: None,
    workers: Workers | None = None,
    out: Path | None = None,
    resume: bool = False,
    command: list[str] | None = None,
) -> dict[str, Any]:
    """Play a plan.

    Args:
        plan: What to play.
        done: Called with the number of episodes that have just finished.
        workers: Who plays; by default this process. They are closed at the end.
        out: The folder to save the run in.
        resume: Whether to continue the run in that folder.
        command: The command line, for the manifest.

    Returns:
        The document of `buckstop bench --json`.

    Raises:
        UsageError: the folder has something else in it.
        BuckstopError: the folder cannot be written, or all workers are lost.
    """
    workers = workers or Here()
    report = Report(plan)
    folder = None
    try:
        if out is not None:
            about = manifest(plan, command or [])
            if resume:
                folder = Folder.go_on(out, about, plan, report.take_in)
            else:
                folder = Folder.begin(out, about, columns(plan.scenarios))
        return _played(plan, report, workers, folder, done, command or [])
    finally:
        workers.close()
        if folder is not None:
            folder.close()


def _played(
    plan: Plan,
    report: Report,
    workers: Workers,
    folder: Folder | None,
    done: Callable[[int], None],
    command: list[str],
) -> dict[str, Any]:
    first, clock = 0, Clock()
    ready: dict[int, Played] = {}
    if folder is not None:
        first, ready = folder.finished, folder.ready
        clock = Clock(folder.manifest["seconds_per_episode"])
    progress = Progress(plan, workers, first, ready, done)
    started, session = time.perf_counter(), _session(workers, command)

    def so_far() -> dict[str, Any]:
        wall = round(time.perf_counter() - started, 3)
        played = progress.next - first
        return {**session, "episodes": played, "wall_s": wall, "seconds": clock.session}

    try:
        done(first + len(ready))
        for one in progress:
            if folder is not None:
                folder.add(one)
            clock.add(one)
            report.take_in(one.row)
        summary = {"episodes": plan.episodes, "rows": report.rows()}
        if folder is not None:
            folder.finish(summary, columns(plan.scenarios))
            folder.end(so_far())
    except BaseException:
        if folder is not None:
            with suppress(BuckstopError):  # report the first error
                folder.interrupt(progress.ready(), so_far())
        raise
    wall = time.perf_counter() - started
    return {
        "episodes": plan.episodes,
        "played": plan.episodes - first,
        "wall_s": round(wall, 3),
        "episodes_per_s": round((plan.episodes - first) / wall, 3),
        "rows": report.rows(clock),
        "salt": plan.salt,
    }


def _session(workers: Workers, command: list[str]) -> dict[str, Any]:
    return {
        "command": published(command),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "workers": workers.count,
        "played_by": type(workers).__name__.lower(),
        "machine": machine(),
    }
