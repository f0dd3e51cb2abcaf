"""Archetypes: typical pieces of work, described as in a scenario file."""

from attrs import fields_dict, frozen

from sim.model.scenario import Task
from sim.model.vocabulary import Hours, Presence, TaskKind


@frozen
class Work:
    """A typical piece of work."""

    id: str
    title: str
    hours: float
    """Standard hours in total (project) or per month (function)."""
    months: int
    """Length of the trial, and the deadline of a project."""
    kind: TaskKind = TaskKind.FUNCTION
    complexity: float = 0.5
    coupling: float = 0.3
    knowledge: float = 0.2
    core: float = 0.2
    visibility: float = 0.3
    sensitivity: float = 0.1
    clarity: float = 0.8
    volatility: float = 0.1
    presence: Presence = Presence.ANYWHERE
    hours_of_day: Hours = Hours.DAY
    specialist: bool = False
    """Whether the firm's own people lack the skill."""

    def task(self, key: str, opens: int = 1) -> Task:
        """The work as a task of a scenario."""
        shared = (fields_dict(Work).keys() & fields_dict(Task).keys()) - {"id"}
        return Task(
            id=key,
            discipline="field",
            opens=opens,
            deadline=self.months if self.kind is TaskKind.PROJECT else None,
            **{name: getattr(self, name) for name in shared},
        )


BROCHURE = Work(
    "brochure",
    "Brochure",
    80,
    3,
    TaskKind.PROJECT,
    complexity=0.5,
    coupling=0.15,
    knowledge=0.1,
    core=0.1,
    visibility=0.5,
    specialist=True,
)
WEB_PROJECT = Work(
    "web-project",
    "Web project",
    450,
    7,
    TaskKind.PROJECT,
    complexity=0.6,
    coupling=0.35,
    knowledge=0.3,
    core=0.3,
    visibility=0.6,
    clarity=0.7,
    specialist=True,
)
CORE_PRODUCT = Work(
    "core-product",
    "Core product",
    1500,
    18,
    complexity=0.7,
    coupling=0.95,
    knowledge=1.0,
    core=0.95,
    visibility=0.8,
    clarity=0.55,
)
PAYROLL = Work(
    "payroll",
    "Payroll",
    130,
    24,
    complexity=0.4,
    coupling=0.15,
    knowledge=0.2,
    core=0.05,
    visibility=0.1,
    clarity=0.95,
)
HELPDESK = Work(
    "helpdesk",
    "Helpdesk round the clock",
    700,
    36,
    complexity=0.35,
    coupling=0.2,
    knowledge=0.2,
    core=0.15,
    visibility=0.3,
    clarity=0.9,
    hours_of_day=Hours.ROUND_THE_CLOCK,
)
BACK_OFFICE = Work(
    "back-office",
    "Back office",
    3200,
    36,
    complexity=0.3,
    coupling=0.1,
    knowledge=0.1,
    core=0.05,
    visibility=0.1,
    clarity=0.95,
)
LEGACY = Work(
    "legacy-software",
    "Complex legacy software",
    2400,
    48,
    complexity=0.75,
    coupling=0.6,
    knowledge=0.95,
    core=0.6,
    visibility=0.4,
    clarity=0.6,
)
WALK_IN = Work(
    "walk-in-centres",
    "Walk-in centres",
    900,
    24,
    complexity=0.35,
    coupling=0.2,
    knowledge=0.2,
    core=0.2,
    visibility=0.7,
    clarity=0.9,
    presence=Presence.LOCAL,
)

ARCHETYPES = (BROCHURE, WEB_PROJECT, CORE_PRODUCT, PAYROLL, HELPDESK, BACK_OFFICE, LEGACY, WALK_IN)
"""The rows of the sourcing matrix."""
