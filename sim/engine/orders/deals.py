"""Orders about outside work on offer; what they do to a deal is in `sim.engine.deals`."""

from sim.engine import deals, formulas
from sim.engine.orders.rules import Draft, Family, OrderRules, Reason
from sim.model import orders as o
from sim.model.vocabulary import DealState
from sim.model.world import Facts, Observation


def _check(facts: Observation, order: o.AcceptDeal | o.DeclineDeal) -> Reason:
    if facts.deals.get(order.deal) is not DealState.OFFERED:
        return (f"No outside work {order.deal!r} is on offer now.", "Choose one that is.")
    return None


def _about(facts: Facts, order: o.AcceptDeal | o.DeclineDeal) -> tuple[str, str]:
    return ("deal", order.deal)


def _accept(draft: Draft, order: o.AcceptDeal) -> None:
    draft.choosing += formulas.talks_hours(draft.facts.rules)


RULES: Family = {
    o.AcceptDeal: OrderRules(_check, _about, deals.accept, draft=_accept),
    o.DeclineDeal: OrderRules(_check, _about, deals.decline),
}
