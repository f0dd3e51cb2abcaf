"""Buckstop: who does the work, what it costs, and on whom it falls.

A turn-based model of a firm that hands over some of its work. `sim.engine` holds the rules,
`sim.rules` the numbers, `sim.games.game` a game in progress; `sim.cli` and `sim.tui` are the ways
in.
"""

import os

__version__ = "0.1.0"

if os.environ.get("BUCKSTOP_CORE") == "interpreted":
    from sim import core

    core.prefer_sources()
