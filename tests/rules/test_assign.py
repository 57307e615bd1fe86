"""Assign: this order is somebody's to see through, whoever had it before."""

import pytest

from store.errors import BadInput
from store.models.order import Order
from store.models.work import Claim
from store.rules.action.frame import read_values
from store.rules.order.actions.assign import Assign
from tests.build import HOUR, NOW, changed, context, do, order, sentences, shipped

WANGS = order(claim=Claim(owner="小王", at=NOW - HOUR, by="小王 (wang)"))
MINE = order(claim=Claim(owner="小李 (li)", at=NOW - HOUR, by="小王 (wang)"))


def test_any_order_may_be_assigned() -> None:
    assert Assign.why_not(shipped(), context()) is None
    assert Assign.why_not(WANGS, context()) is None


@pytest.mark.parametrize(
    ("to", "owner"),
    [
        pytest.param(" 小赵 ", "小赵", id="to somebody else"),
        pytest.param("小李", "小李 (li)", id="to me by my given name"),
        pytest.param("li", "小李 (li)", id="to me by my user"),
    ],
)
def test_the_order_has_an_owner(to: str, owner: str) -> None:
    claim = changed(Assign, order(), to=to).claim

    assert claim == Claim(owner=owner, at=NOW, by="小李 (li)")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(order(), (), id="nobody had it"),
        pytest.param(MINE, (), id="I had it"),
        pytest.param(
            WANGS, ("小王 has this order since 2026-11-22 08:00.",), id="somebody else had it"
        ),
    ],
)
def test_whose_it_was_is_said(given: Order, said: tuple[str, ...]) -> None:
    assert do(Assign, given, to="小赵").said == said


@pytest.mark.parametrize(
    ("given", "to", "sentence"),
    [
        (WANGS, "小王", "小王 has this order since 2026-11-22 08:00."),
        (MINE, "li", "小李 (li) has this order since 2026-11-22 08:00."),
    ],
)
def test_who_has_it_is_not_given_it_again(given: Order, to: str, sentence: str) -> None:
    assert sentences(Assign, given, {"to": to}) == [("to", sentence)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({}, "A value is needed here."), ({"to": "王" * 61}, "At most 60 characters are possible.")],
)
def test_an_assignment_that_cannot_be(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(Assign, values, order())

    assert caught.value.sentence == sentence
