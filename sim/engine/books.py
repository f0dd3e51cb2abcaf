"""A check that a game's books agree with one another: identities that hold in every state."""

import math
from typing import Final

from sim.engine.ledger import total_cost, total_revenue
from sim.model.vocabulary import Account
from sim.model.world import Facts

HARDLY: Final = 1e-6
"""Share by which sums of hours may differ, since they are added up in different orders."""


def disagreements(facts: Facts) -> list[str]:
    """What does not add up, one sentence each; empty if everything does."""
    totals, history = facts.totals, facts.history
    recovered = sum(part.amount for incident in facts.incidents for part in incident.recovered)
    exact: list[tuple[str, int, int]] = [
        ("the balances of all accounts, and zero", sum(facts.balances), 0),
        ("losses in total and by incident", totals.losses, _sum("loss", facts.incidents)),
        ("losses, and what was recovered or borne", totals.losses - recovered, _borne(facts)),
        ("recovered in total and by clause", totals.recovered, recovered),
        ("recovered in total and booked", totals.recovered, -facts.balances[Account.RECOVERED]),
        ("losses in total and by turn", totals.losses, _sum("losses", history)),
        ("borne in total and by turn", totals.losses - recovered, _sum("borne", history)),
        ("cost booked and by turn", total_cost(facts), _sum("cost", history)),
        ("revenue booked and by turn", total_revenue(facts), _sum("revenue", history)),
    ]
    hours = math.fsum(hours for measures in history for hours in measures.mode_hours)
    nearly = [("hours delivered in total and by turn", math.fsum(totals.mode_hours), hours)]
    if history:
        exact.append(("cash and that of the last turn", facts.cash, history[-1].cash))
    found = [f"{what} differ: {one} and {other}" for what, one, other in exact if one != other]
    return found + [
        f"{what} differ: {one} and {other}"
        for what, one, other in nearly
        if not abs(one - other) <= HARDLY * max(1.0, abs(one))  # `not <=`: a NaN disagrees, too
    ]


def _sum(name: str, rows: tuple[object, ...]) -> int:
    return sum(getattr(row, name) for row in rows)


def _borne(facts: Facts) -> int:
    return sum(incident.borne for incident in facts.incidents)
