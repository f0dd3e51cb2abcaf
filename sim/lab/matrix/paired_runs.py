"""Paired runs: a firm with the work and the same firm without it, under the same luck.

A firm whose people have no other job needs no counterpart: without the work it would have neither.
"""

import math
from collections.abc import Mapping, Sequence

from attrs import frozen

from sim.lab.trials.conduct import Form, MovesWork, SetOnAForm
from sim.lab.trials.cost import NOTHING, Bill, bill, in_wages
from sim.lab.trials.firms import WORK, busy_firm, staffed_firm
from sim.lab.trials.play import turns
from sim.lab.trials.work import Work
from sim.model.scenario import Scenario
from sim.model.vocabulary import TaskKind
from sim.model.world import Observation

RUNS_IN_FULL = 0.95
"""Share of its hours from which a function counts as running in full."""


@frozen
class Trial:
    """One form under one seed, less the firm without the work."""

    parts: dict[str, float]
    """Extra cost by part, in multiples of the home wage per standard hour wanted."""
    hours: float
    """Standard hours done over those wanted; above 1 where the work grew."""
    delivered: float
    """Standard hours done over those wanted (function); 1 if accepted, else 0 (project)."""
    quality: float | None
    """As customers met it, 0..100; None where they never did."""
    turns: float
    """Turns from opening to acceptance (project) or full service (function); the whole game if
    neither came."""
    oversight: float
    """Extra managers' hours wanted per turn."""
    borne: float
    """Extra unrecovered losses, in multiples of the home wage per hour wanted."""


@frozen
class _Without:
    """The figures of the firm without the work, to subtract; zero by default."""

    bill: Bill = NOTHING
    borne: int = 0
    """Unrecovered losses (minor units)."""
    watched: float = 0.0
    """Managers' hours wanted."""


def trials(
    work: Work, forms: Sequence[Form], seed: int, rules: Mapping[str, float]
) -> tuple[Trial | None, ...]:
    """A trial of each form under a seed; None where no provider of a form took the work.

    `rules` are coefficients that differ from the rule book.
    """
    facts, _ = _played(busy_firm(work, False, rules), SetOnAForm(None), seed)
    without = _Without(bill(facts), _borne(facts), facts.totals.oversight_wanted)
    return tuple(
        _settled(work, seed, rules) if form.settled else _busy(work, form, seed, rules, without)
        for form in forms
    )


def _busy(
    work: Work, form: Form, seed: int, rules: Mapping[str, float], without: _Without
) -> Trial | None:
    """A firm busy with its core gives the work to a form."""
    return _trial(work, *_played(busy_firm(work, True, rules), SetOnAForm(form), seed), without)


def _settled(work: Work, seed: int, rules: Mapping[str, float]) -> Trial | None:
    """A firm whose people have no other job; None for a project, which is nobody's only job."""
    if work.kind is TaskKind.PROJECT:
        return None
    played = _played(staffed_firm(work, work.months, rules), MovesWork(None), seed)
    return _trial(work, *played, _Without())


def _trial(work: Work, facts: Observation, months: int, without: _Without) -> Trial | None:
    runs = [run for run in (*facts.engagements.values(), *facts.past.values()) if run.task == WORK]
    if not runs:
        return None
    task, played = facts.tasks[WORK], facts.turn - 1
    asked = work.hours * (played if work.kind is TaskKind.FUNCTION else 1)
    extra = bill(facts).less(without.bill)
    hours = math.fsum(run.done for run in runs) / asked
    delivered = hours if work.kind is TaskKind.FUNCTION else float(task.delivered > 0)
    met = delivered > 0.0 and task.quality_weight > 0.0
    return Trial(
        parts={name: in_wages(amount, asked) for name, amount in extra.parts.items()},
        hours=hours,
        delivered=delivered,
        quality=task.quality_points / task.quality_weight if met else None,
        turns=float(months),
        oversight=(facts.totals.oversight_wanted - without.watched) / played,
        borne=in_wages(_borne(facts) - without.borne, asked),
    )


def _borne(facts: Observation) -> int:
    return facts.totals.losses - facts.totals.recovered


def _played(
    scenario: Scenario, decides: SetOnAForm | MovesWork, seed: int
) -> tuple[Observation, int]:
    """The end of a game, and the turn in which the work was accepted or first ran in full."""
    running = 0
    for game in turns(scenario, decides, seed):
        facts = game.observation
        task = facts.tasks[WORK]
        if not running and task.asked > 0.0 and task.service >= RUNS_IN_FULL:
            running = facts.turn - 1
    return facts, task.delivered or running or facts.turn - 1
