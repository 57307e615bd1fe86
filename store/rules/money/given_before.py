"""Given before (先退款后见售后单): money that went for no case, and may be that of an open one.

It is entered before any file brings the case that it is for. A case that ended there takes it by
itself (`platform.refunds_of_case`); of one that is open, whoever gives money for it has to say.
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
from store.rules.cases.case_view import case_of
from store.rules.platform.refunds_of_case import coming_to, is_of_its_time, may_be_of, nearness_to
from store.words import N_, _, listed
from store.words.times import minute_text

WENT_FIELD = Field(
    default=None,
    title=N_("It went for no case"),
    description=N_(
        "yes: what went for no case is the money of this one; no: this goes beside it; asked only"
        " where money of the amount and the time of the case went for none"
    ),
)


def given_before(order: Order, case: AfterSalesCase, amount: Fen = 0) -> tuple[Refund, ...]:
    """The refunds of no case, of the time and the lines of this one, that come to just this amount,
    else to what the case gives or asks for beside what went for it.
    """
    view = case_of(order, case)
    if case.kind not in MONEY or not case.open or view.platform_pays:
        return ()
    fitting = (one for one in order.refunds if may_be_of(one, case) and is_of_its_time(one, case))
    mine = sorted(fitting, key=nearness_to(case))
    missing = (fen - view.spent_fen for fen in (view.agreed_fen, view.asked_fen))
    found = (coming_to(mine, fen) for fen in (amount, *missing) if fen > 0)
    return tuple(next(filter(None, found), ()))


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
    went = went_fen(given)
    if answer == "yes" and not given:
        said = _("No money of this amount and time went for no case; leave it out.")
        yield Problem("went", said)
    elif case and given and answer is None:
        said = _(
            "{refunds} went back here for no case, of the time and the amount of case {case}."
            " Answer yes where that is its money, no where this goes beside it."
        )
        if case_of(order, case).spent_fen:
            said = _(
                "{refunds} went back here for no case, of the time of case {case} and as much as"
                " is missing of its money. Answer yes where that is its money, no where this goes"
                " beside it."
            )
        yield Problem("went", said.format(refunds=given_listed(given), case=case_called(case)))
    elif answer == "yes" and is_typed and amount != went:
        said = _("{went} went for no case, not {amount}; leave the amount out.")
        yield Problem("amount", said.format(went=yuan_text(went), amount=yuan_text(amount)))


def as_beside(order: Order, given: Iterable[Refund]) -> Order:
    """The order in which these refunds are said to be money beside every case."""
    for one in given:
        order = order.with_refund(one.model_copy(update={"beside": True}))
    return order


def went_fen(given: Iterable[Refund]) -> Fen:
    """What went for no case."""
    return sum(one.amount_fen for one in given)


def given_listed(given: Iterable[Refund]) -> str:
    """Each of them with when it was entered."""
    each = _("{amount} ({time})")
    return listed(
        each.format(
            amount=yuan_text(one.amount_fen),
            time=minute_text(one.requested_at) if one.requested_at else "-",
        )
        for one in given
    )
