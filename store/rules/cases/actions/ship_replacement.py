"""ShipReplacement (换货发货): a new unit goes out for one that came back.

In an exchange the buyer has to confirm the receipt; in a return whose rest is refunded it settles
the unit at once.
"""

from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.action.fields import read_lines
from store.rules.cases.case_machine import (
    AWAY,
    CLOSED,
    CONFIRM,
    EXCHANGE,
    ON_ITS_WAY,
    PART_BACK,
    PART_SENT,
    PAY,
    RECEIVE,
    RETURN,
    SEND,
    Move,
)
from store.rules.cases.case_sending import SendForCase
from store.rules.parcels.contents import Contents, agreed_instead, skus_to_scan
from store.words import N_, _


class ShipReplacement(SendForCase):
    """Send a replacement for goods of a case."""

    title = N_("Ship a replacement")
    place = 730
    settles = frozenset({"send-for-case"})
    moves = (
        Move((EXCHANGE,), (SEND, PAY), CONFIRM),
        Move((EXCHANGE,), (SEND,), SEND, variant=PART_SENT),
        Move((EXCHANGE, RETURN), (PAY,), PAY, variant=PART_SENT),
        Move((EXCHANGE, RETURN), (SEND, PAY), AWAY, variant=PART_BACK),
        Move((EXCHANGE, RETURN), (SEND, PAY), RECEIVE, variant=ON_ITS_WAY),
        Move((RETURN,), (SEND, PAY), CLOSED, CaseOutcome.REFUNDED),
    )
    parcel_kind = "replacement"

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        found = super().suggest(subject, context)
        due = _due(found)
        skus = skus_to_scan(subject, due, agreed_instead(subject, due))
        return found | {"sku": skus} if skus else found

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        """Which goods go out where they are others than were bought."""
        instead = agreed_instead(subject, _due(super().suggest(subject, context)))
        said = _("{substitute} goes out for {goods}, as the buyer agreed.")
        named = [(line, instead.get(line.line)) for line in subject.lines]
        return (
            *super().background(subject, context),
            *(
                said.format(substitute=sku, goods=line.sku or line.name)
                for line, sku in named
                if sku
            ),
        )


def _due(suggested: dict[str, str]) -> Contents:
    read = read_lines(suggested["lines"]) if suggested.get("lines") else ()
    return read if isinstance(read, tuple) else ()
