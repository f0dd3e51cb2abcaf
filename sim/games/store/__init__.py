"""What is the player's own: games as they are played, those that were finished, files beside them.

Beside `sim.config`, the only place that writes what is the player's own: one SQLite file in the
data folder, and folders beside it for games that a fault ended and for the replays of finished
ones. `database` opens the file and says what is wrong with it, `rows` is what stands in it and how
damage is found, `games` reads and writes. What makes a game of rows is in `sim.games.saves`.
"""

from sim.games.store.database import APPLICATION_ID, FILE, SCHEMA_VERSION, Gone, NoGame, StoreError
from sim.games.store.games import CRASHES, REPLAYS, Store
from sim.games.store.rows import (
    Damage,
    FinishedGame,
    KeptGame,
    KeptLog,
    KeptTurn,
    first_link,
    next_link,
)

__all__ = [
    "APPLICATION_ID",
    "CRASHES",
    "FILE",
    "REPLAYS",
    "SCHEMA_VERSION",
    "Damage",
    "FinishedGame",
    "Gone",
    "KeptGame",
    "KeptLog",
    "KeptTurn",
    "NoGame",
    "Store",
    "StoreError",
    "first_link",
    "next_link",
]
