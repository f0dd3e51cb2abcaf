"""What must not matter, and what must change in proportion, under equal luck."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
import pytest
from attrs import asdict, evolve, fields_dict
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.canonical import canonical
from sim.digest import digest
from sim.engine import luck
from sim.engine.observe import clone
from sim.engine.record import Record
from sim.engine.turn import resolve
from sim.games.game import Game
from sim.model import scenario as scenario_module
from sim.model.orders import Answer, Order
from sim.model.scenario import Scenario
from sim.model.vocabulary import ObjectiveKind, TaskKind, TaskState
from sim.policies import REGISTRY
from tests.builders import (
    a_busy_scenario,
    a_firm,
    a_function,
    a_game,
    a_project,
    a_team,
    a_vendor,
    award,
    finish,
    play,
    play_out,
    runs,
    world_of,
)

SEEDS = range(6)


def log_of(scenario: Scenario, seed: int) -> tuple[tuple[Order, ...], ...]:
    """A random player's orders in a scenario; journalists are left alone."""
    game = Game.new(scenario, seed)
    player = a_player(seed)
    while not game.over:
        orders = [
            order
            for order in player(game)
            # A journalist asks about an incident, whose number depends on the order of tasks.
            if not (isinstance(order, Answer) and order.request.startswith("journalist"))
        ]
        game.submit_legal(orders)
    return game.log


def a_player(seed: int) -> Callable[[Game], Sequence[Order]]:
    player = REGISTRY["random"].make(seed)
    return lambda game: player.decide(game.observation)


# ------------------------------------------------------------------------- what must not matter


@pytest.mark.parametrize("seed", SEEDS)
def test_a_task_that_never_opens_changes_nothing_else(seed):
    """A task that would open after the end is as good as not there."""
    scenario = a_busy_scenario()
    never = [
        a_project("never", opens=50, deadline=60),
        a_function("later", opens=50, discipline="care"),
        a_project("unasked", deal="declined", opens=50, deadline=60),
    ]
    larger = canonical(evolve(scenario, tasks=(*scenario.tasks, *never[:2])))
    log = log_of(scenario, seed)
    one, two = Game.replay(scenario, seed, log), Game.replay(larger, seed, log)
    assert two.observation.balances == one.observation.balances
    assert two.score() == one.score()
    assert two.observation.history == one.observation.history
    assert [report.happenings for report in two.reports] == [r.happenings for r in one.reports]


def _renamed(tree: Any, names: Mapping[str, str]) -> Any:
    """A value with all ids replaced that stand in it, also inside of longer ids."""
    if isinstance(tree, str) and type(tree) is str:
        return re.sub("[a-z_]+", lambda found: names.get(found[0], found[0]), tree)
    if isinstance(tree, tuple):
        return tuple(_renamed(part, names) for part in tree)
    if hasattr(type(tree), "__attrs_attrs__"):
        titles = ("title", "name", "label", "summary", "story", "currency")
        return evolve(
            tree,
            **{
                key: _renamed(getattr(tree, key), names)
                for key in fields_dict(type(tree))
                if key not in titles
            },
        )
    return tree


IDS = (
    "web care coast crew ward acme bolt shop move flyer favour desk books core "
    "tarn dhara silva okafor extra"
).split()


@pytest.mark.interpreted
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("turned", [False, True], ids=["same order", "other order"])
def test_renaming_changes_nothing(seed, turned, monkeypatch):
    """Under the luck of the old ids, the new ids give the same cash and score."""
    scenario = a_busy_scenario()
    new = [f"z{name}" for name in sorted(IDS)]
    names = dict(zip(sorted(IDS), reversed(new) if turned else new, strict=True))
    if not turned:
        assert all(names[key] == f"z{key}" for key in IDS)
    back = {value: key for key, value in names.items()}
    log = log_of(scenario, seed)
    known = Game.replay(scenario, seed, log)

    key = luck.key
    monkeypatch.setattr(
        luck, "key", lambda secrets, stream, entity: key(secrets, stream, _renamed(entity, back))
    )
    other = Game.replay(canonical(_renamed(scenario, names)), seed, _renamed(log, names))
    assert other.turn == known.turn
    cash = [measures.cash for measures in other.observation.history]
    assert cash == pytest.approx([m.cash for m in known.observation.history], abs=20)
    assert other.score() == pytest.approx(known.score(), abs=1e-3)
    assert other.observation.reputation == pytest.approx(known.observation.reputation, abs=1e-6)


LISTS = ("disciplines", "tasks", "teams", "clients", "providers", "objectives", "engagements")


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_a_files_tables_changes_nothing(random):
    """In whatever order a file lists its tables, the game is equal to the last digit."""
    scenario = a_busy_scenario()
    mixed = evolve(
        scenario,
        **{
            name: tuple(random.sample(getattr(scenario, name), len(getattr(scenario, name))))
            for name in (*LISTS, "locations", "deals", "events")
        },
    )
    assert canonical(mixed) == scenario
    one = play_out(Game.new(scenario, 3), turns=6)
    two = play_out(Game.new(canonical(mixed), 3), turns=6)
    assert two.log == one.log
    assert two.digest() == one.digest()
    assert two.scenario_hash == one.scenario_hash


@pytest.mark.parametrize("seed", SEEDS)
def test_a_recorder_changes_nothing(seed):
    """Postings and parts are notes: a turn comes out the same with and without them."""
    scenario = a_busy_scenario()
    game = Game.new(scenario, seed)
    world = clone(world_of(game))
    player = a_player(seed)
    while not game.over:
        game.submit_legal(player(game))
        resolve(world, game.log[-1], Record(full=True))
    assert digest(world) == game.digest()


# --------------------------------------------------------------------------- money in proportion

MONEY = {
    "Firm": ("cash", "manager_wage", "overheads", "credit_line"),
    "Discipline": ("wage",),
    "Client": ("revenue",),
    "Task": ("value", "penalty"),
    "StartEngagement": ("price",),
    "Deal": (),
}
"""The fields of a scenario that hold money."""

MONEY_KINDS = (ObjectiveKind.FIRM_VALUE, ObjectiveKind.TOTAL_COST, ObjectiveKind.BORNE)


def _times(tree: Any, factor: int) -> Any:
    """A scenario with all money multiplied by a factor."""
    if isinstance(tree, tuple):
        return tuple(_times(part, factor) for part in tree)
    kind = type(tree)
    if not hasattr(kind, "__attrs_attrs__"):
        return tree
    changes = {key: _times(getattr(tree, key), factor) for key in fields_dict(kind)}
    money = MONEY.get(kind.__name__, ())
    if kind.__name__ == "Objective" and tree.kind in MONEY_KINDS:
        money = ("floor", "target")
    for key in money:
        value = getattr(tree, key)
        changes[key] = None if value is None else value * factor
    return evolve(tree, **changes)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("factor", [7, 100])
def test_money_comes_in_proportion(seed, factor):
    """With k times all money, cash is k times as much in every turn, except for rounding."""
    scenario = a_busy_scenario()
    log = log_of(scenario, seed)
    small = Game.replay(scenario, seed, log)
    large = Game.replay(_times(scenario, factor), seed, log)
    assert len(large.reports) == len(small.reports)
    for turn, (few, many) in enumerate(
        zip(small.observation.history, large.observation.history, strict=True), start=1
    ):
        # A price per hour is rounded too, and then paid for every hour: half a cent times some
        # thousand hours a turn, in addition to half a cent for each posting.
        allowed = 3_000.0 * turn
        assert abs(many.cash / factor - few.cash) <= allowed, f"turn {turn}"
        assert many.heads == few.heads
        assert many.quality == pytest.approx(few.quality, abs=0.01)
    assert large.score() == pytest.approx(small.score(), abs=0.5)


# -------------------------------------------------------------------------------------------- luck


@pytest.fixture
def drawn(monkeypatch):
    """Records draws as they are taken: by stream, turn and entity."""
    taken: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    uniform, gauss = luck.uniform, luck.gauss

    def watch(kind: Callable[..., float]) -> Callable[..., float]:
        def draw(secrets: Any, stream: str, entity: str, turn: int) -> float:
            found = kind(secrets, stream, entity, turn)
            taken[stream, entity].append((turn, found))
            return found

        return draw

    monkeypatch.setattr(luck, "uniform", watch(uniform))
    monkeypatch.setattr(luck, "gauss", watch(gauss))
    return taken


def _two_tasks(seed: int = 5) -> Game:
    """Two pieces of work in fields that share nothing, and managers for both."""
    return a_game(
        a_firm(cash=10**11, manager_hours=5_000.0),
        a_team("crew", "web", 4),
        a_team("ward", "care", 4),
        a_project("shop", 500.0, deadline=11, clarity=0.5),
        a_project("clinic", 500.0, discipline="care", deadline=11, clarity=0.5),
        a_vendor("tarn"),
        a_vendor("dhara", disciplines=("care",)),
        seed=seed,
    )


@pytest.mark.interpreted
@pytest.mark.parametrize("choice", ["crew", "tarn", None])
def test_a_decision_on_one_task_leaves_the_luck_of_another_alone(choice, drawn):
    """Whoever gets the shop, if anyone, the clinic's draws are the same, and so is its work."""
    reference = _two_tasks()
    play(reference, [award(reference.observation, "clinic", "dhara")])
    finish(reference)
    before = {key: list(draws) for key, draws in drawn.items() if "clinic/dhara" in key[1]}
    result = reference.observation.tasks["clinic"]
    assert len(before) >= 4, "the clinic was worked on"

    drawn.clear()
    game = _two_tasks()
    first = [award(game.observation, "clinic", "dhara")]
    if choice:
        first.insert(0, award(game.observation, "shop", choice))
    play(game, first)
    finish(game)
    after = {key: list(draws) for key, draws in drawn.items() if "clinic/dhara" in key[1]}
    for key, draws in before.items():
        assert set(after[key]) == set(draws), key
    found = game.observation.tasks["clinic"]
    assert (found.done, found.quality, found.delivered, found.defects, found.cost) == (
        result.done,
        result.quality,
        result.delivered,
        result.defects,
        result.cost,
    )


def _clinic(seed: int, choice: str | None) -> tuple[float, ...]:
    """How the clinic's work goes if the shop is given to somebody, or to nobody."""
    game = _two_tasks(seed)
    orders = [award(game.observation, "clinic", "dhara")]
    if choice:
        orders.append(award(game.observation, "shop", choice))
    play(game, orders)
    finish(game)
    found = game.observation.tasks["clinic"]
    incidents = [one for one in game.observation.incidents if one.task == "clinic"]
    losses = [float(one.loss) for one in incidents]
    return found.done, found.quality, found.delivered, found.defects, found.cost, *losses


@pytest.mark.parametrize(
    "seeds", [range(100), pytest.param(range(100, 5_100), marks=pytest.mark.long)], ids=len
)
def test_whatever_the_seed_a_decision_changes_nothing_elsewhere(seeds):
    """Two pairs a seed; ten thousand in the long form."""
    for seed in seeds:
        alone = _clinic(seed, None)
        assert _clinic(seed, "crew") == alone, seed
        assert _clinic(seed, "tarn") == alone, seed


def test_another_seed_is_another_game():
    """Seeds differ in the traits of providers, the scope of projects and in events."""
    scenario = a_busy_scenario()
    worlds = [world_of(Game.new(scenario, seed)) for seed in (1, 2)]
    assert worlds[0].secrets.traits != worlds[1].secrets.traits
    assert worlds[0].secrets.scope != worlds[1].secrets.scope


@pytest.mark.parametrize("kind", TaskKind)
def test_an_award_starts_work_whatever_the_kind(kind):
    """Work on a task begins in the turn of its award."""
    task = a_project() if kind is TaskKind.PROJECT else a_function("shop")
    game = a_game(a_team(), task)
    assert game.observation.tasks["shop"].state is TaskState.OPEN
    play(game, award(game.observation, "shop", "crew"))
    assert game.observation.tasks["shop"].engagements == ("shop/crew",)


def test_work_can_run_at_the_start_exactly_as_it_was_awarded():
    """A scenario's running work and work awarded later obey the same rules."""
    game = a_game(a_team(), a_function(), runs("desk", "crew"))
    facts = game.observation
    assert facts.tasks["desk"].state is TaskState.RUNNING
    assert facts.engagements["desk/crew"].ramp == 1.0


def test_the_helpers_of_these_tests_find_all_money():
    """A new field of money in the scenario has to be listed here."""
    names = {
        (kind.__name__, key)
        for kind in vars(scenario_module).values()
        if isinstance(kind, type) and attrs.has(kind)
        for key, field in fields_dict(kind).items()
        if field.type is int or field.type == int | None
    }
    counts = {
        ("Team", "heads"),
        ("Provider", "reviews"),
        ("Provider", "size"),
        ("Provider", "known"),
        ("Provider", "arrives"),
        ("Market", "freelancers"),
        ("Market", "vendors"),
        ("Market", "vendors_abroad"),
        ("Task", "opens"),
        ("Task", "deadline"),
        ("Task", "until"),
        ("Deal", "offered"),
        ("Deal", "expires"),
        ("StartEngagement", "term"),
        ("Event", "turn"),
        ("Hint", "turn"),
        ("Scenario", "turns"),
        ("Scenario", "par"),
    }
    assert names - counts == {(kind, key) for kind, keys in MONEY.items() for key in keys}


def test_a_scenario_keeps_its_shape_when_it_is_scaled():
    """Multiplying money by one leaves a scenario unchanged."""
    scenario = a_busy_scenario()
    assert _times(scenario, 1) == scenario
    assert asdict(_times(scenario, 3)) != asdict(scenario)
