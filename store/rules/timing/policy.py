"""Policy (平台规则): dated numbers, each with its source; no rule writes a number of its own."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal, get_args

from store.models.axes import Platform
from store.words import _
from store.words.labels import label

Mark = Literal["official", "seen", "unverified", "own"]
"""What a number rests on: the platform's text, a place where it was seen, neither, or the shop."""

MARKS = get_args(Mark)
PROMISE_CLASSES = ("short", "medium", "long")
"""How long the promised time to ship is; some costs have a rule for each."""
DIGEST_BYTES = 4


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
    def span(self) -> timedelta:
        """The value as a span of time, in its own unit: hours or days."""
        return timedelta(**{"days" if self.unit == "days" else "hours": self.value})

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
    _digests: dict[str, int] = field(
        init=False, repr=False, compare=False, default_factory=dict[str, int]
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
        """The rule in force by one of these names: the special one before the general one.

        Of both the shop's own stands first, a general one too: what the shop says about every order
        is not beaten by what comes with the desk for some.
        """
        found = [rule for name in names if (rule := self.rule(platform, name, on))]
        return min(found, key=lambda one: not one.own, default=None)

    def by_ref(self, platform: Platform, ref: str) -> PolicyRule | None:
        """The rule with this `ref`; none when the shop has taken it out again."""
        named = self._named.get((platform, ref.partition("@")[0]), ())
        return next((one for one in named if one.ref == ref), None)

    def digest(self, platform: str) -> int:
        """A number that is another one as soon as any rule of the platform says something else."""
        if platform not in self._digests:
            said = "\n".join(
                f"{one.ref} {one.value} {one.unit} {one.least} {one.most} {one.mark}"
                for one in self.rules
                if one.platform == platform
            )
            digest = sha256(said.encode()).digest()
            self._digests[platform] = int.from_bytes(digest[:DIGEST_BYTES], "big")
        return self._digests[platform]

    def with_own(self, rules: tuple[PolicyRule, ...]) -> "Policy":
        """The rules that come with the desk, and these in place of the shop's own."""
        return Policy((*(one for one in self.rules if not one.own), *rules))
