"""Scenarios around one piece of work: a firm busy with its core, and one that does the work."""

import math
from collections.abc import Mapping
from typing import Any

from sim.engine import formulas
from sim.lab.trials.work import Work
from sim.model.scenario import (
    Discipline,
    Firm,
    Location,
    Market,
    Objective,
    Scenario,
    StartEngagement,
    Task,
    Team,
)
from sim.model.vocabulary import ObjectiveKind, Presence, TaskKind
from sim.rules import with_overrides

WAGE = 3000
"""Home wage per paid hour, in minor units."""

MANAGER_WAGE = 5100
"""A manager's wage per paid hour, in minor units."""

WORK, OWN, POSTS, CORE, FAR = "work", "own", "posts", "core", "far"
"""Ids of the task, the existing team, the team to hire, the core task and the location."""

SKILL, UNPRACTISED = 0.65, 0.5
"""Skill of own people in their field, and outside it."""

FAR_AWAY = Location(FAR, "Far", distance=1.0, hours_apart=6.0)
"""Six hours away, with default wages, rates and drifts."""

LARGE_VENDORS: Mapping[str, float] = {"vendor_heads_low": 300.0, "vendor_heads_high": 600.0}
"""Coefficients for vendors large enough for any work tried here."""


def bare_scenario(
    id: str,
    knowledge: float,
    manager_hours: float,
    manager_wage: int = MANAGER_WAGE,
    **content: Any,
) -> Scenario:
    """A scenario of a firm with endless cash and one discipline; `content` is the rest of it."""
    return Scenario(
        id=id,
        title="Trial",
        summary="One piece of work.",
        story="",
        firm=Firm("Firm", cash=10**12, manager_hours=manager_hours, manager_wage=manager_wage),
        disciplines=(Discipline("field", "Field", WAGE, knowledge),),
        objectives=(Objective("cost", ObjectiveKind.TOTAL_COST, 1.0, 10**12, 0),),
        **content,
    )


def hour_of_work(rules: Mapping[str, float] | None = None) -> float:
    """Hours of work per settled head and month, with some coefficients changed."""
    return formulas.productive_hours(with_overrides(rules or {}), 1.0)


def busy_firm(work: Work, wanted: bool, rules: Mapping[str, float] | None = None) -> Scenario:
    """A firm whose people are busy with its core, with the work wanted or not.

    Its managers have spare hours, so that attention is always full.
    """
    function = work.kind is TaskKind.FUNCTION
    per_turn = work.hours if function else work.hours / max(1, work.months - 2)
    heads = max(20, math.ceil(per_turn / hour_of_work(rules) * 1.6))
    core_hours = heads * hour_of_work(rules)
    core = Task(
        id=CORE,
        title="Core delivery",
        discipline="field",
        kind=TaskKind.FUNCTION,
        hours=core_hours,
        value=int(core_hours * WAGE * 2.9),
        core=0.9,
        coupling=0.5,
        knowledge=0.5,
        visibility=0.6,
        volatility=0.0,
    )
    return bare_scenario(
        "trial",
        knowledge=0.4 if work.specialist else 0.8,
        manager_hours=2000.0,
        locations=(FAR_AWAY,),
        tasks=(core, work.task(WORK, opens=1 if wanted else 120)),
        teams=(
            Team(OWN, "Own team", "field", heads, UNPRACTISED if work.specialist else SKILL),
            Team(POSTS, "New posts", "field", 0, SKILL),
        ),
        engagements=(StartEngagement(CORE, OWN),),
        turns=work.months if function else work.months + 6,
        market=Market(min(40, max(4, math.ceil(per_turn / 80))), 3, 3, 0.0),
        rules={**LARGE_VENDORS, **(rules or {})},
    )


def staffed_firm(work: Work, turns: int, rules: Mapping[str, float] | None = None) -> Scenario:
    """A firm with just enough people to do the work, and no other work."""
    book = with_overrides(rules or {})
    effort = formulas.capability(book, SKILL, work.complexity)
    effort *= formulas.settled(book, work.knowledge, 0.8)
    if work.hours_of_day.value == "round_the_clock":
        effort *= 1.0 + book.night_premium
    heads = math.ceil(work.hours * effort / hour_of_work(rules) * 1.04)
    abroad = 0 if work.presence is Presence.LOCAL else 4
    return bare_scenario(
        "deal",
        knowledge=0.8,
        manager_hours=40.0 + 6.0 * heads,
        locations=(FAR_AWAY,),
        tasks=(work.task(WORK),),
        teams=(Team(OWN, "Own team", "field", heads, SKILL),),
        engagements=(StartEngagement(WORK, OWN),),
        turns=turns,
        market=Market(4, 4, abroad, 0.0),
        rules={**LARGE_VENDORS, **(rules or {})},
    )
