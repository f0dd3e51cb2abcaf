"""Hints on the desk: one at a time, each gone once it is done, and every key they name works."""

import re

import pytest

from sim.games.game import Game
from sim.model.orders import Award, Overtime
from sim.model.scenario import Hint
from sim.model.vocabulary import Mode, Occasion
from sim.tui.app import BuckstopApp
from sim.tui.orders.form import FormDialog
from sim.tui.orders.requests import RequestsDialog
from sim.tui.pages.desk.offers import OfferTable
from sim.tui.pages.desk.screen import DeskScreen
from sim.tui.pages.desk.worklist import WorkList
from sim.tui.pages.explain import ExplainDialog
from sim.tui.pages.goals import GoalsDialog
from sim.tui.pages.ledger import LedgerScreen
from sim.tui.pages.people import PeopleScreen
from sim.tui.session import Session
from tests.builders import CALM, a_function, a_game, a_team, runs
from tests.learner import Learner
from tests.tui.player import Player, at_the_desk, tutorial

SCREENS = (
    DeskScreen, PeopleScreen, LedgerScreen, RequestsDialog, FormDialog, ExplainDialog, GoalsDialog,
    WorkList, OfferTable,
)  # fmt: skip
"""Where the keys that hints name are pressed."""


def on_the_desk(player: Player) -> Hint:
    """The hint shown: the session's current one, with its words on the screen."""
    hint = player.app.session.hint
    assert hint is not None
    start = hint.text.strip().replace("\n", " ")[:30]
    assert start in " ".join(" ".join(player.lines()).split()), player.text()
    return hint


async def test_a_hint_goes_when_it_is_done_and_comes_back_when_that_is_undone():
    """The next hint takes its place; u brings the first one back."""
    async with at_the_desk(tutorial(), (80, 24)) as player:
        first = on_the_desk(player)
        assert (first.when, first.subject) == (Occasion.OPEN_TASK, "brochure")
        await player.press("enter", "enter", "enter")
        assert isinstance(player.game.pending[0], Award)
        assert on_the_desk(player).subject == "archive"
        await player.press("u")
        assert on_the_desk(player) == first


async def test_a_hidden_hint_stays_hidden():
    """Even if nothing it advises has been done; the other hints still appear."""
    async with at_the_desk(tutorial()) as player:
        first = on_the_desk(player)
        await player.press("h")
        assert on_the_desk(player).subject == "archive"
        await player.press("n", "y", "enter")
        assert on_the_desk(player) != first


def test_a_hint_read_after_hidden_ones_ends_with_its_turn():
    """It ends with its turn, even if the condition of those before it still holds."""
    waits, wrong = Hint(1, "It waits.", Occasion.OPEN_TASK), Hint(1, "Look.", Occasion.INCIDENT)
    session = Session(a_game(a_function(), hints=(waits, wrong), rules=CALM))
    session.end_turn()  # nobody gives the service: that goes wrong turn after turn
    assert session.hint == waits
    session.put_hint_away()
    assert session.hint == wrong
    session.end_turn()
    assert session.hint is None


async def test_going_back_a_turn_restores_its_hints():
    """A hint still open then is open again."""
    async with at_the_desk(tutorial()) as player:
        first = on_the_desk(player)
        await player.press("enter", "enter", "enter", "n", "y", "enter")
        assert player.game.turn == 2
        assert on_the_desk(player) != first
        await player.press("z", "y")
        assert player.game.turn == 1
        assert on_the_desk(player) == first


def test_a_resumed_game_shows_the_same_hints():
    """The log of orders is enough to know which hints are finished."""
    learner = Learner(tutorial(), 3)
    session = Session(Game.new(tutorial(), 3))
    while not learner.game.over:
        learner.turn()
        for order in learner.game.log[-1]:
            session.game.draft(order)
        session.end_turn()
        resumed = Session(Game.replay(tutorial(), 3, learner.game.log))
        assert resumed.hint == session.hint


@pytest.mark.parametrize("hint", tutorial().hints, ids=lambda hint: f"{hint.turn}-{hint.when}")
def test_every_key_a_hint_names_exists(hint):
    """Named as in the key bar or in Textual, and valid on the desk or where the hint leads."""
    known = {"up", "down", "left", "right", "enter", "escape"}
    for screen in SCREENS:
        for cls in screen.__mro__:
            for binding in vars(cls).get("BINDINGS", ()):
                known.update(getattr(binding, "key", "").split(","))
    named = re.findall(r"\[(\w+)\]", hint.text)
    assert named
    assert set(named) <= known


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hints_leave_room_for_the_work(size, monkeypatch):
    """The longest hint is readable in full, with the whole work list below it."""
    async with at_the_desk(tutorial(), size) as player:
        longest = max(player.game.scenario.hints, key=lambda hint: len(hint.text))
        monkeypatch.setattr(Session, "hint", longest)
        player.app.screen.show()
        await player.settle()
        text = player.text()
        assert longest.text.strip()[-20:] in " ".join(text.split())
        for task in player.game.scenario.tasks:
            assert task.title in text


async def test_the_hints_alone_award_the_first_tasks():
    """Enter shows the offers, left and right move, enter awards and enter signs. Where the offers
    replace the hint, the help shows it. A longer week is typed as the hint says."""
    async with at_the_desk(tutorial(), (80, 24)) as player:
        for provider, mode in (("amara-osei", Mode.FREELANCE), ("dhara-data", Mode.OFFSHORE)):
            offers = player.app.screen.query_one(OfferTable)
            hint = on_the_desk(player)
            await player.press("enter")
            assert "? help, hint" in player.text()
            await player.press("?")
            assert f"» {hint.text.strip()[:40]}" in player.text()
            await player.press("escape")
            await player.press_until(
                "right", lambda o=offers, p=provider: o.chosen.offer.provider == p
            )
            assert offers.chosen.offer.mode is mode
            await player.press("enter", "enter", "down")
        assert [order.offer for order in player.game.pending] == [
            "brochure/amara-osei",
            "archive/dhara-data",
        ]
        assert on_the_desk(player).when is Occasion.ALL_DECIDED
        await player.press("2", "v", "4", "8", "enter", "1")
        assert player.game.pending[-1] == Overtime("app-team", 48.0)


async def test_a_hidden_hint_stays_hidden_in_a_resumed_game():
    """Even though the orders do not record it; the other hints still appear."""
    async with at_the_desk(tutorial()) as player:
        first = on_the_desk(player)
        await player.press("h", "n", "y", "enter", "z", "y")
        other = on_the_desk(player)
        await player.press("q")
    app = BuckstopApp(resume=1)
    async with app.run_test(size=(80, 24)) as pilot:
        player = Player(app, pilot)
        await player.settle()
        assert on_the_desk(player) == other != first


def test_hints_after_a_hidden_one_are_still_to_come():
    """In a resumed game, hints after a dismissed one are still to come if they were when it was
    dismissed."""
    first = Hint(1, "Look closer.", when=Occasion.HOURS_LEFT)
    later = Hint(1, "End the turn.", when=Occasion.ALL_DECIDED)
    game = a_game(a_team(), a_function(), runs("desk", "crew"), hints=(first, later), rules=CALM)
    session = Session(game)
    for _ in range(2):
        assert session.hint == first
        session.end_turn()
    session.put_hint_away()
    assert session.hint == later
    assert Session(game, hints_gone=session.hints_gone).hint == later
