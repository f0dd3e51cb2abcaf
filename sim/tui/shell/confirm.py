"""A question with two answers."""

from collections.abc import Callable
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
"""Cells of the text before it is laid out."""


class ConfirmDialog(Dialog[bool]):
    """Asks once; esc is no. N means nothing here: it ends the turn on the desk, and pressing it
    twice is no answer."""

    TABLE = "confirm"
    KEYS: ClassVar[tuple[Command, ...]] = (Command("y", "yes", "yes", "Go on."),)
    ABOUT = "A question before something that cannot be taken back."

    def __init__(self, title: str, text: str, yes: str, no: str, careful: bool = True) -> None:
        """A question.

        Args:
            title: Of the box.
            text: The question, and what follows.
            yes: The answer that goes ahead.
            no: The answer that does not.
            careful: Whether the cursor begins on `no`.
        """
        super().__init__()
        self._heading, self._text, self._answers = title, text, (yes, no)
        self._careful = careful

    def body(self) -> ComposeResult:
        yield Prose(lambda width: words.listed(self._text, width), 1, WIDTH, id="text")
        yield OptionList(*[Option(Content(f" {words.clean(a)} ")) for a in self._answers])

    def on_mount(self) -> None:
        self.name_box(Content(words.clean(self._heading)))
        answers = self.query_one(OptionList)
        answers.highlighted = int(self._careful)
        answers.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index == 0)

    def action_yes(self) -> None:
        self.dismiss(True)


def if_yes(then: Callable[[], object]) -> Callable[[bool | None], None]:
    """What to do with the answer to a question: `then` if it is yes, and otherwise nothing."""

    def answered(yes: bool | None) -> None:
        if yes:
            then()

    return answered


class LeaveDialog(ConfirmDialog):
    """Asks before leaving a game that cannot be saved."""
