"""Own numbers (编号): what a document and its records are called by, which is no phone.

Pinduoduo's after-sales numbers have eleven digits, and many begin as a mobile number does. Each of
them stands in full wherever its record is shown, so that nothing is given away where a sentence
names it.
"""

from collections.abc import Iterator
from typing import Any

from store.models.base import Document, Record, remembered

_NAMES = frozenset(
    {"id", "order_no", "line_no", "sku", "product_id", "product_code", "tracking_no"}
    | {"return_tracking_no", "number", "case", "line", "flow", "moved_to"}
)
"""The fields that hold one."""


@remembered
def numbers_of(document: Document) -> frozenset[str]:
    """Every number of the document and its records; never a phone that it knows."""
    found = set(_values(document, _NAMES))
    found.add(document.key.rpartition(":")[2])
    return frozenset(found.difference(_values(document, frozenset({"phone"}))))


def _values(value: Any, names: frozenset[str]) -> Iterator[str]:
    """What texts the fields with these names hold, at any depth."""
    if isinstance(value, tuple):
        for one in value:
            yield from _values(one, names)
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if isinstance(inner, Record | tuple):
                yield from _values(inner, names)
            elif inner and name in names and isinstance(inner, str):
                yield inner
