"""The rows of a shop's own file: its rules, its relief windows and senders, its causes.

A row without `platform` is about every platform; `unit` and `mark` may be left out (`mark` is then
`own`). Beside `[[rule]]` rows stand `[[relief]]` windows and `[[sender]]` rows (`reliefs`), and the
shop's `[[cause]]` list.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, get_args

from store.errors import BadInput
from store.models.improvement import RateName
from store.policy import load_policy
from store.policy.cells import (
    MOST,
    as_day,
    as_list,
    as_number,
    as_one_of,
    as_platforms,
    as_row,
    as_rows,
    as_text,
    wrong,
)
from store.policy.reliefs import reliefs, senders
from store.rules.review.listed import ListedCause
from store.rules.timing.policy import MARKS, PROMISE_CLASSES, FileRow, PolicyRule
from store.search.vocabularies import CASE_KINDS
from store.words import _

CLASSED = ("late", "stock_out", "trace_late", "trace_abnormal")
"""Rules that may stand for one promise class alone: `late_short`."""
COSTS = (*CLASSED, "fraudulent_shipment", "refusal")
"""Rules that may have tiers by what was paid."""
SPECIAL = {
    **{f"answer_case_{kind}": "answer_case" for kind in CASE_KINDS},
    **{f"{name}_{length}": name for name in CLASSED for length in PROMISE_CLASSES},
}
"""Names that no file of the desk has to have, each with the general one it stands before."""
RATES = get_args(RateName)
"""Rates that the desk counts: each is in its own unit, and a shop may say its threshold."""
ALIKE = ({"hours", "days"}, {"yuan", "percent"})
"""Units that may stand for each other."""
LEAST = {"penalty_rounding": 0.01, "shipped_with_scan": 1}
"""The least a value may be, where nothing can be reckoned with 0; such a one has its own unit."""
TEN_YEARS = {"hours": 87_600, "days": 3_650, "working days": 2_500}
BOUNDS = ("least", "most", "paid_from", "paid_below")
FIELDS = (
    *("name", "platform", "valid_from", "valid_to", "value", "unit", "source", "mark"),
    *BOUNDS,
)
NEEDED = ("name", "valid_from", "value", "source")
CAUSE = ("name", "also")
LONGEST_NAME = 40
"""Signs of the name of a cause."""


def read_policy(content: bytes, file: str) -> tuple[FileRow, ...]:
    """The rows that a file holds; raises BadInput naming file, row and field."""
    rows = as_rows(content, file)
    if set(rows) - set(READ) or not all(isinstance(given, list) for given in rows.values()):
        said = _(
            "{file} holds something else than [[rule]], [[relief]], [[sender]] and [[cause]] rows."
        )
        raise BadInput(said.format(file=file), code="policy")
    return tuple(
        found
        for kind, read in READ.items()
        for number, row in enumerate(rows.get(kind, []), 1)
        for found in read(row, f"{file}, {kind} {number}")
    )


def _rules(row: Any, where: str) -> Iterator[PolicyRule]:
    """The rule for each platform that a row is about."""
    as_row(row, FIELDS, NEEDED, where)
    name = str(row["name"])
    desk = _of_the_desk().get(SPECIAL.get(name, name))
    if desk is None:
        raise wrong(where, "name", _("there is no rule {name}").format(name=name))
    alike = (one for one in ALIKE if desk.unit in one and name not in (*LEAST, *RATES))
    units = tuple(sorted(next(alike, {desk.unit})))
    unit = as_one_of(row.get("unit", desk.unit), units, where, "unit")
    least, most = LEAST.get(name, 0), TEN_YEARS.get(unit, MOST)
    valid_from = as_day(row, "valid_from", where)
    for tier in ("paid_from", "paid_below"):
        if tier in row and SPECIAL.get(name, name) not in COSTS:
            raise wrong(where, tier, _("only what costs something has tiers by amount"))
    for platform in as_platforms(row, where):
        yield PolicyRule(
            platform=platform,
            name=name,
            valid_from=valid_from,
            valid_to=_last_day(row, valid_from, where),
            value=as_number(row, "value", where, least, most),
            unit=unit,
            source=str(row["source"]),
            mark=as_one_of(row.get("mark", "own"), MARKS, where, "mark"),
            **{one: as_number(row, one, where) for one in BOUNDS if one in row},
            # What the desk was told of a rate is no threshold; what the shop says of it is.
            told_only=desk.told_only and name not in RATES,
            own=True,
        )


def _causes(row: Any, where: str) -> Iterator[ListedCause]:
    """The cause of a row."""
    as_row(row, CAUSE, ("name",), where)
    name, also = as_text(row, "name", where), as_list(row, "also", where)
    if len(name) > LONGEST_NAME or "\n" in name:
        said = _("one line of at most {most} signs is expected").format(most=LONGEST_NAME)
        raise wrong(where, "name", said)
    if not all(isinstance(one, str) and one.strip() for one in also):
        raise wrong(where, "also", _("a list of texts is expected"))
    yield ListedCause(name, tuple(one.strip() for one in also))


READ: Mapping[str, Callable[[Any, str], Iterator[FileRow]]] = {
    "rule": _rules,
    "relief": reliefs,
    "sender": senders,
    "cause": _causes,
}
"""The rows a file may hold, each kind with what reads it."""


@cache
def _of_the_desk() -> dict[str, PolicyRule]:
    """The first rule of each name that comes with the desk: its unit is the name's."""
    return {one.name: one for one in reversed(load_policy().rules)}


def _last_day(row: Mapping[str, Any], valid_from: date, where: str) -> date | None:
    if "valid_to" not in row:
        return None
    last = as_day(row, "valid_to", where)
    if last < valid_from:
        raise wrong(where, "valid_to", _("it lies before the beginning"))
    return last
