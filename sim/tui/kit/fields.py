"""The rows of a form: a choice among a few, or a number. Arrows, digits and clicks change them."""

from collections.abc import Sequence

from attrs import frozen
from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from sim.tui.kit import words
from sim.tui.kit.messages import ValueChanged

LABEL = 12

STEPS = frozenset(["minus", "plus", "space"])
"""Keys, besides the arrows, that change a value."""

NUMBERS = STEPS | {"backspace", *"0123456789"}
"""Those by which a number is typed, too."""


@frozen
class Pick:
    """One possible value of a choice: what it is, and how it reads."""

    value: object
    text: str


class Field(Widget, can_focus=True):
    """A row with a label and a value."""

    DEFAULT_CSS = """
    Field { height: auto; width: 1fr; }
    Field:focus { background: $chosen; }
    """
    BINDINGS = [
        Binding("left,minus", "step(-1)", "less", show=False),
        Binding("right,plus,space", "step(1)", "more", show=False),
        Binding("up", "app.focus_previous", "up", show=False),
        Binding("down", "app.focus_next", "down", show=False),
    ]

    def __init__(self, name: str, label: str) -> None:
        super().__init__(id=f"field-{name}", name=name)
        self.label = label
        self._hits: list[tuple[int, int, int]] = []

    @property
    def value(self) -> object:
        """What is chosen now."""
        raise NotImplementedError

    def action_step(self, by: int) -> None:
        """Change the value by steps."""
        raise NotImplementedError

    def _changed(self) -> None:
        self.refresh(layout=True)
        self.post_message(ValueChanged(self.name or ""))

    def _head(self) -> list[words.Piece]:
        mark = ("▌", "$key") if self.has_focus else (" ", "")
        return [mark, (words.left(self.label, LABEL), "$dim" if not self.has_focus else "bold")]

    def on_focus(self) -> None:
        """Show the mark of the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the mark of the focus away."""
        self.refresh()


class ChoiceField(Field):
    """One of a few values, all in view when they fit; the chosen one stands in brackets."""

    def __init__(self, name: str, label: str, picks: Sequence[Pick], at: int = 0) -> None:
        super().__init__(name, label)
        self.picks = tuple(picks)
        self.at = max(0, min(at, len(self.picks) - 1))

    @property
    def value(self) -> object:
        """The chosen value."""
        return self.picks[self.at].value

    def reword(self, picks: Sequence[Pick]) -> None:
        """Say the same values in other words."""
        if self.picks != tuple(picks):
            self.picks = tuple(picks)
            self.refresh(layout=True)

    def action_step(self, by: int) -> None:
        """Go to another value; at an end it stays."""
        at = min(len(self.picks) - 1, max(0, self.at + by))
        if at != self.at:
            self.at = at
            self._changed()

    def render(self) -> Content:
        """All values in a row, wrapped where they do not fit."""
        room = max(10, self.size.width - LABEL - 1)
        out: list[list[words.Piece]] = [self._head()]
        self._hits = []
        at, row = 0, 0
        for i, pick in enumerate(self.picks):
            text = words.cut(pick.text, room - 2)
            length = cell_len(text) + 2
            if at and at + length > room:
                row, at = row + 1, 0
                out.append([" " * (LABEL + 1)])
            shown = f"[{text}]" if i == self.at else f" {text} "
            out[-1].append((shown, "bold $key" if i == self.at else ""))
            self._hits.append((row * 10_000 + LABEL + 1 + at, length, i))
            at += length
        return words.lines([words.line(*pieces) for pieces in out])

    def on_click(self, event: events.Click) -> None:
        """Choose the value under the pointer."""
        self.focus()
        spot = event.y * 10_000 + event.x
        for start, length, index in self._hits:
            if start <= spot < start + length and index != self.at:
                self.at = index
                self._changed()
                return


class NumberField(Field):
    """A whole number between two ends; digits type it, arrows step it."""

    def __init__(
        self, name: str, label: str, value: int, low: int, high: int, step: int, unit: str
    ) -> None:
        super().__init__(name, label)
        self.number, self.low, self.high, self.by, self.unit = value, low, high, step, unit
        self._typed = ""

    @property
    def value(self) -> object:
        """The number."""
        return self.number

    def action_step(self, by: int) -> None:
        """Step the number up or down."""
        self._typed = ""
        self._set(self.number + by * self.by)

    def _set(self, number: int) -> None:
        number = min(self.high, max(self.low, number))
        if number != self.number:
            self.number = number
            self._changed()

    def on_key(self, event: events.Key) -> None:
        """Type digits; backspace takes one back."""
        if event.character and event.character.isdecimal() and event.character.isascii():
            self._typed = (self._typed + event.character)[-7:]
        elif event.key == "backspace":
            self._typed = (self._typed or str(self.number))[:-1]
        else:
            return
        event.stop()
        self._set(int(self._typed or "0"))

    def render(self) -> Content:
        """The number between two arrows."""
        pieces: list[words.Piece] = [*self._head(), ("‹ ", "$dim")]
        text = f"{self.number:,}"
        pieces += [(text, "bold $key"), (" ›", "$dim"), f" {self.unit}"]
        end = LABEL + 3 + cell_len(text)
        self._hits = [(LABEL + 1, 2, -1), (end, 2, 1)]
        ends = f"   {self.low:,} to {self.high:,}" if self.high < 5_000 else ""
        return words.line(*pieces, (ends, "$dim"))

    def on_click(self, event: events.Click) -> None:
        """An arrow was clicked."""
        self.focus()
        for start, length, by in self._hits:
            if start <= event.x < start + length:
                self.action_step(by)
