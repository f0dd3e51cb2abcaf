"""The rows of the store, and how damage to them is found.

SQLite does not notice a flipped bit in a text, so every row has a hash of itself. The turns of a
game form a chain: a turn's link is a hash of its orders, of the state after it and of the previous
link.

Nor does SQLite enforce the types of columns, and the file may be untrusted: `row_of` returns a row
whose values all have the right type, whatever is in the file.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import asdict, astuple, evolve, fields, frozen

from sim import __version__
from sim.characters import is_shown

if TYPE_CHECKING:
    from sim.games.game import Game


TEXT_MOST = 4_000_000
"""Most bytes of a text in the file, and of all orders of a game; the limit of a replay."""

LINE_MOST = 1_000
"""Most characters of a text that is not JSON."""

POINTS_MOST = 1_000.0
"""The highest score."""

NO_HINTS = "[]"
"""The default of the column `hints`."""

NO_FILE = ""
"""The default of the column `file`."""

_JSON = ("drafted", "guesses", "hints", "orders")
"""The columns that hold JSON."""


def hashed(*parts: object) -> str:
    """A hash of a row's values, in order."""
    text = json.dumps(parts, default=repr, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def now() -> str:
    """The current time in UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@frozen
class FinishedGame:
    """A row of `finished_games`, which the best scores come from; fields in column order."""

    scenario: str
    """The scenario's id."""
    scenario_hash: str
    rules_hash: str
    version: str
    """The version of Buckstop that played it."""
    seed: int
    score: float
    """Points out of 1000."""
    outcome: str
    """How it ended: `completed`, `bankrupt` or `collapsed`."""
    turns: int
    """Turns played."""
    digest: str
    """The digest of the final state."""
    orders: str
    """The log as JSON: a list of orders for every turn."""
    ended: str
    """When, in UTC, as ISO 8601."""

    @property
    def seal(self) -> str:
        """The hash of the row without its orders, whose outcome the digest covers."""
        return hashed(*astuple(evolve(self, orders="")))

    @classmethod
    def of(cls, game: "Game") -> "FinishedGame":
        """The row of a game that has just ended. Raises `ValueError` if it is not over."""
        from sim.codec import orders_to_data  # loads the engine, which reading does not need

        if game.outcome is None:
            raise ValueError("the game is not over")
        orders = [orders_to_data(turn) for turn in game.log]
        return cls(
            scenario=game.scenario.id,
            scenario_hash=game.scenario_hash,
            rules_hash=game.rules_hash,
            version=__version__,
            seed=game.seed,
            score=game.score(),
            outcome=game.outcome.kind.value,
            turns=len(game.log),
            digest=game.digest(),
            orders=json.dumps(orders, allow_nan=False, separators=(",", ":")),
            ended=now(),
        )


@frozen
class KeptGame:
    """A row of `games`, a saved game; fields in column order."""

    id: int | None
    """The number that the player sees; None before it is in the file."""
    scenario: str
    """The scenario's id."""
    title: str
    """The scenario's title."""
    scenario_hash: str
    rules_hash: str
    version: str
    """The version of Buckstop that began it."""
    seed: int
    begun: str
    """When, in UTC, as ISO 8601."""
    parent: int | None
    """The game that it branched from."""
    parent_turn: int | None
    """The first turn of the branch."""
    borrowed: int
    """1 if it was imported, or branched from an imported game; else 0."""
    turns: int
    """Turns played."""
    turns_most: int
    """Turns that the scenario has."""
    head: str
    """The link of the last turn, or `first_link` before any turn."""
    drafted: str
    """The drafted orders of the current turn, as JSON."""
    guesses: str
    """The player's guesses, as JSON."""
    score: float
    """Points out of 1000 so far."""
    outcome: str | None
    """How it ended; None while it continues."""
    changed: str
    """When it was last written, in UTC, as ISO 8601."""
    hints: str = NO_HINTS
    """Dismissed hints, as JSON: pairs of hint number and turn."""
    file: str = NO_FILE
    """The name of the imported file, without folders."""

    @property
    def seal(self) -> str:
        """The hash of the row; later columns at their defaults do not change it."""
        values = astuple(self)
        if self.file == NO_FILE:
            values = values[:-2] if self.hints == NO_HINTS else values[:-1]
        return hashed(*values)

    @property
    def name(self) -> str:
        """The game in messages."""
        return f"game {self.id} ({self.title}, seed {self.seed})"

    @property
    def waits(self) -> bool:
        """Whether it is the player's to continue: not over, and not a mere import."""
        return self.outcome is None and (not self.borrowed or self.parent is not None)

    @property
    def origin(self) -> str:
        """Its parent game or imported file; "" for a game begun here."""
        if self.parent is not None:
            return f"game {self.parent}, turn {self.parent_turn}"
        return (self.file or "a file") if self.borrowed else ""

    def stands_in(self, of: str) -> str:
        """The current turn and the number of turns, with `of` between."""
        return f"{min(self.turns + 1, self.turns_most)}{of}{self.turns_most}"

    @property
    def played(self) -> str:
        """When it was last written, in local time; "" if the row has no valid time."""
        try:
            return f"{datetime.fromisoformat(self.changed).astimezone():%Y-%m-%d %H:%M}"
        except (ValueError, OverflowError, OSError):
            return ""

    @property
    def brief(self) -> "KeptGame":
        """The game without its long texts, for lists."""
        return evolve(self, drafted="", guesses="", hints="")

    @property
    def columns(self) -> dict[str, object]:
        """The row's values and its seal, by column."""
        return {**asdict(self), "seal": self.seal}


@frozen
class KeptTurn:
    """A row of `turns`, a finished turn."""

    number: int
    orders: str
    """JSON."""
    digest: str
    """The digest of the state after it."""
    link: str


def first_link(game: KeptGame, scenario_text: str) -> str:
    """The start of the chain of a game's turns: a hash of scenario, rules and seed."""
    return hashed(scenario_text, game.scenario_hash, game.rules_hash, game.seed)


def next_link(link: str, number: int, orders: str, digest: str) -> str:
    """The link of a turn, from the previous link."""
    return hashed(link, number, orders, digest)


@frozen
class Damage:
    """What is wrong with a saved game."""

    turn: int | None
    """The first damaged turn; None if only the game's row is damaged (draft, guesses, times)."""
    why: str

    @property
    def text(self) -> str:
        """A sentence for people."""
        where = "its entry is damaged" if self.turn is None else f"turn {self.turn} is damaged"
        return f"{where}: {self.why}."


@frozen
class KeptLog:
    """A saved game with its scenario and turns."""

    game: KeptGame
    scenario_text: str
    """The scenario's TOML text."""
    turns: tuple[KeptTurn, ...]
    """The turns before the first damaged one."""
    damage: Damage | None


_Row = TypeVar("_Row", FinishedGame, KeptGame, KeptTurn)


def row_of(kind: type[_Row], values: Sequence[object]) -> _Row:
    """A row from the values in the file.

    A value of a wrong type, out of range, or with control characters is replaced by an empty one,
    so that the row no longer matches its hash.
    """
    pairs = zip(fields(kind), values, strict=True)
    found: list[Any] = [value if _fits(field, value) else _nothing(field) for field, value in pairs]
    return kind(*found)


def _fits(field: Any, value: object) -> bool:
    if not isinstance(value, field.type):
        return False
    if isinstance(value, float):
        return 0.0 <= value <= POINTS_MOST
    if isinstance(value, str) and field.name not in _JSON:
        return len(value) <= LINE_MOST and is_shown(value)
    return True


def _nothing(field: Any) -> object:
    return None if isinstance(None, field.type) else field.type()
