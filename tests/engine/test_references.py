"""References: a provider's clients flatter it, with errors of their own and a shared one.

These tests tie the belief drawn from references to what they say.
"""

import math
from statistics import fmean, stdev

import pytest

from sim.engine.orders.suppliers import references_left
from sim.forecast import believe, forecast
from sim.forecast.belief import believed
from sim.games.game import Game
from sim.games.replays.proving import Result, prove
from sim.games.replays.reading import parse
from sim.games.replays.replay import Replay
from sim.model.explanation import FigureKind
from sim.model.orders import AskReferences, Audit
from sim.model.report import HappeningKind
from sim.model.vocabulary import Account
from tests.builders import (
    CALM,
    a_freelancer,
    a_function,
    a_game,
    a_vendor,
    award,
    play,
    runs,
    world_of,
)

MANY, MARKETS = 200, 3
"""Providers of a market, and markets: enough for the laws of chance."""

TRAITS = pytest.mark.parametrize("trait", ["skill", "reliability"])


def a_choice(**rules: float) -> Game:
    """A service that waits, and a vendor of whom nothing is known."""
    return a_game(a_vendor("tarn"), a_function(), rules={**CALM, **rules})


def markets(truth: float | None = None) -> list[Game]:
    """Markets of vendors about whom nothing is known; unspecified traits are drawn at random."""
    hidden = {"skill": truth, "reliability": truth}
    vendors = [a_vendor(f"tarn-{n}", **hidden) for n in range(MANY)]
    rules = {**CALM, "rating_informs": 0.0}
    return [a_game(*vendors, rules=rules, seed=seed) for seed in range(MARKETS)]


def ask_all(game: Game, clients: int) -> None:
    play(game, [AskReferences(f"tarn-{n}", clients) for n in range(MANY)])


@TRAITS
def test_the_more_clients_are_asked_the_surer_one_is(trait):
    """Each narrows the range; even all of them narrow it less than an audit."""
    known = []
    for orders in (None, *(AskReferences("tarn", n) for n in range(1, 6)), Audit("tarn")):
        game = a_choice()
        play(game, orders)
        known.append(believe(game.observation, "tarn", trait).spread)
    assert known == sorted(set(known), reverse=True)


def test_what_all_clients_hide_is_not_found_out_by_asking_more():
    """However many are asked, the error that they share remains."""
    game = a_choice()
    rules, known = game.rules, game.observation.providers["tarn"].copy()
    known.references = 10**9
    shared = rules.reference_shared / (1.0 - rules.reference_praise)
    least = (rules.prior_spread**-2 + shared**-2) ** -0.5
    assert believed(rules, known, "skill").spread == pytest.approx(least)


@pytest.mark.parametrize("clients", [1, 5])
@pytest.mark.parametrize("truth", [0.3, 0.9])
@TRAITS
def test_clients_flatter_as_one_knows_that_they_do(trait, truth, clients):
    """They omit a share of the shortcomings, and err as much as the belief assumes."""
    said = []
    for game in markets(truth):
        ask_all(game, clients)
        for provider in game.observation.providers.values():
            said.append(getattr(provider, f"{trait}_said") / clients)
    rules = game.rules
    error = math.hypot(rules.reference_shared, rules.reference_noise / clients**0.5)
    praised = truth + rules.reference_praise * (1.0 - truth)
    assert fmean(said) == pytest.approx(praised, abs=3.0 * error / len(said) ** 0.5)
    assert stdev(said) == pytest.approx(error, rel=0.1)


@TRAITS
def test_what_is_believed_is_not_flattered(trait):
    """Over a whole market beliefs are neither too high nor too low, and nearer than before."""
    before, after = [], []
    for game in markets():
        truth = world_of(game).secrets.traits
        for errors, clients in ((before, 0), (after, 5)):
            if clients:
                ask_all(game, clients)
            facts = game.observation
            errors += [
                believe(facts, key, trait).mean - getattr(truth[key], trait)
                for key in facts.providers
            ]
    for errors in (before, after):
        assert abs(fmean(errors)) < 3.0 * stdev(errors) / len(errors) ** 0.5
    assert stdev(after) < 0.95 * stdev(before)


def test_what_an_offer_may_lead_to_narrows():
    """The range of the quality that it would bring."""
    spans = []
    for clients in (0, 5):
        game = a_choice()
        play(game, AskReferences("tarn", clients) if clients else None)
        facts = game.observation
        spans.append(forecast(facts, award(facts, "desk", "tarn"), 200).spans)
    before, after = (span[FigureKind.OFFER_QUALITY] for span in spans)
    assert after.high - after.low < before.high - before.low


def test_it_takes_managers_hours_and_no_money():
    """A number of hours for each client; the answer arrives in the next turn."""
    game = a_choice()
    report = play(game, AskReferences("tarn", 3))
    facts = game.observation
    assert facts.deal_hours == 3 * game.rules.reference_hours
    assert facts.balances[Account.AUDITS] == 0
    (told,) = (one for one in report.happenings if one.kind is HappeningKind.REFERENCES)
    assert told.subject == "tarn"
    assert sum(told.said) == pytest.approx(facts.providers["tarn"].skill_said)
    assert len(told.said) == facts.providers["tarn"].references == 3


def test_nobody_is_asked_twice():
    """Later questions go to others; asking two and then three says what asking five at once says,
    whenever it is done.
    """
    slow, quick = a_choice(), a_choice()
    play(slow, AskReferences("tarn", 2), None, AskReferences("tarn", 3))
    play(quick, AskReferences("tarn", 5), None, None)
    both = [game.observation.providers["tarn"] for game in (slow, quick)]
    assert both[0].skill_said == pytest.approx(both[1].skill_said)
    assert both[0].reliability_said == pytest.approx(both[1].reliability_said)
    (problem,) = slow.problems([AskReferences("tarn", 1)])
    assert problem.reason == "Tarn can name no more clients."
    assert problem.remedy == "Audit it, or judge it by its work."


@pytest.mark.parametrize(("reviews", "named"), [(0, 0), (2, 2), (5, 5), (100, 5)])
def test_who_has_few_reviews_has_few_clients_to_name(reviews, named):
    """And nobody names more than the rule book says."""
    game = a_game(a_freelancer("silva", reviews=reviews), a_function())
    assert references_left(game.rules, game.observation.providers["silva"]) == named
    asked = [game.problems([AskReferences("silva", n)]) for n in range(1, 7)]
    assert [not problems for problems in asked] == [n <= named for n in range(1, 7)]


def test_those_who_worked_for_us_need_no_references():
    """Whether they work now or are known from before; a stranger can be audited as well."""
    game = a_game(
        a_vendor("tarn"), a_vendor("weir", known=1), a_vendor("brook"), a_function(),
        runs("desk", "tarn"),
    )  # fmt: skip
    for known in ("tarn", "weir"):
        (problem,) = game.problems([AskReferences(known, 1)])
        assert problem.reason == f"{known.title()} has worked for you."
    assert not game.problems([AskReferences("brook", 1), Audit("brook")])


def test_references_are_replayed():
    """A replay of a game in which they were asked for proves itself."""
    game = a_choice()
    play(game, AskReferences("tarn", 2), AskReferences("tarn", 1), None)
    verdict = prove(parse(Replay.of(game).text(), "x.json"))
    assert verdict.result is Result.SAME
    assert verdict.game.observation.providers["tarn"].references == 3
