"""What the player looks at, a module each; the style sheet of a screen stands beside it."""

MODULES = tuple(
    f"{__name__}.{name}"
    for name in (
        "base goals confirm explain form award deal compare guess requests guesses settings help "
        "page turn_page desk ledger people suppliers trends briefing report final saved walk watch "
        "branches title"
    ).split()
)
"""Those that have screens, in the order in which a file of keys has their tables."""
