"""The published figures (`published.toml`): fact, range, source, and how surely it is known."""

import functools
import tomllib
from importlib import resources

from attrs import frozen


@frozen
class Published:
    """One figure with its range."""

    id: str
    label: str
    low: float | None
    """The least value that agrees with it; None where there is none."""
    high: float | None
    open_low: bool = False
    """Whether the lower end itself is too little."""

    def agrees(self, value: float) -> bool:
        """Whether a value lies in the range."""
        if self.low is not None and (value < self.low or (self.open_low and value == self.low)):
            return False
        return self.high is None or value <= self.high


@frozen
class Fact:
    """A row of the validation list. Its first figure is the one that stands for it."""

    id: str
    fact: str
    source: str
    """Works by their short names, each with what is taken from it; between them semicolons."""
    status: str
    """READ, READ*, MEMORY or DERIVED, as explained in the file."""
    figures: tuple[Published, ...]

    @property
    def works(self) -> list[str]:
        """The short names of the works in `sim.rules.sources`, and other facts that it rests on."""
        return [part.split(",")[0].strip() for part in self.source.split(";")]


@functools.cache
def facts() -> dict[str, Fact]:
    """All rows, by id, in their order."""
    text = resources.files("sim.lab.validation").joinpath("published.toml").read_text("utf-8")
    return {
        key: Fact(
            key,
            row["fact"],
            row["source"],
            row["status"],
            tuple(
                Published(
                    figure["id"],
                    figure["label"],
                    figure.get("low"),
                    figure.get("high"),
                    figure.get("open_low", False),
                )
                for figure in row["figures"]
            ),
        )
        for key, row in tomllib.loads(text).items()
    }
