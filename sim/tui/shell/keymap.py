"""The player's own keys: what `keys.toml` says, checked against what the screens declare. A command
goes by its table and name, such as `desk.end_turn`. A wrong entry leaves its command on the default
keys and is told as a `Fault`."""

import functools
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen
from textual.binding import Binding
from textual.keys import KEY_ALIASES, Keys

from sim.config import Fault, shown
from sim.errors import did_you_mean
from sim.tui import SCREENS
from sim.tui.kit.commands import Command, all_commands, character_of, key_text, own_commands
from sim.tui.shell.base import Common

ALWAYS: Final = frozenset({"escape", "ctrl+q"})
"""The ways back and out, which always work."""

MOVING: Final = frozenset(
    "up down left right home end pageup pagedown ctrl+home ctrl+end ctrl+pageup ctrl+pagedown "
    "enter tab shift+tab ctrl+c ctrl+p".split()
)
"""Keys for moving about and choosing, and Textual's own."""

EXAMPLES: Final = '"n", "N", "f2", "ctrl+n" or "question_mark"'

_KNOWN: Final = frozenset(key.value for key in Keys if key.value.isprintable()) - {
    "<any>", "<ignore>", "<scroll-down>", "<scroll-up>", "ctrl-at", "return",
}  # fmt: skip
_SAME: Final = {alias: key for key, aliases in KEY_ALIASES.items() for alias in aliases}
_PARTING: Final = {",": "comma", " ": "space"}
"""Characters that separate the keys of a binding."""
_NAMED: Final = re.compile(r"\{(\w+\.\w+)\}")

HEAD: Final = """\
# Buckstop's keys. To change one, remove the # from its line and name another key: a character
# ("n", "N", "?"), a named key ("f2", "space", "delete") or one with ctrl ("ctrl+n"). Put several
# in brackets: ["n", "f2"]. Changes take effect the next time the game starts.
# Esc, ctrl+q, the arrows, tab and enter always do what they do now.
"""


@frozen
class KeyMap:
    """Which keys do what."""

    changed: Mapping[str, tuple[str, ...]]
    """The player's keys for commands, by id."""

    def apply(self, command: Command) -> Command:
        keys = self.changed.get(command.id)
        return command if keys is None else evolve(command, key=",".join(keys), shown="")

    def text(self, id: str) -> str:
        """A command's key as people write it."""
        return self.apply(usual_keys()[id]).key_text

    def told(self, text: str) -> str:
        """A text with the keys in place of names such as `{desk.end_turn}`."""
        return _NAMED.sub(lambda found: self.text(found[1]), text)

    @property
    def for_textual(self) -> dict[str, str]:
        """The keys of each changed command, in the form that `App.set_keymap` takes."""
        return {id: ",".join(keys) for id, keys in self.changed.items()}


def kinds() -> Iterator[type[Common[Any]]]:
    """All kinds of screens."""
    for name in SCREENS:
        module = import_module(name)
        for kind in vars(module).values():
            own = isinstance(kind, type) and kind.__module__ == module.__name__
            if own and issubclass(kind, Common):
                yield kind


@functools.cache
def usual_keys() -> dict[str, Command]:
    """All commands that can have other keys, by id, table by table."""
    found: dict[str, Command] = {}
    for kind in kinds():
        for command in own_commands(kind):
            if command.bound:
                found.setdefault(command.id, command)
    tables = list(dict.fromkeys(command.table for command in found.values()))
    return dict(sorted(found.items(), key=lambda one: tables.index(one[1].table)))


def read(tables: Mapping[str, object], file: Path) -> tuple[KeyMap, list[Fault]]:
    """The key map that the tables of a file make, and what is wrong with them."""
    if not tables:  # then it can wait which commands there are
        return KeyMap({}), []
    usual = usual_keys()
    names = list(dict.fromkeys(command.table for command in usual.values()))
    faults: list[Fault] = []
    changed: dict[str, tuple[str, ...]] = {}
    for table, entries in tables.items():
        if table not in names:
            expected = did_you_mean(table, names) or f" Expected one of {', '.join(names)}."
            faults.append(Fault(file, table, f"there is no such table.{expected}"))
        elif not isinstance(entries, dict):
            said = f"{shown(entries)} is not a table: expected [{table}] with lines under it."
            faults.append(Fault(file, table, said))
        else:
            for name, value in entries.items():
                id = f"{table}.{name}"
                try:
                    command = _known(usual, table, name)
                    changed[id] = _keys(command, value)
                except ValueError as error:
                    faults.append(Fault(file, id, str(error)))
    while clash := _clash(usual, changed):  # an entry that goes may free a key, or take one back
        id, other, key = clash
        said = f'"{key}" is already the key of {other}. It stays on {_usual(usual[id])}.'
        faults.append(Fault(file, id, said))
        del changed[id]
    return KeyMap(changed), faults


def template() -> str:
    """A file that lists the default keys, and changes none."""
    lines = [HEAD]
    table = ""
    for command in usual_keys().values():
        if command.table != table:
            table = command.table
            lines.append(f"\n[{table}]\n")
        name = command.id.partition(".")[2]
        keys = ", ".join(f'"{key}"' for key in command.keys)
        value = f"[{keys}]" if len(command.keys) > 1 else keys
        lines.append(f"# {f'{name} = {value}':32} # {command.help}\n")
    return "".join(lines)


def _known(usual: Mapping[str, Command], table: str, name: str) -> Command:
    command = usual.get(f"{table}.{name}")
    if command is None:
        names = [id.partition(".")[2] for id, one in usual.items() if one.table == table]
        expected = did_you_mean(name, names) or f" Expected one of {', '.join(names)}."
        raise ValueError(f"there is no such command.{expected}")
    return command


def _keys(command: Command, value: object) -> tuple[str, ...]:
    """The keys that an entry names, and those that the command never loses. Raises `ValueError`
    with what was expected instead."""
    named = value if isinstance(value, list) else [value]
    found: list[str] = []
    for one in named:
        key = _key_name(one) if isinstance(one, str) else None
        if key is None:
            near = did_you_mean(one, _KNOWN) if isinstance(one, str) and len(one) > 1 else ""
            said = f"{shown(one)} is not a key.{near} Expected something like {EXAMPLES}."
        elif key not in command.keys and key in ALWAYS | MOVING | _held(command):
            said = f"{shown(one)} always keeps its meaning here. Choose another key."
        else:
            found.append(key)
            continue
        raise ValueError(f"{said} It stays on {_usual(command)}.")
    if not found:
        raise ValueError(f"no key is named. It stays on {_usual(command)}.")
    found += [key for key in command.keys if key in ALWAYS]
    return tuple(dict.fromkeys(found))


def _key_name(text: str) -> str | None:
    """Textual's name of a key; None when there is no such key."""
    if len(text) != 1:
        text = _SAME.get(text, text)
        if text in _KNOWN:
            return text
        modifier, _, rest = text.partition("+")
        if modifier == "alt" and rest:
            inner = _key_name(rest)
            return None if inner is None or "+" in inner else f"alt+{inner}"
        text = character_of(text)
    if len(text) != 1 or not text.isprintable():
        return None
    if text in _PARTING:
        return _PARTING[text]
    (binding,) = Binding.make_bindings([Binding(text, "")])
    return binding.key


def _held(command: Command) -> frozenset[str]:
    """Keys that something else uses wherever the command is available."""
    has = (kind for kind in kinds() if any(c.id == command.id for c in all_commands(kind)))
    return frozenset().union(*(kind.HELD for kind in has))


def _usual(command: Command) -> str:
    return " or ".join(key_text(key) for key in command.keys)


def _clash(
    usual: Mapping[str, Command], changed: Mapping[str, tuple[str, ...]]
) -> tuple[str, str, str] | None:
    """An entry that gives two commands of a screen the same key: the entry, the other, the key."""
    order = list(changed)
    for kind in kinds():
        holders: dict[str, str] = {}
        bound = (command.id for command in all_commands(kind) if command.bound)
        for id in dict.fromkeys(bound):
            for key in changed.get(id) or usual[id].keys:
                other = holders.setdefault(key, id)
                if other != id:
                    last = max((one for one in (id, other) if one in changed), key=order.index)
                    return last, other if last == id else id, key
    return None
