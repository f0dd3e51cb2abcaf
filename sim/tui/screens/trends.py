"""The four results over the turns."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Grid
from textual.content import Content
from textual.widgets import Static

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.model.vocabulary import Mode
from sim.tui import words
from sim.tui.commands import Command
from sim.tui.screens.base import TO_DESK, GamePage
from sim.tui.widgets.chart import Chart


class TrendsScreen(GamePage):
    """Four charts: cost, quality, oversight load, fallout borne."""

    PAGE = "trends"
    ABOUT: ClassVar[str] = (
        "Cost, quality, oversight load and fallout borne, a column for each turn. The dashed line "
        "in the oversight chart is what your managers can give."
    )
    TABLE = "trends"
    KEYS: ClassVar[tuple[Command, ...]] = (TO_DESK,)

    def body(self) -> ComposeResult:
        """The charts, and a line under them."""
        with Grid(id="charts"):
            yield Chart("Cost", "$outsource", "chart-cost", FigureKind.COST)
            yield Chart("Quality", "$good", "chart-quality", FigureKind.QUALITY_TURN)
            yield Chart("Oversight load", "$key", "chart-load", FigureKind.OVERSIGHT_LOAD)
            yield Chart("Fallout borne", "$bad", "chart-borne", FigureKind.BORNE_TURN)
        yield Static(Content(""), id="modes")

    def figure(self) -> Figure:
        """What `explain` starts with: who did the work; the four results stand below it."""
        return Figure(FigureKind.MODE_SHARE, Mode.IN_HOUSE.value)

    def show_page(self) -> None:
        """Fill the charts."""
        history, facts = self.session.observation.history, self.session.observation
        scenario = self.session.game.scenario
        turns = scenario.turns
        word = narrate.turn_word(scenario)
        get = self.query_one
        costs = [m.cost / 100 for m in history]
        note = f"last {words.short_money(history[-1].cost)} a {word}" if history else "no turn yet"
        get("#chart-cost", Chart).show(costs, turns, lambda v: words.short_money(v * 100), note)
        quality = [m.quality for m in history]
        note = f"last {quality[-1]:.0f}, best {max(quality):.0f}" if quality else "no turn yet"
        get("#chart-quality", Chart).show(quality, turns, lambda v: f"{v:.0f}", note, top=100)
        load = [m.oversight_load for m in history]
        note = f"last {load[-1]:.0%}, most {max(load):.0%}" if load else "no turn yet"
        get("#chart-load", Chart).show(
            load, turns, lambda v: f"{v:.0%}", note, top=1.1, mark=(1.0, "100%")
        )
        borne = [m.borne / 100 for m in history]
        altogether = facts.totals.losses - facts.totals.recovered
        note = f"together {words.short_money(altogether)}" if history else "no turn yet"
        get("#chart-borne", Chart).show(borne, turns, lambda v: words.short_money(v * 100), note)
        self._show_modes()

    def _show_modes(self) -> None:
        hours = self.session.observation.totals.mode_hours
        whole = sum(hours) or 1.0
        pieces: list[words.Piece] = [("done by  ", "$dim")]
        for mode, amount in zip(words.MODE_MARKS, hours, strict=True):
            text, style = words.mode_text(mode)
            share = Figure(FigureKind.MODE_SHARE, mode.value)
            pieces += [(text, style), words.ask(f" {amount / whole:.0%}   ", share)]
        self.query_one("#modes", Static).update(words.line(*pieces))
