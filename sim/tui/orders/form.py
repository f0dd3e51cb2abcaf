"""A dialog that makes one order: rows to set, what follows from them, why it cannot be."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim import narrate
from sim.model.explanation import Figure
from sim.model.orders import Order
from sim.tui.kit import late, words
from sim.tui.kit.commands import Command
from sim.tui.kit.fields import NUMBERS, ChoiceField, Field, Pick
from sim.tui.kit.messages import ValueChanged
from sim.tui.kit.prose import Prose
from sim.tui.orders.problems import Problems
from sim.tui.session import Session
from sim.tui.shell.base import EXPLAIN, Dialog

Values = Mapping[str, object]

CONFIRM = Command("enter", "confirm", "confirm", "Draft the order; it is carried out at the turn's "
                  "end.", priority=True, table="form")  # fmt: skip


def text_of(values: Values, name: str) -> str:
    """A row's value that is a text."""
    value = values[name]
    assert isinstance(value, str)
    return value


def number_of(values: Values, name: str) -> int:
    """A row's value that is a number."""
    value = values[name]
    assert isinstance(value, int)
    return value


def one_of(name: str, label: str, picks: Sequence[Pick]) -> list[Field]:
    """A row to say which is meant; none where there is no choice."""
    return [ChoiceField(name, label, picks)] if len(picks) > 1 else []


def a_turn(session: Session) -> str:
    """'a month', in the scenario's own word."""
    return f"a {narrate.turn_word(session.game.scenario)}"


def hours_text(amount: float) -> str:
    """Managers' hours in words."""
    return f"{amount:g} managers' hour{'' if amount == 1 else 's'}"


def _wrapped(text: str, width: int) -> list[Content]:
    """A text of several lines; a table in it, whose lines begin with two cells, stays as it is."""
    rows: list[Content] = []
    for one in text.split("\n"):
        table = one[1:2] == " "
        rows += [Content(words.clean(one))] if table else words.hang([], one, width)
    return rows


class FormDialog(Dialog[bool]):
    """Makes an order of the values in its rows. Enter drafts it, if it is legal."""

    TABLE = "form"
    KEYS: ClassVar[tuple[Command, ...]] = (
        CONFIRM,
        Command("left", "nothing", "change", "Change the value: arrows, or digits for a number.",
                "← →", bound=False),
        EXPLAIN,
    )  # fmt: skip
    HELD = NUMBERS
    RESERVE = 5
    ABOUT: ClassVar[str] = (
        "Up and down go from row to row, left and right change a value; numbers can be typed. "
        "The order is drafted with {form.confirm} and carried out when the turn ends; until then "
        "{pages.undo} takes it back."
    )

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        make: Callable[[Values], Order],
        lead: str | Content = "",
        describe: Callable[[Values], str] = lambda values: "",
        asked: Callable[[Values], Figure] | None = None,
    ) -> None:
        super().__init__()
        self._heading = title
        self.fields = tuple(fields)
        self._make = make
        self._lead = lead
        self._describe = describe
        self._asked = asked

    def body(self) -> ComposeResult:
        """A line of introduction, the rows, what follows, what stands against it."""
        with VerticalScroll(id="scroll", classes="fit", can_focus=False):
            if self._lead:
                lead = self._lead
                said = Content(words.clean_lines(lead)) if isinstance(lead, str) else lead
                yield Static(said, id="lead")
            yield from self.fields
            yield Prose(self.effect, 30, id="effect")
        yield Problems()

    def figure(self) -> Figure:
        """The number in it that can be taken apart."""
        return self._asked(self.values) if self._asked else super().figure()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where no number stands that is worked out, there is nothing to explain."""
        if action == "explain" and not self._asked:
            return False
        return super().check_action(action, parameters)

    def on_mount(self) -> None:
        """Name the box and show where things stand."""
        self.name_box(Content(words.cut(self._heading, 60)))
        if self.fields:
            self.fields[0].focus()
        late.after_refresh(self, self.update)

    def on_resize(self) -> None:
        """Say it all for another width."""
        late.after_refresh(self, self.update)

    def on_value_changed(self, message: ValueChanged) -> None:
        """Show what follows from another value."""
        message.stop()
        self.update()

    @property
    def values(self) -> Values:
        """The rows' values by name."""
        return {field.name or "": field.value for field in self.fields}

    @property
    def order(self) -> Order:
        """The order that the values make."""
        return self._make(self.values)

    def update(self) -> None:
        """Show the effect, and what stands against the order."""
        self.query_one("#effect", Prose).show()
        self.show_problems()
        self.refresh_keys()

    def effect(self, width: int) -> list[Content]:
        """What follows from the values, in so many cells."""
        return _wrapped(self._describe(self.values), width)

    def show_problems(self) -> bool:
        """Say why it cannot be done; True when nothing stands against it."""
        game = self.session.game
        found = game.problems((*game.pending, self.order))
        self.query_one(Problems).tell(found)
        return not found

    def action_confirm(self) -> None:
        """Draft the order, or say again why not."""
        if self.show_problems() and not self.session.game.draft(self.order):
            self.dismiss(True)
        else:
            self.app.bell()
