"""Outside work: offers of other firms to be their supplier, and the tasks that come with them.

A deal's tasks are in the world, and known to the player, once it is accepted. While it is on offer
they are known as a part of the offer; before that, and once it is turned down, they are not.
"""

from sim.engine import formulas
from sim.engine.public_scenario import public_scenario
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.report import HappeningKind
from sim.model.vocabulary import DealState, TaskState
from sim.model.world import TaskFacts, World


def lapse_and_offer(world: World, turn: int, record: Record) -> None:
    """Deals that come up in a turn, and those that nobody has answered in time."""
    for deal in world.scenario.deals:
        state = world.deals.get(deal.id)
        if state is None and deal.offered <= turn:
            _becomes(world, deal.id, DealState.OFFERED, turn)
            record.tell(HappeningKind.DEAL, deal.id)
        elif state is DealState.OFFERED and turn > deal.expires:
            _becomes(world, deal.id, DealState.EXPIRED, turn)
            _left_waiting(world, record)
            record.tell(HappeningKind.DEAL_EXPIRED, deal.id)


def accept(world: World, order: o.AcceptDeal, record: Record) -> None:
    """Take on outside work: its tasks come up next turn."""
    _becomes(world, order.deal, DealState.ACCEPTED, world.turn)
    world.tasks = {
        spec.id: world.tasks.get(spec.id) or TaskFacts(spec, TaskState.AHEAD)
        for spec in world.scenario.tasks
        if spec.id in world.tasks or spec.deal == order.deal
    }
    record.tell(HappeningKind.DEAL, order.deal)
    world.deal_hours += formulas.talks_hours(world.rules)


def decline(world: World, order: o.DeclineDeal, record: Record) -> None:
    """Turn outside work down."""
    _becomes(world, order.deal, DealState.DECLINED, world.turn)


def turned_down(world: World, deal: str | None) -> bool:
    """Whether a deal was declined, or nobody answered in time."""
    return deal is not None and world.deals.get(deal) in (DealState.DECLINED, DealState.EXPIRED)


def _becomes(world: World, deal: str, state: DealState, turn: int) -> None:
    world.deals[deal] = state
    world.secrets.public = public_scenario(world.scenario, world.deals, turn)


def _left_waiting(world: World, record: Record) -> None:
    """Whoever offered work and got no answer says so."""
    points = min(world.rules.deal_silence, world.reputation)
    world.reputation -= points
    if record.reputation is not None:
        record.reputation.append(("no answer to an offer of work", "", -points))
