"""Figures of losses: what failures cost, who caused them, what was recovered and borne."""

from collections.abc import Sequence

from sim.engine.numbers import whole
from sim.engine.record import Sum
from sim.explain.parts import Play, course, in_hundredths, in_money, label, split, total
from sim.model.explanation import Explanation, Figure, FigureKind, Part
from sim.model.report import Incident
from sim.model.vocabulary import COSTS, Account
from sim.model.world import Facts


def _name(incident: Incident, facts: Facts) -> str:
    kind = incident.kind.value.replace("_", " ")
    return f"turn {incident.turn}: {kind}, {facts.tasks[incident.task].spec.title}"


def _back(incident: Incident, sign: int) -> tuple[Part, ...]:
    return tuple(
        Part(recovery.clause.value.replace("_", " "), sign * recovery.amount)
        for recovery in incident.recovered
    )


def by_incident(incidents: Sequence[Incident], facts: Facts, what: str) -> tuple[Part, ...]:
    """A part for each incident that counts.

    `what` is one of `loss`, `others` (losses that outside parties caused), `recovered`, `borne`.
    """
    if what == "loss":
        return tuple(Part(_name(one, facts), one.loss) for one in incidents)
    if what == "others":
        return tuple(Part(_name(one, facts), one.loss) for one in incidents if one.by_others)
    if what == "recovered":
        return tuple(
            Part(_name(one, facts), one.loss - one.borne, _back(one, 1))
            for one in incidents
            if one.recovered
        )
    return tuple(
        Part(_name(one, facts), one.borne, (Part("loss", one.loss), *_back(one, -1)))
        for one in incidents
    )


SUMS = {
    FigureKind.LOSSES: ("loss", "All losses", "What failures cost, whoever caused them."),
    FigureKind.CAUSED_BY_OTHERS: (
        "others", "Losses caused by others", "Work given to others.",
    ),
    FigureKind.RECOVERED: (
        "recovered", "Losses recovered", "Made good by contracts and insurance.",
    ),
    FigureKind.BORNE: ("borne", "Losses borne", "What failures cost, less what was recovered."),
}  # fmt: skip
"""For each sum over the game: which losses it counts, its title and its note."""


def over_the_game(figure: Figure, play: Play) -> Explanation:
    """One of `SUMS`, by incident."""
    what, title, note = SUMS[figure.kind]
    return in_money(figure, title, by_incident(play.after.incidents, play.after, what), note)


def borne_turn(figure: Figure, play: Play) -> Explanation:
    """Losses of the turn that the firm bore, by incident."""
    facts = play.after
    found = [one for one in facts.incidents if one.turn == facts.turn - 1]
    parts = by_incident(found, facts, "borne")
    note = "What the turn's failures cost, less what was recovered."
    return in_money(figure, "Losses borne in the turn", parts, note)


SHARES = {
    FigureKind.CAUSED_BY_OTHERS_SHARE: ("others", "Share of losses caused by others"),
    FigureKind.RECOVERED_SHARE: ("recovered", "Share of losses recovered"),
    FigureKind.BORNE_SHARE: ("borne", "Share of losses borne"),
}
"""For each share of all losses: which losses it counts, and its title."""


def share(figure: Figure, play: Play) -> Explanation:
    """One of `SHARES`, by incident, as a percentage of all losses."""
    facts, (what, title) = play.after, SHARES[figure.kind]
    parts = by_incident(facts.incidents, facts, what)
    together = facts.totals.losses
    rows = [(one.label, 100.0 * one.amount / together) for one in parts] if together else []
    end = 100.0 * total(parts) / together if together else 0.0
    found = tuple(part for part in course(("", 0.0), rows, end) if part.label)
    return in_hundredths(figure, title, found, "Percentage of all losses so far.")


def _find(figure: Figure, facts: Facts) -> tuple[Incident, str]:
    """The incident that a figure is about, and the clause; the clause is empty if none is named."""
    for one in facts.incidents:
        if figure.subject == one.id:
            return one, ""
        for recovery in one.recovered:
            if figure.subject == one.clause_id(recovery):
                return one, recovery.clause.value
    raise ValueError(f"there is no incident {figure.subject!r}")


def _worked_out(play: Play, incident: Incident, name: Sum, end: int) -> tuple[Part, ...]:
    """The parts of a sum of an incident, adding up to `end`; empty unless its turn is recorded."""
    record = play.record
    rows = (record.workings if record else None) or {}
    found = [row for row in rows.get((incident.id, name), ()) if row[1]]
    scale = 100.0 if name == "reputation" else 1.0
    numbers = split([amount for _, amount in found], scale)
    if numbers:
        numbers[-1] += end - sum(numbers)
    parts = tuple(Part(said, n) for (said, _), n in zip(found, numbers, strict=True))
    return tuple(part for part in parts if part.amount) or parts[:1]


def _accounts(play: Play, incident: Incident) -> tuple[Part, ...]:
    """The loss by account; empty unless its turn is recorded."""
    record = play.record
    booked = [
        posting
        for posting in (record.postings if record else None) or ()
        if posting.subject == incident.id and posting.debit in COSTS
    ]
    sums: dict[Account, int] = {}
    for posting in booked:
        sums[posting.debit] = sums.get(posting.debit, 0) + posting.amount
    return tuple(
        Part(label(account), amount, _worked_out(play, incident, account, amount))
        for account, amount in sums.items()
    )


def incident(figure: Figure, play: Play) -> Explanation:
    """What the firm bore of an incident: the loss by account, less what each clause recovered."""
    facts = play.after
    found, _ = _find(figure, facts)
    parts = (Part("loss", found.loss, _accounts(play, found)), *_back(found, -1))
    note = "What it cost, less what the contract and the insurance made good."
    return in_money(figure, _name(found, facts), parts, note)


def incident_loss(figure: Figure, play: Play) -> Explanation:
    """The loss by an incident, by account, with the parts of each sum."""
    facts = play.after
    found, _ = _find(figure, facts)
    said = "booked that turn" if found.loss else "no money"
    parts = _accounts(play, found) or (Part(said, found.loss),)
    return in_money(figure, _name(found, facts), parts, "What it cost, whoever pays for it.")


def incident_reputation(figure: Figure, play: Play) -> Explanation:
    """Points of reputation that an incident cost."""
    facts = play.after
    found, _ = _find(figure, facts)
    end = whole(100.0 * found.reputation)
    parts = _worked_out(play, found, "reputation", end) or (Part("in its turn", end),)
    title = f"Reputation, {_name(found, facts)}"
    note = "Points out of 100. The customer blames the firm, whoever did the work."
    return in_hundredths(figure, title, parts, note)


def clause(figure: Figure, play: Play) -> Explanation:
    """What a clause recovered of an incident's loss, or the most that it could have."""
    facts, most = play.after, figure.kind is FigureKind.CLAUSE_MOST
    found, named = _find(figure, facts)
    recovery = next((one for one in found.recovered if one.clause.value == named), None)
    if recovery is None:
        raise ValueError(f"there is no clause {figure.subject!r}")
    end = recovery.limit if most else recovery.amount
    rows = _worked_out(play, found, f"{named} most" if most else named, end)
    said = named.replace("_", " ").capitalize()
    title = f"{said}: limit" if most else f"{said}: recovered"
    return in_money(figure, title, rows or (Part("in its turn", end),), _name(found, facts))
