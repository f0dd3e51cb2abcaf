"""A number taken apart: its parts, adding up."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sim import narrate
from sim.model.explanation import Explanation, Figure, FigureKind, Part, Unit
from sim.tui import words
from sim.tui.commands import Command, bindings
from sim.tui.screens.base import Dialog

GENERAL = (
    FigureKind.CASH, FigureKind.COST, FigureKind.TOTAL_COST, FigureKind.REVENUE,
    FigureKind.QUALITY_TURN, FigureKind.QUALITY, FigureKind.OVERSIGHT_PROMISED,
    FigureKind.OVERSIGHT_LOAD,
    FigureKind.BORNE, FigureKind.REPUTATION,
    FigureKind.RUNWAY, FigureKind.MORALE, FigureKind.SCORE,
)  # fmt: skip
BY_TURN = (
    FigureKind.CASH, FigureKind.COST, FigureKind.REVENUE, FigureKind.QUALITY_TURN,
    FigureKind.OVERSIGHT_LOAD, FigureKind.REPUTATION,
)  # fmt: skip
"""Figures of a turn, which can be looked at for earlier turns."""
NAMES = {
    FigureKind.QUALITY_TURN: "quality in the turn",
    FigureKind.QUALITY: "quality over the game",
    FigureKind.ENGAGEMENT_PAID: "paid so far",
    FigureKind.ENGAGEMENT_OVERSIGHT: "oversight of it",
    FigureKind.ENGAGEMENT_EFFORT: "effort of it",
    FigureKind.OFFER_ALL_IN: "all-in cost",
    FigureKind.OFFER_PRICE: "price",
    FigureKind.OFFER_FINISH: "done by",
    FigureKind.OFFER_QUALITY: "quality of it",
    FigureKind.OFFER_OVERSIGHT: "oversight of it",
    FigureKind.OFFER_EXPOSURE: "you'd bear",
    FigureKind.PROVIDER_SKILL: "skill of it",
    FigureKind.TEAM_HOURS: "hours of it",
}
LABEL = 40


class ExplainDialog(Dialog[None]):
    """Figures at the left, the parts of the selected one at the right."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("left", "earlier", "turn before", "The same number, a turn earlier.", "←"),
        Command("right", "later", "turn after", "The same number, a turn later.", "→"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    ABOUT: ClassVar[str] = (
        "Why a number is what it is. Its parts add up to it exactly. Up and down choose another "
        "number, left and right another turn."
    )

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self._figure = figure
        self._turn = figure.turn
        special = [Figure(figure.kind, figure.subject)] if figure.subject else []
        family = figure.kind.value.partition("_")[0]
        if family in ("engagement", "offer"):
            kinds = [k for k in FigureKind if k.value.startswith(family)]
            special = [Figure(kind, figure.subject) for kind in kinds]
        self._figures = [*special, *(Figure(kind) for kind in GENERAL)]

    def body(self) -> ComposeResult:
        """The list and the parts."""
        with Horizontal(id="halves"):
            yield OptionList(
                *[
                    Option(Content(NAMES.get(f.kind, f.kind.value.replace("_", " "))))
                    for f in self._figures
                ]
            )
            with VerticalScroll(id="parts", can_focus=False):
                yield Static(Content(""))

    def on_mount(self) -> None:
        """Begin with the number that was pointed at."""
        self.name_box(Content("Why is it so?"))
        kinds = [f.kind for f in self._figures]
        list_ = self.query_one(OptionList)
        list_.focus()
        list_.highlighted = kinds.index(self._figure.kind) if self._figure.kind in kinds else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Take another number apart."""
        event.stop()
        self._figure = self._figures[event.option_index]
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Lay the parts out for another width."""
        self.call_after_refresh(self._show)

    def action_earlier(self) -> None:
        """A turn back."""
        played = len(self.session.game.log)
        turn = (self._turn or played) - 1
        if self._figure.kind in BY_TURN and turn >= 1:
            self._turn = turn
            self._show()

    def action_later(self) -> None:
        """A turn on."""
        if self._figure.kind in BY_TURN and 0 < self._turn < len(self.session.game.log):
            self._turn += 1
            self._show()

    def _show(self) -> None:
        figure = self._figure
        if figure.kind in BY_TURN:
            figure = Figure(figure.kind, figure.subject, self._turn)
        box = self.query_one("#parts Static", Static)
        try:
            found = self.session.explain(figure)
        except ValueError as error:
            box.update(Content(words.clean_lines(str(error))))
            return
        box.update(words.lines(explanation_rows(found, max(24, box.size.width))))
        self.query_one("#parts").scroll_home(animate=False)


def amount_text(unit: Unit, amount: int) -> str:
    """An amount in its unit: money with cents where there are any, hundredths with two digits."""
    if unit is Unit.MONEY:
        if amount % 100:
            return f"{amount / 100:,.2f}"
        return narrate.money(amount)
    return f"{amount / 100:,.2f}"


def explanation_rows(found: Explanation, width: int) -> list[Content]:
    """Title, note, the parts indented by depth, a line, the sum."""
    money = 14
    label = min(LABEL + 20, width - money - 8)
    biggest = max((abs(part.amount) for part in found.parts), default=1) or 1
    rows = [words.line((words.cut(found.title, width), "bold $key"))]
    if found.note:
        rows.append(words.line((words.clean(found.note), "$dim")))
    rows.append(Content(""))

    def add(part: Part, depth: int) -> None:
        name = words.left("  " * depth + part.label, label)
        text = words.right(amount_text(found.unit, part.amount), money)
        bar = words.meter(abs(part.amount) / biggest, 6, empty=" ") if depth == 0 else ""
        style = "" if depth == 0 else "$dim"
        tone = "$bad" if part.amount < 0 else style
        rows.append(words.line((name, style), (text, tone), " ", (bar, "$key")))
        for inner in part.parts:
            add(inner, depth + 1)

    for part in found.parts:
        add(part, 0)
    rows.append(words.line((" " * label + "─" * money, "$rule")))
    total = words.right(amount_text(found.unit, found.value), money)
    rows.append(words.line((words.left("together", label), "bold"), (total, "bold")))
    return rows
