"""What can be done on a screen, declared once: key, action, label, help.

A screen lists its `Command`s in `KEYS`. From them come its bindings, the key bar, the help, the
entries of the command palette, and what a key map may put on other keys: see `keymap`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve, frozen
from textual import actions
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.keys import REPLACED_KEYS, key_to_character
from textual.screen import Screen


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
    """The key as people write it; made of the first of `key` when left out."""
    bar: bool = True
    """Whether the key bar shows it when there is room."""
    priority: bool = False
    """Whether it goes before what the focused widget does with the key."""
    name: str = ""
    """What the key map calls it; the action's name when left out."""
    table: str = ""
    """Where the key map has it; in its screen's own table when left out."""
    bound: bool = True
    """Whether the screen binds the key; else the focused widget sees to it."""

    @property
    def key_text(self) -> str:
        """The key as people write it."""
        return self.shown or key_text(self.keys[0])

    @property
    def keys(self) -> list[str]:
        """All its keys."""
        return self.key.split(",")

    @property
    def id(self) -> str:
        """Its table and name in a key map."""
        return f"{self.table}.{self.name or actions.parse(self.action)[1]}"


def key_text(key: str) -> str:
    """A key as people write it: '?' for `question_mark`, '^t' for `ctrl+t`."""
    modifiers, _, last = key.rpartition("+")
    character = character_of(last)
    if character and character != " ":
        last = character
    return f"{modifiers}+{last}".replace("ctrl+", "^").removeprefix("+").replace("escape", "esc")


def character_of(key: str) -> str:
    """The character that a key types, by Textual's name of it; empty when it types none."""
    character = key_to_character(REPLACED_KEYS.get(key, key)) or ""
    return character if len(character) == 1 and character.isprintable() else ""


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The bindings that commands stand for."""
    return [
        Binding(
            command.key,
            command.action,
            command.label,
            key_display=command.key_text,
            tooltip=command.help,
            show=command.bar,
            priority=command.priority,
            id=command.id,
        )
        for command in commands
        if command.bound
    ]


def own_commands(kind: type) -> list[Command]:
    """The commands that a kind of screen declares itself, each with its table."""
    table = getattr(kind, "TABLE", "")
    return [
        command if command.table else evolve(command, table=table)
        for command in kind.__dict__.get("KEYS", ())
    ]


def all_commands(kind: type) -> Iterator[Command]:
    """The commands of a kind of screen: its own first, then those of what it is a kind of."""
    for base in kind.__mro__:
        yield from own_commands(base)


def commands_of(node: DOMNode) -> Iterator[Command]:
    """A screen's commands on their usual keys, the first of those that do the same."""
    seen: set[str] = set()
    for command in all_commands(type(node)):
        if command.action not in seen:
            seen.add(command.action)
            yield command


def usable(command: Command, screen: Screen[Any]) -> bool:
    """Whether a command of a screen, or of its app, can be used as things stand."""
    space, name, parameters = actions.parse(command.action)
    node = screen.app if space == "app" else screen
    return node.check_action(name, parameters) is True
