"""Wording of requests, of the answers to them, and of orders."""

from collections.abc import Callable

from sim.engine import contracts, requests
from sim.model.explanation import FigureKind
from sim.model.market import Choice, Request
from sim.model.orders import (
    AcceptDeal,
    Answer,
    AskReferences,
    Audit,
    Award,
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
from sim.model.vocabulary import Kind, Pricing, RequestKind
from sim.model.world import Engagement, Observation
from sim.narrate.events import incident_title
from sim.narrate.names import (
    OVERSIGHTS,
    REQUESTS,
    answer_text,
    money,
    name_of,
    through,
    turn_short,
    turn_word,
    turns_text,
    who,
)


def request(observation: Observation, r: Request) -> tuple[str, str]:
    """A request's title, and a sentence or two about it."""
    facts, amount = observation, money(r.amount)
    incident = next((i for i in facts.incidents if i.id == r.subject), None)
    engagement = facts.engagements.get(r.subject) or facts.past.get(r.subject)
    if incident is not None:
        about = incident_title(facts, incident)
    else:
        about = name_of(facts, engagement.task if engagement else r.subject)
    asker = r.who or "Somebody"
    turn = turn_word(facts.scenario)
    title = REQUESTS[r.kind] + (f": {r.who}" if r.who else "")
    match r.kind:
        case RequestKind.CHANGE_REQUEST:
            text = f"{asker} says that {about} has grown, and asks for {amount} more."
        case RequestKind.PRICE_RISE:
            starts = turn_short(facts.scenario, facts.turn)
            text = f"{asker} wants more for {about} from {starts} on: about {amount} a {turn}."
            text += f" The price is {_price(facts, engagement)} now." if engagement else ""
        case RequestKind.ESCALATION:
            text = f"{asker} and your people have fallen out over {about}."
        case RequestKind.COUNTER_OFFER:
            text = f"A key person in {asker} has another offer."
        case RequestKind.UNHAPPY_CLIENT:
            text = f"{asker}, who pays {amount} a {turn}, is losing patience."
        case RequestKind.JOURNALIST:
            text = f"A newspaper has got wind of {about} and asks: who really did the work?"
        case RequestKind.RENEWAL:
            text = f"The contract with {asker} for {about} is about to end."
            if engagement:
                starts = turn_short(facts.scenario, contracts.renews_from(facts, engagement))
                price = _price(facts, engagement)
                text += f" It costs {price} now; new terms apply from {starts} on."
    return title, text


def choice_costs(request: Request, c: Choice) -> list[tuple[str, FigureKind]]:
    """What an answer is known to cost: wording, and the figure it shows."""
    known: list[tuple[str, FigureKind]] = []
    if c.cost:
        text = f"costs {money(c.cost)}" if c.cost > 0 else f"brings {money(-c.cost)}"
        known.append((text, FigureKind.CHOICE_COST))
    if c.hours:
        known.append((f"takes {c.hours:g} managers' hours", FigureKind.CHOICE_HOURS))
    if c.number and request.kind in (RequestKind.PRICE_RISE, RequestKind.RENEWAL):
        known.append((f"price {c.number:+.1%}", FigureKind.CHOICE_PRICE))
    return known


def choice_change(observation: Observation, r: Request, c: Choice) -> str:
    """What an answer changes, apart from its cost: '7,200 (+3.1%), bound through m9'."""
    return CHANGES[r.kind](observation, r, c)


def _change_request(facts: Observation, r: Request, c: Choice) -> str:
    if c.id == "refuse":
        return "nothing agreed; they put in less effort"
    return "settled" if c.id == "pay" else "partly settled"


def _price(facts: Observation, engagement: Engagement) -> str:
    """An engagement's current price: '7,200 a month', '41 an hour'."""
    hourly = engagement.terms.pricing is not Pricing.FIXED
    return f"{money(engagement.price)} {'an hour' if hourly else 'a ' + turn_word(facts.scenario)}"


def _new_price(facts: Observation, r: Request, c: Choice) -> str:
    """The price after an answer, and its change: '7,200 (+3.1%)'."""
    return f"{money(requests.price_after(facts, r, c))} ({c.number:+.1%})"


def _price_rise(facts: Observation, r: Request, c: Choice) -> str:
    if c.id == "refuse":
        return f"no rise; {facts.rules.refusal_leaves:.0%} chance that they leave"
    return f"{_new_price(facts, r, c)} from {turn_short(facts.scenario, facts.turn)} on"


def _escalation(facts: Observation, r: Request, c: Choice) -> str:
    if c.number < 0.0:
        return "they put in less effort"
    return "they put in more effort" if c.number >= 1.0 else "they put in a bit more effort"


def _counter_offer(facts: Observation, r: Request, c: Choice) -> str:
    if c.id == "match":
        return f"stays; others' morale {-100.0 * facts.rules.match_morale:+.0f}"
    if c.id == "promise":
        return f"{facts.rules.promise_works:.0%} chance that they stay"
    return "gone, and their knowledge with them"


def _unhappy_client(facts: Observation, r: Request, c: Choice) -> str:
    left = 100.0 * facts.clients[r.subject].patience
    return f"patience {100.0 * c.number:+.0f}, of {left:.0f} left"


def _journalist(facts: Observation, r: Request, c: Choice) -> str:
    return f"reputation {c.number:+.1f}"


def _renewal(facts: Observation, r: Request, c: Choice) -> str:
    running, scenario = facts.engagements[r.subject], facts.scenario
    if c.id == "leave":
        last = contracts.leaves_after(facts, running)
        return f"works {through(scenario, last)}"
    until = contracts.bound_until(facts, running, requests.new_term(facts, r, c))
    bound = f"bound {through(scenario, until)}" if until else "not bound"
    return f"{_new_price(facts, r, c)}, {bound}"


CHANGES: dict[RequestKind, Callable[[Observation, Request, Choice], str]] = {
    RequestKind.CHANGE_REQUEST: _change_request,
    RequestKind.PRICE_RISE: _price_rise,
    RequestKind.ESCALATION: _escalation,
    RequestKind.COUNTER_OFFER: _counter_offer,
    RequestKind.UNHAPPY_CLIENT: _unhappy_client,
    RequestKind.JOURNALIST: _journalist,
    RequestKind.RENEWAL: _renewal,
}
"""The wording of what an answer changes, by kind of request."""


def choice(r: Request, c: Choice) -> str:
    """An answer, with what it is known to cost."""
    known = [text for text, _ in choice_costs(r, c)]
    text = answer_text(c.id)
    return f"{text} ({', '.join(known)})" if known else text


def _comes_home(facts: Observation, award: Award) -> bool:
    """Whether an own team takes over what others have."""
    doing = (facts.engagements[key] for key in facts.tasks[award.task].engagements)
    own = facts.teams.get(award.offer.partition("/")[2])
    return own is not None and own.kind is Kind.TEAM and any(one.kind.external for one in doing)


def order(observation: Observation, o: Order) -> str:
    """An order in one line."""
    facts = observation

    def name(subject: str) -> str:
        return name_of(facts, subject)

    match o:
        case Award(beside=False) if _comes_home(facts, o):
            return f"bring {name(o.task)} home to {name(o.offer)}"
        case Award():
            verb = "also to" if o.beside else "to"
            return f"award {name(o.task)} {verb} {name(o.offer)}"
        case Oversee():
            return f"{OVERSIGHTS[o.level]} for {who(facts, o.engagement)}"
        case End():
            return f"end {who(facts, o.engagement)}"
        case Renew():
            return f"renew {who(facts, o.engagement)} for {turns_text(facts.scenario, o.term)}"
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
        case AskReferences():
            clients = "a client" if o.clients == 1 else f"{o.clients} clients"
            return f"ask {clients} of {name(o.provider)} about them"
        case Answer():
            wanted = facts.requests.get(o.request)
            if wanted is None:
                return f"answer {o.request}: {o.choice}"
            texts = [choice(wanted, c) for c in wanted.choices if c.id == o.choice]
            title, _ = request(facts, wanted)
            return f"answer to “{title}”: {texts[0] if texts else o.choice}"
        case AcceptDeal():
            return f"accept outside work: {name(o.deal)}"
        case DeclineDeal():
            return f"decline outside work: {name(o.deal)}"
