"""The world in the first turn of a game."""

from sim.engine import formulas, luck, people, places, requests
from sim.engine.bids import provider_offer, team_offer
from sim.engine.ledger import post
from sim.engine.orders import awards
from sim.engine.phases import market
from sim.engine.public_scenario import public_scenario
from sim.engine.record import Record
from sim.model.orders import Terms
from sim.model.rules import Rules
from sim.model.scenario import StartEngagement, Team
from sim.model.spec import Scenario
from sim.model.vocabulary import Account, Kind, TaskKind, TaskState
from sim.model.world import ClientFacts, PlaceFacts, Secrets, TaskFacts, TeamFacts, Totals, World


def new_world(scenario: Scenario, seed: int, rules: Rules) -> World:
    """A scenario's first turn for a seed: hidden traits drawn, first tasks open."""
    world = World(
        scenario=scenario,
        rules=rules,
        turn=0,
        wages={found.id: found.wage for found in scenario.disciplines},
        balances=[0] * len(Account),
        teams={team.id: _team(scenario, rules, team) for team in scenario.teams},
        providers={},
        tasks={one.id: TaskFacts(one, TaskState.AHEAD) for one in scenario.tasks if not one.deal},
        engagements={},
        past={},
        requests={},
        deals={},
        clients={
            one.id: ClientFacts(one.id, one.name, one.revenue, one.patience, one.patience)
            for one in scenario.clients
        },
        places={
            places.HOME: PlaceFacts(),
            **{where.id: PlaceFacts() for where in scenario.locations},
        },
        knowledge={found.id: found.knowledge for found in scenario.disciplines},
        reputation=scenario.firm.reputation,
        fatigue=0.0,
        manager_hours=scenario.firm.manager_hours,
        promised=0.0,
        deal_hours=0.0,
        attention=1.0,
        incidents=(),
        history=(),
        totals=Totals(heads_start=sum(team.heads for team in scenario.teams)),
        outcome=None,
        secrets=Secrets(seed, {}, {}, {}, public_scenario(scenario, {}, 1), {}, {}),
    )
    record = Record()
    post(world, record, Account.CASH, Account.CAPITAL, scenario.firm.cash, "opening_balance", "")
    _people(world)
    for task in scenario.tasks:
        if task.kind is TaskKind.PROJECT:
            u = luck.uniform(world.secrets, "scope", task.id, 0)
            world.secrets.scope[task.id] = formulas.scope(rules, task.clarity, task.hours, u)
    market.open_up(world, 1, record)
    market.planned(world, 1, record)
    requests.ask(world, record)
    world.turn = 1
    for running in scenario.engagements:
        _run(world, running)
    return world


def _team(scenario: Scenario, rules: Rules, team: Team) -> TeamFacts:
    wage = next(found.wage for found in scenario.disciplines if found.id == team.discipline)
    return TeamFacts(
        id=team.id,
        title=team.title,
        discipline=team.discipline,
        kind=Kind.TEAM,
        location=None,
        heads=team.heads,
        skill=team.skill,
        morale=team.morale,
        wage=float(wage),
        weekly_hours=rules.normal_week,
        kept=float(team.heads),
    )


def _people(world: World) -> None:
    """Add the named providers, then the unnamed ones of the market."""
    scenario = world.scenario
    for provider in scenario.providers:
        people.add(world, provider)
    for discipline in scenario.disciplines:
        counts: list[tuple[Kind, str | None, int]] = [
            (Kind.FREELANCER, None, scenario.market.freelancers),
            (Kind.VENDOR, None, scenario.market.vendors),
        ]
        counts += [
            (Kind.VENDOR, where.id, scenario.market.vendors_abroad) for where in scenario.locations
        ]
        for kind, place, number in counts:
            for index in range(1, number + 1):
                parts = (place, discipline.id, kind.value, str(index))
                key = "-".join(part for part in parts if part)
                people.add(world, people.unnamed(world, kind, discipline.id, place, key))


def _run(world: World, running: StartEngagement) -> None:
    """Start an engagement that already runs: past its transition, at full pace, experienced."""
    task = world.tasks[running.task]
    task.state = TaskState.RUNNING
    task.opened = task.opened or 1
    team = world.teams.get(running.provider)
    if team is not None:
        offer = team_offer(world, task, team)
        terms = Terms(oversight=running.oversight)
    else:
        offer = provider_offer(world, task, world.providers[running.provider], at_work=True)
        terms = Terms(running.pricing, running.oversight, running.sla, running.term)
    if offer is None:
        raise ValueError(f"{running.provider} cannot do {running.task}")
    engagement = awards.engage(world, offer, terms)
    engagement.ramp, engagement.ramp_step, engagement.lead = 1.0, 0.0, 0
    engagement.hours = (
        12.0 * engagement.quoted_hours if task.spec.kind is TaskKind.FUNCTION else 0.0
    )
    if running.price is not None:
        engagement.price = engagement.list_price = running.price
    if team is None:
        provider = world.providers[running.provider]
        provider.jobs = max(1, provider.jobs)
        provider.trust = max(provider.trust, world.rules.running_trust)
