"""A line below a scrolling box that says when there is more."""

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim.tui.kit import late, words


class More(Static):
    """Goes below a `VerticalScroll`; a click scrolls a page."""

    DEFAULT_CSS = """
    More { height: 1; width: 100%; padding: 0 2; }
    """

    def __init__(self, of: VerticalScroll) -> None:
        super().__init__(Content(""))
        self._of = of
        self._said = False

    def on_mount(self) -> None:
        self.watch(self._of, "scroll_y", self._look, init=False)
        self.watch(self._of, "virtual_size", self._look, init=False)
        late.after_refresh(self, self._look)

    def on_resize(self) -> None:
        late.after_refresh(self, self._look)

    def _look(self) -> None:
        more = self._of.max_scroll_y - self._of.scroll_offset.y > 0
        if more != self._said:
            self._said = more
            line = words.line(("▼", "$key"), (" more below", "$dim"))
            self.update(line if more else Content(""))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self._of.scroll_page_down()
