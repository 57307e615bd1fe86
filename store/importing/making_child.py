"""The child process that makes what is to be written of a large import's orders, for its parent.

It knows no store and is told all that it needs: on its standard input comes the task, then batch
after batch of orders; the answers to each go to its standard output, once the next one was read, so
that neither end has to wait for the other. All of it is pickled, because both ends are the same
program. It ends with its input.
"""

import gc
import pickle
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from store.importing.making import Found, Made, Maker
from store.importing.read_rows import Entry
from store.importing.telling import Chain


class Asked(NamedTuple):
    """One order that is to be made."""

    rows: Sequence[Entry]
    found: Found
    chains: Mapping[str, Chain]
    """The histories of the orders that were found and are whole."""


def main() -> None:
    """Answer what is asked until nobody asks any more."""
    # Documents and rows hold no cycle.
    gc.disable()
    # It is the parent that is interrupted; this ends when it does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError):
        maker = Maker(_next())
        batch: list[Asked] = _next()
        while True:
            made = [_made(maker, one) for one in batch]
            # Before it is said: the parent listens once it has told this.
            batch = _next()
            pickle.dump(made, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.flush()


def _next() -> Any:
    return pickle.load(sys.stdin.buffer)  # noqa: S301 - our own program


def _made(maker: Maker, asked: Asked) -> Made | None:
    """What comes of one order; none for what the parent has to see to itself.

    That is what goes wrong, a history that is not whole, and what has to be told in sentences, a
    row that is not taken or an offer that was: the parent says them in its own language.
    """
    try:
        made = maker.made(asked.rows, asked.found, asked.chains.__getitem__)
    except Exception:  # noqa: BLE001 - the parent meets it as well, where it can be told
        return None
    if made is None or made.tally.rejected or made.tally.taken:
        return None
    return made
