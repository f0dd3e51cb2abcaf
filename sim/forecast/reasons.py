"""Why a forecast says what it says: its numbers taken apart, and what is believed."""

from sim.engine import formulas
from sim.engine.orders import awards
from sim.engine.phases import oversee
from sim.explain import course, split, subject
from sim.forecast.belief import Belief, believe, hearsay, prior, rating_says
from sim.forecast.capacity import capacity, free_hours, planned_hours, promised_hours, promised_to
from sim.forecast.estimation import estimate
from sim.forecast.offer_breakdown import crew_rows, hours_rows, price_rows
from sim.forecast.ranges import Rows
from sim.forecast.rollout import RANGES, Forecast
from sim.model.explanation import Explanation, Figure, FigureKind, Part, RangeEnd, Unit
from sim.model.orders import Award
from sim.model.vocabulary import Kind
from sim.model.world import Observation

TITLES = {
    FigureKind.OFFER_ALL_IN: (
        "All-in cost to be expected",
        "For the piece with what comes of it, or for the year ahead if the game lasts so long.",
    ),
    FigureKind.OFFER_LEAVES: (
        "What it leaves you",
        "What the work brings in, less its all-in cost: for the piece, or for the year ahead.",
    ),
    FigureKind.OFFER_PRICE: (
        "Price",
        "Under these terms: for the piece, a turn or an hour, by the pricing model.",
    ),
    FigureKind.OFFER_HOURS: (
        "Hours that they expect",
        "For the piece, or a turn. It may turn out to take more.",
    ),
    FigureKind.OFFER_CREW: ("Most hours a turn", "What they would put to it at the most."),
    FigureKind.OFFER_FINISH: (
        "Done by",
        "The turn of acceptance, or of full service.",
    ),
    FigureKind.OFFER_QUALITY: (
        "Quality",
        "As customers would meet it, 0 to 100.",
    ),
    FigureKind.OFFER_OVERSIGHT: ("Oversight", "Managers' hours that it would want a turn."),
    FigureKind.OFFER_EXPOSURE: (
        "What you would bear",
        "For the piece, or a turn.",
    ),
    FigureKind.OFFER_PAYS: ("What you would pay them", "For the piece, or a turn."),
    FigureKind.OFFER_SERVICE: ("Service", "Percent of what is asked for that could be given."),
    FigureKind.OFFER_DISPLACES: (
        "Work that it displaces",
        "Hours a turn that own people would be missing elsewhere.",
    ),
}
"""Title and note of each figure of an offer."""

ENDS = {
    RangeEnd.LOW: "low end of the range",
    RangeEnd.MID: "middle of the range",
    RangeEnd.HIGH: "high end of the range",
}
"""What each end of a range is called in a title."""

MONEY = (
    FigureKind.OFFER_ALL_IN,
    FigureKind.OFFER_LEAVES,
    FigureKind.OFFER_PRICE,
    FigureKind.OFFER_EXPOSURE,
    FigureKind.OFFER_PAYS,
)


def explain_offer(facts: Observation, award: Award, kind: FigureKind) -> Explanation:
    """A number that an offer states, or that follows from it, taken apart.

    Raises:
        ValueError: a figure that offers do not have; what is a range, `explain_forecast` explains.
    """
    if kind is FigureKind.OFFER_PRICE:
        rows = price_rows(facts, award)
    elif kind is FigureKind.OFFER_HOURS:
        rows = hours_rows(facts, facts.offers[award.offer])
    elif kind is FigureKind.OFFER_CREW:
        rows = crew_rows(facts, facts.offers[award.offer])
    elif kind is FigureKind.OFFER_DISPLACES:
        rows = tuple(row for row in estimate(facts, award).parts[kind] if row[1])
    else:
        raise ValueError(f"an offer states no {kind.value!r}")
    title, note = TITLES[kind]
    title = f"{title} ({_who(facts, award)})"
    return _explanation(Figure(kind, award.offer), title, note, rows, kind in MONEY)


def explain_forecast(
    facts: Observation, award: Award, seen: Forecast, kind: FigureKind, end: RangeEnd
) -> Explanation:
    """An end of a range over futures, or its middle: what made that one future what it was.

    Raises:
        ValueError: a figure that is no such range.
    """
    if kind not in RANGES:
        raise ValueError(f"an offer has no {kind.value!r}")
    at = (RangeEnd.LOW, RangeEnd.MID, RangeEnd.HIGH).index(end)
    span = seen.spans[kind]
    value = (span.low, span.mid, span.high)[at]
    if kind is FigureKind.OFFER_OVERSIGHT:
        rows = _with_rest(_oversight(facts, award), value, "as it comes to pace and is trusted")
    elif kind is FigureKind.OFFER_QUALITY:
        usual = estimate(facts, award).parts[kind]
        rows = _with_rest(usual, value, "how it turns out in this future")
    else:
        rows = seen.cases[kind][at]
    title, note = TITLES[kind]
    note = f"{note} {_future(seen, end)}"
    title = f"{title} ({_who(facts, award)}), {ENDS[end]}"
    step = COARSE if kind in MONEY else 1
    return _explanation(Figure(kind, award.offer, end=end), title, note, rows, kind in MONEY, step)


def _who(facts: Observation, award: Award) -> str:
    """Whose offer it is."""
    provider = facts.offers[award.offer].provider
    team = facts.teams.get(provider)
    return team.title if team is not None else facts.providers[provider].name


def _future(seen: Forecast, end: RangeEnd) -> str:
    """Which of the futures it is of."""
    if end is RangeEnd.MID:
        return f"Half of {seen.futures} futures lie below."
    return (
        f"One in ten of {seen.futures} futures lies {'below' if end is RangeEnd.LOW else 'above'}."
    )


def _with_rest(rows: Rows, value: float, name: str) -> Rows:
    """What a middling case is made of, and by how much a future differs from it."""
    return (*(row for row in rows if row[1]), (name, value - _sum(rows)))


def _sum(rows: Rows) -> float:
    found = 0.0
    for _, amount in rows:
        found += amount
    return found


def explain_belief(
    facts: Observation, provider: str, kind: FigureKind = FigureKind.PROVIDER_SKILL
) -> Explanation:
    """What is thought of a provider, in points of 100: how each thing known moved it.

    Raises:
        ValueError: there is no such provider, or nothing is thought of that.
    """
    known = facts.providers.get(provider)
    if known is None:
        raise ValueError(f"there is no supplier {provider!r}")
    if kind not in TRAITS:
        raise ValueError(f"a supplier has no {kind.value!r}")
    (trait, spread), rules = TRAITS[kind], facts.rules
    first, belief = prior(rules, known.kind, trait), believe(facts, provider, trait)
    steps = [("when nothing is known" if spread else "usual for its kind", first)]
    if spread:
        title = f"How uncertain the {trait} of {known.name} is"
        note = "Points of 100: in two cases of three it is no further off than that."
    else:
        title = f"{trait.capitalize()} of {known.name}, as far as we know"
        note = f"Of 100; give or take {100.0 * belief.spread:.0f}."
        if trait == "skill":
            rated = Belief(first.mean + rating_says(rules, known), first.spread)
            steps.append((f"rating of {known.rating:.1f}", rated))
            note += " Ratings say little."
    if known.references:
        clients = "a client says" if known.references == 1 else f"{known.references} clients say"
        steps.append((f"what {clients}", hearsay(rules, known, trait)))
        note += "" if spread else " That clients flatter is taken off."
    steps.append(("own experience and audits", belief))
    values = [step.spread if spread else step.mean for _, step in steps]
    rows = tuple(
        (label, 100.0 * (now - before))
        for (label, _), now, before in zip(steps, values, [0.0, *values], strict=False)
    )
    return _explanation(Figure(kind, provider), title, note, rows, False)


TRAITS = {
    FigureKind.PROVIDER_SKILL: ("skill", False),
    FigureKind.PROVIDER_SKILL_SPREAD: ("skill", True),
    FigureKind.PROVIDER_RELIABILITY: ("reliability", False),
    FigureKind.PROVIDER_RELIABILITY_SPREAD: ("reliability", True),
}
"""The trait that a figure is about, and whether it is how uncertain that is."""


def explain_hours(facts: Observation, team: str, kind: FigureKind) -> Explanation:
    """Hours a turn of a team: what its people can give, what is promised of that, what is free.

    Args:
        facts: What is known.
        team: Whose.
        kind: One of `PLANNED`.

    Raises:
        ValueError: there is no such team, or another kind is asked for.
    """
    own = facts.teams.get(team)
    if own is None:
        raise ValueError(f"there is no team {team!r}")
    rules, months = facts.rules, facts.scenario.turn_months
    one = formulas.productive_hours(rules, months)
    coming = sum(heads for _, heads in own.arriving)
    rows = [
        (f"hours of {own.heads} people", own.heads * one),
        ("people on their way", coming * one),
        ("people who are still learning", -min(0.5 * own.novices, own.heads + coming) * one),
    ]
    settled = _sum(tuple(rows))
    week = formulas.effective_week(rules, own.weekly_hours) / rules.normal_week
    rows.append(("overtime", settled * (week - 1.0)))
    work = [
        (subject(facts, running.id), planned_hours(facts, running))
        for running in promised_to(facts, team)
    ]
    if kind is FigureKind.TEAM_CAPACITY:
        title, note = "Hours of", "Hours of work a turn, with those who are on their way."
        end = capacity(facts, team)
    elif kind is FigureKind.TEAM_PROMISED:
        title, note = "Promised hours of", "Hours a turn that its work is planned to take."
        rows, end = [("nothing", 0.0), *work], promised_hours(facts, team)
    elif kind is FigureKind.TEAM_FREE:
        title = "Free hours of"
        note = "Hours of work a turn, less what those who work for you are planned to take."
        rows += [(label, -hours) for label, hours in work]
        end = free_hours(facts, team)
    else:
        raise ValueError(f"no hours of a team are of the kind {kind.value!r}")
    shown = [row for row in rows[1:] if row[1]]
    parts = course(rows[0], shown, end)
    value = sum(part.amount for part in parts)
    figure = Figure(kind, team)
    return Explanation(figure, f"{title} {own.title}", Unit.HUNDREDTHS, value, parts, note)


COARSE = 100
"""Minor units to which forecasts of money are told: nobody foresees cents."""


def _explanation(
    figure: Figure, title: str, note: str, rows: Rows, money: bool, step: int = 1
) -> Explanation:
    scale = 1.0 / step if money else 100.0
    numbers = [step * n for n in split([amount for _, amount in rows], scale=scale)]
    parts = tuple(Part(label, number) for (label, _), number in zip(rows, numbers, strict=True))
    unit = Unit.MONEY if money else Unit.HUNDREDTHS
    return Explanation(figure, title, unit, sum(numbers), parts, note)


def _oversight(facts: Observation, award: Award) -> Rows:
    """Contract, heads, distance, knowledge; then the level, and trust."""
    rules, months = facts.rules, facts.scenario.turn_months
    offer = facts.offers[award.offer]
    engagement = awards.engagement_of(facts, offer, award.terms)
    need = facts.tasks[offer.task].spec.knowledge
    alone = months * formulas.oversight_hours(rules, offer.kind, offer.mode, 0.0, 0.0, 0.0)
    far = 1.0 + engagement.distance
    led = (engagement.oversight_hours - alone) / (far * (1.0 + need))
    standard = engagement.oversight_hours
    leveled = standard * formulas.level(rules, award.terms.oversight)
    wanted = oversee.wanted_hours(facts, engagement)
    return (
        ("the contract" if offer.kind is not Kind.TEAM else "the piece of work", alone),
        ("those who do it", led),
        ("distance", led * (far - 1.0)),
        ("knowledge of the firm that it needs", led * far * need),
        (f"level: {award.terms.oversight.value}", leveled - standard),
        ("trust", wanted - leveled),
    )
