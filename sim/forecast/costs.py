"""The parts of an award's expected cost: invoices, fees, hand-over, ramp-up, price changes."""

from sim.engine import contracts, formulas, places
from sim.engine.numbers import power, whole
from sim.engine.orders import awards
from sim.forecast.terms import horizon
from sim.model.spec import Award
from sim.model.vocabulary import Kind, Pricing, TaskKind
from sim.model.world import Engagement, Facts, Observation, TaskFacts


def bill(
    facts: Observation,
    engagement: Engagement,
    hours: float,
    alignment: float,
    watched: float,
    bonus: float,
) -> float:
    """Invoices and fees, for the project or a turn (minor units).

    Args:
        facts: What is known.
        engagement: As it would be signed.
        hours: Hours worked, on the project or in the turn.
        alignment: Alignment of the provider's interest, 0..1.
        watched: Share of its hours that somebody checks.
        bonus: Probability that a performance bonus is due.
    """
    rules, terms = facts.rules, engagement.terms
    if terms.pricing is Pricing.OWN:
        return 0.0
    spec = facts.tasks[engagement.task].spec
    if terms.pricing is Pricing.FIXED:
        amount = float(engagement.price)
        if spec.kind is TaskKind.PROJECT:
            over = max(0.0, hours / max(1.0, engagement.quoted_hours) - 1.0)
            amount *= 1.0 + rules.change_size * over
    elif terms.pricing is Pricing.HOURLY:
        padding = rules.padding * (1.0 - alignment) * (1.0 - watched)
        amount = engagement.price * hours * (1.0 + padding)
    else:
        amount = engagement.price * hours * (1.0 + rules.performance_bonus * bonus)
    if engagement.kind is Kind.FREELANCER and facts.providers[engagement.provider].marketplace:
        amount *= 1.0 + rules.platform_fee
    if terms.escrow:
        amount += engagement.price * rules.escrow_fee
    return amount


def team_hour(facts: Facts, key: str) -> float:
    """What an hour of work by own people costs now, at home or at a site (minor units)."""
    team = facts.teams[key]
    wage = places.team_wage(facts, team)
    if team.kind is Kind.TEAM:
        return formulas.loaded_wage(facts.rules, wage)
    benefits = 1.0 + facts.rules.site_benefits
    return wage * benefits * (1.0 + facts.rules.workplace) / facts.rules.productive_share


def leaving(facts: Observation, task: TaskFacts, new: Engagement, award: Award) -> float:
    """Termination fees of the engagements that an award would replace (minor units)."""
    if not takes_over(facts, task, award):
        return 0.0
    fees = 0.0
    for key in task.engagements:
        old = facts.engagements[key]
        fees += contracts.termination_fee(facts, old, awards.last_turn(facts, task, new, old))
    return fees


def leaving_fee(facts: Observation, award: Award) -> int:
    """Termination fees that an award triggers, rounded (minor units)."""
    offer, task = facts.offers[award.offer], facts.tasks[award.task]
    return whole(leaving(facts, task, awards.engagement_of(facts, offer, award.terms), award))


def missing_while_ramping(facts: Facts, engagement: Engagement, turns: int) -> tuple[float, float]:
    """What a newcomer does not give of a service in its first `turns` turns of work, if nobody
    hands over to it.

    Returns:
        The turns' worth of work missing, and the part of it that calls for a stopgap.
    """
    missing = costly = 0.0
    ramp = engagement.ramp
    for _ in range(turns):
        if ramp >= 1.0:
            break
        missing += 1.0 - ramp
        costly += formulas.short_hours(facts.rules, 1.0, ramp)
        ramp += engagement.ramp_step
    return missing, costly


def handing_over(
    facts: Observation, task: TaskFacts, engagement: Engagement, award: Award
) -> float:
    """What a service's present engagements cost until a newcomer is at full pace (minor units)."""
    if not takes_over(facts, task, award) or task.spec.kind is TaskKind.PROJECT:
        return 0.0
    cost = 0.0
    for key in task.engagements:
        old = facts.engagements[key]
        end = facts.turn + horizon(facts, task.spec) - 1
        last = min(awards.last_turn(facts, task, engagement, old), end)
        if old.kind.external:
            cost += contracts.fees_between(facts, old, facts.turn, last)
        else:
            cost += (last - facts.turn + 1) * old.quoted_hours * team_hour(facts, old.provider)
    return cost


def takes_over(facts: Observation, task: TaskFacts, award: Award) -> bool:
    """Whether an award takes the task away from somebody."""
    return bool(task.engagements) and not award.beside


# ---------------------------------------- prices and wages over the turns


def course_of_wages(facts: Observation, place: str | None, turns: int) -> float:
    """Mean level of a place's wages and currency over the next `turns`, relative to today."""
    step = _growth(facts, place) * _drift(facts, place)
    level = total = 1.0
    for _ in range(1, turns):
        level *= step
        total += level
    return total / max(1, turns)


def course_of_fees(
    facts: Observation, engagement: Engagement, turns: int, pressed: float, learning: float
) -> float:
    """Mean level of an external price over the next `turns`, relative to the one agreed today.

    Within a term only the currency moves it. Each renewal brings it up to current wages and adds
    a markup for lock-in, which is larger the less the firm still knows of the work. Without a term
    a provider asks for more now and then.

    Args:
        facts: What is known.
        engagement: As it would be signed.
        turns: Number of turns.
        pressed: Share of the provider's demands that is paid.
        learning: Change in the firm's knowledge of the discipline in a year.
    """
    rules, months = facts.rules, facts.scenario.turn_months
    provider = facts.providers[engagement.provider]
    growth, drift = _growth(facts, provider.location), _drift(facts, provider.location)
    term = engagement.term if engagement.kind is Kind.VENDOR else 0
    task = facts.tasks[engagement.task].spec
    known = facts.knowledge[task.discipline]
    keeps = 1.0 + min(0.0, learning) / known if known > 0.0 else 1.0
    asks = 1.0 + pressed * rules.price_rise_month * months * rules.price_rise_size
    level = total = 1.0
    for turn in range(1, turns):
        level *= drift
        if not term:
            level *= asks
        elif turn % term == 0:  # agreed on in the turn before
            left = known * power(max(0.0, keeps), (turn - 1) * months / 12.0)
            listed = power(growth, turn - 1.0) * power(drift, float(turn))
            markup = formulas.holdup(rules, left, task.knowledge, provider.trust)
            level = listed * (1.0 + pressed * markup)
        total += level
    return total / max(1, turns)


def _growth(facts: Observation, place: str | None) -> float:
    """Factor by which a place's wages grow in a turn."""
    years = facts.scenario.turn_months / 12.0
    where = places.location(facts.scenario, place)
    return 1.0 + years * (facts.rules.wage_growth if where is None else where.wage_growth)


def _drift(facts: Observation, place: str | None) -> float:
    """Factor by which a place's currency is expected to drift in a turn."""
    where = places.location(facts.scenario, place)
    drift = where.currency_drift if where is not None else 0.0
    return 1.0 + drift * facts.scenario.turn_months / 12.0
