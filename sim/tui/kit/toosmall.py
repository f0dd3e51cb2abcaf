"""The note that covers a screen when the terminal is too small for it."""

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

LEAST_WIDTH = 60
LEAST_HEIGHT = 16

LEAVE = "y"
"""Leaves a game that cannot be saved: not the key that asks, which may be held down."""


def too_small(size: Size) -> bool:
    """Whether screens of that size are covered by the note."""
    return size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT


class TooSmall(Widget):
    """Covers everything; the style sheet shows it below the minimum size."""

    asked = False
    """Whether it asks whether to leave."""

    def __init__(self, leave_key: Callable[[], str]) -> None:
        """A note that names the key that leaves, as `leave_key` gives it."""
        super().__init__()
        self._leave_key = leave_key

    def ask(self) -> None:
        self.asked = True
        self.refresh()

    def on_hide(self) -> None:
        """With room again, the question lapses."""
        self.asked = False

    def render(self) -> Content:
        size = self.app.size
        leave = f"{self._leave_key()} leaves."
        if self.asked:
            leave = f"The game cannot be saved:\n{LEAVE} leaves anyway."
        return Content(
            f"Too small: {size.width}x{size.height}.\n"
            f"{self.app.title} needs {LEAST_WIDTH}x{LEAST_HEIGHT},\n"
            f"and is at its best at 120x40.\n{leave}"
        )
