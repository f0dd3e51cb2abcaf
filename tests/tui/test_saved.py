"""Unfinished games can be resumed, watched, taken over and compared."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sim.games import replays, saves
from sim.games.game import Game
from sim.games.saves import Saving
from sim.games.store import FILE, Store
from sim.model.vocabulary import Mode
from sim.tui.app import BuckstopApp
from sim.tui.forecasts import Forecasts
from sim.tui.pages.branches import BranchesScreen
from sim.tui.pages.watch import WatchScreen
from sim.tui.session import Session
from tests.permissions import read_only
from tests.tui.player import FUTURES, Player, at_the_desk, playing, tutorial
from tests.tui.test_play import award, end_turn
from tests.tui.test_screens import hostile_tutorial


async def leave_in_turn_three(drafted: bool = True) -> tuple[str, tuple[object, ...]]:
    """Play two turns, draft an award in the third, and leave; returns the state of the game."""
    async with at_the_desk(tutorial()) as player:
        await award(player, "brochure", Mode.FREELANCE)
        await end_turn(player)
        player.app.session.end_turn()
        if drafted:
            await award(player, "archive", Mode.OFFSHORE)
        await player.press("ctrl+q")
        assert player.app.return_code == 0
        return player.game.digest(), player.game.pending


async def test_the_title_resumes_the_last_game(data_dir):
    """Turn, orders and drafts are as they were left; leaving asked nothing."""
    digest, drafted = await leave_in_turn_three()
    assert drafted
    async with playing(None) as player:
        assert "resume First steps at Fernhill" in player.text()
        assert "turn 3 of 8" in player.text()
        await player.press("g")
        assert player.screen == "DeskScreen"
        assert (player.game.digest(), player.game.pending) == (digest, drafted)
        await player.press("q")
        assert player.screen == "TitleScreen"


async def test_a_game_can_be_resumed_without_the_title(data_dir):
    """As with --resume: no title is shown first."""
    digest, _ = await leave_in_turn_three(drafted=False)
    app = BuckstopApp(resume=1)
    app.forecasts = Forecasts(FUTURES, workers=0)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(app, pilot)
        await player.settle()
        assert player.screen == "DeskScreen"
        assert player.game.digest() == digest


async def test_a_game_is_watched_taken_over_and_compared(data_dir):
    """Forwards and backwards; a new decision starts a branch, and the original game is
    unchanged."""
    await leave_in_turn_three(drafted=False)
    async with playing(None) as player:
        await player.press("o", "w")
        assert player.screen == "WatchScreen"
        assert "award Trade fair brochure" in player.text()
        await player.press("right")
        assert "Month 2" in player.text()
        await player.press("right")
        assert "Month 2" in player.text()  # there is no later one
        await player.press("left")
        assert "Month 1" in player.text()
        await player.press("t")
        assert (player.screen, player.game.turn, player.game.log) == ("DeskScreen", 1, ())
        await end_turn(player)
        await player.press("q", "o")
        games = Store().games()[0]
        assert [(game.id, game.turns, game.parent, game.parent_turn) for game in games] == [
            (2, 1, 1, 1),
            (1, 2, None, None),
        ]
        await player.press("p", "down", "c")
        assert player.screen == "BranchesScreen"
        assert "They diverge in month 1." in player.text()
        assert "the same luck" in player.text()
        await player.press("escape", "d", "y")
        assert [game.id for game in Store().games()[0]] == [2]


async def test_a_damaged_game_is_resumed_only_on_confirmation(data_dir):
    """The damaged turn is named; the branch starts before it, and the damaged game stays."""
    await leave_in_turn_three()
    with closing(sqlite3.connect(data_dir / FILE)) as connection:
        connection.execute("UPDATE turns SET orders = '[]' WHERE number = 1")
        connection.commit()
    async with playing(None) as player:
        await player.press("g")
        assert player.screen == "ConfirmDialog"
        assert "turn 1 is damaged" in player.text()
        await player.press("escape")
        assert player.screen == "TitleScreen"
        await player.press("g", "y")
        assert (player.screen, player.game.turn) == ("DeskScreen", 1)


@contextmanager
def full_disk(_: Path) -> Iterator[None]:
    """No file can grow, as on a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("trouble", [pytest.param(full_disk, marks=pytest.mark.long), read_only])
async def test_an_unsaved_turn_is_reported_and_saved_with_the_next(
    public_folder, monkeypatch, trouble
):
    """The turn is played anyway, what was saved stays intact, and the game can be left as soon as
    there is room again."""
    monkeypatch.setenv("BUCKSTOP_DATA_DIR", str(public_folder))
    async with at_the_desk(tutorial()) as player:

        def unkept() -> list[str]:
            said = [notice.message for notice in player.app._notifications]
            return [text for text in said if text.startswith("This turn is not saved: ")]

        player.app.warn("a first message, so that all that is needed for one is there")
        await end_turn(player)
        with trouble(public_folder):
            await end_turn(player)
            assert player.screen == "DeskScreen"
            (said,) = unkept()
            assert f"{public_folder / FILE} cannot be written: " in said
        log = Store().read(1)
        assert (log.damage, [turn.digest for turn in log.turns]) == (None, [player.game.digest(1)])
        player.app.session.end_turn()
        await player.settle()
        assert len(unkept()) == 1
        log = Store().read(1)
        digests = [player.game.digest(turn) for turn in (1, 2, 3)]
        assert (log.damage, [turn.digest for turn in log.turns]) == (None, digests)
        await player.press("ctrl+q")
        assert player.app.return_code == 0


async def test_a_game_that_is_open_elsewhere_is_refused_by_name(data_dir):
    """Two windows cannot open one game."""
    await leave_in_turn_three()
    lock = Store().hold(Store().games()[0][0])
    async with playing(None) as player:
        await player.press("g")
        assert player.screen == "TitleScreen"
        (said,) = player.app._notifications
        assert "open in another Buckstop" in said.message
    lock.release()


async def test_the_end_names_the_replay_and_lets_it_be_watched(data_dir):
    """The file proves the game; any of its turns can be decided anew."""
    async with at_the_desk(tutorial(), (120, 40)) as player:
        while player.game.turn < player.game.scenario.turns:
            player.app.session.end_turn()
        await end_turn(player)
        assert player.screen == "FinalScreen"
        path = player.app.session.replay_file
        assert path.is_file()
        assert replays.prove(replays.load(path)).game.digest() == player.game.digest()
        await player.press("w", "end")
        assert isinstance(player.app.screen, WatchScreen)
        assert "Month 8" in player.text()
        await player.press("t")
        assert (player.screen, player.game.turn) == ("DeskScreen", 8)
        await player.press("q")
    assert len(Store().games()[0]) == 1  # nothing was decided in the branch


async def test_hostile_names_cannot_affect_the_screens(data_dir):
    """Names with markup and control characters in the list, while watching, and in the
    comparison."""
    games = [Game.new(hostile_tutorial(), seed) for seed in (1, 2)]
    for game in games:
        game.submit(())
        saving = Saving(Store())
        saving.keep(game)
        saving.close()
    async with playing(None) as player:
        await player.press("o")
        shown = [player.text()]
        player.app.look_into(Session(games[0]))
        for screen in (WatchScreen(), BranchesScreen((games[0], games[1]), ("a[/]", "b"))):
            player.app.push_screen(screen)
            await player.settle()
            shown.append(player.text())
            await player.press("escape")
        assert all(text.replace("\n", "").isprintable() for text in shown)
        assert all("[" in text for text in shown)


async def test_a_strangers_replay_can_be_watched_and_taken_over(data_dir):
    """As with replay --watch: decisions from there on make a game of the player's own, which does
    not count towards a best score."""
    game = Game.new(tutorial(), 4)
    game.submit(())
    app = BuckstopApp(watch=replays.proved(replays.Replay.of(game)))
    app.forecasts = Forecasts(FUTURES, workers=0)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(app, pilot)
        await player.settle()
        assert player.screen == "WatchScreen"
        await player.press("t", "n", "y")
        assert player.screen == "ReportScreen"
        await player.press("enter", "ctrl+q")
    ((kept,), _) = Store().games()
    assert (kept.borrowed, kept.seed, kept.turns) == (1, 4, 1)


async def test_a_game_opened_late_does_not_replace_the_current_one(data_dir):
    """Only one thing is opened at a time; a game started meanwhile stays, and no lock is held."""
    await leave_in_turn_three()
    async with playing(None) as player:
        kept, arrived = player.app.kept, []
        opened = saves.open_game(Store(), 1)
        kept.opening(lambda: lambda: arrived.append("first"))
        kept.opening(lambda: lambda: arrived.append("second"))
        await player.settle()
        assert arrived == ["first"]
        await player.press("enter", "enter")
        begun = player.app.session
        kept._opened(opened)
        kept._watch(Session(opened.game))
        assert (player.screen, player.app.session) == ("DeskScreen", begun)
        Store().hold(Store().games()[0][0]).release()


async def test_leaving_during_a_turn_takes_effect_after_it(data_dir):
    """The turn is saved once; then comes the title, or the end."""
    async with at_the_desk(tutorial()) as player:
        player.app.session.about_to_play()
        player.app.action_to_title()
        assert player.screen == "DeskScreen"
        player.app.session.end_turn()
        player.app.turn_played()
        await player.settle()
        assert player.screen == "TitleScreen"
        ((game,), _) = Store().games()
        assert game.turns == 1


async def test_leaving_an_unsaved_finished_game_asks_first(data_dir):
    """Neither for the title nor to play again; the report states the problem as well."""
    data_dir.write_text("in the way")
    async with at_the_desk(tutorial()) as player:
        while player.game.turn < player.game.scenario.turns:
            player.app.session.end_turn()
        await player.press("n")
        if player.screen == "ConfirmDialog":
            await player.press("y")
        assert "not saved" in player.text()
        await player.press("enter")
        for key in ("t", "p"):
            await player.press(key)
            assert player.screen == "LeaveDialog"
            await player.press("escape")
            assert player.screen == "FinalScreen"
        assert "buckstop replay" not in player.app.kept.let_go()  # nowhere to write it either


async def test_an_unwritable_replay_loses_no_game(data_dir):
    """The game is saved, and the end says why there is no replay file."""
    data_dir.mkdir()
    (data_dir / "replays").write_text("in the way")
    async with at_the_desk(tutorial()) as player:
        while player.game.turn < player.game.scenario.turns:
            player.app.session.end_turn()
        await end_turn(player)
        session = player.app.session
        assert (session.unkept, session.replay_file) == (None, None)
        assert session.no_replay is not None
        assert len(Store().games()[0]) == 1
        await player.press("t")
        assert player.screen == "TitleScreen"


async def test_games_without_a_turn_can_be_compared(data_dir):
    """There is nothing to show, and nothing breaks."""
    games = (Game.new(tutorial(), 1), Game.new(tutorial(), 2))
    async with playing(None) as player:
        player.app.push_screen(BranchesScreen(games, ("one", "two")))
        await player.press("end", "home", "m")
        assert "They never diverge." in player.text()
