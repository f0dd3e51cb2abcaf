"""Orders about own people and sites: hire, lay off, train, overtime, open and close.

What each of them costs at once is a function of its own, for those who ask before they order.
"""

from sim.engine import contracts, places
from sim.engine.ledger import spend
from sim.engine.numbers import whole
from sim.engine.phases.staff import depart, forget
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.report import HappeningKind
from sim.model.rules import Rules
from sim.model.scenario import Location
from sim.model.vocabulary import Account, Kind
from sim.model.world import Facts, TeamFacts, World


def annual_wage(facts: Facts, team: TeamFacts) -> float:
    """A head's wage a year (minor units)."""
    return places.team_wage(facts, team) * facts.rules.paid_hours_month * 12.0


def arrival(facts: Facts, team: TeamFacts) -> int:
    """The turn in which people come who are hired now."""
    lead = max(1, whole(facts.rules.hire_lead_months / facts.scenario.turn_months))
    return max(facts.turn + lead, team.ready)


def recruiting(facts: Facts, team: TeamFacts, heads: int) -> int:
    """What it costs to find so many people (minor units)."""
    return whole(facts.rules.recruiting * annual_wage(facts, team) * heads)


def hire(world: World, order: o.Hire, record: Record) -> None:
    """Advertise posts."""
    team = world.teams[order.team]
    cost = recruiting(world, team, order.heads)
    spend(world, record, Account.RECRUITING, cost, "recruiting", team.id)
    team.arriving = (*team.arriving, (arrival(world, team), order.heads))


def lay_off(world: World, order: o.LayOff, record: Record) -> None:
    """Dismiss people: severance now, and those who stay are shaken.

    Whoever has gone of their own will in the meantime need not be dismissed.
    """
    team = world.teams[order.team]
    heads = min(order.heads, team.heads)
    if heads:
        _dismiss(world, team, heads, record)


def severance(facts: Facts, team: TeamFacts, heads: int) -> int:
    """What so many people get when they are dismissed (minor units)."""
    return whole(annual_wage(facts, team) / 12.0 * facts.rules.severance_months * heads)


def hurt(facts: Facts, team: TeamFacts, heads: int) -> float:
    """By how much the morale of those who stay falls when so many are dismissed."""
    return min(team.morale, facts.rules.layoff_morale * (heads / team.heads) * 2.0)


def _dismiss(world: World, team: TeamFacts, heads: int, record: Record) -> None:
    rules = world.rules
    share = heads / team.heads
    drop = hurt(world, team, heads)
    cost = severance(world, team, heads)
    spend(world, record, Account.SEVERANCE, cost, "severance", team.id)
    depart(team, heads, "laid off", record)
    team.shaken = rules.layoff_shock_months
    team.downsized = min(1.0, team.downsized + share)
    team.morale -= drop
    if record.morale is not None:
        record.morale.append(("layoff", team.id, -drop))
    if team.kind is Kind.TEAM:
        forget(world, team, rules.knowledge_turnover * share * 0.5, "layoff", record)
    world.totals.laid_off += heads
    record.tell(HappeningKind.LAID_OFF, team.id, amount=heads)


def training_fees(facts: Facts, team: TeamFacts, hours: float) -> int:
    """What so many hours of training cost besides the wages (minor units)."""
    return whole(hours * places.team_wage(facts, team) * facts.rules.training_cost)


def most_training(facts: Facts, team: TeamFacts) -> float:
    """Most hours of training that can be ordered for a turn."""
    return facts.rules.training_limit * team.heads * facts.scenario.turn_months


def train(world: World, order: o.Train, record: Record) -> None:
    """Hours in training this turn: paid, with fees, and missing at work."""
    team = world.teams[order.team]
    team.training += order.hours
    fees = training_fees(world, team, order.hours)
    spend(world, record, Account.TRAINING, fees, "training", team.id)


def set_week(world: World, order: o.Overtime, record: Record) -> None:
    """Another working week, from this turn on."""
    world.teams[order.team].weekly_hours = order.weekly_hours


def site_id(location: str, discipline: str) -> str:
    """The id of the captive for a discipline in a place; there is one at most."""
    return f"site-{location}-{discipline}"


def site_setup(facts: Facts, order: o.OpenSite) -> int:
    """What it costs to set a captive up (minor units)."""
    hours = facts.rules.site_setup_hours
    return whole(hours * facts.wages[order.discipline] * order.heads)


def new_site(facts: Facts, order: o.OpenSite) -> TeamFacts:
    """The captive that an order would set up; nothing changes."""
    rules, scenario = facts.rules, facts.scenario
    where: Location | None = places.location(scenario, order.location)
    if where is None:
        raise ValueError(f"no such place: {order.location}")
    wage = facts.wages[order.discipline]
    ready = facts.turn + max(1, whole(rules.site_lead_months / scenario.turn_months))
    title = next(d.title for d in scenario.disciplines if d.id == order.discipline)
    return TeamFacts(
        id=site_id(order.location, order.discipline),
        title=f"{where.name} {title}",
        discipline=order.discipline,
        kind=Kind.SITE,
        location=order.location,
        heads=0,
        skill=rules.site_skill,
        morale=rules.usual_morale,
        wage=wage * where.wage * rules.site_head_wage * facts.places[order.location].wages,
        weekly_hours=rules.normal_week,
        arriving=((ready, order.heads),),
        ready=ready,
        turnover=where.attrition,
    )


def open_site(world: World, order: o.OpenSite, record: Record) -> None:
    """Set up a captive: an office, people hired there, and a long run-up."""
    site = new_site(world, order)
    cost = site_setup(world, order)
    spend(world, record, Account.SITE_SETUP, cost, "site_setup", site.id)
    world.teams[site.id] = site
    world.deal_hours += world.rules.brief_site


def close_site(world: World, order: o.CloseSite, record: Record) -> None:
    """Shut a captive: severance for its people; what it did is open again next turn."""
    team = world.teams[order.site]
    if team.heads:
        _dismiss(world, team, team.heads, record)
    team.arriving = ()
    for engagement in list(world.engagements.values()):
        if engagement.provider == team.id:
            contracts.part(world, engagement, record)
    record.tell(HappeningKind.SITE_CLOSED, team.id)


def weekly_limits(rules: Rules) -> tuple[float, float]:
    """Least and most weekly hours that can be ordered."""
    return rules.normal_week, rules.no_output_week
