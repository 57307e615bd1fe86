"""Importing traces: a file of our own, met with the orders that are here or come with it."""

from pathlib import Path

import pytest

from store.importing import ImportReport, import_paths
from store.models.import_record import ImportRecord
from store.models.order import Order
from store.models.parcel import Trace
from store.models.product import Product
from store.models.reissue import Loss
from store.repository import Repository
from store.rules.money.actions.refund import Refund
from store.rules.parcels.actions.record_trace import RecordTrace
from tests.build import (
    HOUR,
    NOW,
    ORDER_NO,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    case_facts,
    changed,
    export,
    gone,
    keep,
    parcel,
    refunded_case,
    shipped,
    units,
)
from tests.exchange.read_files import PDD_2023, csv_file, pdd, read_export
from tests.said_by_files import ExportFile, import_file, import_files
from tui.import_text import told

ROW = f"{ORDER_NO},{TRACKING_NO},2026-11-22 06:00,揽收,已揽收"
KEY = shipped().key


def file(folder: Path, *rows: str) -> ExportFile:
    path = folder / "traces.csv"
    path.write_text("\n".join(("订单号,运单号,时间,状态,说明", *rows, "")), encoding="utf-8")
    return read_export(path)


def taken(repository: Repository, given: ExportFile) -> ImportReport:
    return import_file(repository, given, SHOP)


def states(repository: Repository) -> list[str]:
    return [one.state for one in repository.order(KEY).parcels[0].traces]


def test_scans_come_into_the_order_in_one_commit(repository: Repository, tmp_path: Path) -> None:
    keep(repository, shipped())
    before = repository.order(KEY).version

    report = taken(
        repository,
        file(tmp_path, f"{ORDER_NO},{TRACKING_NO},2026-11-22 08:00,签收,", ROW),
    )

    assert (report.kind, report.platform, report.rows) == ("traces", "", 2)
    assert (report.counts["new"], report.counts["same"], report.rejected) == (2, 0, ())
    order = repository.order(KEY)
    assert states(repository) == ["picked_up", "delivered"]
    assert [one.source for one in order.parcels[0].traces] == ["traces.csv", "traces.csv"]
    assert order.version == before + 1
    assert [one.action for one in repository.events(order)] == ["import"]


def test_the_same_rows_twice_change_nothing(repository: Repository, tmp_path: Path) -> None:
    keep(repository, shipped())
    taken(repository, file(tmp_path, ROW, ROW))
    before = repository.order(KEY)

    report = taken(repository, file(tmp_path, ROW))

    assert (report.counts["new"], report.counts["same"]) == (0, 1)
    assert repository.order(KEY) == before
    assert states(repository) == ["picked_up"]


def test_a_dry_run_only_says_what_would_come(repository: Repository, tmp_path: Path) -> None:
    keep(repository, shipped())

    report = import_file(repository, file(tmp_path, ROW), SHOP, dry_run=True)

    assert report.counts["new"] == 1
    assert states(repository) == []


def test_the_order_may_come_with_another_file_of_the_same_import(
    repository: Repository, tmp_path: Path
) -> None:
    orders = export(gone(TRACKING_NO))

    of_traces, of_orders = import_files(repository, [file(tmp_path, ROW), orders], SHOP)

    assert (of_traces.kind, of_traces.counts["new"]) == ("traces", 1)
    assert (of_orders.kind, of_orders.counts["new"]) == ("orders", 1)
    assert states(repository) == ["picked_up"]
    assert repository.order(KEY).version == 1


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        pytest.param(
            f"999,{TRACKING_NO},2026-11-22 06:00,揽收,",
            "订单号",
            "order 999 is not in this store",
            id="an order nobody knows",
        ),
        pytest.param(
            f"{ORDER_NO},{OTHER_NO},2026-11-22 06:00,揽收,",
            "运单号",
            f"order {ORDER_NO} has no parcel with the number {OTHER_NO}; it has: {TRACKING_NO}",
            id="a number of another order",
        ),
        pytest.param(
            f"{ORDER_NO},{TRACKING_NO},2026-11-22 10:00,揽收,",
            "时间",
            "2026-11-22 10:00 is still to come; a trace is of the past.",
            id="still to come",
        ),
        pytest.param(
            f"{ORDER_NO},{TRACKING_NO},2026-11-19 10:00,揽收,",
            "时间",
            "2026-11-19 10:00 is before the payment (2026-11-20 09:00); no trace of a parcel is"
            " older than that.",
            id="before the payment",
        ),
    ],
)
def test_a_row_that_does_not_fit_is_rejected_and_the_others_are_taken(
    repository: Repository, tmp_path: Path, row: str, field: str, reason: str
) -> None:
    keep(repository, shipped())

    report = taken(repository, file(tmp_path, row, ROW))

    (bad,) = report.rejected
    assert (bad.file, bad.row, bad.field, bad.reason) == ("traces.csv", 2, field, reason)
    assert bad.cells["时间"] == row.split(",")[2]
    assert report.counts["new"] == 1
    (record,) = repository.all(ImportRecord)
    assert (record.platform, record.rows, record.new, record.rejected) == ("", 2, 1, 1)


def test_an_order_without_a_numbered_parcel_has_none(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, shipped(tracking_no=""))

    report = taken(repository, file(tmp_path, ROW))

    assert [one.reason for one in report.rejected] == [
        f"order {ORDER_NO} has no parcel with the number {TRACKING_NO}; it has: none"
    ]


def test_a_parcel_that_came_back_brings_its_units_back(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, shipped(parcels=(parcel(lines=units((1, 2))),)))

    taken(repository, file(tmp_path, f"{ORDER_NO},{TRACKING_NO},2026-11-22 08:00,已退回,"))

    order = repository.get(Order, KEY)
    assert order is not None
    assert order.losses == (Loss(line=1, quantity=2, kind="come_back", at=NOW - HOUR, parcel="p1"),)


def test_a_scan_that_brings_a_parcel_back_is_in_the_stock_once(
    repository: Repository, tmp_path: Path
) -> None:
    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)
    keep(repository, shipped(), rice)
    back = file(tmp_path, f"{ORDER_NO},{TRACKING_NO},2026-11-22 08:00,退签,")

    counted = []
    for _again in range(2):
        taken(repository, back)
        product = repository.product(SHOP, "RICE-10")
        assert product is not None
        counted.append(product.on_hand)

    assert counted == [12, 12]


LOST = "2026-11-22 05:00,异常,丢失"
DELIVERED = "2026-11-22 06:00,签收,"


@pytest.mark.parametrize("asked", [True, False], ids=["before it was there", "once it was there"])
@pytest.mark.parametrize(
    "files",
    [
        pytest.param([LOST, None, DELIVERED], id="the money, then the delivery"),
        pytest.param([LOST, DELIVERED, None], id="the scans, then the money"),
        pytest.param([None, LOST, DELIVERED], id="the money, then the scans"),
        pytest.param([DELIVERED, None, LOST], id="that it was lost comes last"),
    ],
)
def test_the_turn_of_the_files_changes_nothing_of_what_was_given_up_and_paid_there(
    repository: Repository, tmp_path: Path, files: list[str | None], *, asked: bool
) -> None:
    keep(repository, shipped())
    applied_at = NOW - (4 if asked else 2.5) * HOUR
    at = NOW - 2 * HOUR
    ended = refunded_case(applied_at=applied_at, closed_at=at, as_of=at, refunded_fen=5000)

    for said in files:
        if said is None:
            import_file(repository, export(cases=[case_facts(ended)]), SHOP)
        else:
            taken(repository, file(tmp_path, f"{ORDER_NO},{TRACKING_NO},{said}"))

    kinds = [one.kind for one in repository.order(KEY).open_discrepancies]
    assert kinds == (["found"] if asked else [])


OTHER = shipped(order_no="261120-000000000000002")
BACK = f"{TRACKING_NO},2026-11-22 06:00,已退回,退回签收"


@pytest.mark.parametrize(
    ("rows", "is_said"),
    [
        pytest.param([f"{ORDER_NO},{BACK}"], True, id="it came back for one of them"),
        pytest.param(
            [f"{ORDER_NO},{BACK}", f"{OTHER.order_no},{BACK}"], False, id="for both of them"
        ),
        pytest.param([ROW], False, id="it goes its way"),
    ],
)
def test_the_other_orders_in_a_parcel_that_came_back_are_told_of(
    repository: Repository, tmp_path: Path, rows: list[str], *, is_said: bool
) -> None:
    keep(repository, shipped(), OTHER)
    path = tmp_path / "traces.csv"
    path.write_text("\n".join(("订单号,运单号,时间,状态,说明", *rows, "")), encoding="utf-8")

    (report,) = import_paths(repository, [path], SHOP)

    said = f"Parcel {TRACKING_NO} also carries order {OTHER.order_no}: record a trace there too."
    assert report.shared == ((said,) if is_said else ())
    assert (f"  {said}" in list(told(report))) is is_said
    other = repository.get(Order, OTHER.key)
    assert other is not None
    opened = [one.kind for one in other.open_discrepancies]
    assert opened == (["shared_parcel"] if is_said else [])
    repository.verify(full=True)


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        pytest.param("returned", ["shared_parcel"], id="it is back here"),
        pytest.param("in_transit", [], id="it goes its way"),
    ],
)
def test_an_order_that_comes_with_the_number_of_a_parcel_that_is_back_asks(
    repository: Repository, tmp_path: Path, state: str, kinds: list[str]
) -> None:
    keep(repository, seen(shipped(), state))
    new = pdd(
        订单号="261120-000000000000777",
        订单状态="已发货，待收货",
        发货时间="2026-11-21 12:00:00",
        快递单号=TRACKING_NO,
        快递公司="圆通快递",
    )

    (report,) = import_paths(repository, [csv_file(tmp_path, PDD_2023, new)], SHOP)

    order = repository.order(f"pinduoduo:{SHOP}:261120-000000000000777")
    assert [one.kind for one in order.open_discrepancies] == kinds
    said = f"Parcel {TRACKING_NO} also carries order {order.order_no}: record a trace there too."
    assert report.shared == ((said,) if kinds else ())
    repository.verify(full=True)


def seen(given: Order, state: str) -> Order:
    trace = Trace.model_validate({"at": NOW - HOUR, "state": state, "source": "desk"})
    (sent,) = given.parcels
    return given.with_parcel(sent.model_copy(update={"traces": (trace,)}))


def test_the_other_orders_are_told_of_a_parcel_that_does_not_come_back_after_all(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, shipped(), OTHER)
    taken_from = tmp_path / "traces.csv"

    def opened(*rows: str) -> list[str]:
        text = "\n".join(("订单号,运单号,时间,状态,说明", *rows, ""))
        taken_from.write_text(text, encoding="utf-8")
        import_paths(repository, [taken_from], SHOP)
        return [one.kind for one in repository.order(OTHER.key).open_discrepancies]

    assert opened(f"{ORDER_NO},{BACK}") == ["shared_parcel"]
    assert opened(f"{ORDER_NO},{TRACKING_NO},2026-11-22 07:00,签收,") == []
    events = [one.action for one in repository.events(repository.order(OTHER.key))]
    assert events[-2:] == ["parcel-back-elsewhere", "parcel-not-back-elsewhere"]
    repository.verify(full=True)


def test_what_arrived_for_one_order_is_asked_at_the_one_that_gave_it_up(
    repository: Repository, tmp_path: Path
) -> None:
    lost = changed(RecordTrace, OTHER, state="abnormal")
    keep(repository, shipped(), changed(Refund, lost, amount="50", lines="1:2", reason="丢"))
    path = tmp_path / "traces.csv"
    rows = ("订单号,运单号,时间,状态,说明", f"{ORDER_NO},{TRACKING_NO},2026-11-22 07:00,签收,", "")
    path.write_text("\n".join(rows), encoding="utf-8")

    import_paths(repository, [path], SHOP)

    other = repository.order(OTHER.key)
    assert [one.kind for one in other.open_discrepancies] == ["shared_found"]
    assert [one.action for one in repository.events(other)][-1] == "parcel-arrived-elsewhere"
    repository.verify(full=True)


def test_what_a_file_shows_as_given_up_is_asked_about_where_it_arrived_for_another_order_before(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, shipped(), OTHER)
    ended = refunded_case(closed_at=NOW - 2 * HOUR, as_of=NOW - 2 * HOUR, refunded_fen=5000)
    there = case_facts(ended, order_no=OTHER.order_no)
    import_file(repository, export(cases=[there]), SHOP)

    def opened(row: str) -> tuple[list[object], tuple[str, ...]]:
        path = tmp_path / "traces.csv"
        path.write_text(f"订单号,运单号,时间,状态,说明\n{row}\n", encoding="utf-8")
        (report,) = import_paths(repository, [path], SHOP)
        kinds: list[object] = [one.kind for one in repository.order(OTHER.key).open_discrepancies]
        return kinds, report.shared

    assert opened(f"{ORDER_NO},{TRACKING_NO},{DELIVERED}") == ([], ())
    said = f"Parcel {TRACKING_NO} also carries order {OTHER.order_no}: record a trace there too."
    assert opened(f"{OTHER.order_no},{TRACKING_NO},{LOST}") == (["shared_found"], (said,))
    assert repository.order(KEY).open_discrepancies == ()
    repository.verify(full=True)
