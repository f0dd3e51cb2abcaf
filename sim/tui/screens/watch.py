"""A game watched turn by turn, forwards and backwards; any turn can be decided anew."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.tui import words
from sim.tui.commands import Command
from sim.tui.messages import ExplainWanted
from sim.tui.screens.base import EXPLAIN, OF_THE_APP, Common
from sim.tui.screens.turns import TurnRows
from sim.tui.widgets.more import More


class WatchScreen(Common[None]):
    """What was decided in a turn, and what came of it. The game is that of the app's session."""

    ABOUT: ClassVar[str] = (
        "A game as it was played: what was decided in each turn, and what came of it. Walk through "
        "the turns with {watch.later} and {watch.earlier}. {watch.take_over} takes the game over: "
        "the turn that you see is yours to decide, in a branch; this game stays as it is."
    )
    TABLE = "watch"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("right", "walk(1)", "later", "Go on to the next turn.", "→", priority=True,
                name="later"),
        Command("left", "walk(-1)", "earlier", "Go back to the turn before.", "←", priority=True,
                name="earlier"),
        Command("home", "go(1)", "first", "Go to the first turn.", priority=True, bar=False,
                name="first"),
        Command("end", "go(0)", "last", "Go to the last turn.", priority=True, bar=False,
                name="last"),
        Command("t", "take_over", "take over", "Decide this turn anew, in a game of its own."),
        EXPLAIN,
        Command("escape", "leave", "back", "Stop watching.", name="back"),
        *OF_THE_APP,
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._turn = 1

    def body(self) -> ComposeResult:
        """One text to scroll."""
        with VerticalScroll(id="middle") as middle:
            yield Static(Content(""), id="text")
        yield More(middle)

    def on_mount(self) -> None:
        """Begin with the first turn."""
        self.query_one("#middle").focus()
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Lay the text out for another width."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        if not self.is_mounted or not self.query("#text"):
            return
        game, turn = self.session.game, self._turn
        text = self.query_one("#text", Static)
        width = max(40, text.size.width)
        scenario = game.scenario
        rows = [
            words.line(
                (f"{narrate.turn_word(scenario).capitalize()} {turn}", "bold $key"),
                (f" of {scenario.turns} · {words.clean(scenario.title)} · seed {game.seed}",
                 "$dim"),
            ),
            words.line((words.meter(turn / max(1, scenario.turns), min(60, width)), "$rule")),
            Content(""),
            words.line(("Decided", "bold")),
        ]  # fmt: skip
        before, orders = game.seen(turn), game.log[turn - 1]
        for order in orders:
            game_text = narrate.order(before, order)
            rows += words.hang([("  + ", "$key")], game_text, width)
        if not orders:
            rows.append(words.line(("  Nothing.", "$dim")))
        told = TurnRows(game, game.seen(turn + 1), game.reports[turn - 1])
        rows += [Content(""), *told.ended(), *told.measures(width), *told.score(width), Content("")]
        text.update(words.lines([*rows, *told.happened(width)]))
        self.query_one("#middle").scroll_home(animate=False)
        self.refresh_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing before the first turn and after the last one."""
        if action == "walk":
            return 1 <= self._turn + int(str(parameters[0])) <= len(self.session.game.log)
        return True

    def figure(self) -> Figure:
        """The turn's cost."""
        return Figure(FigureKind.COST, "", self._turn)

    def on_explain_wanted(self, message: ExplainWanted) -> None:
        """A number was clicked."""
        self.explain(message.figure)

    def action_walk(self, by: int) -> None:
        """Go to another turn."""
        self._turn += by
        self._show()

    def action_go(self, turn: int) -> None:
        """Go to a turn; 0 is the last one."""
        self._turn = turn or len(self.session.game.log)
        self._show()

    def action_take_over(self) -> None:
        """Decide the turn anew."""
        self.game_app.kept.take_over(self._turn)

    def action_leave(self) -> None:
        """Back to where it was watched from."""
        self.app.pop_screen()
