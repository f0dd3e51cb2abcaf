"""The frame around the game: program, base screens, keys, themes, settings, help; no rule of it."""
