"""When running projects will be done at their recent pace.

No future is drawn here. The pace is that of the turns worked so far, or the quoted one before the
first. A project's true size is unknown: the median of the sizes it may still have is assumed.
"""

from typing import Final

from attrs import frozen

from sim.engine import bids, formulas
from sim.engine.numbers import clamp
from sim.forecast.capacity import free_hours, planned_hours
from sim.model.vocabulary import Kind, TaskKind, TaskState
from sim.model.world import Engagement, Observation, TaskFacts

LONGEST: Final = 60
"""Turns to look ahead."""

HALVINGS: Final = 30
"""Bisection steps to find the quantile of size that a project has already exceeded."""

TRACE: Final = 1e-6
"""Standard hours that count as none."""


@frozen
class ProjectedFinish:
    """Where a running project is heading."""

    turn: int | None
    """The turn at whose end it would be accepted; None if not within `LONGEST` turns."""
    due: int | None
    """Its deadline."""
    slips: bool
    """Whether it would miss its deadline or, without one, the end of the game."""
    share: float
    """Hours done over hours specified; above 1 it is larger than specified."""
    rework: float
    """Standard hours of rework owed."""


def projected_finish(facts: Observation, task: str) -> ProjectedFinish | None:
    """Where a project is heading; None if the task is not a running project."""
    found = facts.tasks[task]
    if found.state is not TaskState.RUNNING or found.spec.kind is not TaskKind.PROJECT:
        return None
    at_work = [
        facts.engagements[key] for key in found.engagements if not facts.engagements[key].ended
    ]
    rework = sum(engagement.rework for engagement in at_work)
    left = max(TRACE, _size(facts, found) - found.done) + rework
    turn = _arrival(facts, at_work, left)
    due = found.spec.deadline
    last = facts.scenario.turns if due is None else due
    return ProjectedFinish(
        turn=turn,
        due=due,
        slips=turn is None or turn > last,
        share=found.done / found.spec.hours,
        rework=rework,
    )


def _size(facts: Observation, task: TaskFacts) -> float:
    """Standard hours at acceptance: the median of the sizes larger than what is done."""
    spec, rules = task.spec, facts.rules

    def size(u: float) -> float:
        return spec.hours * formulas.scope(rules, spec.clarity, spec.hours, u) * rules.scope_done

    low, high = 0.0, 1.0
    if size(low) < task.done:
        for _ in range(HALVINGS):
            middle = (low + high) / 2.0
            low, high = (middle, high) if size(middle) < task.done else (low, middle)
    return size((low + 1.0) / 2.0)


def _arrival(facts: Observation, at_work: list[Engagement], left: float) -> int | None:
    """The turn in which `left` standard hours will have been done; None if it is too far off."""
    paces = [(one, full_pace(facts, one)) for one in at_work]
    for ahead in range(LONGEST):
        for engagement, pace in paces:
            worked = ahead - engagement.lead
            if worked >= 0:
                left -= pace * min(1.0, engagement.ramp + worked * engagement.ramp_step)
        if left <= TRACE:
            return facts.turn + ahead
    return None


def full_pace(facts: Observation, engagement: Engagement) -> float:
    """Standard hours that an engagement does in a turn at full pace.

    The mean of the last turn and of all turns so far, so that a change shows but one idle turn does
    not decide; as quoted until something has been done.
    """
    team = facts.teams.get(engagement.provider)
    lead = bids.lead_turns(facts, engagement.kind, engagement.mode, 0)
    if engagement.kind is Kind.SITE and team is not None:
        lead = max(0, team.ready - engagement.started)
    turns = facts.turn - engagement.started - lead
    if engagement.lead or turns <= 0 or engagement.done <= 0.0:
        return _quoted_pace(facts, engagement)
    spec = facts.tasks[engagement.task].spec
    transition = bids.transition_turns(facts, spec, engagement.kind, engagement.mode)
    first = 1.0 - engagement.ramp_step * transition if engagement.ramp_step else 1.0
    ramps = [min(1.0, first + turn * engagement.ramp_step) for turn in range(turns)]
    return (engagement.turn_done / ramps[-1] + engagement.done / sum(ramps)) / 2.0


def _quoted_pace(facts: Observation, engagement: Engagement) -> float:
    """The quoted pace; for own people, scaled down if their team has promised too many hours."""
    hours = engagement.crew / engagement.wait
    team = engagement.provider
    if team in facts.teams:
        planned = sum(
            planned_hours(facts, one)
            for one in facts.engagements.values()
            if one.provider == team and not one.ends
        )
        there = planned + free_hours(facts, team)
        hours *= clamp(there / planned, 0.0, 1.0) if planned > 0.0 else 1.0
    return hours * engagement.quoted_standard / engagement.quoted_hours
