"""The commands, one file each: `configure` says what it takes, `run` does it."""

from argparse import ArgumentParser

from store.words import _

PARTLY_DONE = 7
"""The exit status when some of it was not done: rows not taken, an order not given away."""


def takes_replace(parser: ArgumentParser) -> None:
    """What every command takes that writes a file: without it none that is there is touched."""
    parser.add_argument("--replace", action="store_true", help=_("write over a file that is there"))
