"""Requests: who makes which, the possible answers, and what each answer does.

A request lasts one turn; if nobody answers, its first choice applies. A new kind needs a function
that makes it, a function that carries out its answers, and a row in `EFFECTS`.
"""

from collections.abc import Callable
from typing import Final

from sim.engine import contracts, formulas, luck, places
from sim.engine.ledger import spend
from sim.engine.numbers import clamp, whole
from sim.engine.phases.staff import forget
from sim.engine.record import Record
from sim.model.market import Choice, Request
from sim.model.orders import Answer
from sim.model.report import HappeningKind
from sim.model.vocabulary import Account, EventKind, Kind, Pricing, RequestKind, TaskKind
from sim.model.world import Engagement, Facts, TeamFacts, World


def ask(world: World, record: Record) -> None:
    """Make the requests for the next turn."""
    for engagement in world.engagements.values():
        if engagement.kind.external and not engagement.ends:
            request = _of_engagement(world, engagement)
            if request is not None:
                _bring(world, request, record)
    for team in world.teams.values():
        if team.heads > 1 and _key_person(world, team):
            _bring(world, _ask_counter_offer(world, team), record)
    for client in world.clients.values():
        if not client.lost and client.patience < world.rules.unhappy_patience * (
            0.5 + 0.5 * min(1.0, client.base)
        ):
            _bring(world, _ask_unhappy(world, client.id), record)
    _ask_press(world, record)


def _bring(world: World, request: Request, record: Record) -> None:
    world.requests[request.id] = request
    record.tell(HappeningKind.REQUEST, request.id)


def _chance(world: World, kind: RequestKind, subject: str) -> float:
    return luck.uniform(world.secrets, "request", f"{kind}/{subject}", world.turn)


def _of_engagement(world: World, engagement: Engagement) -> Request | None:
    """At most one request per engagement and turn, the most serious first."""
    rules = world.rules
    months = world.scenario.turn_months
    spec = world.tasks[engagement.task].spec
    hidden = world.secrets.hidden[engagement.id]
    ends = engagement.term_ends
    if engagement.kind is Kind.VENDOR and ends in (world.turn, world.turn + 1) and ends:
        return _ask_renewal(world, engagement)
    fixed_project = engagement.terms.pricing is Pricing.FIXED and spec.kind is TaskKind.PROJECT
    if fixed_project and engagement.turn_hours > 0.0:
        chance = rules.change_request * months * min(1.0, hidden.strain * 2.0)
        if _chance(world, RequestKind.CHANGE_REQUEST, engagement.id) < chance:
            return _ask_change(world, engagement)
    if engagement.kind is Kind.VENDOR:
        bad = 1.0 - clamp(world.tasks[engagement.task].quality / 100.0, 0.0, 1.0)
        bad = max(bad, 1.0 - hidden.alignment)
        if _chance(world, RequestKind.ESCALATION, engagement.id) < (
            rules.escalation_month * months * bad
        ):
            return _ask_escalation(world, engagement)
    free = spec.kind is TaskKind.FUNCTION and engagement.term_ends <= world.turn
    if free and _chance(world, RequestKind.PRICE_RISE, engagement.id) < (
        rules.price_rise_month * months
    ):
        return _ask_price_rise(world, engagement)
    return None


def _request(
    world: World, kind: RequestKind, subject: str, who: str, amount: int, *choices: Choice
) -> Request:
    key = f"{kind}/{subject}/{world.turn + 1}"
    return Request(key, kind, world.turn + 1, subject, who, choices, amount)


def _of_provider(
    world: World, kind: RequestKind, engagement: Engagement, amount: int, *choices: Choice
) -> Request:
    name = world.providers[engagement.provider].name
    return _request(world, kind, engagement.id, name, amount, *choices)


def _ask_change(world: World, engagement: Engagement) -> Request:
    rules = world.rules
    overrun = world.secrets.hidden[engagement.id].strain
    amount = whole(engagement.price * rules.change_size * overrun)
    half = whole(amount * rules.bargain_share)
    return _of_provider(
        world,
        RequestKind.CHANGE_REQUEST,
        engagement,
        amount,
        Choice("refuse", 0, 0.0),
        Choice("pay", amount, 0.0, 1.0),
        Choice("bargain", half, rules.answer_hours, rules.bargain_share),
    )


def _ask_price_rise(world: World, engagement: Engagement) -> Request:
    rules = world.rules
    rise = rules.price_rise_size
    return _of_provider(
        world,
        RequestKind.PRICE_RISE,
        engagement,
        whole(contracts.turn_fee(world, engagement) * rise),
        Choice("accept", 0, 0.0, rise),
        Choice("bargain", 0, rules.answer_hours, rise * rules.bargain_share),
        Choice("refuse", 0, 0.0),
    )


def _ask_escalation(world: World, engagement: Engagement) -> Request:
    rules = world.rules
    cost = whole(contracts.turn_fee(world, engagement) * rules.concession_share)
    return _of_provider(
        world,
        RequestKind.ESCALATION,
        engagement,
        cost,
        Choice("let_be", 0, 0.0, -rules.escalation_neglect),
        Choice("escalate", 0, rules.escalation_hours, 1.0),
        Choice("concede", cost, 0.0, rules.concession_gain),
    )


def _ask_renewal(world: World, engagement: Engagement) -> Request:
    """Each choice's number is the change of price, as a share of today's price."""
    rules = world.rules
    term, now = engagement.term, max(1, engagement.price)
    rolled = contracts.renewal_price(world, engagement, 0)
    renewed = contracts.renewal_price(world, engagement, term)
    bargained = contracts.renewal_price(world, engagement, term, rules.bargain_share)
    return _of_provider(
        world,
        RequestKind.RENEWAL,
        engagement,
        rolled,
        Choice("roll_on", 0, 0.0, rolled / now - 1.0),
        Choice("renew", 0, rules.answer_hours, renewed / now - 1.0),
        Choice("bargain", 0, rules.renewal_hours, bargained / now - 1.0),
        Choice("leave", 0, 0.0),
    )


def _key_person(world: World, team: TeamFacts) -> bool:
    rules = world.rules
    planned = any(
        event.kind is EventKind.KEY_PERSON_LEAVES
        and event.turn == world.turn + 1
        and event.subject == team.id
        for event in world.scenario.events
    )
    low = 1.0 + max(0.0, rules.usual_morale - team.morale) * rules.attrition_morale
    chance = rules.key_person_year * world.scenario.turn_months / 12.0 * low
    return planned or luck.uniform(world.secrets, "key_person", team.id, world.turn) < chance


def _ask_counter_offer(world: World, team: TeamFacts) -> Request:
    rules = world.rules
    cost = whole(places.annual_wage(world, team) * rules.match_share)
    return _request(
        world,
        RequestKind.COUNTER_OFFER,
        team.id,
        team.title,
        cost,
        Choice("let_go", 0, 0.0),
        Choice("match", cost, 0.0),
        Choice("promise", 0, rules.answer_hours),
    )


def _ask_unhappy(world: World, client: str) -> Request:
    rules = world.rules
    facts = world.clients[client]
    cost = whole(facts.revenue * rules.discount_share)
    return _request(
        world,
        RequestKind.UNHAPPY_CLIENT,
        client,
        facts.name,
        facts.revenue,
        Choice("nothing", 0, 0.0, -rules.silence_patience),
        Choice("visit", 0, rules.answer_hours, rules.visit_patience),
        Choice("discount", cost, 0.0, rules.discount_patience),
    )


def _ask_press(world: World, record: Record) -> None:
    """A large loss that customers saw attracts a journalist."""
    rules = world.rules
    worst = max(
        (incident for incident in record.incidents if incident.turn == world.turn),
        key=lambda incident: incident.loss,
        default=None,
    )
    if worst is None:
        return
    spec = world.tasks[worst.task].spec
    wage = world.wages[spec.discipline]
    month = formulas.loaded_wage(rules, wage) * formulas.productive_hours(rules, 1.0)
    if worst.loss * spec.visibility < rules.press_loss * month:
        return
    cost = whole(rules.press_cost * world.scenario.firm.manager_wage)
    points = rules.press_reputation
    request = _request(
        world,
        RequestKind.JOURNALIST,
        worst.id,
        "",
        worst.loss,
        Choice("no_comment", 0, 0.0, -points),
        Choice("explain", 0, rules.answer_hours, -rules.press_softened * points),
        Choice("campaign", cost, 0.0, rules.press_softened * points),
    )
    _bring(world, request, record)


def answer_request(world: World, order: Answer, record: Record) -> None:
    """Carry out the chosen answer; does nothing if the request has settled itself."""
    request = world.requests.pop(order.request, None)
    if request is None:
        return
    choice = next(choice for choice in request.choices if choice.id == order.choice)
    _carry_out(world, request, choice, record)


def stay_silent(world: World, record: Record) -> None:
    """Carry out the first choice of every request that was not answered."""
    for request in list(world.requests.values()):
        if world.requests.pop(request.id, None) is None:
            continue
        _carry_out(world, request, request.choices[0], record)


def _carry_out(world: World, request: Request, choice: Choice, record: Record) -> None:
    """Money and hours first, then the effect; does nothing if the subject is gone."""
    if not _alive(world, request):
        return
    spend(world, record, Account.ANSWERS, choice.cost, request.kind.value, request.subject)
    world.deal_hours += choice.hours
    EFFECTS[request.kind](world, request, choice, record)
    record.tell(HappeningKind.ANSWERED, request.id, choice.id)


def _alive(world: World, request: Request) -> bool:
    if request.kind is RequestKind.COUNTER_OFFER:
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
    """The price of an engagement after this answer to a price rise or renewal, in minor units."""
    engagement = facts.engagements[request.subject]
    if request.kind is RequestKind.PRICE_RISE:
        return whole(engagement.price * (1.0 + choice.number))
    share = facts.rules.bargain_share if choice.id == "bargain" else 1.0
    return contracts.renewal_price(facts, engagement, new_term(facts, request, choice), share)


def new_term(facts: Facts, request: Request, choice: Choice) -> int:
    """Length in turns of the term that an answer to a renewal agrees to; 0 for none."""
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
            record.morale.append(("somebody was paid more to stay", team.id, -rules.match_morale))
        return
    if choice.id == "promise":
        u = luck.uniform(world.secrets, "key_person", f"promise/{team.id}", world.turn)
        if u < rules.promise_works:
            return
    lose_key_person(world, team, record)


def lose_key_person(world: World, team: TeamFacts, record: Record) -> None:
    """A key person leaves a team, taking skill and knowledge along."""
    rules = world.rules
    share = min(1.0, rules.key_person_team / max(1, team.heads))
    skill, novices = team.skill, team.novices
    team.skill = max(0.0, team.skill - rules.key_person_skill * share)
    team.kept = team.kept * (team.heads - 1) / team.heads
    team.heads -= 1
    team.novices = min(team.novices, float(team.heads))
    cause = "a key person left"
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


EFFECTS: Final[dict[RequestKind, Callable[[World, Request, Choice, Record], None]]] = {
    RequestKind.CHANGE_REQUEST: _change_request,
    RequestKind.PRICE_RISE: _price_rise,
    RequestKind.ESCALATION: _escalation,
    RequestKind.COUNTER_OFFER: _counter_offer,
    RequestKind.UNHAPPY_CLIENT: _unhappy_client,
    RequestKind.JOURNALIST: _journalist,
    RequestKind.RENEWAL: _renewal,
}
"""What a choice does, by kind of request."""
