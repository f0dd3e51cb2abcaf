"""`buckstop bench`."""

import enum
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from attrs import frozen
from cyclopts import Parameter, Token

from sim import files
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


def _words(_: Any, tokens: Sequence[Token]) -> tuple[str, ...]:
    if not all(token.value for token in tokens):
        raise ValueError("it is empty: name a folder.")
    return tuple(token.value for token in tokens)


Resume = Annotated[
    tuple[str, ...],
    Parameter(
        converter=_words,
        consume_multiple=True,
        negative=(),
        show_default=False,
        metavar="DIR",
        help="Go on with the run that is kept in DIR, with all the options that it was begun with. "
        "--seeds with a later end gives it more seeds. DIR may be named by --out instead.",
    ),
]
Bars = Annotated[
    bool, Parameter(negative=(), show_default=False, help="Draw scores as bars, not as a table.")
]


def bench(
    *scenario: ScenarioName,
    policy: Policies = (),
    seeds: WhichSeeds | None = None,
    split: WhichSplit | None = None,
    salt: Salt | None = None,
    baseline: Baseline | None = None,
    jobs: Jobs | None = None,
    cluster: Address | None = None,
    out: Out | None = None,
    resume: Resume | None = None,
    budget: Budget | None = None,
    time_limit: TimeLimit | None = None,
    bars: Bars = False,
    as_json: Json = False,
) -> int:
    """Let policies play scenarios under many seeds, and compare them.

    Without scenarios, all of them are played. Intervals are 95% intervals of the mean over seeds.
    Money stands there for a game and for a turn that was played: a firm that goes under early pays
    for few turns. The result does not depend on how many play at a time.
    """
    from sim.bench import run
    from sim.bench.folder import read_manifest
    from sim.bench.workers import workers_for
    from sim.policies.external.process import end_hosts
    from sim.processes import cores

    if cluster is not None and jobs is not None:
        raise UsageError("--jobs is for this machine: a cluster has as many workers as it has.")
    if resume is not None:
        out, scenario = _folder(resume, out, scenario)
    asked = _Asked(scenario, _once(policy), seeds, split, salt, baseline, budget, time_limit)
    plan = _plan(asked) if resume is None or out is None else _kept(asked, read_manifest(out))
    with interruption.in_order():
        workers = workers_for(min(jobs or cores(), plan.episodes), cluster)
        if workers.count > 1 or cluster is not None:
            end_hosts()  # policies are played by the workers' processes from here on
        with bar("games", plan.episodes) as done:
            command = ["buckstop", *sys.argv[1:]]
            report = run(plan, done, workers, out, resume is not None, command)
    if as_json:
        console.write_json(report)
    else:
        _show(plan, report, bars)
        if out is not None:
            console.write(f"Kept in {out}; buckstop report {shlex.quote(str(out))} draws it.")
    return _verdict(report["rows"])


@frozen
class _Asked:
    """What a command line says of what is to be played; empty or None where it says nothing."""

    scenarios: tuple[str, ...]
    policies: tuple[str, ...]
    seeds: range | None
    split: Split | None
    salt: str | None
    baseline: str | None
    budget: int | None
    time_limit: float | None


def _plan(asked: _Asked) -> "Plan":
    """What a command line asks for."""
    from sim.bench import Plan
    from sim.policies import REGISTRY

    names = asked.policies or tuple(row.id for row in REGISTRY.values() if row.quick)
    every = dict.fromkeys((*names, *([asked.baseline] if asked.baseline else [])))
    rows = {name: policy_named(name, asked.budget, asked.time_limit) for name in every}
    _check_options(tuple(rows.values()), asked.budget, asked.time_limit)
    return Plan(
        scenarios=_scenarios(asked.scenarios),
        policies=tuple(rows[name] for name in names),
        seeds=_seeds(asked.seeds, asked.split or Split.TRAIN),
        baseline=rows[asked.baseline] if asked.baseline else None,
        salt=salt_for(asked.salt, rows.values()),
    )


def _kept(asked: _Asked, found: "Document") -> "Plan":
    """What a kept run was, by its manifest; what a command line asks for comes first."""
    from sim.bench import Plan
    from sim.bench.manifest import kept_scenarios

    identity = found["identity"]
    then = {row["id"]: row for row in identity["policies"]}
    names, baseline = asked.policies or tuple(then), asked.baseline or identity["baseline"]
    rows = {}
    for name in dict.fromkeys((*names, *([baseline] if baseline else []))):
        row = then.get(name, {})
        rows[name] = policy_named(
            name,
            row.get("budget") if asked.budget is None else asked.budget,
            row.get("limit") if asked.time_limit is None else asked.time_limit,
        )
    _check_options(tuple(rows.values()), asked.budget, asked.time_limit)
    seeds = asked.seeds or range(identity["seeds"][0], identity["seeds"][1] + 1)
    split = asked.split or Split(identity["split"])
    return Plan(
        scenarios=_scenarios(asked.scenarios) if asked.scenarios else kept_scenarios(found),
        policies=tuple(rows[name] for name in names),
        seeds=_seeds(seeds, split),
        baseline=rows[baseline] if baseline else None,
        salt=identity.get("salt", "") if asked.salt is None else asked.salt,
    )


def _folder(
    words: tuple[str, ...], out: Path | None, scenarios: tuple[str, ...]
) -> tuple[Path, tuple[str, ...]]:
    """The folder of the run to go on with, and the scenarios that are named.

    What stands behind --resume is the folder and scenarios, or scenarios alone where --out names
    the folder.
    """
    from sim.bench.folder import MANIFEST

    if not words or not words[0]:
        if out is None or words:
            raise UsageError("--resume goes on with a run that was kept: name its folder.")
        return out, scenarios
    named = files.named(words[0])
    if out is None or out.resolve() == named.resolve():
        return named, (*scenarios, *words[1:])
    if (named / MANIFEST).is_file():
        raise UsageError(f"--resume names {named}, and --out names {out}: name one folder.")
    return out, (*scenarios, *words)


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


def _show(plan: "Plan", report: "Document", bars: bool) -> None:
    from sim.bench import tables

    page = console.page(console.PIPE_WIDTH)
    drawn = [tables.bars(report, page.width)] if bars else tables.tables(report, page.width)
    for place, table in enumerate(drawn):
        if place:
            page.print()
        page.print(table)
    console.write_page(page)
    now = report["played"]
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


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
