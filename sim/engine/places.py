"""Where providers are, and how that affects distance and prices."""

from typing import Final

from sim.model.rules import Rules
from sim.model.spec import Location, Scenario
from sim.model.vocabulary import Kind, Mode
from sim.model.world import Facts, ProviderFacts, TeamFacts

HOME: Final = ""
"""The key of home in `Facts.places`."""


def location(scenario: Scenario, place: str | None) -> Location | None:
    """The place abroad with that id; None for home."""
    if place is None:
        return None
    return next(found for found in scenario.locations if found.id == place)


def mode_of(kind: Kind, place: str | None) -> Mode:
    """The mode of work given to a provider of that kind in that place."""
    if kind is Kind.TEAM:
        return Mode.IN_HOUSE
    if kind is Kind.FREELANCER:
        return Mode.FREELANCE
    if kind is Kind.SITE or place is not None:
        return Mode.OFFSHORE
    return Mode.OUTSOURCE


def distance(rules: Rules, scenario: Scenario, kind: Kind, place: str | None) -> float:
    """Distance between the firm and a provider of that kind in that place, 0..1."""
    where = location(scenario, place)
    if where is not None:
        return where.distance
    if kind is Kind.FREELANCER:
        return rules.distance_freelancer
    return rules.distance_vendor if kind is Kind.VENDOR else 0.0


def hours_apart(scenario: Scenario, place: str | None) -> float:
    """Time difference between home and that place, in hours."""
    where = location(scenario, place)
    return 0.0 if where is None else where.hours_apart


def price_level(facts: Facts, place: str | None) -> float:
    """Wages and rates of a place in the firm's currency, relative to the start."""
    index = facts.places[place or HOME]
    return index.wages * index.currency


def going_rate(facts: Facts, provider: ProviderFacts, discipline: str) -> float:
    """Current market price of a provider's hour, before its bid, in minor units."""
    level = price_level(facts, provider.location)
    return facts.wages[discipline] * provider.rate * level


def team_wage(facts: Facts, team: TeamFacts) -> float:
    """Current wage per paid hour of a team or site, without benefits, in minor units."""
    return team.wage * facts.places[team.location or HOME].currency


def manager_wage(facts: Facts) -> float:
    """What an hour of a manager costs now without benefits, in minor units."""
    return facts.scenario.firm.manager_wage * facts.places[HOME].wages


def annual_wage(facts: Facts, team: TeamFacts) -> float:
    """Current annual wage of one head, in minor units."""
    return team_wage(facts, team) * facts.rules.paid_hours_month * 12.0
