"""Snooze: what is owed is put off until a time, never past its deadline; it wakes by itself."""

import pytest

from store.documents.rows import rows_of
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.row import ObligationRow
from store.models.work import Hold
from store.models.work import Snooze as StoredSnooze
from store.rules.action.base import Undo
from store.rules.action.form import form_of
from store.rules.obligations import obligations
from store.rules.obligations.of_document import owed_for
from store.rules.obligations.snoozing import snoozed_until, woken_from
from store.rules.order.actions.snooze import Snooze
from store.rules.order.actions.wake import Wake
from tests.build import (
    DAY,
    HOUR,
    NOW,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    order,
    sentences,
    shipped,
)
from tests.rules.inquiries import NUMBER, ended, inquiry
from tests.rules.row_facts import POLICY, at, obligation_rows

TWO = order(cases=(case(state="seller_to_answer", platform_deadline=NOW + 9 * HOUR),))
"""To be shipped in five hours, and a case to be answered in nine."""


def asleep(until_hours: int = 2, kind: str = "ship", about: str = "") -> StoredSnooze:
    until = NOW + until_hours * HOUR
    return StoredSnooze(kind=kind, about=about, until=until, at=NOW - HOUR, by="小李 (li)")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="an order to ship"),
        pytest.param(
            shipped(received_at=NOW, platform_fulfilment="received"),
            "Nothing is owed here.",
            id="all is done",
        ),
        pytest.param(
            order(ship_by_deadline=NOW - HOUR),
            "All that is owed here is late; what is late is not put off.",
            id="late",
        ),
        pytest.param(order(snoozes=(asleep(),)), None, id="put off once more"),
    ],
)
def test_when_something_may_be_put_off(given: Order, sentence: str | None) -> None:
    assert Snooze.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param(
            TWO,
            [
                ("ship", "ship"),
                ("answer-case:A1", "answer the case refund only ours to answer 50.00"),
            ],
            id="an order and its case",
        ),
        pytest.param(
            shipped(),
            [("first-scan:p1", f"pick the parcel up YTO {TRACKING_NO} RICE-10 x2")],
            id="a parcel by its number",
        ),
    ],
)
def test_the_form_names_what_is_owed_and_what_it_is_about(
    given: Order, shown: list[tuple[str, str]]
) -> None:
    form = form_of(Snooze, given, context())
    (what,) = (one for one in form.fields if one.name == "what")
    assert [(one.value, one.text) for one in what.choices] == shown


@pytest.mark.parametrize(
    ("given", "values", "said"),
    [
        pytest.param(order(), {"until": "2026-11-22 11:00"}, [], id="the only one"),
        pytest.param(order(), {"until": "2026-11-22 14:00"}, [], id="exactly its deadline"),
        pytest.param(
            order(),
            {"until": "2026-11-22 14:01"},
            ["2026-11-22 14:01 is after its deadline; put it off until 2026-11-22 14:00 at most."],
            id="a minute after its deadline",
        ),
        pytest.param(
            order(),
            {"until": "2026-11-22 09:00"},
            ["2026-11-22 09:00 is over; something is put off until later."],
            id="now",
        ),
        pytest.param(
            TWO,
            {"until": "2026-11-22 11:00"},
            [
                (
                    "Several things are owed; say which one of 261120-000000000000001: ship, answer"
                    " the case refund only ours to answer 50.00."
                )
            ],
            id="which of two",
        ),
        pytest.param(
            TWO,
            {"until": "2026-11-22 17:00", "what": "answer-case"},
            [],
            id="until the deadline of the one that is named",
        ),
        pytest.param(
            TWO, {"until": "2026-11-22 11:00", "what": "answer-case:A1"}, [], id="named in full"
        ),
        pytest.param(
            TWO,
            {"until": "2026-11-22 11:00", "what": "refund"},
            [
                (
                    "refund is not owed here. What is owed for 261120-000000000000001: ship, answer"
                    " the case refund only ours to answer 50.00."
                )
            ],
            id="not owed",
        ),
        pytest.param(
            TWO.model_copy(update={"ship_by_deadline": NOW - HOUR}),
            {"until": "2026-11-22 11:00", "what": "ship"},
            ["This was due at 2026-11-22 08:00; what is late is not put off."],
            id="late while another is not",
        ),
    ],
)
def test_until_when_it_may_be_put_off(
    given: Order, values: dict[str, str], said: list[str]
) -> None:
    assert [text for _field, text in sentences(Snooze, given, values)] == said


def test_of_what_is_late_the_form_says_that_it_is_not_put_off() -> None:
    late = TWO.model_copy(update={"ship_by_deadline": NOW - HOUR})
    said = f"What is late is not put off: {late.order_no}: ship."
    assert Snooze.background(late, context()) == (said,)
    assert Snooze.background(TWO, context()) == ()


def test_what_has_no_deadline_is_put_off_for_a_week_at_most() -> None:
    given = shipped(cases=(case(state="platform_to_rule", waits_for="platform"),))
    values = {"what": "rule", "until": "2026-11-29 09:01"}

    ((_field, said),) = sentences(Snooze, given, values)
    assert said == (
        "2026-11-29 09:01 is too late for something without a deadline; 2026-11-29 09:00 is the"
        " latest."
    )


def test_it_is_kept_with_its_kind_and_what_it_is_about() -> None:
    given = TWO.model_copy(update={"snoozes": (asleep(), asleep(-1, "answer-promise", "c1"))})

    after = changed(Snooze, given, what="answer-case", until="2026-11-22 12:00")
    assert after.snoozes == (
        asleep(),
        StoredSnooze(kind="answer-case", about="A1", until=NOW + 3 * HOUR, at=NOW, by="小李 (li)"),
    )


def test_another_time_takes_the_place_of_the_first() -> None:
    after = changed(Snooze, order(snoozes=(asleep(),)), until="2026-11-22 13:00")

    assert [one.until for one in after.snoozes] == [NOW + 4 * HOUR]


def test_whoever_does_it_hears_when_it_comes_back() -> None:
    assert do(Snooze, order(), until="2026-11-22 13:00").said == (
        "It comes back by itself at 2026-11-22 13:00.",
    )


def test_the_row_says_until_when_and_a_deadline_that_came_nearer_wakes_it() -> None:
    (row,) = obligation_rows(order(snoozes=(asleep(),)))
    (nearer,) = obligation_rows(order(snoozes=(asleep(),), ship_by_deadline=NOW + HOUR))

    assert (row.snoozed_until, row.begins_at) == (at(NOW + 2 * HOUR),) * 2
    assert (nearer.snoozed_until, nearer.begins_at) == (None, None)
    assert row.due_at == at(NOW + 5 * HOUR)
    assert row.cost_fen == 300


@pytest.mark.parametrize(
    ("due_in", "put_off", "woken"),
    [
        pytest.param(3, 2, None, id="the deadline is after it still"),
        pytest.param(2, 2, None, id="until the deadline itself"),
        pytest.param(1, None, 2, id="the deadline moved before it"),
    ],
)
def test_a_deadline_that_moved_before_the_end_of_a_snooze_wakes_it(
    due_in: int, put_off: int | None, woken: int | None
) -> None:
    given = order(snoozes=(asleep(),), ship_by_deadline=NOW + due_in * HOUR)
    (ship,) = obligations(given, POLICY)

    assert snoozed_until(ship, given.snoozes) == (NOW + put_off * HOUR if put_off else None)
    assert woken_from(ship, given.snoozes) == (NOW + woken * HOUR if woken else None)


@pytest.mark.parametrize(("under_review", "kind"), [(False, "ship"), (True, "ship-reviewed")])
def test_while_the_goods_are_held_back_shipping_waits_and_the_end_of_the_hold_does_not(
    under_review: bool, kind: str
) -> None:
    hold = Hold(until=NOW + 2 * HOUR, reason="x", at=NOW, by="li")
    given = order(hold=hold, under_review=under_review)

    assert {row.kind: row.begins_at for row in obligation_rows(given)} == {
        kind: at(NOW + 2 * HOUR),
        "hold-ends": None,
    }


def test_only_what_was_put_off_is() -> None:
    given = TWO.model_copy(update={"snoozes": (asleep(),)})

    assert {row.kind: row.snoozed_until for row in obligation_rows(given)} == {
        "ship": at(NOW + 2 * HOUR),
        "answer-case": None,
    }
    (ship, _answer) = obligations(given, POLICY)
    assert snoozed_until(ship, given.snoozes) == NOW + 2 * HOUR


@pytest.mark.parametrize(
    ("owed", "given", "back"),
    [
        pytest.param(("ship", ""), TWO, None, id="never"),
        pytest.param(
            ("ship", ""),
            TWO.model_copy(update={"snoozes": (asleep(),)}),
            Undo("wake", {"what": "ship"}),
            id="it is put off",
        ),
        pytest.param(
            ("answer-case", "A1"),
            TWO.model_copy(update={"snoozes": (asleep(),)}),
            None,
            id="another is",
        ),
        pytest.param(
            ("", ""), TWO.model_copy(update={"snoozes": (asleep(),)}), None, id="not all is"
        ),
        pytest.param(
            ("", ""), order(snoozes=(asleep(),)), Undo("wake", {"what": ""}), id="all of it is"
        ),
    ],
)
def test_the_same_key_takes_up_again_what_it_has_put_off(
    owed: tuple[str, str], given: Order, back: Undo | None
) -> None:
    assert Snooze.already(given, *owed, context()) == back


def test_what_is_late_is_no_thing_to_put_off_though_another_may_be() -> None:
    given = TWO.model_copy(update={"ship_by_deadline": NOW - HOUR})

    assert Snooze.why_not(given, context()) is None
    assert Snooze.why_not_owed(given, "ship", "", context()) == (
        "This was due at 2026-11-22 08:00; what is late is not put off."
    )
    assert Snooze.why_not_owed(given, "answer-case", "A1", context()) is None
    assert Snooze.why_not_owed(given, "refund", "", context()) is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(snoozes=(asleep(),)), None, id="put off"),
        pytest.param(order(), "Nothing that is owed here is put off.", id="never"),
        pytest.param(
            order(snoozes=(asleep(0),)),
            "Nothing that is owed here is put off.",
            id="awake by itself",
        ),
    ],
)
def test_when_something_may_be_taken_up_again(given: Order, sentence: str | None) -> None:
    assert Wake.why_not(given, context()) == sentence


def test_all_of_it_or_one_of_it_is_taken_up_again() -> None:
    given = TWO.model_copy(update={"snoozes": (asleep(), asleep(3, "answer-case", "A1"))})

    assert changed(Wake, given).snoozes == ()
    assert changed(Wake, given, what="ship").snoozes == (asleep(3, "answer-case", "A1"),)
    assert sentences(Wake, given, {"what": "refund"}) == [
        (
            "what",
            (
                "refund is not put off. What is put off of 261120-000000000000001: ship (until"
                " 2026-11-22 11:00), answer the case refund only ours to answer 50.00 (until"
                " 2026-11-22 12:00)."
            ),
        )
    ]


def test_what_is_taken_up_again_is_chosen_and_said_in_words() -> None:
    given = TWO.model_copy(update={"snoozes": (asleep(), asleep(3, "answer-case", "A1"))})

    assert [choice.text for choice in Wake.offers(given, context())["what"]] == [
        "ship (until 2026-11-22 11:00)",
        "answer the case refund only ours to answer 50.00 (until 2026-11-22 12:00)",
    ]
    assert do(Wake, given, what="ship").said == (
        "To be done again for 261120-000000000000001: ship.",
    )


def test_a_day_later_nothing_of_it_is_left() -> None:
    later = context(now=NOW + DAY)

    assert Wake.why_not(order(snoozes=(asleep(),)), later)


ASKED = inquiry(opened_at=NOW - HOUR, platform="pinduoduo")


def test_an_inquiry_is_put_off_like_an_order_and_taken_up_again() -> None:
    (owed,) = owed_for(ASKED, POLICY)
    assert owed.due_at
    until = NOW + HOUR / 2

    (after,) = do(Snooze, ASKED, until="2026-11-22 09:30").documents
    assert isinstance(after, Inquiry)
    assert [(one.kind, one.about, one.until) for one in after.snoozes] == [
        ("inquiry", NUMBER, until)
    ]
    (row,) = rows_of(after, POLICY)["obligations"]
    assert isinstance(row, ObligationRow)
    assert (row.snoozed_until, row.begins_at, row.due_at) == (at(until), at(until), at(owed.due_at))

    assert Wake.why_not(after, context()) is None
    (woken,) = do(Wake, after).documents
    assert isinstance(woken, Inquiry)
    assert woken.snoozes == ()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(inquiry(resolved=ended()), "Nothing is owed here.", id="it is resolved"),
        pytest.param(
            inquiry(opened_at=NOW - 9 * DAY),
            "All that is owed here is late; what is late is not put off.",
            id="it is late",
        ),
    ],
)
def test_an_inquiry_of_which_nothing_may_be_put_off(given: Inquiry, sentence: str) -> None:
    assert Snooze.why_not(given, context()) == sentence
    assert Wake.why_not(given, context()) == "Nothing that is owed here is put off."


def test_a_time_that_is_over_is_said_whatever_else_is_wrong() -> None:
    both = order(ship_by_deadline=NOW + HOUR, cases=(case(platform_deadline=NOW + HOUR),))

    found = sentences(Snooze, both, {"until": "2026-11-22 08:00"})

    assert found[0] == ("until", "2026-11-22 08:00 is over; something is put off until later.")
    assert [field for field, _said in found] == ["until", "what"]
