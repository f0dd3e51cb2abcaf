"""Guesses: what a player expected of an award, and how that did against the forecast."""

from attrs import frozen

from sim.engine import bids
from sim.forecast.costs import team_hour
from sim.forecast.outcomes import Span
from sim.forecast.rollout import ENDS, Forecast
from sim.forecast.tally import YEAR, Actual
from sim.forecast.terms import horizon
from sim.model.explanation import FigureKind
from sim.model.orders import Award
from sim.model.vocabulary import Pricing, TaskKind
from sim.model.world import Observation

MOST_LEAD = 10.0
"""The lead of a guess that was exactly right."""

MEANT = ENDS[-1] - ENDS[0]
"""Share of outcomes that a guess, like a forecast's range, is meant to contain."""

GUESSED = (FigureKind.OFFER_FINISH, FigureKind.OFFER_ALL_IN)
"""The figures guessed: when the work is done, and its all-in cost."""


def promised(facts: Observation, award: Award) -> tuple[Span, Span]:
    """What an offer itself promises, if nothing goes wrong: its finish (turn) and its price (minor
    units). Own people name no price, so theirs is what their hours cost."""
    offer, spec = facts.offers[award.offer], facts.tasks[award.task].spec
    done = float(facts.turn + max(1, offer.turns) - 1)
    if award.terms.pricing is Pricing.OWN:
        price = team_hour(facts, offer.provider) * offer.hours
    else:
        price = float(bids.price(facts, offer, award.terms))
        if award.terms.pricing is not Pricing.FIXED:
            price *= offer.hours
    if spec.kind is TaskKind.FUNCTION:
        price *= min(YEAR / facts.scenario.turn_months, horizon(facts, spec))
    price = float(round(price))
    return Span(done, done, done), Span(price, price, price)


@frozen
class Guess:
    """A player's guess, made when a task was awarded."""

    award: Award
    turn: int
    """The turn of the award."""
    finish: Span
    """Turns; the middle is between the ends."""
    cost: Span
    """All-in cost (minor units)."""
    seen: Forecast
    """The forecast at the time."""

    def span(self, kind: FigureKind) -> Span:
        """The guess at a figure."""
        return self.finish if kind is FigureKind.OFFER_FINISH else self.cost


@frozen
class Mark:
    """How a guess did on one figure, and how the forecast did."""

    kind: FigureKind
    guessed: Span
    foreseen: Span
    came: float

    @property
    def right(self) -> bool:
        """Whether the guess contained the actual figure."""
        return holds(self.guessed, self.came)

    @property
    def forecast_right(self) -> bool:
        """Whether the forecast contained the actual figure."""
        return holds(self.foreseen, self.came)

    @property
    def lead(self) -> float:
        """The forecast's penalty over the guess's: above 1 the guess was better."""
        mine, its = penalty(self.guessed, self.came), penalty(self.foreseen, self.came)
        return its / mine if mine > 0.0 else 1.0 if its <= 0.0 else MOST_LEAD


def holds(span: Span, value: float) -> bool:
    """Whether a range contains a value, its ends included."""
    return span.low <= value <= span.high


def penalty(span: Span, value: float) -> float:
    """The interval score of an 80% range: its width, plus ten times what it misses by.

    In the long run it is lowest for those who state the quantiles they believe in, neither wider
    nor narrower (Gneiting & Raftery 2007, section 6.2).
    """
    tail = 1.0 - MEANT
    missed = max(0.0, span.low - value) + max(0.0, value - span.high)
    return span.high - span.low + 2.0 / tail * missed


def marks(guess: Guess, came: Actual) -> tuple[Mark, ...]:
    """How a guess did, by figure."""
    values = {FigureKind.OFFER_FINISH: came.finish, FigureKind.OFFER_ALL_IN: came.all_in}
    return tuple(
        Mark(kind, guess.span(kind), guess.seen.spans[kind], values[kind]) for kind in GUESSED
    )
