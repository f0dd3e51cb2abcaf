"""Checks between two places of a scenario file: ids, references, times, sums.

The checks read the parsed document, not the classes, so that they work even when other values are
wrong. `structure` reports values of a wrong type.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim import rules
from sim.model.vocabulary import (
    EventKind,
    Kind,
    ObjectiveKind,
    Occasion,
    Presence,
    Pricing,
    RequestKind,
    TaskKind,
)
from sim.scenario_io.document import SINGULAR, Document, Found, Row
from sim.scenario_io.faults import Suggester, described, number, quoted

WEIGHT_TOLERANCE = 1e-6
"""How far the sum of the objectives' weights may be from 1."""

SUBJECTS: dict[str, str] = {
    EventKind.CURRENCY: "locations",
    EventKind.VENDOR_FAILURE: "providers",
    EventKind.BREACH: "tasks",
    EventKind.KEY_PERSON_LEAVES: "teams",
    EventKind.DEMAND_SURGE: "tasks",
}
"""The list that an event's subject is in; a backlash has none."""

HINTED: dict[str, str] = {
    Occasion.OPEN_TASK: "tasks",
    Occasion.HOURS_LEFT: "tasks",
    Occasion.TEAM_SHORT: "teams",
    Occasion.SERVICE_SHORT: "tasks",
    Occasion.PROJECT_SLIPS: "tasks",
    Occasion.INCIDENT: "tasks",
    Occasion.DEAL: "deals",
}
"""The list that a hint's subject is in; for a request it is a kind, others have none."""

KINDS_OF_WORK: dict[str, str] = {
    Occasion.SERVICE_SHORT: TaskKind.FUNCTION,
    Occasion.PROJECT_SLIPS: TaskKind.PROJECT,
}
"""Occasions for one kind of task only."""


# ------------------------------------------------------------------------------------------ ids


def unique_ids(document: Document) -> Found:
    """Ids are unique; teams and providers share theirs, since both can be engaged."""
    for name, noun in SINGULAR.items():
        first = document.by_id[name]
        for row in document.rows[name]:
            key = row.text("id")
            if key in first and first[key] is not row:
                yield row.at("id"), f"{quoted(key)} is the id of another {noun} already"
    for key, row in document.by_id["providers"].items():
        if key in document.by_id["teams"]:
            yield (
                row.at("id"),
                f"{quoted(key)} is the id of a team already; teams and providers share their ids",
            )


def some_work(document: Document) -> Found:
    """There is at least one task."""
    if document.top.table.get("tasks") == []:
        yield ("tasks",), "must have at least 1 tables, has 0"


def references(document: Document) -> Found:
    """Every referenced id exists."""
    single = (
        ("teams", "discipline", "disciplines"),
        ("tasks", "discipline", "disciplines"),
        ("tasks", "client", "clients"),
        ("tasks", "deal", "deals"),
        ("providers", "location", "locations"),
        ("engagements", "task", "tasks"),
        ("objectives", "task", "tasks"),
    )
    for name, key, target in single:
        for row in document.rows[name]:
            value = row.text(key)
            if value is not None:
                yield from document.reference(row.at(key), value, target)
    several = (("tasks", "after", "tasks"), ("providers", "disciplines", "disciplines"))
    for name, key, target in several:
        for row in document.rows[name]:
            values = row.texts(key)
            for path, value in values:
                yield from document.reference(path, value, target)
            if len({value for _, value in values}) < len(values):
                yield row.at(key), "names something twice"
    for row in document.rows["engagements"]:
        value = row.text("provider")
        if value is not None:
            yield from document.reference(row.at("provider"), value, "teams", "providers")


def subjects(document: Document) -> Found:
    """An event has a suitable subject."""
    for row in document.rows["events"]:
        kind = row.text("kind")
        subject = row.text("subject", "")
        if kind is None or subject is None or kind not in set(EventKind):
            continue
        target = SUBJECTS.get(kind)
        if target is None:
            if subject:
                yield row.at("subject"), f"a {kind} is about nobody; leave `subject` out"
        elif not subject:
            yield row.at("subject"), f"is missing: the {SINGULAR[target]} that the {kind} is about"
        else:
            yield from document.reference(row.at("subject"), subject, target)
            found = document.by_id[target].get(subject)
            freelancer = found is not None and found.text("kind") == Kind.FREELANCER
            if kind == EventKind.VENDOR_FAILURE and freelancer:
                yield row.at("subject"), f"{quoted(subject)} is a freelancer, not a vendor"


def hints(document: Document) -> Found:
    """A hint's subject fits its `when`."""
    for row in document.rows["hints"]:
        when, subject = row.text("when"), row.text("subject")
        if not subject or (when is not None and when not in set(Occasion)):
            continue
        path = row.at("subject")
        if when is None:
            yield path, "is for hints with a `when`; leave it out"
        elif when == Occasion.REQUEST:
            if subject not in set(RequestKind):
                kinds = [kind.value for kind in RequestKind]
                yield (
                    path,
                    f"must be a kind of request: {' or '.join(quoted(one) for one in kinds)}, "
                    f"is {quoted(subject)}"
                    f".{document.suggester.suggest(subject, kinds)}".removesuffix("."),
                )
        elif when not in HINTED:
            yield path, f"{quoted(when)} is about nothing in particular; leave `subject` out"
        else:
            target = HINTED[when]
            yield from document.reference(path, subject, target)
            found = document.by_id[target].get(subject)
            kind = found.text("kind") if found is not None else None
            wanted = KINDS_OF_WORK.get(when, kind)
            if kind in set(TaskKind) and kind != wanted:
                yield path, f"{quoted(subject)} is a {kind}; {quoted(when)} is for a {wanted}"


def cycles(document: Document) -> Found:
    """No task waits for itself, directly or through others."""
    tasks = document.by_id["tasks"]
    waits = {
        key: [other for _, other in row.texts("after") if other in tasks]
        for key, row in tasks.items()
    }
    finished: set[str] = set()
    for start in tasks:
        trail: list[str] = []
        on_trail: set[str] = set()
        # Each entry: a task and its unvisited predecessors.
        stack = [] if start in finished else [(start, iter(waits[start]))]
        if stack:
            trail.append(start)
            on_trail.add(start)
        while stack:
            task, left = stack[-1]
            other = next(left, None)
            if other is None:
                stack.pop()
                trail.pop()
                on_trail.discard(task)
                finished.add(task)
            elif other in on_trail:
                chain = [*trail[trail.index(other) :], other]
                text = " -> ".join(chain if len(chain) <= 12 else [*chain[:10], "...", other])
                yield tasks[task].at("after"), f"the tasks wait for each other: {text}"
            elif other not in finished:
                stack.append((other, iter(waits[other])))
                trail.append(other)
                on_trail.add(other)


# ---------------------------------------------------------------------------------------- times


def times(document: Document) -> Found:
    """Times are in order and before the end of the game."""
    turns = document.turns
    for row in document.rows["tasks"]:
        kind = row.text("kind")
        opens = row.whole("opens", 1)
        if kind == TaskKind.PROJECT:
            if "deadline" not in row.table:
                yield row.at("deadline"), "is missing: a project needs the turn it is due"
            if "until" in row.table:
                yield row.at("until"), "is for functions; a project has a `deadline`"
        elif kind == TaskKind.FUNCTION and "deadline" in row.table:
            yield row.at("deadline"), "is for projects; a function has `until`"
        yield from _within(row, "opens", turns)
        for key in ("deadline", "until"):
            yield from _within(row, key, turns)
            end = row.whole(key)
            if end is not None and opens is not None and end < opens:
                yield row.at(key), f"must not be before the task opens (turn {opens}), is {end}"
    for row in document.rows["deals"]:
        yield from _within(row, "offered", turns)
        offered, expires = row.whole("offered"), row.whole("expires")
        if offered is not None and expires is not None and expires < offered:
            yield row.at("expires"), f"must not be before it is offered ({offered}), is {expires}"


def _within(row: Row, key: str, turns: int | None) -> Found:
    value = row.whole(key)
    if value is not None and turns is not None and value > turns:
        yield row.at(key), f"must not be after the last turn ({turns}), is {described(value)}"


# ----------------------------------------------------------------------------------- objectives


def weights(document: Document) -> Found:
    """The objectives' weights sum to 1."""
    values = [row.table.get("weight") for row in document.rows["objectives"]]
    known = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if not known or len(known) < len(values) or any(not 0 < v <= 1 for v in known):
        return
    total = math.fsum(known)
    if abs(total - 1) > WEIGHT_TOLERANCE:
        yield ("objectives",), f"the weights must sum to 1, their sum is {round(total, 6):g}"


def milestones(document: Document) -> Found:
    """Milestones, and only they, have a task, which is a project."""
    for row in document.rows["objectives"]:
        task = row.text("task")
        if row.text("kind") == ObjectiveKind.MILESTONE:
            if "task" not in row.table:
                yield row.at("task"), "is missing: a milestone needs the task it is about"
            target = document.by_id["tasks"].get(task or "")
            if target is not None and target.text("kind") == TaskKind.FUNCTION:
                yield row.at("task"), f"{quoted(task or '')} is a function, and never delivered"
        elif "task" in row.table and row.text("kind") in set(ObjectiveKind):
            yield row.at("task"), "is for objectives of the kind milestone; leave it out"


# ---------------------------------------------------------------------------------- engagements


def engagements(document: Document) -> Found:
    """Initial engagements are possible for their provider, on valid terms."""
    seen: set[str] = set()
    for row in document.rows["engagements"]:
        task_id = row.text("task") or ""
        task = document.by_id["tasks"].get(task_id)
        if task is not None:
            if task_id in seen:
                yield row.at("task"), f"{quoted(task_id)} is engaged already"
            seen.add(task_id)
            yield from _can_run(row, task, task_id)
        key = row.text("provider") or ""
        team = document.by_id["teams"].get(key)
        provider = document.by_id["providers"].get(key)
        if team is not None:
            yield from _team_terms(row, key, team)
        elif provider is not None:
            yield from _outside_terms(document, row, key, provider, task)
        discipline = task.text("discipline") if task is not None else None
        if discipline not in document.by_id["disciplines"]:
            continue
        if team is not None and team.text("discipline") != discipline:
            yield row.at("provider"), f"the team {quoted(key)} does not do {quoted(discipline)}"
        elif team is None and provider is not None:
            known = [value for _, value in provider.texts("disciplines")]
            if discipline not in known:
                yield row.at("provider"), f"{quoted(key)} does not do {quoted(discipline)}"


def _can_run(row: Row, task: Row, key: str) -> Found:
    opens = task.whole("opens", 1)
    if opens is not None and opens > 1:
        yield row.at("task"), f"{quoted(key)} opens in turn {opens}; only what opens in 1 can run"
    if task.texts("after"):
        yield row.at("task"), f"{quoted(key)} waits for other tasks, and cannot run yet"
    if "deal" in task.table:
        yield row.at("task"), f"{quoted(key)} belongs to a deal that nobody has accepted yet"


def _team_terms(row: Row, key: str, team: Row) -> Found:
    if team.whole("heads", 1) == 0:
        yield row.at("provider"), f"{quoted(key)} has no people, and cannot work"
    if row.text("pricing", Pricing.OWN) != Pricing.OWN:
        yield row.at("pricing"), f'{quoted(key)} is a team; its pricing is "own"'
    for name in ("price", "term"):
        if name in row.table:
            yield row.at(name), f"{quoted(key)} is a team, and has no {name}; leave it out"


def _outside_terms(
    document: Document, row: Row, key: str, provider: Row, task: Row | None
) -> Found:
    if row.text("pricing", Pricing.OWN) == Pricing.OWN:
        yield (
            row.at("pricing"),
            f'{quoted(key)} is no team; its pricing must be "fixed", "hourly" or "performance"',
        )
    if provider.text("kind") == Kind.FREELANCER:
        yield from _freelancer_terms(row, key, document)
    arrives = provider.whole("arrives", 1)
    if arrives is not None and arrives > 1:
        yield row.at("provider"), f"{quoted(key)} arrives in turn {arrives}, and cannot work yet"
    local = task is not None and task.text("presence") == Presence.LOCAL
    if local and provider.text("location") is not None:
        yield row.at("provider"), f"{quoted(key)} is abroad, and the task needs local presence"


def _freelancer_terms(row: Row, key: str, document: Document) -> Found:
    """A freelancer has one engagement, without the terms of a vendor."""
    if row.text("pricing") == Pricing.PERFORMANCE:
        yield row.at("pricing"), f'{quoted(key)} is a freelancer: "fixed" or "hourly"'
    for name in ("sla", "term"):
        if row.table.get(name) not in (None, 0, "none"):
            yield row.at(name), f"{quoted(key)} is a freelancer, and has no {name}; leave it out"
    others = [other for other in document.rows["engagements"] if other.text("provider") == key]
    if len(others) > 1 and others[0] is not row:
        yield row.at("provider"), f"{quoted(key)} is one person, and has another piece of work"


# ---------------------------------------------------------------------------------------- rules


def rule_overrides(document: Document) -> Found:
    """Overrides name existing coefficients, within their ranges."""
    table = document.top.table.get("rules")
    if not isinstance(table, dict):
        return
    rows = rules.load().rows
    for key, value in table.items():
        row = rows.get(key)
        if row is None:
            hint = document.suggester.suggest(key, rows)
            if isinstance(value, dict):
                hint = " Write the coefficient's own key, without its group."
            yield (
                ("rules", key),
                f"is no coefficient; `buckstop rules` lists them.{hint}".removesuffix("."),
            )
        elif isinstance(value, bool) or not isinstance(value, int | float):
            continue
        elif value == value and not row.low <= value <= row.high:
            yield (
                ("rules", key),
                f"must be between {number(row.low)} and {number(row.high)} ({row.unit}), "
                f"is {described(value)}",
            )


CHECKS: Sequence[Callable[[Document], Found]] = (
    unique_ids,
    some_work,
    references,
    subjects,
    hints,
    cycles,
    times,
    weights,
    milestones,
    engagements,
    rule_overrides,
)
"""All checks."""


def check(table: Mapping[str, Any], suggester: Suggester) -> Found:
    """All faults between the values of a document."""
    document = Document(Row((), table), suggester)
    for one in CHECKS:
        yield from one(document)
