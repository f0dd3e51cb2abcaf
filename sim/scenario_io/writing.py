"""A scenario as TOML text, for replays. Values equal to their defaults are omitted."""

import enum
from typing import Any

import attrs
import tomli_w

from sim.canonical import FORMAT, canonical
from sim.model.scenario import Scenario


def text_of(scenario: Scenario) -> str:
    """The TOML text of a scenario in canonical order; `check_text` reads it back."""
    return tomli_w.dumps({"format": FORMAT, **_table(canonical(scenario))})


def _table(value: Any) -> dict[str, Any]:
    """An object's fields that differ from their defaults."""
    found = {}
    for field in attrs.fields(type(value)):
        part = getattr(value, field.name)
        default = field.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # a class at run time
            default = default.factory()
        if part != default:
            found[field.name] = _plain(part)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return _table(value) if attrs.has(type(value)) else value
