"""The parts of an award's expected cost: invoices, losses, leaving, coming to pace."""

from attrs import evolve, frozen

from sim.engine import contracts, forms, oversee, places, sign
from sim.engine.numbers import upwards, whole
from sim.forecast.belief import believe, running_alignment
from sim.forecast.ranges import Rows, Watch
from sim.forecast.terms import horizon
from sim.model.market import Offer
from sim.model.orders import Award
from sim.model.vocabulary import Kind, Oversight, Pricing, Sla, TaskKind
from sim.model.world import Engagement, Facts, Observation, TaskFacts

MEAN_SEVERITY = 0.68
"""The quantile at which a late defect costs about its mean."""


def outside(offer: Offer) -> bool:
    """Whether an offer is an outside party's."""
    return offer.kind in contracts.OUTSIDE


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
) -> Rows:
    """Invoices and fees, for the piece or for a turn: what stands there after each step."""
    rules = facts.rules
    pricing = engagement.terms.pricing
    if pricing is Pricing.OWN:
        return (("own people send no invoices", 0.0),)
    spec = facts.tasks[engagement.task].spec
    if pricing is Pricing.FIXED:
        amount = float(engagement.price)
        steps = [("price", amount)]
        if spec.kind is TaskKind.PROJECT:
            over = max(0.0, hours / max(1.0, engagement.quoted_hours) - 1.0)
            amount *= 1.0 + rules.change_size * over
            steps.append(("changes to be paid for", amount))
    else:
        amount = engagement.price * hours
        steps = [("hours at their price", amount)]
        if pricing is Pricing.HOURLY:
            amount *= 1.0 + rules.padding * (1.0 - alignment) * (1.0 - watched)
            steps.append(("hours that nobody checks", amount))
        else:
            amount *= 1.0 + rules.performance_bonus * 0.6
            steps.append(("bonus", amount))
    if engagement.kind is Kind.FREELANCER and facts.providers[engagement.provider].marketplace:
        amount *= 1.0 + rules.platform_fee
        steps.append(("marketplace's fee", amount))
    if engagement.terms.escrow:
        amount += engagement.price * rules.escrow_fee
        steps.append(("fee for escrow", amount))
    return tuple(steps)


def losses(
    facts: Observation,
    engagement: Engagement,
    case: Case,
    alignment: float,
    standard: float,
    pays: float,
    attention: float,
) -> tuple[float, float]:
    """Losses borne from faults and dropping out, and the faults that come to light."""
    rules = facts.rules
    spec, terms = facts.tasks[engagement.task].spec, engagement.terms
    level = forms.level(rules, terms.oversight)
    interest = forms.misaligned(
        rules,
        alignment,
        terms.pricing is Pricing.PERFORMANCE,
        spec.clarity,
        terms.sla,
        min(1.0, attention * level),
        0.0,
    )
    rate = forms.defect_rate(
        rules,
        forms.capability(rules, case.skill, spec.complexity),
        spec.complexity,
        engagement.care,
        engagement.distance,
        spec.coupling,
        interest,
    )
    found = (
        forms.detection_cap(rules, engagement.kind, terms.sla)
        * forms.looked_at(rules, attention, level)
        * forms.sighted(rules, facts.knowledge[spec.discipline], spec.complexity)
    )
    faults = rate * standard * (1.0 - found)
    hour = forms.loaded_wage(rules, facts.wages[spec.discipline])
    each = rules.rework_hours * hour * forms.late_cost(rules, case.severity)
    each *= forms.seen(rules, spec.visibility)
    loss = faults * each
    if engagement.kind in contracts.OUTSIDE and terms.sla is not Sla.NONE:
        loss -= min(loss, rules.sla_credit_standard * pays) * 0.5
    if terms.liability:
        loss *= 1.0 - 0.8 * rules.liability_share
    if terms.pricing is Pricing.FIXED:
        loss *= 1.0 - 0.6 * rules.warranty_share
    if engagement.kind is Kind.FREELANCER:
        shaky = rules.dropout_month * 2.0 * (1.6 - case.skill)
        held = 0.3 if terms.escrow else 1.0
        loss += shaky * (rules.dropout_hours * hour + rules.upfront * pays * held)
    if engagement.kind is Kind.VENDOR:
        loss += rules.vendor_failure_year / 12.0 * rules.vendor_failure_hours * hour
    return loss, faults


def team_hour(facts: Facts, key: str) -> float:
    """What an hour of work by own people costs now, at home or at a site."""
    team = facts.teams[key]
    wage = places.team_wage(facts, team)
    if team.kind is Kind.TEAM:
        return forms.loaded_wage(facts.rules, wage)
    benefits = 1.0 + facts.rules.site_benefits
    return wage * benefits * (1.0 + facts.rules.workplace) / facts.rules.productive_share


def last_turn(facts: Observation, task: TaskFacts, new: Engagement, old: Engagement) -> int:
    """The last turn of one who hands a task over to another that would be engaged now."""
    if old.ends:
        return old.ends
    turns = contracts.notice_turns(facts, old)
    if task.spec.kind is TaskKind.FUNCTION:
        ramping = upwards((1.0 - new.ramp) / new.ramp_step) if new.ramp < 1.0 else 0
        turns = max(turns, new.lead + ramping)
    return facts.turn + turns - 1


def leaving(facts: Observation, task: TaskFacts, new: Engagement, award: Award) -> float:
    """Termination fees of those who would be replaced."""
    if not takes_over(facts, task, award):
        return 0.0
    fees = 0.0
    for key in task.engagements:
        old = facts.engagements[key]
        fees += contracts.termination_fee(facts, old, last_turn(facts, task, new, old))
    return fees


def leaving_fee(facts: Observation, award: Award) -> int:
    """Termination fees that an award brings at once (minor units)."""
    offer, task = facts.offers[award.offer], facts.tasks[award.task]
    return whole(leaving(facts, task, sign.draft(facts, offer, award.terms), award))


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
        turns = min(last_turn(facts, task, engagement, old) - facts.turn + 1,
                    horizon(facts, task.spec))  # fmt: skip
        if old.kind in contracts.OUTSIDE:
            cost += turns * contracts.turn_fee(facts, old) * contracts.exchange(facts, old)
        else:
            cost += turns * old.quoted_hours * team_hour(facts, old.provider)
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
        standard = min(standard, engagement.crew / engagement.wait / 1.1)
    alignment = running_alignment(facts, engagement)
    skill = believe(facts, engagement.provider, "skill").mean
    pays = contracts.turn_fee(facts, engagement)
    case = Case(skill, 1.0, MEAN_SEVERITY, 1.0, facts.rules.bargain_share)
    loss, faults = losses(facts, looked, case, alignment, standard, pays, 1.0)
    return Watch(oversee.wanted_hours(facts, looked), loss, faults, standard)
