"""Steps (进度): how many steps a case or an inquiry has to its end, and has behind it."""

from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.inquiry import Inquiry
from store.rules.cases.case_path import path


class Steps(NamedTuple):
    """How far a case or an inquiry is on its way."""

    done: int
    """So many are behind it; all, once it has ended."""
    whole: int


def steps_of(case: AfterSalesCase) -> Steps:
    """The steps of a case: it is asked for, goes along its path, and ends."""
    way = path(case)
    whole = len(way) + 2
    return Steps(1 + way.index(case.state) if case.open else whole, whole)


def steps_of_inquiry(inquiry: Inquiry) -> Steps:
    """The steps of an inquiry: asked, its order found, resolved."""
    if not inquiry.open:
        return Steps(3, 3)
    return Steps(2 if inquiry.tied else 1, 3)
