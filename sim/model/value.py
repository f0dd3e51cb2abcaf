"""`Value`: the base of classes whose objects the engine creates in bulk."""

from collections.abc import Callable
from typing import Any

import attr
from mypy_extensions import mypyc_attr


@mypyc_attr(allow_interpreted_subclasses=True)  # those of `sim.model.spec`
class Value:
    """Base of attrs classes whose `__init__` takes the fields in their order.

    Most have a written `__init__`: compiled, it is several times as fast as the one that attrs
    writes. The price is that such a class cannot be frozen. Those with a hash are values all the
    same: once made they are shared, and nobody may change them.
    """

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """A compiled object is copied and unpickled by way of its `__init__`."""
        kind: Any = type(self)
        return kind, tuple([getattr(self, field.name) for field in attr.fields(kind)])
