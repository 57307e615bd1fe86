"""Spoken times (口语时间): `18:00`, `+2h`, `tomorrow 9`, `明天下午3点半`, as instants.

A time alone is today's. A day alone, or a part of one, is its end, which is when what was promised
for it is due: tomorrow 23:59, this afternoon 18:00; a day that is over is its beginning. A weekday
is the next one from today on, a day of a month lies as near to today as it can, a span without a
sign is to come. Nothing is guessed beyond that: whoever types sees what was understood.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

DAYS = {
    **dict.fromkeys(("today", "今天", "今日", "今"), 0),
    **dict.fromkeys(("tomorrow", "tmr", "明天", "明日", "明"), 1),
    **dict.fromkeys(("后天", "後天"), 2),
    "大后天": 3,
    **dict.fromkeys(("yesterday", "昨天", "昨日", "昨"), -1),
    "前天": -2,
}
"""Days by the word for them, from today on; one letter alone stands before a part of the day."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHINESE_WEEKDAYS = "一二三四五六日"
TONIGHT = "tonight"
EVENING = ("晚上", "晚", "夜里", "evening")
AFTERNOON = ("pm", "下午", "傍晚", "afternoon", *EVENING)
MORNING = ("am", "凌晨", "早上", "上午", "早")
NOON = ("noon", "中午")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
HALF_DAY = 12
LAST_HOUR = 24
LAST_MINUTE = timedelta(hours=23, minutes=59)
ENDS = {
    "上午": timedelta(hours=12),
    **dict.fromkeys(NOON, timedelta(hours=12)),
    **dict.fromkeys(("下午", "afternoon"), timedelta(hours=18)),
    "傍晚": timedelta(hours=19),
    **dict.fromkeys(EVENING, LAST_MINUTE),
}
"""How long after midnight the parts of a day end that have no hour behind them."""

_AMOUNT = r"(?P<{0}>\d{{1,4}})\s*(?:{1})"
_SPAN = re.compile(
    r"(?P<sign>[+-])?\s*(?:in\s+)?"
    rf"(?:{_AMOUNT.format('d', r'd(?:ays?)?|天')})?\s*"
    rf"(?:{_AMOUNT.format('h', r'h(?:ours?|rs?)?|个?小时|个?钟头')})?\s*"
    rf"(?:{_AMOUNT.format('m', r'm(?:in(?:utes?)?)?|分钟?')}|(?P<half>半个?(?:小时|钟头)))?\s*"
    r"(?P<later>后|以后|之后|内|ago|前|以前|之前)?"
)
_EARLIER = ("ago", "前", "以前", "之前")
_CLOCK = re.compile(
    rf"(?P<part>{'|'.join((*AFTERNOON, *MORNING, *NOON))})?\s*"
    r"(?:(?P<hour>\d{1,2})\s*(?:(?:[:点时])\s*(?:(?P<minute>\d{1,2})分?|(?P<half>半))?|(?P<bare>))"
    rf"\s*(?P<after>{'|'.join((*AFTERNOON[:1], *MORNING[:1]))})?)?"
)
_WEEKDAY = re.compile(
    r"(?:(?P<next>next\s+|下个?)?(?:周|星期|礼拜)(?P<chinese>[一二三四五六日天])"
    r"|(?P<following>next\s+)?(?P<english>mon|tue|wed|thu|fri|sat|sun)[a-z]*)"
)
_DATE = re.compile(
    r"(?:(?P<month>\d{1,2})(?:[-/]|月))(?P<day>\d{1,2})[日号]?|(?P<alone>\d{1,2})[日号]"
)


def spoken_instant(text: str, now: datetime) -> datetime | None:
    """What is meant by a text of half-width signs, in the zone of `now`; None if it is no time."""
    plain = text.strip().lower()
    span = _span(plain)
    if span is not None:
        minute = now.replace(second=0, microsecond=0)
        # What is to come is never sooner than it was said.
        return minute + span + timedelta(minutes=span > timedelta() and now > minute)
    for day, rest, has_day in _days(plain, now.date()):
        said = rest.strip(" ,，的").removeprefix("at").strip()
        clock = _clock(said, has_day=has_day)
        if has_day and not said:
            clock = LAST_MINUTE if day >= now.date() else timedelta()
        if clock is not None:
            midnight = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)
            return midnight + clock
    return None


def _span(text: str) -> timedelta | None:
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    size = timedelta(**{unit: int(found[name] or 0) for name, unit in UNITS.items()})
    if found["half"]:
        size += timedelta(minutes=30)
    if not size:
        return None
    return -size if found["sign"] == "-" or found["later"] in _EARLIER else size


def _days(text: str, today: date) -> Iterator[tuple[date, str, bool]]:
    """The days that a text may begin with, what follows, and whether it names one at all."""
    if text.startswith(TONIGHT):
        yield (
            today,
            f"{EVENING[0]}{text.removeprefix(TONIGHT).strip().removeprefix('at').strip()}",
            True,
        )
    for word in sorted(DAYS, key=len, reverse=True):
        if text.startswith(word):
            yield today + timedelta(days=DAYS[word]), text.removeprefix(word), True
    weekday = _WEEKDAY.match(text)
    if weekday:
        yield _weekday(weekday, today), text[weekday.end() :], True
    dated = _DATE.match(text)
    found = _dated(dated, today) if dated else None
    if dated and found:
        yield found, text[dated.end() :], True
    yield today, text, False


def _weekday(found: re.Match[str], today: date) -> date:
    chinese = (found["chinese"] or "").replace("天", "日")
    number = CHINESE_WEEKDAYS.index(chinese) if chinese else WEEKDAYS.index(found["english"])
    if found["next"] or found["following"]:  # of the week that begins next Monday
        return today + timedelta(days=7 - today.weekday() + number)
    return today + timedelta(days=(number - today.weekday()) % 7)


def _dated(found: re.Match[str], today: date) -> date | None:
    """The day of this date that is nearest to today, or of this month or the next."""
    if found["alone"]:
        later = today.replace(day=1) + timedelta(days=32)
        days = [_day(at.year, at.month, int(found["alone"])) for at in (today, later)]
        return next((day for day in days if day and day >= today), None)
    years = (today.year - 1, today.year, today.year + 1)
    near = [_day(year, int(found["month"]), int(found["day"])) for year in years]
    return min(filter(None, near), key=lambda day: abs(day - today), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(text: str, *, has_day: bool) -> timedelta | None:
    """How long after midnight; a bare hour is a time only behind a day or a part of one."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    part = found["part"] or found["after"] or ""
    if found["hour"] is None:
        return ENDS.get(part)
    if found["bare"] is not None and not (has_day or part):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or (30 if found["half"] else 0))
    if part in AFTERNOON and hour < HALF_DAY:
        hour += HALF_DAY
    elif part in NOON and hour <= 2:  # noqa: PLR2004 - 中午1点 is one o'clock in the afternoon
        hour += HALF_DAY if hour else 0
    elif part == "am" and hour == HALF_DAY:
        hour = 0
    if hour > LAST_HOUR or minute > 59 or (hour == LAST_HOUR and minute):  # noqa: PLR2004
        return None
    return timedelta(hours=hour, minutes=minute)
