"""A refund of goods that had not left, and that an export of later still shows as to be shipped."""

from datetime import datetime

import pytest

from store.models.axes import AfterSales, Fulfilment
from store.models.facts import OrderFacts
from store.models.order import Knowledge, Order
from store.models.refund import RefundLine
from store.rules.money.actions.reopen_refund import ReopenRefund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.ledger import line_ledgers, units_to_ship
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.discrepancies.refund_not_shown import with_shown_by_funds
from store.rules.platform.judging import judged
from store.rules.platform.two_sources import merge_order
from tests.build import (
    HOUR,
    NOW,
    OIL,
    SHOP,
    TRACKING_NO,
    changed,
    context,
    facts,
    line,
    line_facts,
    order,
    refund_of_unshipped,
    refunded_case,
    sentences,
)
from tests.rules.payments import bill, income, taken

PAID = order(refunds=(refund_of_unshipped(state="done", settled_at=NOW - 25 * HOUR),))
UNDER_WAY = order(refunds=(refund_of_unshipped(),))
RICE = line_facts()


def there(
    *lines: object, at: datetime | None = NOW - HOUR, after_sales: AfterSales = AfterSales.NONE
) -> OrderFacts:
    """An export that was made an hour ago; the goods are to be shipped."""
    content = tuple(RICE.model_copy(update=one) for one in lines if isinstance(one, dict))
    when = Knowledge(exported_at=at, instants={"paid_at": NOW}, progress=2)
    return facts(*content, knowledge=when, after_sales=after_sales)


def after(given: Order, *said: OrderFacts) -> Order:
    for one in said:
        given = merge_order(given, one, SHOP, context(beside=given)).order
    return judged(given, context(beside=given), "import")


def contradicted(given: Order) -> list[str]:
    return [one.kind for one in given.open_discrepancies]


NOT_SHOWN = ["refund_not_shown"]


@pytest.mark.parametrize(
    ("given", "said", "kinds"),
    [
        pytest.param(PAID, there(), NOT_SHOWN, id="made since"),
        pytest.param(PAID, there(at=NOW - 2 * HOUR), [], id="made before a day was over"),
        pytest.param(PAID, there(at=None), [], id="nobody knows when it was made"),
        pytest.param(PAID, there(after_sales=AfterSales.CLOSED), NOT_SHOWN, id="a case closed"),
        pytest.param(PAID, there(after_sales=AfterSales.OPEN), [], id="a case is open there"),
        pytest.param(PAID, there({"partly_refunded": True}), [], id="a part went back there"),
        pytest.param(PAID, there({"refunded": True}), [], id="all went back there"),
        pytest.param(UNDER_WAY, there(), [], id="not settled: it is to be told there"),
        pytest.param(
            order(OIL, refunds=PAID.refunds), there({"sku": "OIL-5"}), [], id="of other goods"
        ),
        pytest.param(
            PAID.with_case(refunded_case(id="A1", closed_by=None)).model_copy(
                update={"refunds": (PAID.refunds[0].model_copy(update={"case": "A1"}),)}
            ),
            there(),
            [],
            id="its case was paid there",
        ),
    ],
)
def test_an_export_of_later_that_shows_no_refund_contradicts_it(
    given: Order, said: OrderFacts, kinds: list[str]
) -> None:
    assert contradicted(after(given, said)) == kinds


def test_it_is_said_with_both_sides_and_owed_by_the_promised_time() -> None:
    given = after(PAID, there())
    (found,) = given.open_discrepancies
    (due,) = obligations(given, context().policy)

    assert explain(given, found) == (
        "50.00 for goods that had not left (RICE-10 x2) is settled here as gone on 2026-11-21, but"
        " the platform's export of 2026-11-22 08:00 shows them as still to be shipped, and no"
        " after-sales: if the money has not gone they are to ship; else find out how it went."
    )
    assert (due.kind, due.due_at) == ("discrepancy", given.ship_by_deadline)


def test_a_later_export_that_shows_it_agrees_again() -> None:
    shown = there({"refunded": True}, at=NOW)

    assert contradicted(after(PAID, there(), shown)) == []


@pytest.mark.parametrize(("right", "to_ship"), [("platform", 2), ("us", 0)])
def test_somebody_says_whose_word_counts(right: str, to_ship: int) -> None:
    given = after(PAID, there())

    settled = changed(ResolveDiscrepancy, given, reason="查过", right=right)
    known = after(settled, there(at=NOW))

    assert (units_to_ship(settled), contradicted(settled), contradicted(known)) == (to_ship, [], [])


OF_TWO_LINES = PAID.refunds[0].model_copy(
    update={
        "amount_fen": 8000,
        "lines": (
            *PAID.refunds[0].lines,
            RefundLine(line=2, quantity=1, unshipped=1, amount_fen=3000),
        ),
    }
)
BOTH_PAID = order(line(), OIL, refunds=(OF_TWO_LINES,))
BAGS = {"refunded": True}
BOTTLE = {
    "sku": "OIL-5",
    "name": "菜籽油",
    "ordered": 1,
    "amount_fen": 3000,
}


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        pytest.param((there(BAGS, BOTTLE),), [2], id="one of two is shown"),
        pytest.param(
            (there(BAGS, BOTTLE, after_sales=AfterSales.REFUNDED),), [2], id="by its row alone"
        ),
        pytest.param((there({}, BOTTLE),), [1, 2], id="neither is"),
        pytest.param((there(BOTTLE),), [2], id="of one the file says nothing"),
        pytest.param((there({}, BOTTLE), there(BAGS, BOTTLE, at=NOW)), [2], id="one is by now"),
        pytest.param(
            (there(BAGS, BOTTLE), there(BAGS, BOTTLE | {"refunded": True}, at=NOW)),
            [],
            id="both are by now",
        ),
        pytest.param((there(BAGS, BOTTLE), there(BAGS, at=NOW)), [2], id="filtered to the shown"),
    ],
)
def test_of_a_refund_over_several_lines_each_is_shown_by_itself(
    said: tuple[OrderFacts, ...], lines: list[int]
) -> None:
    assert [one.line for one in after(BOTH_PAID, *said).open_discrepancies] == lines


def test_the_money_of_one_line_did_not_go_and_that_of_the_other_did() -> None:
    given = after(BOTH_PAID, there(BAGS, BOTTLE, after_sales=AfterSales.REFUNDED))

    settled = changed(ResolveDiscrepancy, given, reason="查过", right="platform")

    assert money_of_lines(settled) == [("done", 5000, [1]), ("failed", 3000, [2])]
    assert units_to_ship(settled) == 1


def money_of_lines(given: Order) -> list[tuple[str, int, list[int]]]:
    return [(one.state, one.amount_fen, [x.line for x in one.lines]) for one in given.refunds]


@pytest.mark.parametrize("state", ["pending", "unknown", "done"])
def test_the_word_of_one_line_says_nothing_of_what_went_for_another(state: str) -> None:
    given = order(line(), OIL, refunds=(OF_TWO_LINES.model_copy(update={"state": state}),))

    known = after(given, there(BAGS, BOTTLE, at=None))

    assert money_of_lines(known) == [("done", 5000, [1]), (state, 3000, [2])]
    assert money_of_lines(after(known, there(BAGS, BOTTLE, at=NOW))) == money_of_lines(known)


def test_only_the_money_that_is_not_shown_is_found_out_anew() -> None:
    given = after(BOTH_PAID, there(BAGS, BOTTLE, after_sales=AfterSales.REFUNDED))
    shown, rest = given.refunds
    refused = ReopenRefund.refusal(given, shown, context())
    anew = changed(ReopenRefund, given, refund=rest.id, reason="点错了")

    failed = changed(SettleRefund, anew, refund=rest.id, outcome="failed")

    assert refused == "The platform shows the refund of 50.00 as gone."
    assert {one.number: one.to_ship for one in line_ledgers(failed)} == {1: 0, 2: 1}


def test_whose_word_counts_is_asked_once() -> None:
    said = there(BAGS, BOTTLE, after_sales=AfterSales.REFUNDED)
    settled = changed(ResolveDiscrepancy, after(BOTH_PAID, said), reason="查过", right="us")

    assert contradicted(after(settled, there(BAGS, BOTTLE, at=NOW))) == []


@pytest.mark.parametrize(
    ("fen", "lines"),
    [
        pytest.param(5000, [1, 2], id="of one of both"),
        pytest.param(8000, [], id="of both"),
    ],
)
def test_the_funds_end_it_by_all_of_the_money(fen: int, lines: list[int]) -> None:
    given = after(BOTH_PAID, there({}, BOTTLE))
    row = taken("refund", fen, at=NOW - 24 * HOUR)
    funds = context(given, payments=(bill(income(), row, of=given),), beside=given)

    assert [one.line for one in with_shown_by_funds(given, funds).open_discrepancies] == lines


def test_it_is_over_once_the_refund_is_found_out_anew() -> None:
    given = after(PAID, there())

    anew = judged(changed(ReopenRefund, given, reason="点错了"), context(beside=given), "li")

    assert (contradicted(anew), units_to_ship(anew)) == ([], 0)
    assert units_to_ship(changed(SettleRefund, anew, outcome="failed")) == 2


def test_it_is_over_once_its_case_was_paid_there() -> None:
    given = after(PAID, there())
    shown = given.refunds[0].model_copy(update={"case": "A1"})

    known = given.with_case(refunded_case(id="A1", closed_by=None)).with_refund(shown)

    assert contradicted(judged(known, context(beside=known), "import")) == []


def test_the_platforms_word_is_not_what_the_funds_show_as_gone() -> None:
    given = after(PAID, there())
    row = taken("refund", 5000, at=NOW - 24 * HOUR)
    funds = context(given, payments=(bill(income(), row, of=given),), beside=given)

    refused = sentences(ResolveDiscrepancy, given, {"reason": "查过", "right": "platform"}, funds)

    shown = "The platform's funds show the refund of 50.00 as gone: 50.00 (2026-11-21 09:00)."
    assert refused == [("right", shown)]
    shown_there = with_shown_by_funds(given, funds)
    assert contradicted(shown_there) == contradicted(after(shown_there, there(at=NOW))) == []


def test_what_else_is_paid_for_ships() -> None:
    part = RefundLine(line=1, quantity=1, unshipped=1, amount_fen=2500)
    one = PAID.refunds[0].model_copy(update={"amount_fen": 2500, "lines": (part,)})
    given = after(order(refunds=(one,)), there())

    sent = changed(Ship, given, tracking_no=TRACKING_NO)

    assert contradicted(given) == contradicted(sent) == NOT_SHOWN
    assert (units_to_ship(given), units_to_ship(sent)) == (1, 0)
    assert "refund_not_shown" in contradicted(
        after(sent, there({"fulfilment": Fulfilment.SHIPPED}, at=NOW))
    )
