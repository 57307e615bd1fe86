"""The commands, one file each: `configure` says what it takes, `run` does it."""

from argparse import ArgumentParser
from pathlib import Path

from store.models.money import Fen, yuan_text
from store.words import _, counts
from tui.printing import say

PARTLY_DONE = 7
"""The exit status when some of it was not done: rows not taken, an order not given away."""


def takes_replace(parser: ArgumentParser) -> None:
    """What every command takes that writes a file: without it none that is there is touched."""
    parser.add_argument("--replace", action="store_true", help=_("write over a file that is there"))


def takes_json(parser: ArgumentParser) -> None:
    """What every command takes that lists something: a script reads its lines one by one."""
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def say_holds(file: Path, orders: int) -> None:
    """Say what a whole store was written into."""
    say(_("{file} holds {orders}.").format(orders=counts.orders(orders), file=file))


def say_computed(fen: Fen) -> None:
    """Say what of a sum of penalties is none that somebody recorded."""
    told = _(
        "{amount} yuan of it are computed for late goods by the rules; no penalty is recorded"
        " for them yet."
    )
    say(told.format(amount=yuan_text(fen)))
