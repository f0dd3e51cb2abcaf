"""A question with two answers."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sim.tui.kit import words
from sim.tui.kit.commands import Command
from sim.tui.kit.prose import Prose
from sim.tui.shell.base import Dialog

WIDTH = 60
"""Cells of the text, before the dialog is laid out."""


class ConfirmDialog(Dialog[bool]):
    """Asks once; esc is no. N means nothing here: it ends the turn on the desk, and whoever presses
    it twice has given no answer."""

    TABLE = "confirm"
    KEYS: ClassVar[tuple[Command, ...]] = (Command("y", "yes", "yes", "Go on."),)
    ABOUT = "A question before something that cannot be taken back."

    def __init__(self, title: str, text: str, yes: str, no: str, careful: bool = True) -> None:
        """A question.

        Args:
            title: Of the box.
            text: What is asked, and what follows.
            yes: The answer that does it.
            no: The answer that does not.
            careful: Whether the one that does not is the first choice.
        """
        super().__init__()
        self._heading, self._text, self._answers = title, text, (yes, no)
        self._careful = careful

    def body(self) -> ComposeResult:
        """The text and both answers."""
        yield Prose(lambda width: words.listed(self._text, width), 1, WIDTH, id="text")
        yield OptionList(*[Option(Content(f" {words.clean(a)} ")) for a in self._answers])

    def on_mount(self) -> None:
        """Name the box."""
        self.name_box(Content(words.clean(self._heading)))
        answers = self.query_one(OptionList)
        answers.highlighted = int(self._careful)
        answers.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An answer was chosen."""
        event.stop()
        self.dismiss(event.option_index == 0)

    def action_yes(self) -> None:
        """Go on."""
        self.dismiss(True)


class LeaveDialog(ConfirmDialog):
    """The question before a game is left that cannot be kept."""
