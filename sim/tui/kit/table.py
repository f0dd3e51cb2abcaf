"""Rows in columns, under a heading; columns give way when the terminal is narrow. Things with many
figures, each in a line of its own, stand side by side in a `matrix` instead.
"""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from attrs import frozen
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim.tui.kit import amounts, words

Cell = str | tuple[str, str] | tuple[str, str, object]
"""Text, its style, and what a click on it asks about."""


@frozen
class Column:
    """A column: its heading, its least width, and how it behaves."""

    title: str
    width: int
    flex: int = 0
    """Share of the room that is left over."""
    numeric: bool = False
    """Aligned right; its figures are shortened, never cut."""
    rank: int = 0
    """0 always stays; the higher, the sooner it is left out."""


@frozen
class Row:
    """What a row stands for, and its cells. Without a key it is a heading."""

    key: str
    cells: tuple[Cell, ...]


def _cell(cell: Cell, style: str = "") -> tuple[str, str, object]:
    """A cell's text, style, and what it asks about."""
    if isinstance(cell, str):
        return cell, style, None
    return cell if len(cell) == 3 else (*cell, None)


def fit(
    columns: Sequence[Column],
    width: int,
    leave_out: Collection[str] = (),
    figures: Mapping[int, tuple[int, int]] = MappingProxyType({}),
) -> dict[int, int]:
    """Widths of the columns that fit, by index. Two cells stay free between two columns.

    Args:
        columns: Those of the table.
        width: Cells of a line.
        leave_out: Titles of columns not to show.
        figures: For numeric columns, the cells of the longest figure when shortest, which the
            column gets, and in full, which it gets if there is room.
    """
    kept = [i for i, column in enumerate(columns) if column.title not in leave_out]
    least = [max(one.width, figures.get(i, (0, 0))[0]) for i, one in enumerate(columns)]

    def needed() -> int:
        return sum(least[i] for i in kept) + 2 * (len(kept) - 1)

    while len(kept) > 1 and needed() > width:
        worst = max(kept, key=lambda i: (columns[i].rank, i))
        if columns[worst].rank == 0:
            break
        kept.remove(worst)
    widths = {i: least[i] for i in kept}
    spare = width - needed()
    for i in kept:
        more = max(0, min(spare, figures.get(i, (0, 0))[1] - widths[i]))
        widths[i] += more
        spare -= more
    shares = sum(columns[i].flex for i in kept)
    if shares and spare > 0:
        for i in kept:
            widths[i] += spare * columns[i].flex // shares
    elif spare < 0:
        for i in sorted(kept, key=lambda i: (columns[i].numeric, -widths[i])):
            less = 0 if columns[i].numeric else min(-spare, max(0, widths[i] - 4))
            widths[i] -= less
            spare += less
    return widths


def drawn(
    cells: Sequence[Cell], columns: Sequence[Column], widths: Mapping[int, int], gap: int = 2
) -> Content:
    """A row in columns of these widths, with so many cells between two of them."""
    shown = []
    for i, width in widths.items():
        text, style, asked = _cell(cells[i])
        text = amounts.right(text, width) if columns[i].numeric else words.left(text, width)
        shown.append(words.ask(text, asked, style))
    return Content(" " * gap).join(shown)


class Table(Vertical):
    """Rows with a cursor. Posts `Table.Moved` when the cursor moves, `Table.Taken` on enter."""

    DEFAULT_CSS = """
    Table { height: 1fr; }
    Table > Static { height: 1; padding: 0 1; color: $dim; }
    Table > OptionList { height: 1fr; padding: 0; border: none; background: transparent; }
    Table > OptionList:focus { border: none; }
    """

    class OfRow(Message):
        """Something happened to the row of a key."""

        def __init__(self, key: str) -> None:
            self.key = key
            super().__init__()

    class Moved(OfRow):
        """The cursor stands on another row."""

    class Taken(OfRow):
        """A row was chosen with enter or a click."""

    def __init__(self, columns: Sequence[Column], id: str) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.leave_out: set[str] = set()
        """Titles of columns not to show."""
        self._rows: tuple[Row, ...] = ()
        self._drawn: tuple[int, tuple[Row, ...], set[str]] | None = None

    def compose(self) -> ComposeResult:
        yield Static(Content(""))
        yield OptionList()

    @property
    def list(self) -> OptionList:
        return self.query_one(OptionList)

    @property
    def key(self) -> str:
        """What the cursor is on; empty if nothing."""
        return self._key_of(self._rows)

    def _key_of(self, rows: Sequence[Row]) -> str:
        """What the cursor is on if these rows are drawn."""
        at = self.list.highlighted
        return rows[at].key if at is not None and at < len(rows) else ""

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; the cursor stays on what it was on."""
        self._rows = tuple(rows)
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width = self.size.width - 4
        if width < 10 or self._drawn == (width, self._rows, self.leave_out):
            return
        kept = self._key_of(self._drawn[1]) if self._drawn else ""
        self._drawn = (width, self._rows, self.leave_out)
        widths = fit(self.columns, width, self.leave_out, self._figures())
        heading = [column.title for column in self.columns]
        self.query_one(Static).update(drawn(heading, self.columns, widths))
        rows = self.list
        with self.app.batch_update():
            rows.clear_options()
            rows.add_options(
                Option(self._line(row, widths), disabled=not row.key) for row in self._rows
            )
            keys = [r.key for r in self._rows]
            first = next((i for i, key in enumerate(keys) if key), None)
            rows.highlighted = keys.index(kept) if kept and kept in keys else first

    def _figures(self) -> dict[int, tuple[int, int]]:
        """Cells of the longest figure of each column of them: as short as can be, and in full."""
        found = {}
        for i, column in enumerate(self.columns):
            if column.numeric:
                texts = [_cell(row.cells[i])[0] for row in self._rows if len(row.cells) > 1]
                short = max((cell_len(amounts.short(text, 1)) for text in texts), default=0)
                found[i] = short, max(map(cell_len, texts), default=0)
        return found

    def _line(self, row: Row, widths: dict[int, int]) -> Content:
        if not row.key and len(row.cells) == 1:
            text, style, _ = _cell(row.cells[0], "bold $key")
            return words.line((words.cut(text, sum(widths.values())), style))
        return drawn(row.cells, self.columns, widths)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_index < len(self._rows):
            self.post_message(Table.Moved(self._rows[event.option_index].key))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._rows):
            self.post_message(Table.Taken(self._rows[event.option_index].key))
