"""The app: opens the first screen, holds the game in progress, and ends in good order.

The first screen is there in a moment: the engine, and the screens of a game, are loaded when that
one stands, or as soon as they are needed.
"""

import asyncio
import functools
import gc
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path, PurePath
from types import FrameType
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import asdict, evolve
from textual import events, work
from textual._context import active_message_pump
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerFailed

from sim.config import Config, Fault, Settings, ThemeName
from sim.errors import BuckstopError
from sim.games.store import Store
from sim.tui import keymap, theme, words
from sim.tui.commands import Command, usable
from sim.tui.kept import KeptGames
from sim.tui.late import leaves, stands
from sim.tui.screens import MODULES
from sim.tui.screens.base import OF_THE_APP, QUIT, Common
from sim.tui.screens.confirm import LeaveDialog
from sim.tui.screens.settings import SettingsDialog, faults_text
from sim.tui.screens.title import TitleScreen
from sim.tui.widgets.toosmall import LEAVE, TooSmall, too_small

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

    from sim.games.game import Game
    from sim.model.explanation import Figure
    from sim.model.scenario import Scenario
    from sim.tui.forecasts import Forecasts
    from sim.tui.screens.page import GamePage
    from sim.tui.session import Session

SEEDS = 1_000_000
"""A seed that nobody named is drawn below this, so that it can be told to somebody else."""

LOAD_AFTER = 0.4
"""Seconds from the start after which what the first screen does not need is loaded."""

BETWEEN_LOADS = 0.02
"""Seconds in which what was pressed meanwhile is heeded, between loading a screen and the next."""


class BuckstopApp(App[int]):
    """The terminal game. Ends with 0, or with 128 + n when signal n ended it."""

    TITLE = "Buckstop"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        Path(__file__).with_name("app.tcss"),
        *sorted((Path(__file__).parent / "screens").glob("*.tcss")),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave_game", "Quit", show=False, priority=True),
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
            scenario: What is played at once; a choice when left out.
            seed: Its seed; drawn when left out.
            data_dir: Where games are kept; where `sim.games.store` says when left out.
            resume: The number of a kept game that is gone on with at once.
            watch: Somebody else's game that is watched at once.
        """
        super().__init__()
        self.kept = KeptGames(self, Store(data_dir), data_dir)
        self.colours_refused = bool(os.environ.get("NO_COLOR"))
        """Whether the environment asks for no colours."""
        self.config = Config()
        self.settings, faults = self.config.settings()
        tables, unread = self.config.keys()
        self.key_map, wrong = keymap.read(tables, self.config.keys_path)
        self.faults: tuple[Fault, ...] = (*faults, *unread, *wrong)
        """What is wrong with the player's settings and keys."""
        self._said_of_settings = False
        self._said_unkept = ""
        self._leave_after: Callable[[], object] | None = None
        """What leaves the game when the turn that is being played is over."""
        self._scenario = scenario
        self._seed = seed
        self._resume = resume
        self._watch = watch
        self._session: Session | None = None
        self._pages: dict[str, tuple[Session, GamePage]] = {}
        """Those that were looked at, each with the game that it is of."""
        self._playing = False
        self._loaded = False
        self._ready_loop: asyncio.AbstractEventLoop | None = None
        self.ended_by = 0
        """The signal that ended it; 0 for none."""
        self.fault: Exception | None = None
        """What ended it against all expectation."""
        for one in theme.THEMES.values():
            self.register_theme(one)
        self.set_keymap(self.key_map.for_textual)
        self._show_theme()

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, or ours in place of the one for terminals."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":  # which cannot be loaded on Windows
            return found
        from sim.tui.driver import KeenDriver

        return KeenDriver

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, for any theme."""
        return dict(theme.DEFAULTS)

    def on_mount(self) -> None:
        """Open the first screen; say what is wrong with the player's own files."""
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
        """Load what the first screen does not need, a piece at a time."""
        for name in ("sim.games.game", "sim.forecast", "sim.bench", *MODULES):
            if name not in sys.modules:
                await asyncio.sleep(BETWEEN_LOADS)
                import_module(name)
        self._loaded = True
        if not gc.isenabled():  # from now on garbage is looked for, elsewhere than in what stays
            gc.freeze()
            gc.enable()
        if self._playing:
            self.forecasts.warm_up()

    @functools.cached_property
    def forecasts(self) -> "Forecasts":
        """What looks ahead, beside the game."""
        from sim.tui.forecasts import Forecasts

        return Forecasts()

    def close_forecasts(self) -> None:
        """End the processes that look ahead, if there are any."""
        if "forecasts" in self.__dict__:
            self.forecasts.close()

    # While the terminal is too small

    async def on_event(self, event: events.Event) -> None:
        """Take nothing but the key that leaves while the note covers everything."""
        given = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if not given or not too_small(self.size):
            await super().on_event(event)
        elif isinstance(event, events.Key):
            if event.key in self.key_map.apply(QUIT).keys:
                self.action_leave_game()
            elif event.key == LEAVE and any(note.asked for note in self.screen.query(TooSmall)):
                self._end_in_order()

    def on_resize(self, event: events.Resize) -> None:
        """Close the palette, which no note covers, before it takes keys no more."""
        if too_small(event.size) and isinstance(self.screen, CommandPalette):
            self.pop_screen()

    # The end by a signal

    def on_ready(self) -> None:
        """From now on the app can end in good order; a signal that came before is heeded now."""
        self._ready_loop = asyncio.get_running_loop()
        if self.ended_by:
            self._end()

    def end_by(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal: end in good order, so that the terminal is put back as it was."""
        del frame
        self.ended_by = number
        if self._ready_loop is not None and not self._ready_loop.is_closed():
            self._ready_loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        self.exit(128 + self.ended_by, 128 + self.ended_by)

    def _handle_exception(self, error: Exception) -> None:
        """Screens on their way out may miss parts of themselves; that is no crash."""
        node = active_message_pump.get(None)
        left = self._exit or (isinstance(node, Widget) and leaves(node))
        if not (left and isinstance(error, NoMatches)):
            cause = error.error if isinstance(error, WorkerFailed) else error
            if self.fault is None and isinstance(cause, Exception):
                self.fault = cause
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without Textual's traceback: `run` raises the fault, for one message like all."""
        self._close_messages_no_wait()

    # The game in progress

    @property
    def session(self) -> "Session":
        """The game in progress. There is one whenever a page of the game is open."""
        assert self._session is not None
        return self._session

    @property
    def has_game(self) -> bool:
        """Whether a game is being played."""
        return self._playing

    def start(self, scenario: "Scenario", seed: int | None) -> None:
        """Begin a game and show its briefing. Without a seed one is drawn."""
        from sim.engine.observe import nobody_asks
        from sim.games.game import Game
        from sim.tui.screens.briefing import BriefingScreen
        from sim.tui.session import Session

        chosen = secrets.randbelow(SEEDS) if seed is None else seed
        try:
            game = Game.new(scenario, chosen, tendered=nobody_asks)
        except BuckstopError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self._take_up(Session(game, self.kept.saving(), self.forecasts))
        self.push_screen(BriefingScreen())

    def _take_up(self, session: "Session") -> None:
        """From now on this is the game in progress."""
        self._session = session
        self._playing = True
        self._said_unkept = ""
        if self._loaded:
            self.forecasts.warm_up()

    def look_into(self, session: "Session") -> None:
        """Let the screens show a game that is not played."""
        self._session = session

    def enter(self, session: "Session") -> None:
        """To the desk of a game, or to its end when it is over."""
        from sim.tui.screens.desk import DeskScreen
        from sim.tui.screens.final import FinalScreen

        self._take_up(session)
        self.push_screen(FinalScreen() if session.game.over else DeskScreen())

    def open_desk(self) -> None:
        """Go from the briefing to the desk."""
        from sim.tui.screens.desk import DeskScreen

        self.switch_screen(DeskScreen())

    def after_report(self) -> None:
        """From the report on: to the desk, or to the end of the game."""
        from sim.tui.screens.final import FinalScreen

        if self.session.game.over:
            self.switch_screen(FinalScreen())
        else:
            self.pop_screen()

    def turn_played(self) -> None:
        """Say why the turn is not kept, if so; leave, where that was asked for meanwhile."""
        self.say_unkept()
        then, self._leave_after = self._leave_after, None
        if then is not None:
            self.leave(then)

    def say_unkept(self) -> None:
        """Say once why what was played is not kept; the game goes on."""
        why = str(self.session.unkept or "")
        if why and why != self._said_unkept:
            self.kept.complain(f"This turn is not kept: {why}")
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
        """Leave the game for the title; it is kept as it stands."""
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
        """Leave the game for the title."""
        if self._playing:
            self.leave(self.to_title)

    def action_play_again(self) -> None:
        """Play the scenario again from the beginning, with the same seed."""
        self.leave(self.play_again)

    # What is said

    def warn(self, text: str) -> None:
        """Say what is wrong with something that the game can go on without."""
        self.notify(words.clean_lines(text), severity="warning", timeout=10, markup=False)

    # What the player has set

    def prefer(self, settings: Settings) -> None:
        """Go by other settings from now on, and keep what is changed by that."""
        changed = {
            name: value
            for name, value in asdict(settings).items()
            if value != getattr(self.settings, name)
        }
        self.settings = settings
        self._show_theme()
        try:
            self.config.change(changed)
        except BuckstopError as error:
            if not self._said_of_settings:  # it would be the same at every change
                self._said_of_settings = True
                self.warn(str(error))

    def _show_theme(self) -> None:
        """Show the theme that is set; without colours when the environment says so."""
        self.theme = theme.THEMES[self._theme_name].name

    @property
    def _theme_name(self) -> ThemeName:
        return ThemeName.NONE if self.colours_refused else self.settings.theme

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to every line before it is shown."""
        ours = theme.FILTERS.get(self._theme_name)
        if ours is not None:
            return (ours,)
        # Textual's answer to NO_COLOR is shades of grey; ours is a theme.
        return [each for each in super().get_line_filters() if not isinstance(each, Monochrome)]

    def action_settings(self) -> None:
        """Open the settings, unless they are open already."""
        if not isinstance(self.screen, SettingsDialog):
            self.push_screen(SettingsDialog())

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, but none of a page that is not in front, or not yet there as a whole: a
        key may be pressed again before it is, and a held one before its page has gone.
        """
        node = default_namespace
        if isinstance(node, Widget) and not (stands(node) and node.screen is self.screen):
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is opened over the desk while a turn is being played."""
        opens = action in ("settings", "command_palette")
        if opens and getattr(self.screen, "busy", False):
            return False
        return super().check_action(action, parameters)

    # Ways between screens

    def go_to_page(self, name: str) -> None:
        """Show a page of the game; the desk lies under all the others."""
        from sim.tui.screens.desk import DeskScreen

        on_desk = isinstance(self.screen, DeskScreen)
        if name == "desk":
            if not on_desk:
                self.pop_screen()
        elif on_desk:
            self.push_screen(self._page(name))
        else:
            self.switch_screen(self._page(name))

    def _page(self, name: str) -> "GamePage":
        """A page that lies over the desk: it stays for its game, so that it is soon seen again."""
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

    def explain(self, figure: "Figure") -> None:
        """Take a number apart."""
        from sim.tui.screens.explain import ExplainDialog

        self.push_screen(ExplainDialog(figure))

    def help_on(self, screen: Common[Any]) -> None:
        """Say what a screen is, and what its keys do."""
        from sim.tui.screens.help import HelpDialog

        self.push_screen(HelpDialog(screen))

    def action_toggle_theme(self) -> None:
        """Change between dark and light."""
        if self.colours_refused:
            self.warn("NO_COLOR is set: the game shows no colours.")
            return
        light = self.settings.theme is ThemeName.LIGHT
        self.prefer(evolve(self.settings, theme=ThemeName.DARK if light else ThemeName.LIGHT))

    def action_save_picture(self) -> None:
        """Save the screen as it is now, as SVG, in a file of its own beside the games."""
        screen = self.screen
        name = screen.TABLE if isinstance(screen, Common) else "screen"
        try:
            path = self.kept.store.keep_picture(name, self.export_screenshot())
        except BuckstopError as error:
            self.warn(f"There is no picture: {error}")
            return
        where = words.short_path(path)
        self.notify(f"The picture is in {where}", timeout=10, markup=False)

    def action_leave_game(self) -> None:
        """Leave Buckstop; the game is kept as it stands."""
        self.leave(self._end_in_order)

    def _end_in_order(self) -> None:
        if self._playing:
            self.session.close()
        self.exit(0)

    def leave(self, then: Callable[[], object]) -> None:
        """Do what leaves the game, when no turn is being played; ask when it cannot be kept."""
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

        def answered(yes: bool | None) -> None:
            if yes:
                then()

        game, why = self.session.game, self.session.unkept
        where = "is over" if game.over else f"is in its turn {game.turn}"
        text = f"The game {where}, and cannot be kept. {why or ''}"
        self.push_screen(LeaveDialog("Leave the game?", text, "leave", "stay"), answered)

    def action_help_quit(self) -> None:
        """Say which key leaves: who presses Ctrl+C mostly means to."""
        key = self.key_map.text(QUIT.id)
        self.notify(f"{key} leaves the game.", timeout=3, markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: everything that the screen's keys do, and what the app can always do."""
        if isinstance(screen, Common):
            for command in screen.commands:
                bound = command.bound and not command.action.startswith("app.")
                if bound and usable(command, screen):
                    yield _entry(command, screen)
        for command in OF_THE_APP:
            yield _entry(self.key_map.apply(command), screen)


def page(name: str) -> "GamePage":
    """A new page of that name."""
    from sim.tui.screens.ledger import LedgerScreen
    from sim.tui.screens.people import PeopleScreen
    from sim.tui.screens.suppliers import SuppliersScreen
    from sim.tui.screens.trends import TrendsScreen

    pages: dict[str, type[GamePage]] = {
        "people": PeopleScreen,
        "suppliers": SuppliersScreen,
        "ledger": LedgerScreen,
        "trends": TrendsScreen,
    }
    return pages[name]()


def _entry(command: Command, screen: Screen[object]) -> SystemCommand:
    """A command in the palette, with its key."""

    def run_it() -> None:
        screen.call_later(screen.run_action, command.action)

    return SystemCommand(f"{command.label.capitalize()} ({command.key_text})", command.help, run_it)
