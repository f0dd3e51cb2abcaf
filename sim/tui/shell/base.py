"""What all screens share: key bar, help, and the note when the terminal is too small."""

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
from sim.tui.kit.commands import Command, bindings, commands_of, own_commands
from sim.tui.kit.keybar import KeyBar
from sim.tui.kit.messages import ExplainWanted
from sim.tui.kit.toosmall import LEAST_HEIGHT, LEAST_WIDTH, TooSmall

if TYPE_CHECKING:
    from sim.tui.app import BuckstopApp
    from sim.tui.session import Session

Result = TypeVar("Result")

HELP = Command("question_mark,f1", "help", "help", "Explain this screen and its keys.",
               table="everywhere")  # fmt: skip

EXPLAIN = Command("e", "explain", "explain", "Break a number down into its parts. Clicking a "
                  "number does the same.", table="everywhere")  # fmt: skip

SETTINGS = Command("f2", "app.settings", "settings", "Colours, hints and keys.",
                   bar=False, table="everywhere")  # fmt: skip

LIGHT_OR_DARK = Command("ctrl+t", "app.toggle_theme", "light/dark",
                        "Change between dark and light.", bar=False,
                        table="everywhere")  # fmt: skip

PICTURE = Command("f3", "app.save_picture", "save a picture of the screen",
                  "Save a picture of this screen, to show to others.", bar=False,
                  name="picture", table="everywhere")  # fmt: skip

QUIT = Command("ctrl+q", "app.leave_game", "quit", "Leave Buckstop; it asks first if anything "
               "would be lost.", bar=False, name="quit", table="everywhere")  # fmt: skip

OF_THE_APP = (SETTINGS, LIGHT_OR_DARK, PICTURE, QUIT)
"""The commands of every screen that is not a dialog."""

AT_THE_START = (evolve(SETTINGS, bar=True), evolve(LIGHT_OR_DARK, bar=True), PICTURE, QUIT)
"""Those commands, where the key bar has room for them."""

UNDO = Command("u", "undo", "undo", "Take back the order drafted last.", table="pages")

TO_DESK = Command("escape", "page('desk')", "desk", "Back to the desk.", name="back",
                  table="pages")  # fmt: skip


class Common(Screen[Result], Generic[Result]):
    """A screen with a body, a key bar and help."""

    TABLE: ClassVar[str] = "everywhere"
    """What the key map calls the screen."""
    KEYS: ClassVar[tuple[Command, ...]] = (HELP,)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    HELD: ClassVar[frozenset[str]] = frozenset()
    """Keys that the screen's widgets use, other than those for moving about."""
    ABOUT: ClassVar[str] = ""
    """What the screen is for, as its help says; `{desk.end_turn}` stands for that key."""
    HORIZONTAL_BREAKPOINTS = [
        (0, "-tight"), (LEAST_WIDTH, "-narrow"), (100, "-wide"), (150, "-huge")
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (34, "-high")]

    _covered_at: Size | None = None
    """The terminal's size when another screen covered this one."""

    def __init_subclass__(cls, **options: bool) -> None:
        """Bind the keys of the commands that the new kind of screen declares."""
        cls.BINDINGS = bindings(own_commands(cls))
        super().__init_subclass__(**options)

    def on_compose(self) -> None:
        """Know the terminal's size before the first layout; Textual would tell it afterwards."""
        width, height = self.app.size
        wide = max(one for one in self.HORIZONTAL_BREAKPOINTS if one[0] <= width)
        high = max(one for one in self.VERTICAL_BREAKPOINTS if one[0] <= height)
        self.add_class(wide[1], high[1])

    def _screen_resized(self, size: Size) -> None:
        """Lay out for another size; Textual would do it twice for the first one."""
        if size != self._compositor.size:
            super()._screen_resized(size)

    def compose(self) -> ComposeResult:
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
        return cast("BuckstopApp", self.app)

    @property
    def session(self) -> "Session":
        """The game in progress."""
        return self.game_app.session

    @property
    def in_front(self) -> bool:
        """Whether no other screen covers this one and it was not left."""
        return self.app.screen is self

    @property
    def commands(self) -> list[Command]:
        """Its commands, on the player's keys."""
        return [self.game_app.key_map.apply(command) for command in commands_of(self)]

    def key_of(self, id: str) -> str:
        """The player's key for a command."""
        own = next((command for command in self.commands if command.id == id), None)
        return own.key_text if own else self.game_app.key_map.text(id)

    def on_screen_suspend(self) -> None:
        self._covered_at = self.app.size

    def on_screen_resume(self) -> None:
        """Lay out anew if the terminal changed meanwhile: Textual told this screen the new size
        before its styles fitted that size."""
        if self._covered_at not in (None, self.app.size):
            self.post_message(events.Resize(self.app.size, self.app.size))

    def action_help(self) -> None:
        self.game_app.help_on(self)

    def advice(self) -> list[Content]:
        """What the help begins with because the screen has no room for it."""
        return []

    def figure(self) -> Figure:
        """The figure that `explain` starts with."""
        return Figure(FigureKind.COST)

    def explain(self, figure: Figure) -> None:
        if self.in_front:
            self.game_app.explain(figure)

    def action_explain(self) -> None:
        self.explain(self.figure())

    def on_click(self, event: events.Click) -> None:
        figure = words.asked_at(event.style)
        if isinstance(figure, Figure):
            event.stop()
            self.explain(figure)

    def on_explain_wanted(self, message: ExplainWanted) -> None:
        message.stop()
        if isinstance(message.asked, Figure):
            self.explain(message.asked)

    def action_nothing(self) -> None:
        """A key that the focused widget handles, clicked in the key bar."""

    def on_descendant_focus(self) -> None:
        """Which keys can be used may depend on the focus."""
        self.refresh_keys()

    def key_label(self, command: Command) -> str:
        """A key's label in the key bar right now."""
        return command.label

    def key_note(self, action: str) -> str:
        """What follows the label in the key bar: a count, or nothing."""
        del action
        return ""

    def refresh_keys(self) -> None:
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
    """Lines of the box other than what scrolls."""

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            box.border_title = Content(self.TITLE_TEXT)
            yield from self.body()
            yield KeyBar()
        yield self.too_small()

    def on_mount(self) -> None:
        self._limit()

    def on_resize(self) -> None:
        self._limit()

    def _limit(self) -> None:
        """Give what scrolls in the box the lines that the terminal has left."""
        for inner in self.query(".fit"):
            inner.styles.max_height = max(3, self.app.size.height - self.RESERVE)

    def render(self) -> RenderableType:
        found = super().render()
        if isinstance(found, BackgroundScreen):
            return Beneath(found.screen, found.color)
        return found

    def name_box(self, title: Content) -> None:
        self.query_one("#box").border_title = title

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with a result, unless closed or covered already: Textual would close the screen in
        front instead."""
        return super().dismiss(result) if self.in_front else AwaitComplete()

    def action_leave(self) -> None:
        self.dismiss(None)
