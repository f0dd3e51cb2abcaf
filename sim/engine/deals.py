"""Outside work: deals in which the firm supplies other firms, and the tasks they bring.

While a deal is on offer, the player knows its tasks as part of the offer; once it is accepted, they
join the world. Before the offer, and after it is declined or expires, the player does not see them.
"""

from sim.engine import formulas
from sim.engine.public_scenario import public_scenario
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.report import HappeningKind
from sim.model.vocabulary import DealState, TaskState
from sim.model.world import TaskFacts, World


def lapse_and_offer(world: World, turn: int, record: Record) -> None:
    """Offer the deals that are due in a turn, and let unanswered ones lapse."""
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
    """Take on outside work: its tasks join the work list next turn."""
    _becomes(world, order.deal, DealState.ACCEPTED, world.turn)
    world.tasks = {
        spec.id: world.tasks.get(spec.id) or TaskFacts(spec, TaskState.AHEAD)
        for spec in world.scenario.tasks
        if spec.id in world.tasks or spec.deal == order.deal
    }
    record.tell(HappeningKind.DEAL, order.deal)
    world.deal_hours += formulas.talks_hours(world.rules)


def decline(world: World, order: o.DeclineDeal, record: Record) -> None:
    """Turn down outside work."""
    _becomes(world, order.deal, DealState.DECLINED, world.turn)


def turned_down(world: World, deal: str | None) -> bool:
    """Whether a deal was declined or has expired."""
    return deal is not None and world.deals.get(deal) in (DealState.DECLINED, DealState.EXPIRED)


def _becomes(world: World, deal: str, state: DealState, turn: int) -> None:
    world.deals[deal] = state
    world.secrets.public = public_scenario(world.scenario, world.deals, turn)


def _left_waiting(world: World, record: Record) -> None:
    """An offer of work that gets no answer costs reputation."""
    points = min(world.rules.deal_silence, world.reputation)
    world.reputation -= points
    if record.reputation is not None:
        record.reputation.append(("an offer of work was not answered", "", -points))
