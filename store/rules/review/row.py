"""The rows of reviews and of improvements (复盘行): in their lists, and what is owed."""

from datetime import datetime

from store import kinds
from store.models.improvement import Improvement
from store.models.review import Review
from store.models.review_row import ImprovementRow, ReviewRow
from store.models.row import FORM, Row, seconds
from store.rules.obligations.improvement import due_end, owed_for_improvement
from store.rules.obligations.row import OwedOf, obligation_rows
from store.rules.order.veil import veil_of
from store.rules.timing.policy import Policy
from store.words.phones import hide_phones

HUNDREDTHS = 100


def review_rows(review: Review, _policy: Policy) -> dict[str, tuple[Row, ...]]:
    """The row of a review among the reviews; nothing is owed but for its improvements."""
    lesson, hide = review.lesson, veil_of(review).within
    row = ReviewRow(
        key=review.key,
        title=hide(review.title),
        what=hide(review.what),
        whys=tuple(map(hide, review.whys)),
        cause=hide(review.cause),
        state=review.state,
        orders=tuple(one.order_no for one in review.orders),
        scope=hide(review.scope),
        opened_by=review.opened_by,
        opened_at=int(review.opened_at.timestamp()),
        closed_at=seconds(lesson.at if lesson else None),
        lesson=hide(lesson.text) if lesson else "",
        form=FORM,
    )
    return {kinds.REVIEWS: (row,)}


def improvement_rows(improvement: Improvement, _policy: Policy) -> dict[str, tuple[Row, ...]]:
    """The rows of an improvement by the list they stand in; no rule of a platform has a say."""
    claim, after = improvement.claim, improvement.after
    row = ImprovementRow(
        key=improvement.key,
        review=improvement.review,
        what=hide_phones(improvement.what),
        owner=str(claim.owner) if claim else "",
        login=claim.owner.user if claim else "",
        rate=improvement.rate,
        target=int(improvement.target * HUNDREDTHS),
        scope=hide_phones(improvement.scope),
        state=improvement.state,
        due_at=seconds(_due(improvement)),
        before_many=improvement.before.many,
        before_of=improvement.before.of,
        after_many=after.many if after else None,
        after_of=after.of if after else None,
        least=(after or improvement.before).least,
        checks=len(improvement.checks),
        opened_at=int(improvement.opened_at.timestamp()),
        form=FORM,
    )
    of = OwedOf(
        kind=kinds.IMPROVEMENTS,
        key=row.key,
        called=row.key,
        goods=row.what,
        claim=claim,
        snoozes=improvement.snoozes,
    )
    owed = owed_for_improvement(improvement)
    return {kinds.IMPROVEMENTS: (row,), "obligations": tuple(obligation_rows(of, owed))}


def _due(improvement: Improvement) -> datetime | None:
    return due_end(improvement) if improvement.open else None
