"""Importing: what export files say, met with the store."""

from pathlib import Path
from typing import Any

import pytest

from store.errors import BadInput
from store.importing import ImportReport, total
from store.models.after_sales_case import AfterSalesCase, WaitingCase
from store.models.axes import Fulfilment, Platform
from store.models.facts import OrderFacts, RejectedRow, TraceFacts
from store.models.import_record import ImportRecord, Rejection
from store.models.order import Order
from store.models.parcel import Trace
from store.models.product import Product
from store.repository import Repository, open_store
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.parcels.actions.ship import Ship
from tests.build import (
    ACTOR,
    DAY,
    HOUR,
    NOW,
    ORDER_NO,
    SHOP,
    TRACKING_NO,
    case,
    case_facts,
    content,
    export,
    facts,
    gone,
    keep,
    known,
    line_facts,
    order,
    refunded_case,
)
from tests.said_by_files import ExportFile, import_file, import_files
from tui.import_text import told

KEY = order().key
OTHER = "261120-000000000000002"


def take(repository: Repository, file: ExportFile, shop: str = SHOP) -> ImportReport:
    return import_file(repository, file, shop)


def said(repository: Repository, *orders: OrderFacts) -> dict[str, int]:
    """The counts of an import that are not zero."""
    return counted(take(repository, export(*orders)))


def asked(repository: Repository, *cases: AfterSalesCase, **about: Any) -> dict[str, int]:
    """The counts of an import of cases that are not zero."""
    return counted(take(repository, export(cases=[case_facts(one, **about) for one in cases])))


def counted(report: ImportReport) -> dict[str, int]:
    return {verdict: count for verdict, count in report.counts.items() if count}


def test_orders_are_new_same_changed_or_older(repository: Repository) -> None:
    older = facts(knowledge=known(NOW - 9 * DAY))

    assert said(repository, facts(), facts(order_no=OTHER)) == {"new": 2}
    assert said(repository, facts(), facts(order_no=OTHER)) == {"same": 2}
    assert said(repository, gone(TRACKING_NO), older.model_copy(update={"order_no": OTHER})) == {
        "changed": 1,
        "older": 1,
    }


def test_an_order_named_twice_in_a_file_is_one_order(repository: Repository) -> None:
    assert said(repository, facts(), gone(TRACKING_NO)) == {"new": 1, "changed": 1}
    assert repository.order(KEY).version == 1
    assert len(repository.search()) == 1


def test_the_same_file_twice_writes_nothing(repository: Repository, store: Path) -> None:
    take(repository, export(gone(TRACKING_NO)))
    before = content(store)

    take(repository, export(gone(TRACKING_NO)))

    assert content(store) == before


def test_a_dry_run_counts_and_writes_nothing(unfounded: Repository, store: Path) -> None:
    report = import_file(unfounded, export(facts()), SHOP, dry_run=True)

    assert counted(report) == {"new": 1}
    assert not store.exists()
    assert len(unfounded.search()) == 0


def test_a_dry_run_counts_against_what_is_there(repository: Repository, store: Path) -> None:
    take(repository, export(facts()))
    before = content(store)

    report = import_file(repository, export(gone(TRACKING_NO)), SHOP, dry_run=True)

    assert counted(report) == {"changed": 1}
    assert content(store) == before


def test_every_changed_order_has_an_event_that_names_the_file(repository: Repository) -> None:
    said(repository, facts())
    said(repository, facts(), facts(order_no=OTHER))
    said(repository, gone(TRACKING_NO))

    events = repository.events(repository.order(KEY))

    assert [(one.action, one.values["file"]) for one in events] == [
        ("import", "orders.csv"),
        ("import", "orders.csv"),
    ]


def test_the_file_itself_is_recorded_once(repository: Repository) -> None:
    rejected = (RejectedRow(file="orders.csv", row=3, field="订单号", reason="empty"),)
    file = export(facts(), rejected=rejected, row_count=2, exported_at=NOW - HOUR)
    take(repository, file)
    take(repository, file)

    (record,) = repository.all(ImportRecord)

    assert (record.file, record.shop, record.rows) == ("orders.csv", SHOP, 2)
    assert (record.new, record.changed, record.rejected) == (1, 0, 1)
    assert record.rejections == (Rejection(row=3, field="订单号", reason="empty"),)
    assert (record.imported_at, record.exported_at) == (NOW, NOW - HOUR)


def test_the_record_tells_of_the_first_rows_that_were_not_taken(repository: Repository) -> None:
    rows = (
        RejectedRow(file="orders.csv", row=row, field="订单号", reason="empty")
        for row in (90, *range(3, 70))
    )
    take(repository, export(facts(), rejected=tuple(rows), row_count=80))

    (record,) = repository.all(ImportRecord)

    assert record.rejected == 68
    assert [one.row for one in record.rejections] == [*range(3, 53)]


def test_the_record_of_a_file_shows_no_phone_that_stood_in_another_column(
    repository: Repository,
) -> None:
    reason = "an amount in yuan such as 1,299.00 was expected, “13800001234” was found"
    rejected = (RejectedRow(file="orders.csv", row=3, field="商家实收", reason=reason),)
    take(repository, export(facts(), rejected=rejected, row_count=2))

    (record,) = repository.all(ImportRecord)

    assert record.rejections[0].reason == reason.replace("13800001234", "138******34")


def test_the_summary_of_several_files_adds_up(repository: Repository) -> None:
    rejected = (RejectedRow(file="orders.csv", row=3, field="订单号", reason="empty"),)
    first = take(repository, export(facts()))
    second = take(repository, export(facts(), facts(order_no=OTHER), rejected=rejected))

    assert total([first, second]) == {"new": 2, "changed": 0, "same": 1, "older": 0, "rejected": 1}


def test_a_report_says_what_kind_of_file_it_was(repository: Repository) -> None:
    report = take(repository, export(facts(), unknown_columns=("颜色",)))

    assert (report.file, report.platform, report.kind) == ("orders.csv", "pinduoduo", "orders")
    assert (report.variant, report.encoding, report.rows) == ("2026", "utf-8", 1)
    assert report.unknown_columns == ("颜色",)


@pytest.mark.parametrize("shop", ["", "  ", "A:B"])
def test_a_shop_needs_a_name_without_a_colon(repository: Repository, shop: str) -> None:
    with pytest.raises(BadInput) as caught:
        take(repository, export(facts()), shop)

    assert caught.value.sentence == "A shop's name may not be empty or hold a colon."
    assert caught.value.field == "shop"


@pytest.mark.parametrize("shop", ["米店\u200b", "\u202e店", "a\x1b[2J", "店" * 101])
def test_a_shop_is_called_so_that_it_can_be_seen(repository: Repository, shop: str) -> None:
    with pytest.raises(BadInput) as caught:
        take(repository, export(facts()), shop)

    assert caught.value.sentence == "A shop's name has at most 100 signs, all of them visible."
    assert caught.value.field == "shop"


def test_two_shops_keep_their_orders_apart(repository: Repository) -> None:
    take(repository, export(facts()), "A")
    take(repository, export(facts(order_no="261120-000000000000002")), "B")

    assert [one.shop for one in repository.all(Order)] == ["A", "B"]


SCAN = TraceFacts(
    order_no=ORDER_NO,
    tracking_no=TRACKING_NO,
    row=2,
    trace=Trace(at=NOW - HOUR, state="picked_up"),
    columns={},
    cells={},
)


@pytest.mark.parametrize(
    "said_of_it",
    [
        pytest.param(export(facts()), id="the order"),
        pytest.param(export(cases=[case_facts(case())]), id="a case of it"),
        pytest.param(export(kind="traces", platform=None, traces=(SCAN,)), id="a scan of a parcel"),
    ],
)
def test_an_order_belongs_to_one_shop(repository: Repository, said_of_it: ExportFile) -> None:
    take(repository, export(facts()), "A")

    with pytest.raises(BadInput) as refused:
        take(repository, said_of_it, "B")
    assert refused.value.sentence == (
        "Order 261120-000000000000001 is already here, in the shop A, not B."
    )
    assert list(repository.all(WaitingCase)) == []


def test_a_number_of_both_platforms_is_of_two_orders(repository: Repository) -> None:
    take(repository, export(gone(TRACKING_NO)), "A")
    take(repository, export(gone(TRACKING_NO, platform=Platform.DOUYIN)), "B")

    report = take(repository, export(kind="traces", platform=None, traces=(SCAN,)), "B")

    assert (counted(report), report.rejected) == ({"new": 1}, ())


def test_without_a_name_the_only_shop_is_meant(repository: Repository) -> None:
    take(repository, export(facts()), "A")

    (report,) = import_files(repository, [export(facts())])
    assert report.counts["same"] == 1


def test_the_name_is_remembered_from_cases_that_wait(repository: Repository) -> None:
    take(repository, export(cases=[case_facts(case())]), "云南果园")

    import_files(repository, [export(facts())])
    assert len(repository.order(f"pinduoduo:云南果园:{ORDER_NO}").cases) == 1


def test_blanks_around_a_name_are_not_another_shop(repository: Repository) -> None:
    take(repository, export(facts()), "云南果园")
    take(repository, export(facts(order_no=OTHER)), " 云南果园 ")
    assert repository.shops() == [("pinduoduo", "云南果园")]


def test_among_several_shops_one_has_to_be_named(repository: Repository) -> None:
    take(repository, export(facts()), "A")
    take(repository, export(facts(order_no="261120-000000000000002")), "B")

    with pytest.raises(BadInput) as refused:
        import_files(repository, [export(facts())])
    assert refused.value.sentence == ("There are several shops here (A, B); say which one it is.")


def test_several_files_are_one_import(repository: Repository) -> None:
    files = [export(facts()), export(gone(TRACKING_NO))]

    dry = import_files(repository, files, SHOP, dry_run=True)
    wet = import_files(repository, files, SHOP)

    assert [report.counts for report in dry] == [report.counts for report in wet]
    assert [report.counts["changed"] for report in wet] == [0, 1]


def test_a_status_nobody_knows_is_told(repository: Repository) -> None:
    strange = facts(
        line_facts(fulfilment=None),
        platform_status={"订单状态": "外星状态", "售后状态": "无售后"},
        unknown_words=("外星状态",),
    )

    (report,) = import_files(repository, [export(strange)], SHOP)
    assert report.unknown_words == ("外星状态",)


def test_a_case_closed_here_and_open_in_words_known_before_is_told(
    repository: Repository,
) -> None:
    words = (("售后状态", "待商家处理"),)
    asked = case_facts(case(platform_status=words, as_of=NOW - DAY, applied_at=NOW - DAY))
    import_files(repository, [export(facts(), cases=[asked])], SHOP)
    given = repository.order(KEY)
    repository.run(WithdrawCase, given, {"case": given.cases[0].id}, "withdrawn")

    (report,) = import_files(repository, [export(cases=[asked])], SHOP)

    assert report.doubts == {"closed_here": ("A1",)}
    assert "; if it is newer than that, they are still to be closed there" in "".join(told(report))


# Products


OFF_SALE = Product(
    shop=SHOP, sku="RICE-10", name="大米", delisted_at=NOW - DAY, delisted_by="小李 (li)"
)


@pytest.mark.parametrize("dry_run", [False, True])
def test_new_orders_that_wait_for_what_is_off_sale_are_said(
    repository: Repository, *, dry_run: bool
) -> None:
    keep(repository, OFF_SALE, Product(shop="B", sku="OIL-5", name="油", delisted_at=NOW))
    first = export(
        facts(),
        facts(order_no=OTHER),
        facts(line_facts(sku="OIL-5"), order_no="261120-000000000000003"),
        gone(TRACKING_NO, order_no="261120-000000000000004"),
    )

    (report,) = import_files(repository, [first], SHOP, dry_run=dry_run)

    assert sorted(one.order_no for one in report.off_sale) == [ORDER_NO, OTHER]
    assert [line.strip() for line in told(report) if "off sale" in line] == [
        (
            "new orders of RICE-10, off sale here since 2026-11-21 09:00 (小李 (li)):"
            f" {ORDER_NO}, {OTHER}; look whether it is off sale on the platform too"
        )
    ]


def test_an_order_is_said_to_be_of_what_is_off_sale_once(repository: Repository) -> None:
    keep(repository, OFF_SALE)
    import_files(repository, [export(facts())], SHOP)

    (again,) = import_files(repository, [export(facts(seller_note="急"))], SHOP)

    assert (again.counts["changed"], again.off_sale, again.off_sale_count) == (1, (), 0)


def test_every_sku_of_an_order_is_a_product(repository: Repository) -> None:
    gift = line_facts(sku="", name="赠品", ordered=1, amount_fen=0)
    said(repository, facts(line_facts(spec="10kg"), line_facts(sku="OIL-5", name="菜籽油"), gift))

    assert {one.sku: (one.name, one.spec, one.on_hand) for one in repository.all(Product)} == {
        "RICE-10": ("东北大米", "10kg", None),
        "OIL-5": ("菜籽油", "", None),
    }


def test_a_product_that_was_counted_is_left_alone(repository: Repository) -> None:
    keep(repository, Product(shop=SHOP, sku="RICE-10", name="大米", on_hand=7))

    said(repository, facts())

    assert [(one.name, one.on_hand) for one in repository.all(Product)] == [("大米", 7)]


@pytest.mark.parametrize(
    ("first", "then", "product_id"),
    [
        pytest.param("", "582", "582", id="an export with fewer columns came first"),
        pytest.param("582", "", "582", id="an export with fewer columns came later"),
        pytest.param("582", "583", "582", id="another platform numbers it anew"),
    ],
)
def test_the_first_number_that_an_export_names_is_the_products(
    repository: Repository, first: str, then: str, product_id: str
) -> None:
    said(repository, facts(line_facts(product_id=first)))
    said(repository, facts(line_facts(product_id=then), order_no=OTHER))

    assert [one.product_id for one in repository.all(Product)] == [product_id]


def test_a_number_that_the_same_file_names_later_is_the_products_too(
    repository: Repository,
) -> None:
    numbered = facts(line_facts(product_id="582"), order_no=OTHER)

    said(repository, facts(), numbered, facts(order_no="261120-000000000000003"))

    assert [one.product_id for one in repository.all(Product)] == ["582"]


# Cases


def test_a_case_attaches_to_its_order(repository: Repository) -> None:
    said(repository, facts())
    ended = refunded_case(as_of=NOW)

    assert asked(repository, case()) == {"new": 1}
    assert asked(repository, case()) == {"same": 1}
    assert asked(repository, ended) == {"changed": 1}
    assert asked(repository, case()) == {"older": 1}
    assert repository.order(KEY).cases[0].outcome == "refunded"


def test_a_case_before_its_order_waits_and_attaches_when_it_comes(repository: Repository) -> None:
    report = take(repository, export(cases=[case_facts(refunded_case(), shipped=False)]))
    assert (report.waiting, counted(report)) == (1, {"new": 1})
    assert asked(repository, refunded_case()) == {"same": 1}

    said(repository, facts())

    attached = repository.order(KEY)
    assert [one.id for one in attached.cases] == ["A1"]
    assert [one.amount_fen for one in attached.refunds] == [5000]
    assert said(repository, facts()) == {"same": 1}


def test_a_waiting_case_is_replaced_by_newer_knowledge_only(repository: Repository) -> None:
    assert asked(repository, case()) == {"new": 1}
    assert asked(repository, refunded_case()) == {"changed": 1}
    assert asked(repository, case()) == {"older": 1}

    (waiting,) = repository.all(WaitingCase)
    assert waiting.case.state == "closed"


def test_a_waiting_case_named_twice_in_a_file_waits_once(repository: Repository) -> None:
    assert asked(repository, case(), refunded_case()) == {"new": 1, "changed": 1}
    assert len(list(repository.all(WaitingCase))) == 1


def test_a_case_of_another_shop_does_not_attach(repository: Repository) -> None:
    take(repository, export(cases=[case_facts(case())]), "A")
    take(repository, export(facts()), "B")

    assert repository.order(f"pinduoduo:B:{ORDER_NO}").cases == ()


def test_a_case_of_an_older_order_export_attaches_too(repository: Repository) -> None:
    asked(repository, case(), order_no=OTHER)
    keep(repository, order(order_no=OTHER))

    assert said(repository, facts(order_no=OTHER, knowledge=known(NOW - 9 * DAY))) == {"changed": 1}


# Contradictions


def test_what_contradicts_the_desk_is_counted_and_kept(repository: Repository) -> None:
    said(repository, facts())
    repository.run(Ship, repository.order(KEY), {"tracking_no": TRACKING_NO})

    closed = facts(line_facts(fulfilment=Fulfilment.CANCELLED), knowledge=known(NOW, 5))
    report = take(repository, export(closed))

    after = repository.order(KEY)
    assert report.discrepancies == 1
    assert (after.lines[0].cancelled, after.parcels[0].tracking_no) == (2, TRACKING_NO)
    assert repository.search("discrepancy")
    assert take(repository, export(closed)).discrepancies == 0


def test_what_a_later_file_of_the_same_import_explains_is_no_contradiction(
    repository: Repository,
) -> None:
    """What was refunded here in one sum is the money of two cases, of which each has a file."""
    said(repository, facts())
    repository.run(Refund, repository.order(KEY), {"amount": "45", "reason": "少件"})
    repository.run(SettleRefund, repository.order(KEY), {"outcome": "done"})
    first, second = (
        export(cases=[case_facts(refunded_case(id=number, refunded_fen=fen))], digest=number)
        for number, fen in (("A1", 3000), ("A2", 1500))
    )

    assert [one.discrepancies for one in import_files(repository, [first], dry_run=True)] == [1]
    assert [one.discrepancies for one in import_files(repository, [first, second])] == [0, 0]
    assert repository.order(KEY).open_discrepancies == ()


def test_what_adds_up_again_is_closed_at_once(repository: Repository) -> None:
    said(repository, facts())
    repository.run(Refund, repository.order(KEY), {"lines": "1:2", "reason": "不要了"})
    said(repository, gone(TRACKING_NO))
    assert repository.order(KEY).open_discrepancies

    repository.run(SettleRefund, repository.order(KEY), {"outcome": "failed"})

    assert repository.order(KEY).open_discrepancies == ()
    assert said(repository, gone(TRACKING_NO)) == {"same": 1}


def test_an_order_is_taken_as_a_whole_or_not_at_all(
    repository: Repository, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(repository, facts())
    before = content(store)

    with monkeypatch.context() as patch:
        patch.setattr("store.importing.merging.judged", lambda order, *_about: 1 / len(order.cases))
        with pytest.raises(ZeroDivisionError):
            said(repository, gone(TRACKING_NO))

    assert content(store) == before
    assert open_store(str(store), ACTOR).order(KEY).parcels == ()
