"""The commands, one file each: `configure` says what it takes, `run` does it."""

PARTLY_DONE = 7
"""The exit status when some of it was not done: rows not taken, an order not given away."""
