"""The SQLite file: how it is opened, brought to this program's version, and what its faults mean.

The file grows by `MIGRATIONS`; whoever only reads creates nothing and changes nothing. A file may
be a stranger's: its tables are exactly those that `MIGRATIONS` make, with nothing beside them that
would run when they are read.
"""

import functools
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sim import files
from sim.characters import shown
from sim.errors import BuckstopError
from sim.games.store.rows import TEXT_MOST, FinishedGame

FILE = "buckstop.db"
"""The file's name in the data folder."""

FOLDER_VARIABLE = "BUCKSTOP_DATA_DIR"
"""The environment variable that names the data folder."""

APPLICATION_ID = 0x4255_434B
"""Marks the file as ours, in its header: "BUCK"."""

BUSY_SECONDS = 2.0
"""How long another process that writes is waited for."""

SAID_MOST = 200
"""Characters of SQLite's own words that a message repeats: names of a file's making are in them."""

FINISHED = (
    "scenario, scenario_hash, rules_hash, version, seed, score, outcome, turns, digest, orders,"
    " ended"
)
"""The columns of a finished game, as its row in `sim.games.store.rows` has them."""


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
        # An index tells of a row that is gone from its table.
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
"""What leads from each schema version to the next; `user_version` counts those that were taken."""

SCHEMA_VERSION = len(MIGRATIONS)
"""The version that is written here."""


_SCHEMA = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"


@functools.cache
def _schema(version: int) -> frozenset[tuple[str, ...]]:
    """What a file of a version of the schema is made of."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for steps in MIGRATIONS[:version]:
            _take(steps, connection)
        return _made_of(connection)


def _made_of(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    """Tables, indices and whatever else there is; how they were written does not matter."""
    rows = connection.execute(_SCHEMA)
    return frozenset(tuple(" ".join(str(part).split()).casefold() for part in row) for row in rows)


def _take(steps: tuple[Step, ...], connection: sqlite3.Connection) -> None:
    for step in steps:
        if isinstance(step, str):
            connection.execute(step)
        else:
            step(connection)


class StoreError(BuckstopError):
    """Games cannot be read or kept. The game itself can go on."""


class Gone(StoreError):
    """A game that was kept is not in the file any more."""


class NoGame(StoreError):
    """A game that is not there was asked for."""

    exit_code = 2


class Database:
    """The file. Every use opens it anew, so any thread may make one."""

    def __init__(self, folder: Path | None = None) -> None:
        """Nothing is read or written yet.

        Args:
            folder: Where the file is. When left out, what `BUCKSTOP_DATA_DIR` names, else the
                folder that the system has for a program's data.
        """
        self.folder = folder or _usual_folder()
        self.path = self.folder / FILE

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection that changes nothing; None where there is no file, or an empty one."""
        with self.explained("read"):
            if not self._is_there():
                yield None
                return
            with closing(self._connect("rw")) as connection:  # "ro" could not undo a torn write
                connection.execute("PRAGMA query_only = ON")
                yield connection if self.version(connection) else None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction; what was written in it is on the disk afterwards, or none of it is."""
        with self.explained("written"):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._is_there()
            with closing(self._connect("rwc")) as connection:
                self.version(connection)  # a file that is not ours is left alone
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("BEGIN IMMEDIATE")
                self._migrate(connection)
                yield connection
                connection.execute("COMMIT")

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Bring the file to the version of this program, within the transaction."""
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
            raise self.error("used", "it is not a file of Buckstop")
        if version > SCHEMA_VERSION:
            raise StoreError(
                f"{self.path} was written by a newer Buckstop: its format is {version}, this one "
                f"knows {SCHEMA_VERSION}. Update Buckstop; --data-dir names another folder."
            )
        if other := _made_of(connection) ^ _schema(version):
            name = _said(min(name for _, name, *_ in other))
            raise self.error("used", f"its tables are not those of Buckstop ({name})")
        return int(version)

    def _is_there(self) -> bool:
        """Whether there is a file. Raises `StoreError` when something else is in its place."""
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
            isolation_level=None,  # transactions are begun and ended here, not by the module
        )
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, TEXT_MOST)
        connection.text_factory = _text
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        return connection

    @contextmanager
    def explained(self, what: str) -> Iterator[None]:
        """Turns what the system and SQLite say into a `StoreError`."""
        try:
            yield
        except sqlite3.Error as error:
            raise self.error(what, _said(str(error))) from error
        except OSError as error:
            raise self.error(what, (error.strerror or "unknown reason").lower()) from error
        except ValueError as error:
            raise self.error(what, "that is no file name") from error

    def error(self, what: str, why: str) -> StoreError:
        """Says that the file cannot be read, written or used."""
        return StoreError(
            f"{self.path} cannot be {what}: {why}. Your games are kept there; "
            "--data-dir names another folder."
        )


def _text(raw: bytes) -> str:
    """A text in the file; where it is none, the row is damaged, and the others are not."""
    return raw.decode("utf-8", "replace")


def _said(text: str) -> str:
    return shown(text[:SAID_MOST], instead=" ")


def _usual_folder() -> Path:
    """The data folder when none is named."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return files.named(named, FOLDER_VARIABLE)
    import platformdirs

    return Path(platformdirs.user_data_dir("buckstop"))
