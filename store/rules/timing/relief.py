"""Relief (顺延): a time and a place in which a platform lets clocks run longer, or asks no penalty.

A typhoon, the Spring Festival, a congress: the platform announces for which provinces, between
which instants, until when goods may leave, and whether lateness costs anything (domain.md §4).
"""

from datetime import datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct

from store.models.axes import Platform
from store.words import _, named, noted
from store.words.labels import label

Family = Literal["ship", "trace"]
"""Clocks that are relieved together: until the goods have left, and between the carrier's scans."""
FAMILIES = get_args(Family)
_SHIP = ("ship_by", "stock_out_no_tracking", "late", "stock_out")
_TRACE = ("first_scan", "sorting", "trace_late", "trace_abnormal")


class Relief(Struct, frozen=True):
    """One window of one platform."""

    platform: Platform
    name: str
    """What it is for, as the shop calls it: `台风`."""
    begins: datetime
    ends: datetime
    """A deadline that falls between the two, both counted in, is relieved."""
    source: str
    mark: str
    regions: tuple[str, ...] = ()
    """The provinces it is about, whether the goods leave there or go there; empty means all."""
    families: tuple[Family, ...] = FAMILIES
    until: datetime | None = None
    """The later deadline, where the platform names one."""
    later: timedelta | None = None
    """By how much every deadline is later, where it names that."""
    waived: bool = False
    """Nothing is deducted for what was late within the window."""

    @property
    def ref(self) -> str:
        """What tells it from the rules of its platform."""
        return f"relief:{self.name}@{self.begins.isoformat()}"

    @property
    def told_source(self) -> str:
        """What it is for, and where it stands, as the shop wrote it."""
        return named(self.name, self.source)

    @property
    def said(self) -> str:
        """The same, and what it is worth."""
        return noted(self.told_source, label(self.mark))

    def holds(self, at: datetime) -> bool:
        """Does this deadline fall into the window?"""
        return self.begins <= at <= self.ends

    def moved(self, at: datetime) -> datetime:
        """The deadline that this one becomes; never an earlier one."""
        if self.until is not None:
            return max(at, self.until)
        return at + (self.later or timedelta())


class Sender(Struct, frozen=True):
    """Where a shop's goods leave, where no export says it."""

    platform: Platform
    province: str
    shop: str = ""
    """Empty means every shop of the platform."""

    @property
    def told(self) -> str:
        """`the goods of 米铺 leave in 云南`."""
        if not self.shop:
            return _("the goods leave in {province}").format(province=self.province)
        said = _("the goods of {shop} leave in {province}")
        return said.format(shop=self.shop, province=self.province)


def family(name: str) -> Family | None:
    """The family of the clock, or of the cost, that a policy rule is about; most have none.

    What is counted from a deadline that moved already (`stock_out_after_late`) moves with it.
    """
    if name in _SHIP:
        return "ship"
    traced = name in _TRACE or name.startswith(("transit_", "abnormal_"))
    return "trace" if traced else None
