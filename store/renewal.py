"""Renewal (更新行): the rows that an earlier version made say less, and are made anew."""

from store.models.order import Order
from store.models.row import FORM
from store.repository import Repository


def renew_rows(repository: Repository) -> int:
    """Make every row of an earlier FORM anew, in one commit; how many there were.

    The documents stay as they are; only what lists read of them changes.
    """
    if all(row.form == FORM for row in repository.rows()):
        return 0
    with repository.writing() as writing:
        stale = [row.key for row in repository.rows() if row.form != FORM]
        writing.save([one for key in stale if (one := repository.get(Order, key))])
    return len(stale)
