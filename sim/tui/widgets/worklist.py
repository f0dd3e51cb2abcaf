"""The work list: what waits for a decision, what runs, what is late, what is done."""

from typing import ClassVar

from attrs import evolve, frozen
from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sim import narrate
from sim.forecast import ProjectedFinish
from sim.model.orders import AcceptDeal, Award, BringHome, DeclineDeal, End
from sim.model.scenario import Scenario
from sim.model.vocabulary import DealState, TaskKind, TaskState
from sim.model.world import Observation, TaskFacts
from sim.tui import words
from sim.tui.messages import TaskChosen
from sim.tui.session import Session

STATES = {
    "decide": ("?", "bold $key"),
    "late": ("!", "bold $bad"),
    "offer": ("$", "bold $key"),
    "plan": ("+", "bold $good"),
    "short": ("!", "bold $bad"),
    "slips": ("!", "bold $warn"),
    "runs": (">", ""),
    "ahead": ("·", "$dim"),
    "done": ("=", "$dim"),
    "lost": ("x", "$dim"),
}
"""State → its mark and style."""

SHORT = 6
"""Cells of a note that others are aligned with; a longer one takes from its own line only."""

QUIET_HERE = "$foreground 80%"
"""What is said quietly on the cursor's line."""

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


class WorkList(OptionList):
    """Shows the items and says which one the cursor is on."""

    DEFAULT_CSS = """
    WorkList { height: 1fr; padding: 0; background: transparent; border: none; }
    WorkList:focus { border: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "select", "look at it", show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._items: list[Item] = []
        self._width = 0
        self._note = 0
        """Cells of the longest of the short notes: they stand in a column."""
        self._lit = 0
        """The line that is drawn as the cursor's."""

    @property
    def key(self) -> str:
        """What the cursor stands on."""
        at = self.highlighted
        return self._items[at].key if at is not None and at < len(self._items) else ""

    def show(self, found: list[Item]) -> None:
        """Show other items; the cursor stays where it was as long as that is there."""
        if found == self._items and self._width == self.size.width:
            return
        kept = self.key
        self._items, self._width = found, self.size.width
        short = (cell_len(item.note) for item in found)
        self._note = max((cells for cells in short if cells <= SHORT), default=0)
        keys = [item.key for item in found]
        with self.app.batch_update():
            self.clear_options()
            self._lit = keys.index(kept) if kept in keys else 0
            self.add_options(
                [Option(self._line(item, n == self._lit)) for n, item in enumerate(found)]
            )
            if found:
                self.highlighted = self._lit

    def _light(self, at: int) -> None:
        """Say the quiet words of the cursor's line louder: its ground is lighter."""
        for index in {at, self._lit} & set(range(len(self._items))):
            line = self._line(self._items[index], index == at)
            self.replace_option_prompt_at_index(index, line)
        self._lit = at

    def choose_first(self) -> None:
        """Put the cursor on what is most pressing."""
        if self._items:
            self.highlighted = 0

    def on_resize(self) -> None:
        """Lines are cut anew."""
        if self.size.width != self._width:
            self.show(self._items)

    def _line(self, item: Item, here: bool = False) -> Content:
        """A line of the list; `here` is where the cursor stands."""
        width = max(20, self.size.width - 3)
        mark, style = STATES[item.state]
        note = max(self._note, cell_len(item.note))
        room = width - 9 - note - (1 if note else 0)
        # Who has it stands where the title leaves room: the title says more.
        who = room - cell_len(item.title) - 2 if item.who else 0
        who = who if who >= 6 else 0
        title = room - who - (1 if who else 0)
        quiet = QUIET_HERE if here else "$dim"
        style = style.replace("$dim", quiet)
        over = item.state in ("ahead", "done", "lost")
        pieces: list[words.Piece] = [
            (f"{mark} ", style),
            (words.left(item.state, 7), style or quiet),
            (words.left(item.title, title), quiet if over else "bold" if item.urgent else ""),
        ]
        if who:
            pieces += [" ", (words.right(item.who, who), quiet)]
        if note:
            pieces += [" ", (words.right(item.note, note), style if item.urgent else quiet)]
        return words.line(*pieces)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell which task is looked at."""
        event.stop()
        if event.option_index < len(self._items):
            self._light(event.option_index)
            self.post_message(TaskChosen(self._items[event.option_index].key))
