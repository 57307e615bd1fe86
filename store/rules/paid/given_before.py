"""Given before (先退款): money that had gone, and may be what an open case asks for.

It went for no case, entered before any file brought the case that it is for; or for the case
itself, before the buyer applied for that anew. A case that ended there takes the former by itself
(`platform.refunds.refunds_of_case`); of one that is open, whoever gives money for it has to say.
"""

from collections.abc import Iterable, Iterator

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.refund import Refund
from store.rules.cases.case_machine import MONEY
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_of, case_views
from store.rules.money.guessed_away import guessed_away, guessed_away_said
from store.rules.money.refund_names import refunds_listed
from store.rules.order.ledger import money_ledger
from store.rules.platform.refunds.refunds_of_case import coming_to, fits_case, nearness_to
from store.words import N_, _

WENT_FIELD = Field(
    default=None,
    title=N_("It went before"),
    description=N_(
        "yes: what went before is this money; no: this goes beside it; asked only where"
        " money of the amount and the time of the case went for none, or for the case before it was"
        " applied for anew, as much is known to have just gone, or money without goods may"
        " be that of what is out of stock, or of what lies here for a case that has ended"
    ),
)


def given_before(order: Order, case: AfterSalesCase, amount: Fen = 0) -> tuple[Refund, ...]:
    """The refunds that had gone for this case before it was applied for anew, where less is missing
    by them; else those of no case, of the time and the lines of this one, that come to just this
    amount, or to what the case gives or asks for beside what went for it.
    """
    view = case_of(order, case)
    if case.kind not in MONEY or not case.open or view.platform_pays:
        return ()
    if missing_by(view, view.gone_before):
        return view.gone_before
    fitting = (one for one in order.refunds if fits_case(one, case))
    mine = sorted(fitting, key=nearness_to(case))
    missing = (fen - view.met_fen for fen in (view.agreed_fen, view.asked_fen))
    found = (coming_to(mine, fen) for fen in (amount, *missing) if fen > 0)
    return tuple(next(filter(None, found), ()))


def missing_by(view: CaseView, gone: Iterable[Refund]) -> Fen:
    """How much less of its money is missing by what had gone for it."""
    without = view.agreed_fen - view.met_fen + went_fen(gone)
    return max(0, min(without, view.refundable)) - view.left_to_pay


def already_gone(order: Order, case: AfterSalesCase) -> str | None:
    """Why the case is not agreed to: all that it asks for has gone for it, by what nobody has to be
    asked about, and the button there would give it once more.
    """
    view = case_of(order, case)
    asked = min(view.asked_fen, view.met_fen + max(0, view.refundable))
    if case.kind not in MONEY or not view.paid_fen >= asked > 0 or given_before(order, case):
        return None
    said = _(
        "{amount} has gone for case {case} already, and agreeing there would give it once more; it"
        " can be rejected or withdrawn."
    )
    return said.format(amount=yuan_text(view.paid_fen), case=case_called(case))


def most_to_give(order: Order, case: AfterSalesCase) -> Fen:
    """What may be agreed: what can be refunded and is not agreed for another open case."""
    others = (view for view in case_views(order) if view.case.open and view.id != case.id)
    promised = sum(view.left_to_pay for view in others if view.case.agreed_fen is not None)
    view = case_of(order, case)
    return min(money_ledger(order).refundable - promised, view.refundable) + view.met_fen


def most_asked(order: Order, case: AfterSalesCase) -> Fen:
    """What a case asks for, as far as it may be agreed."""
    return min(case_of(order, case).asked_fen, most_to_give(order, case))


def nothing_to_give(order: Order, case: AfterSalesCase) -> str | None:
    """Why the case is not agreed to: its money has gone already, or none of what it is about is
    left to give.
    """
    return already_gone(order, case) or _none_left(order, case)


def _none_left(order: Order, case: AfterSalesCase) -> str | None:
    view = case_of(order, case)
    if most_to_give(order, case) > 0 or view.costs_nothing:
        return None
    if guess := guessed_away(order, case):
        return guessed_away_said(case, guess)
    said = _(
        "Nothing of this order is left to refund for case {case}; it can be rejected or withdrawn."
    )
    if view.refundable <= 0 < money_ledger(order).refundable:
        said = _(
            "The money of the goods of case {case} is back, and the rest of this order is the"
            " money of other goods; it can be rejected or withdrawn."
        )
    return said.format(case=case_called(case))


def given_problem(
    order: Order,
    case: AfterSalesCase | None,
    answer: str | None,
    amount: Fen,
    *,
    is_typed: bool,
) -> Iterator[Problem]:
    """Whether that is the money of this case has to be answered (went); an amount that is typed
    beside a yes has to be the same.
    """
    given = given_before(order, case, amount) if case else ()
    if answer == "yes" and not given:
        said = _("No money of this amount and time went before; leave it out.")
        yield Problem("went", said)
    elif case and given and answer is None:
        said = _(
            "{refunds} went back here for no case, of the time and the amount of case {case}."
            " Answer yes where that is its money, no where this goes beside it."
        )
        if all(one.case == case.id for one in given):
            said = _(
                "{refunds} went back for case {case} before the buyer applied for it anew. Answer"
                " yes where that is the money that it asks for, no where this goes beside it."
            )
        elif case_of(order, case).met_fen:
            said = _(
                "{refunds} went back here for no case, of the time of case {case} and as much as"
                " is missing of its money. Answer yes where that is its money, no where this goes"
                " beside it."
            )
        yield Problem("went", said.format(refunds=refunds_listed(given), case=case_called(case)))
    elif answer == "yes" and is_typed:
        yield from typed_beside(given, amount)


def typed_beside(given: Iterable[Refund], amount: Fen) -> Iterator[Problem]:
    """An amount that is typed beside a yes has to be what went."""
    went = went_fen(given)
    if amount != went:
        said = _("{went} went before, not {amount}; leave the amount out.")
        yield Problem("amount", said.format(went=yuan_text(went), amount=yuan_text(amount)))


def as_beside(order: Order, given: Iterable[Refund]) -> Order:
    """The order in which these refunds are said to be money beside every case, or beside what
    theirs asks for now.
    """
    for one in given:
        said = {"of_before": True} if one.case else {"beside": True}
        order = order.with_refund(one.model_copy(update=said))
    return order


def as_said(order: Order, case_id: str | None, answer: str | None) -> Order:
    """The order once it is said of what had gone for the case that it is none of the money that is
    asked for now.
    """
    case = order.case_named(case_id) if answer == "no" else None
    given = given_before(order, case) if case else ()
    return as_beside(order, (one for one in given if one.case))


def went_fen(given: Iterable[Refund]) -> Fen:
    """What went for no case."""
    return sum(one.amount_fen for one in given)
