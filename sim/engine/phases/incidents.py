"""Phase 7: the customer blames the firm; contracts recover part of the loss; the rest is borne.

Each failure becomes an incident: who had the work, the loss, what was recovered under which clause,
and what is borne. Whoever did the work, the customer blames the firm. The parts of each sum are
recorded for explanations, if the record keeps them.
"""

from sim.engine import formulas, luck
from sim.engine.ledger import earn, post
from sim.engine.losses import loss_of, recover
from sim.engine.numbers import clamp, root, tenth
from sim.engine.phases.review import watched
from sim.engine.record import Failure, Record
from sim.model.report import Incident, Recovery
from sim.model.vocabulary import Account, EventKind, IncidentKind, Mode, TaskKind, TaskState
from sim.model.world import Engagement, TaskFacts, World


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
            skill_short = max(0.0, tenth(task.spec.complexity - hidden.skill))
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
    worst, milder = "", ""
    if failure.kind is IncidentKind.BACKLASH:
        most, share = rules.backlash_reputation, failure.size
        worst, milder = "at its worst", "milder than that"
    elif failure.kind is IncidentKind.BREACH:
        most, share = rules.breach_reputation, spec.sensitivity
        worst, milder = "for the most sensitive data", "this data is less sensitive"
    else:
        most = rules.incident_reputation * min(root(size), rules.incident_worst)
        share = spec.visibility
    if record.explains:
        worst = worst or f"loss worth {size:.1%} of a turn's work"
        milder = milder or "customers see only part of the work"
        record.work_out(key, "reputation", (worst, -most), (milder, most - most * share))
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
