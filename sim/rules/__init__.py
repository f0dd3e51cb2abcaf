"""The rule book: the model's coefficients, loaded from `default.toml`.

Coefficients belong in that file, with unit, meaning and source; formulas belong in `sim.engine`.
"""

import functools
import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from attrs import asdict, evolve, fields, frozen

from sim import files
from sim.model.rules import Rules


@frozen
class Coefficient:
    """A row of the rule book."""

    key: str
    value: float
    unit: str
    meaning: str
    source: str
    """A work in brackets, by its short name in `sim.rules.sources`, or `judgement`."""
    low: float
    """The lowest value that a scenario may set."""
    high: float
    """The highest value that a scenario may set."""
    group: str


@frozen
class RuleBook:
    """The coefficients, and their documentation."""

    rules: Rules
    rows: dict[str, Coefficient]
    groups: dict[str, str]
    """Title of each group."""


@functools.cache
def load() -> RuleBook:
    """Read the rule book that ships with the engine."""
    groups: dict[str, str] = {}
    rows: dict[str, Coefficient] = {}
    for group, table in files.table("rules/default.toml").items():
        if group == "format":
            continue
        groups[group] = table.pop("title")
        for key, row in table.items():
            rows[key] = _coefficient(key, group, row)
    names = {field.name for field in fields(Rules)}
    if names != set(rows):
        raise ValueError(f"default.toml and Rules differ in {sorted(names ^ set(rows))}")
    return RuleBook(Rules(**{key: row.value for key, row in rows.items()}), rows, groups)


def _coefficient(key: str, group: str, row: Mapping[str, Any]) -> Coefficient:
    low, high = map(float, row["range"])
    value = float(row["value"])
    if not low <= value <= high:
        raise ValueError(f"{key} = {value} lies outside its own range {low}..{high}")
    return Coefficient(key, value, row["unit"], row["meaning"], row["source"], low, high, group)


def with_overrides(overrides: Mapping[str, float]) -> Rules:
    """The rules with some coefficients changed.

    Raises:
        KeyError: There is no such coefficient.
        ValueError: A value is not finite, or outside the coefficient's range.
    """
    book = load()
    for key, value in overrides.items():
        row = book.rows[key]
        if not (math.isfinite(value) and row.low <= value <= row.high):
            raise ValueError(f"{key} must be between {row.low} and {row.high} {row.unit}")
    return evolve(book.rules, **{key: float(value) for key, value in overrides.items()})


def rules_hash(rules: Rules) -> str:
    """A hash over all values; equal rules have equal hashes on every machine."""
    text = json.dumps(asdict(rules), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
