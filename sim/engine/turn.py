"""A turn, from orders to report: the rulebook's table of contents."""

from collections.abc import Sequence

from sim.engine import requests
from sim.engine.ledger import total_cost, total_revenue
from sim.engine.phases.deliver import deliver
from sim.engine.phases.incidents import incidents
from sim.engine.phases.judge import judge
from sim.engine.phases.learn import learn
from sim.engine.phases.market import market
from sim.engine.phases.oversee import oversee
from sim.engine.phases.review import review
from sim.engine.phases.settle import settle
from sim.engine.phases.sign import sign
from sim.engine.phases.staff import staff
from sim.engine.phases.work import work
from sim.engine.record import Record
from sim.model.orders import Order
from sim.model.report import TurnReport
from sim.model.world import World


def resolve(world: World, orders: Sequence[Order], record: Record | None = None) -> TurnReport:
    """Advance the world by one turn, in place.

    Args:
        world: Owned by the caller, changed here.
        orders: Legal orders: `sim.engine.legality.problems` finds nothing wrong with them.
        record: `Record(full=True)` also keeps postings and the parts of numbers.
    """
    record = record or Record()
    turn = world.turn
    cost, revenue = total_cost(world), total_revenue(world)
    live_through(world, orders, record)
    measures = judge(world, record, cost, revenue)
    world.turn += 1
    return TurnReport(
        turn,
        tuple(record.happenings),
        tuple(record.incidents),
        measures,
        tuple(record.postings or ()),
        world.outcome,
    )


def live_through(world: World, orders: Sequence[Order], record: Record) -> None:
    """Run every phase of a turn except judging it; `world.turn` does not advance."""
    sign(world, orders, record)
    requests.stay_silent(world, record)
    staff(world, record)
    oversee(world, record)
    work(world, record)
    review(world, record)
    deliver(world, record)
    incidents(world, record)
    settle(world, record)
    learn(world, record)
    market(world, record)
