"""Rules about amounts of money that look a hundred times too small or too large.

All money in a file is in minor units, such as cents. An amount in whole units gives a scenario that
loads and plays, but is decided before it begins. Every amount is compared with what the same file
pays for work, so the currency does not matter.
"""

import statistics
from collections.abc import Iterator, Sequence

from attrs import frozen

from sim.engine.formulas import vendor_rate
from sim.model.scenario import Objective, Task
from sim.model.vocabulary import Kind, ObjectiveKind, Presence, Pricing, TaskKind
from sim.scenario_io.faults import Path, number, quoted
from sim.scenario_io.lint.firm import WAGE_LOW
from sim.scenario_io.lint.view import Findings, Rule, View


@frozen
class Scale:
    """A unit to compare an amount with, and the plausible multiples of it.

    The bounds are wide, well within a factor of a hundred of existing scenarios: a warning should
    mean a slip, not an unusual firm.
    """

    low: float
    high: float
    of: str
    """The unit in words."""


VALUE = Scale(0.1, 40, "what its hours cost at the wage at home")
"""A task's value. Scenarios have 1.5 to 7."""
PRICE = Scale(0.06, 20, "what its hours cost at the wage at home")
"""The price of an initial engagement. Offers are 0.5 to 3."""
PENALTY = Scale(0.001, 3, "what the project pays")
"""The penalty per late turn. Scenarios have 0.02 to 0.15."""
CASH = Scale(0.1, 150, "what managers and work cost a turn at the wages at home")
"""Scenarios have 3 to 7."""
CREDIT = Scale(0.1, 300, CASH.of)
"""Scenarios have 3 to 12."""
OVERHEADS = Scale(0.003, 5, CASH.of)
"""Scenarios have 0.1 to 0.2."""
REVENUE = Scale(0.04, 40, CASH.of)
"""The revenue of all clients together. Scenarios have 0.4 to 1.5."""
ALIKE = Scale(0.025, 40, "the middle one of its kind")
"""Amounts of one kind, such as wages, which seldom differ by more than a few times."""
MANAGER = Scale(0.1, 20, "the middle one of the wages")
"""A manager's wage. Scenarios have 1.3 to 2."""
FIRM_VALUE = Scale(0.08, 25, "the cash at the start and all wages of the game")
"""The larger end of the objective. Scenarios have 0.4 to 1.7."""
TOTAL_COST = Scale(0.03, 30, "all wages of the game")
BORNE = Scale(0.005, 10, TOTAL_COST.of)
"""The floor of the objective. Scenarios have 0.2 to 0.4."""

FAR_BELOW = 0.5
"""A value below this share of the cheapest offer is a mistake."""


def hundredfold(view: View) -> Findings:
    """All amounts of money look as if they were in the same unit as the wages."""
    if any(discipline.wage < WAGE_LOW for discipline in view.scenario.disciplines):
        return  # another rule reports the wages, which are no yardstick then
    for check in (_tasks, _running, _firm, _clients, _wages, _goals):
        yield from check(view)


def _off(path: Path, amount: float, scale: Scale, unit: float) -> Findings:
    """A finding if an amount is not a plausible multiple of a unit."""
    if amount <= 0 or unit <= 0 or scale.low <= amount / unit <= scale.high:
        return
    small = amount < scale.low * unit
    remedy = (
        f"if whole units were meant, write {_written(amount * 100)}"
        if small
        else f"if {_written(amount / 100)} was meant, write that; else the other is too small"
    )
    yield (
        path,
        f"is {number(amount)}, very {'little' if small else 'much'} against "
        f"{number(round(unit))}, {scale.of}. All money is in minor units, such as cents, as wages "
        f"are: {remedy}",
    )


def _written(amount: float) -> str:
    return f"{round(amount):_}"


def _tasks(view: View) -> Findings:
    for index, task in enumerate(view.scenario.tasks):
        yield from _off(("tasks", index, "value"), task.value, VALUE, view.labour(task))
        yield from _off(("tasks", index, "penalty"), task.penalty, PENALTY, task.value)


def _running(view: View) -> Findings:
    for index, row in enumerate(view.scenario.engagements):
        if row.price is None:
            continue
        task, path = view.tasks[row.task], ("engagements", index, "price")
        hourly = row.pricing is Pricing.HOURLY
        unit = view.disciplines[task.discipline].wage if hourly else view.labour(task)
        yield from _off(path, row.price, PRICE, unit)


def _firm(view: View) -> Findings:
    firm, bill = view.scenario.firm, view.bill
    yield from _off(("firm", "cash"), firm.cash, CASH, bill)
    yield from _off(("firm", "credit_line"), firm.credit_line, CREDIT, bill)
    yield from _off(("firm", "overheads"), firm.overheads, OVERHEADS, bill)


def _clients(view: View) -> Findings:
    revenues = [client.revenue for client in view.scenario.clients]
    alone = list(_apart(("clients",), "revenue", revenues))
    yield from alone
    together = sum(revenues)
    if not alone and revenues:
        largest = revenues.index(max(revenues))
        for _, message in _off((), together, REVENUE, view.bill):
            whose = "" if len(revenues) == 1 else "all clients' together "
            yield ("clients", largest, "revenue"), f"{whose}{message}"


def _wages(view: View) -> Findings:
    wages = [discipline.wage for discipline in view.scenario.disciplines]
    yield from _apart(("disciplines",), "wage", wages)
    middle = statistics.median(wages)
    yield from _off(("firm", "manager_wage"), view.scenario.firm.manager_wage, MANAGER, middle)


def _apart(path: Path, key: str, amounts: Sequence[int]) -> Findings:
    """Findings about amounts of one kind that are far from their median."""
    some = [amount for amount in amounts if amount > 0]
    middle = statistics.median_low(some) if some else 0
    for index, amount in enumerate(amounts):
        yield from _off((*path, index, key), amount, ALIKE, middle)


def _goals(view: View) -> Findings:
    wages = view.bill * view.scenario.turns
    units: dict[ObjectiveKind, tuple[Scale, float]] = {
        ObjectiveKind.FIRM_VALUE: (FIRM_VALUE, max(view.scenario.firm.cash, 0) + wages),
        ObjectiveKind.TOTAL_COST: (TOTAL_COST, wages),
        ObjectiveKind.BORNE: (BORNE, wages),
    }
    for index, goal in enumerate(view.scenario.objectives):
        if goal.kind in units:
            key = "target" if goal.target > goal.floor else "floor"
            yield from _off(("objectives", index, key), _larger(goal), *units[goal.kind])


def _larger(goal: Objective) -> float:
    return max(goal.floor, goal.target)


def worth_nobodys_while(view: View) -> Findings:
    """A task's value is not far below the cost of its cheapest offer."""
    for index, task in enumerate(view.scenario.tasks):
        labour = view.labour(task)
        cheapest = labour * min(_rates(view, task), default=0.0)
        if VALUE.low * labour <= task.value < FAR_BELOW * cheapest:
            per = "a turn" if task.kind is TaskKind.FUNCTION else "in all"
            yield (
                ("tasks", index, "value"),
                f"is {number(task.value)} {per}, and the cheapest offer that could come for "
                f"{quoted(task.title)} costs about {number(round(cheapest))}: whoever does it, the "
                f"firm loses by it. Give it more value or fewer hours",
            )


def _rates(view: View, task: Task) -> Iterator[float]:
    """The least cost of an hour in each form of sourcing, in wages at home."""
    numbers, market = view.numbers, view.market(task)
    yield 1.0  # own people at home: their wage and nothing else
    if Kind.FREELANCER in market:
        yield numbers.rate_freelancer * numbers.bid_floor
    if Kind.VENDOR in market:
        yield vendor_rate(numbers) * numbers.bid_floor
    if task.presence is not Presence.LOCAL:
        for place in view.scenario.locations:
            yield place.wage
            yield place.vendor_rate * numbers.bid_floor
            yield place.freelance_rate * numbers.bid_floor
    for provider in view.named(task):
        if provider.rate is not None:
            yield provider.rate * numbers.bid_floor


RULES: tuple[Rule, ...] = (hundredfold, worth_nobodys_while)
