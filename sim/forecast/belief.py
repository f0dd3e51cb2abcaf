"""What is thought of providers: the prior of their kind, their rating, own experience, audits."""

from attrs import frozen

from sim.engine import contracts, people
from sim.engine.numbers import clamp
from sim.model.rules import Rules
from sim.model.vocabulary import Kind
from sim.model.world import Engagement, Observation, ProviderFacts

Z80 = 1.2816
"""Standard deviations from the middle to each end of an 80% range."""


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
    low, high = people.usual(rules, kind, trait)
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
        return Belief(team.skill if trait == "skill" else 1.0, 0.02)
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


def running_alignment(facts: Observation, engagement: Engagement) -> float:
    """What is thought of a running provider's interest."""
    if engagement.kind not in contracts.OUTSIDE:
        return 1.0
    trust = facts.providers[engagement.provider].trust
    mean = prior(facts.rules, engagement.kind, "alignment").mean
    return clamp(mean + 0.2 * trust, 0.0, 1.0)
