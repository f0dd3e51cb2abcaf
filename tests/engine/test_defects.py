"""Defects: made, caught, let through, surfacing; none appears from nowhere, none is lost."""

import pytest

from sim.engine.phases import review
from sim.games.game import Game
from sim.model.orders import Overtime
from sim.model.vocabulary import IncidentKind, Kind, Oversight, TaskState
from tests.builders import (
    CALM,
    a_firm,
    a_function,
    a_game,
    a_project,
    a_team,
    a_vendor,
    award,
    engagement,
    play,
    runs,
    wait,
    world_of,
)

FAULTY = {**CALM, "defect_rate": 0.05}


def at_work(provider: str = "crew", level: Oversight = Oversight.STANDARD, **rules: float) -> Game:
    """A service that breeds many defects."""
    return a_game(
        a_team("crew", heads=6, skill=0.4),
        a_vendor("tarn", skill=0.4, alignment=1.0),
        a_function(hours=600.0),
        a_firm(cash=10**11, manager_hours=2_000.0),
        runs("desk", provider, oversight=level),
        turns=24,
        rules={**FAULTY, "surface_share": 0.0, **rules},
    )


@pytest.mark.parametrize("provider", ["crew", "tarn"])
def test_what_is_made_is_caught_or_let_through(provider):
    """Each defect is found or stays hidden; closer oversight leads to no more of them, and own
    people make equally many at any level.
    """
    made = []
    caught = []
    for level in Oversight:
        game = at_work(provider, level)
        play(game, None)
        running = engagement(game, "desk")
        hidden = world_of(game).secrets.hidden[running.id].defects
        made.append(running.made + hidden)
        caught.append(running.made)
    assert made == sorted(made, reverse=True)
    if provider == "crew":
        assert len(set(made)) == 1
    assert caught == sorted(caught)
    assert caught[0] == 0 < caught[2] < caught[3] < made[3]


def test_nothing_surfaces_that_was_not_let_through():
    """A defect that surfaces was hidden before, and is hidden no longer."""
    game = at_work(level=Oversight.NONE, surface_share=0.3)
    for _ in range(10):
        hidden = world_of(game).secrets.hidden["desk/crew"].defects
        surfaced, made = engagement(game, "desk").surfaced, engagement(game, "desk").made
        play(game, None)
        running = engagement(game, "desk")
        now = world_of(game).secrets.hidden["desk/crew"].defects
        fresh = running.surfaced - surfaced
        assert fresh >= 0
        assert now >= hidden - fresh
        assert running.made >= made
    assert engagement(game, "desk").surfaced > 0


def test_what_is_caught_costs_rework():
    """Found in time a defect takes hours of work, and no loss."""
    game = at_work(level=Oversight.CLOSE)
    play(game, None)
    running = engagement(game, "desk")
    assert running.rework == pytest.approx(running.made * game.rules.rework_hours)
    assert not [i for i in game.observation.incidents if i.kind is IncidentKind.DEFECT]


def test_long_weeks_breed_defects():
    """Tired people make more faults in equal work; a normal week causes no extra ones."""
    bred, rates = [], []
    for week in (40.0, 48.0, 60.0):
        game = at_work()
        play(game, Overtime("crew", week))
        running = engagement(game, "desk")
        assert running.turn_done == 600.0
        world = world_of(game)
        hidden = world.secrets.hidden[running.id]
        bred.append(running.made + hidden.defects)
        rates.append(review.defect_rate(world, world.tasks["desk"], running, hidden))
    assert bred[0] < bred[1] < bred[2]
    more = [rate / rates[0] - 1.0 for rate in rates]
    assert more[1] / 8.0 == pytest.approx(more[2] / 20.0), "each hour more breeds as many"


def test_a_projects_defects_show_at_acceptance_and_after():
    """Some at once, some in the turns after; and none when all that was let through has shown."""
    game = a_game(
        a_team("crew", heads=4, skill=0.3),
        a_project(hours=500.0, deadline=10),
        a_firm(cash=10**11),
        turns=24,
        rules={**FAULTY, "surface_turns": 12.0},
    )
    play(game, award(game.observation, "shop", "crew", oversight=Oversight.NONE))
    while game.observation.tasks["shop"].state is TaskState.RUNNING:
        assert not game.observation.incidents
        play(game, None)
    accepted = game.observation.tasks["shop"].delivered
    wait(game, 12)
    turns = {i.turn for i in game.observation.incidents if i.kind is IncidentKind.DEFECT}
    assert min(turns) == accepted
    assert max(turns) > accepted
    counted = sum(i.count for i in game.observation.incidents if i.kind is IncidentKind.DEFECT)
    assert counted == game.observation.tasks["shop"].defects


def test_faults_lower_the_quality_that_customers_meet():
    """Faults that surface are seen; those that are caught are not."""
    quality = []
    for level in (Oversight.NONE, Oversight.CLOSE):
        game = at_work(level=level, surface_share=0.5)
        wait(game, 6)
        quality.append(game.observation.tasks["desk"].quality)
    assert quality[0] < quality[1]


def test_an_end_is_of_its_turn():
    """Who ended, and when, is remembered."""
    game = at_work()
    wait(game, 3)
    play(game, award(game.observation, "desk", "tarn"))
    while "desk/crew" in game.observation.engagements:
        play(game, None)
    ended = game.observation.past["desk/crew"]
    assert ended.kind is Kind.TEAM
    assert ended.ended == game.turn - 1
    # The hours of the last turn are counted in that turn's shares, and in no other's.
    assert game.observation.history[-1].mode_hours[0] == pytest.approx(ended.turn_done)
    play(game, None)
    assert game.observation.history[-1].mode_hours[0] == 0.0
