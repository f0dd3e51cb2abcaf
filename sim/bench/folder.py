"""A benchmark's folder: episodes, turns and their columns, summary, manifest.

Rows are never overwritten. Episodes are added in order, so that an interrupted run can resume where
its files end; episodes that finished before an earlier one go into a separate file.
"""

import json
import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from sim.bench.manifest import differences, extends, well_formed
from sim.bench.plan import Job, Plan
from sim.bench.records import TURN_COLUMNS, Played, Row, columns, fits, played_by
from sim.errors import BuckstopError, UsageError, reason

if TYPE_CHECKING:
    from filelock import BaseFileLock

EPISODES, TURNS = "episodes.jsonl", "turns.jsonl"
SUMMARY, MANIFEST, AHEAD = "summary.json", "manifest.json", "ahead.jsonl"
COLUMNS = "columns.json"
LOCK = ".lock"

PARQUET_ROWS = 5_000
"""Rows per group in a Parquet file."""

TYPE_NAMES: dict[type, str] = {str: "string", int: "Int64", float: "double"}
"""Type names in `columns.json`, which pandas and DuckDB accept unchanged."""


class Folder:
    """The folder of a run, in progress or finished."""

    def __init__(self, path: Path, manifest: dict[str, Any], lock: "BaseFileLock") -> None:
        """Used by `begin` and `go_on`."""
        self.path = path
        self.manifest = manifest
        self.finished = 0
        """Number of episodes in the files."""
        self.ready: dict[int, Played] = {}
        """Episodes that an interrupted run had finished out of order."""
        self._lock = lock
        self._noted = False
        self._files: dict[str, IO[bytes]] = {}

    @classmethod
    def begin(cls, path: Path, manifest: dict[str, Any], names: Mapping[str, type]) -> "Folder":
        """Start a run in a new or empty folder.

        Args:
            path: The folder.
            manifest: What is played.
            names: The columns of the episodes.

        Raises:
            UsageError: the folder is not empty, or another process is writing to it.
            BuckstopError: it cannot be written.
        """
        with _explained(path):
            _check_free(path)
            path.mkdir(parents=True, exist_ok=True)
            folder = cls(path, manifest, _locked(path))
            _check_free(path)
            folder._write(MANIFEST, manifest)
            folder._write(COLUMNS, _described(names))
            folder._open()
        return folder

    @classmethod
    def go_on(
        cls, path: Path, manifest: dict[str, Any], plan: Plan, take_in: Callable[[Row], None]
    ) -> "Folder":
        """Resume a run; its finished episodes are passed to `take_in`.

        Rows count up to the first that does not fit the plan. A plan with later seeds extends the
        run.

        Raises:
            UsageError: the folder has no run, a different one, or one in progress.
            BuckstopError: it cannot be read or written.
        """
        read_manifest(path)  # leave no lock where there is no run
        with _explained(path):
            lock = _locked(path)
            try:
                before, now = read_manifest(path), manifest["identity"]
                longer = extends(before["identity"], now)
                _check_same(path, before["identity"], now, longer)
                folder = cls(path, before, lock)
                folder._mend(plan, take_in)
                folder._write(COLUMNS, _described(columns(plan.scenarios)))
                if longer:
                    folder._extend(manifest)
                folder._open()
            except BaseException:
                lock.release()
                raise
        return folder

    def add(self, played: Played) -> None:
        """Write the next episode.

        Raises:
            BuckstopError: it cannot be written; earlier ones are intact.
        """
        with _explained(self.path):
            for row in played.turns:
                self._files[TURNS].write(_line(row))
            self._files[TURNS].flush()
            self._files[EPISODES].write(_line(played.row))  # last, since it makes the turns count
            self._files[EPISODES].flush()
        self.finished += 1

    def interrupt(self, ready: Mapping[int, Played], session: dict[str, Any]) -> None:
        """Write episodes that finished out of order, and record the session."""
        with _explained(self.path):
            lines = [
                _line(
                    {"number": number, "row": one.row, "turns": one.turns, "seconds": one.seconds}
                )
                for number, one in sorted(ready.items())
            ]
            self._replace(AHEAD, b"".join(lines))
            self._note(session)

    def finish(self, summary: dict[str, Any], names: Mapping[str, type]) -> None:
        """Write the summary and Parquet files, and mark the run complete."""
        with _explained(self.path):
            for file in self._files.values():
                os.fsync(file.fileno())
            self._write(SUMMARY, summary)
            _parquet(self.path / EPISODES, names)
            _parquet(self.path / TURNS, TURN_COLUMNS)
            self.manifest["complete"] = True

    def end(self, session: dict[str, Any]) -> None:
        """Record the session of a complete run."""
        with _explained(self.path):
            (self.path / AHEAD).unlink(missing_ok=True)
            self._note(session)

    def close(self) -> None:
        """Close the files and release the folder."""
        for file in self._files.values():
            with suppress(OSError):  # all rows were flushed before
                file.close()
        self._files.clear()
        self._lock.release()

    def _note(self, session: dict[str, Any]) -> None:
        if self._noted:
            return
        self._noted = True
        seconds = self.manifest["seconds_per_episode"]
        for key, (count, total) in session.pop("seconds").items():
            before = seconds.get(key, [0, 0.0])
            seconds[key] = [before[0] + count, round(before[1] + total, 6)]
        session["ended"] = datetime.now(UTC).isoformat(timespec="seconds")
        self.manifest["sessions"].append(session)
        self._write(MANIFEST, self.manifest)

    def _extend(self, manifest: dict[str, Any]) -> None:
        """Turn it into the folder of a run with more seeds; the old summaries are removed."""
        self.manifest |= {key: manifest[key] for key in ("identity", "episodes", "complete")}
        self._write(MANIFEST, self.manifest)
        for name in (SUMMARY, _table(EPISODES), _table(TURNS)):
            (self.path / name).unlink(missing_ok=True)

    def _open(self) -> None:
        for name in (TURNS, EPISODES):
            self._files[name] = (self.path / name).open("ab")

    def _write(self, name: str, document: Any) -> None:
        self._replace(name, json.dumps(document, indent=2, allow_nan=False).encode() + b"\n")

    def _replace(self, name: str, content: bytes) -> None:
        """Write a file atomically."""
        beside = self.path / f"{name}.part"
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, self.path / name)

    def _mend(self, plan: Plan, take_in: Callable[[Row], None]) -> None:
        """Truncate both files after their last complete episode.

        Raises:
            UsageError: that would lose more than an interruption leaves incomplete.
        """
        names = columns(plan.scenarios)
        turns = _Turns(self.path / TURNS)
        length = 0
        lines = _lines(self.path / EPISODES)
        for line, end in lines:
            row = _parsed(line)
            job = plan.job(self.finished) if self.finished < plan.episodes else None
            if job is None or not fits(row, names) or not played_by(row, job):
                if job is None or next(lines, None) is not None:
                    raise _damaged(self.path / EPISODES, self.finished + 1)
                break
            if not turns.has(row, job):
                break
            take_in(row)
            length = end
            self.finished += 1
        if self.manifest["complete"] and self.finished < self.manifest["episodes"]:
            raise _damaged(self.path / EPISODES, self.finished + 1)
        for name, size in ((EPISODES, length), (TURNS, turns.length)):
            if (self.path / name).exists():
                os.truncate(self.path / name, size)
        for line, _ in _lines(self.path / AHEAD):
            found = _ahead(_parsed(line), plan, names)
            if found is None:
                break
            if found[0] >= self.finished:
                self.ready[found[0]] = found[1]


def _described(names: Mapping[str, type]) -> dict[str, dict[str, str]]:
    """The content of `columns.json`."""
    files = {EPISODES: names, TURNS: TURN_COLUMNS}
    return {
        file: {name: TYPE_NAMES[kind] for name, kind in of.items()} for file, of in files.items()
    }


def _ahead(found: Any, plan: Plan, names: Mapping[str, type]) -> tuple[int, Played] | None:
    """The number and episode in a line of `AHEAD`; None if it is invalid."""
    if not fits(found, {"number": int, "row": dict, "turns": list, "seconds": float}):
        return None
    number, row, turns = found["number"], found["row"], found["turns"]
    if None in (number, row, turns) or not 0 <= number < plan.episodes or not fits(row, names):
        return None
    if not played_by(row, plan.job(number)) or len(turns) != (row["turns"] or 0):
        return None
    if not all(fits(turn, TURN_COLUMNS) for turn in turns):
        return None
    return number, Played(row, tuple(turns), found["seconds"] or 0.0)


class _Turns:
    """The file of turns, read in step with the episodes."""

    def __init__(self, path: Path) -> None:
        self.length = 0
        """Bytes of the turns of all complete episodes."""
        self._lines = _lines(path)
        self._path, self._number = path, 1

    def has(self, episode: Row, job: Job) -> bool:
        """Whether the next rows are exactly the turns of an episode."""
        end = self.length
        for turn in range(1, (episode["turns"] or 0) + 1):
            line, end = next(self._lines, (b"", 0))
            row = _parsed(line)
            if not fits(row, TURN_COLUMNS) or not played_by(row, job) or row["turn"] != turn:
                if next(self._lines, None) is not None:
                    raise _damaged(self._path, self._number)
                return False
            self._number += 1
        self.length = end
        return True


def _damaged(file: Path, line: int) -> UsageError:
    return UsageError(
        f"{file} is damaged or incomplete from line {line} on, which no interruption explains. "
        "Nothing was changed. Restore it, or truncate it there and set "
        f'"complete": false in {MANIFEST}.'
    )


def _check_same(path: Path, before: dict[str, Any], now: dict[str, Any], longer: bool) -> None:
    """Raise `UsageError` if the runs differ, except in seeds that make it `longer`."""
    changed = differences({**before, "seeds": now["seeds"]} if longer else before, now)
    if not changed:
        return
    seeds = (
        "" if longer or before["seeds"] == now["seeds"] else " A run can only be given later seeds."
    )
    raise UsageError(
        f"{path} has another run: {'; '.join(changed)}.{seeds} It was left unchanged: name "
        "another folder, or resume with the options it was started with."
    )


def _check_free(path: Path) -> None:
    """Raise `UsageError` unless the folder is missing or empty."""
    ours = (LOCK, f"{MANIFEST}.part")  # left by a run that ended as it began
    if not path.exists() or (path.is_dir() and not {p.name for p in path.iterdir()} - {*ours}):
        return
    if (path / MANIFEST).is_file():
        raise UsageError(
            f"{path} has a run already: nothing was written. Name another folder, or continue it "
            f"with: {going_on(path)}"
        )
    raise UsageError(f"{path} is not empty: nothing was written. Name another folder.")


def _locked(path: Path) -> "BaseFileLock":
    """Lock a folder for this process. Raises `UsageError` if another process has it."""
    from filelock import FileLock, Timeout  # slow to load, and only a saved run takes a lock

    lock = FileLock(path / LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise UsageError(f"Another process is writing to {path}. Wait for it, or end it.") from None
    return lock


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn errors of writing into errors for people."""
    try:
        yield
    except OSError as error:
        raise BuckstopError(
            f"Cannot write to {path}: {reason(error)}. Finished games are saved. Continue with: "
            f"{going_on(path)}"
        ) from error


def going_on(path: Path) -> str:
    """The command that resumes a run, quoted for a shell."""
    return f"buckstop bench --resume {shlex.quote(str(path))}"


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of the run in a folder.

    Raises:
        UsageError: there is none, or this version cannot read it.
    """
    file = path / MANIFEST
    try:
        found = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise UsageError(f"{path} has no run: there is no {MANIFEST} in it.") from None
    except OSError as error:
        raise UsageError(f"Cannot read {file}: {error.strerror}.") from error
    except ValueError:
        raise UsageError(f"{file} is not a run's manifest: it is not JSON.") from None
    if not well_formed(found):
        raise UsageError(f"{file} is not a manifest that this version of Buckstop can read.")
    manifest: dict[str, Any] = found
    return manifest


def rows(path: Path) -> Iterator[Row]:
    """The complete rows of a file. Raises `ValueError` for a line that is not a row."""
    for number, (line, _) in enumerate(_lines(path), start=1):
        row = _parsed(line)
        if not isinstance(row, dict):
            raise ValueError(f"line {number} of {path.name} is not a row")
        yield row


def _lines(path: Path) -> Iterator[tuple[bytes, int]]:
    """Complete lines, each with the offset of its end."""
    if not path.exists():
        return
    place = 0
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                return
            place += len(line)
            yield line, place


def _parsed(line: bytes) -> Any:
    """A line's JSON; None if it is invalid."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"


def _table(name: str) -> str:
    """The name of the Parquet file for a file of rows."""
    return str(Path(name).with_suffix(".parquet"))


def _parquet(source: Path, names: Mapping[str, type]) -> None:
    """Write the rows as Parquet, too, if pyarrow is installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        return
    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in names.items()])
    target = source.with_name(_table(source.name))
    beside = target.with_suffix(".part")
    with pq.ParquetWriter(beside, schema) as writer:
        group: list[Row] = []
        for row in rows(source):
            group.append(row)
            if len(group) == PARQUET_ROWS:
                writer.write_table(pa.Table.from_pylist(group, schema))
                group.clear()
        if group:
            writer.write_table(pa.Table.from_pylist(group, schema))
    os.replace(beside, target)
