"""Counts (数量): things in words, one of them as well as several."""

from collections.abc import Iterable

from store.words import N_, _, how_many, listed

KILOBYTE, MEGABYTE = 1_000, 1_000_000


def orders(count: int) -> str:
    """`1 order`, `2 orders`."""
    return how_many(count, N_("1 order"), N_("{count} orders"))


def units(count: int) -> str:
    """`1 unit`, `2 units`."""
    return how_many(count, N_("1 unit"), N_("{count} units"))


def rows(count: int) -> str:
    """`1 row`, `2 rows`."""
    return how_many(count, N_("1 row"), N_("{count} rows"))


def parcels(count: int) -> str:
    """`1 parcel`, `2 parcels`."""
    return how_many(count, N_("1 parcel"), N_("{count} parcels"))


def cases(count: int) -> str:
    """`1 case`, `2 cases`."""
    return how_many(count, N_("1 case"), N_("{count} cases"))


def files(count: int) -> str:
    """`1 file`, `2 files`."""
    return how_many(count, N_("1 file"), N_("{count} files"))


def payments(count: int) -> str:
    """`1 payment`, `2 payments`."""
    return how_many(count, N_("1 payment"), N_("{count} payments"))


def documents(count: int) -> str:
    """`1 document`, `2 documents`."""
    return how_many(count, N_("1 document"), N_("{count} documents"))


def events(count: int) -> str:
    """`1 event`, `2 events`."""
    return how_many(count, N_("1 event"), N_("{count} events"))


def commits(count: int) -> str:
    """`1 commit`, `2 commits`."""
    return how_many(count, N_("1 commit"), N_("{count} commits"))


def days(count: int) -> str:
    """`1 day`, `2 days`."""
    return how_many(count, N_("1 day"), N_("{count} days"))


def points(count: int) -> str:
    """`1 point`, `2 points`."""
    return how_many(count, N_("1 point"), N_("{count} points"))


def measured(count: int, kinds: Iterable[str]) -> str:
    """So many things of these kinds, which the sentence around it does not name: `2`; in Chinese
    with a measure word (量词): 单 where each is an order, else 项. What a sentence names has that
    of its name: 3 个售后单, 3 件商品, 3 行.
    """
    are_orders = {*kinds} == {"orders"}
    return (_("{orders}") if are_orders else _("{things}")).format(orders=count, things=count)


def came_of(kinds: Iterable[str], **found: int) -> str:
    """What came of a deed on several documents of these kinds: `3 done, 1 refused`; nothing is said
    of what there is none of, as long as there is anything.
    """
    are = {*kinds}
    said = {
        "possible": _("{count} possible"),
        "done": _("{count} done"),
        "refused": _("{count} refused"),
        "left": _("{count} not done yet"),
        "undone": _("{count} taken back"),
    }
    told = {name: count for name, count in found.items() if count} or dict([*found.items()][:1])
    return listed(said[name].format(count=measured(count, are)) for name, count in told.items())


def file_size(size: int) -> str:
    """How large a file of so many bytes is: `840 B`, `12 KB`, `3.4 MB`, never less than it is."""
    if size < KILOBYTE:
        return f"{size} B"
    if size < MEGABYTE:
        return f"{-(-size // KILOBYTE)} KB"
    return f"{-(-10 * size // MEGABYTE) / 10:.1f} MB"
