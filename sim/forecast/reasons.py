"""Why a forecast says what it says: the middles of its ranges taken apart, and what is believed."""

from sim.engine import bids, forms, oversee, sign
from sim.engine.explain import split
from sim.forecast.appraisal import appraise
from sim.forecast.belief import believe, prior
from sim.model.explanation import Explanation, Figure, FigureKind, Part, Unit
from sim.model.orders import Award
from sim.model.vocabulary import Kind, Sla
from sim.model.world import Observation

TITLES = {
    FigureKind.OFFER_ALL_IN: (
        "All-in cost to be expected",
        "The middle of the range: for the piece, or for the rest of the game.",
    ),
    FigureKind.OFFER_PRICE: (
        "Price",
        "Under these terms: for the piece, a turn or an hour, by the pricing model.",
    ),
    FigureKind.OFFER_FINISH: (
        "Done by",
        "The middle of the range: the turn of acceptance, or of full service.",
    ),
    FigureKind.OFFER_QUALITY: (
        "Quality",
        "The middle of the range, 0 to 100.",
    ),
    FigureKind.OFFER_OVERSIGHT: ("Oversight", "Managers' hours that it would want a turn."),
    FigureKind.OFFER_EXPOSURE: (
        "What you would bear",
        "As a fair guess goes: for the piece, or a turn.",
    ),
}
"""Title and note of each figure of an offer."""

MONEY = (FigureKind.OFFER_ALL_IN, FigureKind.OFFER_PRICE, FigureKind.OFFER_EXPOSURE)


def explain_offer(
    facts: Observation, award: Award, kind: FigureKind = FigureKind.OFFER_ALL_IN
) -> Explanation:
    """A number of an offer taken apart.

    Raises:
        ValueError: a figure that offers do not have.
    """
    if kind not in TITLES:
        raise ValueError(f"an offer has no {kind.value!r}")
    if kind is FigureKind.OFFER_PRICE:
        rows = _price(facts, award)
    elif kind is FigureKind.OFFER_OVERSIGHT:
        rows = _oversight(facts, award)
    else:
        rows = appraise(facts, award).parts[kind]
    title, note = TITLES[kind]
    return _explanation(Figure(kind, award.offer), title, note, rows, kind in MONEY)


def explain_belief(facts: Observation, provider: str) -> Explanation:
    """What is thought of a provider's skill, in points of 100: how each thing known moved it.

    Raises:
        ValueError: there is no such provider.
    """
    known = facts.providers.get(provider)
    if known is None:
        raise ValueError(f"there is no supplier {provider!r}")
    rules = facts.rules
    first = prior(rules, known.kind, "skill")
    rated = first.mean + rules.rating_informs * (known.rating - rules.usual_rating)
    belief = believe(facts, provider, "skill")
    rows = (
        ("usual for its kind", 100.0 * first.mean),
        (f"rating of {known.rating:.1f}", 100.0 * (rated - first.mean)),
        ("own experience and audits", 100.0 * (belief.mean - rated)),
    )
    note = f"Of 100; give or take {100.0 * belief.spread:.0f}. Ratings say little."
    figure = Figure(FigureKind.PROVIDER_SKILL, provider)
    return _explanation(figure, f"Skill of {known.name}, as far as we know", note, rows, False)


def _explanation(
    figure: Figure, title: str, note: str, rows: tuple[tuple[str, float], ...], money: bool
) -> Explanation:
    numbers = split([amount for _, amount in rows], scale=1.0 if money else 100.0)
    parts = tuple(Part(label, number) for (label, _), number in zip(rows, numbers, strict=True))
    unit = Unit.MONEY if money else Unit.HUNDREDTHS
    return Explanation(figure, title, unit, sum(numbers), parts, note)


def _price(facts: Observation, award: Award) -> tuple[tuple[str, float], ...]:
    """The quote, what the terms add, and what a term takes off."""
    rules, terms = facts.rules, award.terms
    offer = facts.offers[award.offer]
    quoted = next(quote.amount for quote in offer.quotes if quote.pricing is terms.pricing)
    steps = (Sla.NONE, Sla.STANDARD, Sla.STRICT).index(terms.sla)
    listed = bids.list_price(facts, offer, terms)
    liable = quoted * rules.liability_premium if terms.liability else 0.0
    level = listed - quoted - liable if steps else 0.0
    rows = (
        ("as quoted", float(quoted)),
        ("service level", level),
        ("liability", listed - quoted - level),
        ("bound for a term", float(bids.price(facts, offer, terms) - listed)),
    )
    return tuple(row for row in rows if row[1] or row[0] == "as quoted")


def _oversight(facts: Observation, award: Award) -> tuple[tuple[str, float], ...]:
    """Contract, heads, distance, knowledge; then the level, and trust."""
    rules, months = facts.rules, facts.scenario.turn_months
    offer = facts.offers[award.offer]
    engagement = sign.draft(facts, offer, award.terms)
    need = facts.tasks[offer.task].spec.knowledge
    alone = months * forms.oversight_hours(rules, offer.kind, offer.mode, 0.0, 0.0, 0.0)
    far = 1.0 + engagement.distance
    led = (engagement.oversight_hours - alone) / (far * (1.0 + need))
    standard = engagement.oversight_hours
    leveled = standard * forms.level(rules, award.terms.oversight)
    wanted = oversee.wanted_hours(facts, engagement)
    rows = (
        ("the contract" if offer.kind is not Kind.TEAM else "the piece of work", alone),
        ("those who do it", led),
        ("distance", led * (far - 1.0)),
        ("knowledge of the firm that it needs", led * far * need),
        (f"level: {award.terms.oversight.value}", leveled - standard),
        ("trust", wanted - leveled),
    )
    return tuple(row for row in rows if row[1])
