"""The note that covers a screen when the terminal is too small for it."""

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

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

    def __init__(self, leave_key: Callable[[], str]) -> None:
        """A note that names the key that leaves, as `leave_key` gives it."""
        super().__init__()
        self._leave_key = leave_key

    def ask(self) -> None:
        """Ask whether the player means to leave."""
        self.asked = True
        self.refresh()

    def on_hide(self) -> None:
        """Once there is room, what it asked is not asked any more."""
        self.asked = False

    def render(self) -> Content:
        """What is wrong and what helps."""
        size = self.app.size
        leave = f"{self._leave_key()} leaves."
        if self.asked:
            leave = f"The game cannot be kept:\n{LEAVE} leaves all the same."
        return Content(
            f"Too small: {size.width}x{size.height}.\n"
            f"{self.app.title} needs {LEAST_WIDTH}x{LEAST_HEIGHT},\nand likes 120x40.\n{leave}"
        )
