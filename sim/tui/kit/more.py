"""A line under what scrolls: it says when there is more below."""

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim.tui.kit import late, words


class More(Static):
    """Belongs under a `VerticalScroll`; a click on it scrolls a page on."""

    DEFAULT_CSS = """
    More { height: 1; width: 100%; padding: 0 2; }
    """

    def __init__(self, of: VerticalScroll) -> None:
        super().__init__(Content(""))
        self._of = of
        self._said = False

    def on_mount(self) -> None:
        """Look whenever it is scrolled or gets another size."""
        self.watch(self._of, "scroll_y", self._look, init=False)
        self.watch(self._of, "virtual_size", self._look, init=False)
        late.after_refresh(self, self._look)

    def on_resize(self) -> None:
        """There may be more room, or less."""
        late.after_refresh(self, self._look)

    def _look(self) -> None:
        more = self._of.max_scroll_y - self._of.scroll_offset.y > 0
        if more != self._said:
            self._said = more
            line = words.line(("▼", "$key"), (" more below", "$dim"))
            self.update(line if more else Content(""))

    def on_click(self, event: events.Click) -> None:
        """Scroll a page on."""
        event.stop()
        self._of.scroll_page_down()
