"""Texts that are made for the width they are shown in, and the box in which they scroll."""

from collections.abc import Callable, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sim.tui.kit import late, words


class Prose(Static):
    """Rows of text, made anew for each width."""

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
        late.after_refresh(self, self.show)

    def show(self) -> None:
        """Make the rows anew."""
        width = self.size.width or self._first or self.app.size.width
        words.put(self, words.lines(self._rows(max(self._least, width))))


class Panel(VerticalScroll):
    """A box in which a text scrolls; a few of them, where they stand side by side."""

    DEFAULT_CSS = """
    Panel { background: transparent; }
    """

    def __init__(
        self,
        *texts: Widget,
        id: str | None = None,
        classes: str = "panel",
        title: str = "",
        keys: bool = True,
    ) -> None:
        """A box; `keys` says whether it can have the focus, so that keys scroll it."""
        super().__init__(*texts, id=id, classes=classes, can_focus=keys)
        self.border_title = Content(title)

    def show(self, title: str | None = None) -> None:
        """Make the text anew; under another title, if one is given."""
        if title is not None:
            self.border_title = Content(title)
        for text in self.query(Prose):
            text.show()
