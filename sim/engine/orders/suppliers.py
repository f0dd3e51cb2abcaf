"""Orders about providers, whoever works for the firm now: a close look at one."""

from sim.engine import luck
from sim.engine.ledger import spend
from sim.engine.numbers import whole
from sim.engine.orders.rules import Draft, Family, OrderRules, Reason
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.report import Happening, HappeningKind
from sim.model.vocabulary import Account
from sim.model.world import Facts, Observation, World


def _check_audit(facts: Observation, order: o.Audit) -> Reason:
    provider = facts.providers.get(order.provider)
    if provider is None or provider.gone:
        return (f"There is no provider {order.provider!r}.", "Name one of the suppliers.")
    return None


def _about(facts: Facts, order: o.Audit) -> tuple[str, str]:
    return ("audit", order.provider)


def audit_fee(facts: Facts, provider: str) -> int:
    """The auditor's fee, in minor units."""
    wage = facts.wages[facts.providers[provider].disciplines[0]]
    return whole(facts.rules.audit_cost * wage)


def audit(world: World, order: o.Audit, record: Record) -> None:
    """Audit a provider: its skill, reliability and books, and who really does the work."""
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


def _draft_audit(draft: Draft, order: o.Audit) -> None:
    draft.choosing += draft.facts.rules.audit_hours


RULES: Family = {o.Audit: OrderRules(_check_audit, _about, audit, draft=_draft_audit)}
