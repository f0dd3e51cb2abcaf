"""A scenario as the text of a file that says the same: what a replay carries.

What a file may leave out, because it is usual, is left out.
"""

import enum
from typing import Any

import attrs
import tomli_w

from sim.canonical import FORMAT, canonical
from sim.model.scenario import Scenario


def text_of(scenario: Scenario) -> str:
    """The TOML text from which `check_text` reads the scenario again, in canonical order."""
    return tomli_w.dumps({"format": FORMAT, **_table(canonical(scenario))})


def _table(value: Any) -> dict[str, Any]:
    """The table of an object: what differs from the defaults of its class."""
    found = {}
    for field in attrs.fields(type(value)):
        part = getattr(value, field.name)
        usual = field.default
        if isinstance(usual, attrs.Factory):  # type: ignore[arg-type]  # it is a class at run time
            usual = usual.factory()
        if part != usual:
            found[field.name] = _plain(part)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return _table(value) if attrs.has(type(value)) else value
