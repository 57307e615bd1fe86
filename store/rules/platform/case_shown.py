"""Case shown (售后处理中): the order export's word that the buyer wants something of a line.

It is the line's. An export that leaves a line out lifts nothing of it, and only a case of that line
answers it (`order.axes.hides_a_case`).
"""

from collections.abc import Iterable, Mapping

from store.models.axes import AfterSales
from store.models.facts import LineFacts, OrderFacts
from store.models.made import made
from store.models.order import CaseShown, Line, Order
from store.rules.order.axes import cases_about, has_ended_since


def case_shown(facts: OrderFacts, line: LineFacts) -> CaseShown | None:
    """What the export shows of the line; without a word of its own, the order's counts."""
    if (line.after_sales or facts.after_sales) is not AfterSales.OPEN:
        return None
    known = facts.knowledge
    return made(CaseShown, exported_at=known.exported_at, imported=known.imported)


def newest_shown(order: Order, line: Line, facts: OrderFacts, given: LineFacts) -> CaseShown | None:
    """What is shown of the line after a newer export. Said once more it is the same word, until a
    case that has ended since answers that one, and not this.
    """
    before, shown = line.case_shown, case_shown(facts, given)
    if not (given.after_sales or facts.after_sales):
        return before
    if before is None or shown is None:
        return shown
    ended = tuple(one for one in cases_about(order, line.line) if not one.open)
    is_answered = any(has_ended_since(one, before) for one in ended)
    is_other = is_answered and not any(has_ended_since(one, shown) for one in ended)
    return shown if is_other else before


def with_cases_shown(order: Order, shown: Mapping[int, CaseShown | None]) -> Order:
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
