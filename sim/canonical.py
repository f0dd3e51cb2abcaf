"""A scenario in canonical order, and its hash.

The order in which a file lists its tables means nothing. To keep anything from depending on it, a
loaded scenario is always sorted: things with an id by id, objectives by weight (heaviest first),
events and hints by turn. The lines of `special`, and hints of one turn, are read in sequence and
keep the file's order.
"""

import enum
import hashlib
import json
from typing import Any

from attrs import Attribute, asdict, evolve, fields

from sim.model.scenario import Hint, Scenario

FORMAT = 1
"""The format of scenario files that this version reads."""

LATER = (fields(Hint).when, fields(Hint).subject)
"""Fields added after the first hashes; at their default they are not hashed."""


def canonical(scenario: Scenario) -> Scenario:
    """A scenario with its lists in canonical order."""
    return evolve(
        scenario,
        disciplines=tuple(sorted(scenario.disciplines, key=lambda row: row.id)),
        tasks=tuple(
            evolve(task, after=tuple(sorted(task.after)))
            for task in sorted(scenario.tasks, key=lambda row: row.id)
        ),
        objectives=tuple(sorted(scenario.objectives, key=lambda row: (-row.weight, row.id))),
        locations=tuple(sorted(scenario.locations, key=lambda row: row.id)),
        teams=tuple(sorted(scenario.teams, key=lambda row: row.id)),
        clients=tuple(sorted(scenario.clients, key=lambda row: row.id)),
        providers=tuple(
            evolve(provider, disciplines=tuple(sorted(provider.disciplines)))
            for provider in sorted(scenario.providers, key=lambda row: row.id)
        ),
        deals=tuple(sorted(scenario.deals, key=lambda row: row.id)),
        engagements=tuple(sorted(scenario.engagements, key=lambda row: row.task)),
        events=tuple(
            sorted(scenario.events, key=lambda row: (row.turn, row.kind, row.subject, row.size))
        ),
        hints=tuple(sorted(scenario.hints, key=lambda row: row.turn)),
        rules=dict(sorted(scenario.rules.items())),
    )


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 in hex of a scenario's content, independent of its file's layout."""
    content = asdict(canonical(scenario), filter=_says, value_serializer=_plain)
    content = {"format": FORMAT, "scenario": content}
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _says(field: "Attribute[Any]", value: Any) -> bool:
    """Whether a field is hashed: one of `LATER` only where it differs from its default."""
    # By identity: an event's subject is equal to a hint's.
    return value != field.default or all(field is not one for one in LATER)


def _plain(_: Any, __: Any, value: Any) -> Any:
    """Enums as values; 3.0 as 3 and -0.0 as 0, since a file may write either."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(None, None, part) for key, part in value.items()}
    return value
