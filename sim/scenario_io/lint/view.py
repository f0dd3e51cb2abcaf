"""A scenario with figures that several rules of the linter need."""

import math
from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from sim import rules
from sim.model.rules import Rules
from sim.model.scenario import Discipline, Provider, Scenario, Task, Team
from sim.model.vocabulary import Kind, Presence, TaskKind
from sim.scenario_io.faults import Path

Findings = Iterator[tuple[Path, str]]

MARKET_CREW = 10
"""Assumed heads of an unnamed vendor, for judging deadlines."""


@frozen
class View:
    """A scenario, indexed by id, with some figures."""

    scenario: Scenario
    disciplines: Mapping[str, Discipline]
    tasks: Mapping[str, Task]
    teams: Mapping[str, Team]
    providers: Mapping[str, Provider]
    numbers: Rules
    """The coefficients, with the scenario's overrides."""
    head_hours: float
    """Productive hours of one head in a turn."""
    paid_hours: float
    """Paid hours of one head in a turn."""

    @classmethod
    def of(cls, scenario: Scenario) -> "View":
        """The view of a scenario."""
        numbers = rules.with_overrides(scenario.rules)
        paid = numbers.paid_hours_month * scenario.turn_months
        return cls(
            scenario,
            {row.id: row for row in scenario.disciplines},
            {row.id: row for row in scenario.tasks},
            {row.id: row for row in scenario.teams},
            {row.id: row for row in scenario.providers},
            numbers,
            head_hours=paid * numbers.productive_share,
            paid_hours=paid,
        )

    def end(self, task: Task) -> int:
        """The last turn in which a task is wanted."""
        last = task.deadline if task.kind is TaskKind.PROJECT else task.until
        return self.scenario.turns if last is None else last

    def labour(self, task: Task) -> float:
        """The cost of a task at the wage at home, in total (project) or per turn."""
        return task.hours * self.disciplines[task.discipline].wage

    @property
    def bill(self) -> float:
        """The cost of managers and work per turn at the wages at home, by people or by tasks."""
        people = math.fsum(
            team.heads * self.paid_hours * self.disciplines[team.discipline].wage
            for team in self.scenario.teams
        )
        work = math.fsum(
            self.labour(task) / (1 if task.kind is TaskKind.FUNCTION else self.scenario.turns)
            for task in self.scenario.tasks
            if task.deal is None
        )
        return self.scenario.firm.manager_hours * self.scenario.firm.manager_wage + max(
            people, work
        )

    def named(self, task: Task) -> list[Provider]:
        """The file's providers that could take a task while it is wanted."""
        local = task.presence is Presence.LOCAL
        return [
            provider
            for provider in self.scenario.providers
            if task.discipline in provider.disciplines
            and provider.arrives <= self.end(task)
            and not (local and provider.location is not None)
        ]

    def market(self, task: Task) -> set[Kind]:
        """Kinds of unnamed providers that may bid for a task."""
        market = self.scenario.market
        abroad = bool(self.scenario.locations) and task.presence is not Presence.LOCAL
        kinds: set[Kind] = set()
        if market.freelancers or market.newcomers > 0:
            kinds.add(Kind.FREELANCER)
        if market.vendors or (market.vendors_abroad and abroad):
            kinds.add(Kind.VENDOR)
        return kinds

    def crew(self, task: Task) -> int:
        """The most heads of any party that can do a task; 0 if nobody can."""
        teams = [t.heads for t in self.scenario.teams if t.discipline == task.discipline]
        kinds = self.market(task)
        unnamed = MARKET_CREW if Kind.VENDOR in kinds else int(Kind.FREELANCER in kinds)
        return max([0, unnamed, *teams, *(provider.size for provider in self.named(task))])


Rule = Callable[[View], Findings]
"""A rule of the linter: findings about a scenario."""
