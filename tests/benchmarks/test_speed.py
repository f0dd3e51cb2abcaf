"""How fast the engine is, in ratios measured in one run. No test asserts a time.

To measure: pytest tests/benchmarks -n 0 --benchmark-enable -s

The default suite runs each once, to see that it works. The ratios are printed at the end of a
measured run, next to their targets; machines differ, but ratios hardly do.
"""

import asyncio
import copy
import functools
import importlib.util
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from sim.bench.plan import Plan
from sim.bench.runs import run
from sim.bench.workers import Here, Local
from sim.digest import digest
from sim.engine import formulas, luck
from sim.engine.observe import clone, observe
from sim.engine.record import Record
from sim.engine.turn import resolve
from sim.forecast import FUTURES, BeliefSampler, default_terms, estimate, forecast
from sim.games.game import Game
from sim.model.orders import Award
from sim.model.vocabulary import Pricing
from sim.model.world import Observation, World
from sim.policies import REGISTRY
from sim.scenario_io import find, load_file
from sim.tui.forecasts import Forecasts
from tests.benchmarks import yardstick
from tests.builders import (
    CALM,
    a_firm,
    a_freelancer,
    a_function,
    a_place,
    a_scenario,
    a_team,
    a_vendor,
    play_out,
    runs,
    world_of,
)

TURNS = 24

RESULTS: dict[str, float] = {}
"""Seconds for one round, by name."""


def a_world_at_work(engagements: int) -> World:
    """Services run by all kinds of providers, before the first of 24 turns."""
    kinds = (
        lambda key: a_team(key, heads=3),
        lambda key: a_vendor(key),
        lambda key: a_vendor(key, location="coast"),
        lambda key: a_freelancer(key),
    )
    parts = []
    for number in range(engagements):
        key = f"p{number}"
        hours = 90.0 if number % 4 == 3 else 240.0
        parts += [kinds[number % 4](key), a_function(f"s{number}", hours, volatility=0.1)]
        outside = {} if number % 4 == 0 else {"pricing": Pricing.HOURLY}
        parts.append(runs(f"s{number}", key, **outside))
    scenario = a_scenario(
        a_place("coast"),
        a_firm(cash=10**12, manager_hours=400.0 * engagements / 10),
        *parts,
        turns=TURNS,
        rules={key: 0.0 for key in CALM if key not in ("work_noise", "idle_chance")},
    )
    return world_of(Game.new(scenario, 1))


def carry(start: World, record: Callable[[], Record | None]) -> int:
    """Play all turns from a copy of the world; return the number of updates made."""
    world = clone(start)
    updates = 0
    for _ in range(TURNS):
        updates += len(world.engagements)
        resolve(world, (), record())
    return updates


@pytest.fixture
def measure(benchmark) -> Callable[..., object]:
    """Measure a call under a name that the ratios use."""

    def run(name: str, call: Callable[[], object], rounds: int = 12) -> object:
        found = benchmark.pedantic(call, rounds=rounds, warmup_rounds=2)
        if benchmark.stats is not None:
            RESULTS[name] = benchmark.stats.stats.min
        return found

    return run


@pytest.fixture
def enabled(benchmark) -> bool:
    """Whether anything is being measured; otherwise a small amount of each is enough."""
    return bool(benchmark.enabled)


@pytest.fixture(scope="module")
def ten() -> World:
    world = a_world_at_work(10)
    carry(world, lambda: None)  # the luck of these engagements is drawn once for all runs
    return world


def test_turns_without_a_recorder(measure, ten):
    """Updates per second in headless play: all random draws made, nothing recorded."""
    assert measure("off", lambda: carry(ten, lambda: None)) == 10 * TURNS


def test_turns_of_a_new_game(measure):
    """Updates per second with random numbers drawn along the way, as in a game."""

    def fresh() -> int:
        start.secrets.luck.clear()
        return carry(start, lambda: None)

    start = a_world_at_work(10)
    assert measure("fresh", fresh) == 10 * TURNS


def test_turns_with_a_recorder(measure, ten):
    """Updates per second with postings and parts of numbers recorded."""
    assert measure("on", lambda: carry(ten, functools.partial(Record, full=True))) == 10 * TURNS


def test_turns_of_twice_as_many(measure):
    """Twenty engagements instead of ten."""
    twenty = a_world_at_work(20)
    carry(twenty, lambda: None)
    assert measure("twenty", lambda: carry(twenty, lambda: None)) == 20 * TURNS


def made_by(start: World, monkeypatch) -> list[tuple[Callable[..., object], tuple[object, ...]]]:
    """The formulas evaluated and draws made in a play, each with its arguments."""
    calls = []
    deep = [0]

    def noting(call: Callable[..., object]) -> Callable[..., object]:
        def noted(*values: object) -> object:
            if not deep[0]:
                calls.append((call, values))
            deep[0] += 1
            try:
                return call(*values)
            finally:
                deep[0] -= 1

        return noted

    for module in (formulas, luck):
        for name, call in inspect.getmembers(module):
            ours = getattr(call, "__module__", "") == module.__name__
            if ours and (inspect.isfunction(call) or inspect.isbuiltin(call)):  # if compiled
                monkeypatch.setattr(module, name, noting(call))
    carry(start, lambda: None)
    monkeypatch.undo()
    return calls


@pytest.mark.interpreted
def test_formulas_and_draws_alone(measure, ten, monkeypatch):
    """The minimum the rules require: their formulas and draws, with the results unused."""
    calls = made_by(ten, monkeypatch)

    def alone() -> None:
        for call, values in calls:
            call(*values)

    measure("alone", alone)
    assert len(calls) > 10 * 10 * TURNS


def test_yardstick(measure):
    """The plain-list loop."""
    assert measure("yardstick", yardstick.play) == yardstick.play()


def test_clone(measure, ten):
    """A hand-written copy of the world of ten engagements."""
    assert measure("clone", lambda: [clone(ten) for _ in range(50)], rounds=8)


def test_deepcopy(measure, ten):
    """Copies by `copy.deepcopy`; immutable parts are shared, as in the hand-written copy."""
    world = clone(ten)
    shared = {id(part): part for part in (world.scenario, world.rules, world.secrets.luck)}
    assert measure("deepcopy", lambda: copy.deepcopy(world, dict(shared)), rounds=4)


def test_observation(measure, ten):
    """What a player sees, with all offers."""
    assert measure("observe", lambda: observe(ten))


def orders_of(facts: Observation) -> list[Award]:
    """An award of each of the ten services to the first provider that offers it."""
    found = []
    for task in facts.tasks:
        offer = next(offer for offer in facts.offers.values() if offer.task == task)
        found.append(Award(task, offer.id, default_terms(facts, offer)))
    return found


def test_appraisals(measure, ten):
    """A policy's quick appraisal of an offer for each of ten services."""
    facts = observe(ten)
    orders = orders_of(facts)
    assert len(orders) == 10
    assert measure("estimates", lambda: [estimate(facts, order) for order in orders])


def test_forecast(measure, ten, enabled):
    """An offer in a firm with ten engagements: 300 futures of twelve turns, on one core."""
    facts = observe(ten)
    order = orders_of(facts)[1]
    futures = FUTURES if enabled else 3
    assert measure("forecast", lambda: forecast(facts, order, futures), rounds=3)


def test_forecast_beside_the_game(measure, ten, enabled):
    """Futures as the game runs them: in one process per core, up to four."""
    facts = observe(ten)
    order = orders_of(facts)[1]
    ahead = Forecasts(FUTURES if enabled else 3, workers=None if enabled else 0)
    with asyncio.Runner() as runner:
        runner.run(ahead.of(facts, order))  # the processes start
        assert measure("beside", lambda: runner.run(ahead.of(facts, order)), rounds=5)
        ahead.close()


def test_futures_of_the_whole_firm(measure, ten, enabled):
    """Futures of the whole firm, with nothing left out."""
    imagination = BeliefSampler(observe(ten))

    def futures() -> None:
        for number in range(30 if enabled else 2):
            world = imagination.world(number)
            for _ in range(12):
                resolve(world, ())

    measure("whole", futures, rounds=3)


def test_digest(measure, ten):
    """The hash of a state."""
    assert measure("digest", lambda: digest(ten))


def test_an_episode_of_the_sensible_manager(measure, ten):
    """A whole game as a benchmark plays it: observations, decisions and turns."""

    def episode() -> bool:
        game = Game.new(ten.scenario, 1, keep_turns=False)
        return play_out(game, "rules").over

    assert measure("episode", episode, rounds=3)


def test_cart_pole(measure):
    """Gymnasium's CartPole, side by side."""
    gymnasium = pytest.importorskip("gymnasium", reason="gymnasium is not installed")
    environment = gymnasium.make("CartPole-v1").unwrapped
    environment.reset(seed=1)

    def steps() -> int:
        for number in range(240):
            _, _, terminated, _, _ = environment.step(number % 2)
            if terminated:
                environment.reset()
        return 240

    assert measure("cartpole", steps) == 240


def _import(module: str) -> None:
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)


@pytest.mark.parametrize("workers", [1, 2])
def test_workers(benchmark, workers):
    """A benchmark's games with one process and with two; start-up time is included."""
    seeds = range(1, 41 if benchmark.enabled else 2)
    scenarios = tuple(load_file(find(name)) for name in ("tutorial", "helpline"))
    plan = Plan(scenarios, (REGISTRY["rules"], REGISTRY["random"]), seeds)
    team = Local if benchmark.enabled or workers > 1 else lambda _: Here()
    report = benchmark.pedantic(lambda: run(plan, workers=team(workers)))
    assert report["episodes"] == plan.episodes
    if benchmark.stats is not None:
        RESULTS[f"workers {workers}"] = benchmark.stats.stats.min


@pytest.mark.parametrize("module", ["sim.cli.commands.run", "sim.tui.app", "textual.app", "sys"])
def test_import(measure, module):
    """A headless command's imports and the first screen's, compared with Textual's own and the
    start of a bare interpreter.
    """
    assert importlib.util.find_spec(module) is not None
    measure(f"import {module}", lambda: _import(module), rounds=5)


RATIOS = (
    ("updates/s with ten engagements, recorder off", "", lambda r: 10 * TURNS / r["off"]),
    ("updates/s, luck drawn on the way", "", lambda r: 10 * TURNS / r["fresh"]),
    ("recorder on / off (speed)", "0.55 or more", lambda r: r["off"] / r["on"]),
    ("to the plain-list loop (speed)", "0.35 or more", lambda r: r["yardstick"] / r["off"]),
    ("formulas and draws alone, to the same loop", "", lambda r: r["yardstick"] / r["alone"]),
    ("to CartPole's steps", "1.5 or more", lambda r: r["cartpole"] / r["off"]),
    ("engagements doubled (time)", "2.2 or less", lambda r: r["twenty"] / r["off"]),
    ("deepcopy / clone (time)", "15 or more", lambda r: 50 * r["deepcopy"] / r["clone"]),
    ("an observation, in turns", "", lambda r: r["observe"] * TURNS / r["off"]),
    ("ten estimates, in ms", "", lambda r: 1000 * r["estimates"]),
    ("300 futures of an offer, one core, in ms", "250 or less", lambda r: 1000 * r["forecast"]),
    ("300 futures, as the game has them made, in ms", "250 or less", lambda r: 1000 * r["beside"]),
    ("the same to those of the whole firm (time)", "", lambda r: r["forecast"] / r["whole"] / 10),
    ("a digest, in turns", "", lambda r: r["digest"] * TURNS / r["off"]),
    ("an episode of `rules`, in plain plays", "", lambda r: r["episode"] / r["off"]),
    ("two workers against one (speed)", "1.7 or more", lambda r: r["workers 1"] / r["workers 2"]),
    (
        "headless import / textual's",
        "",
        lambda r: (
            (r["import sim.cli.commands.run"] - r["import sys"])
            / (r["import textual.app"] - r["import sys"])
        ),
    ),
    (
        "the first screen's import / textual's",
        "",
        lambda r: (
            (r["import sim.tui.app"] - r["import sys"])
            / (r["import textual.app"] - r["import sys"])
        ),
    ),
    (
        "headless import, in ms",
        "150 or less, idle",
        lambda r: 1000 * (r["import sim.cli.commands.run"] - r["import sys"]),
    ),
)
"""What is printed: a name, what it should reach, how it is worked out."""


@pytest.fixture(scope="module", autouse=True)
def printed(request) -> Iterator[None]:
    """Print the ratios at the end of a measured run."""
    yield
    if "off" not in RESULTS:
        return
    lines = ["", f"{'ratio':44} {'found':>12}  {'reach'}"]
    for name, reach, work_out in RATIOS:
        try:
            found = f"{work_out(RESULTS):12,.3f}"
        except KeyError:
            found = f"{'not measured':>12}"
        lines.append(f"{name:44} {found}  {reach}")
    reporter = request.config.pluginmanager.getplugin("terminalreporter")
    for line in lines:
        reporter.write_line(line)
