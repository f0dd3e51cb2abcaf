"""Native base classes of scenario and order classes, whose fields compiled code reads directly.

Those classes (`sim.model.scenario`, `sim.model.orders`) are interpreted, with validators and types
that are read while running. They derive from the ones here, so that their fields are where a
compiled class has them, and need not be looked up. The engine declares the ones here; what makes
one takes those.
"""

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import attr
from mypy_extensions import mypyc_attr

from sim.model.value import Value
from sim.model.vocabulary import Hours, ObjectiveKind, Oversight, Presence, Pricing, Sla, TaskKind

if TYPE_CHECKING:
    from sim.model import scenario

K = TypeVar("K")


@mypyc_attr(allow_interpreted_subclasses=True)
class Firm(Value):
    """The fields of `sim.model.scenario.Firm`, which says what they mean."""

    name: str
    cash: int
    manager_hours: float
    manager_wage: int
    overheads: int
    credit_line: int
    reputation: float
    insured: bool


@mypyc_attr(allow_interpreted_subclasses=True)
class Location(Value):
    """The fields of `sim.model.scenario.Location`, which says what they mean."""

    id: str
    name: str
    distance: float
    hours_apart: float
    wage: float
    vendor_rate: float
    freelance_rate: float
    wage_growth: float
    attrition: float
    currency: str
    currency_drift: float
    currency_volatility: float


@mypyc_attr(allow_interpreted_subclasses=True)
class Task(Value):
    """The fields of `sim.model.scenario.Task`, which says what they mean."""

    id: str
    title: str
    discipline: str
    kind: TaskKind
    hours: float
    value: int
    opens: int
    deadline: int | None
    until: int | None
    penalty: int
    complexity: float
    coupling: float
    knowledge: float
    core: float
    visibility: float
    sensitivity: float
    clarity: float
    volatility: float
    presence: Presence
    hours_of_day: Hours
    after: tuple[str, ...]
    client: str | None
    deal: str | None


@mypyc_attr(allow_interpreted_subclasses=True)
class Objective(Value):
    """The fields of `sim.model.scenario.Objective`, which says what they mean."""

    id: str
    kind: ObjectiveKind
    weight: float
    floor: float
    target: float
    label: str
    task: str | None


@mypyc_attr(allow_interpreted_subclasses=True)
class Terms(Value):
    """The fields of `sim.model.orders.Terms`, which says what they mean."""

    pricing: Pricing
    oversight: Oversight
    sla: Sla
    term: int
    escrow: bool
    liability: bool


@mypyc_attr(allow_interpreted_subclasses=True)
class Award(Value):
    """The fields of `sim.model.orders.Award`, which says what they mean."""

    task: str
    offer: str
    terms: Terms
    beside: bool


@mypyc_attr(allow_interpreted_subclasses=True)
class Scenario(Value):
    """The fields of `sim.model.scenario.Scenario`, which says what they mean."""

    id: str
    title: str
    summary: str
    story: str
    turns: int
    firm: Firm
    disciplines: "tuple[scenario.Discipline, ...]"
    tasks: tuple[Task, ...]
    objectives: tuple[Objective, ...]
    difficulty: str
    turn_months: float
    par: int
    special: tuple[str, ...]
    locations: tuple[Location, ...]
    teams: "tuple[scenario.Team, ...]"
    clients: "tuple[scenario.Client, ...]"
    providers: "tuple[scenario.Provider, ...]"
    market: "scenario.Market"
    deals: "tuple[scenario.Deal, ...]"
    engagements: "tuple[scenario.StartEngagement, ...]"
    events: "tuple[scenario.Event, ...]"
    hints: "tuple[scenario.Hint, ...]"
    rules: dict[str, float]


def unchangeable(kind: type[K]) -> type[K]:
    """A class decorator on top of attrs' own: no attribute can be set or deleted.

    attrs' `on_setattr` alone lets through what is no field, and deletion.
    """

    def refuse(self: object, *_: object) -> NoReturn:
        raise attr.exceptions.FrozenInstanceError

    held: Any = kind
    held.__setattr__ = held.__delattr__ = refuse
    return kind


V = TypeVar("V", bound=Value)


def evolved(whole: V, **changes: Any) -> V:
    """A copy with other values of some fields, as by `attrs.evolve`, and checked like any other.

    The first parameter must not have the name of a field, even if it is given by position only:
    compiled by mypyc 2.4, a change of that name would be lost.
    """
    held: Any = whole
    copy: V = attr.evolve(held, **changes)
    return copy
