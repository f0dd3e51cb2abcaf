"""`buckstop policies`."""

from sim.cli import console
from sim.cli.arguments import Json

KEYS = ("id", "title", "summary", "quick", "budget")
"""What --json prints of a policy."""


def policies(*, as_json: Json = False) -> int:
    """List the built-in policies.

    bench plays the quick ones by default. A budget is how many futures a policy tries each turn.
    """
    from sim.policies import REGISTRY

    rows = REGISTRY.values()
    if as_json:
        console.write_json([{key: getattr(row, key) for key in KEYS} for row in rows])
        return 0
    console.write_table(
        ("id", "title", "quick", "budget", "what it does"),
        [
            (
                row.id,
                row.title,
                "yes" if row.quick else "no",
                "" if row.budget is None else str(row.budget),
                row.summary,
            )
            for row in rows
        ],
        numbers=("budget",),
    )
    return 0
