"""The settings: colours, hints, questions, keys."""

from collections.abc import Iterable
from typing import Any, ClassVar

from attrs import evolve
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sim.config import ConfigError, Fault, ThemeName
from sim.tui.kit import late, words
from sim.tui.kit.commands import Command, key_text
from sim.tui.kit.fields import STEPS, ChoiceField, Field, Pick
from sim.tui.kit.messages import ValueChanged
from sim.tui.shell import keymap
from sim.tui.shell.base import Dialog

THEMES = {
    ThemeName.DARK: ("dark", "Dark, for most terminals."),
    ThemeName.LIGHT: ("light", "Light, for bright rooms."),
    ThemeName.COLOUR_BLIND: ("colour-blind", "Dark; does not rely on red and green."),
    ThemeName.TERMINAL: ("terminal", "The terminal's own sixteen colours."),
    ThemeName.NONE: ("no colour", "No colours: bold and reversed text only."),
}
"""What the themes are called, and a line about each."""

FAULTS_TOLD = 3
"""Faults in a notice; the settings show them all."""

FAULT_CELLS = 76
"""Cells of each: such a notice leaves room on 24 lines."""


def faults_text(faults: Iterable[Fault]) -> str:
    """What is wrong with the player's own files, briefly: the first entries, by file, each cut to a
    line."""
    found = list(faults)
    rows: list[str] = []
    for file in dict.fromkeys(fault.file for fault in found[:FAULTS_TOLD]):
        rows.append(words.clean(str(file)))
        told = [str(fault) for fault in found[:FAULTS_TOLD] if fault.file == file]
        rows += [f"· {words.cut(text, FAULT_CELLS)}" for text in told]
    more = len(found) - FAULTS_TOLD
    rows.append(f"and {more} more: see the settings" if more > 0 else "See the settings.")
    return "\n".join(rows)


class SettingsDialog(Dialog[None]):
    """Rows to change; a change takes effect at once and is saved."""

    TABLE = "settings"
    KEYS: ClassVar[tuple[Command, ...]] = (
        Command("left", "nothing", "change", "Change the value: arrows, or a click.", "← →",
                bound=False),
        Command("w", "write_keys", "write keys.toml", "Write a file that lists all keys, for you "
                "to edit."),
    )  # fmt: skip
    HELD = STEPS
    TITLE_TEXT = "Settings"
    RESERVE = 3
    ABOUT: ClassVar[str] = (
        "Up and down go from row to row, left and right change a value. Changes take effect at "
        "once and are saved. Keys have a file of their own, which is read when the game starts."
    )

    def body(self) -> ComposeResult:
        settings = self.game_app.settings
        themes = [Pick(name, text) for name, (text, _) in THEMES.items()]
        with VerticalScroll(classes="fit", can_focus=False):
            yield ChoiceField("theme", "colours", themes, list(THEMES).index(settings.theme))
            yield Static(Content(""), id="theme-note", classes="note")
            yield _yes_or_no("hints", "hints", settings.hints)
            yield Static(Content("Advice that comes with a scenario."), classes="note")
            yield _yes_or_no("ask_at_turn_end", "ask", settings.ask_at_turn_end)
            yield Static(Content("Before ending a turn with decisions still open."), classes="note")
            yield Static(Content(""), id="keys")

    def on_mount(self) -> None:
        self.query(Field).first().focus()
        late.after_refresh(self, self._show)

    def on_resize(self) -> None:
        super().on_resize()
        late.after_refresh(self, self._show)

    def on_value_changed(self, message: ValueChanged) -> None:
        message.stop()
        values: dict[str, Any] = {field.name or "": field.value for field in self.query(Field)}
        self.game_app.prefer(evolve(self.game_app.settings, **values))
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Never overwrite a file."""
        if action == "write_keys":
            return not self.game_app.config.keys_path.exists()
        return super().check_action(action, parameters)

    def action_write_keys(self) -> None:
        try:
            self.game_app.config.write_keys(keymap.template())
        except ConfigError as error:
            self.game_app.warn(str(error))
        self._show()
        self.refresh_keys()

    def _show(self) -> None:
        app = self.game_app
        note = THEMES[app.settings.theme][1]
        if app.colours_refused:
            note = "NO_COLOR is set: no colours are shown, whatever is chosen here."
        self.query_one("#theme-note", Static).update(Content(note))
        width = max(30, self.query_one("#keys").size.width)
        self.query_one("#keys", Static).update(words.lines(self._keys(width)))
        late.after_refresh(self, self._let_scroll)

    def _let_scroll(self) -> None:
        """Let the arrows scroll what is longer than the screen."""
        rest = self.query_one(VerticalScroll)
        rest.can_focus = rest.max_scroll_y > 0

    def _keys(self, width: int) -> list[Content]:
        """Where the keys are, which are changed, and what is wrong with the player's files."""
        app = self.game_app
        there = app.config.keys_path.exists()
        said = str(app.config.keys_path) if there else f"{app.config.keys_path} does not exist"
        rows = words.hang([(words.left(" keys", 13), "$dim")], said, width)
        changed = app.key_map.changed
        if not changed:
            rows += words.hang([" " * 13], "All keys are the defaults.", width, "$dim")
        for id, keys in changed.items():
            new = " or ".join(key_text(key) for key in keys)
            old = f", by default {keymap.usual_keys()[id].key_text}"
            rows += [words.line(" " * 13, f"{id}  ", (new, "bold $key"), (old, "$dim"))]
        if app.faults:
            rows += [Content(""), words.line(("When the game started:", "bold $warn"))]
        for fault in app.faults:
            rows += words.hang([("✗ ", "bold $bad")], f"{fault.file.name}: {fault}", width)
        return rows


def _yes_or_no(name: str, label: str, value: bool) -> ChoiceField:
    return ChoiceField(name, label, (Pick(True, "yes"), Pick(False, "no")), 0 if value else 1)
