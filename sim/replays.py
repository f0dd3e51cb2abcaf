"""Replays: a game as one small JSON file that can be played again, and proves that it was this one.

A replay is the scenario as a text, its hash and that of the rules, the seed, and for every turn its
orders and the digest of the state after it. When the terminal game ends by a fault, the replay of
the game so far has a `Crash` beside it: the drafted orders, the fault and where it happened.

A file may come from anybody: it is read with an exact schema, and whatever it holds, what comes out
is a `Replay` or a `UsageError` that names file, key and what was expected. `prove` plays one again.
"""

import enum
import json
import os
import platform
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

import sim
from sim import scenario_io
from sim.codec import orders_from_data, orders_to_data
from sim.engine.observe import Tendered
from sim.errors import BuckstopError, IllegalOrders, UsageError, did_you_mean
from sim.game import Game
from sim.model.orders import Order
from sim.model.scenario import TURNS_MAX, Scenario
from sim.scenario_io.faults import described, printable

FORMAT = 1
"""The format that is read and written here."""

LARGEST = 4_000_000
"""Most bytes of a file: four times the largest scenario."""

ORDERS_MOST = 2_000
"""Most orders of a turn: more than there are tasks and people to give orders about."""

SEED_MAX = 2**63 - 1
"""The largest seed, as on the command line."""

SAID_MOST = 300
"""Characters of a reason or a fault that a message repeats."""

TRACEBACK_MOST = 20_000
"""Characters of a traceback that are kept: its end."""

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)

_KINDS: dict[type, str] = {
    int: "a whole number",
    str: "a text",
    list: "a list",
    dict: "a table",
}

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


@frozen
class Turn:
    """A turn that was played."""

    orders: tuple[Order, ...]
    digest: str
    """Of the state after it."""


@frozen
class Crash:
    """How a game in the terminal ended by a fault."""

    drafted: tuple[Order, ...]
    """The orders of the turn that was being decided."""
    fault: str
    """The exception, in a line."""
    traceback: str
    """Where it was raised; paths of the machine are shortened."""
    python: str
    """The version of Python."""
    platform: str
    """The system."""


@frozen
class Replay:
    """A game that can be played again."""

    scenario: Scenario
    scenario_hash: str
    """As it was when the game was played."""
    rules_hash: str
    seed: int
    turns: tuple[Turn, ...]
    version: str = sim.__version__
    """The version of Buckstop that it was played with."""
    crash: Crash | None = None
    """The fault that ended it, if one did."""

    @classmethod
    def of(cls, game: Game) -> "Replay":
        """The replay of a game, as far as it has come.

        Raises:
            ValueError: a game that keeps no turns.
        """
        return cls(
            scenario=game.scenario,
            scenario_hash=game.scenario_hash,
            rules_hash=game.rules_hash,
            seed=game.seed,
            turns=tuple(
                Turn(orders, game.digest(after=number)) for number, orders in enumerate(game.log, 1)
            ),
        )

    def text(self) -> str:
        """The replay as the text of a file.

        Raises:
            BuckstopError: it is larger than what is read.
        """
        document: dict[str, Any] = {
            "format": FORMAT,
            "version": self.version,
            "scenario": scenario_io.text_of(self.scenario),
            "scenario_hash": self.scenario_hash,
            "rules_hash": self.rules_hash,
            "seed": self.seed,
            "turns": [
                {"orders": orders_to_data(turn.orders), "digest": turn.digest}
                for turn in self.turns
            ],
        }
        if self.crash is not None:
            document["crash"] = {
                "drafted": orders_to_data(self.crash.drafted),
                "fault": self.crash.fault,
                "traceback": self.crash.traceback,
                "python": self.crash.python,
                "platform": self.crash.platform,
            }
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        if len(text.encode()) >= LARGEST:
            raise BuckstopError(f"The replay has more than {LARGEST:,} bytes, the most for one.")
        return text + "\n"


def crashed(game: Game, fault: BaseException) -> Replay:
    """The replay of a game that ends by a fault, with what was drafted and where it happened."""
    told = "".join(traceback.format_exception(fault))
    crash = Crash(
        drafted=game.pending,
        fault=in_a_line(fault),
        traceback=_shortened(told)[-TRACEBACK_MOST:],
        python=platform.python_version(),
        platform=platform.platform(),
    )
    return evolve(Replay.of(game), crash=crash)


def in_a_line(fault: BaseException) -> str:
    """An exception in a line."""
    words = _shortened(f"{type(fault).__name__}: {fault}").split()
    return printable(" ".join(words), SAID_MOST)


def _shortened(text: str) -> str:
    """The text without the paths that lead to our files, to Python's and to the player's own."""
    places = {
        str(Path(sim.__file__).parent.parent): ".",
        sys.prefix: "<python>",
        os.path.expanduser("~"): "~",
    }
    for place in sorted(places, key=len, reverse=True):
        for path in (place, os.path.realpath(place)):
            if len(path) > 1:  # a home at the root has no name to hide
                for written in (path, repr(path)[1:-1]):
                    text = text.replace(written, places[place])
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


# ------------------------------------------------------------------------------------- reading


class _Wrong(ValueError):
    """What is wrong with a file, without its name."""


def load(path: Path) -> Replay:
    """The replay in a file.

    Raises:
        UsageError: it cannot be read, or is no replay.
    """
    name = scenario_io.file_name(path)
    try:
        text = scenario_io.read_text(path, LARGEST, "a replay")
    except scenario_io.Refused as refusal:
        raise UsageError(f"{name}: {refusal.message}.") from None
    return parse(text, name)


def parse(text: str, name: str) -> Replay:
    """As `load`, for a text; `name` is what a message calls it."""
    try:
        return _replay(_document(text))
    except _Wrong as wrong:
        raise UsageError(f"{name}: {wrong}") from None


def _document(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _Wrong(f"it is no replay, nor any JSON: {error.msg} ({where}).") from None
    except RecursionError:
        raise _Wrong("it is no replay: its brackets stand too deep inside each other.") from None
    except _Wrong:
        raise
    except ValueError:  # what Python says to a whole number of thousands of digits
        raise _Wrong("it is no replay: a number in it is far too long.") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Wrong(f'the key "{printable(key)}" stands twice in one table.')
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise _Wrong(f"{word} stands in it, which is no number in JSON.")


def _replay(document: Any) -> Replay:
    if not isinstance(document, dict) or "format" not in document:
        raise _Wrong("it is no replay: expected a JSON table with a format, a scenario and turns.")
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
    """A table with exactly these keys, and those of `optional` that are there."""
    if not isinstance(value, dict):
        raise _Wrong(f"{path}: expected a table, is {_described(value)}.")
    inside = f"{path}." if path else ""
    known = {**keys, **(optional or {})}
    for key in value:
        if key not in known:
            near = did_you_mean(key, known)
            raise _Wrong(f"{inside}{printable(key)}: there is no such key in a replay.{near}")
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
    if len(found) > SAID_MOST or not found.isprintable():
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
    told = table["traceback"]
    if len(told) > TRACEBACK_MOST:
        raise _Wrong(f"crash.traceback: expected at most {TRACEBACK_MOST:,} characters.")
    return Crash(
        drafted=_orders(table["drafted"], "crash.drafted"),
        fault=_line(table, "fault", "crash."),
        traceback=told,
        python=_line(table, "python", "crash."),
        platform=_line(table, "platform", "crash."),
    )


# ------------------------------------------------------------------------------------- proving


class Result(enum.StrEnum):
    """What came of playing a replay again."""

    SAME = "same"
    """Every turn came out as it did."""
    DIFFERS = "differs"
    """A turn did not."""
    FAULT = "fault"
    """Every turn came out as it did, and the one that was drafted cannot be played."""
    OTHER_RULES = "other_rules"
    """It was played under rules that this version does not have. It was not played again."""
    OTHER_SCENARIO = "other_scenario"
    """The scenario in it is not the one that it says. It was not played again."""


@frozen
class Verdict:
    """Whether a replay comes out the same."""

    result: Result
    reason: str = ""
    """In a sentence, why not."""
    turn: int | None = None
    """The turn that differs or cannot be played: the first one."""
    game: Game | None = None
    """The game, as far as it came out the same, or up to the turn that differs."""
    fault: Exception | None = None
    """What was raised in that turn."""


def prove(replay: Replay, tendered: Tendered | None = None) -> Verdict:
    """Play a replay again, and compare the state after every turn.

    Args:
        replay: The replay.
        tendered: As for `Game`, for the verdict's game.
    """
    here = scenario_io.scenario_hash(replay.scenario)
    version = ""
    if replay.version != sim.__version__:
        version = f" It was played with version {replay.version}; this is {sim.__version__}."
    if here != replay.scenario_hash:
        said = f"its scenario has the hash {here[:12]}…, not {replay.scenario_hash[:12]}…: it was"
        return Verdict(Result.OTHER_SCENARIO, f"{said} changed after the game.{version}")
    game = Game.new(replay.scenario, replay.seed, tendered=tendered)
    if game.rules_hash != replay.rules_hash:
        said = f"it was played under the rules {replay.rules_hash[:12]}…; those here are"
        return Verdict(Result.OTHER_RULES, f"{said} {game.rules_hash[:12]}….{version}")
    for number, turn in enumerate(replay.turns, 1):
        fault, why = _played(game, turn.orders)
        if not why and (digest := game.digest()) != turn.digest:
            why = f"the state after it has the digest {digest[:12]}…, not {turn.digest[:12]}…."
        if why:
            return Verdict(Result.DIFFERS, why + version, number, game, fault)
    if replay.crash is not None and not game.over:
        turn_drafted = game.turn
        fault, why = _played(game, replay.crash.drafted)
        if why:
            return Verdict(Result.FAULT, why + version, turn_drafted, game, fault)
        game.back_to(turn_drafted)
    return Verdict(Result.SAME, game=game)


def _played(game: Game, orders: Sequence[Order]) -> tuple[Exception | None, str]:
    """Play a turn: what was raised, and why it cannot be played, if so."""
    try:
        game.submit(orders)
    except IllegalOrders as error:
        return None, f"its orders are not legal: {printable(str(error), SAID_MOST)}"
    except Exception as error:  # whatever the engine has against it is what is asked for
        return error, f"playing it raises {in_a_line(error)}."
    return None, ""
