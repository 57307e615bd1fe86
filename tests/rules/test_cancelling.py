"""Cancelling for lack of stock: the six steps of source article 004, none closed out of order."""

from datetime import datetime

import pytest

from store.models.order import Order
from store.models.refund import Refund as StoredRefund
from store.models.refund import RefundLine
from store.models.reissue import Loss
from store.models.solution_offer import SolutionOffer
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.actions.log_contact import LogContact
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.noted import reconcile
from store.rules.stock.actions.cancel_order import CancelOrder
from store.rules.stock.actions.set_verified_cause import SetVerifiedCause
from store.rules.stock.cancelling import (
    FIND_CAUSE,
    FOLLOW_UP,
    CancelStep,
    cancellation,
    next_step,
    opened_by_refund,
    steps,
    too_early,
)
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    case,
    changed,
    context,
    line,
    order,
    parcel,
    refund,
    sentences,
)

NOT_YET = (
    "Step 5 of cancelling, follow up with the buyer, comes after what is missing:"
    " step 4, see the refund through."
)
NO_CAUSE_YET = (
    "Step 6 of cancelling, record the verified cause, comes after what is missing: step 5, follow"
    " up with the buyer."
)


def done(given: Order) -> list[datetime | None]:
    return [one.done_at for one in steps(given)]


def needed(given: Order) -> list[int]:
    return [one.number for one in steps(given) if one.needed]


def test_the_six_steps_from_the_first_word_to_the_cause() -> None:
    given = order()
    assert done(given) == [None] * 6
    assert next_step(given) is None

    given = changed(LogContact, given, text="抱歉，没货了", purpose="inform")
    given = changed(OfferSolution, given, solution="coupon", amount="5")
    later = context(now=NOW + HOUR, beside=given)
    given = changed(CancelOrder, given, later, reason="out_of_stock")
    assert done(given) == [NOW, NOW, NOW + HOUR, None, None, None]
    assert next_step(given) == CancelStep(4, None)

    follow_up = {"text": "还满意吗", "purpose": "follow_up"}
    assert sentences(LogContact, given, follow_up) == [("purpose", NOT_YET)]
    given = changed(Refund, given, amount="50", reason="缺货")
    assert sentences(LogContact, given, follow_up) == [("purpose", NOT_YET)]
    later = context(now=NOW + 2 * HOUR, beside=given)
    given = changed(SettleRefund, given, later, outcome="done")
    assert done(given)[3:] == [NOW + 2 * HOUR, None, None]

    assert SetVerifiedCause.why_not(given, context()) == NO_CAUSE_YET
    later = context(now=NOW + DAY, beside=given)
    given = changed(LogContact, given, later, **follow_up)
    assert done(given)[4:] == [NOW + DAY, None]
    later = context(now=NOW + 2 * DAY, beside=given)
    given = changed(SetVerifiedCause, given, later, cause="out_of_stock")

    assert done(given)[5] == NOW + 2 * DAY
    assert next_step(given) is None
    assert too_early(given, FOLLOW_UP) is None


CANCELLED = changed(CancelOrder, order(), reason="buyer asked")
REFUNDED = changed(Refund, CANCELLED, amount="50", reason="取消")
FOR_LACK = changed(Refund, order(), lines="1:1", reason="没货", cause="缺货")


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        pytest.param(CANCELLED, False, id="nothing refunded"),
        pytest.param(REFUNDED, False, id="pending"),
        pytest.param(changed(SettleRefund, REFUNDED, outcome="unknown"), False, id="nobody knows"),
        pytest.param(changed(SettleRefund, REFUNDED, outcome="failed"), False, id="failed"),
        pytest.param(changed(SettleRefund, REFUNDED, outcome="done"), True, id="done"),
        pytest.param(
            changed(
                SettleRefund,
                changed(Refund, CANCELLED, lines="1:1", reason="取消"),
                outcome="done",
            ),
            False,
            id="one of two bags",
        ),
        pytest.param(
            CANCELLED.model_copy(
                update={
                    "lines": (line(cancelled=2),),
                    "refunds": (refund(amount_fen=5000, state="done"),),
                }
            ),
            True,
            id="closed and refunded by the platform",
        ),
        pytest.param(
            CANCELLED.model_copy(update={"lines": (line(cancelled=2),)}),
            False,
            id="closed by the platform, the money not back",
        ),
        pytest.param(
            changed(
                SettleRefund,
                changed(
                    Refund,
                    changed(
                        CancelOrder,
                        order(line(), OIL, parcels=(parcel(),)),
                        reason="buyer asked",
                    ),
                    lines="2:1",
                    reason="取消",
                ),
                outcome="done",
            ),
            True,
            id="what had not left of an order that was shipped in part",
        ),
    ],
)
def test_when_the_refund_is_seen_through(given: Order, settled: bool) -> None:
    assert (done(given)[3] is not None) == settled


SHIPPED_THERE = reconcile(CANCELLED.model_copy(update={"parcels": (parcel(),)}), context())
KEPT_BY_THE_BUYER = changed(ResolveDiscrepancy, SHIPPED_THERE, reason="买家收下", right="platform")
ONE_OF_THEM_THERE = reconcile(
    changed(CancelOrder, order(line(), OIL), reason="buyer asked").model_copy(
        update={"parcels": (parcel(),)}
    ),
    context(),
)


@pytest.mark.parametrize(
    ("given", "following"),
    [
        pytest.param(SHIPPED_THERE, 4, id="its money is still here"),
        pytest.param(
            changed(Refund, SHIPPED_THERE, amount="50", reason="取消"), 4, id="on its way"
        ),
        pytest.param(
            changed(
                ResolveDiscrepancy,
                changed(Refund, SHIPPED_THERE, amount="50", reason="取消"),
                reason="拦截了",
            ),
            4,
            id="settled, the money on its way",
        ),
        pytest.param(
            changed(
                SettleRefund,
                changed(Refund, SHIPPED_THERE, amount="50", reason="取消"),
                outcome="done",
            ),
            5,
            id="its money is back",
        ),
        pytest.param(KEPT_BY_THE_BUYER, None, id="the buyer keeps and pays it"),
        pytest.param(
            changed(ResolveDiscrepancy, SHIPPED_THERE, reason="拦截中", right="us"),
            4,
            id="settled, its money still to go back",
        ),
        pytest.param(
            changed(ResolveDiscrepancy, ONE_OF_THEM_THERE, reason="买家收下", right="platform"),
            4,
            id="one line of two, the other is to be refunded",
        ),
    ],
)
def test_what_was_shipped_there_though_cancelled_is_not_seen_through(
    given: Order, following: int | None
) -> None:
    found = next_step(given)

    assert (found and found.number) == following


TAKEN = SolutionOffer(
    id="o1", solution="full_refund", at=NOW, by="li", accepted=True, answered_at=NOW
)
BACK = {
    "offers": (TAKEN,),
    "losses": (Loss(line=1, quantity=2, kind="come_back", at=NOW, parcel="p1"),),
}


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        pytest.param(
            changed(ResolveDiscrepancy, SHIPPED_THERE, reason="拦截中", right="us"),
            ["refund"],
            id="by our word",
        ),
        pytest.param(SHIPPED_THERE, ["refund"], id="nobody has settled it"),
        pytest.param(KEPT_BY_THE_BUYER, ["give-offer", "make-good"], id="it is sold after all"),
        pytest.param(
            ONE_OF_THEM_THERE, ["refund", "refund"], id="the other is to be refunded as well"
        ),
    ],
)
def test_what_was_cancelled_and_left_is_owed_once(given: Order, kinds: list[str]) -> None:
    """Though the buyer took the offer of all the money, and the parcel is back."""
    owed = obligations(given.model_copy(update=BACK), context().policy)

    money = ("refund", "give-offer", "make-good")
    assert sorted(one.kind for one in owed if one.kind in money) == kinds


def test_what_left_and_is_paid_for_was_not_cancelled() -> None:
    assert cancellation(SHIPPED_THERE) is not None
    assert cancellation(KEPT_BY_THE_BUYER) is None


def test_another_reason_needs_no_word_and_no_offer_before() -> None:
    assert needed(order()) == [1, 2, 3, 4, 5, 6]
    assert needed(CANCELLED) == [3, 4, 5, 6]
    assert next_step(CANCELLED) == CancelStep(4, None)


def test_a_refund_for_lack_of_stock_opens_the_steps_after_it() -> None:
    given = FOR_LACK

    assert cancellation(given) is not None
    assert needed(given) == [1, 4, 5, 6]
    given = changed(LogContact, given, text="抱歉，没货了", purpose="inform")
    assert too_early(given, FOLLOW_UP) == NOT_YET
    assert Ship.why_not(changed(SettleRefund, given, outcome="done"), context()) is None

    given = changed(SettleRefund, given, outcome="done")
    given = changed(LogContact, given, text="退款收到了吗", purpose="follow_up")
    given = changed(SetVerifiedCause, given, cause="out_of_stock")
    assert next_step(given) is None


def test_a_refund_that_failed_has_cancelled_nothing() -> None:
    given = changed(SettleRefund, FOR_LACK, outcome="failed")

    assert cancellation(given) is None
    assert next_step(given) is None
    assert too_early(given, FIND_CAUSE) is None


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(refund(cause="quality"), id="for another cause"),
        pytest.param(refund(cause="out_of_stock"), id="of money only"),
        pytest.param(
            refund(
                cause="out_of_stock",
                lines=(RefundLine(line=1, quantity=1, amount_fen=500),),
            ),
            id="of goods that had left",
        ),
    ],
)
def test_other_refunds_cancel_nothing(given: StoredRefund) -> None:
    paid_back = order(refunds=(given,))

    assert opened_by_refund(paid_back, given, context()) == paid_back


def test_an_order_that_is_cancelled_stays_cancelled_the_way_it_was() -> None:
    part = RefundLine(line=1, quantity=2, unshipped=2, amount_fen=5000)
    given = refund(cause="out_of_stock", amount_fen=5000, lines=(part,))

    assert opened_by_refund(CANCELLED, given, context()) == CANCELLED


def test_what_was_refunded_for_lack_of_stock_in_part_can_be_cancelled_whole() -> None:
    given = changed(CancelOrder, FOR_LACK, reason="buyer asked")

    assert needed(given) == [3, 4, 5, 6]
    assert next_step(given) == CancelStep(4, None)


def test_a_follow_up_before_the_money_was_back_does_not_count() -> None:
    early = changed(LogContact, order(), text="抱歉", purpose="follow_up")
    given = changed(CancelOrder, early, reason="buyer asked")
    given = changed(Refund, given, amount="50", reason="取消")
    later = context(now=NOW + HOUR, beside=given)

    given = changed(SettleRefund, given, later, outcome="done")

    assert next_step(given) == CancelStep(5, None)


SETTLED = changed(SettleRefund, REFUNDED, outcome="done")
FOLLOWED = changed(LogContact, SETTLED, text="退款收到了吗", purpose="follow_up")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        pytest.param(SETTLED, 5, id="nobody got back to the buyer"),
        pytest.param(
            changed(LogContact, SETTLED, text="钱收到了", purpose="follow_up", direction="in"),
            5,
            id="only the buyer wrote",
        ),
        pytest.param(FOLLOWED, 6, id="no cause was found"),
        pytest.param(
            changed(
                SetVerifiedCause,
                FOLLOWED.model_copy(update={"cases": (case(),)}),
                cause="quality",
                case="A1",
            ),
            6,
            id="only that of a case",
        ),
        pytest.param(
            changed(SetVerifiedCause, FOLLOWED, cause="out_of_stock"), None, id="all is done"
        ),
    ],
)
def test_which_word_and_which_cause_end_a_cancellation(given: Order, missing: int | None) -> None:
    following = next_step(given)

    assert (following and following.number) == missing


def test_a_word_to_the_buyer_is_the_follow_up_once_that_is_what_is_left() -> None:
    assert LogContact.suggest(order(), context()) == {}
    assert LogContact.suggest(SETTLED, context()) == {"purpose": "follow_up"}
    assert LogContact.suggest(FOLLOWED, context()) == {}


@pytest.mark.parametrize(
    ("right", "owed"),
    [
        pytest.param("us", ["refund"], id="its money is still to go back"),
        pytest.param("platform", [], id="the buyer keeps and pays it"),
    ],
)
def test_settling_lets_the_money_of_what_left_go_only_where_somebody_says_so(
    right: str, owed: list[str]
) -> None:
    settled = changed(ResolveDiscrepancy, SHIPPED_THERE, reason="已核实", right=right)

    assert [
        one.kind for one in obligations(settled, context().policy) if one.kind == "refund"
    ] == owed
