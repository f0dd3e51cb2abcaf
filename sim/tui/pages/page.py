"""What the pages of a game share: the strip above, and the ways to one another."""

from typing import Any, ClassVar

from textual.app import ComposeResult

from sim.model.orders import Order
from sim.tui.kit import late
from sim.tui.kit.commands import Command
from sim.tui.kit.table import Table
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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A page has no key for itself."""
        return not (action == "page" and parameters and parameters[0] == self.PAGE)


class OrderPage(GamePage):
    """A page that offers orders for what is selected on it."""

    MENU: ClassVar[tuple[MenuItem, ...]] = ()

    @property
    def chosen(self) -> Any:
        """What is selected; None for nothing."""
        raise NotImplementedError

    @property
    def drafted(self) -> list[Order]:
        """The drafted orders of the kinds that it offers."""
        return self.session.drafted(tuple(item.order for item in self.MENU))

    def action_order(self, name: str) -> None:
        self.app.push_screen(self._item(name).dialog(self.session, self.chosen))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that have nothing to work on are not there."""
        if self.is_mounted and self.query_one_optional(Table):
            if action == "order":
                allowed = self._item(str(parameters[0])).allowed(self.session, self.chosen)
                return allowed and not self.session.game.over
            if action == "undo" and not self.session.game.pending:
                return False
        return super().check_action(action, parameters)

    def _item(self, name: str) -> MenuItem:
        return next(item for item in self.MENU if item.command.name == name)
