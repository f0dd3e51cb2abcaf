"""Wording of happenings and of incidents."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from sim.model.report import Happening, HappeningKind, Incident
from sim.model.vocabulary import DealState, Hindrance, IncidentKind, TaskState
from sim.model.world import Engagement, Observation
from sim.narrate.names import (
    CLAUSES,
    answer_text,
    money,
    name_of,
    through,
    turn_short,
    turn_word,
    turns_text,
    who,
)

INCIDENTS: Final[Mapping[IncidentKind, str]] = {
    IncidentKind.DEFECT: "Faulty work came to light",
    IncidentKind.SHORTFALL: "Service fell short",
    IncidentKind.LATE: "Not delivered by its deadline",
    IncidentKind.DROPOUT: "Left before the work was done",
    IncidentKind.VENDOR_FAILURE: "The vendor went out of business",
    IncidentKind.BREACH: "Customers' data leaked",
    IncidentKind.BACKLASH: "Public anger over jobs moved abroad",
}

REASONS: Final[Mapping[IncidentKind, str]] = {
    IncidentKind.DEFECT: "an ordinary mistake, such as everybody makes",
    IncidentKind.SHORTFALL: "fewer hours than the service needed",
    IncidentKind.LATE: "it took longer than planned",
    IncidentKind.DROPOUT: "other work came first",
    IncidentKind.VENDOR_FAILURE: "the money ran out",
    IncidentKind.BREACH: "somebody broke in",
    IncidentKind.BACKLASH: "people care who does the work",
}
"""Causes of incidents about which nothing in particular is known."""

BY_SKILL: Final = (IncidentKind.DEFECT, IncidentKind.SHORTFALL, IncidentKind.LATE)
"""Incidents that a lack of skill or of managers' attention makes more likely."""

HINDRANCES: Final[Mapping[Hindrance, tuple[str, str]]] = {
    Hindrance.NO_PEOPLE: ("nobody: {} had no people", "the team has lost all its people"),
    Hindrance.HIRES_COMING: ("nobody yet: {} had no people", "its new hires had not arrived yet"),
    Hindrance.SITE_OPENING: ("nobody yet: {} had not opened", "it takes time to set up a site"),
    Hindrance.NO_HOURS: (
        "nobody: {} had no hours for it", "the team's people were new, or in training",
    ),
    Hindrance.BUSY: ("nobody: {} was busy", "another client came first"),
    Hindrance.NOT_BEGUN: (
        "nobody yet: {} had not begun", "work begins some time after the contract is signed",
    ),
    Hindrance.RAMP_UP: ("{}", "they were still taking over, and not at full pace"),
}  # fmt: skip
"""Who did the work, given the provider's name, and why it was not done, by hindrance."""


def _heads(amount: float) -> str:
    count = round(amount)
    return "1 person" if count == 1 else f"{count} people"


def _is_open(facts: Observation, task: str) -> bool:
    known = facts.tasks.get(task)
    return known is not None and known.state is TaskState.OPEN


def _works_on(facts: Observation, h: Happening) -> str:
    """How long a provider works after notice."""
    last, gone = round(h.amount), facts.past.get(h.subject)
    if gone is not None and gone.ended > last:
        return "left at once"
    return f"works {through(facts.scenario, last)}"


FULL_OF_PRAISE, CONTENT = 0.85, 0.7
"""What clients say of a provider's skill, 0..1, from which they sound like that."""


def _told_by_clients(h: Happening) -> str:
    """How those who were asked about a provider sounded."""
    mean = math.fsum(h.said) / max(1, len(h.said))
    tone = (
        "full of praise" if mean >= FULL_OF_PRAISE else "content" if mean >= CONTENT else "lukewarm"
    )
    asked = "1 client" if len(h.said) == 1 else f"{len(h.said)} clients"
    return f"{asked} asked, {tone}; handpicked, so take it with a pinch of salt"


Wording = Callable[[Observation, Happening, str, str], str]
"""(facts, happening, name of its subject, name of its other) → a sentence."""

HAPPENINGS: Final[Mapping[HappeningKind, Wording]] = {
    HappeningKind.SIGNED: lambda f, h, s, o: f"{s}: signed",
    HappeningKind.ENDED: lambda f, h, s, o: f"{s}: ended",
    HappeningKind.NOTICE: lambda f, h, s, o: f"{s}: notice given, {_works_on(f, h)}",
    HappeningKind.DELIVERED: lambda f, h, s, o: f"{s}: delivered, quality {h.amount:.0f}",
    HappeningKind.OPENED: lambda f, h, s, o: (
        f"{s}: {'waits for a decision' if _is_open(f, h.subject) else 'came up'}"
    ),
    HappeningKind.LOST_TASK: lambda f, h, s, o: f"{s}: lost, the customer gave up waiting",
    HappeningKind.FELL_AWAY: lambda f, h, s, o: f"{s}: no longer wanted, for lack of {o}",
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
    HappeningKind.REFERENCES: lambda f, h, s, o: f"{s}: {_told_by_clients(h)}",
    HappeningKind.REQUEST: lambda f, h, s, o: (
        f"{s} ({'wants' if h.subject in f.requests else 'wanted'} an answer)"
    ),
    HappeningKind.ANSWERED: lambda f, h, s, o: f"{s}: {answer_text(h.other).lower()}",
    HappeningKind.CURRENCY: lambda f, h, s, o: f"{s}: the currency moved by {h.amount:+.0%}",
    HappeningKind.SURGE: lambda f, h, s, o: f"{s}: demand jumped by {h.amount:+.0%}",
    HappeningKind.KEY_PERSON: lambda f, h, s, o: f"{s}: a key person left",
    HappeningKind.CLIENT_LEFT: lambda f, h, s, o: f"{s} has left: a client lost",
    HappeningKind.DEAL: lambda f, h, s, o: (
        f"Outside work: {s}"
        + (" (on offer)" if f.deals.get(h.subject) is DealState.OFFERED else "")
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
    """What a finished project earned and cost: 'brought 40,000, cost 31,500 and 20 h of own
    people'."""
    facts = observation.tasks[task]
    ended = [one for one in observation.past.values() if one.task == task]
    hours = math.fsum(one.hours for one in ended if not one.kind.external)
    cost = [money(facts.cost)] if facts.cost or not hours else []
    if hours:
        cost.append(f"{hours:,.0f} h of your people")
    return f"brought {money(facts.earned)}, cost {' and '.join(cost)}"


def incident_title(observation: Observation, i: Incident) -> str:
    """What went wrong, in one line: 'Payroll: faulty work came to light (3×)'."""
    words = INCIDENTS[i.kind]
    task = name_of(observation, i.task) if i.task and not _of_the_firm(i) else ""
    text = f"{task}: {words[0].lower()}{words[1:]}" if task else words
    return f"{text} ({i.count}×)" if i.kind is IncidentKind.DEFECT and i.count > 1 else text


def _of_the_firm(i: Incident) -> bool:
    """Whether an incident is about the firm as a whole: a backlash while no work is abroad."""
    return i.kind is IncidentKind.BACKLASH and not i.chain


def incident_doer(i: Incident) -> str:
    """Name of who had the work: the first in the chain."""
    return i.chain[0] if i.chain else i.blamed if _of_the_firm(i) else "nobody"


def incident_chain(observation: Observation, i: Incident) -> str:
    """The chain of who did the work: 'Tarn & Co, who gave it to Pixelhof (you did not know)'."""
    if _of_the_firm(i):
        return i.blamed
    if not i.chain:
        return _nobody(observation, i)[0]
    text = i.chain[0]
    for name in i.chain[1:]:
        text += f", who gave it to {name}"
    return f"{text} (you did not know)" if i.undisclosed and len(i.chain) > 1 else text


def _nobody(observation: Observation, i: Incident) -> tuple[str, str]:
    """For work that nobody did: who should have done it, and why they did not."""
    if i.hindrance is not None:
        holder = _holder(observation, i)
        said, why = HINDRANCES[i.hindrance]
        return said.format(name_of(observation, holder.provider) if holder else "they"), why
    gone = [one for one in observation.past.values() if one.task == i.task and one.ended <= i.turn]
    if gone:
        last = max(gone, key=lambda one: one.ended)
        name, how = name_of(observation, last.provider), _how_it_left(observation, last)
        if last.ended == i.turn:
            word = turn_word(observation.scenario)
            return f"nobody: {name} {how}", f"nobody could take over within the {word}"
        since = turn_short(observation.scenario, last.ended)
        return f"nobody: {name} {how}", f"it had been waiting for a decision since {since}"
    why = _held_up(observation, i) or "it was waiting for a decision"
    return "nobody: no one had been given the work", why


def _how_it_left(observation: Observation, one: Engagement) -> str:
    kinds = {
        i.kind
        for i in observation.incidents
        if i.task == one.task and i.turn == one.ended and i.chain
        and i.chain[0] == name_of(observation, one.provider)
    }  # fmt: skip
    if IncidentKind.VENDOR_FAILURE in kinds:
        return "had gone out of business"
    return "had left before it was done" if IncidentKind.DROPOUT in kinds else "had left"


def _holder(observation: Observation, i: Incident) -> Engagement | None:
    """The engagement that had the work when it went wrong; the latest one if there were several."""
    name = i.chain[0] if i.chain else ""
    found = [
        one
        for one in (*observation.past.values(), *observation.engagements.values())
        if one.task == i.task
        and one.started <= i.turn
        and not 0 < one.ended < i.turn
        and name in ("", name_of(observation, one.provider))
    ]
    return max(found, key=lambda one: (one.ended != i.turn, one.started), default=None)


def _held_up(observation: Observation, i: Incident) -> str:
    """What made a project late before anybody could begin; empty if nothing did."""
    task = observation.tasks.get(i.task)
    if i.kind is not IncidentKind.LATE or task is None or task.spec.deadline is None:
        return ""
    holder, due = _holder(observation, i), task.spec.deadline
    known = observation.tasks
    before = [known[other] for other in task.spec.after if other in known]
    last = max(before, key=lambda one: one.delivered, default=None)
    if last is not None and last.delivered >= due and (i.chain or task.opened == i.turn):
        return f"it could not begin before {last.spec.title} was delivered"
    if i.chain and holder is not None and holder.started > due:
        return "it was only given to them after its deadline"
    return ""


def incident_why(observation: Observation, i: Incident) -> str:
    """The known causes of an incident."""
    if not i.chain and not _of_the_firm(i):
        return _nobody(observation, i)[1]
    causes = [HINDRANCES[i.hindrance][1]] if i.hindrance is not None else []
    if held_up := _held_up(observation, i):
        causes.append(held_up)
    worked = i.hindrance in (None, Hindrance.RAMP_UP)
    if worked and i.kind in BY_SKILL and i.skill_short > 0.005:
        causes.append(f"skill {i.skill_short:.2f} below what the work needs")
    watched = i.kind in BY_SKILL or (i.kind is IncidentKind.BREACH and i.by_others)
    if worked and watched and i.oversight_short > 0.005:
        missing = f"{i.oversight_short:.0%} of the promised oversight was not given"
        if missing.startswith("100%"):
            missing = "none of the promised oversight was given"
        causes.append(missing)
    return "; ".join(causes) or REASONS[i.kind]


def incident_lines(observation: Observation, i: Incident) -> list[str]:
    """An incident, line by line, from who did it to what the firm bears."""
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
        lines.append("    contract          nothing to recover")
    lines.append(f"    stays with you    {money(i.borne)}")
    return lines
