"""The rows of the validation that each coefficient affects most, measured by `sensitivity`."""

import functools

from attrs import frozen

from sim import files


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
    found = files.table("lab/validation/moves.toml")
    return Moves(found.pop("rules_hash"), found["moves"])
