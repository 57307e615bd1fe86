"""UntieInquiry: a tie that was wrong is taken back on both sides, and is not made once more."""

import pytest

from store.models.axes import Platform
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.inquiries.actions.tie_inquiry import TieInquiry
from store.rules.inquiries.actions.untie_inquiry import UntieInquiry
from store.rules.inquiries.tying import met
from tests.build import HOUR, NOW, ORDER_NO, context, do
from tests.rules.inquiries import KNOWN, bought, ended, heard, inquiry, tie

OTHER = "261120-000000000000002"
WRONG = "the buyer sent a picture of another order"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        pytest.param(inquiry(tied=tie()), None, id="tied"),
        pytest.param(inquiry(), f"Inquiry {KNOWN} is tied to no order.", id="open"),
        pytest.param(
            inquiry(proposed=tie()), f"Inquiry {KNOWN} is tied to no order.", id="proposed"
        ),
        pytest.param(
            inquiry(tied=tie(), resolved=ended(outcome="found")),
            f"Inquiry {KNOWN} was resolved on 2026-11-22 by 小李 (li): order found.",
            id="resolved",
        ),
    ],
)
def test_only_a_tie_can_be_taken_back(asked: Inquiry, sentence: str | None) -> None:
    assert UntieInquiry.why_not(asked, context(bought())) == sentence


def tied(asked: Inquiry, order: Order) -> tuple[Inquiry, Order]:
    inquiry_, known = do(TieInquiry, asked, context(order), order=order.order_no).documents
    assert isinstance(inquiry_, Inquiry)
    assert isinstance(known, Order)
    return inquiry_, known


@pytest.mark.parametrize("platform", [None, Platform.PINDUODUO])
def test_both_are_as_before_they_were_tied(platform: Platform | None) -> None:
    own = heard("还没发货吗", id="o1", at=NOW - 2 * HOUR)
    asked, order = inquiry(contacts=(heard(),), platform=platform), bought(contacts=(own,))

    both, known = tied(asked, order)
    outcome = do(UntieInquiry, both, context(known), reason=WRONG)

    assert outcome.documents == (
        asked.model_copy(update={"declined": (order.key,)}),
        order,
    )
    assert [one.key for one in outcome.also] == [order.key]


def test_the_order_that_the_buyer_named_by_mistake_is_not_tied_again() -> None:
    asked, order = tied(inquiry(order_no=ORDER_NO, contacts=(heard(),)), bought())

    (free, _order) = do(UntieInquiry, asked, context(order), reason=WRONG).documents

    assert isinstance(free, Inquiry)
    assert met(free, context(order)).inquiry == free


def test_the_other_order_that_fits_is_proposed_instead() -> None:
    asked, order = tied(inquiry(), bought())

    outcome = do(UntieInquiry, asked, context(order, bought(OTHER)), reason=WRONG)

    (free, _order) = outcome.documents
    assert isinstance(free, Inquiry)
    assert free.proposed
    assert free.proposed.order_no == OTHER
    assert outcome.said == (
        (
            f"Order {OTHER} alone fits inquiry {KNOWN} by amount, day and phone; confirm that it"
            " is the one, or say that it is not."
        ),
    )


def test_a_person_may_tie_it_to_the_same_order_all_the_same() -> None:
    asked = inquiry(declined=(bought().key,))

    again, _order = tied(asked, bought())

    assert (again.state, again.declined) == ("tied", ())
