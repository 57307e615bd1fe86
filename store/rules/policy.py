"""Policy (平台规则): dated numbers, each with its source; no rule writes a number of its own."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, get_args

from store.labels import label
from store.models.axes import Platform
from store.words import _

Mark = Literal["official", "seen", "unverified", "own"]
"""What a number rests on: the platform's text, a place where it was seen, neither, or the shop."""

MARKS = get_args(Mark)


@dataclass(frozen=True, slots=True)
class PolicyRule:
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
    own: bool = False
    """The shop's; from its day on it stands before the rules that come with the desk."""

    @property
    def hours(self) -> timedelta:
        """The value as a span of time."""
        return timedelta(hours=self.value)

    @property
    def span(self) -> timedelta:
        """The value in its own unit, hours or days."""
        return timedelta(days=self.value) if self.unit == "days" else self.hours

    @property
    def ref(self) -> str:
        """What tells it from the others of its platform: `ship_by@2015-01-01`."""
        return f"{self.name}@{self.valid_from}{'!' if self.own else ''}"

    @property
    def said(self) -> str:
        """The source, and what it is worth, in the language spoken."""
        return f"{self.told_source} ({label(self.mark)})"

    @property
    def told_source(self) -> str:
        """The source in the language spoken; a shop's own is as the shop wrote it."""
        return _(self.source)


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules; the one in force on a day is the latest that had begun, the shop's own first."""

    rules: tuple[PolicyRule, ...] = ()
    _named: dict[tuple[Platform, str], list[PolicyRule]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        named: dict[tuple[Platform, str], list[PolicyRule]] = defaultdict(list)
        for one in sorted(self.rules, key=lambda one: (one.own, one.valid_from), reverse=True):
            named[one.platform, one.name].append(one)
        object.__setattr__(self, "_named", dict(named))

    def rule(self, platform: Platform, name: str, on: date) -> PolicyRule | None:
        """The rule of this name in force on that day."""
        named = self._named.get((platform, name), ())
        return next((one for one in named if one.valid_from <= on), None)

    def first(self, platform: Platform, names: tuple[str, ...], on: date) -> PolicyRule | None:
        """The rule of the first of these names that has one: the special before the general."""
        found = (self.rule(platform, name, on) for name in names)
        return next((one for one in found if one), None)

    def by_ref(self, platform: Platform, ref: str) -> PolicyRule | None:
        """The rule with this `ref`; none when the shop has taken it out again."""
        named = self._named.get((platform, ref.partition("@")[0]), ())
        return next((one for one in named if one.ref == ref), None)

    def with_own(self, rules: tuple[PolicyRule, ...]) -> "Policy":
        """The rules that come with the desk, and these in place of the shop's own."""
        return Policy((*(one for one in self.rules if not one.own), *rules))
