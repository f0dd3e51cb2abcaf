"""Hours that own people have left, and the attention managers could give."""

from math import fsum

from sim.engine import formulas
from sim.engine.phases import oversee
from sim.model.market import Offer
from sim.model.vocabulary import TaskKind
from sim.model.world import Engagement, Facts, Observation


def capacity(facts: Facts, key: str) -> float:
    """Productive hours a turn that a team or site can give, counting people on their way."""
    rules, months = facts.rules, facts.scenario.turn_months
    team = facts.teams[key]
    coming = sum(number for _, number in team.arriving)
    heads = max(0.0, team.heads + coming - 0.5 * team.novices)
    hours = heads * formulas.productive_hours(rules, months)
    return hours * (formulas.effective_week(rules, team.weekly_hours) / rules.normal_week)


def promised_to(facts: Observation, key: str) -> list[Engagement]:
    """The engagements that a team's or site's hours are promised to: those not under notice."""
    running = facts.engagements.values()
    return [one for one in running if one.provider == key and not one.ends]


def promised_hours(facts: Observation, key: str) -> float:
    """Hours a turn that a team's or site's work is planned to take."""
    return fsum(planned_hours(facts, one) for one in promised_to(facts, key))


def free_hours(facts: Observation, key: str, without: str = "") -> float:
    """Productive hours a turn that a team or site has not promised yet, ignoring task `without`."""
    hours = capacity(facts, key)
    for engagement in promised_to(facts, key):
        if engagement.task != without:
            hours -= planned_hours(facts, engagement)
    return hours


def planned_hours(facts: Observation, engagement: Engagement) -> float:
    """Hours a turn that an engagement of own people is planned to take."""
    spec = facts.tasks[engagement.task].spec
    if spec.kind is TaskKind.FUNCTION:
        return engagement.quoted_hours
    return min(engagement.crew, engagement.quoted_hours)


def hours_for(facts: Observation, offer: Offer) -> float:
    """Hours a turn available for an offer: its crew if external, else what the team has free."""
    if offer.kind.external:
        return offer.crew
    return free_hours(facts, offer.provider, without=offer.task)


def shared(facts: Observation, offer: Offer, hours: float) -> float:
    """Share of the hours that all of a team's work gets if an offer takes `hours` a turn of it.

    A team that has promised more than it can give cuts all its work by one factor, as
    `sim.engine.phases.work` does.
    """
    there = capacity(facts, offer.provider)
    promised = there - free_hours(facts, offer.provider, without=offer.task) + hours
    return min(1.0, max(0.0, there) / promised) if promised > 0.0 else 1.0


def attention_with(facts: Observation, wanted: float) -> float:
    """Share of all wanted oversight that managers could give if `wanted` hours were added."""
    promised = wanted + facts.promised
    hours = oversee.available_hours(facts)
    return min(1.0, hours / promised) if promised > 0.0 else 1.0


def place_of(facts: Observation, provider: str) -> str | None:
    """The location of a team or provider; None for home."""
    team = facts.teams.get(provider)
    return team.location if team is not None else facts.providers[provider].location
