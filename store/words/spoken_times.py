"""Spoken times (口语时间): `18:00`, `+2h`, `tomorrow 9`, `明天下午3点半`, as instants.

A time alone is today's. A day alone, or a part of one, is its end, which is when what was promised
for it is due: tomorrow 23:59, this afternoon 18:00; a day that is over is its beginning. Where
somebody says from when on (`begins`), it is when work on it begins: tomorrow 9:00, this afternoon
13:00. A weekday and a day without its month are the next ones from today on, in what is said of the
past (`behind`) the last ones; a part of today that is over is tomorrow's, but not there. A date
lies as near to today as it can, a span without a sign is to come. Nothing is guessed beyond that:
whoever types sees what was understood.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from store.words.senses import AHEAD, BEGINS, BEHIND, Sense

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
MORNING = ("am", "凌晨", "早上", "上午", "早", "morning")
NOON = ("noon", "中午")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
HALF_DAY = 12
LAST_HOUR = 24
LAST_MINUTE = timedelta(hours=23, minutes=59)
OPENS = timedelta(hours=9)
"""How long after midnight the work of a day begins."""
ENDS = {
    **dict.fromkeys(("早上", "早", "上午", "morning"), timedelta(hours=12)),
    **dict.fromkeys(NOON, timedelta(hours=12)),
    **dict.fromkeys(("下午", "afternoon"), timedelta(hours=18)),
    "傍晚": timedelta(hours=19),
    **dict.fromkeys(EVENING, LAST_MINUTE),
}
"""How long after midnight the parts of a day end that have no hour behind them."""
STARTS = {
    **dict.fromkeys(("早上", "早", "上午", "morning"), OPENS),
    **dict.fromkeys(NOON, timedelta(hours=12)),
    **dict.fromkeys(("下午", "afternoon"), timedelta(hours=13)),
    "傍晚": timedelta(hours=17),
    **dict.fromkeys(EVENING, timedelta(hours=18)),
}
"""How long after midnight they begin."""

_DIGITS = "零一二三四五六七八九"
_NUMERAL = re.compile(
    rf"(?<![周期拜])[{_DIGITS}两十]{{1,3}}(?=\s*(?:个|小时|钟头|天|分|点|时|月|日|号))"
)
"""A number in words, where a unit follows; behind 周 it is the name of a day."""
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
    r"(?:(?P<month>\d{1,2})(?:[-/]|月))(?P<day>\d{1,2})[日号]?"
    r"|(?:the\s+|(?P<this>本月|这个?月))?(?P<alone>\d{1,2})(?:[日号]|st|nd|rd|th)"
)


def spoken_instant(text: str, now: datetime, sense: Sense = AHEAD) -> datetime | None:
    """What is meant by a text of half-width signs, in the zone of `now`; None if it is no time."""
    plain = _NUMERAL.sub(lambda found: _number(found[0]), text.strip().lower())
    span = _span(plain)
    if span is not None:
        minute = now.replace(second=0, microsecond=0)
        # What is to come is never sooner than it was said.
        return minute + span + timedelta(minutes=span > timedelta() and now > minute)
    for day, rest, has_day in _days(plain, now.date(), sense):
        said = rest.strip(" ,，的").removeprefix("at").strip()
        clock = _clock(said, STARTS if sense == BEGINS else ENDS, has_day=has_day)
        if has_day and not said:
            clock = _whole_day(day, now.date(), sense)
        if clock is not None:
            meant = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo) + clock
            is_over = said in ENDS and not has_day and meant <= now
            return meant + timedelta(days=is_over and sense != BEHIND)
    return None


def _whole_day(day: date, today: date, sense: Sense) -> timedelta:
    """How long after midnight a day is meant that is named alone."""
    if sense == BEGINS:
        return OPENS
    return LAST_MINUTE if day > today or (day == today and sense != BEHIND) else timedelta()


def _number(words: str) -> str:
    """The number of numerals such as 两, 十 or 二十五; of what is none, the words again."""
    tens, ten, ones = words.replace("两", "二").rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return words
    count = (_DIGITS.index(tens) if tens else 1) * 10 if ten else 0
    return str(count + (_DIGITS.index(ones) if ones else 0))


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


def _days(text: str, today: date, sense: Sense) -> Iterator[tuple[date, str, bool]]:
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
        yield _weekday(weekday, today, sense), text[weekday.end() :], True
    dated = _DATE.match(text)
    found = _dated(dated, today, sense) if dated else None
    if dated and found:
        yield found, text[dated.end() :], True
    yield today, text, False


def _weekday(found: re.Match[str], today: date, sense: Sense) -> date:
    chinese = (found["chinese"] or "").replace("天", "日")
    number = CHINESE_WEEKDAYS.index(chinese) if chinese else WEEKDAYS.index(found["english"])
    if found["next"] or found["following"]:  # of the week that begins next Monday
        return today + timedelta(days=7 - today.weekday() + number)
    if sense == BEHIND:
        return today - timedelta(days=(today.weekday() - number) % 7)
    return today + timedelta(days=(number - today.weekday()) % 7)


def _dated(found: re.Match[str], today: date, sense: Sense) -> date | None:
    """The day of this date that is nearest to today; without a month, the next or the last one, of
    this month where that is said.
    """
    if found["this"]:
        return _day(today.year, today.month, int(found["alone"]))
    if found["alone"]:
        first = today.replace(day=1)
        other = first - timedelta(days=1) if sense == BEHIND else first + timedelta(days=32)
        near = [_day(at.year, at.month, int(found["alone"])) for at in (today, other)]
        fits = (one for one in near if one and (one == today or (one > today) != (sense == BEHIND)))
        return next(fits, None)
    years = (today.year - 1, today.year, today.year + 1)
    days = [_day(year, int(found["month"]), int(found["day"])) for year in years]
    return min(filter(None, days), key=lambda day: abs(day - today), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(text: str, alone: dict[str, timedelta], *, has_day: bool) -> timedelta | None:
    """How long after midnight; a bare hour is a time only behind a day or a part of one.

    `alone` says it of a part of a day without an hour.
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    part = found["part"] or found["after"] or ""
    if found["hour"] is None:
        return alone.get(part)
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
