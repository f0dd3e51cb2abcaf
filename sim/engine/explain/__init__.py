"""Numbers taken apart: parts that add up to them exactly.

Money comes from a recorded turn's postings, the rest from the facts and from what phases noted.
Numbers that are no money are counted in whole hundredths; parts are rounded so that the running
sum never strays.
"""

from collections.abc import Callable

from sim.engine.explain import money, shares
from sim.engine.explain.money import burn, runway
from sim.engine.explain.parts import Play, label, split, subject
from sim.engine.record import Record
from sim.model.explanation import Explanation, Figure, FigureKind
from sim.model.world import Observation, World

__all__ = ["burn", "explain", "label", "runway", "split", "subject"]


ELSEWHERE = tuple(kind for kind in FigureKind if kind.value.startswith(("offer", "provider")))
"""Figures of what is only believed: `sim.forecast` takes them apart."""


def explain(
    figure: Figure,
    before: World | None,
    after: World,
    record: Record | None,
    now: Observation,
) -> Explanation:
    """The parts of a figure.

    Raises:
        ValueError: a figure that does not exist: an engagement that is not there, a turn unplayed.
    """
    return _FIGURES[figure.kind](figure, (before, after, record, now))


def _not_here(figure: Figure, play: Play) -> Explanation:
    raise ValueError("what is only believed is taken apart by sim.forecast")


_FIGURES: dict[FigureKind, Callable[[Figure, Play], Explanation]] = {
    FigureKind.CASH: money.cash,
    FigureKind.COST: money.cost,
    FigureKind.TOTAL_COST: money.total_cost,
    FigureKind.REVENUE: money.revenue,
    FigureKind.QUALITY: shares.quality,
    FigureKind.QUALITY_TURN: shares.quality_turn,
    FigureKind.OVERSIGHT_LOAD: shares.oversight_load,
    FigureKind.OVERSIGHT_PROMISED: shares.promised,
    FigureKind.BORNE: money.borne,
    FigureKind.REPUTATION: shares.reputation,
    FigureKind.RUNWAY: money.explain_runway,
    FigureKind.MORALE: shares.morale,
    FigureKind.SCORE: shares.score,
    FigureKind.ENGAGEMENT_PAID: money.paid,
    FigureKind.ENGAGEMENT_OVERSIGHT: shares.oversight,
    FigureKind.ENGAGEMENT_EFFORT: shares.effort,
    FigureKind.TEAM_HOURS: shares.team_hours,
    **dict.fromkeys(ELSEWHERE, _not_here),
}
"""What takes each kind of figure apart."""
