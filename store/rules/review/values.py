"""Values (比率数值): a rate that was measured, as a number, in words, and beside its target."""

import re
from decimal import Decimal
from typing import Annotated, Protocol

from pydantic import BeforeValidator

from store.models.improvement import Improvement, Measured, RateName
from store.rules.action.fields import unread
from store.rules.review.rates import Mean, Share
from store.words import _, counts

MOST_TARGET = Decimal(1000)
_TARGET = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*(?:%|h|hours|小时|个小时)?", re.IGNORECASE)


class Counts(Protocol):
    """So many of so many, or seconds of so many cases."""

    @property
    def many(self) -> int: ...

    @property
    def of(self) -> int: ...

    @property
    def least(self) -> int: ...


def is_time(rate: RateName) -> bool:
    """Is it a mean time in hours, rather than a share in percent?"""
    return rate.startswith("hours_")


def figure(found: Counts, rate: RateName) -> Decimal | None:
    """Percent or hours, to hundredths; none where it is of too few."""
    if is_time(rate):
        return Mean(found.many, found.of, found.least).hours
    return Share(found.many, found.of, found.least).percent


def value_text(found: Counts, rate: RateName) -> str:
    """`4 of 50, 8.00 %`; `1 of 7` where no rate is said; `0.50 h of 40 cases`."""
    number = figure(found, rate)
    if is_time(rate):
        if number is None:
            return counts.cases(found.of)
        return _("{hours} h of {cases}").format(hours=number, cases=counts.cases(found.of))
    if number is None:
        return _("{count} of {of}").format(count=found.many, of=found.of)
    return _("{count} of {of}, {percent} %").format(count=found.many, of=found.of, percent=number)


def target_text(target: Decimal, rate: RateName) -> str:
    """`2 %` or `0.5 h`."""
    number = f"{target.normalize():f}"
    return f"{number} h" if is_time(rate) else f"{number} %"


def has_fallen(improvement: Improvement, after: Measured) -> bool | None:
    """Has the rate fallen to its target? None where the sample is too small to tell."""
    number = figure(after, improvement.rate)
    return None if number is None else number <= improvement.target


def read_target(value: object) -> object:
    """A percentage or so many hours, with at most two decimals, with its sign or without."""
    if not isinstance(value, str):
        return value
    text = value.strip().replace("％", "%")
    match = _TARGET.fullmatch(text)
    if not match or Decimal(match[1]) > MOST_TARGET:
        said = _("{text} is no target; percent or hours such as 2 or 2.5 are expected.")
        raise unread(said, value)
    return Decimal(match[1])


Target = Annotated[Decimal, BeforeValidator(read_target)]
