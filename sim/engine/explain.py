"""Numbers taken apart: parts that add up to them exactly.

Money comes from a recorded turn's postings, the rest from the facts and from what phases noted.
Numbers that are no money are counted in whole hundredths; parts are rounded so that the running
sum never strays.
"""

from collections.abc import Callable, Sequence

from sim.engine import forms, judge, oversee
from sim.engine.numbers import whole
from sim.engine.oversee import load
from sim.engine.record import Record
from sim.model.explanation import Explanation, Figure, FigureKind, Part, Unit
from sim.model.report import Posting
from sim.model.vocabulary import COSTS, INCOME, Account, Kind, OutcomeKind
from sim.model.world import Facts, Observation, World

Play = tuple[World | None, World, Record | None, Observation]
"""The world before a turn, after it, the turn's record, and what is known now."""


def explain(
    figure: Figure,
    before: World | None,
    after: World,
    record: Record | None,
    now: Observation,
) -> Explanation:
    """The parts of a figure.

    Raises:
        ValueError: a figure that does not exist: an engagement that is not there, a turn unplayed.
    """
    return _FIGURES[figure.kind](figure, (before, after, record, now))


def split(amounts: Sequence[float], scale: float = 100.0) -> list[int]:
    """Whole numbers for parts, so that they add up to the rounded sum of the amounts."""
    found: list[int] = []
    running = 0.0
    given = 0
    for amount in amounts:
        running += amount * scale
        found.append(whole(running) - given)
        given += found[-1]
    return found


def _hundredths(items: Sequence[tuple[str, float]]) -> tuple[Part, ...]:
    numbers = split([amount for _, amount in items])
    return tuple(Part(label, number) for (label, _), number in zip(items, numbers, strict=True))


def _sum(parts: Sequence[Part]) -> int:
    return sum(part.amount for part in parts)


def label(account: Account) -> str:
    """An account's name for people."""
    return account.name.lower().replace("_", " ")


def subject(facts: Facts, key: str) -> str:
    """What a posting is about, for people: provider and task, team, client; else its id."""
    engagement = facts.engagements.get(key) or facts.past.get(key)
    if engagement is not None:
        task = facts.tasks[engagement.task].spec.title
        provider = facts.providers.get(engagement.provider)
        return f"{provider.name}: {task}" if provider is not None else task
    if key in facts.teams:
        return facts.teams[key].title
    if key in facts.tasks:
        return facts.tasks[key].spec.title
    if key in facts.clients:
        return facts.clients[key].name
    return key


def _by_cause(facts: Facts, postings: Sequence[tuple[Posting, int]], name: str) -> Part:
    """The postings of one account: one line each, the same cause and subject taken together."""
    lines: dict[str, int] = {}
    for posting, amount in postings:
        about = subject(facts, posting.subject)
        text = posting.cause.replace("_", " ") + (f" · {about}" if about else "")
        lines[text] = lines.get(text, 0) + amount
    parts = tuple(Part(text, amount) for text, amount in lines.items())
    return Part(name, _sum(parts), parts)


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


def _played(play: Play) -> tuple[World, World, Record]:
    before, after, record, _ = play
    if before is None or record is None:
        raise ValueError("no turn has been played that this number could come from")
    return before, after, record


def _cash(figure: Figure, play: Play) -> Explanation:
    if play[0] is None:
        cash = play[1].cash
        return _money(figure, "Cash", (Part("at the start", cash),), "Money at hand.")
    before, after, record = _played(play)
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
    return _money(figure, "Cash", tuple(parts), "Money at hand at the end of the turn.")


def _money(figure: Figure, title: str, parts: tuple[Part, ...], note: str) -> Explanation:
    return Explanation(figure, title, Unit.MONEY, _sum(parts), parts, note)


def _cost(figure: Figure, play: Play) -> Explanation:
    parts: tuple[Part, ...] = ()
    if play[0] is not None:
        _, after, record = _played(play)
        parts = tuple(_moved(after, record, COSTS, 1))
    return _money(figure, "Cost of the turn", parts, "All that was spent, less what came back.")


def _revenue(figure: Figure, play: Play) -> Explanation:
    parts: tuple[Part, ...] = ()
    if play[0] is not None:
        _, after, record = _played(play)
        parts = tuple(_moved(after, record, INCOME, -1))
    return _money(figure, "Revenue of the turn", parts, "What clients paid.")


def _total_cost(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    parts = tuple(
        Part(label(account), facts.balances[account])
        for account in COSTS
        if facts.balances[account]
    )
    return _money(figure, "Cost of the game so far", parts, "All accounts of money spent.")


def _quality(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    weight = facts.totals.quality_weight
    items = [
        (task.spec.title, task.quality_points / weight)
        for task in facts.tasks.values()
        if task.quality_weight > 0.0
    ]
    parts = _hundredths(items) if items else (Part("no work was met yet", 10000),)
    return Explanation(
        figure,
        "Quality",
        Unit.HUNDREDTHS,
        _sum(parts),
        parts,
        "As customers met it, 0 to 100, weighed by hours and by how much they see: "
        "each task's share of it.",
    )


def _load(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    hours = facts.manager_hours
    if hours <= 0.0 or load(facts) >= 10.0:
        parts: tuple[Part, ...] = (Part("no hours for it", whole(load(facts) * 10000)),)
    else:
        wanted = {**facts.past, **facts.engagements}.values()
        items = [
            (subject(facts, engagement.id), engagement.oversight_wanted / hours * 100.0)
            for engagement in wanted
            if engagement.oversight_wanted > 0.0 and engagement.ended in (0, facts.turn - 1)
        ]
        if facts.deal_hours > 0.0:
            items.append(("choosing, briefing, answering", facts.deal_hours / hours * 100.0))
        listed = sum(split([amount for _, amount in items]))
        total = whole(load(facts) * 10000.0)
        parts = _hundredths(items)
        if listed != total:
            parts = (*parts, Part("ended during the turn", total - listed))
    return Explanation(
        figure,
        "Oversight load",
        Unit.HUNDREDTHS,
        _sum(parts),
        parts,
        "Managers' hours wanted as percent of the hours there are; above 100 something is "
        "not looked at.",
    )


def _promised(figure: Figure, play: Play) -> Explanation:
    facts = play[3]
    hours = max(oversee.available_hours(facts), 1e-9)
    parts = _hundredths(
        [
            (
                subject(facts, engagement.id),
                oversee.wanted_hours(facts, engagement) / hours * 100.0,
            )
            for engagement in facts.engagements.values()
        ]
    )
    return Explanation(
        figure,
        "Oversight promised",
        Unit.HUNDREDTHS,
        _sum(parts),
        parts,
        "Managers' hours that those who work for you want this month, as percent of the hours "
        "there are; choosing, briefing and answering come on top.",
    )


def _borne(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    parts = tuple(
        Part(
            f"month {incident.turn}: {incident.kind.value.replace('_', ' ')}, "
            f"{facts.tasks[incident.task].spec.title}",
            incident.borne,
            (
                Part("loss", incident.loss),
                *(
                    Part(recovery.clause.value.replace("_", " "), -recovery.amount)
                    for recovery in incident.recovered
                ),
            ),
        )
        for incident in facts.incidents
    )
    return _money(figure, "Losses borne", parts, "What failures cost, less what came back.")


def _reputation(figure: Figure, play: Play) -> Explanation:
    if play[0] is None:
        items = [("at the start", play[1].reputation)]
    else:
        before, after, record = _played(play)
        items = [("before the turn", before.reputation)]
        for cause, about, change in record.reputation or ():
            name = next(
                (
                    f"{cause.replace('_', ' ')}, {after.tasks[incident.task].spec.title}"
                    for incident in record.incidents
                    if incident.id == about
                ),
                cause.replace("_", " "),
            )
            items.append((name, change))
        rest = after.reputation
        for _, amount in items:
            rest -= amount
        if abs(rest) >= 0.005:
            items.append(("held within 0 and 100", rest))
    parts = _hundredths(items)
    return Explanation(
        figure, "Reputation", Unit.HUNDREDTHS, _sum(parts), parts, "0 to 100; follows quality."
    )


def burn(facts: Facts) -> float:
    """Money lost a turn, the mean of the last three turns; 0 when money was made."""
    last = facts.history[-3:]
    if not last:
        return 0.0
    lost = sum(measures.cost - measures.revenue for measures in last) / len(last)
    return max(0.0, lost)


def runway(facts: Facts) -> float | None:
    """Turns until the money and the credit line are gone at the pace of late; None: never."""
    lost = burn(facts)
    if lost <= 0.0:
        return None
    return max(0.0, (facts.cash + facts.scenario.firm.credit_line) / lost)


def _runway(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    lost = burn(facts)
    parts: tuple[Part, ...] = ()
    if lost > 0.0:
        parts = _hundredths(
            [
                ("turns that cash lasts", facts.cash / lost),
                ("turns that the credit line lasts", facts.scenario.firm.credit_line / lost),
            ]
        )
    return Explanation(
        figure,
        "Runway",
        Unit.HUNDREDTHS,
        _sum(parts),
        parts,
        f"At the mean loss of the last three turns: {whole(lost / 100):,} a turn."
        if lost
        else "Of late the firm has made money: no end in sight.",
    )


def _morale(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    heads = sum(team.heads for team in facts.teams.values())
    parts = _hundredths(
        [
            (f"{team.title} ({team.heads})", 100.0 * team.morale * team.heads / heads)
            for team in facts.teams.values()
            if team.heads
        ]
    )
    return Explanation(
        figure,
        "Morale",
        Unit.HUNDREDTHS,
        _sum(parts),
        parts,
        "0 to 100: each team's share of it, by heads.",
    )


def _score(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    items = [(standing.label, standing.points) for standing in judge.standings(facts)]
    outcome = facts.outcome
    if outcome is not None and outcome.kind is not OutcomeKind.COMPLETED:
        points = 0.0
        for _, amount in items:
            points += amount
        items.append((f"the game ended in turn {outcome.turn}", judge.score(facts) - points))
    parts = _hundredths(items)
    return Explanation(
        figure, "Score", Unit.HUNDREDTHS, _sum(parts), parts, "Points of 1000, by objective."
    )


def _find(figure: Figure, facts: Facts) -> str:
    if figure.subject not in facts.engagements and figure.subject not in facts.past:
        raise ValueError(f"there is no engagement {figure.subject!r}")
    return figure.subject


def _paid(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    key = _find(figure, facts)
    engagement = facts.engagements.get(key) or facts.past[key]
    record = play[2]
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
    earlier = engagement.paid - _sum(parts)
    if earlier or not parts:
        parts.insert(0, Part("in earlier turns", earlier))
    return _money(
        figure, f"Paid: {subject(facts, key)}", tuple(parts), "Invoices, fees and coordination."
    )


def _oversight(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    key = _find(figure, facts)
    engagement = facts.engagements.get(key) or facts.past[key]
    standard = engagement.oversight_hours
    level = forms.level(facts.rules, engagement.terms.oversight)
    leveled = standard * level
    items = [
        ("at the standard level", standard),
        (f"level: {engagement.terms.oversight.value}", leveled - standard),
        ("trust", engagement.oversight_wanted - leveled),
    ]
    parts = _hundredths(items)
    return Explanation(
        figure,
        f"Oversight: {subject(facts, key)}",
        Unit.HUNDREDTHS,
        _sum(parts),
        parts,
        "Managers' hours that it wanted in the turn.",
    )


def _effort(figure: Figure, play: Play) -> Explanation:
    facts = play[1]
    key = _find(figure, facts)
    record = play[2]
    factors = (record.effort or {}).get(key, ()) if record else ()
    items = [("a standard hour", 1.0)]
    running = 1.0
    for name, factor in factors:
        items.append((name, running * (factor - 1.0)))
        running *= factor
    parts = _hundredths(items)
    own = facts.engagements.get(key) or facts.past[key]
    note = "Hours that a standard hour of work took."
    if own.kind not in (Kind.TEAM, Kind.SITE):
        note += " Skill shows in it once work is under way."
    return Explanation(
        figure, f"Effort: {subject(facts, key)}", Unit.HUNDREDTHS, _sum(parts), parts, note
    )


def _not_here(figure: Figure, play: Play) -> Explanation:
    raise ValueError("an offer's cost is taken apart by sim.forecast")


_FIGURES: dict[FigureKind, Callable[[Figure, Play], Explanation]] = {
    FigureKind.CASH: _cash,
    FigureKind.COST: _cost,
    FigureKind.TOTAL_COST: _total_cost,
    FigureKind.REVENUE: _revenue,
    FigureKind.QUALITY: _quality,
    FigureKind.OVERSIGHT_LOAD: _load,
    FigureKind.OVERSIGHT_PROMISED: _promised,
    FigureKind.BORNE: _borne,
    FigureKind.REPUTATION: _reputation,
    FigureKind.RUNWAY: _runway,
    FigureKind.MORALE: _morale,
    FigureKind.SCORE: _score,
    FigureKind.ENGAGEMENT_PAID: _paid,
    FigureKind.ENGAGEMENT_OVERSIGHT: _oversight,
    FigureKind.ENGAGEMENT_EFFORT: _effort,
    FigureKind.OFFER_ALL_IN: _not_here,
}
"""What takes each kind of figure apart."""
