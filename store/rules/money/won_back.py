"""Won back (申诉补回): money that went to the buyer by a ruling which an appeal has overturned.

It went, so that the order cannot give it a second time; the platform is to make it good to the
shop, and until somebody has seen that it did, it is owed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from store.models.money import Fen
from store.models.order import Order
from store.models.refund import Refund
from store.rules.cases.interventions import last_ruling


class ToComeBack(NamedTuple):
    """What of one refund is to come back, or has, since an appeal was won."""

    refund: Refund
    fen: Fen
    since: datetime
    """When the platform ruled on the appeal."""

    @property
    def missing(self) -> Fen:
        """What of it has not come back."""
        return max(0, self.fen - self.refund.returned_fen)

    @property
    def left(self) -> Fen:
        """What of it the platform owes: nothing of what somebody has given up."""
        given_up = self.refund.given_up
        over = max(self.refund.returned_fen, given_up.of_fen if given_up else 0)
        return max(0, self.fen - over)


def to_come_back(order: Order) -> Iterator[ToComeBack]:
    """The refunds that went to the buyer by more than the platform gave them on appeal, the last
    ones first; those that have come back too.
    """
    for case in order.cases:
        ruled = last_ruling(case)
        if ruled is None or ruled.ruled_at is None or ruled.appeal is None:
            continue
        done = [one for one in order.refunds if one.case == case.id and one.state == "done"]
        beyond = sum(one.amount_fen for one in done)
        if ruled.ruling != "for_seller":
            beyond -= beyond if ruled.amount_fen is None else ruled.amount_fen
        for one in reversed(done):
            part = min(one.amount_fen, beyond)
            if part > 0:
                beyond -= part
                yield ToComeBack(one, part, ruled.ruled_at)
