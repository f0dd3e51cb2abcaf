"""Explanations of forecasts, offers, beliefs and free hours: their numbers taken apart."""

from sim.engine import bids, formulas, places
from sim.engine.orders import awards
from sim.engine.phases import oversee
from sim.engine.record import Rows
from sim.explain import course, split, subject
from sim.explain.parts import product
from sim.forecast.belief import Belief, believe, hearsay, prior, rating_says
from sim.forecast.capacity import capacity, free_hours, planned_hours, promised_hours, promised_to
from sim.forecast.estimation import estimate
from sim.forecast.outcomes import Outcome, Points
from sim.forecast.rollout import RANGES, Forecast
from sim.forecast.tally import INVOICES, LOSSES, Actual
from sim.model.explanation import Explanation, Figure, FigureKind, Part, RangeEnd, Unit
from sim.model.market import Offer
from sim.model.orders import Award
from sim.model.vocabulary import Kind, Pricing, TaskKind
from sim.model.world import Observation

TITLES = {
    FigureKind.OFFER_ALL_IN: (
        "Expected all-in cost",
        "For the whole project and its aftermath, or for the year ahead if the game lasts that "
        "long. Within a mode, offers are sorted by a quick estimate of this figure.",
    ),
    FigureKind.OFFER_LEAVES: (
        "What it leaves you",
        "What the work brings in, less its all-in cost: for the project, or for the year ahead.",
    ),
    FigureKind.OFFER_PRICE: (
        "Price",
        "On these terms: for the project, per turn or per hour, depending on the pricing.",
    ),
    FigureKind.OFFER_HOURS: (
        "Expected hours",
        "For the project, or per turn. It may take more in the end.",
    ),
    FigureKind.OFFER_CREW: ("Most hours a turn", "The most they could put in."),
    FigureKind.OFFER_FINISH: ("Done by", "The turn of acceptance, or of full service."),
    FigureKind.OFFER_QUALITY: ("Quality", "As customers would experience it, 0 to 100."),
    FigureKind.OFFER_OVERSIGHT: ("Oversight", "Managers' hours it would need per turn."),
    FigureKind.OFFER_EXPOSURE: ("Losses you would bear", "For the project, or per turn."),
    FigureKind.OFFER_PAYS: ("What you would pay them", "For the project, or per turn."),
    FigureKind.OFFER_SERVICE: ("Service", "Percentage of demand they could meet."),
    FigureKind.OFFER_DISPLACES: (
        "Work it displaces",
        "Hours per turn that your people's other work would lose.",
    ),
}
"""Title and note of each figure of an offer."""

ENDS = {
    RangeEnd.LOW: "low end of the range",
    RangeEnd.MID: "middle of the range",
    RangeEnd.HIGH: "high end of the range",
}
"""Names of a range's ends in titles."""

MONEY = (
    FigureKind.OFFER_ALL_IN,
    FigureKind.OFFER_LEAVES,
    FigureKind.OFFER_PRICE,
    FigureKind.OFFER_EXPOSURE,
    FigureKind.OFFER_PAYS,
)


def explain_offer(facts: Observation, award: Award, kind: FigureKind) -> Explanation:
    """Explain a number that an offer states, or that follows from it.

    Raises:
        ValueError: offers have no such figure; for ranges, use `explain_forecast`.
    """
    if kind is FigureKind.OFFER_PRICE:
        rows = _price(facts, award)
    elif kind is FigureKind.OFFER_HOURS:
        rows = _hours(facts, facts.offers[award.offer])
    elif kind is FigureKind.OFFER_CREW:
        rows = _crew(facts, facts.offers[award.offer])
    elif kind is FigureKind.OFFER_DISPLACES:
        rows = _displaces(estimate(facts, award).middle)
    else:
        raise ValueError(f"an offer states no {kind.value!r}")
    title, note = TITLES[kind]
    title = f"{title} ({_who(facts, award)})"
    return _explanation(Figure(kind, award.offer), title, note, rows, kind in MONEY)


def explain_forecast(
    facts: Observation, award: Award, seen: Forecast, kind: FigureKind, end: RangeEnd
) -> Explanation:
    """Explain an end of a range over futures, or its middle, by the parts of that one future.

    Raises:
        ValueError: forecasts have no range of that figure.
    """
    if kind not in RANGES:
        raise ValueError(f"an offer has no {kind.value!r}")
    at = (RangeEnd.LOW, RangeEnd.MID, RangeEnd.HIGH).index(end)
    span = seen.spans[kind]
    value = (span.low, span.mid, span.high)[at]
    if kind is FigureKind.OFFER_OVERSIGHT:
        rows = _with_rest(_oversight(facts, award), value, "as it gets up to speed and is trusted")
    elif kind is FigureKind.OFFER_QUALITY:
        middling = _quality(estimate(facts, award).middle.points)
        rows = _with_rest(middling, value, "how it turns out in this future")
    else:
        rows = actual_rows(seen.cases[kind][at], kind)
    title, note = TITLES[kind]
    note = f"{note} {_future(seen, end)}"
    title = f"{title} ({_who(facts, award)}), {ENDS[end]}"
    step = COARSE if kind in MONEY else 1
    return _explanation(Figure(kind, award.offer, end=end), title, note, rows, kind in MONEY, step)


def _who(facts: Observation, award: Award) -> str:
    """The name of the team or provider behind an award."""
    provider = facts.offers[award.offer].provider
    team = facts.teams.get(provider)
    return team.title if team is not None else facts.providers[provider].name


def _future(seen: Forecast, end: RangeEnd) -> str:
    """Which of the futures the end of a range stands for."""
    if end is RangeEnd.MID:
        return f"Half of {seen.futures} futures lie below."
    return (
        f"One in ten of {seen.futures} futures lies {'below' if end is RangeEnd.LOW else 'above'}."
    )


def actual_rows(came: Actual, kind: FigureKind) -> Rows:
    """The parts of a figure of some work, once its actual value is known.

    Raises:
        ValueError: that figure has no such parts.
    """
    costs = came.costs()
    match kind:
        case FigureKind.OFFER_ALL_IN:
            return tuple(row for row in costs.items() if row[1])
        case FigureKind.OFFER_LEAVES:
            spent = ((name, -amount) for name, amount in costs.items() if amount)
            return (("what it brings in", came.earned), *spent)
        case FigureKind.OFFER_FINISH:
            return (
                ("the turn before this", came.first - 1.0),
                ("turns before work begins", float(came.waited)),
                ("turns from then on", came.finish - came.first + 1.0 - came.waited),
            )
        case FigureKind.OFFER_EXPOSURE:
            return _causes(came, LOSSES)
        case FigureKind.OFFER_PAYS:
            return _causes(came, INVOICES)
        case FigureKind.OFFER_SERVICE:
            missing = 100.0 * (came.service - 1.0)
            return (("all demand", 100.0), ("not met", missing))
    raise ValueError(f"{kind.value!r} is not counted by causes")


def _causes(came: Actual, part: str) -> Rows:
    """The causes that make up a part, for the project or a turn."""
    return tuple(
        (cause.replace("_", " "), amount / came.turns)
        for (name, cause), amount in came.spent.items()
        if name == part and amount
    )


def _displaces(seen: Outcome) -> Rows:
    rest = seen.displaces - seen.takes + seen.free
    rows = (
        ("hours it takes per turn", seen.takes),
        ("hours free for it", -seen.free),
        ("hours to spare" if rest > 0.0 else "hours that it goes without itself", rest),
    )
    return tuple(row for row in rows if row[1])


def _quality(seen: Points) -> Rows:
    return (
        ("faultless work at average skill", seen.middling),
        ("skill against what it takes", seen.skill),
        ("outsiders facing customers", seen.strangers),
        ("expected faults", seen.faults),
        ("service not given", seen.not_given),
    )


def _with_rest(rows: Rows, value: float, name: str) -> Rows:
    """The parts of a middling case, and by how much a future differs from it."""
    return (*(row for row in rows if row[1]), (name, value - _sum(rows)))


def _sum(rows: Rows) -> float:
    found = 0.0
    for _, amount in rows:
        found += amount
    return found


def explain_belief(
    facts: Observation, provider: str, kind: FigureKind = FigureKind.PROVIDER_SKILL
) -> Explanation:
    """Explain a belief about a provider, in points of 100: how each thing known shifted it.

    Raises:
        ValueError: there is no such provider, or no belief of that kind.
    """
    known = facts.providers.get(provider)
    if known is None:
        raise ValueError(f"there is no supplier {provider!r}")
    if kind not in TRAITS:
        raise ValueError(f"a supplier has no {kind.value!r}")
    (trait, spread), rules = TRAITS[kind], facts.rules
    first, belief = prior(rules, known.kind, trait), believe(facts, provider, trait)
    steps = [("when nothing is known" if spread else "typical of its kind", first)]
    if spread:
        title = f"How uncertain the {trait} of {known.name} is"
        note = "Points of 100: two times in three, the truth is within this."
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
        note += "" if spread else " Clients flatter, which is allowed for."
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
"""The trait that a figure is about, and whether it is the uncertainty about it."""


def explain_hours(facts: Observation, team: str, kind: FigureKind) -> Explanation:
    """Explain a team's hours a turn: what its people can give, what is promised, or what is free.

    Raises:
        ValueError: there is no such team, or `kind` is none of these.
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
        ("newcomers still learning", -min(0.5 * own.novices, own.heads + coming) * one),
    ]
    settled = _sum(tuple(rows))
    week = formulas.effective_week(rules, own.weekly_hours) / rules.normal_week
    rows.append(("overtime", settled * (week - 1.0)))
    work = [
        (subject(facts, running.id), planned_hours(facts, running))
        for running in promised_to(facts, team)
    ]
    if kind is FigureKind.TEAM_CAPACITY:
        title, note = "Hours of", "Hours of work per turn, counting people on their way."
        end = capacity(facts, team)
    elif kind is FigureKind.TEAM_PROMISED:
        title, note = "Promised hours of", "Hours per turn its work is planned to take."
        rows, end = [("nothing", 0.0), *work], promised_hours(facts, team)
    elif kind is FigureKind.TEAM_FREE:
        title = "Free hours of"
        note = "Hours of work per turn, less what its work is planned to take."
        rows += [(label, -hours) for label, hours in work]
        end = free_hours(facts, team)
    else:
        raise ValueError(f"a team has no hours called {kind.value!r}")
    shown = [row for row in rows[1:] if row[1]]
    parts = course(rows[0], shown, end)
    value = sum(part.amount for part in parts)
    figure = Figure(kind, team)
    return Explanation(figure, f"{title} {own.title}", Unit.HUNDREDTHS, value, parts, note)


COARSE = 100
"""Minor units that forecasts of money are rounded to: nobody foresees cents."""


def _explanation(
    figure: Figure, title: str, note: str, rows: Rows, money: bool, step: int = 1
) -> Explanation:
    scale = 1.0 / step if money else 100.0
    numbers = [step * n for n in split([amount for _, amount in rows], scale=scale)]
    parts = tuple(Part(label, number) for (label, _), number in zip(rows, numbers, strict=True))
    unit = Unit.MONEY if money else Unit.HUNDREDTHS
    return Explanation(figure, title, unit, sum(numbers), parts, note)


def _oversight(facts: Observation, award: Award) -> Rows:
    """Hours for contract, heads, distance and knowledge, then the effects of level and trust."""
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
        ("the contract" if offer.kind is not Kind.TEAM else "the task", alone),
        ("the people doing it", led),
        ("distance", led * (far - 1.0)),
        ("firm knowledge it needs", led * far * need),
        (f"level: {award.terms.oversight.value}", leveled - standard),
        ("trust", wanted - leveled),
    )


UNSEEN = 0.005
"""Hours too few for a screen to show."""


def _price(facts: Observation, award: Award) -> Rows:
    """The going rate, how this bid differs from it, what the terms add, the discount for a term."""
    rules, terms = facts.rules, award.terms
    offer = facts.offers[award.offer]
    quoted = next(quote.amount for quote in offer.quotes if quote.pricing is terms.pricing)
    steps = terms.sla.steps
    listed = bids.list_price(facts, offer, terms)
    liable = quoted * rules.liability_premium if terms.liability else 0.0
    level = listed - quoted - liable if steps else 0.0
    rows = (
        *_quote_rows(facts, offer, terms.pricing, float(quoted)),
        ("service level", level),
        ("liability", listed - quoted - level),
        ("discount for a term", float(bids.price(facts, offer, terms) - listed)),
    )
    return (rows[0], *(row for row in rows[1:] if row[1]))


def _quote_rows(facts: Observation, offer: Offer, pricing: Pricing, quoted: float) -> Rows:
    provider = facts.providers.get(offer.provider)
    if provider is None:
        return (("as quoted", quoted),)
    spec = facts.tasks[offer.task].spec
    going = places.going_rate(facts, provider, spec.discipline)
    name = "an hour at their usual rate"
    if pricing is Pricing.FIXED:
        going *= offer.hours
        name = f"{offer.hours:,.0f} hours at their usual rate"
    risk = bids.at_risk(facts.rules, pricing, spec.clarity)
    borne = quoted - quoted / risk if risk else 0.0
    return (
        (name, going),
        ("above or below that", quoted - borne - going),
        ("for bearing the risk of unclear work", borne),
    )


def _hours(facts: Observation, offer: Offer) -> Rows:
    """From the work's standard hours to those an offer expects."""
    provider = facts.providers.get(offer.provider)
    task = facts.tasks[offer.task]
    if provider is None:
        start, *factors = _own_hours(facts, offer)
        rest = "hurry"
    else:
        base = bids.baseline_hours(facts, task, provider)
        start = ("standard hours of the work", base.standard)
        factors = [
            ("place and process", base.place),
            ("average skill against what it takes", base.skill),
            ("learning how you do it", base.learning),
        ]
        rest = "their own estimate"
    rows = product(start, factors)
    more = offer.hours - sum(amount for _, amount in rows)
    return (*rows, (rest, more)) if abs(more) >= UNSEEN else tuple(rows)


def _own_hours(facts: Observation, offer: Offer) -> list[tuple[str, float]]:
    """Standard hours, and the factors that own people expect on them."""
    rules, task, team = facts.rules, facts.tasks[offer.task], facts.teams[offer.provider]
    spec, known = task.spec, facts.knowledge[task.spec.discipline]
    return [
        ("standard hours of the work", bids.remaining(rules, task)),
        ("place and process", bids.steady_effort(facts, spec, team.kind, team.location)),
        (
            "their skill against what it takes",
            formulas.capability(rules, team.skill, spec.complexity),
        ),
        ("what your people know about it", formulas.settled(rules, spec.knowledge, known)),
    ]


def _crew(facts: Observation, offer: Offer) -> Rows:
    """From the hours an offer expects to the most it would put in during a turn."""
    project = facts.tasks[offer.task].spec.kind is TaskKind.PROJECT
    rest = "spread over its turns" if project else "in reserve for busy turns"
    if project and offer.crew > offer.hours:
        rest = "more than it needs"
    return (("expected hours", offer.hours), (rest, offer.crew - offer.hours))
