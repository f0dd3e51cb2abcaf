"""A forecast: many futures of an award, drawn from what the player can know.

Each future is a sampled world, narrowed to what bears on the award, that the engine plays turn by
turn with default orders. The ranges are quantiles over the futures.
"""

import math
from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from sim.engine import bids
from sim.engine.numbers import clamp
from sim.engine.record import Record
from sim.engine.turn import live_through
from sim.forecast.default_play import answers, replacements
from sim.forecast.estimation import estimate
from sim.forecast.outcomes import Span
from sim.forecast.relevant_world import relevant_world
from sim.forecast.sampling import BeliefSampler
from sim.forecast.tally import Actual, CostTally
from sim.forecast.terms import default_terms
from sim.model.explanation import FigureKind
from sim.model.orders import Award, CloseSite, Hire, LayOff, Order
from sim.model.vocabulary import Account, TaskState
from sim.model.world import Observation, World

FUTURES: Final = 300
"""The number of futures in a forecast."""

ENDS = (0.1, 0.5, 0.9)
"""The quantiles that a range shows: its ends contain four futures in five."""

RANGES: Final[dict[FigureKind, str]] = {
    FigureKind.OFFER_ALL_IN: "all_in",
    FigureKind.OFFER_LEAVES: "leaves",
    FigureKind.OFFER_FINISH: "finish",
    FigureKind.OFFER_QUALITY: "quality",
    FigureKind.OFFER_OVERSIGHT: "oversight",
    FigureKind.OFFER_EXPOSURE: "exposure",
    FigureKind.OFFER_PAYS: "pays",
    FigureKind.OFFER_SERVICE: "service",
}
"""The figures that a forecast has ranges for, and their fields in an `Actual`."""

LONGEST: Final = 36
"""Turns after which an unfinished project is no longer followed."""

MEANS: Final = 10**13
"""Minor units added to the firm's cash in a future: whether it can pay is another question."""


@frozen
class Forecast:
    """What an award may lead to: 80% ranges over futures. Money in minor units."""

    spans: dict[FigureKind, Span]
    """The range of each figure in `RANGES`."""
    done: float
    """Share of the futures in which the work was done, or given in full."""
    futures: int
    cases: dict[FigureKind, tuple[Actual, ...]] = field(repr=False, eq=False)
    """The futures at the low end, the middle and the high end of each figure's range."""


def forecast(
    facts: Observation,
    award: Award,
    futures: int = FUTURES,
    seed: int = 0,
    drafted: Sequence[Order] = (),
) -> Forecast:
    """Forecast what an award may lead to, with default play afterwards.

    Args:
        facts: What is known.
        award: A legal award.
        futures: How many to draw.
        seed: Seed of the futures' luck: equal seeds give equal forecasts.
        drafted: Orders drafted for the turn.
    """
    numbers = range(seed * FUTURES, seed * FUTURES + futures)
    return summed(play(Prospect.of(facts, award, drafted), numbers))


def play(prospect: "Prospect", numbers: Sequence[int]) -> list[Actual]:
    """Play the futures of an award with these numbers."""
    return Player(prospect).play(numbers)


def summed(found: Sequence[Actual]) -> Forecast:
    """Sum futures up in ranges."""
    spans: dict[FigureKind, Span] = {}
    cases: dict[FigureKind, tuple[Actual, ...]] = {}
    for kind, name in RANGES.items():
        met = [one for one in found if getattr(one, name) is not None] or list(found)
        met.sort(key=lambda one: getattr(one, name) or 0.0)
        ends = [met[_rank(share, len(met))] for share in ENDS]
        spans[kind] = Span(*(getattr(one, name) or 0.0 for one in ends))
        cases[kind] = tuple(ends)
    return Forecast(
        spans=spans,
        done=sum(one.finished for one in found) / len(found),
        futures=len(found),
        cases=cases,
    )


def _rank(share: float, number: int) -> int:
    """The index of a quantile among `number` sorted values (nearest rank)."""
    return min(number - 1, max(0, math.ceil(share * number) - 1))


@frozen
class Prospect:
    """An award and the part of the world that bears on it: all that a future needs."""

    facts: Observation
    """Narrowed to what bears on the award."""
    award: Award
    learned: float
    """Expected change in the firm's knowledge of the discipline in a turn."""
    with_it: tuple[Order, ...] = ()
    """Orders carried out in the same turn."""

    @classmethod
    def of(cls, facts: Observation, award: Award, drafted: Sequence[Order] = ()) -> "Prospect":
        """Narrow the facts to an award; `drafted` are the turn's drafted orders."""
        learned = estimate(facts, award).knowledge * facts.scenario.turn_months / 12.0
        narrowed, with_it = relevant_world(facts, award, drafted)
        return cls(narrowed, award, learned, with_it)


class Player:
    """Plays futures of an award to their end by default play."""

    def __init__(self, prospect: Prospect) -> None:
        self._facts, self._award = prospect.facts, prospect.award
        self._learned = prospect.learned
        self._sampler = BeliefSampler(self._facts)
        self._discipline = self._facts.tasks[self._award.task].spec.discipline
        self._orders = (*prospect.with_it, self._award)
        self._posts = {
            key: team.heads + sum(heads for _, heads in team.arriving)
            for key, team in self._facts.teams.items()
        }
        for order in prospect.with_it:
            if isinstance(order, Hire | LayOff) and order.team in self._posts:
                self._posts[order.team] += order.heads if isinstance(order, Hire) else -order.heads
            elif isinstance(order, CloseSite):
                self._posts[order.site] = 0

    def play(self, numbers: Sequence[int]) -> list[Actual]:
        """What the award leads to in each of these futures."""
        return [self._play(number) for number in numbers]

    def _play(self, number: int) -> Actual:
        world = self._sampler.world(number)
        world.balances[Account.CASH] += MEANS
        world.balances[Account.CAPITAL] -= MEANS
        tally = CostTally.of(world, self._award.task)
        orders: Sequence[Order] = self._orders
        for turn in range(1, max(LONGEST, tally.turns) + 1):
            record = Record(postings=True)
            live_through(world, orders, record)  # nobody judges a future
            world.turn += 1
            tally.add(world, record)
            if tally.over:
                break
            self._hold_rest(world, turn)
            orders = self._default_orders(world)
        return tally.actual(world)

    def _hold_rest(self, world: World, turn: int) -> None:
        """Set what depends on the rest of the firm to what is expected of it."""
        world.reputation = self._facts.reputation
        world.knowledge.update(self._facts.knowledge)
        known = self._facts.knowledge[self._discipline] + turn * self._learned
        world.knowledge[self._discipline] = clamp(known, 0.0, 1.0)

    def _default_orders(self, world: World) -> list[Order]:
        """Answers, hires for vacant posts, and a new provider for work that nobody has."""
        orders = [*answers(world), *replacements(world.teams.values(), self._posts)]
        task = world.tasks[self._award.task]
        if task.state is TaskState.OPEN:
            offers = [one for one in bids.tender(world, task) if one.kind.external]
            if offers:
                offer = min(offers, key=lambda one: one.quotes[0].amount)
                orders.append(Award(task.spec.id, offer.id, default_terms(world, offer)))
        return orders
