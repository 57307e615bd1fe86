"""Gathered (数据汇总): what place 6 shows, read at one time in a thread."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from store.models.coverage import COVERED
from store.models.import_record import ImportRecord
from store.models.payment_row import PaymentRow
from store.reading.covered import Covered, covered
from store.reading.funds import states_of_payments
from store.reading.platform_tasks import TaskGroup, tasks_by_kind
from store.search.lists import PAYMENTS
from tui.place_text.coverage import Missing
from tui.said import Finds

if TYPE_CHECKING:
    from store.repository import Repository

MOST_PAYMENTS, MOST_FILES = 20, 12
"""Rows of what has no end."""


class NamedView(NamedTuple):
    """A search with a name, of a place."""

    place: str
    """The title of that place."""
    name: str
    finds: Finds
    shown: str
    """What it searches for, in the words of the language spoken."""
    found: int | None
    """How many it finds, where that can be told without showing it."""


class Data(NamedTuple):
    """What was read for the place."""

    now: datetime
    covered: Sequence[Covered]
    never: Sequence[Missing]
    tasks: Sequence[TaskGroup]
    states: dict[str, int]
    """How many payments there are in each state."""
    open: Sequence[PaymentRow]
    """The newest payments that somebody has to look at."""
    open_count: int
    files: Sequence[ImportRecord]
    """The newest imports."""
    file_count: int
    views: Sequence[NamedView]


def read_data(repository: "Repository", views: Sequence[NamedView]) -> Data:
    """All of it; asked in a thread."""
    found = tuple(covered(repository))
    here = {(one.coverage.platform, one.coverage.shop, one.coverage.kind) for one in found}
    shops = dict.fromkeys((platform, shop) for platform, shop, _kind in sorted(here))
    expected = ((*shop, kind) for shop in shops for kind in COVERED)
    records = (
        one for one in repository.all(ImportRecord) if repository.shows(one.platform, one.shop)
    )
    files = sorted(records, key=lambda one: one.imported_at, reverse=True)
    paid = repository.select(PAYMENTS, repository.parsed("open", PAYMENTS), "-at")
    return Data(
        now=repository.now,
        covered=found,
        never=[Missing(*one, gap=None) for one in expected if one not in here],
        tasks=tasks_by_kind(repository),
        states=states_of_payments(repository),
        open=list(islice(paid, MOST_PAYMENTS)),
        open_count=paid.counted(),
        files=files[:MOST_FILES],
        file_count=len(files),
        views=views,
    )
