"""Answers to requests, and what each does. Who brings what is in `asks`.

A request lasts one turn; silence is its first choice. A new kind is a function here and one there.
"""

from collections.abc import Callable

from sim.engine import contracts, luck
from sim.engine.ledger import spend
from sim.engine.numbers import clamp, whole
from sim.engine.record import Record
from sim.engine.staff import forget
from sim.model.market import Choice, Request
from sim.model.orders import Answer
from sim.model.report import HappeningKind
from sim.model.vocabulary import Account, Kind, RequestKind
from sim.model.world import Facts, TeamFacts, World


def answer_request(world: World, order: Answer, record: Record) -> None:
    """Carry out the answer that was chosen; nothing when the matter has settled itself."""
    request = world.requests.pop(order.request, None)
    if request is None:
        return
    choice = next(choice for choice in request.choices if choice.id == order.choice)
    _carry_out(world, request, choice, record)


def stay_silent(world: World, record: Record) -> None:
    """What was not answered goes the way of its first choice."""
    for request in list(world.requests.values()):
        if world.requests.pop(request.id, None) is None:
            continue
        _carry_out(world, request, request.choices[0], record)


def _carry_out(world: World, request: Request, choice: Choice, record: Record) -> None:
    """Money and hours first, then the effect; nothing when its subject is gone."""
    if not _alive(world, request):
        return
    spend(world, record, Account.ANSWERS, choice.cost, request.kind.value, request.subject)
    world.deal_hours += choice.hours
    EFFECTS[request.kind](world, request, choice, record)
    record.tell(HappeningKind.ANSWERED, request.id, choice.id)


def _alive(world: World, request: Request) -> bool:
    if request.kind in (RequestKind.COUNTER_OFFER,):
        return world.teams[request.subject].heads > 0
    if request.kind is RequestKind.UNHAPPY_CLIENT:
        return not world.clients[request.subject].lost
    if request.kind is RequestKind.JOURNALIST:
        return True
    engagement = world.engagements.get(request.subject)
    return engagement is not None and not engagement.ended and not engagement.ends


def _change_request(world: World, request: Request, choice: Choice, record: Record) -> None:
    hidden = world.secrets.hidden[request.subject]
    engagement = world.engagements[request.subject]
    engagement.disputes += 1
    if choice.id == "refuse":
        hidden.alignment = max(0.0, hidden.alignment - world.rules.refusal_alignment)
        return
    engagement.paid += choice.cost
    world.tasks[engagement.task].cost += choice.cost
    wanted = request.amount / engagement.price if engagement.price else 0.0
    agreed = wanted * (world.rules.change_relief if choice.id == "bargain" else 1.0)
    engagement.quoted_hours *= 1.0 + agreed
    hidden.strain = max(0.0, hidden.strain - agreed)


def price_after(facts: Facts, request: Request, choice: Choice) -> int:
    """The price of an engagement when a rise or a renewal is answered so (minor units)."""
    engagement = facts.engagements[request.subject]
    if request.kind is RequestKind.PRICE_RISE:
        return whole(engagement.price * (1.0 + choice.number))
    share = facts.rules.bargain_share if choice.id == "bargain" else 1.0
    return contracts.asked(facts, engagement, new_term(facts, request, choice), share)


def new_term(facts: Facts, request: Request, choice: Choice) -> int:
    """Turns of the term that an answer to a renewal agrees on; 0 for none."""
    return 0 if choice.id == "roll_on" else facts.engagements[request.subject].term


def _price_rise(world: World, request: Request, choice: Choice, record: Record) -> None:
    engagement = world.engagements[request.subject]
    if choice.id != "refuse":
        engagement.price = price_after(world, request, choice)
        engagement.list_price = whole(engagement.list_price * (1.0 + choice.number))
        return
    hidden = world.secrets.hidden[request.subject]
    hidden.alignment = max(0.0, hidden.alignment - world.rules.refusal_alignment)
    u = luck.uniform(world.secrets, "request", f"refused/{request.subject}", world.turn)
    if u < world.rules.refusal_leaves:
        contracts.give_notice(world, engagement, record, until=world.turn - 1, by_provider=True)


def _escalation(world: World, request: Request, choice: Choice, record: Record) -> None:
    engagement = world.engagements[request.subject]
    engagement.disputes += 1
    engagement.paid += choice.cost
    world.tasks[engagement.task].cost += choice.cost
    hidden = world.secrets.hidden[request.subject]
    gain = world.rules.escalation_gain * choice.number
    hidden.alignment = clamp(hidden.alignment + gain, 0.0, 1.0)
    hidden.attention = clamp(hidden.attention + gain, 0.0, 1.0)


def _counter_offer(world: World, request: Request, choice: Choice, record: Record) -> None:
    rules = world.rules
    team = world.teams[request.subject]
    if choice.id == "match":
        team.morale = max(0.0, team.morale - rules.match_morale)
        if record.morale is not None:
            record.morale.append(("one was paid more to stay", team.id, -rules.match_morale))
        return
    if choice.id == "promise":
        u = luck.uniform(world.secrets, "key_person", f"promise/{team.id}", world.turn)
        if u < rules.promise_works:
            return
    lose_key_person(world, team, record)


def lose_key_person(world: World, team: TeamFacts, record: Record) -> None:
    """Somebody who matters leaves: skill and knowledge go along."""
    rules = world.rules
    share = min(1.0, rules.key_person_team / max(1, team.heads))
    skill, novices = team.skill, team.novices
    team.skill = max(0.0, team.skill - rules.key_person_skill * share)
    team.kept = team.kept * (team.heads - 1) / team.heads
    team.heads -= 1
    team.novices = min(team.novices, float(team.heads))
    cause = "somebody who matters left"
    if record.skill is not None:
        record.skill.append((cause, team.id, team.skill - skill))
    if record.heads is not None:
        record.heads.append((cause, team.id, -1))
    if record.novices is not None:
        record.novices.append((cause, team.id, team.novices - novices))
    if team.kind is Kind.TEAM:
        loss = rules.knowledge_turnover * rules.key_person_knowledge / max(2, team.heads + 1)
        forget(world, team, min(0.5, loss), cause, record)
    world.totals.quits += 1
    record.tell(HappeningKind.KEY_PERSON, team.id)


def _unhappy_client(world: World, request: Request, choice: Choice, record: Record) -> None:
    client = world.clients[request.subject]
    client.patience = clamp(client.patience + choice.number, 0.0, 1.0)


def _journalist(world: World, request: Request, choice: Choice, record: Record) -> None:
    world.reputation = clamp(world.reputation + choice.number, 0.0, 100.0)
    if record.reputation is not None:
        record.reputation.append(("press", choice.id, choice.number))


def _renewal(world: World, request: Request, choice: Choice, record: Record) -> None:
    engagement = world.engagements[request.subject]
    if choice.id == "leave":
        contracts.give_notice(world, engagement, record, until=world.turn - 1)
        return
    price = price_after(world, request, choice)
    contracts.renew(world, engagement, new_term(world, request, choice), price)


EFFECTS: dict[RequestKind, Callable[[World, Request, Choice, Record], None]] = {
    RequestKind.CHANGE_REQUEST: _change_request,
    RequestKind.PRICE_RISE: _price_rise,
    RequestKind.ESCALATION: _escalation,
    RequestKind.COUNTER_OFFER: _counter_offer,
    RequestKind.UNHAPPY_CLIENT: _unhappy_client,
    RequestKind.JOURNALIST: _journalist,
    RequestKind.RENEWAL: _renewal,
}
"""What a choice does, by kind of request."""
