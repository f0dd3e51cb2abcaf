"""The digest of a game's state, by which plays are told apart on all machines.

It covers the whole world but for what a seed and the hashes of scenario and rules name already.
Values are packed one after another, each with a sign of its kind, fields in their declared order
and dictionaries in the order of their packed keys; so no two worlds are packed alike.
"""

import enum
import hashlib
import struct
from typing import Any, Final

import attrs

from sim.model.world import Secrets, TaskFacts, World

LEFT_OUT: Final[dict[type[Any], tuple[str, ...]]] = {
    TaskFacts: ("spec",),
    Secrets: ("public", "luck", "bids"),
    World: ("scenario", "rules"),
}
"""Fields that others determine."""


def digest(world: World) -> str:
    """A hash of the full state, 64 hexadecimal digits; equal for equal plays on every machine.

    Raises:
        struct.error: a whole number does not fit in 64 bits.
    """
    return hashlib.sha256(packed(world)).hexdigest()


def packed(value: Any) -> bytes:
    """A value of a world as bytes; equal only for equal values of equal types.

    Raises:
        KeyError: nothing in a world is of that type.
    """
    out = _Packing()
    out.add(value)
    return out.packed()


class _Packing:
    """Gathers values, and packs them all at once."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        """How each part is packed, in the notation of `struct`."""
        self.parts: list[Any] = []

    def add(self, value: Any) -> None:
        """Add a value with its sign."""
        kind = type(value)
        if kind is float:
            self.part("cd", b"d", value)
        elif kind is str:
            self.text(value)
        elif kind is bool:
            self.kinds.append("c")
            self.parts.append(b"t" if value else b"f")
        elif kind is int:
            self.part("cq", b"i", value)
        elif value is None:
            self.kinds.append("c")
            self.parts.append(b"n")
        elif kind is tuple or kind is list:
            self.part("cI", b"(", len(value))
            for each in value:
                self.add(each)
        elif kind is dict:
            self.part("cI", b"{", len(value))
            for key in sorted(value, key=packed):
                self.add(key)
                self.add(value[key])
        elif isinstance(value, enum.Enum):
            self.text(str(value.value))
        else:
            for name in _names(kind):
                self.add(getattr(value, name))

    def part(self, kind: str, sign: bytes, value: int | float) -> None:
        """Add a number, or a size, after its sign."""
        self.kinds.append(kind)
        self.parts.append(sign)
        self.parts.append(value)

    def text(self, value: str) -> None:
        """Add a text after its length in bytes."""
        data = value.encode()
        self.part("cI", b"s", len(data))
        self.kinds.append(f"{len(data)}s")
        self.parts.append(data)

    def packed(self) -> bytes:
        """All of it, little-endian and without gaps."""
        # a `Struct` of its own: `struct.pack` would keep it, and hardly any comes again
        return struct.Struct("<" + "".join(self.kinds)).pack(*self.parts)


_NAMES: Final[dict[type[Any], tuple[str, ...]]] = {}


def _names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a class that are packed, in their declared order."""
    names = _NAMES.get(kind)
    if names is None:
        if not attrs.has(kind):
            raise KeyError(kind)
        left_out = LEFT_OUT.get(kind, ())
        names = tuple(field.name for field in attrs.fields(kind) if field.name not in left_out)
        _NAMES[kind] = names
    return names
