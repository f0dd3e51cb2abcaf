"""`buckstop scenarios`."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import console
from sim.cli.arguments import DataDir, Json
from sim.errors import BuckstopError

if TYPE_CHECKING:
    from sim.scenario_io import Entry


def scenarios(*, as_json: Json = False, data_dir: DataDir | None = None) -> int:
    """List the scenarios.

    Best is the highest score of your own finished games, out of 1000; games count while the
    scenario and its rules are unchanged. Par is what a sensible manager scores.
    """
    from sim.scenario_io import catalogue

    entries = catalogue()
    best = _best(data_dir)
    if as_json:
        console.write_json(
            [
                {
                    "id": entry.id,
                    "title": entry.title,
                    "turns": entry.turns,
                    "difficulty": entry.difficulty,
                    "best": best.get(_key(entry)),
                    "par": entry.par,
                    "summary": entry.summary,
                }
                for entry in entries
            ]
        )
        return 0
    console.write_table(
        ("id", "title", "turns", "difficulty", "best", "par", "about"),
        [
            (
                entry.id,
                entry.title,
                str(entry.turns),
                entry.difficulty,
                f"{best[_key(entry)]:.0f}" if _key(entry) in best else "-",
                str(entry.par),
                entry.summary,
            )
            for entry in entries
        ],
        numbers=("turns", "best", "par"),
    )
    return 0


def _key(entry: "Entry") -> tuple[str, str]:
    return entry.scenario_hash, entry.rules_hash


def _best(data_dir: Path | None) -> dict[tuple[str, str], float]:
    """Best scores by hash of scenario and rules; empty if they cannot be read."""
    from sim.games.store import Store

    try:
        best, damaged = Store(data_dir).best_scores()
        if damaged:
            console.warn(f"{damaged} finished games are damaged; see buckstop saves verify.")
        return best
    except BuckstopError as error:
        console.warn(str(error))
        return {}
