"""What people want from you this turn, and your answers."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim import narrate
from sim.model.market import Request
from sim.model.orders import Answer
from sim.tui import words
from sim.tui.screens.base import Dialog


class RequestsDialog(Dialog[None]):
    """All requests with their answers in one list; enter chooses an answer."""

    ABOUT: ClassVar[str] = (
        "Each matter has a few answers. What an answer costs is known, what it leads to is not. "
        "To say nothing is an answer too: the first one."
    )

    def body(self) -> ComposeResult:
        """A list, and what stands against the last choice."""
        yield OptionList(id="answers", classes="fit")
        yield Static(Content(""), id="problems")

    def on_mount(self) -> None:
        """Fill the list."""
        self.name_box(Content("Requests"))
        self._places: list[tuple[Request, str] | None] = []
        self.call_after_refresh(self._first)

    def _first(self) -> None:
        self._show()
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Fill it for another width."""
        super().on_resize()
        self.call_after_refresh(self._show)

    def _answers(self) -> dict[str, str]:
        pending = self.session.game.pending
        return {o.request: o.choice for o in pending if isinstance(o, Answer)}

    def _show(self) -> None:
        facts = self.session.observation
        list_ = self.query_one(OptionList)
        width = max(30, self.query_one("#box").size.width - 6)
        chosen, at = self._answers(), list_.highlighted
        options: list[Option] = []
        self._places = []
        for request in facts.requests.values():
            title, text = narrate.request(facts, request)
            pieces = [
                words.line((words.cut(title, width), "bold $key")),
                Content(words.clean(text)),
            ]
            options.append(Option(words.lines(pieces), disabled=True))
            self._places.append(None)
            for i, choice in enumerate(request.choices):
                said = chosen.get(request.id)
                mark = "●" if said == choice.id else "○"
                words_ = narrate.choice(facts, request, choice)
                note = "  (if you say nothing)" if i == 0 else ""
                style = "bold" if said == choice.id else ""
                text = words.cut(words_, width - 5 - len(note))
                line = words.line(f"  {mark} ", (text, style), (note, "$dim"))
                options.append(Option(line))
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
