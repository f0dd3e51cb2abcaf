"""The commands by name, and the messages for wrong command lines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cyclopts import App, CycloptsError
from cyclopts.completion.detect import ShellDetectionError
from cyclopts.exceptions import UnusedCliTokensError

from sim import __version__, core
from sim.cli import console
from sim.cli.arguments import DataDir
from sim.errors import BuckstopError, UsageError, did_you_mean

if TYPE_CHECKING:
    from rich.console import Console

COMMANDS = (
    "play",
    "scenarios",
    "check",
    "run",
    "saves",
    "replay",
    "bench",
    "report",
    "matrix",
    "validate",
    "policies",
    "rules",
)
"""Each names a function in its module in `commands`; its docstring is the help."""

INSTALL = "--install-completion"

PRINTED_BY_CYCLOPTS = {"--help", "-h", "--version", INSTALL}
"""Flags that cyclopts answers itself, through rich."""


def build() -> App:
    """The cyclopts app. Commands are imported when they are called."""
    app = App(
        name="buckstop",
        version=f"{__version__} ({core.described()})",
        help="You can hand over the work. The buck stays with you.\n\n"
        "Without a command, the game opens with a choice of scenarios.",
        suppress_keyboard_interrupt=False,
    )
    app.default(_title)
    for place, name in enumerate(COMMANDS):
        app.command(f"sim.cli.commands.{name}:{name}", name=name, sort_key=place)
    app.register_install_completion_command(help="Install completion for your shell.")
    return app


def answer(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code.

    Raises `UsageError` when the line is wrong, and whatever the command raises.
    """
    try:
        if not PRINTED_BY_CYCLOPTS & set(arguments):
            return _call(arguments)
        first = arguments[0]
        if not first.startswith("-") and first not in COMMANDS:  # help for an unknown command
            raise UsageError(_no_command(first, "See buckstop --help."))
        page = console.page()
        code = _call(arguments, page)
        console.write_page(page)
        return code
    except CycloptsError as error:
        raise UsageError(_explained(error)) from error
    except (OSError, ShellDetectionError) as error:
        if INSTALL not in arguments:
            raise
        raise BuckstopError(f"Cannot install the completion: {error}") from error


def _call(arguments: Sequence[str], page: "Console | None" = None) -> int:
    app = build()
    if page is not None:
        for name in COMMANDS:  # import all, for their summaries
            _ = app[name]
    code = app(
        list(arguments),
        console=page,
        exit_on_error=False,
        print_error=False,
        result_action="return_value",
    )
    return code if isinstance(code, int) else 0


def _title(*, data_dir: DataDir | None = None) -> int:
    from sim.cli.opening import open_game

    return open_game(None, None, data_dir)


def _explained(error: CycloptsError) -> str:
    chain = list(error.command_chain or ())
    see = f"See {' '.join(['buckstop', *chain, '--help'])}."
    if not isinstance(error, UnusedCliTokensError):
        return f"{str(error).strip()} {see}"
    stray = str((error.unused_tokens or ["?"])[0])
    if chain:
        known = _commands_of(chain)
        if known:
            return _no_command(stray, see, known)
        return f"{console.quoted(stray)} is an unexpected argument. {see}"
    if stray in COMMANDS:
        return f"Put the command first and its options after it: buckstop {stray} ... {see}"
    return _no_command(stray, see)


def _commands_of(chain: Sequence[str]) -> list[str]:
    """The subcommands of a command."""
    app = build()
    for name in chain:
        app = app[name]
    return [name for name in app if not name.startswith("-")]


def _no_command(word: str, see: str, known: Sequence[str] = COMMANDS) -> str:
    return f"There is no command {console.quoted(word)}.{did_you_mean(word, known)} {see}"
