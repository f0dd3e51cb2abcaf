"""What a replay holds, and how it is written.

A replay is the scenario as a text, its hash and that of the rules, the seed, and for every turn its
orders and the digest of the state after it. When the terminal game ends by a fault, the replay of
the game so far has a `Crash` beside it: the drafted orders, the fault and where it happened.
"""

import json
import os
import platform
import sys
import traceback
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

import sim
from sim import scenario_io
from sim.characters import shown
from sim.codec import orders_to_data
from sim.errors import BuckstopError
from sim.files import without_home
from sim.games.game import Game
from sim.model.orders import Order
from sim.model.scenario import Scenario
from sim.scenario_io.faults import printable

FORMAT = 1
"""The format that is read and written here."""

LARGEST = 4_000_000
"""Most bytes of a file: four times the largest scenario."""

SAID_MOST = 300
"""Characters of a reason or a fault that a message repeats."""

TRACEBACK_MOST = 20_000
"""Characters of a traceback that are kept: its end."""


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
    places = {str(Path(sim.__file__).parent.parent): ".", sys.prefix: "<python>"}
    for place in sorted(places, key=len, reverse=True):
        for path in (place, os.path.realpath(place)):
            if len(path) > 1:
                for written in (path, repr(path)[1:-1]):
                    text = text.replace(written, places[place])
    return shown(without_home(text), instead="?", keep="\n")
