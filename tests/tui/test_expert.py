"""An expert plays a game of eighteen turns with few keys."""

import pytest

from sim import scenario_io
from sim.model.orders import Award
from sim.policies import REGISTRY
from sim.tui.pages.desk.offers import OfferTable
from sim.tui.pages.desk.worklist import WorkList
from tests.tui.player import Player, at_the_desk

KEYS_MOST = 25
"""A turn, in the mean: at two seconds a key, eighteen turns are a quarter of an hour."""


async def walk(player: Player, order: Award) -> int:
    """From the desk to a drafted award on the proposed terms; returns the number of keys
    pressed."""
    desk, keys = player.app.screen, 0
    work, offers = desk.query_one(WorkList), desk.query_one(OfferTable)

    async def press_until(key: str, reached) -> None:
        nonlocal keys
        while not reached():
            await player.press(key)
            keys += 1
            assert keys < 100, player.text()

    await press_until("down", lambda: work.key == f"task:{order.task}")
    await player.press("enter")
    await press_until("right", lambda: offers.chosen and offers.chosen.offer.id == order.offer)
    await player.press("a", "enter", "escape")
    assert player.game.pending[-1].offer == order.offer
    return keys + 4


@pytest.mark.long
async def test_an_expert_needs_few_keys():
    """Makes all the awards the textbook advises, walking to each one; the score is what they are
    worth, and the reports are read."""
    scenario = scenario_io.load_file(scenario_io.find("northlight"))
    advice, keys = REGISTRY["checklist"].make(5), 0
    async with at_the_desk(scenario, (120, 40), 5) as player:
        while not player.game.over:
            for order in advice.decide(player.game.observation):
                if isinstance(order, Award):
                    await player.press("home")
                    keys += 1 + await walk(player, order)
                elif not player.game.problems([*player.game.pending, order]):
                    player.game.draft(order)
                    keys += 4  # to its dialog, to the answer, and back
            await player.press("n")
            if player.screen == "ConfirmDialog":
                await player.press("y")
                keys += 1
            await player.press("enter")
            keys += 2
        assert player.screen == "FinalScreen"
        assert keys <= KEYS_MOST * scenario.turns
