"""The digest of a game's state, by which plays are told apart on all machines.

It covers the whole world but for what a seed and the hashes of scenario and rules name already.
Values are packed one after another, each with a sign of its kind, fields in their declared order
and dictionaries in the order of their packed keys; so no two worlds are packed alike.
"""

import enum
import hashlib
from collections.abc import Callable
from operator import attrgetter
from struct import Struct
from typing import Any

import attrs

from sim.model.world import Secrets, TaskFacts, World

LEFT_OUT: dict[type[Any], tuple[str, ...]] = {
    TaskFacts: ("spec",),
    Secrets: ("public", "luck", "bids"),
    World: ("scenario", "rules"),
}
"""Fields that others determine."""

_FLOAT, _WHOLE, _SIZE = Struct("<cd"), Struct("<cq"), Struct("<cI")


def digest(world: World) -> str:
    """A hash of the full state, 64 hexadecimal digits; equal for equal plays on every machine.

    Raises:
        struct.error: a whole number does not fit in 64 bits.
    """
    return hashlib.sha256(packed(world)).hexdigest()


def packed(value: Any) -> bytes:
    """A value of a world as bytes; equal only for equal values of equal types."""
    out = bytearray()
    _pack(value, out)
    return bytes(out)


Packer = Callable[[Any, bytearray], None]
"""Appends a value to what is packed."""

_PACKERS: dict[type[Any], Packer] = {}


def _pack(value: Any, out: bytearray) -> None:
    kind = type(value)
    packer = _PACKERS.get(kind)
    if packer is None:
        packer = _PACKERS[kind] = _packer(kind)
    packer(value, out)


def _packer(kind: type[Any]) -> Packer:
    """The packer of a type.

    Raises:
        KeyError: nothing in a world is of that type.
    """
    if attrs.has(kind):
        return _fields(kind)
    if issubclass(kind, enum.Enum):
        return lambda value, out: _text(str(value.value), out)
    simple: dict[type[Any], Packer] = {
        float: lambda value, out: out.extend(_FLOAT.pack(b"d", value)),
        bool: lambda value, out: out.extend(b"t" if value else b"f"),
        int: lambda value, out: out.extend(_WHOLE.pack(b"i", value)),
        str: _text,
        type(None): lambda value, out: out.extend(b"n"),
        tuple: _sequence,
        list: _sequence,
        dict: _mapping,
    }
    return simple[kind]


def _fields(kind: type[Any]) -> Packer:
    names = [field.name for field in attrs.fields(kind) if field.name not in LEFT_OUT.get(kind, ())]
    values = attrgetter(*names, names[0])  # twice, so that there are always several

    def pack(value: Any, out: bytearray) -> None:
        for part in values(value)[:-1]:
            _pack(part, out)

    return pack


def _text(value: str, out: bytearray) -> None:
    data = value.encode()
    out.extend(_SIZE.pack(b"s", len(data)) + data)


def _sequence(value: Any, out: bytearray) -> None:
    out.extend(_SIZE.pack(b"(", len(value)))
    for part in value:
        _pack(part, out)


def _mapping(value: dict[Any, Any], out: bytearray) -> None:
    out.extend(_SIZE.pack(b"{", len(value)))
    for key, part in sorted((packed(key), part) for key, part in value.items()):
        out.extend(key)
        _pack(part, out)
