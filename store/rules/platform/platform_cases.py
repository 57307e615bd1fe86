"""What the platform says about an after-sales case, met with the cases of the order.

A case is known by its number; one that was opened at the desk before the platform's number was
known is the same case when order, kind and day agree (docs/imports.md, rule 3). What was done about
it here (returns, rejections, the agreed amount, the history of reasons) is the desk's and stays.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from store.models.after_sales_case import AfterSalesCase, BuyerReason, CaseState, WaitingCase
from store.models.axes import Source
from store.models.facts import ParcelFacts
from store.models.order import Line, Order
from store.models.owners import Owner, owned
from store.models.platform_task import PlatformTask
from store.rules.action.catalogue import told_by
from store.rules.action.context import Context
from store.rules.cases.case_machine import goods_due
from store.rules.order.ledger import spent
from store.rules.platform.answers import without_answers_against
from store.rules.platform.discrepancies import Contradiction, opened
from store.rules.platform.platform_goods import Gone, merge_parcel
from store.rules.platform.platform_intercepts import merge_intercept
from store.rules.platform.platform_money import merge_case_refund
from store.words.times import SHOP_TIME

STATE_COLUMNS = ("售后状态", "仲裁状态")
"""The platform's columns that say how far a case is; the others are notes beside it."""
TIMEOUT_COLUMN = "超时时间"
NIGHT = timedelta(hours=6)
"""The desk's own measure; no platform says how late a case may be entered a second time."""
UNANSWERED = (CaseState.SELLER_TO_ANSWER, CaseState.OPEN)


def merge_case(order: Order, given: WaitingCase, context: Context) -> Order:
    """The order with a case that an after-sales export shows."""
    line = _line_of(order, given)
    fresh = given.case.model_copy(update={"line": line.line if line else None})
    known = known_case(order, fresh)
    if known:
        order = _renamed(order, known, fresh.id)
        newest = newest_case(known, fresh, acted=_acted(order, known))
        merged = _with_deadline(_with_turn(newest, known, context), known, fresh)
        if known.state is not merged.state:
            order = without_answers_against(order, merged, context)
        order = _tasks_done(order, known, fresh, context)
    else:
        merged = _with_turn(fresh, None, context)
    order = _due_by(order.with_case(merged), merged, known)
    if known and known.closed_by is Source.DESK and merged.open:
        order = opened(order, Contradiction("case_open", about=merged.id), context)
    lines = (line,) if line else order.lines
    if given.tracking_no:
        order = merge_parcel(
            order,
            ParcelFacts(tracking_no=given.tracking_no),
            Gone(lines if given.shipped else ()),
            context,
            newer=bool(given.shipped),
        )
    order = merge_intercept(order, given.tracking_no, given.intercept, context)
    return merge_case_refund(order, merged, lines, context)


def _line_of(order: Order, given: WaitingCase) -> Line | None:
    if not given.line_no:
        return None
    return next((one for one in order.lines if one.line_no == given.line_no), None)


def known_case(order: Order, fresh: AfterSalesCase) -> AfterSalesCase | None:
    """The case of the order that the platform means: by its number, else by kind and day.

    Of several that the desk opened on that day, the one with the same money is meant, else an open
    one before a closed one.
    """
    numbered = order.case_named(fresh.id)
    if numbered:
        return numbered
    fitting = [one for one in order.cases if _may_be(one, fresh)]
    fitting.sort(key=lambda one: (one.requested_fen != fresh.requested_fen, not one.open))
    return fitting[0] if fitting else None


def _may_be(ours: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    about = {part.line for part in ours.lines}
    return (
        not ours.platform_no
        and ours.kind is fresh.kind
        and _one_day(ours.applied_at, fresh.applied_at)
        and (fresh.line is None or not about or fresh.line in about)
    )


def _one_day(ours: datetime | None, theirs: datetime | None) -> bool:
    """The same day in the shop's time, or one night: midnight parts no case from itself."""
    if ours is None or theirs is None:
        return ours is theirs
    days = {one.astimezone(SHOP_TIME).date() for one in (ours, theirs)}
    return len(days) == 1 or abs(ours - theirs) < NIGHT


def _renamed(order: Order, case: AfterSalesCase, number: str) -> Order:
    """The order in which everything that belongs to the case names it by the platform's number."""
    if case.id == number:
        return order
    update: dict[str, object] = {
        name: tuple(
            one.model_copy(update={"case": number}) if one.case == case.id else one
            for one in getattr(order, name)
        )
        for name in ("parcels", "refunds", "offers", "causes", "evidence", "tasks", "losses")
    }
    update["cases"] = tuple(
        one.model_copy(update={"id": number}) if one is case else one for one in order.cases
    )
    return order.model_copy(update=update)


def _acted(order: Order, case: AfterSalesCase) -> bool:
    """Have goods come back for the case, or has money gone, since somebody answered it?"""
    came = any(one.received_at for one in case.returns)
    return came or any(one.case == case.id for one in spent(order))


def newest_case(
    known: AfterSalesCase, fresh: AfterSalesCase, *, acted: bool = False
) -> AfterSalesCase:
    """The newer knowledge of a case, with what only the older one says.

    The buyer's reasons only grow; the first one stays first. A case for which goods came back or
    money went (`acted`) was answered: undated words that ask for the answer are of before.
    """
    stale = acted and _undated(fresh) and fresh.open and fresh.state in UNANSWERED
    newer = _is_newer(known, fresh) and not (stale and known.state not in UNANSWERED)
    base, other = (fresh, known) if newer else (known, fresh)
    update = {
        name: getattr(base, name) or getattr(other, name)
        for name in owned(type(known), Owner.PLATFORM)
    }
    update |= {name: getattr(known, name) for name in owned(type(known), Owner.DESK)}
    if _words(known) and _words(fresh) and base is known and not _older(fresh, known):
        update["platform_status"] = fresh.platform_status
    update |= {"id": fresh.id, "source": fresh.source, "numbered": False}
    update["goods_due"] = goods_due(known) or goods_due(fresh)
    return base.model_copy(update=update | {"reasons": _reasons(known.reasons, fresh.reasons)})


def _is_newer(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does the platform's state stand in place of what is known?

    By the time of the knowledge. A closed case is not opened again by knowledge of the same age,
    unless it was closed here and the platform's words are others since, or its first: it is open
    there.
    Pinduoduo's export gives no time but that of the application, which says nothing about the age
    of its words: they are newer than a move made here only where they differ from the last ones
    that came in.
    """
    if fresh.as_of is None or known.as_of is None or fresh.as_of > known.as_of:
        return True
    reopens = not known.open and fresh.open
    if fresh.as_of == known.as_of and not reopens:
        return True
    if reopens and known.closed_by is not Source.DESK:
        return False
    return _undated(fresh) and _says_something_new(known, fresh)


def _undated(case: AfterSalesCase) -> bool:
    return case.as_of == case.applied_at


def _says_something_new(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    if known.platform_status:
        return _words(known) != _words(fresh) or _asked_anew(known, fresh)
    # The first word about a case of the desk's: further than a case that nobody has decided, and
    # nothing that was known when one was closed here.
    undecided = known.state is CaseState.SELLER_TO_ANSWER and not known.rejections
    return undecided or not known.open or not fresh.open


def _asked_anew(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Did the buyer change what they ask for after our no? Then it is ours to answer again."""
    said_no = known.state is CaseState.BUYER_TO_ANSWER
    return said_no and fresh.state in UNANSWERED and fresh.requested_fen != known.requested_fen


def _words(case: AfterSalesCase) -> tuple[str, ...]:
    return tuple(word for column, word in case.platform_status if column in STATE_COLUMNS)


def _older(one: AfterSalesCase, other: AfterSalesCase) -> bool:
    return bool(one.as_of and other.as_of and one.as_of < other.as_of and not _undated(one))


def _with_turn(
    case: AfterSalesCase, known: AfterSalesCase | None, context: Context
) -> AfterSalesCase:
    """The case with the instant since which it is whose turn it is, and the deadline of that turn.

    Without any time in the file, the turn is at least as old as the import that first showed it.
    """
    if known and (known.state, known.waits_for) == (case.state, case.waits_for):
        same_turn = {
            "since": known.since or case.since,
            "platform_deadline": case.platform_deadline or known.platform_deadline,
        }
        return case.model_copy(update=same_turn)
    if case.since or not case.open:
        return case
    since = context.now if _undated(case) else case.as_of
    return case.model_copy(update={"since": since})


def _with_deadline(
    case: AfterSalesCase, known: AfterSalesCase, fresh: AfterSalesCase
) -> AfterSalesCase:
    """The case with the platform's own newer deadline, whatever was done here since.

    Newer is another than it named last: Pinduoduo's file has no time of its own. What it granted
    us is not taken back by an earlier one.
    """
    named = fresh.platform_deadline
    if named is None or not case.open or _older(fresh, known) or _timeout(fresh) == _timeout(known):
        return case
    granted = known.extensions[-1].granted_until if known.extensions else None
    if granted and granted == known.platform_deadline and named < granted:
        return case
    return case.model_copy(update={"platform_deadline": named})


def _due_by(order: Order, case: AfterSalesCase, known: AfterSalesCase | None) -> Order:
    """The order whose tasks for the case serve its new deadline, where they served one."""
    due = case.platform_deadline
    if known is None or due is None or due == known.platform_deadline:
        return order
    tasks = tuple(
        one.model_copy(update={"due_at": due})
        if one.open and one.case == case.id and one.due_at
        else one
        for one in order.tasks
    )
    return order.model_copy(update={"tasks": tasks})


def _timeout(case: AfterSalesCase) -> str:
    """超时时间 as it stands in the file; empty where no file has had it."""
    return dict(case.platform_status).get(TIMEOUT_COLUMN, "")


def _tasks_done(
    order: Order, known: AfterSalesCase, fresh: AfterSalesCase, context: Context
) -> Order:
    """What the platform was to be told about the case, and shows that it knows."""

    def done(task: PlatformTask) -> bool:
        told = told_by(task) if task.case == fresh.id else None
        return told is not None and _shows(known, fresh, told.shown_at)

    return order.with_tasks_done(done, context.now, "import")


def _shows(known: AfterSalesCase, fresh: AfterSalesCase, shown_at: tuple[CaseState, ...]) -> bool:
    """Does the platform show what the task asked for, or something that came after it?

    The words that were known before the task was made show nothing.
    """
    if not fresh.open or fresh.state in UNANSWERED or not shown_at:
        return False
    if known.platform_status and _words(known) != _words(fresh):
        return not _older(fresh, known)
    news = not known.platform_status or _is_newer(known, fresh)
    return news and fresh.state in shown_at


def _reasons(
    known: tuple[BuyerReason, ...], fresh: tuple[BuyerReason, ...]
) -> tuple[BuyerReason, ...]:
    """The reasons only grow. The first one that the platform shows stands where its time puts it:
    the buyer may have said it there before anybody wrote one down here.
    """
    new = tuple(_unknown(known, fresh))
    if any(one.source is Source.PLATFORM for one in known):
        return (*known, *new)
    first = known[0].at if known else None
    earlier = [one for one in new if first and one.at and one.at < first]
    return (*earlier, *known, *(one for one in new if one not in earlier))


def _unknown(
    known: tuple[BuyerReason, ...], fresh: tuple[BuyerReason, ...]
) -> Iterator[BuyerReason]:
    texts = {reason.text for reason in known}
    return (reason for reason in fresh if reason.text not in texts)
