"""Rules about the firm: its money, its managers, its teams and clients."""

import math

from sim.model.vocabulary import TaskKind
from sim.scenario_io.faults import quoted
from sim.scenario_io.lint.view import Findings, Rule, View

WAGE_LOW = 200
"""Below two units of money an hour a wage was probably not given in cents."""


def not_in_cents(view: View) -> Findings:
    """Wages are in minor units of money, such as cents."""
    for index, discipline in enumerate(view.scenario.disciplines):
        if discipline.wage < WAGE_LOW:
            yield (
                ("disciplines", index, "wage"),
                f"money is in cents: {discipline.wage} is {discipline.wage / 100:.2f} an hour",
            )
    wage = view.scenario.firm.manager_wage
    if wage < WAGE_LOW:
        yield ("firm", "manager_wage"), f"money is in cents: {wage} is {wage / 100:.2f} an hour"


def broke_at_once(view: View) -> Findings:
    """The firm has money for the wages of its first turn."""
    firm = view.scenario.firm
    if firm.cash < -firm.credit_line:
        yield ("firm", "cash"), "is below the credit line: the firm starts bankrupt"
        return
    wages = math.fsum(
        team.heads * view.paid_hours * view.disciplines[team.discipline].wage
        for team in view.scenario.teams
    )
    income = math.fsum(client.revenue for client in view.scenario.clients) + math.fsum(
        task.value
        for task in view.scenario.tasks
        if task.kind is TaskKind.FUNCTION and task.opens == 1 and task.deal is None
    )
    if firm.cash + firm.credit_line + income < wages + firm.overheads:
        yield ("firm", "cash"), "does not cover the wages and overheads of the first turn"


def no_managers(view: View) -> Findings:
    """Somebody can oversee."""
    if not view.scenario.firm.manager_hours:
        yield ("firm", "manager_hours"), "is 0: nothing can be overseen or chosen"


def idle_team(view: View) -> Findings:
    """A team has heads, and work in its discipline."""
    used = {task.discipline for task in view.scenario.tasks}
    for index, team in enumerate(view.scenario.teams):
        if team.discipline not in used:
            yield ("teams", index), f"no task is of {quoted(team.discipline)}, the team's work"


def client_without_work(view: View) -> Findings:
    """A client has a task, by which to be pleased or lost."""
    served = {task.client for task in view.scenario.tasks}
    for index, client in enumerate(view.scenario.clients):
        if client.id not in served:
            yield ("clients", index), f"no task is for {quoted(client.name)}, so it pays for ever"


def empty_texts(view: View) -> Findings:
    """What an objective counts has words for the player."""
    for index, goal in enumerate(view.scenario.objectives):
        if not goal.label:
            yield ("objectives", index, "label"), "is missing: the player sees it beside the points"


RULES: tuple[Rule, ...] = (
    not_in_cents,
    broke_at_once,
    no_managers,
    idle_team,
    client_without_work,
    empty_texts,
)
