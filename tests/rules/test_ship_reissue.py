"""ShipReissue: the goods of a reissue leave."""

from typing import Any

import pytest

from store.models.order import Order
from store.models.refund import RefundLine
from store.models.reissue import Loss
from store.models.solution_offer import SolutionOffer
from store.models.work import Hold
from store.rules.action.frame import asked_fields
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.complete_task import CompleteTask
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    SECOND_BAG,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    parcel,
    refund,
    return_case,
    sentences,
    shipped,
    stock_out,
    units,
)

THIRD_NO = "JT1234567890123"
OF_ALL = (
    "An application for out-of-stock is under review since 2026-11-21 (the whole order); the"
    " verdict is expected between 2026-11-24 and 2026-11-25 09:00; until it is recorded"
    " nothing of it may be shipped and no tracking number uploaded."
)


def reissued(lines: str = "1:1", **changes: Any) -> Order:
    return changed(
        CreateReissue, shipped(**changes), origin="lost_parcel", reason="丢件", lines=lines
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(reissued(), None, id="a reissue is open"),
        pytest.param(shipped(), "This order has no reissue.", id="none was created"),
        pytest.param(
            changed(ShipReissue, reissued(), tracking_no=OTHER_NO),
            f"Reissue 1 left on 2026-11-22 with {OTHER_NO}.",
            id="it has left",
        ),
        pytest.param(
            reissued(stock_outs=(stock_out(),)),
            OF_ALL,
            id="a stock-out is under review",
        ),
        pytest.param(
            reissued(hold=Hold(until=NOW + HOUR, reason="等地址", at=NOW, by="小李 (li)")),
            "This order is held back until 2026-11-22 10:00 (等地址); release the hold"
            " to ship it before.",
            id="held back",
        ),
        pytest.param(
            reissued().model_copy(update={"refunds": (refund(amount_fen=5000, state="done"),)}),
            "All that was paid for this order is refunded (50.00); nothing more may be shipped.",
            id="the money went back instead",
        ),
    ],
)
def test_when_a_reissue_may_leave(given: Order, sentence: str | None) -> None:
    assert ShipReissue.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        pytest.param({"tracking_no": OTHER_NO, "sku": "RICE-10"}, [], id="scanned and right"),
        pytest.param(
            {"tracking_no": OTHER_NO, "sku": "SALT"},
            [("sku", "SALT was scanned, but what was bought is RICE-10.")],
            id="another article",
        ),
        pytest.param(
            {"tracking_no": TRACKING_NO},
            [("tracking_no", f"{TRACKING_NO} is already the number of a parcel of this order.")],
            id="the number of the lost parcel",
        ),
    ],
)
def test_problems_of_a_reissue(values: dict[str, str], problems: list[tuple[str, str]]) -> None:
    assert sentences(ShipReissue, reissued(), values) == problems


def test_of_two_reissues_only_the_one_without_a_stock_out_leaves() -> None:
    given = shipped(line(), OIL)
    for lines in ("1:2", "2:1"):
        given = changed(CreateReissue, given, origin="lost_parcel", reason="丢件", lines=lines)
    given = given.model_copy(update={"stock_outs": (stock_out(lines=units((2, 1))),)})
    rice, oil = (one.id for one in given.reissues)

    assert ShipReissue.why_not(given, context()) is None
    assert sentences(ShipReissue, given, {"reissue": rice, "tracking_no": OTHER_NO}) == []
    assert sentences(ShipReissue, given, {"reissue": oil, "tracking_no": OTHER_NO}) == [
        ("reissue", OF_ALL.replace("the whole order", "OIL-5"))
    ]


def test_what_a_reissue_is_for_is_asked_before_its_number() -> None:
    assert [field.name for field in asked_fields(ShipReissue, reissued())] == [
        "reissue",
        "tracking_no",
        "carrier",
        "unknown_carrier",
        "sku",
        "same_receiver",
        "both",
    ]


def test_a_reissue_that_names_nothing_is_no_parcel() -> None:
    given = reissued()
    empty = given.reissues[0].model_copy(update={"lines": ()})

    assert sentences(
        ShipReissue, given.model_copy(update={"reissues": (empty,)}), {"tracking_no": OTHER_NO}
    ) == [("reissue", "Nothing would be in this parcel; it is not sent.")]


def test_the_platform_takes_the_first_number_back_by_itself() -> None:
    given = changed(CompleteTask, reissued())

    after = changed(ShipReissue, given, tracking_no=OTHER_NO)

    assert after.open_tasks == ()
    sent = after.parcels[-1]
    assert (sent.kind, sent.reissue) == ("reissue", given.reissues[0].id)
    assert (sent.tracking_no, sent.carrier, sent.shipped_at) == (OTHER_NO, "SF", NOW)
    assert sent.lines == units((1, 1))
    assert (after.reissues[0].state, after.reissues[0].parcel) == ("shipped", sent.id)


def test_from_the_second_reissue_on_somebody_has_to_upload_the_number() -> None:
    first = changed(ShipReissue, reissued(), tracking_no=OTHER_NO)
    second = changed(CreateReissue, first, origin="lost_parcel", reason="又丢")

    after = changed(ShipReissue, second, tracking_no=THIRD_NO)

    assert [(one.kind, one.copy_text) for one in after.open_tasks if one.parcel] == [
        ("upload-tracking", f"{after.order_no} {THIRD_NO}")
    ]


def test_a_reissue_in_the_parcel_of_another_order_is_said() -> None:
    other = shipped(order_no="9", tracking_no=OTHER_NO)

    outcome = do(ShipReissue, reissued(), context(other), tracking_no=OTHER_NO)

    assert outcome.said == ("The same parcel also carries order 9.",)


TAKEN = SolutionOffer(
    id="o1",
    solution="exchange",
    at=NOW - DAY,
    by="小李 (li)",
    sku="RICE-5",
    lines=units((1, 2)),
    accepted=True,
    answered_at=NOW - DAY,
)
LOST: dict[str, Any] = {"origin": "lost_parcel", "reason": "丢件", "sure": "yes"}
CAME_BACK: dict[str, Any] = {"origin": "intercepted", "reason": "退回"}


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize("again", [LOST, CAME_BACK])
@pytest.mark.parametrize("solution", ["exchange", "substitute"])
def test_what_was_another_article_by_agreement_is_sent_again_as_that(
    platform: str, again: dict[str, Any], solution: str
) -> None:
    sent = parcel(lines=units((1, 2)), substitute="RICE-5")
    offer = TAKEN.model_copy(update={"solution": solution})
    given = shipped(platform=platform, parcels=(sent,), offers=(offer,))
    if again is CAME_BACK:
        given = changed(RecordTrace, given, parcel="p1", state="returned")
    created = changed(CreateReissue, given, None, **again)

    assert ShipReissue.suggest(created, context()) == {"sku": "RICE-5"}
    values = {"tracking_no": OTHER_NO}
    which = "The buyer takes RICE-5 for RICE-10; say which goes out."
    assert sentences(ShipReissue, created, values) == [("sku", which)]
    after = changed(ShipReissue, created, None, **values, sku="RICE-5")
    assert after.parcels[-1].substitute == "RICE-5"
    # It is the same once more where that is lost, too, and as it was bought once it is paid for.
    assert ShipReissue.suggest(after, context()) == {}
    once_more = changed(CreateReissue, after, None, **(LOST | {"parcel": after.parcels[-1].id}))
    assert ShipReissue.suggest(once_more, context()) == {"sku": "RICE-5"}


def test_what_lies_here_of_a_withdrawn_exchange_goes_back_as_it_came() -> None:
    """The other article was agreed to and never left."""
    ended = return_case(
        goods_return({1: 2}), kind="exchange", state="closed", outcome="withdrawn", requested_fen=0
    )
    given = shipped(cases=(ended,), offers=(TAKEN.model_copy(update={"case": "A1"}),))
    created = changed(CreateReissue, given, None, origin="withdrawn_case", reason="撤销")

    assert ShipReissue.suggest(created, context()) == {}
    assert sentences(ShipReissue, created, {"tracking_no": OTHER_NO, "sku": "RICE-10"}) == []


def test_what_was_agreed_for_units_that_were_paid_for_does_not_go_out_for_others() -> None:
    offer = TAKEN.model_copy(update={"lines": units((1, 1))})
    two = (
        parcel(lines=units((1, 1)), substitute="RICE-5"),
        SECOND_BAG,
    )
    lost = Loss(line=1, quantity=1, kind="lost", at=NOW - HOUR, parcel="p1")
    paid = refund(amount_fen=2500, lines=(RefundLine(line=1, quantity=1, lost=1, amount_fen=2500),))
    given = shipped(parcels=two, offers=(offer,), losses=(lost,), refunds=(paid,))
    created = changed(CreateReissue, given, None, **LOST, parcel="p2", both="yes")

    assert sentences(ShipReissue, created, {"tracking_no": THIRD_NO}) == []


def test_what_the_buyer_asks_for_since_it_was_made_is_said() -> None:
    given = reissued("1:2").model_copy(update={"cases": (case(id="M1", lines=units((1, 1))),)})
    said = (
        "Case M1 asks for the same units (refund only, RICE-10 x1); answer it knowing that they"
        " are sent again, or the buyer gets both."
    )

    assert ShipReissue.background(given, context()) == (said,)
    assert said in do(ShipReissue, given, tracking_no=OTHER_NO).said
