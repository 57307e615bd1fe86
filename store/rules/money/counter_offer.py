"""Counter-offer (协商): less is agreed than a case asks for, as the rest had gone or is not left.

The platform's button agrees to all that the case asks for, whether it pays that at once or once the
goods are back, so that less is offered there instead (domain.md §3).
"""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.rules.action.telling import Tells
from store.rules.cases.case_machine import ANSWERED, AWAY, COMING, PAY, RECEIVE
from store.rules.cases.case_names import case_called, search_text
from store.rules.cases.case_view import case_of
from store.rules.paid.given_before import most_asked
from store.rules.platform.cases.answers import ANSWER_CASE, NEGOTIATE, last_answer, told_at
from store.rules.platform.moot import DECIDED_THERE
from store.words import N_, _

AGREE_TO_LESS = Tells(
    ANSWER_CASE,
    N_("answer the case on the platform"),
    N_(
        "Case {case} asks for more, and agreeing there gives all of it. Offer less instead: open"
        " the case there, press {press}; agree there once it asks for no more."
    ),
    press=NEGOTIATE,
    shown_at=(ANSWERED, COMING, PAY, AWAY, RECEIVE),
    moot=DECIDED_THERE,
)


def as_agreed(order: Order, case: AfterSalesCase, amount: Fen | None = None) -> AfterSalesCase:
    """The case, agreed to with this amount, else with what it asks for as far as that is left."""
    return case.model_copy(update={"agreed_fen": amount or most_asked(order, case)})


def by_button(order: Order, agreed: AfterSalesCase) -> Fen:
    """What of the agreed money the button there is still to give."""
    return max(0, (agreed.agreed_fen or 0) - case_of(order, agreed).paid_fen)


def falls_short(order: Order, agreed: AfterSalesCase) -> str | None:
    """Said of what is agreed where the button there gives more; None where it does not. What it
    gives is the sum that the case names; of one without a sum nobody knows that here.
    """
    amount = by_button(order, agreed)
    if amount >= agreed.requested_fen:
        return None
    said = _("{agreed} is agreed, {asked} is asked for.")
    return said.format(agreed=yuan_text(amount), asked=yuan_text(agreed.requested_fen))


def is_offered_less(order: Order, case: AfterSalesCase) -> bool:
    """Is less offered than the case asks for, told or not? Until it asks for no more, or moves
    there otherwise.
    """
    answer = last_answer(order, case)
    if answer is None or answer.press != NEGOTIATE or case.as_of != answer.created_at:
        return False
    return falls_short(order, case) is not None


def offered_at(order: Order, case: AfterSalesCase) -> datetime | None:
    """Since when the buyer knows that: it is their turn."""
    return told_at(order, case) if is_offered_less(order, case) else None


def waits_for_buyer(order: Order, case: AfterSalesCase) -> str | None:
    """Why nothing is done about a case for which less was offered: the buyer has not answered."""
    if case.state is not PAY or offered_at(order, case) is None:
        return None
    said = _(
        "{amount} was offered for case {case} there, which asks for {asked}: it is the buyer's turn"
        " to answer, and an import shows what they say."
    )
    return _of_offer(order, case, said)


def not_taken(order: Order, case: AfterSalesCase) -> str | None:
    """Said of money that goes for a case before the buyer has taken what is offered for it."""
    if case.state is not PAY or not is_offered_less(order, case):
        return None
    said = _(
        "The buyer has not taken yet what is offered for case {case} there ({amount}): what goes"
        " now may go beside the {asked} that it asks for."
    )
    return _of_offer(order, case, said)


def _of_offer(order: Order, case: AfterSalesCase, said: str) -> str:
    amount, asked = by_button(order, case), case.requested_fen
    return said.format(amount=yuan_text(amount), asked=yuan_text(asked), case=case_called(case))


def offer_text(order: Order, agreed: AfterSalesCase) -> str:
    """What to search for there, and how much to offer."""
    return f"{search_text(order, agreed)} {yuan_text(by_button(order, agreed))}"
