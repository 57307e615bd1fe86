"""OfferSolution: what the shop offers the buyer."""

import pytest

from store.errors import BadInput
from store.models.axes import Payment
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.product import Product
from store.models.solution_offer import SolutionOffer
from store.rules.action.frame import read_values
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from tests.build import (
    HOUR,
    NOW,
    OIL,
    SHOP,
    case,
    changed,
    context,
    do,
    line,
    order,
    refund,
    sentences,
    shipped,
    units,
)

TWO = (line(), OIL)
SMALL = Product(shop=SHOP, sku="RICE-5", name="东北大米", spec="5kg")
RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米")
SHOP_SELLS = context(products=(SMALL, RICE))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="before it has left"),
        pytest.param(shipped(), None, id="after it has left"),
        pytest.param(
            order(platform_payment=Payment.UNPAID), "This order is not paid yet.", id="unpaid"
        ),
    ],
)
def test_when_a_solution_may_be_offered(given: Order, sentence: str | None) -> None:
    assert OfferSolution.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(order(), {"solution": "wait"}, [], id="to wait"),
        pytest.param(
            order(), {"solution": "coupon", "amount": "80"}, [], id="a coupon is not the money paid"
        ),
        pytest.param(
            order(refunds=(refund(),)),
            {"solution": "partial_refund", "amount": "45.01"},
            [("amount", "45.01 is more than the 45.00 that can still be refunded.")],
            id="more than can be refunded",
        ),
        pytest.param(
            order(),
            {"solution": "wait", "valid_until": "2026-11-22 09:00"},
            [("valid_until", "2026-11-22 09:00 is over; an offer is for later.")],
            id="until a time that is over",
        ),
        pytest.param(
            order(), {"solution": "substitute", "sku": "RICE-5"}, [], id="a substitute we sell"
        ),
        pytest.param(
            order(),
            {"solution": "substitute", "sku": "BREAD"},
            [("sku", "BREAD is no SKU that this shop sells; of the same goods it has RICE-5 5kg.")],
            id="a substitute we do not sell",
        ),
        pytest.param(
            order(),
            {"solution": "substitute", "sku": "RICE-10"},
            [("sku", "RICE-10 is what was bought; a substitute is another SKU.")],
            id="the same SKU",
        ),
        pytest.param(
            order(*TWO), {"solution": "substitute", "sku": "RICE-10", "lines": "2:1"}, [], id="oil"
        ),
        pytest.param(
            order(),
            {"solution": "substitute", "sku": "RICE-5", "lines": "1:3"},
            [("lines", "Of RICE-10 2 are left to ship, not 3: 2 ordered.")],
            id="for more than is left",
        ),
        pytest.param(
            shipped(),
            {"solution": "substitute", "sku": "RICE-5"},
            [
                (
                    "solution",
                    (
                        "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded"
                        " before shipping."
                    ),
                )
            ],
            id="when all of it has left",
        ),
    ],
)
def test_what_may_be_offered(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(OfferSolution, given, values, SHOP_SELLS) == problems


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param(
            {"solution": "substitute"},
            "A substitute needs the SKU that would be sent instead.",
            id="which substitute?",
        ),
        pytest.param(
            {"solution": "coupon", "sku": "RICE-5"},
            "Only a substitute or an exchange names a SKU and lines.",
            id="a coupon is no goods",
        ),
    ],
)
def test_only_a_substitute_names_goods(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(OfferSolution, values, order())

    assert caught.value.sentence == sentence


def test_the_offer_is_kept_and_open() -> None:
    given = order(cases=(case(),))

    outcome = do(
        OfferSolution,
        given,
        solution="partial refund",
        amount="10",
        valid_until="2026-11-22 10:00",
        text="退您 10 元",
    )

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert after.offers == (
        SolutionOffer(
            id="new1",
            solution="partial_refund",
            at=NOW,
            by="小李 (li)",
            amount_fen=1000,
            valid_until=NOW + HOUR,
            text="退您 10 元",
            case="A1",
        ),
    )
    assert outcome.said == ("Record what the buyer answers.",)


def test_a_substitute_stands_for_everything_to_ship_and_waits_for_consent() -> None:
    outcome = do(OfferSolution, order(*TWO), SHOP_SELLS, solution="substitute", sku="RICE-5")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert (after.offers[0].sku, after.offers[0].lines) == ("RICE-5", units((1, 2), (2, 1)))
    assert outcome.said == (
        (
            "RICE-5 may go out only once the buyer's consent is recorded: record their words"
            " as the answer to this offer."
        ),
    )


@pytest.mark.parametrize(
    ("values", "about"),
    [
        pytest.param({}, units((1, 1)), id="what its case is about"),
        pytest.param({"lines": "2:1"}, units((2, 1)), id="what somebody names"),
    ],
)
def test_an_exchange_offered_for_a_case_is_for_what_the_case_is_about(
    values: dict[str, str], about: tuple[LineQuantity, ...]
) -> None:
    given = shipped(*TWO, cases=(case(kind="exchange", lines=units((1, 1))),))

    after = changed(
        OfferSolution, given, SHOP_SELLS, solution="exchange", sku="RICE-5", case="A1", **values
    )

    assert after.offers[0].lines == about


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({"case": "A1"}, "no line is ticked: what the case is about", id="a case"),
        pytest.param({}, "no line is ticked: everything that the buyer has", id="no case"),
    ],
)
def test_the_form_says_what_an_exchange_without_lines_is_for(
    values: dict[str, str], said: str
) -> None:
    given = {"solution": "exchange", "sku": "RICE-5"} | values

    assert OfferSolution.echo(given) == {"lines": said}


def test_offers_are_added_to_the_ones_before() -> None:
    first = changed(OfferSolution, order(), solution="wait")

    assert len(changed(OfferSolution, first, solution="coupon").offers) == 2


@pytest.mark.parametrize(
    ("given", "values"),
    [
        pytest.param(order(), {"solution": "substitute"}, id="a substitute"),
        pytest.param(
            order(), {"solution": "substitute", "lines": "1:1"}, id="it is taken for both"
        ),
        pytest.param(
            shipped(cases=(case(kind="exchange"),)),
            {"solution": "exchange"},
            id="an exchange",
        ),
        pytest.param(shipped(), {"solution": "exchange"}, id="an exchange for no case yet"),
    ],
)
def test_what_is_taken_already_is_answered_anew_and_not_offered_again(
    given: Order, values: dict[str, str]
) -> None:
    offered = changed(OfferSolution, given, SHOP_SELLS, solution=values["solution"], sku="RICE-5")
    taken = changed(RecordOfferAnswer, offered, SHOP_SELLS, accepted="yes", words="好的")
    said = (
        "The buyer takes RICE-5 for RICE-10 x2 already; where they say otherwise, record their"
        " answer to that offer anew."
    )

    again = {"sku": "RICE-5"} | values
    assert sentences(OfferSolution, taken, again, SHOP_SELLS) == [("sku", said)]
    refused = changed(RecordOfferAnswer, taken, SHOP_SELLS, accepted="no")
    assert sentences(OfferSolution, refused, again, SHOP_SELLS) == []


def test_what_is_taken_already_waits_for_the_answer_to_what_was_offered_since() -> None:
    given = shipped(cases=(case(kind="exchange"),))
    sells = context(products=(SMALL, RICE, SMALL.model_copy(update={"sku": "RICE-20"})))
    offered = changed(OfferSolution, given, sells, solution="exchange", sku="RICE-5")
    taken = changed(RecordOfferAnswer, offered, sells, accepted="yes", words="好的")
    waits = changed(OfferSolution, taken, sells, solution="exchange", sku="RICE-20")

    said = (
        "The buyer takes RICE-5 for RICE-10 x2 already, and has not answered RICE-20: record that"
        " answer first, and then the one to RICE-5 anew where they say otherwise."
    )

    again = {"solution": "exchange", "sku": "RICE-5"}
    assert sentences(OfferSolution, waits, again, sells) == [("sku", said)]


def test_what_is_taken_for_one_unit_may_be_offered_for_the_other() -> None:
    values = {"solution": "substitute", "sku": "RICE-5", "lines": "1:1"}
    offered = changed(OfferSolution, order(), SHOP_SELLS, **values)
    taken = changed(RecordOfferAnswer, offered, SHOP_SELLS, accepted="yes", words="好的")

    assert sentences(OfferSolution, taken, values, SHOP_SELLS) == []
