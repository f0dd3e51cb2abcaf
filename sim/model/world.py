"""The state of a game in progress.

`Facts` is what the player may know; `World` adds the `Secrets`: hidden traits, latent defects, the
seed. The parts of the facts are in `sim.model.facts`.
"""

import attr

from sim.model.facts import (
    ClientFacts,
    Engagement,
    PlaceFacts,
    ProviderFacts,
    Renewal,
    TaskFacts,
    TeamFacts,
    Totals,
)
from sim.model.market import Offers, Request
from sim.model.report import Incident, Measures, Outcome, Standing
from sim.model.rules import Rules
from sim.model.spec import Scenario
from sim.model.value import Value
from sim.model.vocabulary import Account, DealState

__all__ = [
    "ClientFacts",
    "Engagement",
    "Facts",
    "Hidden",
    "Observation",
    "PlaceFacts",
    "ProviderFacts",
    "Renewal",
    "Secrets",
    "TaskFacts",
    "TeamFacts",
    "Totals",
    "Traits",
    "World",
]


@attr.s(auto_attribs=True, order=False)
class Facts:
    """Everything that the player may know."""

    scenario: Scenario
    rules: Rules
    turn: int
    """The turn to be decided now, from 1."""
    wages: dict[str, int]
    """Wage per paid hour at home at the start, by discipline, in minor units."""
    balances: list[int]
    """One per `Account`, in minor units; debit is positive. They sum to zero."""
    teams: dict[str, TeamFacts]
    """Teams and sites."""
    providers: dict[str, ProviderFacts]
    tasks: dict[str, TaskFacts]
    engagements: dict[str, Engagement]
    """Running engagements."""
    past: dict[str, Engagement]
    """Ended engagements."""
    requests: dict[str, Request]
    deals: dict[str, DealState]
    """State of every deal that has been offered so far."""
    clients: dict[str, ClientFacts]
    places: dict[str, PlaceFacts]
    """By location; home is the empty string."""
    knowledge: dict[str, float]
    """The firm's knowledge by discipline, 0..1."""
    reputation: float
    """0..100."""
    fatigue: float
    """How worn out managers are, 0..1."""
    manager_hours: float
    """Managers' hours available this turn."""
    promised: float
    """Managers' hours that running engagements need this turn."""
    deal_hours: float
    """Managers' hours that choosing, briefing and answering took this turn."""
    attention: float
    """Share of the promised oversight that was given last turn."""
    incidents: tuple[Incident, ...]
    history: tuple[Measures, ...]
    totals: Totals
    outcome: Outcome | None

    @property
    def cash(self) -> int:
        """Cash in minor units."""
        return self.balances[Account.CASH]


@attr.s(auto_attribs=True, order=False)
class Observation(Facts):
    """What a player, a policy or a forecast sees: the facts, copied, without the secrets."""

    offers: Offers
    """What can be had this turn, by id; made for a task when they are asked for."""
    standings: tuple[Standing, ...]
    """Where the objectives stand."""


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Traits(Value):
    """A provider's hidden traits, 0..1 each; drawn per seed, never shown."""

    skill: float
    reliability: float
    alignment: float
    attention: float
    health: float
    chain: tuple[str, ...]
    """Names of the subcontractors to whom it passes work on, link by link; empty if it does not."""

    def __init__(
        self, skill: float, reliability: float, alignment: float, attention: float, health: float,
        chain: tuple[str, ...],
    ) -> None:  # fmt: skip
        self.skill, self.reliability, self.alignment = skill, reliability, alignment
        self.attention, self.health, self.chain = attention, health, chain


@attr.s(auto_attribs=True, order=False, init=False)
class Hidden(Value):
    """Hidden facts about an engagement."""

    skill: float
    """Skill of those who really do the work."""
    reliability: float
    alignment: float
    attention: float
    chain: tuple[str, ...]
    """Names of its subcontractors, link by link; the last one really does the work."""
    effort: float
    """How the work happens to suit them: a factor on the hours that their skill would take."""
    defects: int
    """Latent defects: delivered, and not noticed yet."""
    turns_left: int
    """After the work has ended: turns in which defects may still surface."""
    strain: float
    """How far the work's cost exceeds its fixed price, as a share."""

    def __init__(
        self, skill: float, reliability: float, alignment: float, attention: float,
        chain: tuple[str, ...] = (), effort: float = 1.0, defects: int = 0, turns_left: int = 0,
        strain: float = 0.0,
    ) -> None:  # fmt: skip
        self.skill, self.reliability, self.alignment = skill, reliability, alignment
        self.attention, self.chain, self.effort, self.defects = attention, chain, effort, defects
        self.turns_left, self.strain = turns_left, strain

    def copy(self) -> "Hidden":
        """An independent copy."""
        return Hidden(
            self.skill, self.reliability, self.alignment, self.attention, self.chain,
            self.effort, self.defects, self.turns_left, self.strain,
        )  # fmt: skip


@attr.s(auto_attribs=True, order=False, init=False)
class Secrets(Value):
    """The part of the state that nobody in the game knows."""

    seed: int
    traits: dict[str, Traits]
    hidden: dict[str, Hidden]
    """By engagement, while it runs or its defects may still surface."""
    scope: dict[str, float]
    """By project: hours it really takes, as a multiple of those specified."""
    public: Scenario
    """The part of the scenario that the player may see now (`sim.engine.public_scenario`)."""
    luck: dict[str, dict[str, int]]
    """Where draws begin, by stream and entity; a function of the seed, shared between copies."""
    bids: dict[str, tuple[float, float]]
    """What bids owe to luck, by offer: of the price and of the hours, in standard deviations. Drawn
    when first asked for, and shared between copies; in a sampled world, what would explain the bids
    that were made."""

    def __init__(
        self, seed: int, traits: dict[str, Traits], hidden: dict[str, Hidden],
        scope: dict[str, float], public: Scenario, luck: dict[str, dict[str, int]],
        bids: dict[str, tuple[float, float]],
    ) -> None:  # fmt: skip
        self.seed, self.traits, self.hidden, self.scope = seed, traits, hidden, scope
        self.public, self.luck, self.bids = public, luck, bids


@attr.s(auto_attribs=True, order=False)
class World(Facts):
    """The full state: facts and secrets."""

    secrets: Secrets
