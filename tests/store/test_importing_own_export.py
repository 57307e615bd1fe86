"""The desk's own full export, imported where it came from: it repeats, and proves nothing."""

from pathlib import Path

import pytest

from store.importing import import_paths
from store.models.axes import AfterSales, Source
from store.models.facts import OrderFacts, ParcelFacts
from store.models.import_record import ImportRecord
from store.models.order import Order
from store.repository import Repository, open_store
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.two_sources import merge_order
from tests.build import (
    ACTOR,
    NOW,
    SHOP,
    TRACKING_NO,
    context,
    export,
    facts,
    gone,
    known,
    line_facts,
    order,
    shipped,
    stock_out,
    units,
)
from tests.exchange.write_orders import export_orders
from tests.said_by_files import import_file
from tests.store.test_importing_cases import seen, taken
from tui.import_text import told

CORRECTED = "YT9999999999999"


def own_export(desk: Repository, folder: Path) -> Path:
    path = folder / "full.csv"
    export_orders([the_order(desk)], path, reveal=True)
    return path


def the_order(desk: Repository) -> Order:
    (only,) = desk.all(Order)
    return only


def own(**changes: object) -> OrderFacts:
    return facts(source=Source.DESK, knowledge=known(NOW), **changes)


@pytest.mark.parametrize("later", [False, True], ids=["corrected before", "corrected after"])
def test_a_number_corrected_here_stays_to_be_uploaded(
    repository: Repository, tmp_path: Path, *, later: bool
) -> None:
    import_file(repository, export(gone(TRACKING_NO)), SHOP)
    path = own_export(repository, tmp_path)
    repository.run(CorrectTracking, the_order(repository), {"tracking_no": CORRECTED})
    before = the_order(repository)
    if not later:
        path = own_export(repository, tmp_path)
    import_paths(repository, [path], SHOP)
    after = the_order(repository)
    assert [(one.kind, one.open) for one in after.tasks] == [("upload-tracking", True)]
    assert [(one.tracking_no, one.confirmed) for one in after.parcels] == [(CORRECTED, False)]
    assert after == before


def test_into_another_store_goes_the_number_that_the_platform_shows(
    repository: Repository, tmp_path: Path
) -> None:
    import_file(repository, export(gone(TRACKING_NO)), SHOP)
    repository.run(CorrectTracking, the_order(repository), {"tracking_no": CORRECTED})
    assert TRACKING_NO in own_export(repository, tmp_path).read_text("utf-8-sig")


def test_into_another_store_goes_what_the_rows_said_is_in_which_parcel(
    repository: Repository, tmp_path: Path
) -> None:
    lines = (line_facts(line_no="1"), line_facts(line_no="2", sku="OIL-5", name="菜籽油"))
    parcels = (
        ParcelFacts(tracking_no=TRACKING_NO, line_nos=("1",)),
        ParcelFacts(tracking_no=CORRECTED, line_nos=("2",)),
    )
    import_file(repository, export(gone(lines=lines, parcels=parcels)), SHOP)
    path = own_export(repository, tmp_path)

    other = open_store(str(tmp_path / "other"), ACTOR, lambda: NOW)
    import_paths(other, [path], SHOP)

    assert [(one.tracking_no, one.lines) for one in the_order(other).parcels] == [
        (TRACKING_NO, units((1, 2))),
        (CORRECTED, units((2, 2))),
    ]
    other.close()


def test_what_was_agreed_here_stays_to_be_told(repository: Repository, tmp_path: Path) -> None:
    import_file(repository, export(facts()), SHOP)
    taken(repository, seen())
    repository.run(AgreeRefund, the_order(repository), {})
    before = the_order(repository)
    import_paths(repository, [own_export(repository, tmp_path)], SHOP)
    assert [one.open for one in before.tasks] == [True]
    assert the_order(repository) == before


def test_a_parcel_of_the_desks_is_not_on_the_platform_by_it() -> None:
    given = shipped()
    said = own(parcels=gone(TRACKING_NO).parcels, lines=gone(TRACKING_NO).lines)
    assert merge_order(given, said, SHOP, context(beside=given)).order.parcels == given.parcels


def test_it_settles_no_contradiction() -> None:
    words = {"订单状态": "已申请缺货"}
    given = order(stock_outs=(stock_out(state="rejected"),), platform_status=words)
    seen_again = facts(stock_out_applied=True, platform_status=words)
    open_there = merge_order(given, seen_again, SHOP, context(beside=given)).order
    assert [one.kind for one in open_there.open_discrepancies] == ["verdict"]
    said = own(stock_out_applied=False, after_sales=AfterSales.NONE)
    met = merge_order(open_there, said, SHOP, context(beside=open_there)).order
    assert met.open_discrepancies == open_there.open_discrepancies


def test_what_a_buyer_told_is_not_confirmed_by_it() -> None:
    given = order().model_copy(update={"known_from": "buyer"})
    assert merge_order(given, own(), SHOP, context(beside=given)).order.known_from == "buyer"


def test_what_nobody_knew_here_is_filled_in() -> None:
    given = order()
    said = own(seller_note="靠窗放")
    assert merge_order(given, said, SHOP, context(beside=given)).order.seller_note == "靠窗放"


# Into another store


def sent_here(desk: Repository) -> None:
    import_file(desk, export(facts()), SHOP)
    values = {"tracking_no": TRACKING_NO, "carrier": "YTO"}
    desk.run(Ship, the_order(desk), values)


@pytest.mark.parametrize("reveal", [True, False])
def test_goods_that_left_at_another_desk_are_not_offered_for_shipping_again(
    repository: Repository, tmp_path: Path, *, reveal: bool
) -> None:
    sent_here(repository)
    path = tmp_path / "full.csv"
    export_orders([the_order(repository)], path, reveal=reveal)
    other = open_store(str(tmp_path / "other"), ACTOR, lambda: NOW)

    (report,) = import_paths(other, [path], SHOP)

    taken_over = the_order(other)
    (held,) = taken_over.open_discrepancies
    assert explain(taken_over, held) == (
        f"The desk that exported this order had sent its goods with {TRACKING_NO}, which the"
        " platform had not shown; make sure that they are not sent again, or restore that desk's"
        " backup."
    )
    assert Ship.why_not(taken_over, context(beside=taken_over)) is not None
    assert report.discrepancies == 1
    assert list(told(report))[2] == (
        "  a file of the desk's own: what the platform said is here; what was done at that desk"
        " (shipments, refunds, notes) is not, backup and restore, or migrate, bring that too"
    )
    import_file(other, export(gone(TRACKING_NO)), SHOP)
    assert the_order(other).open_discrepancies == ()
    other.close()


def test_in_the_store_that_sent_them_nothing_is_asked(
    repository: Repository, tmp_path: Path
) -> None:
    sent_here(repository)
    before = the_order(repository)
    import_paths(repository, [own_export(repository, tmp_path)], SHOP)
    assert the_order(repository) == before


def test_each_row_of_an_export_of_two_shops_goes_into_its_own(
    repository: Repository, tmp_path: Path
) -> None:
    import_file(repository, export(facts()), SHOP)
    import_file(repository, export(facts(order_no="261120-2")), "茶铺")
    before = {(one.shop, one.order_no) for one in repository.all(Order)}
    path, other_path = tmp_path / "full.csv", str(tmp_path / "other")
    export_orders(list(repository.all(Order)), path, reveal=True)
    other = open_store(other_path, ACTOR, lambda: NOW)

    reports = import_paths(other, [path])

    assert {(one.shop, one.order_no) for one in other.all(Order)} == before
    assert sorted((one.file, one.counts["new"]) for one in reports) == [
        (f"full.csv ({SHOP})", 1),
        ("full.csv (茶铺)", 1),
    ]
    again = import_paths(other, [path])
    assert [(one.rows, one.counts["same"]) for one in again] == [(1, 1), (1, 1)]
    assert sorted(one.shop for one in other.all(ImportRecord)) == sorted([SHOP, "茶铺"])
    other.close()


def test_a_shop_that_is_named_stands_over_what_the_rows_say(
    repository: Repository, tmp_path: Path
) -> None:
    import_file(repository, export(facts()), SHOP)
    path = own_export(repository, tmp_path)
    for shop, expected in (("新铺", "新铺"), (None, SHOP)):
        other = open_store(str(tmp_path / expected), ACTOR, lambda: NOW)
        import_paths(other, [path], shop)
        assert the_order(other).shop == expected
        other.close()
