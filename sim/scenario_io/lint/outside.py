"""Rules about providers, places abroad and events."""

from sim.model.vocabulary import EventKind, Kind, Presence, TaskKind
from sim.scenario_io.faults import number, quoted
from sim.scenario_io.lint.view import Findings, Rule, View

RATE_LOW, RATE_HIGH = 0.2, 8.0
"""Plausible multiples of the wage at home for an hourly rate."""


def idle_provider(view: View) -> Findings:
    """A provider has something to bid for during the game."""
    used = {task.discipline for task in view.scenario.tasks}
    for index, provider in enumerate(view.scenario.providers):
        if not used.intersection(provider.disciplines):
            yield ("providers", index), f"no task is of anything that {quoted(provider.name)} does"
        if provider.arrives > view.scenario.turns:
            yield ("providers", index, "arrives"), "is after the last turn"


def crowd_of_one(view: View) -> Findings:
    """A freelancer is one person."""
    for index, provider in enumerate(view.scenario.providers):
        if provider.kind is Kind.FREELANCER and provider.size > 1:
            yield (
                ("providers", index, "size"),
                f"a freelancer is one person, is {number(provider.size)}",
            )


def odd_rate(view: View) -> Findings:
    """A rate is in multiples of the wage, not in money."""
    for index, provider in enumerate(view.scenario.providers):
        rate = provider.rate
        if rate is not None and not RATE_LOW <= rate <= RATE_HIGH:
            yield (
                ("providers", index, "rate"),
                f"is a multiple of the wage at home, about 1 to 3; is {number(rate)}",
            )


def unused_place(view: View) -> Findings:
    """Work can go to each place abroad."""
    movable = any(task.presence is not Presence.LOCAL for task in view.scenario.tasks)
    used = {provider.location for provider in view.scenario.providers}
    for index, place in enumerate(view.scenario.locations):
        if not movable:
            yield ("locations", index), "all tasks need local presence, so no work can go there"
        elif place.id not in used and not view.scenario.market.vendors_abroad:
            yield (
                ("locations", index),
                f"no provider is in {quoted(place.name)}, and the market has no vendors abroad",
            )


def pointless_event(view: View) -> Findings:
    """An event takes place, and affects something."""
    offered = {deal.id: deal.offered for deal in view.scenario.deals}
    for index, event in enumerate(view.scenario.events):
        if event.turn > view.scenario.turns:
            yield ("events", index, "turn"), "is after the last turn"
        if event.kind is EventKind.DEMAND_SURGE:
            task = view.tasks[event.subject]
            if task.kind is TaskKind.PROJECT:
                yield (
                    ("events", index, "subject"),
                    f"{quoted(task.id)} is a project; demand is for functions",
                )
            elif not task.opens <= event.turn <= view.end(task):
                yield ("events", index, "turn"), f"{quoted(task.id)} is not wanted in this turn"
            elif task.deal is not None and event.turn <= offered[task.deal]:
                yield (
                    ("events", index, "turn"),
                    f"{quoted(task.id)} is there from turn {offered[task.deal] + 1} on at the "
                    "earliest, when its deal was accepted",
                )
        if event.kind is EventKind.BREACH and not view.tasks[event.subject].sensitivity:
            yield ("events", index, "subject"), f"{quoted(event.subject)} has no sensitive data"
        if event.kind is EventKind.KEY_PERSON_LEAVES and not view.teams[event.subject].heads:
            yield ("events", index, "subject"), f"the team {quoted(event.subject)} has no heads"
        moves = event.kind in (EventKind.CURRENCY, EventKind.DEMAND_SURGE)
        if moves and event.size == 0:
            yield ("events", index, "size"), "is 0: nothing moves"


RULES: tuple[Rule, ...] = (idle_provider, crowd_of_one, odd_rate, unused_place, pointless_event)
