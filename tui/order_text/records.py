"""Payments, and the days that files cover, as lines of text."""

from collections.abc import Iterator

from store.models.coverage import Coverage, EmptyDays, Span
from store.models.keys import BILL
from store.models.payment import Payments
from store.models.payment_row import PaymentRow
from store.models.people import name_alone
from store.reading.covered import Covered
from store.reading.record_view import RecordView
from store.search.lists import PAYMENTS
from store.words import _, listed, written
from store.words.amounts import moved_text
from store.words.labels import label
from store.words.times import minute_text
from tui.order_text.owed import duties

WIDTH = 12
"""Cells of an amount that moved, mostly."""


def payments_lines(payments: Payments, view: RecordView) -> Iterator[str]:
    """What the files say, row by row, and what came of comparing it with the order."""
    rows = [row for row in view.rows[PAYMENTS.name] if isinstance(row, PaymentRow)]
    states = [state for row in rows for state in row.states]
    said = [payments.name, *map(label, states), label(payments.platform), payments.shop]
    yield "   ".join(said)
    if payments.moved_to:
        matched = _("matched with order {order}: it counts among {bill}")
        yield matched.format(order=payments.moved_to, bill=f"{BILL}{payments.moved_to}")
    elif payments.order_no:
        yield _("payments of order {order}").format(order=payments.order_no)
    for one in payments.payments:
        amount = moved_text(one.in_fen - one.out_fen).rjust(WIDTH)
        yield f"  {minute_text(one.at)}  {amount}  {label(one.kind)}  {one.text}".rstrip()
    if found := view.candidates:
        fitting = _("orders that fit by amount and day: {orders}")
        yield fitting.format(orders=listed(found))
    for aside in payments.asides:
        yield _("left as it is: {reason}").format(reason=aside.reason)


def covered_lines(one: Covered) -> Iterator[str]:
    """Which days are here, a sign a day, and which are missing."""
    yield covered_title(one.coverage)
    yield _("from {day} on, a sign a day: █ here, · missing").format(day=one.since)
    yield written(one.bar)
    yield from missing_lines(one)


def covered_title(coverage: Coverage) -> str:
    """Which files of which shop it is about."""
    return f"{label(coverage.platform)} {coverage.shop}{written(' · ')}{label(coverage.kind)}"


def missing_lines(one: Covered) -> Iterator[str]:
    """The days that are missing, and those of which a person said that there was nothing."""
    yield from (_("missing: {days}").format(days=days_text(gap)) for gap in one.missing)
    for days in one.coverage.empty:
        said = _("nothing to export: {days}, {reason} ({who})")
        yield said.format(days=days_text(days), reason=days.reason, who=name_alone(days.by))


def owed_lines(view: RecordView) -> Iterator[str]:
    """What is owed for it, under a title of its own."""
    yield ""
    yield _("What is owed")
    yield from (f"  {line}" for line in tuple(duties(view)) or (_("none"),))


def days_text(span: Span | EmptyDays) -> str:
    """A day, or the first and the last of several."""
    return (
        f"{span.first}" if span.first == span.last else f"{span.first}{written(' – ')}{span.last}"
    )
