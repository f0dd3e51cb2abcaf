"""Hooks for single values of a scenario file, with messages for wrong ones.

Nothing is converted: no `true` for a number, no `"3.5"`, no `12.7` for 12.
"""

import enum
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sim.scenario_io.faults import Suggester, described, number, quoted
from sim.scenario_io.numerals import meant
from sim.scenario_io.texts import ID, ID_WORDS, TextRule, clean

LIST_MAX = 50
"""Most elements of a list without a limit in the model."""

Hook = Callable[[Any, Any], Any]
"""Converts a value of the document to a type.

Raises `ValueError`; `Wrong` if the message should show the value.
"""

LARGE = 10**15
"""Floats from here on are not suggested as whole numbers."""


class Wrong(ValueError):
    """A value is not acceptable; `expected` starts with "must"."""

    def __init__(
        self, expected: str, value: object, choices: Sequence[str] = (), remedy: str = ""
    ) -> None:
        super().__init__(expected)
        self.expected = expected
        self.value = value
        self.choices = choices
        self.remedy = remedy

    def message(self, suggester: Suggester) -> str:
        """The fault as a message."""
        message = f"{self.expected}, is {described(self.value)}"
        if self.remedy:
            return f"{message}; {self.remedy}"
        if self.choices and isinstance(self.value, str):
            hint = suggester.suggest(self.value, self.choices)
            return f"{message}.{hint}" if hint else message
        return message


def whole(value: Any, _: Any) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong("must be a whole number", value, remedy=_instead(value))
    return value


def _instead(value: object) -> str:
    """How to write a quoted number, or one with a needless point; "" for anything else."""
    if isinstance(value, str):
        return meant(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGE:
        return f"write {int(value):_}, without a point: it never stands for thousands"
    return ""


def real(value: Any, _: Any) -> float:
    """A finite number, whole or not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Wrong("must be a number", value, remedy=_instead(value))
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        raise Wrong("must be a finite number", value)
    return result


def truth(value: Any, _: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Wrong("must be true or false", value)
    return value


def text(value: Any, _: Any) -> str:
    """A text, unchanged, such as an id."""
    if not isinstance(value, str):
        raise Wrong("must be a text in quotation marks", value)
    return value


def identifier(value: Any, _: Any) -> str:
    """An id."""
    if not ID.fullmatch(text(value, _)):
        raise Wrong(ID_WORDS, value)
    return str(value)


def choice(allowed: Sequence[str], target: type[enum.Enum]) -> Hook:
    """A hook for some values of an enum."""
    expected = f"must be {' or '.join(quoted(one) for one in allowed)}"

    def hook(value: Any, _: Any) -> Any:
        if not isinstance(value, str) or value not in allowed:
            raise Wrong(expected, value, allowed)
        return target(value)

    return hook


def words(rule: TextRule) -> Hook:
    """A hook for texts for people: cleaned, and of bounded length."""

    def hook(value: Any, _: Any) -> str:
        result = text(value, _)
        if len(result) <= 4 * rule.limit:  # else it is too long, cleaned or not
            result = clean(result, rule.lines)
        if len(result) > rule.limit:
            raise ValueError(f"must have at most {rule.limit:,} characters, has {len(result):,}")
        if not result and not rule.blank:
            raise ValueError("must not be empty")
        return result

    return hook


# ------------------------------------------------------------------------------------ validators


def _bounds(validator: Any) -> Iterator[Any]:
    """The elementary validators within a field's validator."""
    if validator is None:
        return
    parts = getattr(validator, "_validators", None)  # and_(...)
    inner = getattr(validator, "validator", None)  # optional(...)
    if parts is not None:
        for part in parts:
            yield from _bounds(part)
    elif inner is not None:
        yield from _bounds(inner)
    else:
        yield validator


def range_words(validator: Any) -> str:
    """A validator's range in words, such as `must be between 0 and 1`; "" without one."""
    ends = {
        bound.compare_op: number(bound.bound)
        for bound in _bounds(validator)
        if hasattr(bound, "compare_op")
    }
    if ">=" in ends and "<=" in ends:
        return f"must be between {ends['>=']} and {ends['<=']}"
    signs = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}
    parts = [f"{signs[sign]} {end}" for sign, end in ends.items()]
    return f"must be {' and '.join(parts)}" if parts else ""


def length_limits(validator: Any) -> tuple[int, int]:
    """The least and greatest length of a list that a validator accepts."""
    fewest, most = 0, LIST_MAX
    for bound in _bounds(validator):
        fewest = getattr(bound, "min_length", fewest)
        most = getattr(bound, "max_length", most)
    return fewest, most
