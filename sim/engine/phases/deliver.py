"""Phase 6: acceptance, lateness, service; latent defects surface; delivered value is paid."""

from typing import Final

from sim.engine import contracts, formulas, luck
from sim.engine.ledger import earn
from sim.engine.numbers import clamp, whole
from sim.engine.phases.work import hindrance, needed
from sim.engine.record import Failure, Record
from sim.model.report import HappeningKind
from sim.model.vocabulary import Account, IncidentKind, TaskKind, TaskState
from sim.model.world import Engagement, TaskFacts, World

TRACE: Final = 1e-6
"""Standard hours by which rounding may leave a finished project short."""


def deliver(world: World, record: Record) -> None:
    """Deliver the turn's work to its customers."""
    surfaced = surface(world)
    for task in world.tasks.values():
        if task.state is not TaskState.RUNNING and task.state is not TaskState.OPEN:
            continue
        if task.spec.kind is TaskKind.FUNCTION:
            _serve(world, task, surfaced, record)
        else:
            _advance(world, task, surfaced, record)
    for key, number in surfaced.items():
        engagement = world.engagements.get(key) or world.past[key]
        world.tasks[engagement.task].defects += number
        record.failures.append(Failure(IncidentKind.DEFECT, engagement.task, engagement, number))


def surface(world: World) -> dict[str, int]:
    """Latent defects that surface this turn, by engagement.

    A service's defects surface while it runs, a project's only after acceptance.
    """
    rules = world.rules
    part = clamp(rules.surface_share * world.scenario.turn_months, 0.0, 1.0)
    found: dict[str, int] = {}
    for key, hidden in world.secrets.hidden.items():
        engagement = world.engagements.get(key)
        if engagement is None:
            hidden.turns_left -= 1
        elif world.tasks[engagement.task].spec.kind is TaskKind.PROJECT:
            continue
        if hidden.defects:
            u = luck.uniform(world.secrets, "surface", key, world.turn)
            number = luck.share(hidden.defects, part, u)
            if number:
                hidden.defects -= number
                found[key] = number
                if engagement is not None:
                    engagement.turn_surfaced = number
                    engagement.surfaced += number
    return found


def _quality(
    world: World, task: TaskFacts, engagement: Engagement, faults: int, hours: float
) -> float:
    hidden = world.secrets.hidden[engagement.id]
    return formulas.delivered_quality(
        world.rules,
        hidden.skill - task.spec.complexity,
        faults,
        hours,
        formulas.stranger(world.rules, engagement.kind),
        task.spec.visibility,
    )


def _met(world: World, task: TaskFacts, quality: float, hours: float, record: Record) -> None:
    """Record the quality of work that customers saw."""
    counts = formulas.quality_weight(world.rules, hours, task.spec.visibility)
    task.quality = quality
    task.quality_points += quality * counts
    task.quality_weight += counts
    world.totals.quality_points += quality * counts
    world.totals.quality_weight += counts
    if record.quality is not None:
        record.quality.append((task.spec.id, quality, counts))


def _serve(world: World, task: TaskFacts, surfaced: dict[str, int], record: Record) -> None:
    rules, spec = world.rules, task.spec
    task.service = clamp(task.done / task.asked, 0.0, 1.0) if task.asked > 0.0 else 1.0
    points = 0.0
    for key in task.engagements:
        engagement = world.engagements[key]
        if engagement.turn_done > 0.0:
            points += engagement.turn_done * _quality(
                world, task, engagement, surfaced.get(key, 0), engagement.turn_done
            )
    work_quality = points / task.done if task.done > 0.0 else 0.0
    _met(world, task, formulas.served_quality(work_quality, task.service), task.asked, record)
    world.totals.asked += task.asked
    world.totals.given += min(task.done, task.asked)
    short = 1.0 - task.service
    if short > rules.shortfall_tolerance:
        task.short_turns += 1
        record.tell(HappeningKind.SHORT, spec.id, amount=short)
        worked = [world.engagements[key] for key in task.engagements]
        worked = [one for one in worked if one.turn_hours > 0.0]
        worst = max(worked, key=lambda one: one.asked - one.turn_done, default=None)
        record.failures.append(
            Failure(
                IncidentKind.SHORTFALL,
                spec.id,
                worst,
                whole(task.asked - task.done),
                formulas.short_hours(rules, task.asked, task.service),
                hindrance(world, task, worst),
            )
        )
    else:
        task.short_turns = 0
    pay = whole(spec.value * task.service)
    account = Account.REVENUE_OUTSIDE if spec.deal else Account.REVENUE_SERVICES
    earn(world, record, account, pay, "service", spec.id)
    task.earned += pay
    if spec.until is not None and world.turn >= spec.until:
        for key in task.engagements:
            contracts.leave(world, world.engagements[key], record)
        task.state = TaskState.DONE
        task.delivered = world.turn


def _advance(world: World, task: TaskFacts, surfaced: dict[str, int], record: Record) -> None:
    spec = task.spec
    if (
        task.state is TaskState.RUNNING
        and task.done + TRACE >= needed(world, task) * world.rules.scope_done
    ):
        _accept(world, task, surfaced, record)
        return
    if spec.deadline is None or world.turn < spec.deadline:
        return
    late = world.turn - spec.deadline + 1
    record.tell(HappeningKind.LATE, spec.id, amount=late)
    keys = task.engagements
    blamed = world.engagements[keys[-1]] if keys else None
    why = hindrance(world, task, blamed)
    record.failures.append(Failure(IncidentKind.LATE, spec.id, blamed, late, hindrance=why))
    if late >= world.rules.give_up_turns:
        for key in task.engagements:
            contracts.part(world, world.engagements[key], record)
        task.state = TaskState.LOST
        _met(world, task, 0.0, spec.hours, record)
        record.tell(HappeningKind.LOST_TASK, spec.id)


def _accept(world: World, task: TaskFacts, surfaced: dict[str, int], record: Record) -> None:
    """The customer accepts a project; a share of its latent defects surfaces at once."""
    spec = task.spec
    points = total = 0.0
    shared = len(task.engagements) > 1
    for key in task.engagements:
        engagement = world.engagements[key]
        hidden = world.secrets.hidden[key]
        u = luck.uniform(world.secrets, "surface", key, world.turn)
        number = luck.share(hidden.defects, world.rules.acceptance_share, u)
        hidden.defects -= number
        if number:
            surfaced[key] = number
            engagement.turn_surfaced = number
            engagement.surfaced += number
        total += engagement.done
        points += engagement.done * _quality(world, task, engagement, number, engagement.done)
        contracts.final_account(world, engagement, record, accepted=True, shared=shared)
        contracts.close(world, engagement, record)
    _met(world, task, points / total if total > 0.0 else 0.0, spec.hours, record)
    task.state = TaskState.DONE
    task.delivered = world.turn
    account = Account.REVENUE_OUTSIDE if spec.deal else Account.REVENUE_PROJECTS
    earn(world, record, account, spec.value, "acceptance", spec.id)
    task.earned += spec.value
    record.tell(HappeningKind.DELIVERED, spec.id, amount=task.quality)
