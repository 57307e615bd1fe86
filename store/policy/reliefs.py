"""The rows of a shop's own file that are no rules: relief windows, and where its goods leave."""

from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from typing import Any

from store.policy.cells import (
    as_instant,
    as_list,
    as_number,
    as_one_of,
    as_platforms,
    as_row,
    as_text,
    as_truth,
    wrong,
)
from store.rules.parcels.regions import province
from store.rules.timing.policy import MARKS
from store.rules.timing.relief import FAMILIES, Relief, Sender
from store.words import _

RELIEF = (
    *("name", "platform", "begins", "ends", "regions", "clocks", "until", "later", "waived"),
    *("source", "mark"),
)
RELIEF_NEEDS = ("name", "begins", "ends", "source")
SENDER = ("province", "platform", "shop")
DAY_BEGINS, DAY_ENDS = time(), time(23, 59, 59)
MOST_HOURS = 2_400
"""A hundred days: no platform lets a clock run longer."""


def reliefs(row: Any, where: str) -> Iterator[Relief]:
    """The window for each platform that a `[[relief]]` row is about."""
    as_row(row, RELIEF, RELIEF_NEEDS, where)
    begins = as_instant(row, "begins", where, DAY_BEGINS)
    ends = as_instant(row, "ends", where, DAY_ENDS)
    until = as_instant(row, "until", where, DAY_ENDS) if "until" in row else None
    later = as_number(row, "later", where, most=MOST_HOURS) if "later" in row else None
    waived = as_truth(row, "waived", where)
    if ends < begins:
        raise wrong(where, "ends", _("it lies before the beginning"))
    if until is not None and later is not None:
        raise wrong(where, "later", _("a later deadline (until) is given already"))
    if until is None and later is None and not waived:
        raise wrong(where, "until", _("until, later (hours) or waived = true is expected"))
    clocks = as_list(row, "clocks", where) or FAMILIES
    for platform in as_platforms(row, where):
        yield Relief(
            platform=platform,
            name=as_text(row, "name", where),
            begins=begins,
            ends=ends,
            source=as_text(row, "source", where),
            mark=as_one_of(row.get("mark", "own"), MARKS, where, "mark"),
            regions=tuple(
                _province(one, where, "regions") for one in as_list(row, "regions", where)
            ),
            families=tuple(as_one_of(one, FAMILIES, where, "clocks") for one in clocks),
            until=until,
            later=None if later is None else timedelta(hours=later),
            waived=waived,
        )


def senders(row: Any, where: str) -> Iterator[Sender]:
    """Where the goods of a shop leave, for each platform that a `[[sender]]` row is about."""
    as_row(row, SENDER, ("province",), where)
    name = _province(row["province"], where, "province")
    for platform in as_platforms(row, where):
        yield Sender(platform, name, _shop(row, where))


def _shop(row: Mapping[str, Any], where: str) -> str:
    return as_text(row, "shop", where) if "shop" in row else ""


def _province(value: Any, where: str, field: str) -> str:
    name = province(value) if isinstance(value, str) else ""
    if not name:
        raise wrong(where, field, _("a province such as 云南 is expected"))
    return name
