"""A number taken apart: its parts, which add up to it."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sim import forecast, narrate
from sim.model.explanation import Explanation, Figure, Part, RangeEnd, Unit
from sim.model.orders import Award
from sim.tui.kit import amounts, late, words
from sim.tui.kit.commands import Command
from sim.tui.kit.prose import Panel, Prose
from sim.tui.pages import figures
from sim.tui.shell.base import Dialog

ENDS = tuple(RangeEnd)
"""The ends of a range, from left to right."""
LABEL = 40


class ExplainDialog(Dialog[None]):
    """Figures on the left, the parts of the selected one on the right."""

    TABLE = "explain"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("left", "step(-1)", "before", "The same number a turn earlier; for a range, its "
                "lower end.", "←", name="turn_before"),
        Command("right", "step(1)", "after", "The same number a turn later; for a range, its upper"
                " end.", "→", name="turn_after"),
    )  # fmt: skip
    TITLE_TEXT = "Why this number?"
    ABOUT: ClassVar[str] = (
        "Why a number is what it is: its parts add up to it exactly. Up and down choose another "
        "number; left and right choose another turn or, for a forecast, another end of its range."
    )

    def __init__(self, figure: Figure, award: Award | None = None) -> None:
        super().__init__()
        self._figure = figure
        self._award = award
        self._turn, self._end = figure.turn, figure.end
        self._places: list[Figure | None] = []
        """The figure of each line; None for headings."""

    def body(self) -> ComposeResult:
        facts = self.session.observation
        options = []
        for heading, found in figures.grouped(self.session, self._figure):
            options.append(Option(words.line((words.clean(heading), "bold $key")), disabled=True))
            self._places.append(None)
            for figure in found:
                options.append(Option(Content(f" {words.clean(figures.name(facts, figure))}")))
                self._places.append(figure)
        with Horizontal(id="halves"):
            yield OptionList(*options)
            yield Panel(Prose(self._parts, 24), id="parts", classes="", keys=False)

    def on_mount(self) -> None:
        asked = (self._figure.kind, self._figure.subject)
        places = [(f.kind, f.subject) if f is not None else None for f in self._places]
        list_ = self.query_one(OptionList)
        list_.focus()
        list_.highlighted = places.index(asked) if asked in places else 1

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        figure = self._places[event.option_index]
        if figure is not None:
            self._figure = figure
            late.after_refresh(self, self._show)
            self.refresh_keys()

    @property
    def _ranged(self) -> bool:
        return self._figure.kind in forecast.RANGES

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "step" and not self._ranged and not figures.by_turn(self._figure.kind):
            return False
        return super().check_action(action, parameters)

    def key_label(self, command: Command) -> str:
        """What the arrows step through."""
        if not command.action.startswith("step"):
            return super().key_label(command)
        back = command.key == "left"
        if self._ranged:
            return "lower end" if back else "upper end"
        return "turn before" if back else "turn after"

    @property
    def figure_shown(self) -> Figure:
        """The figure being explained: of the turn, or the end of the range, stepped to."""
        figure = self._figure
        turn = self._turn if figures.by_turn(figure.kind) else figure.turn
        end = self._end if self._ranged else RangeEnd.MID
        return Figure(figure.kind, figure.subject, turn, end)

    def action_step(self, by: int) -> None:
        """Step to another turn; in a forecast, to another end of the range."""
        if self._ranged:
            at = ENDS.index(self._end) + by
            self._end = ENDS[max(0, min(len(ENDS) - 1, at))]
        elif figures.by_turn(self._figure.kind):
            played = len(self.session.game.log)
            self._turn = max(1, min(played, (self._turn or played) + by)) if played else 0
        self._show()

    @work(exclusive=True, group="forecasts")
    async def _look_ahead(self, award: Award) -> None:
        """Work out an unknown range without holding up the game."""
        if await self.session.board.look_ahead(award) is not None and late.stands(self):
            self._show()

    def _show(self) -> None:
        award = self._unforeseen
        if award is not None:
            self._look_ahead(award)
        parts = self.query_one(Panel)
        parts.show()
        parts.scroll_home(animate=False)

    @property
    def _unforeseen(self) -> Award | None:
        """The award whose forecast is needed and not known yet."""
        award = self.session.award_of(self.figure_shown, self._award)
        known = award is None or self.session.board.known_forecast(award) is not None
        return None if known else award

    def _parts(self, width: int) -> list[Content]:
        if self._unforeseen is not None:
            return [Content("…")]
        try:
            found = self.session.explain(self.figure_shown, self._award)
        except ValueError as error:
            return [Content(words.clean_lines(str(error)))]
        return explanation_rows(found, width)


def amount_text(unit: Unit, amount: int) -> str:
    """An amount in its unit: money with cents if there are any, hundredths with two digits."""
    if unit is Unit.MONEY:
        if amount % 100:
            return f"{amount / 100:,.2f}"
        return narrate.money(amount)
    return f"{amount:,}" if unit is Unit.ONES else f"{amount / 100:,.2f}"


def explanation_rows(found: Explanation, width: int) -> list[Content]:
    """Title, note, the parts indented by depth, a line, the sum."""
    money = 14
    label = min(LABEL + 20, width - money - 8)
    biggest = max((abs(part.amount) for part in found.parts), default=1) or 1
    rows = words.hang([], found.title, width, "bold $key")
    if found.note:
        rows.append(words.line((words.clean(found.note), "$dim")))
    rows.append(Content(""))

    def add(part: Part, depth: int) -> None:
        name = words.left("  " * depth + part.label, label)
        text = amounts.right(amount_text(found.unit, part.amount), money)
        bar = amounts.meter(abs(part.amount) / biggest, 6, empty=" ") if depth == 0 else ""
        style = "" if depth == 0 else "$dim"
        tone = "$bad" if part.amount < 0 else style
        rows.append(words.line((name, style), (text, tone), " ", (bar, "$key")))
        for inner in part.parts:
            add(inner, depth + 1)

    for part in found.parts:
        add(part, 0)
    rows.append(words.line((" " * label + "─" * money, "$rule")))
    total = amounts.right(amount_text(found.unit, found.value), money)
    rows.append(words.line((words.left("total", label), "bold"), (total, "bold")))
    return rows
