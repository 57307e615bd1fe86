"""How far a case is carried out: what it still asks for, in units and money, and what follows.

A unit is settled when money (done, or on its way) or goods have gone for it. A case ends when every
unit it claims is settled, or when all the money that was agreed has gone back.
"""

from store.models.after_sales_case import AfterSalesCase, CaseOutcome, CaseState
from store.models.axes import Party
from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund
from store.rules.action.context import Context
from store.rules.cases.case_ledger import lying_here, refunded_for, sent_for
from store.rules.cases.case_machine import GOODS, SENT_BACK, at_state
from store.rules.cases.case_units import claimed, price
from store.rules.order.ledger import line_ledgers, money_ledger
from store.words import _
from store.words.labels import label


def outstanding(order: Order, case: AfterSalesCase) -> dict[int, int]:
    """The units by line that the case claims and for which neither money nor goods have gone."""
    settled = refunded_for(order, case) + sent_for(order, case)
    claims = claimed(order, case)
    return {
        one.line.line: max(
            0,
            min(
                claims.get(one.line.line, 0) - settled[one.line.line],
                # What was refunded without the case is not owed by it any more.
                one.line.ordered - one.line.cancelled - one.refunded,
            ),
        )
        for one in line_ledgers(order)
    }


def spent_for(order: Order, case: AfterSalesCase) -> Fen:
    """Money that went, or is going, back because of this case."""
    return sum(one.amount_fen for one in _refunds(order, case) if one.spent)


def agreed_fen(order: Order, case: AfterSalesCase) -> Fen:
    """What the case gives to the buyer: as agreed, else as asked for, else what its units cost."""
    if case.agreed_fen is not None:
        return case.agreed_fen
    left = price(order, _lines(outstanding(order, case)))
    return case.requested_fen or spent_for(order, case) + left


def left_to_pay(order: Order, case: AfterSalesCase) -> Fen:
    """What of the agreed money has not gone back, as far as the order can still be refunded."""
    agreed = agreed_fen(order, case) - spent_for(order, case)
    return max(0, min(agreed, money_ledger(order).refundable))


def units_due(order: Order, case: AfterSalesCase) -> tuple[LineQuantity, ...]:
    """The units for which something is due now: what came back, or all where nothing was to come.

    A ruling may end a return before anything was received.
    """
    left = outstanding(order, case)
    if any(one.received_at for one in case.returns):
        here = lying_here(order, case)
        left = {line: min(units, here[line]) for line, units in left.items()}
    return _lines(left)


def units_to_pay(order: Order, case: AfterSalesCase) -> tuple[LineQuantity, ...]:
    """The units whose money is due now, as far as they can still be refunded."""
    possible = {one.line.line: one.refundable_units for one in line_ledgers(order)}
    due = units_due(order, case)
    return _lines({part.line: min(part.quantity, possible[part.line]) for part in due})


def due_now(order: Order, case: AfterSalesCase) -> Fen:
    """The money that is due now: the rest of what was agreed once every unit is accounted for."""
    units = units_to_pay(order, case)
    left = left_to_pay(order, case)
    whole = _lines(outstanding(order, case)) == units
    return left if whole else min(left, price(order, units))


def advanced(order: Order, case_id: str, context: Context) -> Order:
    """The order with the case where it belongs after money or goods have gone for it."""
    case = order.case_named(case_id)
    if case is None or not case.open:
        return order
    state = _state(order, case)
    if state is case.state:
        return order
    if state is not CaseState.CLOSED:
        return order.with_case(at_state(case, state, context))
    paid = sum(one.amount_fen for one in _refunds(order, case) if one.state == "done")
    ended = at_state(
        case, state, context, outcome=CaseOutcome.REFUNDED, refunded_fen=paid or case.refunded_fen
    )
    return order.with_case(ended)


def _state(order: Order, case: AfterSalesCase) -> CaseState:
    if _settled(order, case):
        # Goods sent for an exchange or the like have to arrive before the case ends.
        sent = case.kind in GOODS and sent_for(order, case)
        return CaseState.BUYER_TO_CONFIRM if sent else CaseState.CLOSED
    rest_to_return = (
        case.kind in SENT_BACK
        and case.state in (CaseState.SELLER_TO_REFUND, CaseState.SELLER_TO_SEND)
        and any(one.received_at for one in case.returns)
        and not lying_here(order, case)
        and not open_refund(order, case)
        and any(outstanding(order, case).values())
    )
    if not rest_to_return:
        return case.state
    coming = any(one.received_at is None for one in case.returns)
    return CaseState.SELLER_TO_RECEIVE if coming else CaseState.BUYER_TO_RETURN


def _settled(order: Order, case: AfterSalesCase) -> bool:
    if open_refund(order, case) or money_beside_goods(order, case):
        return False
    agreed = case.requested_fen if case.agreed_fen is None else case.agreed_fen
    if agreed and spent_for(order, case) >= agreed:
        return True
    if case.kind in GOODS and not case.lines and sent_for(order, case):
        # Where the units are not known, what was sent is what was meant.
        return True
    return not any(outstanding(order, case).values())


def money_beside_goods(order: Order, case: AfterSalesCase) -> Fen:
    """What a ruling gives in money where the case is about goods, and has not gone back."""
    return left_to_pay(order, case) if case.kind in GOODS and case.agreed_fen else 0


def open_refund(order: Order, case: AfterSalesCase) -> Refund | None:
    """A refund of this case that nobody has settled yet."""
    return next((one for one in _refunds(order, case) if one.state in ("pending", "unknown")), None)


def _refunds(order: Order, case: AfterSalesCase) -> tuple[Refund, ...]:
    return tuple(one for one in order.refunds if one.case == case.id)


def _lines(units: dict[int, int]) -> tuple[LineQuantity, ...]:
    return tuple(LineQuantity(line=line, quantity=many) for line, many in units.items() if many)


def cases_to_pay(order: Order) -> tuple[AfterSalesCase, ...]:
    """The cases whose money we have to give back, and that is not on its way yet."""
    return tuple(
        one
        for one in order.open_cases
        if one.state is CaseState.SELLER_TO_REFUND
        and not platform_pays(one)
        and left_to_pay(order, one)
    )


def platform_pays(case: AfterSalesCase) -> bool:
    """Is the money on its way from the platform (退款中), so that nothing is left for us to do?"""
    return case.state is CaseState.SELLER_TO_REFUND and case.waits_for is Party.PLATFORM


def paid_by_platform(order: Order) -> dict[str, Fen]:
    """What the platform is paying, by the number of the case; the desk knows no refund of it."""
    paid = {one.id: left_to_pay(order, one) for one in order.open_cases if platform_pays(one)}
    return {case: amount for case, amount in paid.items() if amount}


def refundable_beside(order: Order) -> Fen:
    """What can still be refunded, beside what the platform is paying."""
    return max(0, money_ledger(order).refundable - sum(paid_by_platform(order).values()))


def standing(case: AfterSalesCase) -> str:
    """Where the case stands, as an action says it that moved it."""
    if case.outcome:
        return _("Case {case} is closed ({outcome}).").format(
            case=case.id, outcome=label(case.outcome)
        )
    return _("Case {case} stands now at: {state}.").format(case=case.id, state=label(case.state))
