"""Columns of one kind, several at once, for the tables of lists."""

from store.search.table import Column

BOOKKEEPING = (Column("form"), Column("policy"))
"""By which a row is known to be of an earlier form, or made by other rules."""


def texts(*names: str) -> tuple[Column, ...]:
    """Texts as the row has them."""
    return tuple(Column(name, "text") for name in names)


def numbers(*names: str) -> tuple[Column, ...]:
    """Numbers that are always known."""
    return tuple(Column(name) for name in names)


def unsure(*names: str) -> tuple[Column, ...]:
    """Numbers and instants that may be unknown."""
    return tuple(Column(name, nullable=True) for name in names)
