"""The first screen: which scenario, and with which seed."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from sim import scenario_io
from sim.errors import BuckstopError
from sim.scenario_io import Entry
from sim.tui import words
from sim.tui.commands import Command
from sim.tui.screens.base import AT_THE_START, Common
from sim.tui.widgets.table import Column, Row, Table

COLUMNS = (
    Column("Scenario", 20, flex=3),
    Column("Difficulty", 10, rank=1),
    Column("Turns", 5, numeric=True),
    Column("Best", 4, numeric=True),
    Column("Par", 4, numeric=True),
)


class TitleScreen(Common[None]):
    """Scenarios with their difficulty, turns, one's own best and par; a seed of one's own."""

    ABOUT: ClassVar[str] = (
        "Choose a scenario and press enter. The same scenario and seed give the same luck to "
        "everybody; without a seed one is drawn and shown. Best is the highest score of your own "
        "finished games, par what a sensible manager scores, both of 1000."
    )
    TABLE = "title"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "open", "play", "Open the selected scenario."),
        Command("s", "seed", "seed", "Type a seed of your own."),
        Command("q", "app.leave_game", "quit", "Leave Buckstop.", name="quit"),
        *AT_THE_START,
    )

    def __init__(self, seed: int | None) -> None:
        super().__init__()
        self._seed = seed
        self._entries: dict[str, Entry] = {}
        self._fault = "No scenarios were found."
        try:
            self._entries = {entry.id: entry for entry in scenario_io.catalogue()}
        except BuckstopError as error:
            self._fault = str(error)

    def body(self) -> ComposeResult:
        """Name, list, what the selected one is about, seed."""
        with Vertical(id="middle"):
            yield Static(
                words.line(
                    ("B U C K S T O P\n", "bold $key"),
                    ("You can hand over the work. The buck stays with you.", "$dim"),
                ),
                id="name",
            )
            yield Table(COLUMNS, id="scenarios")
            with VerticalScroll(id="about"):
                yield Static(Content(""), id="summary")
            yield Input(
                value="" if self._seed is None else str(self._seed),
                placeholder="drawn for you",
                id="seed",
                type="integer",
                max_length=18,
                compact=True,
            )

    def on_mount(self) -> None:
        """Make ready for a choice."""
        self.query_one("#seed", Input).border_title = Content("Seed")
        self.query_one(Table).list.focus()
        if not self._entries:
            self._say(self._fault)

    def on_screen_resume(self) -> None:
        """Fill the list; a game that ended since may have been the best."""
        self.call_after_refresh(self._list)

    def _list(self) -> None:
        best = self.game_app.best_scores()
        rows = []
        for entry in self._entries.values():
            score = best.get((entry.scenario_hash, entry.rules_hash))
            own = "-" if score is None else f"{score:.0f}"
            cells = ((entry.title, "bold"), (entry.difficulty, "$dim"), str(entry.turns), own)
            rows.append(Row(entry.id, (*cells, str(entry.par))))
        self.query_one(Table).show(rows)

    def on_table_moved(self, message: Table.Moved) -> None:
        """Say what the selected scenario is about."""
        entry = self._entries.get(message.key)
        if entry is not None:
            self._say(entry.summary)

    def on_table_taken(self, message: Table.Taken) -> None:
        """Play it."""
        self._open(message.key)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the seed's field plays, too."""
        event.stop()
        self._open(self.query_one(Table).key)

    def action_open(self) -> None:
        """Play the selected scenario."""
        self._open(self.query_one(Table).key)

    def action_seed(self) -> None:
        """Type a seed."""
        self.query_one("#seed", Input).focus()

    def key_escape(self) -> None:
        """From the seed back to the list."""
        self.query_one(Table).list.focus()

    def _say(self, text: str) -> None:
        self.query_one("#summary", Static).update(Content(words.clean_lines(text)))

    def _open(self, key: str) -> None:
        entry = self._entries.get(key)
        if entry is None:
            return
        try:
            typed = self.query_one("#seed", Input).value.strip()
            seed = int(typed) if typed else None
        except ValueError:
            self.notify("A seed is a whole number.", severity="error", markup=False)
            return
        if seed is not None and seed < 0:
            self.notify("A seed is a whole number from 0 on.", severity="error", markup=False)
            return
        try:
            scenario = scenario_io.load_file(entry.path)
        except BuckstopError as error:
            self.notify(words.clean_lines(str(error)), severity="error", markup=False)
            return
        self.game_app.start(scenario, seed)
