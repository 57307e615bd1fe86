"""Imported before (再次导入): a file whose very bytes came before what is known.

What another file has changed since is newer, whatever the rows say of themselves: both were judged
when they came first. A file that never came before comes after whatever is known, because imports
are counted: clocks of two computers differ.
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.first_import import FirstImport
from store.models.order import Knowledge
from store.rules.platform.cases.last_words import is_undated


def is_imported_before(given: Knowledge, known: Knowledge) -> bool:
    """Did the file come before the one that changed the order last? Where both say when they were
    made, that counts.
    """
    if given.exported_at and known.exported_at:
        return False
    return _is_before(given.imported, known.imported)


def is_case_imported_before(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """The same of what the platform says of a case."""
    if not (is_undated(fresh) or is_undated(known)):
        return False
    return _is_before(fresh.imported, known.imported)


def _is_before(given: FirstImport | None, known: FirstImport | None) -> bool:
    return given is not None and known is not None and given.number < known.number
