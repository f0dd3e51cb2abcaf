"""A parsed but unvalidated scenario file, for `relations`.

Values of a wrong type or size read as None; `structure` reports them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import field, frozen

from sim.model.scenario import MONEY_MAX, TURNS_MAX, Scenario
from sim.scenario_io.faults import Path, Suggester, quoted
from sim.scenario_io.values import length_limits

Found = Iterator[tuple[Path, str]]
"""Faults: paths and messages."""

SINGULAR = {
    "disciplines": "discipline",
    "tasks": "task",
    "teams": "team",
    "providers": "provider",
    "locations": "location",
    "clients": "client",
    "deals": "deal",
    "objectives": "objective",
}
"""What each list of tables with ids contains."""


@frozen
class Row:
    """A table of the document with its path."""

    path: Path
    table: Mapping[str, Any]

    def at(self, key: str) -> Path:
        """The path of one of its keys."""
        return (*self.path, key)

    def text(self, key: str, default: str | None = None) -> str | None:
        """The text at a key; None for anything else."""
        value = self.table.get(key, default)
        return value if isinstance(value, str) else None

    def whole(self, key: str, default: int | None = None) -> int | None:
        """The whole number at a key; None for anything else, or one too large for any field."""
        value = self.table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MONEY_MAX:
            return None
        return value

    def texts(self, key: str) -> list[tuple[Path, str]]:
        """The texts of the list at a key, with their paths."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or len(value) > length_limits(None)[1]:
            return []
        return [((*self.at(key), i), v) for i, v in enumerate(value) if isinstance(v, str)]


@frozen
class Document:
    """A parsed file, indexed by list and id."""

    top: Row
    suggester: Suggester
    rows: dict[str, tuple[Row, ...]] = field(init=False)
    """Tables by list; empty for lists that are too long."""
    by_id: dict[str, dict[str, Row]] = field(init=False)
    """The first table with each id, valid or not, by list."""
    broken: frozenset[str] = field(init=False)
    """Keys that are not lists, or too long: their content is unknown."""

    def __attrs_post_init__(self) -> None:
        limits = attrs.fields_dict(Scenario)
        rows: dict[str, tuple[Row, ...]] = {}
        broken: set[str] = set()
        for name in (*SINGULAR, "engagements", "events", "hints"):
            value = self.top.table.get(name, [])
            most = length_limits(limits[name].validator)[1]
            if not isinstance(value, list) or len(value) > most:
                value = []
                broken.add(name)
            rows[name] = tuple(
                Row((name, i), table) for i, table in enumerate(value) if isinstance(table, dict)
            )
        by_id: dict[str, dict[str, Row]] = {}
        for name in SINGULAR:
            first: dict[str, Row] = {}
            for row in rows[name]:
                key = row.text("id")
                if key is not None:
                    first.setdefault(key, row)
            by_id[name] = first
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "by_id", by_id)
        object.__setattr__(self, "broken", frozenset(broken))

    @property
    def turns(self) -> int | None:
        """The number of turns; None if it is invalid."""
        turns = self.top.whole("turns")
        return turns if turns is not None and 1 <= turns <= TURNS_MAX else None

    def reference(self, path: Path, key: str, *names: str) -> Found:
        """A fault if no table in the lists `names` has the id `key`."""
        if any(key in self.by_id[name] or name in self.broken for name in names):
            return
        nouns = " or ".join(SINGULAR[name] for name in names)
        if any(self.by_id[name] for name in names):
            hint = self.suggester.suggest(key, *(self.by_id[name] for name in names))
        else:
            hint = " The file has none."
        yield path, f"there is no {nouns} {quoted(key)}{'.' if hint else ''}{hint}"
