"""Matching: a platform's money beside the order, matter by matter, as a shop would recognise it."""

from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.models.axes import Platform
from store.models.money import yuan_text
from store.models.order import Order
from store.models.payment import Payment, Payments, ToldSpan
from store.models.payment_row import PaymentRow
from store.models.penalty import AppealReturn, Penalty
from store.models.row import ObligationRow, OrderRow
from store.policy import load_policy
from store.rules.money.actions.record_appeal_return import RecordAppealReturn
from store.rules.money.alike_rows import added, identity
from store.rules.money.beside import rematched, side_of, side_of_row
from store.rules.money.charges import unrecorded, unrecorded_returns
from store.rules.money.funds_sums import sums
from store.rules.money.matching import (
    Difference,
    awaited_until,
    differences,
    open_differences,
    state,
)
from store.rules.money.payment_row import payment_rows
from store.rules.money.told_spans import joined_told
from store.rules.obligations.at_zero import phrase
from store.rules.order.row import order_rows
from store.rules.timing.policy import Policy, PolicyRule
from tests.build import DAY, HOUR, NOW, changed, order, refund
from tests.examples import examples
from tests.rules.payments import PAID, bill, income, nameless, row, taken

POLICY = load_policy()
ORDER = order()
REFUNDED = order(refunds=(refund(amount_fen=2000, settled_at=NOW - 5 * DAY),))
FINED = order(penalties=(Penalty(id="p1", kind="late_shipment", at=NOW, amount_fen=300, by="li"),))
LATE, BACK = taken("late_shipment", 300), row("appeal_return", 300, text="其他收入-申诉补回")
LOWERED = changed(RecordAppealReturn, FINED, amount="3")
RECEIVED = order(platform_fulfilment="received", paid_at=NOW - 9 * DAY, received_at=NOW - 3 * DAY)
HALF_BACK = RECEIVED.model_copy(update={"refunds": REFUNDED.refunds})
GAP = (
    {"begin": NOW - 60 * DAY, "end": NOW - 8 * DAY},
    {"begin": NOW - 5 * DAY, "end": NOW},
)
"""Of some days between payment and receipt no file tells."""
SUBSIDISED = order(money=ORDER.money.model_copy(update={"platform_discount_fen": 120}))
SUBSIDISED_BACK = SUBSIDISED.model_copy(update={"refunds": (refund(amount_fen=PAID),)})
SUBSIDISED_PART_BACK = SUBSIDISED.model_copy(update={"refunds": REFUNDED.refunds})


@pytest.mark.parametrize(
    ("payments", "found"),
    [
        pytest.param(bill(income(), of=ORDER), [], id="paid out"),
        pytest.param(bill(taken("platform_fee", 30), of=ORDER), [], id="a fee alone"),
        pytest.param(bill(income(), taken("transfer", 500_000), of=ORDER), [], id="a transfer"),
        pytest.param(
            bill(income(PAID + 120), of=SUBSIDISED), [], id="paid out with the platform's part"
        ),
        pytest.param(
            bill(income(PAID), row("coupon_settlement", 120), of=SUBSIDISED),
            [],
            id="the platform's part as a row of its own",
        ),
        pytest.param(
            bill(income(2 * PAID), of=ORDER),
            [Difference("amount_differs", PAID, 2 * PAID)],
            id="paid out twice",
        ),
        pytest.param(
            bill(income(PAID - 2000), of=REFUNDED), [], id="refunded before it was settled"
        ),
        pytest.param(bill(income(), taken("refund", 2000), of=REFUNDED), [], id="refunded on both"),
        pytest.param(
            bill(income(), taken("refund", 2000), of=ORDER),
            [Difference("refund_there", 0, 2000)],
            id="refund not recorded",
        ),
        pytest.param(
            bill(income(PAID + 120), taken("refund", PAID + 120), of=SUBSIDISED_BACK),
            [],
            id="refunded with the platform's part",
        ),
        pytest.param(
            bill(income(PAID + 120), taken("refund", PAID + 121), of=SUBSIDISED_BACK),
            [Difference("refund_there", PAID, PAID + 121)],
            id="refunded with more than the platform's part",
        ),
        pytest.param(
            bill(income(PAID + 120), taken("refund", 2048), of=SUBSIDISED_PART_BACK),
            [],
            id="a part refunded with its share of the platform's part",
        ),
        pytest.param(
            bill(income(PAID + 120), taken("refund", 2049), of=SUBSIDISED_PART_BACK),
            [Difference("refund_there", 2000, 2049)],
            id="a part refunded with more than its share",
        ),
        pytest.param(
            bill(income(), of=REFUNDED),
            [Difference("refund_here", 2000, 0)],
            id="refund not paid",
        ),
        pytest.param(
            bill(income(), of=REFUNDED, until=NOW - 9 * DAY),
            [],
            id="refunded here after the file ends",
        ),
        pytest.param(
            bill(income(), taken("refund", 2000), row("refund", 2000), of=ORDER),
            [],
            id="a refund that came back",
        ),
        pytest.param(
            bill(income(), taken("late_shipment", 300), of=ORDER),
            [Difference("penalty_there", 0, 300)],
            id="charge not recorded",
        ),
        pytest.param(
            bill(income(), taken("late_shipment", 300), of=FINED), [], id="charged and recorded"
        ),
        pytest.param(
            bill(income(), of=FINED),
            [Difference("penalty_here", 300, 0)],
            id="charge not made",
        ),
        pytest.param(
            bill(income(), LATE, BACK, of=FINED),
            [Difference("penalty_back", 0, 300)],
            id="an appeal brought it back there",
        ),
        pytest.param(
            bill(income(), BACK, of=FINED, until=NOW - DAY),
            [Difference("penalty_back", 0, 300)],
            id="an appeal brought back what was charged before the files",
        ),
        pytest.param(bill(income(), LATE, BACK, of=LOWERED), [], id="it came back on both"),
        pytest.param(
            bill(income(), LATE, of=LOWERED),
            [Difference("penalty_back_here", 300, 0)],
            id="it came back here, not there",
        ),
        pytest.param(
            bill(income(), LATE, of=LOWERED, until=NOW - HOUR),
            [],
            id="it came back here after the file ends",
        ),
        pytest.param(
            bill(income(), LATE, LATE, of=LOWERED, until=NOW - HOUR),
            [Difference("penalty_there", 300, 600)],
            id="more was charged than is recorded, and it may still come back",
        ),
        pytest.param(
            bill(income(), LATE, LATE, of=LOWERED),
            [Difference("penalty_there", 300, 600), Difference("penalty_back_here", 300, 0)],
            id="more was charged than is recorded, and nothing came back",
        ),
        pytest.param(
            bill(income(), of=LOWERED), [], id="recorded and given back here, and neither there"
        ),
        pytest.param(
            bill(income(), BACK, of=LOWERED),
            [],
            id="given back on both, and charged before the files",
        ),
        pytest.param(
            bill(income(), LATE, BACK, BACK, of=LOWERED),
            [Difference("penalty_back_beyond", 300, 600)],
            id="more came back than was charged",
        ),
        pytest.param(
            bill(income(), LATE, BACK, BACK, of=FINED),
            [Difference("penalty_back", 0, 300), Difference("penalty_back_beyond", 300, 600)],
            id="more came back than was charged, and nothing of it is recorded",
        ),
        pytest.param(
            bill(income(), LATE, BACK, taken("appeal_return", 300), of=FINED),
            [],
            id="what came back was taken again",
        ),
        pytest.param(
            bill(income(), LATE, BACK, of=ORDER),
            [Difference("penalty_back", 0, 300)],
            id="charged and given back, and neither recorded",
        ),
        pytest.param(
            bill(income(), BACK, of=ORDER),
            [Difference("penalty_back_beyond", 0, 300)],
            id="given back of what no file and nobody tells of",
        ),
        pytest.param(
            nameless(BACK), [Difference("unclear", 0, -300)], id="an appeal that names no order"
        ),
        pytest.param(bill(income()), [Difference("no_order", 0, -PAID)], id="an order not here"),
        pytest.param(
            nameless(taken("late_shipment", 300)),
            [Difference("unclear", 0, 300)],
            id="no order named",
        ),
        pytest.param(nameless(taken("transfer", 200_000)), [], id="a withdrawal"),
        pytest.param(nameless(taken("advertising", 10_000)), [], id="advertising"),
        pytest.param(
            bill(
                income(PAID, settled=True),
                taken("platform_fee", 30, settled=True),
                income(PAID, line="1"),
                of=ORDER,
            ),
            [],
            id="a settlement bill tells of the same money",
        ),
        pytest.param(bill(income(PAID, settled=True), of=ORDER), [], id="a settlement bill alone"),
    ],
)
def test_what_a_bill_and_its_order_differ_in(payments: Payments, found: list[Difference]) -> None:
    assert list(differences(payments, POLICY)) == found


@pytest.mark.parametrize(
    ("payments", "left"),
    [
        pytest.param(bill(of=RECEIVED), PAID, id="received, and in no file"),
        pytest.param(
            bill(taken("platform_fee", 30), of=RECEIVED), PAID, id="a fee alone, and no income"
        ),
        pytest.param(bill(income(), of=RECEIVED), None, id="paid out"),
        pytest.param(bill(income(settled=True), of=RECEIVED), None, id="on a settlement bill"),
        pytest.param(bill(of=ORDER), None, id="the buyer has not got it"),
        pytest.param(bill(of=HALF_BACK), PAID - 2000, id="a part of it went back"),
        pytest.param(
            bill(of=RECEIVED.model_copy(update={"refunds": (refund(amount_fen=PAID),)})),
            None,
            id="all of it went back",
        ),
        pytest.param(
            bill(of=RECEIVED.model_copy(update={"paid_at": NOW - 61 * DAY})),
            None,
            id="paid before the first file",
        ),
        pytest.param(
            bill(of=RECEIVED, until=NOW - 2 * DAY - HOUR),
            None,
            id="received less than a day before the files end",
        ),
        pytest.param(bill(of=RECEIVED, until=NOW - 2 * DAY), PAID, id="a day before they end"),
        pytest.param(bill(of=RECEIVED, told=GAP), None, id="files are missing in between"),
        pytest.param(bill(of=RECEIVED, told=()), None, id="no file at all"),
        pytest.param(bill(of=RECEIVED, moved_to="1"), None, id="matched with another order"),
    ],
)
def test_an_order_without_a_payment_is_missed_where_the_funds_of_its_time_are_here(
    payments: Payments, left: int | None
) -> None:
    assert list(differences(payments, POLICY)) == ([Difference("no_payment", left)] if left else [])


DOUYIN = RECEIVED.model_copy(
    update={"platform": Platform.DOUYIN, "paid_at": NOW - 40 * DAY, "received_at": NOW - 22 * DAY}
)
SOON = PolicyRule(
    platform=Platform.DOUYIN,
    name="settlement",
    valid_from=date(2026, 1, 1),
    value=3,
    unit="days",
    source="our standing",
    mark="own",
    own=True,
)


@pytest.mark.parametrize(
    ("policy", "received_at", "is_missed"),
    [
        pytest.param(POLICY, NOW - 22 * DAY, True, id="21 days and one after receipt"),
        pytest.param(POLICY, NOW - 22 * DAY + HOUR, False, id="an hour before that"),
        pytest.param(POLICY.with_own((SOON,)), NOW - 4 * DAY, True, id="the shop is paid sooner"),
        pytest.param(POLICY.with_own((SOON,)), NOW - 4 * DAY + HOUR, False, id="but not so soon"),
        pytest.param(Policy(), NOW - 22 * DAY, False, id="no rule says when money is out"),
    ],
)
def test_by_when_a_platform_has_paid_out_is_said_by_its_rules(
    policy: Policy, received_at: datetime, is_missed: bool
) -> None:
    received = DOUYIN.model_copy(update={"received_at": received_at})
    payments = bill(of=received, platform=Platform.DOUYIN)

    assert differences(payments, policy) == ((Difference("no_payment", PAID),) * is_missed)
    for told in payment_rows(payments, policy)["payments"]:
        assert isinstance(told, PaymentRow)
        assert told.policy == policy.digest(Platform.DOUYIN)


def test_an_order_without_a_payment_is_owed_as_a_payment_is() -> None:
    rows = payment_rows(bill(of=RECEIVED), POLICY)
    (row,), (owed,) = rows["payments"], rows["obligations"]
    assert isinstance(row, PaymentRow)
    assert isinstance(owed, ObligationRow)

    assert (row.state, row.ours_fen, row.theirs_fen, row.open) == ("no_payment", PAID, 0, True)
    assert row.at == int((NOW - 9 * DAY).timestamp())
    assert (owed.kind, owed.about) == ("payment", "no_payment")
    assert phrase(owed.zero) == (
        f"the buyer has the goods, and no funds file of that time shows the {yuan_text(PAID)} yuan"
        " for them: ask the platform"
    )


DAYS = st.integers(0, 40)


@given(st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=6))
@settings(max_examples=examples(200))
def test_the_time_of_several_files_is_known_but_for_whole_days_that_none_has(
    files: list[list[int]],
) -> None:
    """Each file reaches from nine in the morning of its first day until eight in the evening."""
    begin = NOW
    spans = [
        ToldSpan(begin=begin + first * DAY, end=begin + last * DAY + 11 * HOUR)
        for first, last in files
    ]

    joined = joined_told(spans)

    days = {day for first, last in files for day in range(first, last + 1)}
    told = [range((one.begin - begin) // DAY, (one.end - begin) // DAY + 1) for one in joined]
    assert {day for span in told for day in span} == days
    assert all(after.start > before.stop for before, after in pairwise(told))


PENALTY = "penalty_there"


@pytest.mark.parametrize(
    ("payments", "word"),
    [
        (bill(income(), of=ORDER), "matched"),
        (nameless(taken("transfer", 1)), "general"),
        (bill(income()), "no_order"),
        (nameless(taken("late_shipment", 300), moved_to="1"), "matched"),
        (bill(income(), taken("unknown", 6000), of=ORDER), "unknown_words"),
        (nameless(taken("unknown", 1)), "unclear"),
        (bill(income(), taken("unknown", 1), taken("late_shipment", 300), of=ORDER), PENALTY),
    ],
)
def test_one_word_says_how_it_stands(payments: Payments, word: str) -> None:
    assert state(payments, differences(payments, POLICY)) == word


def test_a_charge_is_owed_until_the_days_to_appeal_are_over() -> None:
    charged = bill(income(), taken("late_shipment", 300), of=ORDER)

    (owed,) = payment_rows(charged, POLICY)["obligations"]
    assert isinstance(owed, ObligationRow)

    assert (owed.of_kind, owed.of_key, owed.kind) == ("payments", charged.key, "payment")
    assert (owed.due_at, owed.cost_fen, owed.zero) == (
        int((NOW + 6 * DAY).timestamp()),
        300,
        ("payment_penalty_there", "0.00", "3.00"),
    )


def test_what_came_in_and_went_out_for_an_order_that_is_not_here_is_told_by_both() -> None:
    (owed,) = payment_rows(bill(income(), taken("refund", PAID)), POLICY)["obligations"]
    assert isinstance(owed, ObligationRow)

    amount = yuan_text(PAID)
    assert phrase(owed.zero) == (
        f"the platform paid {amount} yuan and took {amount} for an order that is not here: import"
        " its export"
    )


def test_a_charge_without_an_order_is_told_by_the_platforms_words_and_stands_for_no_goods() -> None:
    charged = nameless(taken("late_shipment", 300, text="0040004|延迟发货"))

    (owed,) = payment_rows(charged, POLICY)["obligations"]
    assert isinstance(owed, ObligationRow)

    assert owed.goods == ""
    assert phrase(owed.zero) == (
        "the platform took 3.00 yuan (0040004|延迟发货) and names no order: match it, or set it"
        " aside"
    )


def test_what_comes_in_without_an_order_is_not_said_to_be_taken() -> None:
    (owed,) = payment_rows(nameless(BACK), load_policy())["obligations"]
    assert isinstance(owed, ObligationRow)

    assert phrase(owed.zero) == (
        "the platform paid 3.00 yuan (其他收入-申诉补回) and names no order: match it, or set it"
        " aside"
    )


def test_what_an_appeal_brought_back_is_owed_until_it_is_recorded() -> None:
    (owed,) = payment_rows(bill(income(), LATE, BACK, of=FINED), load_policy())["obligations"]
    assert isinstance(owed, ObligationRow)

    assert (owed.about, owed.due_at) == ("penalty_back", None)
    assert phrase(owed.zero) == (
        "the platform gave 3.00 yuan of penalties back, here 0.00 are recorded: record it"
    )


def test_what_says_nothing_of_an_order_is_no_line() -> None:
    assert payment_rows(bill(of=ORDER), POLICY) == {"payments": (), "obligations": ()}


FEE = taken("platform_fee", 30)


@pytest.mark.parametrize(
    ("payments", "at"),
    [
        pytest.param(bill(income(), of=FINED, until=NOW - DAY), NOW, id="a penalty of ours"),
        pytest.param(
            bill(income(), of=REFUNDED, until=NOW - 6 * DAY), NOW - 5 * DAY, id="a refund"
        ),
        pytest.param(bill(income(), of=FINED), None, id="missed already"),
        pytest.param(
            bill(income(), LATE, of=LOWERED, until=NOW - HOUR),
            NOW,
            id="what an appeal brought back",
        ),
        pytest.param(bill(income(), of=ORDER, until=NOW - DAY), None, id="nothing lacks"),
        pytest.param(
            bill(income(PAID - 2000), of=REFUNDED, until=NOW - 6 * DAY), None, id="kept back"
        ),
        pytest.param(nameless(taken("penalty", 1)), None, id="no order"),
        pytest.param(
            bill(FEE, of=RECEIVED, until=NOW - 3 * DAY), NOW - 2 * DAY, id="what was received"
        ),
        pytest.param(bill(FEE, of=RECEIVED, told=GAP), NOW - 2 * DAY, id="what has a gap"),
        pytest.param(bill(of=RECEIVED), None, id="a payment that is missed already"),
    ],
)
def test_what_may_still_come_is_awaited(payments: Payments, at: Any) -> None:
    assert awaited_until(payments, POLICY) == at
    (found,) = payment_rows(payments, POLICY)["payments"]
    assert isinstance(found, PaymentRow)
    assert found.awaited == (int(at.timestamp()) if at else None)


def test_what_an_appeal_brought_back_of_a_refund_is_none_of_a_penalty() -> None:
    came = AppealReturn(id="b1", at=NOW, amount_fen=300, by="li")
    won = refund(amount_fen=2000, settled_at=NOW - 5 * DAY, returns=(came,))
    given = FINED.model_copy(update={"refunds": (won,)})
    gone = row("refund", -2000, at=NOW - 5 * DAY)

    assert differences(bill(income(), gone, LATE, BACK, of=given), POLICY) == ()
    assert differences(bill(income(), gone, LATE, of=given), POLICY) == ()
    unknown = given.model_copy(update={"refunds": (won.model_copy(update={"returns": ()}),)})
    (found,) = differences(bill(income(), gone, LATE, BACK, of=unknown), POLICY)
    assert found.kind == "penalty_back"
    rows = bill(LATE, BACK, of=given).payments
    assert unrecorded_returns(rows, given.penalties, given.refunds) == ()
    assert unrecorded_returns(rows, given.penalties) != ()


def test_an_order_that_comes_later_is_compared_at_once() -> None:
    assert differences(rematched(bill(income()), ORDER), POLICY) == ()


def test_a_penalty_entered_by_hand_stands_for_a_charge_of_its_amount() -> None:
    late, false = taken("late_shipment", 300), taken("false_shipment", 2000)

    assert [one.row for one in unrecorded((late, false), FINED.penalties)] == [false]
    assert [one.row for one in unrecorded((late, late), FINED.penalties)] == [late]


ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(
            ["order_income", "refund", "late_shipment", "appeal_return", "platform_fee", "transfer"]
        ),
        st.sampled_from([-2000, -300, -30, 30, 2000, PAID]),
        at=st.sampled_from([NOW - DAY, NOW - 2 * DAY]),
        flow=st.sampled_from(["", "", "F1", "F2"]),
    ).map(lambda one: one.model_copy(update={"flow": one.flow and f"{one.flow} {identity(one)}"})),
    max_size=12,
)
"""No two rows that differ have one number."""


@given(ROWS, ROWS)
@settings(max_examples=examples(300))
def test_of_two_files_the_larger_count_of_alike_rows_stands_in_either_turn(
    one: list[Payment], other: list[Payment]
) -> None:
    both = [*(first := added((), one)), *added(first, other)]
    turned = [*(first := added((), other)), *added(first, one)]
    counts = [Counter(map(identity, rows)) for rows in (both, turned)]

    assert counts[0] == counts[1]
    assert added(both, one) == added(both, other) == []
    for name, count in counts[0].items():
        alike = [
            sum(not each.flow for each in rows) + len({each.flow for each in rows} - {""})
            for rows in ([each for each in file if identity(each) == name] for file in (one, other))
        ]
        assert count == max(alike)


def test_two_exports_that_number_the_same_rows_differently_say_them_once() -> None:
    first = (income(flow="A1"), income(flow="A2"), taken("platform_fee", 30, flow="A3"))
    second = (income(flow="B1"), income(flow="B2"), taken("platform_fee", 30, flow="B3"))

    assert added(first, second) == []
    assert added(first, (*second, income(flow="B4"))) == [income(flow="B4")]
    assert added(first[:1], first) == list(first[1:])


SIGNS = {
    "penalty_there": 1,
    "penalty_here": 1,
    "penalty_back": -1,
    "penalty_back_here": -1,
    "penalty_back_beyond": -1,
}
"""Whether the platform has more of the shop's money in such a difference, or the shop."""


@given(ROWS, st.sampled_from([ORDER, REFUNDED, FINED, LOWERED]))
@settings(max_examples=examples(300))
def test_both_sides_and_what_is_open_come_to_the_same(payments: list[Payment], of: Any) -> None:
    given = bill(*payments, of=of, until=NOW + DAY)
    found = {one.kind: one for one in differences(given, POLICY)}
    told, side = sums(payments), given.beside
    assert side is not None

    recorded, returned = side.penalty_fen + side.returned_fen, side.returned_fen
    assert not {"penalty_there", "penalty_here"} <= found.keys()
    assert not {"penalty_back", "penalty_back_here"} <= found.keys()
    open_gap = sum(
        sign * (found[kind].theirs_fen - found[kind].ours_fen)
        for kind, sign in SIGNS.items()
        if kind in found
    )
    if "penalty_back" in found and told.charged > recorded:
        # What was charged and came back, and is recorded as neither, is one thing to record.
        open_gap += told.charged - recorded
    # What came back had been charged, be it before the files.
    came = max(0, told.back)
    before = max(0, min(came, recorded) - told.charged)
    assert open_gap == (told.charged + before - came) - (recorded - returned)
    if "refund_there" not in found:
        assert told.refunded <= side.refunded_fen


DONE = order(refunds=(refund(amount_fen=2000, state="done", settled_at=NOW - 5 * DAY),))


@given(
    ROWS,
    st.sampled_from(
        [ORDER, REFUNDED, DONE, FINED, SUBSIDISED, SUBSIDISED_BACK, RECEIVED, HALF_BACK]
    ),
)
@settings(max_examples=examples(300))
def test_an_orders_row_says_of_its_payments_what_the_order_says_or_nothing(
    payments: list[Payment], of: Order
) -> None:
    (kept,) = order_rows(of, POLICY)["orders"]
    assert isinstance(kept, OrderRow)

    side = side_of_row(kept, sums(payments))

    by_order = bill(*payments, beside=side_of(of), until=NOW + DAY)
    by_row = bill(*payments, beside=side, until=NOW + DAY)
    if side:
        assert differences(by_row, POLICY) == differences(by_order, POLICY)
        assert awaited_until(by_row, POLICY) == awaited_until(by_order, POLICY)


@pytest.mark.parametrize(
    ("payments", "of"),
    [
        pytest.param((income(),), ORDER, id="paid out"),
        pytest.param((income(PAID - 120), row("coupon_settlement", 120)), ORDER, id="in two rows"),
        pytest.param((income(), taken("refund", 2000)), ORDER, id="refunded there alone"),
        pytest.param((income(), taken("late_shipment", 300)), ORDER, id="charged there alone"),
    ],
)
def test_an_order_is_not_opened_where_its_row_says_enough(
    payments: tuple[Payment, ...], of: Order
) -> None:
    (kept,) = order_rows(of, POLICY)["orders"]
    assert isinstance(kept, OrderRow)

    assert side_of_row(kept, sums(payments)) is not None


def test_money_that_is_on_its_way_back_is_asked_of_the_order() -> None:
    (kept,) = order_rows(REFUNDED, POLICY)["orders"]
    assert isinstance(kept, OrderRow)

    assert (kept.refunded_fen, kept.going_back_fen) == (0, 2000)
    assert side_of_row(kept, sums((income(),))) is None


def test_when_money_went_back_is_asked_of_the_order() -> None:
    (kept,) = order_rows(DONE, POLICY)["orders"]
    assert isinstance(kept, OrderRow)

    assert (kept.refunded_fen, kept.going_back_fen) == (2000, 0)
    assert side_of_row(kept, sums((income(), taken("refund", 2000)))) is None


@given(ROWS)
@settings(max_examples=examples(300))
def test_no_charge_is_recorded_twice(payments: list[Payment]) -> None:
    left = unrecorded(payments, ())
    penalties = [
        Penalty(id=f"p{at}", kind="late_shipment", at=one.row.at, amount_fen=one.fen, by="li")
        for at, one in enumerate(left)
    ]

    assert unrecorded(payments, penalties) == ()


def test_what_was_set_aside_opens_again_only_for_another_difference() -> None:
    first = bill(income(), taken("late_shipment", 300), of=ORDER)
    (charged,) = differences(first, POLICY)
    aside = {"reason": "问过", "at": NOW, "by": "li", "difference": charged.said}
    left = bill(*first.payments, of=ORDER, asides=[aside])
    more = bill(*first.payments, taken("late_shipment", 300), of=ORDER, asides=[aside])

    assert (open_differences(left, POLICY), state(left, differences(left, POLICY))) == ((), "aside")
    assert open_differences(more, POLICY) == (Difference("penalty_there", 0, 600),)
