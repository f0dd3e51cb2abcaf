"""The objectives and where they stand: what the game is judged by."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Standing
from sim.model.vocabulary import ObjectiveKind
from sim.tui import words
from sim.tui.commands import Command, bindings
from sim.tui.screens.base import EXPLAIN, Dialog

MONEY_KINDS = (ObjectiveKind.FIRM_VALUE, ObjectiveKind.TOTAL_COST, ObjectiveKind.BORNE)
SHARE_KINDS = (
    ObjectiveKind.OVERSIGHT_LOAD, ObjectiveKind.PEOPLE_KEPT, ObjectiveKind.MILESTONE,
    ObjectiveKind.SERVICE,
)  # fmt: skip


def value_text(kind: ObjectiveKind, value: float) -> str:
    """A value of an objective as people write it."""
    if kind in MONEY_KINDS:
        return narrate.money(round(value))
    if kind in SHARE_KINDS:
        return f"{value:.0%}"
    return f"{value:.1f}"


def label_of(standing: Standing) -> str:
    """An objective's label, or its kind in words."""
    return standing.label or standing.kind.value.replace("_", " ").capitalize()


def standing_rows(standings: Sequence[Standing], width: int) -> list[Content]:
    """A line each: label, value, floor to target, points as a bar and a number."""
    bar = min(16, width - 66) if width >= 84 else 0
    label = max(12, min(34, width - 45 - bar))
    head = f"{words.left('', label)}  {words.right('now', 11)}  {words.left('floor → target', 19)}"
    rows = [words.line((head, "$dim"), " " * (bar + 1), (words.right("points", 9), "$dim"))]
    for s in standings:
        most = 1000 * s.weight
        share = s.points / most if most else 0.0
        style = "$good" if share > 0.66 else "$warn" if share > 0.2 else "$bad"
        ends = f"{value_text(s.kind, s.floor)} → {value_text(s.kind, s.target)}"
        rows.append(
            words.line(
                words.left(label_of(s), label), "  ",
                words.ask(
                    words.right(value_text(s.kind, s.value), 11),
                    Figure(FigureKind.OBJECTIVE, s.id), "bold",
                ), "  ",
                (words.left(ends, 19), "$dim"), " ", (words.meter(share, bar), style), " ",
                words.ask(
                    f"{s.points:4.0f}", Figure(FigureKind.OBJECTIVE_POINTS, s.id), "bold"
                ), (f"/{most:<4.0f}", "$dim"),
            )
        )  # fmt: skip
    return rows


class GoalsDialog(Dialog[None]):
    """What counts at the end, with the points it stands at now."""

    KEYS: ClassVar[tuple[Command, ...]] = (EXPLAIN,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    ABOUT: ClassVar[str] = (
        "What the scenario judges. Below its floor an objective earns nothing, from its target on "
        "everything; between them in proportion. All points together make 1000."
    )

    def figure(self) -> Figure:
        """What `explain` starts with."""
        return Figure(FigureKind.SCORE)

    def body(self) -> ComposeResult:
        """The table and the sum."""
        with VerticalScroll(classes="fit"):
            yield Static(Content(""), id="goals")

    def on_mount(self) -> None:
        """Fill the table."""
        self.name_box(Content("Goals"))
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Fill it for another width."""
        super().on_resize()
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        game = self.session.game
        width = self.query_one("#goals").size.width
        rows = [Content(""), *standing_rows(game.standings(), width), Content("")]
        rows.append(
            words.line(
                ("Score now ", "$dim"),
                words.ask(f"{game.score():.0f}", Figure(FigureKind.SCORE), "bold $key"),
                (f"   par {game.scenario.par}", "$dim"), (f"   seed {game.seed}", "$dim"),
            )
        )  # fmt: skip
        rows.append(Content(""))
        self.query_one("#goals", Static).update(words.lines(rows))
