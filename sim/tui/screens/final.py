"""The end of a game: how it ended, the score by objective beside par, the four results."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim import narrate
from sim.bench import episode
from sim.model.explanation import Figure, FigureKind
from sim.model.vocabulary import Mode, OutcomeKind
from sim.policies import REGISTRY
from sim.tui import words
from sim.tui.commands import Command, bindings
from sim.tui.screens.base import EXPLAIN, Common
from sim.tui.screens.goals import standing_rows
from sim.tui.screens.guesses import GuessesDialog
from sim.tui.screens.incidents import share_rows

HEADS = {
    OutcomeKind.COMPLETED: "The game is over",
    OutcomeKind.BANKRUPT: "Bankrupt",
    OutcomeKind.COLLAPSED: "The customers are gone",
}


class FinalScreen(Common[None]):
    """Shown when a game has ended."""

    ABOUT: ClassVar[str] = "How it ended, and what it was worth, objective by objective."
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "again", "play again", "The same scenario and seed once more."),
        Command("t", "title", "title", "Back to the scenarios."),
        Command("4", "ledger", "ledger", "Look at the money, and at who was to blame."),
        Command("5", "trends", "trends", "Look at the results over the turns."),
        Command("f", "guesses", "guesses", "How your guesses fared, beside the forecast."),
        EXPLAIN,
        Command("q,ctrl+q", "app.leave_game", "quit", "Leave Buckstop."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self) -> None:
        super().__init__()
        self._others: list[tuple[float, str]] = []

    def body(self) -> ComposeResult:
        """One text to scroll."""
        with VerticalScroll(id="middle"):
            yield Static(Content(""), id="text")

    def on_mount(self) -> None:
        """Fill in the text; others play the same game meanwhile."""
        self.query_one("#middle").focus()
        self.call_after_refresh(self._show)
        self._let_others_play()

    def on_resize(self) -> None:
        """Fill it in for another width."""
        self.call_after_refresh(self._show)

    def action_guesses(self) -> None:
        """Show the guesses, marked."""
        self.app.push_screen(GuessesDialog())

    @work(thread=True, group="others")
    def _let_others_play(self) -> None:
        """The built-in players on the same scenario and seed, one after another."""
        game = self.session.game
        for row in REGISTRY.values():
            if not row.quick or not self.is_running:
                continue
            played = episode(game.scenario, row, game.seed)
            self._others.append((float(played["score"]), row.title))
            self.app.call_from_thread(self._show)

    def _ladder(self, width: int) -> list[Content]:
        """The player among the built-in ones, best first."""
        game = self.session.game
        found = [*self._others, (game.score(), "You")]
        found.sort(key=lambda one: -one[0])
        bar = max(8, min(40, width - 34))
        rows = []
        for score, name in found:
            you = name == "You"
            rows.append(
                words.line(
                    (words.left(name, 24), "bold $key" if you else "$dim"),
                    words.right(f"{score:.0f}", 5), "  ",
                    (words.meter(score / 1000, bar), "$key" if you else "$rule"),
                )
            )  # fmt: skip
        return rows

    def _show(self) -> None:
        if not self.is_mounted:
            return
        game, facts = self.session.game, self.session.observation
        scenario, outcome = game.scenario, game.outcome
        width = max(50, self.query_one("#text").size.width)
        kind = outcome.kind if outcome else OutcomeKind.COMPLETED
        score, par = game.score(), scenario.par
        over = "above" if score >= par else "below"
        tone = "bold $key" if kind is OutcomeKind.COMPLETED else "bold $bad"
        rows = [
            words.line((HEADS[kind], tone)),
            Content(words.clean(outcome.reason) if outcome else ""),
            Content(""),
            words.line(
                ("score ", "$dim"),
                words.ask(f"{score:.0f}", Figure(FigureKind.SCORE), "bold $key"),
                (" of 1000   ", "$dim"),
                ("par ", "$dim"), (f"{par}", "bold"),
                (f"   {abs(score - par):.0f} {over} par", "$good" if score >= par else "$warn"),
            ),
            words.line(("you  ", "$dim"), (words.meter(score / 1000, width - 6), "$key")),
            words.line(("par  ", "$dim"), (words.meter(par / 1000, width - 6), "$dim")),
            Content(""),
            *standing_rows(game.standings(), width),
            Content(""),
            words.line(("With the same luck", "bold")),
            *self._ladder(width),
            Content(""),
            words.line(("On whom it fell", "bold")),
            *share_rows(facts, width),
            Content(""),
            words.line(("Who did the work", "bold")),
        ]  # fmt: skip
        hours = facts.totals.mode_hours
        whole = sum(hours)
        for mode, amount in zip(Mode, hours, strict=True):
            share = amount / whole if whole else 0.0
            text, style = words.mode_text(mode)
            rows.append(
                words.line(
                    (words.left(text, 18), style),
                    words.ask(
                        words.right(f"{amount:,.0f} h", 12),
                        Figure(FigureKind.MODE_HOURS, mode.value),
                    ),
                    "  ", (words.meter(share, max(8, min(30, width - 46))), style),
                    words.ask(f" {share:4.0%}", Figure(FigureKind.MODE_SHARE, mode.value)),
                )
            )  # fmt: skip
        rows += [
            Content(""),
            words.line(
                (f"{words.clean(scenario.title)} · seed {game.seed} · ", "$dim"),
                words.ask(f"cash {narrate.money(facts.cash)}", Figure(FigureKind.CASH), "$dim"),
            ),
        ]
        self.query_one("#text", Static).update(words.lines(rows))

    def action_again(self) -> None:
        """Play the same once more."""
        self.game_app.play_again()

    def action_title(self) -> None:
        """Back to the scenarios."""
        self.game_app.to_title()

    def action_ledger(self) -> None:
        """Look at the ledger."""
        self.game_app.look_at("ledger")

    def action_trends(self) -> None:
        """Look at the trends."""
        self.game_app.look_at("trends")

    def figure(self) -> Figure:
        """The score."""
        return Figure(FigureKind.SCORE)
