"""Every screen as text, at three sizes: whatever changes on one shows in the difference.

    pytest tests/tui/test_snapshots.py -m "long or not long" --snapshot-update -n 0

writes them anew. Read the difference before you commit it.
"""

import asyncio
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from sim.tui.kit.commands import commands_of
from sim.tui.pages.guesses import GuessesDialog
from sim.tui.shell.base import Common
from tests.tui.player import Player, playing, tour, tour_of_games, tutorial

SIZES = [(80, 24), *(pytest.param(size, marks=pytest.mark.long) for size in ((120, 40), (200, 60)))]


STILL = 0.02
"""Seconds for which a screen stays as it is before it counts as drawn."""


async def picture(player: Player) -> str:
    """The screen as lines of text, once it stops changing: on a slow machine, a page may look done
    between two of the layouts its text triggers."""
    text = ""
    for _ in range(100):
        before, text = text, "\n".join(line.rstrip() for line in player.lines())
        if text and text == before:
            break
        await asyncio.sleep(STILL)
        await player.settle()
    return text


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_screen(
    size: tuple[int, int], snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
):
    """From the title to the end of the game, in the order a player meets them; on each screen every
    key has one meaning, and is explained."""
    async with playing(None, size, seed=7) as player:
        assert await picture(player) == snapshot(name="title")
    async with playing(tutorial(), size, seed=7, futures=4) as player:
        assert await picture(player) == snapshot(name="briefing")
        await player.press("enter")
        async for name in tour(player):
            if name == "palette":  # it is Textual's
                continue
            assert await picture(player) == snapshot(name=name)
            explained(player)
        monkeypatch.setattr("sim.games.store.KeptGame.played", "2026-11-29 16:00")
        async for name in tour_of_games(player):
            assert await picture(player) == snapshot(name=name)
            explained(player)
        while not player.game.over:
            player.app.session.end_turn()
        player.app.session.replay_file = Path("/home/you/replays/tutorial-7-471.json")
        player.app.after_report()
        await player.settle()
        assert await picture(player) == snapshot(name="end")
        explained(player)
        player.app.push_screen(GuessesDialog())
        await player.settle()
        assert await picture(player) == snapshot(name="guesses")


def explained(player: Player) -> None:
    """Each action has a label and a sentence for the help; no key has two meanings."""
    screen = player.app.screen
    if not isinstance(screen, Common):
        return
    keys: list[str] = []
    for command in commands_of(screen):
        assert command.label, command
        assert command.help.endswith("."), command
        keys += command.key.split(",")
    assert len(keys) == len(set(keys)), sorted(keys)
