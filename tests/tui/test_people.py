"""The people's page: a team's printed hours add up, whatever is drafted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.phases import sign
from sim.engine.record import Record
from sim.forecast import capacity, with_staff
from sim.games.game import Game
from sim.model import orders as o
from sim.model.explanation import Figure, FigureKind
from sim.tui.kit.table import Table
from sim.tui.pages.people import PeopleScreen, team_row
from sim.tui.session import Session
from tests import strategies
from tests.builders import (
    a_busy_scenario,
    a_function,
    a_game,
    a_project,
    a_team,
    award,
    play,
    play_out,
    runs,
)
from tests.tui.player import at_the_desk

TITLES = [column.title for column in PeopleScreen.COLUMNS]
HOURS = [TITLES.index(name) for name in ("Capacity", "Used", "Free")]


def hours(row):
    """A row's capacity, used and free hours."""
    return [int(row.cells[at][0].removesuffix(" h").replace(",", "")) for at in HOURS]


def rows(session):
    """The page's rows, by team."""
    planned = session.board.with_staff
    teams = session.observation.teams.values()
    return {team.id: team_row(session, team, planned) for team in teams}


def adds_up(session):
    for team, row in rows(session).items():
        there, used, free = hours(row)
        assert there - used == free
        kinds = (FigureKind.TEAM_CAPACITY, FigureKind.TEAM_PROMISED, FigureKind.TEAM_FREE)
        for shown, kind in zip((there, used, free), kinds, strict=True):
            exact = session.explain(Figure(kind, team)).value / 100.0
            assert shown == pytest.approx(exact, abs=1.0)


@settings(max_examples=40)
@given(st.data(), strategies.scenarios(), strategies.seeds)
def test_hours_add_up_whatever_is_drafted(data, scenario, seed):
    """In each row, to the hour, after each order; and each number can be explained."""
    game = play_out(Game.new(scenario, seed), turns=seed % 4, seed=seed)
    session = Session(game)
    adds_up(session)
    for _ in range(4):
        if game.over:
            return
        game.draft(data.draw(strategies.moves(game.observation)))
        adds_up(session)


def of_people(facts):
    yield o.LayOff("crew", 2)
    yield o.Hire("crew", 3)
    yield o.Overtime("crew", 48.0)
    yield o.Train("crew", 10.0)
    yield o.CloseSite(next(key for key, team in facts.teams.items() if team.location))


def test_the_preview_of_own_people_matches_the_engine():
    """Each staffing order previews the change in heads and week that the engine makes once it is
    signed."""
    game = Game.new(a_busy_scenario(), 3)
    play(game, o.OpenSite("coast", "care", 3), *[None] * 3)
    for order in of_people(game.observation):
        seen = with_staff(game.observation, (order,))
        world = game.whole_world()
        sign.sign(world, (order,), Record())
        for key, team in seen.teams.items():
            real = world.teams[key]
            assert (team.heads, team.arriving) == (real.heads, real.arriving)
            assert team.weekly_hours == real.weekly_hours
            assert capacity(seen, key) == pytest.approx(capacity(world, key))


@pytest.mark.parametrize(
    ("order", "sign"),
    [(o.Hire("crew", 2), 1), (o.LayOff("crew", 2), -1), (o.Overtime("crew", 48.0), 1)],
    ids=["hire", "lay off", "overtime"],
)
def test_drafted_staffing_orders_count(order, sign):
    """It changes capacity and free hours by the same amount, and undoing it restores both."""
    game = a_game(a_team(heads=5), a_function(), a_project(), runs("desk", "crew"))
    session = Session(game)
    before = hours(rows(session)["crew"])
    game.draft(order)
    after = hours(rows(session)["crew"])
    assert after[1] == before[1]
    assert (after[0] - before[0]) * sign > 0
    assert after[2] - before[2] == after[0] - before[0]
    game.undo()
    assert hours(rows(session)["crew"]) == before
    game.draft(award(game.observation, "shop", "crew"))
    assert hours(rows(session)["crew"])[1] > before[1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_page_shows_what_is_drafted(size):
    """A hire and a dismissal are shown next to the heads; all three columns of hours are there."""
    async with at_the_desk(a_busy_scenario(), size) as player:
        player.game.draft(o.LayOff("crew", 2))
        player.game.draft(o.Hire("ward", 3))
        await player.press("2")
        assert player.app.screen.query_one(Table)
        text = player.text()
        for title in ("Capacity", "Used", "Free"):
            assert title in text
        assert "5 −2" in text
        assert "4 +3" in text
