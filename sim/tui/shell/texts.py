"""Screens and dialogs that are one text to scroll."""

from typing import Generic

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from sim.tui.kit.more import More
from sim.tui.kit.prose import Prose
from sim.tui.shell.base import Common, Dialog, Result


class TextScreen(Common[None]):
    """A screen with one text; its last line says when there is more below."""

    def rows(self, width: int) -> list[Content]:
        """The text, in so many cells."""
        raise NotImplementedError

    def columns(self) -> ComposeResult:
        """What scrolls: the text, unless a screen has more to show."""
        yield Prose(self.rows, 50, id="text")

    def body(self) -> ComposeResult:
        """All of it in one box that scrolls."""
        with VerticalScroll(id="middle") as middle:
            yield from self.columns()
        yield More(middle)

    def on_mount(self) -> None:
        """Let the arrows scroll."""
        self.query_one("#middle").focus()

    def show(self) -> None:
        """Make the text anew."""
        for text in self.query(Prose):
            text.show()
        self.refresh_keys()


class TextDialog(Dialog[Result], Generic[Result]):
    """A dialog with one text."""

    LEAST = 40
    """Fewest cells for which the text is made."""
    FIRST = 0
    """Cells for which it is made before it is laid out; it begins empty when 0."""

    def rows(self, width: int) -> list[Content]:
        """The text, in so many cells."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The text; the arrows scroll it."""
        with VerticalScroll(classes="fit"):
            yield Prose(self.rows, self.LEAST, self.FIRST, id="text")
