"""Orders as plain data and back, for replays and saves."""

import enum
import functools
import math
import reprlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cattrs import Converter
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError
from cattrs.strategies import configure_tagged_union

from sim.errors import did_you_mean
from sim.model import vocabulary
from sim.model.orders import Order

ORDERS = {kind.__name__: kind for kind in Order.__args__}
"""The kinds of orders, by their name in the data."""


@functools.cache  # building takes long, and many commands read no orders
def converter() -> Converter:
    """Converts orders and their parts; it accepts neither another type nor an unknown key."""
    built = Converter(forbid_extra_keys=True)
    built.register_structure_hook(bool, _strict(bool, "true or false"))
    built.register_structure_hook(int, _strict(int, "a whole number"))
    built.register_structure_hook(float, _number)
    built.register_structure_hook(str, _strict(str, "a text"))
    for member in vars(vocabulary).values():
        if isinstance(member, type) and issubclass(member, enum.Enum):
            built.register_structure_hook(member, _member)
    configure_tagged_union(Order, built, tag_name="order")
    return built


def _strict(kind: type[Any], words: str) -> Callable[[Any, Any], Any]:
    """A hook that accepts exactly that type: no `"3"` for 3, no `true` for 1."""

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise _expected(words, value)
        return value

    return structure


def _member(value: Any, kind: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise _expected(
            f"one of {', '.join(str(member.value) for member in kind)}", value
        ) from None


def _number(value: Any, _: Any) -> float:
    try:
        if type(value) in (int, float) and math.isfinite(value):
            return float(value)
    except OverflowError:  # a whole number of hundreds of digits
        pass
    raise _expected("a finite number", value)


def _expected(words: str, value: Any) -> ValueError:
    return ValueError(f"expected {words}, got {reprlib.repr(value)}")


def orders_to_data(orders: Sequence[Order]) -> list[Any]:
    """A turn's orders as JSON data."""
    return [converter().unstructure(order, unstructure_as=Order) for order in orders]


def orders_from_data(data: Sequence[Any]) -> tuple[Order, ...]:
    """A turn's orders from JSON data.

    Raises:
        ValueError: an item is not an order; one line says which and what was expected.
    """
    return tuple(_order(place, item) for place, item in enumerate(data))


def _order(place: int, item: Any) -> Order:
    if not isinstance(item, dict):
        raise ValueError(f"[{place}]: {_expected('an order', item)}")
    name = item.get("order")
    if not isinstance(name, str):
        raise ValueError(f"[{place}].order: {_expected('the name of an order', name)}")
    if name not in ORDERS:
        near = did_you_mean(name, ORDERS)
        raise ValueError(f"[{place}].order: there is no order {reprlib.repr(name)}.{near}")
    try:
        order: Order = converter().structure(item, Order)  # type: ignore[arg-type]  # a union
    except Exception as error:  # cattrs lets through whatever a value raises
        raise ValueError(f"[{place}]{next(_faults(error))}") from None
    return order


def _faults(error: BaseException) -> Iterator[str]:
    """What cattrs found wrong, each with its path."""
    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        for inner, note in noted:
            yield from (f".{note.name}{fault}" for fault in _faults(inner))
        for other in others:
            yield from _faults(other)
    elif isinstance(error, ForbiddenExtraKeysError):
        yield f".{reprlib.repr(min(error.extra_fields))}: no such key is known"
    elif isinstance(error, KeyError):
        yield ": it is missing"
    elif isinstance(error, ValueError):
        yield f": {error}"
    else:
        yield ": expected a table"
