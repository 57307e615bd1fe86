"""What is owed for an improvement: a look at whether it helped, by the end of its day."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from store.models.axes import Party
from store.models.improvement import Improvement
from store.rules.obligations.obligation import Obligation
from store.words.phones import hide_phones
from store.words.times import day_begins


def owed_for_improvement(improvement: Improvement) -> Iterator[Obligation]:
    """The check; nothing once it is done or dropped."""
    if improvement.open:
        zero = ("improvement", hide_phones(improvement.what))
        yield Obligation("improvement", Party.US, due_end(improvement), zero=zero)


def due_end(improvement: Improvement) -> datetime:
    """The midnight that ends the day by which it is to be checked."""
    return day_begins(improvement.due + timedelta(days=1))
