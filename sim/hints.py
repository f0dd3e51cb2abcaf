"""Which of a scenario's hints apply now, given what the player knows and has drafted.

The desk shows the first of `current`; `over` says which need not be shown again after a turn.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import gt, lt
from typing import Final

from sim import explain
from sim.engine import formulas
from sim.engine.phases import oversee
from sim.forecast import free_hours
from sim.model import orders as o
from sim.model.scenario import Hint
from sim.model.vocabulary import DealState, Occasion, Oversight, TaskKind, TaskState
from sim.model.world import Observation, TaskFacts

SPARE: Final = 0.7
"""Share of the managers' hours in use up to which there are hours left."""

SHORT: Final = 0.15
"""Heads that a team must lack to count as short; smaller gaps come and go."""

SETTLED: Final = 1.8
"""Turns' worth of work, at last turn's pace, after which a provider's pace is representative."""

LOW: Final = 3.0
"""Runway in turns below which cash is low."""

PRESSING: Final = (
    Occasion.REQUEST,
    Occasion.CASH_LOW,
    Occasion.OVERLOAD,
    Occasion.TEAM_SHORT,
    Occasion.SERVICE_SHORT,
    Occasion.PROJECT_SLIPS,
)
"""Urgent occasions: they cost something this turn already, or cannot be settled in the next."""

LEVELS: Final = tuple(Oversight)

Needs = Callable[[Observation, Sequence[o.Order]], Iterator[str]]
"""(facts, drafted) → the subjects for which an occasion holds and no draft settles it yet."""


def current(facts: Observation, drafted: Sequence[o.Order], gone: Iterable[Hint]) -> list[Hint]:
    """The hints that apply now and are not settled: urgent ones first, then the others.

    Args:
        facts: What the player knows.
        drafted: The orders drafted for this turn.
        gone: Hints that must not be shown any more.
    """
    if facts.outcome is not None:
        return []
    gone = set(gone)
    needs: dict[Occasion, list[str]] = {}
    found = []
    for hint in facts.scenario.hints:
        if hint in gone or not hint.text:
            continue
        if hint.when is None:
            if hint.turn == facts.turn:
                found.append(hint)
        elif hint.turn <= facts.turn:
            if hint.when not in needs:
                needs[hint.when] = list(OCCASIONS[hint.when](facts, drafted))
            if hint.subject in needs[hint.when] or (needs[hint.when] and not hint.subject):
                found.append(hint)
    return sorted(found, key=lambda hint: hint.when not in PRESSING)


def over(
    before: Observation, orders: Sequence[o.Order], after: Observation, gone: Iterable[Hint]
) -> frozenset[Hint]:
    """The hints that must not be shown any more after a turn.

    A hint is shown from when it first applies until it is settled or no longer applies; those that
    nothing settles are shown for one turn.

    Args:
        before: What the player knew in the turn played.
        orders: The orders given.
        after: What the player knows now.
        gone: Hints that were over before.
    """
    gone = frozenset(gone)
    shown = set()
    for count in range(len(orders) + 1):
        shown.update(current(before, orders[:count], gone)[:1])
    still = set(current(before, orders, gone)) & set(current(after, (), gone))
    return gone | {hint for hint in shown if hint not in still or hint.when in MOMENTS}


# ----------------------------------------------------------------------------------- occasions


def _given(drafted: Sequence[o.Order]) -> set[str]:
    """The tasks that drafted orders give to somebody."""
    return {order.task for order in drafted if isinstance(order, o.Award)}


def _staffed(drafted: Sequence[o.Order]) -> set[str]:
    """The teams for which drafted orders hire people or set overtime."""
    return {order.team for order in drafted if isinstance(order, o.Hire | o.Overtime)}


def _looked_at(
    facts: Observation, drafted: Sequence[o.Order], better: Callable[[int, int], bool]
) -> set[str]:
    """Tasks whose oversight level drafted orders raise or lower, as `better` says."""
    found = set()
    for order in drafted:
        if isinstance(order, o.Oversee) and order.engagement in facts.engagements:
            running = facts.engagements[order.engagement]
            if better(LEVELS.index(order.level), LEVELS.index(running.terms.oversight)):
                found.add(running.task)
    return found


def _holders(facts: Observation, task: TaskFacts) -> set[str]:
    return {facts.engagements[key].provider for key in task.engagements}


def _open_tasks(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    given = _given(drafted)
    for key, task in facts.tasks.items():
        if task.state is TaskState.OPEN and key not in given:
            yield key


def _hours_left(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    if oversee.committed(facts) > SPARE * oversee.available_hours(facts):
        return
    closer = _looked_at(facts, drafted, gt)
    for engagement in facts.engagements.values():
        loose = engagement.terms.oversight is not Oversight.CLOSE and not engagement.ends
        if loose and engagement.task not in closer:
            yield engagement.task


def _overload(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    eased = any(isinstance(order, o.End) for order in drafted)
    eased = eased or bool(_looked_at(facts, drafted, lt))
    if oversee.committed(facts) > oversee.available_hours(facts) and not eased:
        yield ""


def _short_teams(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    staffed = _staffed(drafted)
    least = -SHORT * formulas.productive_hours(facts.rules, facts.scenario.turn_months)
    for key in facts.teams:
        if free_hours(facts, key) < least and key not in staffed:
            yield key


def _short_services(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    given, staffed = _given(drafted), _staffed(drafted)
    for key, task in facts.tasks.items():
        running = task.state is TaskState.RUNNING and task.short_turns > 0
        if running and key not in given and not staffed & _holders(facts, task):
            yield key


def _slipping(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    seen = _given(drafted) | _looked_at(facts, drafted, gt)
    for key, task in facts.tasks.items():
        if key not in seen and task.state is TaskState.RUNNING and _slips(facts, task):
            yield key


def _slips(facts: Observation, task: TaskFacts) -> bool:
    """Whether a project is late, or will be at last turn's pace."""
    due, running = task.spec.deadline, [facts.engagements[key] for key in task.engagements]
    if task.spec.kind is not TaskKind.PROJECT or due is None:
        return False
    if facts.turn > due:
        return True
    if any(one.hours < SETTLED * one.turn_hours or one.hours <= 0.0 for one in running):
        return False  # whoever has hardly begun may still speed up
    pace = math.fsum(one.turn_done for one in running)
    left = max(0.0, task.spec.hours - task.done)
    return pace * (due - facts.turn + 1) < left


def _incidents(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    for incident in facts.incidents:
        if incident.turn == facts.turn - 1:
            yield incident.task


def _requests(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    answered = {order.request for order in drafted if isinstance(order, o.Answer)}
    for key, request in facts.requests.items():
        if key not in answered:
            yield request.kind.value


def _deals(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    settled = {order.deal for order in drafted if isinstance(order, o.AcceptDeal | o.DeclineDeal)}
    for key, state in facts.deals.items():
        if state is DealState.OFFERED and key not in settled:
            yield key


def _cash_low(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    lasts = explain.runway(facts)
    if lasts is not None and lasts < LOW:
        yield ""


def _all_decided(facts: Observation, drafted: Sequence[o.Order]) -> Iterator[str]:
    waiting = (needs(facts, drafted) for needs in (_open_tasks, _requests, _deals))
    if not any(True for needs in waiting for _ in needs):
        yield ""


OCCASIONS: Final[Mapping[Occasion, Needs]] = {
    Occasion.OPEN_TASK: _open_tasks,
    Occasion.HOURS_LEFT: _hours_left,
    Occasion.OVERLOAD: _overload,
    Occasion.TEAM_SHORT: _short_teams,
    Occasion.SERVICE_SHORT: _short_services,
    Occasion.PROJECT_SLIPS: _slipping,
    Occasion.INCIDENT: _incidents,
    Occasion.REQUEST: _requests,
    Occasion.DEAL: _deals,
    Occasion.CASH_LOW: _cash_low,
    Occasion.ALL_DECIDED: _all_decided,
}
"""The subjects of each occasion; a new one needs a member of `Occasion`, a function and a row."""

MOMENTS: Final = (None, Occasion.INCIDENT, Occasion.CASH_LOW, Occasion.ALL_DECIDED)
"""Occasions that no order settles; their hints are shown for one turn."""
