"""Orders about own people and sites: hire, lay off, train, overtime, open and close."""

from sim.engine import contracts, places
from sim.engine.ledger import spend
from sim.engine.numbers import whole
from sim.engine.record import Record
from sim.engine.staff import forget, note_leavers
from sim.model import orders as o
from sim.model.report import HappeningKind
from sim.model.rules import Rules
from sim.model.scenario import Location
from sim.model.vocabulary import Account, Kind
from sim.model.world import Facts, TeamFacts, World


def annual_wage(facts: Facts, team: TeamFacts) -> float:
    """A head's wage a year (minor units)."""
    return places.team_wage(facts, team) * facts.rules.paid_hours_month * 12.0


def lead_turns(world: World) -> int:
    """Turns until hires arrive."""
    return max(1, whole(world.rules.hire_lead_months / world.scenario.turn_months))


def hire(world: World, order: o.Hire, record: Record) -> None:
    """Advertise posts."""
    team = world.teams[order.team]
    cost = whole(world.rules.recruiting * annual_wage(world, team) * order.heads)
    spend(world, record, Account.RECRUITING, cost, "recruiting", team.id)
    arrival = max(world.turn + lead_turns(world), team.ready)
    team.arriving = (*team.arriving, (arrival, order.heads))


def lay_off(world: World, order: o.LayOff, record: Record) -> None:
    """Dismiss people: severance now, and those who stay are shaken.

    Whoever has gone of their own will in the meantime need not be dismissed.
    """
    team = world.teams[order.team]
    heads = min(order.heads, team.heads)
    if heads:
        _dismiss(world, team, heads, record)


def _dismiss(world: World, team: TeamFacts, heads: int, record: Record) -> None:
    rules = world.rules
    share = heads / team.heads
    months = rules.severance_months
    cost = whole(annual_wage(world, team) / 12.0 * months * heads)
    spend(world, record, Account.SEVERANCE, cost, "severance", team.id)
    team.kept = max(0, team.kept - whole(team.kept * share))
    note_leavers(team, heads, "laid off", record)
    team.novices *= 1.0 - share
    team.heads -= heads
    team.shaken = rules.layoff_shock_months
    team.downsized = min(1.0, team.downsized + share)
    drop = min(team.morale, rules.layoff_morale * share * 2.0)
    team.morale -= drop
    if record.morale is not None:
        record.morale.append(("layoff", team.id, -drop))
    if team.kind is Kind.TEAM:
        forget(world, team, rules.knowledge_turnover * share * 0.5, "layoff", record)
    world.totals.laid_off += heads
    record.tell(HappeningKind.LAID_OFF, team.id, amount=heads)


def train(world: World, order: o.Train, record: Record) -> None:
    """Hours in training this turn: paid, with fees, and missing at work."""
    team = world.teams[order.team]
    team.training += order.hours
    fees = whole(order.hours * places.team_wage(world, team) * world.rules.training_cost)
    spend(world, record, Account.TRAINING, fees, "training", team.id)


def set_week(world: World, order: o.Overtime, record: Record) -> None:
    """Another working week, from this turn on."""
    world.teams[order.team].weekly_hours = order.weekly_hours


def site_id(location: str, discipline: str) -> str:
    """The id of the captive for a discipline in a place; there is one at most."""
    return f"site-{location}-{discipline}"


def open_site(world: World, order: o.OpenSite, record: Record) -> None:
    """Set up a captive: an office, people hired there, and a long run-up."""
    rules, scenario = world.rules, world.scenario
    where: Location | None = places.location(scenario, order.location)
    if where is None:
        raise ValueError(f"no such place: {order.location}")
    wage = world.wages[order.discipline]
    setup = whole(rules.site_setup_hours * wage * order.heads)
    key = site_id(order.location, order.discipline)
    spend(world, record, Account.SITE_SETUP, setup, "site_setup", key)
    ready = world.turn + max(1, whole(rules.site_lead_months / scenario.turn_months))
    title = next(d.title for d in scenario.disciplines if d.id == order.discipline)
    world.teams[key] = TeamFacts(
        id=key,
        title=f"{where.name} {title}",
        discipline=order.discipline,
        kind=Kind.SITE,
        location=order.location,
        heads=0,
        skill=rules.site_skill,
        morale=rules.usual_morale,
        wage=wage * where.wage * rules.site_head_wage * world.places[order.location].wages,
        weekly_hours=rules.normal_week,
        arriving=((ready, order.heads),),
        ready=ready,
        turnover=where.attrition,
    )
    world.deal_hours += rules.brief_site


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
