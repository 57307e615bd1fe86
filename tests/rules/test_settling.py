"""Settling: every kind of thing owed has an action that does away with it, or a word who does."""

from datetime import datetime
from typing import Any, NamedTuple

import pytest

from store.documents.rows import rows_of
from store.models.base import Document
from store.models.cancellation import Cancellation
from store.models.contact import Contact
from store.models.parcel import Interception
from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.models.reissue import Reissue
from store.models.row import ObligationRow
from store.models.solution_offer import SolutionOffer
from store.models.subject import Part
from store.models.work import Hold
from store.policy import load_policy
from store.rules.action.catalogue import all_actions
from store.rules.action.context import Context
from store.rules.action.settling import BY_IMPORT, settling
from store.rules.obligations import Obligation, standing, unpacked
from store.search.vocabularies import KINDS
from store.words.by_others import BY_OTHERS
from tests.build import (
    DAY,
    HOUR,
    NOW,
    SHOP,
    case,
    context,
    do,
    goods_return,
    order,
    parcel,
    refund,
    return_case,
    shipped,
    stock_out,
    units,
)
from tests.rules.inquiries import inquiry
from tests.rules.payments import nameless, taken
from tests.rules.reviews import improvement

POLICY = load_policy()
LATER = NOW + 30 * DAY
CANCELLED = Cancellation(id="x1", reason="out_of_stock", at=NOW - HOUR, by="li")
GONE = refund(amount_fen=5000, state="done", settled_at=NOW - HOUR)
RETURNED = Interception(asked_at=NOW - DAY, outcome="returned", outcome_at=NOW - HOUR)
REISSUE = Reissue(
    id="i1",
    number=1,
    origin="lost_parcel",
    reason="丢件",
    lines=units((1, 1)),
    created_at=NOW - HOUR,
)
OFFERED = SolutionOffer(
    id="o1",
    at=NOW - DAY,
    by="li",
    solution="partial_refund",
    amount_fen=500,
    accepted=True,
    answered_at=NOW - HOUR,
)
ASKED = {"reason": "大小不合适", "opened_by": "buyer"}
TASK = PlatformTask(id="t1", kind="coupon", copy_text="发券", created_at=NOW - HOUR)
TO_DELIST = PlatformTask(id="t1", kind="delist-product", copy_text="下架", created_at=NOW - HOUR)


def offered(solution: str, **changes: object) -> SolutionOffer:
    return OFFERED.model_copy(update={"solution": solution, "amount_fen": None, **changes})


def contact(**changes: Any) -> Contact:
    given = {"id": "c1", "at": NOW - HOUR, "channel": "phone", "direction": "out", "text": "今天"}
    return Contact.model_validate({**given, "by": "li", **changes})


def cancelled(*contacts: Contact, **changes: Any) -> Document:
    offers = (OFFERED.model_copy(update={"accepted": None}),)
    return order(contacts=contacts, cancellation=CANCELLED, offers=offers, **changes)


class Owed(NamedTuple):
    """Something owed, the action that settles it, and what a person adds to what is filled in."""

    kind: str
    document: Document
    action: str
    values: dict[str, str]
    at: datetime = NOW
    known: Context | None = None
    """What the rules may ask, where that is more than the document."""


BACK = {"return_address": "昆明仓库"}
NUMBER = {"tracking_no": "SF1234567890123", "carrier": "SF"}
ASTRAY = shipped(parcels=(parcel(old_address_since=NOW),))
OWED = [
    Owed("ship", order(), "ship", NUMBER),
    Owed("refund", order(cancellation=CANCELLED), "refund", {"lines": "1:2", "reason": "没货"}),
    Owed(
        "hold-ends",
        order(hold=Hold(until=NOW + HOUR, reason="等", at=NOW - HOUR, by="li")),
        "release-hold",
        {},
    ),
    Owed("ship-reissue", shipped(reissues=(REISSUE,)), "ship-reissue", NUMBER),
    Owed(
        "send-back",
        shipped(
            cases=(
                return_case(
                    goods_return({1: 2}), state="closed", outcome="rejected", closed_at=NOW
                ),
            )
        ),
        "create-reissue",
        {"reason": "退回买家"},
    ),
    Owed("give-offer", shipped(offers=(OFFERED,)), "refund", {"amount": "5.00", "reason": "补偿"}),
    Owed(
        "offered-reissue",
        shipped(offers=(offered("reship"),)),
        "create-reissue",
        {"origin": "lost_parcel", "reason": "丢件"},
    ),
    Owed("offered-exchange", shipped(offers=(offered("exchange"),)), "open-case", ASKED),
    Owed(
        "offered-exchange",
        shipped(offers=(offered("exchange"),), cases=(case(),)),
        "change-case",
        {},
    ),
    Owed(
        "record-consent",
        shipped(
            cases=(case(kind="exchange", state="buyer_to_return", lines=units((1, 1))),),
            offers=(offered("exchange", case="A1", sku="OIL-5", accepted=None),),
        ),
        "record-offer-answer",
        {"accepted": "yes", "words": "可以"},
    ),
    Owed("offered-return", shipped(offers=(offered("return_and_refund"),)), "open-case", ASKED),
    Owed("tell-buyer", cancelled(refunds=(GONE,)), "log-contact", {"text": "没货了"}),
    Owed(
        "follow-up",
        cancelled(contact(at=NOW - 3 * HOUR), refunds=(GONE,)),
        "log-contact",
        {"text": "款项已退"},
    ),
    Owed(
        "find-cause",
        cancelled(
            contact(at=NOW - 3 * HOUR), contact(id="c2", purpose="follow_up"), refunds=(GONE,)
        ),
        "set-verified-cause",
        {"cause": "out_of_stock"},
    ),
    Owed(
        "stock-out-verdict",
        order(stock_outs=(stock_out(),)),
        "rule-stock-out",
        {"verdict": "rejected"},
    ),
    Owed(
        "ask-platform",
        order(stock_outs=(stock_out(),)),
        "rule-stock-out",
        {"verdict": "rejected"},
        LATER,
    ),
    Owed(
        "first-scan",
        shipped(parcels=(parcel(shipped_at=NOW - HOUR),)),
        "record-trace",
        {"state": "picked_up"},
    ),
    Owed(
        "bring-back",
        shipped(parcels=(parcel(interception=Interception(asked_at=NOW - HOUR, reason="拒收")),)),
        "record-intercept",
        {"outcome": "failed"},
    ),
    Owed(
        "count-parcel",
        shipped(
            parcels=(
                parcel(source="platform"),
                parcel(
                    "SF1234567890123", id="p2", source="platform", lines=(), interception=RETURNED
                ),
            ),
        ),
        "set-contents",
        {"lines": "1:1"},
    ),
    Owed("contact-carrier", shipped(), "log-contact", {"text": "请催件"}, LATER),
    Owed("redirect-parcel", ASTRAY, "intercept-parcel", {}),
    Owed("redirect-parcel", ASTRAY, "record-intercept", {"outcome": "redirected"}),
    Owed(
        "tell-buyer",
        shipped(contacts=(contact(at=LATER, channel="carrier", parcel="p1"),)),
        "log-contact",
        {"text": "已催快递"},
        LATER + HOUR,
    ),
    Owed(
        "answer-promise",
        shipped(contacts=(contact(promise_due=NOW + HOUR),)),
        "keep-promise",
        {"text": "已发出"},
    ),
    Owed("inquiry", inquiry(), "resolve-inquiry", {"outcome": "never_paid", "text": "没付款"}),
    Owed("inquiry", inquiry(), "log-contact", {"text": "正在查"}, NOW + HOUR),
    Owed("platform-task", order(tasks=(TASK,)), "complete-task", {}),
    Owed(
        "platform-task",
        Product(shop=SHOP, sku="RICE-10", name="大米", delisted_at=NOW - HOUR, tasks=(TO_DELIST,)),
        "confirm-delisting",
        {},
    ),
    Owed("settle-refund", shipped(refunds=(refund(),)), "settle-refund", {"outcome": "done"}),
    Owed("answer-case", shipped(cases=(case(),)), "agree-refund", {}),
    Owed("answer-case", shipped(cases=(case(kind="return_and_refund"),)), "agree-return", BACK),
    Owed("answer-case", shipped(cases=(case(kind="exchange"),)), "agree-exchange", BACK),
    Owed("answer-case", shipped(cases=(case(kind="repair"),)), "agree-repair", BACK),
    Owed("answer-case", shipped(cases=(case(kind="supplementary"),)), "agree-supplementary", {}),
    Owed("answer-case", shipped(cases=(case(),)), "reject-case", {"reason": "已签收"}),
    Owed(
        "return-goods",
        shipped(cases=(return_case(lines=units((1, 2))),)),
        "record-return-shipped",
        {"tracking_no": "JT1234567890123", "carrier": "JTSD"},
    ),
    Owed(
        "receive-return",
        shipped(
            cases=(
                return_case(
                    goods_return({}, received_at=None, units=()), state="seller_to_receive"
                ),
            )
        ),
        "receive-return",
        {"good": "1:2"},
    ),
    Owed(
        "refund-case",
        shipped(cases=(return_case(goods_return({1: 2}), agreed_fen=5000),)),
        "refund",
        {"reason": "退货"},
    ),
    Owed(
        "send-for-case",
        shipped(cases=(case(kind="supplementary", state="seller_to_send", lines=units((1, 1))),)),
        "ship-supplementary",
        NUMBER,
    ),
    Owed(
        "confirm-receipt",
        shipped(cases=(case(kind="supplementary", state="buyer_to_confirm"),)),
        "confirm-case-receipt",
        {},
    ),
    Owed("close-case", shipped(cases=(case(state="buyer_to_answer"),)), "close-case", {}, LATER),
    Owed(
        "submit-evidence",
        shipped(cases=(case(state="platform_to_rule", since=NOW),)),
        "submit-evidence",
        {"text": "已签收"},
    ),
    Owed(
        "rule",
        shipped(cases=(case(state="platform_to_rule"),)),
        "record-ruling",
        {"ruling": "for_seller"},
    ),
    Owed("improvement", improvement(), "check-improvement", {"due": "2026-12-01"}),
    Owed("payment", nameless(taken("late_shipment", 300)), "set-payment-aside", {"reason": "推广"}),
]


def owed_now(document: Document, at: datetime) -> list[Obligation]:
    rows = rows_of(document, POLICY)["obligations"]
    kept = (unpacked(one, POLICY) for one in rows if isinstance(one, ObligationRow))
    return [one for one in (standing(given, at) for given in kept) if one]


@pytest.mark.parametrize("owed", OWED, ids=lambda one: f"{one.kind} by {one.action}")
def test_what_is_owed_is_settled_by_its_action_with_what_is_filled_in(owed: Owed) -> None:
    given = owed.known or context(now=owed.at, beside=owed.document)
    meant = next(one for one in owed_now(owed.document, owed.at) if one.kind == owed.kind)

    ways = settling(owed.document, Part(meant.kind, meant.about), given)
    (way,) = [one for one in ways if one.action.name == owed.action]
    assert way.why_not is None
    after = do(way.action, owed.document, given, **{**way.given, **owed.values}).documents[0]

    left = [(one.kind, one.about, one.due_at) for one in owed_now(after, owed.at)]
    assert (meant.kind, meant.about, meant.due_at) not in left


def test_every_kind_is_settled_by_an_action_or_somebody_is_named_who_does() -> None:
    settled = {kind for action in all_actions().values() for kind in action.settles}

    assert settled | BY_IMPORT | BY_OTHERS.keys() == set(KINDS)
    assert settled.isdisjoint({*BY_IMPORT, *BY_OTHERS})


def test_of_several_cases_each_is_settled_by_what_may_be_done_with_it() -> None:
    both = shipped(cases=(case(), case(id="A2", kind="return_and_refund")))

    def possible(about: str) -> dict[str, dict[str, str]]:
        ways = settling(both, Part("answer-case", about), context(both))
        return {way.action.name: way.given for way in ways if not way.why_not}

    assert possible("A1") == {"reject-case": {"case": "A1"}, "agree-refund": {"case": "A1"}}
    assert possible("A2") == {"agree-return": {"case": "A2"}, "reject-case": {"case": "A2"}}


def test_what_asks_for_an_amount_twice_never_comes_first() -> None:
    lost = shipped(cases=(case(),))

    assert [way.action.name for way in settling(lost, Part("make-good"), context(lost))] == [
        "create-reissue",
        "refund",
    ]


def test_a_way_that_is_barred_says_why() -> None:
    held = order(hold=Hold(until=NOW + HOUR, reason="等", at=NOW - HOUR, by="li"))

    (way,) = settling(held, Part("ship"), context(held))
    assert way.why_not
    assert "held" in way.why_not
