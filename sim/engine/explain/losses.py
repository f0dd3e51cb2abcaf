"""What failures cost: losses, who caused them, what came back and what stayed."""

from collections.abc import Sequence

from sim.engine.explain.parts import Play, course, label, total
from sim.model.explanation import Explanation, Figure, Part, Unit
from sim.model.report import Incident
from sim.model.vocabulary import COSTS
from sim.model.world import Facts


def _name(incident: Incident, facts: Facts) -> str:
    kind = incident.kind.value.replace("_", " ")
    return f"turn {incident.turn}: {kind}, {facts.tasks[incident.task].spec.title}"


def _back(incident: Incident, sign: int) -> tuple[Part, ...]:
    """What each clause gave back."""
    return tuple(
        Part(recovery.clause.value.replace("_", " "), sign * recovery.amount)
        for recovery in incident.recovered
    )


def by_incident(incidents: Sequence[Incident], facts: Facts, what: str) -> tuple[Part, ...]:
    """A part for each incident.

    Args:
        incidents: Those that count.
        facts: What is known.
        what: `loss`, `others` (the losses that outside parties caused), `recovered` or `borne`.
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


def _money(figure: Figure, title: str, parts: tuple[Part, ...], note: str) -> Explanation:
    return Explanation(figure, title, Unit.MONEY, total(parts), parts, note)


def losses(figure: Figure, play: Play) -> Explanation:
    """What failures cost so far, by incident."""
    facts = play[1]
    parts = by_incident(facts.incidents, facts, "loss")
    return _money(figure, "Losses altogether", parts, "What failures cost, whoever caused them.")


def by_others(figure: Figure, play: Play) -> Explanation:
    """Losses that outside parties caused, by incident."""
    facts = play[1]
    parts = by_incident(facts.incidents, facts, "others")
    return _money(figure, "Losses caused by others", parts, "Where outside parties had the work.")


def recovered(figure: Figure, play: Play) -> Explanation:
    """What contracts and insurance gave back, by incident and clause."""
    facts = play[1]
    parts = by_incident(facts.incidents, facts, "recovered")
    return _money(figure, "Losses recovered", parts, "What contracts and insurance gave back.")


def borne(figure: Figure, play: Play) -> Explanation:
    """Losses that stayed, by incident."""
    facts = play[1]
    parts = by_incident(facts.incidents, facts, "borne")
    return _money(figure, "Losses borne", parts, "What failures cost, less what came back.")


def borne_turn(figure: Figure, play: Play) -> Explanation:
    """Losses of the turn that stayed, by incident."""
    facts = play[1]
    found = [one for one in facts.incidents if one.turn == facts.turn - 1]
    parts = by_incident(found, facts, "borne")
    note = "What the failures of the turn cost, less what came back."
    return _money(figure, "Losses borne in the turn", parts, note)


def _share(figure: Figure, play: Play, what: str, title: str) -> Explanation:
    """Percent of the losses: each incident's share."""
    facts = play[1]
    parts = by_incident(facts.incidents, facts, what)
    together = facts.totals.losses
    rows = [(one.label, 100.0 * one.amount / together) for one in parts] if together else []
    end = 100.0 * total(parts) / together if together else 0.0
    found = tuple(part for part in course(("", 0.0), rows, end) if part.label)
    note = "Percent of what failures cost so far."
    return Explanation(figure, title, Unit.HUNDREDTHS, total(found), found, note)


def by_others_share(figure: Figure, play: Play) -> Explanation:
    """Percent of the losses that outside parties caused."""
    return _share(figure, play, "others", "Share of the losses that others caused")


def recovered_share(figure: Figure, play: Play) -> Explanation:
    """Percent of the losses that came back."""
    return _share(figure, play, "recovered", "Share of the losses that came back")


def borne_share(figure: Figure, play: Play) -> Explanation:
    """Percent of the losses that stayed."""
    return _share(figure, play, "borne", "Share of the losses that stayed")


def incident(figure: Figure, play: Play) -> Explanation:
    """What stayed of an incident: its loss by account, less what each clause gave back.

    Asked for its own turn, the loss is taken apart as it was booked.
    """
    facts, record = play[1], play[2]
    found = next((one for one in facts.incidents if one.id == figure.subject), None)
    if found is None:
        raise ValueError(f"there is no incident {figure.subject!r}")
    booked = [
        posting
        for posting in (record.postings if record else None) or ()
        if posting.subject == found.id and posting.debit in COSTS
    ]
    lines = tuple(Part(label(posting.debit), posting.amount) for posting in booked)
    whole = lines if lines and total(lines) == found.loss else ()
    parts = (Part("loss", found.loss, whole), *_back(found, -1))
    note = "What it cost, less what the contract and the insurance gave back."
    return _money(figure, _name(found, facts), parts, note)
