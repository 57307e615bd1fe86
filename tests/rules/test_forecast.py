"""The forecast: which orders will be late at today's pace, and which to ship first instead."""

from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import Refused
from store.models.product import Product
from store.reading.forecast import forecast
from store.repository import Repository, open_store
from store.rules.order.forecast import Pace, Waiting, expected, late_if_first, ship_first
from tests.build import ACTOR, DAY, HOUR, NOW, SHOP, keep, order, parcel, shipped, stock_out
from tests.examples import examples
from tui.cli import main

FOUR = Pace(tuple(NOW - hours * HOUR for hours in (20, 16, 2, 1)))
"""Four orders left within the last 24 hours; tomorrow four leave at the same times."""


def waiting(key: str, hours: float, **changes: object) -> Waiting:
    """An order that is due so many hours from now."""
    return Waiting(key, NOW + hours * HOUR, **{"cost_fen": 300, **changes})  # type: ignore[arg-type]


def in_hours(at: datetime | None) -> float | None:
    return None if at is None else (at - NOW) / HOUR


def leave(*orders: Waiting, pace: Pace = FOUR, **per_day_of: int) -> list[tuple[str, object, bool]]:
    found = expected(orders, NOW, pace, per_day_of)
    return [(one.waiting.key, in_hours(one.at), one.is_late) for one in found]


def test_orders_leave_by_deadline_at_the_times_of_the_day_before() -> None:
    orders = [waiting(f"{number}", 30 - number) for number in range(6)]

    assert [(key, at) for key, at, _late in leave(*orders)] == [
        ("5", 4),
        ("4", 8),
        ("3", 22),
        ("2", 23),
        ("1", 28),
        ("0", 32),
    ]


@pytest.mark.parametrize(("hours", "late"), [(3.9, True), (4, False), (-1, True)])
def test_what_leaves_after_its_deadline_is_late(hours: float, late: bool) -> None:
    assert leave(waiting("a", hours)) == [("a", 4, late)]


def test_a_product_limits_its_own_orders() -> None:
    rice = [waiting(f"r{number}", 90, skus=("RICE",), units=2) for number in range(3)]

    assert leave(*rice, waiting("x", 99), RICE=2) == [
        ("r0", 24, False),
        ("r1", 48, False),
        ("r2", 72, False),
        ("x", 23, False),
    ]
    assert leave(*rice[:1], RICE=0) == [("r0", None, True)]


def test_without_a_pace_only_products_limit() -> None:
    orders = (waiting("r", 20, skus=("RICE",)), waiting("x", 20))

    assert leave(*orders, pace=Pace(), RICE=1) == [("r", 24, True), ("x", 0, False)]


@pytest.mark.parametrize(
    ("per_day_of", "first", "late"),
    [
        pytest.param({}, ["b", "d"], ["a", "c"], id="the dear ones go before the others"),
        pytest.param({"RICE": 1}, ["b"], ["c", "d"], id="of a SKU one a day: one of them only"),
    ],
)
def test_others_are_late_for_what_is_shipped_first_and_what_cannot_be_in_time_is_not_named(
    per_day_of: dict[str, int], first: list[str], late: list[str]
) -> None:
    two = Pace((NOW - 16 * HOUR, NOW - 2 * HOUR))
    dear = {"cost_fen": 800, "skus": ("RICE",)}
    orders = [
        *(waiting("a", 24), waiting("b", 24, **dear)),
        *(waiting("c", 24), waiting("d", 24, **dear)),
    ]

    chosen, then = late_if_first(ship_first(orders, NOW, two), orders, NOW, two, per_day_of)

    assert [one.key for one in chosen] == first
    assert [one.waiting.key for one in then] == late


def test_what_is_held_back_leaves_after_that_and_what_is_stuck_takes_no_place() -> None:
    held = waiting("h", 30, begins_at=NOW + 10 * HOUR)
    stuck = waiting("s", 20, is_stuck=True)

    assert leave(stuck, held, waiting("x", 40)) == [
        ("s", 24, True),
        ("h", 10, False),
        ("x", 8, False),
    ]


times = st.lists(st.integers(1, 23), max_size=5).map(
    lambda hours: Pace(tuple(sorted(NOW - hour * HOUR for hour in hours)))
)


@settings(max_examples=examples(300))
@given(times, st.integers(1, 12), st.integers(-5, 80))
def test_as_many_places_as_leave_by_then(pace: Pace, most: int, hours: int) -> None:
    until = NOW + hours * HOUR
    if not pace.left:
        assert pace.places(until, most) == most
        return
    leaving = [place for place in range(1, 60) if pace.leaves(place, NOW) <= until]
    assert pace.places(until, most) == len(leaving)


jobs = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from((100, 300, 800))), min_size=1, max_size=7
)


@settings(max_examples=examples(150))
@given(times, jobs)
def test_no_other_choice_saves_more_than_what_is_to_be_shipped_first(
    pace: Pace, given_jobs: list[tuple[int, int]]
) -> None:
    orders = [
        waiting(f"{place}", hours, cost_fen=cost) for place, (hours, cost) in enumerate(given_jobs)
    ]

    chosen = ship_first(orders, NOW, pace)
    assert all(not late for _key, _at, late in leave(*chosen, pace=pace))
    saved = sum(one.cost_fen or 0 for one in chosen)
    for many in range(len(orders) + 1):
        for some in combinations(orders, many):
            if not any(late for _key, _at, late in leave(*some, pace=pace)):
                assert sum(one.cost_fen or 0 for one in some) <= saved


# From a store


def numbered(number: int, **changes: Any) -> dict[str, Any]:
    return {"order_no": f"261120-{number:015}", "ship_by_deadline": NOW + number * HOUR} | changes


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Two left yesterday; of five that wait the first three are due before they would leave."""
    left = (parcel(shipped_at=NOW - 12 * HOUR, tracking_no=f"YT{n:013}") for n in range(2))
    keep(repository, *(shipped(**numbered(90 + n, parcels=(one,))) for n, one in enumerate(left)))
    keep(repository, *(order(**numbered(number)) for number in (6, 20, 30)))
    keep(repository, order(**numbered(31, stock_outs=(stock_out(),))), order(**numbered(70)))
    return repository


def test_a_shop_s_forecast_is_read_from_its_rows(shop: Repository) -> None:
    found = forecast(shop)

    assert found
    assert found.per_day == 2
    assert len(found.rows) == 5
    assert [found.rows[one.waiting.key].order_no[-2:] for one in found.late] == ["06", "30"]
    assert found.cost_fen == 600
    assert [found.rows[one.key].order_no[-2:] for one in found.first] == ["20", "30", "70"]
    assert found.saved_fen == 300


def test_without_anything_shipped_there_is_no_pace(
    repository: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(repository, order())

    assert forecast(repository) is None
    assert main(["forecast", "--store", str(store), "--now", NOW.isoformat()]) == Refused.status
    assert capsys.readouterr().err == (
        "Nothing was shipped within the last 24 hours, and no product says how many go out a day"
        " (set-stock): there is no pace to go by.\n"
    )
    keep(repository, Product(shop=SHOP, sku="RICE-10", name="大米", per_day_shipped=2))
    assert forecast(repository.acting(ACTOR, lambda: NOW)) is not None


def test_the_forecast_is_printed(
    store: Path, shop: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forecast", "--store", str(store), "--now", NOW.isoformat()]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert lines[:2] == [
        "Shipped within the last 24 hours: 2 orders.",
        "Orders that wait: 5; at this pace 2 of them will be late: 6.00 yuan.",
    ]
    assert lines[5:] == [
        "Ship these 3 first, in this order, which saves 3.00 yuan:",
        "  261120-000000000000020",
        "  261120-000000000000030",
        "  261120-000000000000070",
    ]


def said_of(store: Path, at: datetime, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["forecast", "--store", str(store), "--now", at.isoformat()]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_shop_with_nothing_to_ship_or_nothing_late_is_told_so(
    store: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(repository, shipped(**numbered(90, parcels=(parcel(shipped_at=NOW - 12 * HOUR),))))
    pace = "Shipped within the last 24 hours: 1 order."

    assert said_of(store, NOW, capsys) == [
        pace,
        "No order waits to be shipped; nothing will be late.",
    ]
    keep(repository, order(**numbered(70)))
    assert said_of(store, NOW, capsys) == [
        pace,
        "Orders that wait: 1; at this pace none of them will be late.",
    ]


def test_orders_that_are_late_already_are_not_to_be_shipped_first(
    store: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(repository, shipped(**numbered(90, parcels=(parcel(shipped_at=NOW - 12 * HOUR),))))
    keep(repository, order(**numbered(70, ship_by_deadline=NOW - HOUR)))

    lines = said_of(store, NOW, capsys)

    assert lines[1].startswith("Orders that wait: 1; at this pace 1 of them will be late: ")
    assert lines[-1] == "At this pace none of them can leave in time any more, in whatever order."


@pytest.mark.parametrize(
    ("due", "said"),
    [
        pytest.param(
            (30, 31),
            "No order of shipping saves anything. Ship this one first, so that it is in time:",
            id="one, which leaves in time anyhow",
        ),
        pytest.param(
            (30, 60, 61),
            "No order of shipping saves anything. Ship these 2 first, in this order, so that they"
            " are in time:",
            id="several, which leave in time anyhow",
        ),
    ],
)
def test_where_nothing_is_saved_that_is_said(
    store: Path,
    repository: Repository,
    capsys: pytest.CaptureFixture[str],
    due: tuple[int, ...],
    said: str,
) -> None:
    rice = Product(shop=SHOP, sku="RICE-10", name="大米", per_day_shipped=2)
    keep(repository, rice, *(order(**numbered(hours)) for hours in due))

    lines = said_of(store, NOW, capsys)

    at = lines.index(said)
    assert lines[at + 1 :] == [f"  261120-{hours:015}" for hours in due[:-1]]


def test_a_later_day_has_its_own_pace(shop: Repository, store: Path) -> None:
    later = open_store(str(store), ACTOR, lambda: NOW + 2 * DAY)

    assert forecast(later) is None
    later.close()
