"""The very same file again: what another file has changed since is newer."""

from datetime import datetime
from typing import Any

import pytest

from store.models.order import Knowledge
from store.rules.platform.imported_before import is_case_imported_before, is_imported_before
from store.rules.platform.newer_case import newest_case
from store.rules.platform.newer_order import is_newer
from tests.build import DAY, HOUR, NOW
from tests.rules.test_platform_cases import seen

EARLIER, LATER = NOW + HOUR, NOW + 2 * HOUR


def knowledge(imported_at: datetime | None, **changes: Any) -> Knowledge:
    return Knowledge(imported_at=imported_at, **changes)


PAID = {"instants": {"paid_at": NOW}}
FURTHER = {"instants": {"paid_at": NOW, "shipped_at": NOW + DAY}, "progress": 3}


@pytest.mark.parametrize(
    ("given", "known", "newer"),
    [
        pytest.param(knowledge(EARLIER), knowledge(LATER), False, id="came before"),
        pytest.param(
            knowledge(EARLIER, **FURTHER), knowledge(LATER, **PAID), False, id="whatever it names"
        ),
        pytest.param(knowledge(LATER), knowledge(LATER), True, id="files of one import"),
        pytest.param(knowledge(LATER), knowledge(EARLIER), True, id="came later"),
        pytest.param(
            knowledge(LATER, **PAID), knowledge(EARLIER, **FURTHER), False, id="later, of before"
        ),
        pytest.param(knowledge(None), knowledge(LATER), True, id="nobody knows when it came"),
        pytest.param(
            knowledge(EARLIER, exported_at=LATER),
            knowledge(LATER, exported_at=EARLIER),
            True,
            id="both say when they were made",
        ),
        pytest.param(
            knowledge(EARLIER, exported_at=EARLIER), knowledge(LATER), False, id="one of them does"
        ),
    ],
)
def test_an_order_is_of_the_file_that_came_last(
    given: Knowledge, known: Knowledge, *, newer: bool
) -> None:
    assert is_newer(given, known) is newer
    came = given.imported_at, known.imported_at
    assert is_imported_before(given, known) is (not newer and came == (EARLIER, LATER))


@pytest.mark.parametrize(
    ("changes", "before", "stands"),
    [
        pytest.param({"imported_at": EARLIER}, True, 3000, id="came before"),
        pytest.param({"imported_at": LATER}, False, 2000, id="came with it"),
        pytest.param({"imported_at": LATER + HOUR}, False, 2000, id="came later"),
        pytest.param({"imported_at": None}, False, 2000, id="nobody knows when it came"),
    ],
)
def test_a_case_is_of_the_file_that_came_last(
    changes: dict[str, Any], stands: int, *, before: bool
) -> None:
    known = seen(requested_fen=3000, platform_fen=3000, imported_at=LATER)
    fresh = seen(requested_fen=2000, platform_fen=2000, **changes)

    newest = newest_case(known, fresh)

    assert is_case_imported_before(fresh, known) is before
    assert newest.requested_fen == stands
    assert newest.imported_at == (LATER if before else changes["imported_at"])


def test_what_is_not_known_yet_it_still_brings() -> None:
    known = seen(explanation="", imported_at=LATER)

    newest = newest_case(known, seen(explanation="漏发", imported_at=EARLIER))

    assert (newest.explanation, newest.imported_at) == ("漏发", LATER)


def test_between_dated_files_their_names_count() -> None:
    known = seen(requested_fen=3000, as_of=NOW + HOUR, imported_at=LATER)
    fresh = seen(requested_fen=2000, as_of=NOW + DAY, imported_at=EARLIER)

    assert newest_case(known, fresh).requested_fen == 2000
