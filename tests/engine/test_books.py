"""A game's books: they agree in every state, and tampering is found out."""

import pytest
from attrs import evolve
from hypothesis import given, settings

from sim.engine.books import disagreements
from sim.games.game import Game
from sim.model.vocabulary import Account, Mode
from sim.model.world import World
from tests import strategies
from tests.builders import a_busy_scenario, a_game, a_team, play_out, wait, world_of


@pytest.mark.parametrize("policy", ["random", "freelance", "offshore", "checklist", "rules"])
@pytest.mark.parametrize("seed", range(2))
def test_the_books_agree_from_the_first_morning_to_the_last(policy, seed):
    """Whoever plays, in every turn: for the player's facts as well as for the world's."""
    game = Game.new(a_busy_scenario(), seed)
    while not game.over:
        assert disagreements(game.observation) == []
        play_out(game, policy, turns=1, seed=seed)
    assert disagreements(game.observation) == disagreements(world_of(game)) == []
    assert game.observation.incidents, "a game in which nothing was lost shows little"


@settings(max_examples=20)
@given(strategies.scenarios(), strategies.seeds)
def test_the_books_of_any_firm_agree(scenario, seed):
    """Whatever its scenario says, and whatever happens to it."""
    game = play_out(Game.new(scenario, seed), seed=seed)
    assert disagreements(game.observation) == []


@pytest.fixture(scope="module")
def ended():
    """A game in which losses were made, and some recovered."""
    game = play_out(Game.new(a_busy_scenario(), 1), "rules")
    facts = game.observation
    assert facts.totals.recovered > 0
    assert facts.totals.losses > facts.totals.recovered
    return game


def book(world: World, account: Account, amount: int, against: Account | None = None) -> None:
    world.balances[account] += amount
    if against is not None:
        world.balances[against] -= amount


def history(world: World, turn: int = -1, **more) -> None:
    """A turn's measures, falsified."""
    rows = list(world.history)
    rows[turn] = evolve(
        rows[turn], **{name: getattr(rows[turn], name) + number for name, number in more.items()}
    )
    world.history = tuple(rows)


def incident(world: World, **more) -> None:
    """The first incident with a recovery, falsified."""
    place = next(n for n, found in enumerate(world.incidents) if found.recovered)
    found = world.incidents[place]
    changes = {name: getattr(found, name) + number for name, number in more.items()}
    rows = list(world.incidents)
    rows[place] = evolve(found, **changes)
    world.incidents = tuple(rows)


def recovery(world: World, number: int) -> None:
    """Something more came back of an incident."""
    place = next(n for n, found in enumerate(world.incidents) if found.recovered)
    found = world.incidents[place]
    first, *others = found.recovered
    rows = list(world.incidents)
    rows[place] = evolve(found, recovered=(evolve(first, amount=first.amount + number), *others))
    world.incidents = tuple(rows)


def forget(world: World) -> None:
    """An incident that never was."""
    world.incidents = tuple(found for found in world.incidents[1:])


def hours(world: World, mode: Mode, share: float) -> None:
    rows = list(world.totals.mode_hours)
    rows[list(Mode).index(mode)] *= 1.0 + share
    world.totals.mode_hours = tuple(rows)


def totals(world: World, **more) -> None:
    for name, number in more.items():
        setattr(world.totals, name, getattr(world.totals, name) + number)


ACCOUNTS, COST = "the balances of all accounts", "cost booked and by turn"
REVENUE, CASH = "revenue booked and by turn", "cash and that of the last turn"
BY_INCIDENT, BORNE = "losses in total and by incident", "losses, and what was recovered or borne"
BY_CLAUSE, BOOKED = "recovered in total and by clause", "recovered in total and booked"
LOST, KEPT = "losses in total and by turn", "borne in total and by turn"
HOURS = "hours delivered in total and by turn"

TAMPERING = {
    "a cent from nowhere": (lambda w: book(w, Account.CAPITAL, 1), {ACCOUNTS}),
    "a cent in the till": (lambda w: book(w, Account.CASH, 1), {ACCOUNTS, CASH}),
    "money taken home": (lambda w: book(w, Account.CAPITAL, 500, Account.CASH), {CASH}),
    "a cost hidden in capital": (lambda w: book(w, Account.CAPITAL, 9, Account.WAGES), {COST}),
    "a client who never paid": (
        lambda w: book(w, Account.CAPITAL, 9, Account.REVENUE_CLIENTS),
        {REVENUE},
    ),
    "a credit booked as a refund": (
        lambda w: book(w, Account.RECOVERED, 9, Account.REFUNDS),
        {BOOKED},
    ),
    "a turn that cost less": (lambda w: history(w, 3, cost=-1), {COST}),
    "a turn that earned more": (lambda w: history(w, 3, revenue=1), {REVENUE}),
    "more cash in the end": (lambda w: history(w, cash=1), {CASH}),
    "a turn that lost less": (lambda w: history(w, 4, losses=-1), {LOST}),
    "a turn that bore less": (lambda w: history(w, 4, borne=-1), {KEPT}),
    "an incident made smaller": (lambda w: incident(w, loss=-1), {BY_INCIDENT}),
    "an incident better borne": (lambda w: incident(w, borne=-1), {BORNE}),
    "an incident smaller in all": (lambda w: incident(w, loss=-1, borne=-1), {BY_INCIDENT, BORNE}),
    "a clause that paid more": (lambda w: recovery(w, 1), {BORNE, BY_CLAUSE, KEPT}),
    "losses left out of the sum": (
        lambda w: totals(w, losses=-1),
        {BY_INCIDENT, BORNE, LOST, KEPT},
    ),
    "recovered twice": (lambda w: totals(w, recovered=1), {BY_CLAUSE, BOOKED}),
    "an hour that nobody worked": (lambda w: hours(w, Mode.OUTSOURCE, 1e-3), {HOURS}),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found_and_named(how, ended):
    """One cent is enough; the message names what was changed, and nothing more than it affects."""
    tamper, named = TAMPERING[how]
    world = ended.whole_world()
    assert disagreements(world) == []
    tamper(world)
    found = disagreements(world)
    assert {next(name for name in named if text.startswith(name)) for text in found} == named
    assert all(" differ: " in text for text in found)


def test_an_incident_cannot_be_forgotten(ended):
    """Left out of the list, it is missing from the sums."""
    world = ended.whole_world()
    forget(world)
    assert disagreements(world)


def test_rounding_is_no_disagreement(ended):
    """Hours are sums of many small ones: the last digits may differ, a thousandth may not."""
    world = ended.whole_world()
    hours(world, Mode.OUTSOURCE, 1e-12)
    assert disagreements(world) == []


def test_what_is_no_number_agrees_with_nothing(ended):
    """Hours that are not a number are found, though they compare with none."""
    world = ended.whole_world()
    hours(world, Mode.OUTSOURCE, float("nan"))
    assert disagreements(world)


def test_every_identity_can_fail():
    """Each of them is broken by some tampering above."""
    everything = {ACCOUNTS, COST, REVENUE, CASH, BY_INCIDENT, BORNE, BY_CLAUSE, BOOKED, LOST, KEPT}
    assert set().union(*(named for _, named in TAMPERING.values())) == everything | {HOURS}


def test_a_firm_that_has_done_nothing_has_its_books_in_order():
    """On the first morning there is no last turn to compare with."""
    game = a_game(a_team())
    assert disagreements(game.observation) == []
    wait(game)
    assert disagreements(game.observation) == []
