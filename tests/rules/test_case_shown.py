"""What an order export shows of a line's case, met with what is known of it."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales
from store.models.facts import OrderFacts
from store.models.first_import import FirstImport
from store.models.order import Knowledge, Order
from store.models.shown import Shown
from store.rules.platform.two_sources import merge_order
from tests.build import HOUR, NOW, SHOP, case, context, facts, line_facts
from tests.rules.test_contradictions import import_case

RICE = {"line_no": "1"}
OIL = {"line_no": "2", "sku": "OIL-5", "name": "菜籽油", "ordered": 1, "amount_fen": 3000}
OPEN, NONE = AfterSales.OPEN, AfterSales.NONE


def came(number: int) -> FirstImport:
    """The import of this number."""
    return FirstImport(number=number, at=NOW + number * HOUR)


def said(number: int, knowledge: dict[str, Any] | None = None, **lines: AfterSales) -> OrderFacts:
    """What the undated file of this import says of the lines that it names."""
    about: dict[str, dict[str, Any]] = {"rice": RICE, "oil": OIL}
    named = [line_facts(**about[name], after_sales=word) for name, word in lines.items()]
    word = OPEN if OPEN in lines.values() else NONE
    at = NOW + number * HOUR
    of = {"made_after": at, "instants": {"paid_at": NOW}, "progress": 2} | (knowledge or {})
    known = Knowledge(imported=came(number), **of)
    return facts(*named, after_sales=word, knowledge=known)


def met(*files: OrderFacts, given: Order | None = None) -> Order:
    """The order after these files."""
    for one in files:
        given = merge_order(given, one, SHOP, context(beside=given)).order
    assert given is not None
    return given


def shown(order: Order) -> tuple[int | None, ...]:
    """By which import each line's case is shown as open."""
    words = (one.case_shown for one in order.lines)
    return tuple(word.imported.number if word and word.imported else None for word in words)


@pytest.mark.parametrize(
    ("files", "of_lines"),
    [
        pytest.param([said(1, rice=NONE, oil=OPEN)], (None, 1), id="of one line"),
        pytest.param(
            [said(1, rice=NONE, oil=OPEN), said(2, rice=NONE)], (None, 1), id="it is left out"
        ),
        pytest.param(
            [said(1, rice=NONE, oil=OPEN), said(2, oil=NONE)], (None, None), id="it is over"
        ),
        pytest.param(
            [said(1, rice=NONE, oil=OPEN), said(2, rice=OPEN)], (2, 1), id="of the other one too"
        ),
        pytest.param([said(1, rice=NONE), said(2, oil=OPEN)], (None, 2), id="of a new line"),
        pytest.param([said(1, rice=OPEN), said(2, rice=OPEN)], (1,), id="said once more"),
    ],
)
def test_the_word_is_the_lines(files: list[OrderFacts], of_lines: tuple[int | None, ...]) -> None:
    order = met(*files)

    assert shown(order) == of_lines
    assert (order.platform_after_sales is OPEN) is any(of_lines)


@pytest.mark.parametrize(
    ("number", "since"),
    [
        pytest.param(1, 1, id="the very file of then"),
        pytest.param(3, 3, id="a file that came after its end"),
    ],
)
def test_said_again_after_a_case_ended_it_is_of_another(number: int, since: int) -> None:
    known = import_case(met(said(1, rice=OPEN)), ended(2))

    assert shown(met(said(number, rice=OPEN), given=known)) == (since,)


def test_said_again_while_a_case_is_open_it_is_what_that_may_end_before() -> None:
    known = import_case(met(said(1, rice=OPEN)), case(source="platform"))

    order = met(said(3, rice=OPEN), given=known)

    assert shown(order) == (3,)
    assert met(said(3, rice=OPEN), given=order) == order


def ended(number: int, made_after: float | None = None) -> AfterSalesCase:
    """A case as the undated file of this import shows it, which tells of something that happened
    so many hours from now.
    """
    return case(
        state="closed",
        outcome="withdrawn",
        applied_at=NOW - HOUR,
        as_of=NOW - HOUR,
        source="platform",
        imported=came(number),
        made_after=None if made_after is None else NOW + made_after * HOUR,
    )


@pytest.mark.parametrize(
    ("again", "is_answered"),
    [
        pytest.param(ended(3, made_after=2.5), True, id="it was made once the word was here"),
        pytest.param(ended(3, made_after=1), False, id="it may be of before the word"),
        pytest.param(ended(3), False, id="it tells of no time at all"),
    ],
)
def test_its_end_shown_again_by_a_later_file_answers_a_word_in_doubt(
    again: AfterSalesCase, *, is_answered: bool
) -> None:
    first = import_case(met(said(0, rice=NONE)), ended(1))
    doubted = met(said(2, rice=OPEN, knowledge={"made_after": NOW}), given=first)

    order = import_case(doubted, again)

    assert shown(doubted) == (2,)
    assert shown(order) == ((None,) if is_answered else (2,))


@pytest.mark.parametrize(
    ("number", "is_answered"),
    [
        pytest.param(2, True, id="both are of before its end"),
        pytest.param(3, False, id="by another import: it may be of before the word"),
    ],
)
def test_a_row_of_before_its_end_that_came_with_the_word_answers_it(
    number: int, *, is_answered: bool
) -> None:
    is_open = {"state": "seller_to_answer", "outcome": None}
    before = ended(number).model_copy(update=is_open)
    first = import_case(met(said(0, rice=NONE)), ended(1))
    doubted = met(said(2, rice=OPEN, knowledge={"made_after": NOW}), given=first)

    order = import_case(doubted, before)

    assert shown(order) == ((None,) if is_answered else (2,))
    assert not order.open_cases


def test_its_end_shown_again_answers_no_word_that_is_surely_of_another() -> None:
    first = import_case(met(said(0, rice=NONE)), ended(1))
    hidden = met(said(2, rice=OPEN), given=first)

    assert shown(import_case(hidden, ended(3, made_after=2.5))) == (2,)


def test_without_a_word_of_its_own_a_line_has_the_orders() -> None:
    given = met(facts(line_facts(**RICE), line_facts(**OIL), after_sales=OPEN))

    assert [one.case_shown for one in given.lines] == [Shown(), Shown()]
