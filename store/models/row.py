"""Rows (行): the small flat records that lists, filters, boards and search read, a class a list.

A row says of a document what a list shows, so that a list opens no document. Instants are whole
seconds since the epoch, and money is whole fen; none means "not known". `store.documents.rows`
makes them. What says nothing is left out where they are kept, as in documents: a third of them.
"""

from datetime import UTC, datetime

import msgspec

from store.models.case_row import CaseRow
from store.models.inquiry_row import InquiryRow
from store.models.money import Fen
from store.models.next_duty import NextDuty
from store.models.payment_row import PaymentRow
from store.models.review_row import ImprovementRow, ReviewRow

FORM = 23
"""Counted up whenever rows say more, or other things, about the same document."""


class OrderRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One order in one line."""

    key: str
    order_no: str
    platform: str
    shop: str
    buyer: str
    """The receiver's name as the export gave it; masked where it is shown."""
    phone_tail: str
    goods: str
    skus: tuple[str, ...]
    units: int
    to_ship: int
    amount_fen: Fen
    refunded_fen: Fen
    payment: str
    fulfilment: str
    after_sales: str
    stock_out: str
    review: bool
    tracking_nos: tuple[str, ...]
    cases: tuple[str, ...]
    """The numbers of its after-sales cases."""
    ordered_at: int | None
    paid_at: int | None
    shipped_at: int | None
    ship_by: int | None
    """When it has to be shipped; none when nothing is left to ship."""
    ship_by_estimated: bool
    due_at: int | None
    """The earliest deadline that is ours: to ship, to answer a case, to keep a promise …

    What others let pass has become ours besides; `due` says both.
    """
    open_tasks: int
    open_cases: int
    open_discrepancies: int
    reissues: int
    flag: str
    tag: str
    seller_note: str
    owner: str = ""
    """Who has claimed it, or was given it."""
    login: str = ""
    """Theirs; a name beside it may change."""
    tags: tuple[str, ...] = ()
    """Our own; `tag` is the flag's."""
    penalties: int = 0
    penalty_fen: Fen = 0
    """What the penalties recorded for it cost together."""
    won_back_fen: Fen = 0
    """What an appeal brought back to the shop of what was refunded."""
    going_back_fen: Fen = 0
    """What was refunded and is not known to have arrived or failed; `refunded_fen` is without."""
    outcome_unknown: bool = False
    """Nobody knows of some of that whether it arrived."""
    given_fen: Fen = 0
    """What the buyer took as compensations, which the platform pays beside any refund."""
    deducted_at: int | None = None
    """From when on the platform deducts something for late goods by its rules; none when they left
    in time, or when a penalty says it.
    """
    deducted_fen: Fen = 0
    """What it deducts then."""
    deducted_more_at: int | None = None
    """From when on that is more, as out of stock."""
    deducted_more_fen: Fen = 0
    """How much more."""
    shipped: int = 0
    """Units that have left; with `to_ship` they may be fewer than were ordered."""
    not_sent: int = 0
    """Units of `to_ship` that stay here: their refund is agreed to."""
    held_until: int | None = None
    moved_at: int | None = None  # as `store.rules.parcels.watch` says
    unconfirmed: bool = False
    """The buyer alone tells of it; no export has shown it yet."""
    due_estimated: bool = False
    """Everything of ours that ends at `due_at` ends at a computed time, not at a given one."""
    falls_to_us_at: int | None = None
    """The earliest instant from which something is ours because another party let it pass."""
    falls_estimated: bool = False
    """The same of `falls_to_us_at`."""
    next_kind: str = ""
    """The kind of what is next: what ends at `due_at`, else what of ours has no deadline, else what
    another party owes; empty where nothing is owed.
    """
    next_who: str = ""
    """Whose that is."""
    next_task: tuple[str, ...] = ()
    """Of a platform task what it is, as `NextDuty` has it."""
    falls_kind: str = ""
    """The kind of what is ours from `falls_to_us_at` on."""
    until_then: tuple[tuple[int, NextDuty], ...] = ()
    """Until these instants nobody is to begin with what is next; until then this is next."""
    carriers: tuple[str, ...] = ()
    """Who carried what was bought."""
    causes: tuple[str, ...] = ()
    """As they were verified, else as its refunds and its cancellation say."""
    agreers: tuple[str, ...] = ()
    """Who agreed to the refunds of its cases on the platform; empty for one it does not name."""
    region: str = ""
    """The province it goes to."""
    promised_at: int | None = None
    """Until when the goods had to leave; none where nobody knows whether they left in time."""
    left_at: int | None = None
    """When the last of them had left, or their money had gone back; none while they wait."""
    signed_at: int | None = None
    """When the buyer had it."""
    lacked: bool = False
    """It ended, or is about to end, because goods were not there."""
    again_parcels: int = 0
    """Parcels sent beside what was bought: reissues, replacements, 补寄, repaired goods."""
    again_fen: Fen = 0
    """What the buyer had paid for what is in them."""
    bought: tuple[str, ...] = ()
    """Units of each SKU that was paid for: `3 FLW-10`."""
    waits: tuple[str, ...] = ()
    """Units of each SKU that still have to leave, in the same way."""
    form: int = 0
    """The FORM it was made in; one of an earlier version says less, and is made anew."""
    policy: int = 0
    """The digest of the platform's rules that it was made by; 0 where no rule had a say."""

    @property
    def money_state(self) -> str:
        """Where its money is, in the one word that lists have for it."""
        if self.unconfirmed:
            return "unconfirmed"
        if self.outcome_unknown:
            return "outcome-unknown"
        return "refunding" if self.going_back_fen else self.payment

    @property
    def counts_as_paid_at(self) -> int | None:
        """As its order says."""
        return self.paid_at or self.ordered_at

    @property
    def waiting_skus(self) -> tuple[str, ...]:
        """Each SKU of which units still have to leave."""
        return tuple(said.partition(" ")[2] for said in self.waits)

    def due(self, now: float) -> int | None:
        """The earliest deadline that is ours by now (seconds since the epoch)."""
        passed = self.falls_to_us_at
        if passed is None or now < passed:
            return self.due_at
        return passed if self.due_at is None else min(passed, self.due_at)

    def next_at(self, now: float) -> NextDuty:
        """What is next by now."""
        due, passed = self.due(now), self.falls_to_us_at
        fallen = NextDuty(self.falls_kind, "us")
        if due is not None and due != self.due_at:
            return fallen
        for until, following in self.until_then:
            if now < until:
                return fallen if passed is not None and passed <= now else following
        return NextDuty(self.next_kind, self.next_who, self.next_task)

    def due_estimated_at(self, now: float) -> bool:
        """The earliest deadline that is ours by now is computed, not given."""
        due = self.due(now)
        return due is not None and (
            self.due_estimated if due == self.due_at else self.falls_estimated
        )


class ObligationRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One thing owed (应办), by anybody; `store.rules.obligations` reads it."""

    key: str
    """The key of what it is owed for, its kind and what it is about, parted by `#`."""
    of_kind: str
    """The table of the document it is owed for: an order's, or another's."""
    of_key: str
    """The key of that document."""
    order_no: str
    """The number of the order, or what else a person calls the document by."""
    platform: str
    shop: str
    goods: str
    kind: str
    who: str
    """Whose it is until its time is over."""
    due_at: int | None
    """When its time is over; none where no deadline is known."""
    estimated: bool
    """Its deadline is computed from a policy rule, not given by the platform."""
    zero: tuple[str, ...]
    """What happens when its time is over: a code and the values its phrase names."""
    ref: str
    """The `ref` of the policy rule that the deadline is computed by; empty for none."""
    about: str
    """The parcel, case, refund, reissue, task … it is about, by its id; empty means the order."""
    then: str
    """The kind of what is ours to do once the other party's time is over; empty for nothing."""
    lapses: bool
    """Nothing is owed any more once its time is over."""
    cost_fen: Fen | None
    """What it costs when its time is over, as far as the policy says today."""
    later_zero: tuple[str, ...] = ()
    """What comes of it in place of that once its time is over; empty for nothing else."""
    later_cost_fen: Fen | None = None
    """What that costs; none where nothing else comes of it."""
    later_at: int | None = None
    """When that is deducted; none where it is when its time is over."""
    which: str = ""
    """The number of the parcel, or the amount of the case or refund, that it or the task that it
    is, is about, where there are several; without that two of them would read alike."""
    owner: str = ""
    """Who has claimed its order, or was given it."""
    login: str = ""
    taken_at: int | None = None
    """Since when its owner has it as the next in turn; none where it was claimed or assigned."""
    snoozed_until: int | None = None
    """Until when somebody put it off."""
    begins_at: int | None = None
    """Before then nobody is to begin with it: it is put off, or the goods are held back."""
    unannounced: int | None = None
    """The year its deadline stands in, where its holidays were not announced yet."""
    form: int = 0
    policy: int = 0

    @property
    def task(self) -> tuple[str, ...]:
        """Of a platform task what it is, and the button that does it where that says more; of
        anything else nothing.
        """
        return self.zero[1:] if self.kind == "platform-task" else ()


class ProductRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One SKU of the shop (商品)."""

    key: str
    shop: str
    sku: str
    name: str
    product_id: str
    on_hand: int | None
    """Units as last counted; none means nobody has counted yet."""
    per_day_made: int | None
    per_day_shipped: int | None
    on_sale: bool
    delisted_at: int | None
    open_tasks: int = 0
    form: int = 0


def seconds(moment: datetime | None) -> int | None:
    """Whole seconds since the epoch, as rows keep instants."""
    return int(moment.timestamp()) if moment else None


def instant_of(kept: int | None) -> datetime | None:
    """The instant that a row keeps so; None where it knows none."""
    return None if kept is None else datetime.fromtimestamp(kept, UTC)


Row = (
    OrderRow
    | ObligationRow
    | CaseRow
    | ProductRow
    | InquiryRow
    | PaymentRow
    | ReviewRow
    | ImprovementRow
)
