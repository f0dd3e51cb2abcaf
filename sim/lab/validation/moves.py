"""Which rows of the validation each coefficient moves most, as `sensitivity` measured it last."""

import functools
import tomllib
from importlib import resources

from attrs import frozen


@frozen
class Moves:
    """What was measured."""

    rules_hash: str
    """Of the rules that were changed one by one."""
    rows: dict[str, dict[str, float]]
    """By coefficient: the rows that it moves most, by how many widths of their ranges."""


@functools.cache
def moves() -> Moves:
    """The result as it was measured last."""
    text = resources.files("sim.lab.validation").joinpath("moves.toml").read_text("utf-8")
    found = tomllib.loads(text)
    return Moves(found.pop("rules_hash"), found["moves"])
