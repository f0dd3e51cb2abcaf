"""Requests: who brings what, and which answers there are. What an answer does is in `answers`."""

from sim.engine import contracts, forms, luck, places
from sim.engine.numbers import clamp, whole
from sim.engine.record import Record
from sim.model.market import Choice, Request
from sim.model.report import HappeningKind
from sim.model.vocabulary import EventKind, Kind, Pricing, RequestKind, TaskKind
from sim.model.world import Engagement, TeamFacts, World


def ask(world: World, record: Record) -> None:
    """The matters that come up for the next turn."""
    for engagement in world.engagements.values():
        if engagement.kind in contracts.OUTSIDE and not engagement.ends:
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
    return luck.uniform(world.secrets, "request", f"{kind.value}/{subject}", world.turn)


def _of_engagement(world: World, engagement: Engagement) -> Request | None:
    """At most one matter of an engagement a turn, the weightiest first."""
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
    world: World,
    kind: RequestKind,
    subject: str,
    who: str,
    choices: tuple[Choice, ...],
    amount: int,
) -> Request:
    key = f"{kind.value}/{subject}/{world.turn + 1}"
    return Request(key, kind, world.turn + 1, subject, who, choices, amount)


def _ask_change(world: World, engagement: Engagement) -> Request:
    rules = world.rules
    overrun = world.secrets.hidden[engagement.id].strain
    amount = whole(engagement.price * rules.change_size * overrun)
    half = whole(amount * rules.bargain_share)
    return _request(
        world,
        RequestKind.CHANGE_REQUEST,
        engagement.id,
        world.providers[engagement.provider].name,
        (
            Choice("refuse", 0, 0.0),
            Choice("pay", amount, 0.0, 1.0),
            Choice("bargain", half, rules.answer_hours, rules.bargain_share),
        ),
        amount,
    )


def _ask_price_rise(world: World, engagement: Engagement) -> Request:
    rules = world.rules
    rise = rules.price_rise_size
    return _request(
        world,
        RequestKind.PRICE_RISE,
        engagement.id,
        world.providers[engagement.provider].name,
        (
            Choice("accept", 0, 0.0, rise),
            Choice("bargain", 0, rules.answer_hours, rise * rules.bargain_share),
            Choice("refuse", 0, 0.0),
        ),
        whole(contracts.turn_fee(world, engagement) * rise),
    )


def _ask_escalation(world: World, engagement: Engagement) -> Request:
    rules = world.rules
    cost = whole(contracts.turn_fee(world, engagement) * rules.concession_share)
    return _request(
        world,
        RequestKind.ESCALATION,
        engagement.id,
        world.providers[engagement.provider].name,
        (
            Choice("let_be", 0, 0.0, -rules.escalation_neglect),
            Choice("escalate", 0, rules.escalation_hours, 1.0),
            Choice("concede", cost, 0.0, rules.concession_gain),
        ),
        amount=cost,
    )


def _ask_renewal(world: World, engagement: Engagement) -> Request:
    """The choices name the price against today's, in parts of it."""
    rules = world.rules
    term, now = engagement.term, max(1, engagement.price)
    rolled = contracts.asked(world, engagement, 0)
    renewed = contracts.asked(world, engagement, term)
    bargained = contracts.asked(world, engagement, term, rules.bargain_share)
    return _request(
        world,
        RequestKind.RENEWAL,
        engagement.id,
        world.providers[engagement.provider].name,
        (
            Choice("roll_on", 0, 0.0, rolled / now - 1.0),
            Choice("renew", 0, rules.answer_hours, renewed / now - 1.0),
            Choice("bargain", 0, rules.renewal_hours, bargained / now - 1.0),
            Choice("leave", 0, 0.0),
        ),
        rolled,
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
    annual = places.team_wage(world, team) * rules.paid_hours_month * 12.0
    cost = whole(annual * rules.match_share)
    return _request(
        world,
        RequestKind.COUNTER_OFFER,
        team.id,
        team.title,
        (
            Choice("let_go", 0, 0.0),
            Choice("match", cost, 0.0),
            Choice("promise", 0, rules.answer_hours),
        ),
        cost,
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
        (
            Choice("nothing", 0, 0.0, -rules.silence_patience),
            Choice("visit", 0, rules.answer_hours, rules.visit_patience),
            Choice("discount", cost, 0.0, rules.discount_patience),
        ),
        facts.revenue,
    )


def _ask_press(world: World, record: Record) -> None:
    """A large loss that customers saw brings a journalist."""
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
    month = forms.loaded_wage(rules, wage) * forms.productive_hours(rules, 1.0)
    if worst.loss * spec.visibility < rules.press_loss * month:
        return
    cost = whole(rules.press_cost * world.scenario.firm.manager_wage)
    points = rules.press_reputation
    request = _request(
        world,
        RequestKind.JOURNALIST,
        worst.id,
        "",
        (
            Choice("no_comment", 0, 0.0, -points),
            Choice("explain", 0, rules.answer_hours, -rules.press_softened * points),
            Choice("campaign", cost, 0.0, rules.press_softened * points),
        ),
        worst.loss,
    )
    _bring(world, request, record)
