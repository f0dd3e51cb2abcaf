"""The desk, from which the game is played: the work, the selected task, and the offers for it."""
