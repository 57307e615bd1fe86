"""Policy (平台规则): dated numbers, each with its source; no rule writes a number of its own."""

from dataclasses import dataclass
from datetime import date, timedelta

from store.models.axes import Platform


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """One number of one platform, from a day on."""

    platform: Platform
    name: str
    valid_from: date
    value: float
    unit: str
    source: str
    mark: str
    """official, seen or unverified."""

    @property
    def hours(self) -> timedelta:
        """The value as a span of time."""
        return timedelta(hours=self.value)


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules; the one in force on a day is the latest that had begun."""

    rules: tuple[PolicyRule, ...] = ()

    def rule(self, platform: Platform, name: str, on: date) -> PolicyRule | None:
        """The rule of this name in force on that day."""
        fitting = [
            one
            for one in self.rules
            if one.platform == platform and one.name == name and one.valid_from <= on
        ]
        return max(fitting, key=lambda one: one.valid_from, default=None)
