"""Outside work: offers of other firms to be their supplier, and the tasks that come with them.

A deal's tasks are in the world, and known to the player, once it is accepted. While it is on offer
they are known as a part of the offer; before that, and once it is turned down, they are not.
"""

from collections.abc import Mapping

from attrs import evolve

from sim.engine import forms
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.report import HappeningKind
from sim.model.scenario import Scenario
from sim.model.vocabulary import TaskState
from sim.model.world import TaskFacts, World

AHEAD, OFFERED, ACCEPTED, DECLINED, EXPIRED = "ahead", "offered", "accepted", "declined", "expired"
"""The states of a deal, in which `Facts.deals` has it; one that is still ahead is not in there."""


def told(scenario: Scenario, deals: Mapping[str, str]) -> Scenario:
    """The scenario as a player may know it: no planned events, no ranges of hidden traits, and no
    outside work that nobody has offered yet.

    Args:
        scenario: The scenario.
        deals: State by deal, without those that are still ahead.
    """
    return evolve(
        scenario,
        events=(),
        providers=tuple(
            evolve(
                provider,
                skill=None,
                reliability=None,
                alignment=None,
                attention=None,
                health=None,
                subcontracts=None,
            )
            for provider in scenario.providers
        ),
        deals=tuple(deal for deal in scenario.deals if deal.id in deals),
        tasks=tuple(
            task
            for task in scenario.tasks
            if task.deal is None or deals.get(task.deal) in (OFFERED, ACCEPTED)
        ),
    )


def lapse_and_offer(world: World, turn: int, record: Record) -> None:
    """Deals that come up in a turn, and those that nobody has answered in time."""
    for deal in world.scenario.deals:
        state = world.deals.get(deal.id, AHEAD)
        if state == AHEAD and deal.offered <= turn:
            _becomes(world, deal.id, OFFERED)
            record.tell(HappeningKind.DEAL, deal.id)
        elif state == OFFERED and turn > deal.expires:
            _becomes(world, deal.id, EXPIRED)
            _left_waiting(world, record)
            record.tell(HappeningKind.DEAL_EXPIRED, deal.id)


def accept(world: World, order: o.AcceptDeal, record: Record) -> None:
    """Take on outside work: its tasks come up next turn."""
    _becomes(world, order.deal, ACCEPTED)
    world.tasks = {
        spec.id: world.tasks.get(spec.id) or TaskFacts(spec, TaskState.AHEAD)
        for spec in world.scenario.tasks
        if spec.id in world.tasks or spec.deal == order.deal
    }
    record.tell(HappeningKind.DEAL, order.deal)
    world.deal_hours += forms.talks_hours(world.rules)


def decline(world: World, order: o.DeclineDeal, record: Record) -> None:
    """Turn outside work down."""
    _becomes(world, order.deal, DECLINED)


def turned_down(world: World, deal: str | None) -> bool:
    """Whether a deal was declined, or nobody answered in time."""
    return deal is not None and world.deals.get(deal) in (DECLINED, EXPIRED)


def _becomes(world: World, deal: str, state: str) -> None:
    world.deals[deal] = state
    world.secrets.told = told(world.scenario, world.deals)


def _left_waiting(world: World, record: Record) -> None:
    """Whoever offered work and got no answer says so."""
    points = min(world.rules.deal_silence, world.reputation)
    world.reputation -= points
    if record.reputation is not None:
        record.reputation.append(("no answer to an offer of work", "", -points))
