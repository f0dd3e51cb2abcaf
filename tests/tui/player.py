"""A player at the keyboard: starts the app on a scenario, presses keys, reads the screen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from sim import scenario_io
from sim.model.explanation import Figure
from sim.model.scenario import Scenario
from sim.tui.app import BuckstopApp
from sim.tui.forecasts import Forecasts
from sim.tui.kit import words

FUTURES = 2
"""Of the forecasts that are looked at here: what they say is tested elsewhere."""


def tutorial() -> Scenario:
    return scenario_io.load_file(scenario_io.find("tutorial"))


class Player:
    """Presses keys as a person would, and waits for their effects."""

    def __init__(self, app: BuckstopApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def game(self) -> Any:
        return self.app.session.game

    @property
    def screen(self) -> str:
        """The name of the front screen."""
        return type(self.app.screen).__name__

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def settle(self) -> None:
        """Wait until the workers are done and the screen is drawn."""
        await self.pilot.pause()
        while not all(worker.is_finished for worker in self.app.workers):
            with suppress(WorkerCancelled):  # another of its group took over
                await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        await self.app.animator.wait_until_complete()
        for _ in range(100):  # a page may look done between two of the layouts that a text sets off
            if not self._waits():
                break
            await asyncio.sleep(0.01)
            await self.pilot.pause()

    def _waits(self) -> bool:
        """Whether the screen has still to be laid out or painted, or is to call back after that.
        (textual 8.2.8, `screen.py`; there is no public way to ask.)
        """
        screen = self.app.screen
        return bool(screen._layout_required or screen._dirty_widgets or screen._callbacks)

    async def press_until(self, key: str, reached: Callable[[], bool], most: int = 30) -> None:
        for _ in range(most):
            if reached():
                return
            await self.press(key)
        assert reached(), f"{key} never led there:\n{self.text()}"

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    def numbers(self) -> dict[Figure, tuple[int, int]]:
        """The clickable numbers on the screen, and where each one is."""
        found: dict[Figure, tuple[int, int]] = {}
        for y, strip in enumerate(self.app.screen._compositor.render_strips()):
            x = 0
            for segment in strip:
                figure = words.asked_at(segment.style) if segment.style else None
                if figure is not None and segment.text.strip():
                    blank = len(segment.text) - len(segment.text.lstrip())
                    found.setdefault(figure, (x + blank, y))
                x += segment.cell_length
        return found

    def lines(self) -> list[str]:
        """The screen as lines of text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.lines())


@asynccontextmanager
async def playing(
    scenario: Scenario | None,
    size: tuple[int, int] = (80, 24),
    seed: int | None = 7,
    futures: int = FUTURES,
) -> AsyncIterator[Player]:
    """The app on a scenario, at its briefing; at the title if there is no scenario."""
    app = BuckstopApp(scenario, seed)
    app.forecasts = Forecasts(futures, workers=0)
    async with app.run_test(size=size) as pilot:
        player = Player(app, pilot)
        await player.settle()
        yield player


@asynccontextmanager
async def at_the_desk(
    scenario: Scenario, size: tuple[int, int] = (80, 24), seed: int | None = 7
) -> AsyncIterator[Player]:
    """The app at the desk in the first turn."""
    async with playing(scenario, size, seed) as player:
        await player.press("enter")
        assert player.screen == "DeskScreen"
        yield player


async def tour(player: Player) -> AsyncIterator[str]:
    """Walk through all screens; yields the name of each while it is in front."""
    yield "desk"
    await player.press("enter")
    yield "offers"
    await player.press("p", "right", "p", "c")
    yield "compare"
    await player.press("escape", "e")
    yield "explain an offer"
    await player.press("escape", "enter")
    yield "award"
    await player.press("enter")
    yield "drafted"
    desk = player.app.screen
    await player.press_until("down", lambda: desk.check_action("guess", ()) is True)
    await player.press("f")
    yield "guess"
    await player.press("escape", "?")
    yield "help"
    await player.press("escape", "g")
    yield "goals"
    await player.press("escape", "2")
    yield "people"
    await player.press("h")
    yield "hire"
    await player.press("escape", "s")
    yield "open a site"
    await player.press("escape", "3")
    yield "suppliers"
    await player.press("a")
    yield "audit"
    await player.press("escape", "r")
    yield "references"
    await player.press("escape", "4", "m")
    yield "ledger"
    await player.press("5")
    yield "trends"
    await player.press("1", "n")
    if player.screen == "ConfirmDialog":
        yield "confirm"
        await player.press("y")
    yield "report"
    await player.press("enter", "down", "o")
    yield "oversight"
    await player.press("escape", "r")
    yield "requests"
    await player.press("escape", "e")
    yield "explain"
    await player.press("escape", "ctrl+p")
    yield "palette"
    await player.press("escape")


async def tour_of_games(player: Player) -> AsyncIterator[str]:
    """From the desk through the saved games, and back to the desk of the same game."""
    await player.press("q", "o")
    yield "saved"
    await player.press("w")
    yield "watch"
    await player.press("t", "n")
    if player.screen == "ConfirmDialog":
        await player.press("y")
    await player.press("enter", "q", "o", "p", "down", "c")
    yield "branches"
    await player.press("escape", "enter")
    assert player.screen == "DeskScreen", player.text()
