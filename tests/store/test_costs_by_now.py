"""What something costs by now is the same wherever it is shown, sorted, searched or added up."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from store.engines.opening import engine_at
from store.models.axes import Platform
from store.models.platform_task import PlatformTask
from store.reading.forecast import forecast
from store.reading.owed import owed
from store.reading.platform_tasks import tasks_by_kind
from store.repository import Repository
from store.rules.obligations import cost_by
from store.search.board import bands
from store.search.lists import OBLIGATIONS
from store.search.unclaimed import Turn, unclaimed
from tests.build import ACTOR, DAY, HOUR, NOW, keep, order, shipped
from tests.postgres import store_url
from tui.places.board_columns import BOARD_COLUMNS

Clocked = tuple[Repository, Callable[[datetime], None]]
MINUTE = timedelta(minutes=1)
TWO, THREE = 200, 300
"""What Douyin deducts of a small order that is late, and, from its deadline on, as out of stock
where so much time was given; Pinduoduo three yuan from the beginning."""


@pytest.fixture(params=["folder", "database"])
def clocked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clocked]:
    """A store whose clock is put; in a folder, and in a database."""
    where = tmp_path / "store"
    now = [NOW]
    engine = engine_at(where if request.param == "folder" else store_url(where))
    with closing(Repository.on(engine, ACTOR, lambda: now[0])) as made:
        yield made, lambda at: now.__setitem__(0, at)


def douyin(number: str, due: datetime, **changes: Any) -> Any:
    """An order of which the dearer amount takes the place of the first at its deadline."""
    return order(
        order_no=number,
        platform=Platform.DOUYIN,
        paid_at=due - 72 * HOUR,
        ship_by_deadline=due,
        **changes,
    )


@pytest.mark.parametrize(
    ("at", "cost", "at_risk"),
    [
        pytest.param(NOW - MINUTE, TWO, TWO, id="before its deadline"),
        pytest.param(NOW, THREE, 0, id="at its deadline"),
        pytest.param(NOW + HOUR, THREE, 0, id="after it"),
    ],
)
def test_row_band_sort_search_header_and_places_say_one_amount(
    clocked: Clocked, at: datetime, cost: int, at_risk: int
) -> None:
    repository, put = clocked
    task = PlatformTask(id="t1", kind="batch-ship", created_at=NOW - HOUR, copy_text="x")
    keep(
        repository,
        douyin("dy-1", NOW),
        order(order_no="pdd-far", ship_by_deadline=NOW + 9 * DAY),
        shipped(order_no="pdd-old", shipped_at=NOW - DAY),
    )
    put(at)
    fetch = repository.engine.fetch
    query = repository.parsed("platform:douyin", OBLIGATIONS)
    (row,) = repository.select(OBLIGATIONS, query, "cost")

    (duty,) = owed([row], repository.policy, at)
    (cell,) = (one for one in BOARD_COLUMNS.columns if one.field == "cost")
    yuan = f"{cost / 100:.2f}"
    assert cost_by(row, at) == cost
    assert (duty.obligation.cost_fen, cell.cell(row, at).text) == (cost, yuan)
    assert sum(one.cost_fen for one in bands(query, at, fetch)) == cost
    assert repository.clocks().at_risk_fen == at_risk
    for text, found in (
        (f"cost:{yuan}", True),
        (f"cost:>={yuan}", True),
        (f"cost:>{yuan}", False),
        (f"!cost:{yuan}", False),
        (f"cost:<{yuan}", False),
    ):
        asked = repository.parsed(f"{text} platform:douyin", OBLIGATIONS)
        assert (text, len(list(repository.select(OBLIGATIONS, asked)))) == (text, int(found))
