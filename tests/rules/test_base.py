"""Action: what the form, the command line and the menu read from one class."""

import pytest

from store.models.contact import Contact
from store.models.event import Actor
from store.models.order import Order
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.action.catalogue import action_called, all_actions
from store.rules.action.frame import AskedField, asked_fields, starting_values
from store.rules.action.references import Choice
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.actions.change_address import ChangeAddress
from store.rules.order.actions.keep_promise import KeepPromise
from store.rules.order.actions.log_contact import LogContact
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.stock.actions.set_stock import SetStock
from tests.build import (
    DAY,
    NOW,
    OTHER_NO,
    TRACKING_NO,
    changed,
    context,
    order,
    parcel,
    refund,
    sentences,
    shipped,
    units,
)

RICE = Product(shop="A", sku="RICE", name="大米")
PROMISE = Contact(
    id="c1",
    at=NOW,
    channel="phone",
    direction="out",
    text="今天给张三丰回电",
    promise_due=NOW + DAY,
    by="li",
)
TWO_PARCELS = order(
    parcels=(parcel(), parcel(OTHER_NO, id="p2", carrier="SF", lines=units((1, 1))))
)


def asked(action: type[Action[Order]], subject: Order, name: str) -> AskedField:
    return next(field for field in asked_fields(action, subject) if field.name == name)


def test_an_action_is_called_by_its_class() -> None:
    assert {"ship", "create-reissue", "set-stock"} <= set(all_actions())


def test_an_action_is_found_by_its_name_among_all_and_by_its_file_alone() -> None:
    assert all(action_called(name) is action for name, action in all_actions().items())
    for name in ("", "log_contact", "Note", "import", "../note", "note.", "record-action"):
        assert action_called(name) is None
    assert CompleteTask.name == "complete-task"


def test_a_record_that_may_be_named_reads_as_what_it_is() -> None:
    assert asked(CorrectTracking, TWO_PARCELS, "parcel").choices == (
        Choice("p1", f"YTO {TRACKING_NO} RICE-10 x2"),
        Choice("p2", f"SF {OTHER_NO} RICE-10 x1"),
    )
    given = order(refunds=(refund(), refund(id="r2", state="done")))
    assert asked(SettleRefund, given, "refund").choices == (Choice("r1", "5.00 refunding 少件"),)


def test_a_reissue_and_a_task_read_as_what_they_are() -> None:
    given = changed(
        all_actions()["create-reissue"], shipped(), origin="lost_parcel", reason="丢件", lines="1:1"
    )

    assert asked(all_actions()["ship-reissue"], given, "reissue").choices == (
        Choice("new1", "1 the parcel was lost RICE-10 x1"),
    )
    assert asked(CompleteTask, given, "task").choices == (
        Choice("new2", f"create the reissue on the platform: {given.order_no}"),
    )


def test_whoever_the_goods_were_for_before_is_hidden_too() -> None:
    promised = order(contacts=(PROMISE,))
    moved = changed(ChangeAddress, promised, by="buyer", name="李四")

    for given in (promised, moved):
        assert asked(KeepPromise, given, "contact").choices == (
            Choice("c1", "2026-11-23 09:00 今天给张**回电"),
        )


def test_words_to_choose_from_read_as_labels() -> None:
    assert asked(LogContact, order(), "channel").choices[0] == Choice(
        "platform_chat", "platform chat", is_word=True
    )


def test_a_product_has_no_records_to_name() -> None:
    fields = asked_fields(SetStock, RICE)

    assert [one.name for one in fields] == ["on_hand", "per_day_made", "per_day_shipped"]
    assert not any(one.required or one.choices for one in fields)


def test_a_form_starts_from_the_defaults_and_the_only_record() -> None:
    one = asked_fields(CorrectTracking, shipped())
    two = asked_fields(CorrectTracking, TWO_PARCELS)

    assert starting_values(CorrectTracking, one) == {"parcel": "p1"}
    assert starting_values(CorrectTracking, two) == {}
    assert starting_values(LogContact, asked_fields(LogContact, order())) == {
        "channel": "platform_chat",
        "direction": "out",
        "purpose": "other",
    }


def test_an_action_that_has_nothing_to_add_says_nothing() -> None:
    given = changed(Ship, order(), tracking_no=TRACKING_NO)

    assert sentences(CompleteTask, given, {}) == []
    assert CompleteTask.suggest(given, context()) == {}


def test_the_shape_of_an_action_is_no_action() -> None:
    bare = Action[Order]()

    with pytest.raises(NotImplementedError):
        bare.why_not(order(), context())
    with pytest.raises(NotImplementedError):
        bare.apply(order(), context())


def test_an_actor_acts_now() -> None:
    assert context().now == NOW
    assert context().actor == Actor(user="li", name="小李")
