"""ChangeAddress: the order goes to somebody or somewhere else from now on."""

from datetime import datetime

import pytest

from store.errors import BadInput
from store.models.contact import Note
from store.models.order import Order
from store.models.parcel import Interception, Trace
from store.models.receiver import AddressChange
from store.models.reissue import Loss
from store.policy import load_policy
from store.rules.action.base import Action
from store.rules.action.frame import read_values
from store.rules.order.actions.change_address import ChangeAddress
from store.rules.order.masking import masked
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.trace_judgements import abnormal_traces
from tests.build import (
    DAY,
    HOME,
    HOUR,
    NOW,
    OTHER_NO,
    SECOND_BAG,
    case,
    changed,
    context,
    do,
    order,
    parcel,
    refund_of_unshipped,
    sentences,
    shipped,
    units,
)

ARRIVED = Trace(at=NOW - HOUR, state="delivered")
BACK = Trace(at=NOW - HOUR, state="returned")
NOTHING_GOES = (
    "Nothing of this order is on its way or still to go out; there is nothing to send to another"
    " address."
)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="nothing has left"),
        pytest.param(shipped(), None, id="a parcel is on its way"),
        pytest.param(
            shipped(parcels=(parcel(traces=(ARRIVED,)),)), NOTHING_GOES, id="all is delivered"
        ),
        pytest.param(shipped(receipt_confirmed_at=NOW), NOTHING_GOES, id="the receipt confirmed"),
        pytest.param(
            shipped(parcels=(parcel(traces=(ARRIVED,)),), cases=(case(),)),
            None,
            id="delivered, and a case is open",
        ),
        pytest.param(
            shipped(
                parcels=(parcel(traces=(BACK,)),),
                losses=(Loss(line=1, quantity=2, kind="come_back", at=NOW, parcel="p1"),),
            ),
            None,
            id="it came back and may be sent again",
        ),
        pytest.param(
            changed(
                CreateReissue,
                shipped(parcels=(parcel(traces=(ARRIVED,)),)),
                origin="missing_goods",
                reason="少件",
                lines="1:1",
            ),
            None,
            id="a reissue has yet to leave",
        ),
        pytest.param(
            order(refunds=(refund_of_unshipped(state="done"),)),
            NOTHING_GOES,
            id="refunded before it left",
        ),
    ],
)
def test_when_there_is_something_to_send_elsewhere(given: Order, sentence: str | None) -> None:
    assert ChangeAddress.why_not(given, context()) == sentence


def test_what_it_goes_to_already_is_no_change() -> None:
    same = {"by": "buyer", "receiver": "张三丰", "district": "西湖区"}

    assert sentences(ChangeAddress, order(), same) == [
        ("receiver", "The order goes there already; nothing changes.")
    ]
    assert sentences(ChangeAddress, order(), {"by": "buyer", "street": "文三路"}) == [
        ("street", "The order goes there already; nothing changes.")
    ]
    assert sentences(ChangeAddress, order(), same | {"city": "宁波市"}) == []


def test_a_place_that_is_hidden_in_part_is_no_address_yet() -> None:
    """What a console hides beside another street is taken as it stands, and asked for."""
    elsewhere = {"by": "buyer", "street": "莫干山路"}
    hidden = (
        "A part of the new address is hidden (*号楼***): ask the buyer for it, or see to it that"
        " the label is printed by the platform."
    )

    assert do(ChangeAddress, order(), None, **elsewhere, detail="*号楼***").said == (hidden,)
    assert do(ChangeAddress, order(), None, **elsewhere, detail="1 号").said == ()
    assert do(ChangeAddress, order(), by="buyer", receiver="李*", detail="***").said == ()


def test_what_only_hides_what_is_known_says_nothing_new() -> None:
    """As it is copied from a page of the platform."""
    shown = {"by": "buyer", "receiver": "张**", "phone": "138****5600", "detail": "***"}

    assert sentences(ChangeAddress, order(), shown) == [
        ("receiver", "The order goes there already; nothing changes.")
    ]
    assert changed(
        ChangeAddress, order(), None, **shown, street="莫干山路"
    ).receiver == HOME.model_copy(update={"street": "莫干山路", "detail": "***"})
    other = changed(ChangeAddress, order(), by="buyer", receiver="张*", phone="139****5600")
    assert other.receiver == HOME.model_copy(update={"name": "张*", "phone": "139****5600"})


def test_at_least_one_part_of_the_address_is_needed() -> None:
    with pytest.raises(BadInput, match=r"A name, a phone or a part of the address is needed\."):
        read_values(ChangeAddress, {"by": "seller"}, order())


def test_what_was_typed_changes_and_of_another_place_nothing_smaller_stays() -> None:
    after = changed(ChangeAddress, order(), by="buyer", district="拱墅区", detail="新路 1 号")

    moved = {"district": "拱墅区", "street": "", "detail": "新路 1 号"}
    assert after.receiver == HOME.model_copy(update=moved)
    assert after.address_changes == (
        AddressChange(at=NOW, asked_by="buyer", before=HOME, by="小李 (li)"),
    )
    assert after.tasks == ()


def test_a_phone_is_a_number() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(ChangeAddress, {"by": "buyer", "phone": "abc"}, order())

    assert caught.value.sentence == "abc is no phone number; such as 13812345678 is expected."


@pytest.mark.parametrize("field", ["receiver", "name"])
def test_the_name_is_the_receiver_s(field: str) -> None:
    assert (
        changed(ChangeAddress, order(), context(), by="buyer", **{field: "李四"}).receiver.name
        == "李四"
    )


def test_what_the_seller_changes_the_platform_has_to_be_told_without_the_address() -> None:
    once = changed(ChangeAddress, order(), by="seller", detail="新路 1 号")

    after = changed(ChangeAddress, once, by="seller", detail="新路 2 号")

    assert [(one.kind, one.copy_text) for one in after.open_tasks] == [
        ("change-address", after.order_no)
    ]


def test_parcels_on_their_way_are_marked_and_named() -> None:
    there = parcel(traces=(ARRIVED,), lines=units((1, 1)))
    away = SECOND_BAG
    back = parcel(
        "JT1234567890123",
        id="p3",
        lines=(),
        interception=Interception(asked_at=NOW - DAY, outcome="returned", outcome_at=NOW),
    )

    outcome = do(ChangeAddress, order(parcels=(there, away, back)), by="buyer", detail="新路 1 号")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert [one.old_address for one in after.parcels] == [False, True, False]
    assert [one.kind for one in after.open_tasks] == ["change-address"]
    (said,) = outcome.said
    assert said == (
        f"Parcel {OTHER_NO} goes to the old address; have the carrier redirect it, or stop it."
    )


THERE = {"by": "buyer", "detail": "新路 1 号"}
HERE = {"by": "buyer", "detail": HOME.detail}
THIRD = {"by": "buyer", "detail": "老街 3 号"}
REDIRECTED = {"outcome": "redirected"}


@pytest.mark.parametrize(
    ("steps", "since"),
    [
        pytest.param([(ChangeAddress, THERE)], NOW, id="to another address"),
        pytest.param(
            [(ChangeAddress, THERE), (ChangeAddress, HERE)], None, id="there and back again"
        ),
        pytest.param(
            [(ChangeAddress, THERE), (ChangeAddress, THIRD)], NOW, id="to a third address"
        ),
        pytest.param(
            [(ChangeAddress, THERE), (ChangeAddress, THIRD), (ChangeAddress, HERE)],
            None,
            id="back from a third address",
        ),
        pytest.param(
            [(ChangeAddress, THERE), (RecordIntercept, REDIRECTED)],
            None,
            id="the carrier redirects it",
        ),
        pytest.param(
            [(ChangeAddress, THERE), (RecordIntercept, REDIRECTED), (ChangeAddress, HERE)],
            NOW + 2 * HOUR,
            id="redirected, and then the order goes to the first address again",
        ),
    ],
)
def test_a_parcel_goes_astray_while_the_order_goes_elsewhere_than_it_was_made_out_to(
    steps: list[tuple[type[Action[Order]], dict[str, str]]], since: datetime | None
) -> None:
    given = shipped()
    for hours, (action, values) in enumerate(steps):
        now = context(now=NOW + hours * HOUR, beside=given)
        given = changed(action, given, now, **values)

    assert given.parcels[0].old_address_since == since


def test_what_was_delivered_where_the_order_went_then_is_not_astray_later() -> None:
    given = changed(ChangeAddress, shipped(), context(), **THERE)
    given = changed(ChangeAddress, given, context(now=NOW + HOUR, beside=given), **HERE)
    given = changed(RecordTrace, given, context(now=NOW + HOUR), state="delivered")
    given = given.model_copy(update={"cases": (case(),)})

    after = changed(ChangeAddress, given, context(now=NOW + 2 * HOUR, beside=given), **THIRD)

    assert not after.parcels[0].old_address
    assert list(abnormal_traces(after, after.parcels[0], load_policy(), NOW + DAY, ())) == []


def test_neither_the_old_nor_the_new_address_is_shown_to_anybody() -> None:
    given = order(notes=(Note(id="n1", at=NOW, text="从 77 号 501 改到新路 1 号", by="li"),))

    shown = masked(changed(ChangeAddress, given, by="buyer", detail="新路 1 号"))

    assert shown.notes[0].text == "从 ** 改到**"
    assert "77" not in repr(shown)
