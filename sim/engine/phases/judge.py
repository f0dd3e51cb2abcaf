"""Phase 11: the turn's measures, the objectives, and whether the game is over."""

from typing import Final

from sim.engine import contracts, formulas
from sim.engine.ledger import total_cost, total_revenue
from sim.engine.numbers import clamp
from sim.engine.phases.oversee import load
from sim.engine.record import Record
from sim.model.report import Measures, Outcome, Standing
from sim.model.spec import Objective
from sim.model.vocabulary import Account, Mode, ObjectiveKind, OutcomeKind, TaskKind, TaskState
from sim.model.world import Engagement, Facts, TaskFacts, World

MODES: Final = tuple(Mode)

POINTS: Final = 1000.0
"""Points for reaching the targets of all objectives."""


def judge(world: World, record: Record, cost_before: int, revenue_before: int) -> Measures:
    """Close the turn: measures, totals, outcome."""
    measures = _measures(world, record, cost_before, revenue_before)
    totals = world.totals
    totals.oversight_wanted += measures.oversight_wanted
    totals.oversight_hours += measures.oversight_hours
    totals.load_sum += measures.oversight_load
    a, b, c, d = (x + y for x, y in zip(totals.mode_hours, measures.mode_hours, strict=True))
    totals.mode_hours = (a, b, c, d)
    world.history = (*world.history, measures)
    world.outcome = _outcome(world)
    return measures


def _measures(world: World, record: Record, cost_before: int, revenue_before: int) -> Measures:
    hours = [0.0, 0.0, 0.0, 0.0]
    given = 0.0
    for engagement in (*world.engagements.values(), *_just_ended(world)):
        hours[MODES.index(engagement.mode)] += engagement.turn_done
        given += engagement.oversight_given
    points = weight = 0.0
    for task, counts in met(world, world.turn):
        points += task.quality * counts
        weight += counts
    heads = sum(team.heads for team in world.teams.values())
    morale = 0.0
    for team in world.teams.values():
        morale += team.morale * team.heads
    losses = borne = by_others = 0
    for incident in record.incidents:
        losses += incident.loss
        borne += incident.borne
        by_others += incident.loss if incident.by_others else 0
    return Measures(
        turn=world.turn,
        cash=world.cash,
        cost=total_cost(world) - cost_before,
        revenue=total_revenue(world) - revenue_before,
        quality=points / weight if weight > 0.0 else quality(world),
        oversight_wanted=world.promised + world.deal_hours,
        oversight_hours=given + min(world.deal_hours, world.manager_hours),
        oversight_load=load(world),
        losses=losses,
        losses_by_others=by_others,
        recovered=losses - borne,
        borne=borne,
        reputation=world.reputation,
        morale=morale / heads if heads else 0.0,
        heads=heads,
        mode_hours=(hours[0], hours[1], hours[2], hours[3]),
    )


def met(facts: Facts, turn: int) -> list[tuple[TaskFacts, float]]:
    """The tasks whose quality customers saw in the last turn played (`turn`), with weights."""
    found = []
    for task in facts.tasks.values():
        function = task.spec.kind is TaskKind.FUNCTION
        running = function and task.asked > 0.0 and task.state is not TaskState.DONE
        if running or task.delivered == turn:
            counts = formulas.quality_weight(facts.rules, task.spec.hours, task.spec.visibility)
            found.append((task, counts))
    return found


def _just_ended(world: World) -> list[Engagement]:
    """Engagements that ended this turn; they are the last ones in `past`."""
    found = []
    for engagement in reversed(world.past.values()):
        if engagement.ended != world.turn:
            break
        found.append(engagement)
    return found


def _outcome(world: World) -> Outcome | None:
    firm = world.scenario.firm
    if world.cash < -firm.credit_line:
        return Outcome(
            OutcomeKind.BANKRUPT, world.turn, "Cash fell below what the bank would lend."
        )
    if world.reputation < world.rules.collapse_reputation:
        return Outcome(
            OutcomeKind.COLLAPSED,
            world.turn,
            "Nobody trusts the firm any more: customers are gone.",
        )
    if world.clients and all(client.lost for client in world.clients.values()):
        return Outcome(OutcomeKind.COLLAPSED, world.turn, "The last client has left.")
    if world.turn >= world.scenario.turns:
        return Outcome(OutcomeKind.COMPLETED, world.turn, "All turns were played.")
    return None


def quality(facts: Facts) -> float:
    """Quality as customers saw it over the game, 0..100; 100 before they saw any."""
    totals = facts.totals
    if totals.quality_weight <= 0.0:
        return 100.0
    return totals.quality_points / totals.quality_weight


def exit_cost(facts: Facts) -> int:
    """Cost of ending all running contracts now, in minor units."""
    return sum(exit_fee(facts, engagement) for engagement in facts.engagements.values())


def exit_fee(facts: Facts, engagement: Engagement) -> int:
    """Cost of ending one engagement now, in minor units."""
    last = min(facts.turn, facts.scenario.turns)
    return contracts.termination_fee(facts, engagement, last)


def _value(facts: Facts, objective: Objective) -> float:
    totals = facts.totals
    kind = objective.kind
    if kind is ObjectiveKind.FIRM_VALUE:
        return float(facts.cash + facts.balances[Account.ESCROW] - exit_cost(facts))
    if kind is ObjectiveKind.TOTAL_COST:
        return float(total_cost(facts))
    if kind is ObjectiveKind.QUALITY:
        return quality(facts)
    if kind is ObjectiveKind.OVERSIGHT_LOAD:
        return totals.load_sum / len(facts.history) if facts.history else 0.0
    if kind is ObjectiveKind.BORNE:
        return float(totals.losses - totals.recovered)
    if kind is ObjectiveKind.REPUTATION:
        return facts.reputation
    if kind is ObjectiveKind.SERVICE:
        return totals.given / totals.asked if totals.asked > 0.0 else 1.0
    if kind is ObjectiveKind.PEOPLE_KEPT:
        kept = sum(team.kept for team in facts.teams.values())
        return kept / totals.heads_start if totals.heads_start else 1.0
    task = facts.tasks.get(objective.task or "")
    if task is None or task.state is not TaskState.DONE:
        return 0.0
    deadline = task.spec.deadline or facts.scenario.turns
    return clamp(1.0 - facts.rules.milestone_slip * max(0, task.delivered - deadline), 0.0, 1.0)


def standings(facts: Facts) -> tuple[Standing, ...]:
    """Current value and points of each objective.

    points = 1000 · weight · clamp((value - floor) / (target - floor), 0, 1).
    """
    found = []
    for objective in facts.scenario.objectives:
        value = _value(facts, objective)
        part = clamp((value - objective.floor) / (objective.target - objective.floor), 0.0, 1.0)
        found.append(
            Standing(
                objective.id,
                objective.kind,
                objective.label or objective.kind.value.replace("_", " "),
                objective.weight,
                value,
                objective.floor,
                objective.target,
                POINTS * objective.weight * part,
            )
        )
    return tuple(found)


def score(facts: Facts) -> float:
    """Points out of 1000; a game that ends early counts by the share of turns played."""
    points = 0.0
    for standing in standings(facts):
        points += standing.points
    if facts.outcome is not None and facts.outcome.kind is not OutcomeKind.COMPLETED:
        points *= facts.outcome.turn / facts.scenario.turns
    return min(points, POINTS)
