"""The facts of a game in progress.

`Facts` is what the player may know; `World` adds the `Secrets`: hidden traits, latent defects, the
seed of the luck. What the facts are made of stands in `sim.model.facts`.
"""

from collections.abc import Sequence

from attrs import Factory, define, frozen

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
from sim.model.scenario import Scenario
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


@define
class Facts:
    """Everything that the player may know."""

    scenario: Scenario
    rules: Rules
    turn: int
    """The turn to be decided now, from 1."""
    wages: dict[str, int]
    """Wage at home per paid hour at the start, by discipline (minor units)."""
    balances: list[int]
    """One for each `Account`; debit is positive. They sum to zero."""
    teams: dict[str, TeamFacts]
    """Teams and sites."""
    providers: dict[str, ProviderFacts]
    tasks: dict[str, TaskFacts]
    engagements: dict[str, Engagement]
    """Those that run."""
    past: dict[str, Engagement]
    """Those that ended."""
    requests: dict[str, Request]
    deals: dict[str, DealState]
    """State by deal: offered, accepted, declined, expired. What is still ahead nobody knows of."""
    clients: dict[str, ClientFacts]
    places: dict[str, PlaceFacts]
    """By location; home is the empty string."""
    knowledge: dict[str, float]
    """By discipline, 0..1."""
    reputation: float
    fatigue: float
    """How worn out managers are, 0..1."""
    manager_hours: float
    """Hours that managers have for oversight this turn."""
    promised: float
    """Hours wanted by what runs, this turn."""
    deal_hours: float
    """Managers' hours that choosing, briefing and answering took this turn."""
    attention: float
    """Share of the wanted oversight that was given last turn."""
    incidents: tuple[Incident, ...]
    history: tuple[Measures, ...]
    totals: Totals
    outcome: Outcome | None

    @property
    def cash(self) -> int:
        """Money at hand (minor units)."""
        return self.balances[Account.CASH]


@define
class Observation(Facts):
    """What a player, a policy or a forecast sees: the facts, copied, without the secrets."""

    offers: Offers
    """What can be had this turn, by id; made for a task when they are asked for."""
    standings: tuple[Standing, ...]
    """Where the objectives stand."""


@frozen
class Traits:
    """What a provider is really like; drawn per seed, never shown."""

    skill: float
    reliability: float
    alignment: float
    attention: float
    health: float
    chain: tuple[str, ...]
    """The names of those down the line to whom it passes work on; empty when it does not."""


@define
class Hidden:
    """What is true of an engagement, and not known."""

    skill: float
    """Of those who really do the work."""
    reliability: float
    alignment: float
    attention: float
    chain: tuple[str, ...] = ()
    """Whom the work was passed on to, link by link; the last one really does it."""
    effort: float = 1.0
    """How this work happens to suit them: hours against what their skill would take."""
    defects: int = 0
    """Let through, and noticed by nobody yet."""
    turns_left: int = 0
    """After the work has ended: turns in which defects may still surface."""
    strain: float = 0.0
    """How far a fixed price is below what the work costs its provider, as a share."""

    def copy(self) -> "Hidden":
        """An independent copy."""
        return Hidden(
            self.skill, self.reliability, self.alignment, self.attention, self.chain,
            self.effort, self.defects, self.turns_left, self.strain,
        )  # fmt: skip


@define
class Secrets:
    """What nobody in the game knows."""

    seed: int
    traits: dict[str, Traits]
    hidden: dict[str, Hidden]
    """By engagement of an outside party or not, while it runs or its defects may surface."""
    scope: dict[str, float]
    """By project: how many times the hours of its specification it really takes."""
    public: Scenario
    """The scenario as a player may know it now (`sim.engine.public_scenario`)."""
    luck: dict[tuple[str, str], Sequence[int]] = Factory(dict)
    """Draws already made, by stream and entity; a function of the seed, shared between copies."""


@define
class World(Facts):
    """All the facts."""

    secrets: Secrets
