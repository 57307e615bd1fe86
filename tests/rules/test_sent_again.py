"""What goes to the buyer once more is one notion, whichever way sends it: both directions."""

from typing import Any, NamedTuple

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.action.base import Action
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_repair import AgreeRepair
from store.rules.cases.actions.agree_supplementary import AgreeSupplementary
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.ship_repaired import ShipRepaired
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.parcels.sent_again import ways_again
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.judging import judged
from tests.build import (
    BACK_NO,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    exported_case,
    goods_return,
    line,
    refunded_case,
    sentences,
    shipped,
    units,
)
from tests.rules.owing import told

ONE = (line(ordered=1, amount_fen=5000),)
HAS_IT: dict[str, Any] = {"received_at": NOW - 12 * HOUR}
AGAIN = case(id="G1", kind="supplementary", requested_fen=0, lines=units((1, 1)))
SECOND = AGAIN.model_copy(update={"id": "G2"})
MONEY = case(id="M1", lines=units((1, 1)))
LATER = MONEY.model_copy(update={"applied_at": NOW + 2 * HOUR})
HOME = {"return_address": "仓库"}
MISSING = {"origin": "missing_goods", "reason": "少件"}
YES = " Answer yes where the buyer is to have both."
TWICE = " The buyer gets the same goods twice."


def bought(*cases: AfterSalesCase) -> Order:
    """One bag for 50.00, which the buyer has."""
    return shipped(*ONE, cases=cases, **HAS_IT)


def with_case(given: Order, *cases: AfterSalesCase) -> Order:
    return given.model_copy(update={"cases": (*given.cases, *cases)})


def brought(kind: str, agree: type[Action[Order]]) -> Order:
    """The order whose bag came back to be exchanged or repaired."""
    asked = case(id="G1", kind=kind, requested_fen=0, lines=units((1, 1)))
    return changed(
        ReceiveReturn, changed(agree, bought(asked), None, **HOME), case="G1", good="1:1"
    )


class Way(NamedTuple):
    """One way to send goods again, before it sends them and after."""

    to_leave: Order
    left: Order
    said_to_leave: str
    said_left: str


PROMISED = changed(AgreeSupplementary, bought(AGAIN))
TO_REPLACE = brought("exchange", AgreeExchange)
REPAIRED = brought("repair", AgreeRepair)
CREATED = changed(CreateReissue, bought(), None, **MISSING)
SENT: dict[str, Any] = {"tracking_no": OTHER_NO}
BY_CASE = (
    "Case G1 is to send RICE-10 x1.",
    "Goods left for case G1 with SF1234567890123 (RICE-10 x1).",
)
WAYS = {
    "补寄": Way(PROMISED, changed(ShipSupplementary, PROMISED, **SENT), *BY_CASE),
    "换货": Way(TO_REPLACE, changed(ShipReplacement, TO_REPLACE, **SENT), *BY_CASE),
    "维修": Way(REPAIRED, changed(ShipRepaired, REPAIRED, **SENT), *BY_CASE),
    "补发": Way(
        CREATED,
        changed(ShipReissue, CREATED, **SENT),
        "Reissue 1 is to send RICE-10 x1 again.",
        "Reissue 1 left with SF1234567890123 (RICE-10 x1).",
    ),
}
EACH = [pytest.param(way, id=name) for name, way in WAYS.items()]
OF_CASES = [pytest.param(way, id=name) for name, way in WAYS.items() if name != "补发"]


def seen(given: Order, state: str, hours: int = 0) -> Order:
    later = context(now=NOW + hours * HOUR, beside=given)
    return changed(
        RecordTrace,
        given,
        later,
        state=state,
        parcel=given.parcels[-1].id,
        at=later.now.isoformat(),
    )


def refunded_there(given: Order, **about: Any) -> Order:
    """The order once the platform shows the money of a case as gone."""
    ended = refunded_case(**({"id": "M1", "requested_fen": 5000} | about))
    waiting = exported_case(given, ended)
    return judged(merge_case(given, waiting, context()), context(), "import")


@pytest.mark.parametrize("way", EACH)
def test_it_is_one_notion(way: Way) -> None:
    assert [(one.parcel is None, one.lines) for one in ways_again(way.to_leave)] == [
        (True, units((1, 1)))
    ]
    assert [(one.parcel is None, one.lines) for one in ways_again(way.left)] == [
        (False, units((1, 1)))
    ]
    assert ways_again(seen(way.left, "returned")) == ()


@pytest.mark.parametrize("way", EACH)
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"case": "none", "lines": "1:1"}, id="its units"),
        pytest.param({"case": "none", "amount": "50"}, id="its money"),
        pytest.param({"case": "none", "amount": "26"}, id="most of its money"),
    ],
)
def test_money_for_what_has_left_is_asked(way: Way, values: dict[str, str]) -> None:
    asked = f"{way.said_left} The buyer gets goods and money unless it is intercepted.{YES}"
    given = {**values, "reason": "x"}

    assert sentences(Refund, way.left, given) == [("both", asked)]
    assert sentences(Refund, way.left, {**given, "both": "yes"}) == []
    assert sentences(Refund, seen(way.left, "abnormal"), given) == []
    assert sentences(Refund, seen(way.left, "returned"), given) == []


@pytest.mark.parametrize("way", EACH)
def test_a_compensation_beside_it_is_not_asked(way: Way) -> None:
    values = {"case": "none", "amount": "25", "reason": "x"}

    assert sentences(Refund, way.left, values) == []
    assert sentences(Refund, way.to_leave, values) == []


@pytest.mark.parametrize("way", EACH)
def test_most_of_the_money_for_what_is_to_leave_is_asked(way: Way) -> None:
    ((field, said),) = sentences(
        Refund, way.to_leave, {"case": "none", "amount": "26", "reason": "x"}
    )

    assert field == "both"
    assert said.startswith(f"{way.said_to_leave} The buyer gets goods and money unless ")


@pytest.mark.parametrize("way", EACH)
def test_who_agrees_to_the_money_of_a_case_is_told(way: Way) -> None:
    asked = with_case(way.left, MONEY)
    said = f"{way.said_left} The buyer gets goods and money unless it is intercepted."

    assert do(AgreeRefund, asked, case="M1").said[-1] == said
    assert said in AgreeRefund.background(asked, context())
    agreed = changed(AgreeRefund, asked, case="M1")
    assert sentences(Refund, agreed, {"case": "M1", "reason": "x"}) == [("both", said + YES)]


@pytest.mark.parametrize("way", EACH)
def test_what_the_buyer_asks_for_once_he_has_them_is_about_them(way: Way) -> None:
    under_way = changed(AgreeRefund, with_case(way.left, LATER), case="M1")
    had = changed(AgreeRefund, with_case(seen(way.left, "delivered"), LATER), case="M1")
    values = {"case": "M1", "reason": "x"}

    assert [field for field, _said in sentences(Refund, under_way, values)] == ["both"]
    assert sentences(Refund, had, values) == []


@pytest.mark.parametrize("way", OF_CASES)
def test_the_platforms_money_for_what_a_case_sent_contradicts(way: Way) -> None:
    said = (
        "For case G1 goods left here (SF1234567890123), but the platform gave the money back too;"
        " have them intercepted, or settle it with the buyer."
    )

    assert told(refunded_there(way.left)) == [("sent_again", said)]
    assert told(refunded_there(way.left, refunded_fen=2600)) == [("sent_again", said)]
    assert told(refunded_there(way.left, refunded_fen=2500)) == []
    assert told(refunded_there(seen(way.left, "delivered"))) == [("sent_again", said)]
    assert told(refunded_there(seen(way.left, "returned"))) == []
    later = {"applied_at": NOW + HOUR, "closed_at": NOW + 2 * HOUR, "as_of": NOW + 2 * HOUR}
    assert told(refunded_there(seen(way.left, "delivered"), **later)) == []


@pytest.mark.parametrize(
    ("claims", "fen", "kinds"),
    [
        pytest.param(units((1, 1)), 5000, ["sent_again"], id="the price of the one it sent"),
        pytest.param(units((1, 1)), 2500, [], id="a compensation"),
        pytest.param(units((1, 2)), 5000, [], id="the price of the one it did not send"),
        pytest.param(units((1, 2)), 10000, ["sent_again"], id="the price of both"),
        pytest.param((), 5000, ["sent_again"], id="nobody knows how many are meant"),
    ],
)
def test_the_money_of_goods_that_the_very_case_sent_contradicts_though_others_stay_paid(
    claims: tuple[LineQuantity, ...], fen: int, kinds: list[str]
) -> None:
    asked = AGAIN.model_copy(update={"lines": claims})
    agreed = changed(AgreeSupplementary, shipped(line(amount_fen=10000), cases=(asked,), **HAS_IT))
    left = changed(ShipSupplementary, agreed, case="G1", lines="1:1", **SENT)
    paid: dict[str, Any] = {"id": "G1", "kind": "supplementary", "lines": claims}
    paid |= {"closed_at": NOW + HOUR, "as_of": NOW + HOUR}

    there = refunded_there(left, **paid, refunded_fen=fen)
    assert [kind for kind, _said in told(there)] == kinds
    back = judged(seen(there, "returned", 3), context(now=NOW + 4 * HOUR), "record-trace")
    assert told(back) == []


@pytest.mark.parametrize("ordered", [1, 2])
@pytest.mark.parametrize("has_left", [False, True])
def test_the_money_of_a_case_contradicts_what_is_sent_in_place_of_its_lost_goods(
    ordered: int, *, has_left: bool
) -> None:
    asked = case(id="G1", kind="exchange", requested_fen=0, lines=units((1, 1)))
    whole = line(ordered=ordered, amount_fen=5000 * ordered)
    given = shipped(whole, cases=(asked,), **HAS_IT)
    here = changed(ReceiveReturn, changed(AgreeExchange, given, None, **HOME), good="1:1")
    left = changed(ShipReplacement, here, None, **SENT)
    lost = {"origin": "lost_parcel", "parcel": left.parcels[-1].id, "reason": "丢件", "sure": "yes"}
    again = changed(CreateReissue, left, None, **lost)
    again = changed(ShipReissue, again, tracking_no=BACK_NO) if has_left else again

    paid: dict[str, Any] = {"id": "G1", "kind": "exchange", "lines": units((1, 1))}
    paid |= {"closed_at": NOW + HOUR, "as_of": NOW + HOUR, "returns": again.cases[0].returns}
    there = refunded_there(again, **paid, refunded_fen=5000)

    is_to_go = has_left or ordered > 1
    assert [kind for kind, _said in told(there)] == ["sent_again"] * is_to_go
    if is_to_go and not has_left:
        assert ShipReissue.why_not(there, context())
    assert told(refunded_there(again, **paid, refunded_fen=500)) == []


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize(
    ("fen", "kinds"),
    [
        pytest.param(5000, ["sent_again"], id="all of its money"),
        pytest.param(2600, ["sent_again"], id="most of it"),
        pytest.param(500, [], id="a compensation"),
    ],
)
def test_the_money_of_a_case_contradicts_a_reissue_of_what_it_sent_and_came_back(
    fen: int, kinds: list[str], times: int
) -> None:
    asked = case(id="G1", kind="exchange", requested_fen=0)
    given = shipped(line(ordered=2, amount_fen=10000), cases=(asked,), **HAS_IT)
    here = changed(ReceiveReturn, changed(AgreeExchange, given, None, **HOME), good="1:1")
    given = changed(ShipReplacement, here, None, lines="1:1", **SENT)
    for time in range(times):
        back = seen(given, "returned", time)
        later = context(now=NOW + time * HOUR, beside=back)
        again = changed(CreateReissue, back, later, origin="intercepted", reason="再发")
        given = changed(ShipReissue, again, later, tracking_no=f"YT123456789000{time}")

    paid = {"closed_at": NOW + 9 * HOUR, "as_of": NOW + 9 * HOUR, "refunded_fen": fen}
    about = {"id": "G1", "kind": "return_and_refund", "returns": again.cases[0].returns}
    there = refunded_there(again, **about, **paid)

    assert [kind for kind, _said in told(there)] == kinds
    assert (ShipReissue.why_not(there, context()) is not None) == bool(kinds)


def test_a_gift_that_went_along_makes_no_compensation_the_money_of_goods() -> None:
    gift = line(2, sku="BOWL", name="赠品碗", ordered=1, amount_fen=0)
    asked = AGAIN.model_copy(update={"lines": units((1, 1), (2, 1))})
    agreed = changed(
        AgreeSupplementary, shipped(line(amount_fen=10000), gift, cases=(asked,), **HAS_IT)
    )
    left = changed(ShipSupplementary, agreed, case="G1", lines="1:1,2:1", **SENT)
    paid: dict[str, Any] = {"id": "G1", "kind": "supplementary", "lines": asked.lines}
    paid |= {"closed_at": NOW + HOUR, "as_of": NOW + HOUR}

    assert told(refunded_there(left, **paid, refunded_fen=2500)) == []
    assert [kind for kind, _said in told(refunded_there(left, **paid, refunded_fen=2600))] == [
        "sent_again"
    ]


def test_money_beside_a_gift_that_was_sent_alone_is_a_compensation() -> None:
    gift = line(2, sku="BOWL", name="赠品碗", ordered=1, amount_fen=0)
    asked = AGAIN.model_copy(update={"lines": units((2, 1))})
    agreed = changed(AgreeSupplementary, shipped(line(), gift, cases=(asked,), **HAS_IT))
    left = changed(ShipSupplementary, agreed, case="G1", lines="2:1", **SENT)
    paid: dict[str, Any] = {"id": "G1", "kind": "supplementary", "lines": asked.lines}
    paid |= {"closed_at": NOW + HOUR, "as_of": NOW + HOUR}

    there = refunded_there(left, **paid, refunded_fen=500)

    assert "sent_again" not in [kind for kind, _said in told(there)]


RETURNED: dict[str, Any] = {"kind": "return_and_refund"}


@pytest.mark.parametrize("way", EACH)
@pytest.mark.parametrize(
    ("about", "kinds"),
    [
        pytest.param(RETURNED, ["sent_again"], id="no goods came"),
        pytest.param(RETURNED | {"return_tracking_no": BACK_NO}, [], id="they are on their way"),
        pytest.param(RETURNED | {"goods_due": True}, [], id="they are awaited"),
        pytest.param(RETURNED | {"returns": (goods_return(),)}, [], id="they came"),
        pytest.param(
            RETURNED | {"returns": (goods_return(units=()),)},
            ["sent_again"],
            id="nothing of ours was in the parcel",
        ),
    ],
)
def test_a_return_is_paid_for_beside_what_was_sent_again_only_if_goods_come(
    way: Way, about: dict[str, Any], kinds: list[str]
) -> None:
    assert [kind for kind, _said in told(refunded_there(way.left, **about))] == kinds


@pytest.mark.parametrize("way", OF_CASES)
def test_what_a_case_is_still_to_send_contradicts_most_of_the_money(way: Way) -> None:
    said = (
        "Case G1 is to be sent its goods here, but the platform gave their money back; settle it"
        " with the buyer which of both goes."
    )

    assert told(refunded_there(way.to_leave, refunded_fen=2600)) == [("sent_again", said)]
    assert told(refunded_there(way.to_leave)) == []


@pytest.mark.parametrize("way", OF_CASES)
def test_a_contradiction_is_over_once_the_goods_are_back(way: Way) -> None:
    there = refunded_there(way.left)

    assert [
        one.kind for one in judged(seen(there, "delivered"), context(), "li").open_discrepancies
    ]
    assert judged(seen(there, "returned"), context(), "li").open_discrepancies == ()


def test_once_all_the_money_is_back_a_case_sends_nothing_and_is_to_be_closed() -> None:
    agreed = changed(AgreeRefund, with_case(PROMISED, MONEY), case="M1")
    going = changed(Refund, agreed, case="M1", reason="x")
    paid = judged(changed(SettleRefund, going, outcome="done"), context(), "li")

    for given in (going, paid):
        assert ShipSupplementary.why_not_with(given, {"case": "G1"}, context()) == (
            "Nothing is left to send for case G1 (RICE-10: 1 claimed, 1 refunded for case M1)."
        )
    assert do(Refund, agreed, case="M1", reason="x").said[0] == (
        "Case G1 is not to send RICE-10 x1 any more, because all the money goes back: close it"
        " once the refund is settled."
    )
    assert [one.kind for one in obligations(paid, context().policy)] == ["close-case"]
    assert paid.open_tasks == ()
    assert any(one.press == "同意补寄" for one in going.open_tasks)


def test_what_a_case_sent_is_not_agreed_to_there_once_the_platform_gave_the_money() -> None:
    given = refunded_there(WAYS["补寄"].left)

    assert [one.kind for one in given.open_tasks] == ["send-for-case"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            with_case(CREATED, AGAIN), WAYS["补发"].said_to_leave, id="an open reissue sends it"
        ),
        pytest.param(
            with_case(WAYS["补发"].left, AGAIN), WAYS["补发"].said_left, id="a reissue has sent it"
        ),
        pytest.param(with_case(PROMISED, SECOND), BY_CASE[0], id="another case is to send it"),
        pytest.param(
            with_case(WAYS["补寄"].left, SECOND), BY_CASE[1], id="another case has sent it"
        ),
        pytest.param(
            with_case(WAYS["换货"].left, SECOND), BY_CASE[1], id="it was exchanged already"
        ),
    ],
)
def test_the_same_goods_go_twice_only_where_it_is_meant(given: Order, said: str) -> None:
    number = given.cases[-1].id
    done = do(AgreeSupplementary, given, case=number)
    agreed = changed(AgreeSupplementary, given, case=number)
    values = {"case": number, "tracking_no": BACK_NO}

    assert done.said[-1] == said + TWICE
    assert said + TWICE in AgreeSupplementary.background(given, context())
    assert sentences(ShipSupplementary, agreed, values) == [("both", said + TWICE + YES)]
    assert sentences(ShipSupplementary, agreed, {**values, "both": "yes"}) == []


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(seen(WAYS["补发"].left, "returned"), id="the reissue came back"),
        pytest.param(seen(WAYS["补发"].left, "abnormal"), id="the carrier has lost it"),
        pytest.param(seen(WAYS["补寄"].left, "abnormal"), id="the carrier has lost the supplement"),
    ],
)
def test_what_does_not_reach_the_buyer_may_go_again(given: Order) -> None:
    agreed = changed(AgreeSupplementary, with_case(given, SECOND), case="G2")

    assert sentences(ShipSupplementary, agreed, {"case": "G2", "tracking_no": BACK_NO}) == []


def test_units_have_no_names_so_that_another_of_them_may_go() -> None:
    three = (line(ordered=3, amount_fen=15000),)
    given = shipped(*three, cases=(AGAIN, SECOND), **HAS_IT)
    first = changed(AgreeSupplementary, given, case="G1")
    left = changed(ShipSupplementary, first, **SENT)
    agreed = changed(AgreeSupplementary, left, case="G2")

    assert sentences(ShipSupplementary, agreed, {"case": "G2", "tracking_no": BACK_NO}) == []


def test_a_case_asked_for_after_the_goods_were_there_is_about_them() -> None:
    had = seen(WAYS["补寄"].left, "delivered")
    asked = SECOND.model_copy(update={"applied_at": NOW + HOUR})
    agreed = changed(AgreeSupplementary, with_case(had, asked), case="G2")

    assert sentences(ShipSupplementary, agreed, {"case": "G2", "tracking_no": BACK_NO}) == []


def test_a_reissue_of_what_a_case_sent_is_asked_once() -> None:
    left = WAYS["补寄"].left
    said = BY_CASE[1] + TWICE + YES

    assert sentences(CreateReissue, left, MISSING) == [("both", said)]
    created = changed(CreateReissue, left, None, **MISSING, both="yes")
    assert sentences(ShipReissue, created, {"tracking_no": BACK_NO}) == []


def test_a_reissue_asks_where_a_case_sent_its_goods_since() -> None:
    agreed = changed(AgreeSupplementary, with_case(CREATED, AGAIN), case="G1")
    left = changed(ShipSupplementary, agreed, **SENT, both="yes")

    assert sentences(ShipReissue, left, {"tracking_no": BACK_NO}) == [
        ("both", BY_CASE[1] + TWICE + YES)
    ]


def test_goods_for_a_case_whose_money_was_agreed_to_or_went_are_asked() -> None:
    values = {"case": "G1", "tracking_no": BACK_NO}
    agreed = changed(AgreeRefund, with_case(PROMISED, MONEY), case="M1")
    mostly = changed(Refund, PROMISED, case="none", amount="30", reason="x", both="yes")

    assert sentences(ShipSupplementary, agreed, values) == [
        (
            "both",
            (
                "Case M1 gives the money of RICE-10 x1 back, so that the buyer would get goods and"
                f" money; they may be sent again once the case has ended without it.{YES}"
            ),
        )
    ]
    assert sentences(ShipSupplementary, mostly, values) == [
        (
            "both",
            (
                "30.00 of 50.00 went back already or is on its way, so that the buyer would get"
                f" goods (RICE-10 x1) and money.{YES}"
            ),
        )
    ]


def test_who_pays_for_a_unit_of_several_is_asked_about_what_left_of_them() -> None:
    three = (line(ordered=3, amount_fen=15000),)
    given = shipped(*three, **HAS_IT)
    sent = changed(
        ShipReissue, changed(CreateReissue, given, None, **MISSING, lines="1:1"), None, **SENT
    )
    asked = with_case(sent, case(id="M1"))
    said = (
        "Reissue 1 left with SF1234567890123 (RICE-10 x1). If case M1 is about the same units, the"
        " buyer gets goods and money."
    )
    agreed = changed(AgreeRefund, asked, case="M1")

    assert do(AgreeRefund, asked, case="M1").said[-1] == said
    told = Refund.background(agreed, context())
    assert [one for one in told if "Reissue 1" in one] == [said]
    asks = f"{said} Answer yes where the buyer is to have both."
    assert sentences(Refund, agreed, {"case": "M1", "reason": "x"}) == [("both", asks)]
    less = with_case(sent, case(id="M1", requested_fen=2500))
    assert said not in do(AgreeRefund, less, case="M1").said


def test_what_a_case_brought_and_went_back_to_the_buyer_is_not_paid_for_by_it() -> None:
    asked = case(kind="return_and_refund", state="seller_to_receive", lines=units((1, 1)))
    here = changed(ReceiveReturn, bought(asked), good="1:1")
    ended = here.cases[0].model_copy(
        update={"state": "closed", "outcome": "withdrawn", "closed_by": "platform"}
    )
    created = changed(
        CreateReissue, here.with_case(ended), origin="withdrawn_case", reason="退回买家"
    )
    left = changed(ShipReissue, created, **SENT)
    said = (
        "Reissue 1 left with SF1234567890123, but the platform gave the money for its goods back;"
        " have it intercepted, or settle it with the buyer."
    )
    money: dict[str, Any] = {
        "id": "A1",
        "kind": "return_and_refund",
        "closed_at": NOW + HOUR,
        "as_of": NOW + HOUR,
    }

    assert told(refunded_there(left, **money)) == [("sent_again", said)]
    assert told(refunded_there(seen(left, "delivered"), **money)) == [("sent_again", said)]
    assert told(refunded_there(seen(left, "returned"), **money)) == []
    assert line_ledgers(left)[0].reissued == 1


@pytest.mark.parametrize(("back", "asked"), [("1:2", False), ("1:1", True)])
def test_what_no_other_parcel_can_have_brought_back_was_in_the_one_nobody_saw_arrive(
    back: str, asked: bool
) -> None:
    """Both bags were exchanged; those that came are the new ones, or one of them is under way."""
    both = {"requested_fen": 0, "lines": units((1, 2))}
    given = shipped(cases=(case(id="G1", kind="exchange", **both),), **HAS_IT)
    agreed = changed(AgreeExchange, given, None, **HOME)
    came = changed(ReceiveReturn, agreed, None, case="G1", good="1:2")
    replaced = changed(ShipReplacement, came, **SENT)
    claim = case(id="R1", kind="return_and_refund", state="buyer_to_return", lines=units((1, 2)))
    again = changed(ReceiveReturn, with_case(replaced, claim), None, case="R1", good=back)

    said = sentences(Refund, again, {"case": "R1", "lines": "1:2", "reason": "x"})
    assert bool([one for one, _said in said if one == "both"]) is asked
