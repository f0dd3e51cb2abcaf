"""What a benchmark plays: scenarios, policies, seeds, and the order of episodes."""

from attrs import field, frozen
from attrs.validators import min_len

from sim.errors import UsageError
from sim.model.scenario import Scenario
from sim.policies import REGISTRY, PolicyRow
from sim.policies.policy import game_luck

TEST_FROM = 1_000_000
"""The first seed of the test split: policies are tuned below it and judged from it on."""


@frozen
class Job:
    """An episode to be played."""

    scenario: Scenario
    policy: PolicyRow
    seed: int
    salt: str = ""

    @property
    def luck(self) -> int:
        """The seed of the game's luck, after salting."""
        return game_luck(self.seed, self.salt)


def check_budget(row: PolicyRow, seed: int) -> None:
    """Raise `UsageError` for a built-in planner with a changed budget on the test split."""
    built_in = REGISTRY.get(row.id)
    if seed >= TEST_FROM and built_in is not None and built_in.budget != row.budget:
        raise UsageError(
            f"Seeds from {TEST_FROM:,} up are the test split, where {row.id} plays only with its "
            f"own budget of {built_in.budget}. Tune it on the seeds below."
        )


@frozen
class Plan:
    """What to play. Episodes are ordered by seed, then policy, then scenario."""

    scenarios: tuple[Scenario, ...] = field(validator=min_len(1))
    policies: tuple[PolicyRow, ...] = field(validator=min_len(1))
    seeds: range = field(validator=min_len(1))
    baseline: PolicyRow | None = None
    """The policy to compare the others with; it is played and reported, too."""
    salt: str = ""
    """Hashed with the seeds, to hide them from the policies; empty for seeds as they are."""

    def __attrs_post_init__(self) -> None:
        """Check the planners' budgets. Raises `UsageError`."""
        for row in self.players:
            check_budget(row, self.seeds[-1])

    @property
    def players(self) -> tuple[PolicyRow, ...]:
        """All policies to play, each once, the baseline first."""
        rows = (self.baseline, *self.policies) if self.baseline is not None else self.policies
        return tuple({row.id: row for row in rows}.values())

    @property
    def block(self) -> int:
        """Episodes per seed."""
        return len(self.scenarios) * len(self.players)

    @property
    def episodes(self) -> int:
        """The number of episodes."""
        return self.block * len(self.seeds)

    def job(self, number: int) -> Job:
        """The episode with a number, from 0."""
        seed, rest = divmod(number, self.block)
        player, scenario = divmod(rest, len(self.scenarios))
        return Job(self.scenarios[scenario], self.players[player], self.seeds[seed], self.salt)
