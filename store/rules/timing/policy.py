"""Policy (平台规则): dated numbers, each with its source; no rule writes a number of its own."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal, get_args
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from store.models.axes import Platform
from store.models.money import FEN, Fen
from store.rules.review.listed import ListedCause
from store.rules.timing.calendar import PACKAGED, Calendar
from store.rules.timing.relief import Relief, Sender
from store.words import _, noted
from store.words.labels import label

Mark = Literal["official", "seen", "unverified", "own", "own bill"]
"""What a number rests on: the platform's text, a place where it was seen, neither, the shop, or
what the platform charged it.
"""

MARKS = get_args(Mark)
PROMISE_CLASSES = ("short", "medium", "long")
"""How long the promised time to ship is; some costs have a rule for each."""


class PolicyRule(Struct, frozen=True):
    """One number of one platform, from a day on."""

    platform: Platform
    name: str
    valid_from: date
    value: float
    unit: str
    source: str
    mark: Mark
    least: float | None = None
    """Of a percentage: yuan it is at least."""
    most: float | None = None
    """Of a percentage: yuan it is at most."""
    valid_to: date | None = None
    """The last day on which it is in force; none where no end is known."""
    paid_from: float | None = None
    """Of a tier: only of orders for which at least so many yuan were paid."""
    paid_below: float | None = None
    """Of a tier: only of orders for which less than so many yuan were paid."""
    told_only: bool = False
    """A person reads it; nothing is computed with it."""
    own: bool = False
    """The shop's; from its day on it stands before the rules that come with the desk."""

    def in_force(self, on: date) -> bool:
        """Had it begun by that day, and not ended?"""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def covers(self, paid_fen: Fen | None) -> bool:
        """Is it about an order for which so much was paid? None asks about no certain order."""
        if paid_fen is None:
            return True
        paid = Decimal(paid_fen) / FEN
        least, below = self.paid_from, self.paid_below
        return (least is None or paid >= Decimal(str(least))) and (
            below is None or paid < Decimal(str(below))
        )

    @property
    def span(self) -> timedelta:
        """The value as a span of time, in its own unit: hours or days."""
        return timedelta(**{"days" if self.unit == "days" else "hours": self.value})

    @property
    def ref(self) -> str:
        """What tells it from the others of its platform: `ship_by@2015-01-01`.

        `late@2026-01-01<300` is the tier of orders below 300 yuan, `!` marks the shop's own.
        """
        least = "" if self.paid_from is None else f">={self.paid_from:g}"
        below = "" if self.paid_below is None else f"<{self.paid_below:g}"
        return f"{self.name}@{self.valid_from}{least}{below}{'!' if self.own else ''}"

    @property
    def tier(self) -> bool:
        """Is it about orders of certain amounts only?"""
        return (self.paid_from, self.paid_below) != (None, None)

    @property
    def said(self) -> str:
        """The source, and what it is worth, in the language spoken."""
        return noted(self.told_source, label(self.mark))

    @property
    def told_source(self) -> str:
        """The source in the language spoken; a shop's own is as the shop wrote it."""
        return _(self.source)


Basis = PolicyRule | Relief
"""What a deadline or an amount rests on."""
OwnRow = PolicyRule | Relief | Sender
"""What a shop's own file says about a platform."""
FileRow = OwnRow | ListedCause
"""What a shop's own file of rules consists of."""


class Policy(Struct, frozen=True, dict=True):
    """All rules; the one in force on a day is the latest that had begun, the shop's own first."""

    rules: tuple[PolicyRule, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    senders: tuple[Sender, ...] = ()
    causes: tuple[ListedCause, ...] = ()
    """The shop's own list of causes; where it has none, the common ones are offered."""
    calendar: Calendar = PACKAGED
    files: Mapping[str, int] = {}
    """The sum of the file that a platform's rules come from; the shop's own are in none."""

    @cached_property
    def _named(self) -> dict[tuple[Platform, str], list[PolicyRule]]:
        named: dict[tuple[Platform, str], list[PolicyRule]] = defaultdict(list)
        for one in sorted(self.rules, key=lambda one: (one.own, one.valid_from), reverse=True):
            named[one.platform, one.name].append(one)
        return dict(named)

    @cached_property
    def _digests(self) -> dict[str, int]:
        return {}

    def rule(
        self, platform: Platform, name: str, on: date, paid_fen: Fen | None = None
    ) -> PolicyRule | None:
        """The rule of this name in force on that day, of an order for which so much was paid."""
        named = self._named.get((platform, name), ())
        return next((one for one in named if one.in_force(on) and one.covers(paid_fen)), None)

    def tiers(self, platform: Platform, name: str, on: date) -> tuple[PolicyRule, ...]:
        """Every rule of this name that is in force on that day for some order, the newest first."""
        named = self._named.get((platform, name), ())
        in_force = [one for one in named if one.in_force(on)]
        # What stands behind a rule for every order is never reached.
        last = next((n for n, one in enumerate(in_force) if not one.tier), len(in_force))
        return tuple(in_force[: last + 1])

    def first(
        self, platform: Platform, names: tuple[str, ...], on: date, paid_fen: Fen | None = None
    ) -> PolicyRule | None:
        """The rule in force by one of these names: the special one before the general one.

        Of both the shop's own stands first, a general one too: what the shop says about every order
        is not beaten by what comes with the desk for some.
        """
        found = [rule for name in names if (rule := self.rule(platform, name, on, paid_fen))]
        return min(found, key=lambda one: not one.own, default=None)

    def sender(self, platform: Platform, shop: str) -> str:
        """The province that this shop's goods leave, where the shop has said it; else nothing."""
        told = (one for one in self.senders if one.platform is platform and one.shop in ("", shop))
        # What is said of this shop stands before what is said of all.
        return max(told, key=lambda one: bool(one.shop), default=_NOBODY).province

    def by_ref(self, platform: Platform, ref: str) -> Basis | None:
        """The rule or relief with this `ref`; none when the shop has taken it out again."""
        for relief in self.reliefs:
            if (relief.platform, relief.ref) == (platform, ref):
                return relief
        named = self._named.get((platform, ref.partition("@")[0]), ())
        return next((one for one in named if one.ref == ref), None)

    def digest(self, platform: str) -> int:
        """A number that is another one as soon as any rule of the platform says something else.

        What comes from a file is known by it, so that nobody has to read it to know that.
        """
        if platform not in self._digests:
            file = self.files.get(platform)
            said = [
                f"{one.ref} {one.value} {one.unit} {one.least} {one.most} {one.mark} {one.valid_to}"
                for one in self.rules
                if one.platform == platform and (one.own or file is None)
            ]
            said += [str(one) for one in self.reliefs if one.platform == platform]
            said += [str(one) for one in self.senders if one.platform == platform]
            said += [str(one) for one in self.causes]
            said += [
                f"{one.year} {sorted(one.off)} {sorted(one.worked)}" for one in self.calendar.own
            ]
            self._digests[platform] = crc32("\n".join(said).encode(), file or 0)
        return self._digests[platform]

    def with_own(self, rows: tuple[FileRow, ...]) -> "Policy":
        """The rules that come with the desk, and these in place of the shop's own."""
        desk = [one for one in self.rules if not one.own]
        return replace(
            self,
            rules=(*desk, *(one for one in rows if isinstance(one, PolicyRule))),
            reliefs=tuple(one for one in rows if isinstance(one, Relief)),
            senders=tuple(one for one in rows if isinstance(one, Sender)),
            causes=tuple(one for one in rows if isinstance(one, ListedCause)),
        )

    def over(self, desk: "Policy") -> "Policy":
        """What a shop wrote, which this is, together with the rules of the desk."""
        return replace(self, rules=(*desk.rules, *self.rules))


_NOBODY = Sender(Platform.PINDUODUO, "")
