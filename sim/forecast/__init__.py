"""What an award may lead to, as ranges, drawn only from what the player can know.

The engine's own formulas are put to work on beliefs about a provider instead of its hidden traits:
at the middle of the belief, and at both ends of an 80% range. `futures` imagines whole worlds that
look like what is known. Nothing here is a rule.
"""

from sim.forecast.appraisal import appraise
from sim.forecast.belief import Belief, believe, prior
from sim.forecast.capacity import free_hours, planned_hours
from sim.forecast.costs import watch
from sim.forecast.futures import imagine
from sim.forecast.ranges import Appraisal, Caution, Span, Watch, turn_end
from sim.forecast.reasons import explain_belief, explain_free, explain_offer
from sim.forecast.terms import default_terms

__all__ = [
    "Appraisal",
    "Belief",
    "Caution",
    "Span",
    "Watch",
    "appraise",
    "believe",
    "default_terms",
    "explain_belief",
    "explain_free",
    "explain_offer",
    "free_hours",
    "imagine",
    "planned_hours",
    "prior",
    "turn_end",
    "watch",
]
