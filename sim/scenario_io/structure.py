"""Converts the tables of a TOML document to the classes of `sim.model.scenario`, strictly.

cattrs walks the tables and collects errors; `values` defines valid values. Every field is checked
on its own with the model's validators, so that one fault does not hide the next. `relations` checks
whatever involves two places of a file.
"""

import enum
import functools
import types
import typing
from collections.abc import Iterator
from typing import Any, TypeVar, cast

import attrs
from cattrs import Converter
from cattrs.errors import (
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override

from sim.model.scenario import Provider, Scenario
from sim.model.vocabulary import Kind
from sim.scenario_io import values
from sim.scenario_io.faults import Path, Suggester, quoted
from sim.scenario_io.texts import REFERENCES, TEXTS
from sim.scenario_io.values import Hook, Wrong, length_limits, range_words

NARROWED: dict[tuple[type, str], tuple[str, ...]] = {
    (Provider, "kind"): (Kind.FREELANCER, Kind.VENDOR)
}
"""Fields that accept only some members of their enum."""

T = TypeVar("T")

Field = attrs.Attribute


def structure(document: dict[str, Any]) -> Scenario:
    """The scenario in a document. Raises `ClassValidationError`, which `problems` explains."""
    return _converter().structure(document, Scenario)


def problems(error: BaseException, suggester: Suggester) -> Iterator[tuple[Path, str]]:
    """The paths and messages in an error of `structure`."""
    yield from _problems(error, (), suggester)


# ------------------------------------------------------------------------------ lists and tables


def _list(element: Hook, element_type: Any) -> Hook:
    """A hook that reads every element of a list, even if others are wrong."""

    def hook(value: Any, target: Any) -> tuple[Any, ...]:
        return tuple(_each(enumerate(value), element, element_type).values())

    return hook


def _numbers(value: Any, _: Any) -> dict[str, float]:
    """A table of numbers."""
    if not isinstance(value, dict):
        raise Wrong("must be a table", value)
    return _each(value.items(), values.real, float)


def _each(parts: Any, read: Hook, target: Any) -> dict[Any, Any]:
    """Read all parts; raises one error with the index or key of each wrong one."""
    found: dict[Any, Any] = {}
    errors: list[Exception] = []
    for index, part in parts:
        try:
            found[index] = read(part, target)
        except (ValueError, BaseValidationError) as error:
            error.add_note(IterableValidationNote(f"at {index}", index, target))
            errors.append(error)
    if errors:
        raise IterableValidationError("in a list or table", errors, target)
    return found


def _check_length(value: Any, field: "Field[Any]", tables: bool) -> None:
    """Refuse anything but a list of acceptable length, before it is read."""
    if not isinstance(value, list):
        what = f"[[{field.name}]] tables" if tables else 'a list, as in ["one", "two"]'
        raise Wrong(f"must be {what}", value)
    fewest, most = length_limits(field.validator)
    noun = "tables" if tables else "elements"
    if len(value) < fewest:
        raise ValueError(f"must have at least {fewest} {noun}, has {len(value)}")
    if len(value) > most:
        raise ValueError(f"must have at most {most} {noun}, has {len(value):,}")


# ---------------------------------------------------------------------------- fields and classes


_SIMPLE: dict[type, Hook] = {
    int: values.whole,
    float: values.real,
    bool: values.truth,
    str: values.text,
}


def _reader(converter: Converter, target: Any) -> Hook:
    """The hook for a type.

    Selected by exact type: cattrs dispatches on subclasses, so its hook for `str` would accept any
    text for a `StrEnum`, and its own `Enum` hook precedes hooks given by a predicate.
    """
    if target in _SIMPLE:
        return _SIMPLE[target]
    if isinstance(target, type) and issubclass(target, enum.Enum):
        return values.choice([member.value for member in target], target)
    if attrs.has(target):
        return converter.get_structure_hook(target)
    origin: Any = typing.get_origin(target)
    if origin is dict:
        return _numbers
    raise TypeError(f"a scenario field cannot be a {target}")


def _leaf(converter: Converter, owner: type, field: "Field[Any]", target: Any) -> Hook:
    """The hook for one value of a field."""
    place = (owner, field.name)
    if place in NARROWED:
        return values.choice(NARROWED[place], target)
    if target is not str or place in REFERENCES:
        return _reader(converter, target)
    return values.identifier if field.name == "id" else values.words(TEXTS[place])


def _required(field: "Field[Any]") -> Any:
    """The type of a field without None."""
    if typing.get_origin(field.type) in (typing.Union, types.UnionType):
        parts = typing.get_args(field.type)
        return next(part for part in parts if part is not types.NoneType)
    return field.type


def _field(converter: Converter, owner: type, field: "Field[Any]") -> Hook:
    """The hook for a field: its type, text rule and validators."""
    target = _required(field)
    is_list = typing.get_origin(target) is tuple
    if is_list:
        element = typing.get_args(target)[0]
        read = _list(_leaf(converter, owner, field, element), element)
    else:
        read = _leaf(converter, owner, field, target)

    def hook(value: Any, _: Any) -> Any:
        if is_list:
            _check_length(value, field, attrs.has(element))
        result = read(value, target)
        if field.validator is not None:
            try:
                field.validator(None, field, result)
            except ValueError as error:
                raise Wrong(range_words(field.validator) or str(error), value) from None
        return result

    return hook


def _class_hook(cls: type[T], converter: Converter) -> Hook:
    """The hook for the table of a class."""
    hooks: dict[str, Any] = {
        field.name: override(struct_hook=_field(converter, cls, field))
        for field in attrs.fields(cast(Any, cls))
    }
    build = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **hooks
    )

    def hook(value: Any, target: Any) -> T:
        if not isinstance(value, dict):
            raise Wrong("must be a table", value)
        return build(value, target)

    return hook


@functools.cache
def _converter() -> Converter:
    """The converter, created when the first file is read."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook_factory(attrs.has, lambda cls: _class_hook(cls, converter))
    return converter


# ------------------------------------------------------------------------------ errors in words


def _problems(error: BaseException, path: Path, suggester: Suggester) -> Iterator[tuple[Path, str]]:
    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        for inner, note in noted:
            if isinstance(inner, KeyError):
                yield (*path, note.name), f"is missing: {_wanted(error.cl, note.name)}"
            else:
                yield from _problems(inner, (*path, note.name), suggester)
        for other in others:
            yield from _problems(other, path, suggester)
    elif isinstance(error, IterableValidationError):
        for inner, place in error.group_exceptions()[0]:
            yield from _problems(inner, (*path, place.index), suggester)
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield (*path, key), _unknown(key, error.cl, suggester)
    elif isinstance(error, Wrong):
        yield path, error.message(suggester)
    elif isinstance(error, ValueError):
        yield path, str(error)
    else:
        raise error  # a bug of ours, not a fault of the file


def _wanted(cls: Any, name: str) -> str:
    """How to add a missing key."""
    field = attrs.fields_dict(cls)[name]
    target: Any = _required(field)
    if typing.get_origin(target) is tuple:
        tables = attrs.has(typing.get_args(target)[0])
        return f"add a [[{name}]] table" if tables else f'add {name} = ["..."]'
    if attrs.has(target):
        return f"add a [{name}] table"
    if issubclass(target, enum.Enum):
        choices = NARROWED.get((cls, name)) or [member.value for member in target]
        return f"add {name} = {' or '.join(quoted(choice) for choice in choices)}"
    if target is str:
        return f'add {name} = "..."'
    bounds = range_words(field.validator).removeprefix("must be ")
    kind = "a whole number" if target is int else "a number"
    return f"add {name} = {f'{kind} {bounds}'.strip()}"


def _unknown(key: str, cls: Any, suggester: Suggester) -> str:
    """What to do about an unknown key."""
    known = [field.name for field in attrs.fields(cls)]
    top = [field.name for field in attrs.fields(Scenario)]
    if cls is Scenario:
        known.append("format")
    elif key in top or key == "format":
        return "is not a key of this table; it belongs above the first [table] of the file"
    return f"is not a known key.{suggester.suggest(key, known)}".removesuffix(".")
