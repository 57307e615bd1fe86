"""Imported before (再次导入): a file whose very bytes came before what is known.

What another file has changed since is newer, whatever the rows say of themselves: both were judged
when they came first. A file that never came before comes no earlier than what is known.
"""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Knowledge
from store.rules.platform.last_words import is_undated


def is_imported_before(given: Knowledge, known: Knowledge) -> bool:
    """Did the file come before the one that changed the order last? Where both say when they were
    made, that counts.
    """
    if given.exported_at and known.exported_at:
        return False
    return _is_before(given.imported_at, known.imported_at)


def is_case_imported_before(fresh: AfterSalesCase, known: AfterSalesCase) -> bool:
    """The same of what the platform says of a case."""
    if not (is_undated(fresh) or is_undated(known)):
        return False
    return _is_before(fresh.imported_at, known.imported_at)


def _is_before(given: datetime | None, known: datetime | None) -> bool:
    return given is not None and known is not None and given < known
