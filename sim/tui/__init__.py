"""The terminal game: screens and widgets over `sim.games.game`.

`app` starts it, `session` holds the game in progress, `screens` are what the player looks at,
`widgets` what they are made of, `commands` declares what can be done where. No rule or formula of
the game belongs here, and nothing but `sim.cli` imports this package.
"""

import os

# Milliseconds in which more may follow an Esc, to make it the beginning of another key: Textual
# reads this once, when it is loaded.
os.environ.setdefault("ESCDELAY", "25")
