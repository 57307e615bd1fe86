"""The checks of a simulated shop find what they are for."""

from datetime import timedelta

import pytest

from store.models.discrepancy import Discrepancy, DiscrepancyKind
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.models.reissue import Reissue
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    goods_return,
    order,
    parcel,
    refund,
    refund_of_unshipped,
    refunded_case,
    return_case,
    shipped,
    units,
)
from tests.simulation.checks import asked_for_nothing, asked_how_much_of_all, broken, to_be_done
from tests.simulation.clocks import Table, due_by
from tests.simulation.scene import PRICE, Open

SENT_AGAIN = Reissue(
    id="b1",
    number=1,
    origin="lost_parcel",
    reason="丢件",
    lines=units((1, 1)),
    created_at=NOW - HOUR,
)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (shipped(parcels=(parcel(), parcel(OTHER_NO, id="p2"))), "more left than was ordered"),
        (shipped(refunds=(refund_of_unshipped(),)), "more left than was ordered"),
        (order(refunds=(refund(amount_fen=5001),)), "more refunded than paid"),
        (shipped(cases=(return_case(goods_return({1: 3})),)), "more came back than left"),
        (
            shipped(
                parcels=(parcel(), parcel(BACK_NO, id="p2", kind="reissue", reissue="b1")),
                reissues=(SENT_AGAIN,),
            ),
            "sent again without a loss",
        ),
        (
            shipped(parcels=tuple(parcel(id=name, lines=units((1, 1))) for name in "ab")),
            "one parcel twice",
        ),
    ],
)
def test_a_ledger_that_does_not_add_up_is_found(given: Order, kind: str) -> None:
    assert [kind for kind, _said in broken(given)][:1] == [kind]


def test_a_whole_order_shows_nothing() -> None:
    assert list(broken(shipped(refunds=(refund(),), cases=(case(),)))) == []


def test_what_a_discrepancy_tells_of_is_no_finding() -> None:
    told = (Discrepancy(id="d1", kind="money", opened_at=NOW),)

    assert list(broken(order(refunds=(refund(amount_fen=5001),), discrepancies=told))) == []


TO_CREATE = PlatformTask(
    id="t1", kind="create-reissue", created_at=NOW, copy_text="261119-1", reissue="b1"
)


@pytest.mark.parametrize(
    ("kind", "owed"),
    [
        (None, {("platform-task", "t1")}),
        ("money", {("platform-task", "t1"), ("discrepancy", "d1")}),
        ("found", {("discrepancy", "d1")}),
    ],
)
def test_a_reissue_is_created_there_once_its_goods_are_sure_to_go(
    kind: DiscrepancyKind | None, owed: set[tuple[str, str]]
) -> None:
    told = (Discrepancy(id="d1", kind=kind, opened_at=NOW),) if kind else ()
    given = shipped(reissues=(SENT_AGAIN,), tasks=(TO_CREATE,), discrepancies=told)

    assert to_be_done(given) == owed


@pytest.mark.parametrize(
    ("state", "owed"),
    [
        ("seller_to_refund", {("platform-task", "t1")}),
        ("buyer_to_answer", {("platform-task", "t1"), ("settle-refund", "r1")}),
    ],
)
def test_money_of_a_case_is_owed_once_the_yes_to_it_is_told_there(
    state: str, owed: set[tuple[str, str]]
) -> None:
    told = PlatformTask(id="t1", kind="answer-case", created_at=NOW, copy_text="A1", case="A1")
    mine = refund(case="A1")
    given = order(cases=(case(state=state),), refunds=(mine,), tasks=(told,))

    assert to_be_done(given) == owed


@pytest.mark.parametrize(
    ("given", "kind", "about", "ends_in"),
    [
        (order(), "ship", "", 5 * HOUR),
        (order(cases=(case(since=NOW),)), "answer-case", "A1", 48 * HOUR),
        (order(cases=(case(since=NOW, unshipped=True),)), "answer-case", "A1", 5 * HOUR),
        (order(cases=(case(platform_deadline=NOW + HOUR),)), "answer-case", "A1", HOUR),
        (order(refunds=(refund(),)), "settle-refund", "r1", 23 * HOUR),
        (shipped(), "first-scan", "p1", timedelta(0)),
        (
            order(cases=(case(state="seller_to_receive", since=NOW),)),
            "receive-return",
            "A1",
            3 * DAY,
        ),
        (order(cases=(refunded_case(closed_at=NOW),)), "receive-return", "A1", 7 * DAY),
        (
            order(cases=(return_case(goods_return(), platform_deadline=NOW + 9 * DAY),)),
            "refund-case",
            "A1",
            7 * DAY - HOUR,
        ),
    ],
)
def test_a_deadline_is_told_from_the_table_alone(
    given: Order, kind: str, about: str, ends_in: timedelta
) -> None:
    assert due_by(Table(), given, kind, about) == NOW + ends_in


@pytest.mark.parametrize(
    ("ended", "again"),
    [
        pytest.param(False, False, id="it was open all along"),
        pytest.param(True, False, id="it is over"),
        pytest.param(True, True, id="it goes on since"),
    ],
)
def test_a_case_that_was_asked_about_for_nothing_is_found(
    scene: Open, *, ended: bool, again: bool
) -> None:
    shop = scene()
    asked = shop.ask()
    shop.wait()
    at_issue = (shop.now.isoformat(), shop.now.isoformat())
    doubt = Discrepancy(
        id="d1", kind="case_shown", about=asked.number, at_issue=at_issue, opened_at=shop.now
    )
    if ended:
        shop.ends(asked, "closed")
    shop.wait()
    if again:
        asked.move("answer", shop.now)
    given = shop.order.model_copy(update={"discrepancies": (doubt,)})

    assert [*asked_for_nothing(shop.bought, given)] == [asked.number] * (not ended)


@pytest.mark.parametrize(
    ("fen", "is_all"), [pytest.param(PRICE, False, id="a part"), pytest.param(2 * PRICE, True)]
)
def test_goods_that_wait_for_an_amount_though_all_their_money_went_are_found(
    scene: Open, fen: int, *, is_all: bool
) -> None:
    """The simulated platform gives back the freight with them: 退款成功 closes the order."""
    shop = scene(freight_fen=600)
    shop.ends(shop.ask(fen=fen), "refunded", fen)
    shop.wait()
    shop.take_again(shop.written("no cases"))

    assert [one.kind for one in shop.order.open_discrepancies] == ["amount_unknown"]
    assert asked_how_much_of_all(shop.bought, shop.order, shop.now) is is_all
