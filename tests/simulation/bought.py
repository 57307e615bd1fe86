"""What was bought (所买): one order as it truly is, with its units, parcels, cases and money.

Plain truth, told without any rule of the desk: the desk only hears of it by exports and scans.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from store.models.order import Order
from tests.bench.shop_texts import Good, Person

SHOP = "米铺"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROMISE = 2 * DAY

Place = Literal["shop", "under way", "buyer", "coming back", "back", "lost"]
CaseState = Literal[
    "answer", "rejected", "return", "receive", "pay", "send", "confirm", "rule",
    "refunded", "fulfilled", "closed",
]  # fmt: skip
PLACES: dict[str, Place] = {"delivered": "buyer", "returned": "back"}
OVER = ("refunded", "fulfilled", "closed")
TURN_ENDS_IN: dict[CaseState, timedelta] = {
    "answer": 2 * DAY,
    "rejected": 3 * DAY,
    "return": 7 * DAY,
    "receive": 5 * DAY,
    "send": 2 * DAY,
    "rule": DAY,
}
"""How long a turn lasts, where the platform names its end; while it rules, for our evidence."""


class Scan(NamedTuple):
    """What a carrier will have seen at a time."""

    at: datetime
    state: str


@dataclass(eq=False)
class Unit:
    """One article, and where it is."""

    line: int
    place: Place = "shop"


@dataclass(eq=False)
class Sent:
    """One parcel on its way to the buyer."""

    number: str
    carrier: str
    units: list[Unit]
    left_at: datetime
    kind: str
    scans: list[Scan]
    known_at: datetime
    """When the platform knows its number."""
    stopped: bool | None = None
    """Whether the carrier could stop it, once somebody asked."""
    typed: str = ""
    """The wrong number that was typed for it, as long as the platform has that one."""
    mistaken: bool = False
    """Has the desk that number too?"""

    @property
    def shown(self) -> str:
        """Its number as the platform has it."""
        return self.typed or self.number

    def is_called(self, number: str) -> bool:
        """Is it meant by this number?"""
        return number in (self.number, self.typed)

    def seen(self, now: datetime) -> list[Scan]:
        """The scans until now."""
        return [scan for scan in self.scans if scan.at <= now]

    def end(self, now: datetime) -> str:
        """`delivered` or `returned`, once it is."""
        ends = [scan.state for scan in self.seen(now) if scan.state in ("delivered", "returned")]
        return ends[-1] if ends else ""


@dataclass(eq=False)
class Asked:
    """An after-sales case as the platform has it."""

    number: str
    kind: str
    reason: str
    fen: int
    at: datetime
    unshipped: bool
    state: CaseState = "answer"
    before: CaseState = "answer"
    """Where it stood before that."""
    since: datetime | None = None
    due_at: datetime | None = None
    """When this turn ends, where the platform names it."""
    agreed_at: datetime | None = None
    agreed_by: str = ""
    """Who agreed last: one of the shop, a time that ran out, or the platform."""
    back_no: str = ""
    back_at: datetime | None = None
    """When the parcel of the buyer is at the shop."""
    ended_at: datetime | None = None
    paid_fen: int | None = None
    ruling: str = ""
    """How the platform ruled, where somebody read of it before an export told."""
    line: int = 0
    """The line it is about, which only Douyin says; 0 is the whole order."""

    @property
    def open(self) -> bool:
        """Is it not over?"""
        return self.state not in OVER

    def move(self, state: CaseState, now: datetime) -> None:
        """It stands elsewhere from now on."""
        self.before = self.state
        self.state, self.since = state, now
        ends_in = TURN_ENDS_IN.get(state)
        self.due_at = (now + ends_in).replace(microsecond=0) if ends_in else None
        self.ended_at = now if state in OVER else None

    def apply(self, at: datetime, fen: int) -> None:
        """The buyer asks, be it for the first time or anew under this number."""
        self.at, self.fen = at, fen
        self.agreed_at = self.back_at = self.paid_fen = None
        self.back_no = self.ruling = self.agreed_by = ""
        self.move("answer", at)


class Review(NamedTuple):
    """审核: the platform looks at an order before it may leave."""

    until: datetime
    passes: bool


class Back(NamedTuple):
    """Money that went back to the buyer."""

    fen: int
    at: datetime
    case: str


@dataclass(eq=False)
class Bought:
    """One order as it truly is."""

    number: int
    is_douyin: bool
    order_no: str
    goods: tuple[tuple[Good, int], ...]
    freight_fen: int
    who: Person
    ordered_at: datetime
    paid_at: datetime | None
    units: list[Unit]
    review: Review | None = None
    sent: list[Sent] = field(default_factory=list)
    cases: list[Asked] = field(default_factory=list)
    back: list[Back] = field(default_factory=list)
    stock_out_at: datetime | None = None
    """When the shop applied, until the verdict."""
    closed_at: datetime | None = None
    received_at: datetime | None = None
    names: dict[str, Asked] = field(default_factory=dict)
    """The desk's own ids of cases."""
    tries: dict[str, bool] = field(default_factory=dict)
    """The desk's refunds, and whether the money went, as far as the shop can know."""
    paying: dict[str, Asked | None] = field(default_factory=dict)
    """The desk's refunds, and the case each is of."""
    stopped_here: bool = False
    """Does the desk say that it must not be shipped: cancelled, or applied for as out of stock?"""
    lied: set[str] = field(default_factory=set)
    """Refunds of which the shop was told what is not true."""

    @property
    def key(self) -> str:
        """As the desk's store names it."""
        return f"{'douyin' if self.is_douyin else 'pinduoduo'}:{SHOP}:{self.order_no}"

    @property
    def paid_fen(self) -> int:
        """What the buyer paid."""
        return sum(good.fen * units for good, units in self.goods) + self.freight_fen

    @property
    def back_fen(self) -> int:
        """What went back."""
        return sum(money.fen for money in self.back)

    @property
    def lines(self) -> range:
        """The numbers of its lines."""
        return range(1, len(self.goods) + 1)

    def line_no(self, line: int) -> str:
        """The platform's number of a sub-order; the first has the order's own."""
        return self.order_no if line == 1 else f"{self.order_no[:-1]}{line}"

    def here(self, order: Order, line: int) -> int:
        """The number at the desk of one of its lines: there they stand as files named them first,
        and one that was filtered names the second alone.
        """
        numbers = {one.line_no: one.line for one in order.lines if one.line_no}
        return numbers.get(self.line_no(line), line)

    def there(self, order: Order, line: int) -> int:
        """Which of its lines it is that has this number at the desk."""
        return next(one for one in self.lines if self.here(order, one) == line)

    def back_of(self, line: int) -> int:
        """What went back by the cases of a sub-order."""
        numbers = {asked.number for asked in self.cases if asked.line == line}
        return sum(money.fen for money in self.back if money.case in numbers)

    def price_of(self, line: int, *, with_freight: bool = True) -> int:
        """What was paid for a sub-order, with the freight that is put down to the first."""
        good, units = self.goods[line - 1]
        return good.fen * units + (self.freight_fen if line == 1 and with_freight else 0)

    @property
    def touched_at(self) -> datetime:
        """When the platform last had something new of it; an export looks back from there."""
        cases = [asked.since or asked.at for asked in self.cases]
        return max([self.ordered_at, *cases, *(parcel.left_at for parcel in self.sent)])

    def is_reviewed(self, now: datetime) -> bool:
        """Does the platform look at it just now (审核中)?"""
        return self.review is not None and self.paid_at is not None and now < self.review.until

    def shipped(self, now: datetime, line: int = 0) -> list[Sent]:
        """The parcels of what was bought that the platform knows, maybe of one line."""
        known = (one for one in self.sent if one.kind == "shipment" and one.known_at <= now)
        return [one for one in known if not line or any(unit.line == line for unit in one.units)]

    def shipped_at(self, line: int, now: datetime) -> datetime | None:
        """When a line was shipped, once the platform knows of all of it."""
        known = self.shipped(now, line)
        left = sum(unit.line == line for parcel in known for unit in parcel.units)
        is_all = left >= sum(unit.line == line for unit in self.units)
        return max(parcel.known_at for parcel in known) if known and is_all else None

    def is_over(self, line: int) -> bool:
        """Did all the money of a sub-order go back?"""
        return self.back_of(line) >= self.price_of(line)

    def case(self, name: str) -> Asked | None:
        """The case that has this number, or is called so at the desk."""
        numbered = (asked for asked in self.cases if asked.number == name)
        return self.names.get(name) or next(numbered, None)
