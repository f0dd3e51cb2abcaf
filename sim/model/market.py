"""Offers with their quotes, and requests with their choices."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attr

from sim.model.value import Value
from sim.model.vocabulary import Kind, Mode, Pricing, RequestKind, Sla


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Quote(Value):
    """A price under one pricing model."""

    pricing: Pricing
    amount: int
    """Minor units: per project or turn of a function (fixed), per hour (hourly, performance)."""

    def __init__(self, pricing: Pricing, amount: int) -> None:
        self.pricing, self.amount = pricing, amount


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Offer(Value):
    """A provider's offer to take on a task."""

    id: str
    """`task/provider`."""
    task: str
    provider: str
    kind: Kind
    mode: Mode
    made: int
    """The turn of the bid."""
    expires: int
    """The last turn in which it can be accepted."""
    quotes: tuple[Quote, ...]
    hours: float
    """Hours the provider expects to need: in total (project) or a turn (function)."""
    standard: float
    """Standard hours that those cover; less than the task's if the provider has no more to give."""
    crew: float
    """The most hours a turn that it would work on the task."""
    turns: int
    """Turns it says a project will take; turns of transition for a function."""
    slas: tuple[Sla, ...]
    """Service levels that it would sign."""
    escrow: bool
    """Whether the platform can hold the money in escrow."""
    liability: bool
    """Whether it would sign a liability clause."""
    below_market: float
    """How far the price is below the mean of all bids of its kind for the task, as a share."""

    def __init__(
        self, id: str, task: str, provider: str, kind: Kind, mode: Mode, made: int, expires: int,
        quotes: tuple[Quote, ...], hours: float, standard: float, crew: float, turns: int,
        slas: tuple[Sla, ...], escrow: bool, liability: bool, below_market: float,
    ) -> None:  # fmt: skip
        self.id, self.task, self.provider, self.kind, self.mode = id, task, provider, kind, mode
        self.made, self.expires, self.quotes, self.hours = made, expires, quotes, hours
        self.standard, self.crew, self.turns, self.slas = standard, crew, turns, slas
        self.escrow, self.liability, self.below_market = escrow, liability, below_market


class Offers(Mapping[str, Offer]):
    """What can be had this turn, by id.

    The offers for a task are made when somebody asks for them, since they are most of what looking
    at a turn costs; who asks, and when, makes no difference to them. A pickled copy holds them all.
    """

    __slots__ = ("_made", "_make", "_tasks")

    def __init__(
        self, tasks: Iterable[str] = (), make: Callable[[str], Iterable[Offer]] | None = None
    ) -> None:
        """Make none yet.

        Args:
            tasks: Those that there may be offers for, in order.
            make: Makes the offers for one of them, always the same.
        """
        self._tasks = tuple(tasks)
        self._make = make
        self._made: dict[str, dict[str, Offer]] = {}

    @classmethod
    def of(cls, offers: Iterable[Offer]) -> "Offers":
        """These offers and no others."""
        found = cls()
        for offer in offers:
            found._made.setdefault(offer.task, {})[offer.id] = offer
        found._tasks = tuple(found._made)
        return found

    def _for(self, task: str) -> dict[str, Offer]:
        made = self._made.get(task)
        if made is None:
            asked = self._make(task) if self._make is not None and task in self._tasks else ()
            made = self._made.setdefault(task, {offer.id: offer for offer in asked})
        return made

    def for_task(self, task: str) -> tuple[Offer, ...]:
        """The offers for a task, own people first; none for a task that cannot be awarded."""
        return tuple(self._for(task).values())

    def with_offer(self, offer: Offer) -> "Offers":
        """A copy with one more offer, or with another in the place of the one of that id."""
        found = Offers(dict.fromkeys((*self._tasks, offer.task)), self._make)
        found._made = {**self._made, offer.task: {**self._for(offer.task), offer.id: offer}}
        return found

    def __getitem__(self, id: str) -> Offer:
        return self._for(id.partition("/")[0])[id]

    def __iter__(self) -> Iterator[str]:
        for task in self._tasks:
            yield from self._for(task)

    def __len__(self) -> int:
        return sum(len(self._for(task)) for task in self._tasks)

    def __repr__(self) -> str:
        return f"Offers.of({list(self.values())})"

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return Offers.of, (tuple(self.values()),)


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Choice(Value):
    """One possible answer to a request."""

    id: str
    cost: int
    """Due at once, in minor units; 0 if it only changes terms."""
    hours: float
    """Managers' hours that it takes."""
    number: float
    """Size of its effect, in a unit by kind of request: a share of the price, points, ..."""

    def __init__(self, id: str, cost: int, hours: float, number: float = 0.0) -> None:
        self.id, self.cost, self.hours, self.number = id, cost, hours, number


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Request(Value):
    """A matter to be answered this turn; if nobody answers, the first choice applies."""

    id: str
    kind: RequestKind
    turn: int
    subject: str
    """The id of the engagement, team, client or incident it is about."""
    who: str
    """Name of who asks."""
    choices: tuple[Choice, ...]
    amount: int
    """The sum in question, in minor units; 0 if there is none."""

    def __init__(
        self, id: str, kind: RequestKind, turn: int, subject: str, who: str,
        choices: tuple[Choice, ...], amount: int = 0,
    ) -> None:  # fmt: skip
        self.id, self.kind, self.turn, self.subject, self.who = id, kind, turn, subject, who
        self.choices, self.amount = choices, amount

    def answer_id(self, choice: Choice) -> str:
        """An id for one of its choices, unique among all requests: `request/answer`."""
        return f"{self.id}/{choice.id}"
