"""Money met: which money to the buyer a row of the bill is, by case, time and amount."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.models.order import Order
from store.models.payment import OrderSide, Payment, ToBuyer
from store.rules.action.context import Context
from store.rules.money.beside import side_of
from store.rules.money.matching import differences
from store.rules.money.money_met import UnknownRow, meet_money
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.platform.actions.complete_task import CompleteTask
from tests.build import DAY, HOUR, NOW, case, changed, context, order, refund
from tests.examples import examples
from tests.rules.payments import PAID, bill, income, row, taken

POLICY = context().policy
MORNING = NOW - 3 * DAY
"""When the bill has a refund of 5.00."""
FIVE = taken("refund", 500, at=MORNING)


def back(**given: Any) -> Order:
    """An order of which 5.00 went back, as entered here when the bill has it."""
    done = {"state": "done", "requested_at": MORNING, "settled_at": MORNING}
    return order(refunds=(refund(**(done | given)),), cases=(case(id="A1"), case(id="A2")))


def asked(at: datetime, **given: Any) -> Order:
    return back(**({"requested_at": at, "settled_at": at} | given))


THERE, HERE = ("refund_there", 0, 500), ("refund_here", 500, 0)


@pytest.mark.parametrize(
    ("of", "rows", "found"),
    [
        pytest.param(back(), (FIVE,), [], id="of that moment"),
        pytest.param(asked(MORNING + DAY), (FIVE,), [], id="entered a day later"),
        pytest.param(
            asked(MORNING + DAY + HOUR), (FIVE,), [THERE, HERE], id="entered later than a day"
        ),
        pytest.param(asked(NOW - HOUR), (FIVE,), [THERE, HERE], id="entered three days later"),
        pytest.param(
            asked(MORNING, anew=True),
            (taken("refund", 500, at=MORNING - HOUR),),
            [THERE, HERE],
            id="entered beside what the bill had an hour before",
        ),
        pytest.param(
            asked(MORNING, anew=True),
            (taken("refund", 500, at=MORNING + HOUR),),
            [],
            id="entered as another, and shown since",
        ),
        pytest.param(asked(MORNING - 3 * DAY), (FIVE,), [], id="gone three days before the row"),
        pytest.param(
            asked(MORNING - 3 * DAY - HOUR), (FIVE,), [THERE, HERE], id="gone longer before"
        ),
        pytest.param(
            asked(MORNING - 9 * DAY, state="pending", settled_at=None),
            (FIVE,),
            [],
            id="asked for long before, and not known to have gone",
        ),
        pytest.param(
            back(requested_at=NOW, settled_at=MORNING), (FIVE,), [], id="an export says when"
        ),
        pytest.param(
            back(requested_at=None, settled_at=None, estimated=True),
            (FIVE,),
            [],
            id="a word of the platform's, of any time",
        ),
        pytest.param(
            back(amount_fen=600), (FIVE,), [("refund_here", 600, 500)], id="a part is shown"
        ),
        pytest.param(
            back(amount_fen=400), (FIVE,), [("refund_there", 400, 500)], id="more is shown"
        ),
        pytest.param(
            back(),
            (taken("refund", 200, at=MORNING), taken("refund", 300, at=MORNING)),
            [],
            id="paid in two parts",
        ),
        pytest.param(
            asked(NOW - HOUR, case="A1"),
            (FIVE.model_copy(update={"case": "A1"}),),
            [],
            id="the row names its case",
        ),
        pytest.param(
            back(case="A1"),
            (FIVE.model_copy(update={"case": "A2"}),),
            [THERE, HERE],
            id="the row names another case",
        ),
        pytest.param(
            back(case="A1"), (FIVE,), [], id="the refund has a case, and the row names none"
        ),
        pytest.param(
            back(),
            (FIVE, row("refund", 500, at=MORNING + HOUR)),
            [HERE],
            id="what was shown came back (退款失败)",
        ),
        pytest.param(
            back(case=None, beside=True),
            (taken("small_payment", 500, at=MORNING),),
            [],
            id="entered as a refund for no case, paid as 小额打款",
        ),
        pytest.param(
            back(case="A1"),
            (taken("small_payment", 500, at=MORNING),),
            [HERE, ("compensation_there", 0, 500)],
            id="a small payment is no case's refund",
        ),
    ],
)
def test_a_refund_meets_its_row_by_case_time_and_amount(
    of: Order, rows: tuple[Payment, ...], found: list[tuple[str, int, int]]
) -> None:
    assert list(differences(bill(income(), *rows, of=of), POLICY)) == found


def test_the_row_of_just_its_amount_is_the_refunds() -> None:
    """Ascending, the first row would take a part of it."""
    rows = (taken("refund", 300, at=MORNING), FIVE)

    met = meet_money(rows, side_of(back()))

    assert met.refunds_there == (UnknownRow(MORNING, 300, 300),)
    assert met.refunds_here == ()


TEN = {"solution": "compensation", "amount": "10"}


def at(when: datetime, of: Order) -> Context:
    return context(now=when, beside=of)


def took(when: datetime = MORNING, given: Order | None = None) -> Order:
    """The buyer took a compensation of 10.00, which is to be paid."""
    before = given or order()
    offered = changed(OfferSolution, before, at(when, before), **TEN)
    return changed(RecordOfferAnswer, offered, at(when, offered), accepted="yes")


def paid(when: datetime = MORNING) -> Order:
    """Somebody says that it was paid."""
    given = took()
    return changed(CompleteTask, given, at(when, given))


def small(fen: int = 1000, when: datetime = MORNING, **given: Any) -> Payment:
    return taken("small_payment", fen, at=when, **given)


TWICE = changed(CompleteTask, took(given=paid()), at(MORNING, order()))
"""Two of the same amount, both of them told as paid."""


@pytest.mark.parametrize(
    ("of", "rows", "found"),
    [
        pytest.param(took(), (), [], id="still to be paid"),
        pytest.param(took(), (small(),), [("compensation_open", 0, 1000)], id="paid, task open"),
        pytest.param(paid(), (small(),), [], id="paid on both"),
        pytest.param(paid(), (), [("compensation_here", 1000, 0)], id="told here, not there"),
        pytest.param(paid(NOW + HOUR), (), [], id="told here after the file ends"),
        pytest.param(
            order(), (small(),), [("compensation_there", 0, 1000)], id="nobody here knows of it"
        ),
        pytest.param(
            took(), (small(800),), [("compensation_differs", 1000, 800)], id="a part was paid"
        ),
        pytest.param(
            paid(), (small(800),), [("compensation_differs", 1000, 800)], id="a part, told as paid"
        ),
        pytest.param(
            paid(), (small(1200),), [("compensation_differs", 1000, 1200)], id="more was paid"
        ),
        pytest.param(paid(), (small(400), small(600)), [], id="paid in two parts"),
        pytest.param(
            took(),
            (small(400), small(600)),
            [("compensation_open", 0, 1000)],
            id="paid in two parts, task open",
        ),
        pytest.param(TWICE, (small(), small()), [], id="two of one amount, and both were paid"),
        pytest.param(
            TWICE, (small(),), [("compensation_here", 2000, 1000)], id="one was recorded twice"
        ),
        pytest.param(
            TWICE,
            (small(), small(), small()),
            [("compensation_there", 2000, 3000)],
            id="one of them is not known here",
        ),
        pytest.param(
            TWICE,
            (small(), small(800)),
            [("compensation_differs", 1000, 800)],
            id="one of two, and a part of the other",
        ),
        pytest.param(
            paid(),
            (small(800), small(300, MORNING - 2 * DAY)),
            [("compensation_differs", 1000, 800), ("compensation_there", 0, 300)],
            id="a part, and what is of another time",
        ),
        pytest.param(
            took(),
            (small(when=MORNING - DAY - HOUR),),
            [("compensation_there", 0, 1000)],
            id="longer than a day before it was offered",
        ),
        pytest.param(
            paid(),
            (small(when=MORNING + 3 * DAY + HOUR),),
            [("compensation_there", 0, 1000), ("compensation_here", 1000, 0)],
            id="longer than three days after it was paid",
        ),
        pytest.param(
            took(given=took()),
            (small(),),
            [("compensation_open", 0, 1000)],
            id="one of two of the same amount",
        ),
        pytest.param(
            paid(), (small(), small()), [("compensation_there", 1000, 2000)], id="paid twice"
        ),
        pytest.param(
            order(),
            (small(), row("small_payment", 1000, at=MORNING + HOUR)),
            [],
            id="it came back",
        ),
        pytest.param(
            took(),
            (taken("compensation", 1000, at=MORNING),),
            [("penalty_there", 0, 1000)],
            id="what the platform makes us compensate is no gift of ours",
        ),
    ],
)
def test_a_compensation_meets_its_row_by_kind_amount_and_time(
    of: Order, rows: tuple[Payment, ...], found: list[tuple[str, int, int]]
) -> None:
    assert list(differences(bill(income(), *rows, of=of), POLICY)) == found


def test_of_two_that_are_to_be_paid_a_row_is_the_older() -> None:
    given = took(MORNING + HOUR, took())

    met = meet_money((small(when=MORNING + 2 * HOUR),), side_of(given))

    assert met.paid_tasks == (given.tasks[0].id,)


MOMENTS = st.integers(0, 12).map(lambda days: NOW - days * DAY)
AMOUNTS = st.sampled_from([100, 200, 300, 500])
ROWS = st.lists(
    st.builds(
        taken,
        st.sampled_from(["refund", "small_payment"]),
        AMOUNTS,
        at=MOMENTS,
        case=st.sampled_from(["", "", "A1"]),
    ),
    max_size=6,
)
KNOWN = st.lists(
    st.builds(
        ToBuyer,
        amount_fen=AMOUNTS,
        at=MOMENTS,
        since=st.none() | MOMENTS,
        until=st.none() | MOMENTS,
        case=st.sampled_from(["", "", "A1", "A2"]),
    ),
    max_size=6,
)


@given(ROWS, KNOWN, KNOWN)
@settings(max_examples=examples(300))
def test_no_row_and_no_money_is_met_twice(
    rows: list[Payment], refunds: list[ToBuyer], given: list[ToBuyer]
) -> None:
    side = OrderSide(paid_fen=PAID, refunds=tuple(refunds), compensations=tuple(given))

    met = meet_money(rows, side)

    shown = sum(one.out_fen for one in rows)
    there = (*met.refunds_there, *met.compensations_there, *met.other_amounts)
    unknown = sum(one.fen for one in there)
    known = sum(one.amount_fen for one in (*refunds, *given))
    here = (*met.refunds_here, *met.compensations_here)
    unshown = sum(one.fen for one in here) + met.other_fen
    assert shown - unknown == known - unshown >= 0
