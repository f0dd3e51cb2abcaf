"""A screenshot, taken from the palette, is saved to its own file next to the games."""

from xml.etree import ElementTree

import pytest

from sim.tui.app import BuckstopApp
from tests.tui.player import at_the_desk, playing, tutorial


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notices the player is shown."""
    told: list[str] = []
    monkeypatch.setattr(BuckstopApp, "notify", lambda self, text, **_: told.append(text))
    return told


async def test_a_picture_is_saved_from_the_palette(data_dir, said):
    """There is one command for it; the file shows the screen beneath the palette, a second one does
    not overwrite it, and its path is shown."""
    async with at_the_desk(tutorial(), (120, 40)) as player:
        found = [
            each.title
            for each in player.app.get_system_commands(player.app.screen)
            if "picture" in each.title.lower() or "screenshot" in each.title.lower()
        ]
        assert found == ["Save a picture of the screen (f3)"]
        for number in (1, 2):
            await player.press("ctrl+p", *"picture")
            await player.press("enter")
            pictures = sorted((data_dir / "pictures").iterdir())
            assert len(pictures) == number
            assert any(str(picture) in said[-1] for picture in pictures)
        for picture in pictures:
            text = "".join(ElementTree.parse(picture).getroot().itertext()).replace("\xa0", " ")
            assert "Work" in text
            assert "Search for commands" not in text


@pytest.mark.parametrize("scenario", [None, tutorial()])
async def test_a_picture_of_any_screen(data_dir, scenario):
    """Of the title and the briefing by the key; of a dialog, too."""
    async with playing(scenario, (80, 24)) as player:
        await player.press("f3", "question_mark", "f3")
        assert len(list((data_dir / "pictures").iterdir())) == 2


async def test_a_picture_that_cannot_be_saved_is_a_message(data_dir, said):
    """The message says why, and the game goes on."""
    data_dir.mkdir()
    (data_dir / "pictures").write_text("in the way")
    async with at_the_desk(tutorial(), (120, 40)) as player:
        await player.press("f3")
        assert said[-1].startswith("No picture was saved: ")
        assert (player.screen, player.app.fault) == ("DeskScreen", None)


async def test_the_path_of_a_picture_is_shortened(monkeypatch, data_dir, said):
    """The home folder is written as '~'."""
    monkeypatch.setattr("pathlib.Path.home", lambda: data_dir.parent)
    async with at_the_desk(tutorial(), (120, 40)) as player:
        await player.press("f3")
        assert said[0].startswith(f"The picture is saved in ~/{data_dir.name}/pictures/desk-")
