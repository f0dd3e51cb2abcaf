"""What an award may lead to, as ranges, drawn only from what the player can know.

A `forecast` plays out many futures of an award: sampled worlds consistent with what is known,
narrowed to what bears on the award and run by the engine. An estimate is the quick look that
policies take: the engine's own formulas, applied to beliefs about a provider instead of its hidden
traits. Nothing here is a rule of the game.
"""

from sim.forecast.belief import Belief, believe, told_by
from sim.forecast.capacity import capacity, free_hours, planned_hours, promised_hours
from sim.forecast.cautions import Caution, cautions, over_budget
from sim.forecast.costs import leaving_fee
from sim.forecast.default_play import answers
from sim.forecast.drafts import (
    Promise,
    other_orders,
    promised_with,
    task_of,
    with_drafts,
    with_staff,
)
from sim.forecast.estimation import estimate
from sim.forecast.guesses import GUESSED, MEANT, Guess, Mark, marks, penalty, promised
from sim.forecast.outcomes import Estimate, Span, turn_end
from sim.forecast.pace import ProjectedFinish, projected_finish
from sim.forecast.reasons import explain_belief, explain_forecast, explain_hours, explain_offer
from sim.forecast.risk import watch
from sim.forecast.rollout import FUTURES, RANGES, Forecast, Prospect, forecast, play, summed
from sim.forecast.sampling import BeliefSampler, imagine
from sim.forecast.tally import Actual, CostTally
from sim.forecast.terms import default_terms, escrow_fee, recoverable, wanted

__all__ = [
    "FUTURES",
    "GUESSED",
    "MEANT",
    "RANGES",
    "Actual",
    "Belief",
    "BeliefSampler",
    "Caution",
    "CostTally",
    "Estimate",
    "Forecast",
    "Guess",
    "Mark",
    "ProjectedFinish",
    "Promise",
    "Prospect",
    "Span",
    "answers",
    "believe",
    "capacity",
    "cautions",
    "default_terms",
    "escrow_fee",
    "estimate",
    "explain_belief",
    "explain_forecast",
    "explain_hours",
    "explain_offer",
    "forecast",
    "free_hours",
    "imagine",
    "leaving_fee",
    "marks",
    "other_orders",
    "over_budget",
    "penalty",
    "planned_hours",
    "play",
    "projected_finish",
    "promised",
    "promised_hours",
    "promised_with",
    "recoverable",
    "summed",
    "task_of",
    "told_by",
    "turn_end",
    "wanted",
    "watch",
    "with_drafts",
    "with_staff",
]
