"""A small chart over the turns: columns in eighths of a cell, with a scale and a line to meet."""

from collections.abc import Callable, Sequence

from textual import events
from textual.content import Content
from textual.widget import Widget

from sim.model.explanation import Figure, FigureKind
from sim.tui import words
from sim.tui.messages import ExplainWanted

UPS = " ▁▂▃▄▅▆▇█"
SCALE = 7
"""Cells at the left of the columns."""


class Chart(Widget):
    """Values over turns as columns from zero up. Takes the room that it is given."""

    DEFAULT_CSS = """
    Chart { height: 1fr; width: 1fr; padding: 0 1; }
    """

    def __init__(self, title: str, style: str, id: str, kind: FigureKind) -> None:
        super().__init__(id=id)
        self._kind = kind
        self._columns: tuple[int, int] = (1, 1)
        """The first turn that is drawn, and the cells of a column."""
        self._title = title
        self._style = style
        self._values: tuple[float, ...] = ()
        self._turns = 1
        self._top = 0.0
        self._mark: tuple[float, str] | None = None
        self._text: Callable[[float], str] = lambda value: f"{value:.0f}"
        self._note = ""

    def show(
        self,
        values: Sequence[float],
        turns: int,
        text: Callable[[float], str],
        note: str = "",
        top: float = 0.0,
        mark: tuple[float, str] | None = None,
    ) -> None:
        """Show values of turns 1, 2, ...; `top` is the least upper end, `mark` a line to meet."""
        self._values, self._turns, self._text = tuple(values), turns, text
        self._note, self._top, self._mark = note, top, mark
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on a column asks for the parts of its turn's number; elsewhere, of the last."""
        event.stop()
        first, step = self._columns
        at = event.get_content_offset(self)
        turn = first + (at.x - SCALE) // step if at is not None and at.x >= SCALE else 0
        turn = turn if turn <= len(self._values) else 0
        self.post_message(ExplainWanted(Figure(self._kind, "", turn)))

    def render(self) -> Content:
        """Title and note, then the columns with a scale at the left and turns below."""
        width, height = self.size.width, self.size.height
        scale = SCALE
        head = words.line((self._title, "bold"), "  ", (words.cut(self._note, width - 12), "$dim"))
        rows = height - 2
        if rows < 1 or width < scale + 8:
            return head
        room = width - scale - 1
        step = max(1, min(6, room // max(1, self._turns)))
        shown = list(self._values)[-(room // step) :]
        first = len(self._values) - len(shown) + 1
        self._columns = (first, step)
        highest = max([*self._values, self._top, self._mark[0] if self._mark else 0.0, 1e-9])
        at_mark = -1
        if self._mark is not None:
            at_mark = min(rows - 1, max(0, round(self._mark[0] / highest * rows) - 1))
        out = [head]
        for row in range(rows - 1, -1, -1):
            label = self._text(highest) if row == rows - 1 else "0" if row == 0 else ""
            if row == at_mark and self._mark is not None and row != rows - 1:
                label = self._mark[1]
            pieces: list[words.Piece] = [(words.right(label, scale - 1), "$dim"), ("│", "$rule")]
            body = ""
            for value in shown:
                eighths = round(max(0.0, value) / highest * rows * 8) - row * 8
                block = UPS[min(8, max(0, eighths))]
                gap = 1 if step > 1 else 0
                body += block * (step - gap) + " " * gap
            marked = row == at_mark
            body = body.ljust(room)
            if marked:
                body = "".join("╌" if c == " " else c for c in body)
            pieces.append((body, self._style))
            out.append(words.line(*pieces))
        axis = [" "] * room
        for i in range(len(shown)):
            number = first + i
            if number in (1, first) or number % 6 == 0 or i == len(shown) - 1:
                text = str(number)
                at = i * step
                if at + len(text) <= room and all(c == " " for c in axis[max(0, at - 1) : at + 3]):
                    axis[at : at + len(text)] = text
        out.append(words.line((" " * scale + "".join(axis), "$dim")))
        return words.lines(out)
