"""What a benchmark plays: scenarios, policies, seeds, and the order in which they are counted."""

from attrs import field, frozen
from attrs.validators import min_len

from sim.errors import UsageError
from sim.model.scenario import Scenario
from sim.policies import REGISTRY, PolicyRow
from sim.policies.policy import game_luck

TEST_FROM = 1_000_000
"""The first seed of the test split: what was tuned by seeds below is judged by those above."""


@frozen
class Job:
    """An episode to be played."""

    scenario: Scenario
    policy: PolicyRow
    seed: int
    salt: str = ""

    @property
    def luck(self) -> int:
        """What the game's luck is drawn from."""
        return game_luck(self.seed, self.salt)


def check_budget(row: PolicyRow, seed: int) -> None:
    """Raises `UsageError` for a built-in planner of another budget on a seed of the test split."""
    usual = REGISTRY.get(row.id)
    if seed >= TEST_FROM and usual is not None and usual.budget != row.budget:
        raise UsageError(
            f"Seeds from {TEST_FROM:,} up are the test split: {row.id} plays there with its own "
            f"budget of {usual.budget} only. Tune it by seeds below."
        )


@frozen
class Plan:
    """What to play. Seeds are counted outermost, then policies, then scenarios."""

    scenarios: tuple[Scenario, ...] = field(validator=min_len(1))
    policies: tuple[PolicyRow, ...] = field(validator=min_len(1))
    seeds: range = field(validator=min_len(1))
    baseline: PolicyRow | None = None
    """The policy that the others are compared with; it is played and reported as well."""
    salt: str = ""
    """What the seeds are hashed with, so that nobody who plays can tell them; seeds as they are
    when it is empty.
    """

    def __attrs_post_init__(self) -> None:
        """Planners are not tuned by the test split. Raises `UsageError`."""
        for row in self.players:
            check_budget(row, self.seeds[-1])

    @property
    def players(self) -> tuple[PolicyRow, ...]:
        """The policies that are played, each once, the baseline first."""
        rows = (self.baseline, *self.policies) if self.baseline is not None else self.policies
        return tuple({row.id: row for row in rows}.values())

    @property
    def block(self) -> int:
        """Episodes of one seed."""
        return len(self.scenarios) * len(self.players)

    @property
    def episodes(self) -> int:
        """How many games that is."""
        return self.block * len(self.seeds)

    def job(self, number: int) -> Job:
        """The episode of that number, from 0."""
        seed, rest = divmod(number, self.block)
        player, scenario = divmod(rest, len(self.scenarios))
        return Job(self.scenarios[scenario], self.players[player], self.seeds[seed], self.salt)
