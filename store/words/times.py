"""Times (时间): the shop's own zone, and how a time is read from a text and written into one."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from store.words import _
from store.words.excerpts import excerpt
from store.words.half_width import half_width
from store.words.senses import AHEAD, Sense

SHOP_TIME = ZoneInfo("Asia/Shanghai")
"""The zone of every naive time that the platforms write."""
LONGEST = 60
"""Signs that a time may be written with."""


def parse_instant(text: str, now: datetime | None = None, sense: Sense = AHEAD) -> datetime:
    """`2026-11-22 18:00`, or ISO 8601; without a zone it is the shop's time, Asia/Shanghai.

    With a `now`, times as people say them as well (`store.words.spoken_times`). Raises ValueError
    with the sentence that says what was expected.
    """
    plain = half_width(text)
    try:
        moment = (now and _spoken(plain, now, sense)) or _written(plain)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=SHOP_TIME)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        sentence = _("{text} is no time; such as 2026-11-22 18:00 is expected.")
        if now:
            sentence = _(
                "{text} is no time; such as 18:00, tomorrow 9, +2h or 12-31 18:00 is expected."
            )
        raise ValueError(sentence.format(text=excerpt(text))) from None


def _written(text: str) -> datetime:
    if len(text) > LONGEST:  # Python takes any number of digits for a part of a second
        raise ValueError(text)
    return datetime.fromisoformat(text.replace("/", "-"))


def parse_day(text: str, now: datetime | None = None, sense: Sense = AHEAD) -> date:
    """The shop's day of what `parse_instant` reads, or a day alone; `20` is one of a month.

    Raises ValueError.
    """
    plain = re.sub(r"^(?:the\s+)?(\d{1,2})$", r"\1日", half_width(text))
    return shop_day(parse_instant(plain, now, sense))


def _spoken(text: str, now: datetime, sense: Sense) -> datetime | None:
    from store.words.spoken_times import spoken_instant

    return spoken_instant(text, now.astimezone(SHOP_TIME), sense)


def shop_day(moment: datetime) -> date:
    """The shop's day of an instant: platforms count in days of Asia/Shanghai."""
    return moment.astimezone(SHOP_TIME).date()


def day_begins(day: date) -> datetime:
    """The instant with which a day of the shop begins."""
    return datetime.combine(day, time(), SHOP_TIME)


def day_text(moment: datetime) -> str:
    """The shop's day as sentences write it: YYYY-MM-DD."""
    return moment.astimezone(SHOP_TIME).strftime("%Y-%m-%d")


def when_text(moment: datetime | None) -> str:
    """The same as `minute_text`; a dash where nobody knows the time."""
    return minute_text(moment) if moment else "-"


def to_the_minute(moment: datetime) -> datetime:
    """The same without its seconds, which a file that Excel saved again does not know."""
    return moment.replace(second=0, microsecond=0)


def minute_text(moment: datetime) -> str:
    """The shop's day and minute: YYYY-MM-DD HH:MM."""
    return moment.astimezone(SHOP_TIME).strftime("%Y-%m-%d %H:%M")
