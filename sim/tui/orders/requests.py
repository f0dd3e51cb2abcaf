"""What others want this turn, and the answers."""

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.market import Choice, Request
from sim.model.orders import Answer
from sim.model.world import Observation
from sim.tui.kit import late, words
from sim.tui.kit.commands import Command
from sim.tui.orders.menu import MenuItem
from sim.tui.orders.problems import Problems
from sim.tui.shell.base import EXPLAIN, Dialog


class Answers(OptionList):
    """The requests and answers; a click on a figure chooses nothing."""

    def on_click(self, event: events.Click) -> None:
        """Leave a figure to the dialog, which explains it."""
        if words.asked_at(event.style) is not None:
            event.prevent_default()


class RequestsDialog(Dialog[None]):
    """All requests with their answers in one list; enter chooses."""

    TABLE = "requests"
    TITLE_TEXT = "Requests"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "nothing", "choose", "Choose the answer; it is given when the turn ends.",
                bound=False),
        EXPLAIN,
    )  # fmt: skip
    ABOUT: ClassVar[str] = (
        "Each request has a few answers, with what each costs now, in money and managers' hours, "
        "and what it changes. Saying nothing counts as the first answer."
    )

    def body(self) -> ComposeResult:
        yield Answers(id="answers", classes="fit")
        yield Problems()

    def on_mount(self) -> None:
        self._places: list[tuple[Request, str] | None] = []
        late.after_refresh(self, self._first)

    def _first(self) -> None:
        self._show()
        self.query_one(Answers).focus()

    def on_resize(self) -> None:
        super().on_resize()
        late.after_refresh(self, self._show)

    def _answers(self) -> dict[str, str]:
        pending = self.session.game.pending
        return {o.request: o.choice for o in pending if isinstance(o, Answer)}

    def _show(self) -> None:
        facts = self.session.observation
        list_ = self.query_one(Answers)
        width = max(30, self.query_one("#box").size.width - 3)
        chosen, at = self._answers(), list_.highlighted
        rows: list[tuple[Content, tuple[Request, str] | None]] = []
        for request in facts.requests.values():
            asked, answers = _block(facts, request, chosen.get(request.id), width)
            rows += [(Content(""), None)] if rows else []
            rows.append((asked, None))
            for choice, line in zip(request.choices, answers, strict=True):
                rows.append((line, (request, choice.id)))
        rows = rows or [(Content("Nobody wants anything from you this turn."), None)]
        self._places = [place for _, place in rows]
        list_.clear_options()
        list_.add_options([Option(text, disabled=place is None) for text, place in rows])
        first = next((i for i, place in enumerate(self._places) if place), None)
        list_.highlighted = at if at is not None and at < len(rows) else first

    def figure(self) -> Figure:
        """A figure of the answer under the cursor; else the sum its request is about."""
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
        """Draft the answer, in place of an earlier one."""
        event.stop()
        place = self._places[event.option_index]
        if place is None:
            return
        request, choice = place
        before = self._answers().get(request.id)
        if before is not None:
            self.session.withdraw(Answer(request.id, before))
        problems = () if before == choice else self.session.game.draft(Answer(request.id, choice))
        self.query_one(Problems).tell(problems)
        self._show()


SILENT = "  ◌ if you say nothing"
"""Heads the answers: the mark of the one that silence is."""


def _block(
    facts: Observation, request: Request, said: str | None, width: int
) -> tuple[Content, list[Content]]:
    """A request and its answers in columns: what each costs now, and what it changes."""
    title, text = narrate.request(facts, request)
    rows = [words.line((words.cut(title, width), "bold $key"))]
    amount, sum_ = narrate.money(request.amount), Figure(FigureKind.REQUEST_SUM, request.id)
    rows += [words.ask_within(line, amount, sum_) for line in words.wrap(text, width)]
    names = [narrate.answer_text(choice.id) for choice in request.choices]
    dues = [_due(request, choice) for choice in request.choices]
    answer = max(cell_len(SILENT), 4 + max(cell_len(name) for name in names)) + 2
    now = max(9, *(due.cell_length for due in dues)) + 2
    heads = words.left(SILENT, answer) + words.left("costs now", now) + "changes"
    rows.append(words.line((heads, "$dim")))
    answers = []
    for i, (choice, name, due) in enumerate(zip(request.choices, names, dues, strict=True)):
        taken = said == choice.id
        mark = "●" if taken else "◌" if i == 0 else "○"
        style = "bold" if taken else ""
        change = words.ask_within(
            words.clean(narrate.choice_change(facts, request, choice)), f"{choice.number:+.1%}",
            Figure(FigureKind.CHOICE_PRICE, request.answer_id(choice)), style,
        )  # fmt: skip
        head = words.line(
            (words.left(f"  {mark} {name}", answer), style), due, " " * (now - due.cell_length)
        )
        room = max(12, width - head.cell_length)
        beside, *more = change.wrap(room) if change.cell_length else [change]
        rest = [words.line(" " * head.cell_length, one) for one in more]
        answers.append(words.lines([words.line(head, beside), *rest]))
    return words.lines(rows), answers


def _due(request: Request, choice: Choice) -> Content:
    """What an answer costs now: money, managers' hours, or nothing."""
    key = request.answer_id(choice)
    shown = []
    for text, kind in narrate.choice_costs(request, choice):
        if kind is FigureKind.CHOICE_COST:
            shown.append(words.ask(text.removeprefix("costs "), Figure(kind, key)))
        elif kind is FigureKind.CHOICE_HOURS:
            shown.append(words.ask(f"{choice.hours:g} h", Figure(kind, key)))
    return Content(" + ").join(shown) if shown else words.line(("–", "$dim"))


MENU = (
    MenuItem(Answer, ("r", "requests", "requests"),
             "Answer what others want from you this turn.",
             lambda session, on: RequestsDialog(),
             lambda session, on: bool(session.observation.requests)),
)  # fmt: skip
"""What can be answered, whatever is selected."""
