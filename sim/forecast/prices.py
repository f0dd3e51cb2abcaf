"""What becomes of prices over the turns: wages rise, currencies drift, vendors ask for more."""

from sim.engine import formulas, places
from sim.engine.numbers import power
from sim.model.vocabulary import Kind
from sim.model.world import Engagement, Observation


def course_of_wages(facts: Observation, place: str | None, turns: int) -> float:
    """Mean of wages and currency of a place over so many turns from now, against today."""
    step = _growth(facts, place) * _drift(facts, place)
    level = total = 1.0
    for _ in range(1, turns):
        level *= step
        total += level
    return total / max(1, turns)


def course_of_fees(
    facts: Observation, engagement: Engagement, turns: int, pressed: float, learning: float
) -> float:
    """Mean of an outsider's price over so many turns from now, against the price agreed today.

    Within a term only its currency moves it. Each renewal brings it to the wages of the day, and
    adds what lock-in lets a vendor ask for: the more, the less the firm still knows of the work.
    Without a term a provider asks for more now and then.

    Args:
        facts: What is known.
        engagement: As it would be signed.
        turns: How many.
        pressed: Share of such demands that is paid.
        learning: How the firm's knowledge of the discipline moves in a year.
    """
    rules, months = facts.rules, facts.scenario.turn_months
    provider = facts.providers[engagement.provider]
    growth, drift = _growth(facts, provider.location), _drift(facts, provider.location)
    term = engagement.term if engagement.kind is Kind.VENDOR else 0
    task = facts.tasks[engagement.task].spec
    known = facts.knowledge[task.discipline]
    keeps = 1.0 + min(0.0, learning) / known if known > 0.0 else 1.0
    asks = 1.0 + pressed * rules.price_rise_month * months * rules.price_rise_size
    level = total = 1.0
    for turn in range(1, turns):
        level *= drift
        if not term:
            level *= asks
        elif turn % term == 0:  # agreed on in the turn before
            left = known * power(max(0.0, keeps), (turn - 1) * months / 12.0)
            listed = power(growth, turn - 1.0) * power(drift, float(turn))
            markup = formulas.holdup(rules, left, task.knowledge, provider.trust)
            level = listed * (1.0 + pressed * markup)
        total += level
    return total / max(1, turns)


def _growth(facts: Observation, place: str | None) -> float:
    """Rise of wages a turn."""
    years = facts.scenario.turn_months / 12.0
    where = places.location(facts.scenario, place)
    return 1.0 + years * (facts.rules.wage_growth if where is None else where.wage_growth)


def _drift(facts: Observation, place: str | None) -> float:
    """Drift of a place's currency a turn, as far as it can be expected."""
    where = places.location(facts.scenario, place)
    drift = where.currency_drift if where is not None else 0.0
    return 1.0 + drift * facts.scenario.turn_months / 12.0
