"""The rows of the store, and how damage to them is found.

A disk that gives back another bit than it was given is not noticed by SQLite: most of a file is
text, and any text will do. So every row holds a hash of itself. The turns of a game hang together
in a chain: a turn's link is a hash of its orders, of the state after it, and of the link before.

Nor does SQLite mind what stands in a column, and the file may be a stranger's: `row_of` reads a row
of which every value has its type, whatever stands there.
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
"""Most bytes of a text in the file, and of all orders of a game: as many as a replay has."""

LINE_MOST = 1_000
"""Most characters of a text that is shown; what is JSON may be longer."""

POINTS_MOST = 1_000.0
"""The highest score."""

NO_HINTS = "[]"
"""No hints in a row of `games`: what the column holds by itself."""

NO_FILE = ""
"""No file in a row of `games`, likewise."""

_JSON = ("drafted", "guesses", "hints", "orders")
"""The columns that hold JSON."""


def hashed(*parts: object) -> str:
    """A hash of values that stand in a row, in that order; any damage to them is another hash."""
    text = json.dumps(parts, default=repr, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def now() -> str:
    """The moment, in UTC, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@frozen
class FinishedGame:
    """A row of `finished_games`: what counts for the best scores; the columns in their order."""

    scenario: str
    """The scenario's id."""
    scenario_hash: str
    rules_hash: str
    version: str
    """The version of Buckstop that it was played with."""
    seed: int
    score: float
    """Points of 1000."""
    outcome: str
    """How it ended: `completed`, `bankrupt` or `collapsed`."""
    turns: int
    """Turns played."""
    digest: str
    """Of the state at the end."""
    orders: str
    """The log: JSON, a list of orders for every turn."""
    ended: str
    """When, in UTC, as ISO 8601."""

    @property
    def seal(self) -> str:
        """The hash of the row without its orders: what they lead to is in it, and replays them."""
        return hashed(*astuple(evolve(self, orders="")))

    @classmethod
    def of(cls, game: "Game") -> "FinishedGame":
        """The row of a game that ends now.

        Raises:
            ValueError: the game goes on.
        """
        from sim.codec import orders_to_data  # with the engine; reading has no need of it

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
    """A row of `games`: a game as far as it has come; the columns in their order."""

    id: int | None
    """What the player calls it by; None before it is in the file."""
    scenario: str
    """The scenario's id."""
    title: str
    """The scenario's title."""
    scenario_hash: str
    rules_hash: str
    version: str
    """The version of Buckstop that it was begun with."""
    seed: int
    begun: str
    """When, in UTC, as ISO 8601."""
    parent: int | None
    """The game that it was taken over from, as a branch."""
    parent_turn: int | None
    """The first turn that was decided anew then."""
    borrowed: int
    """1 where other people's decisions are in it: it was imported, or branched from such a game."""
    turns: int
    """Turns played."""
    turns_most: int
    """Turns that the scenario has."""
    head: str
    """The link of the last turn, or the first link of all where none was played."""
    drafted: str
    """The orders of the turn that is being decided: JSON."""
    guesses: str
    """What the player committed to: JSON."""
    score: float
    """Points of 1000, as things stand."""
    outcome: str | None
    """How it ended; None while it goes on."""
    changed: str
    """When it was last written, in UTC, as ISO 8601."""
    hints: str = NO_HINTS
    """The scenario's hints that were put away, by number, and the turn of each: JSON."""
    file: str = NO_FILE
    """The name of the file that it was imported from, without folders."""

    @property
    def seal(self) -> str:
        """The hash of the row; without what later columns hold, it is what it was before them."""
        values = astuple(self)
        if self.file == NO_FILE:
            values = values[:-2] if self.hints == NO_HINTS else values[:-1]
        return hashed(*values)

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"game {self.id} ({self.title}, seed {self.seed})"

    @property
    def waits(self) -> bool:
        """Whether its player would go on with it: not when it is over, nor when it is somebody
        else's that was brought in and not taken over.
        """
        return self.outcome is None and (not self.borrowed or self.parent is not None)

    @property
    def origin(self) -> str:
        """Where it comes from, when it was not begun here; else nothing."""
        if self.parent is not None:
            return f"game {self.parent}, turn {self.parent_turn}"
        return (self.file or "a file") if self.borrowed else ""

    def stands_in(self, of: str) -> str:
        """The turn to be decided, or the last one, and how many there are, with `of` between."""
        return f"{min(self.turns + 1, self.turns_most)}{of}{self.turns_most}"

    @property
    def played(self) -> str:
        """When it was last written, in the player's own time; nothing where that is no moment."""
        try:
            return f"{datetime.fromisoformat(self.changed).astimezone():%Y-%m-%d %H:%M}"
        except (ValueError, OverflowError, OSError):
            return ""

    @property
    def brief(self) -> "KeptGame":
        """The game as a list shows it: without the texts of any length that none has room for."""
        return evolve(self, drafted="", guesses="", hints="")

    @property
    def columns(self) -> dict[str, object]:
        """The row's values and its seal, by column."""
        return {**asdict(self), "seal": self.seal}

    def with_id(self, id: int) -> "KeptGame":
        """The game under the number that it has in the file."""
        return evolve(self, id=id)


@frozen
class KeptTurn:
    """A row of `turns`: a turn that was played."""

    number: int
    orders: str
    """JSON."""
    digest: str
    """Of the state after it."""
    link: str


def first_link(game: KeptGame, scenario_text: str) -> str:
    """What the chain of a game's turns begins with: it names what was played."""
    return hashed(scenario_text, game.scenario_hash, game.rules_hash, game.seed)


def next_link(link: str, number: int, orders: str, digest: str) -> str:
    """The link of a turn, from the one before it."""
    return hashed(link, number, orders, digest)


@frozen
class Damage:
    """What is wrong with a game that was read."""

    turn: int | None
    """The first turn that cannot be trusted; None where all of them can, and what stands beside
    them cannot: drafted orders, guesses, when it was played."""
    why: str

    @property
    def text(self) -> str:
        """In a sentence."""
        where = "its entry is damaged" if self.turn is None else f"turn {self.turn} is damaged"
        return f"{where}: {self.why}."


@frozen
class KeptLog:
    """A game that was read whole."""

    game: KeptGame
    scenario_text: str
    """The scenario, as the text of a file."""
    turns: tuple[KeptTurn, ...]
    """Those before the first damaged one."""
    damage: Damage | None


_Row = TypeVar("_Row", FinishedGame, KeptGame, KeptTurn)


def row_of(kind: type[_Row], values: Sequence[object]) -> _Row:
    """A row as it stands in the file.

    A value that cannot be what was written, being of another type, out of all range or made to
    steer a terminal, is read as nothing at all. So the row's hash is not the one
    that stands beside it.
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
