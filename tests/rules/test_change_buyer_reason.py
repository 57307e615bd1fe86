"""ChangeBuyerReason: a later reason stands beside the first, with the buyer's words as proof."""

from typing import Any

import pytest

from store.errors import BadInput
from store.models.axes import Source
from store.models.contact import Contact
from store.models.order import Order
from store.models.shown import Shown
from store.rules.action.frame import read_values
from store.rules.cases.actions.change_buyer_reason import ChangeBuyerReason
from tests.build import ACTOR, DAY, HOUR, NOW, case, changed, context, do, line, sentences, shipped

HEARD = Contact(
    id="c1", at=NOW - HOUR, channel="platform_chat", direction="in", text="是破的", by="li"
)
SAID = Contact(
    id="c2", at=NOW - HOUR, channel="platform_chat", direction="out", text="您好", by="li"
)


def asked(*contacts: Contact, **changes: Any) -> Order:
    return shipped(cases=(case(**changes),), contacts=contacts)


def test_a_later_reason_stands_beside_the_first() -> None:
    outcome = do(ChangeBuyerReason, asked(HEARD), reason="质量问题")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    first, later = after.cases[0].reasons
    assert (first.text, first.source, first.at) == ("少件", Source.PLATFORM, NOW - DAY)
    assert (later.text, later.source, later.at) == ("质量问题", Source.DESK, NOW - HOUR)
    assert (later.contact, later.by) == ("c1", str(ACTOR))
    assert after.cases[0].first_reason == "少件"
    assert outcome.said == ("The first reason stated stays “少件”.",)


def test_nothing_else_of_the_case_changes() -> None:
    before = asked(HEARD)

    (after,) = changed(ChangeBuyerReason, before, reason="质量问题").cases

    assert after.model_copy(update={"reasons": before.cases[0].reasons}) == before.cases[0]


OURS = "What was said at 2026-11-22 08:00 is ours; only the buyer's own words prove it."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(asked(HEARD), None, id="the buyer said so"),
        pytest.param(
            asked(SAID),
            ("No communication from the buyer is recorded on this order; log it first."),
            id="only we said something",
        ),
        pytest.param(
            asked(HEARD, state="closed", outcome="refunded", closed_at=NOW),
            "Case A1 is closed; its reasons stay as they are.",
            id="closed",
        ),
        pytest.param(shipped(), "This order has no after-sales case.", id="no case"),
        pytest.param(
            shipped(line(case_shown=Shown())),
            "The platform shows an after-sales case of this order that is not here: import the"
            " after-sales export.",
            id="a case that only the platform shows",
        ),
        pytest.param(
            asked(HEARD, state="closed", outcome="refunded", closed_at=NOW).model_copy(
                update={
                    "lines": (line(case_shown=Shown(exported_at=NOW + HOUR)),),
                }
            ),
            "The platform shows an after-sales case of this order that is not here: import the"
            " after-sales export.",
            id="the case here is closed, and the platform shows an open one",
        ),
    ],
)
def test_only_the_buyers_own_words_prove_another_reason(given: Order, sentence: str | None) -> None:
    assert ChangeBuyerReason.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        pytest.param(
            {"contact": "c2", "reason": "质量问题"},
            [("contact", OURS)],
            id="what we said",
        ),
        pytest.param(
            {"contact": "c1", "reason": "少件"},
            [("reason", "“少件” is the latest reason already.")],
            id="the same reason",
        ),
    ],
)
def test_what_is_no_later_reason(values: dict[str, str], problems: list[tuple[str, str]]) -> None:
    assert sentences(ChangeBuyerReason, asked(HEARD, SAID), values) == problems


def test_of_two_communications_one_has_to_be_named() -> None:
    given = asked(HEARD, HEARD.model_copy(update={"id": "c3"}))

    with pytest.raises(BadInput) as caught:
        read_values(ChangeBuyerReason, {"reason": "质量问题"}, given)

    assert (caught.value.field, caught.value.code) == ("contact", "malformed")
    said = "Several fit here; name one of: 2026-11-22 08:00 是破的"
    assert caught.value.sentence.startswith(said)


def test_a_communication_that_is_not_there_proves_nothing() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(ChangeBuyerReason, {"reason": "质量问题", "contact": "c9"}, asked(HEARD))

    assert (caught.value.field, caught.value.code) == ("contact", "unknown_record")
