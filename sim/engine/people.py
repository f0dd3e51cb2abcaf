"""Providers as a seed makes them: hidden traits, names, and what the firm knows at first."""

import functools
from collections.abc import Sequence
from typing import Final

from sim import files
from sim.engine import formulas, luck, places
from sim.engine.numbers import clamp, root, tenth, whole
from sim.model.rules import Rules
from sim.model.scenario import Provider, Range
from sim.model.vocabulary import Kind
from sim.model.world import ProviderFacts, Traits, World


@functools.cache
def _names() -> dict[str, list[str]]:
    return files.table("rules/names.toml")


def name(world: World, kind: Kind, entity: str, besides: Sequence[str] = ()) -> str:
    """An unused name for a provider that the scenario does not name; fixed by seed and id."""
    pool = _names()["people" if kind is Kind.FREELANCER else "firms"]
    taken = {provider.name for provider in world.providers.values()} | set(besides)
    start = int(luck.uniform(world.secrets, "name", entity, 0) * len(pool))
    for step in range(len(pool)):
        found = pool[(start + step) % len(pool)]
        if found not in taken:
            return found
    return entity


def _within(world: World, entity: str, number: int, drawn: Range) -> float:
    u = luck.uniform(world.secrets, "traits", entity, number)
    return drawn.low + (drawn.high - drawn.low) * u


TRAITS = ("skill", "reliability", "alignment", "attention", "health")
"""The hidden traits, in the order in which they are drawn."""

SIZE, RATING, REVIEWS = 20, 21, 22
"""Positions in the stream `traits` from which these are drawn."""

BEST_RATING: Final = 5.0
"""The most stars on a marketplace."""


def trait_range(rules: Rules, kind: Kind, trait: str) -> tuple[float, float]:
    """The range from which a trait of an unnamed provider is drawn.

    Raises:
        KeyError: there is no such trait.
    """
    if trait == "skill":
        if kind is Kind.FREELANCER:
            low, high = rules.skill_freelancer_low, rules.skill_freelancer_high
        else:
            low, high = rules.skill_vendor_low, rules.skill_vendor_high
    elif trait == "reliability":
        low, high = rules.reliability_low, rules.reliability_high
    elif trait == "alignment":
        low, high = rules.alignment_low, rules.alignment_high
    elif trait == "attention":
        low, high = rules.attention_low, rules.attention_high
    elif trait == "health":
        low, high = rules.health_low, rules.health_high
    else:
        raise KeyError(trait)
    return min(low, high), max(low, high)


def draw_traits(world: World, spec: Provider) -> Traits:
    """Draw a provider's hidden traits."""
    drawn = {
        trait: _within(
            world,
            spec.id,
            number,
            getattr(spec, trait) or Range(*trait_range(world.rules, spec.kind, trait)),
        )
        for number, trait in enumerate(TRAITS)
    }
    return Traits(**drawn, chain=_chain(world, spec))


def _chain(world: World, spec: Provider) -> tuple[str, ...]:
    """Names of the subcontractors down the chain; the last one does the work."""
    if spec.kind is not Kind.VENDOR:
        return ()
    rules = world.rules
    chance = rules.subcontracts if spec.subcontracts is None else spec.subcontracts
    found: list[str] = []
    for link in range(whole(rules.subcontract_links)):
        if luck.uniform(world.secrets, "traits", spec.id, len(TRAITS) + link) >= chance:
            break
        found.append(name(world, Kind.VENDOR, f"{spec.id}/subcontractor/{link + 1}", found))
        chance = rules.subcontracts_again
    return tuple(found)


def add(world: World, spec: Provider) -> ProviderFacts:
    """Add a provider to the world: its hidden traits, and what the firm knows about it."""
    rules = world.rules
    traits = draw_traits(world, spec)
    world.secrets.traits[spec.id] = traits
    where = places.location(world.scenario, spec.location)
    if spec.rate is not None:
        rate = spec.rate
    elif spec.kind is Kind.FREELANCER:
        rate = rules.rate_freelancer if where is None else where.freelance_rate
    else:
        rate = formulas.vendor_rate(rules) if where is None else where.vendor_rate
    weight = rules.signal_month * rules.known_signals * spec.known
    noise = rules.signal_noise / root(max(1.0, rules.known_signals * spec.known))
    errors = [noise * luck.gauss(world.secrets, "signal", spec.id, number) for number in (0, 1)]
    facts = ProviderFacts(
        id=spec.id,
        name=spec.name,
        kind=spec.kind,
        mode=places.mode_of(spec.kind, spec.location),
        location=spec.location,
        disciplines=spec.disciplines,
        rate=rate,
        rating=spec.rating,
        reviews=spec.reviews,
        size=spec.size,
        marketplace=spec.marketplace and spec.kind is Kind.FREELANCER,
        jobs=spec.known,
        trust=clamp(rules.known_trust * spec.known, 0.0, 1.0),
        skill_seen=weight * clamp(traits.skill + errors[0], 0.0, 1.0),
        skill_weight=weight,
        reliability_seen=weight * clamp(traits.reliability + errors[1], 0.0, 1.0),
        reliability_weight=weight,
        busy_until=spec.arrives - 1,
    )
    world.providers[spec.id] = facts
    return facts


def unnamed(world: World, kind: Kind, discipline: str, place: str | None, key: str) -> Provider:
    """An unnamed provider of a kind; its rating, size and name come from the seed."""
    u = luck.uniform(world.secrets, "traits", key, SIZE)
    rules = world.rules
    spread = rules.vendor_heads_high - rules.vendor_heads_low
    heads = 1 if kind is Kind.FREELANCER else int(rules.vendor_heads_low + spread * u * u)
    unskilled = 1.0 - luck.uniform(world.secrets, "traits", key, 0)
    inflated = luck.uniform(world.secrets, "traits", key, RATING)
    inflated += (unskilled - inflated) * rules.rating_skill
    reviews = luck.uniform(world.secrets, "traits", key, REVIEWS)
    return Provider(
        id=key,
        name=name(world, kind, key),
        kind=kind,
        disciplines=(discipline,),
        location=place,
        rating=tenth(BEST_RATING - rules.rating_spread * inflated * inflated),
        reviews=int(2.0 + rules.reviews_most * reviews * reviews * reviews),
        size=heads,
    )


def newcomer(world: World, discipline: str, turn: int) -> ProviderFacts:
    """Add a freelancer who turns up during the game."""
    key = f"{discipline}-newcomer-{turn}"
    return add(world, unnamed(world, Kind.FREELANCER, discipline, None, key))
