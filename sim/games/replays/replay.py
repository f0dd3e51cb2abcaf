"""The content of a replay, and how it is written.

A replay is the scenario's text, its hash and the rules' hash, the seed, and for every turn the
orders and the digest of the state after it. When a bug ends the terminal game, the replay also has
a `Crash`: the drafted orders, the exception and where it happened.
"""

import json
import os
import platform
import sys
import traceback
from pathlib import Path
from typing import Any

from attrs import asdict, evolve, frozen

import sim
from sim import core, scenario_io
from sim.characters import shown
from sim.codec import orders_to_data
from sim.errors import BuckstopError
from sim.files import without_home
from sim.games.game import Game
from sim.model.orders import Order
from sim.model.scenario import Scenario
from sim.scenario_io.faults import printable

FORMAT = 1
"""The format that this version reads and writes."""

LARGEST = 4_000_000
"""Most bytes of a file: four times the largest scenario."""

SAID_MOST = 300
"""Characters of a reason or exception that a message repeats."""

TRACEBACK_MOST = 20_000
"""Characters kept from the end of a traceback."""


@frozen
class Turn:
    """A finished turn."""

    orders: tuple[Order, ...]
    digest: str
    """The digest of the state after it."""


@frozen
class Crash:
    """How a bug ended a game in the terminal."""

    drafted: tuple[Order, ...]
    """The orders of the turn that was being decided."""
    fault: str
    """The exception in one line."""
    traceback: str
    """Where it was raised, with the machine's paths shortened."""
    python: str
    """The version of Python, and which core ran."""
    platform: str
    """The system."""

    def to_data(self) -> dict[str, Any]:
        """The crash as JSON data."""
        return {**asdict(self, recurse=False), "drafted": orders_to_data(self.drafted)}


@frozen
class Replay:
    """A game that can be played again."""

    scenario: Scenario
    scenario_hash: str
    """The hash when the game was played."""
    rules_hash: str
    seed: int
    turns: tuple[Turn, ...]
    version: str = sim.__version__
    """The version of Buckstop that played it."""
    crash: Crash | None = None
    """The bug that ended it, if any."""

    @classmethod
    def of(cls, game: Game) -> "Replay":
        """The replay of a game so far. Raises `ValueError` if the game keeps no turns."""
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
        """The replay's JSON text. Raises `BuckstopError` if it is larger than `LARGEST`."""
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
            document["crash"] = self.crash.to_data()
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        if len(text.encode()) >= LARGEST:
            raise BuckstopError(f"The replay is larger than the limit of {LARGEST:,} bytes.")
        return text + "\n"


def crashed(game: Game, fault: BaseException) -> Replay:
    """The replay of a game that a bug ended, with its draft and traceback."""
    trace = "".join(traceback.format_exception(fault))
    crash = Crash(
        drafted=game.pending,
        fault=in_a_line(fault),
        traceback=_shortened(trace)[-TRACEBACK_MOST:],
        python=f"{platform.python_version()}, {core.in_use()} core",
        platform=platform.platform(),
    )
    return evolve(Replay.of(game), crash=crash)


def in_a_line(fault: BaseException) -> str:
    """An exception in one line, without private paths."""
    words = _shortened(f"{type(fault).__name__}: {fault}").split()
    return printable(" ".join(words), SAID_MOST)


def _shortened(text: str) -> str:
    """The text with paths to Buckstop, Python and the home folder shortened."""
    places = {str(Path(sim.__file__).parent.parent): ".", sys.prefix: "<python>"}
    for place in sorted(places, key=len, reverse=True):
        for path in (place, os.path.realpath(place)):
            if len(path) > 1:
                for written in (path, repr(path)[1:-1]):
                    text = text.replace(written, places[place])
    return shown(without_home(text), instead="?", keep="\n")
