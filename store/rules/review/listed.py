"""ListedCause (原因清单): a cause that a shop tells apart, with the words people write for it."""

from msgspec import Struct


class ListedCause(Struct, frozen=True):
    """One cause of the shop's list."""

    name: str
    """What it is called in forms and in what is counted; a common word is shown by its label."""
    also: tuple[str, ...] = ()
    """What else means it: of a text that holds one of these, this is the cause."""
