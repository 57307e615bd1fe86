"""The rows of reviews and improvements (复盘行), as `store.models.row` has the others."""

import msgspec


class ReviewRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One review (复盘)."""

    key: str
    """Its number."""
    title: str
    what: str
    whys: tuple[str, ...]
    cause: str
    state: str
    orders: tuple[str, ...]
    """The numbers of the orders that it names."""
    scope: str
    opened_by: str
    opened_at: int
    closed_at: int | None
    lesson: str
    form: int = 0


class ImprovementRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One improvement (改进措施), with its rate before and as it was last checked."""

    key: str
    """Its number."""
    review: str
    """The number of its review; empty for none."""
    what: str
    owner: str
    login: str
    rate: str
    target: int
    """In hundredths of a percent, or of an hour."""
    scope: str
    state: str
    due_at: int | None
    """By when it is to be checked; none once it is done or dropped."""
    before_many: int
    """So many of `before_of` orders; of a mean time, the seconds of so many cases together."""
    before_of: int
    after_many: int | None
    after_of: int | None
    """None before it was checked."""
    least: int
    """Of fewer no rate is said."""
    checks: int
    """How often somebody looked."""
    opened_at: int
    form: int = 0
