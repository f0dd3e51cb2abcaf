"""Wording for the engine's values: happenings, incidents, requests, choices, orders.

Plain text for reports on a screen and for `run --trace`. Names from scenarios are not escaped: code
that displays the text must not parse it as markup. Rules of the game do not belong here.
"""

from sim.narrate.asks import choice, choice_change, choice_costs, order, request
from sim.narrate.events import (
    delivery,
    happening,
    incident_chain,
    incident_doer,
    incident_lines,
    incident_title,
    incident_why,
)
from sim.narrate.names import (
    CLAUSES,
    KINDS,
    OVERSIGHTS,
    account_name,
    answer_text,
    engagement_name,
    mode_name,
    money,
    name_of,
    terms_text,
    through,
    turn_short,
    turn_word,
    turns_text,
)

__all__ = [
    "CLAUSES",
    "KINDS",
    "OVERSIGHTS",
    "account_name",
    "answer_text",
    "choice",
    "choice_change",
    "choice_costs",
    "delivery",
    "engagement_name",
    "happening",
    "incident_chain",
    "incident_doer",
    "incident_lines",
    "incident_title",
    "incident_why",
    "mode_name",
    "money",
    "name_of",
    "order",
    "request",
    "terms_text",
    "through",
    "turn_short",
    "turn_word",
    "turns_text",
]
