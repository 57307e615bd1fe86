"""A parcel that stands twice, because its number was mistyped, is one once the number is right."""

import pytest

from store.models.contact import Contact
from store.models.facts import OrderFacts, ParcelFacts
from store.models.order import Order
from store.models.product import Product
from store.models.reissue import Loss
from store.rules.action.base import Action
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.hand_over import HandOver
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.parcels.uploading import is_told
from store.rules.parcels.whereabouts import place
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from store.rules.platform.two_sources import merge_order
from tests.build import (
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    changed,
    context,
    do,
    gone,
    known,
    line,
    line_facts,
    order,
    sentences,
)

THERE_NO = "YT9876543210987"


def merged(given: Order, *said: OrderFacts) -> Order:
    """The order once these exports were imported, one after the other."""
    for one in said:
        beside = context(beside=given)
        given = judged(merge_order(given, one, SHOP, beside).order, beside, "import")
    return given


def shown(given: Order, *numbers: str) -> Order:
    """The order once an export shows its goods under these numbers."""
    return merged(given, gone(*(numbers or (THERE_NO,))))


def kinds(given: Order) -> list[str]:
    return [one.kind for one in given.open_discrepancies]


def corrected(given: Order) -> Order:
    """The order once the number that was typed here is the one that is shown there."""
    return changed(CorrectTracking, given, parcel="new1", tracking_no=THERE_NO)


def after(given: Order, *deeds: tuple[type[Action[Order]], dict[str, str]]) -> Order:
    for action, values in deeds:
        given = changed(action, given, None, **values)
    return given


SENT = changed(Ship, order(), tracking_no=TRACKING_NO)
TWICE = shown(SENT)
SETTLED = changed(ResolveDiscrepancy, TWICE, reason="录错")
HALF = shown(
    after(
        order(),
        (Ship, {"tracking_no": TRACKING_NO, "lines": "1:1"}),
        (Ship, {"tracking_no": OTHER_NO, "lines": "1:1"}),
    ),
    OTHER_NO,
    THERE_NO,
)
TOLD = shown(changed(CompleteTask, SENT))


@pytest.mark.parametrize(
    ("given", "before", "sent"),
    [
        pytest.param(TWICE, ["goods"], {1: 2}, id="the number was mistyped"),
        pytest.param(SETTLED, [], {1: 2}, id="somebody settled it before"),
        pytest.param(TOLD, ["goods"], {1: 2}, id="somebody had said that it was uploaded"),
        pytest.param(HALF, ["goods"], {1: 2}, id="one of two parcels was mistyped"),
        pytest.param(
            shown(changed(Ship, order(), tracking_no=TRACKING_NO, lines="1:1")),
            ["goods"],
            {1: 1},
            id="a part of the goods left here, and the platform says all",
        ),
    ],
)
def test_the_right_number_ends_the_contradiction_and_counts_the_goods_once(
    given: Order, before: list[str], sent: dict[int, int]
) -> None:
    assert kinds(given) == before

    outcome = do(CorrectTracking, given, parcel="new1", tracking_no=THERE_NO)

    (one,) = outcome.documents
    assert isinstance(one, Order)
    assert outcome.said == (f"{TRACKING_NO} and {THERE_NO} are one parcel; its goods count once.",)
    assert kinds(one) == []
    assert {ledger.number: ledger.shipped for ledger in line_ledgers(one)} == sent
    parcel = one.parcel_named("new1")
    assert parcel is not None
    assert (parcel.tracking_no, parcel.number_shown, is_told(one, parcel)) == (THERE_NO, True, True)
    assert [old.tracking_no for old in parcel.corrections] == [TRACKING_NO]
    assert [task.kind for task in one.open_tasks if task.parcel == "new1"] == []


def test_the_same_export_and_an_older_one_bring_nothing_back() -> None:
    one = corrected(TWICE)
    still_wrong = gone(TRACKING_NO, knowledge=known(NOW - 2 * HOUR, 3))

    assert merged(one, gone(THERE_NO), still_wrong).parcels == one.parcels


def test_the_platform_may_have_the_wrong_number_and_is_told_the_right_one() -> None:
    (theirs,) = (one for one in TWICE.parcels if one.id != "new1")

    one = changed(CorrectTracking, TWICE, parcel=theirs.id, tracking_no=TRACKING_NO)

    (parcel,) = one.parcels
    assert (parcel.id, parcel.tracking_no, kinds(one)) == ("new1", TRACKING_NO, [])
    assert [old.tracking_no for old in parcel.corrections] == [THERE_NO]
    assert [(task.kind, task.copy_text) for task in one.open_tasks] == [
        ("upload-tracking", f"{one.order_no} {TRACKING_NO}")
    ]
    assert merged(one, gone(THERE_NO)).parcels == one.parcels


def done(
    action: type[Action[Order]], given: Order, on_hand: int, **values: str
) -> tuple[Order, int]:
    """The order after an action, and what is on hand of its rice, of which so much was."""
    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=on_hand)
    outcome = do(action, given, context(products=(rice,), beside=given), **values)
    for one in outcome.documents:
        if isinstance(one, Product):
            on_hand = one.on_hand or 0
    return next(one for one in outcome.documents if isinstance(one, Order)), on_hand


@pytest.mark.parametrize(
    ("number", "where", "lost", "on_hand"),
    [
        pytest.param(THERE_NO, "back", [("new1", 2)], 12, id="seen under the right number"),
        pytest.param(TRACKING_NO, "under_way", [], 10, id="seen under the wrong number"),
    ],
)
def test_what_came_back_came_back_once(
    number: str, where: str, lost: list[tuple[str, int]], on_hand: int
) -> None:
    seen, there = done(RecordTrace, TWICE, 10, parcel=number, state="returned")
    assert there == 12

    one, there = done(CorrectTracking, seen, there, parcel="new1", tracking_no=THERE_NO)

    assert place(one, one.parcels[0]) == where
    assert [(loss.parcel, loss.quantity) for loss in one.losses] == lost
    assert there == on_hand


def test_what_was_about_the_one_that_is_no_more_is_about_the_one() -> None:
    (theirs,) = (one for one in TWICE.parcels if one.id != "new1")
    said = Contact(
        id="c1", at=NOW, channel="phone", direction="out", text="催", by="li", parcel=theirs.id
    )
    lost = Loss(line=1, quantity=2, kind="lost", at=NOW, parcel=theirs.id)
    given = TWICE.model_copy(update={"contacts": (said,), "losses": (lost, lost)})

    one = corrected(given)

    assert one.contacts[0].parcel == "new1"
    assert [(loss.parcel, loss.quantity) for loss in one.losses] == [("new1", 2)]


def test_a_reissue_whose_number_the_export_brings_otherwise_is_the_one_that_was_sent() -> None:
    given = after(
        shown(SENT, TRACKING_NO),
        (CreateReissue, {"origin": "lost_parcel", "reason": "丢件", "sure": "yes"}),
        (ShipReissue, {"tracking_no": OTHER_NO}),
    )
    twice = merged(given, gone(TRACKING_NO, THERE_NO))
    assert len(twice.parcels) == 3

    one = changed(CorrectTracking, twice, parcel=OTHER_NO, tracking_no=THERE_NO)

    again = one.parcels[-1]
    assert (len(one.parcels), again.kind, again.tracking_no) == (2, "reissue", THERE_NO)
    assert one.reissues[0].parcel == again.id
    assert "create-reissue" not in [task.kind for task in one.open_tasks]


OF_OTHER_GOODS = merged(
    after(order(line(), OIL), (Ship, {"tracking_no": TRACKING_NO, "lines": "1:2"})),
    gone(THERE_NO, lines=(line_facts(sku="OIL-5", ordered=1, amount_fen=3000),)),
)


USED = f"{THERE_NO} is already the number of a parcel of this order."


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(OF_OTHER_GOODS, id="it holds other goods"),
        pytest.param(
            after(
                order(),
                (Ship, {"tracking_no": TRACKING_NO, "lines": "1:1"}),
                (Ship, {"tracking_no": THERE_NO}),
            ),
            id="both left here",
        ),
        pytest.param(
            after(
                shown(changed(Ship, order(), tracking_no=TRACKING_NO, lines="1:1")),
                (RecordTrace, {"parcel": THERE_NO, "state": "returned"}),
                (ResolveDiscrepancy, {"reason": "已核对"}),
                (CreateReissue, {"origin": "intercepted", "reason": "再发", "lines": "1:2"}),
            ),
            id="more was sent again than left here",
        ),
        pytest.param(shown(SENT, TRACKING_NO, THERE_NO), id="both are shown there"),
    ],
)
def test_two_parcels_are_not_one(given: Order) -> None:
    asked = {"parcel": "new1", "tracking_no": THERE_NO}

    assert ("tracking_no", USED) in sentences(CorrectTracking, given, asked)


STOPPED = (
    "What is known of this order contradicts itself; nothing of it may be shipped until that is"
    " settled and resolved here."
)


def test_a_number_that_settles_nothing_waits_until_the_contradiction_is_settled() -> None:
    assert CorrectTracking.why_not(TWICE, context()) is None
    assert sentences(CorrectTracking, TWICE, {"parcel": "new1", "tracking_no": OTHER_NO}) == [
        ("tracking_no", STOPPED)
    ]


BY_HAND = changed(HandOver, order(), way="own_delivery", reason="送货")


@pytest.mark.parametrize("settled", [False, True])
def test_what_was_handed_over_without_a_number_is_one_with_the_number_that_is_shown(
    *, settled: bool
) -> None:
    given = shown(BY_HAND)
    assert (kinds(given), line_ledgers(given)[0].to_ship) == (["goods"], -2)
    if settled:
        given = changed(ResolveDiscrepancy, given, reason="同一件")

    one = judged(corrected(given), context(beside=given), "li")

    (parcel,) = one.parcels
    assert (parcel.tracking_no, parcel.handed_over, parcel.corrections) == (THERE_NO, None, ())
    assert (kinds(one), line_ledgers(one)[0].to_ship, place(one, parcel)) == ([], 0, "under_way")
    assert is_told(one, parcel)
    assert shown(one).parcels == one.parcels


def test_a_number_that_is_shown_for_the_other_units_is_of_another_parcel() -> None:
    half = changed(HandOver, order(), way="own_delivery", reason="送货", lines="1:1")
    given = shown(half)
    assert (kinds(given), line_ledgers(given)[0].shipped) == ([], 2)

    asked = sentences(CorrectTracking, given, {"parcel": "new1", "tracking_no": THERE_NO})

    assert asked == [("tracking_no", USED)]


@pytest.mark.parametrize(
    "left",
    [
        pytest.param(
            (HandOver, {"way": "own_delivery", "reason": "送货", "lines": "1:2"}), id="not"
        ),
        pytest.param((Ship, {"tracking_no": TRACKING_NO, "lines": "1:2"}), id="otherwise"),
    ],
)
def test_a_number_that_rows_name_for_more_than_left_here_holds_that_too(
    left: tuple[type[Action[Order]], dict[str, str]],
) -> None:
    """One of two sub-orders left here, its number not or otherwise known; both rows name one."""
    rows = (line_facts(line_no="1"), line_facts(line_no="2", sku=OIL.sku, ordered=1))
    lines = (line(line_no="1"), OIL.model_copy(update={"line_no": "2"}))
    both = ParcelFacts(tracking_no=THERE_NO, line_nos=("1", "2"))
    said = gone(lines=rows, parcels=(both,))
    given = merged(after(order(*lines), left), said)
    assert (kinds(given), [one.to_ship for one in line_ledgers(given)]) == (["goods"], [-2, 0])

    stock = tuple(Product(shop=SHOP, sku=one.sku, name=one.name, on_hand=8) for one in given.lines)
    beside = context(products=stock, beside=given)
    (one,) = do(CorrectTracking, given, beside, parcel="new1", tracking_no=THERE_NO).documents

    assert isinstance(one, Order), "and no stock moves: all of it had left once"
    (parcel,) = one.parcels
    assert [(part.line, part.quantity) for part in parcel.lines] == [(1, 2), (2, 1)]
    assert (kinds(one), [each.to_ship for each in line_ledgers(one)]) == ([], [0, 0])
    assert merged(one, said).parcels == one.parcels


def test_what_the_platform_alone_had_taken_from_the_stock_is_there_again() -> None:
    half = changed(Ship, order(), tracking_no=TRACKING_NO, lines="1:1")
    given = shown(half)
    theirs = next(one for one in given.parcels if one.id != "new1")
    given = given.with_parcel(theirs.model_copy(update={"shipped_at": NOW}))

    one, on_hand = done(CorrectTracking, given, 8, parcel="new1", tracking_no=THERE_NO)

    assert (line_ledgers(one)[0].to_ship, on_hand) == (1, 9)


def test_the_contradiction_names_the_way_out() -> None:
    (open_here,) = TWICE.open_discrepancies

    assert explain(TWICE, open_here) == (
        f"RICE-10: 2 ordered, but it left here ({TRACKING_NO}), and the platform shows it in"
        f" another parcel ({THERE_NO}); correct the number where it is one parcel, else find out"
        " which of them the buyer gets, and have the other one stopped."
    )


def test_the_parcel_that_the_joined_one_stood_for_is_to_be_told_again() -> None:
    """The platform showed all goods under one number, which turns out to hold a part of them."""
    halves = after(
        order(),
        (Ship, {"tracking_no": TRACKING_NO, "lines": "1:1"}),
        (Ship, {"tracking_no": OTHER_NO, "lines": "1:1"}),
    )
    second = next(one for one in halves.parcels if one.tracking_no == OTHER_NO)
    given = shown(halves)

    one = changed(CorrectTracking, given, parcel=second.id, tracking_no=THERE_NO)

    assert given.open_tasks == ()
    right = shown(halves, OTHER_NO).open_tasks
    assert [(task.kind, task.parcel) for task in one.open_tasks] == [
        (task.kind, task.parcel) for task in right
    ]
    assert [is_told(one, each) for each in one.parcels] == [False, True]
