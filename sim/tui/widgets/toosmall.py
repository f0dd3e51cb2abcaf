"""The note that covers a screen when the terminal is too small for it."""

from textual.content import Content
from textual.widget import Widget

LEAST_WIDTH = 60
LEAST_HEIGHT = 16


class TooSmall(Widget):
    """Covers everything; shown by the style sheet when the screen is below the minimum."""

    def render(self) -> Content:
        """What is wrong and what helps."""
        size = self.app.size
        return Content(
            f"Too small: {size.width}x{size.height}.\n"
            f"Buckstop needs {LEAST_WIDTH}x{LEAST_HEIGHT},\nand likes 120x40."
        )
