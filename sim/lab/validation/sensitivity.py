"""Which rows of the validation a coefficient moves most: measured by changing it.

Each coefficient is raised by a quarter (lowered, where its range ends), all else and all luck
being equal, and the rows are measured again over a few seeds. A row's move is the greatest of its
figures' changes, in widths of their published ranges. The result stands in `moves.toml`, with the
hash of the rules that it was measured on. To measure anew, a quarter of an hour on two cores:

    python -m sim.lab.validation.sensitivity > moves.toml && mv moves.toml sim/lab/validation/
"""

import sys

from sim.lab.validation.experiments import EXPERIMENTS
from sim.lab.validation.published import Published, facts
from sim.processes import spread
from sim.rules import Coefficient, load, rules_hash

CHANGE = 0.25
"""By which share a coefficient is raised, or lowered."""

SHOWN = 3
"""Rows that are named for a coefficient, at most."""

LEAST = 0.02
"""Widths of a range below which a row counts as unmoved."""

SEEDS = {
    "V1": 6, "V2": 6, "V3": 6, "V4": 6, "V5": 2, "V6": 2, "V7": 2, "V8": 3, "V9": 3, "V10": 1,
    "V11": 2, "V12": 8, "V13": 3, "V14": 1, "V15": 1, "V16": 6, "V17": 2, "V18": 6, "V19": 2,
    "V20": 16, "V21": 3,
}  # fmt: skip
"""By row: few, since the luck is the same on both sides."""


def changed(row: Coefficient) -> float:
    """The value that a coefficient is changed to."""
    step = CHANGE * abs(row.value) if row.value else CHANGE * (row.high - row.low)
    return row.value + step if row.value + step <= row.high else max(row.low, row.value - step)


def _width(published: Published, value: float) -> float:
    """Of a range; half the value where the range is open."""
    if published.low is None or published.high is None:
        return max(0.5 * abs(value), 0.5)
    return published.high - published.low


def figures(rules: dict[str, float]) -> dict[str, dict[str, float]]:
    """All figures of all rows under some coefficients, over the few seeds.

    A row is left out where the change leaves nothing to be measured, as when nobody bids any more.
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
    """By coefficient: the rows that it moves, the most moved first."""
    rows = load().rows
    jobs = [("", 0.0), *((key, changed(row)) for key, row in rows.items())]
    started = [0]

    def tell() -> None:
        started[0] += 1
        print(f"\r{started[0]} of {len(jobs)}", end="", file=sys.stderr, flush=True)

    base, *others = spread(_figures_with, jobs, done=tell)
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
    print(
        "# Which rows each coefficient moves most, in widths of their published ranges, when it is"
    )
    print(
        "# changed by a quarter. Written by sim/lab/validation/sensitivity.py; not edited by hand."
    )
    print(f'rules_hash = "{rules_hash(load().rules)}"')
    for key, rows in measure().items():
        print(f"\n[moves.{key}]")
        for row, size in rows.items():
            print(f"{row} = {size}")


if __name__ == "__main__":
    main()
