"""The manifest of a benchmark: enough to run it again and to tell two runs apart."""

import functools
import hashlib
import math
import os
import platform
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from sim import __version__, core, scenario_io
from sim.bench.plan import TEST_FROM, Plan
from sim.canonical import scenario_hash
from sim.errors import ScenarioFaults, UsageError
from sim.files import without_home
from sim.model.scenario import Scenario
from sim.policies import PolicyRow
from sim.policies.external.process import module_of
from sim.processes import cores
from sim.rules import rules_hash, with_overrides

FORMAT = 1
"""The folder format that this version writes."""

ENGINE = ("model", "rules", "engine", "games/game.py")
"""The code that determines a game's outcome."""

THOUGHT = ("forecast", "policies")
"""The code that determines the built-in policies' orders."""

PACKAGES = ("attrs", "cattrs", "distributed", "pyarrow")


def manifest(plan: Plan, command: list[str]) -> dict[str, Any]:
    """The manifest of a new run, without sessions and times.

    It has the scenarios' texts, so that the run can resume without their files.
    """
    return {
        "format": FORMAT,
        "command": published(command),
        "identity": identity(plan),
        "scenarios": {one.id: scenario_io.text_of(one) for one in plan.scenarios},
        "episodes": plan.episodes,
        "complete": False,
        "sessions": [],
        "seconds_per_episode": {},
    }


def published(command: list[str]) -> list[str]:
    """A command line without the user's home folder."""
    return [without_home(word) for word in command]


def kept_scenarios(found: Mapping[str, Any]) -> tuple[Scenario, ...]:
    """The scenarios of a run, from its manifest.

    Raises:
        UsageError: one is missing.
        ScenarioFaults: one is invalid.
    """
    kept = []
    for row in found["identity"]["scenarios"]:
        text = found.get("scenarios", {}).get(row["id"])
        if text is None:
            raise UsageError(
                f"The run's scenario {row['id']!r} is not in its manifest: name its scenarios."
            )
        scenario, faults = scenario_io.check_text(text, f"{row['id']} in the manifest")
        if scenario is None:
            raise ScenarioFaults([fault for fault in faults if fault.is_error])
        kept.append(scenario)
    return tuple(kept)


def identity(plan: Plan) -> dict[str, Any]:
    """Everything that must be equal for two runs to have equal results."""
    return {
        "version": __version__,
        "engine_hash": sources(ENGINE),
        "scenarios": [
            {
                "id": scenario.id,
                "title": scenario.title,
                "scenario_hash": scenario_hash(scenario),
                "rules_hash": rules_hash(with_overrides(scenario.rules)),
            }
            for scenario in plan.scenarios
        ],
        "policies": [
            {
                "id": row.id,
                "policy_hash": policy_hash(row),
                "budget": row.budget,
                "limit": row.limit,
            }
            for row in plan.players
        ],
        "baseline": None if plan.baseline is None else plan.baseline.id,
        "seeds": [plan.seeds[0], plan.seeds[-1]],
        "salt": plan.salt,
        "split": "test" if plan.seeds[0] >= TEST_FROM else "train",
    }


def well_formed(found: Any) -> bool:
    """Whether something is a manifest that this version can read."""
    kinds = {
        "command": list,
        "identity": dict,
        "episodes": int,
        "complete": bool,
        "sessions": list,
        "seconds_per_episode": dict,
    }
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return False
    if not all(type(found.get(key)) is kind for key, kind in kinds.items()):
        return False
    texts = found.get("scenarios", {})
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        return False
    identity = found["identity"]
    policies = _list(identity, "policies")
    named = [*_list(identity, "scenarios"), *policies]
    seeds, taken = _list(identity, "seeds"), found["seconds_per_episode"].values()
    return (
        bool(identity.get("scenarios") and identity.get("policies"))
        and all(isinstance(row, dict) and isinstance(row.get("id"), str) for row in named)
        and all(isinstance(row.get("title"), str) for row in _list(identity, "scenarios"))
        and all(isinstance(row.get("rules_hash"), str) for row in _list(identity, "scenarios"))
        and [type(seed) for seed in seeds] == [int, int]
        and 0 <= seeds[0] <= seeds[1]
        and identity.get("split") in ("train", "test")
        and all(isinstance(row.get("budget"), int | None) for row in policies)
        and all(isinstance(row.get("limit"), int | float | None) for row in policies)
        and isinstance(identity.get("baseline"), str | None)
        and isinstance(identity.get("salt", ""), str)
        and all(_session(one) for one in found["sessions"])
        and all(isinstance(one, list) and _numbers(one) and len(one) == 2 for one in taken)
    )


def _list(identity: dict[str, Any], key: str) -> list[Any]:
    found = identity.get(key)
    return found if isinstance(found, list) else []


def _numbers(found: list[Any]) -> bool:
    return all(type(one) in (int, float) and math.isfinite(one) for one in found)


def _session(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and _numbers([found.get("wall_s")])
        and isinstance(found.get("machine"), dict)
        and isinstance(found.get("command", []), list)
    )


def program(plan: Plan) -> str:
    """A hash of all code that determines a plan's results, external policies included."""
    parts = [__version__, sources(ENGINE), *(policy_hash(row) for row in plan.players)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def machine() -> dict[str, Any]:
    """The machine and versions, without names of machines or people."""
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "core": core.in_use(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": cores(),
        "packages": _versions(),
    }


def _versions() -> dict[str, str]:
    from importlib import metadata  # slow to load, and only a manifest has versions

    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The differences between two identities, in words; empty if they are equal."""
    found = []
    for key in ("version", "engine_hash", "baseline", "seeds", "salt", "split"):
        then = before.get(key) or None
        if then != (now[key] or None):
            what = key.replace("_", " ")
            found.append(f"{what}: {then or 'none'} then, {now[key] or 'none'} now")
    for kind, hashes in (
        ("scenarios", ("scenario_hash", "rules_hash")),
        ("policies", ("policy_hash", "budget", "limit")),
    ):
        old = {row["id"]: row for row in before.get(kind, ())}
        new = {row["id"]: row for row in now[kind]}
        if list(old) != list(new):
            found.append(f"{kind}: {', '.join(old) or 'none'} then, {', '.join(new)} now")
            continue
        for key, row in new.items():
            for name in hashes:
                if old[key].get(name) != row[name]:
                    what = name.replace("_", " ")
                    found.append(f"{what} of {key}: {old[key].get(name)} then, {row[name]} now")
    return found


def extends(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether the second identity's seeds continue the first one's."""
    old, new = before["seeds"], now["seeds"]
    return bool(old[0] == new[0] and old[1] < new[1])


def policy_hash(row: PolicyRow) -> str:
    """A hash of a policy's source: Buckstop's code, or an external policy's module."""
    module = module_of(row.id)
    if module is None:
        return hashlib.sha256(f"{row.id}|{sources(THOUGHT)}".encode()).hexdigest()
    found = hashlib.sha256(row.id.encode())
    source = _file_of(module)
    if source is not None:
        with open(source, "rb") as file:
            found.update(file.read())
    return found.hexdigest()


def _file_of(module: str) -> str | None:
    """The file of a module, found as a policy's process would, without importing it."""
    places: list[str] | None = [*sys.path, *_folder()]
    origin = None
    for part in module.split("."):
        spec = None if places is None else PathFinder.find_spec(part, places)
        if spec is None:
            return None
        origin = spec.origin
        inner = spec.submodule_search_locations
        places = None if inner is None else list(inner)
    return origin if origin is not None and os.path.isfile(origin) else None


def _folder() -> list[str]:
    """The current folder, which is searched last; none if it was removed."""
    with suppress(OSError):
        return [os.getcwd()]
    return []


@functools.cache
def sources(parts: tuple[str, ...]) -> str:
    """A hash of the files of some parts of `sim`."""
    found = hashlib.sha256()
    root = Path(__file__).parents[1]
    for part in parts:
        _take_in(root.joinpath(part), part, found)
    return found.hexdigest()


def _take_in(entry: Path, name: str, found: "hashlib._Hash") -> None:
    if entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda inner: inner.name):
            _take_in(inner, f"{name}/{inner.name}", found)
    elif name.endswith((".py", ".toml")):
        found.update(f"{name}\n".encode() + entry.read_bytes())
