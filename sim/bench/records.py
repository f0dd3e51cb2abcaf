"""An episode as a flat row, with a row for each of its turns.

Rows contain no times, so they are the same on every machine and in every run.
"""

import math
import re
import time
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from sim.bench.episodes import TurnPlayed, episode
from sim.bench.plan import Job
from sim.errors import FailureKind, PolicyFailure, in_words
from sim.files import without_home
from sim.model.report import Measures
from sim.model.scenario import Scenario
from sim.model.vocabulary import Mode

Row = dict[str, Any]
"""Values by column: str, int, float, or None for missing ones."""

FAILED = "failed"
"""The outcome of a failed episode."""

OBJECTIVE = ("label", "weight", "value", "floor", "target", "points")
"""The figures of each objective, in columns `objective_<id>_<figure>`."""

TOTALS = (
    "cost",
    "cash",
    "quality",
    "oversight_hours",
    "oversight_load",
    "reputation",
    "morale",
    "losses",
    "losses_caused_by_others",
    "recovered",
    "borne",
)
"""The totals of a game, as `run --json` names them."""


@frozen
class Played:
    """An episode that was played or failed."""

    row: Row
    turns: tuple[Row, ...]
    seconds: float
    """Wall time; not part of the row."""


def columns(scenarios: Iterable[Scenario]) -> dict[str, type]:
    """The columns of a benchmark's episodes in order, with their types."""
    found: dict[str, type] = {
        "scenario": str,
        "policy": str,
        "seed": int,
        "salt": str,
        "luck": int,
        "score": float,
        "outcome": str,
        "outcome_turn": int,
        "outcome_reason": str,
        "failure": str,
        "failure_message": str,
        "turns": int,
    }
    money = ("cost", "cash", "losses", "losses_caused_by_others", "recovered", "borne")
    found |= {name: int if name in money else float for name in TOTALS}
    found |= {f"mode_share_{mode.value}": float for mode in Mode}
    found |= {"orders": int, "invalid_orders": int, "printed": int}
    for objective in sorted({row.id for scenario in scenarios for row in scenario.objectives}):
        for what in OBJECTIVE:
            found[f"objective_{objective}_{what}"] = str if what == "label" else float
    found |= dict.fromkeys(("scenario_hash", "rules_hash", "version", "digest"), str)
    return found


TURN_COLUMNS: dict[str, type] = {
    "scenario": str,
    "policy": str,
    "seed": int,
    "turn": int,
    **{f"hours_{mode.value}": float for mode in Mode},
    "cost": int,
    "quality": float,
    "oversight_load": float,
    "borne": int,
}
"""The columns of a benchmark's turns; hours are standard hours delivered."""


def fits(row: Any, names: Mapping[str, type]) -> bool:
    """Whether something is a row with exactly these columns and types."""
    return (
        isinstance(row, dict)
        and list(row) == list(names)
        and all(_is_of(row[name], kind) for name, kind in names.items())
    )


def _is_of(value: Any, kind: type) -> bool:
    if kind is float:
        return value is None or (type(value) in (float, int) and math.isfinite(value))
    return value is None or type(value) is kind


def played_by(row: Row, job: Job) -> bool:
    """Whether a row belongs to a job."""
    return (row["scenario"], row["policy"], row["seed"]) == (
        job.scenario.id,
        job.policy.id,
        job.seed,
    )


def play(job: Job, names: Iterable[str]) -> Played:
    """Play an episode into a row with the columns `names`; a failure is a row, too."""
    started = time.perf_counter()
    turns: list[Row] = []

    def watch(turn: TurnPlayed) -> None:
        turns.append(_of_turn(job, turn.report.measures))

    try:
        document = episode(job.scenario, job.policy, job.seed, watch, salt=job.salt)
    except PolicyFailure as error:
        return failed(job, names, error.kind, str(error), time.perf_counter() - started)
    except Exception as error:
        why = f"A bug in Buckstop: {in_words(error)}. Please report it."
        return failed(job, names, FailureKind.FAULT, why, time.perf_counter() - started)
    flat = _flat(document)
    return Played({name: flat.get(name) for name in names}, tuple(turns), document["seconds"])


_PLACE = re.compile(r" at 0x[0-9a-fA-F]+")

MESSAGE_MAX = 300
"""Characters kept of a failure's message."""


def failed(
    job: Job, names: Iterable[str], kind: FailureKind, message: str, seconds: float = 0.0
) -> Played:
    """The row of a failed episode, which scores 0.

    Were it left out, failing would pay whenever a game goes badly.
    """
    known = {
        "scenario": job.scenario.id,
        "policy": job.policy.id,
        "seed": job.seed,
        "salt": job.salt,
        "luck": job.luck,
        "score": 0.0,
        "outcome": FAILED,
        "failure": kind.value,
        "failure_message": _kept(message),
    }
    return Played({name: known.get(name) for name in names}, (), seconds)


def _kept(message: str) -> str:
    """A message, shortened, without memory addresses and home folders."""
    text = without_home(_PLACE.sub("", message))[:MESSAGE_MAX]
    return text.encode("utf-8", "replace").decode()


def _flat(document: dict[str, Any]) -> Row:
    outcome = document["outcome"]
    flat = {
        "failure": "",
        "failure_message": "",
        **document,
        **document["totals"],
        "outcome": outcome["kind"],
        "outcome_turn": outcome["turn"],
        "outcome_reason": outcome["reason"],
    }
    for mode, share in document["mode_share"].items():
        flat[f"mode_share_{mode}"] = share
    for objective in document["objectives"]:
        for what in OBJECTIVE:
            flat[f"objective_{objective['id']}_{what}"] = objective[what]
    return flat


def _of_turn(job: Job, measures: Measures) -> Row:
    hours = zip(Mode, measures.mode_hours, strict=True)
    return {
        "scenario": job.scenario.id,
        "policy": job.policy.id,
        "seed": job.seed,
        "turn": measures.turn,
        **{f"hours_{mode.value}": round(spent, 2) for mode, spent in hours},
        "cost": measures.cost,
        "quality": round(measures.quality, 2),
        "oversight_load": round(measures.oversight_load, 4),
        "borne": measures.borne,
    }
