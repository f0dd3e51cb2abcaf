"""What people ask of the firm, and what the firm orders, in words."""

from sim.model.explanation import FigureKind
from sim.model.market import Choice, Request
from sim.model.orders import (
    AcceptDeal,
    Answer,
    Audit,
    Award,
    BringHome,
    CloseSite,
    DeclineDeal,
    End,
    Hire,
    LayOff,
    OpenSite,
    Order,
    Oversee,
    Overtime,
    Renew,
    Train,
)
from sim.model.vocabulary import RequestKind
from sim.model.world import Observation
from sim.narrate.events import incident_title
from sim.narrate.names import (
    OVERSIGHTS,
    REQUESTS,
    answer_text,
    money,
    name_of,
    turn_word,
    turns_text,
    who,
)


def request(observation: Observation, r: Request) -> tuple[str, str]:
    """A request's title and what it is about."""
    facts, amount = observation, money(r.amount)
    incident = next((i for i in facts.incidents if i.id == r.subject), None)
    if incident is not None:
        about = incident_title(facts, incident)
    else:
        engagement = facts.engagements.get(r.subject) or facts.past.get(r.subject)
        about = name_of(facts, engagement.task if engagement else r.subject)
    asker = r.who or "Somebody"
    turn = turn_word(facts.scenario)
    title = REQUESTS[r.kind] + (f": {r.who}" if r.who else "")
    match r.kind:
        case RequestKind.CHANGE_REQUEST:
            text = f"{asker} says that {about} has grown, and asks {amount} for the change."
        case RequestKind.PRICE_RISE:
            text = f"{asker} wants more for {about}: about {amount} a {turn}."
        case RequestKind.ESCALATION:
            text = f"{asker} and your people have fallen out over {about}."
        case RequestKind.COUNTER_OFFER:
            text = f"Somebody who matters to {asker} has another offer."
        case RequestKind.UNHAPPY_CLIENT:
            text = f"{asker}, who pays {amount} a {turn}, is losing patience."
        case RequestKind.JOURNALIST:
            text = f"A newspaper has heard of it. {about}: who really did the work?"
        case RequestKind.RENEWAL:
            text = f"The contract with {asker} for {about} runs out. What now?"
    return title, text


def choice_costs(request: Request, c: Choice) -> list[tuple[str, FigureKind]]:
    """What is known of what an answer costs: the words, and the figure that each is."""
    known: list[tuple[str, FigureKind]] = []
    if c.cost:
        text = f"costs {money(c.cost)}" if c.cost > 0 else f"brings {money(-c.cost)}"
        known.append((text, FigureKind.CHOICE_COST))
    if c.hours:
        known.append((f"takes {c.hours:g} managers' hours", FigureKind.CHOICE_HOURS))
    if c.number and request.kind in (RequestKind.PRICE_RISE, RequestKind.RENEWAL):
        known.append((f"price {c.number:+.1%}", FigureKind.CHOICE_PRICE))
    return known


def choice(observation: Observation, r: Request, c: Choice) -> str:
    """An answer, with what is known of its cost."""
    del observation
    known = [text for text, _ in choice_costs(r, c)]
    text = answer_text(c.id)
    return f"{text} ({', '.join(known)})" if known else text


def order(observation: Observation, o: Order) -> str:
    """What an order asks for, in one line."""
    facts = observation

    def name(subject: str) -> str:
        return name_of(facts, subject)

    match o:
        case Award():
            verb = "also to" if o.beside else "to"
            return f"award {name(o.task)} {verb} {name(o.offer)}"
        case Oversee():
            return f"{OVERSIGHTS[o.level]} for {who(facts, o.engagement)}"
        case End():
            return f"end {who(facts, o.engagement)}"
        case Renew():
            return f"renew {who(facts, o.engagement)} for {turns_text(facts.scenario, o.term)}"
        case BringHome():
            return f"bring {name(o.task)} home to {name(o.team)}"
        case Hire():
            return f"hire {o.heads} for {name(o.team)}"
        case LayOff():
            return f"lay off {o.heads} of {name(o.team)}"
        case Train():
            return f"train {name(o.team)} for {o.hours:g} h"
        case Overtime():
            return f"{name(o.team)} works {o.weekly_hours:g} h a week"
        case OpenSite():
            where = name(o.location)
            return f"open a site in {where}: {o.heads} for {name(o.discipline)}"
        case CloseSite():
            return f"close {name(o.site)}"
        case Audit():
            return f"audit {name(o.provider)}"
        case Answer():
            wanted = facts.requests.get(o.request)
            if wanted is None:
                return f"answer {o.request}: {o.choice}"
            texts = [choice(facts, wanted, c) for c in wanted.choices if c.id == o.choice]
            return f"answer {wanted.who}: {texts[0] if texts else o.choice}"
        case AcceptDeal():
            return f"accept outside work: {name(o.deal)}"
        case DeclineDeal():
            return f"decline outside work: {name(o.deal)}"
