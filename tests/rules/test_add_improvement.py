"""AddImprovement: what is changed, by whom, and what the rate was that is to fall by it."""

from datetime import date
from decimal import Decimal

import pytest

from store.models.improvement import Improvement
from store.models.review import Review
from store.rules.review.actions.add_improvement import AddImprovement
from tests.build import ACTOR, DAY, NOW, PEOPLE, do, sentences
from tests.rules.reviews import NUMBER, ReviewLookup, counted, lesson, review, reviewing

NEW = Improvement.blank("")
GIVEN = {"what": "大米改用双层袋", "rate": "quality", "target": "2", "due": "2026-11-29"}


def made(subject: Improvement | Review = NEW, **values: str) -> Improvement:
    outcome = do(AddImprovement, subject, reviewing(review(), share=(4, 50)), **(GIVEN | values))
    found = outcome.documents[0]
    assert isinstance(found, Improvement)
    return found


def test_it_keeps_the_rate_until_now_with_what_it_is_of() -> None:
    found = made()

    assert (found.number, found.review, found.rate) == ("I-20261122-1", "", "quality_rate")
    assert (found.target, found.due) == (Decimal(2), date(2026, 11, 29))
    assert found.before == counted(4, 50, NOW - 30 * DAY)
    assert found.state == "open"


def test_it_says_its_number_and_what_the_rate_was() -> None:
    said = do(AddImprovement, NEW, reviewing(share=(4, 50)), **GIVEN).said
    assert said == ("Until now: 4 of 50, 8.00 %.",)


def test_of_few_orders_no_rate_is_said_and_the_target_alone_counts() -> None:
    said = do(AddImprovement, NEW, reviewing(share=(1, 12)), **GIVEN).said
    assert said == (
        "Until now: 1 of 12.",
        "Of fewer than 30 no rate is said; it is held to its target alone.",
    )


def test_so_many_days_before_are_counted_as_are_asked_for() -> None:
    assert made(days="7").before.first == NOW - 7 * DAY


@pytest.mark.parametrize(
    ("subject", "values", "number"),
    [
        pytest.param(review(), {}, NUMBER, id="done to the review"),
        pytest.param(NEW, {"review": NUMBER}, NUMBER, id="the review named"),
        pytest.param(NEW, {}, "", id="without a review"),
    ],
)
def test_it_belongs_to_a_review_or_to_none(
    subject: Improvement | Review, values: dict[str, str], number: str
) -> None:
    assert made(subject, **values).review == number


def test_its_review_is_told_of_it_and_stays_as_it_is() -> None:
    outcome = do(AddImprovement, review(), reviewing(review(), share=(4, 50)), **GIVEN)

    assert outcome.also == (review(),)
    assert [type(one) for one in outcome.documents] == [Improvement]


def test_of_a_review_the_same_orders_are_counted_unless_others_are_named() -> None:
    given = review(scope="sku:RICE-10")
    context = reviewing(given, share=(4, 50))
    do(AddImprovement, given, context, **GIVEN)
    do(AddImprovement, given, context, **GIVEN, scope="carrier:YTO")

    assert isinstance(context.lookup, ReviewLookup)
    assert {scope for _rate, scope, _since in context.lookup.asked if scope} == {
        "sku:RICE-10",
        "carrier:YTO",
    }


@pytest.mark.parametrize(
    ("owner", "login"),
    [("", ACTOR.user), ("li", "li"), ("小王", PEOPLE[0].login), ("zhao", "zhao")],
)
def test_it_is_the_owner_s_to_see_through(owner: str, login: str) -> None:
    claim = made(owner=owner).claim
    assert claim
    assert (claim.owner.user, claim.by) == (login, ACTOR)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        pytest.param(
            {"target": "8"},
            (
                "target",
                "It is 4 of 50, 8.00 % already; a target lies below that, 8 % does not.",
            ),
            id="no better than now",
        ),
        pytest.param(
            {"due": "2026-11-21"},
            ("due", "2026-11-21 cannot be; give a day from 2026-11-22 to 2036-11-19."),
            id="a day that is over",
        ),
        pytest.param(
            {"due": "9999-12-31"},
            ("due", "9999-12-31 cannot be; give a day from 2026-11-22 to 2036-11-19."),
            id="a day nobody will see",
        ),
        pytest.param({"days": "0"}, ("days", "From 1 to 3650 days are possible."), id="no day"),
        pytest.param(
            {"days": "999999999"}, ("days", "From 1 to 3650 days are possible."), id="ages"
        ),
        pytest.param({"owner": "x"}, ("owner", "Nobody is known here as x."), id="a stranger"),
        pytest.param({"scope": "?"}, ("scope", "? is unclear."), id="an unclear search"),
        pytest.param(
            {"review": "R-1"},
            ("review", "There is no review R-1 to which it could belong here."),
            id="no such review",
        ),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, str], problem: tuple[str, str]) -> None:
    assert sentences(AddImprovement, NEW, GIVEN | values, reviewing(share=(4, 50))) == [problem]


def test_a_review_that_is_closed_takes_none_any_more() -> None:
    closed = review(lesson=lesson())
    said = "Review R-20261115-1 was closed on 2026-11-22 by 小李 (li): 换包材先寄十单试"

    assert AddImprovement.why_not(closed, reviewing()) == said
    named = sentences(AddImprovement, NEW, GIVEN | {"review": NUMBER}, reviewing(closed))
    assert named == [("review", said)]


@pytest.mark.parametrize(
    ("rate", "target", "found"),
    [
        ("late", "1.5%", ("late_rate", Decimal("1.5"))),
        ("stock-out", "1", ("stock_out_rate", Decimal(1))),
        ("破损", "0.25 %", ("broken_rate", Decimal("0.25"))),
        ("hours_to_answer", "0h", ("hours_to_answer", Decimal(0))),
    ],
)
def test_rate_and_target_are_read_as_people_write_them(
    rate: str, target: str, found: tuple[str, Decimal]
) -> None:
    outcome = do(AddImprovement, NEW, reviewing(), **(GIVEN | {"rate": rate, "target": target}))
    one = outcome.documents[0]
    assert isinstance(one, Improvement)
    assert (one.rate, one.target) == found
