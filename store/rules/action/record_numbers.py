"""Record numbers (编号): by which number people name a record, where that is not its id."""

from store.models.order import Order
from store.rules.action.fields import plain_tracking_no
from store.rules.action.references import RECORDS
from store.rules.cases.case_names import case_called

NUMBERED = ("parcel", "goods_return")
"""The kinds of which people give the tracking number."""


def record_numbers(order: Order, kind: str) -> dict[str, str]:
    """By which number people name the records of a kind, by their ids; none of other kinds.

    A case is named as the sentences about it name it.
    """
    if kind == "reissue":
        return {one.id: str(one.number) for one in order.reissues}
    if kind == "case":
        return {one.id: case_called(one) for one in order.cases}
    records = RECORDS[kind].every(order) if kind in NUMBERED else ()
    return {record.id: record.tracking_no for record in records}


def named_record(order: Order, kind: str, text: str) -> str:
    """The id of the record that a text names by its number; the text itself where it names none."""
    wanted = plain_tracking_no(text)
    numbers = record_numbers(order, kind).items()
    ids = [one for one, number in numbers if plain_tracking_no(number) == wanted]
    return ids[0] if wanted and len(ids) == 1 else text
