"""The child process that makes what is to be written of a large import's orders, for its parent.

It knows no store and is told all that it needs: first the terms, then batch after batch of orders.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from store.aside import answer_all
from store.documents.chains import Chain
from store.importing.making import Found, Made, Maker
from store.importing.read_rows import Entry


class Asked(NamedTuple):
    """One order that is to be made."""

    rows: Sequence[Entry]
    found: Found
    chains: Mapping[str, Chain]
    """The histories of the orders that were found and are whole."""


def main() -> None:
    """Answer what is asked until nobody asks any more."""
    answer_all(lambda terms: partial(_all_made, Maker(terms)))


def _all_made(maker: Maker, batch: Sequence[Asked]) -> list[Made | None]:
    return [_made(maker, one) for one in batch]


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
