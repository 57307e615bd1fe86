"""What something costs by now is the same wherever it is shown, sorted, searched or added up."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.engines.opening import engine_at
from store.models.axes import Platform
from store.models.money import yuan_text
from store.models.order import Money, Order
from store.models.row import ObligationRow
from store.reading.forecast import forecast
from store.reading.owed import owed
from store.reading.platform_tasks import tasks_by_kind
from store.repository import Repository
from store.rules.parcels.actions.ship import Ship
from store.search.board import bands
from store.search.lists import OBLIGATIONS
from store.search.unclaimed import unclaimed
from tests.build import ACTOR, DAY, HOUR, NOW, changed, keep, order, parcel, shipped
from tests.postgres import store_url
from tui.places.board_columns import BOARD_COLUMNS

Clocked = tuple[Repository, Callable[[datetime], None]]
MINUTE = timedelta(minutes=1)
FIRST, THEN = 200, 600
"""What Douyin deducts of 200 yuan that are late, and as out of stock in its place."""
ALWAYS = 300
"""What Pinduoduo deducts, now and then."""
TURNING, TOLD, SAME, LEFT = "261120-1", "261120-2", "261120-3", "261120-4"


@pytest.fixture(params=["folder", "database"])
def clocked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clocked]:
    """A store, in a folder and in a database, and how its clock is put."""
    where = tmp_path / "store"
    now = [NOW - DAY]
    engine = engine_at(where if request.param == "folder" else store_url(where))
    with closing(Repository.on(engine, ACTOR, lambda: now[0])) as repository:
        keep(repository, *shop())
        yield repository, lambda at: now.__setitem__(0, at)


def shop() -> Iterator[Order]:
    """Two of Douyin whose time ends now, one to ship and one to be told; two of Pinduoduo."""
    given: dict[str, Any] = {
        "platform": Platform.DOUYIN,
        "paid_at": NOW - 72 * HOUR,
        "ship_by_deadline": NOW,
        "money": Money(goods_fen=20000, paid_fen=20000),
    }
    yield order(order_no=TURNING, **given)
    yield changed(Ship, order(order_no=TOLD, **given), tracking_no="YT9000000000002")
    yield order(order_no=SAME, ship_by_deadline=NOW + 9 * DAY)
    left = parcel(shipped_at=NOW - 12 * HOUR, tracking_no="YT9000000000004")
    yield shipped(order_no=LEFT, parcels=(left,))


@pytest.mark.parametrize(
    ("at", "cost", "at_risk"),
    [
        pytest.param(NOW - MINUTE, FIRST, 2 * FIRST, id="before the deadline"),
        pytest.param(NOW, THEN, 0, id="at the deadline"),
        pytest.param(NOW + HOUR, THEN, 0, id="after the deadline"),
    ],
)
def test_row_band_header_and_places_say_the_same_amount(
    clocked: Clocked, at: datetime, cost: int, at_risk: int
) -> None:
    repository, put = clocked
    put(at)
    query = repository.parsed("who:us platform:douyin", OBLIGATIONS)
    rows: list[ObligationRow] = list(repository.select(OBLIGATIONS, query, "order"))
    (column,) = (one for one in BOARD_COLUMNS.all if one.field == "cost")

    assert [row.kind for row in rows] == ["ship", "platform-task"]
    assert [column.cell(row, at).text for row in rows] == [yuan_text(cost)] * 2
    told = owed(rows, repository.policy, at)
    assert [one.obligation.cost_fen for one in told] == [cost] * 2
    shown = bands(query, at, repository.engine.fetch)
    assert sum(one.cost_fen for one in shown) == 2 * cost
    assert repository.clocks().at_risk_fen == at_risk
    of_douyin = [one for one in tasks_by_kind(repository) if one.platform == "douyin"]
    assert [one.cost_fen for one in of_douyin] == [cost]
    found = forecast(repository)
    assert found
    assert found.cost_fen == cost


@pytest.mark.parametrize(
    ("at", "dearest_first", "cost"),
    [
        pytest.param(NOW - MINUTE, [SAME, TURNING], FIRST, id="before the deadline"),
        pytest.param(NOW, [TURNING, SAME], THEN, id="at the deadline"),
    ],
)
def test_what_is_dearest_comes_first_and_is_found_by_what_it_costs_by_now(
    clocked: Clocked, at: datetime, dearest_first: list[str], cost: int
) -> None:
    repository, put = clocked
    put(at)

    def found(text: str, sort: str = "cost") -> list[str]:
        query = repository.parsed(f"kind:ship {text}", OBLIGATIONS)
        return [row.order_no for row in repository.select(OBLIGATIONS, query, sort)]

    assert found("", "-cost") == dearest_first
    assert found("", "cost") == dearest_first[::-1]
    yuan = yuan_text(cost)
    for text, is_found in (
        (f"cost:{yuan}", True),
        (f"cost:>={yuan}", True),
        (f"cost:>{yuan}", False),
        (f"cost:<{yuan}", False),
        (f"!cost:{yuan}", False),
        (f"cost:{yuan_text(FIRST + THEN - cost)}", False),
    ):
        assert (text, TURNING in found(text)) == (text, is_found)
    asked = repository.parsed(f"kind:ship cost:>={yuan_text(ALWAYS)}", OBLIGATIONS)
    counted = repository.counts([asked.text], OBLIGATIONS)
    assert counted == (len(found(f"cost:>={yuan_text(ALWAYS)}")),)
    fetch = repository.engine.fetch
    assert next(unclaimed(fetch, at, "money", ("orders",), ())).order_no == dearest_first[0]
