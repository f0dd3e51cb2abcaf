"""Playing in the terminal: from an empty screen to one that is as it was before."""

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

    Games are kept as they are played. Signals end the game in good order: it is kept as it stands,
    and the terminal is as it was before.

    Args:
        scenario: What is played at once; a choice when left out.
        seed: Its seed; drawn when left out.
        data_dir: Where games are kept; where `sim.games.store` says when left out.
        resume: The number of a kept game that is gone on with at once.
        watch: Somebody else's game that is watched at once.
        say: Is told what became of the game, when the terminal is the caller's again.

    Raises:
        UsageError: input or output is not a terminal.
        Crashed: a fault ended the app; what is left of the game is in a file then.
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
