"""The first screen: which scenario, and with which seed."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from sim import scenario_io
from sim.errors import BuckstopError
from sim.games.store import KeptGame
from sim.scenario_io import Entry
from sim.tui.kit import late, words
from sim.tui.kit.commands import Command
from sim.tui.kit.prose import Panel, Prose
from sim.tui.kit.table import Column, Row, Table
from sim.tui.shell.base import AT_THE_START, Common

COLUMNS = (
    Column("Scenario", 20, flex=3),
    Column("Difficulty", 10, rank=1),
    Column("Turns", 5, numeric=True),
    Column("Best", 4, numeric=True),
    Column("Par", 4, numeric=True),
)


class TitleScreen(Common[None]):
    """The scenarios, with difficulty, turns, the player's best and par; a seed to type."""

    ABOUT: ClassVar[str] = (
        "Choose a scenario and press enter. The same scenario and seed give everybody the same "
        "luck; without a seed, one is drawn and shown. Best is the highest score of your finished "
        "games, par what a sensible manager scores, both out of 1000."
    )
    TABLE = "title"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "open", "play", "Open the selected scenario."),
        Command("g", "go_on", "resume", "Resume the game played last."),
        Command("o", "saved", "saved games", "Your games: resume, watch, take over, compare."),
        Command("s", "seed", "seed", "Type a seed of your own."),
        Command("q", "app.leave_game", "quit", "Leave Buckstop.", name="quit"),
        *AT_THE_START,
    )

    def __init__(self, seed: int | None) -> None:
        super().__init__()
        self._seed = seed
        self._kept: list[KeptGame] = []
        self._entries: dict[str, Entry] = {}
        self._told = "No scenarios were found."
        """The selected scenario's summary, or why there are none."""
        try:
            self._entries = {entry.id: entry for entry in scenario_io.catalogue()}
        except BuckstopError as error:
            self._told = str(error)

    def body(self) -> ComposeResult:
        with Vertical(id="middle"):
            yield Static(
                words.line(
                    ("B U C K S T O P\n", "bold $key"),
                    ("You can hand over the work. The buck stays with you.", "$dim"),
                ),
                id="name",
            )
            yield Static(Content(""), id="left")
            yield Table(COLUMNS, id="scenarios")
            yield Panel(Prose(self._about, 30), id="about", classes="")
            yield Input(
                value="" if self._seed is None else str(self._seed),
                placeholder="drawn for you",
                id="seed",
                type="integer",
                max_length=18,
                compact=True,
            )

    def on_mount(self) -> None:
        self.query_one("#seed", Input).border_title = Content("Seed")
        self.query_one(Table).list.focus()

    def on_screen_resume(self) -> None:
        """Fill the list; a game finished since may be the best."""
        late.after_refresh(self, self._list)

    @property
    def _last(self) -> KeptGame | None:
        """The game to resume: the unfinished one played last."""
        return next((game for game in self._kept if game.waits), None)

    def _show_kept(self) -> None:
        """Say which game can be resumed, and how many are saved."""
        self._kept = self.game_app.kept.games()
        left, game = self.query_one("#left", Static), self._last
        left.display = bool(self._kept)
        pieces: list[words.Piece] = []
        if game is not None:
            turn = f", turn {game.turns + 1} of {game.turns_most}"
            key = self.key_of("title.go_on")
            pieces = [(f"[{key}] ", "bold $key"), "resume ",
                      (words.cut(game.title, 28), "bold"), (f"{turn}   ", "$dim")]  # fmt: skip
        count = f"{len(self._kept)} saved"
        pieces += [(f"[{self.key_of('title.saved')}] ", "bold $key"), (count, "$dim")]
        left.update(words.line(*pieces))
        self.refresh_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "go_on":
            return self._last is not None
        return bool(self._kept) if action == "saved" else True

    def action_go_on(self) -> None:
        game = self._last
        if game is not None and game.id is not None:
            self.game_app.kept.go_on(game.id)

    def action_saved(self) -> None:
        self.game_app.kept.show()

    def _list(self) -> None:
        self._show_kept()
        best = self.game_app.kept.best_scores()
        rows = []
        for entry in self._entries.values():
            score = best.get((entry.scenario_hash, entry.rules_hash))
            own = "-" if score is None else f"{score:.0f}"
            cells = ((entry.title, "bold"), (entry.difficulty, "$dim"), str(entry.turns), own)
            rows.append(Row(entry.id, (*cells, str(entry.par))))
        self.query_one(Table).show(rows)

    def on_table_moved(self, message: Table.Moved) -> None:
        entry = self._entries.get(message.key)
        if entry is not None:
            self._told = entry.summary
            self.query_one(Panel).show()

    def on_table_taken(self, message: Table.Taken) -> None:
        self._open(message.key)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._open(self.query_one(Table).key)

    def action_open(self) -> None:
        self._open(self.query_one(Table).key)

    def action_seed(self) -> None:
        self.query_one("#seed", Input).focus()

    def key_escape(self) -> None:
        self.query_one(Table).list.focus()

    def _about(self, width: int) -> list[Content]:
        return words.listed(self._told, width)

    def _open(self, key: str) -> None:
        entry = self._entries.get(key)
        if entry is None or not self.in_front:  # enter came twice: the game is begun once
            return
        try:
            typed = self.query_one("#seed", Input).value.strip()
            seed = int(typed) if typed else None
        except ValueError:
            self.notify("A seed is a whole number.", severity="error", markup=False)
            return
        if seed is not None and seed < 0:
            self.notify("A seed is a whole number, 0 or above.", severity="error", markup=False)
            return
        try:
            scenario = scenario_io.load_file(entry.path)
        except BuckstopError as error:
            self.notify(words.clean_lines(str(error)), severity="error", markup=False)
            return
        self.game_app.start(scenario, seed)
