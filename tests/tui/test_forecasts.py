"""Forecasts run alongside the game: the same from processes and from a thread."""

import asyncio
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

from sim.forecast import cautions, forecast
from sim.tui.forecasts import Forecasts
from sim.tui.pages.desk.offers import OfferTable
from sim.tui.pages.guesses import GuessesDialog
from sim.tui.session import Session
from tests.builders import (
    a_freelancer,
    a_function,
    a_game,
    a_project,
    a_team,
    a_vendor,
    award,
    wait,
)
from tests.tui.player import at_the_desk, tutorial

FACTS = a_game(a_vendor(), a_team("crew"), a_project("shop")).observation
ORDER = award(FACTS, "shop", "tarn")


async def test_processes_and_a_thread_compute_the_same():
    """A forecast does not depend on which of them computes it."""
    expected = forecast(FACTS, ORDER, 24)
    for workers in (0, 1, 3):
        ahead = Forecasts(24, workers)
        ahead.warm_up()
        try:
            assert await ahead.of(FACTS, ORDER) == expected
        finally:
            ahead.close()


async def test_without_processes_a_thread_does_it(monkeypatch):
    """On a machine that provides no processes, or takes them away midway."""
    expected = forecast(FACTS, ORDER, 12)

    def none_left(self: object, *jobs: object) -> None:
        raise OSError("no more processes")

    with monkeypatch.context() as patch:
        patch.setattr(ProcessPoolExecutor, "submit", none_left)
        ahead = Forecasts(12, workers=2)
        ahead.warm_up()
        assert await ahead.of(FACTS, ORDER) == expected
        ahead.close()

    ahead = Forecasts(12, workers=1)
    assert await ahead.of(FACTS, ORDER) == expected
    for process in list(ahead._pool._processes.values()):
        process.kill()
        process.join()
    ahead.warm_up()
    assert await ahead.of(FACTS, ORDER) == expected
    ahead.close()

    ahead = Forecasts(12, workers=2)
    usual, times = Forecasts._played, []

    async def breaks_once(self, prospect):
        times.append(self)
        if len(times) == 1:
            raise BrokenExecutor
        return await usual(self, prospect)

    monkeypatch.setattr(Forecasts, "_played", breaks_once)
    assert await ahead.of(FACTS, ORDER) == expected
    ahead.close()


async def test_forecasts_of_past_turns_are_discarded():
    """A forecast that arrives too late is discarded."""
    session = Session(a_game(a_vendor(), a_team("crew"), a_function("desk")))
    order = award(session.observation, "desk", "tarn")
    looking = asyncio.create_task(session.board.look_ahead(order))
    await asyncio.sleep(0)
    session.end_turn()
    assert session.board.known_forecast(order) is None
    await looking
    assert session.board.known_forecast(order) is None


async def test_ranges_appear_on_the_desk_by_themselves():
    """Dots first; then the forecast, without a key press. Offers that do not fit are counted."""
    async with at_the_desk(tutorial(), (120, 40)) as player:
        await player.press("enter")
        text = player.text()
        assert "all-in" in text
        assert "…" not in next(line for line in player.lines() if "quality" in line and "▌" in line)
        await player.press("escape", "down")
        await player.resize(80, 24)
        await player.press("enter")
        assert "1 more ›" in player.text()
        await player.press("end")
        assert "‹ 1 more" in player.text()


async def test_pinned_offers_are_compared_and_guessed_about():
    """Two pinned offers, side by side in full; from there one is awarded with a guess, and the
    guess is scored at the end of the game."""
    async with at_the_desk(tutorial(), (100, 36)) as player:
        await player.press("enter", "p", "right", "p", "c")
        assert player.screen == "CompareDialog"
        text = player.text()
        for said in ("leaves you", "gets done", "recoverable", "record", "beware"):
            assert said in text
        assert text.count("* ") >= 2
        await player.press("e")
        assert player.screen == "ExplainDialog"
        await player.press("escape", "enter", "enter")
        assert player.screen == "DeskScreen"
        (order,) = player.game.pending
        desk = player.app.screen
        await player.press_until("down", lambda: desk.check_action("guess", ()) is True)
        await player.press("f")
        assert player.screen == "GuessDialog"
        await player.press("right", "enter")
        assert player.screen == "GuessDialog", "a range that ends before it begins is refused"
        assert "lower number" in player.text()
        await player.press("down", "right", "right", "enter")
        assert player.screen == "DeskScreen"
        assert player.app.session.guessed(order) is not None
        assert "Guess saved" in list(player.app._notifications)[-1].message
        while not player.game.over:
            player.app.session.end_turn()
        player.app.push_screen(GuessesDialog())
        await player.settle()
        assert "You were right in" in player.text()
        assert "forecast" in player.text()


async def test_pins_of_another_task_are_not_compared():
    """Pinning an offer for another task starts a new set, and the end of a turn removes all
    pins."""
    session = Session(a_game(a_vendor(), a_team("crew"), a_function("desk"), a_project("shop")))
    first = award(session.observation, "desk", "tarn")
    other = award(session.observation, "shop", "tarn")
    assert session.board.pin(first)
    assert session.board.pin(other)
    assert session.board.pinned == [other]
    assert not session.board.pin(other)
    session.board.pin(other)
    session.end_turn()
    assert session.board.pinned == []


async def test_an_offer_that_is_gone_gets_no_forecast():
    """The turn ended before the forecast was started: no forecast, and no fault."""
    session = Session(a_game(a_vendor(), a_team("crew"), a_project("shop", hours=20.0)))
    order = award(session.observation, "shop", "tarn")
    session.game.draft(order)
    while session.observation.offers:
        session.end_turn()
    assert await session.board.look_ahead(order) is None


def test_an_offer_from_a_taken_freelancer_says_so():
    """A freelancer does one piece of work at a time: once drafted for one, they cannot get
    another."""
    session = Session(a_game(a_freelancer(), a_vendor(), a_project("app"), a_project("shop")))
    facts = session.observation
    first, other = (award(facts, task, "silva") for task in ("app", "shop"))
    assert not session.board.barred(first)
    session.game.draft(first)
    assert session.board.barred(other)
    assert not session.board.barred(first)
    assert not session.board.barred(award(facts, "shop", "tarn"))


def test_forecasts_take_drafts_into_account():
    """A forecast reflects the current drafts: other drafts change it, and undoing them restores
    it."""
    session = Session(a_game(a_team("crew", heads=3), a_project("app"), a_project("shop")))
    facts = session.observation
    order, other = (award(facts, task, "crew") for task in ("app", "shop"))
    alone = session.board.foresee(order)
    session.game.draft(other)
    assert session.board.known_forecast(order) is None
    assert session.board.foresee(order) != alone
    session.game.undo()
    assert session.board.known_forecast(order) == alone


async def test_warnings_follow_the_forecast():
    """A warning the forecast raises appears together with the range, and one it refutes
    disappears."""
    moved = 0
    async with at_the_desk(tutorial(), (120, 40), 1) as player:
        session = player.app.session
        wait(session.game, 2)
        facts = session.observation
        for _ in facts.tasks:
            await player.press("down")
            await player.settle()
            for view in player.app.screen.query_one(OfferTable)._views:
                if view.forecast is not None and view.estimate is not None:
                    assert view.cautions == session.board.cautions(view.award)
                    moved += view.cautions != cautions(facts, view.award, view.estimate)
    assert moved
