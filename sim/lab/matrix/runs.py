"""Running a plan: every piece of work, under every seed, in every form."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen
from attrs.validators import min_len

from sim.lab.matrix.cells import Cell, gathered
from sim.lab.matrix.paired_runs import Trial, trials
from sim.lab.trials.conduct import FORMS, Form
from sim.lab.trials.work import ARCHETYPES, Work
from sim.processes import spread

Matrix = dict[str, dict[str, Cell | None]]
"""Cells by work and form; None where no provider of that form can do it."""

DIGITS = 6
"""Decimals in the document."""


@frozen
class Plan:
    """What to try."""

    seeds: range = field(validator=min_len(1))
    works: tuple[Work, ...] = field(default=ARCHETYPES, validator=min_len(1))
    forms: tuple[Form, ...] = field(default=FORMS, validator=min_len(1))
    rules: Mapping[str, float] = field(factory=dict)
    """Coefficients that differ from the rule book."""

    @property
    def jobs(self) -> int:
        """The number of pairs of work and seed."""
        return len(self.works) * len(self.seeds)


def run(plan: Plan, workers: int | None = None, done: Callable[[], None] = lambda: None) -> Matrix:
    """Fill the matrix; the cells do not depend on the number of workers.

    Args:
        plan: What to try.
        workers: Processes to use: 1 runs in this process, None uses one per core.
        done: Called after each pair of work and seed.
    """
    jobs = [(work, plan.forms, seed, plan.rules) for work in plan.works for seed in plan.seeds]
    results = spread(_do, jobs, workers, done)
    matrix: Matrix = {}
    for place, work in enumerate(plan.works):
        rows = results[place * len(plan.seeds) : (place + 1) * len(plan.seeds)]
        matrix[work.id] = {
            form.id: gathered([row[column] for row in rows])
            for column, form in enumerate(plan.forms)
        }
    return matrix


def _do(job: tuple[Work, tuple[Form, ...], int, Mapping[str, float]]) -> tuple[Trial | None, ...]:
    return trials(*job)


def document(plan: Plan, matrix: Matrix) -> list[dict[str, Any]]:
    """The document of `buckstop matrix --json`: a row for each cell."""
    return [
        {"work": work.id, "form": form.id, "mode": form.mode.value}
        | _figures(matrix[work.id][form.id])
        for work in plan.works
        for form in plan.forms
    ]


def _figures(cell: Cell | None) -> dict[str, Any]:
    if cell is None:
        names = ("cost", "ci95", "parts", "quality", "turns", "oversight_hours", "borne")
        return dict.fromkeys((*names, "delivered"))
    return {
        "cost": round(cell.cost, DIGITS),
        "ci95": None if cell.ci95 is None else [round(end, DIGITS) for end in cell.ci95],
        "parts": {_key(name): round(part, DIGITS) for name, part in cell.parts.items()},
        "quality": None if cell.quality is None else round(cell.quality, DIGITS),
        "turns": round(cell.turns, DIGITS),
        "oversight_hours": round(cell.oversight, DIGITS),
        "borne": round(cell.borne, DIGITS),
        "delivered": round(cell.delivered, DIGITS),
    }


def _key(name: str) -> str:
    return name.replace("'", "").replace(" ", "_")
