"""Files of before: an undated file that shows what the platform had said before its last words."""

from datetime import datetime
from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.cases.doubts import doubts_of
from tests.build import DAY, HOUR, NOW, case_facts, changed, shipped
from tests.rules.test_platform_cases import after, seen, the_case

FIRST, NEXT, LATER = NOW + DAY, NOW + 2 * DAY, NOW + 3 * DAY


def row(
    fen: int = 2000, until: datetime | None = None, word: str = "待商家处理", **changes: Any
) -> AfterSalesCase:
    """A row of Pinduoduo's file: what is asked for, and by when."""
    words = [("售后状态", word), *([("超时时间", f"{until:%m-%d %H:%M}")] if until else [])]
    given: dict[str, Any] = {"requested_fen": fen, "platform_fen": fen, "platform_deadline": until}
    return seen(**given, platform_kind="仅退款", platform_status=tuple(words), **changes)


def agreed(*rows: AfterSalesCase) -> Order:
    return changed(AgreeRefund, after(shipped(), *rows))


def withdrawn(*rows: AfterSalesCase) -> Order:
    return changed(WithdrawCase, after(shipped(), *rows))


@pytest.mark.parametrize(
    ("ours", "shown", "is_open", "doubts"),
    [
        pytest.param(agreed(row()), row(3000), True, ["asked_anew"], id="never seen: ours again"),
        pytest.param(
            agreed(row(3000), row()), row(3000), False, ["asked_before"], id="seen before the last"
        ),
        pytest.param(agreed(row(3000), row()), row(), False, [], id="the last one"),
        pytest.param(
            agreed(row(3000), row()),
            row(3000, applied_at=NOW + HOUR, as_of=NOW + HOUR),
            True,
            [],
            id="seen before, and applied for anew",
        ),
        pytest.param(
            agreed(row(3000), row()), row(4000), True, ["asked_anew"], id="neither of the two"
        ),
    ],
)
def test_an_amount_that_was_named_before_another_one_is_of_before(
    ours: Order, shown: AfterSalesCase, doubts: list[str], *, is_open: bool
) -> None:
    known = after(ours, shown)

    assert (the_case(known).state is CaseState.SELLER_TO_ANSWER) is is_open
    assert bool(known.open_tasks) is not is_open
    assert list(doubts_of(ours, known, case_facts(shown), NOW)) == doubts


def test_what_ended_there_with_an_amount_of_before_has_ended() -> None:
    paid = row(3000, word="退款成功", state="closed", outcome="refunded", refunded_fen=3000)

    ended = the_case(after(agreed(row(3000), row()), paid))

    assert (ended.outcome, ended.refunded_fen) == (CaseOutcome.REFUNDED, 3000)


@pytest.mark.parametrize(
    ("ours", "shown", "is_open", "doubts"),
    [
        pytest.param(
            withdrawn(row(until=FIRST)), row(until=NEXT), True, ["asked_anew"], id="a later one"
        ),
        pytest.param(
            withdrawn(row(until=FIRST), row(until=NEXT)),
            row(until=FIRST),
            False,
            ["closed_here"],
            id="one that another has replaced",
        ),
        pytest.param(
            withdrawn(row(until=FIRST), row(until=NEXT)),
            row(until=LATER),
            True,
            ["asked_anew"],
            id="later than both",
        ),
        pytest.param(
            withdrawn(row(until=NEXT)), row(until=FIRST), True, ["asked_anew"], id="an earlier one"
        ),
        pytest.param(
            withdrawn(row(until=FIRST)),
            row(until=NOW - HOUR / 2),
            False,
            ["closed_here"],
            id="one that was over when it was withdrawn",
        ),
    ],
)
def test_a_deadline_opens_no_case_that_the_file_may_be_older_than(
    ours: Order, shown: AfterSalesCase, doubts: list[str], *, is_open: bool
) -> None:
    known = after(ours, shown)

    assert the_case(known).open is is_open
    assert [one.kind for one in known.open_discrepancies] == ["case_open"] * is_open
    assert list(doubts_of(ours, known, case_facts(shown), NOW)) == doubts


def test_a_deadline_that_another_has_replaced_tells_a_file_of_before_whatever_its_words() -> None:
    moved = row(until=NEXT, word="待买家处理", state="buyer_to_answer")
    given = withdrawn(row(until=FIRST), moved)

    known = after(given, row(until=FIRST))

    assert the_case(known).state is the_case(given).state
    assert the_case(known).platform_status == the_case(given).platform_status


def test_words_that_are_no_time_may_come_again() -> None:
    """Some files say how long it is, and not until when."""
    said = row(word="待商家处理")
    soon, late = (
        said.model_copy(
            update={"platform_status": (("售后状态", "待商家处理"), ("超时时间", text))}
        )
        for text in ("1天", "2天")
    )

    assert the_case(after(withdrawn(soon, late), soon)).open


CLOSED = row(word="退款关闭", state="closed", outcome="withdrawn", closed_at=NOW + HOUR)


@pytest.mark.parametrize(
    ("before", "shown", "is_open", "doubts"),
    [
        pytest.param([row(until=FIRST)], row(until=NEXT), True, [], id="its turn once more"),
        pytest.param(
            [row(until=FIRST)],
            row(until=LATER, word="待消费者寄出退货", state="buyer_to_return"),
            False,
            ["ended_there"],
            id="a turn that may have been between",
        ),
        pytest.param([row()], row(until=FIRST), False, ["ended_there"], id="none was named"),
        pytest.param([], row(until=FIRST), False, ["ended_there"], id="never seen open"),
        pytest.param(
            [row(until=FIRST)], row(until=NOW - HOUR), False, [], id="one that is over: of before"
        ),
        pytest.param([row(until=FIRST)], row(), False, [], id="no deadline"),
    ],
)
def test_a_case_that_ended_there_goes_on_only_where_it_was_and_else_the_import_names_it(
    before: list[AfterSalesCase], shown: AfterSalesCase, doubts: list[str], *, is_open: bool
) -> None:
    ended = after(shipped(), *before, CLOSED)

    known = after(ended, shown)

    assert the_case(known).open is is_open
    assert list(doubts_of(ended, known, case_facts(shown), NOW)) == doubts


def test_what_was_withdrawn_here_and_ended_there_goes_on_by_a_later_deadline_too() -> None:
    ended = after(withdrawn(row(until=FIRST)), CLOSED)

    assert not the_case(after(ended, row(until=FIRST))).open
    assert the_case(after(ended, row(until=NEXT))).platform_deadline == NEXT


@pytest.mark.parametrize(
    ("end", "is_open", "doubts"),
    [
        pytest.param({}, True, ["ended_before"], id="the same file, or the same row of another"),
        pytest.param({"latest_at": NOW + 3 * HOUR}, False, [], id="a later instant in the row"),
        pytest.param({"as_of": NOW + 3 * HOUR}, False, [], id="a file that says when it was made"),
        pytest.param({"outcome": "refunded", "word": "退款成功"}, False, [], id="another end"),
    ],
)
def test_an_end_after_which_a_case_went_on_there_closes_it_no_more(
    end: dict[str, Any], doubts: list[str], *, is_open: bool
) -> None:
    closed: dict[str, Any] = {"word": "退款关闭", "state": "closed", "outcome": "withdrawn"}
    gone_on = after(shipped(), row(until=FIRST), row(**closed), row(until=NEXT))
    again = row(**closed | end)
    again = again.model_copy(
        update={"as_of": end.get("as_of", again.latest_at or again.applied_at)}
    )

    known = after(gone_on, again)

    assert the_case(known).open is is_open
    assert (the_case(known).platform_deadline == NEXT) or not is_open
    assert list(doubts_of(gone_on, known, case_facts(again), NOW)) == doubts
    assert after(known, again) == known


def test_a_deadline_to_come_of_a_case_whose_money_went_is_named_though_its_words_were_taken() -> (
    None
):
    paid = row(word="退款成功", state="closed", outcome="refunded", refunded_fen=2000)
    ended = after(shipped(), row(until=FIRST), paid)
    shown = row(until=NEXT)

    known = after(ended, shown)

    assert not the_case(known).open
    assert list(doubts_of(ended, known, case_facts(shown), NOW)) == ["ended_there"]


def settled(*rows: AfterSalesCase) -> Order:
    """Its money went here, by which it is closed."""
    going = changed(Refund, agreed(*rows), case="A1", reason="x")
    return changed(SettleRefund, going, outcome="done")


@pytest.mark.parametrize(
    ("until", "word", "opened", "doubts"),
    [
        pytest.param(NEXT, "待商家处理", ["case_open"], ["asked_anew"], id="a later deadline"),
        pytest.param(FIRST, "待商家处理", [], ["closed_here"], id="the one named last"),
        pytest.param(NEXT, "退款待处理", ["case_open"], [], id="in other words"),
    ],
)
def test_a_case_whose_money_went_here_is_open_there_by_another_deadline(
    until: datetime, word: str, opened: list[str], doubts: list[str]
) -> None:
    ours, shown = settled(row(until=FIRST)), row(until=until, word=word)

    known = after(ours, shown)

    assert the_case(known).open is bool(opened)
    assert [one.kind for one in known.open_discrepancies] == opened
    assert list(doubts_of(ours, known, case_facts(shown), NOW)) == doubts


def test_what_is_asked_for_otherwise_though_money_goes_by_a_told_answer_is_named() -> None:
    told = changed(CompleteTask, agreed(row()))
    ours = changed(Refund, told, case="A1", reason="x")

    known = after(ours, row(3000))

    assert the_case(known).state is CaseState.SELLER_TO_REFUND
    assert list(doubts_of(ours, known, case_facts(row(3000)), NOW)) == ["asked_over"]
