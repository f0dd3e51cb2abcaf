"""Laws that hold in every world, however it is played; each function raises if its law breaks."""

import ast
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from attrs import fields_dict
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

import sim
from sim.codec import converter
from sim.digest import LEFT_OUT, digest
from sim.engine.observe import clone
from sim.engine.public_scenario import public_scenario
from sim.engine.record import Record
from sim.engine.turn import resolve
from sim.model import facts, market, report, spec, world
from sim.model.orders import Order, Terms
from sim.model.report import Posting, TurnReport
from sim.model.rules import Rules
from sim.model.scenario import Scenario
from sim.model.vocabulary import Account, Kind, TaskState
from sim.model.world import Facts, Secrets, TaskFacts, World

TOLERANCE = 1e-6


def _declare(module: ModuleType) -> None:
    """Give a compiled module's classes the field types that its source declares.

    Compiled, a field of `tuple[str, ...]` says no more than `tuple` (mypyc 2.4), which is not
    enough to read data back.
    """
    source = Path(sim.__file__).parent.joinpath(*module.__name__.split(".")[1:]).with_suffix(".py")
    for made in ast.parse(source.read_text("utf-8")).body:
        if not isinstance(made, ast.ClassDef) or not attrs.has(getattr(module, made.name)):
            continue
        kinds = [getattr(module, made.name)]
        kinds += kinds[0].__subclasses__()
        for line in made.body:
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                declared = eval(ast.unparse(line.annotation), vars(module))
                kinds[0].__annotations__[line.target.id] = declared
                for kind in kinds:
                    object.__setattr__(fields_dict(kind)[line.target.id], "type", declared)


def _worlds() -> Converter:
    """Turns worlds into plain data and back: all but what seed, scenario and rules determine."""
    for module in (facts, market, report, world):
        _declare(module)
    strict = converter().copy()

    def declared(kind: object) -> bool:  # not also what derives from it
        return kind is spec.Terms

    strict.register_structure_hook_func(declared, lambda data, _: strict.structure(data, Terms))
    strict.register_unstructure_hook_func(declared, lambda one: strict.unstructure(one, Terms))
    for kind, names in LEFT_OUT.items():
        omitted = dict.fromkeys(names, override(omit=True))
        hook = make_dict_unstructure_fn(kind, strict, **omitted)
        strict.register_unstructure_hook(kind, hook)
    return strict


WORLDS = _worlds()


def world_to_data(world: World) -> dict[str, Any]:
    """The full state as JSON data, with secrets, without scenario and rules."""
    data: dict[str, Any] = WORLDS.unstructure(world)
    return data


def hold(world: World) -> None:
    """Check every law that can be checked in a single state."""
    money_is_conserved(world)
    all_is_finite(world)
    all_is_within_its_range(world)
    tasks_and_engagements_agree(world)
    losses_are_recovered_or_borne(world)
    hours_are_there(world)


def money_is_conserved(facts: Facts) -> None:
    """The balances are whole numbers and sum to zero."""
    assert all(type(balance) is int for balance in facts.balances)
    assert sum(facts.balances) == 0


def all_is_finite(world: World) -> None:
    """No number in the state is NaN or infinite."""
    for path, number in _floats(world_to_data(world), ""):
        assert math.isfinite(number), f"{path} is {number}"


def _floats(data: Any, path: str) -> Iterable[tuple[str, float]]:
    if isinstance(data, float):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _floats(value, f"{path}.{key}")
    elif isinstance(data, list | tuple):
        for index, value in enumerate(data):
            yield from _floats(value, f"{path}[{index}]")


def all_is_within_its_range(world: World) -> None:
    """Shares stay within 0 and 1, points within 0 and 100, counts are not negative."""
    shares = [world.fatigue, world.attention, *world.knowledge.values()]
    for team in world.teams.values():
        shares += [team.skill, team.morale, team.downsized]
        assert 0.0 <= team.shaken <= world.rules.layoff_shock_months, team
        assert 0.0 <= team.kept <= team.heads + TOLERANCE, team
        assert -TOLERANCE <= team.novices <= team.heads + TOLERANCE, team
        assert all(number > 0 for _, number in team.arriving), team
        assert team.wage > 0
    for provider in world.providers.values():
        shares.append(provider.trust)
    for client in world.clients.values():
        shares.append(client.patience)
    for task in world.tasks.values():
        shares += [task.service, task.quality / 100.0]
        assert task.done >= -TOLERANCE, task
        assert task.defects >= 0
        assert task.surge >= -1.0, task
    for engagement in (*world.engagements.values(), *world.past.values()):
        shares.append(engagement.ramp)
        assert engagement.escrow >= 0, engagement
        assert engagement.rework >= -TOLERANCE, engagement
        assert engagement.effort > 0.0, engagement
        assert engagement.wait >= 1.0, engagement
        assert engagement.turn_hours >= 0.0, engagement
        assert engagement.price >= 0, engagement
    for hidden in world.secrets.hidden.values():
        shares += [hidden.skill, hidden.reliability, hidden.alignment, hidden.attention]
        assert hidden.defects >= 0
    for share in shares:
        assert -TOLERANCE <= share <= 1.0 + TOLERANCE
    assert 0.0 <= world.reputation <= 100.0


def tasks_and_engagements_agree(world: World) -> None:
    """An open task has nobody, a running one somebody; each side names the other exactly once."""
    for key, task in world.tasks.items():
        assert key == task.spec.id
        assert len(set(task.engagements)) == len(task.engagements), task
        if task.state is TaskState.RUNNING:
            assert task.engagements, f"{key} runs, and nobody has it"
        else:
            assert not task.engagements, f"{key} is {task.state}, and somebody has it"
        if task.delivered:
            assert task.state is TaskState.DONE
        for engaged in task.engagements:
            assert world.engagements[engaged].task == key
    freelancers: Counter[str] = Counter()
    for key, engagement in world.engagements.items():
        assert key == engagement.id
        assert not engagement.ended, f"{key} has ended, and still runs"
        assert key in world.tasks[engagement.task].engagements
        assert key in world.secrets.hidden
        assert engagement.provider in world.teams or engagement.provider in world.providers
        freelancers[engagement.provider] += engagement.kind is Kind.FREELANCER
    for provider, number in freelancers.items():
        assert number <= 1, f"{provider} is one person with {number} pieces of work"
    for key, engagement in world.past.items():
        assert key == engagement.id
        assert engagement.ended, f"{key} is remembered, and has not ended"
    assert not world.engagements.keys() & world.past.keys()


def losses_are_recovered_or_borne(world: World) -> None:
    """Losses equal what was recovered plus what was borne, in each incident and in total."""
    lost = back = 0
    for incident in world.incidents:
        recovered = 0
        for recovery in incident.recovered:
            assert 0 < recovery.amount <= recovery.limit, incident
            recovered += recovery.amount
        assert incident.loss == recovered + incident.borne, incident
        assert incident.borne >= 0, incident
        assert incident.blamed == world.scenario.firm.name, incident
        lost += incident.loss
        back += recovered
    assert (world.totals.losses, world.totals.recovered) == (lost, back)
    assert 0 <= world.totals.losses_by_others <= world.totals.losses
    assert -world.balances[Account.RECOVERED] == back


def hours_are_there(world: World) -> None:
    """Neither teams nor managers work hours that they do not have."""
    for team in world.teams.values():
        assert team.used <= team.capacity + TOLERANCE, team
    for measures in world.history[-1:]:
        assert measures.oversight_hours <= world.manager_hours + TOLERANCE, measures


def moves_what_is_posted(before: World, orders: Sequence[Order], after: World) -> TurnReport:
    """A turn's postings carry the balances from before to after, and a recorder changes nothing.

    Returns:
        The report of the turn resolved again with a recorder.
    """
    world = clone(before)
    report = resolve(world, orders, Record(full=True))
    same(world, after, "the turn came out differently with a recorder")
    balances = before.balances.copy()
    for posting in report.postings:
        _fair(posting, before.turn)
        balances[posting.debit] += posting.amount
        balances[posting.credit] -= posting.amount
    assert balances == after.balances, "money moved without a posting"
    return report


def same(one: World, two: World, otherwise: str) -> None:
    """Two worlds are equal; if not, the message names the first difference."""
    if digest(one) != digest(two):
        pytest.fail(f"{otherwise}: {difference(world_to_data(one), world_to_data(two))}")


def difference(one: Any, two: Any, path: str = "world") -> str:
    """Where two trees of plain data first differ; empty if they are equal."""
    if isinstance(one, dict) and isinstance(two, dict):
        for key in sorted({*one, *two}):
            if key not in one or key not in two:
                return f"{path}.{key} is only in {'the first' if key in one else 'the second'}"
            found = difference(one[key], two[key], f"{path}.{key}")
            if found:
                return found
        return ""
    if isinstance(one, list | tuple) and isinstance(two, list | tuple):
        if len(one) != len(two):
            return f"{path} has {len(one)} and {len(two)} items"
        for index, (left, right) in enumerate(zip(one, two, strict=True)):
            found = difference(left, right, f"{path}[{index}]")
            if found:
                return found
        return ""
    return "" if repr(one) == repr(two) else f"{path} is {one!r} and {two!r}"


def _fair(posting: Posting, turn: int) -> None:
    assert type(posting.amount) is int
    assert posting.amount > 0
    assert posting.debit is not posting.credit
    assert posting.cause
    assert posting.turn == turn


def world_from_data(data: dict[str, Any], scenario: Scenario, rules: Rules) -> World:
    """A world from what `world_to_data` made of it: it can only be whole if nothing is left out."""

    def values(cls: type[Any], given: dict[str, Any]) -> dict[str, Any]:
        types = fields_dict(cls)
        return {name: WORLDS.structure(one, types[name].type) for name, one in given.items()}

    given = dict(data)
    specs = {task.id: task for task in scenario.tasks}
    tasks = {
        key: TaskFacts(spec=specs[key], **values(TaskFacts, one))
        for key, one in given.pop("tasks").items()
    }
    secrets = values(Secrets, given.pop("secrets"))
    rest = values(World, given)
    public = public_scenario(scenario, rest["deals"], rest["turn"])
    secret = Secrets(public=public, luck={}, bids={}, **secrets)
    return World(scenario=scenario, rules=rules, tasks=tasks, secrets=secret, **rest)


def survives_the_round_trip(world: World, orders: Sequence[Order] = ()) -> World:
    """A world survives a round trip through JSON: it is equal, and so is its next turn."""
    text = json.dumps(world_to_data(world), allow_nan=False)
    restored = world_from_data(json.loads(text), world.scenario, world.rules)
    same(restored, world, "the restored world is another")
    if world.outcome is None:
        one, two = clone(world), clone(restored)
        assert resolve(one, orders) == resolve(two, orders)
        same(one, two, "the restored world goes on differently")
    return restored
