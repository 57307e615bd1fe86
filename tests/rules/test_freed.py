"""An order that the platform held back, and that a file of no later time shows as to be shipped."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from store.models.axes import AfterSales
from store.models.discrepancy import Right
from store.models.facts import OrderFacts
from store.models.first_import import FirstImport
from store.models.order import Knowledge, Order
from store.rules.action.form import form_of
from store.rules.obligations import obligations
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.held_back import held_by
from store.rules.platform.judging import judged
from store.rules.platform.two_sources import merge_order
from tests.build import DAY, HOUR, NOW, SHOP, case, changed, context, facts, line_facts

TOLD, KNOWN_AT, CAME_AT = NOW - 9 * HOUR, NOW - 2 * HOUR, NOW - HOUR
"""The latest that both files tell of, and when each of them came."""
PAID = {"paid_at": NOW - 2 * DAY}
FREE: dict[str, Any] = {
    "under_review": False,
    "stock_out_applied": False,
    "after_sales": AfterSales.NONE,
}
REVIEW: dict[str, Any] = FREE | {"under_review": True}


def shown(number: int, at: datetime = CAME_AT, **said: Any) -> OrderFacts:
    """What a file of that import says."""
    came: dict[str, Any] = {"imported": FirstImport(number=number, at=at)}
    of = {"instants": PAID, "made_after": TOLD, "progress": 2} | came | said.pop("knowledge", {})
    return facts(line_facts(), knowledge=Knowledge(**of), **said)


def after(*said: OrderFacts, known: Order | None = None) -> Order:
    order = known
    for one in said:
        order = judged(merge_order(order, one, SHOP, context()).order, context(), "import")
    assert order is not None
    return order


def is_asked(order: Order) -> bool:
    return [one.kind for one in order.open_discrepancies] == ["freed"]


def resolved(order: Order, right: Right) -> Order:
    (doubt,) = order.open_discrepancies
    given: dict[str, Any] = {"discrepancy": doubt.id, "reason": "已核对", "right": right}
    return changed(ResolveDiscrepancy, order, **given)


HELD = [
    pytest.param({"under_review": True}, id="under review"),
    pytest.param({"stock_out_applied": True}, id="applied for as out of stock"),
    pytest.param({"after_sales": AfterSales.OPEN}, id="in after-sales"),
]


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize(
    ("free", "asked"),
    [
        pytest.param({}, True, id="it tells of nothing later"),
        pytest.param({"made_after": None}, True, id="it tells of no time at all"),
        pytest.param({"made_after": TOLD - HOUR}, True, id="of less"),
        pytest.param({"made_after": TOLD + timedelta(seconds=59)}, True, id="saved by Excel"),
        pytest.param(
            {"made_after": TOLD + HOUR}, False, id="another order in it is later, both came late"
        ),
        pytest.param({"instants": PAID | {"paid_at": NOW - DAY}}, False, id="so is this one"),
        pytest.param({"exported_at": KNOWN_AT - HOUR}, True, id="made before the stop was known"),
        pytest.param({"exported_at": KNOWN_AT + HOUR}, False, id="made after that"),
    ],
)
def test_whether_it_is_free_is_asked_where_nothing_shows_that_it_is_news(
    held: dict[str, Any], free: dict[str, Any], *, asked: bool
) -> None:
    order = after(shown(1, KNOWN_AT, **FREE | held), shown(2, knowledge=free, **FREE))

    assert is_asked(order) is asked
    assert (Ship.why_not(order, context()) is not None) is asked
    assert any(one.kind == "discrepancy" for one in obligations(order, context().policy)) is asked


LATER = shown(3, knowledge={"made_after": NOW}, **FREE)
DOUBTED = after(shown(1, KNOWN_AT, **REVIEW), shown(2, **FREE))


@pytest.mark.parametrize(
    ("later", "asked"),
    [
        pytest.param(shown(3, **FREE), True, id="one that tells of nothing later either"),
        pytest.param(LATER, False, id="one that is surely later"),
        pytest.param(shown(3, **REVIEW), False, id="it is held back again"),
    ],
)
def test_a_later_file_settles_it(later: OrderFacts, *, asked: bool) -> None:
    order = merge_order(DOUBTED, later, SHOP, context()).order

    assert is_asked(order) is asked
    assert order.under_review is (asked or later.under_review is True), "until then it is held"


@pytest.mark.parametrize(
    ("ended_at", "asked"),
    [
        pytest.param(TOLD - HOUR, True, id="before the stop"),
        pytest.param(NOW, False, id="since"),
    ],
)
def test_the_end_of_the_case_that_held_it_settles_it(ended_at: datetime, *, asked: bool) -> None:
    stop = shown(2, KNOWN_AT, **FREE | {"after_sales": AfterSales.OPEN})
    ended = case(state="closed", outcome="withdrawn", closed_at=ended_at)
    order = after(stop, shown(3, **FREE)).with_case(ended)

    assert is_asked(judged(order, context(), "import")) is asked


@pytest.mark.parametrize("held", HELD)
def test_a_person_who_saw_that_it_is_free_is_not_asked_again(held: dict[str, Any]) -> None:
    order = resolved(after(shown(1, KNOWN_AT, **FREE | held), shown(2, **FREE)), "platform")

    assert Ship.why_not(order, context()) is None
    assert not after(shown(3, **FREE), known=order).open_discrepancies


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize(
    ("later", "asked"),
    [
        pytest.param(2, False, id="the very file once more"),
        pytest.param(3, True, id="another one: who looked did so before it came"),
    ],
)
def test_a_person_who_saw_that_it_is_held_puts_the_stop_back(
    held: dict[str, Any], later: int, *, asked: bool
) -> None:
    known = after(shown(1, KNOWN_AT, **FREE | held))
    order = resolved(after(shown(2, **FREE), known=known), "us")
    again = after(shown(later, CAME_AT + (later - 2) * HOUR, **FREE), known=order)

    assert held_by(order) == held_by(known) != ()
    assert is_asked(again) is asked
    assert all(Ship.why_not(one, context()) is not None for one in (order, again))


def test_what_either_word_does_stands_to_be_chosen_and_one_of_it_has_to_be() -> None:
    fields = {one.name: one for one in form_of(ResolveDiscrepancy, DOUBTED, context()).fields}
    said = ResolveDiscrepancy(discrepancy=DOUBTED.open_discrepancies[0].id, reason="已核对")

    assert [(one.value, one.text) for one in fields["right"].choices] == [
        ("platform", "free there: it may ship"),
        ("us", "still held there: under review"),
    ]
    assert fields["right"].required
    assert [one.field for one in said.problems(DOUBTED, context())] == ["right"]


def test_it_is_due_when_the_goods_that_it_holds_up_are() -> None:
    order = DOUBTED.model_copy(update={"ship_by_deadline": NOW + 9 * HOUR})

    due = {one.kind: one.due_at for one in obligations(order, context().policy)}
    assert due["discrepancy"] == due["ship-reviewed"] == NOW + 9 * HOUR


def test_what_is_known_by_no_file_is_not_asked_about() -> None:
    order = after(shown(1, **FREE), shown(2, **FREE))

    assert not order.open_discrepancies


def test_it_is_said() -> None:
    (doubt,) = DOUBTED.open_discrepancies

    assert explain(DOUBTED, doubt) == (
        "Look there, before it ships, whether the platform still holds this order back (under"
        " review): a file that came at 2026-11-22 08:00 shows it as to be shipped, but does not say"
        " when it was made and tells of nothing later, so that it may be of before."
    )
