"""Bids: what providers say they would do, and at what price; a cheap one is a warning."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import bids
from sim.engine.observe import observe
from sim.games.game import Game
from sim.model.market import Offer
from sim.model.orders import End
from sim.model.vocabulary import Kind, Mode, Pricing, Sla
from sim.rules import load
from tests import strategies
from tests.builders import (
    FLAWLESS,
    a_busy_scenario,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_team,
    a_vendor,
    award,
    engagement,
    play,
    play_out,
    runs,
    wait,
    world_of,
)


def a_bid(provider: str = "tarn", task: str = "shop", **traits: float) -> Offer:
    """The bid of a provider with these traits, always under equal luck."""
    game = a_game(
        a_vendor("tarn", alignment=0.7),
        a_freelancer("silva", alignment=0.7),
        a_project("shop", hours=300.0),
        a_function("desk"),
        a_firm(cash=10**9),
    )
    world = world_of(game)
    world.secrets.traits[provider] = evolve(world.secrets.traits[provider], **traits)
    return observe(world).offers[f"{task}/{provider}"]


def price(offer: Offer, pricing: Pricing = Pricing.HOURLY) -> int:
    return next(quote.amount for quote in offer.quotes if quote.pricing is pricing)


@pytest.mark.parametrize("provider", ["tarn", "silva"])
def test_skill_has_its_price(provider):
    """Under equal luck the more able provider asks for more: a low bid is a warning."""
    prices = [price(a_bid(provider, skill=skill)) for skill in (0.2, 0.5, 0.9)]
    assert prices[0] < prices[1] < prices[2]


@pytest.mark.parametrize("provider", ["tarn", "silva"])
def test_who_thinks_of_its_own_interest_bids_low(provider):
    """And quotes too few hours: the rest comes later."""
    selfish, loyal = (a_bid(provider, alignment=share) for share in (0.1, 0.9))
    assert price(selfish) < price(loyal)
    assert selfish.hours < loyal.hours


def test_what_a_bid_does_not_show():
    """Reliability, attention, health and subcontractors are to be found out in other ways."""
    plain = a_bid()
    for trait, value in (("reliability", 0.1), ("attention", 0.1), ("health", 0.0)):
        assert a_bid(**{trait: value}) == plain
    assert a_bid(chain=("Somebody",)) == plain


def test_bids_are_set_against_their_rivals():
    """How far a price is below the mean of its kind: nothing on the whole, for each kind."""
    facts = play_out(Game.new(a_busy_scenario(), 3), turns=2).observation
    found = 0
    for task in facts.tasks:
        for kind, mode in ((Kind.FREELANCER, Mode.FREELANCE), (Kind.VENDOR, Mode.OUTSOURCE)):
            rivals = [
                offer
                for offer in facts.offers.values()
                if (offer.task, offer.kind, offer.mode) == (task, kind, mode)
            ]
            assert sum(offer.below_market for offer in rivals) == pytest.approx(0.0, abs=1e-9)
            found += len(rivals) > 1
    assert found


@settings(max_examples=30)
@given(strategies.scenarios(), strategies.seeds)
def test_offers_are_what_their_kind_can_offer(scenario, seed):
    """Prices are positive, hours and crews exist, and only those who sign a clause offer it."""
    facts = play_out(Game.new(scenario, seed), turns=2, seed=seed).observation
    for key, offer in facts.offers.items():
        assert key == offer.id == f"{offer.task}/{offer.provider}"
        assert offer.made == offer.expires == facts.turn
        assert offer.hours > 0.0
        assert offer.crew >= 0.0
        assert offer.turns >= 0
        pricings = [quote.pricing for quote in offer.quotes]
        assert len(set(pricings)) == len(pricings)
        match offer.kind:
            case Kind.TEAM | Kind.SITE:
                assert pricings == [Pricing.OWN]
            case Kind.FREELANCER:
                assert pricings == [Pricing.FIXED, Pricing.HOURLY]
                assert offer.slas == (Sla.NONE,)
                assert not offer.liability
            case Kind.VENDOR:
                assert pricings == [Pricing.FIXED, Pricing.HOURLY, Pricing.PERFORMANCE]
                assert offer.liability
                assert not offer.escrow
        if offer.kind in (Kind.FREELANCER, Kind.VENDOR):
            assert all(quote.amount >= 0 for quote in offer.quotes)


def test_to_look_at_bids_changes_nothing():
    """They are computed when somebody looks, and are equal whoever looks, and however often."""
    game = Game.new(a_busy_scenario(), 3)
    before = game.digest()
    offers = [observe(world_of(game)).offers for _ in range(3)]
    assert offers[0] == offers[1] == offers[2]
    assert game.digest() == before


@given(st.integers(0, 40))
@settings(max_examples=20)
def test_who_turns_up_beside_does_not_change_a_bid(seed):
    """A bid depends on its provider only: another rival leaves its price unchanged."""
    alone = a_game(a_vendor("tarn"), a_project(), seed=seed)
    beside = a_game(a_vendor("tarn"), a_vendor("dhara"), a_project(), seed=seed)
    one = alone.observation.offers["shop/tarn"]
    other = beside.observation.offers["shop/tarn"]
    assert evolve(other, below_market=0.0) == one


def test_one_pays_for_a_fixed_price_that_is_vague():
    """The less clear the specification, the more is added for the unknown."""

    def premium(clarity: float) -> float:
        game = a_game(a_vendor(), a_project(clarity=clarity))
        offer = game.observation.offers["shop/tarn"]
        return price(offer, Pricing.FIXED) / (offer.hours * price(offer))

    assert 1.0 <= premium(1.0) < premium(0.5) < premium(0.0)


def test_a_bonus_is_dear_where_work_is_vague():
    """The bonus lowers the base price of specified work; vagueness raises it."""
    rules = load().rules

    def share(clarity: float) -> float:
        game = a_game(a_vendor(), a_project(clarity=clarity))
        offer = game.observation.offers["shop/tarn"]
        return price(offer, Pricing.PERFORMANCE) / price(offer)

    assert share(1.0) == pytest.approx(rules.performance_base, rel=0.001)
    assert share(1.0) < share(0.5) < share(0.0)


@pytest.mark.parametrize("provider", ["crew", "tarn", "silva"])
def test_hurry_is_quoted(provider):
    """A provider with far too little time expects all the hours that hurry costs."""
    hours = []
    for deadline in (1, 40):
        game = a_game(
            a_team("crew"),
            a_vendor("tarn"),
            a_freelancer("silva"),
            a_project(hours=900.0, deadline=deadline),
            turns=40,
        )
        hours.append(game.observation.offers[f"shop/{provider}"].hours)
    assert hours[0] == pytest.approx(hours[1] * load().rules.rush_effort)


@pytest.mark.parametrize("provider", ["crew", "tarn", "silva"])
def test_an_offer_says_how_long_its_hours_take(provider):
    """An offer's turns are those in which its crew works off its hours."""
    game = a_game(
        a_team("crew"),
        a_vendor("tarn"),
        a_freelancer("silva"),
        a_project(hours=900.0, coupling=0.0, deadline=11),
    )
    offer = game.observation.offers[f"shop/{provider}"]
    assert offer.turns > 1
    assert (offer.turns - 1) * offer.crew < offer.hours <= offer.turns * offer.crew * (1.0 + 1e-9)


def test_a_vendor_keeps_to_both_its_offers_when_both_are_taken():
    """Signing one offer in a turn does not change the others on the table in that turn."""
    game = a_game(
        a_vendor("tarn", size=10),
        a_function("desk", hours=500.0),
        a_function("care", hours=500.0),
        rules=FLAWLESS,
    )
    facts = game.observation
    play(game, [award(facts, task, "tarn") for task in ("desk", "care")])
    for task in ("desk", "care"):
        assert engagement(game, task).quoted_hours == facts.offers[f"{task}/tarn"].hours
    assert "care/tarn" not in game.observation.offers, "it has no people left"


def test_prices_abroad_follow_the_place():
    """A more expensive place or currency makes a more expensive bid."""

    def ask(**changes: float) -> int:
        game = a_game(
            a_place("coast", 0.8, **changes), a_vendor("dhara", location="coast"), a_function()
        )
        return price(game.observation.offers["desk/dhara"])

    assert ask(vendor_rate=0.6) < ask(vendor_rate=1.0) < ask(vendor_rate=1.6)


def test_an_offer_is_signed_as_it_was_made():
    """Whatever is ordered before it in the turn: work that is handed over first, and so grows, does
    not raise the price of a provider that joins it.
    """
    game = a_game(
        a_team("crew"),
        a_team("other"),
        a_freelancer("silva"),
        a_project("shop", 400.0, knowledge=0.9),
        runs("shop", "crew"),
        rules=FLAWLESS,
    )
    wait(game)
    facts = game.observation
    beside = evolve(award(facts, "shop", "silva", pricing=Pricing.FIXED), beside=True)
    seen = price(facts.offers["shop/silva"], Pricing.FIXED)
    play(game, [award(facts, "shop", "other"), beside])
    assert game.observation.engagements["shop/silva"].price == seen


def test_work_for_the_firm_is_counted():
    """Each award is one shared piece of work: a provider that has done some is known."""
    game = a_game(
        a_freelancer("silva"), a_project("shop", 60.0), a_project("flyer", 40.0), rules=FLAWLESS
    )
    play(game, award(game.observation, "shop", "silva"))
    assert game.observation.providers["silva"].jobs == 1
    while game.observation.engagements:
        wait(game)
    play(game, award(game.observation, "flyer", "silva"))
    assert game.observation.providers["silva"].jobs == 2


def test_who_has_no_hours_makes_no_offer():
    """However little a scenario's rules let a vendor bid for: no hours at no price are no offer."""
    game = a_game(
        a_vendor("tarn", size=1),
        a_function("desk", hours=2_000.0),
        a_function("phone", hours=100.0),
        runs("desk", "tarn"),
        rules={**FLAWLESS, "bid_least": 0.0},
    )
    wait(game)
    assert engagement(game, "desk").provider == "tarn"
    assert "phone/tarn" not in game.observation.offers


def test_a_proven_freelancer_drops_out_less():
    """A freelancer who has worked for the firm before stays more often than a stranger."""
    gone = {}
    for known in (0, 3):
        gone[known] = 0
        for seed in range(60):
            game = a_game(
                a_freelancer("silva", known=known, reliability=0.5),
                a_project("shop", 900.0, deadline=12),
                seed=seed,
                rules={**FLAWLESS, "dropout_month": 0.3},
            )
            play(game, award(game.observation, "shop", "silva"))
            gone[known] += bool(game.observation.past)
    assert gone[3] < 0.7 * gone[0]


def test_who_is_sent_away_may_bid_again():
    """An end is no quarrel: next turn the offer is back on the table."""
    game = a_game(a_team(), a_vendor("tarn"), a_project(hours=900.0), rules=FLAWLESS)
    play(game, award(game.observation, "shop", "tarn"))
    play(game, End("shop/tarn"))
    assert "shop/tarn" in game.observation.offers


@pytest.mark.parametrize("place", [None, "coast"])
def test_bids_rise_with_wages(place):
    """A year later, equal work costs more by as much as wages have risen, at home and abroad."""
    game = a_game(
        a_place("coast", wage_growth=0.2),
        a_vendor("tarn", location=place),
        a_function(),
        a_firm(cash=10**10),
        turns=24,
        rules={"wage_growth": 0.1, "reputation_pull": 0.0, "incident_reputation": 0.0},
    )
    before = price(game.observation.offers["desk/tarn"])
    wait(game, 12)
    growth = 1.2 if place else 1.1
    assert price(game.observation.offers["desk/tarn"]) == pytest.approx(before * growth, rel=0.02)


def test_who_has_left_is_not_to_be_had_at_once():
    """A freelancer who dropped out has another client for a while."""
    game = a_game(
        a_freelancer("silva", reliability=0.0),
        a_project("shop", 900.0, deadline=12),
        a_project("flyer", 80.0, deadline=12),
        rules={**FLAWLESS, "dropout_month": 1.0},
    )
    play(game, award(game.observation, "shop", "silva"))
    assert game.observation.past
    away = 0
    while "flyer/silva" not in game.observation.offers:
        wait(game)
        away += 1
    assert 1 <= away <= 6


@pytest.mark.parametrize("turn_months", [0.25, 1.0, 3.0])
def test_a_project_takes_as_many_hours_however_long_a_turn_is(turn_months):
    """What a provider must learn about a firm takes months and hours, not turns."""
    parts = (a_vendor("tarn"), a_project(hours=900.0, knowledge=0.8, deadline=12))
    game = a_game(*parts, turn_months=turn_months)
    facts = game.observation
    hours = bids.baseline_hours(facts, facts.tasks["shop"], facts.providers["tarn"])
    month = a_game(*parts).observation
    assert hours == bids.baseline_hours(month, month.tasks["shop"], month.providers["tarn"])


@pytest.mark.parametrize("turn_months", [0.25, 0.5, 3.0])
def test_a_term_is_worth_its_months(turn_months):
    """A term of six months lowers a price alike, in however many turns it is counted."""
    month = a_game(a_vendor("tarn")).observation
    game = a_game(a_vendor("tarn"), turn_months=turn_months)
    there = bids.term_factor(game.observation, int(6 / turn_months))
    assert there == pytest.approx(bids.term_factor(month, 6))
    assert there < bids.term_factor(game.observation, 0) == 1.0
