"""Quick estimates of an award: the engine's formulas at the middle and the ends of a belief."""

from typing import Final

from sim.engine import bids, formulas, places
from sim.engine.numbers import whole
from sim.engine.orders import awards
from sim.engine.phases import oversee
from sim.forecast.belief import Z80, Belief, believe, believed_alignment, prior
from sim.forecast.capacity import attention_with, hours_for, place_of, shared
from sim.forecast.costs import (
    bill,
    course_of_fees,
    course_of_wages,
    handing_over,
    leaving,
    missing_while_ramping,
    takes_over,
    team_hour,
)
from sim.forecast.outcomes import Costs, Estimate, Outcome, Points, Span
from sim.forecast.risk import Case, Risk
from sim.forecast.terms import horizon
from sim.model.market import Offer
from sim.model.rules import Rules
from sim.model.spec import Award, Task
from sim.model.vocabulary import Kind, Mode, Pricing, TaskKind
from sim.model.world import Observation

SIZES = (0.35, 0.67, 0.9)
"""Quantiles of a project's true size in a good, a middling and a bad case."""

SEVERITIES = (0.5, 0.75, 0.95)
"""Quantiles of a late defect's cost in those cases."""

MORE_WANTED: Final = 1.1
"""Oversight that external providers may come to want, relative to that wanted at full pace."""


def estimate(facts: Observation, award: Award) -> Estimate:
    """Estimate what an award leads to in a good, a middling and a bad case.

    Args:
        facts: What the player knows.
        award: A legal award.

    Raises:
        KeyError: the offer is not on the table.
    """
    rules, offer = facts.rules, facts.offers[award.offer]
    external = offer.kind.external
    basis = _Basis(facts, award, offer)
    spec, wanted = basis.task.spec, basis.wanted
    skill = believe(facts, offer.provider, "skill")
    attention = prior(rules, offer.kind, "attention") if external else Belief(1.0, 0.0)
    good, middle, bad = (
        _outcome(
            basis, Case(skill.at(to), _scope(rules, spec, size), dear, attention.at(to), pressed)
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
        knowledge=basis.learning,
        displaces=middle.displaces,
        middle=middle,
    )


def _scope(rules: Rules, spec: Task, size: float) -> float:
    """True size over specified size of the work, at a quantile."""
    if spec.kind is not TaskKind.PROJECT:
        return 1.0
    return formulas.scope(rules, spec.clarity, spec.hours, size)


class _Basis:
    """An award, and what is the same in all its cases."""

    def __init__(self, facts: Observation, award: Award, offer: Offer) -> None:
        rules, task, firm = facts.rules, facts.tasks[offer.task], facts.scenario.firm
        engagement = awards.engagement_of(facts, offer, award.terms)
        wanted = oversee.wanted_hours(facts, engagement)
        alignment = believed_alignment(facts, offer.provider, offer.below_market)
        attention = attention_with(facts, wanted)
        self.facts = facts
        self.award = award
        self.offer = offer
        self.task = task
        self.engagement = engagement
        """As it would be signed."""
        self.project = task.spec.kind is TaskKind.PROJECT
        """Whether the work ends when it is done."""
        running = [facts.engagements[key] for key in task.engagements]
        self.there = any(one.provider == offer.provider for one in running)
        """Whether the provider already has part of the task."""
        self.alignment = alignment
        self.wanted = wanted
        """Managers' hours a turn."""
        self.managing = (
            places.manager_wage(facts) * (1.0 + rules.benefits) * (1.0 + rules.workplace)
        )
        """Cost of one of them (minor units)."""
        self.watched = formulas.checked_hours(rules, attention, award.terms.oversight)
        """Share of the provider's hours that somebody checks."""
        self.learning = _knowledge(facts, offer, task.spec)
        """Change in the firm's knowledge of the discipline in a year."""
        self.risk = Risk(facts, engagement, alignment, attention, award.terms.oversight)
        self.choosing = 0.0
        """Cost of choosing and briefing (minor units)."""
        if not self.there:
            selecting = rules.selection_cost * firm.manager_wage if offer.kind.external else 0.0
            hours = formulas.briefing_hours(rules, offer.kind, offer.mode)
            self.choosing = hours * (self.managing + selecting)
        self.leaving = leaving(facts, task, engagement, award)
        """Termination fees of those who have the task now (minor units)."""
        self.handing_over = handing_over(facts, task, engagement, award)
        """Their cost until it is handed over (minor units)."""


class _Work:
    """How long the work takes in one case, and how much of it is done. Hours are for the whole of a
    project, or for a turn of a service."""

    def __init__(self, basis: _Basis, case: Case) -> None:
        facts, offer, engagement = basis.facts, basis.offer, basis.engagement
        rules, months = facts.rules, facts.scenario.turn_months
        spec, project, external = basis.task.spec, basis.project, offer.kind.external
        standard = bids.remaining(rules, basis.task) * case.scope
        if project and takes_over(facts, basis.task, basis.award):
            standard += basis.task.done * formulas.handover_loss(rules, spec.knowledge)
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
        ramping = 0.5 / engagement.ramp_step if engagement.ramp < 1.0 else 0.0
        service = 1.0
        if project:
            pace = max(1.0, pace / engagement.wait)
            if not external:
                pace = max(1.0, pace * shared(facts, offer, pace))
            turns = max(1.0, engagement.lead + ramping + hours / pace)
            takes, billed, finish = min(pace, hours), hours, facts.turn + turns - 1.0
        else:
            if hours:
                service = min(1.0, pace / hours) if external else shared(facts, offer, hours)
            takes, turns, billed = hours, float(length), hours * service
            finish = float(facts.turn + engagement.lead + whole(ramping * 2.0))
        self.standard = standard
        """Standard hours."""
        self.length = length
        """Turns that a service is considered for; 1 for a project."""
        self.turns = turns
        """Turns that a project takes, or that a service is given for."""
        self.billed = billed
        """Hours actually worked."""
        self.service = service
        self.finish = finish
        self.takes = takes
        self.free = hours_for(facts, offer)
        self.displaces = 0.0
        if not external:
            over = max(0.0, takes - self.free)
            self.displaces = over - takes * (1.0 - shared(facts, offer, takes))


def _outcome(basis: _Basis, case: Case) -> Outcome:
    """What an award leads to in one case."""
    facts, offer, engagement = basis.facts, basis.offer, basis.engagement
    rules, spec, project = facts.rules, basis.task.spec, basis.project
    meanwhile = basis.handing_over
    work = _Work(basis, case)
    length = work.length
    faults = basis.risk.faults(case, work.standard)
    met = faults * rules.acceptance_share if project else faults
    points = Points.expected(rules, offer.kind, spec, case.skill, met, work.service, work.standard)
    risk = basis.risk
    likely = risk.turns(case, faults, work.standard, work.service) if risk.by_turn else ()
    lost = risk.losses(case, faults, work.turns if project else 1.0, likely)
    bonus = 0.0
    if engagement.terms.pricing is Pricing.PERFORMANCE:
        for turn in likely:
            bonus += turn.chance * formulas.bonus_due(rules, turn.service, turn.quality)
    pays = bill(facts, engagement, work.billed, basis.alignment, basis.watched, bonus)
    late = max(0.0, work.finish - spec.deadline) if project and spec.deadline else 0.0
    waits = 0 if project or basis.there else min(engagement.lead, length)
    turns = length - waits
    short = missing = ramping = 0.0
    if not project:
        hour = formulas.shortfall_hour(rules, basis.risk.hour, spec.core, spec.value / spec.hours)
        short = formulas.short_hours(rules, work.standard, work.service) * hour
        if not meanwhile:
            short += waits * formulas.short_hours(rules, work.standard, 0.0) * hour / length
            if not basis.there:
                missing, costly = missing_while_ramping(facts, engagement, turns)
                ramping = costly * work.standard * hour
    own = 0.0 if offer.kind.external else work.billed * team_hour(facts, offer.provider)
    unpaid = 0.0 if engagement.terms.pricing is Pricing.FIXED else missing
    costs = Costs(
        invoices=pays * (turns - unpaid),
        own_hours=own * (turns - missing),
        risen=(pays + own) * turns * (_course(basis, length, case.pressed) - 1.0),
        coordination=_coordination(basis, work.billed) * length,
        choosing=basis.choosing,
        managing=basis.wanted * basis.managing * (work.turns if project else length),
        losses=lost * length,
        lateness=late * spec.penalty,
        not_given=short * length,
        leaving=basis.leaving,
        handing_over=meanwhile,
        coming_to_pace=ramping,
    )
    return Outcome(
        costs=costs,
        points=points,
        finish=work.finish,
        exposure=lost + late * spec.penalty + short,
        pays=pays,
        service=work.service,
        takes=work.takes,
        free=work.free,
        displaces=work.displaces,
    )


def _course(basis: _Basis, length: int, pressed: float) -> float:
    """Mean level of a service's price or wages over its turns, relative to today's."""
    facts, offer = basis.facts, basis.offer
    if basis.project:
        return 1.0
    if offer.kind.external:
        return course_of_fees(facts, basis.engagement, length, pressed, basis.learning)
    return course_of_wages(facts, place_of(facts, offer.provider), length)


def _coordination(basis: _Basis, hours: float) -> float:
    """Cost of coordinating work abroad from home, for the project or a turn (minor units)."""
    rules, spec = basis.facts.rules, basis.task.spec
    if basis.offer.mode is not Mode.OFFSHORE:
        return 0.0
    share = formulas.coordination_share(rules, spec.coupling)
    onshore = formulas.vendor_rate(rules) * basis.facts.wages[spec.discipline]
    return hours * basis.engagement.distance * share * onshore


def _knowledge(facts: Observation, offer: Offer, spec: Task) -> float:
    """Change in the firm's knowledge of the discipline in a year, if the offer is taken."""
    rules = facts.rules
    known = facts.knowledge[spec.discipline]
    inside = outside = 0.0
    for task in facts.tasks.values():
        if task.spec.discipline != spec.discipline or task.spec.id == spec.id:
            continue
        for running in (facts.engagements.get(key) for key in task.engagements):
            if running is None:  # a draft ends it
                continue
            own = running.kind is Kind.TEAM
            hours = running.turn_done * formulas.teaches(rules, task.spec.knowledge)
            inside += hours if own else 0.0
            outside += 0.0 if own else hours
    hours = spec.hours * formulas.teaches(rules, spec.knowledge)
    if offer.kind is Kind.TEAM:
        inside += hours
    else:
        outside += hours
    if inside + outside <= 0.0:
        return -12.0 * rules.knowledge_idle * known
    grow, fade = formulas.knowledge_moves(rules, known, inside, outside)
    return 12.0 * (grow + fade)
