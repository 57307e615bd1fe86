"""Conditions (条件): what a query asks of a row, as plain data that any dialect can be made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holds:
    """A text field has one of these parts, folded; whole or in it, as the field says."""

    field: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Is:
    """A field with a vocabulary has one of these of its words."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """A number or an instant is in a half-open range; none means open, and unknown is in no range.

    In the unit that is stored: whole fen, whole seconds since the epoch.
    """

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class State:
    """The row is in a state of the list."""

    name: str


@dataclass(frozen=True, slots=True)
class Anywhere:
    """A bare word, folded, stands in any of the texts such a word looks in."""

    word: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """The order number is one of these."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The other way round."""

    condition: "Condition"


Condition = Holds | Is | Between | State | Anywhere | Pasted | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A text, understood: every condition has to hold."""

    text: str = ""
    conditions: tuple[Condition, ...] = ()
    pasted: tuple[str, ...] = ()
    """The order numbers that were pasted, each once."""
