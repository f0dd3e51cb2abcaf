"""Figures of requests and of the answers to them."""

from sim.engine import bids, contracts, formulas, places
from sim.engine.numbers import whole
from sim.explain.parts import Play, course, in_hundredths, in_money, product, split
from sim.model.explanation import Explanation, Figure, Part
from sim.model.market import Choice, Request
from sim.model.vocabulary import RequestKind
from sim.model.world import Engagement, Facts


def amount(figure: Figure, play: Play) -> Explanation:
    """The sum that a request is about."""
    facts = play.now
    request = facts.requests.get(figure.subject)
    if request is None:
        raise ValueError(f"there is no request {figure.subject!r}")
    note = "The outcome depends on your answer."
    return in_money(figure, "The sum at stake", _sum(facts, request), note)


def _sum(facts: Facts, request: Request) -> tuple[Part, ...]:
    sum_ = request.amount
    match request.kind:
        case RequestKind.CHANGE_REQUEST:
            return _share("price as agreed", facts.engagements[request.subject].price, sum_)
        case RequestKind.PRICE_RISE | RequestKind.ESCALATION:
            return _of_fees(facts, request, sum_)
        case RequestKind.COUNTER_OFFER:
            return _of_pay(facts, request, sum_)
        case RequestKind.UNHAPPY_CLIENT:
            return (Part("the client's fee for a turn", sum_),)
        case RequestKind.JOURNALIST:
            return (Part("loss of the incident", sum_),)
        case RequestKind.RENEWAL:
            engagement = facts.engagements[request.subject]
            steps = _renewal(facts, engagement, request.choices[0])
            numbers = split([step for _, step in steps], scale=1.0)
            numbers[-1] += sum_ - sum(numbers)
            return tuple(Part(name, n) for (name, _), n in zip(steps, numbers, strict=True))


def cost(figure: Figure, play: Play) -> Explanation:
    """Money due at once for an answer."""
    facts = play.now
    request, choice = _find(figure, facts)
    due = choice.cost
    parts: tuple[Part, ...] = ()
    match request.kind:
        case RequestKind.CHANGE_REQUEST if due:
            parts = (Part("asked for", request.amount, _sum(facts, request)),)
            if due != request.amount:
                parts = (*parts, Part("bargained down", due - request.amount))
        case RequestKind.ESCALATION if due:
            parts = _of_fees(facts, request, due)
        case RequestKind.COUNTER_OFFER if due:
            parts = _of_pay(facts, request, due)
        case RequestKind.UNHAPPY_CLIENT if due:
            parts = _share("the client's fee for a turn", request.amount, due)
        case RequestKind.JOURNALIST if due:
            parts = (Part(f"{facts.rules.press_cost:g} hours at a manager's wage", due),)
    return in_money(figure, "Cost of this answer", parts, "Paid when the answer is given.")


def hours(figure: Figure, play: Play) -> Explanation:
    """Managers' hours that an answer takes."""
    _, choice = _find(figure, play.now)
    parts = (Part("talks", whole(100.0 * choice.hours)),)
    note = "Managers' hours taken from oversight this turn."
    return in_hundredths(figure, "Hours this answer takes", parts, note)


def price(figure: Figure, play: Play) -> Explanation:
    """Percentage by which an answer changes a price."""
    facts = play.now
    request, choice = _find(figure, facts)
    end = 100.0 * choice.number
    if request.kind is RequestKind.RENEWAL:
        engagement = facts.engagements[request.subject]
        _, *steps = _renewal(facts, engagement, choice)
        rows = [(name, 100.0 * step / max(1, engagement.price)) for name, step in steps]
        note = "Percentage of today's price."
    elif request.kind is RequestKind.PRICE_RISE:
        wanted = 100.0 * request.choices[0].number
        rows = [("asked for", wanted), ("bargained down", end - wanted)]
        note = "Percentage of today's price; the rise is permanent."
    else:
        raise ValueError("that answer does not change a price")
    parts = course(("", 0.0), rows, end, "rounding")[1:]
    return in_hundredths(figure, "Change in price", parts, note)


def _find(figure: Figure, facts: Facts) -> tuple[Request, Choice]:
    for request in facts.requests.values():
        for choice in request.choices:
            if request.answer_id(choice) == figure.subject:
                return request, choice
    raise ValueError(f"there is no answer {figure.subject!r}")


def _share(name: str, base: int, part: int) -> tuple[Part, ...]:
    """Parts of a share of a sum: the whole sum, and what to take off."""
    left = 1.0 - part / base if base else 0.0
    rest = (Part(f"all but {1.0 - left:.1%} of it", part - base),) if part != base else ()
    return (Part(name, base), *rest)


def _of_fees(facts: Facts, request: Request, part: int) -> tuple[Part, ...]:
    fee = contracts.turn_fee(facts, facts.engagements[request.subject])
    return _share("their fees for a normal turn", whole(fee), part)


def _of_pay(facts: Facts, request: Request, part: int) -> tuple[Part, ...]:
    year = whole(places.annual_wage(facts, facts.teams[request.subject]))
    return _share("a year's pay", year, part)


def _renewal(facts: Facts, engagement: Engagement, choice: Choice) -> list[tuple[str, float]]:
    """Steps from today's price to the price under a choice, in minor units."""
    rules = facts.rules
    provider = facts.providers[engagement.provider]
    place = facts.places[provider.location or places.HOME]
    task = facts.tasks[engagement.task].spec
    bargained = rules.bargain_share if choice.id == "bargain" else 1.0
    markup = formulas.holdup(
        rules, facts.knowledge[task.discipline], task.knowledge, provider.trust
    )
    today = float(engagement.price)
    steps: list[tuple[str, float]] = [("today's price", today)]
    if choice.id == "leave":
        return steps
    term = 0 if choice.id == "roll_on" else engagement.term
    listed = float(engagement.list_price)
    undiscounted = today / bids.term_factor(facts, engagement.term)
    steps += [
        ("end of the old term's discount", undiscounted - today),
        ("their markup at the last renewal", listed - undiscounted),
        *product(
            ("", listed),
            [
                ("wages there since it was agreed", place.wages / engagement.wages),
                ("currency since it was agreed", place.currency / engagement.currency),
                ("markup, since you depend on them", 1.0 + markup * bargained),
                ("discount for a new term", bids.term_factor(facts, term)),
            ],
        )[1:],
    ]
    return [steps[0], *(step for step in steps[1:] if abs(step[1]) >= 1.0)]
