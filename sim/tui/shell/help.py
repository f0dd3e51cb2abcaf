"""What a screen is for, and what its keys do."""

from typing import Any, ClassVar

from rich.cells import cell_len
from textual.content import Content

from sim.tui.kit import words
from sim.tui.kit.prose import Panel
from sim.tui.shell.base import Common
from sim.tui.shell.texts import TextDialog

WIDTH = 70
"""Most cells of a line."""

GENERAL = (
    ("tab", "Go to the next part of the screen; shift+tab goes back."),
    ("esc", "Go back to where you came from."),
    ("ctrl+p", "Search for anything you can do here."),
    ("mouse", "Click a line to select it, a key below to press it, a number to explain it."),
)

MARKS = (
    ("?", "waits for a decision"), ("!", "late, or falling short"), ("$", "outside work on offer"),
    ("+", "drafted for this turn"), (">", "runs"), ("·", "not yet asked for"), ("=", "done"),
    ("x", "lost"),
)  # fmt: skip


class HelpDialog(TextDialog[None]):
    """Lists the keys of the screen beneath."""

    TITLE_TEXT = "Help"
    ABOUT: ClassVar[str] = "The help itself."
    FIRST = WIDTH

    def __init__(self, about: Common[Any]) -> None:
        super().__init__()
        self._about = about

    def rows(self, width: int) -> list[Content]:
        """What the screen is for, its keys, the keys that are the same everywhere."""
        width = min(width, WIDTH)
        about = self.game_app.key_map.told(self._about.ABOUT)
        advice = self._about.advice()
        rows = [*advice, Content("")] if advice else []
        rows += [Content(about), Content("")]
        commands = self._about.commands
        column = max(7, *(cell_len(command.key_text) for command in commands)) + 1
        for command in commands:
            key = words.left(command.key_text, column)
            rows += words.hang([(key, "bold $key")], command.help, width)
        rows.append(Content(""))
        for key, text in GENERAL:
            rows += words.hang([(words.left(key, column), "bold $key")], text, width, "$dim")
        if type(self._about).__name__ == "DeskScreen":
            rows.append(Content(""))
            pieces: list[words.Piece] = [("Marks   ", "bold")]
            for mark, text in MARKS:
                pieces += [(mark, "bold $key"), f" {text}   "]
            rows.append(words.line(*pieces))
        return rows

    def on_mount(self) -> None:
        self.query_one(Panel).focus()

    def action_help(self) -> None:
        """Close: the help has no help."""
        self.dismiss(None)
