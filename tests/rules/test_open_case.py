"""OpenCase: what the buyer asks for, before an import shows it."""

from typing import Any

import pytest

from store.errors import BadInput
from store.models.after_sales_case import CaseKind
from store.models.axes import AfterSales, Fulfilment, Party, Payment, Source
from store.models.case_state import CaseState
from store.models.order import Order
from store.models.product import Product
from store.rules.action.context import Context
from store.rules.action.form import form_of
from store.rules.action.frame import read_values
from store.rules.action.references import Choice
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.open_case import OpenCase
from store.rules.money.actions.refund import Refund
from store.rules.order.actions.log_contact import LogContact
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.order.axes import after_sales
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.articles_taken import articles_taken
from store.rules.parcels.held import sku_held
from tests.build import (
    ACTOR,
    DAY,
    FIRST_BAG,
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    SHOP,
    case,
    changed,
    context,
    do,
    line,
    order,
    parcel,
    sentences,
    shipped,
    units,
)

ASKED: dict[str, Any] = {"reason": "少件", "opened_by": "buyer"}
HALF_SHIPPED = order(line(), parcels=(FIRST_BAG,))
TWO = shipped(line(), OIL)


def opened(given: Order, kind: str, **values: str) -> Order:
    return changed(OpenCase, given, kind=kind, **(ASKED | values))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="unshipped"),
        pytest.param(shipped(), None, id="shipped"),
        pytest.param(
            order(platform_payment=Payment.UNPAID), "This order is not paid yet.", id="not paid"
        ),
        pytest.param(
            changed(Refund, shipped(), amount="50", reason="少件"),
            (
                "No unit of this order is left to claim: 2 ordered, 0 cancelled, 2 refunded, 0 sent"
                " again."
            ),
            id="all of it refunded",
        ),
        pytest.param(
            changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件"),
            (
                "No unit of this order is left to claim: 2 ordered, 0 cancelled, 0 refunded, 2 sent"
                " again."
            ),
            id="all of it sent again",
        ),
        pytest.param(
            order(cases=(case(),)),
            (
                "No unit of this order is left to claim: 2 ordered, 0 cancelled, 0 refunded, 0 sent"
                " again; the rest is claimed by open cases (A1), which can be changed."
            ),
            id="all of it in an open case",
        ),
        pytest.param(
            order(cases=(case(state="closed", outcome="withdrawn"),)), None, id="the case has ended"
        ),
    ],
)
def test_when_a_case_can_be_opened(given: Order, sentence: str | None) -> None:
    assert OpenCase.why_not(given, context()) == sentence


@pytest.mark.parametrize("kind", ["return_and_refund", "exchange", "repair", "refused_delivery"])
def test_what_has_to_come_back_has_to_have_left(kind: str) -> None:
    ((field, sentence),) = sentences(OpenCase, order(), ASKED | {"kind": kind})

    assert field == "kind"
    assert sentence.startswith("Nothing of this order has been shipped yet; ")
    assert sentence.endswith(
        " is for goods that have left. For goods that have not, there is: refund only."
    )
    assert sentences(OpenCase, shipped(), ASKED | {"kind": kind}) == []


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(
            HALF_SHIPPED,
            {"kind": "exchange", "lines": "1:2"},
            [
                (
                    "lines",
                    (
                        "Of RICE-10 1 that were shipped can be claimed, not 2: 2 ordered, 1 not"
                        " shipped yet."
                    ),
                )
            ],
            id="half of it has left",
        ),
        pytest.param(
            shipped(cases=(case(lines=units((1, 1))),)),
            {"kind": "refund_only", "lines": "1:2"},
            [
                (
                    "lines",
                    ("Of RICE-10 1 can be claimed, not 2: 2 ordered, 1 claimed by case A1."),
                )
            ],
            id="the other unit is in another open case",
        ),
        pytest.param(
            HALF_SHIPPED.model_copy(update={"cases": (case(lines=units((1, 1))),)}),
            {"kind": "return_and_refund"},
            [
                (
                    "kind",
                    (
                        "Of what was shipped no unit is left for: return and refund. RICE-10: 2"
                        " ordered, 1 not shipped yet, 1 claimed by case A1."
                    ),
                )
            ],
            id="the shipped unit is in another open case",
        ),
        pytest.param(
            shipped(),
            {"kind": "refund_only", "lines": "7:1"},
            [("lines", "There is no line 7; there is: 1 (RICE-10).")],
            id="no such line",
        ),
        pytest.param(
            shipped(platform_fulfilment=Fulfilment.RECEIVED),
            {"kind": "refused_delivery"},
            [
                (
                    "kind",
                    (
                        "The buyer has confirmed the receipt of this order; goods that were"
                        " received come back as: return and refund."
                    ),
                )
            ],
            id="refused after it was received",
        ),
        pytest.param(
            shipped(),
            {"kind": "refund_only", "amount": "50.01"},
            [("amount", "50.01 is more than the 50.00 that this order can still be refunded.")],
            id="more than was paid",
        ),
        pytest.param(
            shipped(),
            {"kind": "supplementary", "amount": "5"},
            [
                (
                    "amount",
                    (
                        "Goods are asked for here, not money; leave the amount out (supplementary"
                        " shipment)."
                    ),
                )
            ],
            id="money for goods",
        ),
        pytest.param(
            shipped(line(), line(2, sku="GIFT", ordered=1, amount_fen=0)),
            {"kind": "refund_only", "lines": "2:1"},
            [("amount", "The lines cost nothing; give an amount.")],
            id="a gift costs nothing",
        ),
        pytest.param(
            shipped(line(), line(2, sku="GIFT", ordered=1, amount_fen=0)),
            {"kind": "return_and_refund", "lines": "2:1"},
            [],
            id="a gift comes back all the same",
        ),
        pytest.param(
            order(line(amount_fen=0)), {"kind": "refund_only"}, [], id="the order cost nothing"
        ),
        pytest.param(
            shipped(cases=(case(state="closed", outcome="refunded"),)),
            {"kind": "refund_only", "number": "A1"},
            [("number", "Case A1 of this order is here already: refund only, closed.")],
            id="the number is known",
        ),
    ],
)
def test_what_cannot_be_asked_for(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(OpenCase, given, ASKED | values) == problems


def test_a_case_begins_with_our_turn() -> None:
    after = opened(
        TWO,
        "return_and_refund",
        lines="1:1",
        explanation="一袋破了",
        platform_deadline="2026-11-23 09:00",
    )

    (made,) = after.cases
    assert (made.id, made.kind, made.state) == (
        "1",
        CaseKind.RETURN_AND_REFUND,
        CaseState.SELLER_TO_ANSWER,
    )
    assert (made.waits_for, made.opened_by, made.source) == (Party.US, "buyer", Source.DESK)
    assert (made.lines, made.requested_fen, made.unshipped) == (units((1, 1)), 2500, False)
    assert (made.explanation, made.platform_deadline) == ("一袋破了", NOW + DAY)
    assert (made.applied_at, made.since, made.as_of) == (NOW, NOW, NOW)
    (reason,) = made.reasons
    assert (reason.text, reason.at, reason.by) == ("少件", NOW, str(ACTOR))
    assert after_sales(after) is AfterSales.OPEN


@pytest.mark.parametrize(
    ("given", "values", "lines", "requested"),
    [
        pytest.param(TWO, {"kind": "refund_only"}, units((1, 2), (2, 1)), 8000, id="everything"),
        pytest.param(TWO, {"kind": "refund_only", "lines": "2:1"}, units((2, 1)), 3000, id="lines"),
        pytest.param(
            TWO,
            {"kind": "refund_only", "amount": "12.5"},
            units((1, 2), (2, 1)),
            1250,
            id="an amount",
        ),
        pytest.param(TWO, {"kind": "exchange"}, units((1, 2), (2, 1)), 0, id="goods, not money"),
        pytest.param(
            HALF_SHIPPED, {"kind": "repair"}, units((1, 1)), 0, id="only what was shipped"
        ),
    ],
)
def test_what_is_left_out_is_filled_in(
    given: Order, values: dict[str, Any], lines: object, requested: int
) -> None:
    (made,) = changed(OpenCase, given, **(ASKED | values)).cases

    assert (made.lines, made.requested_fen) == (lines, requested)


def test_an_open_request_for_the_money_of_unshipped_goods_stops_their_shipping() -> None:
    outcome = do(OpenCase, order(), kind="refund_only", **ASKED)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert after.cases[0].unshipped
    assert Ship.why_not(after, context()) is not None
    assert outcome.said == (
        "Case refund only (2026-11-22 09:00) is open: refund only, 50.00; it is ours to answer.",
        (
            "Nothing is shipped while it is open; the time to ship still ends at 2026-11-22 14:00,"
            " and a refund that goes through later counts as shipped late."
        ),
    )


def test_a_request_about_shipped_goods_stops_nothing() -> None:
    half = opened(HALF_SHIPPED, "exchange")

    assert not half.cases[0].unshipped
    assert Ship.why_not(half, context()) is None


def test_the_platforms_number_is_the_number_of_the_case() -> None:
    (made,) = opened(shipped(), "refund_only", number="83640963443").cases

    assert (made.id, made.platform_no, made.source) == ("83640963443", "83640963443", Source.DESK)


def test_without_the_platforms_number_the_case_has_one_of_our_own() -> None:
    (made,) = opened(shipped(), "refund_only").cases

    assert (made.id, made.platform_no) == ("1", "")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"kind": "refund_only", "opened_by": "buyer"}, "reason", "A value is needed here."),
        ({"kind": "refund_only", "reason": "少件"}, "opened_by", "A value is needed here."),
        (ASKED, "kind", "A value is needed here."),
        (
            ASKED | {"kind": "refund_only", "number": "售后 1"},
            "number",
            "售后 1 is no number of an after-sales case.",
        ),
    ],
)
def test_what_has_to_be_given(values: dict[str, str], field: str, sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(OpenCase, values, shipped())

    assert (caught.value.field, caught.value.sentence) == (field, sentence)


def test_other_is_no_kind_a_person_may_ask_for() -> None:
    with pytest.raises(BadInput, match=r"^other is none of: "):
        read_values(OpenCase, ASKED | {"kind": "other"}, shipped())


def test_a_supplementary_shipment_takes_the_address_and_the_explanation() -> None:
    after = opened(
        shipped(),
        "supplementary",
        lines="1:1",
        address="杭州市拱墅区 1 号",
        explanation="少一袋",
        opened_by="service",
    )

    (made,) = after.cases
    assert (made.kind, made.opened_by, made.requested_fen) == (
        CaseKind.SUPPLEMENTARY,
        "service",
        0,
    )
    assert (made.address, made.explanation) == ("杭州市拱墅区 1 号", "少一袋")


def test_a_refund_of_the_rest_of_a_half_shipped_order_is_about_unshipped_goods() -> None:
    (made,) = opened(HALF_SHIPPED, "refund_only", lines="1:1").cases

    assert made.unshipped


def test_two_cases_share_the_units_between_them() -> None:
    first = opened(TWO, "refund_only", lines="1:1")

    second = opened(first, "exchange")

    assert second.cases[1].lines == units((1, 1), (2, 1))
    assert OpenCase.why_not(second, context(now=NOW + HOUR)) is not None


def test_a_case_is_the_buyer_s_unless_somebody_says_otherwise() -> None:
    assert OpenCase.suggest(shipped(), context())["opened_by"] == "buyer"


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        pytest.param(order(), "1:2", id="nothing has left"),
        pytest.param(shipped(), "1:2", id="all has left"),
        pytest.param(HALF_SHIPPED, None, id="it hangs on the kind what can be claimed"),
    ],
)
def test_all_that_can_be_claimed_is_suggested(given: Order, lines: str | None) -> None:
    assert OpenCase.suggest(given, context()).get("lines") == lines


SMALL = Product(shop=SHOP, sku="RICE-5", name="东北大米", spec="5kg", product_id="P1")
RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", product_id="P1")
SHOP_SELLS = context(products=(SMALL, RICE))
SENT = shipped(line(product_id="P1"))
SMALLER = ASKED | {"kind": "exchange", "sku": "RICE-5", "lines": "1:1"}


def test_an_exchange_for_another_article_is_asked_for_as_it_is_opened() -> None:
    outcome = do(OpenCase, SENT, SHOP_SELLS, **SMALLER)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (heard,), (offer,) = after.contacts, after.offers
    assert (heard.from_buyer, heard.text) == (True, "少件 (RICE-5)")
    assert (offer.sku, offer.case, offer.lines) == ("RICE-5", "1", units((1, 1)))
    assert (offer.solution, offer.accepted, offer.contact) == ("exchange", True, heard.id)
    assert articles_taken(after, after.cases[0].id) == {"RICE-5": {1: 1}}
    assert outcome.said[-1] == (
        "The buyer asked for RICE-5 at 2026-11-22 09:00: that is the consent to it."
    )


def test_what_we_open_ourselves_for_another_article_waits_for_the_buyer_s_consent() -> None:
    after = changed(OpenCase, SENT, SHOP_SELLS, **(SMALLER | {"opened_by": "seller"}))

    assert after.contacts == ()
    assert [(one.sku, one.accepted) for one in after.offers] == [("RICE-5", None)]
    assert articles_taken(after, after.cases[0].id) == {}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sku": "RICE-10"}, "RICE-10 is what was bought; a substitute is another SKU."),
        (
            {"sku": "RICE-7"},
            "RICE-7 is no SKU that this shop sells; of the same goods it has RICE-5 5kg.",
        ),
        (
            {"kind": "repair"},
            "Only in an exchange another article is wanted; leave it out (repair).",
        ),
    ],
)
def test_what_is_wanted_instead_is_another_article_of_the_shop_and_only_in_an_exchange(
    values: dict[str, str], sentence: str
) -> None:
    assert sentences(OpenCase, SENT, SMALLER | values, SHOP_SELLS) == [("sku", sentence)]


def test_who_got_another_article_may_want_what_was_bought_again() -> None:
    first = case(kind="exchange", state="closed", outcome="fulfilled", lines=units((1, 1)))
    instead = parcel(
        OTHER_NO,
        id="p2",
        kind="replacement",
        lines=units((1, 1)),
        case="A1",
        substitute="RICE-5",
        shipped_at=NOW,
    )
    sent = shipped(line(product_id="P1"), cases=(first,))
    given = sent.model_copy(update={"parcels": (*sent.parcels, instead)})
    assert sku_held(given, 1) == "RICE-5"

    after = changed(OpenCase, given, SHOP_SELLS, **(SMALLER | {"sku": "RICE-10"}))

    assert after.offers == ()
    assert sku_held(after, 1, after.cases[-1].id) == "RICE-5"


@pytest.mark.parametrize("action", [OpenCase, AgreeExchange])
def test_the_other_articles_of_what_was_bought_are_offered(action: type[Any]) -> None:
    def offered(subject: Order, at: Context) -> tuple[Choice, ...]:
        (sku,) = (one for one in form_of(action, subject, at).fields if one.name == "sku")
        assert sku.choices == ()
        return sku.offered

    assert offered(SENT, SHOP_SELLS) == (Choice("RICE-5", "RICE-5  东北大米 5kg"),)
    assert offered(shipped(), SHOP_SELLS) == offered(SENT, SHOP_SELLS)
    assert offered(shipped(), context()) == ()


def test_a_sku_of_two_platforms_has_the_number_of_either() -> None:
    sent = shipped(line(product_id="D7", name="五常大米"))

    (sku,) = (one for one in form_of(OpenCase, sent, SHOP_SELLS).fields if one.name == "sku")

    assert [one.value for one in sku.offered] == ["RICE-5"]


def test_where_files_name_no_product_what_has_its_name_is_offered() -> None:
    sells = [
        Product(shop=SHOP, sku="RICE-5", name="东北大米", spec="5kg"),
        Product(shop=SHOP, sku="RICE-10", name="东北大米", spec="10kg"),
        Product(shop=SHOP, sku="NOODLE", name="东北大米线", spec="1kg"),
        Product(shop="other", sku="RICE-2", name="东北大米", spec="2kg"),
    ]

    (sku,) = (
        one
        for one in form_of(OpenCase, shipped(), context(products=sells)).fields
        if one.name == "sku"
    )
    assert [one.value for one in sku.offered] == ["RICE-5"]


@pytest.mark.parametrize("text", ["我要退钱不要换货", "换小袋的"])
def test_no_message_is_read_as_consent_to_another_article(text: str) -> None:
    asked = opened(SENT, "exchange")
    heard = changed(LogContact, asked, channel="phone", direction="in", text=text)

    outcome = do(AgreeExchange, heard, SHOP_SELLS, return_address="文三路 77 号", sku="RICE-5")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (waits,) = after.offers
    assert (waits.accepted, waits.contact, waits.lines) == (None, None, units((1, 2)))
    assert outcome.said[-1] == (
        "RICE-5 may go out only once the buyer's consent is recorded: record their words as the"
        " answer to this offer."
    )


def test_a_sku_that_the_buyer_refused_is_asked_about_again_once_it_is_offered_again() -> None:
    offered = changed(
        OfferSolution, opened(SENT, "exchange"), SHOP_SELLS, solution="exchange", sku="RICE-5"
    )
    refused = changed(RecordOfferAnswer, offered, accepted="no", words="不要了还是要原来的")

    after = changed(OfferSolution, refused, SHOP_SELLS, solution="exchange", sku="RICE-5")

    assert [one.accepted for one in after.offers] == [False, None]
    assert articles_taken(after, after.cases[0].id) == {}


def test_what_was_offered_and_not_answered_is_not_offered_again_by_the_agreement() -> None:
    offered = changed(
        OfferSolution, opened(SENT, "exchange"), SHOP_SELLS, solution="exchange", sku="RICE-5"
    )

    after = changed(AgreeExchange, offered, SHOP_SELLS, return_address="文三路 77 号", sku="RICE-5")

    assert after.offers == offered.offers


def test_what_was_asked_for_when_it_was_opened_is_not_offered_again() -> None:
    asked = changed(OpenCase, SENT, SHOP_SELLS, **SMALLER)

    after = changed(AgreeExchange, asked, SHOP_SELLS, return_address="文三路 77 号", sku="RICE-5")

    assert after.offers == asked.offers


def test_a_number_that_another_order_s_case_has_is_not_taken() -> None:
    values = {"kind": "refund_only", "reason": "少件", "opened_by": "buyer", "number": "A1"}
    other = order(order_no="261120-000000000000002", cases=(case(),))

    assert sentences(OpenCase, shipped(), values, context(other)) == [
        ("number", "Case A1 is of order 261120-000000000000002; look it up on the platform.")
    ]
    numberless = other.model_copy(update={"cases": (case(source="desk"),)})
    assert sentences(OpenCase, shipped(), values, context(numberless)) == []
