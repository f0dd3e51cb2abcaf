"""`buckstop play`, and the game as such: the only way from here to Textual."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.arguments import DataDir, ScenarioName, Seed, scenario_named
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.model.scenario import Scenario


def play(
    scenario: ScenarioName | None = None,
    /,
    *,
    seed: Seed | None = None,
    data_dir: DataDir | None = None,
) -> int:
    """Play a scenario in the terminal.

    Without a scenario, the game opens with a choice of them.
    """
    _need_terminal()
    return open_game(scenario_named(scenario) if scenario is not None else None, seed, data_dir)


def open_game(scenario: "Scenario | None", seed: int | None, data_dir: Path | None) -> int:
    """Start the terminal game and return its exit code.

    Raises `UsageError` without a terminal: the game would start, and never end.
    """
    _need_terminal()
    from sim.tui.app import run

    return run(scenario, seed, data_dir)


def _need_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The game needs a terminal, for its input and its output. "
            "Without one, buckstop run plays a game, and buckstop --help lists the rest."
        )
