"""Pages (分批): many things some at a time, so that no query and no commit is about all of them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")


def in_pages(things: Iterable[Thing], many: int) -> Iterator[list[Thing]]:
    """The things in their order, `many` at a time; no more of them are read than were asked for."""
    coming = iter(things)
    while some := list(islice(coming, many)):
        yield some
