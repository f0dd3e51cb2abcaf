"""The validation as a table for a terminal."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from sim.lab.validation.published import Published
from sim.lab.validation.runs import Measured, Row

LEGEND = (
    "Published range; simulated figure with its 95% interval over seeds; + in the range, - not."
)


def table(rows: Sequence[Row]) -> Table:
    """Every row with its figures, its source, and whether it holds."""
    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    drawn.add_column("", no_wrap=True)
    drawn.add_column("fact", ratio=1)
    for heading in ("published", "simulated", "95% interval"):
        drawn.add_column(heading, justify="right", no_wrap=True)
    drawn.add_column("", no_wrap=True)
    for row in rows:
        mark = Text("+" if row.holds else "-", "bold")
        source = f"{row.fact.source} [{row.fact.status}]"
        drawn.add_row(Text(row.fact.id, "bold"), Text(row.fact.fact, "bold"), "", "", "", mark)
        for figure in row.figures:
            drawn.add_row(
                "",
                Text(figure.published.label),
                _range(figure.published),
                _number(figure.value, figure.published),
                _interval(figure),
                Text("+" if figure.holds else "-"),
            )
        drawn.add_row("", Text(source, "dim"), "", "", "", "")
        if row.reason:
            drawn.add_row("", Text(f"Why not: {row.reason}"), "", "", "", "")
    return drawn


def verdict(rows: Sequence[Row]) -> str:
    """How many rows hold."""
    return f"{sum(row.holds for row in rows)} of {len(rows)} rows hold."


def _digits(published: Published) -> int:
    largest = max(abs(end) for end in (published.low, published.high) if end is not None)
    return 1 if largest >= 10.0 else 3


def _number(value: float, published: Published) -> str:
    return f"{value:.{_digits(published)}f}"


def _range(published: Published) -> str:
    low, high = (
        None if end is None else f"{end:.{_digits(published)}f}".rstrip("0").rstrip(".")
        for end in (published.low, published.high)
    )
    if high is None:
        return f"over {low}"
    if low is None:
        return f"up to {high}"
    return f"{low} to {high}"


def _interval(figure: Measured) -> str:
    if figure.ci95 is None:
        return "-"
    return " to ".join(_number(end, figure.published) for end in figure.ci95)
