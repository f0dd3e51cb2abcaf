"""What is thought of providers: the prior of their kind, their rating, what their clients say, own
experience, audits."""

from attrs import frozen

from sim.engine import people
from sim.engine.numbers import clamp
from sim.model.rules import Rules
from sim.model.vocabulary import Kind
from sim.model.world import Observation, ProviderFacts

Z80 = 1.2816
"""Standard deviations from the middle to each end of an 80% range, as `rollout.ENDS` has it."""

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


def hearsay(rules: Rules, known: ProviderFacts, trait: str) -> Belief:
    """What is thought of a provider's skill or reliability by what others say alone: the prior of
    its kind, moved a little by its rating, and by references with the weight of their precision.

    That its clients flatter is known, and taken off; what they are wrong about together stays,
    however many were asked.
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
    """A normal belief after observations: their sum, each weighed by its precision."""
    before = 1.0 / (first.spread * first.spread)
    return Belief(
        clamp((first.mean * before + seen) / (before + weight), 0.0, 1.0),
        (1.0 / (before + weight)) ** 0.5,
    )


def believe(facts: Observation, provider: str, trait: str) -> Belief:
    """What is thought of a provider's skill or reliability: hearsay, moved by own experience and
    audits with the weight of their precision.
    """
    team = facts.teams.get(provider)
    if team is not None:
        return Belief(team.skill if trait == "skill" else 1.0, OWN_SPREAD)
    return believed(facts.rules, facts.providers[provider], trait)


def believed(rules: Rules, known: ProviderFacts, trait: str) -> Belief:
    """What is thought of a trait of somebody outside, by what is known of it."""
    if trait == "skill":
        seen, weight = known.skill_seen, known.skill_weight
    elif trait == "reliability":
        seen, weight = known.reliability_seen, known.reliability_weight
    else:
        return prior(rules, known.kind, trait)
    return _moved(hearsay(rules, known, trait), seen, weight)


def told_by(facts: Observation, provider: str, clients: int) -> float:
    """How uncertain a provider's skill would be, 0..1, if so many more of its clients told."""
    asked = facts.providers[provider].copy()
    asked.references += clients
    return believed(facts.rules, asked, "skill").spread


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
