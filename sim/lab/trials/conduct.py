"""Managers who are set on a way of sourcing, and otherwise sensible: they answer what is asked,
keep their teams staffed, and look for somebody else when whoever had the work is gone.
"""

import math

from attrs import frozen

from sim.engine import formulas, legality
from sim.forecast import answers, default_terms, estimate
from sim.lab.trials.firms import CORE, FAR, OWN, POSTS, WORK
from sim.model.market import Offer
from sim.model.orders import Award, Hire, LayOff, OpenSite, Order, Terms
from sim.model.vocabulary import Kind, Mode, Oversight, Pricing, Sla, TaskKind, TaskState
from sim.model.world import Observation, TaskFacts

SITE = f"site-{FAR}-field"


@frozen
class Form:
    """A way in which work can be sourced."""

    id: str
    title: str
    mode: Mode
    kind: Kind
    pricing: Pricing | None = None
    """None leaves it to what is usual."""
    team: str = ""
    """The own team or site that does it."""
    settled: bool = False
    """Whether it has long been that team's job, and nothing else is."""


FORMS = (
    Form("staff", "own staff, whose job it is", Mode.IN_HOUSE, Kind.TEAM, team=OWN, settled=True),
    Form("team", "own team, taken from the core", Mode.IN_HOUSE, Kind.TEAM, team=OWN),
    Form("hire", "new hires", Mode.IN_HOUSE, Kind.TEAM, team=POSTS),
    Form("freelancer", "freelancer", Mode.FREELANCE, Kind.FREELANCER),
    Form("vendor-fixed", "vendor, fixed price", Mode.OUTSOURCE, Kind.VENDOR, Pricing.FIXED),
    Form("vendor-hourly", "vendor, hourly", Mode.OUTSOURCE, Kind.VENDOR, Pricing.HOURLY),
    Form(
        "vendor-performance",
        "vendor, by performance",
        Mode.OUTSOURCE,
        Kind.VENDOR,
        Pricing.PERFORMANCE,
    ),
    Form("offshore-vendor", "vendor abroad", Mode.OFFSHORE, Kind.VENDOR),
    Form("captive", "captive site", Mode.OFFSHORE, Kind.SITE, team=SITE),
)
"""The columns of the sourcing matrix."""

BY_ID = {form.id: form for form in FORMS}


def terms_for(facts: Observation, offer: Offer, form: Form, oversight: Oversight) -> Terms:
    """Usual terms, at the form's pricing."""
    usual = default_terms(facts, offer)
    pricing = form.pricing or usual.pricing
    escrow = usual.escrow and pricing is Pricing.FIXED
    return Terms(pricing, oversight, usual.sla, usual.term, escrow, usual.liability)


def best(facts: Observation, form: Form, oversight: Oversight) -> Award | None:
    """The award in that form that is expected to cost least all in; None where nobody offers."""
    found: tuple[float, Award] | None = None
    for offer in legality.options(facts, WORK):
        if offer.kind is not form.kind or offer.mode is not form.mode:
            continue
        if form.team and offer.provider != form.team:
            continue
        award = Award(WORK, offer.id, terms_for(facts, offer, form, oversight))
        cost = estimate(facts, award).all_in.mid
        if found is None or cost < found[0]:
            found = (cost, award)
    return found[1] if found else None


@frozen
class Staffing:
    """How many heads a team should have."""

    team: str
    heads: int

    def orders(self, facts: Observation, task: TaskFacts | None = None) -> list[Order]:
        """Replace who leaves; a few more where its service stays short."""
        team = facts.teams.get(self.team)
        if team is None or facts.turn >= facts.scenario.turns - 4:
            return []
        coming = sum(heads for _, heads in team.arriving)
        missing = self.heads - team.heads - coming
        if task is not None and not coming and task.short_turns >= 2:
            missing = max(missing, math.ceil(0.05 * team.heads))
        return [Hire(team.id, missing)] if missing > 0 else []


def posts_for(facts: Observation, form: Form) -> int:
    """Heads that the work takes in that form, as expected on the first day."""
    rules, spec = facts.rules, facts.tasks[WORK].spec
    per_turn = spec.hours
    if spec.kind is TaskKind.PROJECT:
        per_turn /= max(1, (spec.deadline or 1) - 1)
    effort = formulas.capability(rules, 0.65, spec.complexity)
    if form.kind is Kind.SITE:
        distance = facts.scenario.locations[0].distance
        effort *= formulas.distance_effort(rules, distance, spec.coupling)
        effort *= formulas.learning(rules, spec.knowledge, 1500.0)
        effort *= formulas.turnover(facts.scenario.locations[0].attrition)
    else:
        effort *= formulas.settled(rules, spec.knowledge, 0.65)
    return max(1, math.ceil(per_turn * effort / formulas.productive_hours(rules, 1.0)))


class SetOnAForm:
    """Gives the work to one form from the first day, beside a core that own people keep doing."""

    def __init__(self, form: Form | None, oversight: Oversight = Oversight.STANDARD) -> None:
        self._form = form
        self._oversight = oversight

    def decide(self, facts: Observation) -> list[Order]:
        """The turn's orders."""
        orders = answers(facts)
        orders += Staffing(OWN, facts.scenario.teams[0].heads).orders(facts)
        form, task = self._form, facts.tasks[WORK]
        if form is None or task.state in (TaskState.DONE, TaskState.LOST):
            return orders
        orders += self._staff(facts, form, task)
        if task.state is TaskState.AHEAD:
            return orders
        if not _needed(form, task):
            return orders
        award = best(facts, form, self._oversight)
        if award is not None:
            beside = task.state is TaskState.RUNNING
            orders.append(Award(award.task, award.offer, award.terms, beside=beside))
        return orders

    def _staff(self, facts: Observation, form: Form, task: TaskFacts) -> list[Order]:
        if form.kind is Kind.SITE and SITE not in facts.teams:
            if facts.turn > 1:
                return []
            return [OpenSite(FAR, "field", posts_for(facts, form))]
        if form.team in (POSTS, SITE):
            running = task if task.state is TaskState.RUNNING else None
            return Staffing(form.team, posts_for(facts, form)).orders(facts, running)
        return []


def _needed(form: Form, task: TaskFacts) -> bool:
    """Whether nobody has the work, or freelancers who are too few."""
    few = form.kind is Kind.FREELANCER and task.spec.kind is TaskKind.FUNCTION
    return task.state is TaskState.OPEN or (few and task.service < 0.95)


class MovesWork:
    """A firm that does the work itself, moves it to a form in the first turn, and lets go whom it
    no longer needs; None for the form: it goes on as it is.
    """

    def __init__(
        self,
        form: Form | None,
        oversight: Oversight = Oversight.STANDARD,
        sla: Sla | None = None,
    ) -> None:
        self._form = form
        self._oversight = oversight
        self._sla = sla

    def decide(self, facts: Observation) -> list[Order]:
        """The turn's orders."""
        orders = answers(facts)
        task, own = facts.tasks[WORK], facts.teams[OWN]
        here = [key for key in task.engagements if facts.engagements[key].provider == OWN]
        if self._form is None:
            return orders + Staffing(OWN, facts.scenario.teams[0].heads).orders(facts, task)
        if self._form.kind is Kind.SITE:
            if SITE not in facts.teams:
                return [*orders, OpenSite(FAR, "field", posts_for(facts, self._form))]
            heads = posts_for(facts, self._form)
            running = task if not here else None
            orders += Staffing(SITE, heads).orders(facts, running)
        ready = self._form.kind is not Kind.SITE or facts.turn >= facts.teams[SITE].ready
        moved = any(facts.engagements[key].provider != OWN for key in task.engagements)
        if not moved and ready and facts.turn < facts.scenario.turns:
            award = best(facts, self._form, self._oversight)
            if award is not None:
                orders.append(award)
                return orders
        if not here and own.heads and CORE not in facts.tasks:
            orders.append(LayOff(OWN, own.heads))
        return orders
