"""The orders that a page offers for what is selected on it, each with its key and its dialog."""

from collections.abc import Callable
from typing import Any

from attrs import frozen

from sim.tui.kit.commands import Command
from sim.tui.orders.form import FormDialog
from sim.tui.session import Session


@frozen
class MenuItem:
    """An order that a page offers. What is selected may be nothing."""

    order: type[Any]
    command: Command
    dialog: Callable[[Session, Any], FormDialog]
    allowed: Callable[[Session, Any], bool]
    """Whether it can be given for what is selected."""

    @classmethod
    def of(
        cls,
        order: type[Any],
        keys: tuple[str, str, str],
        help: str,
        dialog: Callable[[Session, Any], FormDialog],
        allowed: Callable[[Session, Any], bool],
    ) -> "MenuItem":
        """An item.

        Args:
            order: The class of order that it drafts.
            keys: The key, its name in the key map, its label in the key bar.
            help: A sentence for the help.
            dialog: Makes its dialog for what is selected.
            allowed: Whether it can be given for what is selected.
        """
        key, name, label = keys
        return cls(order, Command(key, f"order('{name}')", label, help, name=name), dialog, allowed)
