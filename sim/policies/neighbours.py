"""The neighbours of a turn's orders: the same orders with one decision changed.

The planners try these. All of them are legal; whether any is good is not decided here.
"""

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from sim.engine import legality
from sim.engine.orders.suppliers import references_left
from sim.forecast.terms import last_wanted_turn
from sim.model.market import Offer
from sim.model.orders import (
    AcceptDeal,
    Answer,
    AskReferences,
    Award,
    DeclineDeal,
    Hire,
    LayOff,
    Order,
    Oversee,
)
from sim.model.vocabulary import Kind, Mode, Oversight, TaskKind, TaskState
from sim.model.world import Observation, TaskFacts
from sim.policies.reassignment import bring_home
from sim.policies.valuation import ranked

Orders = tuple[Order, ...]

LEVELS: Final = tuple(Oversight)

STRANGERS: Final = 3
"""Most unknown providers whose references are requested for a task, most promising first."""

ENOUGH_LEFT: Final = 3
"""Turns that a service must have left to be moved."""


def variations(facts: Observation, base: Orders) -> list[Orders]:
    """All legal variations of `base` that this module knows, without duplicates."""
    found: dict[Orders, None] = {}
    for orders in _all(facts, base):
        if orders != base and not legality.problems(facts, orders):
            found[orders] = None
    return list(found)


def _all(facts: Observation, base: Orders) -> Iterator[Orders]:
    for place, order in enumerate(base):
        before, after = base[:place], base[place + 1 :]
        for other in _instead(facts, order):
            yield (*before, *other, *after)
    taken = {order.task for order in base if isinstance(order, Award)}
    for task in facts.tasks.values():
        if task.spec.id not in taken and task.state is TaskState.RUNNING:
            for orders in _moves(facts, task):
                yield (*base, *orders)
    yield from _besides(facts, base)


def _instead(facts: Observation, order: Order) -> Iterator[Orders]:
    """Orders to try in place of this one."""
    if isinstance(order, Answer):
        request = facts.requests[order.request]
        for choice in request.choices:
            yield (Answer(request.id, choice.id),)
        return
    yield ()
    if isinstance(order, Award):
        for award in _best_of_each(facts, facts.tasks[order.task]):
            yield (evolve(award, beside=order.beside),)
        for level in LEVELS[1:]:
            yield (evolve(order, terms=evolve(order.terms, oversight=level)),)
        if asked := _references(facts, order):
            yield asked
    elif isinstance(order, Hire | LayOff):
        for heads in {order.heads * 2, max(1, order.heads // 2)}:
            yield (evolve(order, heads=heads),)
    elif isinstance(order, AcceptDeal):
        yield (DeclineDeal(order.deal),)
    elif isinstance(order, DeclineDeal):
        yield (AcceptDeal(order.deal),)


def _references(facts: Observation, award: Award) -> Orders:
    """Requests for references on an unknown provider and its rivals, before anything is awarded."""
    left = {
        key: references_left(facts.rules, provider) for key, provider in facts.providers.items()
    }
    if not left.get(facts.offers[award.offer].provider):
        return ()
    offers = [one for one in legality.options(facts, award.task) if left.get(one.provider)]
    first = [facts.offers[one.offer].provider for one, _ in ranked(facts, offers, 0)[:STRANGERS]]
    return tuple(AskReferences(key, left[key]) for key in first)


def _moves(facts: Observation, task: TaskFacts) -> Iterator[Orders]:
    """Other providers for a running task."""
    if any(facts.engagements[key].ends for key in task.engagements):
        return
    service = task.spec.kind is TaskKind.FUNCTION
    if service and last_wanted_turn(facts, task.spec) - facts.turn < ENOUGH_LEFT:
        return
    now = {facts.engagements[key].provider for key in task.engagements}
    for award in _best_of_each(facts, task):
        provider = facts.offers[award.offer].provider
        if provider not in now:
            yield (award,)
            if task.short_turns:
                yield (evolve(award, beside=True),)
    home = bring_home(facts, task)
    if home is not None:
        yield home[0]


def _best_of_each(facts: Observation, task: TaskFacts) -> list[Award]:
    """The most promising offer of each kind in each mode."""
    groups: dict[tuple[Kind, Mode], list[Offer]] = {}
    for offer in legality.options(facts, task.spec.id):
        groups.setdefault((offer.kind, offer.mode), []).append(offer)
    return [ranked(facts, offers, 1)[0][0] for offers in groups.values()]


def _besides(facts: Observation, base: Orders) -> Iterator[Orders]:
    """Orders to add: closer or lighter oversight, and one head more or less in a team."""
    looked = {order.engagement: order.level for order in base if isinstance(order, Oversee)}
    for key, engagement in facts.engagements.items():
        if engagement.ends:
            continue
        place = LEVELS.index(looked.get(key, engagement.terms.oversight))
        others = [order for order in base if getattr(order, "engagement", None) != key]
        for level in LEVELS[max(1, place - 1) : place + 2]:
            yield (*others, Oversee(key, level))
    touched = {order.team for order in base if isinstance(order, Hire | LayOff)}
    for team in facts.teams.values():
        if team.id not in touched:
            yield (*base, Hire(team.id, 1))
            yield (*base, LayOff(team.id, 1))
