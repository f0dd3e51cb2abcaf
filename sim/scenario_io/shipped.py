"""The scenarios that ship with the game, and finding a scenario by id or path."""

from pathlib import Path

from attrs import frozen

import sim
from sim import files
from sim.canonical import scenario_hash
from sim.errors import ScenarioFaults, UsageError
from sim.rules import rules_hash, with_overrides
from sim.scenario_io.faults import ERROR, Fault, Suggester, printable
from sim.scenario_io.loading import load_file
from sim.scenario_io.reading import absence
from sim.scenario_io.texts import ID

SUFFIX = ".toml"


@frozen
class Entry:
    """A shipped scenario in a list."""

    id: str
    title: str
    summary: str
    turns: int
    difficulty: str
    par: int
    path: Path
    scenario_hash: str
    """Hash of the scenario's content."""
    rules_hash: str
    """Hash of the rules it is played under."""


def folder() -> Path:
    """The folder of the shipped scenarios: in the installed package or the checkout."""
    package = Path(sim.__file__).resolve().parent
    installed = package / "_scenarios"
    return installed if installed.is_dir() else package.parent / "scenarios"


def catalogue() -> tuple[Entry, ...]:
    """The shipped scenarios, the tutorial first, then by title.

    Raises:
        ScenarioFaults: one of them is invalid.
    """
    entries = [_entry(path) for path in _files()]
    return tuple(sorted(entries, key=lambda entry: (entry.id != "tutorial", entry.title)))


def find(name_or_path: str) -> Path:
    """The file of a scenario, given a shipped id or a path that ends in `.toml`.

    Paths are never built from ids, so an id cannot lead elsewhere.

    Raises:
        UsageError: there is no such scenario or file.
    """
    shipped = {path.stem: path for path in _files()}
    if name_or_path in shipped:
        return shipped[name_or_path]
    shown = f'"{printable(name_or_path, 120)}"'
    hint = Suggester().suggest(name_or_path.removesuffix(SUFFIX).rsplit("/")[-1], shipped)
    if not name_or_path.endswith(SUFFIX):
        raise UsageError(
            f"There is no scenario {shown}.{hint} Name one that `buckstop scenarios` lists, "
            f"or a path that ends in {SUFFIX}."
        )
    path = files.named(name_or_path)
    if lacking := absence(path):
        raise UsageError(f"The scenario file {shown} {lacking}.{hint}")
    return path


def _files() -> list[Path]:
    """The files of the shipped scenarios, named after their ids."""
    return sorted(path for path in folder().glob(f"*{SUFFIX}") if ID.fullmatch(path.stem))


def _entry(path: Path) -> Entry:
    scenario = load_file(path)
    if scenario.id != path.stem:
        message = f'must be the file\'s name, "{path.stem}", is "{scenario.id}"'
        raise ScenarioFaults([Fault(str(path), 0, "id", ERROR, message)])
    return Entry(
        scenario.id,
        scenario.title,
        scenario.summary,
        scenario.turns,
        scenario.difficulty,
        scenario.par,
        path,
        scenario_hash(scenario),
        rules_hash(with_overrides(scenario.rules)),
    )
