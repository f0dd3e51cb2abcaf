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
    from sim.bench.plan import Plan
    from sim.bench.rows import Document
    from sim.model.scenario import Scenario
    from sim.policies import PolicyRow

SEEDS = 100
"""How many seeds are played by default."""


class Split(enum.StrEnum):
    """Which seeds: those for tuning policies, or those that judge them."""

    TRAIN = "train"
    TEST = "test"


Policies = Annotated[
    tuple[PolicyName, ...],
    Parameter(
        name="--policy",
        negative=(),
        show_default=False,
        help="Who plays; may be repeated: an id from buckstop policies, or module:attribute for "
        "your own policy. By default all quick built-in policies. Yours runs in a separate process "
        "with a time limit, which is not a sandbox.",
    ),
]
Baseline = Annotated[
    PolicyName,
    Parameter(help="The policy to compare the others with, seed by seed; it also plays."),
]
WhichSeeds = Annotated[
    Seeds,
    Parameter(
        help="The seeds, both ends included: by default 1-100, or the test split's first hundred."
    ),
]
WhichSplit = Annotated[
    Split,
    Parameter(
        show_choices=True, help="Seeds from 1,000,000 up are the test split: do not tune on them."
    ),
]
Address = Annotated[
    str,
    Parameter(
        name="--cluster",
        metavar="ADDRESS",
        help="Play on a Dask cluster: its scheduler's address. Needs the extra `cluster`.",
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
        help="Continue the run saved in DIR, with the options it was started with. --seeds with a "
        "later end adds seeds. You may give DIR with --out instead.",
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
    Money is shown per game and per turn played, since a firm that goes bankrupt early pays for few
    turns. The result does not depend on the number of processes.
    """
    from sim.bench.folder import read_manifest
    from sim.bench.runs import run
    from sim.bench.workers import workers_for
    from sim.policies.external.process import end_hosts
    from sim.processes import cores

    if cluster is not None and jobs is not None:
        raise UsageError("--jobs is for this machine: a cluster has its own number of workers.")
    if resume is not None:
        out, scenario = _folder(resume, out, scenario)
    asked = _Asked(
        scenario, tuple(dict.fromkeys(policy)), seeds, split, salt, baseline, budget, time_limit
    )
    plan = _plan(asked, None if resume is None or out is None else read_manifest(out))
    with interruption.in_order():
        workers = workers_for(min(jobs or cores(), plan.episodes), cluster)
        if workers.count > 1 or cluster is not None:
            end_hosts()  # from here on the workers run the policies
        with bar("games", plan.episodes) as done:
            command = ["buckstop", *sys.argv[1:]]
            report = run(plan, done, workers, out, resume is not None, command)
    if as_json:
        console.write_json(report)
    else:
        _show(plan, report, bars)
        if out is not None:
            console.write(f"Saved in {out}; buckstop report {shlex.quote(str(out))} draws it.")
    return _verdict(report["rows"])


@frozen
class _Asked:
    """What the command line asks to play; empty or None where it says nothing."""

    scenarios: tuple[str, ...]
    policies: tuple[str, ...]
    seeds: range | None
    split: Split | None
    salt: str | None
    baseline: str | None
    budget: int | None
    time_limit: float | None


def _plan(asked: _Asked, kept: "Document | None") -> "Plan":
    """The plan on the command line; a resumed run's manifest fills in what it leaves open."""
    from sim.bench.manifest import kept_scenarios
    from sim.bench.plan import Plan
    from sim.policies import REGISTRY

    identity = kept["identity"] if kept else {}
    then = {row["id"]: row for row in identity.get("policies", ())}
    quick = tuple(row.id for row in REGISTRY.values() if row.quick)
    names = asked.policies or tuple(then) or quick
    baseline = asked.baseline or identity.get("baseline")
    rows = {}
    for name in dict.fromkeys((*names, *([baseline] if baseline else []))):
        row = then.get(name, {})
        rows[name] = policy_named(
            name,
            row.get("budget") if asked.budget is None else asked.budget,
            row.get("limit") if asked.time_limit is None else asked.time_limit,
        )
    _check_options(tuple(rows.values()), asked.budget, asked.time_limit)
    seeds = asked.seeds
    if kept and seeds is None:
        seeds = range(identity["seeds"][0], identity["seeds"][1] + 1)
    salt = asked.salt
    if kept and salt is None:
        salt = identity.get("salt", "")
    return Plan(
        scenarios=kept_scenarios(kept)
        if kept and not asked.scenarios
        else _scenarios(asked.scenarios),
        policies=tuple(rows[name] for name in names),
        seeds=_seeds(seeds, asked.split or Split(identity.get("split", Split.TRAIN))),
        baseline=rows[baseline] if baseline else None,
        salt=salt_for(salt, rows.values()),
    )


def _folder(
    words: tuple[str, ...], out: Path | None, scenarios: tuple[str, ...]
) -> tuple[Path, tuple[str, ...]]:
    """The folder of the run to resume, and the scenarios on the command line.

    The words after --resume are the folder and scenarios, or only scenarios if --out is given.
    """
    from sim.bench.folder import MANIFEST

    if not words or not words[0]:
        if out is None or words:
            raise UsageError("--resume continues a saved run: name its folder.")
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
    """Raise `UsageError` for an option that applies to none of the policies."""
    for what, given, used in (
        ("--budget is for planner and oracle", budget, [row.budget for row in rows]),
        ("--time-limit is for policies of your own", time_limit, [row.limit for row in rows]),
    ):
        if given is not None and all(value is None for value in used):
            raise UsageError(f"{what}: none of them is playing.")


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
        console.write(f"Salt {plan.salt}: --salt plays the same games again.")


def _verdict(rows: "list[Document]") -> int:
    """Warn of policies that failed or printed.

    Returns 1 if a policy failed in all its games, or Buckstop in one.
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
            console.warn(f"{name} printed in {row['printed']} of {games} games; it was discarded.")
    return 1 if wrong else 0


def _seeds(wanted: range | None, split: Split) -> range:
    from sim.bench.plan import TEST_FROM

    first = TEST_FROM if split is Split.TEST else 1
    seeds = range(first, first + SEEDS) if wanted is None else wanted
    if split is Split.TEST and seeds[0] < TEST_FROM:
        raise UsageError(f"The test split begins at seed {TEST_FROM}, not {seeds[0]}.")
    if split is Split.TRAIN and seeds[-1] >= TEST_FROM:
        raise UsageError(
            f"Seeds from {TEST_FROM} up are the test split: add --split test to use them."
        )
    return seeds


def _scenarios(names: tuple[str, ...]) -> "tuple[Scenario, ...]":
    from sim.scenario_io import catalogue

    wanted = names or tuple(entry.id for entry in catalogue())
    chosen: dict[str, Scenario] = {}
    for scenario in map(scenario_named, wanted):
        if chosen.setdefault(scenario.id, scenario) != scenario:
            raise UsageError(
                f'Two different scenarios have the id "{scenario.id}". Give one of them another.'
            )
    return tuple(chosen.values())
