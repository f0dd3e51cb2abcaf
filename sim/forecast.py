"""What an award may lead to, as ranges, drawn only from what the player can know.

The engine's own formulas are put to work on beliefs about a provider instead of its hidden traits:
at the middle of the belief, and at both ends of an 80% range. Nothing here is a rule.
"""

import enum

from attrs import evolve, field, frozen

from sim.engine import bids, contracts, forms, oversee, people, places, sign
from sim.engine.explain import split
from sim.engine.numbers import clamp, whole
from sim.model.explanation import Explanation, Figure, FigureKind, Part, Unit
from sim.model.market import Offer
from sim.model.orders import Award, Terms
from sim.model.rules import Rules
from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Mode, Oversight, Pricing, Sla, TaskKind
from sim.model.world import Engagement, Observation, ProviderFacts, TaskFacts

Z80 = 1.2816
"""Standard deviations from the middle to each end of an 80% range."""


MEAN_SEVERITY = 0.68
"""The quantile at which a late defect costs about its mean."""


@frozen
class Span:
    """A range with its middle."""

    low: float
    mid: float
    high: float

    @classmethod
    def sorted(cls, *values: float) -> "Span":
        """A range over three values in any order."""
        low, mid, high = sorted(values)
        return cls(low, mid, high)


@frozen
class Belief:
    """What is thought of a trait: its mean and how uncertain that is, 0..1 both."""

    mean: float
    spread: float
    """Standard deviation."""

    def at(self, deviations: float) -> float:
        """The value so many standard deviations from the mean, within 0..1."""
        return clamp(self.mean + deviations * self.spread, 0.0, 1.0)


class Caution(enum.StrEnum):
    """What to beware of in an offer."""

    DISPLACES_WORK = "displaces_work"
    NEW_TO_US = "new_to_us"
    LOW_BID = "low_bid"
    FAR_AWAY = "far_away"
    OTHER_CLIENTS = "other_clients"
    MAY_SUBCONTRACT = "may_subcontract"
    LOCK_IN = "lock_in"
    CREDIT_CAP = "credit_cap"
    OVERSIGHT_OVER_BUDGET = "oversight_over_budget"
    TOO_SMALL = "too_small"
    LATE = "late"
    CUSTOMERS_NOTICE = "customers_notice"
    KNOWLEDGE_FADES = "knowledge_fades"
    WEAK_FINANCES = "weak_finances"


@frozen
class Appraisal:
    """What an award is expected to lead to. Money in minor units."""

    all_in: Span
    """Invoices, fees, coordination, managers' time, own hours at loaded wages, expected losses:
    for the piece, or for the rest of the game."""
    finish: Span
    """The turn of acceptance (project), or of full service (function)."""
    quality: Span
    """0..100."""
    oversight: Span
    """Managers' hours a turn."""
    exposure: Span
    """Losses that would be borne: as expected, in a bad case, in a very bad one; a turn
    (function) or for the piece."""
    pays: Span
    """Invoices: for the piece, or a turn."""
    service: Span
    """Share of what a function asks for that could be given; 1 for a project in time."""
    knowledge: float
    """Change of the firm's knowledge of the discipline in a year, in points of 0..1."""
    displaces: float
    """Hours a turn that own people would be missing elsewhere."""
    cautions: tuple[Caution, ...]
    parts: tuple[tuple[str, float], ...] = field(repr=False)
    """The parts of the middle of `all_in`."""


def prior(rules: Rules, kind: Kind, trait: str) -> Belief:
    """What is thought of a provider of whom nothing is known."""
    low, high = people.usual(rules, kind, trait)
    return Belief((low + high) / 2.0, rules.prior_spread)


def believe(facts: Observation, provider: str, trait: str) -> Belief:
    """What is thought of a provider's skill or reliability.

    A normal belief: the prior of its kind, moved a little by its rating, and by own experience and
    audits with the weight of their precision.
    """
    rules = facts.rules
    team = facts.teams.get(provider)
    if team is not None:
        return Belief(team.skill if trait == "skill" else rules.team_reliability, 0.02)
    known = facts.providers[provider]
    first = prior(rules, known.kind, trait)
    mean = first.mean
    if trait == "skill":
        mean += rules.rating_informs * (known.rating - rules.usual_rating)
        seen, weight = known.skill_seen, known.skill_weight
    elif trait == "reliability":
        seen, weight = known.reliability_seen, known.reliability_weight
    else:
        return first
    before = 1.0 / (first.spread * first.spread)
    return Belief(
        clamp((mean * before + seen) / (before + weight), 0.0, 1.0),
        (1.0 / (before + weight)) ** 0.5,
    )


def default_terms(facts: Observation, offer: Offer) -> Terms:
    """Terms that a sensible manager would start from."""
    task = facts.tasks[offer.task].spec
    quoted = [quote.pricing for quote in offer.quotes]
    if quoted == [Pricing.OWN]:
        return Terms(Pricing.OWN)
    if task.kind is TaskKind.FUNCTION:
        vendor = offer.kind is Kind.VENDOR
        left = _horizon(facts, task)
        return Terms(
            pricing=Pricing.FIXED if task.volatility < 0.2 else Pricing.HOURLY,
            sla=Sla.STANDARD if vendor else Sla.NONE,
            term=min(12, left) if vendor and left >= 6 else 0,
        )
    fixed = task.clarity >= 0.6
    return Terms(
        pricing=Pricing.FIXED if fixed else Pricing.HOURLY,
        oversight=Oversight.STANDARD,
        escrow=offer.escrow and fixed,
    )


def _horizon(facts: Observation, task: Task) -> int:
    last = min(task.until or facts.scenario.turns, facts.scenario.turns)
    return max(1, last - facts.turn + 1)


@frozen
class _Case:
    """One state of the world that the belief allows."""

    skill: float
    scope: float
    severity: float
    """Quantile of a late defect's cost."""
    attention: float


def appraise(facts: Observation, award: Award) -> Appraisal:
    """What an award may lead to, from what can be known.

    Args:
        facts: What the player knows.
        award: A legal award.

    Raises:
        KeyError: an offer that is not on the table.
    """
    offer = facts.offers[award.offer]
    return _appraise(facts, offer, award)


def _appraise(facts: Observation, offer: Offer, award: Award) -> Appraisal:
    rules = facts.rules
    task = facts.tasks[offer.task]
    spec = task.spec
    skill = believe(facts, offer.provider, "skill")
    alignment = prior(rules, offer.kind, "alignment").mean if _outside(offer) else 1.0
    if _outside(offer):
        alignment = clamp(alignment - max(0.0, offer.below_market) * 0.8, 0.0, 1.0)
        known = facts.providers[offer.provider]
        alignment = clamp(alignment + 0.2 * known.trust, 0.0, 1.0)
    growth = rules.scope_growth * (1.0 - spec.clarity)
    project = spec.kind is TaskKind.PROJECT

    def scope(u: float) -> float:
        return 1.0 + growth * u**rules.scope_tail if project else 1.0

    free = 0.78 if _outside(offer) else 1.0
    cases = (
        _Case(skill.at(Z80), scope(0.35), 0.5, min(1.0, free * 1.2)),
        _Case(skill.mean, scope(0.67), 0.75, free),
        _Case(skill.at(-Z80), scope(0.9), 0.95, free * 0.8),
    )
    engagement = _imagine(facts, offer, award.terms)
    wanted = oversee.wanted_hours(facts, engagement)
    attention = _attention(facts, wanted)
    looks = [
        _look(facts, offer, award, engagement, case, alignment, wanted, attention) for case in cases
    ]
    mid = looks[1]
    return Appraisal(
        all_in=Span.sorted(*(look.all_in for look in looks)),
        finish=Span.sorted(*(look.finish for look in looks)),
        quality=Span.sorted(*(look.quality for look in looks)),
        oversight=Span(wanted, wanted, wanted * (1.0 if not _outside(offer) else 1.1)),
        exposure=Span.sorted(*(look.exposure for look in looks)),
        pays=Span.sorted(*(look.pays for look in looks)),
        service=Span.sorted(*(look.service for look in looks)),
        knowledge=_knowledge(facts, offer, spec),
        displaces=mid.displaces,
        cautions=_cautions(facts, offer, award, mid, wanted),
        parts=mid.parts,
    )


def _outside(offer: Offer) -> bool:
    return offer.kind in contracts.OUTSIDE


def _imagine(facts: Observation, offer: Offer, terms: Terms) -> Engagement:
    """The engagement that the award would make, by the engine's own hand."""
    return sign.draft(facts, offer, terms)


@frozen
class _Look:
    all_in: float
    finish: float
    quality: float
    exposure: float
    pays: float
    service: float
    displaces: float
    parts: tuple[tuple[str, float], ...]


def _look(
    facts: Observation,
    offer: Offer,
    award: Award,
    engagement: Engagement,
    case: _Case,
    alignment: float,
    wanted: float,
    attention: float,
) -> _Look:
    """The outcome in one case."""
    rules, months = facts.rules, facts.scenario.turn_months
    task = facts.tasks[offer.task]
    spec, terms = task.spec, award.terms
    project = spec.kind is TaskKind.PROJECT
    standard = bids.remaining(rules, task) * case.scope
    if project and _takes_over(facts, task, award):
        standard += task.done * (rules.handover_loss + rules.handover_knowledge * spec.knowledge)
    horizon = 1 if project else _horizon(facts, spec)
    effort = engagement.effort * forms.capability(rules, case.skill, spec.complexity)
    if offer.kind is Kind.TEAM:
        effort *= forms.settled(rules, spec.knowledge, facts.knowledge[spec.discipline])
        effort *= forms.turnover(facts.teams[offer.provider].turnover)
    else:
        heads = max(1.0, offer.crew / (rules.paid_hours_month * months))
        span = standard / heads if project else standard * horizon / heads
        effort *= forms.learning(rules, spec.knowledge, span / 2.0)
    hours = standard * effort
    pace = offer.crew * (
        1.0 - rules.attention_pace * (1.0 - case.attention) if _outside(offer) else 1.0
    )
    free = _free_hours(facts, offer)
    ramping = 0.5 / engagement.ramp_step if engagement.ramp < 1.0 else 0.0
    if project:
        pace = max(1.0, pace / engagement.wait)
        if not _outside(offer):
            pace = max(1.0, min(pace, free + 0.35 * offer.crew))
        turns = engagement.lead + ramping + hours / pace
        service, per_turn, finish = 1.0, hours / max(1.0, turns), facts.turn + turns - 1.0
        displaces = max(0.0, min(pace, hours) - free) if not _outside(offer) else 0.0
    else:
        limit = pace if _outside(offer) else max(0.0, free)
        service = min(1.0, limit / hours) if hours else 1.0
        displaces = max(0.0, hours - free) if not _outside(offer) else 0.0
        if not _outside(offer):
            service = max(service, 0.5)
        per_turn, turns = hours * service, float(horizon)
        finish = float(facts.turn + engagement.lead + whole(ramping * 2.0))
    watched = min(1.0, attention * forms.level(rules, terms.oversight))
    pays = _invoices(facts, engagement, hours if project else per_turn, alignment, watched)
    losses = _losses(facts, engagement, case, alignment, standard, pays, attention)
    late = max(0.0, finish - spec.deadline) if project and spec.deadline else 0.0
    rate = forms.loaded_wage(rules, facts.wages[spec.discipline])
    short = 0.0
    if not project:
        hour = forms.shortfall_hour(rules, rate, spec.core, spec.value / spec.hours)
        short = (1.0 - service) * standard * hour
    briefing = forms.briefing_hours(rules, offer.kind, offer.mode)
    managing = facts.scenario.firm.manager_wage * (1.0 + rules.benefits) * (1.0 + rules.workplace)
    choosing = briefing * (
        managing
        + (rules.selection_cost * facts.scenario.firm.manager_wage if _outside(offer) else 0)
    )
    own = 0.0
    if not _outside(offer):
        own = (hours if project else per_turn) * _own_hour(facts, offer, rate)
    abroad = 0.0
    if offer.mode is Mode.OFFSHORE:
        share = rules.coordination_base + rules.coordination_coupling * spec.coupling
        onshore = rules.rate_vendor * facts.wages[spec.discipline]
        abroad = (hours if project else per_turn) * engagement.distance * share * onshore
    parts = (
        ("invoices", pays * horizon),
        ("own people's hours", own * horizon),
        ("coordinators at home", abroad * horizon),
        ("choosing and briefing", choosing),
        ("managers' time", wanted * managing * (turns if project else horizon)),
        ("losses to be expected", losses[0] * horizon),
        ("lateness", late * spec.penalty),
        ("service not given", short * horizon),
        ("leaving those who have it now", _leaving(facts, task, award)),
        ("bringing it to pace", _transition(engagement, pays + own)),
    )
    total = 0.0
    for _, amount in parts:
        total += amount
    gap = case.skill - spec.complexity
    stranger = forms.stranger(rules, offer.kind)
    quality = forms.delivered_quality(rules, gap, 0, standard, stranger, spec.visibility)
    quality -= min(40.0, rules.fault_quality * 100.0 * losses[1] / max(standard, rules.fault_hours))
    return _Look(
        all_in=total,
        finish=finish,
        quality=clamp(quality * service**0.5, 0.0, 100.0),
        exposure=losses[0] + late * spec.penalty + short,
        pays=pays,
        service=service,
        displaces=displaces,
        parts=tuple((label, amount) for label, amount in parts if abs(amount) >= 0.5),
    )


def _takes_over(facts: Observation, task: TaskFacts, award: Award) -> bool:
    return bool(task.engagements) and not award.beside


def _own_hour(facts: Observation, offer: Offer, home: float) -> float:
    """What an hour of own people costs."""
    team = facts.teams[offer.provider]
    if team.kind is Kind.TEAM:
        return home
    benefits = 1.0 + facts.rules.site_benefits
    wage = places.team_wage(facts, team)
    return wage * benefits * (1.0 + facts.rules.workplace) / facts.rules.productive_share


def _place(facts: Observation, provider: str) -> str | None:
    team = facts.teams.get(provider)
    return team.location if team is not None else facts.providers[provider].location


def _free_hours(facts: Observation, offer: Offer) -> float:
    """Hours a turn that a team has left beside the services it gives now."""
    if _outside(offer):
        return offer.crew
    return free_hours(facts, offer.provider, without=offer.task)


def free_hours(facts: Observation, key: str, without: str = "") -> float:
    """Productive hours a turn that a team or site has not promised to anything yet."""
    rules, months = facts.rules, facts.scenario.turn_months
    team = facts.teams[key]
    coming = sum(number for _, number in team.arriving)
    heads = max(0.0, team.heads + coming - 0.5 * team.novices)
    hours = heads * forms.productive_hours(rules, months)
    hours *= forms.effective_week(rules, team.weekly_hours) / rules.normal_week
    for engagement in facts.engagements.values():
        if engagement.provider == key and engagement.task != without and not engagement.ends:
            hours -= planned_hours(facts, engagement)
    return hours


def planned_hours(facts: Observation, engagement: Engagement) -> float:
    """Hours a turn that an engagement of own people takes."""
    spec = facts.tasks[engagement.task].spec
    if spec.kind is TaskKind.FUNCTION:
        return engagement.quoted_hours
    return min(engagement.crew, engagement.quoted_hours)


def _attention(facts: Observation, wanted: float) -> float:
    """Share of the wanted oversight that could be given if that much were added."""
    promised = wanted + facts.committed
    hours = oversee.available_hours(facts)
    return min(1.0, hours / promised) if promised > 0.0 else 1.0


def _invoices(
    facts: Observation, engagement: Engagement, hours: float, alignment: float, watched: float
) -> float:
    """Invoices and fees: for the piece, or for a turn."""
    rules = facts.rules
    pricing = engagement.terms.pricing
    if pricing is Pricing.OWN:
        return 0.0
    spec = facts.tasks[engagement.task].spec
    if pricing is Pricing.FIXED:
        amount = float(engagement.price)
        if spec.kind is TaskKind.PROJECT:
            over = max(0.0, hours / max(1.0, engagement.quoted_hours) - 1.0)
            amount *= 1.0 + rules.change_size * over
    else:
        amount = engagement.price * hours
        if pricing is Pricing.HOURLY:
            amount *= 1.0 + rules.padding * (1.0 - alignment) * (1.0 - watched)
        else:
            amount *= 1.0 + rules.performance_bonus * 0.6
    if engagement.kind is Kind.FREELANCER and facts.providers[engagement.provider].marketplace:
        amount *= 1.0 + rules.platform_fee
    if engagement.terms.escrow:
        amount += engagement.price * rules.escrow_fee
    return amount


def _losses(
    facts: Observation,
    engagement: Engagement,
    case: _Case,
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
        rules, alignment, terms.pricing is Pricing.PERFORMANCE, spec.clarity, terms.sla, 0.0
    )
    rate = forms.defect_rate(
        rules,
        forms.capability(rules, case.skill, spec.complexity),
        spec.complexity,
        1.0,
        engagement.distance,
        spec.coupling,
        interest * (1.0 - min(1.0, attention * level)),
    )
    found = (
        forms.detection_cap(rules, engagement.kind, terms.sla)
        * forms.looked_at(rules, attention, level)
        * forms.sighted(rules, facts.knowledge[spec.discipline])
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


@frozen
class Watch:
    """What a level of oversight is expected to do for a running engagement, in a turn."""

    hours: float
    """Managers' hours that it wants."""
    loss: float
    """Losses to be borne (minor units)."""
    faults: float
    """Defects that come to light after they were let through."""
    standard_hours: float
    """Standard hours of work in the turn."""


def watch(facts: Observation, engagement: Engagement, level: Oversight) -> Watch:
    """What a level of oversight would cost and save, if managers had the hours for all of it."""
    spec = facts.tasks[engagement.task].spec
    terms = evolve(engagement.terms, oversight=level)
    looked = evolve(engagement, terms=terms)
    parties = max(1, len(facts.tasks[engagement.task].engagements))
    standard = spec.hours / parties
    if spec.kind is TaskKind.PROJECT:
        standard = min(standard, engagement.crew / engagement.wait / 1.1)
    alignment = _alignment(facts, engagement)
    skill = believe(facts, engagement.provider, "skill").mean
    pays = contracts.turn_fee(facts, engagement)
    case = _Case(skill, 1.0, MEAN_SEVERITY, 1.0)
    loss, faults = _losses(facts, looked, case, alignment, standard, pays, 1.0)
    return Watch(oversee.wanted_hours(facts, looked), loss, faults, standard)


def _alignment(facts: Observation, engagement: Engagement) -> float:
    """What is thought of a running provider's interest."""
    if engagement.kind not in contracts.OUTSIDE:
        return 1.0
    trust = facts.providers[engagement.provider].trust
    mean = prior(facts.rules, engagement.kind, "alignment").mean
    return clamp(mean + 0.2 * trust, 0.0, 1.0)


def _leaving(facts: Observation, task: TaskFacts, award: Award) -> float:
    """Termination fees of those who would be replaced."""
    if not _takes_over(facts, task, award):
        return 0.0
    fees = 0.0
    for key in task.engagements:
        engagement = facts.engagements[key]
        last = facts.turn + contracts.notice_turns(facts, engagement) - 1
        fees += contracts.termination_fee(facts, engagement, last)
    return fees


def _transition(engagement: Engagement, per_turn: float) -> float:
    """What is paid twice until the newcomer is at full pace."""
    if engagement.ramp >= 1.0:
        return 0.0
    return 0.5 * (1.0 - engagement.ramp) / engagement.ramp_step * per_turn * 0.5


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
            hours = facts.engagements[key].turn_done
            inside += hours if own else 0.0
            outside += 0.0 if own else hours
    if offer.kind is Kind.TEAM:
        inside += spec.hours
    else:
        outside += spec.hours
    share = inside / (inside + outside)
    grow = rules.knowledge_growth * share * (1.0 - known)
    return 12.0 * (grow - rules.knowledge_fade * (1.0 - share) * known)


def _cautions(
    facts: Observation, offer: Offer, award: Award, mid: _Look, wanted: float
) -> tuple[Caution, ...]:
    """What to beware of, the weightiest first."""
    spec, terms = facts.tasks[offer.task].spec, award.terms
    provider: ProviderFacts | None = facts.providers.get(offer.provider)
    distance = places.distance(
        facts.rules, facts.scenario, offer.kind, _place(facts, offer.provider)
    )
    vendor = offer.kind is Kind.VENDOR
    late = spec.kind is TaskKind.PROJECT and mid.finish > (spec.deadline or 999) + 0.5
    strangers = offer.kind in (Kind.VENDOR, Kind.SITE) and spec.visibility >= 0.6
    rows = (
        (Caution.LATE, late),
        (Caution.DISPLACES_WORK, mid.displaces > 1.0),
        (Caution.TOO_SMALL, spec.kind is TaskKind.FUNCTION and mid.service < 0.95),
        (Caution.OVERSIGHT_OVER_BUDGET, facts.committed + wanted > oversee.available_hours(facts)),
        (Caution.LOW_BID, offer.below_market > 0.15),
        (Caution.WEAK_FINANCES, provider is not None and provider.warned),
        (Caution.CUSTOMERS_NOTICE, strangers),
        (Caution.FAR_AWAY, distance * spec.coupling > 0.3),
        (Caution.OTHER_CLIENTS, offer.kind is Kind.FREELANCER),
        (Caution.NEW_TO_US, provider is not None and provider.jobs == 0),
        (Caution.MAY_SUBCONTRACT, vendor and provider is not None and provider.audited == 0),
        (Caution.LOCK_IN, vendor and terms.term >= 12),
        (Caution.CREDIT_CAP, vendor and terms.sla is not Sla.NONE),
        (
            Caution.KNOWLEDGE_FADES,
            offer.kind is not Kind.TEAM and spec.knowledge >= 0.5,
        ),
    )
    return tuple(caution for caution, holds in rows if holds)


def explain_offer(facts: Observation, award: Award) -> Explanation:
    """The expected all-in cost of an award, taken apart."""
    appraisal = appraise(facts, award)
    numbers = split([amount for _, amount in appraisal.parts], scale=1.0)
    parts = tuple(
        Part(label, number) for (label, _), number in zip(appraisal.parts, numbers, strict=True)
    )
    return Explanation(
        Figure(FigureKind.OFFER_ALL_IN, award.offer),
        "All-in cost to be expected",
        Unit.MONEY,
        sum(numbers),
        parts,
        "The middle of the range: for the piece, or for the rest of the game.",
    )
