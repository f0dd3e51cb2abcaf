"""The report of a benchmark as a table for people. The only module here that knows rich."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen
from rich.table import Table
from rich.text import Text

from sim import narrate
from sim.bench.rows import ALL_SCENARIOS, Document
from sim.model.vocabulary import Mode

GAP = 2
"""Blanks between columns."""


@frozen
class Column:
    """A column of the table: its heading, its cells, and how soon it is left out."""

    heading: str
    cell: Callable[[Document], str]
    rank: int = 0
    """Where the page is too narrow, columns of the highest rank go first; those of rank 0 stay."""

    def width(self, rows: Sequence[Document]) -> int:
        """Letters of the widest of its texts."""
        return max(len(self.heading), *(len(self.cell(row)) for row in rows))


def table(report: dict[str, Any], width: int) -> Table:
    """The rows of a report as a table for a page of that many columns.

    The lesser figures are left out where they do not fit; the JSON document has all of them. With
    one scenario only, the rows over all scenarios would say the same again, and are left out too.
    """
    rows: list[Document] = report["rows"]
    single = [row for row in rows if row["scenario"] != ALL_SCENARIOS]
    if len(single) * 2 == len(rows):
        rows = single
    columns = _fitting(_columns(rows[0].get("baseline")), rows, width)
    drawn = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for place, column in enumerate(columns):
        drawn.add_column(
            Text(column.heading),
            justify="left" if place < 2 else "right",
            no_wrap=column.rank > 0 or place > 1,
        )
    for row in rows:
        drawn.add_row(*(Text(column.cell(row)) for column in columns))
    return drawn


def _fitting(columns: list[Column], rows: Sequence[Document], width: int) -> list[Column]:
    while (
        sum(column.width(rows) + GAP for column in columns) - GAP > width
        and (last := max(column.rank for column in columns)) > 0
    ):
        columns = [column for column in columns if column.rank < last]
    return columns


def _columns(baseline: str | None) -> list[Column]:
    paired = [
        Column(f"less {baseline}", lambda row: f"{row['difference_mean']:+.1f}"),
        Column("95% interval", lambda row: _interval(row["difference_ci95"])),
    ]
    return [
        Column("scenario", lambda row: row["scenario"]),
        Column("policy", lambda row: row["policy"]),
        Column("score", lambda row: f"{row['score_mean']:.1f}"),
        Column("95% interval", lambda row: _interval(row["score_ci95"])),
        *(paired if baseline is not None else []),
        Column("sd", lambda row: _whole(row["score_sd"]), 7),
        Column("p05", lambda row: _whole(row["score_p05"]), 6),
        Column("min", lambda row: _whole(row["score_min"]), 9),
        Column("bankrupt", lambda row: f"{row['bankrupt_rate']:.0%}", 1),
        Column("illegal", lambda row: f"{row['invalid_rate']:.1%}", 10),
        Column("cost", lambda row: narrate.money(row["cost_mean"]), 5),
        Column("quality", lambda row: f"{row['quality_mean']:.0f}", 4),
        Column("oversight", lambda row: f"{row['oversight_load_mean']:.0%}", 3),
        Column("borne", lambda row: narrate.money(row["borne_mean"]), 2),
        *(Column(narrate.mode_name(mode), _share_of(mode), 8) for mode in Mode),
    ]


def _share_of(mode: Mode) -> Callable[[Document], str]:
    return lambda row: f"{row['mode_share'][mode.value]:.0%}"


def _whole(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _interval(ends: Sequence[float | None]) -> str:
    low, high = ends
    return "-" if low is None or high is None else f"{low:.1f} to {high:.1f}"
