"""What an award may lead to: the engine's formulas at the middle and the ends of a belief."""

from attrs import frozen

from sim.engine import bids, formulas, places
from sim.engine.numbers import whole
from sim.engine.orders import awards
from sim.engine.phases import oversee
from sim.forecast.belief import Z80, Belief, believe, believed_alignment, prior
from sim.forecast.capacity import attention_with, hours_for, place_of
from sim.forecast.costs import (
    bill,
    coming_to_pace,
    course_of_fees,
    course_of_wages,
    handing_over,
    leaving,
    takes_over,
    team_hour,
)
from sim.forecast.outcomes import Costs, Estimate, Outcome, Points, Span
from sim.forecast.risk import Case, Risk
from sim.forecast.terms import horizon
from sim.model.market import Offer
from sim.model.orders import Award
from sim.model.rules import Rules
from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Mode, TaskKind
from sim.model.world import Engagement, Observation, TaskFacts

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


def estimate(facts: Observation, award: Award) -> Estimate:
    """What an award may lead to, from what can be known.

    Args:
        facts: What the player knows.
        award: A legal award.

    Raises:
        KeyError: an offer that is not on the table.
    """
    rules, offer = facts.rules, facts.offers[award.offer]
    external = offer.kind.external
    matter = _Matter.of(facts, award, offer)
    spec, wanted = matter.task.spec, matter.wanted
    skill = believe(facts, offer.provider, "skill")
    attention = prior(rules, offer.kind, "attention") if external else Belief(1.0, 0.0)
    good, middle, bad = (
        _outcome(
            matter,
            Case(skill.at(to), _scope(rules, spec, size), dear, attention.at(to), pressed),
        )
        for to, size, dear, pressed in zip(
            (Z80, 0.0, -Z80), SIZES, SEVERITIES, (0.0, rules.bargain_share, 1.0), strict=True
        )
    )
    return Estimate(
        all_in=Span.sorted(good.costs.all_in, middle.costs.all_in, bad.costs.all_in),
        finish=Span.sorted(good.finish, middle.finish, bad.finish),
        quality=Span.sorted(good.points.quality, middle.points.quality, bad.points.quality),
        oversight=Span(wanted, wanted, wanted * (MORE_WANTED if external else 1.0)),
        exposure=Span.sorted(good.exposure, middle.exposure, bad.exposure),
        pays=Span.sorted(good.pays, middle.pays, bad.pays),
        service=Span.sorted(good.service, middle.service, bad.service),
        knowledge=matter.learning,
        displaces=middle.displaces,
        middle=middle,
    )


def _scope(rules: Rules, spec: Task, size: float) -> float:
    """Times its specified hours that work really takes, at a quantile of its size."""
    if spec.kind is not TaskKind.PROJECT:
        return 1.0
    return formulas.scope(rules, spec.clarity, spec.hours, size)


@frozen
class _Matter:
    """An award, and what is alike in all its cases."""

    facts: Observation
    award: Award
    offer: Offer
    task: TaskFacts
    engagement: Engagement
    """As it would be signed."""
    project: bool
    """Whether the work ends when it is done."""
    there: bool
    """Whether whom it goes to has a part of the task already."""
    alignment: float
    wanted: float
    """Managers' hours a turn."""
    managing: float
    """What one of them costs."""
    attention: float
    """Share of them that could be given."""
    watched: float
    """Share of the provider's hours that somebody checks."""
    learning: float
    """How the firm's knowledge of the discipline would move in a year."""
    risk: Risk
    choosing: float
    """What choosing and briefing cost."""
    leaving: float
    """What leaving those costs who have the task now."""
    handing_over: float
    """What they cost until it is handed over."""

    @classmethod
    def of(cls, facts: Observation, award: Award, offer: Offer) -> "_Matter":
        """Look at an award, whatever the case."""
        rules, task, firm = facts.rules, facts.tasks[offer.task], facts.scenario.firm
        engagement = awards.engagement_of(facts, offer, award.terms)
        alignment = believed_alignment(facts, offer.provider, offer.below_market)
        wanted = oversee.wanted_hours(facts, engagement)
        attention = attention_with(facts, wanted)
        running = [facts.engagements[key] for key in task.engagements]
        there = any(one.provider == offer.provider for one in running)
        managing = places.manager_wage(facts) * (1.0 + rules.benefits) * (1.0 + rules.workplace)
        choosing = 0.0
        if not there:
            selecting = rules.selection_cost * firm.manager_wage if offer.kind.external else 0.0
            hours = formulas.briefing_hours(rules, offer.kind, offer.mode)
            choosing = hours * (managing + selecting)
        return cls(
            facts=facts,
            award=award,
            offer=offer,
            task=task,
            engagement=engagement,
            project=task.spec.kind is TaskKind.PROJECT,
            there=there,
            alignment=alignment,
            wanted=wanted,
            managing=managing,
            attention=attention,
            watched=min(1.0, attention * formulas.level(rules, award.terms.oversight)),
            learning=_knowledge(facts, offer, task.spec),
            risk=Risk.of(facts, engagement, alignment, attention),
            choosing=choosing,
            leaving=leaving(facts, task, engagement, award),
            handing_over=handing_over(facts, task, engagement, award),
        )


@frozen
class _Work:
    """How long the work takes in one case, and how much of it is done. A turn's figures are of a
    service; a project's are of the piece."""

    standard: float
    """Standard hours: of the piece, or of a turn."""
    hours: float
    """That it takes whoever does it, likewise."""
    length: int
    """Turns that a service is looked at for; 1 for a project."""
    turns: float
    """That it takes a project, or is given as a service."""
    billed: float
    """Hours of the piece, or those given a turn."""
    service: float
    finish: float
    takes: float
    free: float
    displaces: float


def _work(matter: _Matter, case: Case) -> _Work:
    facts, offer, engagement = matter.facts, matter.offer, matter.engagement
    rules, months = facts.rules, facts.scenario.turn_months
    spec, project, external = matter.task.spec, matter.project, offer.kind.external
    standard = bids.remaining(rules, matter.task) * case.scope
    if project and takes_over(facts, matter.task, matter.award):
        standard += matter.task.done * formulas.handover_loss(rules, spec.knowledge)
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
    pace = offer.crew
    if external:
        pace *= 1.0 - rules.attention_pace * (1.0 - case.attention)
    free = hours_for(facts, offer)
    ramping = 0.5 / engagement.ramp_step if engagement.ramp < 1.0 else 0.0
    if project:
        pace = max(1.0, pace / engagement.wait)
        if not external:
            pace = max(1.0, min(pace, free + HELPED * offer.crew))
        turns = max(1.0, engagement.lead + ramping + hours / pace)
        takes = min(pace, hours)
        service, billed, finish = 1.0, hours, facts.turn + turns - 1.0
    else:
        service = min(1.0, (pace if external else max(0.0, free)) / hours) if hours else 1.0
        if not external:
            service = max(service, LEAST_SERVICE)
        takes, turns, billed = hours, float(length), hours * service
        finish = float(facts.turn + engagement.lead + whole(ramping * 2.0))
    displaces = 0.0 if external else max(0.0, takes - free)
    return _Work(standard, hours, length, turns, billed, service, finish, takes, free, displaces)


def _outcome(matter: _Matter, case: Case) -> Outcome:
    """What comes of it in one case."""
    facts, offer, engagement = matter.facts, matter.offer, matter.engagement
    rules, spec, project = facts.rules, matter.task.spec, matter.project
    meanwhile = matter.handing_over
    work = _work(matter, case)
    length = work.length
    pays = bill(facts, engagement, work.billed, matter.alignment, matter.watched)
    lost, faults = matter.risk.losses(case, work.standard, work.turns if project else 1.0)
    late = max(0.0, work.finish - spec.deadline) if project and spec.deadline else 0.0
    waits = 0 if project or matter.there else min(engagement.lead, length)
    short = 0.0
    if not project:
        hour = formulas.shortfall_hour(rules, matter.risk.hour, spec.core, spec.value / spec.hours)
        short = (1.0 - work.service) * work.standard * hour
        if not meanwhile:
            short += waits * work.standard * hour / length
    own = 0.0 if offer.kind.external else work.billed * team_hour(facts, offer.provider)
    turns = length - waits
    newcomer = not (meanwhile or matter.there)
    costs = Costs(
        invoices=pays * turns,
        own_hours=own * turns,
        risen=(pays + own) * turns * (_course(matter, length, case.pressed) - 1.0),
        coordination=_coordination(matter, work.billed) * length,
        choosing=matter.choosing,
        managing=matter.wanted * matter.managing * (work.turns if project else length),
        losses=lost * length,
        lateness=late * spec.penalty,
        not_given=short * length,
        leaving=matter.leaving,
        handing_over=meanwhile,
        coming_to_pace=coming_to_pace(engagement, pays + own) if newcomer else 0.0,
    )
    return Outcome(
        costs=costs,
        points=_points(rules, offer, spec, case, faults, work),
        finish=work.finish,
        exposure=lost + late * spec.penalty + short,
        pays=pays,
        service=work.service,
        takes=work.takes,
        free=work.free,
        displaces=work.displaces,
    )


def _course(matter: _Matter, length: int, pressed: float) -> float:
    """Mean of a service's price or wages over its turns, against today's."""
    facts, offer = matter.facts, matter.offer
    if matter.project:
        return 1.0
    if offer.kind.external:
        return course_of_fees(facts, matter.engagement, length, pressed, matter.learning)
    return course_of_wages(facts, place_of(facts, offer.provider), length)


def _coordination(matter: _Matter, hours: float) -> float:
    """Coordinators at home for work abroad, for the piece or a turn (minor units)."""
    rules, spec = matter.facts.rules, matter.task.spec
    if matter.offer.mode is not Mode.OFFSHORE:
        return 0.0
    share = formulas.coordination_share(rules, spec.coupling)
    onshore = formulas.vendor_rate(rules) * matter.facts.wages[spec.discipline]
    return hours * matter.engagement.distance * share * onshore


def _points(
    rules: Rules, offer: Offer, spec: Task, case: Case, faults: float, work: _Work
) -> Points:
    """Quality as customers would meet it, from work without faults downwards."""
    standard = work.standard
    gap = case.skill - spec.complexity
    stranger = formulas.stranger(rules, offer.kind)
    middling = formulas.delivered_quality(rules, 0.0, 0, standard, 0.0, spec.visibility)
    skilled = formulas.delivered_quality(rules, gap, 0, standard, 0.0, spec.visibility)
    met = formulas.delivered_quality(rules, gap, 0, standard, stranger, spec.visibility)
    faulty = min(formulas.fault_points(rules, faults, standard), met)
    given = formulas.served_quality(met - faulty, work.service)
    return Points(
        middling=middling,
        skill=skilled - middling,
        strangers=met - skilled,
        faults=-faulty,
        not_given=given - (met - faulty),
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
