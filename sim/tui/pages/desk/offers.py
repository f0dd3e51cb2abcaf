"""The offers for a task side by side, by mode: columns to walk through."""

from collections.abc import Sequence

from attrs import evolve
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from sim.forecast import Caution, Forecast
from sim.model.orders import Award
from sim.model.scenario import Scenario
from sim.model.vocabulary import TaskKind
from sim.tui.kit import words
from sim.tui.pages.desk.offer_rows import (
    COLUMN,
    FULL_COLUMN,
    FULL_LEAST,
    GAP,
    LABEL,
    LEAST,
    OTHER_ROWS,
    OfferView,
    Rows,
)

NEAR = 10
"""Offers around the cursor that are forecast."""


class OfferChosen(Message):
    """The cursor is on another offer; `taken` when the player wants to award it."""

    def __init__(self, offer: str, taken: bool) -> None:
        self.offer = offer
        self.taken = taken
        super().__init__()


class OffersLeft(Message):
    """The player walked left of the first offer."""


class OfferTable(Widget, can_focus=True):
    """One column an offer. Left and right walk, enter takes, a click selects.

    A click on a row's name explains that figure of the chosen offer.
    """

    DEFAULT_CSS = """
    OfferTable { height: auto; width: 1fr; }
    """
    BINDINGS = [
        Binding("left", "walk(-1)", "previous offer", show=False),
        Binding("right", "walk(1)", "next offer", show=False),
        Binding("home", "walk(-99)", "first offer", show=False),
        Binding("end", "walk(99)", "last offer", show=False),
        Binding("enter", "take", "award", show=False),
        Binding("up", "scroll_panel(-1)", "up", show=False),
        Binding("down", "scroll_panel(1)", "down", show=False),
    ]

    def __init__(self, id: str, full: bool = False) -> None:
        """A table.

        Args:
            id: The widget's.
            full: Whether to show everything, in columns as wide as there is room for.
        """
        super().__init__(id=id)
        self._full = full
        self._views: tuple[OfferView, ...] = ()
        self._at = 0
        self._kind = TaskKind.PROJECT
        self._scenario: Scenario | None = None
        self._room = 0
        self._shown: list[tuple[int, int, int]] = []

    def show(self, views: Sequence[OfferView], kind: TaskKind, scenario: Scenario) -> None:
        """Show these offers; the cursor stays on its offer."""
        if (*views,) == self._views and (kind, scenario) == (self._kind, self._scenario):
            return
        kept = self.chosen
        self._views, self._kind, self._scenario = tuple(views), kind, scenario
        same = [at for at, view in enumerate(views) if kept and view.award == kept.award]
        near = [at for at, view in enumerate(views) if kept and view.offer.id == kept.offer.id]
        self._at = (*same, *near, 0)[0]
        self.refresh(layout=True)

    def give_room(self, rows: int) -> None:
        """How many lines it may take; with enough, ranges are drawn, too."""
        if rows != self._room:
            self._room = rows
            self.refresh(layout=True)

    @property
    def chosen(self) -> OfferView | None:
        """The offer under the cursor."""
        return self._views[self._at] if self._at < len(self._views) else None

    def unforeseen(self) -> list[Award]:
        """The awards near the cursor without a forecast, the nearest first."""
        near = sorted(range(len(self._views)), key=lambda place: abs(place - self._at))
        views = [self._views[place] for place in near[:NEAR]]
        return [view.award for view in views if view.forecast is None and not view.barred]

    def foreseen(self, award: Award, forecast: Forecast, cautions: tuple[Caution, ...]) -> None:
        """Add the forecast of one of them, and what it warns of."""
        self._views = tuple(
            evolve(view, forecast=forecast, cautions=cautions) if view.award == award else view
            for view in self._views
        )
        self._draw()

    def action_walk(self, by: int) -> None:
        at = max(0, min(len(self._views) - 1, self._at + by))
        if by < 0 and self._at == 0:
            self.post_message(OffersLeft())
        if self._views and at != self._at:
            self._at = at
            self._draw()
            self.post_message(OfferChosen(self._views[at].offer.id, taken=False))

    def _draw(self) -> None:
        """Draw anew; lay out anew only if the height changes."""
        rows = self.render().plain.count("\n") + 1
        self.refresh(layout=rows != self.size.height)

    def action_scroll_panel(self, by: int) -> None:
        """Scroll the panel around the table."""
        if isinstance(self.parent, Widget):
            self.parent.scroll_relative(y=by, animate=False)

    def action_take(self) -> None:
        if self.chosen is not None:
            self.post_message(OfferChosen(self.chosen.offer.id, taken=True))

    def on_click(self, event: events.Click) -> None:
        """Select a column; a click on the selected one takes it."""
        for start, end, index in self._shown:
            if start <= event.x < end:
                if index == self._at:
                    self.action_take()
                else:
                    self.action_walk(index - self._at)
                return

    def render(self) -> Content:
        self._shown = []
        if not self._views or self._scenario is None:
            return words.line(("No offers for this task now.", "$dim"))
        width = max(20, self.size.width)
        every = Rows(self._views, self._at, LEAST, self._kind, self._scenario, self._full)
        least = max(FULL_LEAST if self._full else LEAST, every.needed)
        count = max(1, min(len(self._views), (width - LABEL) // (least + GAP)))
        column = min(FULL_COLUMN if self._full else COLUMN, (width - LABEL) // count - GAP)
        first = min(max(0, self._at - count + 1), len(self._views) - count)
        first = max(first, min(self._at, self._at - count // 2)) if count < len(self._views) else 0
        first = min(max(0, first), len(self._views) - count)
        views = self._views[first : first + count]
        self._shown = [
            (LABEL + i * (column + GAP), LABEL + (i + 1) * (column + GAP), first + i)
            for i in range(count)
        ]
        hidden = (first, len(self._views) - first - count)
        rows = Rows(views, self._at - first, column, self._kind, self._scenario, self._full, hidden)
        ranges = 7 if self._kind is TaskKind.FUNCTION else 6
        plain = ranges + OTHER_ROWS
        bars, blank = self._room >= plain + ranges, self._room > plain + 2 * ranges
        return words.lines(rows.build(bars, blank))
