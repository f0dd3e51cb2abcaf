"""World to Observation: the facts, copied, without the secrets but with the offers on the table."""

from collections.abc import Callable, Iterable
from typing import Final

from attrs import fields

from sim.engine import bids
from sim.engine.phases import judge, oversee
from sim.model.market import Offer, Offers
from sim.model.world import Facts, Observation, Secrets, World

_FACTS: Final = tuple(field.name for field in fields(Facts))


def observe(world: World) -> Observation:
    """What the player may know.

    It shares with the world what no phase changes once it is made: incidents, measures, requests,
    past postings. Those are not frozen, for speed; nobody may change them (`sim.model.value`).
    """
    later = {spec.id for spec in world.scenario.providers if spec.arrives > world.turn}
    seen = Observation(
        scenario=world.secrets.public,
        rules=world.rules,
        turn=world.turn,
        wages=world.wages.copy(),
        balances=world.balances.copy(),
        teams={key: value.copy() for key, value in world.teams.items()},
        providers={key: value.copy() for key, value in world.providers.items() if key not in later},
        tasks={key: value.copy() for key, value in world.tasks.items()},
        engagements={key: value.copy() for key, value in world.engagements.items()},
        past={key: value.copy() for key, value in world.past.items()},
        requests=world.requests.copy(),
        deals=world.deals.copy(),
        clients={key: value.copy() for key, value in world.clients.items()},
        places={key: value.copy() for key, value in world.places.items()},
        knowledge=world.knowledge.copy(),
        reputation=world.reputation,
        fatigue=world.fatigue,
        manager_hours=oversee.available_hours(world),
        promised=oversee.committed(world),
        deal_hours=world.deal_hours,
        attention=world.attention,
        incidents=world.incidents,
        history=world.history,
        totals=world.totals.copy(),
        outcome=world.outcome,
        offers=Offers(),
        standings=judge.standings(world),
    )
    if world.outcome is None:
        seen.offers = Offers(seen.tasks, _maker(seen, world.secrets))
    return seen


def _maker(seen: Observation, secrets: Secrets) -> Callable[[str], Iterable[Offer]]:
    """A function that makes this turn's offers, whatever happens to the world meanwhile.

    It is a closure so that no field of an observation leads to the secrets that bids depend on; a
    pickled copy holds the offers instead.
    """
    kept = Secrets(
        secrets.seed, secrets.traits.copy(), {}, {}, secrets.public, secrets.luck, secrets.bids
    )
    world = World(**{name: getattr(seen, name) for name in _FACTS}, secrets=kept)

    def make(task: str) -> Iterable[Offer]:
        facts = world.tasks[task]
        return bids.tender(world, facts) if bids.wanted(facts) else ()

    return make


def clone(world: World) -> World:
    """An independent copy of a world. Past engagements are shared: they no longer change."""
    secrets = world.secrets
    return with_secrets(
        world,
        Secrets(
            secrets.seed,
            secrets.traits.copy(),
            {key: value.copy() for key, value in secrets.hidden.items()},
            secrets.scope,
            secrets.public,
            secrets.luck,
            secrets.bids,
        ),
    )


def with_secrets(facts: Facts, secrets: Secrets) -> World:
    """A world of a copy of these facts and of these secrets, which it then owns."""
    return World(
        scenario=facts.scenario,
        rules=facts.rules,
        turn=facts.turn,
        wages=facts.wages,
        balances=facts.balances.copy(),
        teams={key: value.copy() for key, value in facts.teams.items()},
        providers={key: value.copy() for key, value in facts.providers.items()},
        tasks={key: value.copy() for key, value in facts.tasks.items()},
        engagements={key: value.copy() for key, value in facts.engagements.items()},
        past=facts.past.copy(),
        requests=facts.requests.copy(),
        deals=facts.deals.copy(),
        clients={key: value.copy() for key, value in facts.clients.items()},
        places={key: value.copy() for key, value in facts.places.items()},
        knowledge=facts.knowledge.copy(),
        reputation=facts.reputation,
        fatigue=facts.fatigue,
        manager_hours=facts.manager_hours,
        promised=facts.promised,
        deal_hours=facts.deal_hours,
        attention=facts.attention,
        incidents=facts.incidents,
        history=facts.history,
        totals=facts.totals.copy(),
        outcome=facts.outcome,
        secrets=secrets,
    )
