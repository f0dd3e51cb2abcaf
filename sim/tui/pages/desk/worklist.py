"""The work list: a line for each task and each piece of outside work on offer."""

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sim.tui.kit import words
from sim.tui.pages.work import Item

STATES = {
    "decide": ("?", "bold $key"),
    "late": ("!", "bold $bad"),
    "offer": ("$", "bold $key"),
    "plan": ("+", "bold $good"),
    "short": ("!", "bold $bad"),
    "slips": ("!", "bold $warn"),
    "runs": (">", ""),
    "ahead": ("·", "$dim"),
    "done": ("=", "$dim"),
    "lost": ("x", "$dim"),
}
"""State → its mark and style."""

SHORT = 6
"""Most cells of a note that others are aligned with."""

QUIET_HERE = "$foreground 80%"
"""The style of quiet words on the cursor's line."""


class WorkList(OptionList):
    """Shows the items, and brightens the one that the cursor is on."""

    DEFAULT_CSS = """
    WorkList { height: 1fr; padding: 0; background: transparent; border: none; }
    WorkList:focus { border: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("right", "select", "look at it", show=False)]

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._items: list[Item] = []
        self._width = 0
        self._note = 0
        """Cells of the column of short notes."""
        self._lit = 0
        """The line drawn as the cursor's."""

    @property
    def key(self) -> str:
        """What the cursor is on."""
        at = self.highlighted
        return self._items[at].key if at is not None and at < len(self._items) else ""

    def show(self, found: list[Item]) -> None:
        """Show other items; the cursor stays on its item while that exists."""
        if found == self._items and self._width == self.size.width:
            return
        kept = self.key
        self._items, self._width = found, self.size.width
        short = (cell_len(item.note) for item in found)
        self._note = max((cells for cells in short if cells <= SHORT), default=0)
        keys = [item.key for item in found]
        with self.app.batch_update():
            self.clear_options()
            self._lit = keys.index(kept) if kept in keys else 0
            self.add_options(
                [Option(self._line(item, n == self._lit)) for n, item in enumerate(found)]
            )
            if found:
                self.highlighted = self._lit

    def _light(self, at: int) -> None:
        """Brighten the quiet words of the cursor's line, whose ground is lighter."""
        for index in {at, self._lit} & set(range(len(self._items))):
            line = self._line(self._items[index], index == at)
            self.replace_option_prompt_at_index(index, line)
        self._lit = at

    def choose_first(self) -> None:
        if self._items:
            self.highlighted = 0

    def on_resize(self) -> None:
        self.show(self._items)

    def _line(self, item: Item, here: bool = False) -> Content:
        """A line of the list; `here` is where the cursor stands."""
        width = max(20, self.size.width - 3)
        mark, style = STATES[item.state]
        note = max(self._note, cell_len(item.note))
        room = width - 9 - note - (1 if note else 0)
        # Who has it stands where the title leaves room: the title says more.
        who = room - cell_len(item.title) - 2 if item.who else 0
        who = who if who >= 6 else 0
        title = room - who - (1 if who else 0)
        quiet = QUIET_HERE if here else "$dim"
        style = style.replace("$dim", quiet)
        over = item.state in ("ahead", "done", "lost")
        pieces: list[words.Piece] = [
            (f"{mark} ", style),
            (words.left(item.state, 7), style or quiet),
            (words.left(item.title, title), quiet if over else "bold" if item.urgent else ""),
        ]
        if who:
            pieces += [" ", (words.right(item.who, who), quiet)]
        if note:
            pieces += [" ", (words.right(item.note, note), style if item.urgent else quiet)]
        return words.line(*pieces)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self._items):
            self._light(event.option_index)
