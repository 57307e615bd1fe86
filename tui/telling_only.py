"""What of the command line only tells, so that nothing is done where its output is lost."""

from collections.abc import Sequence

READING = frozenset(
    {
        *("list", "due", "imports", "forecast", "show", "actions", "penalties", "payments"),
        *("causes", "reviews", "diff", "verify", "handover", "pack", "policy", "tasks"),
    }
)
"""Commands that only tell, but for what is below; what another says, it has done."""
DOING = frozenset({"--to", "--batch-ship", "--uploaded"})
"""The options with which they do something: give it to somebody, write a file, note an answer."""
LOOKING = frozenset({"-h", "--help", "--dry-run"})
"""With one of these every command only tells."""


def only_tells(words: Sequence[str]) -> bool:
    """Would this command line, without its global options, change nothing?"""
    command, *more = [word for word in words if not word.startswith("-")] or [""]
    if not command or not LOOKING.isdisjoint(words):
        return True
    if command == "policy" and more[:1] not in ([], ["diff"]):
        return False
    options = {word.partition("=")[0] for word in words}
    return command in READING and options.isdisjoint(DOING)
