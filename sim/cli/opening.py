"""Opens the terminal game, without what reads a command line."""

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
    """Start the terminal game and return its exit code.

    Raises `UsageError` without a terminal: the game would start, and never end.
    """
    need_terminal()
    gc.disable()  # until all is loaded: nothing of that is ever garbage
    try:
        from sim.tui.running import run

        return run(scenario, seed, data_dir, resume, watch, console.say)
    finally:
        gc.enable()


def need_terminal() -> None:
    """Raises `UsageError` without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The game needs a terminal, for its input and its output. "
            "Without one, buckstop run plays a game, and buckstop --help lists the rest."
        )
