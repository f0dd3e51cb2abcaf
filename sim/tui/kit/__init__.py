"""Text, widgets and commands for any program in a terminal: nothing here knows a game."""
