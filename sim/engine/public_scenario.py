"""The part of a scenario that players and policies may see."""

import functools
from collections.abc import Mapping

from attrs import evolve

from sim.model.scenario import Provider
from sim.model.spec import Scenario, evolved
from sim.model.vocabulary import DealState

WITH_TASKS = (DealState.OFFERED, DealState.ACCEPTED)
"""States of a deal in which its tasks are known."""


def public_scenario(scenario: Scenario, deals: Mapping[str, DealState], turn: int) -> Scenario:
    """A scenario without what a player may not know in a turn.

    Left out are planned events, ranges of hidden traits, providers who have yet to arrive, deals
    that have not been offered yet, and the tasks of deals that were turned down.

    Args:
        scenario: The full scenario.
        deals: State by deal; deals that have not been offered yet are missing.
        turn: The turn to be decided.
    """
    return evolved(
        scenario,
        events=(),
        providers=tuple(
            _without_traits(provider) for provider in scenario.providers if provider.arrives <= turn
        ),
        deals=tuple(deal for deal in scenario.deals if deal.id in deals),
        tasks=tuple(
            task
            for task in scenario.tasks
            if task.deal is None or deals.get(task.deal) in WITH_TASKS
        ),
    )


@functools.lru_cache
def _without_traits(provider: Provider) -> Provider:
    return evolve(
        provider,
        skill=None,
        reliability=None,
        alignment=None,
        attention=None,
        health=None,
        subcontracts=None,
    )
