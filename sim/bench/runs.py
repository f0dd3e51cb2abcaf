"""Going through a plan: every policy in every scenario under every seed."""

import time
from collections.abc import Callable
from typing import Any

from attrs import field, frozen
from attrs.validators import min_len

from sim.bench.episodes import episode
from sim.bench.rows import ALL_SCENARIOS, Document, Row
from sim.model.scenario import Scenario
from sim.policies import PolicyRow


@frozen
class Plan:
    """What to play."""

    scenarios: tuple[Scenario, ...] = field(validator=min_len(1))
    policies: tuple[PolicyRow, ...] = field(validator=min_len(1))
    seeds: range = field(validator=min_len(1))
    baseline: PolicyRow | None = None
    """The policy that the others are compared with; it is played and reported as well."""

    @property
    def players(self) -> tuple[PolicyRow, ...]:
        """The policies that are played, each once, the baseline first."""
        rows = (self.baseline, *self.policies) if self.baseline is not None else self.policies
        return tuple({row.id: row for row in rows}.values())

    @property
    def episodes(self) -> int:
        """How many games that is."""
        return len(self.scenarios) * len(self.players) * len(self.seeds)


def run(plan: Plan, done: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """Play the plan; `done` is called after every episode.

    Seeds are the outer loop: rows take in a whole seed at a time, so that nothing has to be kept.

    Returns the document of `buckstop bench --json`. Raises `PolicyFailure` when a policy fails.
    """
    started = time.perf_counter()
    against = plan.baseline.id if plan.baseline is not None else None
    rows = {
        (scenario, policy.id): Row(scenario, policy.id, against)
        for scenario in (*(scenario.id for scenario in plan.scenarios), ALL_SCENARIOS)
        for policy in plan.players
    }
    for seed in plan.seeds:
        played: dict[str, list[Document]] = {}
        for policy in plan.players:
            games = played[policy.id] = []
            for scenario in plan.scenarios:
                games.append(episode(scenario, policy, seed))
                done()
        reference = played[against] if against is not None else None
        for policy in plan.players:
            games = played[policy.id]
            for place, scenario in enumerate(plan.scenarios):
                rows[scenario.id, policy.id].add(
                    [games[place]], None if reference is None else [reference[place]]
                )
            rows[ALL_SCENARIOS, policy.id].add(games, reference)
    wall = time.perf_counter() - started
    return {
        "episodes": plan.episodes,
        "wall_s": round(wall, 3),
        "episodes_per_s": round(plan.episodes / wall, 3),
        "rows": [row.document() for row in rows.values()],
    }
