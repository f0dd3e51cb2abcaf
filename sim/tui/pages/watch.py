"""A game watched turn by turn, forwards and backwards; any turn can be decided anew."""

from typing import ClassVar

from textual.content import Content

from sim import narrate
from sim.model.explanation import Figure, FigureKind
from sim.tui.kit import amounts, words
from sim.tui.kit.commands import Command
from sim.tui.pages.turns import TurnRows, decided
from sim.tui.pages.walk import WalkScreen
from sim.tui.shell.base import EXPLAIN


class WatchScreen(WalkScreen):
    """What was decided in a turn, and what came of it. The game is that of the app's session."""

    ABOUT: ClassVar[str] = (
        "A game as it was played: what was decided in each turn, and what came of it. Walk through "
        "the turns with {turns.later} and {turns.earlier}. {watch.take_over} takes the game over: "
        "the turn that you see is yours to decide, in a branch; this game stays as it is."
    )
    TABLE = "watch"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("t", "take_over", "take over", "Decide this turn anew, in a game of its own."),
        EXPLAIN,
    )

    @property
    def turns(self) -> int:
        """Those that were played."""
        return len(self.session.game.log)

    def rows(self, width: int) -> list[Content]:
        """What was decided, what the turn came to, what happened."""
        game, turn = self.session.game, self.turn
        scenario = game.scenario
        rows = [
            words.line(
                (f"{narrate.turn_word(scenario).capitalize()} {turn}", "bold $key"),
                (f" of {scenario.turns} · {words.clean(scenario.title)} · seed {game.seed}",
                 "$dim"),
            ),
            words.line((amounts.meter(turn / max(1, scenario.turns), min(60, width)), "$rule")),
            Content(""),
            words.line(("Decided", "bold")),
        ]  # fmt: skip
        rows += decided(game, turn, width)
        told = TurnRows(game, game.seen(turn + 1), game.reports[turn - 1])
        rows += [Content(""), *told.ended(), *told.measures(width), *told.score(width), Content("")]
        return [*rows, *told.happened(width)]

    def figure(self) -> Figure:
        """The turn's cost."""
        return Figure(FigureKind.COST, "", self.turn)

    def action_take_over(self) -> None:
        """Decide the turn anew."""
        self.game_app.kept.take_over(self.turn)
