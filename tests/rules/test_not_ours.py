"""The platform paid for a return in which nothing of ours had been found."""

from typing import Any

import pytest

from store.models.after_sales_case import GoodsReturn, ReturnedUnits
from store.models.axes import Platform
from store.models.intervention import Intervention
from store.models.order import Order
from store.models.reissue import Loss
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from tests.build import (
    DAY,
    HOUR,
    NOW,
    changed,
    context,
    exported_case,
    goods_return,
    refund,
    refunded_case,
    return_case,
    shipped,
)

SAID = (
    "Nothing of ours came back for case A1, and the platform gave 50.00 back all the same: ask its"
    " service for the money with what shows it, or settle it."
)
IN_PART = (
    "What came back for case A1 was not all ours (RICE-10 x1 did not come), and the platform gave"
    " 50.00 back all the same: ask its service for the money of the rest with what shows it, or"
    " settle it."
)
WRONG = (ReturnedUnits(line=1, wrong=2),)


def came(hours: int = 2, **about: Any) -> GoodsReturn:
    return goods_return(received_at=NOW - hours * HOUR, **({"units": WRONG} | about))


def paid(*returns: GoodsReturn, source: str = "platform", **about: Any) -> Order:
    """The return ended an hour ago with its money."""
    ended = {"kind": "return_and_refund", "closed_at": NOW - HOUR, "refunded_fen": 5000}
    given = refunded_case(returns=returns, **(ended | about))
    money = refund(amount_fen=5000, state="done", source=source, case="A1")
    return shipped(cases=(given,), refunds=(money,))


@pytest.mark.parametrize(
    ("given", "is_said"),
    [
        pytest.param(paid(came()), True, id="another article came"),
        pytest.param(paid(came(hours=0)), False, id="found once the money had gone"),
        pytest.param(paid(), False, id="nothing came"),
        pytest.param(
            paid(came(), agreed_at=NOW - HOUR, agreed_for="us"), False, id="one of us agreed there"
        ),
        pytest.param(paid(came(), source="desk"), False, id="refunded here"),
        pytest.param(
            paid(
                came(),
                interventions=(Intervention(id="i1", ruling="for_buyer", ruled_at=NOW - DAY),),
            ),
            False,
            id="the platform ruled so",
        ),
    ],
)
def test_money_that_went_there_for_what_is_not_ours_is_said(given: Order, *, is_said: bool) -> None:
    seen = judged(given, context(beside=given), "import")

    assert [explain(seen, one) for one in seen.open_discrepancies] == ([SAID] if is_said else [])


def found(**units_found: int) -> GoodsReturn:
    return came(units=(ReturnedUnits(line=1, **units_found),))


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize(
    ("returns", "about", "is_said"),
    [
        pytest.param((found(good=1, wrong=1),), {}, True, id="one is another article"),
        pytest.param((found(damaged=1, missing=1),), {}, True, id="one is missing"),
        pytest.param((found(good=2),), {}, False, id="both came"),
        pytest.param((found(good=1),), {}, False, id="nobody said of the other"),
        pytest.param(
            (found(good=1, wrong=1), came(units=(ReturnedUnits(line=1, good=1),), id="b2")),
            {},
            False,
            id="the right one came since",
        ),
        pytest.param(
            (found(good=1, wrong=1),), {"refunded_fen": 3500}, False, id="a compensation beside"
        ),
        pytest.param(
            (found(good=1, wrong=1),), {"refunded_fen": 2500}, False, id="the money of what came"
        ),
        pytest.param(
            (found(good=1, wrong=1),),
            {"agreed_at": NOW - HOUR, "agreed_for": "us"},
            False,
            id="one of us agreed there",
        ),
    ],
)
def test_money_there_for_more_than_came_is_said(
    platform: str, returns: tuple[GoodsReturn, ...], about: dict[str, Any], *, is_said: bool
) -> None:
    given = paid(*returns, **about).model_copy(update={"platform": Platform(platform)})
    seen = judged(given, context(beside=given), "import")

    said = [explain(seen, one) for one in seen.open_discrepancies if one.kind == "not_ours"]
    assert said == ([IN_PART] if is_said else [])


def test_what_was_missing_in_a_parcel_that_the_carrier_brought_back_is_not_the_buyers() -> None:
    given = paid(found(good=1, missing=1))
    back = Loss(line=1, quantity=1, kind="come_back", at=NOW - 3 * HOUR, parcel="p1")
    carried = given.model_copy(update={"losses": (back,)})

    assert judged(carried, context(beside=carried), "import").open_discrepancies == ()


def test_where_the_return_was_refused_here_too_it_is_told_once() -> None:
    words = (("售后状态", "待商家收货"),)
    asked = return_case(
        came(), state="seller_to_receive", platform_status=words, as_of=NOW - 3 * HOUR
    )
    refused = changed(RejectCase, shipped(cases=(asked,)), reason="退错货")
    ended = refunded_case(kind="return_and_refund", closed_at=NOW, as_of=NOW, refunded_fen=5000)
    ended = ended.model_copy(update={"platform_status": (("售后状态", "退款成功"),)})
    given = exported_case(refused, ended)

    after = judged(merge_case(refused, given, context(beside=refused)), context(), "import")

    assert [one.kind for one in after.open_discrepancies] == ["not_ours"]
