"""Episodes and plans, with the engine as it is."""

import pytest

from sim.bench import Plan, episode, run
from sim.errors import PolicyFailure
from sim.model.orders import CloseSite
from sim.policies import REGISTRY, PolicyRow
from sim.scenario_io import find, load_file


@pytest.fixture(scope="module")
def tutorial():
    return load_file(find("tutorial"))


class Steady:
    """Hands in the same every turn, whatever it sees."""

    def __init__(self, *orders):
        self.orders = orders

    def decide(self, observation):
        return self.orders


def row_of(policy, name="mine"):
    """A row of the registry for a policy made up by a test."""
    return PolicyRow(id=name, title="", summary="", make=lambda seed: policy, quick=True)


def test_every_turn_is_watched(tutorial):
    """Whoever follows an episode sees each turn once, before and after, until the outcome."""
    turns = []
    document = episode(tutorial, REGISTRY["rules"], 3, turns.append)
    assert [turn.report.turn for turn in turns] == list(range(1, document["turns"] + 1))
    assert [turn.before.turn for turn in turns] == [turn.report.turn for turn in turns]
    assert turns[-1].after.outcome is not None
    assert document["orders"] == sum(len(turn.orders) for turn in turns)
    assert document["invalid_orders"] == sum(turn.dropped for turn in turns)


def test_watching_changes_nothing(tutorial):
    """An observed game is the same game."""
    watched = episode(tutorial, REGISTRY["rules"], 3, lambda turn: None)
    alone = episode(tutorial, REGISTRY["rules"], 3)
    assert watched["digest"] == alone["digest"]
    assert {**watched, "seconds": 0} == {**alone, "seconds": 0}


def test_illegal_orders_are_counted_and_left_out(tutorial):
    """To close a site that is not there changes nothing but the count."""
    waiting = episode(tutorial, row_of(Steady()), 1)
    failing = episode(tutorial, row_of(Steady(CloseSite("no-such-site"))), 1)
    assert failing["invalid_orders"] == failing["orders"] == failing["turns"]
    assert failing["digest"] == waiting["digest"]
    report = run(Plan((tutorial,), (row_of(Steady(CloseSite("no-such-site"))),), range(1, 3)))
    assert report["rows"][0]["invalid_rate"] == 1


def test_each_game_gets_a_fresh_policy_made_from_its_seed(tutorial):
    """What a policy learnt in one game it does not know in the next."""
    seeds = []

    def make(seed):
        seeds.append(seed)
        return Steady()

    row = PolicyRow(id="mine", title="", summary="", make=make, quick=True)
    run(Plan((tutorial,), (row,), range(4, 7)))
    assert seeds == [4, 5, 6]


@pytest.mark.parametrize("junk", [None, 3])
def test_a_policy_that_hands_in_no_sequence_fails_in_words(tutorial, junk):
    """The message names policy, turn, scenario and seed."""
    policy = Steady()
    policy.orders = junk
    with pytest.raises(PolicyFailure, match=r"'mine' failed in turn 1 of 'tutorial', seed 9"):
        episode(tutorial, row_of(policy), 9)


def test_the_baseline_is_played_once(tutorial):
    """Named as a policy as well, it still has one row for each scenario."""
    rules, chance = REGISTRY["rules"], REGISTRY["random"]
    plan = Plan((tutorial,), (rules, chance), range(1, 4), baseline=chance)
    assert [row.id for row in plan.players] == ["random", "rules"]
    assert plan.episodes == 6
    games = []
    report = run(plan, lambda: games.append(1))
    assert len(games) == report["episodes"] == 6


def test_a_plan_of_nothing_is_refused(tutorial):
    """Scenarios, policies and seeds: at least one of each."""
    rules = REGISTRY["rules"]
    for parts in [
        ((), (rules,), range(1)),
        ((tutorial,), (), range(1)),
        ((tutorial,), (rules,), range(0)),
    ]:
        with pytest.raises(ValueError, match=r"Length of '\w+' must be >= 1"):
            Plan(*parts)
