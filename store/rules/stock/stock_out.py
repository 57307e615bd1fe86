"""Out of stock (缺货): what an application locks, and when its verdict is to be expected.

Until the verdict nothing is shipped and no tracking number is uploaded (source article 002;
domain.md §4.2). Rejected or withdrawn, the goods are to ship again under their first deadline;
approved, the buyer gets the money of what it names back, and the other units go out as ever.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.models.refund import Refund
from store.models.stock_out import StockOutApplication
from store.rules.action.context import Context
from store.rules.order.goods import goods_in, goods_of
from store.rules.order.ledger import LineLedger, line_ledgers, money_ledger, spent
from store.rules.timing.policy import Policy
from store.words import _, listed
from store.words.times import day_text, minute_text, shop_day


class VerdictWindow(NamedTuple):
    """Between which instants the platform's verdict is to be expected."""

    earliest: datetime
    latest: datetime


class Locked(NamedTuple):
    """Units of a line that may not be shipped, and the application that locks them."""

    application: StockOutApplication
    units: int


def locked_lines(order: Order) -> dict[int, Locked]:
    """The lines of which units may not be shipped: until the verdict none of them may; once it
    says so those that are out of stock, and the others may.

    An application without lines, as an export shows it, is about the whole order.
    """
    locked: dict[int, Locked] = {}
    for ledger in line_ledgers(order):
        number, units = ledger.number, 0
        for application, owed in _owed(order, ledger):
            units += owed
            locked[number] = Locked(application, units)
        for application in order.stock_outs:
            if application.state == "applied" and application.about(number):
                locked[number] = Locked(application, max(0, ledger.to_ship))
    return locked


def units_out_of_stock(order: Order) -> dict[int, int]:
    """The units by line that by verdict are not to be shipped any more."""
    locked = locked_lines(order).items()
    return {line: one.units for line, one in locked if one.application.state == "approved"}


def goods_out_of_stock(order: Order) -> tuple[LineQuantity, ...]:
    """The same, without the lines of which no unit is left to refund."""
    return line_quantities(units_out_of_stock(order).items())


def awaits_verdict(order: Order) -> bool:
    """Is an application under review, for goods that somebody still waits for? No number of the
    order is uploaded then (source article 002).
    """
    return any(one.state == "applied" and not is_off(order, one) for one in order.stock_outs)


def is_off(order: Order, application: StockOutApplication) -> bool:
    """Was all that it is about cancelled, or paid back before it left? Nobody waits for it then."""
    has_left = any(one.shipped for one in line_ledgers(order))
    if money_ledger(order).is_all_back and not has_left:
        return True
    about = [one for one in line_ledgers(order) if application.about(one.number)]
    return bool(about) and all(
        one.line.cancelled + one.refunded_unshipped >= one.line.ordered for one in about
    )


def is_known_there(order: Order, application: StockOutApplication) -> bool:
    """Has the platform been told of it, so that there is something to rule on, or to take back?"""
    return not any(one.application == application.id for one in order.open_tasks)


def lock_sentence(order: Order, application: StockOutApplication, context: Context) -> str:
    """Why these lines may not be shipped: the application, its day, and what comes next."""
    about = lines_meant(order, application)
    if application.state == "approved":
        return _(
            "The application for out-of-stock of {day} ({about}) was approved on {ruled}; these"
            " goods are not to be shipped any more, refund the buyer ({lines}, out of stock)."
        ).format(
            day=day_text(application.applied_at),
            about=about,
            ruled=day_text(application.ruled_at or application.applied_at),
            lines=goods_in(order, to_refund(order, application)),
        )
    known = _("An application for out-of-stock is under review since {day} ({about})")
    untold = _("The application for out-of-stock of {day} ({about}) is still to be made there")
    said = known if is_known_there(order, application) else untold
    head = said.format(day=day_text(application.applied_at), about=about)
    expected = verdict_expected(order.platform, application, context.policy)
    if expected is None:
        return _(
            "{head}; until its verdict is recorded nothing of it may be shipped and no tracking"
            " number uploaded."
        ).format(head=head)
    return _(
        "{head}; the verdict is expected between {earliest} and {latest}; until it is recorded"
        " nothing of it may be shipped and no tracking number uploaded."
    ).format(head=head, earliest=day_text(expected.earliest), latest=minute_text(expected.latest))


def lines_meant(order: Order, application: StockOutApplication) -> str:
    """`RICE-10, OIL-5` or `the whole order`, as a sentence names them."""
    if not application.lines:
        return _("the whole order")
    return listed(
        goods_of(order, line.line) for line in order.lines if application.about(line.line)
    )


def application_text(order: Order, application: StockOutApplication) -> str:
    """What to paste on the platform's page: the order, its lines and the explanation."""
    parts = (order.order_no, goods_in(order, application.lines), application.explanation)
    return " ".join(part for part in parts if part)


def verdict_expected(
    platform: Platform, application: StockOutApplication, policy: Policy
) -> VerdictWindow | None:
    """When the platform rules, counted in working days; none where no rule says how long.

    Two to three working days on Pinduoduo, the same time of day (domain.md §4.2, source article
    002). Douyin has no application that is ruled on: it judges by itself (aHwHGWzbmk88).
    """
    at = application.applied_at
    day = shop_day(at)
    least = policy.rule(platform, "stock_out_verdict_least", day)
    most = policy.rule(platform, "stock_out_verdict_most", day)
    if least is None or most is None:
        return None
    days = policy.calendar.working_days_after
    return VerdictWindow(days(at, int(least.value)), days(at, int(most.value)))


def to_refund(order: Order, *applications: StockOutApplication) -> tuple[LineQuantity, ...]:
    """What of these applications is approved, and not refunded yet."""
    return line_quantities(
        (ledger.number, sum(units for one, units in _owed(order, ledger) if one in applications))
        for ledger in line_ledgers(order)
    )


def _owed(order: Order, ledger: LineLedger) -> Iterator[tuple[StockOutApplication, int]]:
    """Units of a line that approved applications leave to be refunded, not shipped. What was
    refunded counts once, for the latest application that it may be the money of.
    """
    left, counted = max(0, ledger.to_ship), 0
    for application in approved_latest_first(order):
        if not application.about(ledger.number):
            continue
        named = sum(one.quantity for one in application.lines if one.line == ledger.number)
        since = _refunded_since(order, application, ledger.number)
        refunded = min(named, since - counted)
        counted += refunded
        if units := min(left, named - refunded if application.lines else left):
            left -= units
            yield application, units


def approved_latest_first(order: Order) -> tuple[StockOutApplication, ...]:
    """The applications that were approved, the last one that was made first."""
    approved = (one for one in order.stock_outs if one.state == "approved")
    return tuple(sorted(approved, key=lambda one: one.applied_at, reverse=True))


def _refunded_since(order: Order, application: StockOutApplication, line: int) -> int:
    """Units of a line that never left and whose money may be that of what was applied for."""
    refunds = (one for one in spent(order) if is_since(one, application))
    parts = (part for one in refunds for part in one.lines if part.line == line)
    return sum(part.unshipped for part in parts)


def is_since(refund: Refund, application: StockOutApplication) -> bool:
    """May it be the money of what was applied for? What the platform gives it may give for a case
    of before; what went before that is, once somebody says so.
    """
    at = refund.named_at or refund.went_at
    return at is None or at >= application.applied_at
