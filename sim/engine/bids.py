"""Bids: what providers offer to do for a task, and at what price.

A bid is a function of the facts, the provider's hidden traits and its luck with the task; it is
computed on demand and never stored. A cheap bid is a warning: providers who lack skill or put their
own interest first bid low and quote too few hours.
"""

import attr

from sim.engine import formulas, luck, places
from sim.engine.numbers import clamp, upwards, whole
from sim.model.market import Offer, Quote
from sim.model.rules import Rules
from sim.model.spec import Task, Terms
from sim.model.value import Value
from sim.model.vocabulary import Kind, Mode, Presence, Pricing, Sla, TaskKind, TaskState
from sim.model.world import Engagement, Facts, ProviderFacts, TaskFacts, TeamFacts, Traits, World


def suits(task: Task, place: str | None, disciplines: tuple[str, ...]) -> bool:
    """Whether a provider's disciplines and place (None for home) allow it to do a task at all."""
    if task.discipline not in disciplines:
        return False
    return task.presence is Presence.ANYWHERE or place is None


def remaining(rules: Rules, task: TaskFacts) -> float:
    """Standard hours left to do by the specification (project), or asked for a turn (function)."""
    if task.spec.kind is TaskKind.FUNCTION:
        return task.spec.hours
    return max(task.spec.hours * rules.last_piece, task.spec.hours - task.done)


def transition_turns(facts: Facts, task: Task, kind: Kind, mode: Mode) -> float:
    """Turns of hand-over until a new provider works at full pace."""
    rules = facts.rules
    if kind is Kind.TEAM:
        return 0.0
    if kind is Kind.FREELANCER:
        months = rules.transition_freelancer
    elif kind is Kind.SITE:
        months = rules.transition_site
    else:
        months = rules.transition_abroad if mode is Mode.OFFSHORE else rules.transition_vendor
    months *= rules.transition_base + (1.0 - rules.transition_base) * task.knowledge
    if task.kind is TaskKind.PROJECT:
        months *= rules.transition_project
    return months / facts.scenario.turn_months


def lead_turns(facts: Facts, kind: Kind, mode: Mode, ready: int) -> int:
    """Whole turns before the first working day."""
    if kind is Kind.SITE:
        return max(0, ready - facts.turn)
    if kind is Kind.VENDOR and mode is Mode.OFFSHORE:
        return whole(facts.rules.lead_abroad_months / facts.scenario.turn_months)
    return 0


def steady_effort(facts: Facts, task: Task, kind: Kind, place: str | None) -> float:
    """Hours per standard hour, as far as they depend neither on who does the work nor on when."""
    rules, scenario = facts.rules, facts.scenario
    effort = formulas.distance_effort(
        rules, places.distance(rules, scenario, kind, place), task.coupling
    )
    effort *= formulas.night(rules, task.hours_of_day, places.hours_apart(scenario, place))
    effort *= process(facts, task, kind)
    where = places.location(scenario, place)
    if where is not None:
        effort *= formulas.turnover(where.attrition)
    return effort


def process(facts: Facts, task: Task, kind: Kind) -> float:
    """Factor on the effort and defects of vendors on large steady work; 1 for all others."""
    if kind is not Kind.VENDOR or task.kind is TaskKind.PROJECT:
        return 1.0
    return formulas.vendor_size(facts.rules, task.hours / facts.scenario.turn_months)


def schedule(facts: Facts, task: TaskFacts, hours: float, lead: int) -> tuple[float, float]:
    """Turns that a project's hours are planned over, and the factor on effort from the hurry."""
    rules, spec = facts.rules, task.spec
    nominal = formulas.nominal_turns(rules, hours, facts.scenario.turn_months)
    deadline = spec.deadline or facts.scenario.turns
    available = max(1.0, float(deadline - facts.turn + 1 - lead))
    planned = max(1.0, min(available, nominal * rules.schedule_slack), nominal * rules.rush_limit)
    return planned, formulas.rush(rules, planned, nominal)


def _terms_of_trade(
    task: Task, kind: Kind, hourly: float, hours: float, world: World
) -> tuple[Quote, ...]:
    rules = world.rules
    unclear = at_risk(rules, Pricing.FIXED, task.clarity)
    fixed = Quote(Pricing.FIXED, whole(hours * hourly * unclear))
    by_hour = Quote(Pricing.HOURLY, whole(hourly))
    if kind is Kind.FREELANCER:
        return (fixed, by_hour)
    risky = at_risk(rules, Pricing.PERFORMANCE, task.clarity)
    bonus = Quote(Pricing.PERFORMANCE, whole(hourly * risky))
    return (fixed, by_hour, bonus)


def at_risk(rules: Rules, pricing: Pricing, clarity: float) -> float:
    """Factor on a price from its pricing model: bearing the risk of unclear work is paid for."""
    if pricing is Pricing.FIXED:
        return 1.0 + rules.fixed_premium * (1.0 + rules.fixed_least - clarity)
    if pricing is Pricing.PERFORMANCE:
        return rules.performance_base * (1.0 + rules.performance_risk * (1.0 - clarity))
    return 1.0


def _practice(rules: Rules, task: Task, hours: float) -> float:
    """Hours of practice a head that a provider expects to have in the work, on average."""
    most = formulas.productive_hours(rules, 1.0) * rules.quoted_months
    return most if task.kind is TaskKind.FUNCTION else 0.5 * min(hours, most)


@attr.s(auto_attribs=True, order=False, init=False)
class Baseline(Value):
    """Hours that a middling provider of a kind and place would expect, unhurried: standard hours,
    and the factors on them."""

    standard: float
    place: float
    """Where it is, and a vendor's process on large steady work."""
    skill: float
    """Middling skill against the work's complexity."""
    learning: float
    """Learning how the firm does it."""

    def __init__(self, standard: float, place: float, skill: float, learning: float) -> None:
        self.standard, self.place, self.skill, self.learning = standard, place, skill, learning

    @property
    def hours(self) -> float:
        """Hours in total."""
        return self.standard * self.place * self.skill * self.learning


def baseline_hours(facts: Facts, task: TaskFacts, provider: ProviderFacts) -> Baseline:
    """The baseline for a task by a provider's kind and place."""
    rules, spec = facts.rules, task.spec
    standard = remaining(rules, task)
    steady = steady_effort(facts, spec, provider.kind, provider.location)
    capable = formulas.capability(rules, rules.middling_skill, spec.complexity)
    practice = _practice(rules, spec, standard * steady * capable)
    return Baseline(standard, steady, capable, formulas.learning(rules, spec.knowledge, practice))


def _worth_a_bid(rules: Rules, task: Task, hours: float, most: float) -> bool:
    """Whether a provider has enough hours for a service, or enough time for a project."""
    if task.kind is TaskKind.FUNCTION:
        return most > 0.0 and most >= rules.bid_least * min(hours, task.hours)
    return hours <= rules.bid_turns * most


def _promised(world: World, provider: ProviderFacts) -> float:
    """Hours a turn that a provider already gives the firm, without what is signed this turn."""
    hours = 0.0
    for engagement in world.engagements.values():
        if engagement.provider == provider.id and engagement.started < world.turn:
            hours += kept_free(world, engagement)
    return hours


def kept_free(facts: Facts, engagement: Engagement) -> float:
    """Hours a turn that a provider keeps free for what it has signed."""
    function = facts.tasks[engagement.task].spec.kind is TaskKind.FUNCTION
    return engagement.quoted_hours if function else engagement.crew


def leaning(rules: Rules, traits: Traits) -> float:
    """A bidder's hourly price over the going rate, luck apart: skill is dear, and providers who put
    their own interest first bid low."""
    short = rules.middling_skill - traits.alignment
    lean = 1.0 + rules.bid_skill * (traits.skill - rules.middling_skill)
    return lean - rules.bid_cheap * (short if short > 0.0 else 0.0)


def optimism(rules: Rules, traits: Traits) -> float:
    """The hours that a bidder quotes over those it expects, luck apart."""
    return 1.0 - rules.optimism * (1.0 - traits.alignment)


@attr.s(auto_attribs=True, order=False, init=False)
class _Bid(Value):
    """A provider's bid before it is compared with its rivals'."""

    provider: ProviderFacts
    quotes: tuple[Quote, ...]
    hours: float
    standard: float
    crew: float
    turns: int

    def __init__(
        self, provider: ProviderFacts, quotes: tuple[Quote, ...], hours: float, standard: float,
        crew: float, turns: int,
    ) -> None:  # fmt: skip
        self.provider, self.quotes, self.hours, self.standard = provider, quotes, hours, standard
        self.crew, self.turns = crew, turns

    def offer(self, world: World, task: str, below_market: float) -> Offer:
        provider = self.provider
        vendor = provider.kind is Kind.VENDOR
        return Offer(
            id=f"{task}/{provider.id}",
            task=task,
            provider=provider.id,
            kind=provider.kind,
            mode=provider.mode,
            made=world.turn,
            expires=world.turn,
            quotes=self.quotes,
            hours=self.hours,
            standard=self.standard,
            crew=self.crew,
            turns=self.turns,
            slas=(Sla.NONE, Sla.STANDARD, Sla.STRICT) if vendor else (Sla.NONE,),
            escrow=provider.kind is Kind.FREELANCER and provider.marketplace,
            liability=vendor,
            below_market=below_market,
        )


def provider_offer(
    world: World, task: TaskFacts, provider: ProviderFacts, at_work: bool = False
) -> Offer | None:
    """A freelancer's or vendor's bid for a task, without its rivals; None if it makes none.

    With `at_work` it has the work already as the game begins, and bids however small it is.
    """
    bid = _bid(world, task, provider, at_work)
    return None if bid is None else bid.offer(world, task.spec.id, 0.0)


def _luck(world: World, entity: str) -> tuple[float, float]:
    """What a bid's price and its hours owe to luck, in standard deviations."""
    secrets = world.secrets
    found = secrets.bids.get(entity)
    if found is None:
        found = luck.gauss(secrets, "bid", entity, 0), luck.gauss(secrets, "bid", entity, 1)
        secrets.bids[entity] = found
    return found


def _bid(
    world: World,
    task: TaskFacts,
    provider: ProviderFacts,
    at_work: bool = False,
    baseline: Baseline | None = None,
) -> _Bid | None:
    """A provider's bid, or None; `baseline` is that of its kind and place, if already computed."""
    rules, spec = world.rules, task.spec
    if (
        provider.gone
        or provider.busy_until >= world.turn
        or not suits(spec, provider.location, provider.disciplines)
    ):
        return None
    traits = world.secrets.traits[provider.id]
    months = world.scenario.turn_months
    entity = f"{spec.id}/{provider.id}"
    lean = leaning(rules, traits)
    luck_of_price, luck_of_hours = _luck(world, entity)
    lean += rules.bid_spread * luck_of_price
    hourly = places.going_rate(world, provider, spec.discipline) * clamp(
        lean, rules.bid_floor, rules.bid_ceiling
    )
    lead = lead_turns(world, provider.kind, provider.mode, 0)
    baseline = baseline or baseline_hours(world, task, provider)
    standard, hours = baseline.standard, baseline.hours
    one = formulas.productive_hours(rules, months)
    hours *= optimism(rules, traits)
    hours *= clamp(1.0 + rules.hours_spread * luck_of_hours, 0.5, 2.0)
    most = one if provider.kind is Kind.FREELANCER else provider.size * one * rules.vendor_stake
    most -= _promised(world, provider)
    if not at_work and not _worth_a_bid(rules, spec, hours, most):
        return None
    if spec.kind is TaskKind.PROJECT:
        planned, hurry = schedule(world, task, hours, lead)
        wait = formulas.wait(
            rules,
            places.distance(rules, world.scenario, provider.kind, provider.location),
            places.hours_apart(world.scenario, provider.location),
            spec.coupling,
            spec.complexity,
        )
        hours *= hurry
        crew = min(most, hours * wait / planned)
        if provider.kind is Kind.FREELANCER:
            crew = most
        turns = lead + max(1, upwards(hours * wait / crew))
    else:
        standard *= min(1.0, most / hours)
        hours = min(hours, most)
        crew = min(most, hours * rules.crew_slack)
        turns = lead + upwards(transition_turns(world, spec, provider.kind, provider.mode))
    quotes = _terms_of_trade(spec, provider.kind, hourly, hours, world)
    return _Bid(provider, quotes, hours, standard, crew, turns)


def team_offer(facts: Facts, task: TaskFacts, team: TeamFacts) -> Offer | None:
    """A team's or site's offer for a task; None if it cannot do it."""
    rules, spec = facts.rules, task.spec
    mode = places.mode_of(team.kind, team.location)
    heads = team.heads + sum(number for _, number in team.arriving)
    if heads == 0 or not suits(spec, team.location, (team.discipline,)):
        return None
    months = facts.scenario.turn_months
    lead = lead_turns(facts, team.kind, mode, team.ready)
    effort = steady_effort(facts, spec, team.kind, team.location)
    effort *= formulas.capability(rules, team.skill, spec.complexity)
    effort *= formulas.settled(rules, spec.knowledge, facts.knowledge[spec.discipline])
    standard = remaining(rules, task)
    hours = standard * effort
    capacity = heads * formulas.productive_hours(rules, months)
    if spec.kind is TaskKind.PROJECT:
        planned, hurry = schedule(facts, task, hours, lead)
        hours *= hurry
        crew = min(capacity, hours / planned)
        turns = lead + max(1, upwards(hours / max(crew, 1.0)))
    else:
        crew = hours * rules.team_slack
        turns = lead + upwards(transition_turns(facts, spec, team.kind, mode))
    return Offer(
        id=f"{spec.id}/{team.id}",
        task=spec.id,
        provider=team.id,
        kind=team.kind,
        mode=mode,
        made=facts.turn,
        expires=facts.turn,
        quotes=(Quote(Pricing.OWN, 0),),
        hours=hours,
        standard=standard,
        crew=crew,
        turns=turns,
        slas=(Sla.NONE,),
        escrow=False,
        liability=False,
        below_market=0.0,
    )


def tender(world: World, task: TaskFacts) -> list[Offer]:
    """All offers for a task, own people first, each bid compared with the mean of its kind."""
    offers = [
        offer
        for team in world.teams.values()
        if (offer := team_offer(world, task, team)) is not None
    ]
    discipline = task.spec.discipline
    groups: dict[tuple[Kind, Mode], list[_Bid]] = {}
    baseline: dict[tuple[Kind, str | None], Baseline] = {}
    for provider in world.providers.values():
        if discipline in provider.disciplines:  # most are in another: the cheapest test first
            alike = (provider.kind, provider.location)
            if alike not in baseline:
                baseline[alike] = baseline_hours(world, task, provider)
            bid = _bid(world, task, provider, baseline=baseline[alike])
            if bid is not None:
                groups.setdefault((provider.kind, provider.mode), []).append(bid)
    for rivals in groups.values():
        mean = sum(bid.quotes[0].amount for bid in rivals) / len(rivals)
        for bid in rivals:
            below = 1.0 - bid.quotes[0].amount / mean if mean else 0.0
            offers.append(bid.offer(world, task.spec.id, below))
    return offers


def wanted(task: TaskFacts) -> bool:
    """Whether a task can be awarded now."""
    return task.state is TaskState.OPEN or task.state is TaskState.RUNNING


def price(facts: Facts, offer: Offer, terms: Terms) -> int:
    """What an offer costs under terms, premiums and discount included (minor units)."""
    return whole(list_price(facts, offer, terms) * term_factor(facts, terms.term))


def list_price(facts: Facts, offer: Offer, terms: Terms) -> int:
    """What an offer costs under terms before the discount that a term brings (minor units)."""
    rules = facts.rules
    quoted = next(quote.amount for quote in offer.quotes if quote.pricing is terms.pricing)
    steps = terms.sla.steps
    factor = 1.0 + rules.sla_premium * steps
    if terms.liability:
        factor += rules.liability_premium
    return whole(quoted * factor)


def term_factor(facts: Facts, term: int) -> float:
    """Factor on a price from being bound for `term` turns."""
    months = min(facts.rules.term_months, term * facts.scenario.turn_months)
    return 1.0 - facts.rules.term_discount * months / facts.rules.term_months
