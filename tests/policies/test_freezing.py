"""A frozen observation: nothing of it can be changed, all can be read, and parts can be copied."""

import copy
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

from sim.game import Game
from sim.model.world import Observation
from sim.policies.freezing import freeze
from sim.policies.manager import Manager
from sim.policies.planner import Planner
from sim.scenario_io import find, load_file


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
    lambda facts: facts.offers.popitem(),
    lambda facts: facts.balances.append(1),
    lambda facts: facts.balances.__setitem__(0, 10**9),
    lambda facts: facts.balances.sort(),
    lambda facts: facts.scenario.rules.update(benefits=0.0),
    lambda facts: setattr(next(iter(facts.tasks.values())), "done", 1e9),
    lambda facts: setattr(next(iter(facts.teams.values())), "heads", 100),
    lambda facts: setattr(next(iter(facts.engagements.values())), "price", 0),
    lambda facts: setattr(facts.totals, "losses", 0),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_refused(change):
    """And nothing has changed."""
    facts, same = freeze(an_observation()), freeze(an_observation())
    with pytest.raises(TypeError, match="frozen"):
        change(facts)
    assert facts == same


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
    """Neither a container nor an object, however deep."""
    for value in _held(freeze(an_observation())):
        assert type(value) not in (dict, list, set)
        if attrs.has(type(value)):
            with pytest.raises((TypeError, attrs.exceptions.FrozenInstanceError)):
                setattr(value, attrs.fields(type(value))[0].name, None)


@pytest.mark.parametrize("policy", [Manager(), Planner(3, budget=8)], ids=["rules", "planner"])
def test_who_only_reads_decides_the_same(policy):
    """What the engine and the forecast work out from it is what they would."""
    decided = policy.decide(freeze(an_observation()))
    again = Planner(3, budget=8) if isinstance(policy, Planner) else Manager()
    assert decided == again.decide(an_observation())


def test_copies_can_be_changed():
    """By the engine's own method, by `copy`, by `attrs.evolve`, and by way of pickle."""
    facts = freeze(an_observation())
    task = next(iter(facts.tasks.values()))
    for other in (task.copy(), copy.copy(task), copy.deepcopy(task), attrs.evolve(task)):
        other.done = task.done + 1.0
    for whole in (copy.deepcopy(facts), pickle.loads(pickle.dumps(facts))):
        whole.tasks.clear()
        whole.balances.append(1)
        whole.turn += 1
        assert type(whole) is Observation
    assert task is next(iter(facts.tasks.values()))
    assert facts == freeze(an_observation())
