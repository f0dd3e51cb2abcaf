"""The screens and dialogs that show the game, each with its style sheet; they give no orders."""
