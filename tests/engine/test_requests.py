"""Requests: each kind occurs, and each of its answers does something."""

from collections.abc import Callable

import pytest
from attrs import evolve

from sim.engine.observe import clone
from sim.engine.turn import resolve
from sim.games.game import Game
from sim.model.market import Request
from sim.model.orders import Answer, End
from sim.model.report import HappeningKind
from sim.model.vocabulary import Account, EventKind, Pricing, RequestKind
from sim.model.world import World
from tests.builders import (
    CALM,
    FLAWLESS,
    a_client,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_project,
    a_team,
    a_vendor,
    an_event,
    award,
    play,
    runs,
    wait,
    world_of,
)


def change_request() -> Game:
    """A fixed-price project that takes twice its specified hours."""
    game = a_game(
        a_vendor("tarn"),
        a_project(hours=2_000.0, clarity=0.3, deadline=12),
        a_firm(cash=10**10),
        turns=24,
        rules={**FLAWLESS, "change_request": 1.0},
    )
    world_of(game).secrets.scope["shop"] = 3.0
    play(game, award(game.observation, "shop", "tarn", pricing=Pricing.FIXED))
    return game


def _service(term: int = 0, **rules: float) -> Game:
    return a_game(
        a_team("crew"),
        a_vendor("tarn", alignment=0.3),
        a_function(visibility=0.9, client="acme"),
        a_client("acme", patience=0.5),
        a_firm(cash=10**10),
        runs("desk", "tarn", term=term),
        turns=24,
        rules={**FLAWLESS, **rules},
    )


def price_rise() -> Game:
    """A vendor without a term asks for more."""
    return _service(price_rise_month=1.0)


def escalation() -> Game:
    """A vendor whose interest is its own."""
    return _service(escalation_month=1.0)


def renewal() -> Game:
    """A term runs out."""
    return _service(term=2)


def counter_offer() -> Game:
    """A key person has another offer."""
    return a_game(
        a_team("crew", heads=6),
        a_function(),
        a_firm(cash=10**10),
        an_event(EventKind.KEY_PERSON_LEAVES, 3, "crew"),
        runs("desk", "crew"),
        rules=FLAWLESS,
    )


def unhappy_client() -> Game:
    """A client whose patience wears thin."""
    game = _service()
    world_of(game).clients["acme"].patience = 0.1
    return game


def journalist() -> Game:
    """A large loss that customers saw."""
    return a_game(
        a_team("crew"),
        a_function(visibility=1.0, sensitivity=1.0),
        a_firm(cash=10**10),
        an_event(EventKind.BREACH, 1, "desk"),
        runs("desk", "crew"),
        rules={**CALM, "press_loss": 0.1},
    )


BRINGS: dict[RequestKind, Callable[[], Game]] = {
    RequestKind.CHANGE_REQUEST: change_request,
    RequestKind.PRICE_RISE: price_rise,
    RequestKind.ESCALATION: escalation,
    RequestKind.COUNTER_OFFER: counter_offer,
    RequestKind.UNHAPPY_CLIENT: unhappy_client,
    RequestKind.JOURNALIST: journalist,
    RequestKind.RENEWAL: renewal,
}


def brought(kind: RequestKind) -> tuple[Game, Request]:
    """A game in whose turn such a request waits for an answer."""
    game = BRINGS[kind]()
    for _ in range(8):
        for request in game.observation.requests.values():
            if request.kind is kind:
                return game, request
        play(game, None)
    pytest.fail(f"no {kind} came up")


def test_all_kinds_are_brought():
    """A new kind of request needs a scene here."""
    assert set(BRINGS) == set(RequestKind)


@pytest.mark.parametrize("kind", RequestKind)
def test_a_request_is_told_and_wants_an_answer_this_turn(kind):
    """It belongs to this turn, has two to four answers, and is gone afterwards."""
    game, request = brought(kind)
    assert request.turn == game.turn
    assert 2 <= len(request.choices) <= 4
    assert len({choice.id for choice in request.choices}) == len(request.choices)
    told = [h.subject for h in game.reports[-1].happenings if h.kind is HappeningKind.REQUEST]
    assert request.id in told
    play(game, None)
    assert request.id not in game.observation.requests


def _after(game: Game, orders: list[Answer]) -> tuple[World, World]:
    """The world after the turn, and after three more."""
    world = clone(world_of(game))
    resolve(world, orders)
    later = clone(world)
    for _ in range(3):
        resolve(later, [])
    return world, later


def _told(world: World) -> dict[str, object]:
    """A world without the notes of who was given which answer."""
    from tests.laws import world_to_data

    return {key: value for key, value in world_to_data(world).items() if key != "requests"}


@pytest.mark.parametrize("kind", RequestKind)
def test_each_answer_does_something(kind):
    """No two answers have equal results, in this turn or in the next three."""
    game, request = brought(kind)
    found = [_after(game, [Answer(request.id, choice.id)]) for choice in request.choices]
    for number, (_, one) in enumerate(found):
        for _, other in found[number + 1 :]:
            assert _told(one) != _told(other)


@pytest.mark.parametrize("kind", RequestKind)
def test_silence_is_the_first_answer(kind):
    """Not answering has the same result as the first choice."""
    game, request = brought(kind)
    silent, _ = _after(game, [])
    first, _ = _after(game, [Answer(request.id, request.choices[0].id)])
    assert _told(silent) == _told(first)


@pytest.mark.parametrize("kind", RequestKind)
def test_an_answer_costs_what_it_says(kind):
    """The money and the managers' hours of a choice are those that it names."""
    game, request = brought(kind)
    silent, _ = _after(game, [])
    first = request.choices[0]
    for choice in request.choices:
        world, _ = _after(game, [Answer(request.id, choice.id)])
        spent = world.balances[Account.ANSWERS] - silent.balances[Account.ANSWERS]
        assert spent == choice.cost - first.cost
        hours = world.deal_hours - silent.deal_hours
        assert hours == pytest.approx(choice.hours - first.hours)


def test_a_vendor_who_is_refused_may_leave():
    """To refuse a price rise is cheap, until the vendor goes."""
    game, request = brought(RequestKind.PRICE_RISE)
    world = world_of(game)
    world.rules = evolve(world.rules, refusal_leaves=1.0)
    game.submit([Answer(request.id, "refuse")])
    assert game.observation.engagements["desk/tarn"].ends


def test_a_freelancer_who_is_refused_may_leave_at_once():
    """Without notice to work out, the turn of the refusal is one without work."""
    game = a_game(
        a_freelancer("silva"),
        a_function(hours=60.0),
        a_firm(cash=10**10),
        runs("desk", "silva"),
        rules={**FLAWLESS, "price_rise_month": 1.0, "refusal_leaves": 1.0},
    )
    play(game, None)
    (request,) = game.observation.requests.values()
    assert game.observation.tasks["desk"].service > 0.0
    play(game, Answer(request.id, "refuse"))
    assert game.observation.past["desk/silva"].ended == 2
    assert game.observation.tasks["desk"].service == 0.0


def test_a_dearer_answer_to_a_vendor_shows_in_its_price():
    """Accepted: the whole rise. Bargained: a part of it. Refused: none."""
    game, request = brought(RequestKind.PRICE_RISE)
    price = game.observation.engagements["desk/tarn"].price
    paid = {}
    for choice in request.choices:
        world, _ = _after(game, [Answer(request.id, choice.id)])
        paid[choice.id] = world.engagements["desk/tarn"].price
    assert paid["refuse"] == price < paid["bargain"] < paid["accept"]


@pytest.mark.parametrize("kind", [RequestKind.PRICE_RISE, RequestKind.RENEWAL])
def test_an_answer_about_a_price_comes_to_the_price_it_names(kind):
    """The price change that a choice names is the one it makes."""
    game, request = brought(kind)
    price = game.observation.engagements["desk/tarn"].price
    for choice in request.choices:
        world, _ = _after(game, [Answer(request.id, choice.id)])
        named = price * (1.0 + choice.number)
        assert world.engagements["desk/tarn"].price == pytest.approx(named, abs=1), choice.id


def test_a_change_that_is_paid_for_belongs_to_the_work():
    """Paid in full, all that was asked for counts as agreed; bargained over, a part of it."""
    game, request = brought(RequestKind.CHANGE_REQUEST)
    was = game.observation.engagements["shop/tarn"]
    asked = request.amount / was.price
    more = {}
    for choice in request.choices:
        world, _ = _after(game, [Answer(request.id, choice.id)])
        more[choice.id] = world.engagements["shop/tarn"].quoted_hours / was.quoted_hours - 1.0
    assert more["refuse"] == 0.0
    assert more["pay"] == pytest.approx(asked)
    assert more["bargain"] == pytest.approx(asked * game.rules.change_relief)


def test_who_escalates_brings_the_vendor_nearer():
    """To let be estranges; to concede or to escalate wins it back."""
    game, request = brought(RequestKind.ESCALATION)
    before = world_of(game).secrets.hidden["desk/tarn"].alignment
    after = {}
    for choice in request.choices:
        world, _ = _after(game, [Answer(request.id, choice.id)])
        after[choice.id] = world.secrets.hidden["desk/tarn"].alignment
    assert after["let_be"] < before < after["concede"] < after["escalate"]


def test_to_bargain_at_renewal_is_cheaper_than_to_sign():
    """Managers' hours buy a better price; rolling on commits the firm to nothing."""
    game, request = brought(RequestKind.RENEWAL)
    found = {}
    for choice in request.choices:
        world, _ = _after(game, [Answer(request.id, choice.id)])
        found[choice.id] = world.engagements["desk/tarn"]
    assert found["bargain"].price < found["renew"].price < found["roll_on"].price
    assert found["renew"].term_ends > game.turn
    assert found["roll_on"].term_ends == 0
    assert found["leave"].ends > 0


def test_to_match_an_offer_keeps_people():
    """Let go: one fewer. Matched: all there, for money."""
    game, request = brought(RequestKind.COUNTER_OFFER)
    gone, _ = _after(game, [Answer(request.id, "let_go")])
    kept, _ = _after(game, [Answer(request.id, "match")])
    assert kept.teams["crew"].heads == gone.teams["crew"].heads + 1
    assert kept.teams["crew"].skill > gone.teams["crew"].skill


def test_a_client_who_is_not_heard_leaves():
    """Silence wears patience down until the client is gone; a visit keeps it."""
    lost, kept = unhappy_client(), unhappy_client()
    for game in (lost, kept):
        for turn in range(10):
            facts = game.observation
            answers = [
                Answer(request.id, "visit" if game is kept else "nothing")
                for request in facts.requests.values()
                if request.kind is RequestKind.UNHAPPY_CLIENT
            ]
            if not game.over:
                game.submit(answers)
            assert turn >= 0
    assert kept.observation.clients["acme"].patience > lost.observation.clients["acme"].patience


def test_who_is_sent_away_is_not_negotiated_with():
    """Notice and an answer about the price in one turn clash; the answer alone does not."""
    game, request = brought(RequestKind.PRICE_RISE)
    answer = Answer(request.id, "accept")
    assert game.problems([End("desk/tarn"), answer])
    assert game.problems([answer, End("desk/tarn")])
    assert not game.problems([answer])


def test_requests_come_only_while_the_game_lasts():
    """On the last evening nothing is asked that nobody can answer."""
    game = price_rise()
    wait(game, 100)
    assert game.over
    assert not game.observation.requests
