"""Last words (平台原话): what the platform's rows said of a case, in its own words.

Pinduoduo's file does not say when it was made: what it named before something else tells one of
before from a newer one.
"""

from collections.abc import Iterable
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.shown import Shown
from store.rules.cases.returning import RETURN_COLUMN, SIGNED_FOR
from store.rules.platform.platform_intercepts import INTERCEPT_COLUMNS, INTERCEPT_WORDS

TIMEOUT_COLUMNS = ("超时时间", "自动处理截止时间")
"""The column of each platform that names its own deadline."""
STATE_COLUMNS = ("售后状态", "仲裁状态")
"""The platform's columns that say how far a case is; the others are notes beside it."""
LAST_WORDS = {
    RETURN_COLUMN: SIGNED_FOR,
    **dict.fromkeys(INTERCEPT_COLUMNS, frozenset(INTERCEPT_WORDS)),
}
"""Beside the state: ways of goods, and the words with which such a way ends."""


def state_words(case: AfterSalesCase) -> tuple[str, ...]:
    return tuple(word for column, word in case.platform_status if column in STATE_COLUMNS)


def timeout_word(case: AfterSalesCase) -> str:
    """The platform's deadline as it stands in the file; empty where no file has had it."""
    words = dict(case.platform_status)
    return next((words[name] for name in TIMEOUT_COLUMNS if name in words), "")


def is_undated(case: AfterSalesCase) -> bool:
    """Does it come from a file that does not say when it was made?"""
    return case.as_of == row_at(case)


def row_at(case: AfterSalesCase) -> datetime | None:
    """The latest instant that the row names."""
    return case.latest_at or case.applied_at


def is_due_as_before(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Is it open, by a time that the platform named before another one?"""
    is_time = fresh.open and fresh.platform_deadline is not None
    return is_time and timeout_word(fresh) in known.deadlines_before


def ends_named(fresh: AfterSalesCase, before: Iterable[str] = ()) -> tuple[str, ...]:
    """The ends that rows have named: the words of each, and the latest instant of its row."""
    at = row_at(fresh)
    words = (*state_words(fresh), f"{at:%Y-%m-%d %H:%M}" if at else "")
    return tuple(sorted({*before} if fresh.open else {*before, " ".join(words)}))


def is_end_named(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does an undated row show the very end after which the case went on there?"""
    goes_on = known.open and not (known.ended_there or fresh.open)
    is_known = ends_named(fresh, known.ends_named) == known.ends_named
    return goes_on and is_undated(fresh) and is_known


def named_before(
    known: AfterSalesCase, fresh: AfterSalesCase, words: AfterSalesCase, base: AfterSalesCase
) -> dict[str, object]:
    """What the platform named beside its last `words` and what the newer knowledge (`base`) says it
    asks for: a file of then may come once more.
    """
    ends = bool(state_words(known)) and not (known.ended_there or words.open)
    dues = (known.latest_deadline, known.platform_deadline, fresh.platform_deadline)
    amounts = {*known.amounts_before, known.platform_fen, fresh.platform_fen}
    deadlines = {*known.deadlines_before, timeout_word(known), timeout_word(fresh)}
    return {
        "open_words": state_words(known) if ends else known.open_words,
        "ends_named": ends_named(fresh, known.ends_named),
        "latest_deadline": max(filter(None, dues), default=None),
        "amounts_before": tuple(sorted(amounts - {0, base.platform_fen})),
        "deadlines_before": tuple(sorted(deadlines - {"", timeout_word(words)})),
    }


def with_ends(known: AfterSalesCase, words: AfterSalesCase) -> tuple[tuple[str, str], ...]:
    """The platform's words, without a step back on a way that has ended (`LAST_WORDS`).

    The buyer may send another parcel; of that the way begins anew.
    """
    before, said = dict(known.platform_status), dict(words.platform_status)
    if words.return_tracking_no in ("", known.return_tracking_no):
        said |= {
            column: before[column]
            for column, ends in LAST_WORDS.items()
            if before.get(column) in ends and said.get(column) not in ends
        }
    return tuple(said.items())


def end_shown(fresh: AfterSalesCase) -> Shown | None:
    """The word of the row that the case has ended; none where it shows it open."""
    if fresh.open:
        return None
    made_at = None if is_undated(fresh) else fresh.as_of
    return Shown(exported_at=made_at, made_after=fresh.made_after, imported=fresh.imported)
