"""Assign: this order is somebody's to see through, whoever had it before."""

import pytest

from store.errors import BadInput
from store.models.event import Actor
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.work import Claim
from store.rules.action.frame import asked_fields, read_values
from store.rules.action.references import Choice
from store.rules.order.actions.assign import Assign
from store.rules.review.actions.add_improvement import AddImprovement
from tests.build import ACTOR, HOUR, NOW, WANG, changed, context, do, order, sentences, shipped
from tests.rules.inquiries import inquiry

WANGS = order(claim=Claim(owner=WANG, at=NOW - HOUR, by=WANG))
TO_ZHAO = "小赵 (zhao) sees to it from now on."
MINE = order(claim=Claim(owner=ACTOR, at=NOW - HOUR, by=WANG))


def test_any_order_may_be_assigned() -> None:
    assert Assign.why_not(shipped(), context()) is None
    assert Assign.why_not(WANGS, context()) is None


@pytest.mark.parametrize(
    ("to", "owner"),
    [
        pytest.param(" 小赵 ", Actor(user="zhao", name="小赵"), id="to somebody else"),
        pytest.param("zhao", Actor(user="zhao", name="小赵"), id="by their login"),
        pytest.param("小赵 (zhao)", Actor(user="zhao", name="小赵"), id="by both"),
        pytest.param("王军", WANG, id="by a name of before"),
        pytest.param("小李", ACTOR, id="to me by my given name"),
        pytest.param("li", ACTOR, id="to me by my user"),
    ],
)
def test_the_order_has_an_owner(to: str, owner: Actor) -> None:
    claim = changed(Assign, order(), to=to).claim

    assert claim == Claim(owner=owner, at=NOW, by=ACTOR)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(order(), (TO_ZHAO,), id="nobody had it"),
        pytest.param(MINE, (TO_ZHAO,), id="I had it"),
        pytest.param(
            WANGS,
            (TO_ZHAO, "小王 (wang) had it since 2026-11-22 08:00."),
            id="somebody else had it",
        ),
    ],
)
def test_whose_it_is_and_was_is_said(given: Order, said: tuple[str, ...]) -> None:
    assert do(Assign, given, to="小赵").said == said


@pytest.mark.parametrize(
    ("given", "to", "sentence"),
    [
        (WANGS, "小王", "小王 (wang) has this order since 2026-11-22 08:00."),
        (WANGS, "wang", "小王 (wang) has this order since 2026-11-22 08:00."),
        (order(), "小孙", "Nobody is known here as 小孙."),
        (MINE, "li", "小李 (li) has this order since 2026-11-22 08:00."),
    ],
)
def test_who_has_it_or_is_nobody_is_not_given_it(given: Order, to: str, sentence: str) -> None:
    assert sentences(Assign, given, {"to": to}) == [("to", sentence)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({}, "A value is needed here."), ({"to": "王" * 61}, "At most 60 characters are possible.")],
)
def test_an_assignment_that_cannot_be(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(Assign, values, order())

    assert caught.value.sentence == sentence


@pytest.mark.parametrize("given", [order(), None])
def test_everybody_who_is_known_is_offered_and_anybody_may_be_written(given: Order | None) -> None:
    known = context()
    (to,) = asked_fields(Assign, given, known.policy, known)

    assert to.offered == (Choice("wang", "小王 (wang)"), Choice("zhao", "小赵 (zhao)"))
    assert to.choices == ()


def test_whoever_an_improvement_is_to_belong_to_is_offered_too() -> None:
    known = context()
    fields = asked_fields(AddImprovement, None, known.policy, known)
    (owner,) = (field for field in fields if field.name == "owner")

    assert [one.value for one in owner.offered] == ["wang", "zhao"]


def test_an_inquiry_is_given_to_somebody_whoever_had_it() -> None:
    asked = inquiry(claim=Claim(owner=WANG, at=NOW - HOUR, by=WANG))

    outcome = do(Assign, asked, to="小赵")

    (after,) = outcome.documents
    assert isinstance(after, Inquiry)
    assert after.claim == Claim(owner=Actor(user="zhao", name="小赵"), at=NOW, by=ACTOR)
    assert outcome.said == (TO_ZHAO, "小王 (wang) had it since 2026-11-22 08:00.")
    assert sentences(Assign, asked, {"to": "wang"}) == [
        ("to", "小王 (wang) has this inquiry since 2026-11-22 08:00.")
    ]
