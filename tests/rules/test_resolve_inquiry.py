"""ResolveInquiry: found, refunded, never paid, another shop's, or something that has to be said."""

import pytest

from store.models.inquiry import Inquiry
from store.policy import load_policy
from store.rules.inquiries.actions.resolve_inquiry import ResolveInquiry
from store.rules.obligations.inquiry import owed_for_inquiry
from tests.build import HOUR, NOW, ORDER_NO, context, do, sentences
from tests.rules.inquiries import KNOWN, bought, ended, heard, inquiry, tie

POLICY = load_policy()


@pytest.mark.parametrize(
    ("asked", "values", "problems"),
    [
        pytest.param(
            inquiry(),
            {"outcome": "found"},
            [("outcome", f"No order is tied to inquiry {KNOWN} yet; tie it first.")],
            id="found, and nothing is tied",
        ),
        pytest.param(inquiry(tied=tie()), {"outcome": "found"}, [], id="found and tied"),
        pytest.param(inquiry(), {"outcome": "refunded_by_platform"}, [], id="refunded"),
        pytest.param(inquiry(), {"outcome": "never_paid"}, [], id="never paid"),
        pytest.param(
            inquiry(tied=tie()),
            {"outcome": "never_paid"},
            [
                (
                    "outcome",
                    f"Inquiry {KNOWN} is tied to order {ORDER_NO}: “never paid” cannot be.",
                )
            ],
            id="never paid, and an order is tied",
        ),
        pytest.param(
            inquiry(), {"outcome": "other"}, [("text", "Say what was found out.")], id="other"
        ),
        pytest.param(
            inquiry(), {"outcome": "other", "text": "买家拍的是样品"}, [], id="other, and what"
        ),
    ],
)
def test_how_an_inquiry_may_end(
    asked: Inquiry, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(ResolveInquiry, asked, values, context(bought())) == problems


def test_what_is_resolved_is_resolved_once_and_owes_nothing() -> None:
    asked = inquiry(tied=tie(), contacts=(heard(promise_due=NOW + HOUR),))
    outcome = do(ResolveInquiry, asked, context(bought()), outcome="found", text="已发货")
    (done,) = outcome.documents
    assert isinstance(done, Inquiry)

    assert done.resolved
    assert (done.resolved.outcome, done.resolved.text, done.resolved.at) == ("found", "已发货", NOW)
    assert [one.key for one in outcome.also] == [bought().key]
    assert list(owed_for_inquiry(done, POLICY)) == []
    assert ResolveInquiry.why_not(inquiry(resolved=ended()), context()) == (
        f"Inquiry {KNOWN} was resolved on 2026-11-22 by 小李 (li): never paid."
    )


@pytest.mark.parametrize(
    ("asked", "owed"),
    [
        pytest.param(
            inquiry(),
            [("inquiry", NOW + 23 * HOUR, True, "a buyer who has paid hears nothing of us")],
            id="our own reminder, a day from when it was asked",
        ),
        pytest.param(
            inquiry(contacts=(heard(at=NOW),)),
            [("inquiry", NOW + 24 * HOUR, True, "a buyer who has paid hears nothing of us")],
            id="from the last word",
        ),
        pytest.param(
            inquiry(contacts=(heard("六点前答复周晓明", promise_due=NOW + HOUR),)),
            [
                (
                    "inquiry",
                    NOW + HOUR,
                    False,
                    "not kept by then, the promise to the buyer is broken: 六点前答复周**",
                )
            ],
            id="as promised",
        ),
        pytest.param(
            inquiry(tied=tie()),
            [
                (
                    "inquiry",
                    NOW + 23 * HOUR,
                    True,
                    f"the buyer does not hear that order {ORDER_NO} is theirs",
                )
            ],
            id="tied",
        ),
        pytest.param(
            inquiry(proposed=tie()),
            [
                ("inquiry", NOW + 23 * HOUR, True, "a buyer who has paid hears nothing of us"),
                (
                    "tie-inquiry",
                    NOW + 23 * HOUR,
                    True,
                    f"nobody says whether order {ORDER_NO} is the one asked about",
                ),
            ],
            id="proposed",
        ),
        pytest.param(inquiry(resolved=ended()), [], id="resolved"),
    ],
)
def test_what_is_owed_for_an_inquiry(asked: Inquiry, owed: list[tuple[object, ...]]) -> None:
    found = owed_for_inquiry(asked, POLICY)

    assert [(one.kind, one.due_at, one.estimated, one.at_zero) for one in found] == owed
