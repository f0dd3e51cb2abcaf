"""A parsed scenario file before it is trusted: its tables, looked at with care.

Made for `relations`. Values of a wrong type or size come out as None: `structure` reports them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import field, frozen

from sim.model.scenario import MONEY_MAX, TURNS_MAX, Scenario
from sim.scenario_io.faults import Path, Suggester, quoted
from sim.scenario_io.values import length_limits

Found = Iterator[tuple[Path, str]]
"""Faults as they are found: where, and what."""

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
"""The kinds of things with an id, by the name of their tables."""


@frozen
class Row:
    """A table of the document, and where it stands."""

    path: Path
    table: Mapping[str, Any]

    def at(self, key: str) -> Path:
        """The path of one of its keys."""
        return (*self.path, key)

    def text(self, key: str, default: str | None = None) -> str | None:
        """The text at a key, if it is one."""
        value = self.table.get(key, default)
        return value if isinstance(value, str) else None

    def whole(self, key: str, default: int | None = None) -> int | None:
        """The whole number at a key, if it is one of a size that any field takes."""
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
    """A parsed file, with its lists of tables at hand."""

    top: Row
    suggester: Suggester
    rows: dict[str, tuple[Row, ...]] = field(init=False)
    """The tables by list; none for lists that are too long."""
    by_id: dict[str, dict[str, Row]] = field(init=False)
    """The first table with each id, by list; of ids that are not well formed, too."""
    broken: frozenset[str] = field(init=False)
    """Lists that are none, or too long: nothing is known of what they hold."""

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
        # A frozen class fills its derived fields this way.
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "by_id", by_id)
        object.__setattr__(self, "broken", frozenset(broken))

    @property
    def turns(self) -> int | None:
        """The number of turns, if it is one that a game can have."""
        turns = self.top.whole("turns")
        return turns if turns is not None and 1 <= turns <= TURNS_MAX else None

    def reference(self, path: Path, key: str, *names: str) -> Found:
        """The fault that no table of the lists has this id, unless one has it."""
        if any(key in self.by_id[name] or name in self.broken for name in names):
            return
        nouns = " or ".join(SINGULAR[name] for name in names)
        if any(self.by_id[name] for name in names):
            hint = self.suggester.suggest(key, *(self.by_id[name] for name in names))
        else:
            hint = " The file has none."
        yield path, f"there is no {nouns} {quoted(key)}{'.' if hint else ''}{hint}"
