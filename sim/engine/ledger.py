"""The double-entry ledger. Money moves only through `post`, always with a cause.

A debit raises assets and expenses, a credit raises income and capital; the balances of all
accounts always sum to zero.
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
    """Pay `amount` (minor units) from cash to `account`."""
    post(facts, record, account, Account.CASH, amount, cause, subject)


def earn(
    facts: Facts, record: Record, account: Account, amount: int, cause: str, subject: str
) -> None:
    """Receive `amount` (minor units) in cash from `account`."""
    post(facts, record, Account.CASH, account, amount, cause, subject)


def total_cost(facts: Facts) -> int:
    """Everything spent so far, less what was recovered, in minor units."""
    return sum(map(facts.balances.__getitem__, COSTS))


def total_revenue(facts: Facts) -> int:
    """Everything earned so far, in minor units."""
    return -sum(map(facts.balances.__getitem__, INCOME))
