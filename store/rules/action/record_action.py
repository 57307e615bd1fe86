"""RecordAction: what every action on one record inside an order shares, whatever the record is.

A case, a parcel, a reissue, a refund, an offer, a promise, a platform task …: which one is meant,
which ones fit, and why the one that was named does not.
"""

from collections.abc import Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.action.base import Action, reference_of
from store.rules.action.context import Context
from store.rules.action.fields import Reference
from store.rules.action.references import RECORDS, Choice, every_choice
from store.rules.cases.case_machine import refusal
from store.words import _


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


Part = TypeVar("Part", bound=_WithId)
"""The kind of record that it is about."""


class RecordAction(Action[Order], Generic[Part]):
    """An action on a record of an order.

    Its first field that refers to a record names the one that is meant; where exactly one fits, it
    may be left out. A subclass says in `refusal` what its kind (`action.references`), or the
    table of moves where it is about a case, cannot say.
    """

    @classmethod
    def refusal(cls, order: Order, record: Part, context: Context | None) -> str | None:
        """Why this may not be done with this record; a subclass adds to it.

        Without a context only what the order itself says is judged.
        """
        if cls.moves and isinstance(record, AfterSalesCase):
            return refusal(record, cls.moves, _(cls.title))
        return RECORDS[cls._kind()].over(order, record)

    @classmethod
    def fitting_records(cls, order: Order, context: Context | None = None) -> tuple[Part, ...]:
        """The records with which it may be done."""
        records = cls._records(order)
        return tuple(one for one in records if cls.refusal(order, one, context) is None)

    @classmethod
    def fitting(cls, subject: Order, refers: Reference) -> tuple[Choice, ...]:
        if refers.to != cls._kind():
            return super().fitting(subject, refers)
        return every_choice(subject, refers.to, cls.fitting_records(subject))

    @classmethod
    def knows(cls, subject: Order, refers: Reference, value: str) -> bool:
        if refers.to != cls._kind():
            return super().knows(subject, refers, value)
        return cls._named(subject, value) is not None

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        kind, records = RECORDS[cls._kind()], cls._records(subject)
        if not records:
            return _(kind.none)
        if cls.fitting_records(subject, context):
            return None
        still_open = [one for one in records if kind.over(subject, one) is None]
        if kind.all_over and not still_open:
            return _(kind.all_over)
        return cls.refusal(subject, (still_open or records)[-1], context)

    @classmethod
    def why_not_with(
        cls, subject: Order, values: Mapping[str, str], context: Context
    ) -> str | None:
        """Of a record that was named, what is said is about that record."""
        refused = cls.why_not(subject, context)
        named = cls._named(subject, values.get(cls._field(), "").strip())
        if refused is None or named is None:
            return refused
        return cls.refusal(subject, named, context) or refused

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = self.refusal(subject, self.record_of(subject), context)
        if refused:
            yield Problem(self._field(), refused)

    def record_of(self, order: Order) -> Part:
        """The record of the order that was named, or the only one that fits."""
        found = self._named(order, getattr(self, self._field()))
        if found is None:
            raise LookupError(self)  # pragma: no cover - `read` lets no such record pass
        return found

    @classmethod
    def _field(cls) -> str:
        """The name of the field that says which record is meant."""
        return next(name for name, info in cls.model_fields.items() if reference_of(info))

    @classmethod
    def _kind(cls) -> str:
        refers = reference_of(cls.model_fields[cls._field()])
        return refers.to if refers else ""  # the field is found by its reference

    @classmethod
    def _records(cls, order: Order) -> tuple[Part, ...]:
        return tuple(RECORDS[cls._kind()].every(order))

    @classmethod
    def _named(cls, order: Order, value: str) -> Part | None:
        """The record with this id; `knows` looks for it whether it fits or not."""
        return next((one for one in cls._records(order) if one.id == value), None)
