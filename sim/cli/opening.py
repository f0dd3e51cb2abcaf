"""Opens the terminal game, without loading the command line parser."""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import console
from sim.errors import UsageError

if TYPE_CHECKING:
    from sim.games.game import Game
    from sim.model.scenario import Scenario


def open_game(
    scenario: "Scenario | None",
    seed: int | None,
    data_dir: Path | None,
    resume: int | None = None,
    watch: "Game | None" = None,
) -> int:
    """Run the terminal game and return its exit code.

    Raises `UsageError` without a terminal, where the game would never end.
    """
    need_terminal()
    gc.disable()  # until everything is loaded: none of it becomes garbage
    try:
        from sim.tui.running import run

        return run(scenario, seed, data_dir, resume, watch, console.say)
    finally:
        gc.enable()


def need_terminal() -> None:
    """Raise `UsageError` unless standard input and output are a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The game needs a terminal for input and output. Without one, use buckstop run to play "
            "a game; buckstop --help lists the other commands."
        )
