"""The end of a game: how it ended, the score by objective against par, the four results."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import work
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from sim import narrate
from sim.bench.episodes import episode
from sim.model.explanation import Figure, FigureKind
from sim.model.vocabulary import Mode, OutcomeKind
from sim.policies import REGISTRY
from sim.tui import phrases
from sim.tui.kit import amounts, late, words
from sim.tui.kit.chart import Chart, Course
from sim.tui.kit.commands import Command
from sim.tui.kit.prose import Prose
from sim.tui.pages.goals import standing_rows
from sim.tui.pages.guesses import GuessesDialog
from sim.tui.pages.incidents import incident_line, share_rows
from sim.tui.shell.base import EXPLAIN, OF_THE_APP
from sim.tui.shell.texts import TextScreen

HEADS = {
    OutcomeKind.COMPLETED: "The game is over",
    OutcomeKind.BANKRUPT: "Bankrupt",
    OutcomeKind.COLLAPSED: "The customers are gone",
}

CHARTS = (FigureKind.SCORE, FigureKind.CASH)

WORST = 3
"""How many of the costliest incidents are named."""


class FinalScreen(TextScreen):
    """Shown when a game has ended. No key that leads here from the last report does anything here,
    so that pressing it twice, or holding it, does not skip the score."""

    ABOUT: ClassVar[str] = "How it ended, and what it was worth, objective by objective."
    TABLE = "final"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("t", "title", "title", "Back to the scenarios."),
        Command("p", "again", "play again", "Play the same scenario and seed once more."),
        Command("4", "ledger", "ledger", "Look at the money, and at who was blamed for what."),
        Command("5", "trends", "trends", "Look at the results over the turns."),
        Command("w", "watch", "watch", "Watch the game turn by turn, and take over from any."),
        Command("f", "guesses", "guesses", "How your guesses did, and the forecasts."),
        EXPLAIN,
        Command("q", "app.leave_game", "quit", "Leave Buckstop.", name="quit"),
        *OF_THE_APP,
    )

    def __init__(self) -> None:
        super().__init__()
        self._others: list[tuple[float, str]] = []
        self._best = 0.0
        """The player's highest score with the same luck."""

    def columns(self) -> Iterable[Widget]:
        score, cash = (partial(Figure, kind, "") for kind in CHARTS)
        charts = Horizontal(
            Chart("Score", "$key", score, id="chart-score"),
            Chart("Cash", "$outsource", cash, id="chart-cash"),
            id="charts",
        )
        rest = Vertical(charts, Prose(self._went, 50, id="more"), id="rest")
        return (Container(Prose(self._judged, 50, id="text"), rest, id="halves"),)

    def on_mount(self) -> None:
        """Let others play the same game meanwhile."""
        game = self.session.game
        best = self.game_app.kept.best_scores(game.seed)
        self._best = best.get((game.scenario_hash, game.rules_hash), 0.0)
        self._show_charts()
        self._let_others_play()

    def action_guesses(self) -> None:
        self.app.push_screen(GuessesDialog())

    @work(thread=True, group="others")
    def _let_others_play(self) -> None:
        """Play the built-in policies on the same scenario and seed, one after another."""
        game = self.session.game
        for row in REGISTRY.values():
            if not row.quick:
                continue
            if not late.stands(self):
                return
            played = episode(game.scenario, row, game.seed)
            self._others.append((float(played["score"]), row.title))
            late.from_thread(self, self.show)

    def _ladder(self, width: int) -> list[Content]:
        """The player among the built-in policies and their own best game, best first."""
        game = self.session.game
        found = [*self._others, (game.score(), "You")]
        if self._best > game.score():
            found.append((self._best, "Your best"))
        found.sort(key=lambda one: -one[0])
        label = min(max(cell_len(name) for _, name in found) + 1, width - 17)
        bar = max(8, min(40, width - 8 - label))
        rows = []
        for score, name in found:
            you = name == "You"
            rows.append(
                words.line(
                    (words.left(name, label), "bold $key" if you else "$dim"),
                    words.right(f"{score:.0f}", 5), "  ",
                    (amounts.meter(score / 1000, bar), "$key" if you else "$rule"),
                )
            )  # fmt: skip
        return rows

    def _show_charts(self) -> None:
        """Score and cash after each turn."""
        game = self.session.game
        scenario = game.scenario
        turns, word = scenario.turns, narrate.turn_word(scenario)
        scores = tuple(game.score(after=turn) for turn in range(1, len(game.log) + 1))
        self.query_one("#chart-score", Chart).show(
            Course(
                scores, turns, word, lambda v: f"{v:.0f}", f"best {max(scores, default=0):.0f}",
                mark=(scenario.par, "par"),
            )
        )  # fmt: skip
        cash = tuple(float(measures.cash) for measures in self.session.observation.history)
        least = f"least {amounts.short_money(min(cash, default=0.0))}"
        self.query_one("#chart-cash", Chart).show(
            Course(cash, turns, word, amounts.short_money, least)
        )

    def _judged(self, width: int) -> list[Content]:
        """How it ended, its score, and how others did."""
        game = self.session.game
        scenario, outcome = game.scenario, game.outcome
        kind = outcome.kind if outcome else OutcomeKind.COMPLETED
        score, par = game.score(), scenario.par
        over = "above" if score >= par else "below"
        tone = "bold $key" if kind is OutcomeKind.COMPLETED else "bold $bad"
        return [
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
            words.line(("you  ", "$dim"), (amounts.meter(score / 1000, width - 6), "$key")),
            words.line(("par  ", "$dim"), (amounts.meter(par / 1000, width - 6), "$dim")),
            Content(""),
            *standing_rows(game.standings(), width),
            Content(""),
            words.line(("With the same luck", "bold")),
            *self._ladder(width),
            Content(""),
        ]  # fmt: skip

    def _went(self, width: int) -> list[Content]:
        """Who bore the losses, what cost most, and who did the work."""
        game, facts = self.session.game, self.session.observation
        rows = [words.line(("Who bore the losses", "bold")), *share_rows(facts, width), Content("")]
        cost = [incident for incident in facts.incidents if incident.borne > 0]
        worst = sorted(cost, key=lambda incident: -incident.borne)[:WORST]
        if worst:
            rows.append(words.line(("What cost you most", "bold")))
            rows += [incident_line(facts, incident, width) for incident in worst]
            rows.append(Content(""))
        rows.append(words.line(("Who did the work", "bold")))
        hours = facts.totals.mode_hours
        whole = sum(hours)
        for mode, amount in zip(Mode, hours, strict=True):
            share = amount / whole if whole else 0.0
            text, style = phrases.mode_text(mode)
            rows.append(
                words.line(
                    (words.left(text, 18), style),
                    words.ask(
                        amounts.right(f"{amount:,.0f} h", 12),
                        Figure(FigureKind.MODE_HOURS, mode.value),
                    ),
                    "  ", (amounts.meter(share, max(8, min(30, width - 46))), style),
                    words.ask(f" {share:4.0%}", Figure(FigureKind.MODE_SHARE, mode.value)),
                )
            )  # fmt: skip
        rows += [
            Content(""),
            words.line(
                (f"{words.clean(game.scenario.title)} · seed {game.seed} · ", "$dim"),
                words.ask(f"cash {narrate.money(facts.cash)}", Figure(FigureKind.CASH), "$dim"),
            ),
            *self._replay(width),
        ]
        return rows

    def _replay(self, width: int) -> list[Content]:
        """Where the replay is, to be shared."""
        session, rows = self.session, []
        if session.replay_file is not None:
            rows += words.hang([("replay ", "$dim")], str(session.replay_file), width, "$dim")
        if session.no_replay is not None:
            rows += words.hang([("no replay ", "$warn")], str(session.no_replay), width, "$dim")
        if session.borrowed:
            text = "Others made decisions in this game, too, so it does not count as a best score."
            rows += words.hang([], text, width, "$dim")
        return rows

    def action_again(self) -> None:
        self.game_app.action_play_again()

    def action_title(self) -> None:
        self.game_app.action_to_title()

    def action_watch(self) -> None:
        self.game_app.kept.watch_this()

    def action_ledger(self) -> None:
        self.game_app.look_at("ledger")

    def action_trends(self) -> None:
        self.game_app.look_at("trends")

    def figure(self) -> Figure:
        return Figure(FigureKind.SCORE)
