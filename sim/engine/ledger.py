"""Money. `post` is the only way it moves: from one account to another, with a cause.

A debit raises assets and expenses, a credit raises income and capital; the balances of all
accounts sum to zero at every step.
"""

from sim.engine.record import Record
from sim.model.report import Posting
from sim.model.vocabulary import COSTS, INCOME, Account
from sim.model.world import Facts


def post(
    facts: Facts,
    record: Record,
    debit: Account,
    credit: Account,
    amount: int,
    cause: str,
    subject: str,
) -> None:
    """Move `amount` minor units; a negative amount moves them the other way."""
    if amount == 0:
        return
    balances = facts.balances
    balances[debit] += amount
    balances[credit] -= amount
    if record.postings is not None:
        if amount < 0:
            debit, credit, amount = credit, debit, -amount
        record.postings.append(Posting(facts.turn, debit, credit, amount, cause, subject))


def spend(
    facts: Facts, record: Record, account: Account, amount: int, cause: str, subject: str
) -> None:
    """Pay `amount` out of cash for `account`."""
    post(facts, record, account, Account.CASH, amount, cause, subject)


def earn(
    facts: Facts, record: Record, account: Account, amount: int, cause: str, subject: str
) -> None:
    """Take `amount` into cash from `account`."""
    post(facts, record, Account.CASH, account, amount, cause, subject)


def total_cost(facts: Facts) -> int:
    """All that was spent so far, less what was recovered (minor units)."""
    return sum(map(facts.balances.__getitem__, COSTS))


def total_revenue(facts: Facts) -> int:
    """All that was earned so far (minor units)."""
    return -sum(map(facts.balances.__getitem__, INCOME))
