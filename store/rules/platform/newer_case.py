"""Newer (更新): which knowledge of a case stands, what a file says or what is known (rule 3)."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from store.models.after_sales_case import AfterSalesCase, BuyerReason, CaseOutcome, CaseState
from store.models.axes import Source
from store.models.owners import Owner, owned
from store.rules.cases.case_machine import AGREED_TO, CONFIRM, SEND, goods_due
from store.rules.platform.answers import GIVEN
from store.rules.platform.case_progress import goes_back
from store.rules.platform.imported_before import is_case_imported_before
from store.rules.platform.last_words import (
    ends_named,
    is_end_of_before,
    is_undated,
    named_before,
    row_at,
    state_words,
    timeout_word,
    with_ends,
)

MINUTE = timedelta(minutes=1)
"""A file that Excel saved again knows no seconds."""
UNANSWERED = (CaseState.SELLER_TO_ANSWER, CaseState.OPEN)
ANSWERED_HERE = (CaseState.BUYER_TO_ANSWER, *AGREED_TO)


def first_told(case: AfterSalesCase, at: datetime) -> AfterSalesCase:
    """The case with when a file first told of it, where none had before, and with what it was."""
    if case.known_at:
        return case
    told = {
        "known_at": at,
        "goods_due": goods_due(case),
        "ended_there": not case.open,
        "ends_named": ends_named(case),
        "latest_deadline": case.platform_deadline,
    }
    return case.model_copy(update=told)


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
    words = _last_words(known, fresh, newer=newer)
    if state_words(known) and state_words(fresh):
        update["platform_status"] = with_ends(known, words)
    update["ended_there"] = known.ended_there if words is known else not fresh.open
    if not known.platform_status and fresh.applied_at:
        # When the buyer applied is the platform's to say, whoever wrote the case down first.
        update["applied_at"] = fresh.applied_at
    update |= named_before(known, fresh, words, base)
    update |= {"id": fresh.id, "source": fresh.source, "numbered": False}
    update["interventions"] = known.interventions
    if not base.open:
        # By a later one than it had the platform goes on with it.
        update["platform_deadline"] = base.platform_deadline or known.platform_deadline
    if is_to_answer_again(known, base):
        update |= {"agreed_fen": None, "agreed_at": fresh.agreed_at}
    update["goods_due"] = goods_due(known) or goods_due(fresh)
    update |= {"reasons": _reasons(known.reasons, fresh.reasons), "imported": known.imported}
    merged = base.model_copy(update=update)
    is_told = words is fresh and merged != known
    return merged.model_copy(update={"imported": fresh.imported}) if is_told else merged


def _last_words(known: AfterSalesCase, fresh: AfterSalesCase, *, newer: bool) -> AfterSalesCase:
    """Whose words are the platform's last ones: they may be so where its state is not."""
    if newer or not state_words(fresh):
        return fresh if newer else known
    return known if state_words(known) and is_older(fresh, known) else fresh


def is_newer_case(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does the platform's state stand in place of what is known?

    By the time of the knowledge. A closed case is not opened again by knowledge of the same age,
    unless it was closed here and the platform's words are others since, or its first: it is open
    there.
    The instants of an undated row say nothing about the age of its words: they are newer than a
    move made here only where they differ from the last ones that came in.
    """
    if is_end_of_before(known, fresh) or is_case_imported_before(fresh, known):
        return False
    if fresh.as_of is None or known.as_of is None or fresh.as_of > known.as_of:
        return True
    if fresh.as_of == known.as_of and (known.open or not fresh.open):
        return not goes_back(known, fresh)
    if is_older(fresh, known):
        return False
    return is_undated(fresh) and _says_something_new(known, fresh)


def is_of_before_the_appeal(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does the platform show a ruling carried out that was appealed against here?

    Its export has no word for an appeal: what was paid, or arrived, by the first ruling decides
    nothing.
    """
    return is_appealed(known) and fresh.outcome in GIVEN


def _asks_for_what_is_over(
    known: AfterSalesCase, fresh: AfterSalesCase, over: Collection[CaseState]
) -> bool:
    applied_anew = bool(known.platform_status) and _applied_again(known, fresh)
    is_before = is_undated(fresh) and not applied_anew
    return is_before and fresh.state in over and known.state not in over


def _says_something_new(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    if known.platform_status:
        others = state_words(known) != state_words(fresh)
        goes_on = not known.open and fresh.open and _has_more_time(known, fresh)
        return others or goes_on or _asked_anew(known, fresh) or _has_arrived(known, fresh)
    # The first word about a case of the desk's: further than a case that nobody has decided, and
    # nothing that was known when one was closed here.
    undecided = known.state is CaseState.SELLER_TO_ANSWER and not known.rejections
    return undecided or not known.open or not fresh.open


def names_another_deadline(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does the platform name another deadline than it named last, so that the file is newer than
    whatever was done here since? Pinduoduo's file has no time of its own.
    """
    named = timeout_word(fresh)
    return named not in ("", timeout_word(known)) and not is_older(fresh, known)


def _has_more_time(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does it name another deadline that was still to come by what is known? A file is older than
    the deadlines that it names.
    """
    named = fresh.platform_deadline
    is_over = named is not None and known.as_of is not None and named <= known.as_of
    return names_another_deadline(known, fresh) and not is_over


def _asked_anew(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Did the buyer change what they ask for (amount or kind) after our answer, or apply anew after
    our no or after the case was closed? Then it is ours to answer again.
    """
    if fresh.state not in UNANSWERED:
        return False
    said_no = known.state is CaseState.BUYER_TO_ANSWER
    is_changed = known.state in ANSWERED_HERE and asks_otherwise(known, fresh)
    return is_changed or ((said_no or not known.open) and _applied_again(known, fresh))


def is_to_answer_again(known: AfterSalesCase, case: AfterSalesCase) -> bool:
    """Is it asked anew, so that what was answered or agreed to before is to nothing any more?"""
    asked, asks = (known.requested_fen, known.kind), (case.requested_fen, case.kind)
    is_else = asked != asks or _applied_again(known, case)
    if not known.open or known.state in AGREED_TO:
        return is_else and (case.state is CaseState.SELLER_TO_ANSWER or case.open > known.open)
    return known.state in ANSWERED_HERE and case.state is CaseState.SELLER_TO_ANSWER


def _has_arrived(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Has the buyer confirmed the goods there that a ruling asks for once more here, on appeal?

    Nobody confirms them twice, so that no other words will come.
    """
    return known.state in (SEND, CONFIRM) and fresh.outcome is CaseOutcome.FULFILLED


def asks_otherwise(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does it ask for something else, amount or kind, than was known, and than the platform's last
    row did?
    """
    return _of_another_amount(known, fresh) or _of_another_kind(known, fresh)


def _of_another_amount(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it another amount than was known, and than the platform's last one?"""
    return fresh.requested_fen not in (known.requested_fen, known.platform_fen)


def asks_as_before(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does an undated row ask, in the very words known last, for what the platform named before its
    last amount? It is taken as of before, though the buyer may have gone back to that, unless it
    names a deadline that is new.
    """
    is_back = fresh.requested_fen in known.amounts_before
    is_same = fresh.requested_fen in (known.requested_fen, known.platform_fen)
    deadlines = ("", timeout_word(known), *known.deadlines_before)
    is_new = _applied_again(known, fresh) or timeout_word(fresh) not in deadlines
    same_words = state_words(known) == state_words(fresh)
    return is_undated(fresh) and same_words and is_back and not (is_same or is_new)


def is_asked_anew_undated(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is a case that was answered or closed here ours again by nothing but what an undated row asks
    for, or names as its deadline?
    """
    is_news = is_undated(fresh) and is_newer_case(known, fresh)
    is_sure = not known.platform_status or state_words(known) != state_words(fresh)
    is_sure = is_sure or _applied_again(known, fresh)
    is_over = not known.open or (known.state in ANSWERED_HERE and fresh.state in UNANSWERED)
    return is_news and is_over and fresh.open and not is_sure


def _of_another_kind(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it another kind than was known, in other words than the platform's last ones?

    A kind that was changed here is not changed back by what the platform said before.
    """
    return fresh.kind is not known.kind and known.platform_kind not in ("", fresh.platform_kind)


def _applied_again(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is the application of another minute than the one that was known, and later?"""
    if known.applied_at is None or fresh.applied_at is None:
        return False
    return fresh.applied_at - known.applied_at >= MINUTE


def is_older(one: AfterSalesCase, other: AfterSalesCase) -> bool:
    """Is `one` surely from before `other`?

    By the time of its file. Of an undated one by the latest instant of its row, to the minute,
    beside that of the row known last; by a deadline, or an amount, that another one has replaced;
    and it is open, where the case has ended on the platform, also where an appeal goes on here, for
    which no file has a word, unless it goes on there.
    """
    if is_end_of_before(other, one) or is_case_imported_before(one, other):
        return True
    if one.as_of is None or other.as_of is None or one.as_of > other.as_of:
        return False
    if is_undated(one) and _goes_on_there(other, one):
        return False
    if one.open and other.ended_there and not _applied_again(other, one):
        return True
    if not is_undated(one):
        return one.as_of < other.as_of
    is_due_as_before = _is_due_as_before(other, one) and not _applied_again(other, one)
    if is_due_as_before or asks_as_before(other, one) or goes_back(other, one):
        return True
    mine, last = row_at(one), row_at(other)
    return bool(other.platform_status and mine and last and last - mine >= MINUTE)


def _is_due_as_before(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it open, by a time that the platform named before another one?"""
    is_time = fresh.open and fresh.platform_deadline is not None
    return is_time and timeout_word(fresh) in known.deadlines_before


def _goes_on_there(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it again where it was before it ended there, with a later deadline than any before that,
    and after the end? Any other turn may have been between, and had a time of its own.
    """
    named, last, ended_at = fresh.platform_deadline, known.latest_deadline, known.closed_at
    if not (fresh.open and known.ended_there and named and last) or is_appealed(known):
        return False
    is_as_before = state_words(fresh) == known.open_words
    return is_as_before and named > last and (ended_at is None or named > ended_at)


def is_appealed(case: AfterSalesCase) -> bool:
    """Does an appeal go on here?"""
    last = case.last_intervention
    return bool(last and last.appeal) and case.state is CaseState.PLATFORM_TO_RULE


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
