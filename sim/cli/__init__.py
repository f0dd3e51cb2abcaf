"""The command line. There is no formula in it.

This module starts quickly and turns whatever happens into a message and an exit code. `front`
names the commands, `commands` has a module for each, `arguments` says what may be typed, `opening`
opens the game, `console` writes, `interruption` ends. A command's module imports what it needs
inside its function, so that asking for the version does not load the engine, and that nothing but
the game itself loads Textual.
"""

import os
import sys  # nothing else here: until `main` is reached, Ctrl-C is answered by Python itself


def main() -> None:
    """The program `buckstop`: runs what `sys.argv` asks for and ends the process."""
    try:
        from sim.cli import interruption

        interruption.end_at_once()
    except KeyboardInterrupt:  # so early that `interruption.INTERRUPTED` may not be there
        os._exit(130)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str] | tuple[str, ...]) -> int:
    """Carry out a command line and return its exit code; errors end here, as one message each."""
    from sim.cli import console, interruption
    from sim.errors import BuckstopError, Crashed

    console.prepare()
    try:
        if not arguments:  # the game need not wait for what reads a command line
            from sim.cli.opening import open_game

            return open_game(None, None, None)
        from sim.cli.front import answer

        return answer(arguments)
    except KeyboardInterrupt:
        console.complain("Interrupted.")
        return interruption.INTERRUPTED
    except BuckstopError as error:
        console.complain(str(error))
        return error.exit_code
    except Exception as error:
        if os.environ.get("BUCKSTOP_TRACEBACK"):
            raise
        fault = error.fault if isinstance(error, Crashed) else error
        left = f" {error.left}" if isinstance(error, Crashed) else ""
        console.complain(
            f"A fault in Buckstop itself: {type(fault).__name__}: {fault}. "
            f"Please report it; with BUCKSTOP_TRACEBACK=1 it says where.{left}"
        )
        return BuckstopError.exit_code
