"""The managers' hours that a turn with drafted orders will take, as the engine will count them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import requests
from sim.engine.phases import oversee, sign
from sim.engine.record import Record
from sim.forecast import promised_with
from sim.games.game import Game
from sim.model import orders as o
from sim.model.vocabulary import Oversight
from tests import strategies
from tests.builders import (
    a_busy_scenario,
    a_freelancer,
    a_function,
    a_game,
    a_project,
    a_team,
    a_vendor,
    award,
    home,
    play_out,
    runs,
    wait,
)

OF_PEOPLE = (o.Hire, o.LayOff, o.Train, o.Overtime)
"""Orders after which a team would offer something different in the same turn."""


def signed(game: Game, orders: tuple[o.Order, ...]) -> tuple[float, float]:
    """The hours for running work, and for choosing, once the engine has carried out the orders."""
    world = game.whole_world()
    sign.sign(world, orders, Record())
    requests.stay_silent(world, Record())
    return oversee.committed(world), world.deal_hours


def agree(game: Game, orders: tuple[o.Order, ...]) -> None:
    promise = promised_with(game.observation, orders)
    running, choosing = signed(game, orders)
    assert promise.running + promise.drafted == pytest.approx(running)
    assert promise.choosing == pytest.approx(choosing)
    assert promise.wanted == pytest.approx(running + choosing)
    assert promise.there == oversee.available_hours(game.observation)


@settings(max_examples=40)
@given(st.data(), strategies.scenarios(), strategies.seeds)
def test_what_is_drafted_is_what_will_be_wanted(data, scenario, seed):
    """Any legal drafted orders, once signed, take the hours that were predicted."""
    game = play_out(Game.new(scenario, seed), turns=seed % 4, seed=seed)
    if game.over:
        return
    for _ in range(4):
        order = data.draw(strategies.moves(game.observation))
        if not isinstance(order, OF_PEOPLE):
            game.draft(order)
    agree(game, game.pending)


def test_every_kind_of_order_that_takes_hours_is_known():
    """In a firm where everything happens, each kind of order on its own."""
    game = play_out(Game.new(a_busy_scenario(), 3), turns=3, seed=3)
    facts = game.observation
    engagements, offers = list(facts.engagements), list(facts.offers)
    tried = [
        o.Audit("tarn"),
        *(o.AskReferences(key, 2) for key in facts.providers),
        o.AcceptDeal("extra"),
        o.OpenSite("coast", "care", 3),
        *(o.Answer(r.id, c.id) for r in facts.requests.values() for c in r.choices),
        *(o.Oversee(key, level) for key in engagements for level in Oversight),
        *(o.End(key) for key in engagements),
        *(o.Renew(key, 6) for key in engagements),
        *(home(task, team) for task in facts.tasks for team in facts.teams),
        *(
            award(facts, *key.split("/"), beside=beside)
            for key in offers
            for beside in (False, True)
        ),
    ]
    legal = [order for order in tried if not game.problems([order])]
    assert {type(order) for order in legal} >= {
        o.Audit, o.AskReferences, o.OpenSite, o.Award, o.Oversee, o.End,
    }  # fmt: skip
    for order in legal:
        agree(game, (order,))


def test_an_award_adds_its_oversight_and_the_hours_of_choosing():
    """An empty draft adds nothing; running work is unaffected."""
    game = a_game(a_team(), a_function(), a_project(), a_vendor(), runs("desk", "crew"))
    facts = game.observation
    nothing = promised_with(facts, ())
    assert (nothing.drafted, nothing.choosing) == (0.0, 0.0)
    assert nothing.wanted == facts.promised
    drafted = promised_with(facts, (award(facts, "shop", "tarn"),))
    assert drafted.running == facts.promised
    assert drafted.drafted > 0.0
    assert drafted.choosing == facts.rules.brief_vendor


def test_taking_work_away_gives_hours_back():
    """A freelancer told to stop takes none this turn; a vendor under notice still does."""
    game = a_game(
        a_function(), a_project(), a_freelancer(), a_vendor(), runs("shop", "silva"),
        runs("desk", "tarn"),
    )  # fmt: skip
    wait(game)
    facts = game.observation
    freelancer, vendor = (facts.tasks[key].engagements[0] for key in ("shop", "desk"))
    assert promised_with(facts, (o.End(freelancer),)).drafted < 0.0
    assert promised_with(facts, (o.End(vendor),)).drafted == 0.0
