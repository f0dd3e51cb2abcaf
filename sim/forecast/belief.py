"""Beliefs about providers: the prior of their kind, ratings, references, experience, audits."""

from typing import Final

import attr

from sim.engine import people
from sim.engine.numbers import clamp
from sim.model.rules import Rules
from sim.model.value import Value
from sim.model.vocabulary import Kind
from sim.model.world import Observation, ProviderFacts

Z80: Final = 1.2816
"""Standard deviations from the mean to either end of an 80% range, as in `rollout.ENDS`."""

OWN_SPREAD: Final = 0.02
"""Uncertainty about own people's skill (standard deviation, 0..1)."""

LOW_BID_SAYS: Final = 0.8
"""How far a bid of nothing lowers the believed alignment, 0..1."""

TRUST_SAYS: Final = 0.2
"""How far full trust raises it, 0..1."""


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Belief(Value):
    """A belief about a trait: its mean and its uncertainty, both 0..1."""

    mean: float
    spread: float
    """Standard deviation."""

    def __init__(self, mean: float, spread: float) -> None:
        self.mean, self.spread = mean, spread

    def at(self, deviations: float) -> float:
        """The value this many standard deviations above the mean, clamped to 0..1."""
        return clamp(self.mean + deviations * self.spread, 0.0, 1.0)


def prior(rules: Rules, kind: Kind, trait: str) -> Belief:
    """The belief about a provider before anything is known of it."""
    low, high = people.trait_range(rules, kind, trait)
    return Belief((low + high) / 2.0, rules.prior_spread)


def rating_says(rules: Rules, known: ProviderFacts) -> float:
    """How far a public rating shifts the believed skill; further the more reviews it rests on."""
    informs = rules.rating_informs * known.reviews / (known.reviews + rules.rating_reviews)
    return informs * (known.rating - rules.usual_rating)


def hearsay(rules: Rules, known: ProviderFacts, trait: str) -> Belief:
    """The belief about a provider's skill or reliability from what others say: the prior of its
    kind, shifted a little by its rating, and by references weighted by their precision.

    Flattery is allowed for; the error that references share stays, however many are asked.
    """
    first = prior(rules, known.kind, trait)
    if trait == "skill":
        first = Belief(first.mean + rating_says(rules, known), first.spread)
    if not known.references:
        return first
    said = known.skill_said if trait == "skill" else known.reliability_said
    candid = 1.0 - rules.reference_praise
    reading = (said / known.references - rules.reference_praise) / candid
    shared, own = rules.reference_shared, rules.reference_noise
    weight = candid * candid / (shared * shared + own * own / known.references)
    return _moved(first, reading * weight, weight)


def _moved(first: Belief, seen: float, weight: float) -> Belief:
    """A normal belief after observations: their precision-weighted sum, and their precision."""
    before = 1.0 / (first.spread * first.spread)
    return Belief(
        clamp((first.mean * before + seen) / (before + weight), 0.0, 1.0),
        (1.0 / (before + weight)) ** 0.5,
    )


def believe(facts: Observation, provider: str, trait: str) -> Belief:
    """The belief about a provider's skill or reliability: hearsay, updated by experience and audits
    weighted by their precision."""
    team = facts.teams.get(provider)
    if team is not None:
        return Belief(team.skill if trait == "skill" else 1.0, OWN_SPREAD)
    return believed(facts.rules, facts.providers[provider], trait)


def believed(rules: Rules, known: ProviderFacts, trait: str) -> Belief:
    """The belief about a trait of an external provider, from what is known of it."""
    if trait == "skill":
        seen, weight = known.skill_seen, known.skill_weight
    elif trait == "reliability":
        seen, weight = known.reliability_seen, known.reliability_weight
    else:
        return prior(rules, known.kind, trait)
    return _moved(hearsay(rules, known, trait), seen, weight)


def told_by(facts: Observation, provider: str, clients: int) -> float:
    """Standard deviation of a provider's believed skill, 0..1, after that many more references."""
    asked = facts.providers[provider].copy()
    asked.references += clients
    return believed(facts.rules, asked, "skill").spread


def believed_alignment(facts: Observation, provider: str, below_market: float = 0.0) -> float:
    """The believed alignment of a provider's interest with the firm's, 0..1: that of its kind,
    lowered by a low bid and raised by trust; own people's is 1.

    Args:
        facts: What is known.
        provider: Id of a provider or of an own team.
        below_market: How far its bid is below the mean of its rivals, as a share.
    """
    known = facts.providers.get(provider)
    if known is None:
        return 1.0
    mean = prior(facts.rules, known.kind, "alignment").mean
    mean = clamp(mean - LOW_BID_SAYS * max(0.0, below_market), 0.0, 1.0)
    return clamp(mean + TRUST_SAYS * known.trust, 0.0, 1.0)


def health_range(rules: Rules, known: ProviderFacts) -> tuple[float, float]:
    """The range of a provider's believed financial health, 0..1; an audit tells which half."""
    low, high = people.trait_range(rules, known.kind, "health")
    if not known.audited:
        return low, high
    middle = clamp(rules.middling_health, low, high)
    return (low, middle) if known.warned else (middle, high)
