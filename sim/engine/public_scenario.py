"""What a player, and whoever plays for one, is told of a scenario by and by."""

from collections.abc import Mapping

from attrs import evolve

from sim.model.scenario import Scenario
from sim.model.vocabulary import DealState

WITH_TASKS = (DealState.OFFERED, DealState.ACCEPTED)
"""States of a deal in which its tasks are known."""


def public_scenario(scenario: Scenario, deals: Mapping[str, DealState], turn: int) -> Scenario:
    """The scenario as a player may know it in a turn: without planned events, ranges of hidden
    traits, those who have yet to come, and outside work that is not offered yet or was turned down.

    Args:
        scenario: The scenario.
        deals: State by deal, without those that are still ahead.
        turn: The turn to be decided.
    """
    return evolve(
        scenario,
        events=(),
        providers=tuple(
            evolve(
                provider,
                skill=None,
                reliability=None,
                alignment=None,
                attention=None,
                health=None,
                subcontracts=None,
            )
            for provider in scenario.providers
            if provider.arrives <= turn
        ),
        deals=tuple(deal for deal in scenario.deals if deal.id in deals),
        tasks=tuple(
            task
            for task in scenario.tasks
            if task.deal is None or deals.get(task.deal) in WITH_TASKS
        ),
    )
