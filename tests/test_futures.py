"""Imagined worlds: they match what is known, and contain nothing that is not."""

import copy
from statistics import fmean, stdev

import pytest
from attrs import evolve, fields
from hypothesis import given, settings

from sim.digest import digest
from sim.engine import luck
from sim.engine.observe import clone, observe
from sim.engine.turn import resolve
from sim.forecast import imagine
from sim.games.game import Game
from sim.model.market import Offers
from sim.model.scenario import Event
from sim.model.vocabulary import EventKind, Kind, Pricing, TaskKind, TaskState
from sim.model.world import Hidden, Observation, Traits, World
from sim.policies.manager import Manager
from sim.policies.planner import Planner
from sim.policies.rollout_score import rollout_score
from sim.scenario_io import catalogue, load_file
from tests import laws, strategies
from tests.builders import (
    a_busy_scenario,
    a_firm,
    a_freelancer,
    a_function,
    a_game,
    a_project,
    a_team,
    a_vendor,
    award,
    play,
    play_out,
    world_of,
)

OUTSIDE = (Kind.FREELANCER, Kind.VENDOR)

FACTS = [field.name for field in fields(Observation) if field.name != "offers"]

SCENARIOS = {entry.id: entry.path for entry in catalogue()}

NUMBERS = range(3)


def a_busy_morning(turns: int = 5, seed: int = 3) -> Game:
    """A firm with something of everything, some turns into the game."""
    return play_out(Game.new(a_busy_scenario(), seed), turns=turns, seed=seed)


def all_of(world: World) -> tuple[str, dict]:
    """Everything in an imagined world, including the luck of its bids."""
    return digest(world), world.secrets.bids


def fully(morning: Observation, number: int) -> World:
    """A world that matches that morning and has been played to its end."""
    world = imagine(morning, number)
    rollout_score(world, ())
    return world


def with_other_secrets(world: World) -> World:
    """A world that looks alike, and differs in everything hidden except today's bids.

    A bid depends on skill, interest and luck, so these stay; the seed of everything to come, and
    all other unknowns, differ.
    """
    other = clone(world)
    other.scenario = evolve(
        world.scenario, events=(Event(kind=EventKind.BACKLASH, turn=world.turn, size=1.0),)
    )
    secrets = other.secrets
    secrets.seed = world.secrets.seed + 1
    bids = [f"{task}/{provider}" for task in world.tasks for provider in world.providers]
    secrets.luck = {"bid": {bid: luck.key(world.secrets, "bid", bid) for bid in bids}}
    secrets.bids = secrets.bids.copy()
    secrets.traits = {
        key: Traits(traits.skill, 0.0, traits.alignment, 0.0, 0.0, ("Somebody", "Somebody else"))
        for key, traits in secrets.traits.items()
    }
    secrets.hidden = {
        key: Hidden(0.0, 0.0, 0.0, 0.0, ("Somebody",), 3.0, 50, hidden.turns_left, 1.0)
        for key, hidden in secrets.hidden.items()
    }
    secrets.scope = dict.fromkeys(secrets.scope, 9.0)
    return other


@pytest.mark.parametrize("turns", [0, 1, 5, 9])
def test_secrets_do_not_come_in(turns):
    """Of two worlds that look alike but are not, imagined worlds and plans are equal."""
    world = world_of(a_busy_morning(turns))
    other = with_other_secrets(world)
    assert digest(other) != digest(world)
    mornings = [observe(world), observe(other)]
    assert mornings[0] == mornings[1]
    for number in NUMBERS:
        assert all_of(imagine(mornings[0], number)) == all_of(imagine(mornings[1], number))
    planned = [Planner(7, budget=8).decide(morning) for morning in mornings]
    assert planned[0] == planned[1]


def test_a_number_tells_worlds_apart():
    """Equal numbers give equal worlds; different ones always give different worlds."""
    morning = a_busy_morning().observation
    worlds = [all_of(imagine(morning, number)) for number in range(20)]
    assert worlds == [all_of(imagine(morning, number)) for number in range(20)]
    assert len({digest for digest, _ in worlds}) == 20


def test_nothing_but_observation_and_number_comes_in():
    """A morning copied out of its game gives an equal world."""
    game = a_busy_morning()
    copied = copy.deepcopy(game.observation)
    before = all_of(imagine(game.observation, 5))
    play_out(game, turns=2)
    assert all_of(imagine(copied, 5)) == before


@settings(max_examples=15)
@given(strategies.scenarios(), strategies.seeds)
def test_an_imagined_world_looks_like_what_is_known(scenario, seed):
    """Every fact is unchanged: money, people, assignments, history, and where the goals stand."""
    morning = play_out(Game.new(scenario, seed), turns=seed % 4, seed=seed).observation
    seen = observe(imagine(morning, seed))
    for name in FACTS:
        assert getattr(seen, name) == getattr(morning, name), name
    assert set(morning.offers) <= set(seen.offers)


@settings(max_examples=15)
@given(strategies.scenarios(), strategies.seeds)
def test_an_imagined_world_is_a_world(scenario, seed):
    """All laws hold in it, and continue to hold when it is played.

    Only `manager_hours` has two meanings: in a world, the hours of the past turn; in a morning,
    those of the coming turn. So the law about them is not checked before the first turn.
    """
    morning = play_out(Game.new(scenario, seed), turns=seed % 4, seed=seed).observation
    world = imagine(morning, seed)
    laws.hold(evolve(world, history=()))
    manager = Manager(looks_around=False)
    for _ in range(3):
        if world.outcome is None:
            resolve(world, manager.decide(observe(world)))
            laws.hold(world)


@pytest.mark.parametrize("turns", [0, 5])
def test_what_happens_in_an_imagined_world_stays_there(turns):
    """Neither imagining nor playing on changes the observation, or another imagined world."""
    morning = a_busy_morning(turns).observation
    kept = copy.deepcopy(morning)
    other = imagine(morning, 2)
    untouched = digest(other)
    assert fully(morning, 1).outcome is not None
    assert morning == kept
    assert digest(other) == untouched


def test_what_comes_is_open():
    """Futures differ in how they end, and in how much work a project turns out to take."""
    morning = a_busy_morning(0).observation
    ends = [fully(morning, number) for number in range(6)]
    assert len({world.cash for world in ends}) == 6
    assert len({world.secrets.scope["shop"] for world in ends}) == 6


def test_a_project_has_gone_no_further_than_it_goes():
    """The work done so far is within the imagined scope."""
    game = a_game(a_team("crew", heads=4), a_project("shop", hours=900.0, clarity=0.2))
    play(game, award(game.observation, "shop", "crew"), None)
    facts = game.observation
    done = facts.tasks["shop"].done
    assert done > 0.0
    for number in range(40):
        scope = imagine(facts, number).secrets.scope["shop"]
        assert scope * 900.0 * facts.rules.scope_done >= done


# --- bids ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tables():
    """Offers as made and as imagined, in pairs, over a game of a scenario."""
    found: dict[str, list] = {}

    def pairs(name: str):
        if name not in found:
            found[name] = []
            game = Game.new(load_file(SCENARIOS[name]), 17, keep_turns=False)
            for turns in (0, 1, 2, 4, 5):
                play_out(game, "rules", turns)
                if game.over:
                    break
                morning = game.observation
                for number in NUMBERS:
                    seen = observe(imagine(morning, number)).offers
                    assert set(morning.offers) <= set(seen)
                    found[name] += [
                        (morning.tasks[offer.task].spec.kind, offer, seen[offer.id])
                        for offer in morning.offers.values()
                    ]
        return found[name]

    return pairs


def quoted(offer, pricing):
    return {quote.amount for quote in offer.quotes if quote.pricing is pricing}


@pytest.mark.parametrize("name", SCENARIOS)
class TestOffersOnTheTable:
    """Today's offers have the same prices in every imagined world."""

    def test_who_and_what(self, name, tables):
        """Who offers what, in which mode, until when, and on which terms."""
        for _, made, seen in tables(name):
            for part in ("task", "provider", "kind", "mode", "made", "expires", "slas"):
                assert getattr(seen, part) == getattr(made, part)
            assert (seen.escrow, seen.liability) == (made.escrow, made.liability)
            assert [q.pricing for q in seen.quotes] == [q.pricing for q in made.quotes]

    def test_own_people(self, name, tables):
        """Nothing about own people is hidden: their offers are equal to the last digit."""
        for _, made, seen in tables(name):
            if made.kind not in OUTSIDE:
                assert seen == made

    def test_prices_by_the_hour(self, name, tables):
        """To the cent."""
        for _, made, seen in tables(name):
            for pricing in (Pricing.HOURLY, Pricing.PERFORMANCE):
                for price, other in zip(quoted(made, pricing), quoted(seen, pricing), strict=True):
                    assert other == pytest.approx(price, rel=1e-6, abs=1.0), made.id

    @pytest.mark.parametrize("kind", TaskKind)
    def test_hours(self, name, kind, tables):
        """Hours, and what follows from them: crew, and turns."""
        for task, made, seen in tables(name):
            if task is kind:
                for part in ("hours", "standard", "crew"):
                    number = getattr(made, part)
                    assert getattr(seen, part) == pytest.approx(number, rel=1e-6), made.id
                assert seen.turns == made.turns, made.id

    def test_fixed_prices(self, name, tables):
        """To a millionth, or a cent where that is more."""
        for _, made, seen in tables(name):
            (price,), (other,) = ((quoted(offer, Pricing.FIXED) or {0}) for offer in (made, seen))
            assert other == pytest.approx(price, rel=1e-6, abs=1.0), made.id


@settings(max_examples=15)
@given(strategies.scenarios(), strategies.seeds)
def test_whatever_is_bid_can_be_imagined(scenario, seed):
    """Every morning has a possible world, however odd the bids on the table."""
    morning = play_out(Game.new(scenario, seed), turns=seed % 3, seed=seed).observation
    for factor in (0.5, 2.0):
        offers = {key: dearer(offer, factor) for key, offer in morning.offers.items()}
        odd = evolve(morning, offers=Offers.of(offers.values()))
        assert imagine(odd, seed).turn == morning.turn


def test_a_bidder_who_is_off_in_everything_can_be_imagined():
    """A bidder at half the going rate for a dozen pieces of work."""
    tasks = [a_project(f"job-{number}", 300.0) for number in range(12)]
    morning = a_game(a_vendor("tarn", skill=None, alignment=None), *tasks).observation
    offers = {key: dearer(offer, 0.5) for key, offer in morning.offers.items()}
    world = imagine(evolve(morning, offers=Offers.of(offers.values())), 1)
    assert 0.0 <= world.secrets.traits["tarn"].skill <= 1.0


def dearer(offer, factor):
    """An offer at another price."""
    quotes = tuple(evolve(quote, amount=round(quote.amount * factor)) for quote in offer.quotes)
    return evolve(offer, quotes=quotes)


def imagined(morning: Observation, *traits: tuple[str, str], worlds: int = 150):
    """Traits in a number of worlds: for each provider and trait, a list."""
    drawn = [imagine(morning, number).secrets.traits for number in range(worlds)]
    return [[getattr(found[provider], name) for found in drawn] for provider, name in traits]


def two_strangers(**changes) -> Observation:
    """The morning on which two completely unknown people bid for the same work."""
    unknown = {"skill": None, "reliability": None, "alignment": None, **changes}
    return a_game(
        a_firm(cash=10**9),
        a_freelancer("silva", **unknown),
        a_freelancer("okafor", **unknown),
        a_project("shop", 100.0),
        a_function("desk", 60.0),
    ).observation


def test_a_cheap_bid_is_a_warning():
    """A low bidder is imagined as less able and less honest than an otherwise equal high bidder."""
    morning = two_strangers()
    for cheap, dear in (("silva", "okafor"), ("okafor", "silva")):
        factors = {cheap: 0.85, dear: 1.15}
        offers = {
            key: dearer(offer, factors[offer.provider])
            for key, offer in two_at_the_going_rate(morning).items()
        }
        bids = evolve(morning, offers=Offers.of(offers.values()))
        pairs = [(who, trait) for trait in ("skill", "alignment") for who in (cheap, dear)]
        low_skill, high_skill, low_honest, high_honest = imagined(bids, *pairs)
        for low, high in ((low_skill, high_skill), (low_honest, high_honest)):
            error = (stdev(low) ** 2 + stdev(high) ** 2) ** 0.5 / len(low) ** 0.5
            assert fmean(high) - fmean(low) > 3.0 * error


def two_at_the_going_rate(morning: Observation):
    """Both bid alike, at the going rate: only the test's factors tell them apart."""
    usual = {}
    for key, offer in morning.offers.items():
        alike = evolve(morning.offers[f"{offer.task}/silva"], id=key, provider=offer.provider)
        hourly = next(q.amount for q in alike.quotes if q.pricing is Pricing.HOURLY)
        rate = morning.providers[offer.provider].rate * morning.wages["web"]
        usual[key] = dearer(alike, rate / hourly)
    return usual


def test_who_is_known_is_imagined_as_known():
    """Own experience of a skill narrows what is imagined, and shifts it."""
    spreads, means = [], []
    for known in (0, 2, 12):
        game = a_game(
            a_freelancer("silva", skill=0.9, alignment=0.6, known=known), a_project("shop", 100.0)
        )
        (found,) = imagined(game.observation, ("silva", "skill"))
        spreads.append(stdev(found))
        means.append(fmean(found))
    assert spreads[0] > 1.2 * spreads[1] > 1.2 * 1.2 * spreads[2]
    assert abs(means[2] - 0.9) < abs(means[0] - 0.9)


@pytest.mark.parametrize("warned", [True, False])
def test_an_audit_is_believed(warned):
    """An audited provider is imagined as sound, or as weak, as the audit found."""
    morning = a_game(a_vendor("tarn"), a_project("shop", 100.0)).observation
    morning.providers["tarn"].audited = 1
    morning.providers["tarn"].warned = warned
    middling = morning.rules.middling_health
    (found,) = imagined(morning, ("tarn", "health"), worlds=50)
    for health in found:
        assert (health <= middling) is warned


def test_faults_that_nobody_noticed_are_imagined():
    """Delivered work may contain some, and nobody knows how many: now none, now several."""
    game = a_game(
        a_firm(cash=10**9),
        a_freelancer("silva", skill=None),
        a_project("shop", 120.0, complexity=0.9),
        rules={"dropout_month": 0.0},
    )
    play(game, award(game.observation, "shop", "silva"), None)
    facts = game.observation
    assert facts.tasks["shop"].state is TaskState.DONE
    (engaged,) = facts.past
    counts = {imagine(facts, number).secrets.hidden[engaged].defects for number in range(60)}
    assert 0 in counts
    assert max(counts) > 1


@pytest.mark.parametrize("seed", range(3))
def test_old_faults_come_to_light_as_long_as_they_really_do(seed):
    """Finished work is answered for as many more turns as in the game itself."""
    game = Game.new(a_busy_scenario(), seed)
    while not game.over:
        imagined = imagine(game.observation, 1).secrets.hidden
        for key, hidden in world_of(game).secrets.hidden.items():
            assert key in imagined
            assert imagined[key].turns_left == hidden.turns_left, key
        play_out(game, "random", turns=1, seed=seed)
