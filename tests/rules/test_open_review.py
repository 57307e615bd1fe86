"""OpenReview: what happened, five whys, and the orders it is about, before it is forgotten."""

import pytest

from store.models.review import Review, ReviewedOrder
from store.models.review_row import ReviewRow
from store.rules.order.veil import veil_of
from store.rules.review.actions.open_review import OpenReview
from store.rules.review.naming import MOST_ORDERS
from store.rules.review.row import review_rows
from tests.build import ACTOR, NOW, context, do, order, sentences
from tests.rules.reviews import NUMBER, review, reviewing

NEW = Review.blank("")
GIVEN = {"headline": "大米破袋", "what": "一周里四袋大米到货时破了"}


def opened(**values: str) -> Review:
    outcome = do(OpenReview, NEW, reviewing(orders=(order(),)), **(GIVEN | values))
    found = outcome.documents[0]
    assert isinstance(found, Review)
    return found


def test_a_review_keeps_what_was_said_and_gets_its_number_and_its_author() -> None:
    found = opened(why1="单层包装", why2="包材改了没人试", scope="sku:RICE-10", cause="运输破损")

    assert found == Review(
        number="R-20261122-1",
        title="大米破袋",
        what="一周里四袋大米到货时破了",
        whys=("单层包装", "包材改了没人试"),
        scope="sku:RICE-10",
        cause="damaged_in_transit",
        opened_at=NOW,
        opened_by=str(ACTOR),
    )
    assert found.state == "open"


def test_the_title_may_be_called_title_as_people_call_it() -> None:
    outcome = do(OpenReview, NEW, reviewing(), title="破袋", what="四袋大米破了")

    assert outcome.said == ("It is review R-20261122-1.",)
    assert getattr(outcome.documents[0], "title", "") == "破袋"


def test_the_second_review_of_a_day_has_the_second_number() -> None:
    known = review(number="R-20261122-1", opened_at=NOW)

    outcome = do(OpenReview, NEW, reviewing(known), **GIVEN)
    assert outcome.documents[0].key == "R-20261122-2"


def test_an_order_that_is_named_is_told_of_it_in_its_history() -> None:
    given = order()
    outcome = do(
        OpenReview, NEW, reviewing(orders=(given,)), **GIVEN, orders=f" {given.order_no} , "
    )

    (found,) = outcome.documents
    assert isinstance(found, Review)
    assert found.orders == (
        ReviewedOrder(key=given.key, order_no=given.order_no, name=given.receiver.name),
    )
    assert outcome.also == (given,)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        pytest.param(
            {"orders": "261101-000000000000001"},
            ("orders", "These are no orders of this store, or not clear: 261101-000000000000001."),
            id="an order that is not here",
        ),
        pytest.param(
            {"orders": " ".join(f"A{number}" for number in range(MOST_ORDERS + 1))},
            ("orders", "At most 50 orders are named; a search finds further ones."),
            id="more than are named one by one",
        ),
        pytest.param({"scope": "sku?"}, ("scope", "sku? is unclear."), id="an unclear search"),
    ],
)
def test_what_nobody_can_find_is_refused(values: dict[str, str], problem: tuple[str, str]) -> None:
    assert sentences(OpenReview, NEW, GIVEN | values, reviewing())[0] == problem


def test_a_review_that_is_there_does_not_stand_against_another() -> None:
    assert OpenReview.why_not(NEW, reviewing(review(number=NUMBER))) is None


def test_the_buyers_of_its_orders_are_hidden_in_what_is_said_of_a_review() -> None:
    given = order()
    found = opened(headline=f"{given.receiver.name}的破袋", why1="张三丰 急", orders=given.order_no)

    (row,) = review_rows(found, context().policy)["reviews"]
    assert isinstance(row, ReviewRow)
    assert (row.title, row.whys) == ("张**的破袋", ("张** 急",))
    shown = veil_of(found).record(found)
    assert (shown.title, shown.orders[0].name) == ("张**的破袋", "张**")
    assert (shown.orders[0].key, shown.orders[0].order_no) == (given.key, given.order_no)
