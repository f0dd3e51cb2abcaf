"""The terminal game: screens and widgets over `sim.games.game`.

`running` starts it; `app` knows the ways between screens, `session` the game in progress. `kit` has
what knows no game, `shell` the frame, `pages` what is looked at, `orders` the dialogs that draft
orders. No rule or formula of the game belongs here, and nothing but `sim.cli` imports this package.
"""

import os

# Milliseconds in which more may follow an Esc, to make it the beginning of another key: Textual
# reads this once, when it is loaded.
os.environ.setdefault("ESCDELAY", "25")

SCREENS = tuple(
    f"{__name__}.{name}"
    for name in (
        "shell.base pages.goals shell.confirm pages.explain orders.form orders.award orders.deal "
        "pages.desk.compare pages.desk.guess orders.requests pages.guesses shell.settings "
        "shell.help pages.page pages.desk.turn_page pages.desk.screen pages.ledger pages.people "
        "pages.suppliers pages.trends pages.briefing pages.report pages.final pages.saved "
        "pages.walk pages.watch pages.branches pages.title"
    ).split()
)
"""The modules that declare screens, in the order that their tables have in a file of keys."""
