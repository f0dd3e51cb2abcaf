"""Paired runs: one firm under one luck (common random numbers), with one order or with another.

A `Situation` is a firm at the moment of a decision. `margins` plays the order in one run, and each
other kind of order, or none, in the others, and says by how many points the first did better.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from math import inf
from statistics import fmean, stdev
from typing import Any

from attrs import Factory, frozen

from sim.engine import legality
from sim.engine.observe import clone, observe
from sim.engine.phases import judge
from sim.engine.turn import resolve
from sim.games.game import Game
from sim.model import orders as o
from sim.model.orders import Order
from sim.model.scenario import Scenario
from sim.model.vocabulary import Oversight
from sim.model.world import Observation
from tests.builders import home, world_of

Plan = Mapping[int, Sequence[Order]]
"""Orders by how many turns after the decision they are given; 0 is the decision itself."""

Player = Callable[[Observation], Sequence[Order]]


@frozen
class Situation:
    """A decision, and everything that does not depend on it."""

    scenario: Scenario
    before: Plan = Factory(dict)
    """Orders that led up to it, by turn, from 1."""
    waits_for: str = ""
    """The kind of request that triggers the decision."""
    turn: int = 1
    """The turn of the decision, if it waits for no request."""
    then: Player | None = None
    """The orders that follow, whatever was decided."""
    rivals: Mapping[str, Plan] = Factory(dict)
    """Multi-turn plans to compare as well."""


def arrive(situation: Situation, seed: int) -> Game | None:
    """The firm at the moment of the decision; None if that never comes under this seed."""
    game = Game.new(situation.scenario, seed, keep_turns=False)
    while not game.over:
        kinds = [request.kind.value for request in game.observation.requests.values()]
        if situation.waits_for in kinds if situation.waits_for else game.turn == situation.turn:
            return game
        game.submit_legal(situation.before.get(game.turn, ()))
    return None


def arrivals(situation: Situation, number: int, first: int = 1) -> list[Game]:
    """The first seeds, from a given one, under which the decision comes."""
    found = (arrive(situation, seed) for seed in count(first))
    return list(islice((game for game in found if game is not None), number))


def end_of(game: Game, plan: Plan, then: Player | None) -> float:
    """A plan's points when the game is over; orders that are illegal by then are left out."""
    world = clone(world_of(game))
    start = world.turn
    while world.outcome is None:
        given = list(plan.get(world.turn - start, ()))
        if world.turn > start and (given or then):
            facts = observe(world)
            wished = [*given, *(then(facts) if then else ())]
            given = []
            for order in wished:
                if not legality.problems(facts, [*given, order]):
                    given.append(order)
        resolve(world, given)
    return judge.score(world)


def others(facts: Observation) -> Iterator[Order]:
    """Orders of every kind that could be given now, one or a few for each subject."""
    for offer in facts.offers.values():
        terms = legality.simplest(offer)
        yield o.Award(offer.task, offer.id, terms)
        if facts.tasks[offer.task].engagements:
            yield o.Award(offer.task, offer.id, terms, beside=True)
    for key, engagement in facts.engagements.items():
        for level in Oversight:
            if level is not engagement.terms.oversight:
                yield o.Oversee(key, level)
        yield o.End(key)
        yield o.Renew(key, 12)
        for team in facts.teams:
            yield home(engagement.task, team)
    for key, team in facts.teams.items():
        yield o.Hire(key, 1)
        yield o.Hire(key, 3)
        yield o.LayOff(key, 1)
        yield o.Train(key, facts.rules.training_limit * team.heads * facts.scenario.turn_months)
        yield o.Overtime(key, facts.rules.full_output_week)
        yield o.CloseSite(key)
    for place in facts.scenario.locations:
        for discipline in facts.knowledge:
            yield o.OpenSite(place.id, discipline, 5)
    for key in facts.providers:
        yield o.Audit(key)
        yield o.AskReferences(key, 3)
    for request in facts.requests.values():
        for choice in request.choices:
            yield o.Answer(request.id, choice.id)
    for deal in facts.deals:
        yield o.AcceptDeal(deal)
        yield o.DeclineDeal(deal)


def sort(facts: Observation, order: Order) -> tuple[Any, ...]:
    """The decision that an order belongs to: two orders of a sort are not rivals."""
    match order:
        case o.Award():
            offer = facts.offers[order.offer]
            return (o.Award, order.task, offer.kind, offer.mode, order.beside)
        case o.Oversee():
            return (o.Oversee, order.engagement, order.level)
        case o.Answer():
            subject = facts.requests[order.request].subject
            contract = {"leave": o.End, "renew": o.Renew}.get(order.choice)
            return (contract, subject) if contract else (o.Answer, order.request, order.choice)
        case o.End() | o.Renew():
            return (type(order), order.engagement)
    return (type(order),)


SETTLES = (o.Answer, o.Award, o.End, o.Hire, o.LayOff, o.Renew)
"""Orders that may settle a matter in another way. All others can accompany any answer."""


def rivals(facts: Observation, plan: Plan) -> dict[str, Plan]:
    """Alternatives to the decision, by name; waiting is named `nothing`.

    An answer excludes no other order, so its rivals are only those that may settle the matter.
    """
    mine = list(plan.get(0, ()))
    sorts = {sort(facts, order) for order in mine}
    asked = next((order.request for order in mine if isinstance(order, o.Answer)), None)
    found: dict[str, Plan] = {}
    if not any(
        isinstance(order, o.Answer) and facts.requests[order.request].choices[0].id == order.choice
        for order in mine
    ):
        found["nothing"] = {}
    for order in others(facts):
        if legality.problems(facts, [order]) or sort(facts, order) in sorts:
            continue
        if asked and not isinstance(order, SETTLES):
            continue
        if isinstance(order, o.Answer):
            if asked in (None, order.request):
                found[f"answer {facts.requests[order.request].kind} {order.choice}"] = {0: (order,)}
        else:
            found[repr(order)] = {0: (order,)}
    return found


SETTLED = 4.0
"""The t at which a rival is dropped, once more than half of the seeds have been played."""


def margins(
    situation: Situation, decide: Callable[[Observation], Plan], seeds: int, first: int = 1
) -> dict[str, tuple[float, float]]:
    """By how many points a decision beats each rival: the mean, and its t."""
    gains: dict[str, list[float]] = {}
    for game in arrivals(situation, seeds, first):
        facts = game.observation
        plan = decide(facts)
        assert not legality.problems(facts, plan.get(0, ()))
        reached = end_of(game, plan, situation.then)
        others_to_it = {**rivals(facts, plan), **situation.rivals}
        if not plan:
            del others_to_it["nothing"]
        for name, rival in others_to_it.items():
            if len(gains.get(name, ())) > seeds // 2 and certainty(gains[name]) > SETTLED:
                continue
            gain = reached - end_of(game, rival, situation.then)
            gains.setdefault(name, []).append(gain)
    # An order that is possible under only a few seeds is not an alternative in general.
    return {
        name: (fmean(row), certainty(row)) for name, row in gains.items() if len(row) > seeds // 2
    }


def certainty(gains: Iterable[float]) -> float:
    """The t of a mean: how many of its standard errors it is from zero."""
    row = list(gains)
    middle, spread = fmean(row), stdev(row)
    if spread < 1e-9:
        return 0.0 if abs(middle) < 1e-9 else inf if middle > 0.0 else -inf
    return middle / (spread / len(row) ** 0.5)
