"""What a screen is, and what its keys do."""

from typing import Any, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim.tui import words
from sim.tui.screens.base import Common, Dialog

GENERAL = (
    ("tab", "Go to the next part of the screen; shift+tab goes back."),
    ("esc", "Go back to where you came from."),
    ("ctrl+p", "Search everything that can be done here."),
    ("mouse", "Click a line to select it, a key below to press it, a number to explain it."),
)

MARKS = (
    ("?", "waits for a decision"), ("!", "late, or falling short"), ("$", "outside work on offer"),
    ("+", "drafted for this turn"), (">", "runs"), ("·", "not yet asked for"), ("=", "done"),
    ("x", "lost"),
)  # fmt: skip


class HelpDialog(Dialog[None]):
    """Lists the keys of the screen beneath."""

    ABOUT: ClassVar[str] = "The help itself."

    def __init__(self, about: Common[Any]) -> None:
        super().__init__()
        self._about = about

    def body(self) -> ComposeResult:
        """What the screen is for, its keys, the keys that are the same everywhere."""
        with VerticalScroll(classes="fit"):
            yield Static(self._text())

    def _text(self) -> Content:
        about = self.game_app.key_map.told(self._about.ABOUT)
        advice = self._about.advice()
        rows = [*advice, Content("")] if advice else []
        rows += [Content(about), Content("")]
        commands = self._about.commands
        column = max(7, *(cell_len(command.key_text) for command in commands)) + 1
        for command in commands:
            key = words.left(command.key_text, column)
            rows += words.hang([(key, "bold $key")], command.help, 70)
        rows.append(Content(""))
        for key, text in GENERAL:
            rows += words.hang([(words.left(key, column), "bold $key")], text, 70, "$dim")
        if type(self._about).__name__ == "DeskScreen":
            rows.append(Content(""))
            pieces: list[words.Piece] = [("Marks   ", "bold")]
            for mark, text in MARKS:
                pieces += [(mark, "bold $key"), f" {text}   "]
            rows.append(words.line(*pieces))
        return words.lines(rows)

    def on_mount(self) -> None:
        """Name the box; the text can be scrolled with the arrows."""
        self.name_box(Content("Help"))
        self.query_one(VerticalScroll).focus()

    def action_help(self) -> None:
        """There is no help for the help: go back."""
        self.dismiss(None)
