"""The works that the coefficients and the published figures go back to (`sources.toml`)."""

import functools
import re
import tomllib
from importlib import resources

from attrs import frozen

_NAMED = re.compile(r"\[([^\]]+)\]")


@frozen
class Work:
    """A published work, as far as its reference is known."""

    key: str
    """The short name that stands in brackets in a coefficient's source."""
    author: str
    title: str
    where: str
    """Where it was published."""
    mark: str
    """How surely we know what it says: one of `Bibliography.marks`."""
    seen: str
    """Where it was read."""
    year: str = ""
    """Empty where it is not known."""
    missing: str = ""
    """What is not known of the reference; empty where it is complete."""


@frozen
class Bibliography:
    """All works, and what the marks mean."""

    marks: dict[str, str]
    """What each mark means, those of coefficients and of published figures included."""
    works: dict[str, Work]
    """By their short names, in their order."""


@functools.cache
def bibliography() -> Bibliography:
    """Read the bibliography that ships with the rules."""
    text = resources.files("sim.rules").joinpath("sources.toml").read_text("utf-8")
    found = tomllib.loads(text)
    return Bibliography(
        found["marks"], {key: Work(key, **row) for key, row in found["works"].items()}
    )


def named(source: str) -> list[str]:
    """The short names of the works in a coefficient's source, such as `[Overby 2003]: 3 months`."""
    return _NAMED.findall(source)
