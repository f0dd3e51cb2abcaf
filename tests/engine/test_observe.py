"""What the player may know: a copy without the secrets, equally good whoever looks."""

import gc
import pickle
from types import ModuleType
from typing import Any

import attrs
import pytest
from attrs import evolve, fields_dict
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.observe import clone, observe
from sim.forecast import default_terms, estimate
from sim.games.game import Game
from sim.model.market import Offers
from sim.model.orders import Award
from sim.model.scenario import Event, Range
from sim.model.world import Facts, Hidden, Observation, Secrets, Traits, World
from tests import strategies
from tests.builders import a_busy_scenario, play_out, world_of


def reachable(start: Any) -> list[Any]:
    """All objects reachable from one, except through what can be called."""
    seen: dict[int, Any] = {}
    waiting = [start]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, type):
            continue
        if isinstance(thing, ModuleType) or callable(thing):
            continue
        seen[id(thing)] = thing
        waiting += gc.get_referents(thing)
    return list(seen.values())


@pytest.mark.parametrize("turns", [0, 1, 5, 9])
def test_an_observation_leads_to_no_secret(turns):
    """Nothing in it leads to a hidden trait, a latent defect or the seed's luck: not the offers
    that were made, nor, in a copy that is sent away, whatever makes them.
    """
    game = play_out(Game.new(a_busy_scenario(), 3), turns=turns)
    assert len(game.observation.offers) > 0
    copy = pickle.loads(pickle.dumps(game.observation))
    assert copy == game.observation
    assert copy.offers._make is None
    sent = reachable(copy)
    found = reachable(game.observation)
    for thing in (*found, *sent):
        assert not isinstance(thing, Secrets | Traits | Hidden | World)
    secrets = world_of(game).secrets
    hidden = {id(secrets.luck), id(secrets.traits), id(secrets.hidden), id(secrets.scope)}
    assert not hidden & {id(thing) for thing in found}
    assert len(found) > 200


def test_the_fields_of_an_observation_are_the_facts_and_what_is_on_offer():
    """It adds nothing that is not a fact, and the facts contain no secret."""
    facts = set(fields_dict(Facts))
    assert set(fields_dict(Observation)) == facts | {"offers", "standings"}
    assert set(fields_dict(World)) == facts | {"secrets"}


@settings(max_examples=25)
@given(strategies.scenarios(), strategies.seeds)
def test_an_observation_is_the_facts_copied(scenario, seed):
    """It has all facts unchanged; the managers' promised hours are those of the coming turn."""
    game = play_out(Game.new(scenario, seed), turns=3, seed=seed)
    facts, world = game.observation, world_of(game)
    for key in set(fields_dict(Facts)) - {"scenario", "providers", *OF_THE_TURN_TO_COME}:
        assert getattr(facts, key) == getattr(world, key), key
    there = {spec.id for spec in scenario.providers if spec.arrives <= game.turn} | {
        key for key in world.providers if key not in {spec.id for spec in scenario.providers}
    }
    assert facts.providers == {key: world.providers[key] for key in world.providers if key in there}


def test_plans_and_ranges_are_untold():
    """Future events, and the ranges of hidden traits, are in the file but not in the view."""
    facts = Game.new(a_busy_scenario(), 3).observation
    found = reachable(facts)
    assert not [thing for thing in found if isinstance(thing, Event | Range)]
    assert facts.scenario.tasks == a_busy_scenario().tasks


OF_THE_TURN_TO_COME = ("promised", "manager_hours")
"""Fields that describe the coming turn in an observation, and the past turn in a world."""


def _spoil(facts: Facts) -> None:
    """Change everything in an observation that can be changed."""
    facts.turn += 1
    facts.balances[0] += 10**6
    facts.reputation = 0.0
    facts.totals.losses += 5
    kinds = [facts.teams, facts.providers, facts.tasks, facts.engagements]
    kinds += [facts.clients, facts.places]
    if isinstance(facts, Observation):  # clones share the past, which never changes
        kinds.append(facts.past)
    for records in kinds:
        for record in list(records.values()):
            for name, field in fields_dict(type(record)).items():
                if field.type in (int, float):
                    setattr(record, name, 12345)
                elif field.type is bool:
                    setattr(record, name, True)
                elif name == "engagements":
                    record.engagements = ("nobody",)
        records.clear()
    facts.requests.clear()
    facts.deals.clear()
    for key in facts.knowledge:
        facts.knowledge[key] = 0.123
    if isinstance(facts, Observation):  # clones also share the starting wages
        for key in facts.wages:
            facts.wages[key] = 1
        facts.offers = Offers()


@pytest.mark.parametrize("turns", [0, 4, 9])
def test_to_spoil_an_observation_changes_no_world(turns):
    """Whatever a policy does with it, the game continues unchanged."""
    spoilt = play_out(Game.new(a_busy_scenario(), 3), turns=turns)
    clean = play_out(Game.new(a_busy_scenario(), 3), turns=turns)
    before = spoilt.digest()
    _spoil(observe(world_of(spoilt)))
    assert spoilt.digest() == before == clean.digest()
    play_out(spoilt, turns=2)
    play_out(clean, turns=2)
    assert spoilt.digest() == clean.digest()


def test_to_spoil_what_the_game_shows_spoils_no_later_turn():
    """A player's own copy is of this turn only."""
    spoilt = play_out(Game.new(a_busy_scenario(), 3), turns=4)
    clean = play_out(Game.new(a_busy_scenario(), 3), turns=4)
    orders = []
    _spoil(spoilt.observation)
    spoilt._play(tuple(orders))
    clean.submit(orders)
    assert spoilt.digest() == clean.digest()
    assert spoilt.observation == clean.observation


@settings(max_examples=25)
@given(strategies.scenarios(), strategies.seeds)
def test_a_clone_is_the_same_and_apart(scenario, seed):
    """A copy equals the original, and a change to one does not affect the other."""
    game = play_out(Game.new(scenario, seed), turns=2, seed=seed)
    copy = clone(world_of(game))
    assert copy == world_of(game)
    before = game.digest()
    _spoil(copy)
    assert game.digest() == before


@pytest.mark.interpreted
def test_copies_are_written_out_in_full():
    """A field that a `copy` forgets, or puts in another's place, is found here."""
    game = play_out(Game.new(a_busy_scenario(), 3), turns=7)
    world = world_of(game)
    groups = (
        world.teams,
        world.providers,
        world.tasks,
        {**world.engagements, **world.past},
        world.clients,
        world.places,
        world.secrets.hidden,
        {"": world.totals},
    )
    for records in groups:
        record = next(iter(records.values()))
        marked = evolve(record)
        for number, name in enumerate(fields_dict(type(record))):
            setattr(marked, name, f"mark {number}")
        copy = marked.copy()
        assert copy == marked, type(record).__name__
        assert copy is not marked


# ------------------------------------------------------------------- two worlds that look alike


@given(data=st.data(), seed=strategies.seeds)
@settings(max_examples=20)
def test_worlds_that_look_alike_are_appraised_alike(data, seed):
    """Hidden traits, latent defects and the real scope do not show in an estimate."""
    game = play_out(Game.new(a_busy_scenario(), seed), turns=data.draw(st.integers(0, 6)))
    if game.over:
        return
    one = world_of(game)
    other = clone(one)
    unit = st.floats(0.0, 1.0)
    for key, traits in other.secrets.traits.items():
        # Bids show skill and alignment through the price; what bids do not show may be anything.
        other.secrets.traits[key] = evolve(
            traits,
            reliability=data.draw(unit),
            attention=data.draw(unit),
            health=data.draw(unit),
            chain=data.draw(st.sampled_from(((), ("Somebody",), ("Somebody", "Another")))),
        )
    for hidden in other.secrets.hidden.values():
        hidden.skill = data.draw(unit)
        hidden.alignment = data.draw(unit)
        hidden.defects = data.draw(st.integers(0, 50))
        hidden.strain = data.draw(unit)
    other.secrets.scope = {key: data.draw(st.floats(1.0, 5.0)) for key in other.secrets.scope}
    seen, alike = observe(one), observe(other)
    assert seen == alike, "the worlds do not look alike"
    for offer in list(seen.offers.values())[:6]:
        order = Award(offer.task, offer.id, default_terms(seen, offer))
        assert order.terms == default_terms(alike, alike.offers[offer.id])
        assert estimate(seen, order) == estimate(alike, order)


def test_an_estimate_needs_nothing_but_the_observation():
    """It is a function of what is seen: equal for a copy, even after the world has moved on."""
    game = play_out(Game.new(a_busy_scenario(), 3), turns=3)
    facts = game.observation
    copy = attrs.evolve(facts)
    offer = next(iter(facts.offers.values()))
    order = Award(offer.task, offer.id, default_terms(facts, offer))
    before = estimate(facts, order)
    play_out(game, turns=2)
    assert estimate(copy, order) == before


def test_to_estimate_changes_nothing():
    """Estimating an award costs nothing."""
    game = play_out(Game.new(a_busy_scenario(), 3), turns=3)
    facts, before = game.observation, game.digest()
    untouched = observe(world_of(game))
    for offer in facts.offers.values():
        estimate(facts, Award(offer.task, offer.id, default_terms(facts, offer)))
    assert facts == untouched
    assert game.digest() == before
