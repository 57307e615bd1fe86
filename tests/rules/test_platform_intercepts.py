"""快递拦截状态 of an after-sales export settles the interception that was asked for here."""

from collections.abc import Callable

import pytest

from store.models.axes import Fulfilment, Source
from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from tests.build import (
    BACK_NO,
    FIRST_BAG,
    HOUR,
    NOW,
    OTHER_NO,
    SECOND_BAG,
    TRACKING_NO,
    case,
    changed,
    context,
    exported_case,
    line,
    parcel,
    refund,
    sentences,
    shipped,
    units,
)
from tests.rules.shelf import brought_in

ASKED = changed(InterceptParcel, shipped())
DELIVERED = changed(RecordTrace, ASKED, state="delivered")
STOPPED = changed(RecordIntercept, ASKED, outcome="stopped")
RECEIVED = STOPPED.model_copy(update={"platform_fulfilment": Fulfilment.RECEIVED})
ARRIVED = changed(RecordIntercept, STOPPED, outcome="returned")


SUCCESS, FAILURE, UNDER_WAY = "拦截成功", "拦截失败", "拦截中"


def after(given: Order, word: str, tracking_no: str = TRACKING_NO) -> Order:
    """The order after an after-sales export, and after the same once more."""
    said = case(platform_status=(("快递拦截状态", word),))
    for _again in range(2):
        waiting = exported_case(given, said, tracking_no=tracking_no, shipped=True)
        given = merge_case(given, waiting, context(beside=given))
    return given


@pytest.mark.parametrize(
    ("given", "said", "number", "outcome", "back"),
    [
        pytest.param(ASKED, SUCCESS, TRACKING_NO, "stopped", 0, id="it is stopped"),
        pytest.param(ASKED, SUCCESS, "", "stopped", 0, id="the only one that was asked for"),
        pytest.param(STOPPED, FAILURE, TRACKING_NO, "failed", 0, id="it went on after all"),
        pytest.param(ARRIVED, SUCCESS, TRACKING_NO, "returned", 2, id="it is here already"),
        pytest.param(ASKED, FAILURE, TRACKING_NO, "failed", 0, id="it could not be stopped"),
        pytest.param(ASKED, UNDER_WAY, TRACKING_NO, None, 0, id="another word"),
        pytest.param(ASKED, FAILURE, OTHER_NO, None, 0, id="of another parcel"),
        pytest.param(DELIVERED, SUCCESS, TRACKING_NO, "failed", 0, id="the buyer has it"),
    ],
)
def test_the_platforms_word_answers_an_interception(
    given: Order, said: str, number: str, outcome: str | None, back: int
) -> None:
    then = after(given, said, number)

    asked = then.parcels[0].interception
    assert asked
    assert asked.outcome == outcome
    assert brought_in(then)["RICE-10"] == back
    assert line_ledgers(then)[0].reissuable == back
    assert bool(then.open_tasks) is (outcome is None)


@pytest.mark.parametrize(("said", "outcome"), [(SUCCESS, "stopped"), (FAILURE, None)])
def test_an_interception_that_was_asked_for_there_alone_counts_where_it_worked(
    said: str, outcome: str | None
) -> None:
    asked = after(shipped(), said).parcels[0].interception

    assert (asked.outcome if asked else None) == outcome


def test_without_a_number_the_only_parcel_is_meant() -> None:
    asked = after(shipped(), SUCCESS, "").parcels[0].interception

    assert asked
    assert asked.outcome == "stopped"


TWO = shipped(
    parcels=(FIRST_BAG, SECOND_BAG),
)
"""Two bags for 50.00, each in a parcel of its own."""
SECOND_ASKED = changed(InterceptParcel, TWO, parcel="p2")
SECOND_STOPPED = changed(RecordIntercept, SECOND_ASKED, parcel="p2", outcome="stopped")
SECOND_BACK = changed(RecordIntercept, SECOND_STOPPED, parcel="p2", outcome="returned")
BOTH_ASKED = changed(InterceptParcel, SECOND_ASKED, parcel="p1")
FIRST_ASKED_TOO = changed(InterceptParcel, SECOND_STOPPED, parcel="p1")
FIRST_THERE = changed(RecordTrace, TWO, parcel="p1", state="delivered")
BOTH_THERE = changed(RecordTrace, FIRST_THERE, parcel="p2", state="delivered")


def told(given: Order, word: str, number: str = "") -> Order:
    """The order after an export whose 快递拦截状态 says this, and after the same once more."""
    said = case(platform_status=(("售后状态", "待商家处理"), ("快递拦截状态", word)))
    waiting = exported_case(given, said, tracking_no=number, shipped=True)
    for _again in range(2):
        merged = merge_case(given, waiting, context(beside=given))
        given = judged(merged, context(beside=merged), "import")
    return given


def outcomes(given: Order) -> list[str | None]:
    return [one.interception.outcome if one.interception else "-" for one in given.parcels]


STOPPED_SAID = (
    "For case A1 the platform says that a parcel was stopped, and not which (YT1234567890123,"
    " SF1234567890123); ask the carrier, and record the interception of that parcel."
)
NOT_STOPPED_SAID = STOPPED_SAID.replace("was stopped", "could not be stopped")


@pytest.mark.parametrize(
    ("given", "word", "known", "said"),
    [
        pytest.param(TWO, SUCCESS, ["-", "-"], [STOPPED_SAID], id="nobody here asked for any"),
        pytest.param(TWO, FAILURE, ["-", "-"], [], id="what nobody asked for failed"),
        pytest.param(TWO, "拦截中", ["-", "-"], [], id="no word of an end"),
        pytest.param(SECOND_ASKED, SUCCESS, ["-", "stopped"], [], id="the one that was asked for"),
        pytest.param(SECOND_ASKED, FAILURE, ["-", "failed"], [], id="that one could not be"),
        pytest.param(BOTH_ASKED, SUCCESS, [None, None], [STOPPED_SAID], id="both were asked for"),
        pytest.param(
            BOTH_ASKED, FAILURE, [None, None], [NOT_STOPPED_SAID], id="one of both could not be"
        ),
        pytest.param(
            SECOND_STOPPED, FAILURE, ["-", "stopped"], [NOT_STOPPED_SAID], id="after a success"
        ),
        pytest.param(
            FIRST_ASKED_TOO, FAILURE, [None, "stopped"], [NOT_STOPPED_SAID], id="of either"
        ),
        pytest.param(
            FIRST_ASKED_TOO, SUCCESS, [None, "stopped"], [], id="the word of before is of the other"
        ),
        pytest.param(SECOND_BACK, SUCCESS, ["-", "returned"], [], id="of what is back already"),
        pytest.param(SECOND_BACK, FAILURE, ["-", "returned"], [], id="what is back was stopped"),
        pytest.param(FIRST_THERE, SUCCESS, ["-", "stopped"], [], id="the other has arrived"),
        pytest.param(BOTH_THERE, SUCCESS, ["-", "-"], [], id="both are with the buyer"),
    ],
)
def test_a_word_without_a_number_is_of_one_parcel_or_in_doubt(
    given: Order, word: str, known: list[str | None], said: list[str]
) -> None:
    then = told(given, word)

    assert outcomes(then) == known
    assert [explain(then, one) for one in then.open_discrepancies] == said
    assert told(given, word, TRACKING_NO).open_discrepancies == ()


DOUBT = told(SECOND_STOPPED, FAILURE)


@pytest.mark.parametrize(
    ("values", "known"),
    [
        pytest.param({"parcel": "p2", "outcome": "failed"}, ["-", "failed"], id="the stopped one"),
        pytest.param({"parcel": "p2", "outcome": "returned"}, ["-", "returned"], id="it is here"),
        pytest.param(
            {"parcel": "p1", "outcome": "failed"},
            ["failed", "stopped"],
            id="the one that was to be stopped there alone",
        ),
    ],
)
def test_who_finds_out_which_parcel_it_was_records_it(
    values: dict[str, str], known: list[str | None]
) -> None:
    found = judged(changed(RecordIntercept, DOUBT, None, **values), context(), "li")

    assert outcomes(found) == known
    assert found.open_discrepancies == ()
    assert told(found, FAILURE).open_discrepancies == ()


def test_a_carrier_that_is_asked_afterwards_does_not_say_which_parcel_it_was() -> None:
    given = told(TWO, SUCCESS)
    later = context(now=NOW + HOUR, beside=given)
    asked = judged(changed(InterceptParcel, given, later, parcel="p2"), later, "li")

    assert outcomes(told(asked, SUCCESS)) == ["-", None]
    assert [explain(asked, one) for one in asked.open_discrepancies] == [STOPPED_SAID]


def test_what_somebody_settled_is_not_in_doubt_again() -> None:
    settled = judged(changed(ResolveDiscrepancy, DOUBT, reason="快递已核实"), context(), "li")

    assert told(settled, FAILURE).open_discrepancies == ()


def test_nobody_asked_for_the_other_parcel_where_nothing_is_in_doubt() -> None:
    assert sentences(RecordIntercept, SECOND_STOPPED, {"parcel": "p1", "outcome": "failed"}) == [
        ("parcel", "Nobody has asked the carrier to stop parcel YT1234567890123.")
    ]


@pytest.mark.parametrize("given", [DOUBT, told(TWO, SUCCESS)], ids=["failed", "stopped"])
def test_nothing_goes_on_the_belief_that_it_is_one_of_the_parcels(given: Order) -> None:
    said = f"{explain(given, given.open_discrepancies[0])} The buyer may get goods and money."
    asked = f"{said} Answer yes where the buyer is to have both."
    units_back, part = {"lines": "1:1", "reason": "x"}, {"amount": "5", "reason": "x"}

    assert sentences(Refund, given, units_back) == [("both", asked)]
    assert sentences(Refund, given, {"amount": "13", "reason": "x"}) == [("both", asked)]
    assert sentences(Refund, given, part) == []
    assert sentences(Refund, given, units_back | {"both": "yes"}) == []
    assert sentences(AgreeRefund, given, {"case": "A1"}) == [("case", said)]
    assert sentences(AgreeRefund, given, {"case": "A1", "amount": "5"}) == []
    lost = {"origin": "lost_parcel", "reason": "丢件", "parcel": "p1", "sure": "yes"}
    assert sentences(CreateReissue, given, lost) == [
        ("lines", explain(given, given.open_discrepancies[0]))
    ]


def test_no_money_is_that_of_a_parcel_of_gifts_in_doubt() -> None:
    gifts = (parcel(OTHER_NO, id="p2", lines=units((2, 1))), parcel(lines=units((2, 1))))
    given = told(shipped(line(), line(2, amount_fen=0), parcels=gifts), SUCCESS)

    assert [one.kind for one in given.open_discrepancies] == ["intercept"]
    assert sentences(Refund, given, {"amount": "1", "reason": "x"}) == []


def test_a_reissue_does_not_leave_while_it_is_in_doubt_which_parcel_comes_back() -> None:
    lost = {"origin": "lost_parcel", "reason": "丢件", "parcel": "p2", "sure": "yes"}
    given = told(changed(CreateReissue, SECOND_STOPPED, None, **lost), FAILURE)

    assert ShipReissue.why_not(given, context()) == (
        "What is known of this order contradicts itself; nothing of it may be shipped until that is"
        " settled and resolved here."
    )


def _sent_again(given: Order) -> Order:
    """The first of its parcels was declared lost, and what was in it went out again."""
    about = {"origin": "lost_parcel", "reason": "丢件", "parcel": "p1", "sure": "yes"}
    created = changed(CreateReissue, given, None, **about)
    return changed(ShipReissue, created, tracking_no=BACK_NO)


ONE = shipped(parcels=(parcel(),))
SCANNED_LOST = changed(RecordTrace, ONE, state="abnormal")


def test_beside_another_a_parcel_that_was_only_declared_lost_may_be_the_one_that_was_stopped() -> (
    None
):
    given = told(_sent_again(ONE), SUCCESS)

    assert outcomes(given) == ["-", "-"]
    assert [explain(given, one) for one in given.open_discrepancies] == [
        STOPPED_SAID.replace(OTHER_NO, BACK_NO)
    ]
    found = changed(RecordIntercept, given, None, parcel="p1", outcome="stopped")
    assert (outcomes(found), judged(found, context(), "li").open_discrepancies) == (
        ["stopped", "-"],
        (),
    )
    # What its carrier has lost was not stopped; alone it is no news of it.
    assert outcomes(told(_sent_again(SCANNED_LOST), SUCCESS)) == ["-", "stopped"]


YES = {"both": "yes"}
DELIVERED_PAID = (
    "Parcel YT1234567890123 is with the buyer, but its money went back while nobody knew whether it"
    " had been stopped: have the buyer send it back, or settle with them that they keep both."
)


def _scanned(given: Order, number: str, state: str) -> Order:
    later = context(now=NOW + 2 * HOUR, beside=given)
    at = later.now.isoformat()
    return judged(
        changed(RecordTrace, given, later, parcel=number, state=state, at=at), later, "li"
    )


def _paid_here(given: Order, amount: int) -> Order:
    """Somebody settled it, with no word of the parcel, and the money went back here."""
    settled = judged(changed(ResolveDiscrepancy, given, reason="快递已核实"), context(), "li")
    agreed = changed(AgreeRefund, settled, amount=f"{amount // 100}")
    return changed(SettleRefund, changed(Refund, agreed, reason="x"), outcome="done")


def _paid_there(given: Order, amount: int) -> Order:
    """The platform gave the money while it was open."""
    known = {"requested_at": NOW - HOUR, "settled_at": NOW + HOUR, "source": Source.PLATFORM}
    back = refund(case="A1", amount_fen=amount, state="done", **known)
    return given.model_copy(update={"refunds": (back,)})


@pytest.mark.parametrize("paid", [_paid_here, _paid_there])
@pytest.mark.parametrize(("amount", "said"), [(5000, [DELIVERED_PAID]), (500, [])])
def test_money_that_went_back_while_it_was_in_doubt_is_said_of_the_parcel_that_is_delivered(
    paid: Callable[[Order, int], Order], amount: int, said: list[str]
) -> None:
    given = paid(told(TWO, SUCCESS), amount)
    there = _scanned(_scanned(given, "p2", "returned"), "p1", "delivered")

    assert [explain(there, one) for one in there.open_discrepancies] == said


def test_money_that_went_back_once_it_was_known_is_not_in_doubt() -> None:
    known = changed(RecordIntercept, told(TWO, SUCCESS), None, parcel="p2", outcome="stopped")
    later = context(now=NOW + HOUR, beside=known)
    given = changed(Refund, judged(known, context(), "li"), later, amount="50", reason="x", **YES)

    assert _scanned(given, "p1", "delivered").open_discrepancies == ()
