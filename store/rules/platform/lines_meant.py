"""Which of an order's lines an export means: it may be filtered to some of them."""

from collections.abc import Callable, Sequence

from store.models.facts import LineFacts, OrderFacts
from store.models.order import Line


def lines_said(
    lines: Sequence[Line], facts: OrderFacts, says: Callable[[LineFacts], bool]
) -> tuple[Line, ...]:
    """Those of an order's lines of which the export says something; what it leaves out is not
    among them.
    """
    said = [given for given in facts.lines if says(given)]
    if not said:
        return ()
    if len(said) == len(facts.lines) >= len(lines):
        return tuple(lines)
    alone = len(facts.lines) == 1
    places = {matching_line(lines, given, alone=alone) for given in said}
    return tuple(line for place, line in enumerate(lines) if place in places)


def matching_line(lines: Sequence[Line], given: LineFacts, *, alone: bool) -> int | None:
    """Which known line the export means: by its number, else by SKU and name, else the only one."""
    for index, line in enumerate(lines):
        if given.line_no and line.line_no:
            if given.line_no == line.line_no:
                return index
        elif (given.sku, given.name, given.spec) == (line.sku, line.name, line.spec):
            return index
    unnumbered = alone and len(lines) == 1 and not (given.line_no and lines[0].line_no)
    return 0 if unnumbered else None
