"""The orders that a page offers for what is selected on it, each with its key and its dialog.

Each module of dialogs ends in a menu; a new kind of order is a line in one, beside its dialog.
"""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

from sim.model.orders import Award
from sim.model.world import Engagement, TaskFacts
from sim.tui.kit.commands import Command
from sim.tui.session import Session
from sim.tui.shell.base import Dialog


@frozen
class OnDesk:
    """What is selected on the desk: a task or outside work, and an offer."""

    task: TaskFacts | None
    deal: str
    """The outside work; empty for none."""
    award: Award | None
    """The award of the task to the offer under the cursor; None if there are no offers."""
    engagements: tuple[Engagement, ...]
    """The task's."""


@frozen
class MenuItem:
    """An order that a page offers. What is selected may be nothing."""

    order: type[Any]
    """The class of order that it drafts."""
    key: tuple[str, str, str]
    """The key, its name in the key map, its label in the key bar."""
    help: str
    """A sentence for the help."""
    dialog: Callable[[Session, Any], Dialog[Any]]
    """Makes its dialog for what is selected."""
    allowed: Callable[[Session, Any], bool]
    """Whether it can be given for what is selected."""

    @property
    def name(self) -> str:
        return self.key[1]

    @property
    def command(self) -> Command:
        key, name, label = self.key
        return Command(key, f"order('{name}')", label, self.help, name=name)


def commands(menu: Sequence[MenuItem]) -> tuple[Command, ...]:
    """The keys of a menu's items."""
    return tuple(item.command for item in menu)
