"""Whose word (以谁为准): what is so of a discrepancy by the platform's word, and what by ours.

Where both lead to the same nobody is asked. The form, the refusal and the sentence say the same.
"""

from collections.abc import Callable
from typing import NamedTuple

from store.models.discrepancy import Discrepancy, DiscrepancyKind, Right
from store.models.order import Order
from store.rules.action.references import Choice
from store.rules.order.ledger import goods_left
from store.rules.platform.cases.case_back import where_it_stands
from store.rules.platform.cases.open_on_one_side import whether_open
from store.rules.platform.discrepancies.contradictions import given_again, refunded_here
from store.rules.platform.freed import whether_held
from store.words import N_, _, named, phrases
from store.words.labels import label

MONEY_OF_CASE: tuple[DiscrepancyKind, ...] = ("case_money", "case_closed")
"""How much went for a case: by the platform's word no more than that gave."""


class Answers(NamedTuple):
    """What is so by the platform's word, and by ours, as a person chooses between them."""

    platform: str
    us: str


def answers_to(order: Order, discrepancy: Discrepancy) -> Answers | None:
    """What either word does about this very discrepancy; None where nothing depends on it: where
    nothing was refunded here, only the platform's amount is gone, and of what was cancelled no
    money may be left to give back.
    """
    case = order.case_named(discrepancy.about) if discrepancy.kind in MONEY_OF_CASE else None
    if discrepancy.kind in MONEY_OF_CASE and not (case and refunded_here(order, case) > 0):
        return None
    if case and given_again(order, case):
        return _fixed(_GIVEN_TWICE)
    if discrepancy.kind == "cancelled" and goods_left(order) <= 0:
        return None
    if discrepancy.kind in _FIXED:
        return _fixed(_FIXED[discrepancy.kind])
    said = _SAID.get(discrepancy.kind)
    return Answers(*said(order, discrepancy)) if said else None


def choices_of(answers: Answers) -> tuple[Choice, ...]:
    """The same to choose from."""
    rights: tuple[Right, ...] = ("platform", "us")
    return tuple(Choice(right, text) for right, text in zip(rights, answers, strict=True))


def asked_whose(explained: str, answers: Answers) -> str:
    """The contradiction, and what has to be said of it."""
    ways = phrases(named(label(one.value), one.text) for one in choices_of(answers))
    return _("{contradiction} Say whose word counts: {ways}.").format(
        contradiction=explained, ways=ways
    )


def _fixed(answers: Answers) -> Answers:
    return Answers(*map(_, answers))


_GIVEN_TWICE = Answers(
    N_("only what the platform gave has gone"), N_("both have gone: ours and the platform's")
)
_FIXED: dict[DiscrepancyKind, Answers] = {
    "case_money": Answers(
        N_("no more than the platform's amount has gone"), N_("the larger of both has gone")
    ),
    "case_closed": Answers(
        N_("the money has not gone, and is owed only for goods that are back"),
        N_("the money has gone"),
    ),
    "refund_not_shown": Answers(
        N_("the money has not gone, and is owed as before"), N_("the money has gone")
    ),
    "reissue_there": Answers(N_("it is the reissue"), N_("it is not the reissue")),
    "cancelled": Answers(
        N_("the buyer keeps the goods and pays for them"), N_("their money is still to go back")
    ),
}
_SAID: dict[DiscrepancyKind, Callable[[Order, Discrepancy], tuple[str, str]]] = {
    "case_back": where_it_stands,
    "case_shown": whether_open,
    "freed": whether_held,
}
"""Of those whose answers are told by the record."""
