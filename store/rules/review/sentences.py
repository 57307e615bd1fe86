"""What is said of a review and its improvements: where they stand, and what they came to."""

from collections.abc import Iterable

from store.models.improvement import Improvement, Measured
from store.models.review import Review
from store.rules.review.values import target_text, value_text
from store.words import _, listed
from store.words.labels import label
from store.words.times import day_text


def review_closed(review: Review) -> str | None:
    """When it was closed, with what was learnt; None while it is open."""
    if review.lesson is None:
        return None
    return _("Review {number} was closed on {day} by {who}: {lesson}").format(
        number=review.number,
        day=day_text(review.lesson.at),
        who=review.lesson.by,
        lesson=review.lesson.text,
    )


def still_unchecked(review: Review, improvements: Iterable[Improvement]) -> str | None:
    """Which of its improvements are open; None where none is.

    A lesson of which nobody has seen whether it is right is a guess.
    """
    left = [one.number for one in improvements if one.open]
    if not left:
        return None
    said = _(
        "Nobody knows yet whether the improvements of review {number} helped: {improvements};"
        " check them (check-improvement) or drop them with a reason (drop-improvement)."
    )
    return said.format(number=review.number, improvements=listed(left))


def improvement_over(improvement: Improvement) -> str | None:
    """How it ended; None while it is open."""
    number = improvement.number
    if improvement.dropped:
        said = _("Improvement {number} was dropped on {day} by {who}: {reason}")
        gone = improvement.dropped
        day = day_text(gone.at)
        return said.format(number=number, day=day, who=gone.by, reason=gone.reason)
    if improvement.open or improvement.after is None:
        return None
    said = _(
        "Improvement {number} is done since {day}: {change}. Should the rate rise again, make a"
        " new one (add-improvement)."
    )
    day = day_text(improvement.checks[-1].at)
    return said.format(number=number, day=day, change=change_text(improvement, improvement.after))


def change_text(improvement: Improvement, after: Measured) -> str:
    """`quality 4 of 50, 8.00 % -> 1 of 60, 1.67 %, target 2 %`."""
    rate = improvement.rate
    return _("{rate} {before} -> {after}, target {target}").format(
        rate=label(rate),
        before=value_text(improvement.before, rate),
        after=value_text(after, rate),
        target=target_text(improvement.target, rate),
    )
