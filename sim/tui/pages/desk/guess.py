"""The player's guess at what an award will come to; it is marked at the end of the game."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from sim import narrate
from sim.forecast import Span, promised
from sim.model.orders import Award
from sim.model.vocabulary import TaskKind
from sim.tui import phrases
from sim.tui.kit import amounts, words
from sim.tui.kit.commands import Command
from sim.tui.kit.fields import NUMBERS, NumberField
from sim.tui.kit.messages import ValueChanged
from sim.tui.shell.base import Dialog

MINOR = 100
"""Minor units in a typed unit."""


class GuessDialog(Dialog[bool]):
    """From when to when, from what to what: a range to hold eight times in ten."""

    TABLE = "guess"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "commit", "commit", "Commit to the guess.", priority=True),
        Command("left", "nothing", "change", "Change a number: arrows, or digits.", "← →",
                bound=False),
    )  # fmt: skip
    HELD = NUMBERS
    ABOUT: ClassVar[str] = (
        "Say when it will be done and what it will cost all in, with your own people's and "
        "managers' hours and the losses, in ranges that should be right eight times in ten. At the"
        " end of the game you see how often they were, and how often the forecast's were. They "
        "start from the offer or, for your own people, from what their hours cost."
    )

    def __init__(self, award: Award) -> None:
        super().__init__()
        self._award = award

    def body(self) -> ComposeResult:
        session, award = self.session, self._award
        facts, scenario = session.observation, session.game.scenario
        known = session.guessed(award)
        finish, cost = promised(facts, award) if known is None else (known.finish, known.cost)
        word = narrate.turn_word(scenario)
        project = facts.tasks[award.task].spec.kind is TaskKind.PROJECT
        yield Static(
            Content(
                f"When will it be {'done' if project else 'given in full'}, and what will it cost "
                f"{'all in' if project else 'all in, a year ahead or to the end'}? Be right "
                "eight times in ten."
            ),
            id="lead",
        )
        last = scenario.turns + 36
        for name, label, value in (("from", "From", finish.low), ("to", "to", finish.high)):
            yield NumberField(name, f"{label} {word}", int(value), facts.turn, last, 1, "")
        step = max(1, round(cost.mid / MINOR / 20))
        for name, label, value in (("least", "Cost from", cost.low), ("most", "to", cost.high)):
            yield NumberField(name, label, int(value / MINOR), 0, 999_999_999, step, "")
        yield Static(Content(""), id="problems")

    def on_mount(self) -> None:
        title = self.session.observation.tasks[self._award.task].spec.title
        self.name_box(Content(words.cut(f"Your guess: {title}", 60)))
        self.query(NumberField).first().focus()

    def on_value_changed(self, message: ValueChanged) -> None:
        message.stop()
        self._faults()

    def _ends(self) -> list[int]:
        return [field.number for field in self.query(NumberField)]

    def _faults(self) -> bool:
        first, last, least, most = self._ends()
        text = ""
        if first > last or least > most:
            text = "✗ The lower number comes first."
        self.query_one("#problems", Static).update(words.line((text, "$bad")))
        return bool(text)

    def action_commit(self) -> None:
        if self._faults():
            self.app.bell()
            return
        first, last, least, most = (float(end) for end in self._ends())
        finish = Span(first, (first + last) / 2.0, last)
        low, high = least * MINOR, most * MINOR
        self._commit(finish, Span(low, (low + high) / 2.0, high))

    @work(exclusive=True, group="forecasts")
    async def _commit(self, finish: Span, cost: Span) -> None:
        """Keep the guess with the forecast of the same moment."""
        if await self.session.board.look_ahead(self._award) is None:
            self.dismiss(False)
            return
        self.session.guess(self._award, finish, cost)
        when = phrases.turn_range(self.session.game.scenario, finish.low, finish.high)
        sums = amounts.money_range(cost.low, cost.high)
        said = f"Guess saved: {when}, {sums}. It is marked at the end of the game."
        self.notify(said, timeout=5, markup=False)
        self.dismiss(True)
