"""What all screens share: the key bar, the help, the note when the terminal is too small."""

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen

from sim.model.explanation import Figure, FigureKind
from sim.tui import words
from sim.tui.commands import Command, bindings
from sim.tui.messages import ExplainWanted
from sim.tui.session import Session
from sim.tui.widgets.keybar import KeyBar
from sim.tui.widgets.strip import Strip
from sim.tui.widgets.toosmall import LEAST_HEIGHT, LEAST_WIDTH, TooSmall

if TYPE_CHECKING:
    from sim.tui.app import BuckstopApp

Result = TypeVar("Result")

HELP = Command("question_mark,f1", "help", "help", "Say what this screen is and what its keys do.",
               "?")  # fmt: skip

EXPLAIN = Command("e", "explain", "explain", "Take a number apart: the parts that it is made of. A "
                  "click on a number does so, too.")  # fmt: skip


class Common(Screen[Result], Generic[Result]):
    """A screen with a body, a key bar and help."""

    KEYS: ClassVar[tuple[Command, ...]] = (HELP,)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    ABOUT: ClassVar[str] = ""
    """What the screen is for; the first lines of its help."""
    HORIZONTAL_BREAKPOINTS = [
        (0, "-tight"), (LEAST_WIDTH, "-narrow"), (100, "-wide"), (150, "-huge")
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (34, "-high")]

    def compose(self) -> ComposeResult:
        """The body, then what every screen has."""
        yield from self.body()
        yield KeyBar()
        yield TooSmall()

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        raise NotImplementedError

    @property
    def game_app(self) -> "BuckstopApp":
        """The app, as what it is."""
        return cast("BuckstopApp", self.app)

    @property
    def session(self) -> Session:
        """The game in progress."""
        return self.game_app.session

    def action_help(self) -> None:
        """Open the help for this screen."""
        from sim.tui.screens.help import HelpDialog

        self.app.push_screen(HelpDialog(self))

    def figure(self) -> Figure:
        """The number that `explain` starts with."""
        return Figure(FigureKind.COST)

    def explain(self, figure: Figure) -> None:
        """Take a number apart."""
        self.game_app.explain(figure)

    def action_explain(self) -> None:
        """Take the selected number apart."""
        self.explain(self.figure())

    def on_click(self, event: events.Click) -> None:
        """A click on a number asks for its parts."""
        figure = words.figure_at(event.style)
        if figure is not None:
            event.stop()
            self.explain(figure)

    def key_label(self, command: Command) -> str:
        """A key's label in the key bar, as things stand."""
        return command.label

    def key_note(self, action: str) -> str:
        """What stands behind a key's label in the key bar: a count, mostly nothing."""
        del action
        return ""

    def refresh_keys(self) -> None:
        """Show again which keys can be used."""
        for bar in self.query(KeyBar):
            bar.refresh()


class Dialog(Common[Result], ModalScreen[Result], Generic[Result]):
    """A box over the screen beneath. Esc leaves it without a result."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape", "leave", "back", "Go back without doing anything."),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    TITLE_TEXT: ClassVar[str] = ""
    RESERVE: ClassVar[int] = 3
    """Lines of the box besides what scrolls in it."""

    def compose(self) -> ComposeResult:
        """The body and the keys in a box."""
        with Vertical(id="box") as box:
            box.border_title = Content(self.TITLE_TEXT)
            yield from self.body()
            yield KeyBar()
        yield TooSmall()

    def on_resize(self) -> None:
        """What scrolls in the box gets what the terminal has left for it."""
        for inner in self.query(".fit"):
            inner.styles.max_height = max(3, self.app.size.height - self.RESERVE)

    def name_box(self, title: Content) -> None:
        """Give the box its title."""
        self.query_one("#box").border_title = title

    def action_leave(self) -> None:
        """Go back without a result."""
        self.dismiss(None)


class GamePage(Common[None]):
    """A page of a game in progress: the strip above, and the way to the other pages."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        EXPLAIN,
        Command("1", "page('desk')", "desk", "The desk: who does what.", bar=False),
        Command("2", "page('people')", "people", "Teams and sites: hire, train, lay off."),
        Command("3", "page('suppliers')", "suppliers", "Freelancers and vendors: what is known."),
        Command("4", "page('ledger')", "ledger", "Money by account, and who was to blame."),
        Command("5", "page('trends')", "trends", "The four results over the turns."),
        Command("g", "goals", "goals", "What is judged, and where it stands.", bar=False),
        Command("ctrl+t", "app.toggle_theme", "light/dark", "Change between dark and light.",
                "^t", bar=False),
        Command("ctrl+q", "app.leave_game", "quit", "Leave the game; asks first.", "^q", bar=False),
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]
    PAGE: ClassVar[str] = ""

    def compose(self) -> ComposeResult:
        """The strip, the page's own widgets, the keys."""
        yield Strip()
        yield from self.body()
        yield KeyBar()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show the game as it stands."""
        self.call_after_refresh(self.show)

    def on_resize(self) -> None:
        """The strip is laid out for another width."""
        self.call_after_refresh(self.show_strip)

    def on_screen_resume(self) -> None:
        """Something may have changed while another screen was in front."""
        self.call_after_refresh(self.show)

    def show_strip(self) -> None:
        """Show the strip anew."""
        if self._stands:
            self.query_one(Strip).show(self.session)

    @property
    def _stands(self) -> bool:
        """Whether its widgets are there; a screen on its way out has lost them already."""
        return self.is_mounted and bool(self.query(Strip))

    def show(self) -> None:
        """Show everything anew."""
        if not self._stands:
            return
        self.show_strip()
        self.show_page()
        self.refresh_keys()

    def show_page(self) -> None:
        """Show the page's own widgets anew."""
        raise NotImplementedError

    def on_explain_wanted(self, message: ExplainWanted) -> None:
        """A number was clicked."""
        self.explain(message.figure)

    def action_page(self, name: str) -> None:
        """Go to another page."""
        self.game_app.go_to_page(name)

    def action_goals(self) -> None:
        """Show the objectives."""
        from sim.tui.screens.goals import GoalsDialog

        self.app.push_screen(GoalsDialog())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A page has no key for itself."""
        return not (action == "page" and parameters and parameters[0] == self.PAGE)
