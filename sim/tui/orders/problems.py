"""Why an order cannot be drafted, under the dialog that would draft it."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sim.engine.legality import Problem
from sim.tui.kit import words


class Problems(Static):
    """Stands in a dialog's box; takes no room while there are none."""

    DEFAULT_CSS = """
    Problems { height: auto; margin: 1 0 0 1; display: none; }
    """

    def tell(self, found: Sequence[Problem]) -> None:
        """Say what stands in the way, and what helps."""
        assert isinstance(self.parent, Widget)
        width = max(30, self.parent.size.width - 1)
        rows: list[Content] = []
        for problem in found:
            text = f"{words.clean(problem.reason)} {words.clean(problem.remedy)}"
            rows += words.hang([("✗ ", "bold $bad")], text, width)
        self.display = bool(rows)
        self.update(words.lines(rows))
