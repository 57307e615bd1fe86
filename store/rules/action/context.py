"""Context: everything a rule may know besides the document it is about."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple, Protocol

from msgspec import Struct

from store.models.axes import Platform
from store.models.base import Document
from store.models.event import Actor
from store.models.improvement import Improvement, Measured, RateName
from store.models.inquiry import Inquiry
from store.models.money import Fen
from store.models.order import Order
from store.models.payment import Payments
from store.models.person import Person
from store.models.product import Product
from store.models.review import Review
from store.rules.timing.policy import Policy
from store.words.times import shop_day

SOME = 20
"""So many orders that fit are as good as all: who has to choose among them asks the buyer more."""


class Wanted(NamedTuple):
    """What is known of an order that nobody can name; None where that is not known."""

    shop: str
    """Empty for whichever."""
    amount_fen: Fen | None
    first: datetime | None
    last: datetime | None
    """It was placed from the first instant on and before this one."""
    phone_tail: str | None
    """Empty for an order that shows no phone."""


class PaidAs(NamedTuple):
    """How an order was paid that a row of funds may be about."""

    platform: Platform
    shop: str
    amount_fen: Fen
    first: datetime
    last: datetime
    """It was paid from the first instant on and before this one."""


class Lookup(Protocol):
    """What the repository answers under the lock, so that rules across orders stay rules."""

    def parcels_with(self, tracking_no: str) -> Iterable[Order]:
        """The orders one of whose parcels has this number."""

    def orders_with_case(self, platform: Platform, number: str) -> Iterable[str]:
        """The numbers of the orders, also of those still to come, that have the platform's case of
        this number.
        """

    def product(self, shop: str, sku: str) -> Product | None:
        """The product with this SKU."""

    def orders_with_sku(self, shop: str, sku: str) -> Iterable[Order]:
        """The orders of the shop with this SKU that have goods to ship or a task open."""

    def products_of(self, shop: str, product_id: str) -> Iterable[Product]:
        """Every SKU of one of the platform's products."""

    def products_named(self, shop: str, names: Collection[str]) -> Iterable[Product]:
        """Every SKU of the shop whose goods have one of these names, in whatever specification."""

    def order(self, key: str) -> Order | None:
        """The order with this key."""

    def payments(self, key: str) -> Payments | None:
        """The payments with this key."""

    def shops(self) -> list[tuple[str, str]]:
        """Platform and name of every shop that is known."""

    def orders_numbered(self, order_no: str) -> Iterable[Order]:
        """The orders with this number, of whichever shop."""

    def orders_like(self, wanted: Wanted) -> Iterable[Order]:
        """The orders that fit all that is known, some of them where there are many."""

    def orders_paid(self, wanted: PaidAs) -> Iterable[Order]:
        """The orders that were paid so, some of them where there are many."""

    def orders_refunded(self, wanted: PaidAs) -> Iterable[Order]:
        """The orders paid in that time of which this amount went back, or is asked back by a case;
        some of them where there are many.
        """

    def orders_deducted(
        self, platform: Platform, shop: str, first: datetime, last: datetime
    ) -> Iterable[Order]:
        """The late orders for which something is deducted by the rules since an instant within."""

    def return_address(self, platform: Platform, shop: str, first: datetime, last: datetime) -> str:
        """Where goods of the shop were told to come back to last, by the cases that were asked for
        from the one instant on and before the other; empty for nowhere.
        """

    def opened(self, kind: type[Document], first: datetime, last: datetime) -> int:
        """How many inquiries, reviews or improvements were begun from the one instant on and
        before the other.
        """

    def open_inquiries(self, phone_tail: str, amount_fen: Fen | None) -> Iterable[Inquiry]:
        """The open inquiries with this end of a phone, or with this amount, of whichever shop."""

    def inquiries_about(self, order_no: str) -> Iterable[Inquiry]:
        """The inquiries that name this order and are not tied to any."""

    def review(self, number: str) -> Review | None:
        """The review with this number."""

    def improvements_of(self, review: str) -> Iterable[Improvement]:
        """The improvements of the review with this number."""

    def measured(self, rate: RateName, scope: str, since: datetime) -> Measured:
        """A rate of the orders that a query finds, from then until now; raises BadInput for a
        query that is unclear.
        """

    def people(self) -> Iterable[Person]:
        """Everybody who did something here, by login."""

    def person(self, text: str) -> Person:
        """Who is meant by a login or a name; raises BadInput, with who is known, for no one."""


class Context(Struct, frozen=True):
    """Now, who acts, the rules in force, fresh ids and the look-ups."""

    now: datetime
    actor: Actor
    policy: Policy
    lookup: Lookup
    new_id: Callable[[], str]

    @property
    def today(self) -> date:
        """The shop's day."""
        return shop_day(self.now)
