"""`buckstop matrix`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from sim.cli import console, interruption
from sim.cli.arguments import Json, Seeds
from sim.cli.progress import bar
from sim.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from sim.lab.trials.work import Work

FIRST_SEEDS = range(1, 17)
"""The default seeds: some twenty seconds on two cores."""


def _work_names(_: Any) -> Iterator[tuple[str, str]]:
    from sim.lab.trials.work import ARCHETYPES

    return ((work.id, work.title) for work in ARCHETYPES)


WorkName = Annotated[
    str,
    Parameter(
        name="--work",
        completer=_work_names,
        metavar="ID",
        help="One piece of work only, with all figures: an id from the first column.",
    ),
]
FewSeeds = Annotated[Seeds, Parameter(show_default=lambda seeds: f"{seeds[0]}-{seeds[-1]}")]


def matrix(
    *, work: WorkName | None = None, seeds: FewSeeds = FIRST_SEEDS, as_json: Json = False
) -> int:
    """Try typical pieces of work in every form of sourcing.

    Shows the total cost of an hour of work, compared with the same firm without the work under the
    same luck.
    """
    from sim.lab.matrix import Plan, document, run

    plan = Plan(seeds, _works(work))
    with interruption.in_order(), bar("games", plan.jobs) as done:  # ends its processes on a signal
        cells = run(plan, done=done)
    if as_json:
        console.write_json(document(plan, cells))
        return 0
    from sim.lab.matrix import tables

    page = console.page(console.PIPE_WIDTH)
    if work is None:
        page.print(tables.overview(plan, cells, page.width))
    else:
        page.print(tables.detail(plan, cells, plan.works[0], page.width))
    console.write_page(page)
    console.write(f"\n{tables.LEGEND}\nSeeds {seeds[0]}-{seeds[-1]}.")
    return 0


def _works(name: str | None) -> "tuple[Work, ...]":
    from sim.lab.trials.work import ARCHETYPES

    known = {work.id: work for work in ARCHETYPES}
    if name is None:
        return ARCHETYPES
    if name not in known:
        raise UsageError(
            f"There is no piece of work {console.quoted(name)}.{did_you_mean(name, known)} "
            "buckstop matrix lists them."
        )
    return (known[name],)
