"""Contracts in force: invoices, notice, termination fees, renewal with hold-up, final accounts."""

from sim.engine import bids, formulas, places
from sim.engine.ledger import post, spend
from sim.engine.numbers import clamp, whole
from sim.engine.record import Record
from sim.model.report import HappeningKind
from sim.model.spec import evolved
from sim.model.vocabulary import Account, Kind, Pricing, TaskKind, TaskState
from sim.model.world import Engagement, Facts, Renewal, World


def account(kind: Kind) -> Account:
    """The account to which a provider's invoices are booked."""
    return Account.FREELANCERS if kind is Kind.FREELANCER else Account.VENDORS


def exchange(facts: Facts, engagement: Engagement) -> float:
    """Price of the provider's currency now, relative to when the price was agreed."""
    return _currency(facts, engagement) / engagement.currency


def _currency(facts: Facts, engagement: Engagement) -> float:
    """Price of the provider's currency now, relative to the start of the game."""
    provider = facts.providers.get(engagement.provider)
    if provider is None or provider.location is None:
        return engagement.currency
    return facts.places[provider.location].currency


def turn_fee(facts: Facts, engagement: Engagement) -> float:
    """Fees of a normal turn, in minor units; of the average turn for a project."""
    return turn_fee_at(facts, engagement, engagement.price)


def turn_fee_at(facts: Facts, engagement: Engagement, price: int) -> float:
    """Fees of a normal turn if the price were `price`, in minor units."""
    if engagement.terms.pricing is Pricing.OWN:
        return 0.0
    task = facts.tasks[engagement.task].spec
    if engagement.terms.pricing is Pricing.FIXED:
        if task.kind is TaskKind.FUNCTION:
            return float(price)
        turns = max(1.0, engagement.quoted_hours / max(engagement.crew, 1.0))
        return price / turns
    if task.kind is TaskKind.FUNCTION:
        return price * engagement.quoted_hours
    return price * min(engagement.crew, engagement.quoted_hours)


def notice_turns(facts: Facts, engagement: Engagement) -> int:
    """Turns that a provider keeps working after notice; 0 unless it is a vendor."""
    rules = facts.rules
    if engagement.kind is Kind.VENDOR:
        return whole(rules.notice_months_vendor / facts.scenario.turn_months)
    return 0


def termination_fee(facts: Facts, engagement: Engagement, last: int) -> int:
    """The fee for leaving a term after turn `last`, in minor units: a share of the fees left."""
    return whole(facts.rules.termination_fee * bound_fees(facts, engagement, last))


def bound_fees(facts: Facts, engagement: Engagement, last: int) -> float:
    """Fees left in a vendor's term after turn `last`, in minor units; 0 for others."""
    if engagement.kind is not Kind.VENDOR:
        return 0.0
    return fees_between(facts, engagement, last + 1, engagement.term_ends)


def fees_between(facts: Facts, engagement: Engagement, first: int, last: int) -> float:
    """Fees of the turns from `first` to `last` as agreed today, in minor units.

    Each turn is charged at the price in force then, adjusted by how the provider's currency has
    moved since that price was agreed.
    """
    turns, renewed, agreed = max(0, last - first + 1), 0, engagement.renewal
    fees = 0.0
    if agreed is not None:
        renewed = max(0, last - max(first, agreed.starts) + 1)
        dearer = _currency(facts, engagement) / agreed.currency
        fees = renewed * turn_fee_at(facts, engagement, agreed.price) * dearer
    now = turn_fee(facts, engagement) * exchange(facts, engagement)
    return fees + (turns - renewed) * now


def leaves_after(facts: Facts, engagement: Engagement, until: int = 0) -> int:
    """The last turn of work if notice is given now; not before turn `until`."""
    return max(until, facts.turn + notice_turns(facts, engagement) - 1)


def give_notice(
    world: World, engagement: Engagement, record: Record, until: int, by_provider: bool = False
) -> None:
    """Give notice: the provider works through turn `until` and its notice period, then leaves.

    The firm pays a termination fee for a term it cuts short, but not if the provider leaves.
    Does nothing if notice has been given already.
    """
    if engagement.ends or engagement.ended:
        return
    last = leaves_after(world, engagement, until)
    _withdraw_requests(world, engagement)
    if engagement.kind is Kind.VENDOR:
        world.totals.terminations += 1
    if not by_provider:
        _pay_termination_fee(world, engagement, record, last)
    if engagement.renewal is not None and engagement.renewal.starts > last:
        engagement.renewal = None
    record.tell(HappeningKind.NOTICE, engagement.id, engagement.provider, last)
    if last < world.turn:
        part(world, engagement, record)
    else:
        engagement.ends = last


def _withdraw_requests(world: World, engagement: Engagement) -> None:
    for request in list(world.requests.values()):
        if request.subject == engagement.id:
            del world.requests[request.id]


def _pay_termination_fee(world: World, engagement: Engagement, record: Record, last: int) -> None:
    fee = termination_fee(world, engagement, last)
    charge(world, record, engagement, Account.TERMINATION_FEES, fee, "termination_fee")
    engagement.term_ends = 0


def leave(world: World, engagement: Engagement, record: Record) -> None:
    """End an engagement before its term: termination fee, then the final account."""
    _pay_termination_fee(world, engagement, record, world.turn)
    part(world, engagement, record)


def part(world: World, engagement: Engagement, record: Record) -> None:
    """End an engagement: final account, and the task is open again unless others work on it."""
    if engagement.ended:
        return
    final_account(world, engagement, record, accepted=False)
    close(world, engagement, record)


def close(world: World, engagement: Engagement, record: Record) -> None:
    """Take an engagement off its task. Its defects may still surface for a while."""
    engagement.ended = world.turn
    task = world.tasks[engagement.task]
    task.engagements = tuple(key for key in task.engagements if key != engagement.id)
    if not task.engagements and task.state is TaskState.RUNNING:
        task.state = TaskState.OPEN
    world.secrets.hidden[engagement.id].turns_left = whole(world.rules.surface_turns)
    record.tell(HappeningKind.ENDED, engagement.id, engagement.provider)


def first_part(facts: Facts, engagement: Engagement) -> int:
    """The instalment of a fixed price due at signing, in minor units."""
    return whole(engagement.price * facts.rules.upfront)


def pay_upfront(world: World, engagement: Engagement, record: Record) -> None:
    """Pay the first instalment of a fixed price: to the provider, or into escrow."""
    amount = first_part(world, engagement)
    if engagement.terms.escrow:
        fee = whole(engagement.price * world.rules.escrow_fee)
        charge(world, record, engagement, Account.PLATFORM_FEES, fee, "escrow_fee")
        post(world, record, Account.ESCROW, Account.CASH, amount, "escrow", engagement.id)
        engagement.escrow = amount
    else:
        pay(world, engagement, record, amount, "first_part")


def pay(world: World, engagement: Engagement, record: Record, amount: int, cause: str) -> None:
    """Pay an invoice, in the provider's currency, with the marketplace's fee on top."""
    rate = exchange(world, engagement)
    charge(world, record, engagement, account(engagement.kind), amount, cause)
    moved = whole(amount * (rate - 1.0))
    charge(world, record, engagement, Account.CURRENCY, moved, "currency")
    provider = world.providers[engagement.provider]
    if provider.kind is Kind.FREELANCER and provider.marketplace:
        fee = whole(amount * world.rules.platform_fee)
        charge(world, record, engagement, Account.PLATFORM_FEES, fee, "platform_fee")
    engagement.invoiced += amount


def charge(
    world: World, record: Record, engagement: Engagement, account: Account, amount: int, cause: str
) -> None:
    """Spend money on an engagement, and count it towards the engagement and its task."""
    spend(world, record, account, amount, cause, engagement.id)
    engagement.paid += amount
    world.tasks[engagement.task].cost += amount


def final_account(
    world: World, engagement: Engagement, record: Record, accepted: bool, shared: bool = False
) -> None:
    """Settle a fixed-price project when it is accepted or abandoned.

    If it is abandoned, or shared with others, only the part that was done is paid. Money in escrow
    is released first.
    """
    spec = world.tasks[engagement.task].spec
    if engagement.escrow:
        held, engagement.escrow = engagement.escrow, 0
        post(world, record, Account.CASH, Account.ESCROW, held, "escrow_back", engagement.id)
    if engagement.terms.pricing is not Pricing.FIXED or spec.kind is TaskKind.FUNCTION:
        return
    done = clamp(engagement.done / engagement.quoted_standard, 0.0, 1.0)
    if accepted and not shared:
        done = 1.0
    due = whole(engagement.price * done) - engagement.invoiced
    if due > 0:
        pay(world, engagement, record, due, "final_part")


def renewal_price(facts: Facts, engagement: Engagement, term: int, locked_in: float = 1.0) -> int:
    """The price that a vendor asks at renewal, in minor units.

    Its list price, adjusted by wages and currency since it was agreed, plus the hold-up markup
    (`formulas.holdup`), less the discount for a term.

    Args:
        facts: The state of the game.
        engagement: The engagement to renew.
        term: Turns of the new term; 0 for none.
        locked_in: Share of the hold-up that is paid; below 1 after bargaining.
    """
    rules = facts.rules
    task = facts.tasks[engagement.task].spec
    provider = facts.providers[engagement.provider]
    markup = formulas.holdup(
        rules, facts.knowledge[task.discipline], task.knowledge, provider.trust
    )
    price = _moved_price(facts, engagement) * (1.0 + markup * locked_in)
    return whole(price * bids.term_factor(facts, term))


def _moved_price(facts: Facts, engagement: Engagement) -> float:
    place = facts.places[facts.providers[engagement.provider].location or places.HOME]
    moved = place.wages / engagement.wages * place.currency / engagement.currency
    return engagement.list_price * moved


def renews_from(facts: Facts, engagement: Engagement) -> int:
    """The first turn of a renewal agreed now: a running term keeps its price to its end."""
    return max(facts.turn, engagement.term_ends + 1)


def bound_until(facts: Facts, engagement: Engagement, term: int) -> int:
    """The last turn of a term of `term` turns agreed now; 0 without a term."""
    return renews_from(facts, engagement) + term - 1 if term else 0


def renew(world: World, engagement: Engagement, term: int, price: int) -> None:
    """Agree on a renewal, and drop the requests about the engagement."""
    _withdraw_requests(world, engagement)
    agree(world, engagement, term, price)


def agree(facts: Facts, engagement: Engagement, term: int, price: int) -> None:
    """Record a renewal at a price (minor units): for `term` turns, or from turn to turn if 0.

    It follows the running term; if no term runs, it applies at once.
    """
    place = facts.places[facts.providers[engagement.provider].location or places.HOME]
    starts = renews_from(facts, engagement)
    engagement.renewal = Renewal(
        starts=starts,
        term=term,
        price=price,
        list_price=whole(_moved_price(facts, engagement)),
        wages=place.wages,
        currency=place.currency,
    )
    engagement.term_ends = bound_until(facts, engagement, term) or starts - 1
    begin_renewal(engagement, facts.turn)


def begin_renewal(engagement: Engagement, turn: int) -> None:
    """Put an agreed renewal into force once its first turn has come."""
    agreed = engagement.renewal
    if agreed is None or turn < agreed.starts:
        return
    engagement.price, engagement.list_price = agreed.price, agreed.list_price
    engagement.wages, engagement.currency = agreed.wages, agreed.currency
    engagement.term = agreed.term
    engagement.terms = evolved(engagement.terms, term=agreed.term)
    if not agreed.term:
        engagement.term_ends = 0
    engagement.renewal = None
