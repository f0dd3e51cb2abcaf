"""Episodes and plans, with the real engine."""

import pytest
from attrs import evolve

from sim.bench.episodes import episode
from sim.bench.plan import Job, Plan
from sim.bench.records import failed
from sim.bench.rows import ALL_SCENARIOS
from sim.bench.runs import Clock, run
from sim.errors import FailureKind, PolicyFailure
from sim.model.orders import CloseSite
from sim.policies import REGISTRY, PolicyRow
from sim.policies.policy import own_luck
from tests.bench.players import Faulty, Steady, row_of


def test_every_turn_is_observed(tutorial):
    """An observer sees each turn of an episode once, before and after, until the outcome."""
    turns = []
    document = episode(tutorial, REGISTRY["rules"], 3, turns.append)
    assert [turn.report.turn for turn in turns] == list(range(1, document["turns"] + 1))
    assert [turn.before.turn for turn in turns] == [turn.report.turn for turn in turns]
    assert turns[-1].after.outcome is not None
    assert document["orders"] == sum(len(turn.orders) for turn in turns)
    assert document["invalid_orders"] == sum(turn.dropped for turn in turns)


def test_observing_changes_nothing(tutorial):
    """An observed game is unchanged."""
    watched = episode(tutorial, REGISTRY["rules"], 3, lambda turn: None)
    alone = episode(tutorial, REGISTRY["rules"], 3)
    assert watched["digest"] == alone["digest"]
    assert {**watched, "seconds": 0} == {**alone, "seconds": 0}


def test_illegal_orders_are_counted_and_left_out(tutorial):
    """Closing a site that does not exist changes nothing but the count."""
    waiting = episode(tutorial, row_of(Steady()), 1)
    failing = episode(tutorial, row_of(Steady(CloseSite("no-such-site"))), 1)
    assert failing["invalid_orders"] == failing["orders"] == failing["turns"]
    assert failing["digest"] == waiting["digest"]
    report = run(Plan((tutorial,), (row_of(Steady(CloseSite("no-such-site"))),), range(1, 3)))
    assert report["rows"][0]["invalid_rate"] == 1


def test_each_game_gets_a_fresh_policy_with_luck_of_its_own(tutorial):
    """What it learned in one game is forgotten in the next, and it never knows the game's seed,
    which would reveal everything.
    """
    seeds = []

    def make(seed):
        seeds.append(seed)
        return Steady()

    row = PolicyRow(id="mine", title="", summary="", make=make, quick=True)
    run(Plan((tutorial,), (row,), range(4, 7)))
    assert seeds == [own_luck(seed) for seed in (4, 5, 6)]
    assert not set(seeds) & {4, 5, 6}


@pytest.mark.parametrize("junk", [None, 3])
def test_a_policy_that_returns_no_sequence_fails_with_a_message(tutorial, junk):
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
    report = run(plan, games.append)
    assert sum(games) == report["episodes"] == 6


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


def test_the_clock_by_hand(tutorial):
    """Times of a policy's games, in a scenario and in all, earlier sessions included."""
    other = evolve(tutorial, id="other")
    clock = Clock({"tutorial rules": [3, 6.0], "tutorial random": [1, 50.0]})
    for scenario, policy, seconds in (
        (tutorial, "rules", 10.0),
        (other, "rules", 1.0),
        (other, "patient", 0.5),
    ):
        job = Job(scenario, row_of(Steady(), policy), 1)
        clock.add(failed(job, ("scenario", "policy"), FailureKind.RAISED, "", seconds))
    assert clock.mean("tutorial", "rules") == 4
    assert clock.mean("other", "rules") == 1
    assert clock.mean(ALL_SCENARIOS, "rules") == 3.4
    assert clock.mean("tutorial", "random") == 50
    assert clock.mean("tutorial", "patient") is None


def test_a_policy_that_fails_in_some_games_is_still_compared(tutorial):
    """Under two of four seeds it raises: those count as 0, on its side and in the difference."""

    def make(seed):
        return Faulty(seed, wrong=lambda: 1 / 0, turn=1 if seed % 2 else 99)

    row = PolicyRow("mine", "", "", make)
    plan = Plan((tutorial,), (row,), range(1, 5), baseline=REGISTRY["rules"])
    baseline, mine = run(plan)["rows"][:2]
    assert (mine["episodes"], mine["failed"]) == (4, 2)
    assert "ZeroDivisionError" in mine["failure"]
    assert mine["score_min"] == 0
    assert (baseline["failed"], baseline["failure"]) == (0, None)
    difference = mine["score_mean"] - baseline["score_mean"]
    assert mine["difference_mean"] == pytest.approx(difference, abs=2e-6)


def test_each_row_averages_its_own_games(tutorial):
    """Over two scenarios and two policies, each mean is that of the games that it names."""
    other = evolve(tutorial, id="other", turns=tutorial.turns - 2)
    plan = Plan((tutorial, other), (REGISTRY["rules"], REGISTRY["random"]), range(1, 4))
    rows = {(row["scenario"], row["policy"]): row for row in run(plan)["rows"]}
    assert list(rows) == [
        (scenario, policy)
        for scenario in ("tutorial", "other", ALL_SCENARIOS)
        for policy in ("rules", "random")
    ]
    for policy in plan.policies:
        both = []
        for scenario in plan.scenarios:
            scores = [episode(scenario, policy, seed)["score"] for seed in plan.seeds]
            mean = sum(scores) / len(scores)
            assert rows[scenario.id, policy.id]["score_mean"] == pytest.approx(mean, abs=2e-6)
            both += scores
        mean = sum(both) / len(both)
        assert rows[ALL_SCENARIOS, policy.id]["score_mean"] == pytest.approx(mean, abs=2e-6)
