"""Case age (新旧): how what a row says of a case stands to what is known of it (rule 3).

Everything that asks which of both is newer asks here, of what is known first and of the row second.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome, CaseState
from store.rules.cases.case_machine import AGREED_TO, CONFIRM, SEND
from store.rules.platform.cases.case_progress import shows_less
from store.rules.platform.cases.last_words import (
    is_due_as_before,
    is_end_named,
    is_undated,
    row_at,
    state_words,
    timeout_word,
)
from store.rules.platform.imported_before import is_case_imported_before
from store.rules.platform.made_later import MINUTE, happened_since, is_made_later

UNANSWERED = (CaseState.SELLER_TO_ANSWER, CaseState.OPEN)
ANSWERED_HERE = (CaseState.BUYER_TO_ANSWER, *AGREED_TO)


class Age(StrEnum):
    """How old what a row says is, beside what is known."""

    BEFORE = "before"
    """Of before, by its file, its times, or what has replaced it."""
    BEHIND = "behind"
    """It shows less, or what has been replaced, and names no other time: mostly of before, but the
    case may have gone back there. What is known stays, and it is owed to look (`case_back`)."""
    OVER = "over"
    """It asks for a turn that was taken here."""
    KNOWN = "known"
    """It says nothing that is not known, or older than what was done here."""
    NEWER = "newer"
    """It stands in place of what is known."""


OF_BEFORE = (Age.BEFORE, Age.BEHIND)


class DoneHere(NamedTuple):
    """What was done here about a case, and a row may be of before."""

    over: tuple[CaseState, ...] = ()
    """Where the case does not stand any more."""
    told_at: datetime | None = None
    """Since when the platform knows our answer to it, or it is over there, as somebody says."""


NOTHING_DONE = DoneHere()


def age_of(known: AfterSalesCase, fresh: AfterSalesCase, done: DoneHere = NOTHING_DONE) -> Age:
    """How old a row is beside what is known, where this was done here.

    By the time of the knowledge. A closed case is not opened again by knowledge of the same age,
    unless it was closed here and the platform's words are others since, or its first: it is open
    there. The instants of an undated row say nothing about the age of its words: they are newer
    than a move made here only where they differ from the last ones that came in, or where their
    file was surely made once our answer was told, or the case was over there, as somebody says.
    """
    age = _age(known, fresh, done.told_at)
    is_over = age is Age.NEWER and _asks_for_what_is_over(known, fresh, done.over)
    return Age.OVER if is_over else age


def is_newer_case(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does the platform's state stand in place of what is known, whatever was done here?"""
    return age_of(known, fresh) is Age.NEWER


def is_of_before(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does what is known come after the row?"""
    return age_of(known, fresh) in OF_BEFORE


def may_have_gone_back(known: AfterSalesCase, fresh: AfterSalesCase, done: DoneHere) -> bool:
    """Does it not count, and may the case be there all the same? One that turned into another kind
    after its turn was taken here may, too.
    """
    age = age_of(known, fresh, done)
    may_be = age is Age.BEHIND or (age is Age.OVER and _of_another_kind(known, fresh))
    return may_be and known.open and fresh.open


def has_come_again(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does a new file show it where it was known to be before the last one, by the very deadline,
    and name no later time? That one was mostly of before, though nothing in it showed that.
    """
    if not (is_undated(known) and is_undated(fresh)) or row_at(fresh) != row_at(known):
        return False
    is_again = _is_due_as_before(known, fresh) and state_words(known) != state_words(fresh)
    return is_again and age_of(known, fresh) is Age.NEWER


def _age(known: AfterSalesCase, fresh: AfterSalesCase, told_at: datetime | None) -> Age:
    if is_end_of_before(known, fresh) or is_case_imported_before(known, fresh):
        return Age.BEFORE
    if fresh.as_of is None or known.as_of is None or fresh.as_of > known.as_of:
        return Age.NEWER
    is_later = is_made_later(known, fresh)
    if fresh.as_of == known.as_of and (known.open or not fresh.open):
        return Age.BEHIND if shows_less(known, fresh) and not is_later else Age.NEWER
    if not (is_later or (is_undated(fresh) and _goes_on_there(known, fresh))):
        if _is_before(known, fresh):
            return Age.BEFORE
        if _is_replaced(known, fresh):
            return Age.BEHIND
    # In the very words that we answered it asks for an answer once more; in those in which it was
    # closed here it is open there.
    is_asked_again = is_later and happened_since(fresh.made_after, told_at)
    is_news = is_undated(fresh) and (is_asked_again or _says_something_new(known, fresh))
    return Age.NEWER if is_news else Age.KNOWN


def is_end_of_before(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does an undated row show the very end after which the case went on there, and nothing in its
    file that happened since? It may have ended once more, but is not closed by that.
    """
    return is_end_named(known, fresh) and not is_made_later(known, fresh)


def _is_before(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it from before what is known?

    By the time of its file. Of an undated one by the latest instant of its row, to the minute,
    beside that of the row known last; by an amount that another one has replaced; by such a
    deadline, where nothing else was said since; and it is open, where the case has ended on the
    platform, also where an appeal goes on here, for which no file has a word.
    """
    if fresh.open and known.ended_there and not applied_again(known, fresh):
        return True
    if not is_undated(fresh):
        return bool(fresh.as_of and known.as_of and fresh.as_of < known.as_of)
    if asks_as_before(known, fresh):
        return True
    if _is_due_as_before(known, fresh) and not (
        known.open and state_words(known) != state_words(fresh)
    ):
        return True
    mine, last = row_at(fresh), row_at(known)
    return bool(known.platform_status and mine and last and last - mine >= MINUTE)


def _is_replaced(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it, since something was done here, in other words by a deadline that was replaced?"""
    return known.open and is_undated(fresh) and _is_due_as_before(known, fresh)


def _is_due_as_before(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    return is_due_as_before(known, fresh) and not applied_again(known, fresh)


def _asks_for_what_is_over(
    known: AfterSalesCase, fresh: AfterSalesCase, over: Collection[CaseState]
) -> bool:
    applied_anew = bool(known.platform_status) and applied_again(known, fresh)
    is_before = is_undated(fresh) and not applied_anew
    return is_before and fresh.state in over


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
    return _is_another_deadline(known, fresh) and not is_of_before(known, fresh)


def _is_another_deadline(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    return timeout_word(fresh) not in ("", timeout_word(known))


def _has_more_time(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does it name another deadline that was still to come by what is known? A file is older than
    the deadlines that it names.
    """
    named = fresh.platform_deadline
    is_over = named is not None and known.as_of is not None and named <= known.as_of
    return _is_another_deadline(known, fresh) and not is_over


def _asked_anew(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Did the buyer change what they ask for (amount or kind) after our answer, or apply anew after
    our no or after the case was closed? Then it is ours to answer again.
    """
    if fresh.state not in UNANSWERED:
        return False
    said_no = known.state is CaseState.BUYER_TO_ANSWER
    is_changed = known.state in ANSWERED_HERE and asks_otherwise(known, fresh)
    return is_changed or ((said_no or not known.open) and applied_again(known, fresh))


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


def _of_another_kind(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it another kind than was known, in other words than the platform's last ones?

    A kind that was changed here is not changed back by what the platform said before.
    """
    return fresh.kind is not known.kind and known.platform_kind not in ("", fresh.platform_kind)


def asks_as_before(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does an undated row ask, in the very words known last, for what the platform named before its
    last amount? It is taken as of before, though the buyer may have gone back to that, unless it
    names a deadline that is new.
    """
    is_back = fresh.requested_fen in known.amounts_before
    is_same = fresh.requested_fen in (known.requested_fen, known.platform_fen)
    deadlines = ("", timeout_word(known), *known.deadlines_before)
    is_new = applied_again(known, fresh) or timeout_word(fresh) not in deadlines
    same_words = state_words(known) == state_words(fresh)
    is_new = is_new or is_made_later(known, fresh)
    return is_undated(fresh) and same_words and is_back and not (is_same or is_new)


def is_asked_anew_undated(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is a case that was answered or closed here ours again by nothing but what an undated row asks
    for, or names as its deadline?
    """
    is_guess = is_undated(fresh) and not is_made_later(known, fresh)
    is_news = is_guess and is_newer_case(known, fresh)
    is_sure = not known.platform_status or state_words(known) != state_words(fresh)
    is_sure = is_sure or applied_again(known, fresh)
    is_over = not known.open or (known.state in ANSWERED_HERE and fresh.state in UNANSWERED)
    return is_news and is_over and fresh.open and not is_sure


def applied_again(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is the application of another minute than the one that was known, and later?"""
    if known.applied_at is None or fresh.applied_at is None:
        return False
    return fresh.applied_at - known.applied_at >= MINUTE


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
