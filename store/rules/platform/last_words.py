"""Last words (平台原话): what the platform's rows said of a case, in its own words.

Pinduoduo's file does not say when it was made: what it named before something else tells one of
before from a newer one.
"""

from store.models.after_sales_case import AfterSalesCase
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


def named_before(
    known: AfterSalesCase, fresh: AfterSalesCase, words: AfterSalesCase, base: AfterSalesCase
) -> dict[str, object]:
    """What the platform named beside its last `words` and what the newer knowledge (`base`) says it
    asks for: a file of then may come once more.
    """
    ends = bool(state_words(known)) and not (known.ended_there or words.open)
    amounts = {*known.amounts_before, known.platform_fen, fresh.platform_fen}
    deadlines = {*known.deadlines_before, timeout_word(known), timeout_word(fresh)}
    return {
        "open_words": state_words(known) if ends else known.open_words,
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
