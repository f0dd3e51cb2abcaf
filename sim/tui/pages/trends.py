"""How the firm did over the turns: results, money, reputation, knowledge."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from attrs import frozen
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from sim import explain, narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.report import Measures
from sim.model.vocabulary import Mode, ObjectiveKind
from sim.tui import phrases
from sim.tui.kit import amounts, late, words
from sim.tui.kit.chart import LEAST, Chart, Course
from sim.tui.kit.commands import Command
from sim.tui.pages.page import GamePage
from sim.tui.shell.base import TO_DESK

NARROWEST, USUAL, WIDE = 38, 46, 150
"""Least cells of a chart next to another; those on a wide terminal, and how wide that is."""


_points, _percent = "{:.0f}".format, "{:.0%}".format


@frozen
class Trend:
    """A measure of each turn, and how it is drawn."""

    kind: FigureKind
    title: str
    style: str
    value: Callable[[Measures], float]
    text: Callable[[float], str]
    goal: ObjectiveKind
    """The objective about it."""
    name: str = "so far"
    """The name of the objective's value; empty if that is the last turn's."""
    top: float = 0.0
    mark: tuple[float, str] | None = None


TRENDS = (
    Trend(
        FigureKind.COST, "Cost", "$outsource", lambda m: m.cost, amounts.short_money,
        ObjectiveKind.TOTAL_COST,
    ),
    Trend(
        FigureKind.QUALITY_TURN, "Quality", "$good", lambda m: m.quality, _points,
        ObjectiveKind.QUALITY, top=100.0,
    ),
    Trend(
        FigureKind.OVERSIGHT_LOAD, "Oversight", "$key", lambda m: m.oversight_load, _percent,
        ObjectiveKind.OVERSIGHT_LOAD, top=1.1, mark=(1.0, "100%"),
    ),
    Trend(
        FigureKind.BORNE_TURN, "Fallout", "$bad", lambda m: m.borne, amounts.short_money,
        ObjectiveKind.BORNE,
    ),
    Trend(
        FigureKind.CASH, "Cash", "$in-house", lambda m: m.cash, amounts.short_money,
        ObjectiveKind.FIRM_VALUE, "worth",
    ),
    Trend(
        FigureKind.REPUTATION, "Reputation", "$freelance", lambda m: m.reputation, _points,
        ObjectiveKind.REPUTATION, "", top=100.0,
    ),
)  # fmt: skip
"""The firm's charts; its knowledge of each discipline follows."""


class LookedAt(Chart, can_focus=True):
    """A chart of a figure that can take the focus."""

    def __init__(self, title: str, style: str, kind: FigureKind, subject: str = "") -> None:
        super().__init__(title, style, partial(Figure, kind, subject))
        self.figure = Figure(kind, subject)
        """The last of its numbers."""


class Charts(ScrollableContainer, can_focus=False):
    """The box of the charts; tells when its size changes, as the strip above may grow."""

    class Resized(Message):
        """There is another room for the charts."""

    def on_resize(self) -> None:
        self.post_message(self.Resized())


class TrendsScreen(GamePage):
    """Charts, as many as there is room for; the others are scrolled to."""

    PAGE = "trends"
    ABOUT: ClassVar[str] = (
        "Cost, quality, oversight load, losses borne, cash, reputation, and what the firm knows of"
        " each discipline: a column a turn, with a summary and the target above. A dashed line "
        "marks the target, or all the hours your managers have."
    )
    TABLE = "trends"
    KEYS: ClassVar[tuple[Command, ...]] = (
        TO_DESK,
        Command("right", "walk(1, 0)", "charts", "Go to the next chart.", "arrows", priority=True,
                name="right"),
        Command("left", "walk(-1, 0)", "chart before", "Go to the chart before.", "←", bar=False,
                priority=True, name="left"),
        Command("down", "walk(0, 1)", "chart below", "Go to the chart below.", "↓", bar=False,
                priority=True, name="down"),
        Command("up", "walk(0, -1)", "chart above", "Go to the chart above.", "↑", bar=False,
                priority=True, name="up"),
        Command("enter", "enlarge", "enlarge", "Show this chart alone; again, all of them."),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._alone = False
        self._across = 1

    def body(self) -> ComposeResult:
        with Charts(id="charts"):
            for trend in TRENDS:
                yield LookedAt(trend.title, trend.style, trend.kind)
            for discipline in self.session.game.scenario.disciplines:
                name = f"Known of {discipline.title}"
                yield LookedAt(name, "$offshore", FigureKind.KNOWLEDGE, discipline.id)
        yield Static(Content(""), id="modes")

    @property
    def charts(self) -> list[LookedAt]:
        return list(self.query(LookedAt))

    @property
    def chart(self) -> LookedAt:
        """The focused chart, or the first."""
        charts = self.charts
        return next((chart for chart in charts if chart.has_focus), charts[0])

    def figure(self) -> Figure:
        return self.chart.figure

    def show_page(self) -> None:
        self._lay_out()
        for chart, trend in zip(self.charts, TRENDS, strict=False):
            chart.show(self._course(trend))
        for chart in self.charts[len(TRENDS) :]:
            known = self.session.game.known(chart.figure.subject)
            chart.show(self._drawn(known, _percent, top=1.0))
        self._show_modes()
        if self.focused is None:
            self.charts[0].focus()

    def _course(self, trend: Trend) -> Course:
        """A measure turn by turn, with the target of its objective, and a line to meet."""
        facts, text, mark = self.session.observation, trend.text, trend.mark
        standing = next((one for one in facts.standings if one.kind is trend.goal), None)
        note = ""
        if standing is not None:
            end = "least" if standing.target >= standing.floor else "most"
            known = trend.name and facts.history
            now = f"{trend.name} {text(standing.value)}, " if known else ""
            note = f"{now}target at {end} {text(standing.target)}"
            if trend.top:
                mark = mark or (standing.target, text(standing.target))
        values = tuple(trend.value(measures) for measures in facts.history)
        return self._drawn(values, text, note, trend.top, mark)

    def _drawn(
        self, values: tuple[float, ...], text: Callable[[float], str], note: str = "",
        top: float = 0.0, mark: tuple[float, str] | None = None,
    ) -> Course:  # fmt: skip
        scenario = self.session.game.scenario
        word = narrate.turn_word(scenario)
        return Course(values, scenario.turns, word, text, note, top, mark)

    def _show_modes(self) -> None:
        hours = self.session.observation.totals.mode_hours
        whole = sum(hours) or 1.0
        shares = explain.split([100.0 * amount / whole for amount in hours], scale=1.0)
        pieces: list[words.Piece] = [("done by  ", "$dim")]
        for mode, share in zip(phrases.MODE_MARKS, shares, strict=True):
            text, style = phrases.mode_text(mode)
            figure = Figure(FigureKind.MODE_SHARE, Mode(mode).value)
            pieces += [(text, style), words.ask(f" {share}%   ", figure)]
        words.put(self.query_one("#modes", Static), words.line(*pieces))

    # Room

    def on_charts_resized(self, message: Charts.Resized) -> None:
        message.stop()
        self._lay_out()

    def _lay_out(self) -> None:
        """As many charts on the screen as can be read; the others scroll."""
        box = self.query_one("#charts")
        charts, looked_at = self.charts, self.chart
        for chart in charts:
            chart.display = chart is looked_at or not self._alone
        number = 1 if self._alone else len(charts)
        width = self.app.size.width
        self._across = max(1, min(number, width // (USUAL if width > WIDE else NARROWEST)))
        height = box.size.height + 1
        rows = min(-(-number // self._across), max(1, height // (LEAST + 1)))
        box.styles.grid_size_columns = self._across
        box.styles.grid_rows = str(max(LEAST, height // rows - 1))
        looked_at.scroll_visible(animate=False)

    def action_walk(self, across: int, down: int) -> None:
        charts = self.charts
        by = across + down * (1 if self._alone else self._across)
        at = charts.index(self.chart) + by
        if 0 <= at < len(charts):
            charts[at].display = True
            charts[at].focus()
            if self._alone:
                late.after_refresh(self, self._lay_out)

    def action_enlarge(self) -> None:
        self._alone = not self._alone
        self._lay_out()
