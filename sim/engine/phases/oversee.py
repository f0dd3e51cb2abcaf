"""Phase 3: managers' hours are divided among the engagements.

Choosing, briefing and answering come first. Of what is left, every engagement gets the same share
of the hours that its level calls for; demand beyond the available hours wears managers out.
"""

from sim.engine import formulas
from sim.engine.numbers import clamp
from sim.engine.record import Record
from sim.model.report import HappeningKind
from sim.model.vocabulary import Oversight
from sim.model.world import Engagement, Facts, World


def wanted_hours(facts: Facts, engagement: Engagement) -> float:
    """Managers' hours that an engagement needs this turn, by its level and the trust it has."""
    return hours_at(facts, engagement, engagement.terms.oversight)


def hours_at(facts: Facts, engagement: Engagement, level: Oversight) -> float:
    """Managers' hours that an engagement would need this turn at a level of oversight."""
    rules = facts.rules
    asked = engagement.oversight_hours * formulas.level(rules, level)
    if engagement.kind.external:
        asked *= 1.0 - rules.trust_saving * facts.providers[engagement.provider].trust
    return asked


def committed(facts: Facts) -> float:
    """Managers' hours that all running engagements need this turn."""
    total = 0.0
    for engagement in facts.engagements.values():
        if not engagement.ended:
            total += wanted_hours(facts, engagement)
    return total


def available_hours(facts: Facts) -> float:
    """Managers' hours available this turn; fewer if they are worn out."""
    return facts.scenario.firm.manager_hours * (1.0 - facts.rules.fatigue_hours * facts.fatigue)


def oversee(world: World, record: Record) -> None:
    """Divide the hours, and update managers' fatigue."""
    world.manager_hours = available_hours(world)
    promised = 0.0
    for engagement in world.engagements.values():
        wanted = 0.0 if engagement.ended else wanted_hours(world, engagement)
        engagement.oversight_wanted = wanted
        promised += wanted
    world.promised = promised
    left = max(0.0, world.manager_hours - world.deal_hours)
    world.attention = min(1.0, left / promised) if promised > 0.0 else 1.0
    for engagement in world.engagements.values():
        engagement.oversight_given = engagement.oversight_wanted * world.attention
    months = world.scenario.turn_months
    over = max(0.0, load(world) - 1.0)
    if over > 0.0:
        record.tell(HappeningKind.OVERLOAD, "", amount=load(world))
        world.fatigue += world.rules.fatigue_rise * months * min(over, world.rules.overload_worst)
    else:
        world.fatigue -= world.fatigue * world.rules.fatigue_fade * months
    world.fatigue = clamp(world.fatigue, 0.0, 1.0)


def load(facts: Facts) -> float:
    """Oversight load: managers' hours needed over hours available, at most 10."""
    wanted = facts.promised + facts.deal_hours
    if facts.manager_hours <= 0.0:
        return 0.0 if wanted <= 0.0 else 10.0
    return min(10.0, wanted / facts.manager_hours)
