"""The desk in the terminal: screens over the repository, nothing that decides."""

import atexit
import gc

LOOKED_AFTER = 200_000
"""Objects that a command makes before cycles are looked for among them: a start makes nearly as
many, and most of them stay. The desk looks in its own time (`tui.cycles`).
"""

# Looking through what a start has made took a tenth of a command, and half of that at its end, when
# all of it goes anyway. Here, because what a start loads comes after it.
gc.set_threshold(LOOKED_AFTER)
atexit.register(gc.freeze)
