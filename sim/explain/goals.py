"""Figures that a game is judged by: the score, and the objectives."""

from sim.engine.numbers import whole
from sim.engine.phases import judge
from sim.explain.losses import by_incident
from sim.explain.parts import Play, course, hundredths, in_hundredths, label, subject, total
from sim.explain.shares import quality_rows
from sim.model.explanation import Explanation, Figure, Part, Unit
from sim.model.report import Standing
from sim.model.vocabulary import COSTS, Account, ObjectiveKind, OutcomeKind
from sim.model.world import Facts

NOTES = {
    ObjectiveKind.FIRM_VALUE: "Cash and money in escrow, less the cost of leaving contracts.",
    ObjectiveKind.TOTAL_COST: "Money spent, less what was recovered.",
    ObjectiveKind.QUALITY: "As customers saw it over the game: each task's share.",
    ObjectiveKind.OVERSIGHT_LOAD: "Percentage of managers' hours needed, averaged over the turns.",
    ObjectiveKind.BORNE: "What failures cost, less what was recovered.",
    ObjectiveKind.REPUTATION: "0 to 100; follows quality.",
    ObjectiveKind.SERVICE: "Percentage of the service hours asked for that were given.",
    ObjectiveKind.PEOPLE_KEPT: "Percentage of your original people who are still here.",
    ObjectiveKind.MILESTONE: "100 percent if on time, less for every turn late; 0 until delivered.",
}
"""The meaning of each kind of objective's value."""

MONEY = (ObjectiveKind.FIRM_VALUE, ObjectiveKind.TOTAL_COST, ObjectiveKind.BORNE)
POINTS_OF_100 = (ObjectiveKind.QUALITY, ObjectiveKind.REPUTATION)
"""Kinds measured on a scale of 0 to 100; the others are shares, shown in percent."""


def score(figure: Figure, play: Play) -> Explanation:
    """Points, by objective."""
    facts = play.after
    items = [(standing.label, standing.points) for standing in judge.standings(facts)]
    outcome = facts.outcome
    if outcome is not None and outcome.kind is not OutcomeKind.COMPLETED:
        points = 0.0
        for _, amount in items:
            points += amount
        items.append((f"the game ended in turn {outcome.turn}", judge.score(facts) - points))
    return in_hundredths(figure, "Score", hundredths(items), "Points out of 1000, by objective.")


def _standing(figure: Figure, facts: Facts) -> Standing:
    for standing in judge.standings(facts):
        if standing.id == figure.subject:
            return standing
    raise ValueError(f"there is no objective {figure.subject!r}")


def objective_points(figure: Figure, play: Play) -> Explanation:
    """Points of an objective, by how far its value is from floor to target."""
    standing = _standing(figure, play.after)
    most = judge.POINTS * standing.weight
    per = most / (standing.target - standing.floor)
    parts = course(
        ("for its value", standing.value * per),
        [("less its floor", -standing.floor * per)],
        standing.points,
        f"kept between 0 and {most:.0f}",
    )
    note = "None up to the floor, all from the target on, in proportion in between."
    return in_hundredths(figure, f"Points: {standing.label}", parts, note)


def objective(figure: Figure, play: Play) -> Explanation:
    """The current value of an objective."""
    facts = play.after
    standing = _standing(figure, facts)
    unit = Unit.MONEY if standing.kind in MONEY else Unit.HUNDREDTHS
    if unit is Unit.MONEY:
        parts = _money(facts, standing.kind)
    else:
        scale = 1.0 if standing.kind in POINTS_OF_100 else 100.0
        rows = _shares(facts, standing)
        end = standing.value * scale
        parts = course(("", 0.0), [(name, scale * amount) for name, amount in rows], end)
        parts = tuple(part for part in parts if part.label) or (Part("so far", whole(end * 100)),)
    return Explanation(figure, standing.label, unit, total(parts), parts, NOTES[standing.kind])


def _money(facts: Facts, kind: ObjectiveKind) -> tuple[Part, ...]:
    if kind is ObjectiveKind.FIRM_VALUE:
        held = facts.balances[Account.ESCROW]
        return (
            Part("cash", facts.cash),
            *((Part("in escrow", held),) if held else ()),
            *_leaving(facts),
        )
    if kind is ObjectiveKind.TOTAL_COST:
        balances = facts.balances
        return tuple(Part(label(one), balances[one]) for one in COSTS if balances[one])
    return by_incident(facts.incidents, facts, "borne")


def _leaving(facts: Facts) -> tuple[Part, ...]:
    fees = [(one, judge.exit_fee(facts, one)) for one in facts.engagements.values()]
    return tuple(
        Part(f"leaving the contract: {subject(facts, one.id)}", -fee) for one, fee in fees if fee
    )


def _shares(facts: Facts, standing: Standing) -> list[tuple[str, float]]:
    kind, totals = standing.kind, facts.totals
    if kind is ObjectiveKind.QUALITY:
        return quality_rows(facts) or [("no work seen yet", standing.value)]
    if kind is ObjectiveKind.OVERSIGHT_LOAD:
        turns = len(facts.history)
        return [(f"turn {one.turn}", one.oversight_load / turns) for one in facts.history]
    if kind is ObjectiveKind.REPUTATION:
        first = facts.history[0].reputation if facts.history else facts.reputation
        rows, was = [("after the first turn" if facts.history else "at the start", first)], first
        for one in facts.history[1:]:
            rows.append((f"turn {one.turn}", one.reputation - was))
            was = one.reputation
        return rows
    if kind is ObjectiveKind.SERVICE:
        return [("all that was asked for", 1.0), ("not given", standing.value - 1.0)]
    if kind is ObjectiveKind.PEOPLE_KEPT and totals.heads_start:
        return [(team.title, team.kept / totals.heads_start) for team in facts.teams.values()]
    if kind is ObjectiveKind.MILESTONE and standing.value:
        return [("delivered", 1.0), ("late", standing.value - 1.0)]
    return [("so far", standing.value)]
