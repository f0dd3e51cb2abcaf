"""Default play, with nothing new decided: answers to requests, and hires for vacant posts."""

from collections.abc import Iterable

from sim.model.orders import Answer, Hire, Order
from sim.model.world import Facts, TeamFacts

WISHES = ("bargain", "escalate", "match", "visit", "explain")
"""Default answers, most preferred first: a request gets the first one it offers."""


def answers(facts: Facts) -> list[Order]:
    """The answers of a manager who means to keep everybody: bargain, escalate, match."""
    found: list[Order] = []
    for request in facts.requests.values():
        ids = [choice.id for choice in request.choices]
        found.append(Answer(request.id, next(wish for wish in WISHES if wish in ids)))
    return found


def replacements(teams: Iterable[TeamFacts], posts: dict[str, int]) -> list[Order]:
    """Hires that bring each team back to its number of `posts`."""
    found: list[Order] = []
    for team in teams:
        coming = sum(heads for _, heads in team.arriving)
        missing = posts.get(team.id, 0) - team.heads - coming
        if missing > 0:
            found.append(Hire(team.id, missing))
    return found
