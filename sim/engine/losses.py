"""What a failure costs, and how much of that the contract and the insurance recover.

The parts of each sum are recorded for explanations, if the record keeps them.
"""

from typing import Final

import attr

from sim.engine import contracts, formulas, luck
from sim.engine.numbers import whole
from sim.engine.record import Failure, Record, Rows
from sim.model.report import Recovery
from sim.model.rules import Rules
from sim.model.spec import Task
from sim.model.value import Value
from sim.model.vocabulary import Account, Clause, IncidentKind, Kind, Pricing, Sla, TaskKind
from sim.model.world import Engagement, Facts, TaskFacts, World

INSURED = (IncidentKind.BREACH, IncidentKind.DEFECT)
"""Kinds of incident that the insurance covers."""

Loss = tuple[Account, Account, int]
"""The account debited, the account credited, and the amount (minor units)."""


def loss_of(
    world: World, failure: Failure, task: TaskFacts, key: str, record: Record
) -> tuple[Loss, ...]:
    """The postings of what a failure costs."""
    rules, spec = world.rules, task.spec
    wage = world.wages[spec.discipline]
    loaded = formulas.loaded_wage(rules, wage)
    by_others = failure.engagement is not None and failure.engagement.kind.external
    if failure.kind is IncidentKind.DEFECT and failure.engagement is not None:
        return _defects(world, failure, failure.engagement, spec, key, record)
    if failure.kind is IncidentKind.SHORTFALL:
        value = spec.value / spec.hours
        cost = failure.size * formulas.shortfall_hour(rules, loaded, spec.core, value)
        if record.explains:
            dear = failure.size * rules.shortfall_cost * loaded * (rules.shortfall_base + spec.core)
            pay = min(failure.size * value, dear)
            record.work_out(
                key,
                Account.REPAIRS,
                (f"stopgap for {failure.size:,.0f} hours", dear),
                ("pay for those hours, lost anyway", -pay),
                ("minimum cost of a stopgap", cost - dear + pay),
            )
        return ((Account.REPAIRS, Account.CASH, whole(cost)),)
    if failure.kind is IncidentKind.LATE:
        if record.explains:
            note = ("penalty agreed per turn late", float(spec.penalty))
            record.work_out(key, Account.PENALTIES, note)
        return ((Account.PENALTIES, Account.CASH, spec.penalty),)
    if failure.kind is IncidentKind.BREACH:
        worst = rules.breach_hours * wage
        cost = worst * spec.sensitivity
        more = cost * (rules.breach_premium if by_others else 0.0)
        if record.explains:
            record.work_out(
                key,
                Account.BREACHES,
                (f"{rules.breach_hours:,.0f} hours for the most sensitive data", worst),
                ("this data is less sensitive", cost - worst),
                ("premium for a breach at a supplier", more),
            )
        return ((Account.BREACHES, Account.CASH, whole(cost + more)),)
    if failure.kind is IncidentKind.BACKLASH:
        return ()
    dropout = failure.kind is IncidentKind.DROPOUT
    hours = rules.dropout_hours if dropout else rules.vendor_failure_hours
    if record.explains:
        note = (f"stopgap: {hours:,.0f} hours", hours * loaded)
        record.work_out(key, Account.REPAIRS, note)
    stopgap = (Account.REPAIRS, Account.CASH, whole(hours * loaded))
    if failure.engagement is None:
        return (stopgap,)
    lost = _advance_lost(failure.engagement, task)
    if lost is None:
        return (stopgap,)
    if record.explains:
        record.work_out(key, lost[0], ("paid for work that was never done", float(lost[2])))
    return (stopgap, lost)


def _defects(
    world: World, failure: Failure, engagement: Engagement, spec: Task, key: str, record: Record
) -> tuple[Loss, ...]:
    """Loss from defects found late: costlier than if found at once, and partly refunded."""
    rules = world.rules
    u = luck.uniform(world.secrets, "severity", engagement.id, world.turn)
    early = failure.count * rules.rework_hours
    early *= formulas.loaded_wage(rules, world.wages[spec.discipline])
    late = early * formulas.late_cost(rules, u)
    cost = late * formulas.seen(rules, spec.visibility)
    refund = cost * rules.refund_share * spec.visibility
    if record.explains:
        record.work_out(
            key,
            Account.REPAIRS,
            (f"if found at once: {failure.count} faults", early),
            ("found late, by customers", late - early),
            ("the part customers never saw", cost - late),
            ("refunded instead", -refund),
        )
        record.work_out(key, Account.REFUNDS, ("the part customers saw", refund))
    return (
        (Account.REPAIRS, Account.CASH, whole(cost - refund)),
        (Account.REFUNDS, Account.CASH, whole(refund)),
    )


def _advance_lost(engagement: Engagement, task: TaskFacts) -> Loss | None:
    """The advance paid for work that was never done, if any."""
    if engagement.escrow:
        return (Account.REPAIRS, Account.ESCROW, engagement.escrow)
    if engagement.terms.pricing is not Pricing.FIXED or task.spec.kind is TaskKind.FUNCTION:
        return None
    worked = engagement.price * min(1.0, engagement.done / task.spec.hours)
    gone = max(0, engagement.invoiced - whole(worked))
    return (Account.REPAIRS, contracts.account(engagement.kind), gone)


def limits(facts: Facts, engagement: Engagement) -> dict[Clause, float]:
    """The most that each clause of a contract can recover of one loss, in minor units.

    A service credit is limited to a share of a turn's fees, a warranty to a turn's fees, liability
    to the fees of `liability_months`, and escrow to what was paid in.
    """
    rules, terms = facts.rules, engagement.terms
    if not engagement.kind.external:
        return {}
    fee = contracts.turn_fee(facts, engagement)
    found: dict[Clause, float] = {}
    if terms.sla is not Sla.NONE and engagement.kind is Kind.VENDOR:
        strict = terms.sla is Sla.STRICT
        found[Clause.SERVICE_CREDIT] = fee * (
            rules.sla_credit_strict if strict else rules.sla_credit_standard
        )
    if terms.pricing is Pricing.FIXED:
        found[Clause.WARRANTY] = fee
    if terms.liability:
        found[Clause.LIABILITY] = fee * rules.liability_months / facts.scenario.turn_months
    if terms.escrow:
        found[Clause.ESCROW] = float(engagement.escrow or contracts.first_part(facts, engagement))
    return found


def deductible(facts: Facts) -> float:
    """What the firm bears of each loss before insurance pays anything (minor units)."""
    return facts.rules.insurance_deductible * facts.scenario.firm.manager_wage


def insurance(rules: Rules, loss: float, deductible: float) -> tuple[float, float]:
    """The part of a loss above the deductible, and what insurance pays of it (minor units)."""
    over = max(0.0, loss - deductible)
    return over, rules.insurance_share * over


def recover(
    world: World,
    failure: Failure,
    task: TaskFacts,
    losses: tuple[Loss, ...],
    key: str,
    record: Record,
) -> tuple[Recovery, ...]:
    """Recover a loss from the contract and the insurance, by clause."""
    engagement = failure.engagement
    insured = world.scenario.firm.insured and failure.kind in INSURED
    if not insured and (engagement is None or not engagement.kind.external):
        return ()
    claims = _Claims(sum(amount for _, _, amount in losses), key, record, [])
    if engagement is not None and engagement.kind.external:
        if failure.kind is not IncidentKind.VENDOR_FAILURE:
            _contract_pays(world, failure, engagement, task, losses, claims)
        if engagement.escrow and failure.kind is IncidentKind.DROPOUT:
            held = float(engagement.escrow)
            if claims.take(Clause.ESCROW, held, held) and claims.record.explains:
                note = ("held by the platform", held)
                claims.explain(held, (note,), (note,))
            engagement.escrow = 0
    if insured:
        before = claims.left
        over, covered = insurance(world.rules, before, deductible(world))
        if claims.take(Clause.INSURANCE, covered, covered) and claims.record.explains:
            policy = (
                ("remaining loss", before),
                ("deductible", over - before),
                ("not covered", covered - over),
            )
            claims.explain(covered, policy, policy)
    return tuple(claims.made)


@attr.s(auto_attribs=True, order=False, init=False)
class _Claims(Value):
    """Claims for a loss, one after another."""

    left: int
    """The part of the loss not yet made good (minor units)."""
    key: str
    """The incident's id."""
    record: Record
    made: list[Recovery]

    def __init__(self, left: int, key: str, record: Record, made: list[Recovery]) -> None:
        self.left, self.key, self.record, self.made = left, key, record, made

    def take(self, clause: Clause, amount: float, limit: float) -> bool:
        """Recover a claim, up to its limit and the loss left; returns whether that was anything."""
        part = min(self.left, whole(min(amount, limit)))
        if part <= 0:
            return False
        self.left -= part
        self.made.append(Recovery(clause, part, whole(limit)))
        return True

    def explain(self, amount: float, claim: Rows, most: Rows) -> None:
        """Record the parts of the last claim and of its limit."""
        last = self.made[-1]
        rest = ("not paid", last.amount - amount)
        self.record.work_out(self.key, last.clause.value, *claim, rest)
        self.record.work_out(self.key, f"{last.clause.value} most", *most)


def _contract_pays(
    world: World,
    failure: Failure,
    engagement: Engagement,
    task: TaskFacts,
    losses: tuple[Loss, ...],
    claims: _Claims,
) -> None:
    """Claim service credit, warranty and liability from a provider that still exists."""
    rules = world.rules
    hidden = world.secrets.hidden.get(engagement.id)
    passed_on = hidden is not None and bool(hidden.chain)
    bounds = limits(world, engagement)
    fee = contracts.turn_fee(world, engagement)
    if _credit_due(world, engagement, task, failure):
        loss, credit = float(claims.left), bounds[Clause.SERVICE_CREDIT]
        if claims.take(Clause.SERVICE_CREDIT, loss, credit) and claims.record.explains:
            part = (f"all but {credit / fee:.0%} of them", credit - fee)
            claims.explain(loss, (("the loss", loss),), ((USUAL_FEES, fee), part))
    fixed = engagement.terms.pricing is Pricing.FIXED
    if failure.kind is IncidentKind.DEFECT and fixed and not passed_on:
        repair = sum(amount for account, _, amount in losses if account is Account.REPAIRS)
        covered = rules.warranty_share * repair
        if (
            claims.take(Clause.WARRANTY, covered, bounds[Clause.WARRANTY])
            and claims.record.explains
        ):
            rows = (("repairs", float(repair)), ("not covered", covered - repair))
            claims.explain(covered, rows, ((USUAL_FEES, fee),))
    if engagement.terms.liability:
        loss, most = float(claims.left), bounds[Clause.LIABILITY]
        liable = rules.liability_share * loss
        if claims.take(Clause.LIABILITY, liable, most) and claims.record.explains:
            turns = most / fee if fee else 0.0
            rows = (("remaining loss", loss), ("not covered", liable - loss))
            claims.explain(liable, rows, ((USUAL_FEES, fee), (f"of {turns:g} turns", most - fee)))


USUAL_FEES: Final = "fees for a normal turn"
"""Label of the fees that a limit is based on."""


def _credit_due(world: World, engagement: Engagement, task: TaskFacts, failure: Failure) -> bool:
    """Whether a failure missed the service level; never both a turn's shortfall and its defects."""
    if engagement.terms.sla is Sla.NONE or engagement.kind is not Kind.VENDOR:
        return False
    if failure.kind is IncidentKind.LATE:
        return True
    if task.spec.kind is TaskKind.PROJECT:
        return failure.kind is IncidentKind.DEFECT
    rules, sla = world.rules, engagement.terms.sla
    service = engagement.turn_done / engagement.asked if engagement.asked > 0.0 else 1.0
    if failure.kind is IncidentKind.SHORTFALL:
        return service < formulas.agreed_level(rules, sla)
    missed = formulas.quality_missed(rules, sla, service, task.quality)
    return failure.kind is IncidentKind.DEFECT and missed
