"""The work as lines, the most pressing first: what waits, what runs, what is late or done."""

from attrs import evolve, frozen

from sim import narrate
from sim.forecast import ProjectedFinish
from sim.model.orders import AcceptDeal, Award, BringHome, DeclineDeal, End
from sim.model.scenario import Scenario
from sim.model.vocabulary import DealState, TaskKind, TaskState
from sim.model.world import Observation, TaskFacts
from sim.tui.session import Session

NEVER = 999
"""A turn after all others."""

ORDER = ("decide", "late", "short", "slips", "offer", "runs", "ahead", "done", "lost")


@frozen
class Item:
    """A line of the work list."""

    key: str
    """`task:id` or `deal:id`."""
    state: str
    title: str
    who: str
    note: str
    """Deadline or progress."""
    urgent: bool = False
    """Whether the note is what is wrong."""
    place: tuple[int, int] = (0, 0)
    """Where it stands in the list: its state by what has happened, then a turn. What is drafted
    changes neither."""


def items(session: Session) -> list[Item]:
    """The lines, most pressing first; those of a state by the turn that they show, then by title.

    What is drafted is said in its line and moves none: the order changes when a turn is over.
    """
    facts, scenario = session.observation, session.game.scenario
    found = [_task_item(session, key, task) for key, task in facts.tasks.items()]
    for deal in scenario.deals:
        state = facts.deals.get(deal.id)
        if state is not DealState.OFFERED:
            continue
        answers = [o for o in session.game.pending if isinstance(o, AcceptDeal | DeclineDeal)]
        mine = [o for o in answers if o.deal == deal.id]
        note = f"by {narrate.turn_short(scenario, deal.expires)}"
        item = Item(f"deal:{deal.id}", "offer", deal.title, deal.client, note)
        item = evolve(item, place=(ORDER.index("offer"), deal.expires))
        if mine:
            said = "accept" if isinstance(mine[0], AcceptDeal) else "decline"
            item = evolve(item, state="plan", who=said)
        found.append(item)
    return sorted(found, key=lambda item: (*item.place, item.title))


def is_late(facts_turn: int, task: TaskFacts) -> bool:
    """Whether a project is past its deadline."""
    due = task.spec.deadline
    return due is not None and facts_turn > due and task.state in (
        TaskState.OPEN, TaskState.RUNNING
    )  # fmt: skip


def _task_item(session: Session, key: str, task: TaskFacts) -> Item:
    """A task's line, with what is drafted for it."""
    facts = session.observation
    item = _as_it_stands(session, key, task)
    item = evolve(item, place=(ORDER.index(item.state), _turn_shown(facts, task)))
    planned = [o for o in session.game.pending if isinstance(o, Award | BringHome)]
    mine = [o for o in planned if o.task == key]
    if mine:
        last = mine[-1]
        to = last.offer if isinstance(last, Award) else last.team
        said = f"to {narrate.name_of(facts, to)}"
    elif any(isinstance(o, End) and o.engagement in task.engagements for o in session.game.pending):
        said = f"end {item.who}"
    else:
        return item
    note = _note(session.game.scenario, task)
    return evolve(item, state="plan", who=said, note=note, urgent=False)


def _as_it_stands(session: Session, key: str, task: TaskFacts) -> Item:
    """A task's line if nothing were drafted."""
    facts, scenario, spec = session.observation, session.game.scenario, task.spec
    who = ", ".join(narrate.name_of(facts, e.provider) for e in session.engagements(key))
    note = _note(scenario, task)
    name = f"task:{key}"
    match task.state:
        case TaskState.AHEAD:
            waits = spec.opens <= facts.turn
            when = "waits" if waits else narrate.turn_short(scenario, spec.opens)
            return Item(name, "ahead", spec.title, "", when)
        case TaskState.OPEN:
            late = is_late(facts.turn, task)
            return Item(name, "decide", spec.title, "late" if late else "", note, late)
        case TaskState.DONE:
            when = narrate.turn_short(scenario, task.delivered) if task.delivered else ""
            return Item(name, "done", spec.title, "", when)
        case TaskState.LOST:
            return Item(name, "lost", spec.title, "", "")
        case TaskState.RUNNING:
            seen = session.projected_finish(key)
            if is_late(facts.turn, task):
                note = arrival(scenario, seen) if seen else note
                return Item(name, "late", spec.title, who, note, True)
            if seen is not None and seen.slips:
                return Item(name, "slips", spec.title, who, arrival(scenario, seen), True)
            if spec.kind is TaskKind.FUNCTION and task.short_turns:
                return Item(name, "short", spec.title, who, f"{task.service:.0%}", True)
            return Item(name, "runs", spec.title, who, _progress(task, seen))


def _turn_shown(facts: Observation, task: TaskFacts) -> int:
    """The turn that a task's line shows: when it opens, was delivered or is due. What shows none
    comes last."""
    spec = task.spec
    if task.state is TaskState.AHEAD:
        return spec.opens if spec.opens > facts.turn else NEVER
    return (task.delivered if task.state is TaskState.DONE else spec.deadline) or NEVER


def arrival(scenario: Scenario, seen: ProjectedFinish) -> str:
    """When a project would be done at its pace, beside when it is due: 'm8, due m6'; after the
    game's last turn, 'm18+'."""
    turn = scenario.turns + 1 if seen.turn is None else seen.turn
    when = narrate.turn_short(scenario, min(turn, scenario.turns))
    when += "+" if turn > scenario.turns else ""
    return f"{when}, due {narrate.turn_short(scenario, seen.due)}" if seen.due else when


def _note(scenario: Scenario, task: TaskFacts) -> str:
    spec = task.spec
    if spec.deadline is not None:
        return f"by {narrate.turn_short(scenario, spec.deadline)}"
    return "now" if spec.kind is TaskKind.FUNCTION else ""


def _progress(task: TaskFacts, seen: ProjectedFinish | None) -> str:
    """How far it is; of a project that has done all that was specified, why it is not over."""
    if seen is None:
        return f"{task.service:.0%}" if task.asked else ""
    if seen.share < 1.0:
        return f"{seen.share:.0%}"
    return "100%, rework" if seen.rework >= 1.0 else "100%, grew"
