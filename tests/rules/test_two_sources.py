"""Two sources, one order: every row of the table in docs/imports.md."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from store.models.axes import AfterSales, Fulfilment, Payment, Source
from store.models.facts import OrderFacts, ParcelFacts
from store.models.order import Knowledge, Money, Order
from store.models.platform_task import PlatformTask
from store.models.receiver import AddressChange
from store.rules.order.ledger import units_to_ship
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.uploading import is_told
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.newer_order import is_newer
from store.rules.platform.two_sources import Merged, merge_order
from tests.build import (
    DAY,
    FIRST_BAG,
    HOME,
    HOUR,
    NOW,
    ORDER_NO,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    changed,
    context,
    facts,
    gone,
    known,
    line,
    line_facts,
    order,
    parcel,
    shipped,
    stock_out,
    units,
)

NEWER = known(NOW - HOUR)
OLDER = known(NOW - 9 * DAY)
EXPORT = NOW - 3 * HOUR


def made_at(exported_at: datetime | None, said: OrderFacts | None = None) -> OrderFacts:
    """What an export says whose name tells when it was made: the goods are to be shipped."""
    said = said or facts()
    knowledge = said.knowledge.model_copy(update={"exported_at": exported_at})
    return said.model_copy(update={"knowledge": knowledge})


def merged(given: Order | None, *said: OrderFacts) -> Order:
    """The order after several exports, one after the other."""
    asked = context(beside=given)
    for one in said:
        given = merge_order(given, one, SHOP, asked).order
    assert given is not None
    return given


def steps(*progress: int) -> Knowledge:
    """Knowledge of one age, in which the sub-orders 1, 2 … have come so far."""
    of_lines = {str(number): step for number, step in enumerate(progress, 1)}
    return Knowledge(instants={"paid_at": NOW}, line_progress=of_lines)


def met(given: Order | None, said: OrderFacts) -> Merged:
    return merge_order(given, said, SHOP, context(beside=given))


# Rule 1: newer wins


@pytest.mark.parametrize(
    ("given", "before", "newer"),
    [
        pytest.param(
            Knowledge(exported_at=EXPORT + HOUR, instants={"paid_at": NOW - 9 * DAY}),
            Knowledge(exported_at=EXPORT, instants={"paid_at": NOW}),
            True,
            id="the export's own time comes first",
        ),
        pytest.param(
            Knowledge(exported_at=EXPORT - HOUR, instants={"paid_at": NOW}),
            Knowledge(exported_at=EXPORT, instants={"paid_at": NOW - 9 * DAY}),
            False,
            id="an older export",
        ),
        pytest.param(
            Knowledge(exported_at=EXPORT), Knowledge(exported_at=EXPORT), True, id="the same export"
        ),
        pytest.param(
            Knowledge(exported_at=EXPORT, instants={"paid_at": NOW - DAY}),
            known(NOW),
            False,
            id="only one carries a time: business decides",
        ),
        pytest.param(known(NOW), known(NOW - HOUR), True, id="later business"),
        pytest.param(known(NOW - HOUR), known(NOW), False, id="earlier business"),
        pytest.param(known(NOW), known(None), True, id="some business"),
        pytest.param(
            Knowledge(instants={"deal_at": NOW - HOUR}, progress=5),
            Knowledge(instants={"deal_at": NOW - HOUR, "confirmed_at": NOW}, progress=2),
            True,
            id="fewer columns, but further",
        ),
        pytest.param(
            known(NOW, 5),
            known(NOW + timedelta(seconds=59), 2),
            True,
            id="saved again without the seconds, but further",
        ),
        pytest.param(known(None), known(NOW), True, id="no business"),
        pytest.param(known(NOW + timedelta(seconds=30)), known(NOW), True, id="in the same minute"),
        pytest.param(known(NOW, 3), known(NOW, 2), True, id="further at the same age"),
        pytest.param(known(NOW, 2), known(NOW, 3), False, id="back at the same age"),
        pytest.param(known(NOW, 2), known(NOW, 2), True, id="the same: the later import"),
        pytest.param(known(None, 0), known(None, 0), True, id="nothing known of either"),
        pytest.param(steps(2, 2), steps(2, 5), False, id="one line back, the other as it was"),
        pytest.param(steps(2, 5), steps(2, 2), True, id="one line further"),
        pytest.param(steps(3, 2), steps(2, 5), True, id="one further and one back: it has news"),
        pytest.param(steps(5), steps(2, 2), True, id="of some of the lines, further"),
        pytest.param(steps(2), steps(3, 2), False, id="of some of the lines, back"),
    ],
)
def test_which_of_two_exports_is_newer(given: Knowledge, before: Knowledge, *, newer: bool) -> None:
    assert is_newer(given, before) is newer


def test_a_new_order_is_what_the_export_says() -> None:
    result = met(None, facts())

    assert result.verdict == "new"
    assert result.order == order()


def test_the_same_export_twice_changes_nothing() -> None:
    once = met(None, gone(TRACKING_NO)).order

    result = met(once, gone(TRACKING_NO))

    assert result.verdict == "same"
    assert result.order == once


def test_an_older_export_that_says_nothing_new_is_older() -> None:
    result = met(order(), facts(knowledge=OLDER, money=Money(paid_fen=1)))

    assert result.verdict == "older"
    assert result.order == order()


# Fields that a newer export replaces: newer, empty, older, and older where nothing is known

REPLACED = [
    ("under_review", True, False, None),
    ("ordered_at", NOW - 3 * DAY, NOW - 4 * DAY, None),
    ("deal_at", NOW - 3 * DAY, NOW - 4 * DAY, None),
    ("paid_at", NOW - 3 * DAY, NOW - 4 * DAY, None),
    ("ship_by_deadline", NOW + DAY, NOW + HOUR, None),
    ("shipped_at", NOW - HOUR, NOW - 2 * HOUR, None),
    ("received_at", NOW - HOUR, NOW - 2 * HOUR, None),
    ("insured", True, False, None),
    ("insured_at", NOW - HOUR, NOW - 2 * HOUR, None),
    ("insurance_status", "保障中", "", ""),
    ("buyer_note", "送到门口", "", ""),
    ("seller_note", "急", "等货", ""),
]
NAMED = [one[0] for one in REPLACED]


@pytest.mark.parametrize(("name", "new", "old", "empty"), REPLACED, ids=NAMED)
def test_a_newer_export_replaces(name: str, new: Any, old: Any, empty: Any) -> None:
    given = order(**{name: old})

    assert getattr(merged(given, facts(knowledge=NEWER, **{name: new})), name) == new


@pytest.mark.parametrize(("name", "new", "old", "empty"), REPLACED, ids=NAMED)
def test_an_empty_cell_replaces_nothing(name: str, new: Any, old: Any, empty: Any) -> None:
    given = order(**{name: new})

    assert getattr(merged(given, facts(knowledge=NEWER, **{name: empty})), name) == new


@pytest.mark.parametrize(("name", "new", "old", "empty"), REPLACED, ids=NAMED)
def test_an_older_export_replaces_nothing(name: str, new: Any, old: Any, empty: Any) -> None:
    given = order(**{name: new})
    before = "older" if old == "" else old

    assert getattr(merged(given, facts(knowledge=OLDER, **{name: before})), name) == new


@pytest.mark.parametrize(
    ("name", "new"), [(name, new) for name, new, _old, empty in REPLACED if name != "under_review"]
)
def test_an_older_export_fills_what_nobody_knows(name: str, new: Any) -> None:
    given = order(**{name: "" if isinstance(new, str) else None})

    assert getattr(merged(given, facts(knowledge=OLDER, **{name: new})), name) == new


@pytest.mark.parametrize("field", list(type(HOME).model_fields))
@pytest.mark.parametrize(
    ("cell", "before", "newer", "kept"),
    [
        pytest.param("新的", "旧的", True, "新的", id="newer and full"),
        pytest.param("旧的", "新的", False, "新的", id="older and full"),
        pytest.param("", "全的", True, "全的", id="newer but empty"),
        pytest.param("张**", "张三", True, "张三", id="newer but masked"),
        pytest.param("##aGVsbG8=##", "张三", True, "张三", id="newer but ciphered"),
        pytest.param("$$aGVsbG8=", "张**", True, "张**", id="a cipher is less than a mask"),
        pytest.param("张三", "张**", False, "张三", id="older but fuller"),
        pytest.param("张**", "", False, "张**", id="older, and nothing was known"),
        pytest.param("李**", "张**", True, "李**", id="one mask for another"),
        pytest.param("##new##", "##old##", True, "##new##", id="one cipher for another"),
    ],
)
def test_a_receivers_fuller_value_stays(
    field: str, cell: str, before: str, kept: str, *, newer: bool
) -> None:
    given = order(receiver=HOME.model_copy(update={field: before}))
    said = facts(
        receiver=HOME.model_copy(update={field: cell}), knowledge=NEWER if newer else OLDER
    )

    assert getattr(merged(given, said).receiver, field) == kept


def test_money_is_that_of_the_newer_export() -> None:
    less = Money(goods_fen=5000, shop_discount_fen=500, paid_fen=4500)

    assert merged(order(), facts(money=less, knowledge=NEWER)).money == less
    assert merged(order(), facts(money=less, knowledge=OLDER)).money == order().money


def test_status_words_and_other_columns_are_replaced_one_by_one() -> None:
    given = order(
        platform_status={"订单状态": "待发货", "售后状态": "无售后"}, extra={"样式ID": "1"}
    )
    said = {"platform_status": {"订单状态": "已发货", "售后状态": ""}, "extra": {"仓库": "杭州"}}

    after = merged(given, facts(knowledge=NEWER, **said))
    unchanged = merged(given, facts(knowledge=OLDER, **said))

    assert after.platform_status == {"订单状态": "已发货", "售后状态": "无售后"}
    assert after.extra == {"样式ID": "1", "仓库": "杭州"}
    assert unchanged.platform_status == given.platform_status
    assert unchanged.extra == {"样式ID": "1", "仓库": "杭州"}


def test_knowledge_is_the_newest_of_each() -> None:
    before = Knowledge(exported_at=EXPORT, instants={"paid_at": NOW - DAY}, progress=3)
    given = order(knowledge=before)
    later = Knowledge(exported_at=EXPORT + HOUR, instants={"paid_at": NOW - 2 * DAY}, progress=2)

    after = merged(given, facts(knowledge=later))

    assert after.knowledge == Knowledge(
        exported_at=EXPORT + HOUR, instants={"paid_at": NOW - DAY}, progress=2
    )


# The axes


@pytest.mark.parametrize(
    ("before", "said", "knowledge", "after"),
    [
        pytest.param(Payment.UNPAID, Payment.PAID, NEWER, Payment.PAID, id="paid since"),
        pytest.param(Payment.UNPAID, Payment.PAID, OLDER, Payment.UNPAID, id="an older export"),
        pytest.param(Payment.PAID, Payment.UNPAID, NEWER, Payment.PAID, id="never back to unpaid"),
        pytest.param(Payment.PAID, Payment.DEPOSIT, NEWER, Payment.PAID, id="never back to part"),
        pytest.param(Payment.PAID, None, NEWER, Payment.PAID, id="not said"),
    ],
)
def test_payment_never_goes_back(
    before: Payment, said: Payment | None, knowledge: Knowledge, after: Payment
) -> None:
    given = order(platform_payment=before)

    assert merged(given, facts(payment=said, knowledge=knowledge)).platform_payment is after


SHIPPED_THERE = order(
    platform_fulfilment=Fulfilment.SHIPPED, knowledge=known(NOW - 2 * DAY, progress=3)
)


@pytest.mark.parametrize(
    ("said", "after"),
    [
        pytest.param(facts(), Fulfilment.SHIPPED, id="not back at equal age"),
        pytest.param(facts(knowledge=NEWER), Fulfilment.TO_SHIP, id="back when it is newer"),
        pytest.param(
            facts(line_facts(fulfilment=Fulfilment.RECEIVED), knowledge=NEWER),
            Fulfilment.RECEIVED,
            id="on",
        ),
        pytest.param(
            facts(line_facts(fulfilment=Fulfilment.RECEIVED), knowledge=OLDER),
            Fulfilment.SHIPPED,
            id="an older export",
        ),
        pytest.param(
            facts(
                line_facts(fulfilment=Fulfilment.RECEIVED),
                line_facts(sku="OIL-5", fulfilment=Fulfilment.SHIPPED),
                knowledge=NEWER,
            ),
            Fulfilment.SHIPPED,
            id="the line that is behind is the order's word",
        ),
        pytest.param(
            facts(line_facts(fulfilment=Fulfilment.CANCELLED), knowledge=NEWER),
            Fulfilment.CANCELLED,
            id="all of it cancelled",
        ),
        pytest.param(
            facts(line_facts(fulfilment=None), knowledge=NEWER), Fulfilment.SHIPPED, id="not said"
        ),
    ],
)
def test_the_platforms_word_for_fulfilment(said: OrderFacts, after: Fulfilment) -> None:
    assert merged(SHIPPED_THERE, said).platform_fulfilment is after


def test_after_sales_may_go_back() -> None:
    given = order(platform_after_sales=AfterSales.OPEN)

    assert (
        merged(given, facts(after_sales=AfterSales.NONE, knowledge=NEWER)).platform_after_sales
        is AfterSales.NONE
    )
    assert (
        merged(given, facts(after_sales=AfterSales.NONE, knowledge=OLDER)).platform_after_sales
        is AfterSales.OPEN
    )
    assert merged(given, facts(knowledge=NEWER)).platform_after_sales is AfterSales.OPEN


def test_a_review_ends_with_a_newer_export() -> None:
    assert not merged(order(under_review=True), facts(under_review=False)).under_review


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        pytest.param(None, NOW, NOW, id="confirmed there"),
        pytest.param(NOW - DAY, NOW, NOW - DAY, id="the earlier stays"),
        pytest.param(NOW - DAY, None, NOW - DAY, id="not said"),
    ],
)
def test_a_confirmation_is_set_once(
    before: datetime | None, said: datetime | None, after: datetime
) -> None:
    given = order(confirmed_at=before)

    assert merged(given, facts(confirmed_at=said, knowledge=NEWER)).confirmed_at == after


# Lines


def test_what_a_line_is_called_is_replaced_by_newer_and_kept_when_empty() -> None:
    given = order(line(spec="10kg", product_id="6001"))
    said = line_facts(name="东北大米 新米", spec="", product_id="6002", ordered=3, amount_fen=7000)

    (after,) = merged(given, facts(said, knowledge=NEWER)).lines
    (unchanged,) = merged(given, facts(said, knowledge=OLDER)).lines

    assert (after.name, after.spec, after.product_id) == ("东北大米 新米", "10kg", "6002")
    assert (after.ordered, after.amount_fen) == (3, 7000)
    assert unchanged == given.lines[0]


def test_lines_are_known_by_their_number() -> None:
    given = order(line(line_no="A"), line(2, line_no="B"))
    said = facts(
        line_facts(line_no="B", name="大米 B"),
        line_facts(line_no="C", name="大米 C"),
        knowledge=NEWER,
    )

    after = merged(given, said)

    assert [(one.line, one.line_no, one.name) for one in after.lines] == [
        (1, "A", "东北大米"),
        (2, "B", "大米 B"),
        (3, "C", "大米 C"),
    ]


def test_without_a_number_a_line_is_known_by_what_it_is() -> None:
    given = order(line(), line(2, sku="OIL-5"))

    after = merged(given, facts(line_facts(sku="OIL-5", ordered=4), line_facts(), knowledge=NEWER))

    assert [one.ordered for one in after.lines] == [2, 4]


def test_a_line_that_the_platform_closed_is_cancelled_and_can_come_back() -> None:
    closed = facts(line_facts(fulfilment=Fulfilment.CANCELLED), knowledge=NEWER)

    cancelled = merged(order(), closed)

    assert (cancelled.lines[0].cancelled, units_to_ship(cancelled)) == (2, 0)
    assert units_to_ship(merged(cancelled, facts(knowledge=known(NOW)))) == 2


@pytest.mark.parametrize(
    ("first", "after"),
    [
        pytest.param(2, Fulfilment.TO_SHIP, id="the other line as it was"),
        pytest.param(3, Fulfilment.SHIPPED, id="the other line further"),
    ],
)
def test_a_closed_line_does_not_come_back_by_a_file_of_before(
    first: int, after: Fulfilment
) -> None:
    """It would leave again; what the file says of the other line stands."""
    word = {2: Fulfilment.TO_SHIP, 3: Fulfilment.SHIPPED, 5: Fulfilment.CANCELLED}

    def said(*progress: int) -> OrderFacts:
        lines = (
            line_facts(line_no=str(number), fulfilment=word[step])
            for number, step in enumerate(progress, 1)
        )
        return facts(*lines, knowledge=steps(*progress))

    closed = merged(merged(None, said(2, 2)), said(2, 5))

    again = merged(closed, said(first, 2))

    assert [one.cancelled for one in again.lines] == [0, 2]
    assert again.platform_fulfilment is after
    assert units_to_ship(again) == (2 if first == 2 else 0)
    assert again.knowledge == steps(first, 5)


# Stock-outs


def test_the_same_export_again_opens_no_application_that_was_ruled_since() -> None:
    said = facts(stock_out_applied=True, platform_status={"订单状态": "已申请缺货"})
    (opened,) = merged(order(), said).stock_outs
    verdict = opened.model_copy(update={"state": "rejected", "ruled_at": NOW})
    ruled = merged(order(), said).model_copy(update={"stock_outs": (verdict,)})

    assert merged(ruled, said).stock_outs == (verdict,)

    shipping = facts(platform_status={"订单状态": "待发货"})
    once_more = merged(merged(ruled, shipping), said)
    assert [one.state for one in once_more.stock_outs] == ["rejected", "applied"]


def test_an_application_first_shown_after_its_verdict_here_is_the_same_and_contradicts() -> None:
    said = facts(stock_out_applied=True, platform_status={"订单状态": "已申请缺货"})
    ruled = order(stock_outs=(stock_out(state="rejected", ruled_at=NOW),))

    shown = merged(ruled, said)

    assert [(one.state, one.confirmed) for one in shown.stock_outs] == [("rejected", True)]
    assert [one.kind for one in shown.open_discrepancies] == ["verdict"]

    shipping = facts(platform_status={"订单状态": "待发货"})
    once_more = merged(merged(shown, shipping), said)
    assert [one.state for one in once_more.stock_outs] == ["rejected", "applied"]
    assert not once_more.open_discrepancies


def test_an_application_shown_before_its_verdict_is_another_when_it_is_shown_anew() -> None:
    said = facts(stock_out_applied=True, platform_status={"订单状态": "已申请缺货"})
    shown = merged(order(stock_outs=(stock_out(),)), said)
    ended = [
        one.model_copy(update={"state": "rejected", "ruled_at": NOW}) for one in shown.stock_outs
    ]
    ruled = shown.model_copy(update={"stock_outs": tuple(ended)})

    shipping = facts(platform_status={"订单状态": "待发货"})
    once_more = merged(merged(ruled, shipping), said)

    assert [one.state for one in once_more.stock_outs] == ["rejected", "applied"]


def test_a_stock_out_on_the_platform_opens_an_application() -> None:
    after = merged(order(), facts(stock_out_applied=True, knowledge=NEWER))

    (opened,) = after.stock_outs
    assert (opened.state, opened.source, opened.applied_at) == ("applied", Source.PLATFORM, NOW)
    assert merged(after, facts(stock_out_applied=True, knowledge=NEWER)) == after


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        pytest.param(facts(knowledge=NEWER), "rejected", id="to ship again"),
        pytest.param(gone(TRACKING_NO), "rejected", id="shipped"),
        pytest.param(facts(line_facts(refunded=True), knowledge=NEWER), "approved", id="refunded"),
        pytest.param(
            facts(line_facts(fulfilment=Fulfilment.CANCELLED), knowledge=NEWER),
            "approved",
            id="cancelled",
        ),
        pytest.param(facts(stock_out_applied=None, knowledge=NEWER), "applied", id="not said"),
        pytest.param(facts(knowledge=OLDER), "applied", id="an older export"),
    ],
)
def test_another_word_of_the_platform_ends_its_application(said: OrderFacts, verdict: str) -> None:
    given = order(stock_outs=(stock_out(source=Source.PLATFORM),))

    (ruled,) = merged(given, said).stock_outs

    assert ruled.state == verdict
    assert ruled.ruled_at == (None if verdict == "applied" else NOW)


def test_an_application_made_here_is_not_ended_by_an_export() -> None:
    given = order(stock_outs=(stock_out(),))

    assert merged(given, facts(knowledge=NEWER)).stock_outs == given.stock_outs


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        pytest.param(
            "apply-stock-out", facts(stock_out_applied=True, knowledge=NEWER), id="applied for"
        ),
        pytest.param(
            "cancel-order",
            facts(line_facts(fulfilment=Fulfilment.CANCELLED), knowledge=NEWER),
            id="closed",
        ),
        pytest.param(
            "cancel-order", facts(line_facts(refunded=True), knowledge=NEWER), id="refunded"
        ),
    ],
)
def test_what_the_export_shows_the_platform_need_not_be_told(kind: str, said: OrderFacts) -> None:
    asked = PlatformTask(id="t1", kind=kind, created_at=NOW, copy_text="x")
    given = order(stock_outs=(stock_out(),), tasks=(asked,))

    assert merged(given, said).open_tasks == ()
    assert merged(given, facts(knowledge=NEWER)).open_tasks == (asked,)


# Rule 3: parcels


def test_the_platform_shows_a_parcel_shipped_here_and_its_task_is_done() -> None:
    sent = changed(Ship, order(), tracking_no=TRACKING_NO)

    after = merged(sent, gone(TRACKING_NO))

    assert after.open_tasks == ()
    assert (after.tasks[0].done_at, after.tasks[0].done_by) == (NOW, "import")
    shown = {"confirmed": True, "number_shown": True}
    assert after.parcels == (sent.parcels[0].model_copy(update=shown),)


def uploaded_here() -> Order:
    """Somebody shipped both bags, and says that the number is uploaded."""
    sent = changed(Ship, order(), tracking_no=TRACKING_NO)
    return changed(CompleteTask, sent, task=sent.open_tasks[0].id)


@pytest.mark.parametrize(
    ("said", "to_be_told"),
    [
        pytest.param(made_at(NOW + HOUR), ["batch-ship"], id="made later, still to ship"),
        pytest.param(made_at(NOW - HOUR), [], id="made before the number was uploaded"),
        pytest.param(made_at(None), [], id="nobody knows when it was made"),
        pytest.param(made_at(NOW + HOUR, gone(TRACKING_NO)), [], id="made later, shipped"),
    ],
)
def test_a_number_that_the_platform_never_took_is_to_be_told_again(
    said: OrderFacts, to_be_told: list[str]
) -> None:
    again = merged(uploaded_here(), said)

    assert [one.kind for one in again.open_tasks] == to_be_told
    assert is_told(again, again.parcels[0]) is not bool(to_be_told)
    assert merged(again, said) == again


def test_another_number_is_a_parcel_of_its_own() -> None:
    sent = changed(Ship, order(), tracking_no=TRACKING_NO)

    after = merged(sent, gone(OTHER_NO))

    assert [(one.tracking_no, one.source, one.lines) for one in after.parcels] == [
        (TRACKING_NO, Source.DESK, units((1, 2))),
        (OTHER_NO, Source.PLATFORM, units((1, 2))),
    ]
    assert len(after.open_tasks) == 1


def test_known_numbers_are_met_before_new_ones() -> None:
    sent = changed(Ship, order(line(ordered=3)), tracking_no=TRACKING_NO, lines="1:1")

    after = merged(sent, gone(OTHER_NO, TRACKING_NO, lines=(line_facts(ordered=3),)))

    assert [one.lines for one in after.parcels] == [units((1, 1)), units((1, 2))]
    assert after.open_tasks == ()


def test_the_platforms_word_for_the_carrier_is_read() -> None:
    named = (ParcelFacts(tracking_no="A-123456", carrier="圆通速递"),)

    assert merged(None, gone(parcels=named)).parcels[0].carrier == "YTO"
    assert merged(None, gone(OTHER_NO)).parcels[0].carrier == "SF"
    assert merged(None, gone("A-123456")).parcels[0].carrier == ""


def test_shipped_without_a_number_is_a_parcel_without_a_number() -> None:
    after = merged(order(), gone())

    (nameless,) = after.parcels
    assert (nameless.tracking_no, nameless.lines) == ("", units((1, 2)))
    assert (nameless.confirmed, nameless.shipped_at) == (True, NOW - HOUR)
    assert merged(after, gone()) == after


def test_the_first_number_that_comes_fills_a_numberless_parcel() -> None:
    after = merged(order(), gone(), gone(TRACKING_NO))

    (named,) = after.parcels
    assert (named.tracking_no, named.carrier, named.lines) == (TRACKING_NO, "YTO", units((1, 2)))


def test_a_number_that_fills_a_numberless_parcel_holds_at_once_what_it_names() -> None:
    more = line_facts(line_no="A", ordered=3)
    named = (ParcelFacts(tracking_no=TRACKING_NO, line_nos=("A",)),)
    shown = gone(parcels=named, lines=(more,))

    after = merged(None, gone(lines=(line_facts(line_no="A", ordered=1),)), shown)

    assert [one.lines for one in after.parcels] == [units((1, 3))]
    assert merged(after, shown) == after


def test_shipped_without_a_number_confirms_what_was_shipped_here() -> None:
    sent = changed(Ship, order(line(ordered=3)), tracking_no=TRACKING_NO, lines="1:1")

    after = merged(sent, gone(lines=(line_facts(ordered=3),)))

    assert after.open_tasks == ()
    assert [(one.tracking_no, one.lines) for one in after.parcels] == [
        (TRACKING_NO, units((1, 1))),
        ("", units((1, 2))),
    ]


def test_shipped_without_a_number_does_not_show_a_corrected_number() -> None:
    sent = merged(changed(Ship, order(), tracking_no=TRACKING_NO), gone(TRACKING_NO))
    corrected = changed(CorrectTracking, sent, tracking_no=OTHER_NO)

    after = merged(corrected, gone())

    assert [one.kind for one in after.open_tasks] == ["upload-tracking"]
    assert len(after.parcels) == 1


def test_the_number_before_a_correction_is_no_new_parcel() -> None:
    sent = changed(Ship, order(), tracking_no=TRACKING_NO)
    corrected = changed(CorrectTracking, sent, tracking_no=OTHER_NO)

    after = merged(corrected, gone(TRACKING_NO))

    assert after.parcels == corrected.parcels
    assert len(after.open_tasks) == 1


def test_a_number_that_moved_to_another_parcel_confirms_that_one() -> None:
    two = order(
        parcels=(
            FIRST_BAG,
            parcel("SF1111111111111", id="p2", lines=units((1, 1))),
        )
    )
    first = changed(CorrectTracking, two, parcel="p1", tracking_no=OTHER_NO)
    swapped = changed(CorrectTracking, first, parcel="p2", tracking_no=TRACKING_NO)

    after = merged(swapped, gone(TRACKING_NO))

    assert [one.confirmed for one in after.parcels] == [False, True]


def test_an_older_export_brings_a_parcel_nobody_knew_of() -> None:
    late = known(NOW - 9 * DAY, 3)

    assert len(merged(order(), gone(TRACKING_NO, knowledge=late)).parcels) == 1
    assert merged(order(), facts(parcels=gone(TRACKING_NO).parcels, knowledge=OLDER)).parcels == ()


def test_of_two_lines_only_the_one_that_left_is_in_the_parcel() -> None:
    said = facts(
        line_facts(line_no="A", fulfilment=Fulfilment.SHIPPED),
        line_facts(line_no="B"),
        parcels=(ParcelFacts(tracking_no=TRACKING_NO),),
    )

    after = merged(None, said)

    assert after.parcels[0].lines == units((1, 2))
    assert units_to_ship(after) == 2


# What was done here is never overwritten


def test_what_was_done_at_the_desk_stays() -> None:
    done = shipped(
        confirmed_at=NOW - DAY,
        confirmed_by="li",
        notes=({"id": "n", "at": NOW, "text": "急", "by": "li"},),
        contacts=(),
        flag={"colour": "red", "tag": "急"},
    )
    said = facts(
        receiver=HOME.model_copy(update={"name": "新名"}),
        knowledge=known(NOW + timedelta(days=9), 4),
    )

    after = merged(done, said)

    kept = ("confirmed_at", "confirmed_by", "notes", "flag", "parcels", "tasks", "losses")
    assert {name: getattr(after, name) for name in kept} == {
        name: getattr(done, name) for name in kept
    }


MOVED = AddressChange(at=NOW - HOUR, asked_by="seller", before=HOME, by="小李 (li)")
TO_TELL = PlatformTask(id="t1", kind="change-address", created_at=NOW, copy_text=ORDER_NO)


def moved(**changes: Any) -> Order:
    """The address was changed at the desk: another house, and the platform has to be told."""
    there = HOME.model_copy(update={"detail": "新路 1 号"} | changes)
    return order(receiver=there, address_changes=(MOVED,), tasks=(TO_TELL,))


def test_an_address_that_was_changed_at_the_desk_is_the_desks_word() -> None:
    emptied = HOME.model_copy(update={"street": ""})
    given = moved(street="")

    assert merged(given, facts(receiver=HOME, knowledge=NEWER)).receiver == given.receiver
    assert merged(given, facts(receiver=emptied, knowledge=OLDER)).receiver == given.receiver


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        pytest.param({"detail": "新路 1 号"}, True, id="the new house"),
        pytest.param({"detail": "新路 1 号", "phone": ""}, True, id="and no phone any more"),
        pytest.param({}, False, id="still the old house"),
        pytest.param({"detail": ""}, False, id="no house at all"),
    ],
)
def test_what_shows_the_changed_address_closes_its_task(shown: dict[str, str], told: bool) -> None:
    said = facts(receiver=HOME.model_copy(update=shown), knowledge=NEWER)

    (task,) = merged(moved(), said).tasks

    assert task.open is not told
    assert task.done_by == ("import" if told else "")
