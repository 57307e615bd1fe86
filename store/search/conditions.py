"""Conditions (条件): what a query asks of a row, as plain data that any dialect can be made of."""

from collections.abc import Iterable, Iterator

from msgspec import Struct


class Holds(Struct, frozen=True):
    """A text field has one of these parts, folded; whole or in it, as the field says."""

    field: str
    parts: tuple[str, ...]


class Is(Struct, frozen=True):
    """A field with a vocabulary has one of these of its words."""

    field: str
    values: tuple[str, ...]


class Between(Struct, frozen=True):
    """A number or an instant is in a half-open range; none means open, and unknown is in no range.

    In the unit that is stored: whole fen, whole seconds since the epoch.
    """

    field: str
    low: int | None
    high: int | None


class State(Struct, frozen=True):
    """The row is in a state of the list."""

    name: str


class Anywhere(Struct, frozen=True):
    """A bare word, folded, stands in any of the texts such a word looks in."""

    word: str


class Pasted(Struct, frozen=True):
    """The order number is one of these."""

    numbers: tuple[str, ...]


class Not(Struct, frozen=True):
    """The other way round."""

    condition: "Condition"


class AnyOf(Struct, frozen=True):
    """At least one of these holds."""

    conditions: "tuple[Condition, ...]"


Condition = Holds | Is | Between | State | Anywhere | Pasted | Not | AnyOf


class Query(Struct, frozen=True):
    """A text, understood: every condition has to hold."""

    text: str = ""
    conditions: tuple[Condition, ...] = ()
    pasted: tuple[str, ...] = ()
    """The order numbers that were pasted, each once."""
    kept: tuple[Condition, ...] = ()
    """Those of the conditions that nobody typed: the shop that all is kept to."""


def upright(condition: Condition) -> tuple[Condition, bool]:
    """A condition without `Not`, and whether it is turned round."""
    turned = False
    while isinstance(condition, Not):
        condition, turned = condition.condition, not turned
    return condition, turned


def asked(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """What conditions ask, each by itself, whichever way round and of how many one is enough."""
    for condition in conditions:
        if isinstance(condition, Not):
            yield from asked((condition.condition,))
        elif isinstance(condition, AnyOf):
            yield from asked(condition.conditions)
        else:
            yield condition
