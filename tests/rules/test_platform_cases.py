"""A case of the desk and a case of an export: one case, and who of them is right about what."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest

from store.models.after_sales_case import AfterSalesCase, BuyerReason, CaseKind
from store.models.axes import Party, Source
from store.models.case_state import CaseOutcome, CaseState
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.work import Snooze
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.agree_supplementary import AgreeSupplementary
from store.rules.cases.actions.appeal import Appeal
from store.rules.cases.actions.change_buyer_reason import ChangeBuyerReason
from store.rules.cases.actions.change_case import ChangeCase
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.record_ruling import RecordRuling
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.request_intervention import RequestIntervention
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.cases.case_machine import WAITS_FOR
from store.rules.cases.interventions import current_intervention
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.obligations.snoozing import snoozed_until
from store.rules.order.actions.log_contact import LogContact
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.cases.cases_meant import NAMING_A_CASE
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    exported_case,
    line,
    shipped,
    units,
)

SECONDS = timedelta(seconds=40)
WORD = "待商家处理"
ASKED = changed(OpenCase, shipped(), kind="refund_only", reason="少件", opened_by="buyer")


def seen(word: str = WORD, **changes: Any) -> AfterSalesCase:
    """A case as Pinduoduo's export shows it: no time but that of the application."""
    given = {
        "platform_status": (("售后状态", word),),
        "applied_at": NOW - HOUR,
        "as_of": NOW - HOUR,
        "waits_for": WAITS_FOR.get(CaseState(changes.get("state", "seller_to_answer"))),
    }
    return case(**(given | changes))


def applied(at: datetime) -> AfterSalesCase:
    """A case that waits for our answer, applied for at this time."""
    return seen(applied_at=at, as_of=at)


def dated(word: str = WORD, **changes: Any) -> AfterSalesCase:
    """A case as a file shows it whose own time is known: two hours from now."""
    return seen(word, **({"as_of": NOW + 2 * HOUR} | changes))


def after(given: Order, *cases: AfterSalesCase, **about: Any) -> Order:
    """The order after after-sales exports that show these cases, each read twice."""
    for one in cases:
        waiting = exported_case(given, one, **about)
        later = context(now=NOW + 3 * HOUR, beside=given)
        given = judged(merge_case(given, waiting, later), later, "import")
        again = context(now=NOW + DAY, beside=given)
        assert judged(merge_case(given, waiting, again), again, "import") == given
    return given


def the_case(order: Order) -> AfterSalesCase:
    (only,) = order.cases
    return only


# One case, not two


def test_a_case_that_both_know_is_one_case_under_the_platforms_number() -> None:
    noted = changed(RejectCase, ASKED, reason="与消费者协商售后方案")
    paid = changed(Refund, noted, amount="10", reason="少件")
    refunds = tuple(one.model_copy(update={"case": "1"}) for one in paid.refunds)

    merged = after(paid.model_copy(update={"refunds": refunds}), seen())

    assert (the_case(merged).id, the_case(merged).source) == ("A1", Source.PLATFORM)
    assert merged.refunds[0].case == "A1"
    assert merged.tasks[0].case == "A1"


def test_what_is_put_off_and_what_contradicts_go_by_the_platforms_number_too() -> None:
    later = NOW + 2 * HOUR
    put_off = Snooze(kind="answer-case", about="1", until=later, at=NOW, by="li")
    settled = Discrepancy(
        id="d1", kind="ruling", about="1", opened_at=NOW, resolved_at=NOW, resolved_by="li"
    )
    given = ASKED.model_copy(update={"snoozes": (put_off,), "discrepancies": (settled,)})

    merged = after(given, seen())

    owed = next(one for one in obligations(merged, context().policy) if one.kind == "answer-case")
    assert snoozed_until(owed, merged.snoozes) == later
    assert [one.about for one in merged.discrepancies] == ["A1"]


def test_everything_that_names_a_case_is_given_its_new_number() -> None:
    fields = Order.model_fields
    kinds = {name: get_args(field.annotation)[:1] for name, field in fields.items()}
    naming = {
        (field, name)
        for name, (kind,) in ((name, kind) for name, kind in kinds.items() if kind)
        for field in ("case", "about", "beside_only")
        if field in getattr(kind, "model_fields", ())
    }

    assert naming == {(field, name) for field, names in NAMING_A_CASE.items() for name in names}


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        pytest.param({}, ["A1"], id="order, kind and day"),
        pytest.param({"applied_at": NOW + 14 * HOUR}, ["A1"], id="late on the same day"),
        pytest.param({"applied_at": NOW - DAY}, ["1", "A1"], id="another day"),
        pytest.param({"applied_at": NOW - 10 * HOUR}, ["1", "A1"], id="the evening before"),
        pytest.param({"applied_at": None, "as_of": None}, ["1", "A1"], id="no time"),
        pytest.param({"kind": CaseKind.EXCHANGE}, ["1", "A1"], id="another kind"),
    ],
)
def test_a_case_without_a_known_number_attaches_by_kind_and_day(
    changes: dict[str, Any], ids: list[str]
) -> None:
    assert [one.id for one in after(ASKED, seen(**changes)).cases] == ids


def test_a_case_with_a_number_attaches_by_that_only() -> None:
    given = changed(
        OpenCase, shipped(), kind="refund_only", reason="少件", opened_by="buyer", number="A1"
    )

    assert [one.id for one in after(given, seen()).cases] == ["A1"]
    assert [one.id for one in after(given, seen(id="A2")).cases] == ["A1", "A2"]


def test_two_cases_of_one_day_find_their_own() -> None:
    given = shipped(line(), OIL)
    for lines in ("1:1", "2:1"):
        given = changed(
            OpenCase, given, kind="refund_only", reason="少件", opened_by="buyer", lines=lines
        )

    merged = after(given, seen(requested_fen=3000), seen(id="A2", requested_fen=2500))

    assert [(one.id, one.lines) for one in merged.cases] == [
        ("A2", units((1, 1))),
        ("A1", units((2, 1))),
    ]


def test_a_case_about_another_line_is_another_case() -> None:
    given = shipped(line(line_no="R"), OIL.model_copy(update={"line_no": "O"}))
    given = changed(
        OpenCase, given, kind="refund_only", reason="少件", opened_by="buyer", lines="1:1"
    )

    assert len(after(given, seen(), line_no="O").cases) == 2
    assert len(after(given, seen(), line_no="R").cases) == 1


def test_a_third_case_of_the_platform_does_not_take_the_place_of_the_first() -> None:
    merged = after(ASKED, seen(), seen(id="A2"))

    assert [one.id for one in merged.cases] == ["A1", "A2"]


# What the desk knows stays


def test_what_was_done_here_stays_whatever_the_platform_says() -> None:
    rejected = changed(RejectCase, ASKED, reason="与消费者协商售后方案")
    known = the_case(changed(AgreeRefund, rejected, amount="20"))

    merged = the_case(after(shipped(cases=(known,)), dated("退款中", state="seller_to_refund")))

    assert merged.rejections == known.rejections
    assert (merged.agreed_fen, merged.agreed_at) == (2000, NOW)
    assert (merged.lines, merged.opened_by) == (units((1, 2)), "buyer")


@pytest.mark.parametrize(
    ("file", "since"),
    [
        pytest.param(seen, NOW + 3 * HOUR, id="a file without a time"),
        pytest.param(dated, NOW + 2 * HOUR, id="a file with its own"),
    ],
)
def test_an_end_without_a_time_is_as_old_as_the_file_that_first_showed_it(
    file: Callable[..., AfterSalesCase], since: datetime
) -> None:
    ended = file("退款关闭", state="closed", outcome="withdrawn")

    assert the_case(after(ASKED, seen(), ended)).since == since
    assert the_case(after(shipped(), ended)).since is None


def test_the_history_of_reasons_only_grows() -> None:
    heard = changed(LogContact, ASKED, text="其实是破了", direction="in")
    told = changed(ChangeBuyerReason, heard, reason="质量问题")
    later = BuyerReason(text="七天无理由退货", at=NOW + HOUR, source=Source.PLATFORM)

    merged = the_case(after(told, dated(reasons=(later,))))

    assert [one.text for one in merged.reasons] == ["少件", "质量问题", "七天无理由退货"]


# Whose state stands


def test_the_same_words_do_not_undo_what_was_decided_here() -> None:
    imported = after(shipped(), seen())
    agreed = changed(AgreeRefund, imported)

    assert the_case(after(agreed, seen())).state is CaseState.SELLER_TO_REFUND


def test_what_the_buyer_asks_for_anew_after_our_no_is_ours_to_answer() -> None:
    rejected = changed(RejectCase, after(shipped(), seen()), reason="与消费者协商售后方案")

    assert the_case(after(rejected, seen())).state is CaseState.BUYER_TO_ANSWER
    asked = the_case(after(rejected, seen(requested_fen=1000)))
    assert (asked.state, asked.requested_fen) == (CaseState.SELLER_TO_ANSWER, 1000)


SAID_NO = changed(
    RejectCase, after(shipped(), seen(platform_kind="仅退款")), reason="与消费者协商售后方案"
)
OTHER_KIND: dict[str, Any] = {"kind": CaseKind.RETURN_AND_REFUND, "platform_kind": "退货退款"}


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        pytest.param(OTHER_KIND, "seller_to_answer", id="another kind"),
        pytest.param({"platform_kind": "仅退款"}, "buyer_to_answer", id="the same kind"),
        pytest.param({"platform_kind": "已发货仅退款"}, "buyer_to_answer", id="another word of it"),
    ],
)
def test_a_kind_that_the_buyer_changes_after_our_no_is_asked_for_anew(
    changes: dict[str, Any], state: str
) -> None:
    asked = the_case(after(SAID_NO, seen(**changes)))

    assert (asked.state, asked.kind) == (state, changes.get("kind", CaseKind.REFUND_ONLY))


def test_a_kind_that_was_changed_here_is_not_changed_back_by_the_words_of_before() -> None:
    changed_here = {"kind": CaseKind.RETURN_AND_REFUND, "agreed_fen": None}
    given = SAID_NO.with_case(the_case(SAID_NO).model_copy(update=changed_here))

    kept = the_case(after(given, seen(platform_kind="仅退款")))

    assert (kept.state, kept.kind) == (CaseState.BUYER_TO_ANSWER, CaseKind.RETURN_AND_REFUND)


END = {"state": "closed", "outcome": "refunded", "refunded_fen": 2000}


def asking(fen: int = 2000, **changes: Any) -> AfterSalesCase:
    """A case that asks for money alone, as much as the platform's row says."""
    given: dict[str, Any] = {"requested_fen": fen, "platform_fen": fen, "platform_kind": "仅退款"}
    return seen(**(given | changes))


AGREED = changed(AgreeRefund, after(shipped(), asking()))
AGREED_BACK = changed(
    AgreeReturn, after(shipped(), asking(**OTHER_KIND)), return_address="文三路 77 号"
)
CHANGED = changed(AgreeRefund, changed(ChangeCase, after(shipped(), asking()), amount="15.00"))
GOING = changed(Refund, AGREED, case="A1", amount="5.00", reason="少件")
SUPPLEMENT: dict[str, Any] = {"kind": "supplementary", "platform_kind": "补寄"}
SENT = changed(
    ShipSupplementary,
    changed(AgreeSupplementary, after(shipped(), asking(0, **SUPPLEMENT))),
    tracking_no=OTHER_NO,
    lines="1:1",
)
PAID_HERE = changed(
    SettleRefund, changed(Refund, AGREED, case="A1", amount="5.00", reason="少件"), outcome="done"
)


def test_money_asked_for_in_place_of_goods_that_left_stands_beside_them() -> None:
    known = judged(after(SENT, asking(5000)), context(), "import")
    said = (
        "Goods left for case A1 with SF1234567890123 (RICE-10 x1). The buyer gets goods and money"
        " unless it is intercepted."
    )

    assert [one.kind for one in known.open_tasks] == []
    agreed = do(AgreeRefund, known)
    assert said in agreed.said
    ended = seen("退款成功", kind="refund_only", platform_kind="仅退款", **END)
    paid = judged(after(known, ended.model_copy(update={"refunded_fen": 5000})), context(), "li")
    assert [one.kind for one in paid.open_discrepancies] == ["sent_again"]


@pytest.mark.parametrize(
    ("ours", "anew", "again"),
    [
        pytest.param(AGREED, asking(), False, id="the same"),
        pytest.param(AGREED, asking(3000), True, id="more"),
        pytest.param(AGREED, asking(1000), True, id="less"),
        pytest.param(AGREED, asking(**OTHER_KIND), True, id="with the goods"),
        pytest.param(AGREED_BACK, asking(), True, id="without the goods"),
        pytest.param(
            AGREED, asking(applied_at=NOW + HOUR, as_of=NOW + HOUR), True, id="applied for anew"
        ),
        pytest.param(CHANGED, asking(), False, id="what was asked before the buyer changed it"),
        pytest.param(CHANGED, asking(1500), False, id="what they changed it to"),
        pytest.param(CHANGED, asking(1800), True, id="neither"),
        pytest.param(PAID_HERE, asking(3000), False, id="its money went here"),
        pytest.param(GOING, asking(3000), True, id="more than is on its way"),
        pytest.param(GOING, asking(), False, id="what is on its way"),
        pytest.param(
            changed(CompleteTask, GOING), asking(3000), False, id="more than was told and goes"
        ),
        pytest.param(SENT, asking(5000), True, id="money in place of goods that left"),
        pytest.param(SENT, asking(0, **SUPPLEMENT), False, id="the goods that left"),
    ],
)
def test_what_is_asked_anew_after_we_agreed_is_ours_to_answer(
    ours: Order, anew: AfterSalesCase, *, again: bool
) -> None:
    """同意退款 there pays all that it asks for by then, without the goods."""
    known = after(ours, anew)

    if again:
        assert the_case(known).state is CaseState.SELLER_TO_ANSWER
        assert (the_case(known).agreed_fen, the_case(known).agreed_at) == (None, None)
        assert known.open_tasks == ()
    else:
        assert the_case(known).state is the_case(ours).state
        assert the_case(known).agreed_fen == the_case(ours).agreed_fen
        assert known.open_tasks == ours.open_tasks


def test_an_older_file_does_not_undo_what_was_decided_here() -> None:
    agreed = changed(AgreeRefund, ASKED)

    merged = the_case(after(agreed, dated(as_of=NOW - HOUR / 2)))

    assert (merged.state, merged.platform_status) == (
        CaseState.SELLER_TO_REFUND,
        (("售后状态", WORD),),
    )


def test_a_newer_file_is_right_also_where_it_undoes_what_was_decided_here() -> None:
    agreed = changed(AgreeRefund, ASKED)

    merged = after(agreed, dated())

    assert (the_case(merged).state, the_case(merged).waits_for) == (
        CaseState.SELLER_TO_ANSWER,
        Party.US,
    )
    assert the_case(merged).since == NOW + 2 * HOUR
    assert len(merged.open_tasks) == 1


def test_new_words_of_a_file_without_a_time_are_newer_than_the_old_ones() -> None:
    rejected = changed(RejectCase, after(shipped(), seen()), reason="与消费者协商售后方案")

    merged = after(rejected, seen("平台处理中", state="platform_to_rule", waits_for="platform"))

    assert (the_case(merged).state, the_case(merged).waits_for) == (
        CaseState.PLATFORM_TO_RULE,
        Party.PLATFORM,
    )
    assert the_case(merged).since == NOW + 3 * HOUR


def timed(word: str, latest_at: datetime, **changes: Any) -> AfterSalesCase:
    """A case as Douyin's export shows it whose name says no time: as of the latest of its row."""
    return seen(word, **({"as_of": latest_at, "latest_at": latest_at} | changes))


REFUND_THERE = timed("同意退款，退款成功", NOW - HOUR / 2, closed_at=NOW - HOUR / 2, **END)


def test_an_end_in_new_words_counts_though_it_was_before_what_was_done_here() -> None:
    imported = after(shipped(), seen(requested_fen=2000))
    agreed = changed(AgreeRefund, imported)
    refunding = changed(Refund, agreed, amount="20", reason="少件", case="A1")
    rejected = changed(RejectCase, imported, reason="与消费者协商售后方案")

    merged = after(refunding, REFUND_THERE)
    assert the_case(merged).outcome is CaseOutcome.REFUNDED
    assert [(one.amount_fen, one.state) for one in merged.refunds] == [(2000, "done")]
    assert merged.open_tasks == ()
    against = after(rejected, REFUND_THERE)
    assert the_case(against).outcome is CaseOutcome.REFUNDED
    assert [one.kind for one in against.open_discrepancies] == ["case_answer"]


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize(
    ("looked_at", "agreed_for", "kinds"),
    [
        pytest.param(False, None, ["case_answer"], id="refused before it came"),
        pytest.param(True, None, ["case_answer"], id="refused for what was found in it"),
        pytest.param(True, "us", ["case_answer"], id="one of us agreed there"),
        pytest.param(True, "platform", [], id="the platform ruled"),
    ],
)
def test_money_there_contradicts_a_no_here_whenever_the_goods_came(
    platform: str, told: bool, looked_at: bool, agreed_for: str | None, kinds: list[str]
) -> None:
    given = after(shipped(platform=platform), seen("待商家收货", **COMES_BACK))
    if looked_at:
        given = changed(ReceiveReturn, given, case="A1", damaged="1:2")
    given = changed(RejectCase, given, context(now=NOW + HOUR, beside=given), reason="有问题")
    if told:
        given = changed(CompleteTask, given, context(now=NOW + HOUR, beside=given))

    ended = {**COMES_BACK, **END, "closed_at": NOW + 2 * HOUR}
    by = {"agreed_for": agreed_for, "agreed_at": NOW + 2 * HOUR, "agreed_by": "系统"}
    merged = after(given, timed("退款成功", NOW + 2 * HOUR, **ended, **(by if agreed_for else {})))

    assert [one.kind for one in merged.open_discrepancies] == kinds


def test_an_undated_row_with_an_earlier_latest_time_is_of_before() -> None:
    back = timed("待商家收货", NOW - HOUR / 2, state="seller_to_receive", kind="exchange")
    given = changed(ReceiveReturn, after(shipped(), back), case="A1", good="1:2")

    merged = the_case(
        after(given, timed("待买家退货", NOW - HOUR / 3 * 2, state="buyer_to_return"))
    )

    assert (merged.state, merged.platform_status) == (
        CaseState.SELLER_TO_SEND,
        (("售后状态", "待商家收货"),),
    )


SIGNED, RUNNING = (("退货物流状态", "签收"),), (("退货物流状态", "运输中"),)
STOPPED, STOPPING = (("快递拦截状态", "拦截成功"),), (("快递拦截状态", "拦截中"),)
FAILED = (("快递拦截状态", "拦截失败"),)
COMES_BACK = {"kind": "return_and_refund", "state": "seller_to_receive", "return_tracking_no": "T"}


def beside(word: str, notes: tuple[tuple[str, str], ...], **changes: Any) -> AfterSalesCase:
    return seen(word, platform_status=(("售后状态", word), *notes), **changes)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        pytest.param(
            beside("退款成功", SIGNED, **COMES_BACK | END),
            beside("待商家收货", RUNNING, **COMES_BACK),
            ("退款成功", "签收"),
            id="the case has ended",
        ),
        pytest.param(
            beside("待商家收货", SIGNED, **COMES_BACK),
            beside("待商家收货", RUNNING, **COMES_BACK),
            ("待商家收货", "签收"),
            id="signed for",
        ),
        pytest.param(
            beside("待商家收货", SIGNED, **COMES_BACK),
            beside("待商家收货", RUNNING, **COMES_BACK | {"return_tracking_no": "U"}),
            ("待商家收货", "运输中"),
            id="another parcel",
        ),
        pytest.param(
            beside("退款中", STOPPED),
            beside("退款中", STOPPING),
            ("退款中", "拦截成功"),
            id="stopped",
        ),
        pytest.param(
            beside("退款中", STOPPED), beside("退款中", ()), ("退款中", "拦截成功"), id="empty"
        ),
        pytest.param(
            beside("退款中", STOPPED),
            beside("退款中", FAILED),
            ("退款中", "拦截失败"),
            id="stopped, and failed after all",
        ),
    ],
)
def test_an_older_undated_file_takes_no_end_back(
    first: AfterSalesCase, second: AfterSalesCase, words: tuple[str, ...]
) -> None:
    known = the_case(after(shipped(), first, second))

    assert tuple(dict(known.platform_status).values()) == words


WAITING, SENDING_BACK, HERE = (
    seen("待商家处理", kind="exchange"),
    seen("待消费者寄出退货", kind="exchange", state="buyer_to_return"),
    seen("待商家收货", kind="exchange", state="seller_to_receive"),
)
TO_SEND = seen("待商家发货", kind="exchange", state="seller_to_send")
RECEIVED = changed(ReceiveReturn, after(shipped(), HERE), case="A1", good="1:2")
REPLACED = changed(
    ShipReplacement, after(RECEIVED, TO_SEND), case="A1", lines="1:2", tracking_no=OTHER_NO
)
TO_CONFIRM = seen("待消费者确认收货", kind="exchange", state="buyer_to_confirm")
CONFIRMED_NEXT = after(REPLACED, TO_CONFIRM)


@pytest.mark.parametrize(
    ("given", "older", "state"),
    [
        pytest.param(RECEIVED, WAITING, "seller_to_send", id="answered"),
        pytest.param(RECEIVED, SENDING_BACK, "seller_to_send", id="sent back"),
        pytest.param(after(RECEIVED, TO_SEND), HERE, "seller_to_send", id="received"),
        pytest.param(CONFIRMED_NEXT, HERE, "buyer_to_confirm", id="received, long ago"),
        pytest.param(CONFIRMED_NEXT, TO_SEND, "buyer_to_confirm", id="sent"),
        pytest.param(
            after(shipped(), HERE), SENDING_BACK, "seller_to_receive", id="done by nobody"
        ),
        pytest.param(
            RECEIVED,
            seen("平台处理中", kind="exchange", state="platform_to_rule"),
            "platform_to_rule",
            id="no turn of before",
        ),
        pytest.param(
            after(RECEIVED, seen("平台处理中", kind="exchange", state="platform_to_rule")),
            SENDING_BACK,
            "buyer_to_return",
            id="ruled since",
        ),
        pytest.param(
            RECEIVED,
            SENDING_BACK.model_copy(update={"applied_at": NOW, "as_of": NOW}),
            "buyer_to_return",
            id="applied for anew",
        ),
    ],
)
def test_undated_words_that_ask_for_what_was_done_here_are_of_before(
    given: Order, older: AfterSalesCase, state: str
) -> None:
    assert the_case(after(given, older)).state == state


RULED = changed(
    RecordRuling,
    after(shipped(), seen("平台处理中", state="platform_to_rule")),
    case="A1",
    ruling="for_buyer",
)
APPEALED = changed(Appeal, RULED, case="A1", text="已用过")
PAID = {"state": "closed", "outcome": "refunded", "refunded_fen": 5000}


def test_a_ruling_that_is_carried_out_there_decides_no_appeal() -> None:
    merged = after(APPEALED, dated("退款成功", **PAID))

    assert the_case(merged).state is CaseState.PLATFORM_TO_RULE
    assert [one.kind for one in merged.open_tasks] == ["appeal"]
    assert [(one.amount_fen, one.state) for one in merged.refunds] == [(5000, "done")]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("退款中", "seller_to_refund"),
        ("待消费者寄出退货", "buyer_to_return"),
    ],
)
def test_nor_does_a_step_on_the_way_of_that_ruling(word: str, state: str) -> None:
    merged = after(APPEALED, dated(word, state=state))

    assert the_case(merged).state is CaseState.PLATFORM_TO_RULE
    assert [one.kind for one in merged.open_tasks] == ["appeal"]


def test_what_is_ours_by_a_time_of_the_platforms_is_owed_beside_an_appeal() -> None:
    due = NOW + 2 * DAY
    merged = after(APPEALED, dated("待商家收货", state="seller_to_receive", platform_deadline=due))

    assert the_case(merged).platform_deadline == due
    assert the_case(merged).state is CaseState.SELLER_TO_RECEIVE
    assert [one.kind for one in merged.open_tasks] == ["appeal"]


ARRIVED = {"state": "closed", "kind": "exchange", "outcome": "fulfilled"}
RULED_AND_SENT = changed(
    ShipReplacement,
    changed(
        RecordRuling,
        after(RECEIVED, seen("平台处理中", kind="exchange", state="platform_to_rule")),
        case="A1",
        ruling="for_buyer",
    ),
    case="A1",
    lines="1:2",
    tracking_no=OTHER_NO,
)


@pytest.mark.parametrize("show", [seen, dated])
@pytest.mark.parametrize("arrived_before", [True, False])
def test_goods_of_a_ruling_that_arrived_decide_no_appeal_and_are_not_awaited_after_it(
    show: Callable[..., AfterSalesCase], arrived_before: bool
) -> None:
    there = show("换货成功", **ARRIVED)
    given = after(RULED_AND_SENT, there) if arrived_before else RULED_AND_SENT

    appealed = after(changed(Appeal, given, case="A1", text="已用过"), there)
    again = changed(RecordRuling, appealed, case="A1", ruling="for_buyer")
    merged = after(again, there)

    assert the_case(appealed).state is CaseState.PLATFORM_TO_RULE
    assert (the_case(merged).state, the_case(merged).outcome) == ("closed", "fulfilled")


ENDED_THERE = after(
    shipped(), seen("平台处理中", state="platform_to_rule"), seen("退款成功", **PAID)
)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(seen("平台处理中", state="platform_to_rule"), id="the words of the ruling"),
        pytest.param(seen(), id="those before the platform was called in"),
    ],
)
def test_a_file_of_before_the_end_there_takes_no_appeal_back(before: AfterSalesCase) -> None:
    appealed = changed(Appeal, ENDED_THERE, case="A1", text="已用过")

    assert after(appealed, before) == appealed

    lost = changed(RecordRuling, appealed, case="A1", ruling="for_buyer")
    assert after(lost, before).cases == lost.cases


def test_what_was_applied_for_anew_after_the_end_there_is_news_beside_an_appeal() -> None:
    appealed = changed(Appeal, ENDED_THERE, case="A1", text="已用过")

    assert the_case(after(appealed, applied(NOW + HOUR))).state is CaseState.SELLER_TO_ANSWER
    later = changed(Appeal, ENDED_THERE, context(now=NOW + 2 * HOUR), case="A1", text="已用过")
    assert the_case(after(later, applied(NOW + HOUR))).state is CaseState.SELLER_TO_ANSWER


def test_a_case_that_ends_without_money_after_an_appeal_is_over() -> None:
    merged = after(APPEALED, dated("退款关闭", state="closed", outcome="withdrawn"))

    assert (the_case(merged).state, merged.open_tasks) == (CaseState.CLOSED, ())


def test_the_first_words_about_a_case_nobody_has_decided_stand() -> None:
    merged = the_case(after(ASKED, seen("平台处理中", state="platform_to_rule")))

    assert merged.state is CaseState.PLATFORM_TO_RULE


def test_the_first_words_about_a_case_that_was_decided_do_not() -> None:
    agreed = changed(AgreeRefund, ASKED)

    assert the_case(after(agreed, seen())).state is CaseState.SELLER_TO_REFUND


def test_the_end_that_the_platform_shows_is_the_end() -> None:
    agreed = changed(AgreeRefund, ASKED)

    merged = after(agreed, seen("退款关闭", state="closed", outcome="withdrawn"))

    assert (the_case(merged).state, the_case(merged).outcome) == (
        CaseState.CLOSED,
        CaseOutcome.WITHDRAWN,
    )
    assert merged.open_tasks == ()


def test_a_case_that_ended_here_is_open_again_once_the_platform_says_something_else() -> None:
    withdrawn = changed(WithdrawCase, after(shipped(), seen()))

    merged = after(withdrawn, seen("平台处理中", state="platform_to_rule"))

    assert the_case(merged).state is CaseState.PLATFORM_TO_RULE
    assert [one.kind for one in merged.open_discrepancies] == ["case_open"]


def test_a_case_that_ended_here_is_not_opened_by_the_words_of_before() -> None:
    withdrawn = changed(WithdrawCase, after(shipped(), seen()))

    assert the_case(after(withdrawn, seen())).state is CaseState.CLOSED


@pytest.mark.parametrize("column", ["超时时间", "自动处理截止时间"])
@pytest.mark.parametrize(
    ("named", "kinds"),
    [
        pytest.param("11-24", ["case_open"], id="another: the platform goes on with it"),
        pytest.param("11-23", [], id="the one of before"),
        pytest.param("", [], id="none"),
    ],
)
def test_a_case_that_ended_here_is_open_there_where_the_platform_names_another_deadline(
    column: str, named: str, kinds: list[str]
) -> None:
    def until(text: str) -> AfterSalesCase:
        return seen(platform_status=(("售后状态", WORD), (column, text)))

    withdrawn = changed(WithdrawCase, after(shipped(), until("11-23")))

    shown = after(withdrawn, until(named))

    assert the_case(shown).open is bool(kinds)
    assert [one.kind for one in shown.open_discrepancies] == kinds


@pytest.mark.parametrize(
    ("days", "is_open"),
    [
        pytest.param(2, True, id="later: the platform goes on with it"),
        pytest.param(1, False, id="the one of before"),
        pytest.param(0, False, id="an earlier one: an older file"),
        pytest.param(None, False, id="none: an older file"),
    ],
)
def test_a_case_that_ended_there_is_open_again_where_the_platform_names_a_later_deadline(
    days: int | None, *, is_open: bool
) -> None:
    def until(days: int | None) -> AfterSalesCase:
        return seen(platform_deadline=None if days is None else NOW + days * DAY)

    ended = after(shipped(), until(1), seen("退款关闭", state="closed", outcome="withdrawn"))
    assert not the_case(ended).open

    shown = the_case(after(ended, until(days)))

    assert shown.open is is_open
    assert shown.platform_deadline == NOW + (2 if is_open else 1) * DAY


def test_the_deadline_of_a_case_that_ended_there_is_over() -> None:
    ended = seen("退款关闭", state="closed", outcome="withdrawn")
    given = the_case(after(shipped(), seen(platform_deadline=NOW + DAY), ended))

    assert current_intervention(given, context()).evidence_deadline is None


def test_a_deadline_says_nothing_of_a_case_that_was_seen_ended_first() -> None:
    ended = after(shipped(), seen("退款关闭", state="closed", outcome="withdrawn"))

    assert not the_case(after(ended, seen(platform_deadline=NOW + DAY))).open


def test_an_application_after_the_withdrawal_is_ours_to_answer() -> None:
    withdrawn = changed(WithdrawCase, after(shipped(), seen()))

    opened = after(withdrawn, applied(NOW + HOUR))

    assert the_case(opened).state is CaseState.SELLER_TO_ANSWER
    assert opened.open_discrepancies == ()


def test_an_application_that_was_made_anew_before_the_withdrawal_is_asked_about() -> None:
    withdrawn = changed(WithdrawCase, after(shipped(), seen()))

    opened = after(withdrawn, applied(NOW - HOUR / 2))

    assert the_case(opened).state is CaseState.SELLER_TO_ANSWER
    assert [explain(opened, one) for one in opened.open_discrepancies] == [
        "Case A1 was closed here, but the platform shows it open."
    ]


def test_the_same_application_saved_again_without_its_seconds_stays_closed() -> None:
    withdrawn = changed(WithdrawCase, after(shipped(), applied(NOW - HOUR)))

    assert the_case(after(withdrawn, applied(NOW - HOUR + SECONDS))).state is CaseState.CLOSED


def test_a_case_that_was_written_down_here_first_was_applied_for_when_the_platform_says() -> None:
    told_at = ASKED.cases[0].model_copy(update={"applied_at": NOW - 2 * HOUR})
    rejected = changed(RejectCase, ASKED.with_case(told_at), reason="少件")

    known = after(rejected, seen())

    assert the_case(known).applied_at == NOW - HOUR
    withdrawn = changed(WithdrawCase, known)
    assert the_case(after(withdrawn, seen())).state is CaseState.CLOSED


def test_the_deadline_of_a_turn_stays_until_the_turn_is_over() -> None:
    given = changed(
        OpenCase,
        shipped(),
        kind="refund_only",
        reason="少件",
        opened_by="buyer",
        platform_deadline="2026-11-23 09:00",
    )

    assert the_case(after(given, seen())).platform_deadline == NOW + DAY
    assert the_case(after(given, seen())).since == NOW
    ruled = the_case(after(given, dated("平台处理中", state="platform_to_rule")))
    assert ruled.platform_deadline is None


@pytest.mark.parametrize(
    ("given", "since"),
    [
        pytest.param(seen(since=NOW - HOUR), NOW - HOUR, id="a column says so"),
        pytest.param(dated(), NOW + 2 * HOUR, id="the time of the file"),
        pytest.param(seen(), NOW + 3 * HOUR, id="when it was first seen"),
        pytest.param(seen(state="closed", outcome="withdrawn"), None, id="nobody's turn"),
    ],
)
def test_since_when_it_is_whose_turn(given: AfterSalesCase, since: object) -> None:
    assert the_case(after(shipped(), given)).since == since


# What the platform was to be told


@pytest.mark.parametrize(
    ("word", "state", "open_tasks"),
    [
        pytest.param(WORD, "seller_to_answer", 1, id="it does not know yet"),
        pytest.param("待消费者发货", "buyer_to_return", 0, id="it shows the agreement"),
        pytest.param("待商家收货", "seller_to_receive", 0, id="it shows what came after"),
        pytest.param("新状态", "open", 1, id="a word nobody knows"),
    ],
)
def test_a_task_is_done_once_the_platform_shows_what_it_asked_for(
    word: str, state: str, open_tasks: int
) -> None:
    imported = after(shipped(), seen(kind="return_and_refund"))
    agreed = changed(AgreeReturn, imported, return_address="文三路 77 号")

    merged = after(agreed, seen(word, kind="return_and_refund", state=state))

    assert len(merged.open_tasks) == open_tasks
    assert all(one.done_by == "import" for one in merged.tasks if not one.open)


@pytest.mark.parametrize(
    ("word", "shown", "is_to_be_told"),
    [
        pytest.param("退款中", {"state": "seller_to_refund"}, False, id="the money is to go"),
        pytest.param(
            "待快递退回后退款",
            {"state": "parcel_to_come_back", "kind": "refused_delivery"},
            False,
            id="once the parcel is back",
        ),
        pytest.param(
            "待消费者寄出退货",
            {"state": "buyer_to_return", "kind": "return_and_refund"},
            False,
            id="once the goods are back",
        ),
        pytest.param("平台处理中", {"state": "platform_to_rule"}, True, id="the platform rules"),
    ],
)
def test_that_a_refund_is_agreed_to_is_told_until_the_platform_shows_it_whatever_it_awaits(
    word: str, shown: dict[str, str], is_to_be_told: bool
) -> None:
    agreed = changed(AgreeRefund, after(shipped(), seen()))

    assert bool(after(agreed, seen(word, **shown)).open_tasks) is is_to_be_told


def test_that_we_rejected_is_shown_by_a_platform_that_is_called_in_after_that() -> None:
    rejected = changed(RejectCase, after(shipped(), seen()), reason="与消费者协商售后方案")

    assert after(rejected, seen("平台处理中", state="platform_to_rule")).open_tasks == ()


@pytest.mark.parametrize(
    ("word", "state", "is_to_be_told"),
    [
        pytest.param("商家拒绝", "buyer_to_answer", True, id="our no is known there"),
        pytest.param("平台处理中", "platform_to_rule", False, id="it is called in"),
    ],
)
def test_that_we_call_the_platform_in_is_told_until_it_rules(
    word: str, state: str, is_to_be_told: bool
) -> None:
    rejected = changed(RejectCase, after(shipped(), seen()), reason="与消费者协商售后方案")
    called = changed(RequestIntervention, rejected, by="seller", text="已签收")

    tasks = after(called, seen(word, state=state)).open_tasks

    assert ("request-intervention" in [one.kind for one in tasks]) is is_to_be_told


@pytest.mark.parametrize(
    ("word", "state", "is_to_be_told"),
    [
        pytest.param("待消费者寄出退货", "buyer_to_return", True, id="the buyer is to send"),
        pytest.param("待商家收货", "seller_to_receive", True, id="their parcel is on its way"),
        pytest.param("待商家发货", "seller_to_send", True, id="ours is waited for there"),
        pytest.param("待消费者收货", "buyer_to_confirm", False, id="ours is known there"),
    ],
)
def test_that_goods_left_for_a_case_is_told_until_the_platform_shows_no_step_before_that(
    word: str, state: str, is_to_be_told: bool
) -> None:
    asked = after(shipped(), seen("待商家同意", kind="exchange", lines=units((1, 2))))
    agreed = changed(AgreeExchange, asked, return_address="文三路 77 号")
    came = changed(ReceiveReturn, agreed, good="1:2")
    sent = changed(ShipReplacement, came, tracking_no=OTHER_NO)

    merged = after(sent, dated(word, kind="exchange", state=state, lines=units((1, 2))))

    assert any(one.kind == "send-for-case" for one in merged.open_tasks) is is_to_be_told


@pytest.mark.parametrize("column", ["超时时间", "自动处理截止时间"])
def test_a_newer_deadline_is_the_one_of_what_is_still_to_be_told(column: str) -> None:
    def due(text: str, at: object) -> AfterSalesCase:
        words = (("售后状态", WORD), (column, text))
        return seen(platform_status=words, platform_deadline=at)

    agreed = changed(AgreeRefund, after(shipped(), due("11-23", NOW + DAY)))
    assert [one.due_at for one in agreed.open_tasks] == [NOW + DAY]

    merged = after(agreed, due("11-25", NOW + 3 * DAY))

    assert [one.due_at for one in merged.open_tasks] == [NOW + 3 * DAY]


@pytest.mark.parametrize(
    ("ours", "case_due", "task_due"),
    [
        pytest.param(
            changed(RejectCase, shipped(cases=(seen(),)), reason="x"),
            None,
            (NOW + 9 * HOUR, False),
            id="the no is not known there: the buyer's turn keeps its own time",
        ),
        pytest.param(
            changed(
                AgreeReturn,
                shipped(cases=(seen(kind=CaseKind.RETURN_AND_REFUND),)),
                return_address="杭州仓",
            ),
            None,
            (NOW + 9 * HOUR, False),
            id="nor is that the goods may come back",
        ),
        pytest.param(
            shipped(cases=(seen(),)), NOW + 9 * HOUR, None, id="nobody has answered: it is ours"
        ),
    ],
)
def test_the_deadline_of_our_answer_is_not_the_buyers(
    ours: Order, case_due: datetime | None, task_due: tuple[datetime, bool] | None
) -> None:
    (kind,) = {one.kind for one in ours.cases}
    until = NOW + 9 * HOUR
    words = (("售后状态", WORD), ("超时时间", str(until)))

    known = after(ours, seen(kind=kind, platform_deadline=until, platform_status=words))

    assert the_case(known).platform_deadline == case_due
    told = ((one.due_at, one.due_estimated) for one in known.open_tasks)
    assert next(told, None) == task_due


@pytest.mark.parametrize(
    "anew",
    [
        pytest.param(dated(), id="the same, in a file of after our no"),
        pytest.param(dated(requested_fen=3000), id="another amount, in such a file"),
        pytest.param(
            applied(NOW + HOUR), id="applied for once more, in a file without a time of its own"
        ),
    ],
)
def test_what_is_asked_anew_is_answered_anew(anew: AfterSalesCase) -> None:
    """An untold no to what was asked before would be pressed there against what is asked now."""
    said_no = changed(RejectCase, shipped(cases=(seen(),)), reason="x")

    known = after(said_no, anew)

    assert the_case(known).state is CaseState.SELLER_TO_ANSWER
    assert [(one.press, one.moot) for one in known.tasks] == [("拒绝", True)]
