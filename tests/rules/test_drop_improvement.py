"""DropImprovement: given up with a reason; nothing is owed for it any more."""

import pytest

from store.models.improvement import Dropping, Improvement
from store.models.review_row import ImprovementRow
from store.models.row import ObligationRow, Row
from store.models.work import Snooze
from store.policy import load_policy
from store.rules.review.actions.drop_improvement import DropImprovement
from store.rules.review.row import improvement_rows
from tests.build import ACTOR, DAY, HOUR, NOW, do
from tests.rules.reviews import check, dropped, improvement, review, reviewing


def rows(given: Improvement) -> dict[str, tuple[Row, ...]]:
    return improvement_rows(given, load_policy())


def test_it_is_kept_with_the_reason_and_its_review_is_told() -> None:
    outcome = do(DropImprovement, improvement(), reviewing(review()), reason="供应商停产")

    (found,) = outcome.documents
    assert isinstance(found, Improvement)
    assert found.dropped == Dropping(reason="供应商停产", at=NOW, by=str(ACTOR))
    assert (found.state, outcome.also) == ("dropped", (review(),))


def test_what_is_dropped_already_is_not_dropped_again() -> None:
    assert DropImprovement.why_not(improvement(dropped=dropped()), reviewing()) == (
        "Improvement I-20261115-1 was dropped on 2026-11-22 by 小李 (li): 供应商停产"
    )


@pytest.mark.parametrize(
    ("given", "owed"),
    [
        pytest.param(improvement(), True, id="open"),
        pytest.param(improvement(checks=(check(5, 60, reached=False),)), True, id="opened again"),
        pytest.param(improvement(checks=(check(1, 60, reached=True),)), False, id="done"),
        pytest.param(improvement(dropped=dropped()), False, id="dropped"),
    ],
)
def test_a_check_is_owed_to_its_owner_as_long_as_it_is_open(given: Improvement, owed: bool) -> None:
    (row,) = rows(given)["improvements"]
    assert isinstance(row, ImprovementRow)
    assert (row.due_at is not None) == owed
    found = rows(given)["obligations"]
    assert len(found) == owed
    for one in found:
        assert isinstance(one, ObligationRow)
        assert (one.kind, one.who, one.login, one.order_no) == ("improvement", "us", "li", row.key)
        assert one.due_at == row.due_at == int((NOW + 39 * HOUR).timestamp())
        assert one.zero == ("improvement", "大米改用双层袋")


def test_the_row_has_the_rate_before_and_after_as_numbers() -> None:
    (row,) = rows(improvement(checks=(check(1, 60, reached=True),)))["improvements"]

    assert isinstance(row, ImprovementRow)
    assert (row.before_many, row.before_of, row.after_many, row.after_of) == (4, 50, 1, 60)
    assert (row.target, row.state, row.checks) == (200, "done", 1)


def test_a_check_that_was_put_off_comes_back_by_itself() -> None:
    until = NOW + DAY
    asleep = Snooze(kind="improvement", until=until, at=NOW, by=str(ACTOR))
    (row,) = rows(improvement(snoozes=(asleep,)))["obligations"]

    assert isinstance(row, ObligationRow)
    assert row.snoozed_until == int(until.timestamp())


def test_a_phone_number_stands_in_no_row() -> None:
    found = rows(improvement(what="打13812345600问买家"))
    assert "13812345600" not in str(found)
