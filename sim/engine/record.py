"""What a turn's phases leave behind for the report.

Postings and the parts of numbers are kept only by a recorder that is on: headless runs pay nothing
for them, and an explanation resolves the turn again with one.
"""

from attrs import define, field, frozen

from sim.model.report import Happening, HappeningKind, Incident, Posting
from sim.model.vocabulary import Account, Hindrance, IncidentKind
from sim.model.world import Engagement, TeamFacts

Change = tuple[str, str, float]
"""What moved a number: cause, whom it concerns, by how much."""

Rows = tuple[tuple[str, float], ...]
"""Parts of a sum: what each is, and how much."""

Sum = Account | str
"""Names a sum of an incident."""


@frozen
class Failure:
    """Something that went wrong, before the customer and the contract have answered."""

    kind: IncidentKind
    task: str
    engagement: Engagement | None
    """Who had the work; None when nobody had it."""
    count: int
    """Defects, turns late, heads, by kind."""
    size: float = 1.0
    """Scale of the loss: hours short, severity, by kind."""
    hindrance: Hindrance | None = None
    """What kept those who had the work from doing it, if something did."""


@define
class Record:
    """The notes of one turn."""

    happenings: list[Happening] = field(factory=list)
    incidents: list[Incident] = field(factory=list)
    failures: list[Failure] = field(factory=list)
    postings: list[Posting] | None = None
    """All postings in order, or None when nobody wants them."""
    reputation: list[Change] | None = None
    """Each change of reputation, in points; the subject is an incident or an answer."""
    morale: list[Change] | None = None
    """Each change of a team's morale."""
    skill: list[Change] | None = None
    """Each change of a team's skill."""
    heads: list[Change] | None = None
    """Each change of a team's heads."""
    novices: list[Change] | None = None
    """Each change of what a team's newcomers cost, in heads."""
    knowledge: list[Change] | None = None
    """Each change of what the firm knows of a discipline."""
    trust: list[Change] | None = None
    """Each change of trust in a provider."""
    staffed: dict[str, TeamFacts] | None = None
    """Teams as they were when their hours were counted."""
    effort: dict[str, tuple[tuple[str, float], ...]] | None = None
    """By engagement: (name, value) of the factors of its hours per standard hour."""
    quality: list[tuple[str, float, float]] | None = None
    """(task, quality, weight) of what customers met."""
    workings: dict[tuple[str, Sum], list[tuple[str, float]]] | None = None
    """How the sums of an incident came about, by its id and the sum's name: rows that add up to it.

    A sum is of an account, a clause, a clause and `most` (its limit), or `reputation`."""

    @classmethod
    def full(cls) -> "Record":
        """A recorder that keeps everything."""
        return cls(
            postings=[],
            reputation=[],
            morale=[],
            skill=[],
            heads=[],
            novices=[],
            knowledge=[],
            trust=[],
            staffed={},
            effort={},
            quality=[],
            workings={},
        )

    @property
    def explains(self) -> bool:
        """Whether somebody wants to know how the sums of incidents come about."""
        return self.workings is not None

    def work_out(self, incident: str, name: Sum, *rows: tuple[str, float]) -> None:
        """Note how a sum of an incident came about; rows of the same sum follow one another."""
        if self.workings is not None:
            self.workings.setdefault((incident, name), []).extend(rows)

    def tell(self, kind: HappeningKind, subject: str, other: str = "", amount: float = 0.0) -> None:
        """Note something for the report."""
        self.happenings.append(Happening(kind, subject, other, amount))
