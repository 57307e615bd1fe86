"""Made later (后出): a file without a date that was surely made after what is known.

Something in it, of whatever order or case, had happened since. That proves it news; where nothing
in it is as late, it may still be.
"""

from datetime import datetime, timedelta

from store.models.after_sales_case import AfterSalesCase
from store.rules.platform.cases.last_words import is_undated

MINUTE = timedelta(minutes=1)
"""A file that Excel saved again knows no seconds."""


def happened_since(made_after: datetime | None, *told: datetime | None) -> bool:
    """Had something in a file happened a minute or more after all of these times?"""
    last = max(filter(None, told), default=None)
    return bool(made_after and last and made_after - last >= MINUTE)


def is_made_later(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Was the file of an undated row made after the one that told of the case last, and after
    whatever moved it here since?
    """
    return is_undated(fresh) and happened_since(fresh.made_after, known.as_of, known.made_after)
