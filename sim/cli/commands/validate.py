"""`buckstop validate`."""

from typing import Annotated

from cyclopts import Parameter

from sim.cli import console, interruption
from sim.cli.arguments import Json, Seeds
from sim.cli.progress import bar

WIDTH = 110
"""Width of the table without a terminal."""

OwnSeeds = Annotated[
    Seeds,
    Parameter(
        show_default=False,
        help="The seeds of every experiment. By default each plays enough for a narrow interval.",
    ),
]


Strict = Annotated[
    bool, Parameter(negative=(), show_default=False, help="Exit with 1 if a row does not hold.")
]


def validate(
    *, seeds: OwnSeeds | None = None, strict: Strict = False, as_json: Json = False
) -> int:
    """Compare published figures with simulated ones.

    Each row is a separate experiment, usually of paired runs: one seed, one thing changed. The exit
    code is 0 whether or not the rows hold, unless you pass --strict.
    """
    from sim.lab.validation.runs import Plan, document, run

    plan = Plan(seeds)
    with interruption.in_order(), bar("games", len(plan.jobs)) as done:
        rows = run(plan, done=done)
    code = int(strict and not all(row.holds for row in rows))
    if as_json:
        console.write_json(document(rows))
        return code
    from sim.lab.validation import tables

    page = console.page(WIDTH)
    page.print(tables.table(rows))
    console.write_page(page)
    console.write(f"\n{tables.LEGEND}\n{tables.verdict(rows)}")
    return code
