"""The terminal program around the game: signals, faults, the player's settings, themes and keys.

Nothing here knows a game. What leaves one in order, and where pictures go, is said by `app`.
"""

import asyncio
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from attrs import asdict, evolve
from textual import events
from textual._context import active_message_pump
from textual.app import App, SystemCommand
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
from sim.tui.kit import words
from sim.tui.kit.commands import Command, usable
from sim.tui.kit.late import leaves, stands
from sim.tui.kit.toosmall import LEAVE, TooSmall, too_small
from sim.tui.shell import keymap, theme
from sim.tui.shell.base import OF_THE_APP, QUIT, Common
from sim.tui.shell.settings import SettingsDialog

if TYPE_CHECKING:
    from textual.actions import ActionParseResult


class Shell(App[int]):
    """A program in the terminal; it ends with 0, or with 128 + n when signal n ended it."""

    def __init__(self) -> None:
        """The program before its first screen."""
        super().__init__()
        self.colours_refused = bool(os.environ.get("NO_COLOR"))
        """Whether the environment asks for no colours."""
        self.config = Config()
        self.settings, faults = self.config.settings()
        tables, unread = self.config.keys()
        self.key_map, wrong = keymap.read(tables, self.config.keys_path)
        self.faults: tuple[Fault, ...] = (*faults, *unread, *wrong)
        """What is wrong with the player's settings and keys."""
        self._said_of_settings = False
        self._ready_loop: asyncio.AbstractEventLoop | None = None
        self.ended_by = 0
        """The signal that ended it; 0 for none."""
        self.fault: Exception | None = None
        """What ended it against all expectation."""
        for one in theme.THEMES.values():
            self.register_theme(one)
        self.set_keymap(self.key_map.for_textual)
        self._show_theme()

    def action_leave_game(self) -> None:
        """Leave the program."""
        self.end_in_order()

    def end_in_order(self) -> None:
        """Leave the program at once."""
        self.exit(0)

    def keep_picture(self, name: str, svg: str) -> Path:
        """Keep a picture of the screen; where it is. Raises `BuckstopError`."""
        raise NotImplementedError

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, or ours in place of the one for terminals."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":  # which cannot be loaded on Windows
            return found
        from sim.tui.shell.driver import KeenDriver

        return KeenDriver

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, for any theme."""
        return dict(theme.DEFAULTS)

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
                self.end_in_order()

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

    def help_on(self, screen: Common[Any]) -> None:
        """Say what a screen is, and what its keys do."""
        from sim.tui.shell.help import HelpDialog

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
            path = self.keep_picture(name, self.export_screenshot())
        except BuckstopError as error:
            self.warn(f"There is no picture: {error}")
            return
        where = words.short_path(path)
        self.notify(f"The picture is in {where}", timeout=10, markup=False)

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


def _entry(command: Command, screen: Screen[object]) -> SystemCommand:
    """A command in the palette, with its key."""

    def run_it() -> None:
        screen.call_later(screen.run_action, command.action)

    return SystemCommand(f"{command.label.capitalize()} ({command.key_text})", command.help, run_it)
