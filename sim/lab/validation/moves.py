"""The rows of the validation that each coefficient affects most, measured by `sensitivity`."""

import functools
import tomllib
from importlib import resources

from attrs import frozen


@frozen
class Moves:
    """The measured sensitivities."""

    rules_hash: str
    """The hash of the unchanged rules."""
    rows: dict[str, dict[str, float]]
    """By coefficient: the rows that it affects most, and by how many widths of their ranges."""


@functools.cache
def moves() -> Moves:
    """The latest result."""
    text = resources.files("sim.lab.validation").joinpath("moves.toml").read_text("utf-8")
    found = tomllib.loads(text)
    return Moves(found.pop("rules_hash"), found["moves"])
