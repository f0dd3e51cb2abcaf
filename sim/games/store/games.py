"""Reading and writing the player's games and their files."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import astuple, evolve, fields

from sim import files
from sim.errors import reason
from sim.games.store.database import FINISHED, Database, Gone, NoGame, StoreError
from sim.games.store.rows import (
    NO_FILE,
    NO_HINTS,
    TEXT_MOST,
    Damage,
    FinishedGame,
    KeptGame,
    KeptLog,
    KeptTurn,
    first_link,
    next_link,
    now,
    row_of,
)
from sim.model.scenario import TURNS_MAX

if TYPE_CHECKING:
    from filelock import BaseFileLock

CRASHES = "crashes"
"""The folder of crashed games, each a replay."""

REPLAYS = "replays"
"""The folder of the replays of finished games."""

PICTURES = "pictures"
"""The folder of pictures of the screen."""

LOCKS = "locks"
"""The folder of lock files of the open games."""

NAMES_MOST = 1_000
"""Most files under one name, numbered."""

GAME = tuple(field.name for field in fields(KeptGame))
"""The columns of a saved game."""

LATER = ((3, "hints", NO_HINTS), (4, "file", NO_FILE))
"""Columns added later: since which version, and their value in older files."""


ALTERED = "its content is not what was written"


class Store:
    """The games in a data folder. Every call opens the file again, so any thread may call."""

    def __init__(self, folder: Path | None = None) -> None:
        """Reads and writes nothing yet; see `Database` for the default folder."""
        self._database = Database(folder)
        self.path = self._database.path

    # Finished games

    def best_scores(self, seed: int | None = None) -> tuple[dict[tuple[str, str], float], int]:
        """Best scores by (scenario hash, rules hash), and how many damaged games were skipped.

        Args:
            seed: Counts only games with this seed; None counts all.

        Raises:
            StoreError: the file exists but cannot be read.
        """
        best: dict[tuple[str, str], float] = {}
        damaged = 0
        with self._database.reading() as connection:
            for row, seal in self._finished(connection):
                key = row.scenario_hash, row.rules_hash
                if seal not in (None, row.seal):
                    damaged += 1
                elif seed in (None, row.seed):
                    best[key] = max(row.score, best.get(key, 0.0))
        return best, damaged

    def _finished(
        self, connection: sqlite3.Connection | None
    ) -> Iterator[tuple[FinishedGame, str | None]]:
        """Finished games without their orders, each with its seal (None in older files)."""
        if connection is None:
            return
        sealed = self._database.version(connection) > 1
        columns = FINISHED.replace("orders", "''")
        query = f"SELECT {columns}, {'seal' if sealed else 'NULL'} FROM finished_games"
        for *values, seal in connection.execute(query):
            row = row_of(FinishedGame, values)
            yield row, seal if sealed or astuple(row) == tuple(values) else ""

    # Games as they are played

    def games(self) -> tuple[list[KeptGame], list[int]]:
        """The saved games in brief, last played first, and the numbers of the damaged ones.

        Raises:
            StoreError: the file exists but cannot be read.
        """
        found, damaged = [], []
        with self._database.reading() as connection:
            if connection is not None and self._database.version(connection) > 1:
                query = f"SELECT {self._game(connection)}, seal FROM games"
                for *values, seal in connection.execute(query):
                    game = row_of(KeptGame, values)
                    if game.seal == seal:
                        found.append(game.brief)
                    else:
                        damaged.append(game.id)
        found.sort(key=lambda game: (game.changed, game.id or 0), reverse=True)
        return found, [id for id in damaged if id is not None]

    def _game(self, connection: sqlite3.Connection) -> str:
        """The SQL for the columns of a game, with defaults for an older file."""
        here = self._database.version(connection)
        missing = {column: value for since, column, value in LATER if here < since}
        columns = [f"'{missing[one]}'" if one in missing else one for one in GAME]
        return ", ".join(columns)

    def check(self) -> list[str]:
        """SQLite's own complaints about the file; empty if there are none.

        Raises:
            StoreError: the file exists but cannot be read.
        """
        with self._database.reading() as connection:
            if connection is None:
                return []
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
            return [] if found == ["ok"] else found

    def read(self, id: int) -> KeptLog:
        """A game with its scenario and its turns up to the first damaged one.

        Raises:
            NoGame: there is no such game.
            StoreError: the file cannot be read.
        """
        with self._database.reading() as connection:
            row = None
            if connection is not None and self._database.version(connection) > 1:
                columns = self._game(connection)
                query = f"SELECT {columns}, seal, scenario_text FROM games WHERE id = ?"
                row = connection.execute(query, (id,)).fetchone()
            if connection is None or row is None:
                raise NoGame(f"There is no game {id}. buckstop saves lists the saved ones.")
            *values, seal, text = row
            text = text if isinstance(text, str) else ""
            game = row_of(KeptGame, values)
            turns, damage = _turns(connection, game, text)
            if damage is None and game.seal != seal:
                damage = Damage(None, ALTERED)
        return KeptLog(game, text, tuple(turns), damage)

    def hold(self, game: KeptGame) -> "BaseFileLock":
        """Lock a game for this process, until the lock is released or the process ends.

        Raises:
            StoreError: another process has it, or the lock cannot be created.
        """
        from filelock import FileLock, Timeout

        folder = self._database.folder / LOCKS
        with self._database.explained("locked"):
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / f"game-{game.id}.lock", timeout=0, thread_local=False)
            try:
                lock.acquire()
            except Timeout:
                raise StoreError(
                    f"{game.name[0].upper()}{game.name[1:]} is open in another Buckstop. Close it "
                    "there, or begin another game."
                ) from None
        return lock

    def add(
        self,
        game: KeptGame,
        scenario_text: str,
        turns: Sequence[KeptTurn],
        finished: FinishedGame | None = None,
    ) -> tuple[KeptGame, "BaseFileLock"]:
        """Save a new game under a new number, and lock it.

        Args:
            game: The game, without a number.
            scenario_text: Its scenario.
            turns: Its finished turns.
            finished: Its row for the best scores, if it is over.

        Raises:
            StoreError: the file is unchanged.
        """
        lock = None
        try:
            with self._database.writing() as connection:
                columns = {**game.columns, "scenario_text": scenario_text}
                marks = ", ".join("?" for _ in columns)
                names = ", ".join(columns)
                cursor = connection.execute(
                    f"INSERT INTO games ({names}) VALUES ({marks})", list(columns.values())
                )
                assert cursor.lastrowid is not None
                game = evolve(game, id=cursor.lastrowid)
                seal = "UPDATE games SET seal = ? WHERE id = ?"
                connection.execute(seal, (game.seal, game.id))
                _insert(connection, game, turns)
                if finished is not None:
                    _record(connection, finished)
                lock = self.hold(game)  # before others can see it
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return game, lock

    def update(
        self,
        game: KeptGame,
        first: int,
        turns: Sequence[KeptTurn],
        finished: FinishedGame | None = None,
    ) -> None:
        """Save a game's progress.

        Args:
            game: The game as it is now.
            first: The first turn that is missing or different in the file.
            turns: The turns from that one on.
            finished: Its row for the best scores, if it has just ended.

        Raises:
            Gone: the game is no longer in the file.
            StoreError: the file is unchanged.
        """
        with self._database.writing() as connection:
            columns = game.columns
            names = ", ".join(f"{name} = ?" for name in columns)
            changed = connection.execute(
                f"UPDATE games SET {names} WHERE id = ?", [*columns.values(), game.id]
            )
            if changed.rowcount != 1:
                raise Gone(f"{game.name} is no longer in {self.path}.")
            connection.execute("DELETE FROM turns WHERE game = ? AND number >= ?", (game.id, first))
            _insert(connection, game, turns)
            if finished is not None:
                _record(connection, finished)

    def delete(self, id: int) -> None:
        """Delete a game; its score still counts, and its branches stay.

        Raises:
            StoreError: there is no such game, it is open, or the file cannot be written.
        """
        game = self.read(id).game
        with self.hold(game), self._database.writing() as connection:
            connection.execute("DELETE FROM turns WHERE game = ?", (id,))
            connection.execute("DELETE FROM games WHERE id = ?", (id,))

    # Files next to the games

    def keep_file(self, folder: str, name: str, text: str, ending: str = ".json") -> Path:
        """Write a new file, numbered if the name is taken. Raises `StoreError` if that fails.

        Args:
            folder: `CRASHES`, `REPLAYS` or `PICTURES`.
            name: The file's name without its extension.
            text: Its content.
            ending: Its extension.
        """
        place = self._database.folder / folder
        try:
            place.mkdir(parents=True, exist_ok=True)
            for number in range(1, NAMES_MOST + 1):
                path = place / f"{name}{f'-{number}' if number > 1 else ''}{ending}"
                with suppress(FileExistsError):  # the name is taken: try the next
                    files.write_new(path, text)
                    return path.absolute()
        except OSError as error:
            raise StoreError(f"{place} cannot be written to: {reason(error)}.") from error
        raise StoreError(f"{place} cannot be written to: it has {NAMES_MOST:,} files named {name}.")

    def keep_crash(self, scenario: str, text: str) -> Path:
        """Save a crashed game of a scenario. Raises `StoreError` if that fails."""
        return self.keep_file(CRASHES, f"{scenario}-{_moment()}", text)

    def keep_picture(self, screen: str, svg: str) -> Path:
        """Save a picture of a screen. Raises `StoreError` if that fails."""
        return self.keep_file(PICTURES, f"{screen}-{_moment()}", svg, ".svg")


def _moment() -> str:
    """The time in a file name: '20261130-160215'."""
    return now()[:19].replace("-", "").replace(":", "").replace("T", "-")


def _record(connection: sqlite3.Connection, game: FinishedGame) -> None:
    marks = ", ".join("?" for _ in fields(FinishedGame))
    connection.execute(
        f"INSERT INTO finished_games ({FINISHED}, seal) VALUES ({marks}, ?)",
        (*astuple(game), game.seal),
    )


def _insert(connection: sqlite3.Connection, game: KeptGame, turns: Sequence[KeptTurn]) -> None:
    connection.executemany(
        "INSERT INTO turns (game, number, orders, digest, link) VALUES (?, ?, ?, ?, ?)",
        [(game.id, turn.number, turn.orders, turn.digest, turn.link) for turn in turns],
    )


def _turns(
    connection: sqlite3.Connection, game: KeptGame, text: str
) -> tuple[list[KeptTurn], Damage | None]:
    """The turns of a game before the first unreadable one, and the damage."""
    found: list[KeptTurn] = []
    size, link = 0, first_link(game, text)
    query = "SELECT number, orders, digest, link FROM turns WHERE game = ? AND number = ?"
    while True:
        number = len(found) + 1
        try:
            row = connection.execute(query, (game.id, number)).fetchone()
        except sqlite3.Error as error:
            return found, Damage(number, f"it cannot be read ({error})")
        if row is None:
            break
        turn = row_of(KeptTurn, row)
        size += len(turn.orders)
        if number > TURNS_MAX or size > TEXT_MOST:
            return found, Damage(number, "no game has that many turns, or turns that long")
        link = next_link(link, number, turn.orders, turn.digest)
        if turn.link != link:
            return found, Damage(number, ALTERED)
        found.append(turn)
    if link == game.head:
        return found, None
    if found and len(found) == game.turns:  # the turns are intact, so the row is not
        return found, Damage(None, ALTERED)
    return found, Damage(len(found) + 1, "it is missing")
