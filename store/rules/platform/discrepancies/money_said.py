"""Money said (退款矛盾): that of an order, or of a case, which cannot have gone back so."""

from store.models.discrepancy import Discrepancy
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.cases.case_names import case_called
from store.rules.cases.interventions import last_ruling
from store.rules.order.goods import goods_of
from store.rules.order.ledger import money_ledger
from store.rules.paid.paid_for import more_than_paid
from store.rules.platform.discrepancies.contradictions import given_again, refunded_here
from store.rules.platform.discrepancies.maybe_twice import maybe_twice_said
from store.words import _


def money_said(order: Order, discrepancy: Discrepancy) -> str:
    """More went back than was paid, for a line where it is known of which it is."""
    for line, refunds in more_than_paid(order):
        if line.line == discrepancy.line:
            said = _(
                "{goods}: {refunded} were refunded together, but only {paid} was paid for them;"
                " find out whether the same money is here twice, as entered here and as a case."
            )
            if len(refunds) == 1:
                said = _(
                    "{goods}: {refunded} was refunded in one sum, but only {paid} was paid for"
                    " them; the rest is the money of other goods: settle it with the platform."
                )
            return said.format(
                goods=goods_of(order, line.line),
                refunded=yuan_text(sum(refunds)),
                paid=yuan_text(line.amount_fen),
            )
    if refund := order.refund_named(discrepancy.about):
        return maybe_twice_said(order, refund, discrepancy)
    return _("{refunded} were refunded together, but only {paid} was paid.").format(
        refunded=yuan_text(money_ledger(order).back),
        paid=yuan_text(order.money.paid_fen),
    )


def case_money_said(order: Order, discrepancy: Discrepancy) -> str:
    """The platform ended a case with another amount than went back here, or was agreed to."""
    case = order.case_named(discrepancy.about)
    if case and not refunded_here(order, case):
        said = _(
            "Case {case} was agreed to here with {agreed}, but the platform refunded {there}; that"
            " counts as gone."
        )
        ruled = last_ruling(case)
        if ruled and ruled.amount_fen == case.agreed_fen:
            said = _(
                "The platform ruled that the buyer gets {agreed} for case {case}, as it is recorded"
                " here, but it refunded {there}; that counts as gone. Settle the difference with"
                " the platform."
            )
        return said.format(
            case=case_called(case),
            agreed=yuan_text(case.agreed_fen or 0),
            there=yuan_text(case.refunded_fen or 0),
        )
    if case and given_again(order, case):
        return _(
            "{here} had gone back without case {case} and is said to be its money, and the platform"
            " gave {there} for it since; both count as gone. Ask the platform for what went twice,"
            " or the buyer."
        ).format(
            case=case_called(case),
            here=yuan_text(refunded_here(order, case)),
            there=yuan_text(case.refunded_fen or 0),
        )
    return _(
        "For case {case} {here} was refunded here, but the platform says {there}; the larger amount"
        " counts as gone."
    ).format(
        case=case_called(case),
        here=yuan_text(refunded_here(order, case) if case else 0),
        there=yuan_text(case.refunded_fen or 0 if case else 0),
    )
