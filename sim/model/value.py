"""What the classes share that the engine makes by the million."""

from collections.abc import Callable
from typing import Any

import attr
from mypy_extensions import mypyc_attr


@mypyc_attr(allow_interpreted_subclasses=True)  # those of `sim.model.spec`
class Value:
    """Base of an attrs class with a written `__init__`, which takes its fields in their order.

    Written out, since a compiled class makes its objects several times as fast as attrs does.
    """

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """A compiled object is copied and unpickled by way of its `__init__`."""
        kind: Any = type(self)
        return kind, tuple([getattr(self, field.name) for field in attr.fields(kind)])
