"""Orders that give work to a provider that made an offer, or bring it home to an own team."""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from sim.engine import bids, contracts, formulas, luck, places
from sim.engine.bids import wanted
from sim.engine.formulas import productive_hours
from sim.engine.ledger import spend
from sim.engine.numbers import clamp, upwards, whole
from sim.engine.orders.rules import TERM_MAX, Draft, Family, OrderRules, Reason
from sim.engine.record import Record
from sim.model import orders as o
from sim.model import spec
from sim.model.market import Offer
from sim.model.report import HappeningKind
from sim.model.rules import Rules
from sim.model.vocabulary import Account, Kind, Pricing, TaskKind, TaskState
from sim.model.world import Engagement, Facts, Hidden, Observation, TaskFacts, Traits, World

# ------------------------------------------------------------------------------ when it is illegal


def _check_award(facts: Observation, order: spec.Award) -> Reason:
    task = facts.tasks.get(order.task)
    if task is None:
        return (f"There is no task {order.task!r}.", "Name one on the work list.")
    if not wanted(task):
        return (
            f"{task.spec.title} is {task.state.value}: it cannot be awarded.",
            "Choose a task that is open or running.",
        )
    offer = facts.offers.get(order.offer)
    if offer is None or offer.task != order.task:
        return (
            f"There is no offer {order.offer!r} for {task.spec.title}.",
            "Take one that is on the table this turn.",
        )
    if any(
        facts.engagements[key].provider == offer.provider and not facts.engagements[key].ends
        for key in task.engagements
    ):
        return (f"{offer.provider} has {task.spec.title} already.", "Choose another offer.")
    provider = facts.providers.get(offer.provider)
    if provider is not None and provider.kind is Kind.FREELANCER:
        mine = [e for e in facts.engagements.values() if e.provider == provider.id]
        if mine:
            return (f"{provider.name} works for you already.", "One piece of work at a time.")
    return _terms(offer, task.spec.kind, order)


def _terms(offer: Offer, kind: TaskKind, order: spec.Award) -> Reason:
    terms = order.terms
    if terms.pricing not in [quote.pricing for quote in offer.quotes]:
        offered = ", ".join(quote.pricing.value for quote in offer.quotes)
        return (
            f"{offer.id} is not offered at a {terms.pricing.value} price.",
            f"Offered: {offered}.",
        )
    if terms.sla not in offer.slas:
        return (f"{offer.id} comes without a service level.", "Only vendors sign one.")
    if terms.term and (offer.kind is not Kind.VENDOR or kind is not TaskKind.FUNCTION):
        return ("A term only binds the vendor of a service.", "Leave the term at 0.")
    if not 0 <= terms.term <= TERM_MAX:
        return (f"A term of {terms.term} turns is out of range.", f"Choose 0 to {TERM_MAX}.")
    if terms.escrow and not (
        offer.escrow and terms.pricing is Pricing.FIXED and kind is TaskKind.PROJECT
    ):
        return (
            "Escrow is for fixed-price projects with freelancers from a marketplace.",
            "Leave it out, or choose another price or freelancer.",
        )
    if terms.liability and not offer.liability:
        return (f"{offer.id} signs no liability clause.", "Only vendors do.")
    return None


def _about(facts: Facts, order: spec.Award) -> tuple[str, str]:
    return ("task", order.task)


def _clash(facts: Observation, order: o.Award, before: Sequence[o.Order]) -> Reason:
    provider = facts.offers[order.offer].provider
    for other in before:
        if isinstance(other, o.Award) and facts.offers[other.offer].provider == provider:
            known, again = facts.providers.get(provider), other.offer == order.offer
            if known is not None and (known.kind is Kind.FREELANCER or again):
                return (f"{known.name} is taken by another order.", "Choose another offer.")
            if again:
                return ("That offer is taken already.", "Choose another offer.")
        if isinstance(other, o.CloseSite) and other.site == provider:
            return ("That site closes this turn.", "Choose another offer.")
        if isinstance(other, o.LayOff) and other.team == provider:
            return ("People of that team are laid off this turn.", "Choose another offer.")
        if isinstance(other, o.End) and facts.engagements[other.engagement].task == order.task:
            return ("The engagement it takes over from ends this turn.", "Leave the notice out.")
    if _overbooked(facts, provider, [*before, order]):
        return ("Other orders of this turn take all its people.", "Choose another offer.")
    return None


def _overbooked(facts: Observation, provider: str, orders: Sequence[o.Order]) -> bool:
    """Whether a vendor would promise more hours than its people have."""
    known = facts.providers.get(provider)
    if known is None or known.kind is not Kind.VENDOR:
        return False
    offers = [facts.offers[order.offer] for order in orders if isinstance(order, o.Award)]
    mine = [offer for offer in offers if offer.provider == provider]
    hours = 0.0
    for offer in mine:
        hours += min(offer.hours, offer.crew)
    most = known.size * productive_hours(facts.rules, facts.scenario.turn_months)
    return len(mine) > 1 and hours > most


# ------------------------------------------------------------------------------------ what it does


@frozen
class Accepted:
    """An award, and the offer as it was made to the firm: what is signed."""

    order: spec.Award
    offer: Offer


def accept(world: World, order: spec.Award) -> Accepted:
    """Take an offer as it stands, whatever the other orders of the turn will change."""
    return Accepted(order, offer_of(world, order.task, order.offer.partition("/")[2]))


def award(world: World, accepted: Accepted, record: Record) -> None:
    """Give a task to the provider of an offer; those who have it hand over or work alongside."""
    order, offer = accepted.order, accepted.offer
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
        for key in replaced:
            old = world.engagements[key]
            contracts.give_notice(world, old, record, last_turn(world, task, engagement, old))
    record.tell(HappeningKind.SIGNED, engagement.id, offer.provider)


def last_turn(facts: Facts, task: TaskFacts, new: Engagement, old: Engagement) -> int:
    """The last turn of an engagement whose task goes to another one that starts now.

    The old one keeps a service running until the new one is at full pace, and at least until its
    notice period is over.
    """
    if old.ends:
        return old.ends
    turns = contracts.notice_turns(facts, old)
    if task.spec.kind is TaskKind.FUNCTION:
        ramping = upwards((1.0 - new.ramp) / new.ramp_step) if new.ramp < 1.0 else 0
        turns = max(turns, new.lead + ramping)
    return facts.turn + turns - 1


def offer_of(world: World, task: str, provider: str) -> Offer:
    """The current offer of a provider or team for a task.

    Raises:
        ValueError: There is none, which `sim.engine.legality` rules out for legal orders.
    """
    facts = world.tasks[task]
    if provider in world.teams:
        offer = bids.team_offer(world, facts, world.teams[provider])
    else:
        offer = bids.provider_offer(world, facts, world.providers[provider])
    if offer is None:
        raise ValueError(f"{provider} makes no offer for {task}")
    return offer


def engagement_of(
    facts: Facts, offer: Offer, terms: spec.Terms, replaces: tuple[str, ...] = ()
) -> Engagement:
    """The engagement that an award would create, without creating it."""
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
            rules, distance, places.hours_apart(scenario, place), spec.coupling, spec.complexity
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
    world: World, offer: Offer, terms: spec.Terms, replaces: tuple[str, ...] = ()
) -> Engagement:
    """Start an engagement: its facts, and what is hidden about it."""
    engagement = engagement_of(world, offer, terms, replaces)
    task = world.tasks[offer.task]
    world.engagements[engagement.id] = engagement
    world.secrets.hidden[engagement.id] = _hidden(world, offer)
    task.state = TaskState.RUNNING
    task.engagements = (*task.engagements, engagement.id)
    return engagement


def _hidden(world: World, offer: Offer) -> Hidden:
    """Hidden facts about whoever will really do the work."""
    if offer.provider in world.teams:
        return Hidden(world.teams[offer.provider].skill, 1.0, 1.0, 1.0)
    fit = luck.gauss(world.secrets, "work", f"{offer.id}/fit", 0)
    return hidden_of(world.rules, world.secrets.traits[offer.provider], fit)


LEAST_EFFORT: Final = 0.5
"""The best fit: hours that the work takes, as a share of what their skill alone would take."""


def hidden_of(rules: Rules, traits: Traits, fit: float) -> Hidden:
    """Hidden facts about the work of an outside party.

    Args:
        rules: The coefficients.
        traits: The traits of the party itself; subcontractors are less skilled.
        fit: How the work suits them, a standard normal draw; higher is worse.
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
    """Account for choosing, contracting and briefing: managers' hours, and money for outsiders."""
    rules = world.rules
    hours = formulas.briefing_hours(rules, engagement.kind, engagement.mode)
    world.deal_hours += hours
    if engagement.kind.external:
        cost = whole(hours * rules.selection_cost * world.scenario.firm.manager_wage)
        spend(world, record, Account.SELECTION, cost, "selection", engagement.id)
        provider = world.providers[engagement.provider]
        provider.jobs += 1
    if engagement.terms.pricing is Pricing.FIXED and (
        world.tasks[engagement.task].spec.kind is TaskKind.PROJECT
    ):
        contracts.pay_upfront(world, engagement, record)


def _hand_over_project(world: World, new: Engagement, record: Record) -> None:
    """A half-done project changes hands, and part of the work done is lost."""
    task = world.tasks[new.task]
    task.done *= 1.0 - formulas.handover_loss(world.rules, task.spec.knowledge)
    for key in new.replaces:
        contracts.part(world, world.engagements[key], record)


# -------------------------------------------------------------------------- which hours it takes


def _draft_award(draft: Draft, order: spec.Award) -> None:
    facts = draft.facts
    task = facts.tasks[order.task]
    offer = facts.offers[order.offer]
    new = engagement_of(facts, offer, order.terms)
    if not order.beside:
        for old in [one for one in draft.at_work.values() if one.task == order.task]:
            project = task.spec.kind is TaskKind.PROJECT
            draft.leaves(old, 0 if project else last_turn(facts, task, new, old))
    draft.at_work[new.id] = new
    draft.choosing += formulas.briefing_hours(facts.rules, new.kind, new.mode)


RULES: Family = {o.Award: OrderRules(_check_award, _about, award, _clash, _draft_award, accept)}
