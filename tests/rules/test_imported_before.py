"""The very same file again: what another file has changed since is newer."""

from typing import Any

import pytest

from store.models.first_import import FirstImport
from store.models.order import Knowledge
from store.rules.platform.cases.newer_case import newest_case
from store.rules.platform.imported_before import is_case_imported_before, is_imported_before
from store.rules.platform.newer_order import is_newer
from tests.build import DAY, HOUR, NOW
from tests.rules.test_platform_cases import seen

FIRST = FirstImport(number=1, at=NOW + DAY)
SECOND = FirstImport(number=2, at=NOW)
"""Of a computer whose clock is behind."""
THIRD = FirstImport(number=3, at=NOW + HOUR)
EARLIER, LATER = NOW + HOUR, NOW + 2 * HOUR


def knowledge(imported: FirstImport | None, **changes: Any) -> Knowledge:
    return Knowledge(imported=imported, **changes)


PAID = {"instants": {"paid_at": NOW}}
FURTHER = {"instants": {"paid_at": NOW, "shipped_at": NOW + DAY}, "progress": 3}


@pytest.mark.parametrize(
    ("given", "known", "newer"),
    [
        pytest.param(knowledge(FIRST), knowledge(SECOND), False, id="came before"),
        pytest.param(
            knowledge(FIRST, **FURTHER), knowledge(SECOND, **PAID), False, id="whatever it names"
        ),
        pytest.param(knowledge(SECOND), knowledge(SECOND), True, id="files of one import"),
        pytest.param(knowledge(SECOND), knowledge(FIRST), True, id="came later"),
        pytest.param(
            knowledge(SECOND, **PAID), knowledge(FIRST, **FURTHER), False, id="later, of before"
        ),
        pytest.param(knowledge(None), knowledge(SECOND), True, id="nobody knows when it came"),
        pytest.param(
            knowledge(FIRST, exported_at=LATER),
            knowledge(SECOND, exported_at=EARLIER),
            True,
            id="both say when they were made",
        ),
        pytest.param(
            knowledge(FIRST, exported_at=EARLIER), knowledge(SECOND), False, id="one of them does"
        ),
    ],
)
def test_an_order_is_of_the_file_that_came_last(
    given: Knowledge, known: Knowledge, *, newer: bool
) -> None:
    assert is_newer(given, known) is newer
    came = given.imported, known.imported
    assert is_imported_before(given, known) is (not newer and came == (FIRST, SECOND))


@pytest.mark.parametrize(
    ("changes", "before", "stands"),
    [
        pytest.param({"imported": FIRST}, True, 3000, id="came before"),
        pytest.param({"imported": SECOND}, False, 2000, id="came with it"),
        pytest.param({"imported": THIRD}, False, 2000, id="came later"),
        pytest.param({"imported": None}, False, 2000, id="nobody knows when it came"),
    ],
)
def test_a_case_is_of_the_file_that_came_last(
    changes: dict[str, Any], stands: int, *, before: bool
) -> None:
    known = seen(requested_fen=3000, platform_fen=3000, imported=SECOND)
    fresh = seen(requested_fen=2000, platform_fen=2000, **changes)

    newest = newest_case(known, fresh)

    assert is_case_imported_before(known, fresh) is before
    assert newest.requested_fen == stands
    assert newest.imported == (SECOND if before else changes["imported"])


def test_what_is_not_known_yet_it_still_brings() -> None:
    known = seen(explanation="", imported=SECOND)

    newest = newest_case(known, seen(explanation="漏发", imported=FIRST))

    assert (newest.explanation, newest.imported) == ("漏发", SECOND)


def test_between_dated_files_their_names_count() -> None:
    known = seen(requested_fen=3000, as_of=NOW + HOUR, imported=SECOND)
    fresh = seen(requested_fen=2000, as_of=NOW + DAY, imported=FIRST)

    assert newest_case(known, fresh).requested_fen == 2000
