"""Obligations of cases: whose turn it is, until when, and what happens at zero."""

from datetime import datetime
from typing import Any

import pytest

from store.exchange.incoming.douyin import cases as douyin_cases
from store.exchange.incoming.pinduoduo import cases as pinduoduo_cases
from store.models.after_sales_case import AfterSalesCase, CaseKind, ReturnedUnits
from store.models.axes import Party, Platform
from store.models.case_state import CaseOutcome, CaseState
from store.models.intervention import Appeal, Intervention
from store.models.order import Money, Order
from store.models.parcel import Interception, Parcel, Trace
from store.models.refund import Refund, RefundLine
from store.models.reissue import Reissue
from store.models.shown import Shown
from store.policy import load_policy
from store.rules.cases.actions.close_case import CloseCase
from store.rules.obligations import Obligation, obligations, standing
from store.rules.obligations.turns import turn_clock
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    goods_return,
    line,
    order,
    parcel,
    refund,
    return_case,
    shipped,
    units,
)

POLICY = load_policy()
WORDS = pinduoduo_cases.STATES | douyin_cases.STATES | douyin_cases.ARBITRATION
OPEN = [word for word, meaning in WORDS.items() if meaning.state is not CaseState.CLOSED]


def owed(given: AfterSalesCase, **changes: Any) -> list[Obligation]:
    found = obligations(shipped(cases=(given,), **changes), POLICY)
    return [one for one in found if one.about == given.id]


@pytest.mark.parametrize(
    ("state", "kind", "who", "due", "at_zero", "then"),
    [
        pytest.param(
            "seller_to_answer",
            "answer-case",
            Party.US,
            NOW + 48 * HOUR,
            "counts as agreed, and the platform refunds by itself",
            "",
            id="ours to answer",
        ),
        pytest.param(
            "buyer_to_answer",
            "answer-rejection",
            Party.BUYER,
            NOW + 7 * DAY,
            "the rejection stands: close the case",
            "close-case",
            id="we said no",
        ),
        pytest.param(
            "buyer_to_return",
            "return-goods",
            Party.BUYER,
            NOW + 7 * DAY,
            "the buyer let the time pass: close the case",
            "close-case",
            id="the buyer sends back",
        ),
        pytest.param(
            "parcel_to_come_back",
            "refused-parcel",
            Party.CARRIER,
            NOW + 7 * DAY,
            "the parcel has not come back: contact the carrier",
            "contact-carrier",
            id="refused at the door",
        ),
        pytest.param(
            "seller_to_receive",
            "receive-return",
            Party.US,
            NOW + 72 * HOUR,
            "the platform may refund without us",
            "",
            id="the return is here",
        ),
        pytest.param(
            "seller_to_refund",
            "refund-case",
            Party.US,
            NOW + 24 * HOUR,
            "the buyer may call the platform in",
            "",
            id="agreed: money",
        ),
        pytest.param(
            "seller_to_send",
            "send-for-case",
            Party.US,
            NOW + 72 * HOUR,
            "the buyer may call the platform in",
            "",
            id="agreed: goods",
        ),
        pytest.param(
            "buyer_to_confirm",
            "confirm-receipt",
            Party.BUYER,
            NOW + 7 * DAY,
            "counts as received: close the case",
            "close-case",
            id="sent",
        ),
    ],
)
def test_each_turn_has_an_owner_a_clock_and_an_end(  # noqa: PLR0913, PLR0917 - one row of the table
    state: str, kind: str, who: Party, due: datetime, at_zero: str, then: str
) -> None:
    (found,) = owed(case(state=state, since=NOW))

    assert (found.kind, found.who, found.due_at) == (kind, who, due)
    assert (found.at_zero, found.then, found.estimated) == (at_zero, then, True)


@pytest.mark.parametrize(
    ("given", "kind", "who", "at_zero", "then"),
    [
        pytest.param(
            case(state="seller_to_refund", waits_for="platform", since=NOW),
            "pay-refund",
            Party.PLATFORM,
            "nobody knows whether the buyer has the money",
            "ask-platform",
            id="退款中: the platform pays",
        ),
        pytest.param(
            case(state="parcel_to_come_back", waits_for="buyer", since=NOW),
            "refuse-parcel",
            Party.BUYER,
            "the buyer let the time pass: close the case",
            "close-case",
            id="待用户拒收: the buyer has not refused it yet",
        ),
        pytest.param(
            case(state="buyer_to_return", waits_for="carrier", since=NOW),
            "return-goods",
            Party.BUYER,
            "the buyer let the time pass: close the case",
            "close-case",
            id="a party that no word names there",
        ),
    ],
)
def test_a_platforms_word_says_whose_turn_it_is(
    given: AfterSalesCase, kind: str, who: Party, at_zero: str, then: str
) -> None:
    (found,) = owed(given)

    assert (found.kind, found.who, found.at_zero, found.then) == (kind, who, at_zero, then)
    assert found.due_at
    assert found.due_at > NOW


@pytest.mark.parametrize("word", OPEN)
def test_what_is_owed_is_owed_by_whom_the_platform_names(word: str) -> None:
    meaning = WORDS[word]
    given = case(state=meaning.state, waits_for=meaning.waits_for)

    assert owed(given)[0].who == (meaning.waits_for or Party.US)


@pytest.mark.parametrize("state", [one for one in CaseState if one is not CaseState.CLOSED])
@pytest.mark.parametrize("kind", CaseKind)
def test_every_open_case_is_owed_by_somebody(state: CaseState, kind: CaseKind) -> None:
    found = owed(case(state=state, kind=kind))

    assert found
    assert all(one.who in Party and one.at_zero for one in found)


def test_the_platforms_own_deadline_stands_before_a_computed_one() -> None:
    (found,) = owed(case(platform_deadline=NOW + HOUR))

    assert (found.due_at, found.estimated, found.source) == (NOW + HOUR, False, "")


def test_the_clock_of_a_turn_starts_with_it() -> None:
    (asked,) = owed(case(applied_at=NOW - DAY))
    (again,) = owed(case(applied_at=NOW - DAY, since=NOW))

    assert asked.due_at == NOW + 24 * HOUR
    assert again.due_at == NOW + 48 * HOUR


def test_what_ends_with_goods_is_not_refunded_at_zero() -> None:
    (found,) = owed(case(kind=CaseKind.EXCHANGE))

    assert found.at_zero == "counts as agreed"


@pytest.mark.parametrize(
    ("own", "due", "at_zero"),
    [
        pytest.param(
            NOW + 3 * HOUR,
            NOW + 3 * HOUR,
            "counts as agreed, and the platform refunds by itself",
            id="its own clock ends first",
        ),
        pytest.param(
            NOW + DAY,
            NOW + 5 * HOUR,
            "refunded after the promised ship time it still counts as late: 3.00 yuan (seen)",
            id="the ship-by ends first",
        ),
    ],
)
def test_a_request_for_unshipped_goods_is_due_at_the_earlier_clock(
    own: datetime, due: datetime, at_zero: str
) -> None:
    given = order(cases=(case(unshipped=True, platform_deadline=own),))

    (found,) = [one for one in obligations(given, POLICY) if one.kind == "answer-case"]

    assert (found.due_at, found.at_zero) == (due, at_zero)


def test_a_case_of_which_nobody_knows_whose_turn_it_is_is_ours_to_look_up() -> None:
    (found,) = owed(case(state="open", platform_deadline=NOW + HOUR))

    assert (found.kind, found.who, found.due_at) == ("answer-case", Party.US, NOW + HOUR)
    assert found.at_zero == "the platform's word is not known here: look the case up there"


def test_a_case_that_only_the_platform_knows_is_ours_to_import() -> None:
    given = shipped(line(case_shown=Shown()))

    (found,) = [one for one in obligations(given, POLICY) if one.kind == "answer-case"]

    assert found.at_zero == (
        "the platform shows a case that is not here: import the after-sales export"
    )


def test_a_refund_that_is_going_is_not_owed_a_second_time() -> None:
    found = owed(case(state="seller_to_refund"), refunds=(refund(case="A1"),))

    assert found == []


def asked(**changes: Any) -> Intervention:
    """The buyer called the platform in an hour ago."""
    given = {"id": "v1", "asked_by": "buyer", "requested_at": NOW - HOUR}
    return Intervention.model_validate(given | changes)


@pytest.mark.parametrize(
    ("given", "due", "estimated"),
    [
        pytest.param(
            case(state="platform_to_rule", interventions=(asked(evidence_deadline=NOW + HOUR),)),
            NOW + HOUR,
            False,
            id="by the deadline that was given",
        ),
        pytest.param(
            case(state="platform_to_rule", interventions=(asked(),)),
            NOW + 23 * HOUR,
            True,
            id="by the policy",
        ),
        pytest.param(
            case(state="platform_to_rule", waits_for="us", platform_deadline=NOW + HOUR),
            NOW + HOUR,
            False,
            id="as an export says",
        ),
    ],
)
def test_while_the_platform_rules_our_evidence_is_asked_for(
    given: AfterSalesCase, due: datetime, *, estimated: bool
) -> None:
    evidence, ruling = owed(given)

    assert (evidence.kind, evidence.who) == ("submit-evidence", Party.US)
    assert (evidence.due_at, evidence.estimated) == (due, estimated)
    assert evidence.at_zero == "the platform rules without our evidence"
    assert (ruling.kind, ruling.who, ruling.due_at) == ("rule", Party.PLATFORM, None)


def test_evidence_is_handed_in_once() -> None:
    given = case(state="platform_to_rule", interventions=(asked(submitted_at=NOW),))

    assert [one.kind for one in owed(given)] == ["rule"]


@pytest.mark.parametrize(
    ("platform", "ruling", "appeal", "due"),
    [
        pytest.param("pinduoduo", "for_buyer", None, NOW + 7 * DAY, id="against us"),
        pytest.param("douyin", "split", None, NOW + 7 * DAY, id="half against us"),
        pytest.param("pinduoduo", "for_seller", None, None, id="for us"),
        pytest.param(
            "pinduoduo", "for_buyer", Appeal(at=NOW, text="不服", by="li"), None, id="appealed"
        ),
    ],
)
def test_a_ruling_against_us_may_be_appealed_for_seven_days(
    platform: Platform, ruling: str, appeal: Appeal | None, due: datetime | None
) -> None:
    ruled = asked(ruling=ruling, ruled_at=NOW, appeal=appeal)
    given = case(state="closed", outcome="refunded", interventions=(ruled,))

    found = [one for one in owed(given, platform=platform) if one.kind == "appeal"]

    assert [one.due_at for one in found] == ([due] if due else [])
    assert all(one.lapses and one.at_zero == "the ruling stands" for one in found)


def test_a_closed_case_is_owed_by_nobody() -> None:
    assert owed(case(state="closed", outcome="withdrawn")) == []


@pytest.mark.parametrize("deadline", [None, NOW + 3 * HOUR], ids=["by the policy", "as was given"])
@pytest.mark.parametrize("state", CaseState)
def test_a_turn_ends_when_what_is_owed_for_it_is_due(
    state: CaseState, deadline: datetime | None
) -> None:
    given = case(state=state, since=NOW, waits_for="us", platform_deadline=deadline)
    due = turn_clock(shipped(cases=(given,)), given, POLICY).at

    assert due == next((one.due_at for one in owed(given)), None)
    assert due == (None if state is CaseState.CLOSED else deadline or due)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        pytest.param(case(state="platform_to_rule", since=NOW), True, id="the word says no more"),
        pytest.param(
            case(state="platform_to_rule", as_of=NOW), True, id="only the export's time is known"
        ),
        pytest.param(
            case(state="platform_to_rule", since=NOW, waits_for=Party.PLATFORM),
            False,
            id="the platform has all it wants",
        ),
    ],
)
def test_an_imported_intervention_asks_for_our_evidence(
    given: AfterSalesCase, *, asked: bool
) -> None:
    found = [one for one in owed(given) if one.kind == "submit-evidence"]

    assert [one.due_at for one in found] == ([NOW + 24 * HOUR] if asked else [])


UNSHIPPED = case(unshipped=True, applied_at=NOW)


@pytest.mark.parametrize(
    ("given", "due", "at_zero"),
    [
        pytest.param(
            order(cases=(UNSHIPPED,)),
            NOW + 5 * HOUR,
            "refunded after the promised ship time it still counts as late: 3.00 yuan (seen)",
            id="it waits",
        ),
        pytest.param(
            shipped(cases=(UNSHIPPED,)),
            NOW + 48 * HOUR,
            "counts as agreed, and the platform refunds by itself though the goods have left: have"
            " the parcel stopped",
            id="it left in time",
        ),
        pytest.param(
            shipped(cases=(UNSHIPPED,), received_at=NOW),
            NOW + 48 * HOUR,
            "counts as agreed, and the platform refunds by itself",
            id="it has arrived",
        ),
    ],
)
def test_goods_that_left_in_time_are_not_threatened_as_late(
    given: Order, due: datetime, at_zero: str
) -> None:
    (found,) = (one for one in obligations(given, POLICY) if one.kind == "answer-case")

    assert (found.due_at, found.at_zero) == (due, at_zero)


@pytest.mark.parametrize(
    ("given", "due", "at_zero"),
    [
        pytest.param(
            return_case(goods_return(received_at=NOW - 6 * DAY), since=NOW + DAY),
            NOW + DAY,
            "the law's time to repay what came back is over",
            id="seven days after it came back",
        ),
        pytest.param(
            return_case(goods_return(received_at=NOW - HOUR), since=NOW - HOUR),
            NOW + 23 * HOUR,
            "the buyer may call the platform in",
            id="our own reminder comes first",
        ),
        pytest.param(
            return_case(goods_return(received_at=NOW - 6 * DAY), platform_deadline=NOW + 9 * DAY),
            NOW + DAY,
            "the law's time to repay what came back is over",
            id="before a later deadline of the platform",
        ),
    ],
)
def test_the_law_wants_the_money_back_seven_days_after_the_goods(
    given: AfterSalesCase, due: datetime, at_zero: str
) -> None:
    (found,) = (one for one in owed(given) if one.kind == "refund-case")

    assert (found.due_at, found.at_zero) == (due, at_zero)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        pytest.param(return_case(goods_return(), state="seller_to_receive"), True, id="a return"),
        pytest.param(
            return_case(goods_return(), state="seller_to_receive", kind="exchange"),
            False,
            id="an exchange gives goods",
        ),
        pytest.param(
            return_case(
                goods_return(units=(ReturnedUnits(line=1, wrong=2),)), state="seller_to_receive"
            ),
            False,
            id="nothing of ours came",
        ),
    ],
)
def test_the_law_is_about_money_for_goods_that_came(given: AfterSalesCase, rule: bool) -> None:
    late = given.model_copy(update={"platform_deadline": NOW + 30 * DAY})

    (found,) = (one for one in owed(late) if one.kind in ("receive-return", "answer-case"))

    assert (found.due_at == NOW - HOUR + 7 * DAY) is rule


def test_the_law_says_nothing_where_no_time_is_known() -> None:
    given = return_case(state="seller_to_receive", since=None, applied_at=None)

    (found,) = (one for one in owed(given) if one.kind == "receive-return")

    assert (found.due_at, found.zero) == (None, ("not_received",))


COMING = {"kind": "return_and_refund", "return_tracking_no": BACK_NO}
REFUNDED = COMING | {"state": "closed", "outcome": "refunded", "refunded_fen": 5000}


@pytest.mark.parametrize(
    ("given", "kind", "due"),
    [
        pytest.param(
            case(**REFUNDED, closed_at=NOW - 9 * DAY, known_at=NOW - 8 * DAY),
            "return-after-refund",
            NOW - 2 * DAY,
            id="it ended a day before it was known",
        ),
        pytest.param(
            case(**REFUNDED, closed_at=NOW - 9 * DAY),
            "return-after-refund",
            NOW - 2 * DAY,
            id="it was opened here",
        ),
        pytest.param(
            case(**REFUNDED, closed_at=NOW - 9 * DAY, known_at=NOW - 2 * DAY),
            "return-after-refund",
            None,
            id="its goods had to be back by the instant at which it was known",
        ),
        pytest.param(
            case(**REFUNDED, closed_at=NOW - 60 * DAY, known_at=NOW),
            "return-after-refund",
            None,
            id="it ended two months before the first file",
        ),
        pytest.param(
            case(**REFUNDED, applied_at=NOW - 60 * DAY, known_at=NOW),
            "return-after-refund",
            None,
            id="nobody knows when it ended",
        ),
        pytest.param(
            case(
                **COMING,
                state="closed",
                outcome="withdrawn",
                closed_at=NOW - 60 * DAY,
                known_at=NOW,
            ),
            "receive-return",
            None,
            id="it ended without money",
        ),
    ],
)
def test_goods_that_had_to_be_back_before_their_case_was_known_are_nobodys_delay(
    given: AfterSalesCase, kind: str, due: datetime | None
) -> None:
    (found,) = owed(given)

    assert (found.kind, found.due_at) == (kind, due)
    now = standing(found, NOW)
    assert now
    assert (now.due_at is not None and now.due_at <= NOW) == (due is not None)


@pytest.mark.parametrize(
    ("found", "number", "is_owed"),
    [
        pytest.param({1: 2}, "", False, id="all that was bought"),
        pytest.param({1: 1}, "", True, id="one of two"),
        pytest.param({1: 1}, BACK_NO, True, id="one of two, in the parcel of both cases"),
    ],
)
def test_goods_that_are_back_for_another_case_are_not_awaited(
    found: dict[int, int], number: str, is_owed: bool
) -> None:
    back = goods_return(found, tracking_no=number)
    ended = {"state": "closed", "outcome": "refunded", "closed_at": NOW}
    other = case(id="B1", kind="exchange", returns=(back,), **ended)
    given = shipped(cases=(other, case(**REFUNDED, closed_at=NOW)))

    kinds = {one.kind for one in obligations(given, POLICY)}
    assert ("return-after-refund" in kinds) == is_owed
    to_receive = case(**COMING, state="seller_to_receive", since=NOW)
    (turn,) = (
        one
        for one in obligations(shipped(cases=(other, to_receive)), POLICY)
        if one.about == to_receive.id
    )
    assert turn.kind == ("receive-return" if is_owed else "refund-case")


WHOLE = RefundLine(line=1, quantity=2, amount_fen=5000)
BESIDE: dict[str, Any] = {
    "refunds": (refund(amount_fen=5000, lines=(WHOLE,), state="done", beside=True),),
}


@pytest.mark.parametrize(
    ("about", "order_about", "found"),
    [
        pytest.param({}, {}, [("refund-case", NOW + 24 * HOUR)], id="nothing is paid back"),
        pytest.param(
            {}, BESIDE, [("close-case", NOW + 24 * HOUR)], id="all of it, beside the case"
        ),
        pytest.param(
            {"platform_deadline": NOW + 3 * HOUR},
            BESIDE,
            [("close-case", NOW + 3 * HOUR)],
            id="the platform pays by itself then",
        ),
        pytest.param(
            {},
            {"refunds": (refund(amount_fen=5000, lines=(WHOLE,), beside=True),)},
            [],
            id="all of it, and nobody knows yet how it ended",
        ),
        pytest.param(
            {},
            {"refunds": (refund(state="done", beside=True),)},
            [("refund-case", NOW + 24 * HOUR)],
            id="a part of it",
        ),
    ],
)
def test_what_was_paid_back_beside_a_case_is_not_owed_by_it(
    about: dict[str, Any], order_about: dict[str, Any], found: list[tuple[str, datetime]]
) -> None:
    here = return_case(goods_return({1: 2}), since=NOW, **about)

    assert [(one.kind, one.due_at) for one in owed(here, **order_about)] == found


@pytest.mark.parametrize(
    ("good", "found"),
    [
        pytest.param(2, "close-case", id="all of it is here"),
        pytest.param(1, "receive-return", id="a part is still to come"),
    ],
)
def test_what_is_back_and_paid_for_beside_a_case_is_not_awaited_any_more(
    good: int, found: str
) -> None:
    here = return_case(goods_return({1: good}), state="seller_to_receive", since=NOW)

    assert [one.kind for one in owed(here, **BESIDE)] == [found]


def test_a_case_whose_money_went_beside_it_has_to_be_closed() -> None:
    here = shipped(cases=(return_case(goods_return({1: 2}), since=NOW),), **BESIDE)
    (due,) = [one for one in obligations(here, POLICY) if one.about == "A1"]

    assert due.at_zero == (
        "its money or goods went beside it: have it closed there, or the buyer may get them twice"
    )
    closed = changed(CloseCase, here)
    assert (closed.cases[0].outcome, list(obligations(closed, POLICY))) == ("refunded", [])


EXCHANGE = return_case(goods_return({1: 2}), kind="exchange", state="seller_to_send", since=NOW)
AGAIN = Reissue(
    id="i1", number=1, origin="lost_parcel", reason="x", lines=units((1, 2)), created_at=NOW
)
LEFT = parcel(OTHER_NO, id="p2", kind="reissue", reissue="i1")


@pytest.mark.parametrize(
    ("order_about", "kinds"),
    [
        pytest.param({}, ["send-for-case"], id="nothing went"),
        pytest.param(BESIDE, ["close-case"], id="the money went beside it"),
        pytest.param({"reissues": (AGAIN,)}, [], id="a reissue is still to leave"),
        pytest.param(
            {
                "reissues": (AGAIN.model_copy(update={"state": "shipped", "parcel": "p2"}),),
                "parcels": (parcel(), LEFT),
            },
            ["close-case"],
            id="a reissue left with the goods",
        ),
    ],
)
def test_goods_that_went_beside_a_case_are_not_owed_by_it(
    order_about: dict[str, Any], kinds: list[str]
) -> None:
    assert [one.kind for one in owed(EXCHANGE, **order_about)] == kinds


REFUSED_BACK = case(
    kind="refused_delivery", state="parcel_to_come_back", agreed_fen=5000, since=NOW - DAY
)
CAME_BACK = parcel(traces=(Trace(at=NOW - HOUR, state="returned"),))


@pytest.mark.parametrize(
    ("parcels", "refunds", "kind", "who", "due"),
    [
        pytest.param(
            (parcel(),), (), "refused-parcel", Party.CARRIER, NOW + 6 * DAY, id="on its way"
        ),
        pytest.param(
            (CAME_BACK,), (), "receive-return", Party.US, NOW - HOUR + 3 * DAY, id="to be counted"
        ),
        pytest.param(
            (
                parcel(
                    interception=Interception(
                        asked_at=NOW - DAY, outcome="returned", outcome_at=NOW - HOUR
                    )
                ),
            ),
            (),
            "receive-return",
            Party.US,
            NOW - HOUR + 3 * DAY,
            id="brought back",
        ),
        pytest.param(
            (CAME_BACK,),
            (
                refund(
                    amount_fen=5000,
                    state="done",
                    lines=(RefundLine(line=1, quantity=2, amount_fen=5000),),
                ),
            ),
            "close-case",
            Party.US,
            NOW - HOUR + 3 * DAY,
            id="its money went beside it",
        ),
    ],
)
def test_a_refused_parcel_that_is_back_is_ours_to_count(
    parcels: tuple[Parcel, ...],
    refunds: tuple[Refund, ...],
    kind: str,
    who: Party,
    due: datetime,
) -> None:
    (found,) = owed(REFUSED_BACK, parcels=parcels, refunds=refunds)

    assert (found.kind, found.who, found.due_at) == (kind, who, due)
    if kind == "close-case":
        given = shipped(cases=(REFUSED_BACK,), parcels=parcels, refunds=refunds)
        assert changed(CloseCase, given, went="yes").cases[0].outcome is CaseOutcome.REFUNDED


FREE = {"lines": (line(amount_fen=0),), "money": Money()}
GIFT = {
    "lines": (line(), line(2, sku="GIFT", ordered=1, amount_fen=0)),
    "parcels": (parcel(lines=units((1, 2), (2, 1))),),
}


@pytest.mark.parametrize(
    ("given", "order_about", "found"),
    [
        pytest.param(
            return_case(state="seller_to_receive", requested_fen=0, since=NOW),
            FREE,
            [("receive-return", NOW + 72 * HOUR)],
            id="it is still to be received",
        ),
        pytest.param(
            return_case(goods_return({1: 2}), requested_fen=0, since=NOW),
            FREE,
            [("close-case", NOW + 24 * HOUR)],
            id="it is here, and the case has to end",
        ),
        pytest.param(
            return_case(
                goods_return({1: 2}), requested_fen=0, platform_deadline=NOW + 3 * HOUR, since=NOW
            ),
            FREE,
            [("close-case", NOW + 3 * HOUR)],
            id="by the platform's own deadline",
        ),
        pytest.param(
            return_case(goods_return({2: 1}), lines=units((2, 1)), requested_fen=0, since=NOW),
            GIFT,
            [("close-case", NOW + 24 * HOUR)],
            id="a gift of an order that was paid",
        ),
        pytest.param(
            return_case(goods_return({1: 2}), requested_fen=0, waits_for="platform", since=NOW),
            FREE,
            [],
            id="the platform ends it",
        ),
        pytest.param(
            return_case(goods_return({1: 2}), requested_fen=0, since=NOW),
            {},
            [("refund-case", NOW + 24 * HOUR)],
            id="no amount is known, and the goods were paid",
        ),
    ],
)
def test_goods_that_cost_nothing_come_back_with_the_same_duties(
    given: AfterSalesCase, order_about: dict[str, Any], found: list[tuple[str, datetime]]
) -> None:
    assert [(one.kind, one.due_at) for one in owed(given, **order_about)] == found


def test_of_a_case_that_costs_nothing_no_money_is_said_to_have_gone() -> None:
    here = return_case(goods_return({1: 2}), requested_fen=0, since=NOW)

    assert [one.at_zero for one in owed(here, **FREE)] == [
        "nothing is to be paid for it: agree to its end there and close it, or it ends without us"
    ]


def test_what_came_back_and_is_not_ours_is_to_be_answered() -> None:
    wrong = goods_return(units=(ReturnedUnits(line=1, wrong=2),))
    (found,) = owed(return_case(wrong, state="seller_to_receive"))

    assert (found.kind, found.who, found.at_zero) == (
        "answer-case",
        Party.US,
        (
            "nothing of ours was in it: reject the case, call the platform in or refund it, or the"
            " platform may refund without us"
        ),
    )
