"""Actual figures of a task from some turn on, counted alike in games and in sampled futures."""

from typing import Final

import attr
from attrs import frozen

from sim.engine import formulas, places
from sim.engine.numbers import clamp
from sim.engine.record import Record
from sim.forecast.costs import team_hour
from sim.forecast.terms import horizon
from sim.model.vocabulary import INCOME, Account, TaskKind, TaskState
from sim.model.world import Engagement, Facts

PARTS: Final[dict[Account, str]] = {
    Account.VENDORS: "invoices",
    Account.FREELANCERS: "invoices",
    Account.PLATFORM_FEES: "invoices",
    Account.CURRENCY: "invoices",
    Account.COORDINATION: "coordinators at home",
    Account.SELECTION: "choosing",
    Account.TERMINATION_FEES: "termination fees",
    Account.ANSWERS: "answers",
    Account.REPAIRS: "losses borne",
    Account.REFUNDS: "losses borne",
    Account.PENALTIES: "losses borne",
    Account.BREACHES: "losses borne",
    Account.RECOVERED: "losses borne",
}
"""The part of a task's cost that an account counts towards."""

INVOICES: Final = "invoices"
LOSSES: Final = "losses borne"
OWN: Final = "own people's hours"
MANAGING: Final = "managers' time"

FULL_SERVICE: Final = 0.95
"""Share of a service's demand that counts as all of it, since demand fluctuates."""

YEAR: Final = 12.0
"""Months to look ahead for a service."""


@frozen
class Actual:
    """The actual figures of a task. Money in minor units."""

    all_in: float
    """Everything spent on it, including own and managers' hours at cost, and losses borne."""
    leaves: float
    """What the work brought in, less `all_in`."""
    finish: float
    """The turn of acceptance (project) or of full service (function); the turn after the last one
    counted if neither was reached."""
    finished: bool
    quality: float | None
    """As customers met it, 0..100; None if they met none."""
    oversight: float
    """Managers' hours wanted a turn."""
    exposure: float
    """Losses borne: for the project, or a turn of a function."""
    pays: float
    """Invoices: for the project, or a turn of a function."""
    service: float
    """Share of the hours asked for that were given; 1 for a project."""
    spent: dict[tuple[str, str], float]
    """All costs, by part and cause."""
    earned: float
    """What the work brought in."""
    first: int
    """The first turn counted."""
    waited: int
    """Turns from then on until work began."""
    turns: int
    """Turns counted of a service; 1 for a project."""

    def costs(self) -> dict[str, float]:
        """Costs by part."""
        return _by_part(self.spent)


@attr.s(auto_attribs=True, order=False)
class CostTally:
    """Counts a task's figures turn by turn; turns must be played with postings recorded."""

    task: str
    first: int
    """The turn whose orders are the first to count."""
    turns: int
    """Turns to count of a function."""
    _spent: dict[tuple[str, str], float]
    """By part and cause."""
    _earned: float = 0.0
    _begun: bool = False
    _waited: int = 0
    """Turns until work began."""
    _seen: int = 0
    _finish: int = 0
    _wanted: float = 0.0
    _busy: int = 0
    _asked: float = 0.0
    _given: float = 0.0
    _points: float = 0.0
    _weight: float = 0.0
    _quality: float | None = None
    _over: bool = False

    @classmethod
    def of(cls, facts: Facts, task: str) -> "CostTally":
        """A tally that begins with the turn now to be decided."""
        spec = facts.tasks[task].spec
        year = max(1, round(YEAR / facts.scenario.turn_months))
        found = cls(task, facts.turn, min(horizon(facts, spec), year), {})
        found._points = facts.tasks[task].quality_points
        found._weight = facts.tasks[task].quality_weight
        return found

    @property
    def over(self) -> bool:
        """Whether the count is complete: its turns are over, or a project's last faults are out."""
        return self._over

    def add(self, facts: Facts, record: Record) -> None:
        """Count a turn.

        Args:
            facts: The facts after the turn.
            record: The turn's record, with its postings.
        """
        task = facts.tasks[self.task]
        turn = facts.turn - 1
        self._seen += 1
        within = turn <= facts.scenario.turns
        if not within:  # a future runs on to see when it will be done; nobody is paid then
            self._finish = task.delivered
            self._over = bool(task.delivered) or task.state is TaskState.LOST
            return
        self._money(record)
        doing = [one for one in facts.engagements.values() if one.task == self.task]
        for one in reversed(facts.past.values()):
            if one.ended != turn:
                break
            if one.task == self.task:
                doing.append(one)
        if doing:
            self._busy += 1
        self._begun = self._begun or any(one.turn_hours > 0.0 for one in doing)
        self._waited += not self._begun
        for engagement in doing:
            self._hours(facts, engagement, turn)
        if task.quality_weight > self._weight:
            points = task.quality_points - self._points
            mean = points / (task.quality_weight - self._weight)
            self._quality = clamp(mean, 0.0, 100.0)  # it may miss by the last digit
        if task.spec.kind is TaskKind.FUNCTION:
            self._asked += task.asked
            self._given += min(task.done, task.asked)
            settled = all(one.ramp >= 1.0 and one.lead == 0 for one in doing if not one.ends)
            if not self._finish and doing and settled and task.service >= FULL_SERVICE:
                self._finish = turn
            self._over = self._seen >= self.turns or task.state is TaskState.DONE
        else:
            self._finish = task.delivered
            out = task.state is TaskState.LOST or bool(
                task.delivered and turn >= task.delivered + facts.rules.surface_turns
            )
            self._over = out

    def _money(self, record: Record) -> None:
        incidents = {one.id for one in record.incidents if one.task == self.task}
        mine = f"{self.task}/"
        for posting in record.postings or ():
            if posting.credit in INCOME and posting.subject == self.task:
                self._earned += posting.amount
            if posting.subject in incidents or posting.subject.startswith(mine):
                for account, sign in ((posting.debit, 1), (posting.credit, -1)):
                    if account in PARTS:
                        self._spend(PARTS[account], posting.cause, sign * posting.amount)

    def _hours(self, facts: Facts, engagement: Engagement, turn: int) -> None:
        rules = facts.rules
        if engagement.provider in facts.teams:
            self._spend(OWN, "", engagement.turn_hours * team_hour(facts, engagement.provider))
        hours = engagement.oversight_given
        if engagement.started == turn:
            hours += formulas.briefing_hours(rules, engagement.kind, engagement.mode)
        wage = places.manager_wage(facts)
        self._spend(MANAGING, "", hours * wage * (1.0 + rules.benefits) * (1.0 + rules.workplace))
        self._wanted += engagement.oversight_wanted

    def _spend(self, part: str, cause: str, amount: float) -> None:
        self._spent[part, cause] = self._spent.get((part, cause), 0.0) + amount

    def actual(self, facts: Facts) -> Actual:
        """The figures so far."""
        project = facts.tasks[self.task].spec.kind is TaskKind.PROJECT
        turns = 1 if project else max(1, self._seen)
        costs = _by_part(self._spent)
        service = self._given / self._asked if self._asked > 0.0 else 1.0
        finish = float(self._finish or self.first + self._seen)
        all_in = 0.0
        for amount in costs.values():
            all_in += amount
        return Actual(
            all_in=all_in,
            leaves=self._earned - all_in,
            finish=finish,
            finished=0 < self._finish <= facts.scenario.turns,
            quality=self._quality,
            oversight=self._wanted / max(1, self._busy),
            exposure=costs.get(LOSSES, 0.0) / turns,
            pays=costs.get(INVOICES, 0.0) / turns,
            service=service,
            spent=self._spent,
            earned=self._earned,
            first=self.first,
            waited=self._waited,
            turns=turns,
        )


def _by_part(spent: dict[tuple[str, str], float]) -> dict[str, float]:
    costs: dict[str, float] = {}
    for (part, _), amount in spent.items():
        costs[part] = costs.get(part, 0.0) + amount
    return costs
