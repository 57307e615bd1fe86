"""What order exports show open, beside the cases that are here and when they ended."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales
from store.models.discrepancy import Right
from store.models.order import Order
from store.models.shown import Shown
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.order.axes import after_sales
from store.rules.order.cases_shown import hides_a_case, shows_a_case
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.discrepancies.whose_word import answers_to
from store.rules.platform.judging import judged
from tests.build import DAY, HOUR, NOW, case, changed, context, line, order, parcel, units
from tests.rules.test_case_shown import came


def of_lines(*shown: Shown | None, **changes: Any) -> Order:
    """An order of which the platform shows this of each line."""
    lines = tuple(line(number, case_shown=one) for number, one in enumerate(shown, 1))
    return order(*lines, **changes)


def ended(number: int, **changes: Any) -> AfterSalesCase:
    """A case whose end the import of this number shows first, and that names no time for it. Its
    file tells of what happened an hour before.
    """
    at = came(number)
    word = Shown(made_after=at.at - HOUR, imported=at)
    return case(**{"state": "closed", "outcome": "withdrawn", "end_shown": word} | changes)


def told_until(hours: float | None, number: int = 3) -> AfterSalesCase:
    """The same by a file that tells of nothing that happened later than so many hours from now."""
    at = None if hours is None else NOW + hours * HOUR
    return ended(number, end_shown=Shown(made_after=at, imported=came(number)))


def ended_at(hours: float, number: int = 1, **changes: Any) -> AfterSalesCase:
    """A case that ended so many hours from now, as the platform says."""
    return ended(number, **{"closed_at": NOW + hours * HOUR} | changes)


def closed_here(hours: float, **changes: Any) -> AfterSalesCase:
    """A case that was closed here so many hours from now, which no file has shown."""
    return ended_at(hours, closed_by="desk", **{"end_shown": None} | changes)


UNDATED = Shown(made_after=NOW, imported=came(2))
"""Made between now and two hours from now."""
DATED = Shown(exported_at=NOW + HOUR, imported=came(2))


def dated(hours: float, **changes: Any) -> AfterSalesCase:
    """A case whose end a file shows first that was made so many hours from now."""
    word = Shown(exported_at=NOW + hours * HOUR, imported=came(1))
    return ended(1, **{"end_shown": word} | changes)


ANSWERED, DOUBTED, HIDDEN = (False, False), (True, False), (True, True)
"""Does it show a case, and one that is surely not here?"""


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param(of_lines(None), ANSWERED, id="nothing is shown"),
        pytest.param(of_lines(UNDATED), HIDDEN, id="no case is here"),
        pytest.param(of_lines(UNDATED, cases=(case(),)), ANSWERED, id="it is here"),
        pytest.param(of_lines(UNDATED, cases=(ended(-1),)), HIDDEN, id="ended before its file"),
        pytest.param(of_lines(UNDATED, cases=(ended(1),)), DOUBTED, id="shown ended before"),
        pytest.param(of_lines(UNDATED, cases=(ended(2),)), DOUBTED, id="ended by the same import"),
        pytest.param(of_lines(UNDATED, cases=(ended(3),)), ANSWERED, id="it ended since"),
        pytest.param(of_lines(UNDATED, cases=(told_until(0),)), ANSWERED, id="it knows as much"),
        pytest.param(of_lines(UNDATED, cases=(told_until(-1),)), DOUBTED, id="it knows less"),
        pytest.param(of_lines(UNDATED, cases=(told_until(None),)), DOUBTED, id="it tells of none"),
        pytest.param(
            of_lines(Shown(imported=came(2)), cases=(told_until(None),)),
            ANSWERED,
            id="nor the word",
        ),
        pytest.param(
            of_lines(UNDATED, cases=(ended(1), ended(3))), ANSWERED, id="one of two since"
        ),
        pytest.param(
            of_lines(UNDATED, cases=(ended(-1), ended(1))), DOUBTED, id="one of two perhaps"
        ),
        pytest.param(
            of_lines(UNDATED, cases=(ended_at(-1, 3),)), HIDDEN, id="by its own time before"
        ),
        pytest.param(of_lines(UNDATED, cases=(ended_at(1),)), DOUBTED, id="between both times"),
        pytest.param(of_lines(UNDATED, cases=(ended_at(1, 3),)), ANSWERED, id="shown since"),
        pytest.param(of_lines(UNDATED, cases=(ended_at(3),)), ANSWERED, id="after its import"),
        pytest.param(of_lines(UNDATED, cases=(closed_here(3),)), ANSWERED, id="closed here since"),
        pytest.param(of_lines(UNDATED, cases=(closed_here(-1),)), DOUBTED, id="closed here alone"),
        pytest.param(
            of_lines(UNDATED, cases=(closed_here(1, end_shown=ended(3).end_shown),)),
            ANSWERED,
            id="closed here, and there by a later file",
        ),
        pytest.param(of_lines(DATED, cases=(dated(2),)), ANSWERED, id="by a later file"),
        pytest.param(of_lines(DATED, cases=(dated(0),)), HIDDEN, id="by an earlier file"),
        pytest.param(
            of_lines(DATED, cases=(dated(2, closed_at=NOW),)), HIDDEN, id="earlier by its own time"
        ),
        pytest.param(
            of_lines(DATED, cases=(dated(2, closed_at=NOW + HOUR),)), ANSWERED, id="in that minute"
        ),
        pytest.param(of_lines(DATED, cases=(ended(1),)), DOUBTED, id="by an undated file of then"),
        pytest.param(of_lines(DATED, cases=(ended(3),)), ANSWERED, id="by a later import"),
        pytest.param(
            of_lines(DATED, cases=(closed_here(2),)), ANSWERED, id="closed here after its time"
        ),
        pytest.param(
            of_lines(None, UNDATED, cases=(ended(3, line=1),)), HIDDEN, id="another line's ended"
        ),
        pytest.param(of_lines(None, UNDATED, cases=(case(line=1),)), HIDDEN, id="another line's"),
        pytest.param(of_lines(None, UNDATED, cases=(case(line=2),)), ANSWERED, id="the line's"),
        pytest.param(of_lines(None, UNDATED, cases=(case(),)), ANSWERED, id="the whole order's"),
        pytest.param(
            of_lines(None, UNDATED, cases=(case(lines=units((1, 1))),)),
            HIDDEN,
            id="another line's units",
        ),
    ],
)
def test_a_word_is_answered_by_what_had_not_ended_when_its_file_was_made(
    given: Order, found: tuple[bool, bool]
) -> None:
    known = judged(given, context(), "import")

    assert (shows_a_case(known), hides_a_case(known)) == found
    assert [one.kind for one in known.open_discrepancies] == ["case_shown"] * (found == DOUBTED)
    assert (Ship.why_not(known, context()) is not None) is found[0]
    assert (after_sales(known) is AfterSales.OPEN) is (found[0] or bool(given.open_cases))


def resolved(right: Right, given: Order) -> Order:
    """The order once somebody has looked there."""
    asked = judged(given, context(), "import")
    (doubt,) = asked.open_discrepancies
    said: dict[str, Any] = {"discrepancy": doubt.id, "reason": "已核对", "right": right}
    return changed(ResolveDiscrepancy, asked, **said)


IN_DOUBT = of_lines(UNDATED, cases=(ended(1),))


@pytest.mark.parametrize(
    ("right", "found"),
    [pytest.param("us", ANSWERED, id="none"), pytest.param("platform", HIDDEN, id="another")],
)
def test_a_person_says_whether_one_is_open_there(right: Right, found: tuple[bool, bool]) -> None:
    known = resolved(right, IN_DOUBT)

    assert (shows_a_case(known), hides_a_case(known)) == found
    assert (Ship.why_not(known, context()) is None) is (found == ANSWERED)
    assert not judged(known, context(), "import").open_discrepancies


WITHDRAWN_HERE = changed(
    WithdrawCase,
    order(
        cases=(
            case(
                state="seller_to_answer",
                unshipped=True,
                platform_deadline=NOW + DAY,
                since=NOW - HOUR,
            ),
        )
    ),
)
PAID_HERE = closed_here(-1, outcome="refunded")


@pytest.mark.parametrize(
    ("cases", "opened"),
    [
        pytest.param(WITHDRAWN_HERE.cases, True, id="closed here alone"),
        pytest.param((ended(1),), False, id="it ended there"),
        pytest.param((PAID_HERE,), False, id="its money went"),
        pytest.param(
            (*WITHDRAWN_HERE.cases, ended(1, id="A2", applied_at=NOW - HOUR / 2)),
            False,
            id="another was applied for since",
        ),
    ],
)
def test_what_was_closed_here_alone_is_open_again_where_somebody_saw_it_open(
    cases: tuple[AfterSalesCase, ...], *, opened: bool
) -> None:
    asked = judged(of_lines(UNDATED, cases=cases), context(), "import")
    answers = answers_to(asked, asked.open_discrepancies[0])
    known = resolved("platform", of_lines(UNDATED, cases=cases))

    assert answers is not None
    assert ("A1" in answers.platform) is opened
    assert hides_a_case(known) is not opened
    assert Ship.why_not(known, context()) is not None
    if opened:
        before = WITHDRAWN_HERE.cases[0].stood
        (again,) = known.open_cases
        assert before is not None
        assert (again.state, again.since) == (before.state, before.since)
        assert again.platform_deadline == NOW + DAY
        assert not [one for one in judged(known, context(), "x").discrepancies if one.stands]


def test_what_a_later_word_means_is_asked_anew() -> None:
    known = resolved("us", IN_DOUBT)
    later = Shown(made_after=NOW, imported=came(4))

    again = judged(
        known.model_copy(update={"lines": (line(case_shown=later),)}), context(), "import"
    )

    assert [one.kind for one in again.open_discrepancies] == ["case_shown"]


@pytest.mark.parametrize(
    ("ends", "asked"),
    [
        pytest.param(ended(1), False, id="its own case ends there: an export of cases tells more"),
        pytest.param(closed_here(-1), True, id="it may be open there still"),
    ],
)
def test_of_goods_that_have_left_only_what_was_closed_here_is_asked(
    ends: AfterSalesCase, *, asked: bool
) -> None:
    left = of_lines(UNDATED, cases=(ends,), parcels=(parcel(lines=units((1, 2))),))

    assert bool(judged(left, context(), "import").open_discrepancies) is asked


def test_it_is_said() -> None:
    known = judged(of_lines(UNDATED, UNDATED, cases=(ended(1),)), context(), "import")

    assert explain(known, known.open_discrepancies[0]) == (
        "A file of 2026-11-22 11:00 shows an after-sales case of this order as open; what is known"
        " here has ended (A1). Look there whether another one is open."
    )


def test_days_lie_between_a_word_and_an_end_that_was_known_long_before() -> None:
    word = Shown(made_after=NOW + DAY, imported=came(30))

    assert hides_a_case(of_lines(word, cases=(ended(1),)))


@pytest.mark.parametrize(
    ("about", "lines"),
    [
        pytest.param({"line": 1}, [1], id="as the platform names it"),
        pytest.param({"lines": units((2, 1))}, [2], id="as its units say"),
        pytest.param({"line": 1, "lines": units((1, 1), (2, 1))}, [1], id="it names one of these"),
        pytest.param({}, [1, 2, 3], id="it may be any"),
    ],
)
def test_of_a_case_that_the_platform_names_a_line_for_no_other_line_is_answered(
    about: dict[str, Any], lines: list[int]
) -> None:
    assert [number for number in (1, 2, 3) if case(**about).is_about(number)] == lines
