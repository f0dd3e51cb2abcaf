"""Freezing an observation in place, so that attempts to change it raise.

The engine's facts are mutable, since turns are played in place. A user's policy gets a copy;
changing it would have no effect, so it raises instead to expose the mistake.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn

import attrs

from sim.model.market import Offers
from sim.model.world import Observation


def freeze(observation: Observation) -> Observation:
    """The observation itself, now deeply frozen. Copies of its parts can be changed."""
    scenario = observation.scenario
    object.__setattr__(scenario, "rules", _FrozenDict(scenario.rules))
    _freeze(observation)
    return observation


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise TypeError("an observation is frozen: it cannot be changed; copies of its parts can")


class _FrozenDict(dict[Any, Any]):
    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return dict, (dict(self),)


class _FrozenList(list[Any]):
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return list, (list(self),)


ATOMS = frozenset((bool, float, int, str, type(None)))
"""Types of most of the values, which there is nothing to do about."""


def _freeze(value: Any) -> Any:
    """The value itself, frozen in place, or a frozen container with equal content.

    Objects that refuse to be changed already hold nothing mutable, and are left as they are.
    """
    kind: Any = type(value)
    if kind in ATOMS:
        return value
    if kind is dict:
        return _FrozenDict({key: _freeze(each) for key, each in value.items()})
    if kind is list:
        return _FrozenList(_freeze(each) for each in value)
    if kind is tuple:
        parts = tuple(_freeze(each) for each in value)
        return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts
    if kind is Offers:
        for offer in value.values():
            _freeze(offer)
    names = _names(kind)
    if names is not None:
        for name in names:
            held = getattr(value, name)
            frozen = _freeze(held)
            if frozen is not held:
                setattr(value, name, frozen)
        value.__class__ = _frozen(kind)
    return value


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    """The fields of a class whose objects can be changed; None for all others."""
    if not attrs.has(kind) or kind.__setattr__ is not object.__setattr__:
        return None
    return tuple(row.name for row in attrs.fields(kind))


@cache
def _frozen(mutable: type[Any]) -> type[Any]:
    """A frozen subclass of a mutable class. Copies of its objects are mutable and equal."""

    def new(_: type[Any], *arguments: Any, **keywords: Any) -> Any:
        return mutable(*arguments, **keywords)

    names = [row.name for row in attrs.fields(mutable)]

    def reduce(self: Any) -> tuple[Any, ...]:
        return mutable, tuple(getattr(self, name) for name in names)

    def equals(self: Any, other: Any) -> Any:
        if not isinstance(other, mutable):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in names)

    return type(
        mutable.__name__,
        (mutable,),
        {
            "__slots__": (),
            "__doc__": mutable.__doc__,
            "__new__": new,
            "__setattr__": _refuse,
            "__delattr__": _refuse,
            "__reduce__": reduce,
            "__eq__": equals,
            "__hash__": mutable.__hash__,
        },
    )
