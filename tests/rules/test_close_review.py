"""CloseReview: a review ends with what was learnt, once it is known whether the changes helped."""

import pytest

from store.models.improvement import Improvement
from store.models.review import Lesson, Review
from store.rules.review.actions.close_review import CloseReview
from tests.build import ACTOR, NOW, do
from tests.rules.reviews import MADE, check, dropped, improvement, lesson, review, reviewing

OPEN = (
    f"Nobody knows yet whether the improvements of review R-20261115-1 helped: {MADE}; check them"
    " (check-improvement) or drop them with a reason (drop-improvement)."
)


@pytest.mark.parametrize(
    ("given", "made", "sentence"),
    [
        pytest.param(review(), (), None, id="nothing is to be changed"),
        pytest.param(review(), (improvement(),), OPEN, id="not checked yet"),
        pytest.param(
            review(),
            (improvement(checks=(check(5, 60, reached=False),)),),
            OPEN,
            id="checked, and opened again",
        ),
        pytest.param(
            review(), (improvement(checks=(check(1, 60, reached=True),)),), None, id="it helped"
        ),
        pytest.param(review(), (improvement(dropped=dropped()),), None, id="given up"),
        pytest.param(review(), (improvement(review="R-20261101-1"),), None, id="another review's"),
        pytest.param(
            review(lesson=lesson()),
            (),
            "Review R-20261115-1 was closed on 2026-11-22 by 小李 (li): 换包材先寄十单试",
            id="closed already",
        ),
    ],
)
def test_a_review_is_closed_once_it_is_known_whether_the_changes_helped(
    given: Review, made: tuple[Improvement, ...], sentence: str | None
) -> None:
    assert CloseReview.why_not(given, reviewing(given, *made)) == sentence


def test_the_lesson_is_kept_with_who_wrote_it() -> None:
    (closed,) = do(CloseReview, review(), reviewing(), lesson="先试再换").documents

    assert isinstance(closed, Review)
    assert closed.lesson == Lesson(text="先试再换", at=NOW, by=str(ACTOR))
    assert closed.state == "closed"
