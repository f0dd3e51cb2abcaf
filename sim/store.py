"""The player's own games: those that were finished, in one SQLite file; those that a fault ended.

Beside `sim.config`, the only module that writes what is the player's own. A game is what replays
it: scenario, rules, seed and the orders of every turn; beside them stands what came of it, so that
lists need not play it again. The file grows by `MIGRATIONS`; whoever only reads creates nothing and
changes nothing.
"""

import json
import math
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import astuple, fields, frozen

from sim import __version__, files
from sim.errors import BuckstopError

if TYPE_CHECKING:
    from sim.game import Game

FILE = "buckstop.db"
"""The file's name in the data folder."""

CRASHES = "crashes"
"""The folder in it of games that a fault ended: a file each, as `sim.replays` writes it."""

FOLDER_VARIABLE = "BUCKSTOP_DATA_DIR"
"""The environment variable that names the data folder."""

APPLICATION_ID = 0x4255_434B
"""Marks the file as ours, in its header: "BUCK"."""

BUSY_SECONDS = 2.0
"""How long another process that writes is waited for."""

SAME_SECOND = 100
"""Files that are kept of faults in one second."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE finished_games (
            id INTEGER PRIMARY KEY,
            scenario TEXT NOT NULL,
            scenario_hash TEXT NOT NULL,
            rules_hash TEXT NOT NULL,
            version TEXT NOT NULL,
            seed INTEGER NOT NULL,
            score REAL NOT NULL,
            outcome TEXT NOT NULL,
            turns INTEGER NOT NULL,
            digest TEXT NOT NULL,
            orders TEXT NOT NULL,
            ended TEXT NOT NULL
        )
        """,
        "CREATE INDEX finished_games_best ON finished_games (scenario_hash, rules_hash, score)",
    ),
)
"""What leads from each schema version to the next; `user_version` counts those that were taken."""

SCHEMA_VERSION = len(MIGRATIONS)
"""The version that is read and written here."""


class StoreError(BuckstopError):
    """Games cannot be read or kept. The game itself can go on."""


@frozen
class FinishedGame:
    """A row of `finished_games`; the columns in their order."""

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
            ended=datetime.now(UTC).isoformat(timespec="seconds"),
        )


class Store:
    """The games in a data folder. Every call opens the file anew, so any thread may make it."""

    def __init__(self, folder: Path | None = None) -> None:
        """Nothing is read or written yet.

        Args:
            folder: Where the file is. When left out, what `BUCKSTOP_DATA_DIR` names, else the
                folder that the system has for a program's data.
        """
        self.path = (folder or _usual_folder()) / FILE

    def best_scores(self) -> dict[tuple[str, str], float]:
        """The highest score, of 1000, by hash of the scenario and hash of the rules.

        Raises:
            StoreError: the file is there, and cannot be read.
        """
        with self._explained("read"):
            if not self._is_there():
                return {}
            with closing(self._connect("rw")) as connection:  # "ro" could not undo a torn write
                connection.execute("PRAGMA query_only = ON")
                if self._version(connection) == 0:
                    return {}
                rows = connection.execute(
                    "SELECT scenario_hash, rules_hash, max(score) FROM finished_games"
                    " GROUP BY scenario_hash, rules_hash"
                ).fetchall()
        for _, _, score in rows:
            if not isinstance(score, float) or not math.isfinite(score):
                raise self._error("read", "a score in it is no number")
        return {(scenario, rules): score for scenario, rules, score in rows}

    def record(self, game: FinishedGame) -> None:
        """Keep a finished game.

        Raises:
            StoreError: it could not be written; the file is as it was.
        """
        names = ", ".join(field.name for field in fields(FinishedGame))
        marks = ", ".join("?" for _ in fields(FinishedGame))
        with self._writing() as connection:
            connection.execute(
                f"INSERT INTO finished_games ({names}) VALUES ({marks})", astuple(game)
            )

    def keep_crash(self, scenario: str, text: str) -> Path:
        """Keep what is left of a game that a fault ended, in a file of its own.

        Args:
            scenario: The scenario's id.
            text: What is to be kept.

        Raises:
            StoreError: it could not be written.
        """
        now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        folder = self.path.parent / CRASHES
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for number in range(1, SAME_SECOND + 1):
                path = folder / f"{scenario}-{now}{f'-{number}' if number > 1 else ''}.json"
                with suppress(FileExistsError):  # somebody else was as fast: the next name
                    files.write_new(path, text)
                    return path.absolute()
        except OSError as error:
            why = (error.strerror or "unknown reason").lower()
            raise StoreError(f"{folder} cannot be written to: {why}.") from error
        raise StoreError(f"{folder} cannot be written to: all names of this second are taken.")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction; what was written in it is on the disk afterwards, or none of it is."""
        with self._explained("written"):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._is_there()
            with closing(self._connect("rwc")) as connection:
                self._version(connection)  # a file that is not ours is left alone
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("BEGIN IMMEDIATE")
                self._migrate(connection)
                yield connection
                connection.execute("COMMIT")

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Bring the file to the version of this program, within the transaction."""
        version = self._version(connection)
        if version == SCHEMA_VERSION:
            return
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _version(self, connection: sqlite3.Connection) -> int:
        """The version of the file's schema; 0 for an empty file.

        Raises:
            StoreError: a file of another program, or of a newer Buckstop.
        """
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if (mark, version, tables) == (0, 0, 0):
            return 0
        if mark != APPLICATION_ID or version < 1:
            raise self._error("used", "it is not a file of Buckstop")
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"{self.path} was written by a newer Buckstop: its format is {version}, this one "
                f"knows {SCHEMA_VERSION}. Update Buckstop; --data-dir names another folder."
            )
        return int(version)

    def _is_there(self) -> bool:
        """Whether there is a file. Raises `StoreError` when something else is in its place."""
        try:
            regular = stat.S_ISREG(os.stat(self.path).st_mode)
        except FileNotFoundError:
            return False
        if not regular:
            raise self._error("used", "it is not a regular file")
        return True

    def _connect(self, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,  # transactions are begun and ended here, not by the module
        )

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        """Turns what the system and SQLite say into a `StoreError`."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._error(what, str(error)) from error
        except OSError as error:
            raise self._error(what, (error.strerror or "unknown reason").lower()) from error
        except ValueError as error:
            raise self._error(what, "that is no file name") from error

    def _error(self, what: str, why: str) -> StoreError:
        return StoreError(
            f"{self.path} cannot be {what}: {why}. Finished games are kept there; "
            "--data-dir names another folder."
        )


def _usual_folder() -> Path:
    """The data folder when none is named."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("buckstop"))
