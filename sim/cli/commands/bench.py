"""`buckstop bench`."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from sim.cli import console
from sim.cli.arguments import (
    Json,
    PolicyName,
    ScenarioName,
    Seeds,
    policy_named,
    scenario_named,
)
from sim.cli.progress import bar
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.model.scenario import Scenario
    from sim.policies import PolicyRow

FIRST_SEEDS = range(1, 101)
"""The seeds that are played when none are named."""

Policies = Annotated[
    tuple[PolicyName, ...],
    Parameter(
        name="--policy",
        negative=(),
        show_default=False,
        help="Who plays; may be given several times. All quick built-in policies when left out.",
    ),
]
Baseline = Annotated[
    PolicyName,
    Parameter(help="A policy that the others are compared with, seed by seed; it plays as well."),
]
FewSeeds = Annotated[Seeds, Parameter(show_default=lambda seeds: f"{seeds[0]}-{seeds[-1]}")]


def bench(
    *scenario: ScenarioName,
    policy: Policies = (),
    seeds: FewSeeds = FIRST_SEEDS,
    baseline: Baseline | None = None,
    as_json: Json = False,
) -> int:
    """Let policies play scenarios under many seeds, and compare them.

    Without scenarios, all of them are played. Intervals are 95% intervals of the mean over seeds.
    """
    from sim.bench import Plan, run

    plan = Plan(
        scenarios=_scenarios(scenario),
        policies=_policies(policy),
        seeds=seeds,
        baseline=policy_named(baseline) if baseline is not None else None,
    )
    with bar("games", plan.episodes) as done:
        report = run(plan, done)
    if as_json:
        console.write_json(report)
        return 0
    from sim.bench.tables import table

    page = console.page(console.PIPE_WIDTH)
    page.print(table(report, page.width))
    console.write_page(page)
    console.write(
        f"\n{report['episodes']} games in {report['wall_s']:.1f} s, "
        f"{report['episodes_per_s']:.1f} a second. Seeds {seeds[0]}-{seeds[-1]}."
    )
    return 0


def _scenarios(names: tuple[str, ...]) -> "tuple[Scenario, ...]":
    from sim.scenario_io import catalogue

    wanted = names or tuple(entry.id for entry in catalogue())
    chosen: dict[str, Scenario] = {}
    for scenario in map(scenario_named, wanted):
        if chosen.setdefault(scenario.id, scenario) != scenario:
            raise UsageError(
                f'Two different scenarios have the id "{scenario.id}": the report could not tell '
                "them apart. Give one of them another id."
            )
    return tuple(chosen.values())


def _policies(names: tuple[str, ...]) -> "tuple[PolicyRow, ...]":
    from sim.policies import REGISTRY

    if not names:
        return tuple(row for row in REGISTRY.values() if row.quick)
    return tuple(policy_named(name) for name in dict.fromkeys(names))
