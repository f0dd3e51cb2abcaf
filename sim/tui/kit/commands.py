"""What can be done on a screen, declared once. A screen lists its `Command`s in `KEYS`: from them
come its bindings, the key bar, the help, the entries of the palette, and what a key map may change.
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
    """The key as people write it; made from the first of `key` if left out."""
    bar: bool = True
    """Whether the key bar shows it when there is room."""
    priority: bool = False
    """Whether it takes the key before the focused widget does."""
    name: str = ""
    """Its name in the key map; the action's name if left out."""
    table: str = ""
    """Its table in the key map; the screen's own if left out."""
    bound: bool = True
    """Whether the screen binds the key; otherwise the focused widget handles it."""

    @property
    def key_text(self) -> str:
        return self.shown or key_text(self.keys[0])

    @property
    def keys(self) -> list[str]:
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
    """The character that a key types, by Textual's name of it; empty if none."""
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
    """The commands of a kind of screen, its own before inherited ones."""
    for base in kind.__mro__:
        yield from own_commands(base)


def commands_of(node: DOMNode) -> Iterator[Command]:
    """A screen's commands on their default keys, the first of those with the same action."""
    seen: set[str] = set()
    for command in all_commands(type(node)):
        if command.action not in seen:
            seen.add(command.action)
            yield command


def usable(command: Command, screen: Screen[Any]) -> bool:
    """Whether a command can be used right now."""
    space, name, parameters = actions.parse(command.action)
    node = screen.app if space == "app" else screen
    return node.check_action(name, parameters) is True
