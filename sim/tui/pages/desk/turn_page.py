"""How turns are ended and undone, on the page from which the game is played."""

from functools import partial

from textual import work

from sim import narrate
from sim.model.report import TurnReport
from sim.tui.kit import late
from sim.tui.pages.desk.dispatches import left_open
from sim.tui.pages.page import GamePage
from sim.tui.pages.report import ReportScreen
from sim.tui.shell.confirm import ConfirmDialog, if_yes

MOST = 8
"""Most open matters listed when a turn is ended."""


class TurnPage(GamePage):
    """A page that plays turns."""

    def __init__(self) -> None:
        super().__init__()
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether a turn is being played."""
        return self._busy

    def begin_anew(self) -> None:
        """Show what the next turn begins with."""
        raise NotImplementedError

    def action_hide_hint(self) -> None:
        self.session.put_hint_away()
        self.show()

    def action_turn_back(self) -> None:
        turn = self.session.game.turn - 1
        when = f"{narrate.turn_word(self.session.game.scenario)} {turn}"

        def go_back() -> None:
            self.session.go_back(turn)
            self.show()

        text = f"Everything decided in {when}, and everything that came of it, is undone."
        asked = ConfirmDialog(f"Back to {when}?", text, "go back", "stay")
        self.app.push_screen(asked, if_yes(go_back))

    def action_end_turn(self) -> None:
        """End the turn; ask once if something is still open."""
        if self._busy or self.session.game.over:
            return
        left = left_open(self.session) if self.game_app.settings.ask_at_turn_end else []
        if not left or self.session.asked:
            self._begin()
            return
        self.session.asked = True
        text = "\n".join(f"· {text}" for text in left[:MOST])
        more = f"\n· and {len(left) - MOST} more" if len(left) > MOST else ""
        text = f"Still open:\n{text}{more}\nWork left open waits; silence counts as an answer."
        asked = ConfirmDialog("End the turn?", text, "end turn", "stay", careful=False)
        self.app.push_screen(asked, if_yes(self._begin))

    def _begin(self) -> None:
        """Open and draft nothing until the report."""
        self._busy = True
        self.session.about_to_play()
        self._play()

    @work(thread=True, exclusive=True, group="turn")
    def _play(self) -> None:
        report = self.session.end_turn()
        late.from_thread(self, partial(self._played, report))

    def _played(self, report: TurnReport) -> None:
        self._busy = False
        self.begin_anew()
        self.app.push_screen(ReportScreen(report))
        self.game_app.turn_played()
