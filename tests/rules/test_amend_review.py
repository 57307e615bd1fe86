"""AmendReview: what is found out while a review is open is added; what was written stays."""

import pytest

from store.errors import BadInput
from store.models.review import Review, ReviewedOrder
from store.rules.review.actions.amend_review import AmendReview
from tests.build import do, order, sentences
from tests.rules.reviews import NUMBER, lesson, review, reviewing

ORDER = order()
NAMED = ReviewedOrder(key=ORDER.key, order_no=ORDER.order_no, name=ORDER.receiver.name)
FIVE = ("一", "二", "三", "四", "五")


def amended(before: Review, **values: str) -> Review:
    (found,) = do(AmendReview, before, reviewing(before, orders=(ORDER,)), **values).documents
    assert isinstance(found, Review)
    return found


def test_a_sentence_stands_below_what_happened() -> None:
    found = amended(review(), what="又破了两袋，都是同一批包材")

    assert found == review(what="一周里四袋大米到货时破了\n又破了两袋，都是同一批包材")


def test_a_why_stands_below_the_last() -> None:
    assert amended(review(), why="试装没有写进流程") == review(
        whys=("单层包装", "包材改了没人试", "试装没有写进流程")
    )


def test_an_order_is_named_beside_the_others_and_told_of_it_in_its_history() -> None:
    other = ReviewedOrder(key="pinduoduo:米铺:261101-000000000000009", order_no="9")
    before = review(orders=(other,))

    outcome = do(
        AmendReview, before, reviewing(before, orders=(ORDER,)), orders=f" {ORDER.order_no} , "
    )

    assert outcome.documents == (review(orders=(other, NAMED)),)
    assert outcome.also == (ORDER,)


def test_a_cause_and_a_search_take_the_place_of_those_before() -> None:
    assert amended(review(scope="sku:RICE-5"), cause="quality", scope="sku:RICE-10") == review(
        scope="sku:RICE-10", cause="quality"
    )


@pytest.mark.parametrize(
    ("before", "values", "sentence"),
    [
        pytest.param(
            review(whys=FIVE),
            {"why": "六"},
            ("why", f"Review {NUMBER} has its five whys; add a sentence instead."),
            id="a sixth why",
        ),
        pytest.param(
            review(orders=(NAMED,)),
            {"orders": ORDER.order_no},
            ("orders", f"The review names these already: {ORDER.order_no}."),
            id="an order that it names",
        ),
        pytest.param(
            review(),
            {"orders": "261101-000000000000001"},
            ("orders", "These are no orders of this store, or not clear: 261101-000000000000001."),
            id="an order that is not here",
        ),
        pytest.param(
            review(orders=(NAMED,) * 50),
            {"orders": "A1"},
            ("orders", "At most 50 orders are named; a search finds further ones."),
            id="more than are named one by one",
        ),
        pytest.param(
            review(), {"scope": "sku?"}, ("scope", "sku? is unclear."), id="an unclear search"
        ),
    ],
)
def test_what_cannot_be_found_or_stands_there_already_is_refused(
    before: Review, values: dict[str, str], sentence: tuple[str, str]
) -> None:
    context = reviewing(before, orders=(ORDER,))
    assert sentences(AmendReview, before, values, context)[0] == sentence


def test_at_least_one_thing_is_added() -> None:
    with pytest.raises(BadInput, match=r"^Nothing is added; give at least one field\.$"):
        do(AmendReview, review(), reviewing(review()))


def test_a_review_that_was_closed_stays_as_it_was() -> None:
    closed = review(lesson=lesson())

    assert AmendReview.why_not(closed, reviewing(closed)) == (
        f"Review {NUMBER} was closed on 2026-11-22 by 小李 (li): 换包材先寄十单试"
    )
    assert AmendReview.why_not(review(), reviewing(review())) is None
