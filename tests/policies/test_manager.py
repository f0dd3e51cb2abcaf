"""The sensible manager: how much it expects a contract to cost."""

import pytest

from sim.engine import bids, contracts
from sim.games.game import Game
from sim.model.orders import Renew
from sim.model.vocabulary import Account, RequestKind
from sim.policies.manager import dearer
from tests.builders import FLAWLESS, a_function, a_game, a_vendor, play, runs, wait
from tests.builders import engagement as of

PRICE = 1_000_000


def _bound(term: int, **changes) -> Game:
    return a_game(
        a_vendor("tarn"),
        a_function(knowledge=0.8, **changes),
        runs("desk", "tarn", price=PRICE, term=term),
        rules=FLAWLESS,
    )


def dearer_now(game: Game) -> float:
    return dearer(game.observation, of(game, "desk"), game.observation.offers["desk/tarn"])


def _paid(game: Game) -> int:
    return game.observation.balances[Account.VENDORS]


def _offered(game: Game) -> int:
    offer = game.observation.offers["desk/tarn"]
    return bids.price(game.observation, offer, of(game, "desk").terms)


def test_a_due_renewal_costs_more_from_the_next_term_on():
    """The last turn of a term has its own price; only the turns of the next have the new one."""
    game = _bound(4)
    wait(game, 3)
    assert [one.kind for one in game.observation.requests.values()] == [RequestKind.RENEWAL]
    running = of(game, "desk")
    asked = contracts.renewal_price(game.observation, running, 4, game.rules.bargain_share)
    assert dearer_now(game) == pytest.approx(PRICE + 4 * asked - 5 * _offered(game))


def test_a_renewal_agreed_early_is_known():
    """The turns after a term are counted at their price and for their length."""
    game = _bound(4)
    play(game, Renew("desk/tarn", 5))
    offered, turns = _offered(game), 3 + 5
    reckoned, before = dearer_now(game), _paid(game)
    wait(game, turns)
    paid = _paid(game) - before
    assert reckoned == pytest.approx(paid - turns * offered, abs=turns)


def test_no_price_rises_after_a_service_has_ended():
    """A term that is longer than its service counts as far as the service goes."""
    game = _bound(10, until=3)
    assert dearer_now(game) == pytest.approx(3 * (PRICE - _offered(game)))
