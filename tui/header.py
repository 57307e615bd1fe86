"""Header (抬头): what the line above says of the store, read at one time in a thread."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from store.search.board import Clocks
from store.words import _
from store.words.labels import label

if TYPE_CHECKING:
    from store.reading.shop_lists import Lists

NAMED = 2
"""So many shops are named; more are counted."""


class Header(NamedTuple):
    """What the line above says of the store."""

    shops: str
    clocks: Clocks
    now: datetime
    is_one_of_several: bool = False
    """Is all kept to one shop, of several?"""


def header_of(lists: "Lists") -> Header:
    """As it is now."""
    shops = lists.shops()
    if lists.shop:
        return Header(shop_name(lists.shop), lists.clocks(), lists.now, len(shops) > 1)
    names = sorted(map(shop_name, shops))
    named = "  ".join(names) if len(names) <= NAMED else _("{count} shops").format(count=len(names))
    return Header(named, lists.clocks(), lists.now)


def shop_name(shop: tuple[str, str]) -> str:
    """A shop as it is called: its name, and the platform it is on."""
    platform, name = shop
    return f"{name}@{label(platform)}"
