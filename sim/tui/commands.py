"""What can be done on a screen, declared once: key, action, label, help.

A screen lists its `Command`s in `KEYS`. From them come its bindings, the key bar, the help and the
entries of the command palette.
"""

from collections.abc import Iterable, Iterator

from attrs import frozen
from textual.binding import Binding
from textual.dom import DOMNode


@frozen
class Command:
    """Something that a key does."""

    key: str
    """Textual's name of the key, or several with commas."""
    action: str
    label: str
    """One or two words for the key bar."""
    help: str
    """A sentence for the help and the palette."""
    shown: str = ""
    """The key as people write it; the first of `key` when left out."""
    bar: bool = True
    """Whether the key bar shows it when there is room."""
    priority: bool = False
    """Whether it goes before what the focused widget does with the key."""

    @property
    def key_text(self) -> str:
        """The key as people write it."""
        return self.shown or self.key.split(",")[0].replace("escape", "esc")


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The bindings that a screen's commands stand for."""
    return [
        Binding(
            command.key,
            command.action,
            command.label,
            key_display=command.key_text,
            tooltip=command.help,
            show=command.bar,
            priority=command.priority,
        )
        for command in commands
    ]


def commands_of(node: DOMNode) -> Iterator[Command]:
    """A screen's commands: its own first, then those of what it is a kind of."""
    seen: set[str] = set()
    for kind in type(node).__mro__:
        for command in kind.__dict__.get("KEYS", ()):
            if command.action not in seen:
                seen.add(command.action)
                yield command
