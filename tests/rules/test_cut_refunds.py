"""One sum over several lines, or of none that is named, and what the platform says by line."""

import pytest

from store.models.axes import Fulfilment
from store.models.refund import Refund, RefundLine
from store.rules.order.ledger import line_ledgers, money_ledger
from tests.build import NOW, facts, known, line, line_facts, order, refund
from tests.rules.met_exports import after_import
from tests.rules.sub_orders import BAG, BOTTLE, JAR, after_case_of, after_word, money_of, opened


def summed(*fens: int, amount: int | None = None, state: str = "done") -> Refund:
    """One refund of a unit of each line, none of which had left."""
    parts = tuple(
        RefundLine(line=number, quantity=1, unshipped=1, amount_fen=fen)
        for number, fen in enumerate(fens, 1)
    )
    return refund(amount_fen=sum(fens) if amount is None else amount, lines=parts, state=state)


@pytest.mark.parametrize("state", ["pending", "unknown", "done"])
@pytest.mark.parametrize(
    ("fens", "told", "rest"),
    [
        pytest.param((5000, 3000), 5000, 3000, id="all of its price"),
        pytest.param((3750, 2250), 5000, 1000, id="more than its part was taken to be"),
        pytest.param((3750, 2250), 3000, 3000, id="less than that"),
    ],
)
def test_a_case_of_one_line_leaves_the_rest_of_the_sum_to_the_other(
    fens: tuple[int, int], told: int, rest: int, state: str
) -> None:
    given = order(BAG, BOTTLE, refunds=(summed(*fens, state=state),))

    after = after_case_of(given, "A", told)

    assert money_of(after) == [
        (None, state, rest, [(2, rest)]),
        ("case A", "done", told, [(1, told)]),
    ]
    assert opened(after) == []
    assert after_case_of(after, "A", told) == after
    assert money_of(after_case_of(after, "B", rest)) == [
        ("case B", "done", rest, [(2, rest)]),
        ("case A", "done", told, [(1, told)]),
    ]


@pytest.mark.parametrize(
    ("fens", "told"),
    [
        pytest.param((5000, 3000), 2000, id="a compensation"),
        pytest.param((5000, 3000), 4000, id="the rest is more than the other line cost"),
    ],
)
def test_other_money_of_a_line_cuts_nothing(fens: tuple[int, int], told: int) -> None:
    given = order(BAG, BOTTLE, refunds=(summed(*fens),))

    after = after_case_of(given, "A", told)

    assert [(one.case, one.amount_fen) for one in after.refunds] == [
        (None, sum(fens)),
        ("case A", told),
    ]


def test_what_the_word_cut_by_price_is_given_as_its_cases_say() -> None:
    given = order(BAG, BOTTLE, refunds=(summed(3750, 2250, state="pending"),))

    cut = after_word(given, "A")
    first = after_case_of(cut, "A", 5000)
    second = after_case_of(first, "B", 1000)

    assert money_of(cut) == [
        (None, "done", 3750, [(1, 3750)]),
        (None, "pending", 2250, [(2, 2250)]),
    ]
    assert money_of(first) == [
        ("case A", "done", 5000, [(1, 5000)]),
        (None, "pending", 1000, [(2, 1000)]),
    ]
    assert {one.state for one in second.refunds} == {"done"}
    assert money_ledger(second).back == 6000
    assert opened(first) == opened(second) == []


def test_of_three_lines_each_case_takes_its_own_and_the_others_share_the_rest() -> None:
    given = order(BAG, BOTTLE, JAR, refunds=(summed(4000, 2400, 1600),))

    first = after_case_of(given, "A", 5000)
    second = after_case_of(first, "C", 1000)

    assert money_of(first)[0] == (None, "done", 3000, [(2, 1800), (3, 1200)])
    assert money_of(second) == [
        (None, "done", 2000, [(2, 2000)]),
        ("case A", "done", 5000, [(1, 5000)]),
        ("case C", "done", 1000, [(3, 1000)]),
    ]
    assert opened(second) == []


def test_a_case_of_one_line_says_nothing_of_what_was_estimated_for_another() -> None:
    estimated = after_word(order(BAG, BOTTLE), "A", "B")

    after = after_case_of(estimated, "B", 2000)

    assert [(one.estimated, one.amount_fen, one.lines[0].line) for one in after.refunds] == [
        (True, 5000, 1),
        (False, 2000, 2),
    ]
    assert [one.to_ship for one in line_ledgers(after)] == [0, 0]


@pytest.mark.parametrize("is_word_first", [True, False])
@pytest.mark.parametrize(
    "fens", [pytest.param((3000,), id="in one sum"), pytest.param((2000, 1000), id="in two")]
)
def test_money_that_a_case_says_the_line_of_has_its_units_and_is_counted_once(
    fens: tuple[int, ...], *, is_word_first: bool
) -> None:
    mine = tuple(
        refund(id=f"r{number}", amount_fen=fen, state="done") for number, fen in enumerate(fens)
    )
    given = order(BAG, BOTTLE, refunds=mine)

    if is_word_first:
        after = after_case_of(after_word(given, "B"), "B", 3000)
    else:
        after = after_word(after_case_of(given, "B", 3000), "B")

    assert [(one.case, one.amount_fen) for one in after.refunds] == [("case B", x) for x in fens]
    assert [one.to_ship for one in line_ledgers(after)] == [1, 0]
    assert money_ledger(after).refundable == 5000
    assert after_word(after, "B").refunds == after.refunds


CUP = line(4, line_no="D", sku="CUP-1", ordered=1, amount_fen=9000)


@pytest.mark.parametrize("shown_first", ["ABC", "ACB", "BAC", "BCA", "CAB", "CBA"])
@pytest.mark.parametrize("is_word_first", [True, False])
def test_one_sum_is_met_by_those_cases_that_together_are_it(
    shown_first: str, *, is_word_first: bool
) -> None:
    given = order(BAG, BOTTLE, JAR, CUP, refunds=(refund(amount_fen=7000, state="done"),))
    after = after_word(given, *"ABC") if is_word_first else given

    fens = {"A": 5000, "B": 3000, "C": 2000}
    for line_no in shown_first:
        after = after_case_of(after, line_no, fens[line_no])

    gone = sorted((one.case, one.amount_fen) for one in after.refunds)
    assert gone == [(f"case {line_no}", fen) for line_no, fen in fens.items()]
    assert [one.to_ship for one in line_ledgers(after)] == [0, 0, 0, 1]


def test_what_the_word_says_did_not_leave_does_not_though_its_case_gave_less() -> None:
    given = order(BAG, BOTTLE, refunds=(refund(amount_fen=1000, state="done"),))

    after = after_case_of(after_word(given, "B"), "B", 1000)

    assert money_of(after) == [("case B", "done", 1000, [(2, 1000)])]
    assert [one.to_ship for one in line_ledgers(after)] == [1, 0]


def test_no_more_is_estimated_for_a_line_than_its_cases_left_of_it() -> None:
    compensated = after_case_of(order(BAG, BOTTLE), "B", 500)

    one, both = after_word(compensated, "B"), after_word(compensated, "A", "B")

    assert money_of(one)[-1] == (None, "done", 2500, [(2, 2500)])
    assert money_of(both)[-1] == (None, "done", 7500, [(1, 5000), (2, 2500)])


SPOON = line(2, line_no="B", sku="SPOON", name="饭勺", ordered=1, amount_fen=0)


@pytest.mark.parametrize("state", ["pending", "done"])
def test_a_gift_goes_with_the_money_of_what_it_came_with(state: str) -> None:
    given = order(BAG, SPOON, refunds=(summed(5000, 0, state=state),))

    assert money_of(after_word(given, "A")) == [(None, "done", 5000, [(1, 5000), (2, 0)])]


def test_a_gift_that_is_closed_there_is_cancelled_and_not_paid_back_besides() -> None:
    given = order(BAG, SPOON, refunds=(summed(5000, 0, state="pending"),))
    closed = {"fulfilment": Fulfilment.CANCELLED, "line_no": "B", "sku": "SPOON", "amount_fen": 0}
    rice = line_facts(line_no="A", ordered=1, refunded=True)
    said = facts(rice, line_facts(ordered=1, **closed), knowledge=known(NOW, 5))

    there = after_import(given, said)

    assert money_of(there) == [(None, "done", 5000, [(1, 5000)])]
    assert [one.to_ship for one in line_ledgers(there)] == [0, 0]
    assert not there.open_discrepancies
