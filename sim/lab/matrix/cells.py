"""Cells of the matrix: the figures of a form on a piece of work, over seeds.

Figures per standard hour are ratios of means: seeds in which hardly anything was done would
dominate a mean of ratios.
"""

import math
from collections.abc import Mapping, Sequence

from attrs import frozen

from sim.bench.figures import Tally, t_975
from sim.lab.matrix.paired_runs import Trial

IN_FULL = 0.875
"""Share of a function's hours, or of seeds with an accepted project, that counts as done."""


@frozen
class Cell:
    """The means over seeds of one form on one piece of work."""

    cost: float
    """Total cost of ownership per standard hour done, in multiples of the home wage."""
    ci95: tuple[float, float] | None
    """The ends of its 95% interval over seeds; None with a single seed."""
    parts: dict[str, float]
    """The parts of the cost, which add up to it."""
    quality: float | None
    """As customers met it, 0..100; None where they never did."""
    turns: float
    """Turns from opening to acceptance (project) or full service (function)."""
    oversight: float
    """Managers' hours wanted per turn."""
    borne: float
    """Unrecovered losses per standard hour done, in multiples of the home wage."""
    delivered: float
    """Share of a function's hours, or of seeds in which a project was accepted."""

    @property
    def in_full(self) -> bool:
        """Whether the work got done."""
        return self.delivered >= IN_FULL

    @property
    def hidden(self) -> float:
        """All other costs over the invoices; 0 without invoices."""
        invoices = self.parts["invoices"]
        return self.cost / invoices - 1.0 if invoices > 0.0 else 0.0


def gathered(trials: Sequence[Trial | None]) -> Cell | None:
    """The cell of a form's trials, one per seed; None if nothing was done in any.

    A seed without a provider of that form counts as one in which nothing was done.
    """
    found = [trial for trial in trials if trial is not None]
    done = math.fsum(trial.hours for trial in found)
    if done <= 0.0:
        return None
    parts = {
        name: math.fsum(trial.parts[name] for trial in found) / done for name in found[0].parts
    }
    cost = math.fsum(parts.values())
    return Cell(
        cost=cost,
        ci95=_interval(cost, found, len(trials)),
        parts=parts,
        quality=_mean([trial.quality for trial in found if trial.quality is not None]),
        turns=_mean([trial.turns for trial in found]) or 0.0,
        oversight=_mean([trial.oversight for trial in found]) or 0.0,
        borne=math.fsum(trial.borne for trial in found) / done,
        delivered=math.fsum(trial.delivered for trial in found) / len(trials),
    )


def _interval(cost: float, found: Sequence[Trial], seeds: int) -> tuple[float, float] | None:
    """The interval of a ratio of means, from its residuals (Cochran, Sampling Techniques, 6.3)."""
    residuals = Tally()
    for trial in found:
        residuals.add(math.fsum(trial.parts.values()) - cost * trial.hours)
    for _ in range(seeds - len(found)):
        residuals.add(0.0)
    if residuals.sd is None:
        return None
    done = math.fsum(trial.hours for trial in found) / seeds
    reach = t_975(seeds - 1) * residuals.sd / math.sqrt(seeds) / done
    return cost - reach, cost + reach


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def cheapest(row: Mapping[str, Cell | None]) -> str | None:
    """The cheapest form that gets the work done; None if none does."""
    costs = {form: cell.cost for form, cell in row.items() if cell is not None and cell.in_full}
    return min(costs, key=costs.__getitem__, default=None)
