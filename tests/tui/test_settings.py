"""The settings can be reached by keyboard and mouse, take effect at once, and are saved."""

from pathlib import Path

import pytest

from sim.config import Config, Fault, Settings, ThemeName
from sim.tui.shell import theme
from sim.tui.shell.settings import faults_text
from tests.tui.player import Player, playing, tutorial


def kept() -> Settings:
    settings, faults = Config().settings()
    assert not faults
    return settings


async def click(player: Player, text: str, row: str = "") -> None:
    """Click a text on the line that contains another one."""
    lines = enumerate(player.lines())
    y, x = next((y, line.index(text)) for y, line in lines if text in line and row in line)
    await player.pilot.click(offset=(x, y))
    await player.settle()


async def test_by_keys_alone(config_dir):
    """From the title: colours, hints and the question change at once and persist; the key map is
    written once."""
    async with playing(None) as player:
        assert "f2 settings" in player.text()
        await player.press("f2")
        assert player.screen == "SettingsDialog"
        assert not config_dir.exists()
        for name in (ThemeName.LIGHT, ThemeName.COLOUR_BLIND, ThemeName.TERMINAL, ThemeName.NONE):
            await player.press("right")
            assert player.app.theme == theme.THEMES[name].name
            assert kept().theme is name
        await player.press("left", "left", "down", "right", "down", "right")
        wanted = Settings(ThemeName.COLOUR_BLIND, hints=False, ask_at_turn_end=False)
        assert player.app.settings == kept() == wanted
        assert "w write keys.toml" in player.text()
        await player.press("w")
        assert "w write keys.toml" not in player.text()
        text = (config_dir / "keys.toml").read_text()
        await player.press("w")
        assert (config_dir / "keys.toml").read_text() == text
        await player.press("escape")
        assert player.screen == "TitleScreen"
    async with playing(tutorial()) as player:
        assert player.app.theme == theme.COLOUR_BLIND.name
        assert not player.app._notifications
        await player.press("enter")
        assert "hides this" not in player.text()
        assert player.app.screen.check_action("hide_hint", ()) is False
        await player.press("n")
        assert player.screen == "ReportScreen"


@pytest.mark.long
async def test_by_the_mouse_alone():
    """On a page of a game: set a value, then go back; also from any page, by the palette."""
    async with playing(tutorial(), (100, 30)) as player:
        await player.press("enter")
        assert "hides this" in player.text()
        for page in "14":
            await player.press(page, "ctrl+p", *"sett")
            await player.pilot.pause(0.2)
            await player.press("enter")
            assert player.screen == "SettingsDialog"
            await click(player, "esc")
        await player.press("1", "f2")
        await click(player, "light")
        await click(player, "no", "hints")
        assert kept() == player.app.settings == Settings(ThemeName.LIGHT, hints=False)
        await click(player, "write keys.toml")
        assert "w write keys.toml" not in player.text()
        await click(player, "esc")
        assert player.screen == "DeskScreen"
        assert "hides this" not in player.text()
        await player.press("ctrl+t")
        assert kept().theme is ThemeName.DARK


async def test_the_settings_of_another_window_are_kept():
    """Changes made here are written; changes made elsewhere since the start are kept."""
    async with playing(None) as player:
        Config().change({"hints": False})
        await player.press("ctrl+t")
        assert kept() == Settings(ThemeName.LIGHT, hints=False)
        await player.press("f2", "down", "down", "right")
        assert kept() == Settings(ThemeName.LIGHT, hints=False, ask_at_turn_end=False)
        assert player.app.settings.hints  # in this window nothing jumps


async def test_broken_files_stop_nothing(config_dir):
    """One notice names each file and what is wrong in it; the settings list everything."""
    config_dir.mkdir()
    (config_dir / "settings.toml").write_text('theme = "[red]pnik[/]"\nhints = false\n')
    (config_dir / "keys.toml").write_text("[desk\n")
    async with playing(None) as player:
        (notice,) = player.app._notifications
        assert str(config_dir / "settings.toml") in notice.message
        assert 'theme: "[red]pnik[/]" is not what was expected' in notice.message
        assert str(config_dir / "keys.toml") in notice.message
        assert "is not valid TOML" in notice.message
        assert player.app.theme == theme.DARK.name
        assert player.app.settings == Settings(hints=False)
        await player.press("f2")
        assert "settings.toml: theme:" in player.text()
        assert "keys.toml: the file is not valid TOML" in player.text()
        await player.resize(80, 17)
        assert "keys.toml: the file is not valid TOML" not in player.text()
        await player.press("down", "down", "down", "end")
        assert "keys.toml: the file is not valid TOML" in player.text()
        await player.press("tab")
        await player.resize(80, 24)
        (config_dir / "settings.toml").unlink()
        (config_dir / "settings.toml").mkdir()
        await player.press("right", "right")
        notices = [notice.message for notice in player.app._notifications]
        assert sum("cannot be written" in message for message in notices) == 1
        assert player.app.theme == theme.COLOUR_BLIND.name


def test_many_faults_are_reported_in_few_lines():
    """The first few, each cut, and how many more there are: a notice fits the screen."""
    faults = [Fault(Path("keys.toml"), "x" * 900, "is no table.") for _ in range(30)]
    lines = faults_text(faults).splitlines()
    assert [lines[0], lines[-1]] == ["keys.toml", "and 27 more: see the settings"]
    assert sum(1 + len(line) // 36 for line in lines) < 20  # 36 cells on a terminal of 80
    assert faults_text(faults[:1]).splitlines()[-1] == "See the settings."
