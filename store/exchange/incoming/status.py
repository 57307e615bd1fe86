"""Status: what a platform's word for the state of an order says on the desk's own axes."""

from dataclasses import dataclass

from store.models.axes import Fulfilment, Payment

_PROGRESS = {
    Fulfilment.TO_SHIP: 2,
    Fulfilment.SHIPPED: 3,
    Fulfilment.RECEIVED: 4,
    Fulfilment.CANCELLED: 5,
}
_FINISHED = 5


@dataclass(frozen=True, slots=True)
class Status:
    """What the word says about payment and goods; none where it does not say.

    Goods that were refunded before they were shipped stay TO_SHIP: the ledger of refunds takes
    them out of what is left to ship.
    """

    payment: Payment | None = None
    fulfilment: Fulfilment | None = None
    refunded: bool = False
    stock_out: bool | None = False
    partly_refunded: bool = False
    """Some money went back, and the goods are to be shipped all the same."""

    @property
    def progress(self) -> int:
        """How far through its life cycle, 0 to 5 (docs/imports.md, rule 1)."""
        if self.refunded:
            return _FINISHED
        if self.fulfilment:
            return _PROGRESS[self.fulfilment]
        return {Payment.DEPOSIT: 1, Payment.PAID: 2}.get(self.payment or Payment.UNPAID, 0)
