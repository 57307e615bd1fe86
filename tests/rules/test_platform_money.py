"""Money and cases that the platform shows, met with the refunds that the desk knows."""

from datetime import datetime
from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase, BuyerReason, CaseKind
from store.models.axes import AfterSales, Fulfilment, Source
from store.models.facts import OrderFacts
from store.models.order import Money
from store.models.refund import Refund as RefundRecord
from store.models.refund import RefundLine
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.lateness import computed_penalties
from store.rules.order.ledger import line_ledgers, money_ledger, units_to_ship
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.discrepancies.noted import reconcile
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    TRACKING_NO,
    case,
    changed,
    context,
    facts,
    gone,
    known,
    line,
    line_facts,
    money_back,
    order,
    parcel,
    refund,
    refund_of_unshipped,
    refunded_case,
    sentences,
    shipped,
    units,
)
from tests.rules.met_exports import after_case, after_import

TWO_LINES = order(line(line_no="A"), line(2, line_no="B", sku="OIL-5", amount_fen=3000))


def one_back(number: str, fulfilment: Fulfilment = Fulfilment.SHIPPED) -> OrderFacts:
    """An export says that one of the two lines was refunded."""
    return facts(
        line_facts(line_no="A", fulfilment=fulfilment, refunded=number == "A"),
        line_facts(line_no="B", sku="OIL-5", amount_fen=3000, fulfilment=fulfilment,
                   refunded=number == "B"),
        knowledge=known(NOW - HOUR, 5),
    )  # fmt: skip


def test_refunded_without_an_amount_is_estimated_as_all_that_is_left() -> None:
    after = after_import(order(), money_back())

    (estimate,) = after.refunds
    assert (estimate.amount_fen, estimate.estimated, estimate.state) == (5000, True, "done")
    assert (estimate.source, estimate.requested_at) == (Source.PLATFORM, None)
    assert units_to_ship(after) == 0
    assert after_import(after, money_back()) == after


def test_a_refund_after_shipping_takes_no_unit_out_of_shipping() -> None:
    after = after_import(shipped(), money_back(Fulfilment.SHIPPED))

    assert (after.refunds[0].amount_fen, after.refunds[0].lines[0].unshipped) == (5000, 0)
    assert after.open_discrepancies == ()
    assert after_import(after, money_back(Fulfilment.SHIPPED)) == after


@pytest.mark.parametrize("state", ["pending", "unknown"])
def test_the_platforms_word_settles_a_refund_made_here(state: str) -> None:
    given = order(refunds=(refund_of_unshipped(state=state),))

    after = after_import(given, money_back())

    (settled,) = after.refunds
    assert (settled.state, settled.settled_at) == ("done", NOW)
    assert settled.shown_by == "export"
    assert money_ledger(after).done == 5000


EARLIER = refund(id="r0", state="done", settled_at=NOW - 3 * HOUR, requested_at=NOW - DAY)
AT_ONCE = EARLIER.model_copy(update={"settled_at": NOW - HOUR / 2})
UNDATED = EARLIER.model_copy(update={"source": Source.PLATFORM, "settled_at": None})
OF_TWO = EARLIER.model_copy(update={"lines": (RefundLine(line=2, quantity=1, amount_fen=500),)})


@pytest.mark.parametrize(
    ("earlier", "said", "state"),
    [
        pytest.param(EARLIER, money_back(Fulfilment.SHIPPED), "pending", id="stood before"),
        pytest.param(UNDATED, money_back(Fulfilment.SHIPPED), "pending", id="told before"),
        pytest.param(AT_ONCE, money_back(Fulfilment.SHIPPED), "done", id="done after it"),
        pytest.param(OF_TWO, money_back(Fulfilment.SHIPPED), "done", id="of another line"),
        pytest.param(EARLIER, money_back(), "done", id="all of it, before it left"),
        pytest.param(
            EARLIER,
            gone(TRACKING_NO, after_sales=AfterSales.REFUNDED, knowledge=known(NOW - HOUR, 5)),
            "pending",
            id="beside a status that goes on",
        ),
    ],
)
def test_a_word_that_stood_before_settles_no_refund_that_was_asked_for_since(
    earlier: RefundRecord, said: OrderFacts, state: str
) -> None:
    lines = (line(), line(2, line_no="B", sku="OIL-5", amount_fen=3000))
    of_first = refund(lines=(RefundLine(line=1, quantity=1, amount_fen=500),))
    given = shipped(refunds=(earlier, refund()), lines=lines[:1])
    if earlier is OF_TWO:
        given = shipped(refunds=(earlier, of_first), lines=lines)

    assert after_import(given, said).refunds[1].state == state


def test_what_was_told_of_since_did_not_stand_before() -> None:
    given = shipped(refunds=(refund(), UNDATED))

    assert after_import(given, money_back(Fulfilment.SHIPPED)).refunds[0].state == "done"


def test_a_part_refunded_here_leaves_only_the_rest_to_estimate() -> None:
    after = after_import(order(refunds=(refund(state="done"),)), money_back())

    assert [one.amount_fen for one in after.refunds] == [500, 4500]
    assert units_to_ship(after) == 0


def test_a_refund_made_here_after_shipping_is_what_the_platform_means() -> None:
    after = after_import(shipped(refunds=(refund(),)), money_back(Fulfilment.SHIPPED))

    assert [(one.amount_fen, one.state) for one in after.refunds] == [(500, "done")]


def test_a_failed_refund_is_not_what_the_platform_means() -> None:
    given = shipped(refunds=(refund(state="failed"),))

    after = after_import(given, money_back(Fulfilment.SHIPPED))

    assert [one.state for one in after.refunds] == ["failed", "done"]


def test_the_word_about_one_line_settles_no_refund_of_another() -> None:
    mine = refund(lines=(RefundLine(line=2, quantity=1, amount_fen=500),))
    given = TWO_LINES.model_copy(
        update={"refunds": (mine,), "parcels": (parcel(lines=units((1, 2), (2, 2))),)}
    )

    after = after_import(given, one_back("A"))

    assert [(one.amount_fen, one.state) for one in after.refunds] == [
        (500, "pending"),
        (5000, "done"),
    ]


@pytest.mark.parametrize("fulfilment", [Fulfilment.TO_SHIP, Fulfilment.SHIPPED])
def test_a_known_amount_replaces_the_estimate_for_good(fulfilment: Fulfilment) -> None:
    given = shipped() if fulfilment is Fulfilment.SHIPPED else order()
    estimated = after_import(given, money_back(fulfilment))

    exact = after_case(estimated, refunded_case(refunded_fen=4200))

    (known_refund,) = exact.refunds
    assert (known_refund.amount_fen, known_refund.estimated) == (4200, False)
    assert (known_refund.case, known_refund.reason) == ("A1", "少件")
    assert (known_refund.requested_at, known_refund.settled_at) == (NOW - DAY, NOW - HOUR)
    assert after_import(exact, money_back(fulfilment)) == exact
    assert after_case(exact, refunded_case(refunded_fen=4200)) == exact


def test_an_estimate_for_one_line_is_not_replaced_by_a_case_about_another() -> None:
    given = TWO_LINES.model_copy(update={"parcels": (parcel(lines=units((1, 2), (2, 2))),)})
    estimated = after_import(given, one_back("A"))

    after = after_case(estimated, refunded_case(refunded_fen=3000), line_no="B")

    assert [(one.amount_fen, one.estimated) for one in after.refunds] == [
        (5000, True),
        (3000, False),
    ]
    assert after.cases[0].line == 2


def test_a_desk_refund_of_the_same_amount_is_the_same_money() -> None:
    given = changed(Refund, shipped(), amount="12.34", reason="少件")

    after = after_case(given, refunded_case(refunded_fen=1234))

    (same,) = after.refunds
    assert (same.source, same.case, same.state) == (Source.DESK, "A1", "done")
    assert same.settled_at == NOW - HOUR


@pytest.mark.parametrize(
    ("entered", "went_at"),
    [
        pytest.param({"settled_at": NOW}, NOW - HOUR, id="entered after it went"),
        pytest.param({"settled_at": NOW - 2 * HOUR}, NOW - HOUR, id="entered before it went"),
        pytest.param({"settled_at": NOW, "state": "unknown"}, NOW - HOUR, id="nobody knew"),
        pytest.param(
            {"settled_at": NOW - 2 * HOUR, "amount_fen": 2000}, NOW - 2 * HOUR, id="a part, before"
        ),
        pytest.param(
            {"settled_at": NOW, "amount_fen": 2000}, NOW - HOUR, id="a part, entered late"
        ),
    ],
)
def test_money_of_a_case_went_when_the_platform_says(
    entered: dict[str, Any], went_at: datetime
) -> None:
    money = refund(**({"amount_fen": 5000, "state": "done", "case": "A1"} | entered))

    first, *_rest = after_case(shipped(refunds=(money,)), refunded_case()).refunds

    assert (first.state, first.settled_at) == ("done", went_at)


def test_money_that_was_entered_after_the_promise_had_gone_in_time() -> None:
    """承诺发货时间 was 10:00; the money went at 09:55 there, and was settled here at 10:30."""
    promised_at = NOW - HOUR / 2
    money = refund_of_unshipped(state="done", case="A1", settled_at=NOW)
    given = order(refunds=(money,), ship_by_deadline=promised_at)
    asked = context(beside=given)
    assert computed_penalties(given, asked.policy)

    after = after_case(given, refunded_case(unshipped=True, closed_at=promised_at - HOUR / 12))

    assert computed_penalties(after, asked.policy) == ()


def test_a_desk_refund_of_another_amount_is_other_money() -> None:
    given = changed(Refund, shipped(), amount="5", reason="少件")

    after = after_case(given, refunded_case(refunded_fen=1000))

    assert [(one.source, one.state) for one in after.refunds] == [
        (Source.DESK, "pending"),
        (Source.PLATFORM, "done"),
    ]


def test_a_raised_amount_that_is_taken_back_leaves_no_refund_of_nothing() -> None:
    given = shipped(refunds=(refund(amount_fen=2000, state="done", case="A1"),))
    raised = after_case(given, refunded_case(refunded_fen=4000))
    lowered = after_case(raised, refunded_case(refunded_fen=2000))

    assert [one.amount_fen for one in raised.refunds] == [2000, 2000]
    assert [one.amount_fen for one in lowered.refunds] == [2000]


def test_two_cases_of_the_same_amount_are_not_one_refund() -> None:
    given = changed(Refund, shipped(), amount="10", reason="少件")

    after = after_case(
        given, refunded_case(refunded_fen=1000), refunded_case(id="A2", refunded_fen=1000)
    )

    assert [(one.case, one.source) for one in after.refunds] == [
        ("A1", Source.DESK),
        ("A2", Source.PLATFORM),
    ]


WEEK_AGO = {"applied_at": NOW - 8 * DAY, "closed_at": NOW - 7 * DAY}


@pytest.mark.parametrize(
    ("entered", "ended"),
    [
        pytest.param({"case": "none"}, {}, id="it was said to be beside the cases"),
        pytest.param({"case": "none", "lines": "1:1"}, {}, id="beside the cases, with its unit"),
        pytest.param({}, WEEK_AGO, id="a week after the money of the case"),
    ],
)
def test_money_beside_a_case_is_counted_beside_it(
    entered: dict[str, Any], ended: dict[str, object]
) -> None:
    given = changed(Refund, shipped(), amount="10", reason="小额打款", **entered)
    done = changed(SettleRefund, given, outcome="done")

    after = after_case(done, refunded_case(refunded_fen=1000, **ended))

    assert [(one.case, one.amount_fen) for one in after.refunds] == [(None, 1000), ("A1", 1000)]
    assert sentences(Refund, after, {"amount": "40", "reason": "x"}) == [
        (
            "amount",
            ("40.00 is more than the 30.00 that is left: 50.00 paid - 20.00 refunded."),
        )
    ]


def test_money_that_is_entered_the_day_after_it_went_there_is_the_case_s() -> None:
    given = changed(Refund, shipped(), amount="10", reason="少件")
    ended = {"applied_at": NOW - 2 * DAY, "closed_at": NOW - 23 * HOUR}

    after = after_case(given, refunded_case(refunded_fen=1000, **ended))

    assert [(one.case, one.amount_fen) for one in after.refunds] == [("A1", 1000)]


APPLIED, PAID = NOW - 4 * DAY, NOW - 3 * DAY
MINUTE = HOUR / 60
BY_LINE = {
    "amount_fen": 1000,
    "lines": (RefundLine(line=1, quantity=1, unshipped=1, amount_fen=1000),),
}


@pytest.mark.parametrize(
    ("entered_at", "settled_at", "is_same"),
    [
        pytest.param(APPLIED - MINUTE, None, True, id="on its way since before the application"),
        pytest.param(APPLIED - 9 * DAY, None, True, id="on its way for long"),
        pytest.param(APPLIED - MINUTE, APPLIED - MINUTE, True, id="done before the application"),
        pytest.param(APPLIED - DAY, APPLIED - DAY, True, id="done a day before"),
        pytest.param(APPLIED - 9 * DAY, APPLIED + MINUTE, True, id="settled after the application"),
        pytest.param(APPLIED - MINUTE, NOW, True, id="settled long after the money"),
        pytest.param(PAID + DAY, None, True, id="entered a day after the money"),
        pytest.param(APPLIED - DAY - MINUTE, APPLIED - DAY - MINUTE, False, id="of days before"),
        pytest.param(PAID + DAY + MINUTE, None, False, id="entered days after the money"),
    ],
)
@pytest.mark.parametrize("of", [{"amount_fen": 1000}, BY_LINE], ids=["money", "units"])
def test_a_refund_that_was_entered_here_is_the_case_s_where_it_is_of_its_time(
    of: dict[str, Any], entered_at: datetime, settled_at: datetime | None, *, is_same: bool
) -> None:
    state = "done" if settled_at else "pending"
    mine = refund(**of, state=state, requested_at=entered_at, settled_at=settled_at)
    ended = refunded_case(refunded_fen=1000, applied_at=APPLIED, closed_at=PAID)

    after = after_case(order(refunds=(mine,)), ended)

    assert [one.case for one in after.refunds] == (["A1"] if is_same else [None, "A1"])
    assert after.refunds[0].state == ("done" if is_same else state)
    assert after_case(after, ended) == after


@pytest.mark.parametrize(
    ("kind", "unshipped", "is_same"),
    [
        pytest.param(CaseKind.RETURN_AND_REFUND, 1, False, id="of goods that come back"),
        pytest.param(CaseKind.RETURN_AND_REFUND, 0, True, id="and so is the refund"),
        pytest.param(CaseKind.REFUND_ONLY, 1, True, id="of money alone, maybe of these"),
    ],
)
def test_money_of_what_never_left_is_none_of_goods_that_come_back(
    kind: CaseKind, unshipped: int, *, is_same: bool
) -> None:
    part = RefundLine(line=1, quantity=1, unshipped=unshipped, amount_fen=2500)
    mine = refund(amount_fen=2500, lines=(part,), requested_at=APPLIED)
    left = parcel(lines=units((1, 1)), shipped_at=APPLIED - HOUR)
    ended = refunded_case(refunded_fen=2500, kind=kind, applied_at=APPLIED, closed_at=PAID)

    after = after_case(order(parcels=(left,), refunds=(mine,)), ended)

    assert [one.case for one in after.refunds] == (["A1"] if is_same else [None, "A1"])


@pytest.mark.parametrize(
    ("entered_at", "is_same"),
    [
        pytest.param(PAID, False, id="gone by then"),
        pytest.param(PAID - MINUTE, True, id="gone since"),
    ],
)
def test_a_refund_beside_what_had_gone_by_then_is_no_money_of_before(
    entered_at: datetime, *, is_same: bool
) -> None:
    mine = refund(amount_fen=1000, anew=True, requested_at=entered_at)
    ended = refunded_case(refunded_fen=1000, applied_at=APPLIED, closed_at=PAID)

    after = after_case(order(refunds=(mine,)), ended)

    assert [one.case for one in after.refunds] == (["A1"] if is_same else [None, "A1"])


def test_the_word_and_then_the_case_are_one_refund() -> None:
    given = changed(Refund, order(), lines="1:1", reason="x")
    told = after_import(given, gone(TRACKING_NO, after_sales=AfterSales.REFUNDED))

    after = after_case(
        told, refunded_case(refunded_fen=2500, applied_at=NOW + MINUTE, closed_at=NOW + HOUR)
    )

    assert [(one.amount_fen, one.case) for one in after.refunds] == [(2500, "A1")]


@pytest.mark.parametrize(
    ("others", "met"),
    [
        pytest.param(({"state": "done"}, {}), [None, "A1"], id="what is on its way first"),
        pytest.param(
            ({}, {"requested_at": APPLIED + HOUR}), [None, "A1"], id="what came since first"
        ),
        pytest.param(({}, {}), ["A1", None], id="else the first"),
    ],
)
def test_of_several_refunds_of_its_time_one_is_the_case_s(
    others: tuple[dict[str, Any], ...], met: list[str | None]
) -> None:
    first = {"amount_fen": 1000, "requested_at": APPLIED - HOUR}
    given = order(refunds=tuple(refund(id=str(at), **first | one) for at, one in enumerate(others)))
    ended = {"refunded_fen": 1000, "applied_at": APPLIED, "closed_at": PAID}

    after = after_case(given, refunded_case(**ended))

    assert [one.case for one in after.refunds] == met
    both = after_case(after, refunded_case(id="A2", **ended))
    assert {one.case for one in both.refunds} == {"A1", "A2"}
    assert len(both.refunds) == 2


@pytest.mark.parametrize(
    ("beside", "there", "met", "kinds"),
    [
        pytest.param({}, 5100, ["A1", "A1"], [], id="the sum agrees"),
        pytest.param({}, 5200, ["A1", None, "A1"], ["case_money"], id="it differs: told once"),
        pytest.param({}, 4900, ["A1", None], [], id="the case alone is it"),
        pytest.param(
            {"beside": True}, 5100, ["A1", None, "A1"], ["case_money"], id="said to be beside it"
        ),
    ],
)
def test_the_rest_of_a_case_is_what_was_entered_here_for_no_case_of_just_that_amount(
    beside: dict[str, Any], there: int, met: list[str | None], kinds: list[str]
) -> None:
    about = {"state": "done", "requested_at": APPLIED, "settled_at": APPLIED + HOUR}
    given = shipped(
        line(amount_fen=12000),
        money=Money(goods_fen=12000, paid_fen=12000),
        refunds=(
            refund(id="r1", amount_fen=4900, case="A1", **about),
            refund(id="r2", amount_fen=200, **about | beside),
        ),
        cases=(case(applied_at=APPLIED, requested_fen=there, agreed_fen=4900),),
    )

    after = after_case(given, refunded_case(refunded_fen=there, applied_at=APPLIED, closed_at=PAID))

    assert [one.case for one in after.refunds] == met
    assert [one.kind for one in reconcile(after, context()).open_discrepancies] == kinds


@pytest.mark.parametrize(
    ("here", "there", "met"),
    [
        pytest.param((1000, 2000), 3000, ["A1", "A1"], id="both together are just it"),
        pytest.param((1000, 500, 2000), 3000, ["A1", None, "A1"], id="and one is beside it"),
        pytest.param((1000, 2000), 2000, [None, "A1"], id="one alone is it"),
        pytest.param((1000, 1500), 3000, [None, None, "A1"], id="they are less, and other money"),
    ],
)
def test_parts_entered_here_of_its_time_that_add_up_to_a_case_are_its_money(
    here: tuple[int, ...], there: int, met: list[str | None]
) -> None:
    about = {"state": "done", "requested_at": APPLIED, "settled_at": APPLIED + HOUR}
    given = shipped(
        line(amount_fen=9000),
        money=Money(goods_fen=9000, paid_fen=9000),
        refunds=tuple(refund(id=str(at), amount_fen=fen, **about) for at, fen in enumerate(here)),
    )
    ended = refunded_case(refunded_fen=there, applied_at=APPLIED, closed_at=PAID)

    after = after_case(given, ended)

    assert [one.case for one in after.refunds] == met


@pytest.mark.parametrize(
    ("beside", "there", "met"),
    [
        pytest.param(2000, 5000, ["A1", "A1"], id="the rest was entered before for no case"),
        pytest.param(1500, 5000, [None, "A1", "A1"], id="that is other money"),
        pytest.param(2000, 3000, [None, "A1"], id="what was entered for it is all of it"),
    ],
)
@pytest.mark.parametrize("state", ["done", "pending"])
def test_what_is_missing_of_what_was_entered_for_a_case_may_have_been_entered_for_none(
    beside: int, there: int, met: list[str | None], state: str
) -> None:
    about = {"state": "done", "requested_at": APPLIED, "settled_at": APPLIED + HOUR}
    mine = refund(id="mine", amount_fen=3000, case="A1", **(about | {"state": state}))
    given = shipped(
        line(amount_fen=9000),
        money=Money(goods_fen=9000, paid_fen=9000),
        cases=(case(requested_fen=there, applied_at=APPLIED),),
        refunds=(refund(amount_fen=beside, **about), mine),
    )
    ended = refunded_case(refunded_fen=there, applied_at=APPLIED, closed_at=PAID)

    after = after_case(given, ended)

    assert [one.case for one in after.refunds] == met
    gone = sum(one.amount_fen for one in after.refunds if one.case)
    assert (gone, {one.state for one in after.refunds}) == (there, {"done"})
    assert after_case(after, ended) == after


LONG_AGO = {"state": "done", "requested_at": NOW - 20 * DAY, "settled_at": NOW - 20 * DAY}


@pytest.mark.parametrize(
    ("here", "there", "sums", "opened"),
    [
        pytest.param(5000, 5000, [5000], [], id="all of it, once"),
        pytest.param(3000, 3000, [3000], [], id="of half a line more than is left"),
        pytest.param(4000, 5000, [4000, 1000], ["case_money"], id="a part of it"),
        pytest.param(4000, 2000, [4000, 2000], ["money"], id="more than the case's"),
        pytest.param(2500, 2500, [2500, 2500], [], id="both may have gone"),
    ],
)
def test_more_than_was_paid_cannot_have_gone_twice(
    here: int, there: int, sums: list[int], opened: list[str]
) -> None:
    given = shipped(refunds=(refund(amount_fen=here, **LONG_AGO),))

    after = after_case(given, refunded_case(refunded_fen=there))

    assert [one.amount_fen for one in after.refunds] == sums
    assert [one.kind for one in after.open_discrepancies] == opened


@pytest.mark.parametrize(
    ("here", "there", "met", "left"),
    [
        pytest.param((1000, 4000), 5000, ["A1", "A1"], 0, id="both are all of it"),
        pytest.param((1000, 3000), 5000, ["A1", "A1", "A1"], 0, id="and the rest is added"),
        pytest.param((1000, 2500), 4500, ["A1", "A1", "A1"], 500, id="as many as it takes"),
        pytest.param((1000, 500), 4400, ["A1", None, "A1"], 100, id="one is enough"),
    ],
)
def test_the_parts_in_which_money_was_entered_here_are_the_case_s_as_far_as_it_takes(
    here: tuple[int, ...], there: int, met: list[str | None], left: int
) -> None:
    given = shipped(
        refunds=tuple(refund(id=str(at), amount_fen=fen, **LONG_AGO) for at, fen in enumerate(here))
    )

    after = after_case(given, refunded_case(refunded_fen=there))

    assert [one.case for one in after.refunds] == met
    assert money_ledger(after).refundable == left


@pytest.mark.parametrize(
    ("here", "there", "sums", "opened"),
    [
        pytest.param({}, (1500, 1500), {"A1": 1500, "A2": 1500}, [], id="just that"),
        pytest.param({}, (500, 1000, 1500), {"A1": 500, "A2": 1000, "A3": 1500}, [], id="three"),
        pytest.param({}, (1500, 1400), {None: 3000, "A1": 1500, "A2": 1400}, ["money"], id="less"),
        pytest.param({}, (1500, 1600), {None: 3000, "A1": 1500, "A2": 1600}, ["money"], id="more"),
        pytest.param(
            {"beside": True},
            (1500, 1500),
            {None: 3000, "A1": 1500, "A2": 1500},
            ["money"],
            id="said to be beside the cases",
        ),
        pytest.param(
            {"state": "done", "settled_at": APPLIED - 3 * DAY},
            (1500, 1500),
            {None: 3000, "A1": 1500, "A2": 1500},
            ["money"],
            id="not of their time",
        ),
    ],
)
def test_what_was_entered_in_one_sum_is_the_money_of_several_cases_that_come_to_it(
    here: dict[str, Any],
    there: tuple[int, ...],
    sums: dict[str | None, int],
    opened: list[str],
) -> None:
    at = {"applied_at": APPLIED, "closed_at": PAID}
    given = shipped(refunds=(refund(amount_fen=3000, requested_at=APPLIED - 4 * DAY, **here),))
    ended = [
        refunded_case(id=f"A{number}", refunded_fen=fen, **at)
        for number, fen in enumerate(there, 1)
    ]

    after = after_case(given, *ended)

    assert {one.case: one.amount_fen for one in after.refunds} == sums
    assert [one.kind for one in after.open_discrepancies] == opened
    assert {one.state for one in after.refunds if one.case} == {"done"}
    assert after_case(after, *ended) == after


def test_of_one_sum_for_several_cases_each_has_the_units_of_its_line() -> None:
    of_lines = tuple(
        RefundLine(line=line, quantity=1, unshipped=1, amount_fen=fen)
        for line, fen in ((1, 2500), (2, 3000))
    )
    mine = refund(amount_fen=5500, lines=of_lines, requested_at=APPLIED)
    given = TWO_LINES.model_copy(update={"refunds": (mine,)})
    first, second = (
        refunded_case(id=number, refunded_fen=fen, applied_at=APPLIED, closed_at=PAID)
        for number, fen in (("A2", 3000), ("A1", 2500))
    )

    after = after_case(after_case(given, first, line_no="B"), second, line_no="A")

    assert {one.case: one.lines for one in after.refunds} == {
        "A1": of_lines[:1],
        "A2": of_lines[1:],
    }


def test_units_that_went_as_the_rest_of_the_money_are_bought_once_it_is_not() -> None:
    # Beside 30.00 of no case, the 20.00 of the first were all that was left of the goods.
    given = order(refunds=(refund(amount_fen=3000, requested_at=APPLIED),))
    first, second = (
        refunded_case(id=number, refunded_fen=fen, applied_at=APPLIED, closed_at=PAID)
        for number, fen in (("A1", 2000), ("A2", 1000))
    )

    between = after_case(given, first)
    after = after_case(between, second)

    assert units_to_ship(between) == 0
    assert units_to_ship(after) == 2
    assert {one.case: one.amount_fen for one in after.refunds} == {"A1": 2000, "A2": 1000}


@pytest.mark.parametrize(
    ("told", "units_gone"),
    [
        pytest.param((5000,), 2, id="all at once"),
        pytest.param((2500, 4999), 0, id="never all of it"),
        pytest.param((2500, 5000), 2, id="a part, then all"),
        pytest.param((5000, 6000, 5000), 2, id="all, too much, and all"),
    ],
)
def test_units_go_with_money_that_comes_to_all_of_it_whatever_was_told_before(
    told: tuple[int, ...], units_gone: int
) -> None:
    given = shipped()

    for hours, fen in enumerate(told, 1):
        paid = refunded_case(requested_fen=fen, refunded_fen=fen, as_of=NOW + hours * HOUR)
        given = after_case(given, paid)

    assert line_ledgers(given)[0].refunded == units_gone


def test_units_go_with_the_rest_that_the_platform_gave_beside_some_from_here() -> None:
    asked = case(requested_fen=5000)
    here = changed(Refund, shipped(cases=(asked,)), amount="25", lines="1:1", reason="坏")
    mine = tuple(one.model_copy(update={"case": "A1", "state": "done"}) for one in here.refunds)

    there = after_case(here.model_copy(update={"refunds": mine}), refunded_case(refunded_fen=5000))

    assert [one.amount_fen for one in there.refunds] == [2500, 2500]
    assert line_ledgers(there)[0].refunded == 2


def test_money_for_a_gift_takes_no_unit_of_it() -> None:
    gift = line(2, line_no="B", sku="BOWL", ordered=1, amount_fen=0)
    given = shipped(line(line_no="A"), gift)

    paid = after_case(given, refunded_case(refunded_fen=500), line_no="B")
    back = after_case(given, refunded_case(refunded_fen=0), line_no="B")

    assert [one.refunded for one in line_ledgers(paid)] == [0, 0]
    assert [one.refunded for one in line_ledgers(back)] == [0, 1]


@pytest.mark.parametrize(("line_no", "met"), [("B", ["A1"]), ("A", [None, "A1"])])
def test_more_than_was_paid_for_one_line_cannot_have_gone_twice(
    line_no: str, met: list[str | None]
) -> None:
    of_line = RefundLine(line=2, quantity=1, unshipped=1, amount_fen=3000)
    mine = refund(amount_fen=3000, lines=(of_line,), **LONG_AGO)
    given = TWO_LINES.model_copy(
        update={"refunds": (mine,), "money": Money(goods_fen=8000, paid_fen=8000)}
    )

    after = after_case(given, refunded_case(refunded_fen=3000), line_no=line_no)

    assert [one.case for one in after.refunds] == met


def test_what_was_entered_here_and_the_estimate_of_the_rest_are_the_case_s_together() -> None:
    given = changed(Refund, order(), lines="1:1", reason="x")
    guessed = given.model_copy(
        update={
            "refunds": (
                *given.refunds,
                refund(id="e", amount_fen=2500, state="done", source=Source.PLATFORM,
                       requested_at=None, estimated=True),
            )
        }
    )  # fmt: skip

    after = after_case(guessed, refunded_case(refunded_fen=5000, unshipped=True))

    assert [(one.amount_fen, one.case, one.estimated) for one in after.refunds] == [
        (2500, "A1", False),
        (2500, "A1", False),
    ]
    assert units_to_ship(after) == 0


def test_refunded_without_an_amount_says_nothing_of_money_beside_the_cases() -> None:
    given = changed(Refund, shipped(), amount="10", reason="小额打款", case="none")

    after = after_import(given, money_back(Fulfilment.SHIPPED))

    assert [(one.amount_fen, one.state, one.estimated) for one in after.refunds] == [
        (1000, "pending", False),
        (4000, "done", True),
    ]


def test_a_failed_desk_refund_is_not_the_same_money() -> None:
    given = shipped(refunds=(refund(amount_fen=1000, state="failed"),))

    after = after_case(given, refunded_case(refunded_fen=1000))

    assert [one.state for one in after.refunds] == ["failed", "done"]


def test_a_case_that_refunds_all_before_shipping_takes_the_units() -> None:
    after = after_case(order(), refunded_case(refunded_fen=5000, unshipped=True))

    assert units_to_ship(after) == 0


@pytest.mark.parametrize(("fen", "left"), [(5000, 0), (4999, 2)], ids=["all", "a part"])
def test_an_estimate_without_units_takes_those_that_its_amount_pays_for(
    fen: int, left: int
) -> None:
    with_freight = order(money=Money(goods_fen=5000, freight_fen=600, paid_fen=5600))
    guessed = after_import(
        with_freight, facts(after_sales=AfterSales.REFUNDED, money=with_freight.money)
    )
    assert [(one.amount_fen, one.estimated, one.lines) for one in guessed.refunds] == [
        (5600, True, ())
    ]

    known_now = after_case(guessed, refunded_case(refunded_fen=fen, unshipped=True))

    assert [(one.amount_fen, one.estimated) for one in known_now.refunds] == [(fen, False)]
    assert units_to_ship(known_now) == left
    assert after_case(known_now, refunded_case(refunded_fen=fen, unshipped=True)) == known_now


def test_a_case_that_refunds_a_part_is_money_only() -> None:
    after = after_case(order(), refunded_case(refunded_fen=100))

    assert (after.refunds[0].lines, units_to_ship(after)) == ((), 2)


@pytest.mark.parametrize(
    "given",
    [case(), refunded_case(refunded_fen=None), case(state="closed", outcome="withdrawn")],
    ids=["open", "refunded without an amount", "withdrawn"],
)
def test_a_case_without_refunded_money_changes_no_refund(given: AfterSalesCase) -> None:
    assert after_case(order(), given).refunds == ()


# Cases


def test_a_newer_case_replaces_the_older_and_an_older_one_nothing() -> None:
    newer = case(state="closed", outcome="withdrawn", as_of=NOW)

    assert after_case(order(), case(), newer).cases[0].state == "closed"
    assert after_case(order(), newer, case()).cases[0].state == "closed"


def test_a_case_may_go_back_with_a_newer_export() -> None:
    again = case(as_of=NOW)

    after = after_case(order(), case(state="closed", outcome="withdrawn"), again)

    assert (after.cases[0].state, after.cases[0].outcome) == ("seller_to_answer", None)


def test_what_a_newer_export_of_a_case_leaves_out_is_kept() -> None:
    full = case(return_tracking_no="SF0000000000001", platform_kind="退货退款")
    less = case(as_of=NOW, applied_at=None, requested_fen=0)

    (after,) = after_case(order(), full, less).cases

    assert (after.return_tracking_no, after.platform_kind) == ("SF0000000000001", "退货退款")
    assert (after.applied_at, after.requested_fen) == (NOW - DAY, 5000)


def test_reasons_only_grow_and_the_first_stays_first() -> None:
    later = BuyerReason(text="七天无理由", at=NOW, source=Source.PLATFORM)

    newer = after_case(order(), case(), case(as_of=NOW, reasons=(later,)))
    older = after_case(order(), case(), case(as_of=NOW - 9 * DAY, reasons=(later,)))

    assert [one.text for one in newer.cases[0].reasons] == ["少件", "七天无理由"]
    assert [one.text for one in older.cases[0].reasons] == ["少件", "七天无理由"]


def test_the_number_a_case_names_fills_a_numberless_parcel() -> None:
    nameless = after_import(order(), gone())

    after = after_case(nameless, case(), tracking_no=TRACKING_NO, shipped=True)

    assert [(one.tracking_no, one.carrier) for one in after.parcels] == [(TRACKING_NO, "YTO")]


def test_a_case_about_a_line_nobody_knows_is_about_the_order() -> None:
    assert after_case(TWO_LINES, case(), line_no="Z").cases[0].line is None


# Rule 4: contradictions


def test_shipped_here_and_refunded_unshipped_there_is_a_discrepancy_that_stops_shipping() -> None:
    pending = changed(Refund, order(), lines="1:2", reason="不要了")

    after = after_import(pending, gone(TRACKING_NO))

    (opened,) = after.open_discrepancies
    assert (opened.kind, opened.line, opened.opened_at) == ("goods", 1, NOW)
    assert explain(after, opened) == (
        "RICE-10: 2 ordered, but 0 cancelled, 2 shipped and 2 refunded before shipping; have what"
        " left too much stopped or sent back, or settle it with the buyer."
    )
    assert Ship.why_not(after, context()) == (
        "What is known of this order contradicts itself; nothing of it may be shipped until that"
        " is settled and resolved here."
    )
    assert after_import(after, gone(TRACKING_NO)) == after


def test_a_cancelled_line_that_was_shipped_here_is_a_discrepancy() -> None:
    closed = facts(line_facts(fulfilment=Fulfilment.CANCELLED), knowledge=known(NOW - HOUR, 5))

    assert len(after_import(shipped(), closed).open_discrepancies) == 1


def test_two_numbers_for_the_same_goods_are_a_discrepancy() -> None:
    sent = changed(Ship, order(), tracking_no=TRACKING_NO)

    assert len(after_import(sent, gone(OTHER_NO)).open_discrepancies) == 1


def test_more_refunded_than_paid_is_a_discrepancy() -> None:
    given = shipped(refunds=(refund(amount_fen=4000, state="done"),))

    after = after_case(given, refunded_case(refunded_fen=2000))

    (opened,) = after.open_discrepancies
    assert (opened.kind, opened.line) == ("money", None)
    assert explain(after, opened) == "60.00 were refunded together, but only 50.00 was paid."


@pytest.mark.parametrize(
    ("freight", "there", "lines"),
    [
        pytest.param(0, (3000,), [], id="what it cost"),
        pytest.param(0, (1500, 1500), [], id="in two parts"),
        pytest.param(0, (3001,), [2], id="more than it cost"),
        pytest.param(500, (3500,), [], id="with the freight"),
        pytest.param(500, (3501,), [2], id="more than it and the freight cost"),
        pytest.param(0, (2000, 6000), [2], id="as much as the whole order, in two parts"),
        pytest.param(0, (2000, 6001), [2], id="more than the whole order, once"),
    ],
)
@pytest.mark.parametrize("with_units", [False, True])
def test_more_refunded_of_one_line_than_was_paid_for_it_is_a_discrepancy(
    freight: int, there: tuple[int, ...], lines: list[int], *, with_units: bool
) -> None:
    paid = Money(goods_fen=8000, freight_fen=freight, paid_fen=8000 + freight)
    given = TWO_LINES.model_copy(update={"money": paid})
    cases = tuple(
        refunded_case(id=f"A{at}", line=2, refunded_fen=fen) for at, fen in enumerate(there)
    )
    refunds = tuple(
        refund(
            id=f"r{one.id}",
            amount_fen=one.refunded_fen or 0,
            state="done",
            case=one.id,
            lines=(RefundLine(line=2, quantity=1, amount_fen=min(3000, one.refunded_fen or 0)),)
            if with_units and one is cases[-1]
            else (),
        )
        for one in cases
    )

    after = reconcile(given.model_copy(update={"refunds": refunds, "cases": cases}), context())

    about_money = [one for one in after.open_discrepancies if one.kind == "money"]
    assert [one.line for one in about_money] == lines
    went = "was refunded in one sum" if len(there) == 1 else "were refunded together"
    said = f"OIL-5: {sum(there) / 100:.2f} {went}, but only 30.00 was paid for them;"
    assert all(explain(after, one).startswith(said) for one in about_money)


def test_a_discrepancy_closes_when_it_adds_up_again() -> None:
    pending = changed(Refund, order(), lines="1:2", reason="不要了")
    broken = after_import(pending, gone(TRACKING_NO))

    mended = changed(SettleRefund, broken, context(now=NOW + HOUR), outcome="failed")

    assert mended.open_discrepancies == ()
    assert mended.discrepancies[0].resolved_at == NOW + HOUR


def test_the_same_contradiction_may_open_again() -> None:
    resolved = after_case(shipped(refunds=(refund(amount_fen=4000, state="done"),)),
                          refunded_case(refunded_fen=2000))  # fmt: skip
    paid_more = facts(money=Money(paid_fen=9000), knowledge=known(NOW - HOUR))
    paid_less = facts(money=Money(paid_fen=5000), knowledge=known(NOW))

    after = after_import(resolved, paid_more, paid_less)

    assert [one.resolved_at for one in after.discrepancies] == [NOW, None]
