"""What people want from you this turn, and your answers."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Choice, Request
from sim.model.orders import Answer
from sim.tui import words
from sim.tui.commands import Command
from sim.tui.screens.base import EXPLAIN, Dialog


class Answers(OptionList):
    """The list of requests and answers: a click on a number in it chooses nothing."""

    def on_click(self, event: events.Click) -> None:
        """Leave a number to the dialog, which takes it apart."""
        if words.figure_at(event.style) is not None:
            event.prevent_default()


class RequestsDialog(Dialog[None]):
    """All requests with their answers in one list; enter chooses an answer."""

    TABLE = "requests"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "nothing", "choose", "Choose the answer; it is given at the turn's end.",
                bound=False),
        EXPLAIN,
    )  # fmt: skip
    ABOUT: ClassVar[str] = (
        "Each matter has a few answers. What an answer costs is known, what it leads to is not. "
        "To say nothing is an answer too: the first one."
    )

    def body(self) -> ComposeResult:
        """A list, and what stands against the last choice."""
        yield Answers(id="answers", classes="fit")
        yield Static(Content(""), id="problems")

    def on_mount(self) -> None:
        """Fill the list."""
        self.name_box(Content("Requests"))
        self._places: list[tuple[Request, str] | None] = []
        self.call_after_refresh(self._first)

    def _first(self) -> None:
        self._show()
        self.query_one(Answers).focus()

    def on_resize(self) -> None:
        """Fill it for another width."""
        super().on_resize()
        self.call_after_refresh(self._show)

    def _answers(self) -> dict[str, str]:
        pending = self.session.game.pending
        return {o.request: o.choice for o in pending if isinstance(o, Answer)}

    def _show(self) -> None:
        facts = self.session.observation
        list_ = self.query_one(Answers)
        width = max(30, self.query_one("#box").size.width - 6)
        chosen, at = self._answers(), list_.highlighted
        options: list[Option] = []
        self._places = []
        for request in facts.requests.values():
            title, text = narrate.request(facts, request)
            pieces = [
                words.line((words.cut(title, width), "bold $key")),
                words.ask_within(
                    words.clean(text),
                    narrate.money(request.amount),
                    Figure(FigureKind.REQUEST_SUM, request.id),
                ),
            ]
            options.append(Option(words.lines(pieces), disabled=True))
            self._places.append(None)
            for i, choice in enumerate(request.choices):
                said = chosen.get(request.id)
                line = _answer(request, choice, "bold" if said == choice.id else "")
                note = words.line(("  (if you say nothing)" if i == 0 else "", "$dim"))
                line = line.truncate(width - 2 - note.cell_length, ellipsis=True)
                options.append(Option(words.line(line, note)))
                self._places.append((request, choice.id))
            options.append(Option(Content(""), disabled=True))
            self._places.append(None)
        if not options:
            options = [Option(Content("Nobody wants anything from you this turn."), disabled=True)]
            self._places = [None]
        list_.clear_options()
        list_.add_options(options)
        first = next((i for i, place in enumerate(self._places) if place), None)
        list_.highlighted = at if at is not None and at < len(options) else first

    def figure(self) -> Figure:
        """A number of the answer under the cursor; else the sum that its request is about."""
        at = self.query_one(Answers).highlighted
        place = self._places[at] if at is not None and at < len(self._places) else None
        if place is None:
            return super().figure()
        request, chosen = place
        choice = next(choice for choice in request.choices if choice.id == chosen)
        costs = narrate.choice_costs(request, choice)
        if costs:
            return Figure(costs[0][1], request.answer_id(choice))
        return Figure(FigureKind.REQUEST_SUM, request.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Draft the answer in place of the one drafted before."""
        event.stop()
        place = self._places[event.option_index]
        if place is None:
            return
        request, choice = place
        before = self._answers().get(request.id)
        if before is not None:
            self.session.withdraw(Answer(request.id, before))
        problems = [] if before == choice else self.session.game.draft(Answer(request.id, choice))
        rows = [f"✗ {words.clean(p.reason)} {words.clean(p.remedy)}" for p in problems]
        self.query_one("#problems", Static).update(words.lines(rows))
        self._show()

    def action_nothing(self) -> None:
        """A line in the key bar only: the list does it."""


def _answer(request: Request, choice: Choice, style: str) -> Content:
    """An answer with its numbers."""
    pieces: list[words.Piece] = [
        "  ● " if style else "  ○ ",
        (narrate.answer_text(choice.id), style),
    ]
    for at, (text, kind) in enumerate(narrate.choice_costs(request, choice)):
        pieces.append((", " if at else " (", style))
        pieces.append(words.ask(text, Figure(kind, request.answer_id(choice)), style))
    return words.line(*pieces, (")" if len(pieces) > 2 else "", style))
