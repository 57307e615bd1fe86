"""RecordAction: what every action on one record inside an order shares, whatever the record is.

A case, a parcel, a reissue, a refund, an offer, a promise, a platform task …: which one is meant,
which ones fit, and why the one that was named does not.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.base import Document
from store.models.order import Order
from store.rules.action.base import Action
from store.rules.action.context import Context
from store.rules.action.markers import Reference, marker_of
from store.rules.action.record_numbers import named_record
from store.rules.action.references import RECORDS, RecordKind
from store.rules.cases.case_machine import refusal, reversal
from store.rules.money.counter_offer import waits_for_buyer
from store.rules.order.promises import Talked
from store.rules.platform.cases.case_back import possible_if_back
from store.words import _, sentences


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


OrderRecord = TypeVar("OrderRecord", bound=_WithId)
"""The kind of record that it is about."""


class RecordAction(Action[Order], Generic[OrderRecord]):
    """An action on a record of an order; a promise may be one of an inquiry as well.

    Its first field that refers to a record names the one that is meant; where exactly one fits, it
    may be left out. A subclass says in `refusal` what its kind (`action.references`), or the
    table of moves where it is about a case, cannot say.
    """

    @classmethod
    def refusal(cls, order: Order, record: OrderRecord, context: Context | None) -> str | None:
        """Why this may not be done with this record; a subclass adds to it.

        Without a context only what the order itself says is judged.
        """
        if cls.moves and isinstance(record, AfterSalesCase):
            refused = refusal(record, cls.moves, _(cls.title))
            if refused and any(record.kind in move.kinds for move in cls.moves):
                refused = waits_for_buyer(order, record) or refused
            way = possible_if_back(order, record, cls.moves) if refused else None
            return sentences(refused, way) or None
        return _kind(cls).over(order, record)

    @classmethod
    def is_expected(cls, order: Order, record: OrderRecord) -> bool:
        """Is it what comes of the record as it stands? What is not may be done, where it comes to
        that all the same, and is not offered beside what is.
        """
        return True

    @classmethod
    def reverses(cls, record: OrderRecord) -> str:
        """What was decided about this record and would be taken back by it; empty for nothing."""
        answers = "answer-case" in cls.settles
        return reversal(record) if answers and isinstance(record, AfterSalesCase) else ""

    @classmethod
    def shown(cls, record: OrderRecord) -> Iterator[str]:
        """What the order's page says of the record because this was done with it, line by line.

        It is read at the desk only: what a pack says to others is chosen there.
        """
        yield from ()

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        kind, records = _kind(cls), records_of(cls, subject)
        if fitting_records(cls, subject, context):
            return None
        if _refers(cls).ended:
            ended = [one for one in records if kind.over(subject, one)]
            return cls.refusal(subject, ended[-1], context) if ended else _(kind.none_ended)
        if not_here := kind.not_here(subject):
            return not_here
        if not records:
            return _(kind.none or kind.all_over)
        still_open = [one for one in records if kind.over(subject, one) is None]
        if kind.all_over and not still_open:
            return _(kind.all_over)
        return cls.refusal(subject, (still_open or records)[-1], context)

    @classmethod
    def why_not_with(
        cls, subject: Order, values: Mapping[str, str], context: Context
    ) -> str | None:
        """Of a record that was named, what is said is about that record.

        One that the order does not have is no value of its field: reading that says which it has.
        """
        refused = cls.why_not(subject, context)
        text = values.get(record_field(cls), "").strip()
        if refused is None or not (text and records_of(cls, subject)):
            return refused
        named = _named(cls, subject, named_record(subject, kind_name(cls), text))
        return (cls.refusal(subject, named, context) or refused) if named else None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = self.refusal(subject, self.record_of(subject), context)
        if refused:
            yield Problem(record_field(type(self)), refused)

    def record_of(self, order: Talked) -> OrderRecord:
        """The record of the order that was named, or the only one that fits."""
        found = _named(type(self), order, getattr(self, record_field(type(self))))
        if found is None:
            raise LookupError(self)  # pragma: no cover - no such record is read
        return found


def why_not_named(
    action: type[Action[Any]], subject: Document, record: str, context: Context
) -> str | None:
    """Why an action may not be done with the record of this id; None where it is about none."""
    if not record or not issubclass(action, RecordAction) or not isinstance(subject, Order):
        return None
    named = _named(action, subject, record)
    return action.refusal(subject, named, context) if named else None


def reversed_by(action: type[Action[Any]], subject: Document, values: Mapping[str, str]) -> str:
    """What was decided about the record that the values name, and an action would take back."""
    if not issubclass(action, RecordAction) or not isinstance(subject, Order):
        return ""
    named = _named(action, subject, values.get(record_field(action), ""))
    return action.reverses(named) if named else ""


@cache  # the same for ever, and asked for every action of every row that is looked at
def record_field(action: type[RecordAction[Any]]) -> str:
    """The name of the field that says which record is meant."""
    fields = action.model_fields.items()
    return next(name for name, info in fields if marker_of(info, Reference))


@cache
def kind_name(action: type[RecordAction[Any]]) -> str:
    """The word of the kind of record that it is about (`RECORDS`)."""
    return _refers(action).to


def _refers(action: type[RecordAction[Any]]) -> Reference:
    refers = marker_of(action.model_fields[record_field(action)], Reference)
    assert refers  # the field is found by it
    return refers


def _kind(action: type[RecordAction[Any]]) -> RecordKind:
    return RECORDS[kind_name(action)]


def records_of(action: type[RecordAction[OrderRecord]], order: Talked) -> tuple[OrderRecord, ...]:
    """The records of its kind, whether they fit or not."""
    return tuple(_kind(action).every(order))


def fitting_records(
    action: type[RecordAction[OrderRecord]], order: Order, context: Context | None = None
) -> tuple[OrderRecord, ...]:
    """The records with which it may be done."""
    records = records_of(action, order)
    return tuple(one for one in records if action.refusal(order, one, context) is None)


def _named(
    action: type[RecordAction[OrderRecord]], order: Talked, value: str
) -> OrderRecord | None:
    """The record with this id, whether it fits or not."""
    return next((one for one in records_of(action, order) if one.id == value), None)
