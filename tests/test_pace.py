"""Where running projects are heading: judged by their pace, in time to act on it."""

import math
from collections import Counter

import pytest
from hypothesis import given, settings

from sim import scenario_io
from sim.forecast import projected_finish
from sim.games.game import Game
from sim.model.vocabulary import TaskKind, TaskState
from tests import strategies
from tests.builders import (
    FLAWLESS,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_row,
    a_team,
    a_vendor,
    award,
    play,
    play_out,
    runs,
    wait,
)


@pytest.mark.parametrize("provider", ["crew", "silva", "tarn", "dhara"])
def test_without_luck_the_turn_is_the_one_that_comes(provider):
    """Whoever does it, from the first turn of work on: a clear project at a steady pace."""
    game = a_game(
        a_place(), a_team(), a_freelancer(), a_vendor(), a_vendor("dhara", location="coast"),
        a_project(hours=500.0, deadline=12, knowledge=0.0), rules=FLAWLESS, turns=30,
    )  # fmt: skip
    play(game, award(game.observation, "shop", provider))
    said = []
    while game.observation.tasks["shop"].state is TaskState.RUNNING:
        facts = game.observation
        (engagement,) = facts.engagements.values()
        if engagement.done > 0.0:
            said.append((facts.turn, projected_finish(facts, "shop").turn))
        wait(game)
    delivered = game.observation.tasks["shop"].delivered
    assert said
    assert [turn for _, turn in said[1:]] == [delivered] * len(said[1:])
    assert abs(said[0][1] - delivered) <= 1  # one turn's pace comes close


def test_a_project_that_cannot_be_in_time_is_told_of_long_before():
    """One freelancer with many months of work: it slips from the first turn on."""
    game = a_game(
        a_freelancer(), a_project(hours=700.0, deadline=4), runs("shop", "silva"), turns=20
    )
    wait(game)
    seen = projected_finish(game.observation, "shop")
    assert seen.slips
    assert seen.turn > seen.due == 4


def test_before_the_first_day_the_quote_is_believed():
    """Nothing is done yet: own people who are free take the hours that they quoted."""
    game = a_game(a_team(), a_project(hours=300.0, deadline=8), runs("shop", "crew"))
    seen = projected_finish(game.observation, "shop")
    (engagement,) = game.observation.engagements.values()
    assert seen.share == 0.0
    turns = math.ceil(engagement.quoted_hours * engagement.wait / engagement.crew - 1e-9)
    assert seen.turn == turns


def test_own_people_with_too_much_to_do_are_not_believed():
    """Next to services that take all their hours, a project is expected later."""

    def said(*more):
        game = a_game(a_team(heads=2), a_project(hours=300.0, deadline=8), runs("shop", "crew"),
                      *more, turns=40)  # fmt: skip
        return projected_finish(game.observation, "shop").turn

    assert said(a_function(hours=400.0), runs("desk", "crew")) > said()


def test_a_project_larger_than_was_specified_says_so():
    """Beyond its specified hours it still runs, and is expected to take more."""
    for seed in range(1, 60):
        game = a_game(
            a_team(), a_project(hours=600.0, clarity=0.0, deadline=20), runs("shop", "crew"),
            rules=FLAWLESS, seed=seed, turns=30,
        )  # fmt: skip
        while game.observation.tasks["shop"].state is TaskState.RUNNING and not game.over:
            seen = projected_finish(game.observation, "shop")
            if seen.share > 1.0:
                assert seen.turn is None or seen.turn >= game.turn
                return
            wait(game)
    raise AssertionError("no project grew")


@settings(max_examples=30)
@given(strategies.scenarios(), strategies.seeds)
def test_only_running_projects_have_an_outlook(scenario, seed):
    """It lies in the future, and slips if it is after the deadline or the end of the game."""
    game = play_out(Game.new(scenario, seed), turns=1 + seed % 5, seed=seed)
    facts = game.observation
    for key, task in facts.tasks.items():
        seen = projected_finish(facts, key)
        running = task.state is TaskState.RUNNING and task.spec.kind is TaskKind.PROJECT
        assert (seen is not None) is running
        if seen is not None:
            assert seen.turn is None or seen.turn >= facts.turn
            last = seen.due or facts.scenario.turns
            assert seen.slips is (seen.turn is None or seen.turn > last)
            assert seen.share >= 0.0
            assert seen.rework >= 0.0


def what_was_said(seeds):
    """What became of what was said over whole games, turn by turn, of projects completed later.

    Returns: How often, by whether half of the work was done, whether a project was said to slip,
        and whether it did.
    """
    scenario = scenario_io.load_file(scenario_io.find("northlight"))
    counted = Counter()
    for seed in seeds:
        game = Game.new(scenario, seed)
        player = a_row("rules").fresh(seed)
        said = []
        while not game.over:
            facts = game.observation
            for key in facts.tasks:
                seen = projected_finish(facts, key)
                if seen is not None:
                    said.append((key, seen.share >= 0.5, seen.slips))
            game.submit_legal(player.decide(facts))
        for key, halfway, slips in said:
            task = game.observation.tasks[key]
            if task.state is TaskState.DONE:
                counted[halfway, slips, task.delivered > task.spec.deadline] += 1
    return counted


def test_what_is_said_to_slip_mostly_does():
    """More often than not, and at least twice as often as what is said to be in time."""
    counted = what_was_said((21, 22, 23))

    def late(slips):
        yes, no = (
            sum(counted[halfway, slips, was] for halfway in (True, False)) for was in (True, False)
        )
        return yes / (yes + no)

    assert late(True) > max(0.5, 2.0 * late(False))


@pytest.mark.long
def test_two_in_three_that_are_said_to_slip_do():
    """From any turn; and once half of its work is done, half of what will be late is said to be.

    Before that, little of its true size has shown.
    """
    counted = what_was_said(range(1000, 1040))
    slipped, not_slipped = (
        sum(counted[halfway, True, was] for halfway in (True, False)) for was in (True, False)
    )
    assert slipped >= 2 * not_slipped
    assert counted[True, True, True] >= counted[True, False, True]
