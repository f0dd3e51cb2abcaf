"""Pinned offers side by side, in full: ranges, terms, the providers' records."""

from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim.model.explanation import Figure, FigureKind
from sim.model.orders import Award
from sim.tui.kit import late, words
from sim.tui.kit.commands import Command
from sim.tui.orders.award import AwardDialog
from sim.tui.pages.desk.offers import OfferTable
from sim.tui.pages.desk.taskpanel import offer_view
from sim.tui.shell.base import EXPLAIN, Dialog
from sim.tui.shell.confirm import if_yes


class CompareDialog(Dialog[bool]):
    """The pinned awards of a task in columns; enter takes one to its terms."""

    TABLE = "compare"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("left", "nothing", "walk", "Go from column to column.", "← →", bound=False),
        Command("enter", "take", "award", "Look at this offer's terms, and award it."),
        Command("p", "unpin", "unpin", "Unpin this offer."),
        EXPLAIN,
    )  # fmt: skip
    ABOUT: ClassVar[str] = (
        "The offers you pinned, on the terms you pinned them with. A range covers eight simulated "
        "futures of ten. From its award dialog, an offer can be pinned on other terms as well."
    )

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="fit"):
            yield OfferTable("pinned", full=True)
        yield Static(Content(""), id="note")

    def on_mount(self) -> None:
        facts = self.session.observation
        task = facts.tasks[self.session.board.pinned[0].task]
        self.name_box(Content(words.cut(f"Compared: {task.spec.title}", 60)))
        self.query_one("#note", Static).update(
            words.line(("A range covers eight futures in ten; ● is the median.", "$dim"))
        )
        self.query_one(OfferTable).focus()
        late.after_refresh(self, self._show)
        self._look_ahead()

    def on_resize(self) -> None:
        super().on_resize()
        late.after_refresh(self, self._show)

    def _show(self) -> None:
        session = self.session
        if not session.board.pinned:
            return
        task = session.observation.tasks[session.board.pinned[0].task]
        views = [offer_view(session, award, full=True) for award in session.board.pinned]
        table = self.query_one(OfferTable)
        table.give_room(self.app.size.height + 40)
        table.show(views, task.spec.kind, session.game.scenario)

    @work(exclusive=True, group="forecasts")
    async def _look_ahead(self) -> None:
        for award in list(self.session.board.pinned):
            if await self.session.board.look_ahead(award) is not None and late.stands(self):
                self._show()

    @property
    def _chosen(self) -> Award | None:
        chosen = self.query_one(OfferTable).chosen
        return chosen.award if chosen else None

    def figure(self) -> Figure:
        chosen = self._chosen
        return Figure(FigureKind.OFFER_ALL_IN, chosen.offer) if chosen else super().figure()

    def explain(self, figure: Figure) -> None:
        """Explain a figure on the pinned terms."""
        self.game_app.explain(figure, self._chosen)

    def on_matrix_taken(self) -> None:
        self.action_take()

    def action_take(self) -> None:
        """Open the terms of the chosen one; once it is awarded there is nothing left to compare."""
        award = self._chosen
        if award is None or not self.in_front:
            return
        done = if_yes(partial(self.dismiss, True))
        self.app.push_screen(AwardDialog(self.session, award), done)

    def action_unpin(self) -> None:
        """Unpin; without pins there is nothing left to compare."""
        award = self._chosen
        if award is not None:
            self.session.board.pin(award)
        if self.session.board.pinned:
            self._show()
        else:
            self.dismiss(False)
