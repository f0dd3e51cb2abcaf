"""Orders about own people and sites: hire, lay off, train, overtime, open and close.

The immediate cost of each is a function of its own, for those who ask before they order.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sim.engine import contracts, places
from sim.engine.ledger import spend
from sim.engine.numbers import whole
from sim.engine.orders.rules import HEADS_MAX, Draft, Family, OrderRules, Reason
from sim.engine.phases.staff import depart, forget
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.report import HappeningKind
from sim.model.rules import Rules
from sim.model.spec import Location
from sim.model.vocabulary import Account, Kind
from sim.model.world import Facts, Observation, TeamFacts, World


def arrival(facts: Facts, team: TeamFacts) -> int:
    """The turn in which people hired now arrive."""
    lead = max(1, whole(facts.rules.hire_lead_months / facts.scenario.turn_months))
    return max(facts.turn + lead, team.ready)


def recruiting(facts: Facts, team: TeamFacts, heads: int) -> int:
    """Cost of recruiting `heads` people, in minor units."""
    return whole(facts.rules.recruiting * places.annual_wage(facts, team) * heads)


def hire(world: World, order: o.Hire, record: Record) -> None:
    """Advertise posts; the people arrive later."""
    team = world.teams[order.team]
    cost = recruiting(world, team, order.heads)
    spend(world, record, Account.RECRUITING, cost, "recruiting", team.id)
    team.arriving = (*team.arriving, (arrival(world, team), order.heads))


def lay_off(world: World, order: o.LayOff, record: Record) -> None:
    """Dismiss people: severance now, and those who stay are shaken.

    People who have resigned in the meantime need not be dismissed.
    """
    team = world.teams[order.team]
    heads = min(order.heads, team.heads)
    if heads:
        _dismiss(world, team, heads, record)


def severance(facts: Facts, team: TeamFacts, heads: int) -> int:
    """Severance pay for `heads` people, in minor units."""
    return whole(places.annual_wage(facts, team) / 12.0 * facts.rules.severance_months * heads)


def hurt(facts: Facts, team: TeamFacts, heads: int) -> float:
    """Loss of morale, 0..1, among those who stay when `heads` people are dismissed."""
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
    """Cost of `hours` hours of training on top of wages, in minor units."""
    return whole(hours * places.team_wage(facts, team) * facts.rules.training_cost)


def most_training(facts: Facts, team: TeamFacts) -> float:
    """The most hours of training that can be ordered for a turn."""
    return facts.rules.training_limit * team.heads * facts.scenario.turn_months


def train(world: World, order: o.Train, record: Record) -> None:
    """Train people this turn: it costs fees, and the hours are missing at work."""
    team = world.teams[order.team]
    team.training += order.hours
    fees = training_fees(world, team, order.hours)
    spend(world, record, Account.TRAINING, fees, "training", team.id)


def set_week(world: World, order: o.Overtime, record: Record) -> None:
    """Change a team's working week, from this turn on."""
    world.teams[order.team].weekly_hours = order.weekly_hours


def site_id(location: str, discipline: str) -> str:
    """The id of the captive for a discipline in a place; there is at most one."""
    return f"site-{location}-{discipline}"


def site_setup(facts: Facts, order: o.OpenSite) -> int:
    """Cost of setting up a captive, in minor units."""
    hours = facts.rules.site_setup_hours
    return whole(hours * facts.wages[order.discipline] * order.heads)


def new_site(facts: Facts, order: o.OpenSite) -> TeamFacts:
    """The captive that an order would set up, without setting it up."""
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
    """Set up a captive: an office and people hired there, ready some months later."""
    site = new_site(world, order)
    cost = site_setup(world, order)
    spend(world, record, Account.SITE_SETUP, cost, "site_setup", site.id)
    world.teams[site.id] = site
    world.deal_hours += world.rules.brief_site


def close_site(world: World, order: o.CloseSite, record: Record) -> None:
    """Shut a captive: severance for its people; its tasks are open again next turn."""
    team = world.teams[order.site]
    if team.heads:
        _dismiss(world, team, team.heads, record)
    team.arriving = ()
    for engagement in list(world.engagements.values()):
        if engagement.provider == team.id:
            contracts.part(world, engagement, record)
    record.tell(HappeningKind.SITE_CLOSED, team.id)


def weekly_limits(rules: Rules) -> tuple[float, float]:
    """The least and most weekly hours that can be ordered."""
    return rules.normal_week, rules.no_output_week


# ------------------------------------------------------------------------------ when it is illegal


def _team(facts: Observation, key: str) -> Reason:
    if key not in facts.teams:
        return (f"There is no team or site {key!r}.", f"There are: {', '.join(facts.teams)}.")
    return None


def _check_hire(facts: Observation, order: o.Hire) -> Reason:
    missing = _team(facts, order.team)
    if missing is None and not 1 <= order.heads <= HEADS_MAX:
        return (f"{order.heads} heads is out of range.", f"Hire 1 to {HEADS_MAX}.")
    if missing is None and _closed(facts, order.team):
        return ("That site is closed.", "Open it again.")
    return missing


def _check_lay_off(facts: Observation, order: o.LayOff) -> Reason:
    missing = _team(facts, order.team)
    if missing is None and not 1 <= order.heads <= facts.teams[order.team].heads:
        return (
            f"{facts.teams[order.team].title} has {facts.teams[order.team].heads} people.",
            "Lay off at least one, and no more than there are.",
        )
    return missing


def _check_train(facts: Observation, order: o.Train) -> Reason:
    missing = _team(facts, order.team)
    if missing is not None:
        return missing
    team = facts.teams[order.team]
    most = most_training(facts, team)
    if not 0.0 < order.hours <= most:
        return (
            f"{order.hours:g} hours of training is out of range.",
            f"At most {facts.rules.training_limit:g} hours per head and month: {most:g}.",
        )
    return None


def _check_overtime(facts: Observation, order: o.Overtime) -> Reason:
    missing = _team(facts, order.team)
    low, high = weekly_limits(facts.rules)
    if missing is None and not low <= order.weekly_hours <= high:
        return (
            f"A week of {order.weekly_hours:g} hours is out of range.",
            f"Choose {low:g} to {high:g}.",
        )
    return missing


def _check_open_site(facts: Observation, order: o.OpenSite) -> Reason:
    abroad = [where.id for where in facts.scenario.locations]
    if order.location not in abroad:
        places_known = ", ".join(abroad) or "none in this scenario"
        return (f"There is no place {order.location!r}.", f"Places abroad: {places_known}.")
    if order.discipline not in facts.knowledge:
        return (f"There is no discipline {order.discipline!r}.", "Name one of the scenario's.")
    if not 1 <= order.heads <= HEADS_MAX:
        return (f"{order.heads} heads is out of range.", f"Choose 1 to {HEADS_MAX}.")
    key = site_id(order.location, order.discipline)
    if key in facts.teams and not _closed(facts, key):
        return ("There is such a site already.", "Hire there instead.")
    return None


def _check_close_site(facts: Observation, order: o.CloseSite) -> Reason:
    team = facts.teams.get(order.site)
    if team is None or team.kind is not Kind.SITE:
        return (f"There is no site {order.site!r}.", "Name a captive that you opened.")
    if _closed(facts, order.site):
        return ("That site is closed already.", "Nothing needs doing.")
    return None


def _closed(facts: Observation, key: str) -> bool:
    team = facts.teams[key]
    return team.kind is Kind.SITE and not team.heads and not team.arriving


def _about(matter: str) -> Callable[[Facts, Any], tuple[str, str]]:
    """An `OrderRules.about` for orders whose matter is a team."""
    return lambda facts, order: (matter, order.team)


def _about_new_site(facts: Facts, order: o.OpenSite) -> tuple[str, str]:
    return ("site", site_id(order.location, order.discipline))


def _about_site(facts: Facts, order: o.CloseSite) -> tuple[str, str]:
    return ("site", order.site)


def _clash(
    facts: Observation, order: o.Hire | o.LayOff | o.Train | o.Overtime, before: Sequence[o.Order]
) -> Reason:
    for other in before:
        if isinstance(other, o.CloseSite) and other.site == order.team:
            return ("That site closes this turn.", "Take one of them back.")
        if isinstance(other, o.LayOff) and other.team == order.team:
            return ("People of that team are laid off this turn.", "Wait a turn.")
    return None


def _about_its_people(key: str, before: Sequence[o.Order]) -> Reason:
    for other in before:
        if isinstance(other, (o.Hire, o.Train, o.Overtime, o.LayOff)) and other.team == key:
            return ("Another order of this turn is about its people.", "Take one back.")
    return None


def _clash_lay_off(facts: Observation, order: o.LayOff, before: Sequence[o.Order]) -> Reason:
    return _clash(facts, order, before) or _about_its_people(order.team, before)


def _clash_close_site(facts: Observation, order: o.CloseSite, before: Sequence[o.Order]) -> Reason:
    for other in before:
        if reason := _about_its_people(order.site, [other]):
            return reason
        if isinstance(other, o.Award) and facts.offers[other.offer].provider == order.site:
            return ("It was given work this turn.", "Take one of them back.")
    return None


# -------------------------------------------------------------------------- which hours it takes


def _draft_open_site(draft: Draft, order: o.OpenSite) -> None:
    draft.choosing += draft.facts.rules.brief_site


def _draft_close_site(draft: Draft, order: o.CloseSite) -> None:
    for engagement in list(draft.at_work.values()):
        if engagement.provider == order.site:
            del draft.at_work[engagement.id]


RULES: Family = {
    o.Hire: OrderRules(_check_hire, _about("hire"), hire, _clash),
    o.LayOff: OrderRules(_check_lay_off, _about("heads"), lay_off, _clash_lay_off),
    o.Train: OrderRules(_check_train, _about("training"), train, _clash),
    o.Overtime: OrderRules(_check_overtime, _about("week"), set_week, _clash),
    o.OpenSite: OrderRules(_check_open_site, _about_new_site, open_site, draft=_draft_open_site),
    o.CloseSite: OrderRules(
        _check_close_site, _about_site, close_site, _clash_close_site, _draft_close_site
    ),
}
