"""The app: the first screen, the game in progress, and the ways between screens. The first screen
appears at once; engine and game screens are loaded after it, or when first needed."""

import asyncio
import functools
import gc
import secrets
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from sim.errors import BuckstopError
from sim.games.store import Store
from sim.tui import SCREENS
from sim.tui.kept import KeptGames
from sim.tui.kit.toosmall import TooSmall, too_small
from sim.tui.pages.title import TitleScreen
from sim.tui.shell.confirm import LeaveDialog, if_yes
from sim.tui.shell.program import Shell
from sim.tui.shell.settings import faults_text

if TYPE_CHECKING:
    from sim.games.game import Game
    from sim.model.explanation import Figure
    from sim.model.orders import Award
    from sim.model.scenario import Scenario
    from sim.tui.forecasts import Forecasts
    from sim.tui.pages.page import GamePage
    from sim.tui.session import Session

SEEDS = 1_000_000
"""Drawn seeds are below this: short enough to tell somebody."""

LOAD_AFTER = 0.4
"""Seconds after the start before the rest is loaded."""

BETWEEN_LOADS = 0.02
"""Seconds between two modules, in which keys are handled."""


class BuckstopApp(Shell):
    """The terminal game: which game is in progress, and the ways between its screens."""

    TITLE = "Buckstop"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        Path(__file__).with_name("app.tcss"),
        *sorted(Path(__file__).parent.glob("*/**/*.tcss")),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave_game", "Quit", show=False, priority=True)
    ]
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        scenario: "Scenario | None" = None,
        seed: int | None = None,
        data_dir: Path | None = None,
        resume: int | None = None,
        watch: "Game | None" = None,
    ) -> None:
        """The app before its first screen.

        Args:
            scenario: Played at once; the player chooses if left out.
            seed: Its seed; drawn if left out.
            data_dir: Where games are saved; as `sim.games.store` decides if left out.
            resume: The number of a saved game to resume at once.
            watch: A game from a replay to watch at once.
        """
        super().__init__()
        self.kept = KeptGames(self, Store(data_dir), data_dir)
        self._said_unkept = ""
        self._leave_after: Callable[[], object] | None = None
        """How to leave the game once the turn in progress is over."""
        self._scenario = scenario
        self._seed = seed
        self._resume = resume
        self._watch = watch
        self._session: Session | None = None
        self._pages: dict[str, tuple[Session, GamePage]] = {}
        """The pages shown so far, each with its game."""
        self._playing = False
        self._loaded = False

    def on_mount(self) -> None:
        """Open the first screen, and say what is wrong with the player's own files."""
        if self._scenario is not None:
            self.start(self._scenario, self._seed)
        if not self._playing:
            self.push_screen(TitleScreen(self._seed))
        if self.faults:
            self.warn(faults_text(self.faults))
        if self._resume is not None:
            self.kept.go_on(self._resume)
        elif self._watch is not None:
            self.kept.watch_file(self._watch)
        self.set_timer(LOAD_AFTER, self._load)

    @work(group="load")
    async def _load(self) -> None:
        """Load what the first screen does not need, piece by piece."""
        for name in ("sim.games.game", "sim.forecast", "sim.bench", *SCREENS):
            if name not in sys.modules:
                await asyncio.sleep(BETWEEN_LOADS)
                import_module(name)
        self._loaded = True
        if not gc.isenabled():  # collect garbage from now on, but not in what stays
            gc.freeze()
            gc.enable()
        if self._playing:
            self.forecasts.warm_up()

    @functools.cached_property
    def forecasts(self) -> "Forecasts":
        """Works out forecasts without holding up the game."""
        from sim.tui.forecasts import Forecasts

        return Forecasts()

    def close_forecasts(self) -> None:
        if "forecasts" in self.__dict__:
            self.forecasts.close()

    # The game in progress

    @property
    def session(self) -> "Session":
        """The game in progress. There is one whenever a page of the game is open."""
        assert self._session is not None
        return self._session

    @property
    def has_game(self) -> bool:
        return self._playing

    def start(self, scenario: "Scenario", seed: int | None) -> None:
        """Begin a game and show its briefing. Without a seed one is drawn."""
        from sim.games.game import Game
        from sim.tui.pages.briefing import BriefingScreen
        from sim.tui.session import Session

        chosen = secrets.randbelow(SEEDS) if seed is None else seed
        try:
            game = Game.new(scenario, chosen)
        except BuckstopError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self._take_up(Session(game, self.kept.saving(), self.forecasts))
        self.push_screen(BriefingScreen())

    def _take_up(self, session: "Session") -> None:
        """Make this the game in progress."""
        self._session = session
        self._playing = True
        self._said_unkept = ""
        if self._loaded:
            self.forecasts.warm_up()

    def look_into(self, session: "Session") -> None:
        """Let the screens show a game that is not being played."""
        self._session = session

    def enter(self, session: "Session") -> None:
        """Go to the desk of a game, or to its end if it is over."""
        from sim.tui.pages.desk.screen import DeskScreen
        from sim.tui.pages.final import FinalScreen

        self._take_up(session)
        self.push_screen(FinalScreen() if session.game.over else DeskScreen())

    def open_desk(self) -> None:
        from sim.tui.pages.desk.screen import DeskScreen

        self.switch_screen(DeskScreen())

    def after_report(self) -> None:
        from sim.tui.pages.final import FinalScreen

        if self.session.game.over:
            self.switch_screen(FinalScreen())
        else:
            self.pop_screen()

    def turn_played(self) -> None:
        """Say why the turn is not saved, if so; leave, if that was asked for meanwhile."""
        self.say_unkept()
        then, self._leave_after = self._leave_after, None
        if then is not None:
            self.leave(then)

    def say_unkept(self) -> None:
        """Say why the last turn is not saved, once for each reason."""
        why = str(self.session.unkept or "")
        if why and why != self._said_unkept:
            self.kept.complain(f"This turn is not saved: {why}")
        self._said_unkept = why

    def play_again(self) -> None:
        """Play the scenario again from the beginning, with the same seed."""
        game = self.session.game
        self.to_title()
        self.start(game.scenario, game.seed)

    def look_at(self, name: str) -> None:
        """Show a page over the end of the game."""
        self.push_screen(self._page(name))

    def to_title(self) -> None:
        """Save the game and go to the title."""
        if self._playing:
            self.session.put_away()
            self.session.close()
            self.say_unkept()
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if not isinstance(self.screen, TitleScreen):  # the game was opened without it
            self.switch_screen(TitleScreen(self._seed))
        # The session stays: screens on their way out may still look at it.
        self._playing = False

    def action_to_title(self) -> None:
        if self._playing:
            self.leave(self.to_title)

    def action_play_again(self) -> None:
        self.leave(self.play_again)

    # Ways between screens

    def go_to_page(self, name: str) -> None:
        """Show a page of the game; the desk lies under all others."""
        from sim.tui.pages.desk.screen import DeskScreen

        on_desk = isinstance(self.screen, DeskScreen)
        if name == "desk":
            if not on_desk:
                self.pop_screen()
        elif on_desk:
            self.push_screen(self._page(name))
        else:
            self.switch_screen(self._page(name))

    def _page(self, name: str) -> "GamePage":
        """A page over the desk. It is kept for its game, so that it shows again quickly."""
        game, known = self._pages.get(name, (None, None))
        if known is not None:
            if game is self._session:
                return known
            if known not in self.screen_stack:
                self.uninstall_screen(known)
                known.remove()
        found = page(name)
        self._pages[name] = self.session, found
        self.install_screen(found, f"{name}-{id(found)}")
        return found

    def explain(self, figure: "Figure", award: "Award | None" = None) -> None:
        """Take a number apart; of an offer, under the terms of an award if one is given."""
        from sim.tui.pages.explain import ExplainDialog

        self.push_screen(ExplainDialog(figure, award))

    def action_leave_game(self) -> None:
        self.leave(self.end_in_order)

    def end_in_order(self) -> None:
        """Leave at once; the saved game can be opened elsewhere."""
        if self._playing:
            self.session.close()
        super().end_in_order()

    def keep_picture(self, name: str, svg: str) -> Path:
        return self.kept.store.keep_picture(name, svg)

    def leave(self, then: Callable[[], object]) -> None:
        """Leave the game by `then`: after a turn in progress, and not without asking if the game
        cannot be saved."""
        if self._playing and self.session.playing:
            self._leave_after = then
            return
        if not self._playing or self.session.put_away():
            then()
            return
        if too_small(self.size):  # the question would not be seen: the note asks it
            self.screen.query_one(TooSmall).ask()
            return
        if isinstance(self.screen, LeaveDialog):
            return

        game, why = self.session.game, self.session.unkept
        where = "is over" if game.over else f"is in turn {game.turn}"
        text = f"The game {where} and cannot be saved. {why or ''}"
        self.push_screen(LeaveDialog("Leave the game?", text, "leave", "stay"), if_yes(then))


def page(name: str) -> "GamePage":
    """A new page of that name."""
    from sim.tui.pages.ledger import LedgerScreen
    from sim.tui.pages.people import PeopleScreen
    from sim.tui.pages.suppliers import SuppliersScreen
    from sim.tui.pages.trends import TrendsScreen

    pages: dict[str, type[GamePage]] = {
        "people": PeopleScreen,
        "suppliers": SuppliersScreen,
        "ledger": LedgerScreen,
        "trends": TrendsScreen,
    }
    return pages[name]()
