"""LogContact: what was said to the buyer or by them."""

import pytest

from store.errors import BadInput
from store.models.cancellation import Cancellation
from store.models.contact import Contact
from store.models.order import Order
from store.models.refund import Refund
from store.models.solution_offer import SolutionOffer
from store.rules.action.frame import read_values
from store.rules.order.actions.log_contact import LogContact
from tests.build import (
    FIRST_BAG,
    HOUR,
    NOW,
    OTHER_NO,
    SECOND_BAG,
    changed,
    context,
    line,
    order,
    refund_of_unshipped,
    sentences,
    shipped,
)

SAID = "明天补发"


def test_a_contact_may_always_be_logged() -> None:
    assert LogContact.why_not(order(), context()) is None


def test_a_contact_is_out_by_platform_chat_unless_said_otherwise() -> None:
    after = changed(LogContact, order(), text=SAID)

    assert after.contacts == (
        Contact(
            id="new1",
            at=NOW,
            channel="platform_chat",
            direction="out",
            text="明天补发",
            by="小李 (li)",
        ),
    )


def test_contacts_are_added_with_channel_direction_and_promise() -> None:
    once = changed(LogContact, order(), text=SAID)
    twice = changed(
        LogContact,
        once,
        text="还没收到",
        channel="phone",
        direction="in",
        promise_due="2026/11/22 18：00",
    )

    last = twice.contacts[-1]
    assert len(twice.contacts) == 2
    assert (last.channel, last.direction, last.promise_due) == ("phone", "in", NOW + 9 * HOUR)


@pytest.mark.parametrize(
    ("due", "problems"),
    [
        ("2026-11-22 09:01", []),
        (
            "2026-11-22 09:00",
            [("promise_due", "2026-11-22 09:00 is over; a promise is for later.")],
        ),
        (
            "2026-11-22T00:30:00Z",
            [("promise_due", "2026-11-22 08:30 is over; a promise is for later.")],
        ),
    ],
)
def test_a_promise_is_for_later(due: str, problems: list[tuple[str, str]]) -> None:
    assert sentences(LogContact, order(), {"text": SAID, "promise_due": due}) == problems


def test_an_unknown_channel_is_said_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(LogContact, {"text": SAID, "channel": "fax"}, order())

    assert caught.value.sentence == (
        "fax is none of: platform_chat (platform chat), phone, sms (SMS), wechat (WeChat), carrier,"
        " other."
    )


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("inform", "inform"),
        ("follow up", "follow_up"),
        ("Follow-Up", "follow_up"),
        ("followup", "follow_up"),
        ("ask the buyer to refund for lack of stock", "ask_refund_for_stock_out"),
        ("ask refund", "ask_refund_for_stock_out"),
        ("logistics", "explain_logistics"),
    ],
)
def test_a_contact_may_have_a_purpose(text: str, purpose: str) -> None:
    assert changed(LogContact, order(), text=SAID, purpose=text).contacts[0].purpose == purpose
    assert changed(LogContact, order(), text=SAID).contacts[0].purpose == "other"


CANCELLED = Cancellation(id="c1", reason="out_of_stock", at=NOW - 2 * HOUR, by="li")
TOLD = Contact(id="t1", at=NOW - 4 * HOUR, channel="phone", direction="out", text="缺货", by="li")
OFFERED = SolutionOffer(id="o1", solution="full_refund", at=NOW - 3 * HOUR, by="li")


def cancelled(*refunds: Refund) -> Order:
    """Cancelled for lack of stock: the buyer was told, and offered the money."""
    return order(cancellation=CANCELLED, contacts=(TOLD,), offers=(OFFERED,), refunds=refunds)


REFUNDED = refund_of_unshipped(state="done", settled_at=NOW - HOUR)


TOO_EARLY = (
    "Step 5 of cancelling, follow up with the buyer, comes after what is missing: step 4, see the"
    " refund through."
)


@pytest.mark.parametrize(
    ("given", "purpose", "problems"),
    [
        pytest.param(order(), "follow_up", [], id="nothing is cancelled"),
        pytest.param(cancelled(), "follow_up", [("purpose", TOO_EARLY)], id="nothing refunded"),
        pytest.param(
            cancelled(refund_of_unshipped()),
            "follow_up",
            [("purpose", TOO_EARLY)],
            id="the refund is pending",
        ),
        pytest.param(
            cancelled(refund_of_unshipped()), "inform", [], id="another word before the refund"
        ),
        pytest.param(cancelled(REFUNDED), "follow_up", [], id="the refund is settled"),
    ],
)
def test_the_follow_up_of_a_cancelled_order_comes_after_the_money(
    given: Order, purpose: str, problems: list[tuple[str, str]]
) -> None:
    assert sentences(LogContact, given, {"text": SAID, "purpose": purpose}) == problems


def test_what_the_buyer_asks_meanwhile_is_no_follow_up_of_ours() -> None:
    asked = {"text": "钱什么时候到", "purpose": "follow_up", "direction": "in"}

    assert sentences(LogContact, cancelled(), asked) == []


def test_words_of_the_carrier_are_not_the_buyers() -> None:
    said = changed(LogContact, order(), channel="carrier", direction="in", text="明天派送")

    (contact,) = said.contacts
    assert (contact.way, contact.from_buyer, contact.to_buyer) == ("in_carrier", False, False)


TWO = shipped(
    line(ordered=2),
    parcels=(
        FIRST_BAG,
        SECOND_BAG,
    ),
)


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(shipped(), {}, [], id="the only one on its way"),
        pytest.param(order(), {}, [], id="nothing has been sent yet"),
        pytest.param(
            TWO,
            {},
            [
                (
                    "parcel",
                    (
                        "Several parcels are on their way; name the one that was asked about: "
                        "YT1234567890123, SF1234567890123."
                    ),
                )
            ],
            id="two on their way",
        ),
        pytest.param(TWO, {"parcel": OTHER_NO}, [], id="named by its number"),
        pytest.param(TWO, {"channel": "phone"}, [], id="a word with the buyer"),
    ],
)
def test_a_word_with_the_carrier_is_about_one_parcel(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    said = {"text": "明天派送", "channel": "carrier"} | values

    assert sentences(LogContact, given, said) == problems


@pytest.mark.parametrize(
    ("given", "values", "about"),
    [
        (shipped(), {"channel": "carrier"}, "p1"),
        (TWO, {"channel": "carrier", "parcel": OTHER_NO}, "p2"),
        (shipped(), {}, None),
        (order(), {"channel": "carrier"}, None),
    ],
)
def test_the_parcel_that_was_asked_about_is_kept(
    given: Order, values: dict[str, str], about: str | None
) -> None:
    (contact,) = changed(LogContact, given, None, **values, text="催").contacts
    assert contact.parcel == about


@pytest.mark.parametrize(
    ("channel", "direction", "said"),
    [
        ("carrier", "out", "to the carrier"),
        ("carrier", "in", "from the carrier"),
        ("phone", "out", "to the buyer"),
        ("phone", "in", "from the buyer"),
    ],
)
def test_who_spoke_to_whom_follows_the_channel(channel: str, direction: str, said: str) -> None:
    assert LogContact.echo({"channel": channel, "direction": direction}) == {"direction": said}


def test_a_form_names_no_side_that_the_channel_may_belie() -> None:
    offered = LogContact.offers(shipped(), context())["direction"]

    assert [(one.value, one.text) for one in offered] == [
        ("out", "we said it"),
        ("in", "it was said to us"),
    ]
