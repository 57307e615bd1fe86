"""CheckImprovement: before and since; done where the rate fell to its target, else owed again."""

from datetime import date

import pytest

from store.models.improvement import Check, Improvement
from store.rules.review.actions.check_improvement import CheckImprovement
from tests.build import ACTOR, DAY, NOW, do, sentences
from tests.rules.reviews import (
    ReviewLookup,
    check,
    counted,
    dropped,
    improvement,
    review,
    reviewing,
)

LATER = "2026-12-01"
BEFORE = "quality (商品品质退货率) 4 of 50, 8.00 %"


def checked(
    share: tuple[int, int], given: Improvement | None = None, **values: str
) -> tuple[Improvement, tuple[str, ...]]:
    outcome = do(CheckImprovement, given or improvement(), reviewing(share=share), **values)
    (found,) = outcome.documents
    assert isinstance(found, Improvement)
    return found, outcome.said


def test_a_rate_that_fell_to_its_target_makes_it_done() -> None:
    found, said = checked((1, 60))

    assert said == (f"It helped: {BEFORE} -> 1 of 60, 1.67 %, target 2 %.",)
    assert found.checks == (Check(at=NOW, by=str(ACTOR), after=counted(1, 60), reached=True),)
    assert (found.state, found.due) == ("done", date(2026, 11, 23))


@pytest.mark.parametrize(
    ("share", "reached"),
    [
        pytest.param((3, 150), True, id="the target itself"),
        pytest.param((4, 150), False, id="a little above it"),
        pytest.param((0, 30), True, id="none of just enough"),
        pytest.param((0, 29), None, id="none of too few"),
        pytest.param((0, 0), None, id="nothing at all"),
    ],
)
def test_it_is_judged_by_what_is_said_and_by_enough_of_them(
    share: tuple[int, int], reached: bool | None
) -> None:
    found, _said = checked(share, due=LATER)
    assert found.checks[0].reached is reached


def test_a_rate_that_did_not_fall_is_owed_again_by_a_new_day() -> None:
    found, said = checked((5, 60), due=LATER)

    assert said == (
        f"It has not fallen to its target: {BEFORE} -> 5 of 60, 8.33 %, target 2 %.",
        "It is owed again by 2026-12-01.",
    )
    assert (found.state, found.due, found.began_at) == ("open", date(2026, 12, 1), NOW)


def test_of_too_few_nothing_is_said_and_the_span_goes_on() -> None:
    found, said = checked((0, 12), due=LATER)

    assert said == (
        f"Of fewer than 30 no rate is said: {BEFORE} -> 0 of 12, target 2 %.",
        "It is owed again by 2026-12-01.",
    )
    assert (found.state, found.began_at) == ("open", improvement().opened_at)


@pytest.mark.parametrize(
    ("share", "values", "sentence"),
    [
        pytest.param(
            (5, 60),
            {},
            f"It has not fallen to its target: {BEFORE} -> 5 of 60, 8.33 %, target 2 %. Give a"
            " later day to check it again.",
            id="not fallen",
        ),
        pytest.param(
            (0, 12),
            {},
            f"Of fewer than 30 no rate is said: {BEFORE} -> 0 of 12, target 2 %. Give a later day"
            " to check it again.",
            id="too few",
        ),
        pytest.param(
            (5, 60),
            {"due": "2026-11-22"},
            "2026-11-22 cannot be; give a day from 2026-11-23 to 2036-11-19.",
            id="today",
        ),
    ],
)
def test_what_is_not_settled_asks_for_a_later_day(
    share: tuple[int, int], values: dict[str, str], sentence: str
) -> None:
    found = sentences(CheckImprovement, improvement(), values, reviewing(share=share))
    assert found == [("due", sentence)]


def test_what_did_not_help_is_not_counted_against_what_is_tried_next() -> None:
    again = improvement(
        scope="sku:RICE-10",
        checks=(
            check(5, 60, reached=False, days_ago=3),
            check(0, 9, reached=None, days_ago=1),
        ),
    )
    context = reviewing(share=(0, 60))
    do(CheckImprovement, again, context)

    assert isinstance(context.lookup, ReviewLookup)
    assert set(context.lookup.asked) == {("quality_rate", "sku:RICE-10", NOW - 3 * DAY)}


def test_its_review_is_told_what_it_came_to() -> None:
    given = reviewing(review(), share=(1, 60))
    assert do(CheckImprovement, improvement(), given).also == (review(),)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(improvement(), None, id="before its day"),
        pytest.param(improvement(checks=(check(5, 60, reached=False),)), None, id="opened again"),
        pytest.param(
            improvement(checks=(check(1, 60, reached=True),)),
            f"Improvement I-20261115-1 is done since 2026-11-21: {BEFORE} -> 1 of 60, 1.67 %,"
            " target 2 %. Should the rate rise again, make a new one.",
            id="done",
        ),
        pytest.param(
            improvement(dropped=dropped()),
            "Improvement I-20261115-1 was dropped on 2026-11-22 by 小李 (li): 供应商停产",
            id="dropped",
        ),
    ],
)
def test_one_that_is_open_may_be_checked_at_any_time(
    given: Improvement, sentence: str | None
) -> None:
    assert CheckImprovement.why_not(given, reviewing()) == sentence


def test_a_form_shows_the_rate_and_starts_from_as_long_again() -> None:
    given = reviewing(share=(5, 60))

    assert CheckImprovement.suggest(improvement(), given) == {"due": "2026-11-30"}
    assert CheckImprovement.background(improvement(), given) == (
        f"It has not fallen to its target: {BEFORE} -> 5 of 60, 8.33 %, target 2 %.",
    )
    assert CheckImprovement.suggest(improvement(), reviewing(share=(1, 60))) == {}


def test_a_mean_time_is_judged_in_hours() -> None:
    given = improvement(rate="hours_to_answer", before=counted(40 * 3600, 40))
    found, said = checked((45 * 1800, 45), given)

    before = "hours to answer (售后平均审核时长) 1.00 h of 40 cases"
    assert said == (f"It helped: {before} -> 0.50 h of 45 cases, target 2 h.",)
    assert found.state == "done"
