"""The published figures (`published.toml`): fact, range, source and certainty."""

import functools

from attrs import frozen

from sim import files


@frozen
class Published:
    """A published figure with its range."""

    id: str
    label: str
    low: float | None = None
    """The least value that agrees with it; None if there is no lower limit."""
    high: float | None = None
    open_low: bool = False
    """Whether the lower end itself is excluded."""

    def agrees(self, value: float) -> bool:
        """Whether a value is in the range."""
        if self.low is not None and (value < self.low or (self.open_low and value == self.low)):
            return False
        return self.high is None or value <= self.high


@frozen
class Fact:
    """A row of the validation, represented by its first figure."""

    id: str
    fact: str
    source: str
    """Works by short name, each with what was taken from it, separated by semicolons."""
    status: str
    """READ, READ*, MEMORY or DERIVED, as explained in the file."""
    figures: tuple[Published, ...]

    @property
    def works(self) -> list[str]:
        """The short names of its works in `sim.rules.sources`, or ids of other facts."""
        return [part.split(",")[0].strip() for part in self.source.split(";")]


@functools.cache
def facts() -> dict[str, Fact]:
    """All rows by id, in order."""
    return {
        key: Fact(
            key,
            row["fact"],
            row["source"],
            row["status"],
            tuple(Published(**figure) for figure in row["figures"]),
        )
        for key, row in files.table("lab/validation/published.toml").items()
    }
