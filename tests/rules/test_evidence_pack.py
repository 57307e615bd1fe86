"""EvidencePack: what is to be written for a person; the rule only says what."""

import pytest

from store.errors import BadInput
from store.models.contact import Contact
from store.rules.action.base import Outcome, Pack
from store.rules.action.frame import read_values
from store.rules.cases.actions.evidence_pack import EvidencePack
from tests.build import NOW, ORDER_NO, case, context, do, evidence, order, shipped

SAID = Contact(id="c1", at=NOW, channel="phone", direction="out", text="明天补发", by="li")


def test_a_pack_may_always_be_written() -> None:
    assert EvidencePack.why_not(order(), context()) is None


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"to": " /tmp/p.zip "}, Pack("/tmp/p.zip")),
        ({"to": "p", "case": "A1"}, Pack("p", "A1")),
        ({"to": "p", "reveal": "y", "reason": "投诉"}, Pack("p", None, "投诉")),
        ({"to": "p", "reason": "投诉"}, Pack("p")),
    ],
    ids=["the whole order", "one case", "revealed", "a reason alone reveals nothing"],
)
def test_a_pack_is_described_and_changes_no_document(values: dict[str, str], wanted: Pack) -> None:
    subject = order(cases=(case(),))

    assert read_values(EvidencePack, values, subject).makes() == wanted
    assert do(EvidencePack, subject, context(), **values) == Outcome(())


def test_nobody_is_shown_without_a_reason() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(EvidencePack, {"to": "p", "reveal": "yes"}, order())

    assert (caught.value.field, caught.value.sentence) == (
        "reason",
        "Personal data is shown for a reason only; give one.",
    )


def test_what_goes_into_it_is_shown_before() -> None:
    subject = shipped(evidence=(evidence(),), contacts=(SAID,))

    assert EvidencePack.background(subject, context()) == (
        "Files: 1; messages: 1; parcels with their traces: 1.",
    )


def test_a_pack_is_named_after_its_order_and_the_minute() -> None:
    assert EvidencePack.suggest(order(), context()) == {
        "to": f"evidence-{ORDER_NO}-20261122-0900.zip"
    }
