"""Orders about providers, whoever works for the firm now: a close look at one, and references."""

from sim.engine import luck
from sim.engine.ledger import spend
from sim.engine.numbers import whole
from sim.engine.orders.rules import Draft, Family, OrderRules, Reason
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.report import Happening, HappeningKind
from sim.model.rules import Rules
from sim.model.vocabulary import Account
from sim.model.world import Facts, Observation, ProviderFacts, World


def _check_provider(facts: Observation, order: o.Audit | o.AskReferences) -> Reason:
    provider = facts.providers.get(order.provider)
    if provider is None or provider.gone:
        return (f"There is no provider {order.provider!r}.", "Name one of the suppliers.")
    return None


def _about_audit(facts: Facts, order: o.Audit) -> tuple[str, str]:
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


def references_left(rules: Rules, provider: ProviderFacts) -> int:
    """Clients whom a provider can still name; of one that worked for the firm none are asked."""
    if provider.jobs or provider.gone:
        return 0
    return max(0, min(whole(rules.references_most), provider.reviews) - provider.references)


def _check_references(facts: Observation, order: o.AskReferences) -> Reason:
    if reason := _check_provider(facts, order):
        return reason
    provider = facts.providers[order.provider]
    if provider.jobs:
        return (f"{provider.name} has worked for you.", "Go by what you have seen yourself.")
    left = references_left(facts.rules, provider)
    if not left:
        return (f"{provider.name} can name no more clients.", "Audit it, or judge it by its work.")
    if order.clients > left:
        return (f"{provider.name} can name fewer clients.", f"Ask {left} at the most.")
    return None


def _about_references(facts: Facts, order: o.AskReferences) -> tuple[str, str]:
    return ("references", order.provider)


def ask_references(world: World, order: o.AskReferences, record: Record) -> None:
    """Other clients tell of a provider: flattering all of them, in a measure of its own, and each
    in error. What a client thinks does not depend on when it is asked.
    """
    rules, provider = world.rules, world.providers[order.provider]
    world.deal_hours += order.clients * rules.reference_hours
    traits = world.secrets.traits[provider.id]
    skills = []
    for _ in range(order.clients):
        provider.references += 1
        client = f"{provider.id}#{provider.references}"
        skills.append(_says(world, provider.id, client, "", traits.skill))
        provider.reliability_said += _says(
            world, provider.id, client, "/reliability", traits.reliability
        )
        provider.skill_said += skills[-1]
    record.happenings.append(Happening(HappeningKind.REFERENCES, provider.id, said=tuple(skills)))


def _says(world: World, provider: str, client: str, trait: str, truth: float) -> float:
    """What a client says of a trait."""
    rules = world.rules
    shared, own = (
        luck.gauss(world.secrets, "reference", f"{who}{trait}", 0) for who in (provider, client)
    )
    praised = truth + rules.reference_praise * (1.0 - truth)
    return praised + rules.reference_shared * shared + rules.reference_noise * own


def _draft_references(draft: Draft, order: o.AskReferences) -> None:
    draft.choosing += order.clients * draft.facts.rules.reference_hours


RULES: Family = {
    o.Audit: OrderRules(_check_provider, _about_audit, audit, draft=_draft_audit),
    o.AskReferences: OrderRules(
        _check_references, _about_references, ask_references, draft=_draft_references
    ),
}
