"""Numbers that are no money, counted in whole hundredths."""

from sim.engine import forms, judge, oversee
from sim.engine.explain.parts import Play, find, hundredths, played, split, subject, total
from sim.engine.numbers import whole
from sim.engine.oversee import load
from sim.model.explanation import Explanation, Figure, Part, Unit
from sim.model.vocabulary import Kind, OutcomeKind


def quality(figure: Figure, play: Play) -> Explanation:
    """Quality over the game: each task's share."""
    facts = play[1]
    weight = facts.totals.quality_weight
    items = [
        (task.spec.title, task.quality_points / weight)
        for task in facts.tasks.values()
        if task.quality_weight > 0.0
    ]
    parts = hundredths(items) if items else (Part("no work was met yet", 10000),)
    return Explanation(
        figure,
        "Quality over the game so far",
        Unit.HUNDREDTHS,
        total(parts),
        parts,
        "As customers met it, 0 to 100, weighed by hours and by how much they see: each task's "
        "share of it.",
    )


def quality_turn(figure: Figure, play: Play) -> Explanation:
    """Quality in a turn: the share of each task that customers met."""
    after = play[1]
    rows = judge.met(after, after.turn - 1) if play[0] is not None else []
    weight = 0.0
    for _, counts in rows:
        weight += counts
    if weight > 0.0:
        parts = hundredths(
            [(task.spec.title, task.quality * counts / weight) for task, counts in rows]
        )
    else:
        parts = hundredths([("no work was met: as over the game", judge.quality(after))])
    return Explanation(
        figure,
        "Quality in the turn",
        Unit.HUNDREDTHS,
        total(parts),
        parts,
        "As customers met it in that turn, 0 to 100, weighed by hours and by how much they see.",
    )


def oversight_load(figure: Figure, play: Play) -> Explanation:
    """Hours wanted in the last turn, by engagement, against the hours there were."""
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
        whole_load = whole(load(facts) * 10000.0)
        parts = hundredths(items)
        if listed != whole_load:
            parts = (*parts, Part("ended during the turn", whole_load - listed))
    return Explanation(
        figure,
        "Oversight load",
        Unit.HUNDREDTHS,
        total(parts),
        parts,
        "Managers' hours wanted as percent of the hours there are; above 100 something is "
        "not looked at.",
    )


def promised(figure: Figure, play: Play) -> Explanation:
    """Hours that running engagements want now, against the hours there are."""
    facts = play[3]
    hours = max(oversee.available_hours(facts), 1e-9)
    parts = hundredths(
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
        total(parts),
        parts,
        "Managers' hours that those who work for you want this turn, as percent of the hours "
        "there are; choosing, briefing and answering come on top.",
    )


def reputation(figure: Figure, play: Play) -> Explanation:
    """Reputation: what it was, and what moved it in a turn."""
    if play[0] is None:
        items = [("at the start", play[1].reputation)]
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
            items.append(("held within 0 and 100", rest))
    parts = hundredths(items)
    return Explanation(
        figure, "Reputation", Unit.HUNDREDTHS, total(parts), parts, "0 to 100; follows quality."
    )


def morale(figure: Figure, play: Play) -> Explanation:
    """Morale: each team's share, by heads."""
    facts = play[1]
    heads = sum(team.heads for team in facts.teams.values())
    parts = hundredths(
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
        total(parts),
        parts,
        "0 to 100: each team's share of it, by heads.",
    )


def score(figure: Figure, play: Play) -> Explanation:
    """Points, by objective."""
    facts = play[1]
    items = [(standing.label, standing.points) for standing in judge.standings(facts)]
    outcome = facts.outcome
    if outcome is not None and outcome.kind is not OutcomeKind.COMPLETED:
        points = 0.0
        for _, amount in items:
            points += amount
        items.append((f"the game ended in turn {outcome.turn}", judge.score(facts) - points))
    parts = hundredths(items)
    return Explanation(
        figure, "Score", Unit.HUNDREDTHS, total(parts), parts, "Points of 1000, by objective."
    )


def oversight(figure: Figure, play: Play) -> Explanation:
    """What an engagement wanted of managers: standard, level, trust."""
    facts = play[1]
    key = find(figure, facts)
    engagement = facts.engagements.get(key) or facts.past[key]
    standard = engagement.oversight_hours
    level = forms.level(facts.rules, engagement.terms.oversight)
    leveled = standard * level
    items = [
        ("at the standard level", standard),
        (f"level: {engagement.terms.oversight.value}", leveled - standard),
        ("trust", engagement.oversight_wanted - leveled),
    ]
    parts = hundredths(items)
    return Explanation(
        figure,
        f"Oversight: {subject(facts, key)}",
        Unit.HUNDREDTHS,
        total(parts),
        parts,
        "Managers' hours that it wanted in the turn.",
    )


def effort(figure: Figure, play: Play) -> Explanation:
    """Hours per standard hour: factor by factor."""
    facts = play[1]
    key = find(figure, facts)
    record = play[2]
    factors = (record.effort or {}).get(key, ()) if record else ()
    items = [("a standard hour", 1.0)]
    running = 1.0
    for name, factor in factors:
        items.append((name, running * (factor - 1.0)))
        running *= factor
    parts = hundredths(items)
    own = facts.engagements.get(key) or facts.past[key]
    note = "Hours that a standard hour of work took."
    if own.kind not in (Kind.TEAM, Kind.SITE):
        note += " Skill shows in it once work is under way."
    return Explanation(
        figure, f"Effort: {subject(facts, key)}", Unit.HUNDREDTHS, total(parts), parts, note
    )


def team_hours(figure: Figure, play: Play) -> Explanation:
    """Productive hours of a team now: from the hours that are paid for downwards."""
    facts = play[3]
    team = facts.teams.get(figure.subject)
    if team is None:
        raise ValueError(f"there is no team {figure.subject!r}")
    rules, months = facts.rules, facts.scenario.turn_months
    one = forms.productive_hours(rules, months)
    paid = team.heads * rules.paid_hours_month * months
    steps = [
        (f"hours paid for {team.heads} people", paid),
        ("holidays, illness, meetings", team.heads * one - paid),
        ("people who are still learning", -min(team.novices, team.heads) * one),
    ]
    hours = max(0.0, team.heads - team.novices) * one
    for name, factor in (
        ("overtime", forms.effective_week(rules, team.weekly_hours) / rules.normal_week),
        (
            "low morale",
            1.0 + rules.morale_output * min(0.0, team.morale / rules.usual_morale - 1.0),
        ),
        ("shock of a layoff", 1.0 - rules.layoff_output * team.shaken),
    ):
        steps.append((name, hours * (factor - 1.0)))
        hours *= factor
    parts = hundredths([step for step in steps if step[1]])
    return Explanation(
        figure,
        f"Hours of {team.title}",
        Unit.HUNDREDTHS,
        total(parts),
        parts,
        "Hours of work that its people have in a turn as they are now, before training.",
    )
