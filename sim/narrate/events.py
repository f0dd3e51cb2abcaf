"""Sentences about what happened: happenings, and incidents with their chains."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from sim.model.report import Happening, HappeningKind, Incident
from sim.model.vocabulary import IncidentKind, Kind
from sim.model.world import Engagement, Observation
from sim.narrate.names import (
    CLAUSES,
    answer_text,
    money,
    name_of,
    turn_short,
    turns_text,
    who,
)

INCIDENTS: Final[Mapping[IncidentKind, str]] = {
    IncidentKind.DEFECT: "Faulty work came to light",
    IncidentKind.SHORTFALL: "Service fell short",
    IncidentKind.LATE: "Not delivered by its deadline",
    IncidentKind.DROPOUT: "Left in the middle of the work",
    IncidentKind.VENDOR_FAILURE: "The vendor went out of business",
    IncidentKind.BREACH: "Customers' data got out",
    IncidentKind.BACKLASH: "Public anger over moved jobs",
}


REASONS: Final[Mapping[IncidentKind, str]] = {
    IncidentKind.DEFECT: "a mistake, as everybody makes them",
    IncidentKind.SHORTFALL: "fewer hours than the service needed",
    IncidentKind.LATE: "it took longer than there was time",
    IncidentKind.DROPOUT: "other work came first",
    IncidentKind.VENDOR_FAILURE: "the money ran out",
    IncidentKind.BREACH: "somebody got in",
    IncidentKind.BACKLASH: "people mind who does the work",
}
"""What is said of an incident when nothing particular is known."""


def _heads(amount: float) -> str:
    count = round(amount)
    return "1 person" if count == 1 else f"{count} people"


Wording = Callable[[Observation, Happening, str, str], str]
"""(facts, happening, name of its subject, name of its other) → a sentence."""


HAPPENINGS: Final[Mapping[HappeningKind, Wording]] = {
    HappeningKind.SIGNED: lambda f, h, s, o: f"{s}: signed",
    HappeningKind.ENDED: lambda f, h, s, o: f"{s}: ended",
    HappeningKind.NOTICE: lambda f, h, s, o: (
        f"{s}: notice given, ends after {turn_short(f.scenario, round(h.amount))}"
    ),
    HappeningKind.DELIVERED: lambda f, h, s, o: f"{s}: delivered, quality {h.amount:.0f}",
    HappeningKind.OPENED: lambda f, h, s, o: f"{s}: waits for a decision",
    HappeningKind.LOST_TASK: lambda f, h, s, o: f"{s}: lost, the customer gave up",
    HappeningKind.FELL_AWAY: lambda f, h, s, o: f"{s}: no longer wanted, for want of {o}",
    HappeningKind.LATE: lambda f, h, s, o: f"{s}: late by {turns_text(f.scenario, h.amount)}",
    HappeningKind.SHORT: lambda f, h, s, o: f"{s}: service fell short by {h.amount:.0%}",
    HappeningKind.HIRED: lambda f, h, s, o: f"{s}: {_heads(h.amount)} hired",
    HappeningKind.QUIT: lambda f, h, s, o: f"{s}: {_heads(h.amount)} quit",
    HappeningKind.LAID_OFF: lambda f, h, s, o: f"{s}: {_heads(h.amount)} laid off",
    HappeningKind.SITE_READY: lambda f, h, s, o: f"{s}: the site is ready",
    HappeningKind.SITE_CLOSED: lambda f, h, s, o: f"{s}: the site is closed",
    HappeningKind.BUSY: lambda f, h, s, o: f"{s}: busy with another client",
    HappeningKind.AUDITED: lambda f, h, s, o: (
        f"{s}: audited"
        + (f"; passes work on to {', who gives it to '.join(h.names)}" if h.names else "")
    ),
    HappeningKind.REQUEST: lambda f, h, s, o: f"{s} (wants an answer)",
    HappeningKind.ANSWERED: lambda f, h, s, o: f"{s}: {answer_text(h.other).lower()}",
    HappeningKind.CURRENCY: lambda f, h, s, o: f"{s}: the currency moved by {h.amount:+.0%}",
    HappeningKind.SURGE: lambda f, h, s, o: f"{s}: demand jumped by {h.amount:+.0%}",
    HappeningKind.KEY_PERSON: lambda f, h, s, o: f"{s}: a key person left",
    HappeningKind.CLIENT_LEFT: lambda f, h, s, o: f"{s} left: a client is lost",
    HappeningKind.CLIENT_WARNS: lambda f, h, s, o: f"{s} is losing patience",
    HappeningKind.DEAL: lambda f, h, s, o: (
        f"Outside work: {s}" + (" (on offer)" if f.deals.get(h.subject) == "offered" else "")
    ),
    HappeningKind.DEAL_EXPIRED: lambda f, h, s, o: f"Outside work no longer on offer: {s}",
    HappeningKind.OVERLOAD: lambda f, h, s, o: (
        "Managers are overloaded" + (f": {h.amount:.0%} of their hours wanted" if h.amount else "")
    ),
    HappeningKind.NEWCOMER: lambda f, h, s, o: f"{s} is new on the market",
}


def happening(observation: Observation, h: Happening) -> str:
    """One sentence about something that happened."""
    subject = who(observation, h.subject) if h.subject else ""
    other = who(observation, h.other) if h.other else ""
    return HAPPENINGS[h.kind](observation, h, subject, other)


def delivery(observation: Observation, task: str) -> str:
    """What a project that is done brought and cost: 'brought 40,000, cost 31,500 and 20 h of own
    people'."""
    facts = observation.tasks[task]
    ended = [one for one in observation.past.values() if one.task == task]
    hours = math.fsum(one.hours for one in ended if one.kind in (Kind.TEAM, Kind.SITE))
    cost = [money(facts.cost)] if facts.cost or not hours else []
    if hours:
        cost.append(f"{hours:,.0f} h of own people")
    return f"brought {money(facts.earned)}, cost {' and '.join(cost)}"


def incident_title(observation: Observation, i: Incident) -> str:
    """What went wrong, in one line: 'Payroll: faulty work came to light (3)'."""
    words = INCIDENTS[i.kind]
    task = name_of(observation, i.task) if i.task else ""
    text = f"{task}: {words[0].lower()}{words[1:]}" if task else words
    return f"{text} ({i.count}×)" if i.kind is IncidentKind.DEFECT and i.count > 1 else text


def incident_chain(observation: Observation, i: Incident) -> str:
    """Who did it: 'Tarn & Co, who gave it to Pixelhof (you did not know)'."""
    if not i.chain:
        if begins := _not_begun(observation, i):
            return f"nobody yet: {name_of(observation, begins.provider)} had not begun"
        return "nobody: the work was given to no one"
    text = i.chain[0]
    for name in i.chain[1:]:
        text += f", who gave it to {name}"
    return f"{text} (you did not know)" if i.undisclosed and len(i.chain) > 1 else text


def _not_begun(observation: Observation, i: Incident) -> Engagement | None:
    """Who had signed for the work when it went wrong, though nobody worked on it."""
    known = [*observation.engagements.values(), *observation.past.values()]
    for one in known:
        if one.task == i.task and one.started <= i.turn and not 0 < one.ended < i.turn:
            return one
    return None


def incident_why(observation: Observation, i: Incident) -> str:
    """The causes that are known."""
    if not i.chain:
        if _not_begun(observation, i):
            return "it takes some time from the signature to the first hour of work"
        return "it waited for a decision"
    causes: list[str] = []
    if i.skill_short > 0.005:
        causes.append(f"skill {i.skill_short:.2f} below what the work asks for")
    if i.oversight_short > 0.005:
        causes.append(f"{i.oversight_short:.0%} of the promised oversight was not given")
    return "; ".join(causes) or REASONS[i.kind]


def incident_lines(observation: Observation, i: Incident) -> list[str]:
    """An incident as a chain, line by line, from who did it to what stayed."""
    short = turn_short(observation.scenario, i.turn)
    lines = [
        f"{short}  {incident_title(observation, i)}   loss {money(i.loss)}",
        f"    who did it        {incident_chain(observation, i)}",
        f"    why               {incident_why(observation, i)}",
        f"    customer blames   {i.blamed}   reputation {i.reputation:+.1f}",
    ]
    for part in i.recovered:
        lines.append(
            f"    contract          {CLAUSES[part.clause]}, at most {money(part.limit)}"
            f"   recovered {money(part.amount)}"
        )
    if not i.recovered and i.by_others:
        lines.append("    contract          nothing that could be recovered")
    lines.append(f"    stays with you    {money(i.borne)}")
    return lines
