"""The parts of an award's expected cost: invoices, losses, leaving, coming to pace."""

from attrs import evolve, frozen

from sim.engine import contracts, formulas, places
from sim.engine.losses import insurance, limits
from sim.engine.numbers import power, whole
from sim.engine.orders import awards
from sim.engine.phases import oversee
from sim.forecast.belief import believe, believed_alignment, health_range
from sim.forecast.outcomes import Watch
from sim.forecast.terms import horizon
from sim.model.orders import Award
from sim.model.vocabulary import Clause, Kind, Oversight, Pricing, TaskKind
from sim.model.world import Engagement, Facts, Observation, TaskFacts

MEAN_SEVERITY = 0.68
"""The quantile at which a late defect costs about its mean."""

BONUS_EARNED = 0.6
"""Probability that a performance bonus is due."""

LEVEL_MISSED = 0.5
"""Share of the losses by faults that come in turns in which the service level was missed, too."""


@frozen
class Case:
    """One state of the world that the belief allows."""

    skill: float
    scope: float
    severity: float
    """Quantile of a late defect's cost."""
    attention: float
    pressed: float
    """Share of their demands that those who are bound to somebody end up paying."""


def bill(
    facts: Observation, engagement: Engagement, hours: float, alignment: float, watched: float
) -> float:
    """Invoices and fees, for the piece or for a turn (minor units).

    Args:
        facts: What is known.
        engagement: As it would be signed.
        hours: That it takes, for the piece or in the turn.
        alignment: Of the provider's interest, 0..1.
        watched: Share of its hours that somebody checks.
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
        amount = engagement.price * hours * (1.0 + rules.performance_bonus * BONUS_EARNED)
    if engagement.kind is Kind.FREELANCER and facts.providers[engagement.provider].marketplace:
        amount *= 1.0 + rules.platform_fee
    if terms.escrow:
        amount += engagement.price * rules.escrow_fee
    return amount


def losses(
    facts: Observation,
    engagement: Engagement,
    case: Case,
    alignment: float,
    standard: float,
    attention: float,
    turns: float,
) -> tuple[float, float]:
    """Losses borne from faults and from a provider who is gone, and the faults that come to light.

    Args:
        facts: What is known.
        engagement: As it would be signed, or as it runs.
        case: The state of the world that is looked at.
        alignment: Of the provider's interest, 0..1.
        standard: Standard hours of the work.
        attention: Share of the wanted oversight that is given.
        turns: For how long.
    """
    rules = facts.rules
    spec, terms = facts.tasks[engagement.task].spec, engagement.terms
    level = formulas.level(rules, terms.oversight)
    interest = formulas.misaligned(
        rules,
        alignment,
        terms.pricing is Pricing.PERFORMANCE,
        spec.clarity,
        terms.sla,
        min(1.0, attention * level),
        0.0,
    )
    rate = formulas.defect_rate(
        rules,
        formulas.capability(rules, case.skill, spec.complexity),
        spec.complexity,
        engagement.care,
        engagement.distance,
        spec.coupling,
        interest,
    )
    found = formulas.detection(
        rules,
        engagement.kind,
        terms.sla,
        attention,
        terms.oversight,
        facts.knowledge[spec.discipline],
        spec.complexity,
    )
    faults = rate * standard * (1.0 - found)
    hour = formulas.loaded_wage(rules, facts.wages[spec.discipline])
    each = rules.rework_hours * hour * formulas.late_cost(rules, case.severity)
    each *= formulas.seen(rules, spec.visibility)
    loss = _borne(facts, engagement, faults * each)
    loss += _gone(facts, engagement, turns * facts.scenario.turn_months, hour)
    return loss, faults


def _borne(facts: Observation, engagement: Engagement, loss: float) -> float:
    """What stays of losses by faults when each clause has given back its part, in the order of
    `sim.engine.losses.recover` (minor units)."""
    rules = facts.rules
    most = limits(facts, engagement)
    repairs = loss * (1.0 - rules.refund_share * facts.tasks[engagement.task].spec.visibility)
    if Clause.SERVICE_CREDIT in most:
        loss -= LEVEL_MISSED * min(loss, most[Clause.SERVICE_CREDIT])
    if Clause.WARRANTY in most:
        itself = 1.0 - rules.subcontracts if engagement.kind is Kind.VENDOR else 1.0
        loss -= itself * min(loss, rules.warranty_share * repairs, most[Clause.WARRANTY])
    if Clause.LIABILITY in most:
        loss -= min(rules.liability_share * loss, most[Clause.LIABILITY])
    if facts.scenario.firm.insured:
        loss -= insurance(facts, loss)[1]
    return loss


def _gone(facts: Observation, engagement: Engagement, months: float, hour: float) -> float:
    """What it costs when a provider drops out or goes under, times how likely it is (minor units).

    Args:
        facts: What is known.
        engagement: With whom.
        months: In which it may happen.
        hour: The loaded wage of the discipline.
    """
    rules, provider = facts.rules, facts.providers.get(engagement.provider)
    if provider is None:
        return 0.0
    if provider.kind is Kind.VENDOR:
        low, high = health_range(rules, provider)
        chance = formulas.failure_chance(rules, months, (low + high) / 2.0)
        return min(1.0, chance) * rules.vendor_failure_hours * hour
    reliability = believe(facts, provider.id, "reliability").mean
    jobs = provider.jobs + (engagement.id not in facts.engagements)
    chance = min(1.0, formulas.dropout_chance(rules, months, reliability, jobs > 1))
    advance = 0.0
    if _paid_ahead(facts, engagement):  # gone, less what was done by then: at any point alike
        advance = contracts.first_part(facts, engagement) * rules.upfront / 2.0
    return chance * (rules.dropout_hours * hour + advance)


def _paid_ahead(facts: Observation, engagement: Engagement) -> bool:
    """Whether a part of the price is paid before the work, and nobody holds it."""
    project = facts.tasks[engagement.task].spec.kind is TaskKind.PROJECT
    terms = engagement.terms
    return project and terms.pricing is Pricing.FIXED and not terms.escrow


def team_hour(facts: Facts, key: str) -> float:
    """What an hour of work by own people costs now, at home or at a site."""
    team = facts.teams[key]
    wage = places.team_wage(facts, team)
    if team.kind is Kind.TEAM:
        return formulas.loaded_wage(facts.rules, wage)
    benefits = 1.0 + facts.rules.site_benefits
    return wage * benefits * (1.0 + facts.rules.workplace) / facts.rules.productive_share


def leaving(facts: Observation, task: TaskFacts, new: Engagement, award: Award) -> float:
    """Termination fees of those who would be replaced."""
    if not takes_over(facts, task, award):
        return 0.0
    fees = 0.0
    for key in task.engagements:
        old = facts.engagements[key]
        fees += contracts.termination_fee(facts, old, awards.last_turn(facts, task, new, old))
    return fees


def leaving_fee(facts: Observation, award: Award) -> int:
    """Termination fees that an award brings at once (minor units)."""
    offer, task = facts.offers[award.offer], facts.tasks[award.task]
    return whole(leaving(facts, task, awards.engagement_of(facts, offer, award.terms), award))


def coming_to_pace(engagement: Engagement, per_turn: float) -> float:
    """What is paid for nothing until a newcomer is at full pace, where nobody hands over to it."""
    if engagement.ramp >= 1.0:
        return 0.0
    return 0.5 * (1.0 - engagement.ramp) / engagement.ramp_step * per_turn * 0.5


def handing_over(
    facts: Observation, task: TaskFacts, engagement: Engagement, award: Award
) -> float:
    """What those who have a service now still cost, until the newcomer is at full pace."""
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


def watch(facts: Observation, engagement: Engagement, level: Oversight) -> Watch:
    """What a level of oversight would cost and save, if managers had the hours for all of it."""
    spec = facts.tasks[engagement.task].spec
    looked = engagement.copy()
    looked.terms = evolve(engagement.terms, oversight=level)
    parties = max(1, len(facts.tasks[engagement.task].engagements))
    standard = spec.hours / parties
    if spec.kind is TaskKind.PROJECT:
        effort = engagement.quoted_hours / engagement.quoted_standard
        standard = min(standard, engagement.crew / engagement.wait / effort)
    alignment = believed_alignment(facts, engagement.provider)
    skill = believe(facts, engagement.provider, "skill").mean
    case = Case(skill, 1.0, MEAN_SEVERITY, 1.0, facts.rules.bargain_share)
    loss, faults = losses(facts, looked, case, alignment, standard, 1.0, 1.0)
    return Watch(oversee.wanted_hours(facts, looked), loss, faults, standard)


# ---------------------------------------- what becomes of prices and wages over the turns


def course_of_wages(facts: Observation, place: str | None, turns: int) -> float:
    """Mean of wages and currency of a place over so many turns from now, against today."""
    step = _growth(facts, place) * _drift(facts, place)
    level = total = 1.0
    for _ in range(1, turns):
        level *= step
        total += level
    return total / max(1, turns)


def course_of_fees(
    facts: Observation, engagement: Engagement, turns: int, pressed: float, learning: float
) -> float:
    """Mean of an outsider's price over so many turns from now, against the price agreed today.

    Within a term only its currency moves it. Each renewal brings it to the wages of the day, and
    adds what lock-in lets a vendor ask for: the more, the less the firm still knows of the work.
    Without a term a provider asks for more now and then.

    Args:
        facts: What is known.
        engagement: As it would be signed.
        turns: How many.
        pressed: Share of such demands that is paid.
        learning: How the firm's knowledge of the discipline moves in a year.
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
    """Rise of wages a turn."""
    years = facts.scenario.turn_months / 12.0
    where = places.location(facts.scenario, place)
    return 1.0 + years * (facts.rules.wage_growth if where is None else where.wage_growth)


def _drift(facts: Observation, place: str | None) -> float:
    """Drift of a place's currency a turn, as far as it can be expected."""
    where = places.location(facts.scenario, place)
    drift = where.currency_drift if where is not None else 0.0
    return 1.0 + drift * facts.scenario.turn_months / 12.0
