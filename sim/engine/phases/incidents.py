"""Phase 7: the customer blames the firm; contracts recover part of the loss; the rest is borne.

Each failure becomes an incident: who had the work, the loss, what was recovered under which clause,
and what is borne. Whoever did the work, the customer blames the firm. The parts of each sum are
recorded for explanations, if the record keeps them.
"""

from sim.engine import contracts, formulas, luck
from sim.engine.ledger import earn, post
from sim.engine.numbers import clamp, root, whole
from sim.engine.phases.review import watched
from sim.engine.record import Failure, Record, Rows, Working
from sim.model.report import Incident, Recovery
from sim.model.scenario import Task
from sim.model.vocabulary import (
    Account,
    Clause,
    EventKind,
    IncidentKind,
    Kind,
    Mode,
    Pricing,
    Sla,
    TaskKind,
    TaskState,
)
from sim.model.world import Engagement, Facts, TaskFacts, World


def incidents(world: World, record: Record) -> None:
    """Turn the turn's failures into incidents, and settle them."""
    _breaches(world, record)
    if not record.failures:
        return
    at_work = _at_work(world)
    for number, failure in enumerate(record.failures):
        incident = _settle_failure(world, failure, number, at_work, record)
        record.incidents.append(incident)
        world.incidents = (*world.incidents, incident)
        _blame(world, incident, record)


def _breaches(world: World, record: Record) -> None:
    """Data may leak wherever work on it is done; more likely outside, less if watched."""
    rules = world.rules
    months = world.scenario.turn_months
    planned = {
        event.subject
        for event in world.scenario.events
        if event.kind is EventKind.BREACH and event.turn == world.turn
    }
    for engagement in world.engagements.values():
        spec = world.tasks[engagement.task].spec
        if spec.sensitivity <= 0.0 or engagement.turn_done <= 0.0:
            continue
        chance = rules.breach_year * months / 12.0 * spec.sensitivity
        if engagement.kind.external:
            chance *= rules.breach_outside * (
                1.0 + rules.breach_unwatched * (1.0 - watched(world, engagement))
            )
        u = luck.uniform(world.secrets, "breach", engagement.id, world.turn)
        if u < chance or spec.id in planned:
            planned.discard(spec.id)
            record.failures.append(Failure(IncidentKind.BREACH, spec.id, engagement, 1))


def _at_work(world: World) -> float:
    """Cost of a turn's worth of all current work if own people did it, in minor units."""
    rules, months = world.rules, world.scenario.turn_months
    total = formulas.productive_hours(rules, months) * min(
        discipline.wage for discipline in world.scenario.disciplines
    )
    for task in world.tasks.values():
        if task.state is not TaskState.RUNNING and task.state is not TaskState.OPEN:
            continue
        hours = task.spec.hours
        if task.spec.kind is TaskKind.PROJECT:
            hours /= max(1.0, formulas.nominal_turns(rules, hours, months))
        total += hours * world.wages[task.spec.discipline]
    return formulas.loaded_wage(rules, total)


def _settle_failure(
    world: World, failure: Failure, number: int, at_work: float, record: Record
) -> Incident:
    task = world.tasks[failure.task]
    engagement = failure.engagement
    key = f"t{world.turn}-{number + 1}"
    lost = loss_of(world, failure, task, key, record)
    recovered = recover(world, failure, task, lost, key, record)
    for account, source, amount in lost:
        post(world, record, account, source, amount, failure.kind.value, key)
    back = 0
    for recovery in recovered:
        earn(world, record, Account.RECOVERED, recovery.amount, recovery.clause.value, key)
        back += recovery.amount
    loss = sum(amount for _, _, amount in lost)
    others = engagement is not None and engagement.kind.external
    totals = world.totals
    totals.losses += loss
    totals.recovered += back
    totals.losses_by_others += loss if others else 0
    return _describe(world, failure, key, loss, recovered, at_work, record)


def _describe(
    world: World,
    failure: Failure,
    key: str,
    loss: int,
    recovered: tuple[Recovery, ...],
    at_work: float,
    record: Record,
) -> Incident:
    """The incident, with the chain of those who had the work and what they lacked."""
    task = world.tasks[failure.task]
    engagement = failure.engagement
    chain: tuple[str, ...] = ()
    mode, others, undisclosed = Mode.IN_HOUSE, False, False
    skill_short = oversight_short = 0.0
    if engagement is not None:
        mode = engagement.mode
        others = engagement.kind.external
        provider = world.providers.get(engagement.provider)
        name = provider.name if provider else world.teams[engagement.provider].title
        chain = (name,)
        hidden = world.secrets.hidden.get(engagement.id)
        if hidden is not None:
            skill_short = max(0.0, round(task.spec.complexity - hidden.skill, 1))
            if hidden.chain:
                chain = (name, *hidden.chain)
                undisclosed = not engagement.known_chain
                _now_known(world, engagement)
        oversight_short = _oversight_short(world, engagement)
    back = sum(recovery.amount for recovery in recovered)
    return Incident(
        id=key,
        turn=world.turn,
        kind=failure.kind,
        task=failure.task,
        chain=chain,
        mode=mode,
        by_others=others,
        blamed=world.scenario.firm.name,
        count=failure.count,
        loss=loss,
        recovered=recovered,
        borne=loss - back,
        reputation=_reputation(world, failure, task, loss / at_work, key, record),
        skill_short=skill_short,
        oversight_short=oversight_short,
        undisclosed=undisclosed,
        hindrance=failure.hindrance,
    )


def _oversight_short(world: World, engagement: Engagement) -> float:
    """Share of the oversight promised to an engagement that it did not get this turn, or in its
    last turn; 0 if none was promised."""
    wanted, given = engagement.oversight_wanted, engagement.oversight_given
    if wanted <= 0.0:
        return 0.0
    return 1.0 - (given / wanted if engagement.id in world.past else world.attention)


def _now_known(world: World, engagement: Engagement) -> None:
    """The firm finds out who does the work. Past engagements are shared by copies: replace them."""
    if engagement.known_chain:
        return
    if engagement.id in world.past:
        engagement = engagement.copy()
        world.past[engagement.id] = engagement
    engagement.known_chain = True


def _reputation(
    world: World, failure: Failure, task: TaskFacts, size: float, key: str, record: Record
) -> float:
    """Change of reputation by a failure, in points: the root of its loss, as far as it is visible.

    Args:
        world: The state of the game.
        failure: The failure.
        task: The task that failed.
        size: Loss as a multiple of a turn's worth of all current work (`_at_work`).
        key: The incident's id.
        record: Receives the parts of the change.
    """
    rules, spec = world.rules, task.spec
    if failure.kind is IncidentKind.BACKLASH:
        most, share = rules.backlash_reputation, failure.size
        said = ("at its worst", "it is not as bad as that")
    elif failure.kind is IncidentKind.BREACH:
        most, share = rules.breach_reputation, spec.sensitivity
        said = ("for the most sensitive data", "data is less sensitive than that")
    else:
        most = rules.incident_reputation * min(root(size), rules.incident_worst)
        share = spec.visibility
        said = ("a loss of {:.1%} of a turn's work", "customers do not see all of the work")
    record.work_out(
        key, "reputation", lambda: ((said[0].format(size), -most), (said[1], most - most * share))
    )
    return -most * share


def _blame(world: World, incident: Incident, record: Record) -> None:
    """Reputation falls, and the client whose work it was loses patience."""
    rules = world.rules
    world.reputation = clamp(world.reputation + incident.reputation, 0.0, 100.0)
    if record.reputation is not None:
        record.reputation.append((incident.kind.value, incident.id, incident.reputation))
    spec = world.tasks[incident.task].spec
    client = world.clients.get(spec.client) if spec.client else None
    if client is None or client.lost:
        return
    drop = (
        rules.patience_incident
        * spec.visibility
        * clamp(-incident.reputation, 0.0, rules.patience_worst)
    )
    if incident.kind is IncidentKind.LATE:
        drop += rules.patience_late
    client.patience = max(0.0, client.patience - drop)


INSURED = (IncidentKind.BREACH, IncidentKind.DEFECT)
"""What an insurance pays for."""

Loss = tuple[Account, Account, int]
"""An account of losses, where the money comes from, and the amount (minor units)."""


def loss_of(
    world: World, failure: Failure, task: TaskFacts, key: str, record: Record
) -> tuple[Loss, ...]:
    """What a failure costs: account, where the money comes from, and how much."""
    rules, spec = world.rules, task.spec
    wage = world.wages[spec.discipline]
    loaded = formulas.loaded_wage(rules, wage)
    by_others = failure.engagement is not None and failure.engagement.kind.external
    if failure.kind is IncidentKind.DEFECT and failure.engagement is not None:
        return _defects(world, failure, failure.engagement, spec, key, record)
    if failure.kind is IncidentKind.SHORTFALL:
        value = spec.value / spec.hours
        cost = failure.size * formulas.shortfall_hour(rules, loaded, spec.core, value)
        dear = failure.size * rules.shortfall_cost * loaded * (rules.shortfall_base + spec.core)
        record.work_out(
            key, Account.REPAIRS, lambda: (
                (f"makeshift for {failure.size:,.0f} hours", dear),
                ("pay for them, which is lost already", -min(failure.size * value, dear)),
                ("makeshift costs so much at the least",
                 cost - dear + min(failure.size * value, dear)),
            ),
        )  # fmt: skip
        return ((Account.REPAIRS, Account.CASH, whole(cost)),)
    if failure.kind is IncidentKind.LATE:
        note = ("agreed for each turn late", float(spec.penalty))
        record.work_out(key, Account.PENALTIES, lambda: (note,))
        return ((Account.PENALTIES, Account.CASH, spec.penalty),)
    if failure.kind is IncidentKind.BREACH:
        worst = rules.breach_hours * wage
        cost = worst * spec.sensitivity
        more = cost * (rules.breach_premium if by_others else 0.0)
        record.work_out(
            key, Account.BREACHES, lambda: (
                (f"{rules.breach_hours:,.0f} hours for the most sensitive data", worst),
                ("data is less sensitive than that", cost - worst),
                ("it got out at others", more),
            ),
        )  # fmt: skip
        return ((Account.BREACHES, Account.CASH, whole(cost + more)),)
    if failure.kind is IncidentKind.BACKLASH:
        return ()
    dropout = failure.kind is IncidentKind.DROPOUT
    hours = rules.dropout_hours if dropout else rules.vendor_failure_hours
    record.work_out(
        key, Account.REPAIRS, lambda: ((f"makeshift: {hours:,.0f} hours", hours * loaded),)
    )
    makeshift = (Account.REPAIRS, Account.CASH, whole(hours * loaded))
    if failure.engagement is None:
        return (makeshift,)
    lost = _advance_lost(failure.engagement, task)
    if lost is None:
        return (makeshift,)
    record.work_out(key, lost[0], lambda: (("paid for work that was never done", float(lost[2])),))
    return (makeshift, lost)


def _defects(
    world: World, failure: Failure, engagement: Engagement, spec: Task, key: str, record: Record
) -> tuple[Loss, ...]:
    """Defects found late: dearer than at once, and customers get back what they saw of it."""
    rules = world.rules
    u = luck.uniform(world.secrets, "severity", engagement.id, world.turn)
    early = failure.count * rules.rework_hours
    early *= formulas.loaded_wage(rules, world.wages[spec.discipline])
    late = early * formulas.late_cost(rules, u)
    cost = late * formulas.seen(rules, spec.visibility)
    refund = cost * rules.refund_share * spec.visibility
    record.work_out(
        key, Account.REPAIRS, lambda: (
            (f"faults, had they been found at once: {failure.count}", early),
            ("found late, by customers", late - early),
            ("customers do not see all of it", cost - late),
            ("refunded instead", -refund),
        ),
    )  # fmt: skip
    record.work_out(key, Account.REFUNDS, lambda: (("what customers saw of it", refund),))
    return (
        (Account.REPAIRS, Account.CASH, whole(cost - refund)),
        (Account.REFUNDS, Account.CASH, whole(refund)),
    )


def _advance_lost(engagement: Engagement, task: TaskFacts) -> Loss | None:
    """What was paid for work that was never done: held by the platform, or gone."""
    if engagement.escrow:
        return (Account.REPAIRS, Account.ESCROW, engagement.escrow)
    if engagement.terms.pricing is not Pricing.FIXED or task.spec.kind is TaskKind.FUNCTION:
        return None
    worked = engagement.price * min(1.0, engagement.done / task.spec.hours)
    gone = max(0, engagement.invoiced - whole(worked))
    return (Account.REPAIRS, contracts.account(engagement.kind), gone)


def limits(facts: Facts, engagement: Engagement) -> dict[Clause, float]:
    """The most that each clause of a contract could give back of one loss (minor units).

    A service credit is a share of the turn's fees, a warranty ends with them, liability with those
    of some months; escrow holds what was paid in.
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


def recover(
    world: World,
    failure: Failure,
    task: TaskFacts,
    losses: tuple[Loss, ...],
    key: str,
    record: Record,
) -> tuple[Recovery, ...]:
    """What the contract and the insurance give back of a loss."""
    rules = world.rules
    engagement = failure.engagement
    insured = world.scenario.firm.insured and failure.kind in INSURED
    if not insured and (engagement is None or not engagement.kind.external):
        return ()
    left = sum(amount for _, _, amount in losses)
    found: list[Recovery] = []

    def take(clause: Clause, amount: float, limit: float, claim: Working, most: Working) -> None:
        """As much of the claim as its limit allows, and as there is left to be made good."""
        nonlocal left
        part = min(left, whole(min(amount, limit)))
        if part > 0:
            rest = ("more than it gives", part - amount)
            record.work_out(key, clause.value, lambda: (*claim(), rest))
            record.work_out(key, f"{clause.value} most", most)
            left -= part
            found.append(Recovery(clause, part, whole(limit)))

    if engagement is not None and engagement.kind.external:
        hidden = world.secrets.hidden.get(engagement.id)
        passed_on = hidden is not None and bool(hidden.chain)
        bounds = limits(world, engagement)
        fee = contracts.turn_fee(world, engagement)
        fees = ("fees of a usual turn", fee)
        solvent = failure.kind is not IncidentKind.VENDOR_FAILURE
        if solvent and _credit_due(world, engagement, task, failure):
            credit = bounds[Clause.SERVICE_CREDIT]
            take(
                Clause.SERVICE_CREDIT, float(left), credit,
                lambda: (("the loss", left),),
                lambda: (fees, (f"all but {credit / fee:.0%} of them", credit - fee)),
            )  # fmt: skip
        if (
            solvent
            and failure.kind is IncidentKind.DEFECT
            and engagement.terms.pricing is Pricing.FIXED
            and not passed_on
        ):
            repair = sum(amount for account, _, amount in losses if account is Account.REPAIRS)
            covered = rules.warranty_share * repair
            take(
                Clause.WARRANTY, covered, bounds[Clause.WARRANTY],
                lambda: (("repairs", repair), ("not covered", covered - repair)),
                lambda: (fees,),
            )  # fmt: skip
        if solvent and engagement.terms.liability:
            turns, liable = (
                bounds[Clause.LIABILITY] / fee if fee else 0.0,
                rules.liability_share * left,
            )
            take(
                Clause.LIABILITY, liable, bounds[Clause.LIABILITY],
                lambda: (("loss that is left", left), ("not covered", liable - left)),
                lambda: (fees, (f"of {turns:g} turns", bounds[Clause.LIABILITY] - fee)),
            )  # fmt: skip
        if engagement.escrow and failure.kind is IncidentKind.DROPOUT:
            held = float(engagement.escrow)
            note = ("held by the platform", held)
            take(Clause.ESCROW, held, held, lambda: (note,), lambda: (note,))
            engagement.escrow = 0
    if insured:
        before = left
        over = max(0.0, left - rules.insurance_deductible * world.scenario.firm.manager_wage)
        covered = rules.insurance_share * over

        def policy() -> Rows:
            return (
                ("loss that is left", before),
                ("deductible", over - before),
                ("not covered", covered - over),
            )

        take(Clause.INSURANCE, covered, covered, policy, policy)
    return tuple(found)


def _credit_due(world: World, engagement: Engagement, task: TaskFacts, failure: Failure) -> bool:
    """Whether the service level was missed; credits are paid once a turn and engagement."""
    if engagement.terms.sla is Sla.NONE or engagement.kind is not Kind.VENDOR:
        return False
    if failure.kind is IncidentKind.LATE:
        return True
    if task.spec.kind is TaskKind.PROJECT:
        return failure.kind is IncidentKind.DEFECT
    rules = world.rules
    strict = engagement.terms.sla is Sla.STRICT
    level = rules.sla_level_strict if strict else rules.sla_level_standard
    service = engagement.turn_done / engagement.asked if engagement.asked > 0.0 else 1.0
    if failure.kind is IncidentKind.SHORTFALL:
        return service < level
    return failure.kind is IncidentKind.DEFECT and service >= level and task.quality < 100 * level
