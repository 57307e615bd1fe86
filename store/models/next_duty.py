"""NextDuty (下一步): what is next of what is owed for something, as the row of a list keeps it."""

from typing import NamedTuple


class NextDuty(NamedTuple):
    """The kind of what is next, and whose it is; nothing where nothing is owed."""

    kind: str = ""
    who: str = ""
    task: tuple[str, ...] = ()
    """Of a platform task what it is, as `ObligationRow.zero` names it, and behind that which of
    several cases or refunds it is about, by the amount."""
    until: int | None = None
    """Before then nobody is to begin with it (seconds since the epoch); none where one may."""
