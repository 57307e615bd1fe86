"""FirstImport (首次导入): by which import the bytes of a file came to the store first."""

from store.models.base import Instant, Record


class FirstImport(Record):
    """One import among all of the store."""

    number: int
    """Later imports have larger ones, whatever the clocks of the computers say; files of one import
    have the same.
    """
    at: Instant
    as_new: bool = False
    """They may have come before that: somebody said that the platform shows just this again."""


def came_by_then(one: FirstImport | None, other: FirstImport | None) -> bool:
    """Had the one come before the other, or with it? Not as far as nobody knows."""
    return one is not None and other is not None and one.number <= other.number
