"""What goes on while nothing new is decided: how a firm usually answers, and fills its posts."""

from collections.abc import Iterable

from sim.model.orders import Answer, Hire, Order
from sim.model.world import Facts, TeamFacts

WISHES = ("bargain", "escalate", "match", "visit", "explain")
"""What is answered to a request, by the answers that it has."""


def answers(facts: Facts) -> list[Order]:
    """What a manager answers who means to go on with everybody: bargains, escalates, matches."""
    found: list[Order] = []
    for request in facts.requests.values():
        ids = [choice.id for choice in request.choices]
        found.append(Answer(request.id, next(wish for wish in WISHES if wish in ids)))
    return found


def replacements(teams: Iterable[TeamFacts], posts: dict[str, int]) -> list[Order]:
    """Hires for posts that people have left, by team."""
    found: list[Order] = []
    for team in teams:
        coming = sum(heads for _, heads in team.arriving)
        missing = posts.get(team.id, 0) - team.heads - coming
        if missing > 0:
            found.append(Hire(team.id, missing))
    return found
