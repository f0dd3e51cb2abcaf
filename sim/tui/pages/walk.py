"""A text about one turn of a game at a time, with the keys to walk through the turns."""

from typing import ClassVar

from sim.tui.kit.commands import Command
from sim.tui.shell.base import OF_THE_APP
from sim.tui.shell.texts import TextScreen


class WalkScreen(TextScreen):
    """Shows a turn, from the first to the last."""

    TABLE = "turns"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("right", "walk(1)", "later", "Go on to the next turn.", "→", priority=True,
                name="later"),
        Command("left", "walk(-1)", "earlier", "Go back to the turn before.", "←", priority=True,
                name="earlier"),
        Command("home", "go(1)", "first", "Go to the first turn.", priority=True, bar=False,
                name="first"),
        Command("end", "go(0)", "last", "Go to the last turn.", priority=True, bar=False,
                name="last"),
        Command("escape", "leave", "back", "Back to where you came from.", name="back"),
        *OF_THE_APP,
    )  # fmt: skip

    turn = 1
    """The one that is shown."""

    @property
    def turns(self) -> int:
        """How many there are."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing before the first turn and after the last one."""
        if action == "walk":
            return 1 <= self.turn + int(str(parameters[0])) <= self.turns
        return True

    def action_walk(self, by: int) -> None:
        """Go to another turn."""
        self.turn += by
        self.show()

    def action_go(self, turn: int) -> None:
        """Go to a turn; 0 is the last one."""
        self.turn = turn or self.turns
        self.show()

    def action_leave(self) -> None:
        """Back to the screen before."""
        self.app.pop_screen()
