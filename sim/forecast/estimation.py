"""What an award may lead to: the engine's formulas at the middle and the ends of a belief."""

from attrs import frozen

from sim.engine import bids, formulas, places
from sim.engine.numbers import whole
from sim.engine.orders import awards
from sim.engine.phases import oversee
from sim.forecast.belief import Z80, Belief, believe, believed_alignment, prior
from sim.forecast.capacity import attention_with, hours_for, place_of
from sim.forecast.costs import (
    Case,
    bill,
    coming_to_pace,
    handing_over,
    leaving,
    losses,
    takes_over,
    team_hour,
)
from sim.forecast.prices import course_of_fees, course_of_wages
from sim.forecast.ranges import Caution, Estimate, Parts, Span
from sim.forecast.terms import horizon
from sim.model.explanation import FigureKind
from sim.model.market import Offer
from sim.model.orders import Award
from sim.model.rules import Rules
from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Mode, Sla, TaskKind
from sim.model.world import Engagement, Observation, ProviderFacts

SIZES = (0.35, 0.67, 0.9)
"""Quantiles of a project's real size: in a good case, a middling one, a bad one."""

SEVERITIES = (0.5, 0.75, 0.95)
"""Quantiles of what a late defect costs, likewise."""

MORE_WANTED = 1.1
"""Oversight that outsiders may come to want, against what is wanted at full pace."""

HELPED = 0.35
"""Share of a team's crew for a project that its other work gives up when hours are short."""

LEAST_SERVICE = 0.5
"""Share of a service that own people give however little time they have: other work gives way."""

SEEN = 0.6
"""Visibility from which customers mind strangers."""

FULL_SERVICE = 0.95
"""Share of a service below which somebody is too small for it."""

LOW = 0.15
"""How far below its rivals a bid is a warning, as a share."""

FAR = 0.3
"""Distance times coupling from which work is far away."""

LONG_TERM = 12
"""Turns of a term from which one is locked in."""

KNOWING = 0.5
"""Firm-specific knowledge that work asks for from which it is worth keeping inside."""


def estimate(facts: Observation, award: Award) -> Estimate:
    """What an award may lead to, from what can be known.

    Args:
        facts: What the player knows.
        award: A legal award.

    Raises:
        KeyError: an offer that is not on the table.
    """
    offer = facts.offers[award.offer]
    return _estimate(facts, offer, award)


def _estimate(facts: Observation, offer: Offer, award: Award) -> Estimate:
    rules = facts.rules
    task = facts.tasks[offer.task]
    spec = task.spec
    skill = believe(facts, offer.provider, "skill")
    alignment = believed_alignment(facts, offer.provider, offer.below_market)
    project = spec.kind is TaskKind.PROJECT

    def scope(u: float) -> float:
        return formulas.scope(rules, spec.clarity, spec.hours, u) if project else 1.0

    attention = prior(rules, offer.kind, "attention") if offer.kind.external else Belief(1.0, 0.0)
    cases = tuple(
        Case(skill.at(to), scope(size), dear, attention.at(to), pressed)
        for to, size, dear, pressed in zip(
            (Z80, 0.0, -Z80), SIZES, SEVERITIES, (0.0, rules.bargain_share, 1.0), strict=True
        )
    )
    engagement = awards.engagement_of(facts, offer, award.terms)
    wanted = oversee.wanted_hours(facts, engagement)
    given = attention_with(facts, wanted)
    known = _knowledge(facts, offer, spec)
    looks = [
        _look(facts, offer, award, engagement, case, alignment, wanted, given, known)
        for case in cases
    ]
    mid = looks[1]
    return Estimate(
        all_in=Span.sorted(*(look.all_in for look in looks)),
        finish=Span.sorted(*(look.finish for look in looks)),
        quality=Span.sorted(*(look.quality for look in looks)),
        oversight=Span(wanted, wanted, wanted * (MORE_WANTED if offer.kind.external else 1.0)),
        exposure=Span.sorted(*(look.exposure for look in looks)),
        pays=Span.sorted(*(look.pays for look in looks)),
        service=Span.sorted(*(look.service for look in looks)),
        knowledge=known,
        displaces=mid.displaces,
        cautions=_cautions(facts, offer, award, mid, wanted),
        parts=mid.parts,
    )


@frozen
class _Look:
    all_in: float
    finish: float
    quality: float
    exposure: float
    pays: float
    service: float
    displaces: float
    parts: Parts


def _look(
    facts: Observation,
    offer: Offer,
    award: Award,
    engagement: Engagement,
    case: Case,
    alignment: float,
    wanted: float,
    attention: float,
    known: float,
) -> _Look:
    """The outcome in one case."""
    rules, months = facts.rules, facts.scenario.turn_months
    task = facts.tasks[offer.task]
    spec, terms = task.spec, award.terms
    project = spec.kind is TaskKind.PROJECT
    standard = bids.remaining(rules, task) * case.scope
    if project and takes_over(facts, task, award):
        standard += task.done * formulas.handover_loss(rules, spec.knowledge)
    length = 1 if project else horizon(facts, spec)
    effort = engagement.effort * formulas.capability(rules, case.skill, spec.complexity)
    if offer.kind is Kind.TEAM:
        effort *= formulas.settled(rules, spec.knowledge, facts.knowledge[spec.discipline])
        effort *= formulas.turnover(facts.teams[offer.provider].turnover)
    else:
        heads = max(1.0, offer.crew / (rules.paid_hours_month * months))
        spent = standard / heads if project else standard * length / heads
        effort *= formulas.learning(rules, spec.knowledge, spent / 2.0)
    hours = standard * effort
    pace = offer.crew * (
        1.0 - rules.attention_pace * (1.0 - case.attention) if offer.kind.external else 1.0
    )
    free = hours_for(facts, offer)
    ramping = 0.5 / engagement.ramp_step if engagement.ramp < 1.0 else 0.0
    if project:
        pace = max(1.0, pace / engagement.wait)
        if not offer.kind.external:
            pace = max(1.0, min(pace, free + HELPED * offer.crew))
        turns = max(1.0, engagement.lead + ramping + hours / pace)
        service, per_turn, finish = 1.0, hours / max(1.0, turns), facts.turn + turns - 1.0
        displaces = max(0.0, min(pace, hours) - free) if not offer.kind.external else 0.0
    else:
        limit = pace if offer.kind.external else max(0.0, free)
        service = min(1.0, limit / hours) if hours else 1.0
        displaces = max(0.0, hours - free) if not offer.kind.external else 0.0
        if not offer.kind.external:
            service = max(service, LEAST_SERVICE)
        per_turn, turns = hours * service, float(length)
        finish = float(facts.turn + engagement.lead + whole(ramping * 2.0))
    takes = min(pace, hours) if project else hours
    watched = min(1.0, attention * formulas.level(rules, terms.oversight))
    billed = bill(facts, engagement, hours if project else per_turn, alignment, watched)
    pays = billed[-1][1]
    span = turns if project else 1.0
    lost, faults = losses(facts, engagement, case, alignment, standard, attention, span)
    late = max(0.0, finish - spec.deadline) if project and spec.deadline else 0.0
    rate = formulas.loaded_wage(rules, facts.wages[spec.discipline])
    short = hour = 0.0
    if not project:
        hour = formulas.shortfall_hour(rules, rate, spec.core, spec.value / spec.hours)
        short = (1.0 - service) * standard * hour
    there = any(facts.engagements[key].provider == offer.provider for key in task.engagements)
    briefing = formulas.briefing_hours(rules, offer.kind, offer.mode)
    managing = facts.scenario.firm.manager_wage * (1.0 + rules.benefits) * (1.0 + rules.workplace)
    choosing = 0.0
    if not there:
        selecting = rules.selection_cost * facts.scenario.firm.manager_wage
        choosing = briefing * (managing + (selecting if offer.kind.external else 0))
    own = 0.0
    if not offer.kind.external:
        own = (hours if project else per_turn) * team_hour(facts, offer.provider)
    abroad = 0.0
    if offer.mode is Mode.OFFSHORE:
        share = formulas.coordination_share(rules, spec.coupling)
        onshore = formulas.vendor_rate(rules) * facts.wages[spec.discipline]
        abroad = (hours if project else per_turn) * engagement.distance * share * onshore
    meanwhile = handing_over(facts, task, engagement, award)
    dearer = 0.0
    if not project and offer.kind.external:
        dearer = course_of_fees(facts, engagement, length, case.pressed, known) - 1.0
    elif not project:
        dearer = course_of_wages(facts, place_of(facts, offer.provider), length) - 1.0
    waits = 0 if project or there else min(engagement.lead, length)
    if not project and not meanwhile:
        short += waits * standard * hour / length
    billed_turns = length - waits
    bought = (pays + own) * billed_turns
    parts = (
        ("invoices", pays * billed_turns),
        ("own people's hours", own * billed_turns),
        ("prices and wages that will have risen", bought * dearer),
        ("coordinators at home", abroad * length),
        ("choosing and briefing", choosing),
        ("managers' time", wanted * managing * (turns if project else length)),
        ("losses to be expected", lost * length),
        ("lateness", late * spec.penalty),
        ("service not given", short * length),
        ("leaving those who have it now", leaving(facts, task, engagement, award)),
        ("those who have it, until it is handed over", meanwhile),
        (
            "bringing it to pace",
            0.0 if meanwhile or there else coming_to_pace(engagement, pays + own),
        ),
    )
    total = 0.0
    for _, amount in parts:
        total += amount
    reasons = _quality(rules, offer, spec, case, faults, standard, service)
    quality = 0.0
    for _, amount in reasons:
        quality += amount
    return _Look(
        all_in=total,
        finish=finish,
        quality=quality,
        exposure=lost + late * spec.penalty + short,
        pays=pays,
        service=service,
        displaces=displaces,
        parts={
            FigureKind.OFFER_ALL_IN: tuple(row for row in parts if row[1]),
            FigureKind.OFFER_QUALITY: reasons,
            FigureKind.OFFER_DISPLACES: (
                ("hours that it takes a turn", takes),
                ("hours that are free", -free),
                ("nothing is missing", displaces - takes + free),
            ),
        },
    )


def _quality(
    rules: Rules,
    offer: Offer,
    spec: Task,
    case: Case,
    faults: float,
    standard: float,
    service: float,
) -> tuple[tuple[str, float], ...]:
    """Quality as customers would meet it, from work without faults downwards."""
    gap = case.skill - spec.complexity
    stranger = formulas.stranger(rules, offer.kind)
    middling = formulas.delivered_quality(rules, 0.0, 0, standard, 0.0, spec.visibility)
    skilled = formulas.delivered_quality(rules, gap, 0, standard, 0.0, spec.visibility)
    met = formulas.delivered_quality(rules, gap, 0, standard, stranger, spec.visibility)
    faulty = min(formulas.fault_points(rules, faults, standard), met)
    given = formulas.served_quality(met - faulty, service)
    return (
        ("work without faults at middling skill", middling),
        ("skill against what it asks for", skilled - middling),
        ("strangers before customers", met - skilled),
        ("faults to be expected", -faulty),
        ("service not given", given - (met - faulty)),
    )


def _knowledge(facts: Observation, offer: Offer, spec: Task) -> float:
    """How the firm's knowledge of the discipline would move in a year."""
    rules = facts.rules
    known = facts.knowledge[spec.discipline]
    inside = outside = 0.0
    for task in facts.tasks.values():
        if task.spec.discipline != spec.discipline or task.spec.id == spec.id:
            continue
        for key in task.engagements:
            own = facts.engagements[key].kind is Kind.TEAM
            hours = facts.engagements[key].turn_done * formulas.teaches(rules, task.spec.knowledge)
            inside += hours if own else 0.0
            outside += 0.0 if own else hours
    hours = spec.hours * formulas.teaches(rules, spec.knowledge)
    if offer.kind is Kind.TEAM:
        inside += hours
    else:
        outside += hours
    if inside + outside <= 0.0:
        return -12.0 * rules.knowledge_idle * known
    return 12.0 * sum(formulas.knowledge_moves(rules, known, inside, outside))


def _cautions(
    facts: Observation, offer: Offer, award: Award, mid: _Look, wanted: float
) -> tuple[Caution, ...]:
    """What to beware of, the weightiest first."""
    spec, terms = facts.tasks[offer.task].spec, award.terms
    provider: ProviderFacts | None = facts.providers.get(offer.provider)
    distance = places.distance(
        facts.rules, facts.scenario, offer.kind, place_of(facts, offer.provider)
    )
    vendor = offer.kind is Kind.VENDOR
    late = spec.kind is TaskKind.PROJECT and spec.deadline and mid.finish > spec.deadline + 0.5
    strangers = offer.kind in (Kind.VENDOR, Kind.SITE) and spec.visibility >= SEEN
    rows = (
        (Caution.LATE, late),
        (Caution.DISPLACES_WORK, mid.displaces > 1.0),
        (Caution.TOO_SMALL, spec.kind is TaskKind.FUNCTION and mid.service < FULL_SERVICE),
        (Caution.OVERSIGHT_OVER_BUDGET, facts.promised + wanted > oversee.available_hours(facts)),
        (Caution.LOW_BID, offer.below_market > LOW),
        (Caution.WEAK_FINANCES, provider is not None and provider.warned),
        (Caution.CUSTOMERS_NOTICE, strangers),
        (Caution.FAR_AWAY, distance * spec.coupling > FAR),
        (Caution.OTHER_CLIENTS, offer.kind is Kind.FREELANCER),
        (Caution.NEW_TO_US, provider is not None and provider.jobs == 0),
        (Caution.MAY_SUBCONTRACT, vendor and provider is not None and provider.audited == 0),
        (Caution.LOCK_IN, vendor and terms.term >= LONG_TERM),
        (Caution.CREDIT_CAP, vendor and terms.sla is not Sla.NONE),
        (
            Caution.KNOWLEDGE_FADES,
            offer.kind is not Kind.TEAM and spec.knowledge >= KNOWING,
        ),
    )
    return tuple(caution for caution, holds in rows if holds)
