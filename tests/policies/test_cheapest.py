"""The cheapest policy: only price counts."""

import pytest
from attrs import evolve

from sim.engine import legality
from sim.games.game import Game
from sim.model.orders import Answer, Award
from sim.model.vocabulary import Kind, Pricing, TaskState
from sim.policies.cheapest import Cheapest
from tests.builders import (
    a_busy_scenario,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_place,
    a_project,
    a_team,
    a_vendor,
    play_out,
)


def a_market(**tasks):
    """A firm that could give its work to anybody; rates are far apart."""
    return a_game(
        a_firm(cash=10**9, manager_hours=5_000.0),
        a_place("coast", 0.9),
        a_team("crew", heads=6),
        a_freelancer("silva", rate=1.3),
        a_vendor("tarn", rate=2.5),
        a_vendor("dhara", location="coast", rate=0.6),
        a_project("shop", 120.0),
        a_function("desk", 60.0),
        **tasks,
    )


def hour(facts, offer) -> float:
    """The cost of a standard hour at the lowest quote, or at own people's wage."""
    if offer.kind is Kind.TEAM:
        return facts.teams[offer.provider].wage * offer.hours / offer.standard
    prices = {quote.pricing: float(quote.amount) for quote in offer.quotes}
    fixed = prices.pop(Pricing.FIXED)
    return min(fixed, *(price * offer.hours for price in prices.values())) / offer.standard


def taken(facts) -> dict[str, str]:
    """Each awarded task's provider."""
    return {
        order.task: facts.offers[order.offer].provider
        for order in Cheapest().decide(facts)
        if isinstance(order, Award)
    }


def test_the_lowest_price_wins():
    """For each task, among all possible providers."""
    facts = a_market().observation
    found = taken(facts)
    assert set(found) == {"shop", "desk"}
    for task, provider in found.items():
        prices = {o.provider: hour(facts, o) for o in facts.offers.values() if o.task == task}
        assert len(prices) == 4
        assert prices[provider] == min(prices.values())


@pytest.mark.parametrize("provider", ["crew", "silva", "tarn", "dhara"])
def test_the_lowest_bidder_wins(provider):
    """Own people or a distant stranger: only the price distinguishes them."""
    facts = a_market().observation
    if provider == "crew":
        facts.teams["crew"].wage = 1.0
    offer = facts.offers[f"shop/{provider}"]
    quotes = tuple(evolve(quote, amount=min(quote.amount, 1)) for quote in offer.quotes)
    facts.offers = facts.offers.with_offer(evolve(offer, quotes=quotes))
    assert taken(facts)["shop"] == provider


def test_a_price_is_for_what_is_done():
    """Half the work at half the price is not cheaper."""
    facts = a_market().observation
    usual = taken(facts)["shop"]
    other = next(key for key in ("silva", "tarn") if key != usual)
    offer = facts.offers[f"shop/{other}"]
    least = hour(facts, facts.offers[f"shop/{usual}"]) * offer.standard
    half = tuple(evolve(quote, amount=int(least * 0.9)) for quote in offer.quotes)
    half_done = evolve(offer, quotes=half, standard=offer.standard / 2.0)
    facts.offers = facts.offers.with_offer(half_done)
    assert taken(facts)["shop"] == usual


def test_the_lowest_available_price_is_taken():
    """One person cannot do two pieces of work: the second goes to the next-lowest price."""
    facts = a_game(
        a_firm(cash=10**9),
        a_freelancer("silva", rate=0.2),
        a_vendor("tarn"),
        a_project("shop", 120.0),
        a_project("flyer", 80.0),
    ).observation
    found = taken(facts)
    assert sorted(found.values()) == ["silva", "tarn"]
    assert legality.problems(facts, Cheapest().decide(facts)) == ()


def test_it_leaves_running_work_alone():
    """Assigned work stays where it is, requests are answered, and nothing else is ordered."""
    for seed in range(3):
        game = Game.new(a_busy_scenario(), seed)
        while not game.over:
            facts = game.observation
            orders = Cheapest(seed).decide(facts)
            for order in orders:
                assert isinstance(order, Award | Answer)
                if isinstance(order, Award):
                    assert facts.tasks[order.task].state is TaskState.OPEN
            play_out(game, "cheapest", turns=1)
