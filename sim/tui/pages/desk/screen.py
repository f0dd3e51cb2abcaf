"""The desk: what waits, what runs, and who could do it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from sim.model.explanation import Figure, FigureKind
from sim.model.orders import Award
from sim.model.scenario import Hint
from sim.model.world import TaskFacts
from sim.tui.kit import words
from sim.tui.kit.commands import Command
from sim.tui.kit.prose import Panel, Prose
from sim.tui.orders import award, contract, deal, requests
from sim.tui.orders.menu import OnDesk, commands
from sim.tui.pages import work
from sim.tui.pages.desk.compare import CompareDialog
from sim.tui.pages.desk.dispatches import answered, dispatch_rows, draft_rows, hint_rows
from sim.tui.pages.desk.guess import GuessDialog
from sim.tui.pages.desk.offers import OfferTable
from sim.tui.pages.desk.taskpanel import TaskPanel
from sim.tui.pages.desk.turn_page import TurnPage
from sim.tui.pages.desk.worklist import WorkList
from sim.tui.shell.base import UNDO


class DeskScreen(TurnPage):
    """Where the game is played."""

    PAGE = "desk"
    ABOUT: ClassVar[str] = (
        "Select a task on the left and press enter: who does it? Walk through the offers with left"
        " and right, and award with enter. Decisions are drafted; they take effect when you end "
        "the turn with {desk.end_turn}."
    )
    TABLE = "desk"
    MENU = (*requests.MENU, *award.MENU, *contract.OF_TASKS, *deal.MENU)
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("n", "end_turn", "end turn", "Carry out what is drafted, and play the turn."),
        *commands(requests.MENU),
        Command("enter", "look", "offers", "From the work list to a task's offers; from there to "
                "the selected offer's terms."),
        Command("escape", "leave_offers", "back", "From the offers back to the work list."),
        *commands(award.MENU),
        Command("p", "pin", "pin", "Pin the selected offer to compare it with others; again, to "
                "unpin it."),
        Command("c", "compare", "compare", "See the pinned offers side by side, in full."),
        Command("f", "guess", "guess", "Guess how the award drafted for this task will turn out; "
                "it is marked at the end."),
        UNDO,
        *commands(contract.OF_TASKS),
        *commands(deal.MENU),
        Command("h", "hide_hint", "hide hint", "Hide the hint.", bar=False),
        Command("z", "turn_back", "turn back", "Go back to the previous turn and decide "
                "differently.",
                bar=False),
        Command("q", "app.to_title", "title", "Leave the game for the title; it is saved as it "
                "stands.", bar=False, name="title"),
    )  # fmt: skip

    def body(self) -> ComposeResult:
        yield Static(Content(""), id="hint")
        with Horizontal(id="desk"):
            with Vertical(id="left"):
                with Vertical(id="work", classes="panel") as panel:
                    panel.border_title = Content("Work")
                    yield WorkList("worklist")
                drafts = Prose(lambda width: draft_rows(self.session, width), 20)
                yield Panel(drafts, id="drafts", title="This turn", keys=False)
                yield Panel(Prose(self._dispatches, 24), id="dispatches", title="Dispatches")
            yield TaskPanel()

    def show_page(self) -> None:
        list_ = self.query_one(WorkList)
        list_.show(work.items(self.session))
        if self.focused is None:
            list_.focus()
        self._show_hint()
        count, undo = len(self.session.game.pending), self.key_of("pages.undo")
        drafts = self.query_one("#drafts", Panel)
        drafts.display = count > 0
        drafts.show(f"This turn · {count} drafted, {undo} takes back")
        self.query_one("#dispatches", Panel).show()
        self._show_task()

    @property
    def hint(self) -> Hint | None:
        """The hint for this turn, if the player wants hints."""
        return self.session.hint if self.game_app.settings.hints else None

    def _show_hint(self) -> None:
        hint, box = self.hint, self.query_one("#hint", Static)
        box.set_class(hint is None, "-none")
        self.set_class(hint is not None, "-hinted")
        if hint is not None:
            width = max(30, self.app.size.width - 3)
            words.put(box, words.lines(hint_rows(hint, width, self.key_of("desk.hide_hint"))))

    def advice(self) -> list[Content]:
        """The hint, if the offers have taken its place."""
        hint = self.hint
        if hint is None or any(box.display for box in self.query("#hint")):
            return []
        return hint_rows(hint, 70)

    def key_label(self, command: Command) -> str:
        """The help says so when it has the hint."""
        told = command.action == "help" and self.advice()
        return "help, hint" if told else super().key_label(command)

    def _dispatches(self, width: int) -> list[Content]:
        return dispatch_rows(self.session, width, self.key_of("desk.requests"))

    @property
    def chosen_task(self) -> TaskFacts | None:
        kind, _, key = self.query_one(WorkList).key.partition(":")
        return self.session.observation.tasks.get(key) if kind == "task" else None

    @property
    def chosen_deal(self) -> str:
        """The selected outside work; empty if a task is selected."""
        kind, _, key = self.query_one(WorkList).key.partition(":")
        return key if kind == "deal" else ""

    @property
    def chosen(self) -> OnDesk:
        """What is selected."""
        task, offer = self.chosen_task, self.query_one(OfferTable).chosen
        running = self.session.engagements(task.spec.id) if task else ()
        return OnDesk(task, self.chosen_deal, offer.award if offer and task else None, (*running,))

    def _show_task(self) -> None:
        self.query_one(TaskPanel).show(self.session, self.chosen_task, self.chosen_deal)

    # Moving about

    def on_option_list_option_highlighted(self) -> None:
        """The cursor is on another line of the work list."""
        self._show_task()
        self.refresh_keys()

    def on_option_list_option_selected(self) -> None:
        """Enter in the work list: look at the offers, or at the outside work."""
        if self.chosen_deal:
            self.action_order("deal")
        elif self.chosen_task is not None:
            self.add_class("-looking")
            table = self.query_one(OfferTable)
            if table.display:
                table.focus()
            self._show_task()
        self.refresh_keys()

    def on_matrix_left(self) -> None:
        """Left of the first offer is the work list."""
        self.action_leave_offers()

    def on_matrix_taken(self) -> None:
        self.action_order("award")

    def on_matrix_moved(self) -> None:
        self.query_one(TaskPanel).look_further()

    def action_leave_offers(self) -> None:
        self.remove_class("-looking")
        self.query_one(WorkList).focus()
        self.show_soon()

    def figure(self) -> Figure:
        """The offer's cost, the effort of whoever has the task, or what is known of its kind."""
        on = self.chosen
        if self.focused is self.query_one(OfferTable) and on.award is not None:
            return Figure(FigureKind.OFFER_ALL_IN, on.award.offer)
        if on.engagements:
            return Figure(FigureKind.ENGAGEMENT_EFFORT, on.engagements[0].id)
        if on.task is not None:
            return Figure(FigureKind.KNOWLEDGE, on.task.spec.discipline)
        return Figure(FigureKind.COST)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.busy or not self.query_one_optional(WorkList):
            return False
        usable: dict[str, Callable[[], bool]] = {
            "leave_offers": lambda: self.has_class("-looking") or not self._in_list,
            "look": lambda: self._in_list,
            "pin": lambda: self.chosen.award is not None,
            "compare": lambda: len(self.session.board.pinned) > 1,
            "guess": lambda: self._drafted() is not None,
            "hide_hint": lambda: self.hint is not None,
            "turn_back": lambda: bool(self.session.game.log),
        }
        if action in usable:
            return usable[action]()
        return super().check_action(action, parameters)

    def key_note(self, action: str) -> str:
        """How many requests wait, and how many orders can be undone."""
        if action == requests.MENU[0].command.action:
            waiting = set(self.session.observation.requests) - answered(self.session)
            return str(len(waiting)) if waiting else ""
        return str(len(self.session.game.pending)) if action == "undo" else ""

    def ordered(self, done: bool | None) -> None:
        """Back to the work list, where the next task waits."""
        if done:
            self.action_leave_offers()

    def action_order(self, name: str) -> None:
        """Open an order's dialog, unless the order makes no sense now."""
        if not self.in_front or not self.check_action("order", (name,)):
            return
        if name == "award" and self._drafted() is not None:
            undo = self.key_of("pages.undo")
            self.notify(f"This task is already awarded; {undo} takes that back.", markup=False)
        else:
            super().action_order(name)

    @property
    def _in_list(self) -> bool:
        """Whether the work list has the keys."""
        return self.focused is None or self.focused is self.query_one(WorkList)

    def action_look(self) -> None:
        """Clicked in the key bar; by key, the work list does it."""
        self.on_option_list_option_selected()

    def action_pin(self) -> None:
        chosen = self.query_one(OfferTable).chosen
        if chosen is not None:
            pinned = self.session.board.pin(chosen.award)
            count, compare = len(self.session.board.pinned), self.key_of("desk.compare")
            said = f"{count} pinned" + (f"; {compare} compares them" if count > 1 else "")
            self.notify(said if pinned else f"Unpinned, {said}", timeout=3, markup=False)
            self._show_task()
            self.refresh_keys()

    def action_compare(self) -> None:
        self.app.push_screen(CompareDialog(), self.ordered)

    def _drafted(self) -> Award | None:
        """The award drafted for the selected task."""
        task = self.chosen_task
        drafted = self.session.drafted_awards(task.spec.id) if task else []
        return drafted[0] if drafted else None

    def action_guess(self) -> None:
        award = self._drafted()
        if award is not None:
            self.app.push_screen(GuessDialog(award))

    def begin_anew(self) -> None:
        """Show the next turn's work, from its first line on."""
        self.remove_class("-looking")
        list_ = self.query_one(WorkList)
        list_.show(work.items(self.session))
        list_.choose_first()
        list_.focus()
