"""A frozen observation: nothing of it can be changed, all can be read, and parts can be copied."""

import copy
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

from sim.games.game import Game
from sim.model import facts, market, orders, report, rules, scenario, vocabulary, world
from sim.model.world import Observation
from sim.policies import REGISTRY
from sim.policies.external.read_only import freeze
from sim.policies.manager import Manager
from sim.scenario_io import find, load_file

pytestmark = pytest.mark.interpreted  # policies of one's own run in a process that is


def an_observation(turns: int = 3) -> Observation:
    """In the middle of the tutorial, with work running."""
    game = Game.new(load_file(find("tutorial")), 5, keep_turns=False)
    for _ in range(turns):
        game.submit_legal(Manager().decide(game.observation))
    return pickle.loads(pickle.dumps(game.observation))


CHANGES: tuple[Callable[[Observation], object], ...] = (
    lambda facts: setattr(facts, "turn", 1),
    lambda facts: delattr(facts, "turn"),
    lambda facts: facts.tasks.clear(),
    lambda facts: facts.tasks.pop(next(iter(facts.tasks))),
    lambda facts: facts.tasks.update(facts.tasks),
    lambda facts: facts.knowledge.setdefault("field", 1.0),
    lambda facts: facts.knowledge.__setitem__("field", 1.0),
    lambda facts: facts.balances.append(1),
    lambda facts: facts.balances.__setitem__(0, 10**9),
    lambda facts: facts.balances.sort(),
    lambda facts: facts.scenario.rules.update(benefits=0.0),
    lambda facts: setattr(next(iter(facts.tasks.values())), "done", 1e9),
    lambda facts: setattr(next(iter(facts.teams.values())), "heads", 100),
    lambda facts: setattr(next(iter(facts.engagements.values())), "price", 0),
    lambda facts: setattr(facts.totals, "losses", 0),
    lambda facts: setattr(facts.incidents[0], "loss", 0),
    lambda facts: setattr(next(iter(facts.offers.values())), "hours", 0.0),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_refused(change):
    """A refused change leaves the observation as it was."""
    facts, same = freeze(an_observation()), freeze(an_observation())
    with pytest.raises(TypeError, match="frozen"):
        change(facts)
    assert facts == same


@pytest.mark.parametrize(
    "part",
    [
        lambda facts: facts.scenario,
        lambda facts: facts.scenario.firm,
        lambda facts: next(iter(facts.tasks.values())).spec,
        lambda facts: next(iter(facts.engagements.values())).terms,
    ],
)
def test_what_a_scenario_says_can_neither_be_changed_nor_taken_away(part):
    """Nor can anything be added to it that a typing mistake would hide."""
    held = part(freeze(an_observation()))
    name = attrs.fields(type(held))[0].name
    for change in (
        lambda: setattr(held, name, None),
        lambda: delattr(held, name),
        lambda: setattr(held, f"{name}s", None),
    ):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            change()
    assert part(freeze(an_observation())) == held


def test_offers_can_be_gathered():
    """In a set, and as the keys of a dictionary, as when they are not frozen."""
    free, frozen = an_observation(), freeze(an_observation())
    assert {*free.offers.values()} == {*frozen.offers.values()}


def _held(value: Any) -> Iterator[Any]:
    """A value, and all that can be reached from it."""
    yield value
    if isinstance(value, dict):
        inner = list(value.values())
    elif isinstance(value, list | tuple):
        inner = list(value)
    elif attrs.has(type(value)):
        inner = [getattr(value, row.name) for row in attrs.fields(type(value))]
    else:
        inner = []
    for each in inner:
        yield from _held(each)


def test_nothing_in_it_can_be_changed():
    """Neither a container nor an object, however deeply nested."""
    for value in _held(freeze(an_observation())):
        assert type(value) not in (dict, list, set)
        if attrs.has(type(value)):
            with pytest.raises((TypeError, attrs.exceptions.FrozenError)):
                setattr(value, attrs.fields(type(value))[0].name, None)


def test_frozen_classes_hold_nothing_that_can_be_changed():
    """So there is no need to look inside; the one exception is handled."""
    kinds = {kind for kind in vars(facts).values() if isinstance(kind, type) and attrs.has(kind)}
    for module in (market, orders, report, rules, scenario, vocabulary, world):
        kinds |= {
            kind for kind in vars(module).values() if isinstance(kind, type) and attrs.has(kind)
        }
    assert len(kinds) > 40
    for kind in kinds:
        if kind.__setattr__ is not object.__setattr__:
            with pytest.raises(attrs.exceptions.FrozenError):
                kind.__setattr__(object.__new__(kind), attrs.fields(kind)[0].name, 1)
            held = {row.name for row in attrs.fields(kind) if "dict" in str(row.type)}
            held |= {row.name for row in attrs.fields(kind) if "list" in str(row.type)}
            assert held == ({"rules"} if kind is scenario.Scenario else set()), kind


@pytest.mark.parametrize("policy", ["rules", "planner"])
def test_reading_from_it_gives_the_same_decisions(policy):
    """Calculations of the engine and the forecast give equal results from it."""
    row = REGISTRY[policy]
    row = row if row.budget is None else row.with_budget(24)
    one, other = row.fresh(3), row.fresh(3)
    assert one.decide(freeze(an_observation())) == other.decide(an_observation())


def test_copies_can_be_changed():
    """By the engine's own method, by `copy`, by `attrs.evolve`, and by way of pickle."""
    facts = freeze(an_observation())
    task = next(iter(facts.tasks.values()))
    for other in (task.copy(), copy.copy(task), copy.deepcopy(task), attrs.evolve(task)):
        assert other == task
        assert task == other
        other.done = task.done + 1.0
        assert other != task
        assert task != other
    for whole in (copy.deepcopy(facts), pickle.loads(pickle.dumps(facts))):
        assert whole == facts
        assert facts == an_observation()
        whole.tasks.clear()
        whole.balances.append(1)
        whole.turn += 1
        assert type(whole) is Observation
    assert task is next(iter(facts.tasks.values()))
    assert facts == freeze(an_observation())
