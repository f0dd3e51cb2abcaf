"""One module per command, with a function of the command's name that returns the exit code."""
