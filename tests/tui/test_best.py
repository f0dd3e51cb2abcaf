"""Games played to the end are kept, and the title shows the player's best score."""

import sqlite3
from contextlib import closing

import pytest

from sim.games.store import FILE, Store
from sim.scenario_io import catalogue
from sim.tui.app import BuckstopApp
from tests.tui.player import Player, at_the_desk, playing, tutorial
from tests.tui.test_play import end_turn


def kept(folder) -> list[tuple[str, float]]:
    """Digests and scores of the games in a data folder."""
    if not (folder / FILE).exists():
        return []
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return connection.execute("SELECT digest, score FROM finished_games").fetchall()


def best_on_title(player: Player) -> str:
    """The best score in the tutorial's row: the second-to-last cell."""
    title = tutorial().title
    (row,) = [line for line in player.lines() if title in line]
    return row.split()[-2]


async def play_to_the_end(player: Player) -> None:
    """Play all turns but the last directly, without the screen."""
    while player.game.turn < player.game.scenario.turns:
        player.app.session.end_turn()
    await end_turn(player)
    assert player.screen == "FinalScreen"


async def test_a_finished_game_sets_the_best_score_on_the_title(data_dir):
    """Until then there is no best score; it is the end screen's score, for the scenario as it
    is."""
    async with playing(None) as player:
        assert best_on_title(player) == "-"
        await player.press("enter", "enter")
        await play_to_the_end(player)
        game = player.game
        assert kept(data_dir) == [(game.digest(), game.score())]
        await player.press("t")
        assert best_on_title(player) == f"{game.score():.0f}"
    entry = catalogue()[0]
    here = entry.scenario_hash, entry.rules_hash
    assert (game.scenario_hash, game.rules_hash) == here
    assert Store().best_scores() == ({here: game.score()}, 0)


async def test_a_game_is_saved_once(data_dir):
    """Leaving the end screen for another page and coming back does not save the game twice."""
    async with at_the_desk(tutorial()) as player:
        await play_to_the_end(player)
        await player.press("4", "1", "5", "1")
        assert player.screen == "FinalScreen"
        player.app.session._keep()
        assert len(kept(data_dir)) == 1
        await player.press("p", "enter")
        await play_to_the_end(player)
        assert len(kept(data_dir)) == 2


async def test_leaving_a_game_does_not_finish_it(data_dir):
    """Only games played to the end count as scores; just looking at a game creates no file."""
    async with at_the_desk(tutorial()) as player:
        await player.press("ctrl+q")
    assert not data_dir.exists()
    async with at_the_desk(tutorial()) as player:
        await end_turn(player)
        await player.press("ctrl+q")
        assert player.app.return_code == 0
    assert kept(data_dir) == []


@pytest.mark.parametrize("trouble", ["damaged", pytest.param("in the way", marks=pytest.mark.long)])
async def test_the_game_goes_on_without_a_store(data_dir, trouble):
    """One message when the title is shown and one when a game is not saved; all else works
    normally."""
    if trouble == "damaged":
        data_dir.mkdir()
        (data_dir / FILE).write_text("[b]no[/] database" * 100)
    else:
        data_dir.write_text("a file")
    async with playing(None) as player:
        assert len(player.app._notifications) == 1
        (said,) = player.app._notifications
        assert str(data_dir) in said.message
        assert not said.markup
        assert best_on_title(player) == "-"
        await player.press("enter", "enter")
        await play_to_the_end(player)
        assert any("not saved" in notice.message for notice in player.app._notifications)
        await player.press("t", "y")  # it asks: the game is lost then
        assert best_on_title(player) == "-"
        assert player.app.return_code is None


async def test_the_folder_can_be_named(data_dir, tmp_path):
    """`--data-dir` takes precedence over the environment."""
    app = BuckstopApp(tutorial(), 7, tmp_path / "[/]named")
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(app, pilot)
        await player.settle()
        await player.press("enter")
        await play_to_the_end(player)
    assert len(kept(tmp_path / "[/]named")) == 1
    assert not data_dir.exists()
