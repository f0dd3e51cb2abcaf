"""Reading untrusted replays.

The schema is exact: any file gives a `Replay`, or a `UsageError` that names the file, the key and
what was expected.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim import scenario_io
from sim.characters import is_shown
from sim.codec import orders_from_data
from sim.errors import UsageError, did_you_mean
from sim.games.replays.replay import FORMAT, LARGEST, SAID_MOST, TRACEBACK_MOST, Crash, Replay, Turn
from sim.model.orders import Order
from sim.model.scenario import TURNS_MAX, Scenario
from sim.scenario_io.faults import described, printable

ORDERS_MOST = 2_000
"""Most orders in a turn: more than any scenario has use for."""

SEED_MAX = 2**63 - 1
"""The largest seed; equal to that of the command line."""

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)

_KINDS: dict[type, str] = {int: "a whole number", str: "a text", list: "a list", dict: "a table"}

_KEYS: dict[str, type] = {
    "format": int,
    "version": str,
    "scenario": str,
    "scenario_hash": str,
    "rules_hash": str,
    "seed": int,
    "turns": list,
}
_TURN_KEYS: dict[str, type] = {"orders": list, "digest": str}
_CRASH_KEYS: dict[str, type] = {
    "drafted": list,
    "fault": str,
    "traceback": str,
    "python": str,
    "platform": str,
}


class _Wrong(ValueError):
    """What is wrong with a file; the message does not name it."""


def load(path: Path) -> Replay:
    """The replay in a file.

    Raises:
        UsageError: it cannot be read, or is not a replay.
    """
    name = scenario_io.file_name(path)
    try:
        text = scenario_io.read_text(path, LARGEST, "a replay")
    except scenario_io.Refused as refusal:
        raise UsageError(f"{name}: {refusal.message}.") from None
    return parse(text, name)


def parse(text: str, name: str) -> Replay:
    """The replay in a text, which messages call `name`. Raises `UsageError` like `load`."""
    try:
        return _replay(_document(text))
    except _Wrong as wrong:
        raise UsageError(f"{name}: {wrong}") from None


def _document(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _Wrong(f"it is not a replay: invalid JSON: {error.msg} ({where}).") from None
    except RecursionError:
        raise _Wrong("it is not a replay: its brackets are nested too deeply.") from None
    except _Wrong:
        raise
    except ValueError:  # an integer of thousands of digits
        raise _Wrong("it is not a replay: a number in it is far too long.") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Wrong(f'the key "{printable(key)}" appears twice in one table.')
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise _Wrong(f"it contains {word}, which is not valid JSON.")


def _replay(document: Any) -> Replay:
    if not isinstance(document, dict) or "format" not in document:
        raise _Wrong("it is not a replay: expected a JSON table with format, scenario and turns.")
    written = document["format"]
    if type(written) is not int or written != FORMAT:
        newer = type(written) is int and written > FORMAT
        hint = " It was written by a newer Buckstop." if newer else ""
        raise _Wrong(f"format: expected {FORMAT}, is {_described(written)}.{hint}")
    table = _table(document, "", _KEYS, optional={"crash": dict})
    seed = table["seed"]
    if not 0 <= seed <= SEED_MAX:
        raise _Wrong(f"seed: expected a number from 0 to {SEED_MAX}, is {_described(seed)}.")
    turns = table["turns"]
    if len(turns) > TURNS_MAX:
        raise _Wrong(f"turns: expected at most {TURNS_MAX}, are {len(turns):,}.")
    return Replay(
        scenario=_scenario(table["scenario"]),
        scenario_hash=_hash(table, "scenario_hash"),
        rules_hash=_hash(table, "rules_hash"),
        seed=seed,
        turns=tuple(_turn(turn, f"turns[{place}]") for place, turn in enumerate(turns)),
        version=_line(table, "version"),
        crash=_crash(table["crash"]) if "crash" in table else None,
    )


def _table(
    value: Any, path: str, keys: dict[str, type], optional: dict[str, type] | None = None
) -> dict[str, Any]:
    """A table with all of `keys`, any of `optional`, and no others."""
    if not isinstance(value, dict):
        raise _Wrong(f"{path}: expected a table, is {_described(value)}.")
    inside = f"{path}." if path else ""
    known = {**keys, **(optional or {})}
    for key in value:
        if key not in known:
            near = did_you_mean(key, known)
            raise _Wrong(f"{inside}{printable(key)}: a replay has no such key.{near}")
    for key, kind in known.items():
        if key not in value:
            if key in keys:
                raise _Wrong(f"{inside}{key}: it is missing; expected {_KINDS[kind]}.")
        elif type(value[key]) is not kind:
            raise _Wrong(f"{inside}{key}: expected {_KINDS[kind]}, is {_described(value[key])}.")
    return value


def _described(value: Any) -> str:
    return "null" if value is None else described(value)


def _scenario(text: str) -> Scenario:
    scenario, faults = scenario_io.check_text(text, "scenario")
    errors = [fault for fault in faults if fault.is_error]
    if scenario is None:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise _Wrong(f"{errors[0]}{more}.")
    return scenario


def _hash(table: dict[str, Any], key: str, inside: str = "") -> str:
    found: str = table[key]
    if not _HASH.fullmatch(found):
        raise _Wrong(f"{inside}{key}: expected 64 digits 0-9 and a-f, is {_described(found)}.")
    return found


def _line(table: dict[str, Any], key: str, inside: str = "") -> str:
    found: str = table[key]
    if len(found) > SAID_MOST or not is_shown(found):
        most = f"at most {SAID_MOST} characters, all of them printable"
        raise _Wrong(f"{inside}{key}: expected {most}, is {_described(found)}.")
    return found


def _orders(value: Sequence[Any], path: str) -> tuple[Order, ...]:
    if len(value) > ORDERS_MOST:
        raise _Wrong(f"{path}: expected at most {ORDERS_MOST:,} orders, are {len(value):,}.")
    try:
        return orders_from_data(value)
    except ValueError as error:
        raise _Wrong(f"{path}{printable(str(error), SAID_MOST)}.") from None


def _turn(value: Any, path: str) -> Turn:
    table = _table(value, path, _TURN_KEYS)
    return Turn(_orders(table["orders"], f"{path}.orders"), _hash(table, "digest", f"{path}."))


def _crash(value: Any) -> Crash:
    table = _table(value, "crash", _CRASH_KEYS)
    trace = table["traceback"]
    if len(trace) > TRACEBACK_MOST:
        raise _Wrong(f"crash.traceback: expected at most {TRACEBACK_MOST:,} characters.")
    return Crash(
        drafted=_orders(table["drafted"], "crash.drafted"),
        fault=_line(table, "fault", "crash."),
        traceback=trace,
        python=_line(table, "python", "crash."),
        platform=_line(table, "platform", "crash."),
    )
