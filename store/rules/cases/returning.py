"""Returning (退货): more than may come back, what it does to the stock, and what comes next."""

from collections import Counter
from collections.abc import Iterator

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, GoodsReturn, ReturnedUnits
from store.models.case_state import CaseOutcome, CaseState
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.models.product import Product
from store.rules.cases.case_account import coming_back
from store.rules.cases.case_machine import (
    ANSWER,
    AWAITS_GOODS,
    MONEY,
    MONEY_ALONE,
    NOTHING_BACK,
    PAY,
    REPAIR,
    SEND,
    TO_COME_BACK,
    UNCLEAR,
)
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_of, case_views
from store.rules.cases.goods_coming import (
    awaited_after_all,
    awaited_of_exchange,
    awaits_refused,
    brought_nothing,
    carried_back,
    gave_money,
    on_its_way,
)
from store.rules.order.goods import account, goods_in, goods_of
from store.rules.order.ledger import line_ledgers
from store.rules.paid.other_money_said import (
    maybe_paid_by_other_money,
    paid_by_other_money,
    to_say_it_is,
)
from store.rules.paid.paid_before import paid_before
from store.rules.paid.paid_units import paid_units
from store.rules.parcels.goods_and_money import sent_for
from store.rules.parcels.shipping import no_such_line
from store.words import _, counts
from store.words.labels import label

FOUND = ("good", "damaged", "missing", "wrong")
"""What a unit that comes back may be found to be (`ReturnedUnits`)."""

RETURN_COLUMN = "退货物流状态"
"""The column of both platforms that says where the parcel is that the buyer sent back."""
SIGNED_FOR = frozenset(("签收", "已签收"))
GIVES = (*AWAITS_GOODS, PAY, SEND)
"""Where an open case stands that gives money or goods for what comes."""


def too_many_found(
    order: Order,
    case: AfterSalesCase,
    parcel: GoodsReturn | None,
    units: tuple[ReturnedUnits, ...],
) -> Iterator[Problem]:
    """More found than the case claims and its other parcels have not brought; gifts may be in it
    whatever it claims.
    """
    view = case_of(order, case)
    most = view.may_be_found(parcel)
    for part in units:
        field = next(name for name in FOUND if getattr(part, name))
        if order.line_named(part.line) is None:
            yield Problem(field, no_such_line(order, part.line))
        elif part.named > most[part.line]:
            yield Problem(
                field,
                _(
                    "Of {goods} {left} can still come back for case {case}, not {named}: {account}."
                ).format(
                    goods=goods_of(order, part.line),
                    left=most[part.line],
                    case=case_called(case),
                    named=part.named,
                    account=account(order, part.line, coming_back(view)),
                ),
            )


def nothing_to_come(view: CaseView) -> str | None:
    """Why nothing more comes back for a case; None where something may."""
    if any(view.may_come_back.values()):
        return None
    return _("Nothing more is to come back for case {case}: {units} here.").format(
        case=case_called(view.case), units=counts.units(view.came_back.total())
    )


def is_signed_for(case: AfterSalesCase) -> bool:
    """Does the platform say that what the buyer sent back was signed for here?"""
    return dict(case.platform_status).get(RETURN_COLUMN, "").strip() in SIGNED_FOR


def may_be_received(order: Order, case: AfterSalesCase) -> bool:
    """May goods of a case that has ended be received, or their finding be corrected?

    They may come without anybody having named their parcel; where nothing was to come back, and of
    a case that ended without its money, only those that no other takes.
    """
    if not gave_money(order, case):
        is_awaited = on_its_way(case) or awaited_of_exchange(order, case)
        return is_awaited or comes_late(order, case)
    if case.kind in NOTHING_BACK:
        came = bool(case.returns) or carried_back(order, case)
        return came or awaited_after_all(order, case) or comes_unasked(order, case)
    return bool(case.returns) or any(case_of(order, case).may_come_back.values())


def comes_late(order: Order, case: AfterSalesCase) -> bool:
    """Did it end with nothing for the buyer, and did goods of it come, or may they still, that no
    case takes which pays for or replaces them?
    """
    if not case.gave_nothing or case.kind not in TO_COME_BACK:
        return False
    view = case_of(order, case)
    units = view.may_come_back + view.came_back
    taken = Counter[int]()
    for other in case_views(order):
        gives = gave_money(order, other.case) or other.case.state in GIVES
        if gives and other.case.kind in TO_COME_BACK:
            taken.update(other.may_come_back)
    return any(many > 0 and not taken[line] for line, many in units.items())


def comes_unasked(order: Order, case: AfterSalesCase) -> bool:
    """May goods come back whose money went, or is agreed to, though nothing was to come back?"""
    is_paid = case.state is PAY or case.outcome is CaseOutcome.REFUNDED
    is_of_goods = case.kind in MONEY_ALONE and not case.unshipped and is_paid
    return is_of_goods and any(_left_by_waiting(order, case).values())


def _left_by_waiting(order: Order, case: AfterSalesCase) -> Counter[int]:
    """The units by line that may come for a case beside those that others wait for, or that our
    answer may have them wait for.
    """
    units = case_of(order, case).may_come_back
    for other in order.cases:
        waits = (
            other.state in AWAITS_GOODS
            or (other.state in (ANSWER, UNCLEAR) and other.kind in TO_COME_BACK)
            or awaited_after_all(order, other)
            or awaits_refused(order, other)
        )
        if other.id != case.id and (waits or awaited_of_exchange(order, other)):
            units -= case_of(order, other).may_come_back
    return units


def stock_now(products: tuple[Product, ...]) -> Iterator[str]:
    """What the stock is now."""
    for product in products:
        yield _("{sku}: {on_hand} on hand now.").format(sku=product.sku, on_hand=product.on_hand)


def may_be_refused_back(order: Order, case: AfterSalesCase) -> bool:
    """May what came back still be refused (二次拒绝)? Its turn began with what was found here: the
    platform was told nothing since, and neither money nor goods went.
    """
    found = {at for one in case.returns for at in (one.received_at, one.regraded_at) if at}
    view = case_of(order, case)
    given = case.state in (PAY, SEND) and case.since in found
    return given and not (view.platform_pays or view.spent_fen or view.sent)


def what_comes_next(order: Order, case_id: str, parcel: GoodsReturn) -> Iterator[str]:
    """What came back is to be paid for, where the case ends with money; nothing is decided on."""
    case = order.case_named(case_id)
    if case is None:
        return
    if not case.open:
        yield from owed_of_ended(order, case)
        return
    nothing = not any(part.came_back for part in parcel.units)
    if nothing and case.state is CaseState.SELLER_TO_RECEIVE:
        yield _(
            "Nothing of ours was in it: reject case {case}, call the platform in, or refund it all"
            " the same."
        ).format(case=case_called(case))
    view = case_of(order, case)
    if view.open_refund and brought_nothing(case):
        yield _(
            "{amount} is on its way for it and not due any more: stop it while that is possible,"
            " and see how it ended."
        ).format(amount=yuan_text(view.open_refund.amount_fen))
    due = view.due_now if case.state is CaseState.SELLER_TO_REFUND else 0
    sent = sent_for(order, view) if due else None
    if sent:
        yield sent
    elif due:
        yield _("{amount} is due to the buyer for what came back: refund it.").format(
            amount=yuan_text(due)
        )
        if before := paid_before(order, view):
            yield before
        lying = view.lying_here
        if beyond := line_quantities((lying - view.paid_with(due, lying)).items()):
            yield _(
                "It is the price of fewer than came: once case {case} ends with it, {lines} are the"
                " buyer's; name all of them in the refund where it is agreed for all."
            ).format(case=case_called(case), lines=goods_in(order, beyond))
    is_damaged = case.kind is not REPAIR and any(part.damaged for part in parcel.units)
    if is_damaged and not sent and may_be_refused_back(order, case):
        yield _(
            "If the buyer damaged it, reject case {case} with evidence before anything is given or"
            " told there."
        ).format(case=case_called(case))


def to_go_back(order: Order, case: AfterSalesCase) -> tuple[LineQuantity, ...]:
    """Goods of a case that has ended that lie here and are the buyer's: neither money nor goods
    went for them.

    What had been paid back before they came stands for the goods of those that came last; what an
    open case claims, and cannot come for it any more, is what it asks the money of.
    """
    lying, before = case_of(order, case).lying_here, Counter[int]()
    for one in order.cases[: order.cases.index(case)]:
        before += case_of(order, one).lying_here
    for view in case_views(order):
        before += _asked_the_money_of(view)
    here = {one.number: one.here for one in line_ledgers(order)}
    return line_quantities(
        (line, min(many, here[line] - before[line])) for line, many in lying.items()
    )


def _asked_the_money_of(view: CaseView) -> Counter[int]:
    """Units by line that cannot come for an open case any more, and of which it asks the money: of
    one in which nothing is to come back, as many as that is the price of.
    """
    case = view.case
    if not case.open or case.unshipped or case.kind not in MONEY:
        return Counter()
    units = Counter(view.outstanding) - view.may_come_back - view.came_back
    if case.kind in TO_COME_BACK:
        return units
    return paid_units(units, view.prices, view.left_to_pay)


def owed_of_ended(order: Order, case: AfterSalesCase) -> Iterator[str]:
    """What came for a case that gave the buyer nothing is theirs, but what other money is of."""
    if (view := case_of(order, case)).paid_by_others:
        yield paid_by_other_money(order, (view,))
    lines = to_go_back(order, case)
    if lines and view.maybe_paid_by:
        yield maybe_paid_by_other_money(order, (view,))
        yield to_say_it_is()
        yield _("If it is not, send them back with a reissue (origin: {origin}).").format(
            origin=label("withdrawn_case")
        )
    elif lines:
        yield _(
            "Case {case} has ended ({outcome}), and the buyer has neither the money nor the goods"
            " ({lines}): send them back with a reissue (origin: {origin}), or refund them where you"
            " both agree on that."
        ).format(
            case=case_called(case),
            outcome=label(case.outcome or case.state),
            lines=goods_in(order, lines),
            origin=label("withdrawn_case"),
        )
