"""The `[[cause]]` rows of a shop's own file: which causes it tells apart."""

from collections.abc import Iterator
from typing import Any

from store.policy.cells import as_list, as_row, as_text, wrong
from store.rules.review.listed import ListedCause
from store.words import _

CAUSE = ("name", "also")
LONGEST_NAME = 40


def listed_causes(row: Any, where: str) -> Iterator[ListedCause]:
    """The cause of a row."""
    as_row(row, CAUSE, ("name",), where)
    name, also = as_text(row, "name", where), as_list(row, "also", where)
    if len(name) > LONGEST_NAME or "\n" in name:
        said = _("one line of at most {most} signs is expected").format(most=LONGEST_NAME)
        raise wrong(where, "name", said)
    if not all(isinstance(one, str) and one.strip() for one in also):
        raise wrong(where, "also", _("a list of texts is expected"))
    yield ListedCause(name, tuple(one.strip() for one in also))
