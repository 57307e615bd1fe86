"""Rows that name their own parcels (抖店): what is in which is what they say, in whatever turn."""

from collections.abc import Mapping

import pytest

from store.models.after_sales_case import CaseKind
from store.models.axes import Fulfilment
from store.models.facts import OrderFacts, ParcelFacts
from store.models.order import Order
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.obligations import obligations
from store.rules.order.ledger import units_to_ship
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.set_contents import SetContents
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.two_sources import merge_order
from tests.build import (
    BACK_NO,
    HOUR,
    NOW,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    changed,
    context,
    facts,
    known,
    line_facts,
    return_case,
    sentences,
)
from tests.rules.shelf import brought_in

YT, SF = TRACKING_NO, OTHER_NO
THIRD_NO = "ZTO1234567890"
File = Mapping[str, tuple[str, ...] | None]
"""The rows of one file: a sub-order, and the parcels that it names; None where it has not left."""
BOTH_OUT: File = {"1": (), "2": ()}
APART: File = {"1": (YT,), "2": (SF,)}
TOGETHER: File = {"1": (YT,), "2": (YT,)}
EITHER: File = {"1": (YT, SF), "2": (YT, SF)}


def rows(given: File) -> OrderFacts:
    """What such a file says; sub-order 1 has two units of RICE-10, 2 one of OIL-5."""
    numbers = dict.fromkeys(number for named in given.values() for number in named or ())
    goods = {
        "1": line_facts(line_no="1", ordered=2),
        "2": line_facts(line_no="2", sku="OIL-5", name="菜籽油", ordered=1, amount_fen=3000),
    }
    return facts(
        *(
            goods[line_no].model_copy(
                update={
                    "fulfilment": Fulfilment.TO_SHIP if named is None else Fulfilment.SHIPPED,
                }
            )
            for line_no, named in given.items()
        ),
        parcels=tuple(
            ParcelFacts(
                tracking_no=number,
                line_nos=tuple(one for one, named in given.items() if number in (named or ())),
            )
            for number in numbers
        ),
        knowledge=known(NOW),
        shipped_at=NOW - HOUR,
    )


def after(given: Order | None, *files: File) -> Order:
    for one in files:
        given = merge_order(given, rows(one), SHOP, context(beside=given)).order
        again = merge_order(given, rows(one), SHOP, context(beside=given)).order
        assert again == given
    assert given is not None
    return given


def contents(order: Order) -> dict[str, dict[str, int]]:
    """By number: the units by sub-order."""
    names = {line.line: line.line_no for line in order.lines}
    return {
        one.tracking_no: {names[part.line]: part.quantity for part in one.lines}
        for one in order.parcels
    }


@pytest.mark.parametrize(
    ("files", "held"),
    [
        pytest.param([APART], {YT: {"1": 2}, SF: {"2": 1}}, id="in one file"),
        pytest.param([{"2": (SF,), "1": (YT,)}], {YT: {"1": 2}, SF: {"2": 1}}, id="other turn"),
        pytest.param([{"1": (YT,), "2": None}, APART], {YT: {"1": 2}, SF: {"2": 1}}, id="in two"),
        pytest.param([{"1": (YT,)}, {"2": (SF,)}], {YT: {"1": 2}, SF: {"2": 1}}, id="filtered"),
        pytest.param([BOTH_OUT, APART], {YT: {"1": 2}, SF: {"2": 1}}, id="no number before"),
        pytest.param(
            [BOTH_OUT, {"2": (SF,)}], {"": {"1": 2}, SF: {"2": 1}}, id="the number of one of them"
        ),
        pytest.param([{"1": (YT,), "2": ()}], {YT: {"1": 2}, "": {"2": 1}}, id="one has none"),
        pytest.param(
            [{"1": (YT,), "2": ()}, APART], {YT: {"1": 2}, SF: {"2": 1}}, id="it has one later"
        ),
        pytest.param([TOGETHER], {YT: {"1": 2, "2": 1}}, id="both in one"),
        pytest.param(
            [{"1": (YT,), "2": None}, TOGETHER], {YT: {"1": 2, "2": 1}}, id="the other in it too"
        ),
        pytest.param([TOGETHER, APART], {YT: {"1": 2}, SF: {"2": 1}}, id="in another since"),
        pytest.param([APART, TOGETHER], {YT: {"1": 2, "2": 1}, SF: {}}, id="in a known one since"),
        pytest.param(
            [TOGETHER, APART, TOGETHER], {YT: {"1": 2, "2": 1}, SF: {}}, id="back in the first"
        ),
        pytest.param([{"1": (YT,)}, {"1": (SF,)}], {YT: {}, SF: {"1": 2}}, id="another number"),
        pytest.param(
            [APART, {"1": (SF,), "2": (YT,)}, {"1": (BACK_NO,), "2": (YT,)}],
            {YT: {"2": 1}, SF: {}, BACK_NO: {"1": 2}},
            id="none of it in the one it was in",
        ),
        pytest.param([EITHER], {YT: {"1": 2, "2": 1}, SF: {}}, id="every row names all of them"),
        pytest.param(
            [{"1": (YT,), "2": (YT, SF)}], {YT: {"1": 2}, SF: {"2": 1}}, id="one in either"
        ),
    ],
)
def test_a_parcel_holds_what_the_rows_say_that_name_it(
    files: list[File], held: dict[str, dict[str, int]]
) -> None:
    order = after(None, *files)

    assert contents(order) == held
    assert units_to_ship(order) == 0


def test_what_came_back_is_what_the_rows_say_was_in_it() -> None:
    returned = changed(RecordTrace, after(None, TOGETHER), state="returned")
    assert brought_in(returned) == {"RICE-10": 2, "OIL-5": 1}

    apart = after(returned, APART)

    assert brought_in(apart) == {"RICE-10": 2}
    assert [(one.line, one.quantity) for one in apart.losses] == [(1, 2)]


SHARED: File = {"1": (YT, SF), "2": (SF,)}
"""Nobody knows how many of 1 are in the parcel of 2."""
AGAIN = {"origin": "intercepted", "reason": "x"}


def test_what_is_where_of_a_row_with_several_numbers_is_asked_whatever_else_is_in_them() -> None:
    given = after(None, SHARED)
    there = changed(RecordTrace, given, parcel=YT, state="returned")
    (asked,) = sentences(CreateReissue, there, AGAIN | {"lines": "1:2"})
    assert "Nobody knows what is in parcel SF1234567890123" in asked[1]

    back = changed(RecordTrace, given, parcel=SF, state="returned")
    assert "count-parcel" in {one.kind for one in obligations(back, context().policy)}
    counted = changed(SetContents, back, parcel=SF, lines="1:1,2:1")
    assert contents(counted) == {YT: {"1": 1}, SF: {"1": 1, "2": 1}}
    assert brought_in(counted) == {"RICE-10": 1, "OIL-5": 1}
    assert "count-parcel" not in {one.kind for one in obligations(counted, context().policy)}


def test_what_the_rows_name_one_parcel_for_is_known() -> None:
    three = after(None, {"1": (YT, SF), "2": (BACK_NO,)})
    back = changed(RecordTrace, three, parcel=BACK_NO, state="returned")
    assert sentences(CreateReissue, back, AGAIN | {"lines": "2:1"}) == []

    moved = after(None, APART, TOGETHER)
    emptied = changed(RecordTrace, moved, parcel=SF, state="returned")
    assert list(obligations(emptied, context().policy)) == []
    known = "What is in parcel SF1234567890123 is known: nothing that was bought."
    assert SetContents.refusal(moved, moved.parcels[1], None) == known


def test_what_was_packed_here_is_known_whatever_rows_name_it() -> None:
    one = changed(Ship, after(None, {"1": None, "2": None}), tracking_no=YT, lines="1:2")
    packed = changed(Ship, one, tracking_no=SF, lines="2:1")
    swapped = after(packed, {"1": (SF,), "2": (YT,)})
    back = changed(RecordTrace, swapped, parcel=YT, state="returned")

    assert contents(swapped) == {YT: {"1": 2}, SF: {"2": 1}}
    assert "count-parcel" not in {one.kind for one in obligations(back, context().policy)}


def test_what_somebody_packed_or_counted_stays() -> None:
    packed = changed(Ship, after(None, {"1": None, "2": None}), tracking_no=YT)
    assert contents(after(packed, APART)) == {YT: {"1": 2, "2": 1}, SF: {}}

    counted = changed(SetContents, after(None, EITHER), parcel=SF, lines="1:2")
    assert contents(after(counted, APART)) == {YT: {"2": 1}, SF: {"1": 2}}


CORRECTED: File = {"1": (SF,), "2": (SF,)}


@pytest.mark.parametrize(
    "later",
    [
        pytest.param([CORRECTED], id="the right number"),
        pytest.param([TOGETHER, CORRECTED, TOGETHER], id="the wrong one, and again"),
        pytest.param([APART], id="both, each of a part"),
    ],
)
def test_a_number_that_was_corrected_here_confirms_its_parcel_and_counts_once(
    later: list[File],
) -> None:
    order = changed(CorrectTracking, after(None, TOGETHER), tracking_no=SF)

    told = after(order, *later)

    assert contents(told) == {SF: {"1": 2, "2": 1}}
    assert told.parcels[0].confirmed
    assert not told.open_discrepancies


def test_another_number_beside_one_that_was_corrected_here_holds_nothing_more() -> None:
    order = changed(CorrectTracking, after(None, {"1": (YT,)}), tracking_no=BACK_NO)

    told = after(order, {"1": (YT, THIRD_NO)})

    assert contents(told) == {BACK_NO: {"1": 2}, THIRD_NO: {}}


SENT_AGAIN = changed(
    CreateReissue,
    changed(RecordTrace, after(None, TOGETHER), state="returned"),
    origin="intercepted",
    reason="x",
)
EXCHANGED = changed(
    ReceiveReturn,
    after(None, TOGETHER).with_case(
        return_case(kind=CaseKind.EXCHANGE, requested_fen=0, agreed_at=NOW - HOUR)
    ),
    good="1:2",
)


@pytest.mark.parametrize("waiting", [SENT_AGAIN, EXCHANGED], ids=["a reissue", "a replacement"])
def test_what_is_to_be_sent_again_does_not_move_to_a_number_that_nobody_knows(
    waiting: Order,
) -> None:
    assert contents(after(waiting, CORRECTED, CORRECTED))[YT]["1"] == 2


def test_a_number_in_place_of_the_old_one_may_be_the_reissue() -> None:
    shown = after(SENT_AGAIN, CORRECTED)

    assert [one.kind for one in shown.open_discrepancies] == ["reissue_there"]
    assert sentences(ShipReissue, shown, {"tracking_no": THIRD_NO})
    left = changed(ResolveDiscrepancy, shown, right="platform", reason="x")
    assert [one.kind for one in left.parcels] == ["shipment", "reissue"]
    assert contents(after(left, CORRECTED))[YT] == {"1": 2, "2": 1}


@pytest.mark.parametrize(
    "newer", [{"1": (YT,)}, {"1": (YT, BACK_NO)}], ids=["named no more", "another named"]
)
def test_what_is_back_stays_to_be_counted_whatever_a_newer_row_names(newer: File) -> None:
    back = changed(RecordTrace, after(None, {"1": (YT, SF)}), parcel=SF, state="returned")

    told = after(back, newer)

    assert "count-parcel" in {one.kind for one in obligations(told, context().policy)}
    assert contents(changed(SetContents, told, parcel=SF, lines="1:1"))[SF] == {"1": 1}
