"""Newer (更新): which knowledge of a case stands, what a file says or what is known (rule 3)."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from store.models.after_sales_case import AfterSalesCase, BuyerReason, CaseOutcome, CaseState
from store.models.axes import Source
from store.models.owners import Owner, owned
from store.rules.cases.case_machine import goods_due

STATE_COLUMNS = ("售后状态", "仲裁状态")
"""The platform's columns that say how far a case is; the others are notes beside it."""
MINUTE = timedelta(minutes=1)
"""A file that Excel saved again knows no seconds."""
UNANSWERED = (CaseState.SELLER_TO_ANSWER, CaseState.OPEN)


def first_told(case: AfterSalesCase, at: datetime) -> AfterSalesCase:
    """The case with when a file first told of it, where none had before, and with what it was."""
    if case.known_at:
        return case
    return case.model_copy(update={"known_at": at, "goods_due": goods_due(case)})


def newest_case(
    known: AfterSalesCase, fresh: AfterSalesCase, over: Collection[CaseState] = ()
) -> AfterSalesCase:
    """The newer knowledge of a case, with what only the older one says.

    The buyer's reasons only grow; the first one stays first. Undated words that ask for a turn
    that was taken (`over`) are of before, unless the buyer applied anew since.
    """
    is_old = _asks_for_what_is_over(known, fresh, over) or is_of_before_the_appeal(known, fresh)
    newer = is_newer_case(known, fresh) and not is_old
    base, other = (fresh, known) if newer else (known, fresh)
    update = {
        name: getattr(base, name) or getattr(other, name)
        for name in owned(type(known), Owner.PLATFORM)
    }
    update |= {name: getattr(known, name) for name in owned(type(known), Owner.DESK)}
    if state_words(known) and state_words(fresh) and base is known and not is_older(fresh, known):
        update["platform_status"] = fresh.platform_status
    if not known.platform_status and fresh.applied_at:
        # When the buyer applied is the platform's to say, whoever wrote the case down first.
        update["applied_at"] = fresh.applied_at
    update |= {"id": fresh.id, "source": fresh.source, "numbered": False}
    update["goods_due"] = goods_due(known) or goods_due(fresh)
    return base.model_copy(update=update | {"reasons": _reasons(known.reasons, fresh.reasons)})


def is_newer_case(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
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
    return is_undated(fresh) and _says_something_new(known, fresh)


def is_of_before_the_appeal(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does the platform show a ruling carried out that was appealed against here?

    Its export has no word for an appeal: what it paid by the first ruling decides nothing.
    """
    last = known.interventions[-1] if known.interventions else None
    waits = (
        last is not None and last.appeal is not None and known.state is CaseState.PLATFORM_TO_RULE
    )
    return waits and fresh.outcome is CaseOutcome.REFUNDED


def _asks_for_what_is_over(
    known: AfterSalesCase, fresh: AfterSalesCase, over: Collection[CaseState]
) -> bool:
    applied_anew = bool(known.platform_status) and _applied_again(known, fresh)
    is_before = is_undated(fresh) and not applied_anew
    return is_before and fresh.state in over and known.state not in over


def is_undated(case: AfterSalesCase) -> bool:
    return case.as_of == case.applied_at


def _says_something_new(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    if known.platform_status:
        return state_words(known) != state_words(fresh) or _asked_anew(known, fresh)
    # The first word about a case of the desk's: further than a case that nobody has decided, and
    # nothing that was known when one was closed here.
    undecided = known.state is CaseState.SELLER_TO_ANSWER and not known.rejections
    return undecided or not known.open or not fresh.open


def _asked_anew(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Did the buyer change what they ask for after our no, or apply anew after that or after the
    case was closed? Then it is ours to answer again.
    """
    if fresh.state not in UNANSWERED:
        return False
    said_no = known.state is CaseState.BUYER_TO_ANSWER
    changed = said_no and fresh.requested_fen != known.requested_fen
    return changed or ((said_no or not known.open) and _applied_again(known, fresh))


def _applied_again(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is the application of another minute than the one that was known, and later?"""
    if known.applied_at is None or fresh.applied_at is None:
        return False
    return fresh.applied_at - known.applied_at >= MINUTE


def state_words(case: AfterSalesCase) -> tuple[str, ...]:
    return tuple(word for column, word in case.platform_status if column in STATE_COLUMNS)


def is_older(one: AfterSalesCase, other: AfterSalesCase) -> bool:
    return bool(one.as_of and other.as_of and one.as_of < other.as_of and not is_undated(one))


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
