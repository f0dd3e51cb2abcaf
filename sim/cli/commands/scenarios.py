"""`buckstop scenarios`."""

from sim.cli import console
from sim.cli.arguments import Json


def scenarios(*, as_json: Json = False) -> int:
    """List the scenarios.

    Par is what a sensible manager scores, of 1000.
    """
    from sim.scenario_io import catalogue

    entries = catalogue()
    if as_json:
        console.write_json(
            [
                {
                    "id": entry.id,
                    "title": entry.title,
                    "turns": entry.turns,
                    "difficulty": entry.difficulty,
                    "par": entry.par,
                    "summary": entry.summary,
                }
                for entry in entries
            ]
        )
        return 0
    console.write_table(
        ("id", "title", "turns", "difficulty", "par", "about"),
        [
            (
                entry.id,
                entry.title,
                str(entry.turns),
                entry.difficulty,
                str(entry.par),
                entry.summary,
            )
            for entry in entries
        ],
        numbers=("turns", "par"),
    )
    return 0
