"""Players that look ahead: fair ones that imagine, and one that knows."""

import copy
import functools
import math
import pickle
import random
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.digest import digest
from sim.engine import legality
from sim.engine.observe import clone, observe
from sim.games.game import Game
from sim.model.orders import AcceptDeal, AskReferences, DeclineDeal, Oversee
from sim.model.vocabulary import ObjectiveKind, Oversight
from sim.model.world import Observation, World
from sim.policies import REGISTRY
from sim.policies.manager import Manager
from sim.policies.neighbours import variations
from sim.policies.planner import LEAST, Oracle, Planner, _room, _rounds
from sim.policies.rollout_score import rollout_score
from sim.scenario_io import find, load_file
from tests.builders import (
    CALM,
    a_busy_scenario,
    a_deal,
    a_firm,
    a_freelancer,
    a_project,
    a_scenario,
    a_team,
    an_objective,
    play_out,
    what_it_sees,
    world_of,
)

SEEDS = range(6)


def an_idle_firm():
    """Three idle people, and a deal whose work they could do at no extra cost.

    A manager estimates its cost at a freelancer's rate, and declines.
    """
    return a_scenario(
        a_firm(cash=30_000_000, manager_hours=100.0),
        a_team("crew", heads=3),
        a_project("favour", 300.0, deal="extra", value=2_000_000, deadline=5),
        a_deal("extra", offered=1, expires=1),
        an_objective(floor=12_000_000.0, target=20_000_000.0),
        turns=5,
        rules={**CALM, "severance_months": 24.0},
    )


def play_with(player, game: Game, knows: bool = False) -> Game:
    """A player's game to its end; all that it orders is legal."""
    while not game.over:
        game.submit(player.decide(game.whole_world() if knows else game.observation))
    return game


@functools.cache
def scores(policy: str, budget: int, name: str = "") -> list[float]:
    """A planner's scores in successive games of the idle firm or of a shipped scenario."""
    row = REGISTRY[policy].with_budget(budget)
    scenario = load_file(find(name)) if name else an_idle_firm()
    games = [Game.new(scenario, seed) for seed in SEEDS]
    return [play_with(row.fresh(game.seed), game, row.all_knowing).score() for game in games]


def by_the_manager() -> list[float]:
    games = [Game.new(an_idle_firm(), seed) for seed in SEEDS]
    return [play_with(Manager(), game).score() for game in games]


def not_below(better: list[float], worse: list[float]) -> bool:
    """Whether one is not clearly below the other, game by game: two standard errors are luck."""
    gains = [one - other for one, other in zip(better, worse, strict=True)]
    return fmean(gains) >= -2.0 * stdev(gains) / math.sqrt(len(gains))


# --- both ------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["planner", "oracle"])
def test_with_nothing_to_try_they_order_what_a_manager_orders(policy):
    """A single future shows nothing, since there is none to compare it with."""
    row = REGISTRY[policy].with_budget(1)
    game = play_with(row.fresh(4), Game.new(a_busy_scenario(), 2), row.all_knowing)
    assert game.log == play_with(Manager(), Game.new(a_busy_scenario(), 2)).log


@pytest.mark.parametrize("policy", ["planner", "oracle"])
def test_the_same_seed_decides_alike(policy):
    """Its luck depends on its seed alone: not on Python's, nor on what came before."""
    row = REGISTRY[policy].with_budget(8)
    decisions = []
    for noise in range(2):
        random.seed(noise)
        game = Game.new(a_busy_scenario(), 1)
        state = random.getstate()
        play_out(game, "rules", turns=4)
        player = row.fresh(9)
        decisions.append([player.decide(what_it_sees(policy, game)) for _ in range(2)])
        assert random.getstate() == state
    assert decisions[0] == decisions[1]


@pytest.mark.parametrize("policy", ["planner", "oracle"])
def test_it_beats_a_manager_who_is_wrong(policy):
    """Idle people could do the work: a player who looks ahead accepts it."""
    game = Game.new(an_idle_firm(), 1)
    assert DeclineDeal("extra") in Manager().decide(game.observation)
    player = REGISTRY[policy].with_budget(48).fresh(1)
    assert AcceptDeal("extra") in player.decide(what_it_sees(policy, game))
    gains = [a - b for a, b in zip(scores(policy, 48), by_the_manager(), strict=True)]
    # Whoever knows the future never waits for it; one game in forty of a planner's does.
    assert min(gains) > (150.0 if policy == "oracle" else 0.0)
    assert fmean(gains) > 200.0, "the work pays 250 points if it is done without delay"


@pytest.mark.parametrize("policy", ["planner", "oracle"])
def test_trying_more_is_not_worse(policy):
    """More futures find better orders, and judge them better."""
    few, more = scores(policy, 6), scores(policy, 48)
    assert not_below(more, few)
    assert fmean(more) > fmean(by_the_manager())


@pytest.mark.long
@pytest.mark.parametrize("policy", ["planner", "oracle"])
@pytest.mark.parametrize("name", ["tutorial", "northlight", "helpline"])
def test_trying_more_is_not_worse_in_the_shipped_scenarios(name, policy):
    """This holds in the shipped scenarios as well."""
    assert not_below(scores(policy, 48, name), scores(policy, 6, name))


# --- the planner -----------------------------------------------------------------------------


def test_a_planner_needs_no_more_than_it_sees():
    """An observation has no secrets; one that was sent by post, far from its game, will do."""
    game = play_out(Game.new(a_busy_scenario(), 3), "rules", turns=2)
    seen = game.observation
    assert type(seen) is Observation
    assert not hasattr(seen, "secrets")
    posted = pickle.loads(pickle.dumps(seen))
    play_out(game, "random", turns=1)
    assert Planner(2, budget=8).decide(posted) == Planner(2, budget=8).decide(seen)


def test_a_planners_luck_is_not_the_games():
    """A decision that is not submitted leaves no trace; equal orders give an equal game."""
    one, two = (Game.new(an_idle_firm(), 3) for _ in range(2))
    for seed in range(5):
        Planner(seed, budget=16).decide(two.observation)
    orders = Planner(1, budget=48).decide(two.observation)
    one.submit(orders)
    two.submit(orders)
    assert one.digest() == two.digest()


# --- the oracle ------------------------------------------------------------------------------


def test_the_oracle_looks_at_a_copy():
    """It plays the world on as often as it likes; the game's own world does not move."""
    game = play_out(Game.new(a_busy_scenario(), 3), "rules", turns=2)
    before = game.digest()
    world = game.whole_world()
    assert type(world) is World
    assert digest(world) == before
    Oracle(1, budget=12).decide(world)
    assert digest(world) == before
    rollout_score(world, ())
    assert digest(world) != before
    assert game.digest() == before
    assert game.observation == observe(world_of(game))


def test_the_oracle_is_right_about_the_future():
    """The score it expects is the one its orders get if the firm is managed as it assumes."""
    game = play_out(Game.new(a_busy_scenario(), 3), "rules", turns=2)
    orders = Manager().decide(game.observation)
    expected = rollout_score(game.whole_world(), orders)
    game.submit(orders)
    manager = Manager(looks_around=False)
    while not game.over:
        game.submit(manager.decide(game.observation))
    assert game.score() == expected


@pytest.mark.interpreted
@pytest.mark.parametrize("policy", ["planner", "oracle"])
def test_the_manager_remembers_the_submitted_orders(policy, monkeypatch):
    """Not what it proposed: it leaves alone what was just moved, and nothing else."""
    told = []
    monkeypatch.setattr(Manager, "ordered", lambda _, turn, orders: told.append((turn, orders)))
    game = Game.new(an_idle_firm(), 1)
    orders = REGISTRY[policy].with_budget(48).fresh(1).decide(what_it_sees(policy, game))
    assert orders != Manager().proposes(game.observation)
    assert told[-1] == (1, orders)


@given(st.integers(LEAST, 3000), st.integers(1, 300))
def test_no_more_futures_than_the_budget(budget, changes):
    """However many changes there are, each round plays its share, and all are tried at least once,
    the last one twice.
    """
    tried = min(changes, _room(budget))
    futures = budget // _rounds(tried)
    left, rounds = tried, 0
    while left > 1:
        assert futures // (left + 1) >= 1
        left, rounds = left // 2, rounds + 1
    assert futures // 2 >= 2
    assert (rounds + 1) * futures <= budget


def test_the_oracle_does_no_worse_than_it_might():
    """If the manager plays on, its orders gain at least as much as the manager's would."""
    for seed in range(3):
        game = play_out(Game.new(a_busy_scenario(), seed), "rules", turns=seed + 2)
        world = game.whole_world()
        found = Oracle(seed, budget=12).decide(clone(world))
        usual = Manager().decide(game.observation)
        assert game.problems(found) == ()
        assert rollout_score(clone(world), found) >= rollout_score(clone(world), usual)


# --- what they try ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mornings():
    """An eventful game: observations, a manager's orders, and their variations."""
    found = []
    game, manager = Game.new(a_busy_scenario(), 4), Manager()
    while not game.over:
        facts, kept = game.observation, copy.deepcopy(game.observation)
        orders = tuple(manager.decide(facts))
        found.append((facts, orders, variations(facts, orders)))
        assert facts == kept
        game.submit(orders)
    return found


def test_each_variation_is_legal_and_different(mornings):
    """No two are equal, none equals the manager's own, and each is legal."""
    for facts, base, changes in mornings:
        assert len(set(changes)) == len(changes)
        assert base not in changes
        assert all(legality.problems(facts, orders) == () for orders in changes)


def test_all_kinds_of_decisions_are_tried(mornings):
    """Leaving an order out, choosing another provider, closer oversight, declining a deal."""
    tried = [(set(base), set(orders)) for _, base, changes in mornings for orders in changes]
    assert any(orders < base for base, orders in tried)
    new = {type(order).__name__ for base, orders in tried for order in orders - base}
    assert new >= {"Award", "Oversee", "Hire", "LayOff", "DeclineDeal", "Answer"}


def test_one_decision_is_changed_at_a_time(mornings):
    """At most one of the manager's orders is missing."""
    for _, base, changes in mornings:
        for orders in changes:
            assert len(set(base) - set(orders)) <= 1


def test_nobody_is_left_unwatched(mornings):
    """A planner never thinks of ending oversight altogether."""
    for _, _, changes in mornings:
        levels = {o.level for orders in changes for o in orders if isinstance(o, Oversee)}
        assert levels
        assert Oversight.NONE not in levels


def strangers_want_a_job(known: int = 0):
    """One job, and four freelancers: none of them, or all, have worked for the firm."""
    hidden = dict.fromkeys(("skill", "reliability", "alignment", "attention"))
    people = ("silva", "okafor", "brook", "gill")
    job = {"value": 1_700_000, "deadline": 10, "complexity": 0.8, "visibility": 0.6}
    return a_scenario(
        a_firm(cash=100_000_000, manager_hours=60.0, manager_wage=5_000),
        a_project("office", 200.0, **job),
        *(a_freelancer(key, known=known, **hidden) for key in people),
        an_objective(weight=0.7, floor=8e7, target=1.2e8),
        an_objective(ObjectiveKind.QUALITY, weight=0.3, floor=60.0, target=95.0),
        turns=11,
    )


@pytest.mark.parametrize("known", [0, 2])
def test_asking_about_strangers_first_is_considered(known):
    """In place of an award to one: all the clients of the most promising. Providers that are known,
    or have named all their clients, are not asked for more.
    """
    facts = Game.new(strangers_want_a_job(known), 1).observation
    (award,) = base = tuple(Manager().proposes(facts))
    asking = [
        orders
        for orders in variations(facts, base)
        if any(isinstance(order, AskReferences) for order in orders)
    ]
    if known:
        assert not asking
        return
    (orders,) = asking
    assert {type(order) for order in orders} == {AskReferences}
    asked = [order.provider for order in orders]
    assert facts.offers[award.offer].provider in asked
    assert len(set(asked)) == len(asked) == 3
    assert {order.clients for order in orders} == {5}
    game = Game.new(strangers_want_a_job(), 1)
    game.submit([AskReferences(key, 5) for key in facts.providers])
    base = tuple(Manager().proposes(game.observation))
    assert base
    tried = variations(game.observation, base)
    assert not any(isinstance(order, AskReferences) for row in tried for order in row)


def test_a_planner_asks_about_strangers():
    """If there is time and quality counts, some futures show that it pays to wait for answers."""
    games = (
        play_with(Planner(seed, budget=120), Game.new(strangers_want_a_job(), seed))
        for seed in SEEDS
    )
    assert any(
        isinstance(order, AskReferences) for game in games for turn in game.log for order in turn
    )
