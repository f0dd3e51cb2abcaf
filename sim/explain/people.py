"""Figures of own people, knowledge and trust: their changes in a turn, by cause."""

from collections.abc import Sequence

from sim.engine import formulas, places
from sim.engine.numbers import whole
from sim.engine.phases import staff
from sim.engine.record import Change
from sim.explain.parts import Play, course, hundredths, in_hundredths, product, subject, total
from sim.model.explanation import Explanation, Figure, Part, Unit
from sim.model.vocabulary import Kind
from sim.model.world import Facts, TeamFacts, World

BEFORE, AT_START, NEW = "before the turn", "at the start", "when it was set up"
"""Labels of a course's first part."""


def _team(figure: Figure, facts: Facts) -> TeamFacts:
    team = facts.teams.get(figure.subject)
    if team is None:
        raise ValueError(f"there is no team {figure.subject!r}")
    return team


def _causes(changes: Sequence[Change] | None, key: str) -> list[tuple[str, float]]:
    """Causes and changes, in percentage points, of one team, discipline or provider."""
    return [(cause, 100.0 * change) for cause, about, change in changes or () if about == key]


def _course(
    figure: Figure,
    title: str,
    note: str,
    start: tuple[str, float],
    changes: Sequence[tuple[str, float]],
    end: float,
    held: str,
) -> Explanation:
    return in_hundredths(figure, title, course(start, changes, end, held), note)


def _of_team(
    figure: Figure, play: Play, name: str, title: str, note: str, scale: float = 100.0
) -> Explanation:
    """A field of a team whose changes the record keeps under the same name."""
    before, after, record = play.before, play.after, play.record
    team = _team(figure, after)
    now = scale * getattr(team, name)
    if before is None or record is None:
        return _course(figure, f"{title} of {team.title}", note, (AT_START, now), (), now, "")
    was = before.teams.get(team.id)
    changes = [
        (cause, change * scale / 100.0) for cause, change in _causes(getattr(record, name), team.id)
    ]
    first = BEFORE, scale * getattr(was, name) if was is not None else now - _sum(changes)
    if was is None:
        first = NEW, first[1]
    held = "kept between 0 and 100"
    return _course(figure, f"{title} of {team.title}", note, first, changes, now, held)


def _sum(changes: Sequence[tuple[str, float]]) -> float:
    found = 0.0
    for _, change in changes:
        found += change
    return found


def skill(figure: Figure, play: Play) -> Explanation:
    """A team's skill: training, practice, and those who left."""
    note = "0 to 100, as their work shows. Training and practice raise it, less the higher it is."
    return _of_team(figure, play, "skill", "Skill", note)


def team_morale(figure: Figure, play: Play) -> Explanation:
    """A team's morale: recovery, overtime, idleness, layoffs."""
    note = "0 to 100. It drifts back to normal; overtime, idleness and layoffs lower it."
    return _of_team(figure, play, "morale", "Morale", note)


def novices(figure: Figure, play: Play) -> Explanation:
    """Output that a team loses to its newcomers, in heads."""
    note = "Output the team lacks while newcomers learn, measured in people."
    return _of_team(figure, play, "novices", "Newcomers", note, scale=1.0)


def heads(figure: Figure, play: Play) -> Explanation:
    """People of a team: who was there, who came, who went."""
    before, after, record = play.before, play.after, play.record
    team = _team(figure, after)
    if before is None or record is None:
        parts: tuple[Part, ...] = (Part(AT_START, team.heads),)
    else:
        was = before.teams.get(team.id)
        moves: dict[str, int] = {BEFORE: was.heads if was is not None else 0}
        for cause, about, change in record.heads or ():
            if about == team.id:
                moves[cause] = moves.get(cause, 0) + whole(change)
        parts = tuple(Part(cause, change) for cause, change in moves.items())
    note = "People on the payroll, not counting those still to arrive."
    return Explanation(figure, f"People of {team.title}", Unit.ONES, total(parts), parts, note)


def turnover(figure: Figure, play: Play) -> Explanation:
    """Smoothed percentage of people who leave in a year: earlier leavers, and this turn's."""
    before, after, record = play.before, play.after, play.record
    team = _team(figure, after)
    now = 100.0 * team.turnover
    title = f"Turnover of {team.title}"
    note = "Percentage of its people who resign in a year, smoothed over months."
    was = before.teams.get(team.id) if before is not None else None
    if was is None or record is None or was.turnover == team.turnover:
        first = AT_START if before is None else BEFORE
        return _course(figure, title, note, (first, now), (), now, "")
    fades = 100.0 * was.turnover * min(1.0, after.rules.turnover_smoothing * _months(after))
    left = now - 100.0 * was.turnover + fades
    changes = [("earlier turns count less", -fades), ("those who left in the turn", left)]
    return _course(figure, title, note, (BEFORE, 100.0 * was.turnover), changes, now, "rest")


def _months(facts: Facts) -> float:
    return facts.scenario.turn_months


def knowledge(figure: Figure, play: Play) -> Explanation:
    """The firm's knowledge of a discipline: work inside and outside, training, leavers."""
    before, after, record = play.before, play.after, play.record
    if figure.subject not in after.knowledge:
        raise ValueError(f"there is no discipline {figure.subject!r}")
    names = {found.id: found.title for found in after.scenario.disciplines}
    now = 100.0 * after.knowledge[figure.subject]
    first = AT_START, now
    if before is not None:
        first = BEFORE, 100.0 * before.knowledge[figure.subject]
    changes = _causes(record.knowledge if record else None, figure.subject)
    title = f"Knowledge of {names[figure.subject]}"
    note = "0 to 100. Work done in-house builds it; work given away lets it fade."
    return _course(figure, title, note, first, changes, now, "kept between 0 and 100")


def trust(figure: Figure, play: Play) -> Explanation:
    """Trust in a provider: built by work without faults, lost by faults."""
    before, record, now = play.before, play.record, play.now
    provider = now.providers.get(figure.subject)
    after = play.after.providers.get(figure.subject)
    if provider is None or after is None:
        raise ValueError(f"there is no supplier {figure.subject!r}")
    has = 100.0 * after.trust
    was = before.providers.get(figure.subject) if before is not None else None
    first = (AT_START, has) if was is None else (BEFORE, 100.0 * was.trust)
    changes = _causes(record.trust if record else None, figure.subject)
    note = "0 to 100, shown in five dots. Trust makes oversight lighter and renewal cheaper."
    title = f"Trust in {provider.name}"
    return _course(figure, title, note, first, changes, has, "kept between 0 and 100")


def hours(figure: Figure, play: Play) -> Explanation:
    """Productive hours of a team in the turn: hours paid, less what is lost of them.

    Before the first turn, the hours that its people have now.
    """
    after, record = play.after, play.record
    team = _team(figure, after)
    title = f"Hours of {team.title}"
    rows: list[tuple[str, float]] = []
    if record is not None and record.staffed is not None:
        if team.id in record.staffed:
            rows = _hours(after, record.staffed[team.id])
        note = "Hours of work its people could do in the turn."
    else:
        rows = _hours(after, team)
        note = "Hours of work its people can do in a turn."
    return in_hundredths(figure, title, hundredths(rows), note)


def _hours(facts: World, team: TeamFacts) -> list[tuple[str, float]]:
    rules, months = facts.rules, _months(facts)
    one = formulas.productive_hours(rules, months)
    paid = team.heads * rules.paid_hours_month * months
    settled = max(0.0, team.heads - team.novices) * one
    steps = product(
        ("", settled),
        (
            ("overtime", formulas.effective_week(rules, team.weekly_hours) / rules.normal_week),
            (
                "low morale",
                1.0 + rules.morale_output * min(0.0, team.morale / rules.usual_morale - 1.0),
            ),
            ("shock of a layoff", staff.shock(rules, team)),
        ),
    )
    there = _sum(steps)
    return [
        (f"hours paid for {team.heads} people", paid),
        ("holidays, sick leave, meetings", team.heads * one - paid),
        *_some(("newcomers still learning", settled - team.heads * one)),
        *steps[1:],
        *_some(("training", -min(there, team.training))),
    ]


def _some(step: tuple[str, float]) -> tuple[tuple[str, float], ...]:
    return (step,) if step[1] else ()


def used(figure: Figure, play: Play) -> Explanation:
    """Percentage of a team's hours used in the turn, by engagement."""
    after, record = play.after, play.record
    team = _team(figure, after)
    parts: tuple[Part, ...] = ()
    if team.capacity > 0.0 and record is not None:
        share = 100.0 / team.capacity
        found = [
            (subject(after, one.id), one.turn_hours * share)
            for one in (*after.engagements.values(), *after.past.values())
            if one.provider == team.id and one.turn_hours > 0.0 and one.ended in (0, after.turn - 1)
        ]
        parts = course(("", 0.0), found, team.used * share, "work that ended in the turn")
        parts = tuple(part for part in parts if part.label)
    note = "Percentage of the hours it had in the turn."
    return in_hundredths(figure, f"Hours used of {team.title}", parts, note)


def wage(figure: Figure, play: Play) -> Explanation:
    """A team's wage per paid hour: the wage at the start, and its changes since."""
    after = play.after
    team = _team(figure, after)
    place = after.places[team.location or places.HOME]
    base = float(after.wages[team.discipline])
    steps: list[tuple[str, float]] = []
    where = places.location(after.scenario, team.location)
    if where is not None and team.kind is Kind.SITE:
        steps += [
            (f"wages in {where.name}", where.wage),
            ("premium for a site of your own", after.rules.site_head_wage),
        ]
    steps += [("wage growth since the start", place.wages), ("currency", place.currency)]
    rows = product(("wage at the start, at home", base), steps)
    cost = whole(places.team_wage(after, team))
    amounts = [whole(amount) for _, amount in rows]
    amounts[-1] += cost - sum(amounts)
    parts = tuple(Part(name, amount) for (name, _), amount in zip(rows, amounts, strict=True))
    note = "Per paid hour, without benefits, in the firm's currency."
    return Explanation(figure, f"Wage of {team.title}", Unit.MONEY, cost, parts, note)
