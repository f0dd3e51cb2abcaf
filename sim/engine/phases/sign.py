"""Phase 1: orders become facts. Awards, notices, renewals, hires, sites, answers.

The orders are legal when they come here (`legality`). A table says which function carries out
which order; those about people and sites are in `staffing`, answers to requests in `requests`, and
outside work in `deals`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import evolve

from sim.engine import (
    bids,
    contracts,
    deals,
    formulas,
    luck,
    places,
    requests,
    staffing,
)
from sim.engine.ledger import spend
from sim.engine.numbers import clamp, upwards, whole
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.market import Offer
from sim.model.report import Happening, HappeningKind
from sim.model.rules import Rules
from sim.model.vocabulary import Account, Kind, Pricing, TaskKind, TaskState
from sim.model.world import Engagement, Facts, Hidden, Traits, World


def sign(world: World, orders: Sequence[o.Order], record: Record) -> None:
    """Carry the orders out, in the order in which they were given.

    An offer is signed as it was made, whatever was ordered before it in the same turn.
    """
    world.deal_hours = 0.0
    offers = {
        order.offer: offer_of(world, order.task, order.offer.partition("/")[2])
        for order in orders
        if isinstance(order, o.Award)
    }
    for order in orders:
        if isinstance(order, o.Award):
            award(world, order, offers[order.offer], record)
        else:
            CARRY_OUT[type(order)](world, order, record)


def award(world: World, order: o.Award, offer: Offer, record: Record) -> None:
    """A task goes to whoever made the offer; who has it hands over or works on beside."""
    task = world.tasks[order.task]
    current = [world.engagements[key] for key in task.engagements]
    replaced = (
        ()
        if order.beside
        else tuple(engagement.id for engagement in current if not engagement.ends)
    )
    engagement = engage(world, offer, order.terms, replaced)
    _choose(world, engagement, record)
    if task.spec.kind is TaskKind.PROJECT and replaced:
        _hand_over_project(world, engagement, record)
    else:
        ramping = 0
        if engagement.ramp < 1.0:
            ramping = upwards((1.0 - engagement.ramp) / engagement.ramp_step)
        last = world.turn + engagement.lead + ramping - 1
        for key in replaced:
            contracts.give_notice(world, world.engagements[key], record, until=last)
    record.tell(HappeningKind.SIGNED, engagement.id, offer.provider)


def offer_of(world: World, task: str, provider: str) -> Offer:
    """The offer of a provider or team for a task, as it stands.

    Raises:
        ValueError: it makes none; `legality` sees to it that this does not come up.
    """
    facts = world.tasks[task]
    if provider in world.teams:
        offer = bids.team_offer(world, facts, world.teams[provider])
    else:
        offer = bids.provider_offer(world, facts, world.providers[provider])
    if offer is None:
        raise ValueError(f"{provider} makes no offer for {task}")
    return offer


def draft(facts: Facts, offer: Offer, terms: o.Terms, replaces: tuple[str, ...] = ()) -> Engagement:
    """The engagement that an award would make; nothing changes."""
    rules, scenario = facts.rules, facts.scenario
    task = facts.tasks[offer.task]
    spec = task.spec
    team = facts.teams.get(offer.provider)
    place = team.location if team is not None else facts.providers[offer.provider].location
    lead = bids.lead_turns(facts, offer.kind, offer.mode, team.ready if team else 0)
    effort = bids.steady_effort(facts, spec, offer.kind, place)
    distance = places.distance(rules, scenario, offer.kind, place)
    care = bids.process(facts, spec, offer.kind)
    if spec.kind is TaskKind.PROJECT:
        hurry = bids.schedule(facts, task, offer.hours, lead)[1]
        effort *= hurry
        care *= hurry
    transition = bids.transition_turns(facts, spec, offer.kind, offer.mode)
    ramp = 1.0
    if transition > 0.0 and transition >= rules.transition_noticed:
        ramp = clamp(rules.ramp_start / (1.0 + transition), rules.ramp_least, rules.ramp_start)
    heads = offer.crew / formulas.productive_hours(rules, scenario.turn_months)
    if spec.kind is TaskKind.FUNCTION:
        heads /= rules.team_slack if team is not None else rules.crew_slack
    again = sum(1 for key in (*facts.past, *facts.engagements) if key.split("#")[0] == offer.id)
    return Engagement(
        id=offer.id if not again else f"{offer.id}#{again + 1}",
        task=spec.id,
        provider=offer.provider,
        kind=offer.kind,
        mode=offer.mode,
        terms=terms,
        price=bids.price(facts, offer, terms),
        list_price=bids.list_price(facts, offer, terms),
        quoted_hours=offer.hours,
        quoted_standard=offer.standard,
        crew=offer.crew,
        started=facts.turn,
        effort=effort,
        wait=formulas.wait(
            rules,
            distance,
            places.hours_apart(scenario, place),
            spec.coupling,
            spec.complexity,
        ),
        distance=distance,
        oversight_hours=scenario.turn_months
        * formulas.oversight_hours(rules, offer.kind, offer.mode, heads, distance, spec.knowledge),
        care=care,
        wages=facts.places[place or places.HOME].wages,
        currency=facts.places[place or places.HOME].currency,
        term=terms.term,
        lead=lead,
        ramp=ramp,
        ramp_step=(1.0 - ramp) / transition if ramp < 1.0 else 0.0,
        term_ends=facts.turn + terms.term - 1 if terms.term else 0,
        replaces=replaces,
        known_chain=team is not None or offer.kind is Kind.FREELANCER,
    )


def engage(
    world: World, offer: Offer, terms: o.Terms, replaces: tuple[str, ...] = ()
) -> Engagement:
    """Put a task into somebody's hands: the engagement, and what is hidden of it."""
    engagement = draft(world, offer, terms, replaces)
    task = world.tasks[offer.task]
    world.engagements[engagement.id] = engagement
    world.secrets.hidden[engagement.id] = _hidden(world, offer)
    task.state = TaskState.RUNNING
    task.engagements = (*task.engagements, engagement.id)
    return engagement


def _hidden(world: World, offer: Offer) -> Hidden:
    """What is true of those who will really do the work."""
    if offer.provider in world.teams:
        return Hidden(world.teams[offer.provider].skill, 1.0, 1.0, 1.0)
    fit = luck.gauss(world.secrets, "work", f"{offer.id}/fit", 0)
    return hidden_of(world.rules, world.secrets.traits[offer.provider], fit)


LEAST_EFFORT = 0.5
"""Hours of those whom the work suits best, against what their skill would take."""


def hidden_of(rules: Rules, traits: Traits, fit: float) -> Hidden:
    """What is true of the work of an outside party.

    Args:
        rules: The coefficients.
        traits: The party's own; those down the line are less skilled.
        fit: How the work suits them, a standard normal number.
    """
    return Hidden(
        max(0.0, traits.skill - rules.subcontractor_skill * len(traits.chain)),
        traits.reliability,
        traits.alignment,
        traits.attention,
        traits.chain,
        max(LEAST_EFFORT, 1.0 + rules.effort_spread * fit),
    )


def _choose(world: World, engagement: Engagement, record: Record) -> None:
    """Choosing, contracting and briefing take managers' hours; an outside party costs money too."""
    rules = world.rules
    hours = formulas.briefing_hours(rules, engagement.kind, engagement.mode)
    world.deal_hours += hours
    if engagement.kind in (Kind.FREELANCER, Kind.VENDOR):
        cost = whole(hours * rules.selection_cost * world.scenario.firm.manager_wage)
        spend(world, record, Account.SELECTION, cost, "selection", engagement.id)
        provider = world.providers[engagement.provider]
        provider.jobs += 1
    if engagement.terms.pricing is Pricing.FIXED and (
        world.tasks[engagement.task].spec.kind is TaskKind.PROJECT
    ):
        contracts.pay_upfront(world, engagement, record)


def _hand_over_project(world: World, new: Engagement, record: Record) -> None:
    """A half-done project changes hands: part of what was done is lost on the way."""
    rules = world.rules
    task = world.tasks[new.task]
    lost = rules.handover_loss + rules.handover_knowledge * task.spec.knowledge
    task.done *= 1.0 - lost
    for key in new.replaces:
        contracts.part(world, world.engagements[key], record)


def bring_home(world: World, order: o.BringHome, record: Record) -> None:
    """Insourcing: an award to an own team."""
    offer = offer_of(world, order.task, order.team)
    award(world, o.Award(order.task, offer.id, o.Terms(oversight=order.oversight)), offer, record)


def oversee(world: World, order: o.Oversee, record: Record) -> None:
    """Another level of oversight, from this turn on."""
    engagement = world.engagements[order.engagement]
    engagement.terms = evolve(engagement.terms, oversight=order.level)


def end(world: World, order: o.End, record: Record) -> None:
    """Give notice; a project's work stops at once."""
    engagement = world.engagements[order.engagement]
    if world.tasks[engagement.task].spec.kind is TaskKind.PROJECT:
        contracts.part(world, engagement, record)
    else:
        contracts.give_notice(world, engagement, record, until=world.turn - 1)


def renew(world: World, order: o.Renew, record: Record) -> None:
    """A new term at the price that is asked for."""
    engagement = world.engagements[order.engagement]
    contracts.renew(world, engagement, order.term, contracts.asked(world, engagement, order.term))
    world.deal_hours += formulas.talks_hours(world.rules)


def audit_fee(facts: Facts, provider: str) -> int:
    """What an auditor is paid (minor units)."""
    wage = facts.wages[facts.providers[provider].disciplines[0]]
    return whole(facts.rules.audit_cost * wage)


def audit(world: World, order: o.Audit, record: Record) -> None:
    """A close look at a provider: skill, reliability, its books, and who really does the work."""
    rules = world.rules
    provider = world.providers[order.provider]
    world.deal_hours += rules.audit_hours
    fee = audit_fee(world, provider.id)
    spend(world, record, Account.AUDITS, fee, "audit", provider.id)
    traits = world.secrets.traits[provider.id]
    skill_error, reliability_error = (
        rules.audit_noise * luck.gauss(world.secrets, "audit", entity, world.turn)
        for entity in (provider.id, f"{provider.id}/reliability")
    )
    provider.skill_seen += rules.audit_weight * (traits.skill + skill_error)
    provider.skill_weight += rules.audit_weight
    provider.reliability_seen += rules.audit_weight * (traits.reliability + reliability_error)
    provider.reliability_weight += rules.audit_weight
    provider.audited = world.turn
    provider.warned = traits.health < rules.middling_health
    for engagement in world.engagements.values():
        if engagement.provider == provider.id:
            engagement.known_chain = True
    record.happenings.append(Happening(HappeningKind.AUDITED, provider.id, names=traits.chain))


CARRY_OUT: dict[type[Any], Callable[[World, Any, Record], None]] = {
    o.BringHome: bring_home,
    o.Oversee: oversee,
    o.End: end,
    o.Renew: renew,
    o.Hire: staffing.hire,
    o.LayOff: staffing.lay_off,
    o.Train: staffing.train,
    o.Overtime: staffing.set_week,
    o.OpenSite: staffing.open_site,
    o.CloseSite: staffing.close_site,
    o.Audit: audit,
    o.Answer: requests.answer_request,
    o.AcceptDeal: deals.accept,
    o.DeclineDeal: deals.decline,
}
"""What carries out each kind of order but an award, which is of an offer."""
