"""Figures of money: postings by account and cause."""

from collections.abc import Sequence

from sim.engine.numbers import whole
from sim.engine.record import Record
from sim.explain.parts import (
    Play,
    find,
    hundredths,
    in_hundredths,
    in_money,
    label,
    played,
    subject,
    total,
)
from sim.model.explanation import Explanation, Figure, Part
from sim.model.report import Posting
from sim.model.vocabulary import COSTS, INCOME, Account
from sim.model.world import Facts


def _by_cause(facts: Facts, postings: Sequence[tuple[Posting, int]], name: str) -> Part:
    """The postings of one account: a line for each cause and subject."""
    lines: dict[str, int] = {}
    for posting, amount in postings:
        about = subject(facts, posting.subject)
        text = posting.cause.replace("_", " ") + (f" · {about}" if about else "")
        lines[text] = lines.get(text, 0) + amount
    parts = tuple(Part(text, amount) for text, amount in lines.items())
    return Part(name, total(parts), parts)


def _moved(facts: Facts, record: Record, accounts: Sequence[Account], sign: int) -> list[Part]:
    found = []
    for account in accounts:
        postings = [
            (posting, sign * (posting.amount if posting.debit is account else -posting.amount))
            for posting in record.postings or ()
            if account in (posting.debit, posting.credit)
        ]
        if postings:
            found.append(_by_cause(facts, postings, label(account)))
    return found


def cash(figure: Figure, play: Play) -> Explanation:
    """Cash at the end of a turn: cash before it, and its changes by cause."""
    if play.before is None:
        cash = play.after.cash
        return in_money(figure, "Cash", (Part("at the start", cash),), "Money in the bank.")
    before, after, record = played(play)
    parts = [Part("before the turn", before.cash)]
    others = [account for account in Account if account is not Account.CASH]
    for account in others:
        postings = [
            (posting, posting.amount if posting.debit is Account.CASH else -posting.amount)
            for posting in record.postings or ()
            if Account.CASH in (posting.debit, posting.credit)
            and account in (posting.debit, posting.credit)
        ]
        if postings:
            parts.append(_by_cause(after, postings, label(account)))
    return in_money(figure, "Cash", tuple(parts), "Money in the bank at the end of the turn.")


def cost(figure: Figure, play: Play) -> Explanation:
    """Cost of a turn, by account and cause."""
    parts: tuple[Part, ...] = ()
    if play.before is not None:
        _, after, record = played(play)
        parts = tuple(_moved(after, record, COSTS, 1))
    return in_money(figure, "Cost of the turn", parts, "Money spent, less what was recovered.")


def revenue(figure: Figure, play: Play) -> Explanation:
    """Revenue of a turn, by account and cause."""
    parts: tuple[Part, ...] = ()
    if play.before is not None:
        _, after, record = played(play)
        parts = tuple(_moved(after, record, INCOME, -1))
    return in_money(figure, "Revenue of the turn", parts, "What clients paid.")


def total_cost(figure: Figure, play: Play) -> Explanation:
    """Cost of the game so far, by account."""
    facts = play.after
    parts = tuple(
        Part(label(account), facts.balances[account])
        for account in COSTS
        if facts.balances[account]
    )
    return in_money(figure, "Cost of the game so far", parts, "The sum of all expense accounts.")


def total_revenue(figure: Figure, play: Play) -> Explanation:
    """Revenue of the game so far, by account."""
    balances = play.after.balances
    parts = tuple(Part(label(one), -balances[one]) for one in INCOME if balances[one])
    return in_money(figure, "Revenue of the game so far", parts, "The sum of all income accounts.")


def account(figure: Figure, play: Play) -> Explanation:
    """An account: its balance before the turn, and what the turn booked, by cause.

    Income and expenses both count as positive.
    """
    before, after, record = play.before, play.after, play.record
    if figure.subject not in Account.__members__:
        raise ValueError(f"there is no account {figure.subject!r}")
    one = Account[figure.subject]
    sign = -1 if one in INCOME else 1
    parts: tuple[Part, ...]
    if before is None or record is None:
        parts = (Part("at the start", sign * after.balances[one]),)
    else:
        turn = _moved(after, record, (one,), sign)
        booked = total(turn)
        parts = (
            Part("before the turn", sign * before.balances[one]),
            Part("in the turn", booked, turn[0].parts if turn else ()),
        )
    return in_money(figure, label(one).capitalize(), parts, "Booked over the game.")


def paid(figure: Figure, play: Play) -> Explanation:
    """What an engagement has cost so far; this turn's part by cause."""
    facts = play.after
    key = find(figure, facts)
    engagement = facts.engagements.get(key) or facts.past[key]
    record = play.record
    parts: list[Part] = []
    for account in (Account.FREELANCERS, Account.VENDORS, *COSTS):
        if account in (Account.REPAIRS, Account.SELECTION):
            continue
        name = label(account)
        postings = [
            (posting, posting.amount if posting.debit is account else -posting.amount)
            for posting in (record.postings if record else None) or ()
            if posting.subject == key and account in (posting.debit, posting.credit)
        ]
        if postings and name not in [part.label for part in parts]:
            parts.append(_by_cause(facts, postings, name))
    earlier = engagement.paid - total(parts)
    if earlier or not parts:
        parts.insert(0, Part("in earlier turns", earlier))
    title = f"Paid: {subject(facts, key)}"
    return in_money(figure, title, tuple(parts), "Invoices, fees and coordination.")


def burn(facts: Facts) -> float:
    """Mean loss per turn over the last three turns, in minor units; 0 if money was made."""
    last = facts.history[-3:]
    if not last:
        return 0.0
    lost = sum(measures.cost - measures.revenue for measures in last) / len(last)
    return max(0.0, lost)


def runway(facts: Facts) -> float | None:
    """Turns until cash and credit line are used up at the recent rate (`burn`); None for never."""
    lost = burn(facts)
    if lost <= 0.0:
        return None
    return max(0.0, (facts.cash + facts.scenario.firm.credit_line) / lost)


def explain_runway(figure: Figure, play: Play) -> Explanation:
    """Turns that cash and the credit line last."""
    facts = play.after
    lost = burn(facts)
    parts: tuple[Part, ...] = ()
    if lost > 0.0:
        parts = hundredths(
            [
                ("turns the cash lasts", facts.cash / lost),
                ("turns the credit line lasts", facts.scenario.firm.credit_line / lost),
            ]
        )
    note = "The firm has been making money: no end in sight."
    if lost:
        note = f"At the average loss of the last three turns: {whole(lost / 100):,} a turn."
    return in_hundredths(figure, "Runway", parts, note)
