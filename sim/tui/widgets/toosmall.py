"""The note that covers a screen when the terminal is too small for it."""

from typing import TYPE_CHECKING, Any, cast

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

if TYPE_CHECKING:
    from sim.tui.screens.base import Common

LEAST_WIDTH = 60
LEAST_HEIGHT = 16

LEAVE = "y"
"""The key that leaves a game that cannot be kept: another than the one that asks, which may be held
down."""


def too_small(size: Size) -> bool:
    """Whether the note covers the screens of a terminal of that size."""
    return size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT


class TooSmall(Widget):
    """Covers everything; shown by the style sheet when the screen is below the minimum."""

    asked = False
    """Whether it asks if the player means to leave."""

    def ask(self) -> None:
        """Ask whether the player means to leave."""
        self.asked = True
        self.refresh()

    def on_hide(self) -> None:
        """Once there is room, what it asked is not asked any more."""
        self.asked = False

    def render(self) -> Content:
        """What is wrong and what helps."""
        size, quit = self.app.size, cast("Common[Any]", self.screen).key_of("everywhere.quit")
        leave = f"{quit} leaves."
        if self.asked:
            leave = f"The game cannot be kept:\n{LEAVE} leaves all the same."
        return Content(
            f"Too small: {size.width}x{size.height}.\n"
            f"Buckstop needs {LEAST_WIDTH}x{LEAST_HEIGHT},\nand likes 120x40.\n{leave}"
        )
