"""What is sent for a case: a replacement, what was missing, the buyer's own goods repaired."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.models.refund import Refund, RefundLine
from store.models.solution_offer import SolutionOffer
from store.models.work import Hold
from store.rules.action.base import Action
from store.rules.cases.actions.ship_repaired import ShipRepaired
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.money.actions.refund import Refund as RefundAction
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import in_turn, obligations
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.platform.judging import judged
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    parcel,
    refund,
    return_case,
    sentences,
    shipped,
    stock_out,
    units,
)
from tests.rules.row_facts import case_row

BOTH_HERE = goods_return({1: 2})


def exchange(**changes: Any) -> AfterSalesCase:
    """Both bags came back and are to be replaced."""
    given = {"kind": CaseKind.EXCHANGE, "state": CaseState.SELLER_TO_SEND, "requested_fen": 0}
    return return_case(BOTH_HERE, **(given | changes))


def paid(units: int = 1, **changes: Any) -> Refund:
    """One bag of the case was paid for instead."""
    part = RefundLine(line=1, quantity=units, amount_fen=2500 * units)
    given = {"amount_fen": 2500 * units, "lines": (part,), "state": "done", "case": "A1"}
    return refund(**(given | changes))


def supplementary(**changes: Any) -> AfterSalesCase:
    """One bag was missing, and we agreed to send it."""
    given = {
        "kind": CaseKind.SUPPLEMENTARY,
        "state": CaseState.SELLER_TO_SEND,
        "lines": units((1, 1)),
        "requested_fen": 0,
    }
    return case(**(given | changes))


def repair(**changes: Any) -> AfterSalesCase:
    """A bag that came back to be repaired."""
    given = {
        "kind": CaseKind.REPAIR,
        "state": CaseState.SELLER_TO_SEND,
        "lines": units((1, 1)),
        "requested_fen": 0,
    }
    return return_case(goods_return({1: 1}), **(given | changes))


SENT_ONE = parcel(OTHER_NO, id="p2", kind="replacement", lines=units((1, 1)), case="A1")
EXCHANGE = shipped(cases=(exchange(),))
MISSING = shipped(cases=(supplementary(),))
REPAIRED = shipped(cases=(repair(),))


@pytest.mark.parametrize(
    ("action", "given", "sentence"),
    [
        pytest.param(ShipReplacement, EXCHANGE, None, id="the goods came back"),
        pytest.param(
            ShipReplacement, shipped(), "This order has no after-sales case.", id="no case"
        ),
        pytest.param(
            ShipReplacement,
            shipped(cases=(return_case(kind=CaseKind.EXCHANGE),)),
            "Case A1 stands at: buyer to return; “Ship a replacement” is possible at: ours to"
            " send, ours to refund, buyer to confirm.",
            id="nothing came back yet",
        ),
        pytest.param(
            ShipReplacement,
            shipped(cases=(case(state=CaseState.SELLER_TO_REFUND),)),
            "Case A1 is: refund only; “Ship a replacement” is for: exchange, return and refund.",
            id="only money is asked for",
        ),
        pytest.param(
            ShipReplacement,
            shipped(
                cases=(exchange(state=CaseState.SELLER_TO_REFUND),),
                parcels=(parcel(), SENT_ONE),
                refunds=(paid(state="pending"),),
            ),
            "Nothing is left to send for case A1 (RICE-10: 2 claimed, 1 refunded (2026-11-22), 1"
            " sent (SF1234567890123)).",
            id="every unit is settled or about to be",
        ),
        pytest.param(
            ShipReplacement,
            shipped(cases=(exchange(),), under_review=True),
            "The platform is reviewing this order; it may go out once an import shows that the"
            " review has ended.",
            id="under review",
        ),
        pytest.param(
            ShipReplacement,
            shipped(
                cases=(exchange(),),
                hold=Hold(until=NOW + HOUR, reason="换地址", at=NOW - HOUR, by="li"),
            ),
            "This order is held back until 2026-11-22 10:00 (换地址); release the hold"
            " to ship it before.",
            id="held back",
        ),
        pytest.param(
            ShipReplacement,
            shipped(cases=(exchange(),), refunds=(refund(amount_fen=5000),)),
            "All that was paid for this order is refunded (50.00); nothing more may be shipped.",
            id="all money is on its way back",
        ),
        pytest.param(ShipSupplementary, MISSING, None, id="what was missing is agreed"),
        pytest.param(
            ShipSupplementary,
            shipped(cases=(supplementary(state=CaseState.SELLER_TO_ANSWER),)),
            "Case A1 stands at: ours to answer; “Ship a supplementary shipment” is possible at:"
            " ours to send.",
            id="not agreed yet",
        ),
        pytest.param(
            ShipSupplementary,
            shipped(cases=(supplementary(kind=CaseKind.EXCHANGE),)),
            "Case A1 is: exchange; “Ship a supplementary shipment” is for: supplementary shipment.",
            id="an exchange",
        ),
        pytest.param(ShipRepaired, REPAIRED, None, id="it came back to be repaired"),
        pytest.param(
            ShipRepaired,
            shipped(cases=(repair(state=CaseState.BUYER_TO_RETURN),)),
            "Case A1 stands at: buyer to return; “Ship repaired goods” is possible at: ours to"
            " send, buyer to confirm.",
            id="it is still with the buyer",
        ),
    ],
)
def test_when_goods_may_go_for_a_case(
    action: type[Action[Order]], given: Order, sentence: str | None
) -> None:
    assert action.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(EXCHANGE, {}, [], id="what came back"),
        pytest.param(
            EXCHANGE,
            {"lines": "1:3"},
            [("lines", "Of RICE-10 2 can be sent for this case, not 3: 2 claimed.")],
            id="more than was claimed",
        ),
        pytest.param(
            shipped(cases=(exchange(),), refunds=(paid(),)),
            {"lines": "1:2"},
            [
                (
                    "lines",
                    (
                        "Of RICE-10 1 can be sent for this case, not 2: 2 claimed, 1 refunded"
                        " (2026-11-22)."
                    ),
                )
            ],
            id="what was paid for is not sent too",
        ),
        pytest.param(
            shipped(cases=(exchange(),), parcels=(parcel(), SENT_ONE)),
            {"lines": "1:2", "tracking_no": "771234567890123"},
            [
                (
                    "lines",
                    (
                        "Of RICE-10 1 can be sent for this case, not 2: 2 claimed, 1 sent"
                        " (SF1234567890123)."
                    ),
                )
            ],
            id="what was sent is not sent again",
        ),
        pytest.param(
            EXCHANGE,
            {"sku": "SALT"},
            [("sku", "SALT was scanned, but what was bought is RICE-10.")],
            id="another article",
        ),
        pytest.param(
            EXCHANGE,
            {"tracking_no": "YT1234567890123"},
            [("tracking_no", "YT1234567890123 is already the number of a parcel of this order.")],
            id="a number in use",
        ),
    ],
)
def test_problems_of_a_replacement(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(ShipReplacement, given, {"tracking_no": OTHER_NO} | values) == problems


def agreed(**changes: Any) -> Order:
    """The exchange is for OIL-5."""
    given = {"id": "o1", "solution": "exchange", "at": NOW, "by": "li", "case": "A1"}
    offer = SolutionOffer.model_validate(given | {"sku": "OIL-5", "lines": units((1, 2))} | changes)
    return EXCHANGE.model_copy(update={"offers": (offer,)})


WAITS = (
    "For case A1 OIL-5 was agreed on; record first whether the buyer takes it: a yes sends it, a no"
    " sends what was bought."
)
TAKEN_OTHERWISE = agreed().model_copy(
    update={"offers": (*agreed().offers, *agreed(id="o2", case=None, accepted=True).offers)}
)
TAKEN = (
    "For case A1 the buyer takes OIL-5, not RICE-10; send and scan that, or record their answer"
    " anew where they say otherwise."
)


@pytest.mark.parametrize(
    ("given", "scanned", "sentence"),
    [
        pytest.param(agreed(accepted=True), "", TAKEN, id="taken, nothing scanned"),
        pytest.param(agreed(accepted=True), "RICE-10", TAKEN, id="taken, what was bought"),
        pytest.param(agreed(accepted=True), "OIL-5", None, id="taken, and sent"),
        pytest.param(agreed(accepted=False), "", None, id="refused: what was bought"),
        pytest.param(agreed(accepted=True, case="A2"), "RICE-10", None, id="of another case"),
        pytest.param(TAKEN_OTHERWISE, "OIL-5", None, id="taken by another offer of it"),
        pytest.param(TAKEN_OTHERWISE, "RICE-10", TAKEN, id="taken by it, what was bought"),
    ],
)
def test_what_was_agreed_to_for_an_exchange_is_what_is_sent(
    given: Order, scanned: str, sentence: str | None
) -> None:
    values = {"tracking_no": OTHER_NO, "sku": scanned}

    assert sentences(ShipReplacement, given, values) == ([("sku", sentence)] if sentence else [])


ONE_OF_TWO = agreed(accepted=True, lines=units((1, 1)))
SO_MANY = (
    "For case A1 the buyer takes OIL-5 x1, RICE-10 x1; name in the lines what of it goes out now,"
    " and scan that."
)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({}, SO_MANY, id="both, nothing scanned"),
        pytest.param({"sku": "RICE-10"}, SO_MANY, id="both as bought"),
        pytest.param({"sku": "OIL-5"}, SO_MANY, id="both as the other"),
        pytest.param({"sku": "OIL-5 RICE-10"}, None, id="one of each"),
        pytest.param({"sku": "OIL-5", "lines": "1:1"}, None, id="the other"),
        pytest.param({"sku": "RICE-10", "lines": "1:1"}, None, id="the one as bought"),
        pytest.param(
            {"lines": "1:1"},
            "The buyer takes OIL-5 for RICE-10; say which goes out.",
            id="one, nobody knows which",
        ),
        pytest.param(
            {"sku": "SALT", "lines": "1:1"}, TAKEN.replace("not RICE-10", "not SALT"), id="neither"
        ),
    ],
)
def test_what_is_taken_for_some_units_goes_for_no_others(
    values: dict[str, str], sentence: str | None
) -> None:
    problems = sentences(ShipReplacement, ONE_OF_TWO, {"tracking_no": OTHER_NO} | values)

    assert problems == ([("sku", sentence)] if sentence else [])
    assert ShipReplacement.background(ONE_OF_TWO, context()) == (
        "OIL-5 x1, RICE-10 x1 goes out for RICE-10, as the buyer agreed.",
    )


def test_no_more_articles_are_scanned_than_units_leave() -> None:
    values = {"tracking_no": OTHER_NO, "lines": "1:1", "sku": "OIL-5 RICE-10"}

    assert sentences(ShipReplacement, ONE_OF_TWO, values) == [
        ("sku", "OIL-5, RICE-10 was scanned for RICE-10 x1; scan only what goes out.")
    ]


def test_an_offer_with_a_time_that_nobody_answered_is_made_anew() -> None:
    assert ShipReplacement.why_not(agreed(valid_until=NOW), context()) == (
        "For case A1 OIL-5 was offered, good until 2026-11-22 09:00; record first whether the buyer"
        " takes it, or offer it anew once that is over."
    )


def test_nothing_goes_for_a_case_while_the_buyer_has_not_answered_what_was_agreed_on() -> None:
    assert ShipReplacement.why_not(agreed(), context()) == WAITS
    assert ShipReplacement.why_not(TAKEN_OTHERWISE, context()) is None


@pytest.mark.parametrize(
    ("changes", "owed"),
    [
        pytest.param({}, [("record-consent", "o1"), ("send-for-case", "A1")], id="no answer yet"),
        pytest.param({"accepted": True}, [("send-for-case", "A1")], id="taken"),
        pytest.param({"accepted": False}, [("send-for-case", "A1")], id="refused"),
        pytest.param({"case": "A2"}, [("send-for-case", "A1")], id="of another case"),
    ],
)
def test_the_buyer_s_word_is_owed_before_what_was_agreed_on_goes_out(
    changes: dict[str, Any], owed: list[tuple[str, str]]
) -> None:
    given = agreed(**changes)
    found = [one for one in obligations(given, context().policy) if one.who is Party.US]

    assert [(one.kind, one.about) for one in in_turn(found, NOW)] == owed
    assert {one.due_at for one in found} == {found[-1].due_at}, "as the goods are"


@pytest.mark.parametrize(
    ("state", "is_owed"),
    [("seller_to_answer", False), ("buyer_to_return", True), ("buyer_to_confirm", False)],
)
def test_the_buyer_s_word_is_owed_from_the_agreement_until_the_goods_have_left(
    state: str, *, is_owed: bool
) -> None:
    given = agreed().model_copy(update={"cases": (exchange(state=state, returns=()),)})

    owed = {one.kind: one for one in obligations(given, context().policy)}

    assert ("record-consent" in owed) is is_owed
    if is_owed:
        assert owed["record-consent"].about == "o1"
        assert owed["record-consent"].due_at == owed["return-goods"].due_at
        assert case_row(given.cases[0], offers=given.offers).next_kind == "record-consent"


def test_nothing_goes_while_an_application_for_out_of_stock_is_under_review() -> None:
    given = shipped(cases=(exchange(),), stock_outs=(stock_out(lines=units((1, 2))),))

    ((field, sentence),) = sentences(ShipReplacement, given, {"tracking_no": OTHER_NO})

    assert field == "lines"
    assert sentence.startswith("An application for out-of-stock is under review since 2026-11-21")


def test_a_replacement_is_a_parcel_of_the_case_and_the_platform_is_told() -> None:
    outcome = do(ShipReplacement, EXCHANGE, tracking_no=OTHER_NO)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert after.parcels[-1] == parcel(
        OTHER_NO, id="new1", kind="replacement", carrier="SF", case="A1", shipped_at=NOW
    )
    (told,) = after.open_tasks
    assert (told.kind, told.copy_text, told.parcel, told.case) == (
        "send-for-case",
        f"A1 {OTHER_NO}",
        "new1",
        "A1",
    )
    assert after.cases[0].state is CaseState.BUYER_TO_CONFIRM
    assert outcome.said == ("Case A1 stands now at: buyer to confirm.",)


def test_a_part_leaves_the_rest_to_be_sent() -> None:
    outcome = do(ShipReplacement, EXCHANGE, tracking_no=OTHER_NO, lines="1:1")

    assert outcome.said == ("Case A1 stands now at: ours to send.",)


def test_only_what_came_back_is_suggested() -> None:
    one_here = exchange(returns=(goods_return({1: 1}),))
    given = shipped(cases=(one_here,))

    after = changed(ShipReplacement, given, tracking_no=OTHER_NO)

    assert ShipReplacement.suggest(given, context()) == {"lines": "1:1"}
    assert ShipReplacement.suggest(shipped(), context()) == {}
    assert after.parcels[-1].lines == units((1, 1))
    assert after.cases[0].state is CaseState.BUYER_TO_RETURN


def test_the_last_unit_of_a_return_closes_its_case_at_once() -> None:
    given = shipped(cases=(return_case(BOTH_HERE),), refunds=(paid(),))

    (after,) = changed(ShipReplacement, given, tracking_no=OTHER_NO).cases

    assert (after.state, after.outcome) == (CaseState.CLOSED, CaseOutcome.REFUNDED)
    assert (after.refunded_fen, after.closed_at) == (2500, NOW)


def test_money_on_its_way_keeps_the_case_open() -> None:
    given = shipped(
        cases=(return_case(BOTH_HERE),),
        refunds=(paid(state="unknown", requested_at=NOW - DAY),),
    )

    (after,) = changed(ShipReplacement, given, tracking_no=OTHER_NO).cases

    assert after.state is CaseState.SELLER_TO_REFUND


def test_no_more_is_sent_than_was_missing() -> None:
    assert sentences(ShipSupplementary, MISSING, {"tracking_no": OTHER_NO, "lines": "1:2"}) == [
        ("lines", "Of RICE-10 1 can be sent for this case, not 2: 1 claimed.")
    ]


def test_what_was_missing_goes_out_and_the_buyer_has_to_confirm_it() -> None:
    after = changed(ShipSupplementary, MISSING, tracking_no=OTHER_NO)

    sent = after.parcels[-1]
    assert (sent.kind, sent.lines, sent.case) == ("supplementary", units((1, 1)), "A1")
    assert after.cases[0].state is CaseState.BUYER_TO_CONFIRM
    assert [task.kind for task in after.open_tasks] == ["send-for-case"]


def test_repaired_goods_are_with_the_buyer_again() -> None:
    after = changed(ShipRepaired, REPAIRED, tracking_no=OTHER_NO)

    assert (after.parcels[-1].kind, after.parcels[-1].case) == ("repaired", "A1")
    assert after.cases[0].state is CaseState.BUYER_TO_CONFIRM
    assert line_ledgers(after)[0].with_buyer == 2


UNKNOWN = shipped(cases=(supplementary(lines=()),))
"""The export that brought it does not say how many units are meant."""
GIVEN_INSTEAD = (
    "{back} went back for case A1 or is on its way, so that the buyer would get goods ("
    "RICE-10 x{units}) and money. Answer yes where the buyer is to have both."
)


def refunded(given: Order, **values: str) -> Order:
    """The order once so much is on its way for the case."""
    return changed(RefundAction, given, None, reason="没货", case="A1", **values)


@pytest.mark.parametrize(
    ("values", "back", "left"),
    [
        pytest.param({"lines": "1:1"}, "25.00", 1, id="a unit of it"),
        pytest.param({"lines": "1:1", "amount": "20"}, "20.00", 1, id="a unit for less"),
        pytest.param({"amount": "25"}, "25.00", 2, id="the money of one"),
        pytest.param({"amount": "13"}, "13.00", 2, id="most of the money of one"),
        pytest.param({"amount": "12.50"}, "", 2, id="a compensation"),
    ],
)
def test_money_for_a_case_that_names_no_units_settles_it(
    values: dict[str, str], back: str, left: int
) -> None:
    going = refunded(UNKNOWN, **values)

    asked = sentences(ShipSupplementary, going, {"tracking_no": OTHER_NO})
    assert [one for field, one in asked if field == "both"] == (
        [GIVEN_INSTEAD.format(back=back, units=left)] if back else []
    )
    owed = {one.kind for one in obligations(going, context().policy) if one.about == "A1"}
    assert ("send-for-case" in owed) is not bool(back)
    gone = changed(SettleRefund, going, outcome="done").cases[0]
    failed = changed(SettleRefund, going, outcome="failed").cases[0]
    assert gone.outcome == (CaseOutcome.REFUNDED if back else None)
    assert failed.state is CaseState.SELLER_TO_SEND


def test_a_gift_makes_no_compensation_the_money_of_goods() -> None:
    gift = line(2, sku="BOWL", name="赠品碗", ordered=1, amount_fen=0)
    given = shipped(line(), gift, cases=(supplementary(lines=()),))

    def asked(amount: str) -> list[str]:
        told = sentences(
            ShipSupplementary, refunded(given, amount=amount), {"tracking_no": OTHER_NO}
        )
        return [field for field, _said in told if field == "both"]

    assert (asked("12.50"), asked("13")) == ([], ["both"])


def test_money_for_a_case_that_names_no_units_and_has_sent_some_is_asked_about() -> None:
    sent = changed(ShipSupplementary, UNKNOWN, tracking_no=OTHER_NO, lines="1:1")

    def asked(**values: str) -> list[tuple[str, str]]:
        given = {"case": "A1", "reason": "没货", **values}
        return sentences(RefundAction, sent, given)

    both = (
        "Goods left for case A1 with SF1234567890123 (RICE-10 x1). Case A1 does not say how many"
        " units are meant, so that the buyer may get goods and money for the same ones. Answer yes"
        " where the buyer is to have both."
    )
    assert asked(amount="25") == [("both", both)]
    assert asked(lines="1:1") == [("both", both)]
    assert asked(lines="1:1", both="yes") == []
    assert asked(amount="5") == []


def test_that_a_case_ends_with_its_money_is_said() -> None:
    said = (
        "Case A1 does not say how many units are to be sent: with this money it ends, and nothing"
        " is sent for it."
    )

    def is_said(given: Order, **values: str) -> bool:
        return said in do(RefundAction, given, None, reason="没货", case="A1", **values).said

    all_of_it = do(RefundAction, UNKNOWN, None, reason="没货", case="A1", amount="50").said
    assert said in all_of_it
    assert not any("is not to send" in one for one in all_of_it)
    assert is_said(UNKNOWN, amount="25")
    assert not is_said(UNKNOWN, amount="5")
    assert not is_said(MISSING, lines="1:1")


def test_what_came_back_of_an_exchange_that_names_no_units_is_owed_until_it_is_settled() -> None:
    given = shipped(cases=(exchange(lines=()),))

    one_paid = changed(SettleRefund, refunded(given, lines="1:1"), outcome="done")
    assert one_paid.cases[0].state is CaseState.SELLER_TO_SEND
    sent = changed(ShipReplacement, one_paid, tracking_no=OTHER_NO, both="yes")
    assert sent.cases[0].state is CaseState.BUYER_TO_CONFIRM
    assert [one.lines for one in sent.parcels if one.case] == [units((1, 1))]


def test_money_beside_the_units_that_a_case_names_is_asked_about_before_they_leave() -> None:
    four = shipped(line(ordered=4, amount_fen=10000), cases=(supplementary(),))

    def is_asked(amount: str) -> bool:
        given = refunded(four, amount=amount)
        asked = sentences(ShipSupplementary, given, {"tracking_no": OTHER_NO})
        return [field for field, _said in asked] == ["both"]

    assert is_asked("13")
    assert not is_asked("12")


def test_a_replacement_that_is_back_and_settled_is_told_to_nobody_and_awaited_by_nobody() -> None:
    sent = changed(ShipReplacement, EXCHANGE, None, tracking_no=OTHER_NO)
    back = changed(
        RecordTrace, sent, None, parcel=sent.parcels[-1].id, at="2026-11-22 09:00", state="returned"
    )
    paid_back = changed(RefundAction, back, None, amount="50", reason="退款")
    settled = changed(SettleRefund, paid_back, None, outcome="done")

    def left(given: Order) -> set[str]:
        owed = obligations(judged(given, context(), "li"), context().policy)
        return {one.kind for one in owed} & {"confirm-receipt", "close-case"}

    def told(given: Order) -> list[str]:
        return [one.kind for one in judged(given, context(), "li").open_tasks]

    assert (left(back), told(back)) == ({"confirm-receipt"}, ["send-for-case"])
    assert (left(settled), told(settled)) == ({"close-case"}, [])
