"""Rules about tasks, deals and initial engagements."""

import math
from collections import Counter

from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Presence, TaskKind
from sim.scenario_io.faults import number, quoted
from sim.scenario_io.lint.view import Findings, Rule, View


def nobody_can(view: View) -> Findings:
    """Somebody can do each task: a team, a provider or the market."""
    teams = {team.discipline for team in view.scenario.teams}
    for index, task in enumerate(view.scenario.tasks):
        if task.discipline in teams or view.market(task) or view.named(task):
            continue
        why = "no team, provider or market does its discipline"
        if any(task.discipline in p.disciplines for p in view.scenario.providers):
            why = "all who do its discipline are abroad, and it needs local presence"
            if task.presence is not Presence.LOCAL:
                why = "all who do its discipline arrive too late"
        elif task.presence is Presence.LOCAL and view.scenario.locations:
            why = "it needs local presence, and only the market abroad does its discipline"
        yield ("tasks", index), f"nobody can do {quoted(task.title)}: {why}"


def too_short(view: View) -> Findings:
    """A project can be done by its deadline if everything goes as planned.

    Counted from the end of its predecessors, with the largest crew of any party, at one standard
    hour per hour.
    """
    ready: dict[str, int] = {}
    for index, task in _in_order(view):
        start = max([task.opens, *(ready[other] + 1 for other in task.after if other in ready)])
        if task.kind is TaskKind.FUNCTION:
            ready[task.id] = view.end(task)
            continue
        crew = view.crew(task)
        if not crew or task.deadline is None:
            ready[task.id] = start
            continue
        needed = math.ceil(task.hours / (view.head_hours * crew))
        ready[task.id] = start + needed - 1
        if ready[task.id] > task.deadline:
            since = f"turn {start}" + ("" if start == task.opens else ", after what it waits for")
            yield (
                ("tasks", index, "deadline"),
                f"turn {task.deadline} is too soon: {number(task.hours)} hours with a crew of "
                f"{crew} take {needed} turn{'s' if needed > 1 else ''} from {since}",
            )
            ready[task.id] = task.deadline  # its successors are not blamed again


def _in_order(view: View) -> list[tuple[int, Task]]:
    """Tasks with their index in the file, each after its predecessors."""
    place = {task.id: index for index, task in enumerate(view.scenario.tasks)}
    missing = {task.id: len(task.after) for task in view.scenario.tasks}
    followers: dict[str, list[str]] = {task.id: [] for task in view.scenario.tasks}
    for task in view.scenario.tasks:
        for other in task.after:
            followers[other].append(task.id)
    ready = [key for key, count in missing.items() if not count]
    for key in ready:  # grows during the loop
        for follower in followers[key]:
            missing[follower] -= 1
            if not missing[follower]:
                ready.append(follower)
    return [(place[key], view.tasks[key]) for key in ready]


def never_opens(view: View) -> Findings:
    """A task's predecessors end while the task is still wanted."""
    for index, task in enumerate(view.scenario.tasks):
        for position, key in enumerate(task.after):
            other = view.tasks[key]
            if other.kind is TaskKind.FUNCTION and view.end(other) >= view.end(task):
                yield (
                    ("tasks", index, "after", position),
                    f"{quoted(key)} is a function until turn {view.end(other)}, "
                    "so this never opens in time",
                )
            if other.deal is not None and other.deal != task.deal:
                yield (
                    ("tasks", index, "after", position),
                    f"{quoted(key)} exists only when its deal is accepted",
                )


def no_effect(view: View) -> Findings:
    """Keys have an effect for their kind of task."""
    for index, task in enumerate(view.scenario.tasks):
        if task.kind is TaskKind.FUNCTION and task.penalty:
            yield ("tasks", index, "penalty"), "is for projects; it does nothing for a function"


def unpaid_service(view: View) -> Findings:
    """A service for a client has a value."""
    for index, task in enumerate(view.scenario.tasks):
        if task.kind is TaskKind.FUNCTION and task.client is not None and not task.value:
            yield (
                ("tasks", index),
                f"{quoted(task.title)} serves a client, and pays nothing; give it a value",
            )


def idle_discipline(view: View) -> Findings:
    """A discipline has work."""
    used = {task.discipline for task in view.scenario.tasks}
    for index, discipline in enumerate(view.scenario.disciplines):
        if discipline.id not in used:
            yield ("disciplines", index), f"no task is of the discipline {quoted(discipline.id)}"


def empty_deal(view: View) -> Findings:
    """A deal brings tasks that can still be done when it is accepted."""
    for index, deal in enumerate(view.scenario.deals):
        tasks = [task for task in view.scenario.tasks if task.deal == deal.id]
        if not tasks:
            yield ("deals", index), f"no task belongs to the deal {quoted(deal.id)}"
        if deal.expires > view.scenario.turns:
            yield ("deals", index, "expires"), "is after the last turn"
    deals = {deal.id: deal for deal in view.scenario.deals}
    for index, task in enumerate(view.scenario.tasks):
        if task.deal is not None and view.end(task) < deals[task.deal].expires:
            key = "deadline" if task.kind is TaskKind.PROJECT else "until"
            yield (
                ("tasks", index, key),
                f"its deal can still be accepted in turn {deals[task.deal].expires}, after this",
            )


def overbooked(view: View) -> Findings:
    """Providers have enough hours for their initial engagements."""
    booked: Counter[str] = Counter()
    first: dict[str, int] = {}
    for index, row in enumerate(view.scenario.engagements):
        task = view.tasks[row.task]
        turns = view.end(task) if task.kind is TaskKind.PROJECT else 1
        booked[row.provider] += math.ceil(task.hours / turns)
        first.setdefault(row.provider, index)
    for key, hours in booked.items():
        team = view.teams.get(key)
        heads = team.heads if team is not None else view.providers[key].size
        if hours > heads * view.head_hours:
            yield (
                ("engagements", first[key], "provider"),
                f"{quoted(key)} has work for {hours:,} hours a turn, and {number(heads)} heads "
                f"give about {heads * view.head_hours:,.0f}",
            )


def same_titles(view: View) -> Findings:
    """Names on the screen are unique."""
    named: list[tuple[str, list[str]]] = [
        ("tasks", [task.title for task in view.scenario.tasks]),
        ("teams", [team.title for team in view.scenario.teams]),
        ("providers", [provider.name for provider in view.scenario.providers]),
        ("disciplines", [discipline.title for discipline in view.scenario.disciplines]),
        ("locations", [location.name for location in view.scenario.locations]),
        ("deals", [deal.title for deal in view.scenario.deals]),
    ]
    for name, titles in named:
        seen: set[str] = set()
        for index, title in enumerate(titles):
            if title.casefold() in seen:
                yield (name, index), f"another of the {name} is called {quoted(title)}, too"
            seen.add(title.casefold())


def large_freelancer_work(view: View) -> Findings:
    """A task that only freelancers can do fits one person."""
    teams = {team.discipline for team in view.scenario.teams}
    for index, task in enumerate(view.scenario.tasks):
        if task.kind is TaskKind.PROJECT or task.discipline in teams:
            continue
        kinds = view.market(task) | {provider.kind for provider in view.named(task)}
        if kinds == {Kind.FREELANCER} and task.hours > view.head_hours:
            yield (
                ("tasks", index, "hours"),
                f"only freelancers do {quoted(task.discipline)}, and one gives about "
                f"{view.head_hours:.0f} hours a turn",
            )


RULES: tuple[Rule, ...] = (
    nobody_can,
    too_short,
    never_opens,
    no_effect,
    unpaid_service,
    idle_discipline,
    empty_deal,
    overbooked,
    same_titles,
    large_freelancer_work,
)
