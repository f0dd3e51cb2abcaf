"""Twins: a firm with the work and the same firm without it, under the same luck.

Where the work is its people's only job, the firm without it would have neither, and no twin is
needed.
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
"""Share of what is asked for from which a function counts as running."""


@frozen
class Trial:
    """What one form came to under one seed, beside the firm without the work; for people whose only
    job it is, altogether.
    """

    parts: dict[str, float]
    """Extra cost by part, in multiples of the home wage per standard hour asked for."""
    hours: float
    """Standard hours worked off, over those asked for; above 1 where the work grew."""
    delivered: float
    """Of a function, standard hours over those asked for; of a project, 1 when accepted, else 0."""
    quality: float | None
    """As customers met it, 0..100; None where they never did."""
    turns: float
    """From its opening to acceptance (project) or to full service (function); the whole game where
    it never came to that."""
    oversight: float
    """Extra managers' hours asked for in a turn."""
    borne: float
    """Extra losses less what was recovered, in multiples of the wage per hour asked for."""


@frozen
class _Without:
    """What the firm without the work came to, which is taken off: nothing where there is none."""

    bill: Bill = NOTHING
    borne: int = 0
    """Losses less what was recovered (minor units)."""
    watched: float = 0.0
    """Managers' hours asked for."""


def trials(
    work: Work, forms: Sequence[Form], seed: int, rules: Mapping[str, float]
) -> tuple[Trial | None, ...]:
    """A trial of each form; None where nobody of that form took the work on.

    Args:
        work: The archetype.
        forms: The forms to be tried.
        seed: Of all luck, that of both twins.
        rules: Coefficients that differ from the rule book.
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
    """A firm that is busy otherwise gives the work to a form."""
    return _trial(work, *_played(busy_firm(work, True, rules), SetOnAForm(form), seed), without)


def _settled(work: Work, seed: int, rules: Mapping[str, float]) -> Trial | None:
    """A firm whose people have the work for their only job. A project is nobody's."""
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
    """A game at its end, and the turn in which the work was accepted or first ran in full."""
    running = 0
    for game in turns(scenario, decides, seed):
        facts = game.observation
        task = facts.tasks[WORK]
        if not running and task.asked > 0.0 and task.service >= RUNS_IN_FULL:
            running = facts.turn - 1
    return facts, task.delivered or running or facts.turn - 1
