"""Orders about running engagements: level of oversight, notice, renewal."""

from collections.abc import Sequence

from sim.engine import contracts, formulas
from sim.engine.orders.rules import TERM_MAX, Draft, Family, OrderRules, Reason
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.spec import evolved
from sim.model.vocabulary import Kind, TaskKind
from sim.model.world import Facts, Observation, World

# ------------------------------------------------------------------------------ when it is illegal


def _engagement(facts: Observation, key: str) -> Reason:
    engagement = facts.engagements.get(key)
    if engagement is None:
        return (f"There is no running engagement {key!r}.", "Name one that runs.")
    return None


def _check_oversee(facts: Observation, order: o.Oversee) -> Reason:
    return _engagement(facts, order.engagement)


def _check_end(facts: Observation, order: o.End) -> Reason:
    missing = _engagement(facts, order.engagement)
    if missing is None and facts.engagements[order.engagement].ends:
        return ("Notice has been given already.", "Nothing needs doing.")
    return missing


def _check_renew(facts: Observation, order: o.Renew) -> Reason:
    missing = _engagement(facts, order.engagement)
    if missing is not None:
        return missing
    engagement = facts.engagements[order.engagement]
    task = facts.tasks[engagement.task].spec
    if engagement.kind is not Kind.VENDOR or task.kind is not TaskKind.FUNCTION:
        return ("Only a vendor's running service has a term.", "Choose such an engagement.")
    if engagement.ends:
        return ("Notice has been given.", "Award the task anew instead.")
    if engagement.renewal is not None:
        return (
            f"Its next term is agreed already, from turn {engagement.renewal.starts} on.",
            "Renew it once that has begun.",
        )
    if not 1 <= order.term <= TERM_MAX:
        return (f"A term of {order.term} turns is out of range.", f"Choose 1 to {TERM_MAX}.")
    return None


def _about_level(facts: Facts, order: o.Oversee) -> tuple[str, str]:
    return ("level", order.engagement)


def _about_contract(facts: Facts, order: o.End | o.Renew) -> tuple[str, str]:
    return ("contract", order.engagement)


def _clash(
    facts: Observation, order: o.Oversee | o.End | o.Renew, before: Sequence[o.Order]
) -> Reason:
    engagement = facts.engagements[order.engagement]
    for other in before:
        match other:
            case o.Award(beside=False) if other.task == engagement.task:
                return ("Its task is awarded to another this turn.", "Take one of them back.")
            case o.CloseSite() if other.site == engagement.provider:
                return ("Its site closes this turn.", "Take one of them back.")
            case o.End() if other.engagement == order.engagement:
                return ("It ends this turn.", "Take one of them back.")
    return None


# ------------------------------------------------------------------------------------ what it does


def oversee(world: World, order: o.Oversee, record: Record) -> None:
    """Change the level of oversight, from this turn on."""
    engagement = world.engagements[order.engagement]
    engagement.terms = evolved(engagement.terms, oversight=order.level)


def end(world: World, order: o.End, record: Record) -> None:
    """Give notice; on a project, work stops at once."""
    engagement = world.engagements[order.engagement]
    if world.tasks[engagement.task].spec.kind is TaskKind.PROJECT:
        contracts.part(world, engagement, record)
    else:
        contracts.give_notice(world, engagement, record, until=world.turn - 1)


def renew(world: World, order: o.Renew, record: Record) -> None:
    """Agree on a new term at the price that the vendor asks."""
    engagement = world.engagements[order.engagement]
    contracts.renew(
        world, engagement, order.term, contracts.renewal_price(world, engagement, order.term)
    )
    world.deal_hours += formulas.talks_hours(world.rules)


# -------------------------------------------------------------------------- which hours it takes


def _draft_oversee(draft: Draft, order: o.Oversee) -> None:
    seen = draft.at_work[order.engagement] = draft.at_work[order.engagement].copy()
    seen.terms = evolved(seen.terms, oversight=order.level)


def _draft_end(draft: Draft, order: o.End) -> None:
    facts, engagement = draft.facts, draft.at_work[order.engagement]
    project = facts.tasks[engagement.task].spec.kind is TaskKind.PROJECT
    draft.leaves(engagement, 0 if project else contracts.leaves_after(facts, engagement))


def _draft_renew(draft: Draft, order: o.Renew) -> None:
    draft.choosing += formulas.talks_hours(draft.facts.rules)


RULES: Family = {
    o.Oversee: OrderRules(_check_oversee, _about_level, oversee, _clash, _draft_oversee),
    o.End: OrderRules(_check_end, _about_contract, end, _clash, _draft_end),
    o.Renew: OrderRules(_check_renew, _about_contract, renew, _clash, _draft_renew),
}
