"""Rules about the firm: its money, its managers, its teams and clients."""

import math

from sim.engine.formulas import level, oversight_hours
from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Mode, Oversight, TaskKind
from sim.scenario_io.faults import number, quoted
from sim.scenario_io.lint.view import Findings, Rule, View

WAGE_LOW = 200
"""A wage below two units of money an hour was probably not given in cents."""


def not_in_cents(view: View) -> Findings:
    """Wages are in minor units of money, such as cents."""
    for index, discipline in enumerate(view.scenario.disciplines):
        if discipline.wage < WAGE_LOW:
            yield ("disciplines", index, "wage"), _few_cents(discipline.wage)
    wage = view.scenario.firm.manager_wage
    if wage < WAGE_LOW:
        yield ("firm", "manager_wage"), _few_cents(wage)


def _few_cents(wage: int) -> str:
    return (
        f"all money is in minor units, such as cents: {wage} is {wage / 100:.2f} an hour; if whole "
        f"units were meant, write {wage * 100:_}, and all other sums in minor units, too"
    )


def broke_at_once(view: View) -> Findings:
    """The firm can pay for its first turn."""
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
    """The firm has managers."""
    if not view.scenario.firm.manager_hours:
        yield ("firm", "manager_hours"), "is 0: nothing can be overseen or chosen"


def too_few_managers(view: View) -> Findings:
    """Managers have enough hours for light oversight of the services, whoever provides them."""
    services = [
        (task.opens, view.end(task), _least_oversight(view, task))
        for task in view.scenario.tasks
        if task.kind is TaskKind.FUNCTION and task.deal is None
    ]
    wanted = max(
        math.fsum(hours for first, last, hours in services if first <= turn <= last)
        for turn in range(1, view.scenario.turns + 1)
    )
    light = wanted * level(view.numbers, Oversight.LIGHT)
    given = view.scenario.firm.manager_hours
    if 0 < given < light:
        yield (
            ("firm", "manager_hours"),
            f"is {number(given)} a turn, for all managers together; the services want at least "
            f"{wanted:,.0f} at standard oversight and {light:,.0f} at light, whoever does them: "
            f"most of their faults would go unseen. Give about {_rounded_up(wanted)} or more, or "
            f"make the services smaller",
        )


def _least_oversight(view: View, task: Task) -> float:
    """Managers' hours per turn for a service, in the form of sourcing that needs least."""
    heads = task.hours / view.head_hours
    forms = ((Kind.TEAM, Mode.IN_HOUSE), (Kind.VENDOR, Mode.OUTSOURCE))
    return view.scenario.turn_months * min(
        oversight_hours(view.numbers, kind, mode, heads, 0.0, task.knowledge)
        for kind, mode in forms
    )


def _rounded_up(hours: float) -> str:
    """Hours, rounded up to the next ten."""
    return f"{math.ceil(hours / 10) * 10:,}"


def idle_team(view: View) -> Findings:
    """A team has work in its discipline."""
    used = {task.discipline for task in view.scenario.tasks}
    for index, team in enumerate(view.scenario.teams):
        if team.discipline not in used:
            yield ("teams", index), f"no task is of {quoted(team.discipline)}, the team's work"


def client_without_work(view: View) -> Findings:
    """A client has a task that can please or lose it."""
    served = {task.client for task in view.scenario.tasks}
    for index, client in enumerate(view.scenario.clients):
        if client.id not in served:
            yield ("clients", index), f"no task is for {quoted(client.name)}, so it pays for ever"


def empty_texts(view: View) -> Findings:
    """An objective has a label for the player."""
    for index, goal in enumerate(view.scenario.objectives):
        if not goal.label:
            yield (("objectives", index, "label"), "is missing: the player sees it by the points")


RULES: tuple[Rule, ...] = (
    not_in_cents,
    broke_at_once,
    no_managers,
    too_few_managers,
    idle_team,
    client_without_work,
    empty_texts,
)
