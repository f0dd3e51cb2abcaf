"""Every screen at every size, with hostile names, and with random keys."""

import random
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from attrs import evolve, fields, has

from sim.model.scenario import Scenario
from sim.scenario_io import catalogue, find, load_file
from sim.tui.pages.strip import Strip
from tests.tui.player import Player, at_the_desk, playing, tour, tour_of_games, tutorial

SIZES = [(80, 24), (120, 40), (200, 60)]
TWELVE_SIZES = [
    (20, 5), (59, 16), (60, 16), (64, 20), (80, 24), (79, 50),
    (100, 20), (120, 40), (132, 24), (160, 50), (200, 60), (400, 100),
]  # fmt: skip
HOSTILE = (
    "a[/]b",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGk=\x07\x1b[2J",
    "\u202eright to left\u202c\u200b",
    "ワイド文字の名前" * 8,
    "A name without an end " * 40,
)
SHOWN = ("title", "name", "summary", "story", "label", "text", "client_name", "currency")
"""Fields that are read by people, and that nothing refers to."""


def hostile(value: Any, words: Iterator[str]) -> Any:
    """A scenario with hostile content in all its texts; ids are unchanged."""
    if isinstance(value, tuple):
        return tuple(hostile(one, words) for one in value)
    if not has(type(value)):
        return value
    changes = {}
    for field in fields(type(value)):
        old = getattr(value, field.name)
        if isinstance(old, str) and field.name in SHOWN:
            changes[field.name] = f"{next(words)} {old[:9]}"
        elif field.name == "special":
            changes[field.name] = tuple(next(words) for _ in old)
        elif has(type(old)) or (isinstance(old, tuple) and old and has(type(old[0]))):
            changes[field.name] = hostile(old, words)
    return evolve(value, **changes)


def hostile_tutorial() -> Scenario:
    def endless() -> Iterator[str]:
        while True:
            yield from HOSTILE

    return hostile(tutorial(), endless())


@pytest.mark.parametrize(
    "size", [(60, 16), *(pytest.param(size, marks=pytest.mark.long) for size in SIZES)]
)
async def test_all_screens_show_with_hostile_names(size):
    """No markup takes effect, nothing breaks, and no control character reaches the terminal; the
    smallest allowed size is enough."""
    async with playing(hostile_tutorial(), size) as player:
        assert player.screen == "BriefingScreen"
        await player.press("enter")
        seen = set()
        async for name in tour(player):
            seen.add(player.screen)
            text = player.text().replace("\n", "")
            assert text.isprintable(), name
            assert "Too small" not in text, name
            assert all(len(line.rstrip()) <= size[0] for line in player.lines()), name
        assert player.app.return_code is None
        assert {"AwardDialog", "ExplainDialog", "LedgerScreen", "ReportScreen"} <= seen


async def chain(*tours: AsyncIterator[str]) -> AsyncIterator[str]:
    for tour_ in tours:
        async for name in tour_:
            yield name


@pytest.mark.long
async def test_all_screens_work_at_any_size():
    """Below the minimum size a note says so; from it upwards everything is drawn; nothing ever
    breaks."""
    async with at_the_desk(tutorial(), (80, 24)) as player:
        async for name in chain(tour(player), tour_of_games(player)):
            if name == "palette":
                continue
            for width, height in TWELVE_SIZES:
                await player.resize(width, height)
                small = width < 60 or height < 16
                assert ("Too small" in player.text()) is small, (name, width, height)
            await player.resize(80, 24)


async def test_an_uncovered_screen_has_the_terminals_size():
    """Even if the terminal was resized while a dialog covered it."""
    async with playing(tutorial(), (100, 30)) as player:
        await player.settle()  # the scroll bar learns the length of the text after the first paint
        before = player.text()
        for size in ((200, 60), (100, 30)):
            await player.press("?")
            await player.resize(*size)
            await player.press("escape")
        for _ in range(20):  # the uncovered screen is laid out anew once it has its size
            if player.text() == before:
                break
            await player.settle()
        assert player.text() == before


@pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]])
async def test_the_four_results_are_always_in_view(size):
    """Cost, quality, oversight load and fallout are on every page, none of them cut."""
    async with at_the_desk(tutorial(), size) as player:
        await player.press("n", "y", "enter")
        for page in ("1", "2", "3", "4", "5"):
            await player.press(page)
            height = player.app.screen.query_one(Strip).size.height
            strip = "\n".join(player.lines()[:height])
            for result in ("cost", "quality", "oversight", "borne", "cash", "morale"):
                assert f"{result} " in strip, (page, strip)
            assert "…" not in strip
            assert all(line.endswith("  ") or len(line.rstrip()) <= size[0] for line in strip)


async def test_light_and_dark():
    """The theme changes at once; both themes are the game's own."""
    async with at_the_desk(tutorial()) as player:
        dark = player.app.theme
        await player.press("ctrl+t")
        assert player.app.theme != dark
        await player.press("ctrl+t")
        assert player.app.theme == dark


SCENARIOS = [entry.id for entry in catalogue()]

KEYS = (
    "up down left right enter escape tab space home end n a r u o x w b d h e z y g m s t v l c p "
    "f 1 2 3 4 5 9 backspace ? question_mark ctrl+p"
).split()


@pytest.mark.parametrize("events", [30, pytest.param(10_000, marks=pytest.mark.long)])
async def test_a_monkey_breaks_nothing(events):
    """Whatever is pressed, clicked and resized, the game survives and its drafts are legal. If the
    monkey leaves the game, it starts another."""
    luck = random.Random(events)
    left = events
    while left > 0:
        scenario, seed = load_file(find(luck.choice(SCENARIOS))), luck.randrange(100)
        async with at_the_desk(scenario, luck.choice(SIZES), seed=seed) as player:
            while left > 0 and player.app.return_code is None:
                left -= 1
                await poke(player, luck)
            await player.settle()
            if player.app.has_game:
                game = player.game
                assert game.over or game.problems(game.pending) == ()


async def poke(player: Player, luck: random.Random) -> None:
    """Press a key, click somewhere, or occasionally resize the window."""
    what = luck.random()
    if what < 0.02:
        await player.pilot.resize_terminal(*luck.choice(SIZES))
    elif what < 0.2:
        size = player.app.size
        spot = (luck.randrange(size.width), luck.randrange(size.height))
        await player.pilot.click(offset=spot)
    else:
        await player.pilot.press(luck.choice(KEYS))
