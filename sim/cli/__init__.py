"""The command line. It contains no formulas.

This module starts quickly and turns any error into a message and an exit code. `front` lists the
commands, `commands` has a module for each, `arguments` defines the argument types, `opening` opens
the game, `console` writes, and `interruption` handles signals. A command imports what it needs
inside its function, so that `--version` does not load the engine, and only the game loads Textual.
"""

import os
import sys  # nothing else: until `main` runs, Python itself handles Ctrl-C


def main() -> None:
    """Entry point of `buckstop`: run `sys.argv` and exit."""
    try:
        from sim.cli import interruption

        interruption.end_at_once()
    except KeyboardInterrupt:  # `interruption.INTERRUPTED` may not be imported yet
        os._exit(130)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str] | tuple[str, ...]) -> int:
    """Run a command line and return its exit code; each error becomes one message."""
    from sim import __version__, core
    from sim.cli import console, interruption
    from sim.errors import BuckstopError, Crashed

    console.prepare()
    try:
        core.check()
        if not arguments:  # start the game without loading the parser
            from sim.cli.opening import open_game

            return open_game(None, None, None)
        if [*arguments] == ["--version"]:  # cyclopts would load what draws its pages of help
            console.write(f"{__version__} ({core.described()})")
            return 0
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
            f"A bug in Buckstop: {type(fault).__name__}: {fault}. "
            f"Please report it; BUCKSTOP_TRACEBACK=1 shows where.{left}"
        )
        return BuckstopError.exit_code
