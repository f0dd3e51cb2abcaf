"""`buckstop report`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sim.cli import console
from sim.cli.arguments import folder_argument
from sim.errors import BuckstopError

PAGE = "report.html"
"""The page's name in a run's folder."""

Run = Annotated[
    Path, Parameter(converter=folder_argument, metavar="DIR", help="The folder of bench --out.")
]


def report(folder: Run, /) -> int:
    """Draw a saved benchmark as one page for a browser.

    The page is written into the run's folder and is self-contained. A run in progress is drawn as
    far as it has come. Needs the extra `report`.
    """
    from sim.bench.gather import gather
    from sim.bench.page import page

    drawn = page(gather(folder))
    try:
        (folder / PAGE).write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise BuckstopError(f"Cannot write {folder / PAGE}: {error.strerror}.") from error
    console.write(str(folder / PAGE))
    return 0
