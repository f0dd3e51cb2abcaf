"""The player's data: saved games, finished games, and files such as replays.

Apart from `sim.config`, this is the only code that writes the player's own files: one SQLite file
in the data folder, and folders next to it for crashed games, replays and pictures. `database` opens
the file and checks it, `rows` defines its rows and finds damage, `games` reads and writes them.
`sim.games.saves` turns rows into games.
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
