"""Counts (数量): orders and units in words, one of them as well as several."""

from store.words import N_, how_many


def orders(count: int) -> str:
    """`1 order`, `2 orders`."""
    return how_many(count, N_("1 order"), N_("{count} orders"))


def units(count: int) -> str:
    """`1 unit`, `2 units`."""
    return how_many(count, N_("1 unit"), N_("{count} units"))
