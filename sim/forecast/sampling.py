"""Sampled worlds, consistent with what is known: what is hidden is drawn from beliefs.

Facts stay as they are; a provider's traits, who suits the work, how large a project turns out to
be, unnoticed faults and all luck to come are drawn anew. Bids on the table stay as they are: traits
are weighted by how likely they make those bids (one that is cheap for its provider's skill is
telling), and the rest of a bid is put down to the bidder's luck. None of the game's own secrets
enter: the result is a function of the observation and of the number given.
"""

from random import Random
from typing import Final

import attr

from sim.engine import bids, formulas, luck, people, places
from sim.engine.numbers import clamp, exp, whole
from sim.engine.observe import with_secrets
from sim.engine.orders import awards
from sim.engine.phases import review
from sim.forecast.belief import Belief, believe, health_range, prior
from sim.model.market import Offer
from sim.model.rules import Rules
from sim.model.value import Value
from sim.model.vocabulary import Kind, Pricing, TaskKind, TaskState
from sim.model.world import (
    Engagement,
    Facts,
    Hidden,
    Observation,
    ProviderFacts,
    Secrets,
    TaskFacts,
    Traits,
    World,
)

TRIES: Final = 6
"""Sets of traits drawn for a provider, of which one is chosen by the likelihood of its bids."""

SEED_BITS: Final = 48
"""Size of a sampled world's seed."""

TRACE: Final = 1e-6
"""Least spread of bids to divide by when inferring luck."""

LEAST_SHOWN: Final = 0.05
"""Least share of faults assumed to show in a turn, when guessing how many are hidden."""


def imagine(facts: Observation, number: int) -> World:
    """Sample one world consistent with the facts; equal numbers give equal worlds."""
    return BeliefSampler(facts).world(number)


class BeliefSampler:
    """Samples any number of worlds consistent with the same facts."""

    def __init__(self, facts: Observation) -> None:
        self._facts = facts
        bidding: dict[str, list[Offer]] = {}
        for offer in facts.offers.values():
            if offer.kind.external:
                bidding.setdefault(offer.provider, []).append(offer)
        self._thoughts = [
            _Thought.of(facts, provider, bidding.get(provider.id, []))
            for provider in facts.providers.values()
        ]

    def world(self, number: int) -> World:
        """Sample one world; equal numbers give equal worlds."""
        facts, draw = self._facts, Random(number)
        secrets = Secrets(draw.getrandbits(SEED_BITS), {}, {}, {}, facts.scenario, {}, {})
        world = with_secrets(facts, secrets)
        for thought in self._thoughts:
            _provide(world, thought, draw)
        for task in (*facts.tasks.values(), *_on_offer(facts)):
            if task.spec.kind is TaskKind.PROJECT:
                secrets.scope[task.spec.id] = _scope(facts.rules, task, draw)
        for engagement in world.engagements.values():
            secrets.hidden[engagement.id] = _hidden(world, engagement, draw)
        for engagement in reversed(world.past.values()):
            left = whole(facts.rules.surface_turns) - (facts.turn - 1 - engagement.ended)
            if left <= 0:
                break
            hidden = secrets.hidden[engagement.id] = _hidden(world, engagement, draw)
            hidden.turns_left = left
        return world


@attr.s(auto_attribs=True, order=False, init=False)
class _Thought(Value):
    """Beliefs about a provider, and how its bids compare with the going rate and hours."""

    provider: ProviderFacts
    skill: Belief
    reliability: Belief
    ranges: tuple[tuple[float, float], ...]
    """Ranges of alignment, attention and health."""
    bids: tuple[tuple[str, float, float], ...]
    """Id of each offer, its price over the going rate, its hours over the baseline."""

    def __init__(
        self, provider: ProviderFacts, skill: Belief, reliability: Belief,
        ranges: tuple[tuple[float, float], ...], bids: tuple[tuple[str, float, float], ...],
    ) -> None:  # fmt: skip
        self.provider, self.skill, self.reliability = provider, skill, reliability
        self.ranges, self.bids = ranges, bids

    @staticmethod
    def of(facts: Observation, provider: ProviderFacts, offers: list[Offer]) -> "_Thought":
        rules = facts.rules
        alignment, attention = (
            people.trait_range(rules, provider.kind, trait) for trait in ("alignment", "attention")
        )
        health = health_range(rules, provider)
        return _Thought(
            provider,
            believe(facts, provider.id, "skill"),
            believe(facts, provider.id, "reliability"),
            (alignment, attention, health),
            tuple((offer.id, *_off_by(facts, provider, offer)) for offer in offers),
        )


def _provide(world: World, thought: _Thought, draw: Random) -> None:
    """Give a provider traits that fit its bids, and the bids the luck that explains them."""
    tries = [_traits(world, thought, draw) for _ in range(TRIES if thought.bids else 1)]
    lucks = [
        [_bid_luck(world, traits, price, hours) for _, price, hours in thought.bids]
        for traits in tries
    ]
    strains = [sum(z * z for pair in row for z in pair) for row in lucks]
    least = min(strains)
    weights = [exp(-0.5 * (strain - least)) for strain in strains]
    (chosen,) = draw.choices(range(len(tries)), weights)
    world.secrets.traits[thought.provider.id] = tries[chosen]
    for (offer, _, _), (price, hours) in zip(thought.bids, lucks[chosen], strict=True):
        world.secrets.bids[offer] = price, hours


def _traits(world: World, thought: _Thought, draw: Random) -> Traits:
    """Draw traits for a provider from the beliefs about it."""
    rules, provider = world.rules, thought.provider
    skill, reliability = (
        clamp(draw.gauss(belief.mean, belief.spread), 0.0, 1.0)
        for belief in (thought.skill, thought.reliability)
    )
    alignment, attention, health = (draw.uniform(*ends) for ends in thought.ranges)
    chain: list[str] = []
    if provider.kind is Kind.VENDOR:
        chance = rules.subcontracts
        while len(chain) < whole(rules.subcontract_links) and draw.random() < chance:
            chain.append(f"{provider.id}/subcontractor/{len(chain) + 1}")
            chance = rules.subcontracts_again
    return Traits(skill, reliability, alignment, attention, health, tuple(chain))


def _off_by(facts: Facts, provider: ProviderFacts, offer: Offer) -> tuple[float, float]:
    """An offer's price over the going rate, and its hours over the baseline."""
    task = facts.tasks[offer.task]
    fixed = next(quote.amount for quote in offer.quotes if quote.pricing is Pricing.FIXED)
    hourly = fixed / offer.hours / bids.at_risk(facts.rules, Pricing.FIXED, task.spec.clarity)
    baseline = bids.baseline_hours(facts, task, provider).hours
    hours = offer.hours * bids.remaining(facts.rules, task) / offer.standard
    if task.spec.kind is TaskKind.PROJECT:
        hours = _unhurried(facts, task, provider, offer.hours)
    return hourly / places.going_rate(facts, provider, task.spec.discipline), hours / baseline


HALVINGS: Final = 40
"""Bisection steps to find the hours before the hurry, to one part in 10^12."""


def _unhurried(facts: Facts, task: TaskFacts, provider: ProviderFacts, hurried: float) -> float:
    """Hours that a pressing deadline turns into `hurried`, by bisection: both rise together."""
    lead = bids.lead_turns(facts, provider.kind, provider.mode, 0)
    if bids.schedule(facts, task, hurried, lead)[1] == 1.0:
        return hurried
    low, high = hurried / facts.rules.rush_effort, hurried
    for _ in range(HALVINGS):
        hours = (low + high) / 2.0
        if hours * bids.schedule(facts, task, hours, lead)[1] < hurried:
            low = hours
        else:
            high = hours
    return (low + high) / 2.0


def _bid_luck(world: World, traits: Traits, price: float, hours: float) -> tuple[float, float]:
    """Standard deviations of luck, in price and hours, that these traits need for such a bid."""
    rules = world.rules
    lean, expected = bids.leaning(rules, traits), bids.optimism(rules, traits)
    return (
        (price - lean) / max(TRACE, rules.bid_spread),
        (hours / expected - 1.0) / max(TRACE, rules.hours_spread),
    )


def _on_offer(facts: Facts) -> list[TaskFacts]:
    """The tasks of deals that may still be accepted."""
    specs = [spec for spec in facts.scenario.tasks if spec.id not in facts.tasks]
    return [TaskFacts(spec, TaskState.AHEAD) for spec in specs]


def _scope(rules: Rules, task: TaskFacts, draw: Random) -> float:
    """Draw a project's true size over its specified size: at least what is already done."""
    spec = task.spec
    found = formulas.scope(rules, spec.clarity, spec.hours, draw.random())
    if task.state is TaskState.RUNNING:
        found = max(found, (task.done + 1.0) / (spec.hours * rules.scope_done))
    return found


def _hidden(world: World, engagement: Engagement, draw: Random) -> Hidden:
    """Draw what is hidden of an engagement: the people on it, and the faults they let through."""
    rules = world.rules
    if engagement.provider in world.teams:
        hidden = Hidden(world.teams[engagement.provider].skill, 1.0, 1.0, 1.0)
    elif engagement.provider in world.providers:
        traits = world.secrets.traits[engagement.provider]
        hidden = awards.hidden_of(rules, traits, draw.gauss(0.0, 1.0))
    else:  # a site that was closed
        hidden = Hidden(prior(rules, engagement.kind, "skill").mean, 1.0, 1.0, 1.0)
    task = world.tasks[engagement.task]
    hours = engagement.done
    if task.spec.kind is TaskKind.FUNCTION:
        part = clamp(rules.surface_share * world.scenario.turn_months, LEAST_SHOWN, 1.0)
        hours = min(hours, engagement.turn_done * (1.0 - part) / part)
    if hours > 0.0:
        detection = formulas.detection(
            rules,
            engagement.kind,
            engagement.terms.sla,
            world.attention,
            engagement.terms.oversight,
            world.knowledge[task.spec.discipline],
            task.spec.complexity,
        )
        rate = review.defect_rate(world, task, engagement, hidden)
        hidden.defects = luck.count(rate * hours * (1.0 - detection), draw.random())
    return hidden
