"""`buckstop play`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from sim.cli.arguments import DataDir, ScenarioName, Seed, scenario_named
from sim.cli.opening import need_terminal, open_game
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.model.scenario import Scenario

Resume = Annotated[
    bool, Parameter(negative=(), show_default=False, help="Continue the game you played last.")
]


def play(
    scenario: ScenarioName | None = None,
    /,
    *,
    seed: Seed | None = None,
    resume: Resume = False,
    data_dir: DataDir | None = None,
) -> int:
    """Play a scenario in the terminal.

    Without a scenario, the game opens with a choice of them. Games are saved as you play; --resume
    continues the last one, of the given scenario and seed if any.
    """
    need_terminal()
    named = scenario_named(scenario) if scenario is not None else None
    if resume:
        return open_game(None, None, data_dir, _left(named, seed, data_dir))
    return open_game(named, seed, data_dir)


def _left(scenario: "Scenario | None", seed: int | None, data_dir: Path | None) -> int:
    """The number of the game to continue. Raises `UsageError` if there is none."""
    from sim.games.store import Store

    for game in Store(data_dir).games()[0]:
        right = scenario is None or game.scenario == scenario.id
        if game.waits and right and seed in (None, game.seed):
            assert game.id is not None
            return game.id
    of = f" of {scenario.id}" if scenario is not None else ""
    by = f" with seed {seed}" if seed is not None else ""
    raise UsageError(
        f"There is no game{of}{by} to continue. buckstop saves lists the saved ones; buckstop play "
        "starts one."
    )
