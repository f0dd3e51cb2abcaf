"""The SQLite file: opening, migrating, and explaining its errors.

Writing applies `MIGRATIONS`; reading creates and changes nothing. A file may be untrusted: its
schema must be exactly what `MIGRATIONS` create, with no views or triggers that would run on
reading.
"""

import functools
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from attrs import fields

from sim import files
from sim.characters import shown
from sim.errors import BuckstopError, reason
from sim.games.store.rows import TEXT_MOST, FinishedGame

FILE = "buckstop.db"
"""The file's name in the data folder."""

FOLDER_VARIABLE = "BUCKSTOP_DATA_DIR"
"""The environment variable that names the data folder."""

APPLICATION_ID = 0x4255_434B
"""Marks the file as Buckstop's in its header: "BUCK"."""

BUSY_SECONDS = 2.0
"""How long to wait for another process that is writing."""

SAID_MOST = 200
"""Characters of an SQLite message that are repeated; it may quote names from the file."""

FINISHED = ", ".join(field.name for field in fields(FinishedGame))
"""The columns of a finished game, in the order of `FinishedGame`."""


def _seal_finished(connection: sqlite3.Connection) -> None:
    rows = connection.execute(f"SELECT id, {FINISHED} FROM finished_games").fetchall()
    for id, *values in rows:
        seal = FinishedGame(*values).seal
        connection.execute("UPDATE finished_games SET seal = ? WHERE id = ?", (seal, id))


Step = str | Callable[[sqlite3.Connection], None]

MIGRATIONS: tuple[tuple[Step, ...], ...] = (
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
    (
        "ALTER TABLE finished_games ADD COLUMN seal TEXT NOT NULL DEFAULT ''",
        _seal_finished,
        """
        CREATE TABLE games (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            scenario TEXT NOT NULL,
            title TEXT NOT NULL,
            scenario_hash TEXT NOT NULL,
            rules_hash TEXT NOT NULL,
            version TEXT NOT NULL,
            seed INTEGER NOT NULL,
            begun TEXT NOT NULL,
            parent INTEGER,
            parent_turn INTEGER,
            borrowed INTEGER NOT NULL,
            turns INTEGER NOT NULL,
            turns_most INTEGER NOT NULL,
            head TEXT NOT NULL,
            drafted TEXT NOT NULL,
            guesses TEXT NOT NULL,
            score REAL NOT NULL,
            outcome TEXT,
            changed TEXT NOT NULL,
            seal TEXT NOT NULL,
            scenario_text TEXT NOT NULL
        )
        """,
        # The index reveals rows missing from the table.
        "CREATE UNIQUE INDEX games_seal ON games (seal)",
        """
        CREATE TABLE turns (
            game INTEGER NOT NULL REFERENCES games,
            number INTEGER NOT NULL,
            orders TEXT NOT NULL,
            digest TEXT NOT NULL,
            link TEXT NOT NULL,
            PRIMARY KEY (game, number)
        )
        """,
    ),
    ("ALTER TABLE games ADD COLUMN hints TEXT NOT NULL DEFAULT '[]'",),
    ("ALTER TABLE games ADD COLUMN file TEXT NOT NULL DEFAULT ''",),
)
"""The steps from each schema version to the next; `user_version` counts those applied."""

SCHEMA_VERSION = len(MIGRATIONS)
"""The schema version that this program writes."""


_SCHEMA = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"


@functools.cache
def _schema(version: int) -> frozenset[tuple[str, ...]]:
    """The schema of a version, as `_made_of` gives it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for steps in MIGRATIONS[:version]:
            _take(steps, connection)
        return _made_of(connection)


def _made_of(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    """All schema objects, with their SQL normalized."""
    rows = connection.execute(_SCHEMA)
    return frozenset(tuple(" ".join(str(part).split()).casefold() for part in row) for row in rows)


def _take(steps: tuple[Step, ...], connection: sqlite3.Connection) -> None:
    for step in steps:
        if isinstance(step, str):
            connection.execute(step)
        else:
            step(connection)


class StoreError(BuckstopError):
    """Saved games cannot be read or written. The game itself can continue."""


class Gone(StoreError):
    """A saved game is no longer in the file."""


class NoGame(StoreError):
    """There is no such saved game."""

    exit_code = 2


class Database:
    """The file. Every use opens it again, so any thread may use it."""

    def __init__(self, folder: Path | None = None) -> None:
        """Reads and writes nothing yet.

        Args:
            folder: The data folder; by default the one in `BUCKSTOP_DATA_DIR`, else the system's.
        """
        self.folder = folder or files.standard_folder(FOLDER_VARIABLE, "data")
        self.path = self.folder / FILE

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A read-only connection; None if the file is missing or empty."""
        with self.explained("read"):
            if not self._is_there():
                yield None
                return
            with closing(self._connect("rw")) as connection:  # "ro" cannot roll back a torn write
                connection.execute("PRAGMA query_only = ON")
                yield connection if self.version(connection) else None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction, durable when it is left without an exception."""
        with self.explained("written"):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._is_there()
            with closing(self._connect("rwc")) as connection:
                self.version(connection)  # refuses a file that is not ours
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("BEGIN IMMEDIATE")
                self._migrate(connection)
                yield connection
                connection.execute("COMMIT")

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Bring the file to this program's schema, within the transaction."""
        version = self.version(connection)
        if version == SCHEMA_VERSION:
            return
        for steps in MIGRATIONS[version:]:
            _take(steps, connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def version(self, connection: sqlite3.Connection) -> int:
        """The version of the file's schema; 0 for an empty file.

        Raises:
            StoreError: a file of another program, of a newer Buckstop, or with other tables.
        """
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if (mark, version, tables) == (0, 0, 0):
            return 0
        if mark != APPLICATION_ID or version < 1:
            raise self.error("used", "it is not a Buckstop file")
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"{self.path} was written by a newer Buckstop: its format is {version}, this one "
                f"knows {SCHEMA_VERSION}. Update Buckstop, or name another folder with --data-dir."
            )
        if other := _made_of(connection) ^ _schema(version):
            name = _said(min(name for _, name, *_ in other))
            raise self.error("used", f"its tables are not Buckstop's ({name})")
        return int(version)

    def _is_there(self) -> bool:
        """Whether the file exists. Raises `StoreError` if it is not a regular file."""
        try:
            regular = stat.S_ISREG(os.stat(self.path).st_mode)
        except FileNotFoundError:
            return False
        if not regular:
            raise self.error("used", "it is not a regular file")
        return True

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,  # transactions are explicit here
        )
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, TEXT_MOST)
        connection.text_factory = _text
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        return connection

    @contextmanager
    def explained(self, what: str) -> Iterator[None]:
        """Turn errors of the system and SQLite into a `StoreError`."""
        try:
            yield
        except sqlite3.Error as error:
            raise self.error(what, _said(str(error))) from error
        except OSError as error:
            raise self.error(what, reason(error)) from error
        except ValueError as error:
            raise self.error(what, "it is not a valid file name") from error

    def error(self, what: str, why: str) -> StoreError:
        """An error: the file cannot be `what` (read, written, used), and why."""
        return StoreError(
            f"{self.path} cannot be {what}: {why}. Your games are saved there; "
            "name another folder with --data-dir."
        )


def _text(raw: bytes) -> str:
    """Decode a text; invalid UTF-8 damages its row only."""
    return raw.decode("utf-8", "replace")


def _said(text: str) -> str:
    return shown(text[:SAID_MOST], instead=" ")
