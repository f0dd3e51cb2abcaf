"""A few things side by side, each in a column, with a cursor to walk from one to the next.

For things with many figures, each in a line of its own; what a few cells say goes in a `table`.
"""

from collections.abc import Sequence

from attrs import frozen
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from sim.tui.kit import words

LABEL = 12
"""Cells of the labels on the left."""
GAP = 2
"""Cells between two columns; the cursor's mark takes one."""


@frozen
class Line:
    """A label, and a cell for each column in view."""

    label: str
    cells: tuple[tuple[str, str], ...]
    """Text and style; what does not fit is cut."""
    asked: object = None
    """What a click on the label asks about."""
    style: str = "$dim"
    """The label's."""


def drawn(lines: Sequence[Line], at: int, column: int) -> list[Content]:
    """Lines in columns of so many cells; the one with the cursor is marked."""
    rows = []
    for line in lines:
        pieces: list[words.Piece] = [
            words.ask(words.left(line.label, LABEL - 1), line.asked, line.style)
        ]
        for i, (text, look) in enumerate(line.cells):
            ground = " on $chosen" if i == at else ""
            pieces += [
                ("▌" if i == at else " ", f"$key{ground}"),
                (words.left(text, column), f"{look}{ground}".strip()),
                (" " * (GAP - 1), ground.strip()),
            ]
        rows.append(words.line(*pieces))
    return rows


class Matrix(Widget, can_focus=True):
    """One column a thing. Left and right walk, enter takes, a click selects; a click on a label
    asks about that figure of the thing under the cursor.
    """

    DEFAULT_CSS = """
    Matrix { height: auto; width: 1fr; }
    """
    BINDINGS = [
        Binding("left", "walk(-1)", "before", show=False),
        Binding("right", "walk(1)", "after", show=False),
        Binding("home", "walk(-99)", "first", show=False),
        Binding("end", "walk(99)", "last", show=False),
        Binding("enter", "take", "take", show=False),
        Binding("up", "scroll_panel(-1)", "up", show=False),
        Binding("down", "scroll_panel(1)", "down", show=False),
    ]
    NOTHING = ""
    """What it says without columns."""

    class Moved(Message):
        """The cursor is on another column."""

    class Taken(Message):
        """The column under the cursor was chosen with enter or a click."""

    class Left(Message):
        """The player walked left of the first column."""

    def __init__(self, id: str, least: int, most: int) -> None:
        """A matrix; its columns get at least and at most so many cells."""
        super().__init__(id=id)
        self._least, self._most = least, most
        self._at = 0
        self._shown: list[tuple[int, int, int]] = []
        """Where each column in view begins and ends, and which one it is."""

    @property
    def count(self) -> int:
        """How many columns there are."""
        raise NotImplementedError

    @property
    def needed(self) -> int:
        """Cells that no column may be narrower than."""
        raise NotImplementedError

    def lines(self, first: int, count: int, column: int) -> list[Line]:
        """The lines of so many columns from one on, each in so many cells."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw anew; lay out anew only if the height changes."""
        rows = self.render().plain.count("\n") + 1
        self.refresh(layout=rows != self.size.height)

    def action_walk(self, by: int) -> None:
        at = max(0, min(self.count - 1, self._at + by))
        if by < 0 and self._at == 0:
            self.post_message(self.Left())
        if self.count and at != self._at:
            self._at = at
            self.draw()
            self.post_message(self.Moved())

    def action_scroll_panel(self, by: int) -> None:
        """Scroll the panel around it."""
        if isinstance(self.parent, Widget):
            self.parent.scroll_relative(y=by, animate=False)

    def action_take(self) -> None:
        if self.count:
            self.post_message(self.Taken())

    def on_click(self, event: events.Click) -> None:
        """Select a column; a click on the selected one takes it."""
        for start, end, index in self._shown:
            if start <= event.x < end:
                if index == self._at:
                    self.action_take()
                else:
                    self.action_walk(index - self._at)
                return

    def render(self) -> Content:
        self._shown = []
        if not self.count:
            return words.line((self.NOTHING, "$dim"))
        room = max(20, self.size.width) - LABEL
        count = max(1, min(self.count, room // (max(self._least, self.needed) + GAP)))
        column = min(self._most, room // count - GAP)
        first = max(0, min(self._at - count // 2, self.count - count))
        for i in range(count):
            start = LABEL + i * (column + GAP)
            self._shown.append((start, start + column + GAP, first + i))
        lines = self.lines(first, count, column)
        return words.lines(drawn(lines, self._at - first, column))
