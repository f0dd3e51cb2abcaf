"""What all screens share: the key bar, the help, the note when the terminal is too small."""

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from attrs import evolve
from rich.console import RenderableType
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen

from sim.model.explanation import Figure, FigureKind
from sim.tui.kit import words
from sim.tui.kit.beneath import Beneath
from sim.tui.kit.commands import (
    Command,
    bindings,
    commands_of,
    own_commands,
)
from sim.tui.kit.keybar import KeyBar
from sim.tui.kit.messages import ExplainWanted
from sim.tui.kit.toosmall import LEAST_HEIGHT, LEAST_WIDTH, TooSmall

if TYPE_CHECKING:
    from sim.tui.app import BuckstopApp
    from sim.tui.session import Session

Result = TypeVar("Result")

HELP = Command("question_mark,f1", "help", "help", "Say what this screen is and what its keys do.",
               table="everywhere")  # fmt: skip

EXPLAIN = Command("e", "explain", "explain", "Take a number apart: the parts that it is made of. A "
                  "click on a number does so, too.", table="everywhere")  # fmt: skip

SETTINGS = Command("f2", "app.settings", "settings", "Colours, hints, and which keys do what.",
                   bar=False, table="everywhere")  # fmt: skip

LIGHT_OR_DARK = Command("ctrl+t", "app.toggle_theme", "light/dark",
                        "Change between dark and light.", bar=False,
                        table="everywhere")  # fmt: skip

PICTURE = Command("f3", "app.save_picture", "save a picture of the screen",
                  "Save a picture of the screen as it is now, to be shown to others.", bar=False,
                  name="picture", table="everywhere")  # fmt: skip

QUIT = Command("ctrl+q", "app.leave_game", "quit", "Leave Buckstop; asks first when something "
               "would be lost.", bar=False, name="quit", table="everywhere")  # fmt: skip

OF_THE_APP = (SETTINGS, LIGHT_OR_DARK, PICTURE, QUIT)
"""What can be done on every screen that is no dialog."""

AT_THE_START = (evolve(SETTINGS, bar=True), evolve(LIGHT_OR_DARK, bar=True), PICTURE, QUIT)
"""What can be done on every screen that is no dialog, where the key bar has room to say so."""

UNDO = Command("u", "undo", "undo", "Take back the last order drafted.", table="pages")

TO_DESK = Command("escape", "page('desk')", "desk", "Back to the desk.", name="back",
                  table="pages")  # fmt: skip


class Common(Screen[Result], Generic[Result]):
    """A screen with a body, a key bar and help."""

    TABLE: ClassVar[str] = "everywhere"
    """What the key map calls the screen."""
    KEYS: ClassVar[tuple[Command, ...]] = (HELP,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HELD: ClassVar[frozenset[str]] = frozenset()
    """Keys that what stands on the screen uses, besides those for moving about."""
    ABOUT: ClassVar[str] = ""
    """What the screen is for; the first lines of its help. `{desk.end_turn}` is that key."""
    HORIZONTAL_BREAKPOINTS = [
        (0, "-tight"), (LEAST_WIDTH, "-narrow"), (100, "-wide"), (150, "-huge")
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (34, "-high")]

    _covered_at: Size | None = None
    """How large the terminal was when another screen came to lie over this one."""

    def __init_subclass__(cls, **options: bool) -> None:
        """Bind the keys of the commands that the new kind of screen declares."""
        cls.BINDINGS = bindings(own_commands(cls))
        super().__init_subclass__(**options)

    def on_compose(self) -> None:
        """Know the terminal's size before the first layout: Textual says it after that."""
        width, height = self.app.size
        wide = max(one for one in self.HORIZONTAL_BREAKPOINTS if one[0] <= width)
        high = max(one for one in self.VERTICAL_BREAKPOINTS if one[0] <= height)
        self.add_class(wide[1], high[1])

    def _screen_resized(self, size: Size) -> None:
        """Lay out for another size. Textual would do it twice for the first one."""
        if size != self._compositor.size:
            super()._screen_resized(size)

    def compose(self) -> ComposeResult:
        """The body, then what every screen has."""
        yield from self.body()
        yield KeyBar()
        yield self.too_small()

    def too_small(self) -> TooSmall:
        """The note that covers the screen when the terminal is too small."""
        return TooSmall(lambda: self.key_of(QUIT.id))

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        raise NotImplementedError

    @property
    def game_app(self) -> "BuckstopApp":
        """The app, as what it is."""
        return cast("BuckstopApp", self.app)

    @property
    def session(self) -> "Session":
        """The game in progress."""
        return self.game_app.session

    @property
    def in_front(self) -> bool:
        """Whether no other screen lies over this one, and it was not left."""
        return self.app.screen is self

    @property
    def commands(self) -> list[Command]:
        """What can be done here, on the player's keys."""
        return [self.game_app.key_map.apply(command) for command in commands_of(self)]

    def key_of(self, id: str) -> str:
        """The player's key for a command, as people write it."""
        own = next((command for command in self.commands if command.id == id), None)
        return own.key_text if own else self.game_app.key_map.text(id)

    def on_screen_suspend(self) -> None:
        """Another screen lies over it."""
        self._covered_at = self.app.size

    def on_screen_resume(self) -> None:
        """What was covered while the terminal changed is laid out anew: Textual told it of the new
        size before its style was that of such a size."""
        if self._covered_at not in (None, self.app.size):
            self.post_message(events.Resize(self.app.size, self.app.size))

    def action_help(self) -> None:
        """Open the help for this screen."""
        self.game_app.help_on(self)

    def advice(self) -> list[Content]:
        """What the help begins with because the screen has no room for it; mostly nothing."""
        return []

    def figure(self) -> Figure:
        """The number that `explain` starts with."""
        return Figure(FigureKind.COST)

    def explain(self, figure: Figure) -> None:
        """Take a number apart."""
        if self.in_front:
            self.game_app.explain(figure)

    def action_explain(self) -> None:
        """Take the selected number apart."""
        self.explain(self.figure())

    def on_click(self, event: events.Click) -> None:
        """A click on a number asks for its parts."""
        figure = words.asked_at(event.style)
        if isinstance(figure, Figure):
            event.stop()
            self.explain(figure)

    def on_explain_wanted(self, message: ExplainWanted) -> None:
        """A widget's number was clicked."""
        message.stop()
        if isinstance(message.asked, Figure):
            self.explain(message.asked)

    def action_nothing(self) -> None:
        """A key that the focused widget sees to, clicked in the key bar."""

    def on_descendant_focus(self) -> None:
        """Which keys can be used may hang on what they go to."""
        self.refresh_keys()

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

    TABLE = "dialogs"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("escape", "leave", "back", "Go back without doing anything.", name="back"),
        PICTURE,
    )
    TITLE_TEXT: ClassVar[str] = ""
    RESERVE: ClassVar[int] = 3
    """Lines of the box besides what scrolls in it."""

    def compose(self) -> ComposeResult:
        """The body and the keys in a box."""
        with Vertical(id="box") as box:
            box.border_title = Content(self.TITLE_TEXT)
            yield from self.body()
            yield KeyBar()
        yield self.too_small()

    def on_mount(self) -> None:
        """Know how long it may get before the first layout."""
        self._limit()

    def on_resize(self) -> None:
        """It may be as long as another terminal's size allows."""
        self._limit()

    def _limit(self) -> None:
        """What scrolls in the box gets what the terminal has left for it."""
        for inner in self.query(".fit"):
            inner.styles.max_height = max(3, self.app.size.height - self.RESERVE)

    def render(self) -> RenderableType:
        """The screen beneath shows through."""
        found = super().render()
        if isinstance(found, BackgroundScreen):
            return Beneath(found.screen, found.color)
        return found

    def name_box(self, title: Content) -> None:
        """Give the box its title."""
        self.query_one("#box").border_title = title

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the dialog with a result. Nothing happens when it is closed or covered already:
        Textual would close whichever screen is in front instead.
        """
        return super().dismiss(result) if self.in_front else AwaitComplete()

    def action_leave(self) -> None:
        """Go back without a result."""
        self.dismiss(None)
