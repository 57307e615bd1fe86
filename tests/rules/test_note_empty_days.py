"""NoteEmptyDays: a person says that nothing happened on days of which no file tells."""

from datetime import date

import pytest

from store.models.coverage import Coverage, EmptyDays
from store.rules.coverage.actions.note_empty_days import NoteEmptyDays
from store.rules.coverage.row import owed_exports
from tests.build import NOW, SHOP, context, do, sentences
from tests.rules.test_coverage import spans

GAP = "11-01..11-02 11-06..11-21"
CLOSED = "closed for the village fair"


def coverage(days: str) -> Coverage:
    return Coverage(platform="pinduoduo", shop=SHOP, kind="orders", spans=spans(days))


def test_what_was_missing_is_owed_no_more_and_the_reason_is_kept() -> None:
    before = coverage(GAP)

    (after,) = do(
        NoteEmptyDays, before, first="2026-11-03", last="2026-11-05", reason=CLOSED
    ).documents

    assert isinstance(after, Coverage)
    assert after.spans == spans("11-01..11-21")
    assert after.empty == (
        EmptyDays(
            first=date(2026, 11, 3),
            last=date(2026, 11, 5),
            reason=CLOSED,
            at=NOW,
            by="小李 (li)",
        ),
    )
    assert [one.about for one in owed_exports(before)] == ["2026-11-03..2026-11-05", "2026-11-22"]
    assert [one.about for one in owed_exports(after)] == ["2026-11-22"]


@pytest.mark.parametrize(
    ("days", "suggested"),
    [
        pytest.param(GAP, {"first": "2026-11-03", "last": "2026-11-05"}, id="a gap"),
        pytest.param(
            "11-01..11-19", {"first": "2026-11-20", "last": "2026-11-21"}, id="up to yesterday"
        ),
        pytest.param("11-01..11-21", {}, id="nothing is missing"),
    ],
)
def test_the_first_days_that_are_missing_are_meant(days: str, suggested: dict[str, str]) -> None:
    assert NoteEmptyDays.suggest(coverage(days), context()) == suggested


def test_where_no_day_is_missing_there_is_nothing_to_say() -> None:
    assert NoteEmptyDays.why_not(coverage(GAP), context()) is None
    assert NoteEmptyDays.why_not(coverage("11-01..11-21"), context()) == (
        "No day up to 2026-11-21 is missing of orders of shop 米铺."
    )


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        ("2026-11-05", "2026-11-03", ("last", "2026-11-03 is before 2026-11-05.")),
        (
            "2026-11-20",
            "2026-11-22",
            (
                "last",
                "2026-11-22 is not over yet; something may still happen. 2026-11-21 is the latest.",
            ),
        ),
        (
            "2026-11-07",
            "2026-11-09",
            ("first", "None of these days is missing; files tell of all of them."),
        ),
    ],
)
def test_days_of_which_it_cannot_be_said(first: str, last: str, problem: tuple[str, str]) -> None:
    values = {"first": first, "last": last, "reason": CLOSED}

    assert sentences(NoteEmptyDays, coverage(GAP), values) == [problem]
