"""Measures which rows of the validation each coefficient affects most.

Each coefficient is raised by a quarter (lowered at the end of its range), with everything else and
all luck equal, and the rows are measured again over a few seeds. A row moves by the largest change
of its figures, in widths of their published ranges. The result is in `moves.toml`, with the hash of
the rules. To measure again (a quarter of an hour on two cores):

    python -m sim.lab.validation.sensitivity > moves.toml && mv moves.toml sim/lab/validation/
"""

import sys

from sim.lab.validation.experiments import EXPERIMENTS
from sim.lab.validation.published import Published, facts
from sim.processes import counter, spread
from sim.rules import Coefficient, load, rules_hash

CHANGE = 0.25
"""The relative change of a coefficient."""

SHOWN = 3
"""Most rows listed per coefficient."""

LEAST = 0.02
"""Smallest move that is listed."""

SEEDS = {
    "V1": 6, "V2": 6, "V3": 6, "V4": 6, "V5": 2, "V6": 2, "V7": 2, "V8": 3, "V9": 3, "V10": 1,
    "V11": 2, "V12": 8, "V13": 3, "V14": 1, "V15": 1, "V16": 6, "V17": 2, "V18": 6, "V19": 2,
    "V20": 16, "V21": 3,
}  # fmt: skip
"""Seeds by row: few suffice, since the luck is the same on both sides."""


def changed(row: Coefficient) -> float:
    """The changed value of a coefficient."""
    step = CHANGE * abs(row.value) if row.value else CHANGE * (row.high - row.low)
    return row.value + step if row.value + step <= row.high else max(row.low, row.value - step)


def _width(published: Published, value: float) -> float:
    """The width of a range; for an open one, half the value."""
    if published.low is None or published.high is None:
        return max(0.5 * abs(value), 0.5)
    return published.high - published.low


def figures(rules: dict[str, float]) -> dict[str, dict[str, float]]:
    """All figures by row under changed coefficients.

    Rows that can no longer be measured, for example for lack of bids, are left out.
    """
    notes: dict[object, list[tuple[float, ...]]] = {}
    found: dict[str, dict[str, float]] = {}
    for key, experiment in EXPERIMENTS.items():
        played = notes.setdefault(experiment.sample, [])
        try:
            for seed in range(len(played) + 1, SEEDS[key] + 1):
                played.append(experiment.sample(seed, rules))
            found[key] = {
                name: estimate(played[: SEEDS[key]])
                for name, estimate in experiment.estimates.items()
            }
        except (ArithmeticError, LookupError, RuntimeError, StopIteration, ValueError) as error:
            print(f"\n{key} cannot be measured under {rules}: {error!r}", file=sys.stderr)
    return found


def _figures_with(job: tuple[str, float]) -> dict[str, dict[str, float]]:
    key, value = job
    return figures({key: value} if key else {})


def measure() -> dict[str, dict[str, float]]:
    """By coefficient: the rows it affects and by how much, the largest first."""
    rows = load().rows
    jobs = [("", 0.0), *((key, changed(row)) for key, row in rows.items())]
    base, *others = spread(_figures_with, jobs, done=counter(len(jobs)))
    return {key: _ranked(base, other) for key, other in zip(rows, others, strict=True)}


def _ranked(
    base: dict[str, dict[str, float]], other: dict[str, dict[str, float]]
) -> dict[str, float]:
    found = {}
    for key, fact in facts().items():
        if key not in other:
            continue
        found[key] = max(
            abs(other[key][figure.id] - base[key][figure.id]) / _width(figure, base[key][figure.id])
            for figure in fact.figures
        )
    best = sorted(found, key=lambda key: -found[key])[:SHOWN]
    return {key: round(found[key], 2) for key in best if found[key] >= LEAST}


def main() -> None:
    """Write the result to standard output."""
    print("# Which rows each coefficient moves most, in widths of their published ranges, when it")
    print("# is changed by a quarter. Written by sim/lab/validation/sensitivity.py; not by hand.")
    print(f'rules_hash = "{rules_hash(load().rules)}"\n\n[moves]')
    for key, rows in measure().items():
        print(f"{key} = {{ {', '.join(f'{row} = {size}' for row, size in rows.items())} }}")


if __name__ == "__main__":
    main()
