"""The offers for a task side by side, by mode: columns to walk through."""

from collections.abc import Sequence

from attrs import evolve

from sim.forecast import Caution, Forecast
from sim.model.orders import Award
from sim.model.scenario import Scenario
from sim.model.vocabulary import TaskKind
from sim.tui.kit.matrix import Line, Matrix
from sim.tui.pages.desk.offer_rows import (
    COLUMN,
    FULL_COLUMN,
    FULL_LEAST,
    LEAST,
    OTHER_ROWS,
    OfferView,
    Rows,
)

NEAR = 10
"""Offers around the cursor that are forecast."""


class OfferTable(Matrix):
    """One column an offer."""

    NOTHING = "No offers for this task now."

    def __init__(self, id: str, full: bool = False) -> None:
        """A table.

        Args:
            id: The widget's.
            full: Whether to show everything, in columns as wide as there is room for.
        """
        super().__init__(id, *((FULL_LEAST, FULL_COLUMN) if full else (LEAST, COLUMN)))
        self._full = full
        self._views: tuple[OfferView, ...] = ()
        self._kind = TaskKind.PROJECT
        self._scenario: Scenario | None = None
        self._room = 0

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
    def count(self) -> int:
        return len(self._views)

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
        self.draw()

    @property
    def needed(self) -> int:
        return self._rows(0, self.count, LEAST).needed

    def lines(self, first: int, count: int, column: int) -> list[Line]:
        ranges = 7 if self._kind is TaskKind.FUNCTION else 6
        plain = ranges + OTHER_ROWS
        bars, blank = self._room >= plain + ranges, self._room > plain + 2 * ranges
        return self._rows(first, count, column).build(bars, blank)

    def _rows(self, first: int, count: int, column: int) -> Rows:
        assert self._scenario is not None
        views, hidden = self._views[first : first + count], (first, self.count - first - count)
        return Rows(views, self._at - first, column, self._kind, self._scenario, self._full, hidden)
