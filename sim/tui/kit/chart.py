"""A small chart over the turns: columns in eighths of a cell, two axes, and a sentence above."""

from bisect import bisect_right
from collections.abc import Callable

from attrs import frozen
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from sim.tui.kit import words
from sim.tui.kit.messages import ExplainWanted

UPS = " ▁▂▃▄▅▆▇█"
DOWNS = " ▔▔▀▀▀███"
SCALE = 8
"""Cells at the left of the columns."""

STRIDES = (1, 2, 3, 5, 6, 10, 12, 20, 24, 30, 50, 60, 100)
"""Every how many turns the axis may have a number."""

LEAST = 9
"""Lines that a chart needs."""


@frozen
class Course:
    """Values of turns 1, 2, ... and how they are told."""

    values: tuple[float, ...]
    turns: int
    """Of the whole game: as many as there is room for at the axis."""
    word: str
    """What a turn is called."""
    text: Callable[[float], str]
    """A value in few letters."""
    note: str = ""
    """A second line: what is to be reached."""
    top: float = 0.0
    """The least upper end of the scale."""
    mark: tuple[float, str] | None = None
    """A line to meet, and its name at the scale."""

    @property
    def sentence(self) -> str:
        """How it went: 'rose from 61 to 66'."""
        if not self.values:
            return "no turn yet"
        first, last = self.text(self.values[0]), self.text(self.values[-1])
        if len(self.values) == 1:
            return f"{last} in the first {self.word}"
        if first == last:
            return f"stayed at {last}" if len(set(self.values)) == 1 else f"is at {last} again"
        return f"{'rose' if self.values[-1] > self.values[0] else 'fell'} from {first} to {last}"


NOTHING = Course((), 1, "turn", str)


def edges(turns: int, room: int) -> list[int]:
    """Where each turn's column begins, and where the last one ends.

    Columns are alike where there is room for gaps between them; else they touch and fill it.
    """
    step = room // turns
    if step > 1:
        return [turn * step for turn in range(turns + 1)]
    return [turn * room // turns for turn in range(turns + 1)]


class Chart(Widget):
    """Values over turns as columns from zero. Takes the room that it is given."""

    DEFAULT_CSS = """
    Chart { height: 1fr; width: 1fr; }
    """

    def __init__(
        self, title: str, style: str, asked: Callable[[int], object], id: str | None = None
    ) -> None:
        """A chart without values.

        Args:
            title: Its name.
            style: Of the columns.
            asked: What a click on a turn's column asks about; turn 0 stands for the last.
            id: The widget's.
        """
        super().__init__(id=id)
        self.title = words.clean(title)
        self._style = style
        self._asked = asked
        self._first = 1
        """The first turn that is drawn."""
        self._edges: list[int] = [0]
        self._course = NOTHING

    @property
    def values(self) -> tuple[float, ...]:
        """Of the turns, from the first on."""
        return self._course.values

    @property
    def told(self) -> str:
        """The chart in a sentence."""
        note = f", {self._course.note}" if self._course.note else ""
        return f"{self.title} {self._course.sentence}{note}"

    def show(self, course: Course) -> None:
        """Show another course. All of its sentence is said where the pointer rests, too."""
        self._course = course
        self.tooltip = Content(self.told)
        self.refresh()

    def on_focus(self) -> None:
        """Show the mark of the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the mark of the focus away."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on a column asks for the parts of its turn's number; elsewhere, of the last."""
        event.stop()
        at = event.get_content_offset(self)
        turn = 0
        if at is not None and SCALE <= at.x < SCALE + self._edges[-1]:
            turn = self._first + bisect_right(self._edges, at.x - SCALE) - 1
        turn = turn if turn <= len(self._course.values) else 0
        self.post_message(ExplainWanted(self._asked(turn)))

    def render(self) -> Content:
        """The sentence, then the columns with a scale at the left and turns below."""
        width, height = self.size.width, self.size.height
        head = self._head(width)
        rows, room = height - len(head) - 1, width - SCALE - 1
        course = self._course
        if rows < 1 or room < 4:
            return words.lines(head)
        drawn = min(course.turns, room)
        values = course.values[-drawn:]
        self._first = len(course.values) - len(values) + 1
        self._edges = edges(drawn, room)
        body = _Body(course, values, self._edges, rows)
        axis = words.right(course.word, SCALE - 1) + " " + self._axis(drawn, room)
        return words.lines([*head, *body.lines(self._style), words.line((axis, "$dim"))])

    def _head(self, width: int) -> list[Content]:
        said = self._course.sentence
        mark = "▌" if self.has_focus else " "
        style = "bold $key" if self.has_focus else "bold"
        room = width - 2 - cell_len(said)
        beside = cell_len(self.title) <= room or (bool(self._course.note) and room >= 4)
        title = words.cut(self.title, max(4, room if beside else width - 2))
        first = words.line((mark, "$key"), (title, style), f" {said}" if beside else "")
        note = words.hang([" "], self._course.note, width, "$dim")
        return [first, *note] if beside else [first, *words.hang([" "], said, width)]

    def _axis(self, drawn: int, room: int) -> str:
        """The numbers of turns, as many as have room."""
        last = self._first + drawn - 1
        need = len(str(last)) + 1
        stride = next((n for n in STRIDES if n * room // drawn >= need), STRIDES[-1])
        axis = [" "] * (room + need)
        free = 0
        for turn in range(self._first, last + 1):
            at, text = self._edges[turn - self._first], str(turn)
            if (turn == self._first or turn % stride == 0) and at >= free:
                axis[at : at + len(text)] = text
                free = at + len(text) + 1
        return "".join(axis)[: room + 1]


class _Body:
    """The columns of a chart, row by row."""

    def __init__(
        self, course: Course, values: tuple[float, ...], edges: list[int], rows: int
    ) -> None:
        self._course, self._values, self._edges, self._rows = course, values, edges, rows
        mark = course.mark[0] if course.mark else 0.0
        self._high = max([*values, course.top, mark, 1e-9])
        self._low = min([*values, 0.0])
        span = self._high - self._low
        self._below = 0
        """Rows under the line of zero."""
        if self._low < 0.0 and rows > 1:
            self._below = min(rows - 1, max(1, round(-self._low / span * rows)))
        texts = [course.text(value) for value in values]
        self._gap = 1 if edges[-1] >= 2 * (len(edges) - 1) else 0
        room = edges[1] - edges[0] - self._gap
        self._texts = texts if max(map(len, texts), default=99) <= room and rows > 4 else []
        """Numbers that stand over their columns, where they have room."""

    def lines(self, style: str) -> list[Content]:
        """From the top."""
        up = self._rows - self._below
        at_mark, name = self._rows, ""
        if self._course.mark is not None:
            value, name = self._course.mark
            at_mark = min(up - 1, max(0, round(value / self._high * self._bars) - 1))
        out = []
        for row in range(up - 1, -self._below - 1, -1):
            label = self._label(row, up)
            if row == at_mark:
                label = name
            body = self._row(row)
            if row == at_mark:
                body = "".join("╌" if c == " " else c for c in body)
            scale = (words.right(label, SCALE - 1), "$dim")
            out.append(words.line(scale, ("│", "$rule"), (body, style)))
        return out

    @property
    def _bars(self) -> int:
        """Rows that the highest column takes; a number stands over it where there is room."""
        return self._rows - self._below - (1 if self._texts else 0)

    def _label(self, row: int, up: int) -> str:
        if not self._values and self._course.top == 0.0:
            return "0" if row == 0 else ""
        if row == self._bars - 1:
            return self._course.text(self._high)
        if row == 0 and up > 1:
            return "0"
        if row == -self._below:
            return self._course.text(self._low)
        middle = self._bars >= 8 and row == (self._bars - 1) // 2
        return self._course.text(self._high / 2.0) if middle else ""

    def _row(self, row: int) -> str:
        body = ""
        for i, value in enumerate(self._values):
            width = self._edges[i + 1] - self._edges[i]
            bar = width - self._gap
            if self._texts and row == self._over(value):
                body += self._texts[i].center(bar)
            else:
                body += self._block(value, row) * bar
            body += " " * self._gap
        return body.ljust(self._edges[-1])

    def _over(self, value: float) -> int:
        """The row in which a column's number stands."""
        eighths = round(max(0.0, value) / self._high * self._bars * 8)
        return -(-eighths // 8)

    def _block(self, value: float, row: int) -> str:
        if row >= 0:
            eighths = round(max(0.0, value) / self._high * self._bars * 8) - row * 8
            return UPS[min(8, max(0, eighths))]
        depth = round(max(0.0, -value) / -self._low * self._below * 8) - (-row - 1) * 8
        return DOWNS[min(8, max(0, depth))]
