"""What a turn's phases record for the report.

Postings and the parts of numbers are recorded only on request, so headless runs pay nothing for
them; an explanation resolves the turn again with `Record(full=True)`.
"""

import attr

from sim.model.report import Happening, HappeningKind, Incident, Posting
from sim.model.value import Value
from sim.model.vocabulary import Account, Hindrance, IncidentKind
from sim.model.world import Engagement, TeamFacts

Change = tuple[str, str, float]
"""A change of a number: cause, whom it concerns, by how much."""

Rows = tuple[tuple[str, float], ...]
"""Parts of a sum: label and amount of each."""

Sum = Account | str
"""Names a sum of an incident."""


@attr.s(auto_attribs=True, order=False, init=False)
class Failure(Value):
    """Something that went wrong, before its loss is shared out between customer and contract."""

    kind: IncidentKind
    task: str
    engagement: Engagement | None
    """Who had the work; None when nobody had it."""
    count: int
    """Defects, turns late, heads, by kind."""
    size: float
    """Scale of the loss: hours short, severity, by kind."""
    hindrance: Hindrance | None
    """What kept the provider from doing the work, if anything did."""

    def __init__(
        self, kind: IncidentKind, task: str, engagement: Engagement | None, count: int,
        size: float = 1.0, hindrance: Hindrance | None = None,
    ) -> None:  # fmt: skip
        self.kind, self.task, self.engagement, self.count = kind, task, engagement, count
        self.size, self.hindrance = size, hindrance


class Record:
    """The notes of one turn."""

    def __init__(self, postings: bool = False, full: bool = False) -> None:
        """Begin a record that also keeps postings, or everything."""
        self.happenings: list[Happening] = []
        self.incidents: list[Incident] = []
        self.failures: list[Failure] = []
        self.postings: list[Posting] | None = [] if postings or full else None
        """All postings in order; None, here and below, if they are not recorded."""
        self.reputation: list[Change] | None = [] if full else None
        """Each change of reputation, in points; the subject is an incident or an answer."""
        self.morale: list[Change] | None = [] if full else None
        """Each change of a team's morale."""
        self.skill: list[Change] | None = [] if full else None
        """Each change of a team's skill."""
        self.heads: list[Change] | None = [] if full else None
        """Each change of a team's heads."""
        self.novices: list[Change] | None = [] if full else None
        """Each change of the output that a team loses to its newcomers, in heads."""
        self.knowledge: list[Change] | None = [] if full else None
        """Each change of what the firm knows of a discipline."""
        self.trust: list[Change] | None = [] if full else None
        """Each change of trust in a provider."""
        self.staffed: dict[str, TeamFacts] | None = {} if full else None
        """Teams as they were when their hours were counted."""
        self.effort: dict[str, Rows] | None = {} if full else None
        """By engagement: name and value of each factor of its hours per standard hour."""
        self.quality: list[tuple[str, float, float]] | None = [] if full else None
        """(task, quality, weight) of the work that customers saw."""
        self.workings: dict[tuple[str, Sum], list[tuple[str, float]]] | None = {} if full else None
        """Rows that add up to a sum of an incident, by the incident's id and the sum's name.

        A sum is named after an account, a clause, a clause and `most` (its limit), or
        `reputation`."""

    @property
    def explains(self) -> bool:
        """Whether somebody wants to know how the sums of incidents come about."""
        return self.workings is not None

    def work_out(self, incident: str, name: Sum, *rows: tuple[str, float]) -> None:
        """Note how a sum of an incident came about; rows of the same sum follow one another."""
        if self.workings is not None:
            self.workings.setdefault((incident, name), []).extend(rows)

    def tell(self, kind: HappeningKind, subject: str, other: str = "", amount: float = 0.0) -> None:
        """Record a happening for the report."""
        self.happenings.append(Happening(kind, subject, other, amount))
