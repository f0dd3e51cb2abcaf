"""Orders and worlds as plain data and back; digests that are equal everywhere."""

import inspect
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import attrs
import hypothesis
import pytest
from attrs import evolve
from cattrs import BaseValidationError
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.codec import orders_from_data, orders_to_data
from sim.digest import digest
from sim.engine.observe import clone
from sim.engine.turn import resolve
from sim.games.game import Game
from sim.model import orders as o
from sim.model.orders import AcceptDeal, Audit, Award, Hire, Order, Overtime, Terms
from sim.model.value import Value
from sim.policies import REGISTRY
from tests import laws, strategies
from tests.builders import a_busy_scenario, play_out, world_of
from tests.laws import world_to_data

ORDER_KINDS = Order.__args__


def _subclasses(kind):
    for each in kind.__subclasses__():
        yield each
        yield from _subclasses(each)


@pytest.mark.interpreted
def test_a_written_constructor_takes_the_fields_in_their_order():
    """So that copies, pickles and `evolve` give each field its own value."""
    kinds = [
        kind
        for kind in _subclasses(Value)
        if "__init__" in vars(kind) and not any(field.validator for field in attrs.fields(kind))
    ]
    assert len(kinds) > 20
    for kind in kinds:
        names = [field.name for field in attrs.fields(kind)]
        assert [*inspect.signature(kind).parameters] == names
        value = kind(*range(len(names)))
        assert [getattr(value, name) for name in names] == [*range(len(names))], kind
        assert pickle.loads(pickle.dumps(value)) == value


@settings(max_examples=60)
@given(strategies.scenarios(), strategies.seeds, st.data())
def test_any_world_survives_the_round_trip(scenario, seed, data):
    """Through JSON and back: an equal digest, and an equal next turn."""
    game = play_out(Game.new(scenario, seed), turns=data.draw(st.integers(0, 5)), seed=seed)
    orders = [] if game.over else data.draw(strategies.turn_orders(game.observation))
    laws.survives_the_round_trip(world_of(game), orders)


@pytest.mark.parametrize("seed", range(3))
def test_every_turn_of_a_game_survives_the_round_trip(seed):
    """A game that is saved and restored after every turn ends like one that is not."""
    scenario = a_busy_scenario()
    game = play_out(Game.new(scenario, seed), seed=seed)
    world = world_of(Game.new(scenario, seed))
    for orders in game.log:
        world = laws.survives_the_round_trip(world, orders)
        text = json.dumps(orders_to_data(orders))
        resolve(world, orders_from_data(json.loads(text)))
    assert digest(world) == game.digest()


@pytest.mark.parametrize(
    "part", [pytest.param(part, marks=pytest.mark.long if part else ()) for part in range(101)]
)
def test_a_game_goes_on_from_any_turn_as_if_it_had_never_been_left(part):
    """Saved and restored after every turn, the game is unchanged, turn by turn, to its end; the
    long form plays a hundred games of each part.
    """

    @hypothesis.seed(part)
    @settings(max_examples=100 if part else 5, phases=[Phase.generate], database=None)
    @given(strategies.scenarios(), strategies.seeds)
    def left_and_restored(scenario, luck):
        game, player = Game.new(scenario, luck), REGISTRY["random"].make(luck)
        world = world_of(Game.new(scenario, luck))
        while not game.over:
            text = json.dumps(world_to_data(world), allow_nan=False)
            world = laws.world_from_data(json.loads(text), scenario, world.rules)
            assert json.dumps(world_to_data(world)) == text
            report, _ = game.submit_legal(player.decide(game.observation))
            orders = json.dumps(orders_to_data(game.log[-1]))
            assert resolve(world, orders_from_data(json.loads(orders))) == report
            assert digest(world) == game.digest()

    left_and_restored()


@settings(max_examples=40)
@given(strategies.seeds, st.data())
def test_any_orders_survive_the_round_trip(seed, data):
    """Legal or not, the orders that come back are those that went in."""
    game = play_out(Game.new(a_busy_scenario(), seed % 20), turns=2)
    orders = data.draw(st.lists(strategies.orders(game.observation), max_size=5))
    orders = [order for order in orders if "inf" not in repr(order)]
    text = json.dumps(orders_to_data(orders), allow_nan=False)
    assert orders_from_data(json.loads(text)) == tuple(orders)


def test_each_kind_of_order_is_named():
    """An order's data names its kind by its class."""
    assert {kind.__name__ for kind in ORDER_KINDS} == {
        name
        for name, kind in vars(o).items()
        if isinstance(kind, type) and hasattr(kind, "__attrs_attrs__") and kind is not Terms
    }
    (data,) = orders_to_data([Audit("tarn")])
    assert data == {"order": "Audit", "provider": "tarn"}


@pytest.mark.parametrize(
    "data",
    [
        {"order": "Audit"},
        {"order": "Audit", "provider": "tarn", "price": 3},
        {"order": "Bribe", "provider": "tarn"},
        {"provider": "tarn"},
        {},
        [],
        None,
        "Audit",
        {"order": "Hire", "team": "crew", "heads": 0},
        {"order": "AskReferences", "provider": "tarn", "clients": 0},
        {"order": "Award", "task": "a", "offer": "a/b", "terms": {"pricing": "free"}},
        {"order": "Award", "task": "a", "offer": "a/b", "terms": {"bribe": 1}},
    ],
)
def test_what_is_no_order_is_refused(data):
    """An unknown kind, or a missing, unknown or impossible field, is refused, never guessed."""
    with pytest.raises((BaseValidationError, ValueError, KeyError, TypeError)):
        orders_from_data([data])


@pytest.mark.parametrize(
    "data",
    [
        {"order": "Hire", "team": "crew", "heads": "3"},
        {"order": "Hire", "team": "crew", "heads": 2.7},
        {"order": "Hire", "team": "crew", "heads": True},
        {"order": "Audit", "provider": 5},
        {"order": "AskReferences", "provider": "tarn", "clients": 2.0},
        {"order": "Overtime", "team": "crew", "weekly_hours": "48"},
        {"order": "Award", "task": "a", "offer": "a/b", "beside": "no"},
    ],
)
def test_values_of_another_type_are_refused(data):
    """Text is no number, and a fraction no head count: a hostile replay is not made to fit."""
    with pytest.raises((BaseValidationError, ValueError, TypeError)):
        orders_from_data([data])


def test_a_strange_field_in_a_world_is_refused():
    """A save has exactly the fields of a world."""
    game = Game.new(a_busy_scenario(), 1)
    data = json.loads(json.dumps(world_to_data(world_of(game))))
    for spoil in (
        lambda d: d.update(extra=1),
        lambda d: d.pop("reputation"),
        lambda d: d["teams"]["crew"].update(extra=1),
        lambda d: d["tasks"]["desk"].update(extra=1),
        lambda d: d["tasks"]["desk"].pop("state"),
        lambda d: d["tasks"]["desk"].update(state="asleep"),
        lambda d: d["secrets"].pop("seed"),
    ):
        broken = json.loads(json.dumps(data))
        spoil(broken)
        with pytest.raises((BaseValidationError, ValueError, KeyError, TypeError)):
            laws.world_from_data(broken, game.scenario, game.rules)


def test_scenario_and_rules_are_left_out():
    """They are identified by their hashes; a task's text is not part of the state."""
    game = Game.new(a_busy_scenario(), 1)
    data = world_to_data(world_of(game))
    assert "scenario" not in data
    assert "rules" not in data
    assert "spec" not in data["tasks"]["desk"]
    assert "luck" not in data["secrets"]
    retold = evolve(
        a_busy_scenario(),
        tasks=tuple(evolve(task, title="Retold") for task in a_busy_scenario().tasks),
    )
    assert Game.new(retold, 1).digest() == game.digest()


def test_luck_that_was_drawn_is_no_part_of_the_state():
    """Draws are a function of the seed: whether one was already looked at does not show."""
    game = Game.new(a_busy_scenario(), 1)
    before = game.digest()
    assert game.observation.offers
    assert game.digest() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda world: setattr(world, "reputation", world.reputation + 1e-9),
        lambda world: world.balances.__setitem__(0, world.balances[0] + 1),
        lambda world: setattr(world.tasks["desk"], "done", 1e-9),
        lambda world: setattr(world.secrets, "seed", 2),
        lambda world: world.knowledge.__setitem__("web", 0.123),
        lambda world: setattr(next(iter(world.secrets.hidden.values())), "defects", 1),
    ],
)
def test_the_smallest_difference_shows_in_the_digest(change):
    """Any difference, however small, makes a different state."""
    game = Game.new(a_busy_scenario(), 1)
    other = clone(world_of(game))
    assert digest(other) == game.digest()
    change(other)
    assert digest(other) != game.digest()


PROGRAM = """
import sys
sys.path.append(sys.argv[1])
from sim.games.game import Game
from tests.builders import a_busy_scenario, play_out
print(play_out(Game.new(a_busy_scenario(), 11), turns=8).digest())
"""


@pytest.mark.parametrize("seeds", [(0, 1, 4711), pytest.param(range(50), marks=pytest.mark.long)])
def test_digests_do_not_depend_on_the_hash_seed(seeds):
    """Nothing iterates over a set: another PYTHONHASHSEED gives the same digest."""
    root = Path(__file__).parents[1]
    found = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(root)],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in seeds
    }
    assert found == {play_out(Game.new(a_busy_scenario(), 11), turns=8).digest()}


def test_logs_are_plain_data():
    """A replay's contents can be written down without any classes."""
    orders = (
        Award("shop", "shop/tarn", Terms(), beside=True),
        Hire("crew", 2),
        Overtime("crew", 48.0),
        AcceptDeal("extra"),
    )
    assert json.loads(json.dumps(orders_to_data(orders))) == orders_to_data(orders)
