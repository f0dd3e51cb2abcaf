"""Running the experiments, and comparing each figure with its range."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen
from attrs.validators import min_len

from sim.lab.validation.experiments import EXPERIMENTS
from sim.lab.validation.experiments.base import Notes
from sim.lab.validation.published import Fact, Published, facts
from sim.processes import spread

RESAMPLES = 400
"""Bootstrap resamples for an interval."""

CHUNK = 4
"""Seeds per job."""

DIGITS = 6
"""Decimals in the document."""


@frozen
class Measured:
    """A measured figure with its 95% interval over seeds."""

    published: Published
    value: float
    ci95: tuple[float, float] | None
    """None with one seed."""

    @property
    def holds(self) -> bool:
        """Whether the value is in the published range."""
        return self.published.agrees(self.value)


@frozen
class Row:
    """A measured row of the validation."""

    fact: Fact
    figures: tuple[Measured, ...]

    @property
    def holds(self) -> bool:
        """Whether all its figures are in their ranges."""
        return all(figure.holds for figure in self.figures)

    @property
    def reason(self) -> str | None:
        """Why it does not hold, if known."""
        return None if self.holds else EXPERIMENTS[self.fact.id].against or None


@frozen
class Plan:
    """What to measure."""

    seeds: range | None = None
    """The seeds of every experiment; None for each experiment's own number."""
    ids: tuple[str, ...] = field(factory=lambda: tuple(EXPERIMENTS), validator=min_len(1))
    rules: Mapping[str, float] = field(factory=dict)
    """Coefficients that differ from the rule book."""

    def seeds_of(self, key: str) -> range:
        """The seeds of a row."""
        return self.seeds or range(1, EXPERIMENTS[key].seeds + 1)

    @property
    def jobs(self) -> "list[_Job]":
        """The games to play; rows with the same sample share them."""
        found: list[_Job] = []
        for key in _representatives(self).values():
            seeds = self.seeds_of(key)
            for at in range(0, len(seeds), CHUNK):
                found.append(_Job(key, tuple(seeds[at : at + CHUNK]), self.rules))
        return found


def _representatives(plan: Plan) -> dict[Callable[..., Notes], str]:
    """By sample, the row with the most seeds."""
    found: dict[Callable[..., Notes], str] = {}
    for key in plan.ids:
        sample = EXPERIMENTS[key].sample
        if sample not in found or len(plan.seeds_of(key)) > len(plan.seeds_of(found[sample])):
            found[sample] = key
    return found


@frozen
class _Job:
    key: str
    seeds: tuple[int, ...]
    rules: Mapping[str, float]


def _play(job: _Job) -> list[Notes]:
    sample = EXPERIMENTS[job.key].sample
    return [sample(seed, job.rules) for seed in job.seeds]


def run(
    plan: Plan, workers: int | None = None, done: Callable[[], None] = lambda: None
) -> list[Row]:
    """Measure a plan; the rows do not depend on the number of workers.

    Args:
        plan: What to measure.
        workers: Processes to use; None uses one per core.
        done: Called after each of `plan.jobs`.
    """
    jobs = plan.jobs
    notes: dict[str, list[Notes]] = {}
    for job, result in zip(jobs, spread(_play, jobs, workers, done), strict=True):
        notes.setdefault(job.key, []).extend(result)
    shared = _representatives(plan)
    tasks = []
    for key in plan.ids:
        played = notes[shared[EXPERIMENTS[key].sample]]
        tasks.append((key, played[: len(plan.seeds_of(key))]))
    return [Row(facts()[key], figures) for key, figures in spread(_measure, tasks, workers)]


def _measure(task: tuple[str, list[Notes]]) -> tuple[str, tuple[Measured, ...]]:
    key, notes = task
    estimates = EXPERIMENTS[key].estimates
    return key, tuple(
        Measured(
            published, estimates[published.id](notes), _interval(estimates[published.id], notes)
        )
        for published in facts()[key].figures
    )


def _interval(
    estimate: Callable[[Sequence[Notes]], float], notes: Sequence[Notes]
) -> tuple[float, float] | None:
    """The 95% percentile bootstrap interval over seeds (Efron 1979)."""
    if len(notes) < 2:
        return None
    draw = random.Random(0)
    values = sorted(
        estimate([notes[draw.randrange(len(notes))] for _ in notes]) for _ in range(RESAMPLES)
    )
    cut = round(0.025 * RESAMPLES)
    return values[cut], values[-cut - 1]


def document(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The document of `buckstop validate --json`."""
    return [
        {
            "id": row.fact.id,
            "fact": row.fact.fact,
            **_figure(row.figures[0]),
            "holds": row.holds,
            "source": f"{row.fact.source} [{row.fact.status}]",
            "reason": row.reason,
            "how": EXPERIMENTS[row.fact.id].how,
            "figures": [
                {"label": figure.published.label, **_figure(figure), "holds": figure.holds}
                for figure in row.figures
            ],
        }
        for row in rows
    ]


def _figure(figure: Measured) -> dict[str, Any]:
    return {
        "low": figure.published.low,
        "high": figure.published.high,
        "value": round(figure.value, DIGITS),
        "ci95": [None, None]
        if figure.ci95 is None
        else [round(end, DIGITS) for end in figure.ci95],
    }
