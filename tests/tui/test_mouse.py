"""A whole game with the mouse alone: on-screen text is clicked, and no key is pressed."""

import pytest

from sim.model.vocabulary import OutcomeKind, TaskState
from sim.tui.kit.keybar import KeyBar
from sim.tui.pages.desk.screen import DeskScreen
from tests.tui.player import Player, playing


class Hand:
    """Clicks on text on the screen."""

    def __init__(self, player: Player) -> None:
        self.player = player

    async def on(self, text: str, last: bool = False) -> None:
        """Click on the first or the last occurrence of a text."""
        found = [
            (line.index(text) + 1, y) for y, line in enumerate(self.player.lines()) if text in line
        ]
        assert found, f"{text!r} is nowhere:\n{self.player.text()}"
        await self.player.pilot.click(offset=found[-1 if last else 0])
        await self.player.settle()

    async def on_key(self, label: str) -> None:
        """Click on an entry in the front screen's key bar."""
        (bar, *_) = self.player.app.screen.query(KeyBar)
        places = {command.label: start for start, _, command in bar._places}
        assert label in places, f"{label!r} is not among {list(places)}"
        start = places[label]
        region = bar.content_region
        await self.player.pilot.click(offset=(region.x + start, region.y))
        await self.player.settle()


@pytest.mark.long
async def test_the_tutorial_can_be_played_with_the_mouse_alone():
    """From the title to the end: each open task is awarded, each turn ended."""
    async with playing(None, (80, 24), seed=11) as player:
        hand = Hand(player)
        first = player.app.screen.query_one("Table")
        await player.pilot.click(first, offset=(3, 2))
        await player.settle()
        if player.screen == "TitleScreen":
            await player.pilot.click(first, offset=(3, 2))
            await player.settle()
        assert player.screen == "BriefingScreen"
        await hand.on_key("begin")
        while not player.game.over:
            for task in player.game.observation.tasks.values():
                if task.state is TaskState.OPEN and not player.app.session.drafted_awards(
                    task.spec.id
                ):
                    await give(hand, task.spec.title)
            await end_turn(hand)
        assert player.screen == "FinalScreen"
        assert player.game.outcome.kind is OutcomeKind.COMPLETED
        assert any(player.game.log)


async def give(hand: Hand, title: str) -> None:
    """Click the task, an offer, and through the terms; if there are no offers, go back."""
    player = hand.player
    await hand.on(title[:20])
    assert isinstance(player.app.screen, DeskScreen)
    if player.app.screen.check_action("award", ()) is True:
        await hand.on_key("award")
        assert player.screen == "AwardDialog"
        await hand.on_key("confirm")
        if player.screen == "AwardDialog":
            await hand.on_key("back")
    if player.app.screen.has_class("-looking"):
        await hand.on_key("back")


async def end_turn(hand: Hand) -> None:
    """Click the key, confirm if asked, and read the report."""
    player = hand.player
    await hand.on_key("end turn")
    if player.screen == "ConfirmDialog":
        await hand.on("end turn", last=True)
        if player.screen == "ConfirmDialog":
            await hand.on_key("yes")
    assert player.screen == "ReportScreen"
    await hand.on_key("go on")
