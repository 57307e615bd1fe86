"""Repository: the only door to the store; a change is judged under the lock, all or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.errors import BadInput, Refused, ShouhouError, StoreTrouble
from store.models.event import Actor
from store.models.order import Order
from store.models.product import Product
from store.repository import Repository, open_store
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import is_about
from store.rules.money.actions.refund import Refund
from store.rules.order.actions.note import Note
from store.rules.parcels.actions.ship import Ship
from store.rules.stock.actions.confirm_delisting import ConfirmDelisting
from store.rules.stock.actions.confirm_relisting import ConfirmRelisting
from store.rules.stock.actions.delist_product import DelistProduct
from store.rules.stock.actions.relist_product import RelistProduct
from store.rules.stock.actions.set_stock import SetStock
from tests.build import (
    ACTOR,
    NOW,
    ORDER_NO,
    SHOP,
    TRACKING_NO,
    content,
    keep,
    order,
    shipped,
    told,
)

NUMBER = {"tracking_no": TRACKING_NO}
OTHER = "261120-000000000000002"


@pytest.fixture
def given(repository: Repository) -> Order:
    """The order of `order()`, in the store."""
    keep(repository, order(), Product(shop=SHOP, sku="RICE-10", name="东北大米"))
    return repository.order(order().key)


def error_of(act: Callable[[], Any]) -> ShouhouError:
    with pytest.raises(ShouhouError) as caught:
        act()
    return caught.value


def test_a_change_is_stored_with_its_event(repository: Repository, given: Order) -> None:
    receipt = repository.run(Ship, given, {**NUMBER, "carrier": " "}, key="k1")

    after = repository.order(given.key)
    assert (after.version, after.parcels[0].tracking_no) == (2, TRACKING_NO)
    (event,) = repository.events(after)
    assert event == receipt.event
    assert (event.action, event.values, event.actor) == ("ship", NUMBER, ACTOR)
    assert (event.at, event.idempotency_key, event.number) == (NOW, "k1", 1)
    assert event.subject == f"orders/{given.key}"


def test_what_there_is_to_say_stands_on_the_receipt_and_in_the_event(
    repository: Repository, given: Order
) -> None:
    receipt = repository.run(Ship, given, {**NUMBER, "carrier": "SF"})

    assert receipt.said == (f"{TRACKING_NO} does not look like a number of 顺丰快递; check it.",)
    assert repository.events(given)[0].said == receipt.said
    assert not receipt.repeated


def test_what_is_refused_changes_nothing(repository: Repository, given: Order, store: Path) -> None:
    before = content(store)

    error = error_of(lambda: repository.run(Ship, given, {**NUMBER, "lines": "1:3"}))

    assert (type(error), error.field) == (Refused, "lines")
    assert error.sentence == "Of RICE-10 2 are left to ship, not 3: 2 ordered."
    assert repository.order(given.key) == given
    assert repository.events(given) == []
    assert content(store) == before


def test_a_rule_that_breaks_leaves_nothing_behind(
    repository: Repository, given: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> Any:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Ship, "apply", broken)
        with pytest.raises(ZeroDivisionError):
            repository.run(Ship, given, NUMBER)

    assert repository.order(given.key) == given
    assert told(repository) == 0
    assert repository.run(Ship, given, NUMBER).event.number == 1


def test_a_key_used_again_gives_the_first_receipt_and_changes_nothing(
    repository: Repository, given: Order
) -> None:
    first = repository.run(Refund, given, {"amount": "10", "reason": "少件"}, key="k1")

    again = repository.run(Refund, given, {"amount": "10", "reason": "少件"}, key="k1")

    assert again.repeated
    assert again.event == first.event
    assert len(repository.order(given.key).refunds) == 1
    assert len(repository.events(given)) == 1


def test_a_key_used_again_answers_although_the_rule_would_refuse_now(
    repository: Repository, given: Order
) -> None:
    repository.run(Ship, given, NUMBER, key="k1")

    assert repository.run(Ship, given, NUMBER, key="k1").repeated


def test_a_key_used_for_something_else_is_refused(repository: Repository, given: Order) -> None:
    repository.run(Note, given, {"text": "急"}, key="k1")

    error = error_of(lambda: repository.run(Ship, given, NUMBER, key="k1"))

    assert (type(error), error.field, error.code) == (Refused, "key", "key_in_use")
    assert error.sentence == (
        f"The key k1 was used before, for note on orders/pinduoduo:{SHOP}:{ORDER_NO}."
    )


def test_without_a_key_the_same_note_may_be_written_twice(
    repository: Repository, given: Order
) -> None:
    for _again in range(2):
        repository.run(Note, given, {"text": "急"})

    assert len(repository.order(given.key).notes) == 2


def test_a_product_is_changed_by_the_same_door(repository: Repository, given: Order) -> None:
    product = repository.find("RICE-10")

    repository.run(SetStock, product, {"on_hand": "12"})

    counted = repository.product(SHOP, "RICE-10")
    assert counted is not None
    assert counted.on_hand == 12
    assert repository.product(SHOP, "SALT") is None


@pytest.mark.parametrize(
    ("subject", "code", "sentence"),
    [
        ("999", "unknown_subject", "999 is not in this store."),
        (
            OTHER,
            "ambiguous_subject",
            f"{OTHER} is not clear; it may be pinduoduo:A:{OTHER}, pinduoduo:B:{OTHER}.",
        ),
    ],
)
def test_a_subject_that_is_not_one(
    repository: Repository, given: Order, subject: str, code: str, sentence: str
) -> None:
    keep(repository, order(order_no=OTHER, shop="A"), order(order_no=OTHER, shop="B"))

    error = error_of(lambda: repository.find(subject))

    assert (type(error), error.field, error.code) == (BadInput, "subject", code)
    assert error.sentence == sentence


@pytest.mark.parametrize("subject", [ORDER_NO, f"pinduoduo:{SHOP}:{ORDER_NO}"])
def test_an_order_is_found_by_its_number_or_its_key(
    repository: Repository, given: Order, subject: str
) -> None:
    assert repository.find(subject) == given


def test_an_order_that_is_gone_is_said(repository: Repository, given: Order) -> None:
    stranger = order(order_no="7")

    for act in (lambda: repository.order("7"), lambda: repository.run(Ship, stranger, NUMBER)):
        assert error_of(act).code == "unknown_subject"


def test_an_unknown_action_is_said_with_those_there_are(
    repository: Repository, given: Order
) -> None:
    error = error_of(lambda: repository.action_named("explode", repository.find("RICE-10")))

    assert (type(error), error.field, error.code) == (BadInput, "action", "unknown_action")
    assert error.sentence == (
        "There is no action explode here; there is: confirm-delisting,"
        " confirm-relisting, delist-product, relist-product, set-stock."
    )


@pytest.mark.parametrize(
    ("typed", "meant"), [("shp", "ship"), ("intercept-parcell", "intercept-parcel")]
)
def test_an_action_that_is_nearly_one_is_asked_about(
    repository: Repository, given: Order, typed: str, meant: str
) -> None:
    error = error_of(lambda: repository.action_named(typed, given))

    assert error.code == "unknown_action"
    assert error.sentence.startswith(f"There is no action {typed} here; did you mean {meant}")


def test_an_action_is_known_by_its_name(repository: Repository, given: Order) -> None:
    assert repository.action_named("ship", given) is Ship


def test_an_unknown_field_is_bad_input(repository: Repository, given: Order) -> None:
    error = error_of(lambda: repository.run(Ship, given, {**NUMBER, "colour": "red"}))

    assert (type(error), error.field, error.code) == (BadInput, "colour", "unknown_field")


def test_the_menu_offers_every_action_of_the_subject_with_its_why_not(
    repository: Repository, given: Order
) -> None:
    offers = {one.action.name: one.why_not for one in repository.offers(given)}

    of_products = {one.action for one in repository.offers(repository.find("RICE-10"))}
    assert of_products == {
        ConfirmDelisting,
        ConfirmRelisting,
        DelistProduct,
        RelistProduct,
        SetStock,
    }
    assert set(offers) == {name for name, one in all_actions().items() if is_about(one, Order)}
    assert offers["ship"] is None
    assert offers["create-reissue"] == "Nothing of this order has been shipped yet."


def test_a_form_asks_the_fields_and_starts_from_what_is_left(
    repository: Repository, given: Order
) -> None:
    form = repository.form(Ship, given)

    assert [(one.name, one.required) for one in form.fields] == [
        ("tracking_no", True),
        ("lines", False),
        ("carrier", False),
        ("unknown_carrier", False),
        ("sku", False),
        ("same_receiver", False),
    ]
    assert form.suggested["lines"] == "1:2"


def test_the_second_desk_sees_the_first_ones_change_and_is_told_of_it_once(
    repository: Repository, given: Order, store: Path
) -> None:
    second = open_store(str(store), Actor(user="wang"), lambda: NOW)

    repository.run(Ship, given, NUMBER)

    assert not second.search("to-ship")
    assert second.refresh()
    assert not second.refresh()
    assert not repository.refresh()
    assert second.order(given.key).parcels


def test_the_second_desk_is_judged_by_what_the_first_one_did(
    repository: Repository, given: Order, store: Path
) -> None:
    second = open_store(str(store), Actor(user="wang"), lambda: NOW)
    seen = second.order(given.key)
    repository.run(Ship, given, NUMBER)

    error = error_of(lambda: second.run(Ship, seen, {"tracking_no": "SF1234567890123"}))

    assert error.sentence == (
        "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before shipping."
    )


def test_a_number_used_by_the_first_desk_is_known_to_the_second(
    repository: Repository, given: Order, store: Path
) -> None:
    elsewhere = order().receiver.model_copy(update={"name": "李四"})
    keep(repository, order(order_no=OTHER, receiver=elsewhere))
    second = open_store(str(store), Actor(user="wang"), lambda: NOW)
    other = second.find(OTHER)
    assert list(second.context().lookup.parcels_with(TRACKING_NO)) == []
    repository.run(Ship, given, NUMBER)

    error = error_of(lambda: second.run(Ship, other, NUMBER))

    assert error.field == "tracking_no"


def test_events_of_two_desks_stand_in_one_chain(
    repository: Repository, given: Order, store: Path
) -> None:
    second = open_store(str(store), Actor(user="wang"), lambda: NOW)
    repository.run(Note, given, {"text": "一"})
    second.run(Note, given, {"text": "二"})
    repository.run(Note, given, {"text": "三"})

    events = repository.events(given)

    assert [one.number for one in events] == [1, 2, 3]
    assert [one.actor.user for one in events] == ["li", "wang", "li"]
    hashes = [one.hash for one in repository.engine.events(events[0].subject)]
    assert [one.before for one in events] == ["", *hashes[:2]]


def test_a_document_that_somebody_else_changed_is_not_overwritten(
    repository: Repository, given: Order
) -> None:
    repository.run(Note, given, {"text": "急"})

    error = error_of(lambda: keep(repository, given))

    assert type(error) is StoreTrouble
    assert error.sentence == f"{given.order_no} was changed by somebody else; nothing was written."
    assert len(repository.order(given.key).notes) == 1


def test_documents_come_out_of_the_store_frozen_and_whole(
    repository: Repository, given: Order
) -> None:
    keep(repository, shipped(order_no=OTHER))

    kept = repository.order(f"pinduoduo:{SHOP}:{OTHER}")

    assert kept == shipped(order_no=OTHER, version=1)
    with pytest.raises(ValueError, match="frozen"):
        setattr(kept, "shop", "B")  # noqa: B010 - mypy knows that it cannot be done


def test_a_store_behind_another_address_is_refused() -> None:
    error = error_of(lambda: open_store("mysql://li:secret@server/shop", ACTOR))

    assert (type(error), error.field) == (BadInput, "store")
    assert error.sentence == (
        "A store is a folder, or the address of a database: postgresql://USER@HOST/DATABASE."
    )


def test_looking_makes_no_store(unfounded: Repository, store: Path) -> None:
    assert len(unfounded.search()) == 0
    assert told(unfounded) == 0
    assert not store.exists()
