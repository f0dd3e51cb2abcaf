"""What the player looks at, a module each; the style sheet of a screen stands beside it."""
