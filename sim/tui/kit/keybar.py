"""The last line of a screen: its keys, as far as they fit, each of them clickable."""

from typing import Protocol, cast

from attrs import evolve
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from sim.tui.kit import words
from sim.tui.kit.commands import Command, usable

MORE = Command("ctrl+p", "app.command_palette", "all", "Everything that can be done here.", "^p")
"""Opens the palette, which has what the bar has no room for."""


class Keyed(Protocol):
    """A screen with keys to show."""

    @property
    def commands(self) -> list[Command]:
        """Its commands, the first ones first."""

    def key_label(self, command: Command) -> str:
        """A command's label, as things stand."""

    def key_note(self, action: str) -> str:
        """What follows the label: a count, or nothing."""


class KeyBar(Widget):
    """Shows the commands of its screen that can be used now, the first ones first."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; width: 1fr; padding: 0 1; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, Command]] = []

    def render(self) -> Content:
        """Keys and labels; help always has its place at the right."""
        width = self.size.width
        commands = cast(Keyed, self.screen).commands
        shown = [(c, self._label(c)) for c in commands if c.bar and usable(c, self.screen)]
        pages = [one for one in shown if one[0].action.startswith("page(")]
        pages = [one for one in pages if one[0].key.isdecimal()]
        if len(pages) > 1 and sum(self._length(*one) + 2 for one in shown) > width:
            shown = [one for one in shown if one not in pages]
            first, last = pages[0][0], pages[-1][0]
            both = evolve(first, shown=f"{first.key_text}-{last.key_text}")
            shown.insert(min(3, len(shown)), (both, "pages"))
        ends = [one for one in shown if one[0].action == "help"]
        if not self.screen.is_modal:
            ends.insert(0, (MORE, MORE.label))
        tail = sum(self._length(*one) + 2 for one in ends)
        pieces: list[words.Piece] = []
        self._places = []
        at = 0
        for command, label in [one for one in shown if one not in ends]:
            length = self._length(command, label)
            if at + length + tail > width:
                break
            self._places.append((at, at + length, command))
            pieces += [(command.key_text, "bold $key"), f" {label}", "  "]
            at += length + 2
        place = width - tail + 2
        for command, label in ends:
            length = self._length(command, label)
            if at <= place:
                pieces.append(" " * (place - at))
                self._places.append((place, place + length, command))
                pieces += [(command.key_text, "bold $key"), f" {label}"]
                at = place + length
            place += length + 2
        return words.line(*pieces)

    def _label(self, command: Command) -> str:
        screen = cast(Keyed, self.screen)
        return f"{screen.key_label(command)} {screen.key_note(command.action)}".rstrip()

    @staticmethod
    def _length(command: Command, label: str) -> int:
        return cell_len(f"{command.key_text} {label}")

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        event.stop()
        column = event.get_content_offset(self)
        if column is None:
            return
        for start, end, command in self._places:
            if start <= column.x < end:
                await self.screen.run_action(command.action)
                return
