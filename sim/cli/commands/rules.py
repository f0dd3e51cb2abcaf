"""`buckstop rules`."""

from typing import TYPE_CHECKING

from attrs import asdict

from sim.cli import console
from sim.cli.arguments import Json, RuleName
from sim.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from sim.rules import Coefficient


def rules(key: RuleName | None = None, /, *, as_json: Json = False) -> int:
    """Show the coefficients of the model: value, unit, meaning, source.

    The range is what a scenario's own [rules] must keep to. The last column names the rows of
    buckstop validate that move most when a coefficient is changed by a quarter.
    """
    from sim.validation.moves import moves

    rows, moved = _chosen(key), moves().rows
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
