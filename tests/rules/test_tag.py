"""Tag: a word of ours on the order, by which it can be found again."""

import pytest

from store.errors import BadInput
from store.rules.action.frame import read_values
from store.rules.order.actions.tag import Tag
from tests.build import changed, context, order, sentences, shipped

TAGGED = order(tags=("VIP", "团购"))


def test_any_order_may_be_tagged() -> None:
    assert Tag.why_not(shipped(), context()) is None


@pytest.mark.parametrize(
    ("values", "tags"),
    [
        pytest.param({"tag": " 急 "}, ("VIP", "团购", "急"), id="one more"),
        pytest.param({"tag": "VIP", "remove": "yes"}, ("团购",), id="one less"),
        pytest.param({"tag": "大" * 20}, ("VIP", "团购", "大" * 20), id="as long as can be"),
    ],
)
def test_tags_come_and_go(values: dict[str, str], tags: tuple[str, ...]) -> None:
    assert changed(Tag, TAGGED, None, **values).tags == tags


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"tag": "VIP"}, "This order has the tag VIP already."),
        ({"tag": "急", "remove": "y"}, "This order has no tag 急; it has: VIP, 团购."),
    ],
)
def test_problems_of_a_tag(values: dict[str, str], sentence: str) -> None:
    assert sentences(Tag, TAGGED, values) == [("tag", sentence)]


def test_an_order_without_tags_has_none_to_take_away() -> None:
    assert sentences(Tag, order(), {"tag": "急", "remove": "yes"}) == [
        ("tag", "This order has no tag 急; it has: none.")
    ]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("大" * 21, "At most 20 characters are possible."),
        ("很 急", "很 急 is not one word without blanks and commas."),
        ("急，VIP", "急，VIP is not one word without blanks and commas."),
        ("", "A value is needed here."),
    ],
)
def test_a_tag_that_cannot_be(tag: str, sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(Tag, {"tag": tag}, order())

    assert caught.value.sentence == sentence
