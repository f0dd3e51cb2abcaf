"""Phase 10: what the next turn brings. Prices, events, newcomers, deals, tasks, requests."""

from sim.engine import contracts, deals, luck, places, requests
from sim.engine.numbers import clamp, root
from sim.engine.people import newcomer
from sim.engine.public_scenario import public_scenario
from sim.engine.record import Record
from sim.model.report import HappeningKind
from sim.model.vocabulary import EventKind, TaskKind, TaskState
from sim.model.world import PlaceFacts, World

CURRENCY_RANGE = (0.2, 5.0)
"""Limits of a currency's price, relative to its price at the start."""


def market(world: World, record: Record) -> None:
    """Move prices, apply events, and open the next turn's tasks, deals and requests."""
    _prices(world, record)
    _surges(world, record)
    planned(world, world.turn + 1, record)
    _newcomers(world, record)
    world.requests.clear()
    for engagement in world.engagements.values():
        contracts.begin_renewal(engagement, world.turn + 1)
    if world.turn < world.scenario.turns:
        requests.ask(world, record)
        open_up(world, world.turn + 1, record)


def _prices(world: World, record: Record) -> None:
    years = world.scenario.turn_months / 12.0
    home = world.places[places.HOME]
    growth = 1.0 + world.rules.wage_growth * years
    home.wages *= growth
    for team in world.teams.values():
        if team.location is None:
            team.wage *= growth
    for where in world.scenario.locations:
        place = world.places[where.id]
        rise = 1.0 + where.wage_growth * years
        place.wages *= rise
        for team in world.teams.values():
            if team.location == where.id:
                team.wage *= rise
        move = where.currency_drift * years
        swing = luck.gauss(world.secrets, "currency", where.id, world.turn)
        move += where.currency_volatility * root(years) * swing
        _move(place, move)


def _surges(world: World, record: Record) -> None:
    rules = world.rules
    months = world.scenario.turn_months
    for task in world.tasks.values():
        if task.spec.kind is not TaskKind.FUNCTION or task.state is TaskState.AHEAD:
            continue
        task.surge *= max(0.0, 1.0 - rules.surge_fade * months)
        u = luck.uniform(world.secrets, "surge", task.spec.id, world.turn)
        if u < rules.surge_month * months:
            _surge(world, task.spec.id, rules.surge_size, record)


def planned(world: World, turn: int, record: Record) -> None:
    """Apply the jumps of demand and currencies that the scenario plans for a turn."""
    for event in world.scenario.events:
        if event.turn != turn:
            continue
        if event.kind is EventKind.DEMAND_SURGE and event.subject in world.tasks:
            _surge(world, event.subject, event.size, record)
        elif event.kind is EventKind.CURRENCY:
            _move(world.places[event.subject], event.size)
            record.tell(HappeningKind.CURRENCY, event.subject, amount=event.size)


def _move(place: PlaceFacts, share: float) -> None:
    """Change a currency's price by a share, within `CURRENCY_RANGE`."""
    place.currency = clamp(place.currency * (1.0 + share), *CURRENCY_RANGE)


def _surge(world: World, task: str, size: float, record: Record) -> None:
    world.tasks[task].surge = max(-1.0, world.tasks[task].surge + size)
    record.tell(HappeningKind.SURGE, task, amount=size)


def _newcomers(world: World, record: Record) -> None:
    for discipline in world.scenario.disciplines:
        u = luck.uniform(world.secrets, "newcomer", discipline.id, world.turn)
        if u < world.scenario.market.newcomers:
            provider = newcomer(world, discipline.id, world.turn)
            record.tell(HappeningKind.NEWCOMER, provider.id)
    for spec in world.scenario.providers:
        if spec.arrives == world.turn + 1 and spec.id in world.providers:
            world.secrets.public = public_scenario(world.scenario, world.deals, world.turn + 1)
            record.tell(HappeningKind.NEWCOMER, spec.id)


def open_up(world: World, turn: int, record: Record) -> None:
    """Open the deals and tasks of a turn."""
    deals.lapse_and_offer(world, turn, record)
    _fall_away(world, record)
    for task in world.tasks.values():
        spec = task.spec
        if task.state is not TaskState.AHEAD or spec.opens > turn:
            continue
        if all(_is_done(world, other) for other in spec.after):
            task.state = TaskState.OPEN
            task.opened = turn
            record.tell(HappeningKind.OPENED, spec.id)


def _is_done(world: World, key: str) -> bool:
    """Whether a task is done; a task of outside work that was not accepted never is."""
    task = world.tasks.get(key)
    return task is not None and task.state is TaskState.DONE


def _fall_away(world: World, record: Record) -> None:
    """Cancel the tasks that wait, even indirectly, for a task that will never be done."""
    never = {key for key, task in world.tasks.items() if task.state is TaskState.LOST}
    turned_down: dict[str, str] = {}
    if world.deals:
        for spec in world.scenario.tasks:
            if deals.turned_down(world, spec.deal):
                turned_down[spec.id] = spec.deal or ""
        never |= turned_down.keys()
    if not never:
        return
    waiting = [task for task in world.tasks.values() if task.state is TaskState.AHEAD]
    while lost := [task for task in waiting if not never.isdisjoint(task.spec.after)]:
        for task in lost:
            task.state = TaskState.LOST
            never.add(task.spec.id)
            waiting.remove(task)
            cause = next(key for key in task.spec.after if key in never)
            record.tell(HappeningKind.FELL_AWAY, task.spec.id, turned_down.get(cause, cause))
