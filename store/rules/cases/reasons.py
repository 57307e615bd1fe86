"""Reasons (售后原因): the buyer's first stated one, and whether it is about the goods' quality.

The quality rate (商品品质退货率) counts the first one: `取用户首次申请售后原因` (Douyin rule
103956, domain.md §4.1). Later ones and the seller's verified cause stand beside it and never
change it.
"""

from typing import NamedTuple

from store.models.axes import Platform
from store.rules.timing.policy import Mark


class QualityWord(NamedTuple):
    """A word that makes a reason one about the quality of the goods."""

    word: str
    platforms: tuple[Platform, ...]
    source: str
    mark: Mark


BOTH = tuple(Platform)
QUALITY_WORDS = (
    QualityWord("质量问题", BOTH, "domain.md §1.4; source article 003 on 品退率", "seen"),
    QualityWord("品质问题", (Platform.DOUYIN,), "商品品质 in rule 103956, domain.md §4.1", "seen"),
    QualityWord("疑似假货", BOTH, "the word alone: domain.md §1.4", "unverified"),
)
"""Parts of reasons, because the platforms serve the list of reasons shop by shop."""


def is_quality(text: str, platform: Platform) -> bool:
    """Is a reason about the quality of the goods, by the words of this platform?"""
    plain = "".join(text.split())
    return any(quality.word in plain for quality in QUALITY_WORDS if platform in quality.platforms)
