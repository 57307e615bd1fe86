"""Causes (原因): free words of ours; the common ones are known however they are written."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from store.rules.action.fields import Word, chosen_word
from store.rules.action.markers import Spellings
from store.rules.action.offered import Offered
from store.rules.action.references import Choice
from store.rules.timing.policy import Policy
from store.words import N_
from store.words.labels import label

OUT_OF_STOCK = "out_of_stock"
COMMON = (
    OUT_OF_STOCK,
    "quality",
    "damaged_in_transit",
    "wrong_item",
    "missing_item",
    "lost_by_carrier",
    "late_delivery",
    "not_as_described",
    "changed_mind",
)
SPELLINGS = Spellings(
    {
        "缺货": OUT_OF_STOCK,
        "无货": OUT_OF_STOCK,
        "stock_out": OUT_OF_STOCK,
        "质量问题": "quality",
        "运输破损": "damaged_in_transit",
        "错发": "wrong_item",
        "漏发": "missing_item",
        "少件": "missing_item",
        "快递丢件": "lost_by_carrier",
        "丢件": "lost_by_carrier",
        "发货慢": "late_delivery",
        "描述不符": "not_as_described",
        "不想要了": "changed_mind",
    }
)
_NOT_THERE = re.compile(
    r"缺货|无货|没货|断货|没有货|库存不足|没库存|无库存|out of stock|no stock|sold out",
    re.IGNORECASE,
)
CAUSE_HELP = N_("a word of the shop's list of causes, or free words")
UNLISTED = "other"
"""What free words of which the list knows nothing are counted as."""


def known_cause(text: str) -> str:
    """The common word that is meant, by itself, its label or another spelling; else the text.

    Whatever speaks of goods that are not there is lack of stock: its steps are not got around by
    other words for it.
    """
    word = chosen_word(text, COMMON, SPELLINGS)
    return OUT_OF_STOCK if word not in COMMON and _NOT_THERE.search(text) else word


def causes_offered(policy: Policy) -> tuple[str, ...]:
    """The list that is offered: the shop's own (`[[cause]]`), else the common ones."""
    return tuple(one.name for one in policy.causes) or COMMON


def listed_cause(text: str, policy: Policy) -> str:
    """The cause of the list that is meant: by its name, or as what else the shop writes for it.

    A common word stays one, whether the shop lists it or not; anything else is "other", and the
    text stays where it was written.
    """
    plain = "".join(text.split()).casefold()
    for one in policy.causes:
        # What a form shows of a common word is its label.
        if plain in ("".join(name.split()).casefold() for name in (one.name, label(one.name))):
            return one.name
    for one in policy.causes:
        if any("".join(part.split()).casefold() in plain for part in one.also):
            return one.name
    word = known_cause(text)
    return word if word in COMMON else UNLISTED


Cause = Annotated[Word, AfterValidator(known_cause)]
OFFERED = Offered(lambda _subject, policy, _context: map(Choice.of_word, causes_offered(policy)))
"""Stands beside the type of a field that takes one."""
FoundCause = Annotated[Cause | None, OFFERED, Field(title=N_("Cause"), description=CAUSE_HELP)]
