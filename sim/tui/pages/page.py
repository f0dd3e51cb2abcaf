"""What the pages of a game share: the strip above, and the ways to one another."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from sim import narrate
from sim.tui.kit import late, words
from sim.tui.kit.commands import Command
from sim.tui.kit.prose import Panel, Prose
from sim.tui.kit.table import Column, Row, Table
from sim.tui.orders.menu import MenuItem
from sim.tui.pages.goals import GoalsDialog
from sim.tui.pages.strip import Strip
from sim.tui.shell.base import EXPLAIN, OF_THE_APP, Common


class GamePage(Common[None]):
    """A page of a game in progress: the strip above, and the way to the other pages."""

    TABLE = "pages"
    KEYS: ClassVar[tuple[Command, ...]] = (
        EXPLAIN,
        Command("1", "page('desk')", "desk", "The desk: who does what.", bar=False, name="desk"),
        Command("2", "page('people')", "people", "Teams and sites: hire, train, lay off.",
                name="people"),
        Command("3", "page('suppliers')", "suppliers", "Freelancers and vendors: what is known.",
                name="suppliers"),
        Command("4", "page('ledger')", "ledger", "Money by account, and who was blamed for what.",
                name="ledger"),
        Command("5", "page('trends')", "trends", "The four results over the turns.",
                name="trends"),
        Command("g", "goals", "goals", "What you are judged on, and how you stand.", bar=False),
        *OF_THE_APP,
    )  # fmt: skip
    PAGE: ClassVar[str] = ""
    MENU: ClassVar[tuple[MenuItem, ...]] = ()
    """The orders that it offers for what is selected on it."""

    def compose(self) -> ComposeResult:
        yield Strip()
        yield from super().compose()

    def __init__(self) -> None:
        super().__init__()
        self._about_to_show = False

    def on_resize(self) -> None:
        self.show_soon()

    def on_screen_resume(self) -> None:
        """Show the game as it stands: it may have changed behind another screen. The first time
        nothing is laid out yet, so that the first paint says something."""
        self.show()

    def show_soon(self) -> None:
        """Show everything once it is laid out; once, however often this is called."""
        if not self._about_to_show:
            self._about_to_show = True
            late.after_refresh(self, self.show)

    def show(self) -> None:
        """Show everything anew."""
        self._about_to_show = False
        if not late.stands(self):
            return
        self.query_one(Strip).show(self.session)
        self.show_page()
        self.refresh_keys()

    def show_page(self) -> None:
        """Show the page's own widgets anew."""
        raise NotImplementedError

    def action_page(self, name: str) -> None:
        self.game_app.go_to_page(name)

    def action_goals(self) -> None:
        self.app.push_screen(GoalsDialog())

    def action_undo(self) -> None:
        if self.session.game.undo() is not None:
            self.show()

    @property
    def chosen(self) -> Any:
        """What the orders of its menu are about: what is selected; None for nothing."""
        return None

    def action_order(self, name: str) -> None:
        self.app.push_screen(self._item(name).dialog(self.session, self.chosen), self.ordered)

    def ordered(self, done: bool | None) -> None:
        """A dialog was left; `done` when it drafted its order."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A page has no key for itself, nor any that has nothing to work on."""
        if action == "order":
            allowed = self._item(str(parameters[0])).allowed(self.session, self.chosen)
            return allowed and not self.session.game.over
        if action == "undo":
            return bool(self.session.game.pending)
        return not (action == "page" and parameters and parameters[0] == self.PAGE)

    def _item(self, name: str) -> MenuItem:
        return next(item for item in self.MENU if item.name == name)


class ListPage(GamePage):
    """A page with a list, and more about what is selected in it below."""

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    TITLE_TEXT: ClassVar[str] = ""
    """Of the list."""

    def body(self) -> ComposeResult:
        with Vertical(id="list", classes="panel") as panel:
            panel.border_title = Content(self.TITLE_TEXT)
            yield Table(self.COLUMNS, id="table")
        yield Panel(Prose(self.about, 30), id="more", keys=False)

    @property
    def key(self) -> str:
        """What the cursor is on; empty if nothing."""
        table = self.query_one_optional(Table)
        return table.key if table else ""

    def rows(self) -> list[Row]:
        """The list."""
        raise NotImplementedError

    def name_of_chosen(self) -> str:
        """What the text about the selected one is headed with."""
        raise NotImplementedError

    def about(self, width: int) -> list[Content]:
        """The text about the selected one, in so many cells."""
        raise NotImplementedError

    def drafted(self) -> list[Content]:
        """The drafted orders of the kinds in its menu, a line each."""
        kinds, facts = tuple(item.order for item in self.MENU), self.session.observation
        return [
            words.line(("  + ", "$good"), words.clean(narrate.order(facts, order)))
            for order in self.session.drafted(kinds)
        ]

    def show_page(self) -> None:
        table = self.query_one(Table)
        table.show(self.rows())
        if self.focused is None:
            table.list.focus()
        self._show_more()

    def on_table_moved(self, message: Table.Moved) -> None:
        message.stop()
        self._show_more()
        self.refresh_keys()

    def _show_more(self) -> None:
        self.query_one(Panel).show(words.cut(self.name_of_chosen(), 60))
