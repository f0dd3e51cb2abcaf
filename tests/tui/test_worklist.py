"""The work list has a visible order that only the end of a turn changes."""

import pytest

from sim.model import orders as o
from sim.model.vocabulary import TaskState
from sim.tui.pages import work
from sim.tui.pages.desk import taskpanel
from sim.tui.pages.desk.worklist import WorkList
from sim.tui.session import Session
from tests.builders import (
    a_busy_scenario,
    a_deal,
    a_function,
    a_game,
    a_project,
    a_team,
    award,
    play,
    runs,
)
from tests.tui.player import at_the_desk, tutorial


def titles(game, state):
    return [item.title for item in work.items(Session(game)) if item.state == state]


def test_upcoming_work_is_sorted_by_the_turn_shown():
    """By the month in which it comes up, then by title; work that waits for other work has no month
    and comes last. Its due date does not matter yet."""
    game = a_game(
        a_team(),
        a_project("slow", 4_000.0),
        a_project("zoo", opens=4, deadline=5),
        a_project("bus", opens=4, deadline=12),
        a_project("ant", opens=9, deadline=10),
        a_project("elk", opens=3, deadline=None),
        a_project("cat", after=("slow",), deadline=11),
    )
    found = [item for item in work.items(Session(game)) if item.state == "ahead"]
    assert [(item.title, item.note) for item in found] == [
        ("Elk", "m3"),
        ("Bus", "m4"),
        ("Zoo", "m4"),
        ("Ant", "m9"),
        ("Cat", "waits"),
    ]


def test_finished_work_is_sorted_by_the_turn_shown():
    """By when it was delivered, then by title."""
    small = {"hours": 10.0, "deadline": 9}
    game = a_game(
        a_team(),
        *(a_project(key, **small) for key in ("bus", "cat")),
        a_project("ant", hours=10.0, deadline=3),
        rules={"defect_rate": 0.0},
    )
    for key in ("cat", "ant", "bus"):
        play(game, award(game.observation, key, "crew"))
    play(game, None)
    assert all(task.state is TaskState.DONE for task in game.observation.tasks.values())
    notes = [item.note for item in work.items(Session(game))]
    assert notes == sorted(notes)
    assert titles(game, "done") == ["Cat", "Ant", "Bus"]


def test_outside_work_is_sorted_by_its_last_turn_on_offer():
    """The turn its line shows."""
    game = a_game(
        a_team(),
        *(a_deal(key, 1, until) for key, until in (("ant", 7), ("cat", 3), ("bus", 5))),
        *(a_project(f"{key}s", deal=key) for key in ("ant", "cat", "bus")),
    )
    assert titles(game, "offer") == ["Cat", "Bus", "Ant"]


def drafts(session):
    """An order of each kind that a line of the list mentions, one after another."""
    facts = session.observation
    yield o.AcceptDeal("extra")
    for key, task in facts.tasks.items():
        if task.state is TaskState.OPEN:
            yield session.board.award(session.board.offers(key)[0])
    for key in facts.engagements:
        yield o.End(key)


def test_drafting_orders_moves_no_line():
    """Whatever is drafted and undone, no line moves until the turn is over."""
    session = Session(play_in(a_busy_scenario()))
    keys = [item.key for item in work.items(session)]
    planned = 0
    for order in drafts(session):
        assert not session.game.draft(order)
        found = work.items(session)
        assert [item.key for item in found] == keys
        now = sum(item.state == "plan" for item in found)
        assert now > planned
        planned = now
    while session.game.undo():
        assert [item.key for item in work.items(session)] == keys
    assert not any(item.state == "plan" for item in work.items(session))


def play_in(scenario):
    from sim.games.game import Game

    game = Game.new(scenario, 3)
    game.submit(())
    return game


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.long)])
async def test_the_cursor_stays_where_an_order_was_drafted(size):
    """On its task, while awards are drafted and undone; after the turn it is on the most urgent
    item."""
    async with at_the_desk(tutorial(), size) as player:
        work = player.app.screen.query_one(WorkList)
        before = [item.key for item in work._items]
        open_tasks = [item.key for item in work._items if item.state == "decide"]
        assert len(open_tasks) > 1
        for key in open_tasks:
            await player.press_until("down", lambda k=key: work.key == k)
            await player.press("enter", "enter", "enter")
            assert work.key == key
            assert [item.key for item in work._items] == before
        assert len(player.game.pending) == len(open_tasks)
        for _ in open_tasks:
            await player.press("u")
            assert work.key == open_tasks[-1]
            assert [item.key for item in work._items] == before
        assert not player.game.pending
        await player.press("n", "y", "enter")
        assert work.highlighted == 0


def test_work_after_lost_work_is_lost_too():
    """It does not wait for ever, and the task says why."""
    game = a_game(
        a_team(),
        a_project("first", deadline=1),
        a_project("then", after=("first", "other"), deadline=12),
        a_project("other", deadline=20),
        rules={"give_up_turns": 1.0},
    )
    assert special(game, "then") == "after First, Other"
    play(game, None, None)
    assert game.observation.tasks["first"].state is TaskState.LOST
    (item,) = (one for one in work.items(Session(game)) if one.key == "task:then")
    assert item.state == "lost"
    assert special(game, "then") == "no longer wanted: First was lost"


@pytest.mark.parametrize("answer", [o.DeclineDeal("extra"), None])
def test_work_waiting_for_outside_work_says_so(answer):
    """What it waits for is named as far as it is known; once the offer is declined, that is the
    reason."""
    game = a_game(
        a_team(),
        a_project("favour", deal="extra", deadline=10),
        a_project("polish", deadline=12, after=("favour",)),
        a_deal("extra", 2, 3),
    )
    assert special(game, "polish") == "after outside work not on offer yet"
    play(game, None)
    assert special(game, "polish") == "after Favour of Extra (on offer)"
    play(game, answer, None)
    assert special(game, "polish") == "no longer wanted: Extra was not taken on"


def test_work_waiting_for_accepted_outside_work_names_it():
    """Once accepted, outside work is like any other."""
    game = a_game(
        a_team(),
        a_project("favour", deal="extra", deadline=10),
        a_project("polish", deadline=12, after=("favour",)),
        a_deal("extra", 1, 2),
    )
    play(game, o.AcceptDeal("extra"))
    assert special(game, "polish") == "after Favour"


def test_finished_work_is_not_waited_for():
    """Only the unfinished work is named."""
    game = a_game(
        a_team(heads=20),
        a_project("first", hours=10.0, deadline=9),
        a_project("then", after=("first", "other"), deadline=12),
        a_project("other", deadline=11),
        runs("first", "crew"),
        rules={"defect_rate": 0.0},
    )
    play(game, None, None)
    assert game.observation.tasks["first"].state is TaskState.DONE
    assert special(game, "then") == "after Other"


def special(game, task):
    return taskpanel._special(Session(game), game.observation.tasks[task])


@pytest.mark.parametrize(
    ("orders", "said"), [((), "has no people · "), ((o.Hire("crew", 2),), "yet")]
)
def test_a_team_without_people_says_so(orders, said):
    """Where its work is shown, next to the amount of work it did."""
    game = a_game(a_team(heads=3), a_function(), runs("desk", "crew"), rules={"attrition": 0.0})
    play(game, o.LayOff("crew", 3), orders)
    session = Session(game)
    (engagement,) = session.engagements("desk")
    rows = taskpanel.engagement_rows(session, engagement, 110)
    assert said in rows[1].plain
    assert "has no people" in rows[1].plain
