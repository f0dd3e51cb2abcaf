"""Playing in the terminal, from start to a restored screen."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import Crashed, UsageError
from sim.tui.app import BuckstopApp

if TYPE_CHECKING:
    from sim.games.game import Game
    from sim.model.scenario import Scenario

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that end the game in good order."""


def run(
    scenario: "Scenario | None",
    seed: int | None,
    data_dir: Path | None = None,
    resume: int | None = None,
    watch: "Game | None" = None,
    say: Callable[[str], None] = lambda text: None,
) -> int:
    """Play in the terminal; returns the exit code.

    Games are saved as they are played. On a signal the game is saved as it stands, and the terminal
    restored.

    Args:
        scenario: Played at once; the player chooses if left out.
        seed: Its seed; drawn if left out.
        data_dir: Where games are saved; as `sim.games.store` decides if left out.
        resume: The number of a saved game to resume at once.
        watch: A game from a replay to watch at once.
        say: Told what became of the game, once the terminal is restored.

    Raises:
        UsageError: input or output is not a terminal.
        Crashed: a fault ended the app; the game so far is in a file.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the game needs a terminal, for its input and its output.")
    app = BuckstopApp(scenario, seed, data_dir, resume, watch)
    numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        for number in numbers:
            signal.signal(number, app.end_by)
        try:
            app.run()
        except Exception as error:
            app.fault = app.fault or error
        left = app.kept.keep_crash(app.fault) if app.fault is not None and not app.ended_by else ""
        told = app.kept.let_go()
    finally:
        app.close_forecasts()
        for number, handler in before.items():
            signal.signal(number, handler)
    if app.fault is not None and not app.ended_by:
        raise Crashed(app.fault, f"{left} {told}".strip()) from app.fault
    if told:
        say(told)
    return 128 + app.ended_by if app.ended_by else app.return_code or 0
