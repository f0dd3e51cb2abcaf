"""Plans: what is played, in which order, and who may be judged by it."""

import itertools

import pytest
from attrs import evolve

from sim.bench.plan import TEST_FROM, Plan
from sim.errors import UsageError
from sim.policies import REGISTRY

CHANCE, RULES, PLANNER = (REGISTRY[name] for name in ("random", "rules", "planner"))


@pytest.fixture
def two(tutorial):
    """Two scenarios that differ in name only."""
    return tutorial, evolve(tutorial, id="other")


def told(job):
    return job.seed, job.policy.id, job.scenario.id


def test_episodes_are_counted_by_seed_then_policy_then_scenario(two):
    """Episodes that share luck are adjacent, so that a seed is complete as soon as possible."""
    plan = Plan(two, (RULES, CHANCE), range(7, 9))
    assert [told(plan.job(number)) for number in range(plan.episodes)] == [
        (7, "rules", "tutorial"),
        (7, "rules", "other"),
        (7, "random", "tutorial"),
        (7, "random", "other"),
        (8, "rules", "tutorial"),
        (8, "rules", "other"),
        (8, "random", "tutorial"),
        (8, "random", "other"),
    ]


@pytest.mark.parametrize("baseline", [None, CHANCE, REGISTRY["in_house"]])
@pytest.mark.parametrize("scenarios", [1, 2])
def test_every_episode_is_counted_once(two, baseline, scenarios):
    """Each player meets each scenario under each seed, and none of them twice."""
    plan = Plan(two[:scenarios], (RULES, CHANCE), range(3, 8), baseline)
    jobs = [told(plan.job(number)) for number in range(plan.episodes)]
    assert sorted(jobs) == sorted(
        itertools.product(
            plan.seeds,
            (row.id for row in plan.players),
            (scenario.id for scenario in plan.scenarios),
        )
    )
    assert len(jobs) == len(set(jobs)) == plan.block * 5


@pytest.mark.parametrize("seeds", [range(TEST_FROM, TEST_FROM + 1), range(1, TEST_FROM + 1)])
@pytest.mark.parametrize("name", ["planner", "oracle"])
def test_a_planner_is_not_tuned_by_the_test_split(tutorial, name, seeds):
    """One seed of it is enough to refuse another budget; the message names planner and budget."""
    tuned = REGISTRY[name].with_budget(5)
    for parts in [((tuned,), None), ((RULES,), tuned)]:
        with pytest.raises(UsageError, match=rf"{name} .* {REGISTRY[name].budget}\."):
            Plan((tutorial,), parts[0], seeds, parts[1])


def test_a_planner_may_be_judged_and_tuned(tutorial):
    """With its own budget it plays the test split, and with any budget the seeds below it."""
    plan = Plan((tutorial,), (PLANNER, RULES), range(TEST_FROM, TEST_FROM + 2), CHANCE)
    assert plan.episodes == 6
    below = Plan((tutorial,), (PLANNER.with_budget(5),), range(TEST_FROM - 2, TEST_FROM))
    assert below.job(0).policy.budget == 5
