"""Where providers are, and what that does to distance and prices. Home is the empty string."""

from sim.model.rules import Rules
from sim.model.scenario import Location, Scenario
from sim.model.vocabulary import Kind, Mode
from sim.model.world import Facts, ProviderFacts, TeamFacts

HOME = ""
"""The key of home in `Facts.places`."""


def location(scenario: Scenario, place: str | None) -> Location | None:
    """The place abroad of that id; None for home."""
    if place is None:
        return None
    return next(found for found in scenario.locations if found.id == place)


def mode_of(kind: Kind, place: str | None) -> Mode:
    """The mode that giving work to such a provider is."""
    if kind is Kind.TEAM:
        return Mode.IN_HOUSE
    if kind is Kind.FREELANCER:
        return Mode.FREELANCE
    if kind is Kind.SITE or place is not None:
        return Mode.OFFSHORE
    return Mode.OUTSOURCE


def distance(rules: Rules, scenario: Scenario, kind: Kind, place: str | None) -> float:
    """Distance of a provider of that kind in that place, 0..1."""
    where = location(scenario, place)
    if where is not None:
        return where.distance
    if kind is Kind.FREELANCER:
        return rules.distance_freelancer
    return rules.distance_vendor if kind is Kind.VENDOR else 0.0


def hours_apart(scenario: Scenario, place: str | None) -> float:
    """Time zones between home and that place, in hours."""
    where = location(scenario, place)
    return 0.0 if where is None else where.hours_apart


def price_level(facts: Facts, place: str | None) -> float:
    """Wages and rates of a place now against the start, in the firm's currency."""
    index = facts.places[place or HOME]
    return index.wages * index.currency


def going_rate(facts: Facts, provider: ProviderFacts, discipline: str) -> float:
    """What an hour of a provider costs now before its bid, in minor units."""
    level = price_level(facts, provider.location)
    return facts.wages[discipline] * provider.rate * level


def team_wage(facts: Facts, team: TeamFacts) -> float:
    """What a paid hour of own people costs now without benefits, in minor units."""
    return team.wage * facts.places[team.location or HOME].currency


def manager_wage(facts: Facts) -> float:
    """What an hour of a manager costs now without benefits, in minor units."""
    return facts.scenario.firm.manager_wage * facts.places[HOME].wages


def annual_wage(facts: Facts, team: TeamFacts) -> float:
    """A head's wage a year (minor units)."""
    return team_wage(facts, team) * facts.rules.paid_hours_month * 12.0
