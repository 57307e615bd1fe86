"""Times as people say them, in both languages, on a Sunday at nine (2026-11-22)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from store.models.inquiry import Inquiry
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import read_values
from store.rules.action.kinds import TIME, WHOLE_DAY, kind_of, sense_of
from store.rules.action.told_times import told_values, understood_days, understood_times
from store.rules.inquiries.actions.open_inquiry import OpenInquiry
from store.words import _
from store.words.senses import AHEAD, BEHIND
from store.words.times import minute_text, parse_day, parse_instant
from tests.build import NOW, context
from tui.language import use_language

SPOKEN = {
    "18:00": "2026-11-22 18:00",
    "8:05": "2026-11-22 08:05",
    "6pm": "2026-11-22 18:00",
    "noon": "2026-11-22 12:00",
    "下午6点": "2026-11-22 18:00",
    "晚上8点半": "2026-11-22 20:30",
    "中午": "2026-11-22 12:00",
    "中午1点": "2026-11-22 13:00",
    "凌晨2点": "2026-11-22 02:00",
    "+2h": "2026-11-22 11:00",
    "+90m": "2026-11-22 10:30",
    "+1d2h30m": "2026-11-23 11:30",
    "in 2 hours": "2026-11-22 11:00",
    "2小时后": "2026-11-22 11:00",
    "半小时后": "2026-11-22 09:30",
    "30分钟后": "2026-11-22 09:30",
    "3天后": "2026-11-25 09:00",
    "-2h": "2026-11-22 07:00",
    "2 hours ago": "2026-11-22 07:00",
    "2小时前": "2026-11-22 07:00",
    "tomorrow 9": "2026-11-23 09:00",
    "Tomorrow at 21:30": "2026-11-23 21:30",
    "tomorrow": "2026-11-23 23:59",
    "明天": "2026-11-23 23:59",
    "后天": "2026-11-24 23:59",
    "today": "2026-11-22 23:59",
    "yesterday": "2026-11-21 00:00",
    "tonight": "2026-11-22 23:59",
    "tonight at 8": "2026-11-22 20:00",
    "今晚": "2026-11-22 23:59",
    "下午": "2026-11-22 18:00",
    "早上": "2026-11-22 12:00",
    "明早": "2026-11-23 12:00",
    "tomorrow morning": "2026-11-23 12:00",
    "两小时后": "2026-11-22 11:00",
    "in 2h": "2026-11-22 11:00",
    "十五分钟后": "2026-11-22 09:15",
    "明天下午三点半": "2026-11-23 15:30",
    "周三三点": "2026-11-25 03:00",
    "二十五号": "2026-11-25 23:59",
    "25日": "2026-11-25 23:59",
    "20th": "2026-12-20 23:59",
    "the 23rd 9:00": "2026-11-23 09:00",
    "明天下午": "2026-11-23 18:00",
    "tomorrow afternoon": "2026-11-23 18:00",
    "明天上午": "2026-11-23 12:00",
    "周五": "2026-11-27 23:59",
    "2h": "2026-11-22 11:00",
    "2小时": "2026-11-22 11:00",
    "明天12点": "2026-11-23 12:00",
    "明天下午3点半": "2026-11-23 15:30",
    "明早9点": "2026-11-23 09:00",
    "明天 ９：１５": "2026-11-23 09:15",
    "今晚8点": "2026-11-22 20:00",
    "后天 10:00": "2026-11-24 10:00",
    "大后天": "2026-11-25 23:59",
    "yesterday 9": "2026-11-21 09:00",
    "昨天21点": "2026-11-21 21:00",
    "前天 8:00": "2026-11-20 08:00",
    "fri 18:00": "2026-11-27 18:00",
    "Friday 6pm": "2026-11-27 18:00",
    "周五 18:00": "2026-11-27 18:00",
    "星期五18点": "2026-11-27 18:00",
    "周日 10点": "2026-11-22 10:00",
    "next mon 9": "2026-11-23 09:00",
    "下周五 9点": "2026-11-27 09:00",
    "11-25 18:00": "2026-11-25 18:00",
    "11/25": "2026-11-25 23:59",
    "1-2 9:00": "2027-01-02 09:00",
    "12月31日18点": "2026-12-31 18:00",
    "25号 9点": "2026-11-25 09:00",
    "3日": "2026-12-03 23:59",
    "2026-11-29 18:00": "2026-11-29 18:00",
    "2026-11-29T10:00Z": "2026-11-29 18:00",
}
NO_TIMES = (
    "9",
    "0h",
    "+0h",
    "下班前",
    "三十一十点",
    "25:00",
    "18:60",
    "13pm x",
    "99日",
    "31.12.",
    "soon",
    "明年",
    "tomorrow x",
)


@pytest.mark.parametrize(("text", "meant"), list(SPOKEN.items()))
def test_a_time_means_what_people_mean_by_it(text: str, meant: str) -> None:
    assert minute_text(parse_instant(text, NOW)) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    {
        "明天": "2026-11-23 09:00",
        "tomorrow": "2026-11-23 09:00",
        "周五": "2026-11-27 09:00",
        "20号": "2026-12-20 09:00",
        "明早": "2026-11-23 09:00",
        "tomorrow morning": "2026-11-23 09:00",
        "早上": "2026-11-23 09:00",
        "下午": "2026-11-22 13:00",
        "明天下午": "2026-11-23 13:00",
        "今晚": "2026-11-22 18:00",
        "明天下午3点": "2026-11-23 15:00",
        "两小时后": "2026-11-22 11:00",
    }.items(),
)
def test_what_is_put_off_until_a_day_comes_back_when_its_work_begins(text: str, meant: str) -> None:
    snooze = all_actions()["snooze"]

    (until,) = understood_times(snooze, {"until": text}, NOW).values()

    assert minute_text(until) == meant
    assert told_values(snooze, {"until": text}, NOW) == {"until": meant}


@pytest.mark.parametrize("text", ["本月20日", "本月二十号", "这个月20号"])
def test_a_day_of_this_month_is_one_whatever_is_meant_with_it(text: str) -> None:
    for sense in (AHEAD, BEHIND):
        assert f"{parse_day(text, NOW, sense)}" == "2026-11-20"
    assert f"{parse_day('本月30日', NOW, BEHIND)}" == "2026-11-30"


def test_a_day_is_understood_as_a_date() -> None:
    for text, day in {"20日": "2026-11-20", "30日": "2026-10-30", "20th": "2026-11-20"}.items():
        assert {f"{one}" for one in understood_days(OpenInquiry, {"day": text}, NOW).values()} == {
            day
        }
    assert understood_days(OpenInquiry, {"day": "soon"}, NOW) == {}


@pytest.mark.parametrize("text", ["20", "20th", "the 20th", "20号", "20日", "二十号", "fri"])
def test_a_day_alone_is_the_last_one_in_what_is_said_of_the_past_and_else_the_next(
    text: str,
) -> None:
    inquiry, improvement = all_actions()["open-inquiry"], all_actions()["add-improvement"]
    to_come = "2026-11-27" if text == "fri" else "2026-12-20"

    assert told_values(inquiry, {"day": text}, NOW) == {"day": "2026-11-20"}
    assert told_values(improvement, {"due": text}, NOW) == {"due": to_come}
    values = {"day": text}
    assert read_values(OpenInquiry, values, Inquiry.blank(""), context()).day == date(2026, 11, 20)


def test_a_day_of_the_past_has_begun_also_where_it_is_today() -> None:
    trace = all_actions()["record-trace"]

    for text, meant in {"today": "2026-11-22 00:00", "22号": "2026-11-22 00:00"}.items():
        assert told_values(trace, {"at": text}, NOW) == {"at": meant}


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time_is_said_with_times_that_are_to_come(text: str) -> None:
    with pytest.raises(ValueError, match="is no time") as caught:
        parse_instant(text, NOW)

    assert str(caught.value) == (
        f"{text} is no time; such as 18:00, tomorrow 9, +2h or 12-31 18:00 is expected."
    )


def test_without_a_clock_only_a_date_and_a_time_are_read() -> None:
    with pytest.raises(ValueError, match=r"such as 2026-11-22 18:00 is expected\."):
        parse_instant("+2h")


def test_an_event_tells_a_spoken_time_as_the_instant_it_meant() -> None:
    hold = all_actions()["hold"]
    values = {"until": "tomorrow 9", "reason": "tomorrow 9"}

    assert told_values(hold, values, NOW) == {
        "until": "2026-11-23 09:00",
        "reason": "tomorrow 9",
    }
    assert told_values(hold, {"until": "2026-11-29 18:00"}, NOW) == {"until": "2026-11-29 18:00"}
    assert told_values(hold, {"until": "soon"}, NOW) == {"until": "soon"}


def test_what_is_understood_of_a_time_may_be_shown_while_it_is_typed() -> None:
    log = all_actions()["log-contact"]

    assert understood_times(log, {"promise_due": "+2h", "text": "+2h"}, NOW) == {
        "promise_due": NOW + timedelta(hours=2)
    }
    assert understood_times(log, {"promise_due": "tomor"}, NOW) == {}


@pytest.fixture(params=["en", "zh"])
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both languages, one after the other."""
    use_language(request.param)
    yield
    use_language("en")


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("clock", ["00:00", "09:00", "18:00", "23:59"])
def test_the_examples_of_a_field_can_be_typed_at_any_time_of_the_day(clock: str) -> None:
    now = parse_instant(f"2026-11-23 {clock}")
    told = [
        (kind_of(info), sense_of(info), _(info.description))
        for action in all_actions().values()
        for info in action.model_fields.values()
        if info.description and {kind_of(info)} & {TIME, WHOLE_DAY}
    ]
    such_as = re.compile("(?:such as |如 )([^;；]*?)(?:, or .*)?(?:[;；]|$)")
    found = [
        (kind, sense, example)
        for kind, sense, said in told
        if (match := such_as.search(said)) and not match[1].startswith("20")
        for example in re.split("(?:, | or |、| ?或 ?)", match[1])
    ]

    assert len(found) > len(told)
    for kind, sense, example in found:
        at = parse_instant(example, now, sense)
        assert (at > now) == (sense != BEHIND), (kind.name, example)
