"""The desk: what waits, what runs, and who could do it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim.model.explanation import Figure, FigureKind
from sim.model.orders import Award
from sim.model.scenario import Hint
from sim.model.vocabulary import DealState, Kind
from sim.model.world import Engagement, TaskFacts
from sim.tui.kit import words
from sim.tui.kit.commands import Command
from sim.tui.orders import contract
from sim.tui.orders.award import AwardDialog
from sim.tui.orders.deal import DealDialog
from sim.tui.orders.requests import RequestsDialog
from sim.tui.pages import work
from sim.tui.pages.desk.compare import CompareDialog
from sim.tui.pages.desk.dispatches import (
    answered,
    dispatch_rows,
    draft_rows,
    hint_rows,
)
from sim.tui.pages.desk.guess import GuessDialog
from sim.tui.pages.desk.offers import OfferChosen, OffersLeft, OfferTable
from sim.tui.pages.desk.taskpanel import TaskPanel
from sim.tui.pages.desk.turn_page import TurnPage
from sim.tui.pages.desk.worklist import TaskChosen, WorkList
from sim.tui.shell.base import UNDO, Dialog


class DeskScreen(TurnPage):
    """Where the game is played."""

    PAGE = "desk"
    ABOUT: ClassVar[str] = (
        "Select a task on the left and press enter: who does it? Walk through the offers with left"
        " and right, and award with enter. Decisions are drafted; they take effect when you end "
        "the turn with {desk.end_turn}."
    )
    TABLE = "desk"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("n", "end_turn", "end turn", "Carry out what is drafted, and play the turn."),
        Command("r", "requests", "requests", "Answer what others want from you this turn."),
        Command("enter", "look", "offers", "From the work list to a task's offers; from there to "
                "the selected offer's terms."),
        Command("escape", "leave_offers", "back", "From the offers back to the work list."),
        Command("a", "award", "award", "Give the task to the selected offer."),
        Command("p", "pin", "pin", "Pin the selected offer to compare it with others; again, to "
                "unpin it."),
        Command("c", "compare", "compare", "See the pinned offers side by side, in full."),
        Command("f", "guess", "guess", "Guess how the award drafted for this task will turn out; "
                "it is marked at the end."),
        UNDO,
        Command("o", "oversee", "oversight", "Watch the work on this task more or less closely."),
        Command("x", "end", "end", "End the engagement on this task."),
        Command("w", "renew", "renew", "Bind the vendor for another term."),
        Command("b", "bring_home", "bring home", "Take the task back in-house."),
        Command("d", "deal", "outside work", "Look at the outside work on offer."),
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
                with VerticalScroll(id="drafts", classes="panel", can_focus=False) as drafts:
                    drafts.border_title = Content("This turn")
                    yield Static(Content(""))
                with VerticalScroll(id="dispatches", classes="panel") as news:
                    news.border_title = Content("Dispatches")
                    yield Static(Content(""))
            yield TaskPanel()

    def show_page(self) -> None:
        list_ = self.query_one(WorkList)
        list_.show(work.items(self.session))
        if self.focused is None:
            list_.focus()
        self._show_hint()
        self._show_drafts()
        self._show_dispatches()
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
        return (
            "help, hint"
            if command.action == "help" and self.advice()
            else super().key_label(command)
        )

    def _show_drafts(self) -> None:
        count, undo = len(self.session.game.pending), self.key_of("pages.undo")
        box = self.query_one("#drafts")
        box.display = count > 0
        box.border_title = Content(f"This turn · {count} drafted, {undo} takes back")
        rows = draft_rows(self.session, max(20, self._left_width() - 4))
        words.put(box.query_one(Static), words.lines(rows))

    def _show_dispatches(self) -> None:
        width, answer = max(24, self._left_width() - 4), self.key_of("desk.requests")
        rows = dispatch_rows(self.session, width, answer)
        words.put(self.query_one("#dispatches Static", Static), words.lines(rows))

    def _left_width(self) -> int:
        """Cells of the left column, even while it is hidden."""
        return self.query_one("#left").size.width or self.app.size.width

    @property
    def chosen_task(self) -> TaskFacts | None:
        kind, _, key = self.query_one(WorkList).key.partition(":")
        return self.session.observation.tasks.get(key) if kind == "task" else None

    @property
    def chosen_deal(self) -> str:
        """The selected outside work; empty if a task is selected."""
        kind, _, key = self.query_one(WorkList).key.partition(":")
        return key if kind == "deal" else ""

    def _engagements(self) -> list[Engagement]:
        return self.session.engagements(self.chosen_task.spec.id) if self.chosen_task else []

    def _show_task(self) -> None:
        self.query_one(TaskPanel).show(self.session, self.chosen_task, self.chosen_deal)

    # Moving about

    def on_task_chosen(self, message: TaskChosen) -> None:
        message.stop()
        self._show_task()
        self.refresh_keys()

    def on_option_list_option_selected(self) -> None:
        """Enter in the work list: look at the offers, or at the outside work."""
        if self.chosen_deal:
            self.action_deal()
        elif self.chosen_task is not None:
            self.add_class("-looking")
            table = self.query_one(OfferTable)
            if table.display:
                table.focus()
            self._show_task()
        self.refresh_keys()

    def on_offers_left(self, message: OffersLeft) -> None:
        """Left of the first offer is the work list."""
        message.stop()
        self.action_leave_offers()

    def on_offer_chosen(self, message: OfferChosen) -> None:
        message.stop()
        if message.taken:
            self.action_award()
        else:
            self.query_one(TaskPanel).look_further()

    def action_leave_offers(self) -> None:
        self.remove_class("-looking")
        self.query_one(WorkList).focus()
        self.show_soon()

    def figure(self) -> Figure:
        """The offer's cost, the effort of whoever has the task, or what is known of its kind."""
        chosen = self.query_one(OfferTable).chosen
        if self.focused is self.query_one(OfferTable) and chosen is not None:
            return Figure(FigureKind.OFFER_ALL_IN, chosen.offer.id)
        running = self._engagements()
        if running:
            return Figure(FigureKind.ENGAGEMENT_EFFORT, running[0].id)
        task = self.chosen_task
        if task is not None:
            return Figure(FigureKind.KNOWLEDGE, task.spec.discipline)
        return Figure(FigureKind.COST)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or not self.query_one_optional(WorkList):
            return super().check_action(action, parameters)
        if self.busy:
            return False
        running = self._engagements()
        outside = any(e.kind.external for e in running)
        usable: dict[str, Callable[[], bool]] = {
            "award": self._offer_chosen,
            "leave_offers": lambda: self.has_class("-looking") or not self._in_list,
            "look": lambda: self._in_list,
            "pin": self._offer_chosen,
            "compare": lambda: len(self.session.board.pinned) > 1,
            "guess": lambda: self._drafted() is not None,
            "requests": lambda: bool(self.session.observation.requests),
            "undo": lambda: bool(self.session.game.pending),
            "oversee": lambda: bool(running),
            "end": lambda: bool(running),
            "renew": lambda: any(e.kind is Kind.VENDOR and e.terms.term for e in running),
            "bring_home": lambda: bool(
                outside and contract.home_teams(self.session, self.chosen_task)
            ),
            "deal": lambda: DealState.OFFERED in self.session.observation.deals.values(),
            "hide_hint": lambda: self.hint is not None,
            "turn_back": lambda: bool(self.session.game.log),
        }
        if action in usable:
            return usable[action]()
        return super().check_action(action, parameters)

    def _offer_chosen(self) -> bool:
        return bool(self.query_one(OfferTable).chosen and self.chosen_task)

    def key_note(self, action: str) -> str:
        """How many requests wait, and how many orders can be undone."""
        if action == "requests":
            waiting = set(self.session.observation.requests) - answered(self.session)
            return str(len(waiting)) if waiting else ""
        return str(len(self.session.game.pending)) if action == "undo" else ""

    def _open(self, dialog: Dialog[bool]) -> None:
        def closed(done: bool | None) -> None:
            if done:
                self.action_leave_offers()

        self.app.push_screen(dialog, closed)

    def action_award(self) -> None:
        chosen = self.query_one(OfferTable).chosen
        if chosen is None or self.chosen_task is None or not self.in_front:
            return
        if chosen.offer.id not in self.session.observation.offers:  # of a turn that is over
            return
        if self.session.drafted_awards(self.chosen_task.spec.id):
            undo = self.key_of("pages.undo")
            self.notify(f"This task is already awarded; {undo} takes that back.", markup=False)
            return
        self._open(AwardDialog(self.session, chosen.award, chosen.offer))

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
        self._open(CompareDialog())

    def _drafted(self) -> Award | None:
        """The award drafted for the selected task."""
        task = self.chosen_task
        drafted = self.session.drafted_awards(task.spec.id) if task else []
        return drafted[0] if drafted else None

    def action_guess(self) -> None:
        award = self._drafted()
        if award is not None:
            self.app.push_screen(GuessDialog(award))

    def action_oversee(self) -> None:
        self._open(contract.oversee(self.session, self._engagements()))

    def action_end(self) -> None:
        self._open(contract.end(self.session, self._engagements()))

    def action_renew(self) -> None:
        vendors = [e for e in self._engagements() if e.kind is Kind.VENDOR]
        self._open(contract.renew(self.session, vendors))

    def action_bring_home(self) -> None:
        if self.chosen_task is not None:
            self._open(contract.bring_home(self.session, self.chosen_task))

    def action_requests(self) -> None:
        self.app.push_screen(RequestsDialog())

    def action_deal(self) -> None:
        offered = [
            k for k, state in self.session.observation.deals.items() if state is DealState.OFFERED
        ]
        if offered and self.in_front:
            self.app.push_screen(DealDialog(self.chosen_deal or offered[0]))

    def begin_anew(self) -> None:
        """Show the next turn's work, from its first line on."""
        self.remove_class("-looking")
        list_ = self.query_one(WorkList)
        list_.show(work.items(self.session))
        list_.choose_first()
        list_.focus()
