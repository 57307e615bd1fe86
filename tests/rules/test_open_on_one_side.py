"""A case that is open here and that a later order export does not show; one that was opened again
because one was seen open there, which was another.
"""

from datetime import timedelta
from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales, Fulfilment
from store.models.case_state import CaseOutcome
from store.models.discrepancy import Right
from store.models.facts import OrderFacts
from store.models.order import Order
from store.reading.brought import brings
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.reopen_refund import ReopenRefund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.discrepancies.whose_word import answers_to
from store.rules.platform.judging import judged
from store.words.what_owed import what_owed
from tests.build import DAY, HOUR, NOW, case, changed, context, line_facts
from tests.rules.test_case_shown import RICE, came, met, said
from tests.rules.test_contradictions import import_case

OPEN, NONE, REFUNDED = AfterSales.OPEN, AfterSales.NONE, AfterSales.REFUNDED


def row(number: int = 1, made_after: timedelta = HOUR, **changes: Any) -> AfterSalesCase:
    """A refund of unshipped goods that the buyer applied for an hour ago, as the undated file of
    this import shows it, which tells of something that happened so long from now.
    """
    given: dict[str, Any] = {
        "applied_at": NOW - HOUR,
        "as_of": NOW - HOUR,
        "unshipped": True,
        "platform_deadline": NOW + DAY,
        "platform_status": (("售后状态", "待商家处理"),),
        "imported": came(number),
        "made_after": NOW + made_after,
    }
    return case(**given | changes)


def ended(number: int, **changes: Any) -> AfterSalesCase:
    """The same, as a later file shows its end without anything."""
    over: dict[str, Any] = {"state": "closed", "outcome": "withdrawn", "platform_deadline": None}
    over |= {"platform_status": (("售后状态", "退款关闭"),)}
    return row(number, number * HOUR, **over | changes)


def after(given: Order, *said_next: OrderFacts | AfterSalesCase) -> Order:
    """The order once these files have come."""
    for one in said_next:
        if isinstance(one, AfterSalesCase):
            given = import_case(given, one)
        else:
            given = met(one, given=given)
        given = judged(given, context(), "import")
    return given


def asked(given: Order) -> list[tuple[str, str]]:
    return [(one.kind, one.about) for one in given.open_discrepancies]


ASKED = [("case_shown", "A1")]
LOOKED = context(now=NOW + 3 * HOUR)
"""Who looks there once the third import has come."""
KNOWN = after(met(said(0, rice=NONE)), row())
BOTH = after(met(said(0, rice=NONE, oil=NONE)), row())
DATED = after(
    met(said(0, rice=NONE)),
    row(as_of=NOW + HOUR, latest_at=NOW - HOUR / 2),
)
AGREED = changed(Refund, changed(AgreeRefund, KNOWN), case="A1", reason="x")
FAILED = changed(
    SettleRefund,
    changed(ReopenRefund, changed(SettleRefund, AGREED, outcome="done"), reason="x"),
    outcome="failed",
)
LEFT = after(met(said(0, rice=NONE)), row(unshipped=False))


def no_case(hours: float | None, **knowledge: Any) -> OrderFacts:
    """A file that shows none, and tells of something that happened so many hours from now."""
    at = None if hours is None else NOW + hours * HOUR
    return said(3, {"made_after": at} | knowledge, rice=NONE)


@pytest.mark.parametrize(
    ("given", "file", "is_asked"),
    [
        pytest.param(KNOWN, no_case(2), True, id="made since"),
        pytest.param(KNOWN, no_case(1), False, id="made when the file of the case was"),
        pytest.param(KNOWN, no_case(-2), False, id="before the buyer applied"),
        pytest.param(KNOWN, no_case(None), False, id="it tells of no time"),
        pytest.param(DATED, no_case(0, exported_at=NOW + 2 * HOUR), True, id="both are dated"),
        pytest.param(DATED, no_case(0, exported_at=NOW + HOUR), False, id="of the same time"),
        pytest.param(KNOWN, said(3, rice=OPEN), False, id="it shows one"),
        pytest.param(BOTH, said(3, oil=NONE), False, id="of a part of its goods"),
        pytest.param(BOTH, said(3, rice=NONE, oil=NONE), True, id="of all of them"),
        pytest.param(AGREED, no_case(99), False, id="its money is on its way"),
        pytest.param(FAILED, no_case(99), True, id="its money failed after all"),
        pytest.param(LEFT, no_case(2), False, id="of goods that have left"),
    ],
)
def test_a_case_that_a_later_order_export_does_not_show_is_asked_about(
    given: Order, file: OrderFacts, *, is_asked: bool
) -> None:
    known = after(given, file)

    assert asked(known) == ASKED * is_asked
    assert known.open_cases


def test_it_is_said_and_the_goods_are_to_ship_though_nothing_leaves() -> None:
    known = after(KNOWN, no_case(2))
    (doubt,) = known.open_discrepancies

    assert explain(known, doubt) == (
        "Case A1 is open here, but a file of 2026-11-22 12:00 shows none for its goods any more."
        " Look there whether it is over."
    )
    assert answers_to(known, doubt) == (
        "it is over there, with nothing for the buyer",
        "it is open there",
    )
    assert Ship.why_not(known, context()) is not None
    owed = {one.kind: one for one in obligations(known, context().policy)}
    assert {*owed} == {"answer-case", "ship", "discrepancy"}
    assert owed["answer-case"].at_zero == (
        "a file shows no open case; look there first whether it is over"
    )


@pytest.mark.parametrize(
    ("answered", "task"),
    [
        pytest.param(changed(AgreeRefund, KNOWN), "press 同意退款 on the platform", id="a yes"),
        pytest.param(
            changed(RejectCase, KNOWN, reason="x"), "press 拒绝 on the platform", id="a no"
        ),
    ],
)
def test_an_answer_that_nobody_told_stays_named(answered: Order, task: str) -> None:
    known = after(answered, no_case(99))

    assert asked(known) == ASKED
    told = next(one for one in obligations(known, context().policy) if one.kind == "platform-task")
    assert what_owed(told.kind, told.zero) == task
    assert brings(told) == "a file shows no open case; look there first whether it is over"


@pytest.mark.parametrize(
    ("file", "is_asked"),
    [
        pytest.param(ended(4), False, id="its own row shows the end"),
        pytest.param(row(4, 3 * HOUR), False, id="a later file shows it open"),
        pytest.param(row(4, HOUR), True, id="a later import of what knows less"),
        pytest.param(row(1, 3 * HOUR), True, id="an earlier import"),
        pytest.param(said(4, rice=OPEN), False, id="a later order export shows one"),
        pytest.param(said(4, rice=NONE), True, id="it shows none once more"),
    ],
)
def test_what_answers_it(file: OrderFacts | AfterSalesCase, *, is_asked: bool) -> None:
    assert asked(after(KNOWN, no_case(2), file)) == ASKED * is_asked


def resolved(given: Order, right: Right) -> Order:
    """The order once somebody has looked there."""
    (doubt,) = given.open_discrepancies
    told: dict[str, Any] = {"discrepancy": doubt.id, "reason": "已核对", "right": right}
    return judged(changed(ResolveDiscrepancy, given, LOOKED, **told), context(), "x")


def test_what_somebody_saw_over_there_ends_here_and_its_goods_ship() -> None:
    known = resolved(after(KNOWN, no_case(2)), "platform")

    (over,) = known.cases
    assert (over.outcome, over.closed_here) == (CaseOutcome.WITHDRAWN, True)
    assert Ship.why_not(known, context()) is None
    assert not known.open_discrepancies


def test_what_somebody_saw_open_there_is_asked_about_by_a_later_file_alone() -> None:
    known = resolved(after(KNOWN, no_case(2)), "us")

    assert known.open_cases
    assert asked(after(known, no_case(2))) == []
    assert asked(after(known, said(4, rice=NONE))) == ASKED


def test_money_that_the_order_shows_beside_an_open_case_may_be_its() -> None:
    rice = line_facts(**RICE, after_sales=REFUNDED, refunded=True, fulfilment=Fulfilment.TO_SHIP)
    shown = no_case(2).model_copy(update={"lines": (rice,), "after_sales": REFUNDED})
    known = after(KNOWN, shown)

    (owed,) = obligations(known, context().policy)

    assert owed.kind == "answer-case"
    assert owed.at_zero == (
        "money of this order is shown as refunded: look there first whether the case is over"
    )


REOPENED = resolved(
    after(changed(WithdrawCase, KNOWN), said(3, {"made_after": NOW - DAY}, rice=OPEN)), "platform"
)
"""Withdrawn here, and one was seen open there since."""
PAID = changed(
    SettleRefund,
    changed(Refund, changed(AgreeRefund, REOPENED, LOOKED), LOOKED, case="A1", reason="x"),
    LOOKED,
    outcome="done",
)


def another(**changes: Any) -> AfterSalesCase:
    """A case that the buyer had applied for by then, as a later file shows it."""
    return row(4, 3 * HOUR, **{"id": "A2", "applied_at": NOW - HOUR / 2} | changes)


@pytest.mark.parametrize(
    ("given", "shown", "first", "money"),
    [
        pytest.param(REOPENED, another(), "closed", [], id="it was another"),
        pytest.param(
            REOPENED,
            another(applied_at=NOW + 3.5 * HOUR),
            "seller_to_answer",
            [],
            id="applied for since: the first was seen",
        ),
        pytest.param(
            REOPENED,
            another(state="closed", outcome="withdrawn"),
            "seller_to_answer",
            [],
            id="that ended for nothing: nobody saw it open",
        ),
        pytest.param(
            after(REOPENED, row(4, 3 * HOUR)),
            another(),
            "seller_to_answer",
            [],
            id="the first one's own row has come since",
        ),
        pytest.param(
            PAID,
            another(
                state="closed", outcome="refunded", refunded_fen=5000, closed_at=NOW + 2 * HOUR
            ),
            "closed",
            [(5000, "A2")],
            id="what was paid was its money",
        ),
    ],
)
def test_what_was_opened_again_because_one_was_seen_open_ends_by_that_one(
    given: Order, shown: AfterSalesCase, first: str, money: list[tuple[int, str]]
) -> None:
    known = after(given, shown)

    assert [one.state for one in known.cases][:1] == [first]
    assert [(one.amount_fen, one.case) for one in known.refunds] == money
    assert not known.open_discrepancies


def test_the_choice_says_that_another_may_come() -> None:
    known = after(changed(WithdrawCase, KNOWN), said(3, {"made_after": NOW - DAY}, rice=OPEN))

    assert answers_to(known, known.open_discrepancies[0]) == (
        "one is open there: A1 is opened here again, until another comes",
        "none is open there",
    )
