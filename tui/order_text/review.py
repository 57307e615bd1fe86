"""A review, and an improvement, as sections of text."""

from collections.abc import Iterator

from store.models.improvement import Improvement
from store.models.people import name_alone
from store.models.review import Review
from store.reading.review_view import ReviewView
from store.reading.reviewed import text_of
from store.words import _, listed, noted
from store.words.labels import label
from store.words.times import day_text, minute_text
from tui.order_text.history import history
from tui.order_text.owed import duties
from tui.printing import plain


def review_lines(view: ReviewView[Review]) -> Iterator[str]:
    """The whole review as plain lines."""
    review = view.document
    yield "   ".join((review.number, label(review.state), review.title))
    lines = (line for one in view.improvements for line in _numbered(one))
    yield from _sections((_("What happened"), told(review)), (_("Improvements"), lines), view=view)


def _numbered(improvement: Improvement) -> Iterator[str]:
    first, *more = improvement_said(improvement)
    yield f"{improvement.number}: {first}"
    yield from more


def improvement_lines(view: ReviewView[Improvement]) -> Iterator[str]:
    """The whole improvement as plain lines."""
    improvement = view.document
    yield "   ".join((improvement.number, label(improvement.state), improvement.what))
    yield from _sections((_("Improvement"), improvement_said(improvement)), view=view)


def _sections(
    *parts: tuple[str, Iterator[str]], view: ReviewView[Review] | ReviewView[Improvement]
) -> Iterator[str]:
    also = ((_("What is owed"), duties(view)), (_("History"), history(view)))
    for title, lines in (*parts, *also):
        yield ""
        yield title
        yield from (f"  {line}" for line in tuple(lines) or (_("none"),))


def told(review: Review) -> Iterator[str]:
    """What happened, why, with which orders, and what was learnt."""
    yield from review.what.splitlines()
    for number, why in enumerate(review.whys, start=1):
        yield _("why {number}: {why}").format(number=number, why=why)
    if review.cause:
        yield _("cause: {cause}").format(cause=label(review.cause))
    if review.orders:
        numbers = listed(one.order_no for one in review.orders)
        yield _("orders: {orders}").format(orders=numbers)
    if review.scope:
        yield _("further orders: {scope}").format(scope=review.scope)
    if review.lesson:
        said = _("closed on {day} by {who}: {lesson}")
        lesson = review.lesson
        yield said.format(day=day_text(lesson.at), who=name_alone(lesson.by), lesson=lesson.text)


def improvement_said(improvement: Improvement) -> Iterator[str]:
    """What is changed, by whom and by when; the rate before, and at every look since."""
    owner = name_alone(improvement.claim.owner) if improvement.claim else "-"
    said = _("{what}, {state}, {owner}, to be checked by {day}")
    yield said.format(
        what=improvement.what,
        state=label(improvement.state),
        owner=owner,
        day=improvement.due.isoformat(),
    )
    counted = text_of(improvement)
    rate, scope = label(improvement.rate), improvement.scope or _("all orders")
    said = _("{rate}, {scope}: until then {before}, target {target}").format(
        rate=rate, scope=scope, before=counted.before, target=counted.target
    )
    yield f"  {said}"
    for check, after in zip(improvement.checks, counted.checks, strict=True):
        yield f"  {minute_text(check.at)}  {noted(after, name_alone(check.by))}"
    if improvement.dropped:
        gone = improvement.dropped
        said = _("dropped on {day} by {who}: {reason}")
        told_end = said.format(day=day_text(gone.at), who=name_alone(gone.by), reason=gone.reason)
        yield f"  {told_end}"


def review_json(view: ReviewView[Review]) -> dict[str, object]:
    """The review at top level, with its improvements, what is owed for them, and its events."""
    improvements = [_plain(one) for one in view.improvements]
    return {
        **plain(view.document),
        "state": view.document.state,
        "improvements": improvements,
        **_around(view),
    }


def improvement_json(view: ReviewView[Improvement]) -> dict[str, object]:
    """The improvement at top level, with what is owed for it and its events."""
    return {**_plain(view.document), **_around(view)}


def _plain(improvement: Improvement) -> dict[str, object]:
    target = float(improvement.target)
    return {**plain(improvement), "target": target, "state": improvement.state}


def _around(view: ReviewView[Review] | ReviewView[Improvement]) -> dict[str, object]:
    owed = [{"kind": one.kind, "due_at": one.due_at, "at_zero": one.at_zero} for one in view.owed]
    return {"owed": owed, "events": [plain(event) for event in view.events]}
