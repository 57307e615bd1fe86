"""Fields: every kind of value as a person types it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from store.models.money import yuan_text
from store.rules.action.fields import (
    lines_text,
    read_amount,
    read_count,
    read_lines,
    read_tracking_no,
)
from store.rules.action.frame import read_values
from store.rules.action.time_fields import When
from store.rules.order.actions.tag import Tag
from store.words.excerpts import excerpt
from store.words.times import day_text, minute_text
from tests.build import NOW, order, units

NO_AMOUNT = "{text} is no amount; yuan such as 20 or 20.50 are expected."
DECIMALS = "{text} has more than two decimals."
RANGE = "{text} is not above 0 and at most 10,000,000 yuan."
NO_TIME = "{text} is no time; such as 2026-11-22 18:00 is expected."
NO_NUMBER = "{text} is no tracking number; 6 to 40 letters and digits are expected."


def read_time(text: str, now: datetime | None = None) -> datetime:
    """A time as a field reads it that was typed then."""
    return TypeAdapter(When).validate_python(text, context={"now": now})


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("20", 2000),
        ("20.5", 2050),
        ("20.50", 2050),
        ("20.", 2000),
        ("0.01", 1),
        ("020", 2000),
        (" 20.50 ", 2050),
        ("２０．５０", 2050),
        ("¥20", 2000),
        ("￥ 20", 2000),
        ("20元", 2000),
        ("1,299.00", 129900),
        ("１，２９９", 129900),
        ("10,000,000", 1_000_000_000),
    ],
)
def test_an_amount_is_read_as_typed(text: str, fen: int) -> None:
    assert read_amount(text) == fen


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", NO_AMOUNT),
        ("twenty", NO_AMOUNT),
        ("-5", NO_AMOUNT),
        ("+5", NO_AMOUNT),
        ("NaN", NO_AMOUNT),
        ("Infinity", NO_AMOUNT),
        ("1e3", NO_AMOUNT),
        (".5", NO_AMOUNT),
        ("1.2.3", NO_AMOUNT),
        ("20,50", NO_AMOUNT),
        ("1,29", NO_AMOUNT),
        ("{sentence}", NO_AMOUNT),
        ("20.505", DECIMALS),
        ("0.001", DECIMALS),
        ("0", RANGE),
        ("0.00", RANGE),
        ("10000000.01", RANGE),
        ("9" * 400, RANGE),
    ],
)
def test_what_is_no_amount_is_said(text: str, sentence: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_amount(text)

    assert caught.value.message() == sentence.format(text=excerpt(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1:2", units((1, 2))),
        ("1", units((1, 1))),
        ("1:2,2:1", units((1, 2), (2, 1))),
        ("2:1; 1:2", units((2, 1), (1, 2))),
        ("１：２，２：１", units((1, 2), (2, 1))),
        ("1:2,", units((1, 2))),
    ],
)
def test_lines_are_read_as_typed(text: str, parts: Any) -> None:
    assert read_lines(text) == parts


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1:x", "1:x is not LINE:QUANTITY, such as 1:2 or 1:2,2:1."),
        ("1:-1", "1:-1 is not LINE:QUANTITY, such as 1:2 or 1:2,2:1."),
        ("1:2:3", "1:2:3 is not LINE:QUANTITY, such as 1:2 or 1:2,2:1."),
        ("12345:1", "12345:1 is not LINE:QUANTITY, such as 1:2 or 1:2,2:1."),
        (",", ", is not LINE:QUANTITY, such as 1:2 or 1:2,2:1."),
        ("1:0", "Line 1 is given with no unit."),
        ("1:1,1:1", "Line 1 is given twice."),
    ],
)
def test_what_are_no_lines_is_said(text: str, sentence: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_lines(text)

    assert caught.value.message() == sentence


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 09:00",
        "2026-11-22 09:00:00",
        "2026/11/22 09:00",
        "2026-11-22T09:00+08:00",
        "2026-11-22T01:00:00Z",
        "２０２６－１１－２２　０９：００",
    ],
)
def test_a_time_without_a_zone_is_the_shops(text: str) -> None:
    assert read_time(text) == NOW


def test_a_day_begins_at_midnight_in_the_shop() -> None:
    assert read_time("2026-11-22") == datetime(2026, 11, 21, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-13-01", "25:00", "2026-02-30 10:00", "0001-01-01 00:00"]
)
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_time(text)

    assert caught.value.errors()[0]["msg"] == NO_TIME.format(text=text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("YT1234567890123", "YT1234567890123"),
        ("yt 1234 5678 90123", "YT1234567890123"),
        ("ＹＴ１２３４５６７８９０１２３", "YT1234567890123"),
        ("DPK-123456", "DPK-123456"),
        ("\t123456", "123456"),
        ("'YT1234567890123", "YT1234567890123"),
    ],
)
def test_a_tracking_number_is_read_as_typed_or_scanned(text: str, number: str) -> None:
    assert read_tracking_no(text) == number


@pytest.mark.parametrize(
    "text", ["", "12345", "1" * 41, "-123456", "YT1234;rm", "圆通123456", "YT123\x1b456"]
)
def test_what_is_no_tracking_number_is_said(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_tracking_no(text)

    assert caught.value.message() == NO_NUMBER.format(text=text)


@pytest.mark.parametrize(
    "text",
    [
        "261120-000000000000002\tYT1234567890123",
        "261120-000000000000002 YT1234567890123",
        "6900000000000000100 YT1234567890123",
        "YT1234567890123\n261120-000000000000002",
        "YT1234567890123\t10",
    ],
)
def test_a_row_of_a_sheet_is_no_tracking_number(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_tracking_no(text)

    said = "{text} is a row of several cells; give the tracking number alone."
    assert caught.value.message() == said.format(text=" ".join(text.split()))


@pytest.mark.parametrize("read", [read_amount, read_lines, read_tracking_no, read_count])
def test_a_value_that_was_read_already_stays(read: Any) -> None:
    value = object()

    assert read(value) is value


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (5, "0.05"), (2050, "20.50"), (-105, "-1.05")]
)
def test_money_is_written_with_two_decimals(fen: int, text: str) -> None:
    assert yuan_text(fen) == text


def test_lines_are_written_as_they_are_read() -> None:
    assert lines_text(units((1, 2), (2, 1))) == "1:2,2:1"


def test_times_are_written_in_the_shops_day() -> None:
    late = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)

    assert (day_text(late), minute_text(late)) == ("2026-11-22", "2026-11-22 00:30")


@pytest.mark.parametrize(
    ("text", "word"), [("yes", "yes"), ("Y", "yes"), ("是", "yes"), ("no", "no"), ("否", "no")]
)
def test_yes_and_no_are_read_in_either_language(text: str, word: str) -> None:
    tagged = read_values(Tag, {"tag": "易碎", "remove": text}, order())

    assert tagged.remove == word
