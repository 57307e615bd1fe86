"""Flag: the seller's coloured flag with a short tag."""

import pytest

from store.errors import BadInput
from store.models.contact import Flag as StoredFlag
from store.rules.action.frame import read_values
from store.rules.order.actions.flag import Flag
from tests.build import changed, context, order, shipped

RED = order(flag=StoredFlag(colour="red", tag="急"))


def test_any_order_may_be_flagged() -> None:
    assert Flag.why_not(shipped(), context()) is None


def test_a_flag_has_a_colour_and_up_to_three_characters() -> None:
    after = changed(Flag, order(), colour="blue", tag=" 催发货 ")

    assert after.flag == StoredFlag(colour="blue", tag="催发货")


def test_none_takes_the_flag_away() -> None:
    assert changed(Flag, RED, colour="none").flag is None


def test_the_flag_it_has_is_suggested() -> None:
    assert Flag.suggest(RED, context()) == {"colour": "red", "tag": "急"}
    assert Flag.suggest(order(), context()) == {}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"colour": "red", "tag": "四个字符"}, "At most 3 characters are possible."),
        ({"colour": "pink"}, "pink is none of: red, yellow, green, blue, purple, none."),
        ({"tag": "急"}, "A value is needed here."),
    ],
)
def test_a_flag_that_cannot_be(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(Flag, values, order())

    assert caught.value.sentence == sentence
