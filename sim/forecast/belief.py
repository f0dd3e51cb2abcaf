"""What is thought of providers: the prior of their kind, their rating, own experience, audits."""

from attrs import frozen

from sim.engine import people
from sim.engine.numbers import clamp
from sim.model.rules import Rules
from sim.model.vocabulary import Kind
from sim.model.world import Observation, ProviderFacts

Z80 = 1.2816
"""Standard deviations from the middle to each end of an 80% range."""

OWN_SPREAD = 0.02
"""What is uncertain of own people's skill (standard deviation, 0..1)."""

LOW_BID_SAYS = 0.8
"""How much less of its interest is thought to be the firm's, for a bid at nothing."""

TRUST_SAYS = 0.2
"""How much more is, for full trust."""


@frozen
class Belief:
    """What is thought of a trait: its mean and how uncertain that is, 0..1 both."""

    mean: float
    spread: float
    """Standard deviation."""

    def at(self, deviations: float) -> float:
        """The value so many standard deviations from the mean, within 0..1."""
        return clamp(self.mean + deviations * self.spread, 0.0, 1.0)


def prior(rules: Rules, kind: Kind, trait: str) -> Belief:
    """What is thought of a provider of whom nothing is known."""
    low, high = people.trait_range(rules, kind, trait)
    return Belief((low + high) / 2.0, rules.prior_spread)


def rating_says(rules: Rules, known: ProviderFacts) -> float:
    """By how much a public rating moves what is thought of a skill; more, the more reviews."""
    informs = rules.rating_informs * known.reviews / (known.reviews + rules.rating_reviews)
    return informs * (known.rating - rules.usual_rating)


def believe(facts: Observation, provider: str, trait: str) -> Belief:
    """What is thought of a provider's skill or reliability.

    A normal belief: the prior of its kind, moved a little by its rating, and by own experience and
    audits with the weight of their precision.
    """
    rules = facts.rules
    team = facts.teams.get(provider)
    if team is not None:
        return Belief(team.skill if trait == "skill" else 1.0, OWN_SPREAD)
    known = facts.providers[provider]
    first = prior(rules, known.kind, trait)
    mean = first.mean
    if trait == "skill":
        mean += rating_says(rules, known)
        seen, weight = known.skill_seen, known.skill_weight
    elif trait == "reliability":
        seen, weight = known.reliability_seen, known.reliability_weight
    else:
        return first
    before = 1.0 / (first.spread * first.spread)
    return Belief(
        clamp((mean * before + seen) / (before + weight), 0.0, 1.0),
        (1.0 / (before + weight)) ** 0.5,
    )


def believed_alignment(facts: Observation, provider: str, below_market: float = 0.0) -> float:
    """What is thought of a provider's interest, 0..1: that of its kind, moved by a bid that is low
    and by good work that it did; own people's is the firm's.

    Args:
        facts: What is known.
        provider: Of whom.
        below_market: How far its bid is below the mean of its rivals, as a share.
    """
    known = facts.providers.get(provider)
    if known is None:
        return 1.0
    mean = prior(facts.rules, known.kind, "alignment").mean
    mean = clamp(mean - LOW_BID_SAYS * max(0.0, below_market), 0.0, 1.0)
    return clamp(mean + TRUST_SAYS * known.trust, 0.0, 1.0)


def health_range(rules: Rules, known: ProviderFacts) -> tuple[float, float]:
    """The range in which a provider's financial health is thought to be, 0..1; an audit tells in
    which half.
    """
    low, high = people.trait_range(rules, known.kind, "health")
    if not known.audited:
        return low, high
    middle = clamp(rules.middling_health, low, high)
    return (low, middle) if known.warned else (middle, high)
