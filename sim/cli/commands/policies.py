"""`buckstop policies`."""

from sim.cli import console
from sim.cli.arguments import Json


def policies(*, as_json: Json = False) -> int:
    """List the built-in policies.

    Those that are quick are what bench plays when none is named.
    """
    from sim.policies import REGISTRY

    rows = REGISTRY.values()
    if as_json:
        console.write_json(
            [
                {"id": row.id, "title": row.title, "summary": row.summary, "quick": row.quick}
                for row in rows
            ]
        )
        return 0
    console.write_table(
        ("id", "title", "quick", "what it does"),
        [(row.id, row.title, "yes" if row.quick else "no", row.summary) for row in rows],
    )
    return 0
