"""The tutorial teaches by doing: players who follow its hints get through, and do well."""

import functools
import statistics

import pytest

from sim.games.game import Game
from sim.model.orders import Award
from sim.model.scenario import Hint, Scenario
from sim.model.vocabulary import Mode, Occasion
from sim.scenario_io import find, load_file
from tests.builders import play_out
from tests.learner import SAID, Learner

FEW, ALL = range(1, 41), range(1, 101)
SINGLE = ("in_house", "freelance", "outsource", "offshore")

READ_ONLY = (None, Occasion.INCIDENT, Occasion.REQUEST, Occasion.ALL_DECIDED)
"""The purposes of hints that ask for no order; how to answer a request is the reader's choice."""


@functools.cache
def tutorial() -> Scenario:
    return load_file(find("tutorial"))


@functools.cache
def followed(seed: int) -> Learner:
    """A game played to its end by following its hints."""
    learner = Learner(tutorial(), seed)
    learner.play()
    return learner


def scores(policy: str, seeds: range) -> float:
    """A built-in policy's average score."""
    games = (play_out(Game.new(tutorial(), seed, keep_turns=False), policy, seed=seed)
             for seed in seeds)  # fmt: skip
    return statistics.mean(game.score() for game in games)


def who_follows_the_hints_reaches_par(seeds: range) -> None:
    """In more than nine games in ten, and by a wide margin on average."""
    reached = [followed(seed).game.score() for seed in seeds]
    assert sum(score >= tutorial().par for score in reached) > 0.9 * len(seeds)
    assert statistics.mean(reached) > tutorial().par + 80


def the_archive_arrives(seeds: range) -> None:
    """On time in more than nine games in ten, if the provider is chosen and overseen as advised."""
    tasks = [followed(seed).game.observation.tasks["archive"] for seed in seeds]
    in_time = [task for task in tasks if 0 < task.delivered <= (task.spec.deadline or 0)]
    assert len(in_time) > 0.9 * len(seeds)


def careless_play_does_badly(seeds: range) -> None:
    """Random orders, or one mode for everything, come nowhere near par."""
    for policy in ("random", *SINGLE):
        assert scores(policy, seeds) < tutorial().par - 120, policy


def par_is_what_a_sensible_manager_scores(seeds: range) -> None:
    """Approximately: within the luck of that many games."""
    assert abs(scores("rules", seeds) - tutorial().par) < 50


LAWS = (
    who_follows_the_hints_reaches_par,
    the_archive_arrives,
    careless_play_does_badly,
    par_is_what_a_sensible_manager_scores,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_in_forty_games(law):
    """A law of the tutorial, in brief."""
    law(FEW)


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_in_a_hundred_games(law):
    """Over more seeds."""
    law(ALL)


def test_the_cheaper_offer_from_abroad_is_the_trap():
    """With the low bid instead, the old maps are late in most games, and the score is lower."""
    low = {(Occasion.OPEN_TASK, "archive"): ("", _low_bid)}
    late, worse = 0, []
    for seed in FEW:
        learner = Learner(tutorial(), seed, {**SAID, **low})
        game = learner.play()
        task = game.observation.tasks["archive"]
        late += not 0 < task.delivered <= (task.spec.deadline or 0)
        worse.append(followed(seed).game.score() - game.score())
    assert late > 0.7 * len(FEW)
    assert statistics.mean(worse) > 80


def _low_bid(facts):
    (order,) = SAID[Occasion.OPEN_TASK, "archive"][1](facts)
    return [Award(order.task, "archive/lumo-records", order.terms)]


def test_each_mode_is_taught_once():
    """Four tasks are awarded, each to a different kind of provider."""
    game = followed(1).game
    modes = [
        game.seen(turn).offers[order.offer].mode
        for turn, orders in enumerate(game.log, start=1)
        for order in orders
        if isinstance(order, Award)
    ]
    assert sorted(modes) == sorted(Mode)


@pytest.mark.parametrize("hint", tutorial().hints, ids=lambda hint: f"{hint.turn}-{hint.when}")
def test_the_learner_does_what_is_written(hint: Hint):
    """A hint that asks for an order says so in its text; the others ask for none."""
    asked = SAID.get((hint.when, hint.subject))
    assert (asked is None) == (hint.when in READ_ONLY)
    assert asked is None or asked[0] in hint.text


def test_every_hint_is_needed_somewhere():
    """All except those for rare trouble appear in one of a dozen games, at least one each turn."""
    rare = (Occasion.OVERLOAD, Occasion.SERVICE_SHORT, Occasion.PROJECT_SLIPS, Occasion.TEAM_SHORT)
    read = {hint for seed in FEW[:12] for _, hint in followed(seed).read}
    unread = set(tutorial().hints) - read
    assert all(hint.when in rare or not hint.subject for hint in unread)
    for seed in FEW:
        assert {turn for turn, _ in followed(seed).read} == set(range(1, tutorial().turns + 1))


def test_a_hint_is_read_once():
    """A player who follows a hint sees it once."""
    for seed in FEW:
        read = [hint for _, hint in followed(seed).read]
        assert len(read) == len(set(read))
