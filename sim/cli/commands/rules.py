"""`buckstop rules`."""

import textwrap
from typing import TYPE_CHECKING, Annotated, Any

from attrs import asdict
from cyclopts import Parameter

from sim.cli import console
from sim.cli.arguments import Json, RuleName
from sim.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from sim.rules import Coefficient


WIDTH = 100
"""Width of the bibliography."""

INDENT = "  "

Sources = Annotated[
    bool,
    Parameter(
        negative=(),
        show_default=False,
        help="Print the full references of the sources, and what the marks mean.",
    ),
]


def rules(
    key: RuleName | None = None, /, *, sources: Sources = False, as_json: Json = False
) -> int:
    """Show the coefficients of the model: value, unit, meaning, source.

    A scenario's own [rules] must stay in the range. Sources name works in brackets; --sources
    prints them in full. The last column names the rows of buckstop validate that change most when
    the coefficient changes by a quarter.
    """
    if sources:
        return _bibliography(key, as_json)
    from sim.lab.validation.moves import moves

    rows = _chosen(key)
    moved = {row.key: moves().rows.get(row.key, {}) for row in rows}  # a new one is not measured
    if as_json:
        console.write_json([{**asdict(row), "moves": moved[row.key]} for row in rows])
        return 0
    console.write_table(
        ("key", "value", "unit", "range", "meaning", "source", "moves"),
        [
            (
                row.key,
                f"{row.value:g}",
                row.unit,
                f"{row.low:g}..{row.high:g}",
                row.meaning,
                row.source,
                " ".join(moved[row.key]) or "-",
            )
            for row in rows
        ],
        numbers=("value",),
    )
    return 0


def _chosen(key: str | None) -> "list[Coefficient]":
    from sim.rules import load

    rows = load().rows
    groups = {row.group for row in rows.values()}
    if key is None:
        return list(rows.values())
    if key in rows:
        return [rows[key]]
    if key in groups:
        return [row for row in rows.values() if row.group == key]
    near = did_you_mean(key, [*rows, *sorted(groups)])
    raise UsageError(
        f"There is no coefficient {console.quoted(key)}.{near} buckstop rules lists them."
    )


def _bibliography(key: str | None, as_json: bool) -> int:
    """Print the works behind the chosen coefficients; all works if none is chosen."""
    from sim.lab.validation.published import facts
    from sim.rules.sources import bibliography, named

    found = bibliography()
    coefficients = {row.key: named(row.source) for row in _chosen(key)}
    published = {fact.id: fact.works for fact in facts().values()}
    rows: list[dict[str, Any]] = [
        {
            **asdict(work),
            "year": work.year or None,
            "missing": work.missing or None,
            "coefficients": [one for one, works in coefficients.items() if work.key in works],
            "facts": [one for one, works in published.items() if work.key in works],
        }
        for work in found.works.values()
    ]
    if key is not None:
        rows = [row for row in rows if row["coefficients"]]
    if as_json:
        console.write_json({"marks": found.marks, "sources": rows})
        return 0
    for row in rows:
        for line in _reference(row):
            console.write(line)
        console.write()
    console.write("Marks of works, coefficients and published figures:")
    for mark, meaning in found.marks.items():
        console.write(_filled(f"{mark}: {meaning}", ""))
    return 0


def _reference(row: dict[str, Any]) -> list[str]:
    """A work as lines of text."""
    year, title = row["year"] or "no year known", row["title"]
    end = "" if title.endswith("?") else "."
    parts = [f"{row['author']} ({year}): {title}{end} {row['where']}."]
    parts.append(f"{row['mark']}. Seen: {row['seen']}.")
    if row["missing"]:
        parts.append(f"Incomplete: {row['missing']}")
    parts.append(f"Used for: {' '.join([*row['coefficients'], *row['facts']])}")
    return [f"[{row['key']}]", *(_filled(part, INDENT) for part in parts)]


def _filled(text: str, indent: str) -> str:
    """A paragraph, wrapped without breaking addresses."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
