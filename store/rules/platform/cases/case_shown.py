"""Case shown (售后处理中): the order export's word that the buyer wants something of a line.

It is the line's. An export that leaves a line out lifts nothing of it, and only a case of that line
answers it (`order.cases_shown`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Self

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales
from store.models.discrepancy import Discrepancy
from store.models.facts import LineFacts, OrderFacts
from store.models.order import Line, Order
from store.models.shown import Shown
from store.rules.cases.case_names import case_called
from store.rules.order.cases_shown import (
    End,
    answered_by,
    cases_about,
    cases_in_doubt,
    end_beside,
    is_of_after,
    right_of,
    said_at,
)
from store.rules.platform.cases.last_words import end_shown
from store.words import _, listed
from store.words.times import when_text


class NoneShown(NamedTuple):
    """The word that no case is open, of an order whose case is open here."""

    came_at: str
    made_after: str
    """Its file was surely made no earlier."""

    @classmethod
    def by(cls, file: Shown) -> Self:
        """What a file says; it tells of something that had happened by then."""
        return cls(*(one.isoformat() if one else "" for one in (file.latest, file.earliest)))

    @classmethod
    def of(cls, asked: Discrepancy) -> Self:
        """What the file said by which it is asked."""
        return cls(*map(str, asked.at_issue))


def case_shown(facts: OrderFacts, line: LineFacts) -> Shown | None:
    """What the export shows of the line; without a word of its own, the order's counts."""
    if (line.after_sales or facts.after_sales) is not AfterSales.OPEN:
        return None
    return facts.word


def newest_shown(order: Order, line: Line, facts: OrderFacts, given: LineFacts) -> Shown | None:
    """What is shown of the line after a newer export. Said once more it is the same word, unless a
    case is open here, which it may end before; until less of what is here answers this one, or
    somebody has said what the last one meant.
    """
    before, shown = line.case_shown, case_shown(facts, given)
    if not (given.after_sales or facts.after_sales):
        return before
    if before is None or shown is None:
        return shown
    is_settled = right_of(order, before) == "us" and said_at(before) != said_at(shown)
    is_less = answered_by(order, line.line, shown) < answered_by(order, line.line, before)
    is_open = any(case.open for case in cases_about(order, line.line))
    return shown if is_settled or is_less or is_open else before


def with_words_answered(order: Order, fresh: AfterSalesCase) -> Order:
    """The order without the words in doubt that the row of a case that has ended answers."""
    case = order.case_named(fresh.id)
    if case is None or not case.ended_there or case.open:
        return order
    answered = {
        one.line: None
        for one in order.lines
        if one.case_shown
        and case in cases_about(order, one.line)
        and end_beside(case, one.case_shown) is End.UNSURE
        and _answers(fresh, one.case_shown)
    }
    return with_cases_shown(order, answered) if answered else order


def _answers(fresh: AfterSalesCase, word: Shown) -> bool:
    """Is its file of after the word? Or did it come with the word, and shows it open, so that both
    are of before that end?
    """
    end, came = end_shown(fresh), word.imported
    if end is None:
        return came is not None and fresh.imported == came
    return is_of_after(end, word)


def with_cases_shown(order: Order, shown: Mapping[int, Shown | None]) -> Order:
    """The order with what is shown of these lines, by their number here."""
    lines = tuple(
        one.model_copy(update={"case_shown": shown.get(one.line, one.case_shown)})
        for one in order.lines
    )
    word = after_sales_shown(lines, None, order.platform_after_sales)
    return order.model_copy(update={"lines": lines, "platform_after_sales": word})


def after_sales_shown(
    lines: Iterable[Line], said: AfterSales | None, known: AfterSales
) -> AfterSales:
    """Of the whole order: open as long as a case of any of its lines is shown."""
    if any(line.case_shown for line in lines):
        return AfterSales.OPEN
    return said or known


def case_shown_said(order: Order, asked: Discrepancy) -> str:
    """The file that shows a case open, and the cases that it may be about, which have ended; or the
    case that is open here, and that a file does not show.
    """
    if asked.about:
        return _(
            "Case {case} is open here, but a file of {time} shows none for its goods any more. Look"
            " there whether it is over."
        ).format(
            case=case_called(order.case_named(asked.about)),
            time=_minute(NoneShown.of(asked).came_at),
        )
    came_at = max(map(str, asked.at_issue), default="")
    return _(
        "A file of {time} shows an after-sales case of this order as open; what is known here has"
        " ended ({cases}). Look there whether another one is open."
    ).format(time=_minute(came_at), cases=listed(map(case_called, cases_in_doubt(order))) or "-")


def _minute(at: str) -> str:
    return when_text(datetime.fromisoformat(at) if at else None)
