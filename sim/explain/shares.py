"""Figures of the firm other than money: quality, oversight, reputation, morale."""

from sim.engine.numbers import whole
from sim.engine.phases import judge, oversee
from sim.engine.phases.oversee import load
from sim.explain.parts import Play, course, hundredths, in_hundredths, played, split, subject
from sim.model.explanation import Explanation, Figure, Part
from sim.model.world import Facts


def quality_rows(facts: Facts) -> list[tuple[str, float]]:
    """Each task's share of the quality over the game; empty before customers saw any work."""
    weight = facts.totals.quality_weight
    return [
        (task.spec.title, task.quality_points / weight)
        for task in facts.tasks.values()
        if task.quality_weight > 0.0
    ]


def quality(figure: Figure, play: Play) -> Explanation:
    """Quality over the game: each task's share."""
    items = quality_rows(play.after)
    parts = hundredths(items) if items else (Part("no work seen yet", 10000),)
    note = "As customers saw it, 0 to 100: each task's share, weighted by hours and visibility."
    return in_hundredths(figure, "Quality over the game so far", parts, note)


def quality_turn(figure: Figure, play: Play) -> Explanation:
    """Quality in a turn: each task's share."""
    after = play.after
    rows = judge.met(after, after.turn - 1) if play.before is not None else []
    weight = 0.0
    for _, counts in rows:
        weight += counts
    if weight > 0.0:
        parts = hundredths(
            [(task.spec.title, task.quality * counts / weight) for task, counts in rows]
        )
    else:
        parts = hundredths([("no work seen: as over the game", judge.quality(after))])
    note = "As customers saw it in that turn, 0 to 100, weighted by hours and visibility."
    return in_hundredths(figure, "Quality in the turn", parts, note)


def oversight_load(figure: Figure, play: Play) -> Explanation:
    """Managers' hours needed in the last turn, by engagement, relative to those available."""
    facts = play.after
    hours = facts.manager_hours
    if hours <= 0.0 or load(facts) >= 10.0:
        parts: tuple[Part, ...] = (Part("no hours available", whole(load(facts) * 10000)),)
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
        whole_load = whole(load(facts) * 10000.0)
        parts = hundredths(items)
        if listed != whole_load:
            parts = (*parts, Part("ended during the turn", whole_load - listed))
    note = (
        "Managers' hours needed, as a percentage of those available. Above 100, something goes "
        "unwatched."
    )
    return in_hundredths(figure, "Oversight load", parts, note)


def promised(figure: Figure, play: Play) -> Explanation:
    """Managers' hours that running engagements need now, relative to those available."""
    there = max(oversee.available_hours(play.now), 1e-9)
    items = [(name, hours / there * 100.0) for name, hours in _promised(play.now)]
    note = (
        "Managers' hours that running work needs this turn, as a percentage of those available; "
        "choosing, briefing and answering come on top."
    )
    return in_hundredths(figure, "Oversight promised", hundredths(items), note)


def oversight_hours(figure: Figure, play: Play) -> Explanation:
    """Managers' hours that running engagements need now."""
    note = (
        "Managers' hours that running work needs this turn; choosing, briefing and answering "
        "come on top."
    )
    parts = hundredths(_promised(play.now))
    return in_hundredths(figure, "Oversight promised, in hours", parts, note)


def _promised(facts: Facts) -> list[tuple[str, float]]:
    """Managers' hours that each running engagement needs."""
    running = facts.engagements.values()
    return [(subject(facts, one.id), oversee.wanted_hours(facts, one)) for one in running]


def manager_hours(figure: Figure, play: Play) -> Explanation:
    """Managers' hours available this turn."""
    facts = play.now
    has = facts.scenario.firm.manager_hours
    parts = course(
        ("managers' hours in a turn", has), (), oversee.available_hours(facts), "worn out"
    )
    note = "Hours for oversight. Managers overloaded for long have fewer."
    return in_hundredths(figure, "Hours that managers have", parts, note)


def reputation(figure: Figure, play: Play) -> Explanation:
    """Reputation: its value before a turn, and the turn's changes."""
    if play.before is None:
        items = [("at the start", play.after.reputation)]
    else:
        before, after, record = played(play)
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
            items.append(("kept between 0 and 100", rest))
    return in_hundredths(figure, "Reputation", hundredths(items), "0 to 100; follows quality.")


def morale(figure: Figure, play: Play) -> Explanation:
    """Morale: each team's share, by heads."""
    facts = play.after
    heads = sum(team.heads for team in facts.teams.values())
    parts = hundredths(
        [
            (f"{team.title} ({team.heads})", 100.0 * team.morale * team.heads / heads)
            for team in facts.teams.values()
            if team.heads
        ]
    )
    return in_hundredths(figure, "Morale", parts, "0 to 100: each team's share, by heads.")
