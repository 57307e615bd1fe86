"""AttachEvidence: files that prove something, described to the rule and never read by it."""

from typing import Any

import pytest

from store.errors import BadInput
from store.models.evidence import Evidence
from store.models.order import Order
from store.rules.action.file_fields import files_text
from store.rules.action.frame import read_values
from store.rules.cases.actions.attach_evidence import AttachEvidence
from tests.build import (
    NOW,
    case,
    changed,
    context,
    do,
    evidence,
    order,
    refunded_case,
    sentences,
    stored_file,
)

BOX, CHAT = stored_file("外箱.jpg"), stored_file("聊天 记录.txt", media_type="text/plain")
FULL = tuple(evidence(f"{one}.jpg", id=f"e{one}") for one in range(40))
HEAVY = stored_file("开箱.mp4", size=50_000_000, media_type="video/mp4")


def test_files_are_kept_by_hash_with_who_when_and_what_for() -> None:
    after = changed(
        AttachEvidence, order(cases=(case(),)), file=files_text((BOX, CHAT)), note="破损", case="A1"
    )

    box, chat = after.evidence
    assert box == Evidence(id="new1", file=BOX, at=NOW, by="小李 (li)", note="破损", case="A1")
    assert (chat.id, chat.file) == ("new2", CHAT)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (999, "999 B"),
        (1000, "1 KB"),
        (1001, "2 KB"),
        (999_999, "1000 KB"),
        (1_000_000, "1.0 MB"),
        (3_410_000, "3.5 MB"),
    ],
)
def test_what_was_kept_is_said_with_its_number_and_size(size: int, said: str) -> None:
    box = stored_file("外箱.jpg", size=size)

    assert do(AttachEvidence, order(), file=files_text((box,))).said == (
        f"外箱.jpg ({said}) is kept as evidence 1.",
    )


def test_without_a_case_it_belongs_to_the_whole_order() -> None:
    after = changed(AttachEvidence, order(cases=(case(),)), file=files_text((BOX,)))

    assert after.evidence[0].case is None


def test_a_closed_case_may_still_get_evidence() -> None:
    closed = order(cases=(refunded_case(),))

    assert changed(AttachEvidence, closed, file=files_text((BOX,)), case="A1").evidence


def test_a_case_that_is_not_there_is_said() -> None:
    values = {"file": files_text((BOX,)), "case": "A9"}
    with pytest.raises(BadInput) as caught:
        read_values(AttachEvidence, values, order(cases=(case(),)))

    assert caught.value.sentence == "A9 does not exist; there is: A1."


def test_a_path_never_reaches_the_rule() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(AttachEvidence, {"file": "/home/li/外箱.jpg"}, order())

    assert caught.value.sentence == "/home/li/外箱.jpg is no file that the store has looked at."


def test_an_order_with_forty_files_takes_no_more() -> None:
    assert AttachEvidence.why_not(order(evidence=FULL), context()) == (
        "This order has 40 files already; more than 40 are not kept."
    )
    assert AttachEvidence.why_not(order(evidence=FULL[1:]), context()) is None


@pytest.mark.parametrize(
    ("there", "files", "values", "sentence"),
    [
        pytest.param(
            (evidence(),),
            (BOX.model_copy(update={"name": "again.jpg"}),),
            {},
            "again.jpg is attached already: it has the content of 外箱.jpg (1) of 2026-11-22.",
            id="the same content under another name",
        ),
        pytest.param((evidence(),), (BOX,), {"case": "A1"}, "", id="to its case as well"),
        pytest.param(
            (evidence(case="A1"),),
            (BOX,),
            {"case": "A1"},
            "外箱.jpg is attached already: it has the content of 外箱.jpg (1) of 2026-11-22.",
            id="twice to the case",
        ),
        pytest.param((), (BOX, BOX), {}, "外箱.jpg is given twice.", id="twice at once"),
        pytest.param(
            FULL[1:],
            (BOX, CHAT),
            {},
            "With 2 more this order would have 41 files; at most 40 are kept.",
            id="more than are kept",
        ),
        pytest.param(
            (evidence("a.mp4", file=stored_file("a.mp4", size=60_000_000)),),
            (HEAVY,),
            {},
            "The files of this order would have 110.0 MB together; at most 100.0 MB are kept.",
            id="too heavy together",
        ),
    ],
)
def test_what_is_given_is_new_and_not_too_much(
    there: tuple[Evidence, ...], files: Any, values: dict[str, str], sentence: str
) -> None:
    subject: Order = order(cases=(case(),), evidence=there)

    found = sentences(AttachEvidence, subject, {"file": files_text(files), **values})

    assert found == ([("file", sentence)] if sentence else [])
