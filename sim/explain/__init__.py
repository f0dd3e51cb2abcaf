"""Explanations of figures: parts that add up to them exactly.

Money comes from a recorded turn's postings, the rest from the facts and the turn's record. Figures
other than money are counted in whole hundredths; parts are rounded so that their sum is exact.
"""

from collections.abc import Callable

from sim.engine.record import Record
from sim.explain import asks, goals, losses, money, people, shares, work
from sim.explain.money import burn, runway
from sim.explain.parts import Play, course, label, split, subject
from sim.model.explanation import FAMILIES, Explanation, Family, Figure, FigureKind
from sim.model.world import Observation, World

__all__ = [
    "BELIEVED",
    "PLANNED",
    "burn",
    "course",
    "explain",
    "label",
    "runway",
    "split",
    "subject",
]


BELIEVED = tuple(
    kind
    for family in (Family.OFFER, Family.PROVIDER)
    for kind in FAMILIES[family]
    if kind is not FigureKind.PROVIDER_TRUST
)
"""Figures that are estimates: `sim.forecast` explains them."""

PLANNED = (FigureKind.TEAM_CAPACITY, FigureKind.TEAM_PROMISED, FigureKind.TEAM_FREE)
"""Hours of own people in the turns to come: `sim.forecast` explains them."""


def explain(
    figure: Figure, before: World | None, after: World, record: Record | None, now: Observation
) -> Explanation:
    """The parts of a figure.

    Args:
        figure: What to explain.
        before: The world before the figure's turn; None if no turn has been played.
        after: The world after it.
        record: The turn's record; None if no turn has been played.
        now: What is known now, which may be turns later.

    Raises:
        ValueError: The figure does not exist, or `sim.forecast` explains it.
    """
    return _FIGURES[figure.kind](figure, Play(before, after, record, now))


def _elsewhere(figure: Figure, play: Play) -> Explanation:
    raise ValueError("sim.forecast explains estimates and plans")


_FIGURES: dict[FigureKind, Callable[[Figure, Play], Explanation]] = {
    FigureKind.CASH: money.cash,
    FigureKind.COST: money.cost,
    FigureKind.TOTAL_COST: money.total_cost,
    FigureKind.REVENUE: money.revenue,
    FigureKind.TOTAL_REVENUE: money.total_revenue,
    FigureKind.ACCOUNT: money.account,
    FigureKind.QUALITY: shares.quality,
    FigureKind.QUALITY_TURN: shares.quality_turn,
    FigureKind.OVERSIGHT_LOAD: shares.oversight_load,
    FigureKind.OVERSIGHT_PROMISED: shares.promised,
    FigureKind.OVERSIGHT_HOURS: shares.oversight_hours,
    FigureKind.MANAGER_HOURS: shares.manager_hours,
    **dict.fromkeys(losses.SUMS, losses.over_the_game),
    **dict.fromkeys(losses.SHARES, losses.share),
    FigureKind.BORNE_TURN: losses.borne_turn,
    FigureKind.INCIDENT: losses.incident,
    FigureKind.INCIDENT_LOSS: losses.incident_loss,
    FigureKind.INCIDENT_REPUTATION: losses.incident_reputation,
    FigureKind.CLAUSE_GAVE: losses.clause,
    FigureKind.CLAUSE_MOST: losses.clause,
    FigureKind.MODE_HOURS: work.mode_hours,
    FigureKind.MODE_SHARE: work.mode_share,
    FigureKind.REPUTATION: shares.reputation,
    FigureKind.RUNWAY: money.explain_runway,
    FigureKind.MORALE: shares.morale,
    FigureKind.SCORE: goals.score,
    FigureKind.OBJECTIVE: goals.objective,
    FigureKind.OBJECTIVE_POINTS: goals.objective_points,
    FigureKind.TASK_DONE: work.task_done,
    FigureKind.TASK_SERVICE: work.task_service,
    FigureKind.KNOWLEDGE: people.knowledge,
    FigureKind.ENGAGEMENT_PAID: money.paid,
    FigureKind.ENGAGEMENT_OVERSIGHT: work.oversight,
    FigureKind.ENGAGEMENT_EFFORT: work.effort,
    FigureKind.ENGAGEMENT_GIVEN: work.given,
    FigureKind.ENGAGEMENT_ASKED: work.asked,
    FigureKind.ENGAGEMENT_DONE: work.done,
    FigureKind.ENGAGEMENT_HOURS: work.hours,
    FigureKind.ENGAGEMENT_PACE: work.pace,
    FigureKind.ENGAGEMENT_ESCROW: work.escrow,
    FigureKind.ENGAGEMENT_FEE: work.fee,
    FigureKind.REQUEST_SUM: asks.amount,
    FigureKind.CHOICE_COST: asks.cost,
    FigureKind.CHOICE_HOURS: asks.hours,
    FigureKind.CHOICE_PRICE: asks.price,
    FigureKind.PROVIDER_TRUST: people.trust,
    FigureKind.TEAM_HEADS: people.heads,
    FigureKind.TEAM_HOURS: people.hours,
    FigureKind.TEAM_USED: people.used,
    FigureKind.TEAM_SKILL: people.skill,
    FigureKind.TEAM_MORALE: people.team_morale,
    FigureKind.TEAM_WAGE: people.wage,
    FigureKind.TEAM_NOVICES: people.novices,
    FigureKind.TEAM_TURNOVER: people.turnover,
    **dict.fromkeys((*BELIEVED, *PLANNED), _elsewhere),
}
"""The function that explains each kind of figure."""
