"""`buckstop bench`."""

import enum
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from sim.cli import console, interruption
from sim.cli.arguments import (
    Budget,
    Jobs,
    Json,
    PolicyName,
    Salt,
    ScenarioName,
    Seeds,
    TimeLimit,
    folder_argument,
    policy_named,
    salt_for,
    scenario_named,
)
from sim.cli.progress import bar
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.bench import Plan
    from sim.bench.rows import Document
    from sim.model.scenario import Scenario
    from sim.policies import PolicyRow

SEEDS = 100
"""How many seeds are played when none are named."""


class Split(enum.StrEnum):
    """Which seeds: those that policies may be tuned by, or those that judge them."""

    TRAIN = "train"
    TEST = "test"


Policies = Annotated[
    tuple[PolicyName, ...],
    Parameter(
        name="--policy",
        negative=(),
        show_default=False,
        help="Who plays; may be given several times: an id of buckstop policies, or "
        "module:attribute for a policy of your own. All quick built-in policies when left out. "
        "Yours runs in a process of its own with a time limit; it is no sandbox.",
    ),
]
Baseline = Annotated[
    PolicyName,
    Parameter(help="A policy that the others are compared with, seed by seed; it plays as well."),
]
WhichSeeds = Annotated[
    Seeds,
    Parameter(
        help="The seeds, both ends included; 1-100 when left out, or the first hundred of the "
        "test split."
    ),
]
WhichSplit = Annotated[
    Split,
    Parameter(
        show_choices=True,
        help="Seeds from 1,000,000 up are the test split: nothing is to be tuned by them.",
    ),
]
Address = Annotated[
    str,
    Parameter(
        name="--cluster",
        metavar="ADDRESS",
        help="Have a Dask cluster play: its scheduler's address. Needs the extra `cluster`.",
    ),
]
Out = Annotated[
    Path,
    Parameter(
        name="--out",
        converter=folder_argument,
        metavar="DIR",
        help="A new folder for episodes, turns, summary and manifest.",
    ),
]
Resume = Annotated[
    bool, Parameter(negative=(), show_default=False, help="Go on with the run in --out.")
]
Bars = Annotated[
    bool, Parameter(negative=(), show_default=False, help="Draw scores as bars, not as a table.")
]


def bench(
    *scenario: ScenarioName,
    policy: Policies = (),
    seeds: WhichSeeds | None = None,
    split: WhichSplit = Split.TRAIN,
    salt: Salt | None = None,
    baseline: Baseline | None = None,
    jobs: Jobs | None = None,
    cluster: Address | None = None,
    out: Out | None = None,
    resume: Resume = False,
    budget: Budget | None = None,
    time_limit: TimeLimit | None = None,
    bars: Bars = False,
    as_json: Json = False,
) -> int:
    """Let policies play scenarios under many seeds, and compare them.

    Without scenarios, all of them are played. Intervals are 95% intervals of the mean over seeds.
    The result does not depend on how many play at a time.
    """
    from sim.bench import Plan, run
    from sim.bench.workers import workers_for
    from sim.policies.foreign import end_hosts
    from sim.processes import cores

    if resume and out is None:
        raise UsageError("--resume goes on with a run that was kept: name its folder with --out.")
    if cluster is not None and jobs is not None:
        raise UsageError("--jobs is for this machine: a cluster has as many workers as it has.")
    scenarios = _scenarios(scenario)
    rows = {
        name: policy_named(name, budget, time_limit)
        for name in dict.fromkeys((*_policies(policy), *([baseline] if baseline else [])))
    }
    _check_options(tuple(rows.values()), budget, time_limit)
    plan = Plan(
        scenarios=scenarios,
        policies=tuple(rows[name] for name in _policies(policy)),
        seeds=_seeds(seeds, split),
        baseline=rows[baseline] if baseline is not None else None,
        salt=_salt(salt, tuple(rows.values()), out if resume else None),
    )
    with interruption.in_order():
        workers = workers_for(min(jobs or cores(), plan.episodes), cluster)
        if workers.count > 1 or cluster is not None:
            end_hosts()  # policies are played by the workers' processes from here on
        with bar("games", plan.episodes) as done:
            report = run(plan, done, workers, out, resume, ["buckstop", *sys.argv[1:]])
    if as_json:
        console.write_json(report)
    else:
        _show(plan, report, bars)
        if out is not None:
            console.write(f"Kept in {out}; buckstop report {out} draws it.")
    return _verdict(report["rows"])


def _check_options(
    rows: "Sequence[PolicyRow]", budget: int | None, time_limit: float | None
) -> None:
    """Raises `UsageError` for an option that nobody who plays has a use for."""
    for what, given, used in (
        ("--budget is for planner and oracle", budget, [row.budget for row in rows]),
        ("--time-limit is for policies of your own", time_limit, [row.limit for row in rows]),
    ):
        if given is not None and all(value is None for value in used):
            raise UsageError(f"{what}: none of them plays.")


def _salt(wanted: str | None, rows: "Sequence[PolicyRow]", resumed: Path | None) -> str:
    """The salt of a run; one that goes on has its own."""
    from sim.bench.folder import read_manifest

    if wanted is None and resumed is not None:
        kept: str = read_manifest(resumed)["identity"].get("salt", "")
        return kept
    return salt_for(wanted, rows)


def _show(plan: "Plan", report: "Document", bars: bool) -> None:
    from sim.bench import tables

    page = console.page(console.PIPE_WIDTH)
    drawn = [tables.bars(report, page.width)] if bars else tables.tables(report, page.width)
    for place, table in enumerate(drawn):
        if place:
            page.print()
        page.print(table)
    console.write_page(page)
    now = round(report["episodes_per_s"] * report["wall_s"])
    before = "" if now == report["episodes"] else f", {report['episodes']} in all"
    console.write(
        f"\n{now} games in {report['wall_s']:.1f} s, {report['episodes_per_s']:.1f} a second"
        f"{before}. Seeds {plan.seeds[0]}-{plan.seeds[-1]}."
    )
    if plan.salt:
        console.write(f"Salt {plan.salt}: with --salt, the same games are played again.")


def _verdict(rows: "list[Document]") -> int:
    """Say who failed or printed.

    Returns 1 when a policy failed in all of its games, or Buckstop in one.
    """
    wrong = False
    for row in rows:
        if row["scenario"] != "*":
            continue
        name, games = console.quoted(row["policy"]), row["episodes"]
        if row["failed"]:
            console.warn(
                f"{name} failed in {row['failed']} of {games} games; they score nothing. "
                f"The first: {row['failure']}"
            )
            wrong = wrong or row["failed"] == games or row["faults"] > 0
        if row["printed"]:
            console.warn(f"{name} printed in {row['printed']} of {games} games; it went nowhere.")
    return 1 if wrong else 0


def _seeds(wanted: range | None, split: Split) -> range:
    from sim.bench.plan import TEST_FROM

    first = TEST_FROM if split is Split.TEST else 1
    seeds = range(first, first + SEEDS) if wanted is None else wanted
    if split is Split.TEST and seeds[0] < TEST_FROM:
        raise UsageError(f"The test split begins at seed {TEST_FROM}, not at {seeds[0]}.")
    if split is Split.TRAIN and seeds[-1] >= TEST_FROM:
        raise UsageError(
            f"Seeds from {TEST_FROM} up are the test split: say --split test to use them."
        )
    return seeds


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


def _policies(names: tuple[str, ...]) -> tuple[str, ...]:
    from sim.policies import REGISTRY

    if not names:
        return tuple(row.id for row in REGISTRY.values() if row.quick)
    return tuple(dict.fromkeys(names))
