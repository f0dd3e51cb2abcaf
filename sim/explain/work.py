"""Figures of tasks, engagements and modes."""

from sim.engine import contracts, formulas
from sim.engine.numbers import whole
from sim.engine.record import Record
from sim.explain.parts import (
    Play,
    course,
    find,
    hundredths,
    in_hundredths,
    in_money,
    subject,
    total,
)
from sim.model.explanation import Explanation, Figure, Part
from sim.model.vocabulary import Account, Mode, TaskKind
from sim.model.world import Engagement, Facts, TaskFacts

MODES = tuple(Mode)
"""In the order of `Totals.mode_hours`."""


def _task(figure: Figure, facts: Facts) -> TaskFacts:
    task = facts.tasks.get(figure.subject)
    if task is None:
        raise ValueError(f"there is no task {figure.subject!r}")
    return task


def _those_at(facts: Facts, task: str) -> list[Engagement]:
    """All engagements of a task, past and running, in order of signing."""
    return [one for one in (*facts.past.values(), *facts.engagements.values()) if one.task == task]


def _in_turn(facts: Facts, one: Engagement) -> bool:
    """Whether an engagement ran in the last turn played."""
    return one.ended in (0, facts.turn - 1)


def task_done(figure: Figure, play: Play) -> Explanation:
    """Percentage of a project's specified hours that is done."""
    facts = play.after
    task = _task(figure, facts)
    share = 100.0 / task.spec.hours
    found = [
        (subject(facts, one.id), one.done * share)
        for one in _those_at(facts, task.spec.id)
        if one.done > 0.0
    ]
    done = task.done * share
    parts = course(("nothing at first", 0.0), found, done, "lost when it changed hands")
    if done > 100.0:
        parts = (*parts, Part("more than was specified", 10_000 - total(parts)))
    note = "Percentage of the specified hours; it may take more in the end."
    return in_hundredths(figure, f"Done of {task.spec.title}", parts, note)


def task_service(figure: Figure, play: Play) -> Explanation:
    """Percentage of the hours asked of a service in the turn that were given, by provider."""
    facts = play.after
    task = _task(figure, facts)
    given = 100.0 * task.service
    found: list[tuple[str, float]] = []
    if task.asked > 0.0 and play.before is not None:
        found = [
            (subject(facts, one.id), 100.0 * one.turn_done / task.asked)
            for one in _those_at(facts, task.spec.id)
            if one.turn_done > 0.0 and _in_turn(facts, one)
        ]
    first = ("nothing was asked for", given) if not found and given else ("by nobody", 0.0)
    parts = course(first, found, given, "by those who left")
    note = "Percentage of the hours asked for in the turn."
    return in_hundredths(figure, f"Service of {task.spec.title}", parts, note)


def _engagement(figure: Figure, facts: Facts) -> Engagement:
    key = find(figure, facts)
    return facts.engagements.get(key) or facts.past[key]


def given(figure: Figure, play: Play) -> Explanation:
    """Managers' hours that an engagement got in the turn."""
    facts = play.after
    one = _engagement(figure, facts)
    parts = course(
        ("needed", one.oversight_wanted), (), one.oversight_given, "managers had too few hours"
    )
    note = "Managers' hours it got in the turn."
    return in_hundredths(figure, f"Oversight given: {subject(facts, one.id)}", parts, note)


def asked(figure: Figure, play: Play) -> Explanation:
    """Standard hours of a service that were asked of an engagement in the turn."""
    before, facts = play.before, play.after
    one = _engagement(figure, facts)
    task = facts.tasks[one.task]
    if task.spec.kind is not TaskKind.FUNCTION or before is None:
        steps = [("asked for", one.asked)]
        changes: list[tuple[str, float]] = []
    else:
        surge = before.tasks[one.task].surge
        steps = [("a normal turn", task.spec.hours)]
        calm = task.asked / (1.0 + surge) if surge > -1.0 else task.spec.hours
        changes = [
            ("more or less than normal", calm - task.spec.hours),
            ("demand has jumped", task.asked - calm),
        ]
    parts = course(steps[0], changes, one.asked, "done by others first")
    note = "Standard hours asked of it in the turn."
    return in_hundredths(figure, f"Asked of: {subject(facts, one.id)}", parts, note)


def _standard(record: Record | None, one: Engagement) -> float:
    """Standard hours that an engagement worked this turn, including rework."""
    effort = 1.0
    for _, factor in (record.effort or {}).get(one.id, ()) if record else ():
        effort *= factor
    return max(one.turn_done, one.turn_hours / effort)


def done(figure: Figure, play: Play) -> Explanation:
    """Standard hours that an engagement delivered: hours worked, less effort and rework."""
    facts, record = play.after, play.record
    one = _engagement(figure, facts)
    standard = _standard(record, one)
    parts = course(
        ("hours worked", one.turn_hours),
        (
            ("skill, distance and other effort", standard - one.turn_hours),
            ("rework of faults", one.turn_done - standard),
        ),
        one.turn_done,
    )
    note = "Standard hours delivered in the turn."
    return in_hundredths(figure, f"Delivered by: {subject(facts, one.id)}", parts, note)


def hours(figure: Figure, play: Play) -> Explanation:
    """Hours that an engagement worked: standard hours delivered, rework, effort."""
    facts, record = play.after, play.record
    one = _engagement(figure, facts)
    standard = _standard(record, one)
    parts = course(
        ("standard hours delivered", one.turn_done),
        (
            ("rework of faults", standard - one.turn_done),
            ("skill, distance and other effort", one.turn_hours - standard),
        ),
        one.turn_hours,
    )
    note = "Hours worked in the turn."
    return in_hundredths(figure, f"Hours of: {subject(facts, one.id)}", parts, note)


def pace(figure: Figure, play: Play) -> Explanation:
    """Percentage of full pace; a new provider reaches it turn by turn."""
    before, facts = play.before, play.after
    one = _engagement(figure, facts)
    was = before.engagements.get(one.id) if before is not None else None
    first = ("before the turn", 100.0 * was.ramp) if was else ("when it began", 100.0 * one.ramp)
    parts = course(first, (), 100.0 * one.ramp, "another turn at work")
    note = "Percentage of full pace. A new provider needs time to reach it."
    return in_hundredths(figure, f"Pace of: {subject(facts, one.id)}", parts, note)


def escrow(figure: Figure, play: Play) -> Explanation:
    """Money that the platform holds for an engagement: paid in, and released."""
    before, facts, record = play.before, play.after, play.record
    one = _engagement(figure, facts)
    was = before.engagements.get(one.id) if before is not None else None
    moves: dict[str, int] = {"before the turn": was.escrow if was is not None else 0}
    for posting in (record.postings if record else None) or ():
        if posting.subject == one.id and Account.ESCROW in (posting.debit, posting.credit):
            sign = 1 if posting.debit is Account.ESCROW else -1
            cause = posting.cause.replace("_", " ")
            moves[cause] = moves.get(cause, 0) + sign * posting.amount
    rest = one.escrow - sum(moves.values())
    if rest:
        moves["lost or recovered after a failure"] = rest
    parts = tuple(Part(cause, amount) for cause, amount in moves.items())
    title = f"In escrow: {subject(facts, one.id)}"
    return in_money(figure, title, parts, "Held by the platform until acceptance.")


def fee(figure: Figure, play: Play) -> Explanation:
    """The fee for leaving a term now: a share of the fees left in it."""
    facts = play.now
    one = _engagement(figure, facts)
    last = contracts.leaves_after(facts, one)
    due = contracts.termination_fee(facts, one, last)
    turns = max(0, one.term_ends - last)
    left = whole(contracts.bound_fees(facts, one, last)) if due else 0
    parts = (Part(f"fees of {turns} turns left in the term", left), Part("waived", due - left))
    title = f"Fee for leaving: {subject(facts, one.id)}"
    return in_money(figure, title, parts, "If notice were given now.")


def mode_hours(figure: Figure, play: Play) -> Explanation:
    """Standard hours delivered in a mode so far, by provider."""
    title, note, parts = _by_mode(figure, play, 1.0)
    return in_hundredths(figure, f"Done {title}", parts, note)


def mode_share(figure: Figure, play: Play) -> Explanation:
    """Standard hours delivered in a mode, as a percentage of all."""
    hours_ = play.after.totals.mode_hours
    together = hours_[0] + hours_[1] + hours_[2] + hours_[3]
    title, _, parts = _by_mode(figure, play, 100.0 / together if together else 0.0)
    note = "Percentage of all standard hours delivered in the game."
    return in_hundredths(figure, f"Share done {title}", parts, note)


def _by_mode(figure: Figure, play: Play, scale: float) -> tuple[str, str, tuple[Part, ...]]:
    facts = play.after
    mode = Mode(figure.subject)
    found = [
        (subject(facts, one.id), one.done * scale)
        for one in (*facts.past.values(), *facts.engagements.values())
        if one.mode is mode and one.done > 0.0
    ]
    end = facts.totals.mode_hours[MODES.index(mode)] * scale
    parts = course(("nothing at first", 0.0), found, end, "by others")
    return mode.value.replace("_", " "), "Standard hours delivered in the game.", parts


def oversight(figure: Figure, play: Play) -> Explanation:
    """Managers' hours that an engagement needed: standard, level, trust."""
    facts = play.after
    one = _engagement(figure, facts)
    standard, level = one.oversight_hours, one.terms.oversight
    leveled = standard * formulas.level(facts.rules, level)
    items = [
        ("at the standard level", standard),
        (f"level: {level.value}", leveled - standard),
        ("trust", one.oversight_wanted - leveled),
    ]
    note = "Managers' hours it needed in the turn."
    return in_hundredths(figure, f"Oversight: {subject(facts, one.id)}", hundredths(items), note)


def effort(figure: Figure, play: Play) -> Explanation:
    """Hours per standard hour, factor by factor."""
    facts, record = play.after, play.record
    one = _engagement(figure, facts)
    factors = (record.effort or {}).get(one.id, ()) if record else ()
    items, running = [("a standard hour", 1.0)], 1.0
    for name, factor in factors:
        items.append((name, running * (factor - 1.0)))
        running *= factor
    note = "Hours of work behind one standard hour."
    if one.kind.external:
        note += " Once work is under way, it shows how skilled they are."
    return in_hundredths(figure, f"Effort: {subject(facts, one.id)}", hundredths(items), note)
