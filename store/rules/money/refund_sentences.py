"""What is said about a refund: its arithmetic, the freight, a twin, and what comes next."""

from collections.abc import Iterator, Sequence

from store.models.case_state import CaseState
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund
from store.rules.cases.case_machine import MONEY, RULE, UNDECIDED
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_of, case_views
from store.rules.money.counter_offer import not_taken
from store.rules.money.guessed_away import guessed_away
from store.rules.money.refunding import (
    anything_shipped,
    paid_by_platform,
    refundable_beside,
)
from store.rules.order.ledger import MoneyLedger, freight_left, line_ledgers, spent
from store.rules.paid.other_money_said import paid_by_other_money
from store.words import _, listed
from store.words.times import minute_text


def twins(order: Order, refund: Refund) -> Iterator[str]:
    """Another refund of the same amount is pending: perhaps somebody entered it twice."""
    for one in spent(order):
        if one.state == "pending" and one.amount_fen == refund.amount_fen and one.requested_at:
            yield _(
                "Another refund of {amount} was entered at {time}; if it is the same"
                " one, settle one of them as failed."
            ).format(
                amount=yuan_text(one.amount_fen),
                time=minute_text(one.requested_at),
            )


def goods_with(order: Order | None, units: Sequence[LineQuantity], *, is_all: bool = True) -> str:
    """Which goods go with an amount of which no line is ticked; what is so of any without order.

    Where it `is_all` the money of the goods, these are all of them; else they are a case's.
    """
    if order is None:
        return _("no goods, the money only, unless it is all of it: then nothing ships any more")
    if not units:
        return _("no goods, the money only")
    left = {one.number: one.to_ship for one in line_ledgers(order)}
    count = sum(one.quantity for one in units)
    ships = any(left[one.line] > 0 for one in units)
    if not is_all:
        said = _(
            "none is ticked, but this is the case's money: its goods go with it, {count} in all"
        )
        if ships:
            said = _(
                "none is ticked, but this is the case's money: its goods go with it, {count} in"
                " all, and nothing of them ships any more"
            )
        return said.format(count=count)
    said = _("none is ticked, but this is all the money: the goods go with it, {count} in all")
    if ships:
        said = _(
            "none is ticked, but this is all the money: the goods go with it, {count} in all,"
            " and nothing of them ships any more"
        )
    return said.format(count=count)


def estimated(order: Order) -> str | None:
    """The platform says 退款成功 without an amount: what it can be at most counts as gone."""
    guess = next((one for one in spent(order) if one.estimated), None)
    if guess is None:
        return None
    return _(
        "The platform says 退款成功 without an amount, so that up to {amount} have gone back;"
        " import the after-sales export, which says how much."
    ).format(amount=yuan_text(guess.amount_fen))


def waits_for_nothing(order: Order) -> str | None:
    """A case that is still to be paid, though all the money has gone another way."""
    case = next((one for one in order.cases if one.state is CaseState.SELLER_TO_REFUND), None)
    if case is None or any(one.open for one in order.refunds) or guessed_away(order, case):
        return None
    return _("Case {case} still waits for it: close the case.").format(case=case_called(case))


def undecided(order: Order) -> Iterator[str]:
    """Cases that ask for money and are not answered yet: the same money may go back twice."""
    for case in order.open_cases:
        if case.kind in MONEY and case.state in (*UNDECIDED, RULE):
            yield _(
                "Case {case} asks for {amount} and is not decided; what is refunded beside it may"
                " have to be paid once more."
            ).format(case=case_called(case), amount=yuan_text(case.requested_fen))


def settle_it_next(order: Order, refund: Refund) -> Iterator[str]:
    """No money has moved by what was entered here; what ends once it has, and what is paid for."""
    yield _(
        "{amount} is entered here; no money has moved yet: refund it on the platform, then settle"
        " it here."
    ).format(amount=yuan_text(refund.amount_fen))
    case = order.case_named(refund.case)
    if case and case.state is CaseState.SELLER_TO_SEND and case_of(order, case).is_paid_instead:
        said = _(
            "Case {case} does not say how many units are to be sent: with this money it ends, and"
            " nothing is sent for it."
        )
        yield said.format(case=case_called(case))
    paid = [one for one in case_views(order) if refund in one.money_of_others]
    if paid and not refund.lines:
        yield paid_by_other_money(order, paid)


def money_sum(money: MoneyLedger) -> str:
    """What may still be refunded, as a sum of what is not nothing."""
    paid = _("{amount} paid").format(amount=yuan_text(money.paid))
    return " - ".join((paid, *refunds_said(money)))


def refunds_said(money: MoneyLedger) -> list[str]:
    """What was refunded, is being refunded, and of which nobody knows the outcome."""
    parts = (
        (_("{amount} refunded"), money.done),
        (_("{amount} refunding"), money.pending),
        (_("{amount} outcome unknown"), money.unknown),
    )
    return [said.format(amount=yuan_text(fen)) for said, fen in parts if fen]


def case_sum(case: CaseView) -> str:
    """What a case still gives, as a sum."""
    return _("{agreed} agreed - {spent} refunded or on its way").format(
        agreed=yuan_text(case.agreed_fen), spent=yuan_text(case.met_fen)
    )


def case_due(case: CaseView) -> str:
    """What a case still gives, and how much of it is due now."""
    return _("Case {case}: {sum}; due now: {due}.").format(
        case=case_called(case.case), sum=case_sum(case), due=yuan_text(case.due_now)
    )


def platform_sentence(order: Order) -> str | None:
    """What the platform pays by itself, where it does: nobody has to pay it a second time."""
    paid = paid_by_platform(order)
    if not paid:
        return None
    return _(
        "The platform itself is paying {amount} (case {cases}); see there how it ends. Beside that"
        " {left} can be refunded."
    ).format(
        amount=yuan_text(sum(paid.values())),
        cases=listed(case_called(order.case_named(one)) for one in paid),
        left=yuan_text(refundable_beside(order)),
    )


def freight_sentence(order: Order) -> str | None:
    """Whether the freight is in what is suggested, where there is any."""
    freight = freight_left(order)
    if not freight:
        return None
    if anything_shipped(order):
        sentence = _(
            "The freight of {freight} is not in the suggestion, because goods were shipped; add it"
            " where it is owed too."
        )
    else:
        sentence = _("The freight of {freight} is in the suggestion, because nothing was shipped.")
    return sentence.format(freight=yuan_text(freight))


def whose_money(order: Order, named: CaseView | None, meant: CaseView | None) -> Iterator[str]:
    """Whose money it is, where no case was named for it, and whether the buyer takes it."""
    if meant is None:
        yield from undecided(order)
        return
    if said := not_taken(order, meant.case):
        yield said
    if named is None:
        said = _("Case {case} asks for just that amount: it is the money of this case.")
        if meant.left_to_pay < meant.agreed_fen:
            said = _(
                "Case {case} is about {agreed}, and this is all that can still be refunded for it:"
                " it is the money of this case."
            )
        yield said.format(case=case_called(meant.case), agreed=yuan_text(meant.agreed_fen))
