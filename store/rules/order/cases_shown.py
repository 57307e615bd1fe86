"""Cases shown (售后处理中): the order exports' words that a case is open, beside those known here.

A word is answered by an open case of its line, and by the end of one that was still open when the
file was made. A case that had ended by then is not what it shows. Where nobody can tell which of
both it was, as of a file that does not say when it was made, the word is in doubt: nothing ships,
and it is asked (`case_shown`).
"""

from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum

from store.models.after_sales_case import AfterSalesCase
from store.models.base import remembered
from store.models.discrepancy import Right
from store.models.first_import import came_by_then
from store.models.order import Order
from store.models.shown import Shown
from store.rules.order.ledger import lines_left
from store.words.times import to_the_minute


class End(IntEnum):
    """When a case ended, beside the file that shows one as open."""

    BEFORE = 0
    UNSURE = 1
    SINCE = 2


@remembered
def shows_a_case(order: Order) -> bool:
    """Does the platform show a case of any of its lines as open that is not here, or may not be?"""
    return any(
        end is End.BEFORE or right_of(order, word) != "us" for word, end in _unanswered(order)
    )


@remembered
def hides_a_case(order: Order) -> bool:
    """Does it surely show one that is not here, by the file or by who looked there?"""
    return any(
        end is End.BEFORE or right_of(order, word) == "platform" for word, end in _unanswered(order)
    )


def shown_in_doubt(order: Order) -> tuple[str, ...]:
    """When the words came of which nobody can tell by the files whether the case is one that is
    here: while goods wait for it, or where that was closed here alone.
    """
    words = {said_at(word) for word, end in _unanswered(order) if end is End.UNSURE}
    is_asked = lines_left(order) or not all(one.ended_there for one in cases_in_doubt(order))
    return tuple(sorted(words)) if is_asked else ()


def cases_in_doubt(order: Order) -> tuple[AfterSalesCase, ...]:
    """The cases that have ended, and that such words may be about all the same."""
    lines = lines_in_doubt(order)
    meant = {case.id: case for line in lines for case in cases_about(order, line)}
    return tuple(meant.values())


def lines_in_doubt(order: Order) -> tuple[int, ...]:
    """The lines of which such words are said, by their number here."""
    words = [word for word, end in _unanswered(order) if end is End.UNSURE]
    return tuple(one.line for one in order.lines if one.case_shown in words)


def right_of(order: Order, word: Shown) -> Right | None:
    """By whose word somebody settled what a word in doubt means, if anybody did."""
    asked = (one for one in order.discrepancies if one.kind == "case_shown" and not one.about)
    settled = (one for one in asked if one.is_settled)
    return next((one.right for one in settled if said_at(word) in one.at_issue), None)


def maybe_over(order: Order) -> tuple[str, ...]:
    """The numbers of the cases that are open here, and that a later file does not show."""
    return tuple(filter(None, order.contradicted("case_shown")))


def said_at(word: Shown) -> str:
    """When the word was said, or came here, as it stands at issue."""
    return word.latest.isoformat() if word.latest else ""


def _unanswered(order: Order) -> Iterator[tuple[Shown, End]]:
    for line in order.lines:
        word = line.case_shown
        if word and (end := answered_by(order, line.line, word)) is not End.SINCE:
            yield word, end


def answered_by(order: Order, line: int, word: Shown) -> End:
    """How far what is here answers the word about that line."""
    ends = (End.SINCE if case.open else end_beside(case, word) for case in cases_about(order, line))
    return max(ends, default=End.BEFORE)


def cases_about(order: Order, line: int) -> Iterator[AfterSalesCase]:
    """The cases that are, or may be, about the line."""
    return (case for case in order.cases if case.is_about(line))


def end_beside(case: AfterSalesCase, word: Shown) -> End:
    """When a case ended, beside the file of a word.

    Both lie between two times: its end is as the platform says, else after it was closed here, and
    before a file showed it. Where these overlap, the file that came later is the later one, as far
    as its end goes, unless nothing in it had happened as late as something in that of the word; an
    end that was known before the word came may have come since all the same.
    """
    since, until = _ended(case)
    if until and word.earliest and to_the_minute(until) < to_the_minute(word.earliest):
        return End.BEFORE
    if word.latest is None or (since and since > word.latest):
        return End.SINCE
    shown = case.end_shown
    if shown is None:
        return End.UNSURE
    if is_of_after(shown, word) or (shown.exported_at and word.exported_at):
        return End.SINCE
    is_no_later = came_by_then(shown.imported, word.imported)
    return End.UNSURE if is_no_later or _knows_less(shown, word) else End.SINCE


def is_of_after(shown: Shown, word: Shown) -> bool:
    """Was the file of an end made once the word was here? Another case would stand beside it."""
    return bool(shown.earliest and word.latest and word.latest < shown.earliest)


def _knows_less(shown: Shown, word: Shown) -> bool:
    """Does nothing in the file of an end show that it was made as late as that of the word?"""
    if word.earliest is None:
        return False
    known_at = shown.earliest
    return known_at is None or to_the_minute(known_at) < to_the_minute(word.earliest)


def _ended(case: AfterSalesCase) -> tuple[datetime | None, datetime | None]:
    """It ended no earlier and no later."""
    if case.closed_at and not case.closed_here:
        return case.closed_at, case.closed_at
    return case.closed_at, case.end_shown.latest if case.end_shown else None
