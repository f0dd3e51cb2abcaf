"""Screens and dialogs that are one text to scroll."""

from collections.abc import Iterable
from typing import Generic

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from sim.tui.kit.more import More
from sim.tui.kit.prose import Panel, Prose
from sim.tui.shell.base import Common, Dialog, Result


class TextScreen(Common[None]):
    """A screen with one text; its last line says when there is more below."""

    def rows(self, width: int) -> list[Content]:
        """The text, in so many cells."""
        raise NotImplementedError

    def columns(self) -> Iterable[Widget]:
        """What scrolls: the text, unless a screen has more to show."""
        return (Prose(self.rows, 50, id="text"),)

    def body(self) -> ComposeResult:
        middle = Panel(*self.columns(), id="middle", classes="")
        yield middle
        yield More(middle)

    def on_mount(self) -> None:
        self.query_one("#middle").focus()

    def show(self) -> None:
        """Make the text anew."""
        self.query_one(Panel).show()
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
        yield Panel(Prose(self.rows, self.LEAST, self.FIRST, id="text"), classes="fit")
