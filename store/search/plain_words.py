"""Plain words (口语): what a shop says in one word of a field and its value: `尾号8800`.

`昨天付款` is read as `付款:昨天`; what is called in many ways is kept in one; a carrier's name
may stand in the goods as well, and so may a word of what rows say there is to do.
"""

import re
from collections.abc import Iterable, Iterator

from store.search.conditions import Holds, Is
from store.search.folding import folded
from store.search.names import (
    CARRIER,
    TASK,
    field_named,
    names_of_word,
    plain_name,
    plain_names_of_tasks,
)
from store.search.ranges import DAYS, WEEKS
from store.search.table import Choice, ListTable, Moment, Turned

_NUMBERED = re.compile(r"([^0-9:<>=]+)([0-9]{2,})")
"""A field in front of the digits that it is compared with."""
_OF_DIGITS = ("phone",)
"""What is compared with digits that stand right behind its name."""
_TIME = "时间"
"""`发货` is a state of an order, and said of a day the time of it."""
LEAST, LEAST_ASCII = 2, 4
"""Signs of a word that may be a part of what a row says."""
_NO_ONE = "SELF"
"""It is named as what is none of the carriers, which a word may mean anything by."""


def said_together(word: str, table: ListTable) -> tuple[str, str] | None:
    """The field of a list and its value that a word says without a colon; mostly none."""
    if word.isascii():
        return None
    said = folded(word)
    numbered = _NUMBERED.fullmatch(said)
    name = field_named(numbered[1], table) if numbered else None
    if numbered and name in _OF_DIGITS:
        return name, numbered[2]
    names = (one for spoken in (*DAYS.values(), *WEEKS.values()) for one in spoken)
    day = next((one for one in names if said.startswith(one) and said != one), "")
    what = said.removeprefix(day)
    named = (field_named(one, table) for one in (what, f"{what}{_TIME}") if day)
    fields = ((name, table.field_of(name)) for name in named if name)
    return next(((name, day) for name, of in fields if of and isinstance(of[1], Moment)), None)


def carrier_said(word: str, table: ListTable) -> bool:
    """Is it the Chinese name of a carrier, of a list whose rows have one?"""
    if word.isascii() or CARRIER not in table.field_names:
        return False
    from store.rules.parcels.carriers import carrier_named

    known = carrier_named(word)
    return known is not None and known.code != _NO_ONE


def rows_saying(word: str, table: ListTable) -> Iterator[Holds | Is]:
    """What finds the rows of a list that show it: `answer` is said of every one that shows `answer
    the case`.
    """
    sought = plain_name(word)
    if len(sought) < (LEAST_ASCII if sought.isascii() else LEAST) or re.search("[0-9]", sought):
        return
    known = table.field_of("kind") if "kind" in table.standing else None
    kinds = known[1].vocabulary if known and isinstance(known[1], Choice | Turned) else ()
    if meant := tuple(one for one in kinds if _is_said_of(one, sought)):
        yield Is("kind", meant)
    for one, (name, words) in table.standing_for.items():
        if _is_said_of(one, sought):
            yield Is(name, words)
    if TASK in table.field_names and (tasks := tasks_saying(word)):
        yield Holds(TASK, tasks)


def tasks_saying(word: str) -> tuple[str, ...]:
    """What is to be told to the platform, and the buttons that do it, of which a row says this."""
    sought = plain_name(word)
    return tuple(one for one, names in plain_names_of_tasks().items() if _is_said(sought, names))


def _is_said_of(word: str, sought: str) -> bool:
    return _is_said(sought, map(plain_name, names_of_word(word)))


def _is_said(sought: str, names: Iterable[str]) -> bool:
    """Does a word begin a word of these names, or stand where Chinese has no blanks?"""
    return any(f" {sought}" in f" {one}" if sought.isascii() else sought in one for one in names)


# A list opens before any rule is loaded; who asks for these waits for one small module.


def _carrier(word: str) -> str:
    """`顺丰` → `SF`: a carrier in any of its spellings, as its code."""
    from store.rules.parcels.carriers import code_of

    return code_of(word)


def _province(word: str) -> str:
    """`浙江省` → `浙江`: a province, without what kind it is; a kind alone is no province."""
    from store.rules.parcels.divisions import short_name

    return short_name(word) or word


KEPT = {"carrier": _carrier, "region": _province}
"""How what people call something is kept, by the field."""
