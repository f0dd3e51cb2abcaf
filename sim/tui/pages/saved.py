"""The saved games: to resume, watch, compare, delete."""

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sim.games.game import Game
from sim.games.store import KeptGame
from sim.tui.kit import late, words
from sim.tui.kit.commands import Command
from sim.tui.kit.table import Column, Row, Table
from sim.tui.pages.branches import BranchesScreen
from sim.tui.shell.base import OF_THE_APP, Common
from sim.tui.shell.confirm import ConfirmDialog, if_yes

COLUMNS = (
    Column("Game", 4, numeric=True),
    Column("Scenario", 16, flex=3),
    Column("Seed", 6, numeric=True),
    Column("Turn", 7, numeric=True),
    Column("Score", 5, numeric=True),
    Column("State", 9),
    Column("From", 12, rank=2),
    Column("Played", 16, rank=1),
)


class SavedScreen(Common[None]):
    """All saved games, the one played last first."""

    ABOUT: ClassVar[str] = (
        "Games are saved as they are played. Enter resumes a game in progress and watches a "
        "finished one. While watching, you can take over from any turn: that makes a branch, a "
        "game of its own. Pin a game to compare another with it."
    )
    TABLE = "saved"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "go_on", "resume", "Resume the selected game; watch it if it is over.",
                bound=False),
        Command("w", "watch", "watch", "Watch the selected game, turn by turn."),
        Command("p", "pin", "pin", "Pin the selected game, to compare another one with it."),
        Command("c", "compare", "compare", "Compare the selected game with the pinned one."),
        Command("d", "delete", "delete", "Delete the selected game."),
        Command("escape", "leave", "title", "Back to the title.", name="back"),
        *OF_THE_APP,
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._games: dict[str, KeptGame] = {}
        self._pinned = ""

    def body(self) -> ComposeResult:
        with Vertical(id="list", classes="panel") as panel:
            panel.border_title = Content("Your games")
            yield Table(COLUMNS, id="games")
        yield Static(Content(""), id="note")

    def on_mount(self) -> None:
        self.query_one(Table).list.focus()

    def on_screen_resume(self) -> None:
        """Fill the list; a game may have been played since."""
        late.after_refresh(self, self._list)

    def _list(self) -> None:
        games = self.game_app.kept.games()
        self._games = {str(game.id): game for game in games}
        if self._pinned not in self._games:
            self._pinned = ""
        self.query_one(Table).show([self._row(key, game) for key, game in self._games.items()])
        self._show_note()

    def _show_note(self) -> None:
        """What is pinned, and where the selected game comes from."""
        game, pinned = self._game, self._games.get(self._pinned)
        said = []
        if pinned is not None:
            said.append(f"Game {pinned.id} is pinned: compare another one of its scenario with it.")
        if game is not None and game.origin:
            said.append(f"Game {game.id} comes from {game.origin}.")
        if not self._games:
            said.append("No saved games yet: games are saved from the first turn on.")
        self.query_one("#note", Static).update(words.line((words.clean("  ".join(said)), "$dim")))
        self.refresh_keys()

    def _row(self, key: str, game: KeptGame) -> Row:
        pin = "◆" if key == self._pinned else ""
        state = game.outcome or "running"
        return Row(
            key,
            (
                (f"{pin}{key}", "$key" if pin else ""),
                (game.title, "bold"),
                str(game.seed),
                game.stands_in("/"),
                f"{game.score:.0f}",
                (state, "$dim" if game.outcome else "$key"),
                (game.origin, "$dim"),
                (game.played, "$dim"),
            ),
        )

    @property
    def _game(self) -> KeptGame | None:
        return self._games.get(self.query_one(Table).key) if self.query(Table) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        game, pinned = self._game, self._games.get(self._pinned)
        if action in ("watch", "pin", "delete", "go_on"):
            return game is not None
        if action == "compare":
            alike = game and pinned and game.scenario_hash == pinned.scenario_hash
            return bool(alike) and game is not pinned
        return True

    def key_label(self, command: Command) -> str:
        """Enter watches a finished game."""
        game = self._game
        if command.action == "go_on" and game is not None and game.outcome is not None:
            return "watch"
        return super().key_label(command)

    def on_table_moved(self, message: Table.Moved) -> None:
        message.stop()
        self._show_note()

    def on_table_taken(self, message: Table.Taken) -> None:
        message.stop()
        self.action_go_on()

    def action_go_on(self) -> None:
        game = self._game
        if game is None or game.id is None:
            return
        if game.outcome is None:
            self.game_app.kept.go_on(game.id)
        else:
            self.game_app.kept.watch(game.id)

    def action_watch(self) -> None:
        if self._game is not None and self._game.id is not None:
            self.game_app.kept.watch(self._game.id)

    def action_pin(self) -> None:
        key = self.query_one(Table).key
        self._pinned = "" if key == self._pinned else key
        self._list()

    def action_compare(self) -> None:
        first, second = self._games.get(self._pinned), self._game
        if first is None or second is None:
            return
        ids = first.id or 0, second.id or 0

        def show(games: tuple[Game, Game]) -> None:
            if self.in_front:
                names = f"game {ids[0]}", f"game {ids[1]}"
                self.app.push_screen(BranchesScreen(games, names))

        kept = self.game_app.kept
        kept.opening(lambda: partial(show, (kept.played(ids[0]), kept.played(ids[1]))))

    def action_delete(self) -> None:
        game = self._game
        if game is None:
            return

        def delete() -> None:
            self.game_app.kept.delete(game.id or 0)
            self._list()

        text = f"{game.name} is deleted for good. Its score still counts, and its branches stay."
        asked = ConfirmDialog("Delete the game?", text[0].upper() + text[1:], "delete", "keep")
        self.app.push_screen(asked, if_yes(delete))

    def action_leave(self) -> None:
        self.app.pop_screen()
