"""What `baseline` measures, in the build that is first on the path: this one or an old one.

Prints seconds by name as JSON. It must run in both builds, so it imports nothing from the tests.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from sim.engine.observe import clone
from sim.engine.record import Record
from sim.engine.turn import resolve
from sim.forecast import default_terms, forecast
from sim.model.orders import Award
from sim.policies import REGISTRY
from sim.scenario_io import find, load_file

try:
    from sim.games.game import Game
except ImportError:  # where it was before
    from sim.game import Game  # type: ignore[import-not-found,no-redef]

FULL: Callable[[], Record] = getattr(Record, "full", None) or partial(Record, full=True)
"""Makes a record of everything."""

QUICK = (
    "random", "in_house", "freelance", "outsource", "offshore", "cheapest", "checklist", "rules",
)  # fmt: skip
SCENARIOS = [load_file(find(name)) for name in ("northlight", "helpline")]
TURNS = (4, 9, 14)
"""The turns of a manager's games in which worlds and offers are taken."""


def seconds(work: Callable[[], Any]) -> float:
    """Processor time."""
    began = time.process_time()
    work()
    return time.process_time() - began


def episode(scenario: Any, policy: str, seed: int) -> None:
    """A game from its first turn to its digest."""
    game = Game.new(scenario, seed, keep_turns=False)
    player = REGISTRY[policy].fresh(seed)
    while not game.over:
        game.submit_legal(player.decide(game.observation))
    game.digest()


def episodes(policy: str) -> None:
    """Two games of each scenario."""
    for scenario in SCENARIOS:
        for seed in (1, 2):
            episode(scenario, policy, seed)


def mid_games() -> list[Any]:
    """Games of a manager, stopped in the middle."""
    found = []
    for scenario in SCENARIOS:
        for last in TURNS:
            game = Game.new(scenario, 1, keep_turns=False)
            player = REGISTRY["rules"].fresh(1)
            while game.turn < last:
                game.submit_legal(player.decide(game.observation))
            found.append(game)
    return found


def turns(games: list[Any], record: Callable[[], Record | None]) -> float:
    """One turn of each world, many times; copies are made beforehand."""
    worlds = [clone(game.whole_world()) for game in games for _ in range(30)]
    return seconds(lambda: [resolve(world, (), record()) for world in worlds])


def futures(game: Any, number: int) -> float:
    """A forecast, in this process, of an outsider's offer for work that can be awarded."""
    facts = game.observation
    offers = (one for one in facts.offers.values() if one.provider in facts.providers)
    offer = next(one for one in offers if not facts.tasks[one.task].engagements)
    award = Award(offer.task, offer.id, default_terms(facts, offer))
    return seconds(lambda: forecast(facts, award, number))


def planned(game: Any) -> float:
    """A turn of the planner."""
    planner = REGISTRY["planner"].with_budget(48).fresh(1)
    return seconds(lambda: planner.decide(game.observation))


def main() -> None:
    """Measure and print."""
    games = mid_games()
    found = {f"games of {policy}": seconds(partial(episodes, policy)) for policy in QUICK}
    found["games of the eight quick policies"] = sum(found.values())
    found["resolve, in the middle of games"] = turns(games, lambda: None)
    found["resolve with a full recorder"] = turns(games, FULL)
    found["planner, the same budget"] = planned(games[0])
    found["a forecast of 300 futures, one core"] = futures(games[0], 300)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
