"""A text that is made for the width it is shown in."""

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widgets import Static

from sim.tui.kit import late, words


class Prose(Static):
    """Rows of text, made anew for each width. Where they are to scroll, it stands in a box that
    does.
    """

    def __init__(
        self,
        rows: Callable[[int], Sequence[Content]],
        least: int = 40,
        first: int = 0,
        id: str | None = None,
    ) -> None:
        """A text.

        Args:
            rows: Makes the rows for so many cells.
            least: Fewest cells that it is asked for.
            first: Cells for which it is made before it is laid out; it begins empty when left out.
            id: The widget's.
        """
        super().__init__(Content(""), id=id)
        self._rows, self._least, self._first = rows, least, first

    def on_mount(self) -> None:
        """Say something before the first layout, if that is wanted."""
        if self._first:
            self.show()

    def on_resize(self) -> None:
        """Make the rows for another width."""
        late.after_refresh(self, self.show)

    def show(self) -> None:
        """Make the rows anew."""
        width = max(self._least, self.size.width or self._first)
        words.put(self, words.lines(self._rows(width)))
