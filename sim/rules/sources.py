"""The bibliography of the coefficients and the published figures, from `sources.toml`."""

import functools
import re

from attrs import frozen

from sim import files

_NAMED = re.compile(r"\[([^\]]+)\]")


@frozen
class Work:
    """A published work, as far as its reference is known."""

    key: str
    """The short name that sources cite in brackets."""
    author: str
    title: str
    where: str
    """Where it was published."""
    mark: str
    """How sure we are of what it says: one of `Bibliography.marks`."""
    seen: str
    """Where it was read."""
    year: str = ""
    """Empty if not known."""
    missing: str = ""
    """What is not known of the reference; empty if it is complete."""


@frozen
class Bibliography:
    """All works, and the meaning of the marks."""

    marks: dict[str, str]
    """Meaning of each mark, including those of coefficients and of published figures."""
    works: dict[str, Work]
    """By short name, in alphabetical order."""


@functools.cache
def bibliography() -> Bibliography:
    """Read the bibliography that ships with the rules."""
    found = files.table("rules/sources.toml")
    return Bibliography(
        found["marks"], {key: Work(key, **row) for key, row in found["works"].items()}
    )


def named(source: str) -> list[str]:
    """The short names of works that a source cites, such as `[Overby 2003]: 3 months`."""
    return _NAMED.findall(source)
