"""Replays: a game as one small JSON file that can be played again and proved.

`replay` defines the content and writes it, `reading` reads untrusted files, `proving` plays them
again.
"""

from sim.games.replays.proving import Result, Verdict, prove, proved
from sim.games.replays.reading import ORDERS_MOST, SEED_MAX, load, parse
from sim.games.replays.replay import LARGEST, Replay, Turn, crashed

__all__ = [
    "LARGEST",
    "ORDERS_MOST",
    "SEED_MAX",
    "Replay",
    "Result",
    "Turn",
    "Verdict",
    "crashed",
    "load",
    "parse",
    "prove",
    "proved",
]
