"""Policies: one row each, made fresh for each episode, seeing only what a player sees."""

import copy
from statistics import fmean

import pytest

from sim.engine.observe import observe
from sim.errors import UsageError
from sim.games.game import Game
from sim.model.orders import Answer, Award, DeclineDeal
from sim.model.vocabulary import Mode, RequestKind, TaskState
from sim.model.world import World
from sim.policies import REGISTRY
from tests.builders import (
    CALM,
    a_busy_scenario,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_row,
    a_scenario,
    a_team,
    a_vendor,
    award,
    play,
    play_out,
    wait,
    what_it_sees,
    world_of,
)

SINGLE = ("in_house", "freelance", "outsource", "offshore")

PLANNERS = ("planner", "oracle")

LEGAL = [policy for policy in REGISTRY if policy != "replay"]
"""All but one: `replay` repeats, without looking, orders that were legal in another game; that is
its point. Those that are illegal are dropped and counted.
"""


def test_the_ids_are_the_documented_ones():
    """They are part of the command line, so they must not change."""
    assert set(REGISTRY) == {
        "hold", "random", *SINGLE, "cheapest", "checklist", "rules", "replay", *PLANNERS,
    }  # fmt: skip
    for key, row in REGISTRY.items():
        assert row.id == key
        assert row.title
        assert row.summary.endswith(".")


@pytest.mark.parametrize("policy", REGISTRY)
def test_a_policy_is_made_fresh(policy):
    """Two of a kind share no memory: each episode begins afresh."""
    row = a_row(policy)
    assert row.fresh(1) is not row.fresh(1)
    turns = 2 if policy in PLANNERS else 12
    games = [play_out(Game.new(a_busy_scenario(), 3), policy, turns, seed=5) for _ in range(2)]
    assert games[0].digest() == games[1].digest()


@pytest.mark.parametrize("policy", REGISTRY)
def test_a_policy_changes_nothing_that_it_sees(policy):
    """A policy only reads: what it was given is unchanged after it has decided."""
    game = play_out(Game.new(a_busy_scenario(), 3), policy, turns=4)
    seen, untouched = what_it_sees(policy, game), observe(world_of(game))
    kept = copy.deepcopy(seen)
    a_row(policy).fresh(1).decide(seen)
    if isinstance(seen, World):
        kept.secrets.luck = seen.secrets.luck  # draws made so far: the seed has them all anyway
        kept.secrets.bids = seen.secrets.bids
    assert seen == kept
    assert game.observation == observe(world_of(game)) == untouched


@pytest.mark.parametrize("policy", REGISTRY)
def test_a_policys_luck_is_its_own(policy):
    """Its seed moves its choices at most; the game's luck is the game's."""
    game = Game.new(a_busy_scenario(), 3)
    before = game.digest()
    for seed in range(3):
        a_row(policy).fresh(seed).decide(what_it_sees(policy, game))
    assert game.digest() == before


@pytest.mark.parametrize(
    ("policy", "seed"),
    [(key, seed) for key in LEGAL for seed in range(1 if key in PLANNERS else 3)],
)
def test_a_policy_gives_legal_orders(policy, seed):
    """In a firm with something of everything, from start to end; planners in a short game of it."""
    game = Game.new(a_busy_scenario(turns=5 if policy in PLANNERS else 12), seed)
    player = a_row(policy).fresh(seed)
    while not game.over:
        orders = player.decide(what_it_sees(policy, game))
        assert game.problems(orders) == ()
        game.submit(orders)


@pytest.mark.long
@pytest.mark.parametrize("policy", PLANNERS)
@pytest.mark.parametrize("seed", range(3))
def test_a_planner_gives_legal_orders_to_the_end(policy, seed):
    """Throughout the whole game, including all the futures that it tries on its own."""
    game = Game.new(a_busy_scenario(), seed)
    player = REGISTRY[policy].fresh(seed)
    while not game.over:
        game.submit(player.decide(what_it_sees(policy, game)))


def test_only_planners_have_a_budget():
    """Others try no futures, and say so when they are given some."""
    for key, row in REGISTRY.items():
        if key in PLANNERS:
            assert row.with_budget(7).budget == 7
            assert row.budget != 7, "the registry's own row is left as it is"
            assert not row.quick, "a benchmark does not take one that it was not asked for"
        else:
            with pytest.raises(UsageError, match=f'The policy "{key}" tries no futures'):
                row.with_budget(7)


def test_only_the_oracle_knows_everything():
    """All others get only what a player may know."""
    assert [key for key, row in REGISTRY.items() if row.all_knowing] == ["oracle"]


@pytest.mark.parametrize("policy", REGISTRY)
def test_a_policy_copes_with_a_firm_that_has_nothing(policy):
    """No people, no providers, no money to speak of: still no exception."""
    game = a_game(a_function(), a_project(), a_firm(cash=0, credit_line=0, manager_hours=0.0))
    play_out(game, policy)
    assert game.over


@pytest.mark.parametrize("seed", range(3))
def test_hold_orders_nothing(seed):
    """It never orders anything: the game ends as if every turn had just been ended."""
    held = play_out(Game.new(a_busy_scenario(), seed), "hold")
    waited = Game.new(a_busy_scenario(), seed)
    while not waited.over:
        wait(waited)
    assert all(orders == () for orders in held.log)
    assert held.digest() == waited.digest()


def test_a_benchmark_includes_hold_by_default():
    """It costs next to nothing to play, and every other score is to be read against it."""
    assert REGISTRY["hold"].quick


@pytest.mark.parametrize("policy", SINGLE)
def test_a_single_mode_puts_work_into_its_mode(policy):
    """Where its mode can do everything, it does nearly everything."""
    game = a_game(
        a_place("coast", 0.6),
        a_team("crew", heads=6),
        a_vendor("tarn"),
        a_vendor("dhara", location="coast"),
        *[a_freelancer(f"hand-{n}") for n in range(6)],
        a_function("desk", hours=90.0),
        a_function("care", hours=90.0),
        a_project("shop", hours=200.0, deadline=10),
        a_firm(cash=10**10),
        turns=24,
        rules=CALM,
    )
    play_out(game, policy)
    share = game.result(policy, 0)["mode_share"]
    assert share[Mode(policy).value] > 0.8


def test_the_manager_awards_waiting_work():
    """Work that pays, and that somebody could do, is not left undone."""
    game = a_game(a_team("crew", heads=6), a_vendor(), a_function(), a_project(), rules=CALM)
    play_out(game, "rules", turns=1)
    states = {task.state for task in game.observation.tasks.values()}
    assert states == {TaskState.RUNNING}


def test_the_manager_answers_what_is_asked():
    """Every request gets an answer, unless an order of the same turn leaves the contract that is
    up for renewal.
    """
    for seed in range(4):
        game = Game.new(a_busy_scenario(), seed)
        player = REGISTRY["rules"].fresh(seed)
        while not game.over:
            before = game.observation
            orders = player.decide(before)
            answered = {order.request for order in orders if isinstance(order, Answer)}
            moved = {order.task for order in orders if isinstance(order, Award)}
            left = before.requests.keys() - answered
            game.submit(orders)
            for request in map(before.requests.get, left):
                assert request.kind is RequestKind.RENEWAL
                contract = game.observation.engagements[request.subject]
                assert contract.ends
                assert contract.task in moved


def test_the_manager_beats_chance():
    """Over a dozen seeds of one scenario, it scores more than random orders."""

    def mean(policy: str) -> float:
        return fmean(
            play_out(Game.new(a_busy_scenario(), seed), policy, seed=seed).score()
            for seed in range(12)
        )

    assert mean("rules") > mean("random")


class DoesNothing:
    """A player who waits."""

    def decide(self, observation):
        return []


class Stubborn:
    """A player who always gives equal orders."""

    def decide(self, observation):
        return [DeclineDeal("nothing"), Award("desk", "desk/crew")]


def test_any_class_with_decide_is_a_policy():
    """No base class is needed; illegal orders are left out and counted."""
    scenario = a_scenario(a_team(), a_function())
    for player, wrong in ((DoesNothing(), 0), (Stubborn(), 12 + 12)):
        game = Game.new(scenario, 1)
        dropped = 0
        while not game.over:
            dropped += game.submit_legal(player.decide(game.observation))[1]
        assert dropped <= wrong
        assert dropped >= wrong / 2


def test_waiting_is_a_turn_too():
    """A turn without orders is played like any other."""
    game = a_game(a_team(), a_function())
    wait(game)
    play(game, award(game.observation, "desk", "crew"))
    assert game.turn == 3
