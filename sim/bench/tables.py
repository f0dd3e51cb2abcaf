"""The report of a benchmark as tables for a terminal."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen
from rich.table import Table
from rich.text import Text

from sim import narrate
from sim.bench.rows import ALL_SCENARIOS, MOST, Document
from sim.model.vocabulary import Mode

GAP = 2
"""Blanks between columns."""


@frozen
class Column:
    """A column of the table: its heading, and the cell for a row."""

    heading: str
    cell: Callable[[Document], str]

    def width(self, rows: Sequence[Document]) -> int:
        """The width of its widest text."""
        return max(len(self.heading), *(len(self.cell(row)) for row in rows))


def tables(report: dict[str, Any], width: int) -> list[Table]:
    """The rows of a report as tables that fit a width, one below the other."""
    rows = _rows(report)
    drawn = [_names()]
    for group in _groups(rows[0].get("baseline")):
        if _width([*drawn[-1], *group], rows) > width and len(drawn[-1]) > len(_names()):
            drawn.append(_names())
        drawn[-1] += group
    return [_drawn(columns, rows) for columns in drawn]


def _width(columns: Sequence[Column], rows: Sequence[Document]) -> int:
    return sum(column.width(rows) + GAP for column in columns) - GAP


def _drawn(columns: Sequence[Column], rows: Sequence[Document]) -> Table:
    drawn = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for place, column in enumerate(columns):
        drawn.add_column(
            Text(column.heading), justify="left" if place < 2 else "right", no_wrap=place > 1
        )
    for row in rows:
        drawn.add_row(*(Text(column.cell(row)) for column in columns))
    return drawn


def _names() -> list[Column]:
    return [
        Column("scenario", lambda row: row["scenario"]),
        Column("policy", lambda row: row["policy"]),
    ]


def _groups(baseline: str | None) -> list[list[Column]]:
    """Columns that stay together, in order."""
    paired = [
        Column(f"less {baseline}", lambda row: f"{row['difference_mean']:+.1f}"),
        Column("95% interval", lambda row: _interval(row["difference_ci95"])),
        Column("p", lambda row: _p(row["difference_p"])),
    ]
    return [
        [
            Column("score", lambda row: f"{row['score_mean']:.1f}"),
            Column("95% interval", lambda row: _interval(row["score_ci95"])),
            Column("sd", lambda row: _whole(row["score_sd"])),
            Column("p05", lambda row: _whole(row["score_p05"])),
            Column("worst", lambda row: _whole(row["score_min"])),
            Column("bankrupt", lambda row: f"{row['bankrupt_rate']:.0%}"),
        ],
        *([paired] if baseline is not None else []),
        [
            Column("turns", lambda row: _known(row["turns_mean"], "{:.1f}".format)),
            Column("cost", lambda row: _known(row["cost_mean"], narrate.money)),
            Column("cost a turn", lambda row: _known(row["cost_per_turn_mean"], narrate.money)),
            Column("borne", lambda row: _known(row["borne_mean"], narrate.money)),
            Column("borne a turn", lambda row: _known(row["borne_per_turn_mean"], narrate.money)),
        ],
        [
            Column("quality", lambda row: _whole(row["quality_mean"])),
            Column("oversight", lambda row: _share(row["oversight_load_mean"])),
        ],
        [Column(narrate.mode_name(mode), _share_of(mode)) for mode in Mode],
        [
            Column("failed", lambda row: str(row["failed"])),
            Column("illegal", lambda row: f"{row['invalid_rate']:.1%}"),
            Column("s a game", lambda row: _known(row["seconds_per_episode"], "{:.3f}".format)),
        ],
    ]


BAR_LEAST = 20
"""Least width of a bar."""


def bars(report: dict[str, Any], width: int) -> Table:
    """Mean scores as bars from 0 to `MOST`, with the ends of the interval marked by `|`.

    Grouped by scenario, the best policy first.
    """
    rows = _rows(report)
    names, scenes = (
        max(len(key), *(len(row[key]) for row in rows)) for key in ("policy", "scenario")
    )
    room = max(BAR_LEAST, min(100, width - names - scenes - len("score") - 4 * GAP))
    drawn = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for heading in ("scenario", "policy", "score", f"0 to {MOST:.0f}, with the 95% interval"):
        drawn.add_column(
            Text(heading), justify="right" if heading == "score" else "left", no_wrap=True
        )
    before = None
    order = {row["scenario"]: place for place, row in enumerate(rows)}
    for row in sorted(rows, key=lambda row: (order[row["scenario"]], -row["score_mean"])):
        same, before = row["scenario"] == before, row["scenario"]
        drawn.add_row(
            Text("" if same else row["scenario"]),
            Text(row["policy"]),
            Text(f"{row['score_mean']:.0f}"),
            Text(_bar(row, room)),
        )
    return drawn


def _bar(row: Document, room: int) -> str:
    cells = ["█"] * round(row["score_mean"] / MOST * room)
    cells += ["·"] * (room - len(cells))
    for end in row["score_ci95"]:
        if end is not None:
            cells[min(room - 1, max(0, round(end / MOST * room)))] = "|"
    return "".join(cells)


def _rows(report: dict[str, Any]) -> list[Document]:
    """The rows; with a single scenario, without those over all scenarios, which equal it."""
    rows: list[Document] = report["rows"]
    single = [row for row in rows if row["scenario"] != ALL_SCENARIOS]
    return single if len(single) * 2 == len(rows) else rows


def _share_of(mode: Mode) -> Callable[[Document], str]:
    return lambda row: _share(row["mode_share"][mode.value])


def _known(value: Any, write: Callable[[Any], str]) -> str:
    return "-" if value is None else write(value)


def _whole(value: float | None) -> str:
    return _known(value, "{:.0f}".format)


def _share(value: float | None) -> str:
    return _known(value, "{:.0%}".format)


def _p(value: float | None) -> str:
    return _known(value, lambda p: "<.001" if p < 0.001 else f"{p:.3f}")


def _interval(ends: Sequence[float | None]) -> str:
    low, high = ends
    return "-" if low is None or high is None else f"{low:.1f} to {high:.1f}"
