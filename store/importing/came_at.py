"""Came at (导入时间): what a file says, with when the file came to the shop first."""

from datetime import datetime

from store.importing.bundles import ImportedFile
from store.models.after_sales_case import AfterSalesCase, WaitingCase
from store.models.facts import OrderFacts
from store.models.order import Order


def order_came_at(facts: OrderFacts, file: ImportedFile, known: Order | None) -> OrderFacts:
    """What the file says of an order, beside what is known of it."""
    told = {"imported_at": _came_at(file, known.knowledge.imported_at if known else None)}
    return facts.model_copy(update={"knowledge": facts.knowledge.model_copy(update=told)})


def case_came_at(
    given: WaitingCase, file: ImportedFile, known: AfterSalesCase | None
) -> WaitingCase:
    """The same of a case."""
    told = {"imported_at": _came_at(file, known.imported_at if known else None)}
    return given.model_copy(update={"case": given.case.model_copy(update=told)})


def _came_at(file: ImportedFile, known: datetime | None) -> datetime | None:
    """A file that never came before comes after whatever is known, however the clocks of two
    computers differ.
    """
    at = file.first_imported_at
    is_new = file.report.imported_before is None
    return max(at, known) if is_new and at and known else at
