"""Effort and elapsed time: distance, time zones, turnover, overruns."""

import random
from collections.abc import Sequence
from statistics import fmean, median

from attrs import evolve

from sim.lab.trials.conduct import Staffing
from sim.lab.trials.firms import bare_scenario
from sim.lab.trials.play import Waits, play
from sim.lab.validation.experiments.base import Experiment, Notes, Overrides, mean_of, ratio_of
from sim.model.orders import Order
from sim.model.scenario import (
    Location,
    Market,
    Provider,
    Range,
    Scenario,
    StartEngagement,
    Task,
    Team,
)
from sim.model.vocabulary import Kind, Pricing, TaskKind
from sim.model.world import Observation

SURE = Range(1.0, 1.0)
WEEK = 0.25
"""Months per turn, for a fine measure of elapsed time."""

STEADY: Overrides = {
    "effort_spread": 0.0,
    "work_noise": 0.0,
    "scope_growth": 0.0,
    "scope_trim": 0.0,
}
"""Switches off other differences between people of equal skill."""


def _software(complexity: float, coupling: float) -> Task:
    """A project of several person-years that needs no knowledge of the firm."""
    return Task(
        id="work",
        title="Software project",
        discipline="field",
        kind=TaskKind.PROJECT,
        hours=3600,
        deadline=120,
        complexity=complexity,
        coupling=coupling,
        knowledge=0.0,
    )


def _site(task: Task, who: str, rules: Overrides, apart: float = 8.0) -> Scenario:
    """One project done by own people (`own`) or by equally skilled ones abroad (`away`)."""
    skill = Range(0.65, 0.65)
    return bare_scenario(
        "sites",
        knowledge=1.0,
        manager_hours=500,
        manager_wage=5000,
        turns=120,
        turn_months=WEEK,
        locations=(Location("far", "Far", distance=1.0, hours_apart=apart, attrition=0.12),),
        teams=(Team("own", "Own team", "field", 4, 0.65),),
        providers=(
            Provider(
                "away",
                "Away",
                Kind.VENDOR,
                ("field",),
                "far",
                size=8,
                skill=skill,
                reliability=SURE,
                alignment=SURE,
                attention=SURE,
                health=SURE,
                subcontracts=0.0,
            ),
        ),
        tasks=(task,),
        market=Market(0, 0, 0, 0.0),
        engagements=(
            StartEngagement("work", who, Pricing.OWN if who == "own" else Pricing.HOURLY),
        ),
        rules={"vendor_failure_year": 0.0, "attrition": 0.0, "key_person_year": 0.0, **rules},
    )


def _run(scenario: Scenario, seed: int) -> tuple[float, float]:
    """(turns until delivery, hours) of the project."""
    facts = play(scenario, Waits(), seed).observation
    (one,) = (run for run in (*facts.engagements.values(), *facts.past.values()))
    return float(facts.tasks["work"].delivered or facts.turn), one.hours


def _sites(seed: int, rules: Overrides) -> Notes:
    """(turns remote, turns here, hours remote, hours here) for a coupled, complex project."""
    draw = random.Random(f"sites/{seed}")
    task = _software(0.55 + 0.2 * draw.random(), 0.7 + 0.2 * draw.random())
    away, here = (_run(_site(task, who, {**STEADY, **rules}), seed) for who in ("away", "own"))
    return away[0], here[0], away[1], here[1]


def _median_ratio(notes: Sequence[Notes]) -> float:
    return median(row[0] / row[1] for row in notes)


ELAPSED = Experiment(
    "Complex, coupled software projects done by own people, and by as many of equal skill eight "
    "hours away: the median ratio of elapsed times.",
    _sites,
    {"elapsed": _median_ratio},
    40,
)
EFFORT = Experiment(
    "The projects of V8: the ratio of hours worked.", _sites, {"effort": ratio_of(2, 3)}, 40
)


# --- time zones ---------------------------------------------------------------------------------

HOURS_APART = (0.0, 2.0, 4.0, 6.0)
NEVER = 12.0
"""Hours apart at which working hours do not overlap."""


def _zones(seed: int, rules: Overrides) -> Notes:
    """Elapsed time per hour without waiting and at 0 to 12 hours apart, novel then routine."""
    found: list[float] = []
    draw = random.Random(f"zones/{seed}")
    coupling = 0.6 + 0.3 * draw.random()
    for complexity in (0.9, 0.1):
        task = _software(complexity, coupling)
        alone = evolve(task, coupling=0.0)
        turns, hours = _run(_site(alone, "away", {**STEADY, **rules}), seed)
        found.append(turns / hours)
        for apart in (*HOURS_APART, NEVER):
            turns, hours = _run(_site(task, "away", {**STEADY, **rules}, apart=apart), seed)
            found.append(turns / hours)
    return tuple(found)


def _talk_lost(notes: Sequence[Notes]) -> float:
    """Share of the whole effect of time zones per hour apart: the slope of a straight line."""
    whole = fmean(row[5] - row[1] for row in notes)
    xs = list(HOURS_APART)
    ys = [fmean(row[1 + place] - row[1] for row in notes) / whole for place in range(len(xs))]
    middle, level = fmean(xs), fmean(ys)
    across = sum((x - middle) * (y - level) for x, y in zip(xs, ys, strict=True))
    return across / sum((x - middle) ** 2 for x in xs)


def _routine(notes: Sequence[Notes]) -> float:
    """Waiting of routine work over that of novel work, six hours apart."""
    novel = fmean(row[4] - row[0] for row in notes)
    routine = fmean(row[10] - row[6] for row in notes)
    return routine / novel


TIME_ZONES = Experiment(
    "One project at 0 to 6 hours apart and where working hours do not overlap: the share of the "
    "longest wait that each hour apart adds, and the wait of routine work over that of novel work.",
    _zones,
    {"talk": _talk_lost, "routine": _routine},
    16,
)


# --- turnover -----------------------------------------------------------------------------------


def _turnover(seed: int, rules: Overrides) -> Notes:
    """Hours per standard hour of teams with a turnover of 12, 24 and 48% a year."""
    found = []
    for annual in (0.12, 0.24, 0.48):
        scenario = evolve(
            _site(_software(0.5, 0.3), "own", {**STEADY, **rules}),
            turns=48,
            turn_months=1.0,
            teams=(Team("own", "Own team", "field", 60, 0.65),),
            tasks=(
                Task(
                    "work",
                    "Service",
                    "field",
                    TaskKind.FUNCTION,
                    hours=4000,
                    knowledge=0.0,
                    volatility=0.0,
                ),
            ),
        )
        scenario = evolve(scenario, rules={**scenario.rules, "attrition": annual})
        facts = play(scenario, _Refills(), seed).observation
        (one,) = facts.engagements.values()
        found.append((one.hours - 12.0 * one.quoted_hours) / one.done)
    return tuple(found)


class _Refills:
    """Hires for everybody who leaves."""

    def decide(self, observation: Observation) -> Sequence[Order]:
        return Staffing("own", 60).orders(observation)


TURNOVER = Experiment(
    "Teams with a turnover of 12, 24 and 48% a year, where leavers are replaced: hours worked per "
    "standard hour, over four years.",
    _turnover,
    {"quarter": ratio_of(1, 0), "half": ratio_of(2, 0)},
    24,
)


# --- overruns -----------------------------------------------------------------------------------


def _overrun(seed: int, rules: Overrides) -> Notes:
    """Overrun of a large project: hours over the estimate, minus one."""
    draw = random.Random(f"overrun/{seed}")
    task = evolve(
        _software(0.5 + 0.3 * draw.random(), 0.3 + 0.4 * draw.random()),
        hours=6000.0 * 4.0 ** draw.random(),
        clarity=0.3 + 0.4 * draw.random(),
    )
    who = ("own", "away")[seed % 2]
    scenario = _site(task, who, {"give_up_turns": 60.0, **rules})
    scenario = evolve(
        scenario,
        turn_months=1.0,
        teams=(Team("own", "Own team", "field", 24, 0.65),),
        providers=(
            evolve(
                scenario.providers[0],
                size=48,
                skill=None,
                reliability=None,
                alignment=None,
                attention=None,
            ),
        ),
    )
    facts = play(scenario, Waits(), seed).observation
    (one,) = (run for run in (*facts.engagements.values(), *facts.past.values()))
    return (one.hours / one.quoted_hours - 1.0,)


def _worst_sixth(notes: Sequence[Notes]) -> float:
    overruns = sorted(row[0] for row in notes)
    return fmean(overruns[-max(1, round(len(overruns) / 6)) :])


OVERRUNS = Experiment(
    "Large, somewhat unclear projects, with own people or with a vendor by the hour: hours over "
    "those estimated.",
    _overrun,
    {"mean": mean_of(0), "tail": _worst_sixth},
    1600,
)
