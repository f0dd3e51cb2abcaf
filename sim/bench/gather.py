"""The figures of a saved run, complete or not, read as a stream."""

from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from attrs import Factory, define

from sim.bench.folder import EPISODES, TURNS, going_on, read_manifest, rows
from sim.bench.records import TURN_COLUMNS, fits
from sim.bench.records import Row as Record
from sim.bench.rows import Row, add_seed, new_rows
from sim.errors import UsageError
from sim.model.vocabulary import Mode

Key = tuple[str, str]
"""Scenario and policy."""


@define
class Gathered:
    """The figures of a run for a page."""

    manifest: dict[str, Any]
    scenarios: dict[str, str]
    """Titles by id, in order."""
    policies: list[str]
    baseline: str | None
    rows: dict[Key, Row]
    """By scenario (or `ALL_SCENARIOS`) and policy."""
    hours: dict[Key, dict[int, list[float]]] = Factory(dict)
    """Standard hours delivered, by turn and mode, summed over the episodes."""
    episodes: int = 0

    def of(self, scenario: str) -> list[tuple[str, Row]]:
        """The policies that played a scenario, with their rows."""
        found = [(policy, self.rows[scenario, policy]) for policy in self.policies]
        return [(policy, row) for policy, row in found if row.scores.count]


def gather(folder: Path) -> Gathered:
    """Read a run. Raises `UsageError` if the folder has none, or it cannot be read."""
    manifest = read_manifest(folder)
    try:
        identity = manifest["identity"]
        scenarios = {str(row["id"]): str(row["title"]) for row in identity["scenarios"]}
        policies = [str(row["id"]) for row in identity["policies"]]
        baseline = identity["baseline"]
        empty = new_rows(scenarios, policies, baseline)
        found = Gathered(manifest, scenarios, policies, baseline, empty)
        for _, seed in groupby(rows(folder / EPISODES), itemgetter("seed")):
            _take_in(found, list(seed))
        for row in rows(folder / TURNS):
            if not fits(row, TURN_COLUMNS):
                raise ValueError("a turn is not as bench writes it")
            sums = found.hours.setdefault((row["scenario"], row["policy"]), {})
            turn = sums.setdefault(row["turn"], [0.0] * len(Mode))
            for place, mode in enumerate(Mode):
                turn[place] += row[f"hours_{mode.value}"]
    except OSError as error:
        raise UsageError(f"Cannot read the run in {folder}: {error.strerror}.") from error
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise UsageError(
            f"The run in {folder} cannot be read: {type(error).__name__}: {error}. "
            "Its files are not as bench wrote them."
        ) from error
    if not found.episodes:
        raise UsageError(
            f"No seed in {folder} was played by all policies yet: nothing to draw. "
            f"Continue it with: {going_on(folder)}"
        )
    return found


def _take_in(found: Gathered, seed: list[Record]) -> None:
    """Add the episodes of a seed, unless they are incomplete, as the last may be."""
    expected = [(policy, scenario) for policy in found.policies for scenario in found.scenarios]
    there = [(one["policy"], one["scenario"]) for one in seed]
    if there != expected[: len(there)]:
        raise ValueError(f"the games of seed {seed[0]['seed']} are not those of its manifest")
    if len(there) < len(expected):
        return
    if not all(0.0 <= one["score"] <= 1000.0 for one in seed):
        raise ValueError(f"a score of seed {seed[0]['seed']} is out of range")
    found.episodes += len(seed)
    add_seed(found.rows, seed, found.baseline)
