"""What a piece of work came to from some turn on: counted alike in games and in futures."""

from attrs import define, field, frozen

from sim.engine import formulas, places
from sim.engine.numbers import clamp
from sim.engine.record import Record
from sim.forecast.costs import team_hour
from sim.forecast.terms import horizon
from sim.model.vocabulary import INCOME, Account, TaskKind, TaskState
from sim.model.world import Engagement, Facts

PARTS: dict[Account, str] = {
    Account.VENDORS: "invoices",
    Account.FREELANCERS: "invoices",
    Account.PLATFORM_FEES: "invoices",
    Account.CURRENCY: "invoices",
    Account.COORDINATION: "coordinators at home",
    Account.SELECTION: "choosing",
    Account.TERMINATION_FEES: "leaving who had it",
    Account.ANSWERS: "answers",
    Account.REPAIRS: "losses borne",
    Account.REFUNDS: "losses borne",
    Account.PENALTIES: "losses borne",
    Account.BREACHES: "losses borne",
    Account.RECOVERED: "losses borne",
}
"""What money that was spent on a piece of work counts as."""

INVOICES, LOSSES = "invoices", "losses borne"
OWN, MANAGING = "own people's hours", "managers' time"

FULL_SERVICE = 0.95
"""Share of what a service asks for that counts as all of it: demand goes up and down."""

YEAR = 12.0
"""Months that a service is looked ahead for."""


@frozen
class Actual:
    """What it came to. Money in minor units."""

    all_in: float
    """Everything spent on it, own and managers' hours at what they cost, and the losses borne."""
    leaves: float
    """What the work brought in, less all that."""
    finish: float
    """The turn of acceptance (project) or of full service (function); past the last one when it
    was not reached."""
    finished: bool
    quality: float | None
    """As customers met it, 0..100; None when they did not."""
    oversight: float
    """Managers' hours that it wanted, a turn."""
    exposure: float
    """Losses borne: for the piece (project), or a turn."""
    pays: float
    """Invoices: for the piece (project), or a turn."""
    service: float
    """Share of the hours asked for that were given; 1 for a project."""
    spent: dict[tuple[str, str], float]
    """All of it, by what it counts as, and cause."""
    earned: float
    """What the work brought in."""
    first: int
    """The first turn that was counted."""
    waited: int
    """Turns from then on before anybody worked on it."""
    turns: int
    """Turns that a service was counted for; 1 for a project."""

    def costs(self) -> dict[str, float]:
        """What it cost, by what it counts as."""
        return _by_part(self.spent)


@define
class CostTally:
    """Counts, turn by turn. Turns have to be played with a recorder of postings."""

    task: str
    first: int
    """The turn whose orders are the first to count."""
    turns: int
    """A function is looked at for so many."""
    _spent: dict[tuple[str, str], float] = field(factory=dict)
    """By what it counts as, and cause."""
    _earned: float = 0.0
    _begun: bool = False
    _waited: int = 0
    """Turns before anybody worked on it."""
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
        """A count that begins with the turn that is to be decided."""
        spec = facts.tasks[task].spec
        year = max(1, round(YEAR / facts.scenario.turn_months))
        found = cls(task, facts.turn, min(horizon(facts, spec), year))
        found._points = facts.tasks[task].quality_points
        found._weight = facts.tasks[task].quality_weight
        return found

    @property
    def over(self) -> bool:
        """Whether nothing more can come of it: its turns are over, or its last faults are out."""
        return self._over

    def add(self, facts: Facts, record: Record) -> None:
        """Count a turn.

        Args:
            facts: As they are after it.
            record: Of it, with its postings.
        """
        task = facts.tasks[self.task]
        turn = facts.turn - 1
        self._seen += 1
        within = turn <= facts.scenario.turns
        if not within:  # a future goes on to see when it will be done; nobody is paid for it then
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
        rules, firm = facts.rules, facts.scenario.firm
        if engagement.provider in facts.teams:
            self._spend(OWN, "", engagement.turn_hours * team_hour(facts, engagement.provider))
        hours = engagement.oversight_given
        if engagement.started == turn:
            hours += formulas.briefing_hours(rules, engagement.kind, engagement.mode)
        wage = firm.manager_wage * facts.places[places.HOME].wages
        self._spend(MANAGING, "", hours * wage * (1.0 + rules.benefits) * (1.0 + rules.workplace))
        self._wanted += engagement.oversight_wanted

    def _spend(self, part: str, cause: str, amount: float) -> None:
        self._spent[part, cause] = self._spent.get((part, cause), 0.0) + amount

    def actual(self, facts: Facts) -> Actual:
        """What it has come to so far."""
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
