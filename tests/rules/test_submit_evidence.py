"""SubmitEvidence: our side of a case, handed in once and in time."""

from datetime import timedelta
from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Platform, Source
from store.models.case_state import CaseState
from store.models.evidence import Evidence
from store.models.intervention import Appeal, Intervention
from store.models.order import Order
from store.rules.cases.actions.request_intervention import RequestIntervention
from store.rules.cases.actions.submit_evidence import SubmitEvidence
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    changed,
    context,
    do,
    evidence,
    order,
    sentences,
    stored_file,
)

ASKED = Intervention(id="i1", asked_by="buyer", requested_at=NOW - HOUR)
OF_CASE = evidence("面单.jpg", id="e2", case="A1")
OF_OTHER = evidence("别的.jpg", id="e3", case="B2")
TOO_MANY = (
    "4 pictures are too many: Pinduoduo takes 3 (the rejection form of the merchant page: at most 3"
    " images); name the ones that matter."
)
TOO_HEAVY = (
    "The files have 50.1 MB together; at most 50.0 MB are handed in. Name the ones that matter."
)


def asked(**changes: Any) -> Intervention:
    return ASKED.model_copy(update=changes)


def ruled_on(*interventions: Intervention, **changes: Any) -> AfterSalesCase:
    return case(
        state=CaseState.PLATFORM_TO_RULE, since=NOW - HOUR, interventions=interventions, **changes
    )


def disputed(*pieces: Evidence, given: AfterSalesCase | None = None, **changes: Any) -> Order:
    return order(cases=(given or ruled_on(ASKED),), evidence=pieces, **changes)


def pictures(many: int) -> tuple[Evidence, ...]:
    return tuple(evidence(f"{one}.jpg", id=f"e{one}") for one in range(many))


def test_all_of_the_case_and_of_the_order_is_handed_in_and_the_platform_told() -> None:
    after = changed(SubmitEvidence, disputed(evidence(), OF_CASE, OF_OTHER), text="已按约发货")

    (handed_in,) = after.cases[0].interventions
    assert handed_in == asked(submitted_at=NOW, submitted=("e1", "e2"), statement="已按约发货")
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.copy_text, task.press) == (
        "submit-evidence",
        "A1",
        "已按约发货",
        "举证",
    )


def test_where_the_files_are_is_said() -> None:
    assert do(SubmitEvidence, disputed(evidence(), OF_CASE)).said == (
        "Tell the platform too: open case A1 there and press 举证.",
        "Files to hand in: 外箱.jpg, 面单.jpg; “Write an evidence pack” writes them out.",
    )


def test_a_case_without_a_number_there_is_found_by_its_order() -> None:
    opened_here = ruled_on(ASKED, source=Source.DESK)
    outcome = do(SubmitEvidence, disputed(evidence(), given=opened_here))

    assert outcome.said[0] == (
        "Tell the platform too: open case of order 261120-000000000000001 there and press 举证."
    )


def test_of_a_statement_alone_it_is_said_that_no_file_goes() -> None:
    assert do(SubmitEvidence, disputed(), text="已按约发货").said == (
        "Tell the platform too: open case A1 there and press 举证.",
        "No file is handed in, only the statement.",
    )


def test_only_what_is_named_is_handed_in() -> None:
    after = changed(SubmitEvidence, disputed(evidence(), OF_CASE), evidence="2")

    assert after.cases[0].interventions[0].submitted == ("e2",)


def test_one_file_on_the_order_and_on_its_case_is_one_piece() -> None:
    twice = disputed(evidence(), evidence(id="e2", case="A1"))

    assert SubmitEvidence.suggest(twice, context()) == {"count": "1"}
    assert changed(SubmitEvidence, twice).cases[0].interventions[0].submitted == ("e1",)


def test_an_intervention_that_only_an_export_shows_gets_its_record() -> None:
    after = changed(SubmitEvidence, disputed(evidence(), given=ruled_on()))

    (handed_in,) = after.cases[0].interventions
    # The export says neither who called the platform in, nor when.
    assert (handed_in.asked_by, handed_in.requested_at) == (None, None)
    assert next(iter(RequestIntervention.shown(after.cases[0]))) == (
        "the platform was called in; nobody here knows when, nor by whom"
    )


def test_the_form_has_the_number_of_pieces_typed_again() -> None:
    assert SubmitEvidence.typed_again == "count"
    assert SubmitEvidence.suggest(disputed(evidence(), OF_CASE), context()) == {"count": "2"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(ruled_on(ASKED), None, id="in time"),
        pytest.param(
            ruled_on(asked(requested_at=NOW - DAY + HOUR)), None, id="an hour before the deadline"
        ),
        pytest.param(
            ruled_on(asked(requested_at=NOW - DAY)), None, id="only what is usual is over"
        ),
        pytest.param(
            ruled_on(asked(evidence_deadline=NOW - HOUR)),
            "Evidence for case A1 counted until 2026-11-22 08:00; the platform rules without what"
            " comes later.",
            id="after the platform's own deadline",
        ),
        pytest.param(
            ruled_on(asked(requested_at=NOW - 3 * DAY, evidence_deadline=NOW + HOUR)),
            None,
            id="the platform gave more than it generally does",
        ),
        pytest.param(
            ruled_on(platform_deadline=NOW - HOUR),
            "Evidence for case A1 counted until 2026-11-22 08:00; the platform rules without what"
            " comes later.",
            id="the deadline of an export",
        ),
        pytest.param(
            ruled_on(asked(submitted_at=NOW - HOUR)),
            "The evidence for case A1 was handed in at 2026-11-22 08:00; the platform takes it"
            " once.",
            id="a second time",
        ),
        pytest.param(
            ruled_on(
                asked(
                    ruling="for_buyer",
                    ruled_at=NOW - HOUR,
                    appeal=Appeal(at=NOW, text="有凭证", by="li"),
                )
            ),
            "The platform rules on the appeal in case A1; evidence was for the ruling before it.",
            id="on appeal",
        ),
        pytest.param(
            case(),
            "Case A1 stands at: ours to answer; evidence is handed in while the platform rules.",
            id="nobody called the platform in",
        ),
    ],
)
def test_evidence_is_handed_in_once_and_before_its_deadline(
    given: AfterSalesCase, sentence: str | None
) -> None:
    assert SubmitEvidence.why_not(disputed(evidence(), given=given), context()) == sentence


def test_without_evidence_or_a_statement_there_is_nothing_to_hand_in() -> None:
    assert sentences(SubmitEvidence, disputed(OF_OTHER), {}) == [
        (
            "evidence",
            (
                "Nothing is attached to case A1 or to its order; attach the evidence, or give a"
                " statement."
            ),
        )
    ]


def test_a_statement_alone_is_evidence() -> None:
    after = changed(SubmitEvidence, disputed(OF_OTHER), text="称重 5.02kg", count="0")

    handed_in = after.cases[0].interventions[-1]
    assert (handed_in.submitted, handed_in.statement) == ((), "称重 5.02kg")


@pytest.mark.parametrize(
    ("subject", "values", "problems"),
    [
        pytest.param(disputed(*pictures(3)), {"count": "3"}, [], id="three pictures"),
        pytest.param(
            disputed(*pictures(4)),
            {},
            [("evidence", TOO_MANY)],
            id="four for Pinduoduo",
        ),
        pytest.param(
            disputed(*pictures(4), platform=Platform.DOUYIN), {}, [], id="four for Douyin"
        ),
        pytest.param(
            disputed(
                *pictures(3), evidence(id="e9", file=stored_file("a.txt", media_type="text/plain"))
            ),
            {},
            [],
            id="a text beside three pictures",
        ),
        pytest.param(disputed(*pictures(4)), {"evidence": "1,2"}, [], id="the ones that matter"),
        pytest.param(
            disputed(evidence(file=stored_file("a.mp4", size=50_100_000, media_type="video/mp4"))),
            {},
            [("evidence", TOO_HEAVY)],
            id="too heavy",
        ),
        pytest.param(
            disputed(*pictures(2)),
            {"count": "3"},
            [("count", "The number of pieces is 2, not 3.")],
            id="another number",
        ),
        pytest.param(
            disputed(evidence(), OF_OTHER),
            {"evidence": "1,2"},
            [("evidence", "2 is no evidence of this case; there is: 1.")],
            id="evidence of another case",
        ),
    ],
)
def test_count_and_size_are_judged_before(
    subject: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(SubmitEvidence, subject, values) == problems


def test_what_a_form_shows_of_the_evidence_is_masked() -> None:
    named = disputed(evidence(note="张三丰的外箱"))

    assert SubmitEvidence.background(named, context()) == ("1  外箱.jpg  张**的外箱",)


def test_of_what_is_there_but_named_otherwise_it_is_not_said_that_nothing_is_there() -> None:
    said = sentences(SubmitEvidence, disputed(evidence()), {"evidence": "/tmp/1"})

    assert said == [("evidence", "/tmp/1 is no evidence of this case; there is: 1.")]


@pytest.mark.parametrize(("asked_ago", "is_said"), [(DAY, True), (DAY - HOUR, False)])
def test_what_is_handed_in_after_the_usual_time_is_recorded_and_said(
    asked_ago: timedelta, *, is_said: bool
) -> None:
    given = disputed(evidence(), given=ruled_on(asked(requested_at=NOW - asked_ago)))
    late = (
        "By what is usual, evidence for case A1 counted until 2026-11-22 09:00, and no file names a"
        " time: see whether the platform still takes it."
    )

    outcome = do(SubmitEvidence, given)
    assert (late in outcome.said) == is_said
    assert (late in SubmitEvidence.background(given, context())) == is_said
