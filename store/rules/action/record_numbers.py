"""Record numbers (编号): by what people name a record: its number, else what they know of it.

The id of a refund, an offer or a promise stands nowhere that a person reads, so that it is named by
how it reads, or by words of that which no other has: its time, its amount.
"""

import unicodedata
from collections import Counter

from store.models.order import Order
from store.rules.action.fields import plain_tracking_no
from store.rules.action.references import RECORDS, every_choice
from store.rules.cases.case_names import case_called
from store.rules.order.promises import Talked

NUMBERED = ("parcel", "goods_return")
"""The kinds of which people give the tracking number."""


def record_numbers(order: Talked, kind: str) -> dict[str, str]:
    """By which number people name the records of a kind, by their ids; none of other kinds.

    A case is named as the sentences about it name it.
    """
    if not isinstance(order, Order):
        return {}
    if kind == "reissue":
        return {one.id: str(one.number) for one in order.reissues}
    if kind == "case":
        return {one.id: case_called(one) for one in order.cases}
    records = RECORDS[kind].every(order) if kind in NUMBERED else ()
    return {record.id: record.tracking_no for record in records}


def record_names(order: Talked, kind: str) -> dict[str, str]:
    """What is said to name each record of a kind by, by its id: its number, else how it reads."""
    numbers = record_numbers(order, kind)
    alike = Counter(numbers.values())
    own = {one: number for one, number in numbers.items() if number and alike[number] == 1}
    return _readings(order, kind) | own


def named_record(order: Talked, kind: str, text: str) -> str:
    """The id of the record that a text names; the text itself where it names none, or several."""
    wanted, numbers = plain_tracking_no(text), record_numbers(order, kind)
    ids = [one for one, number in numbers.items() if plain_tracking_no(number) == wanted]
    readings = {} if len(ids) == 1 or not wanted else _readings(order, kind)
    if readings and text not in readings:
        said = {one: _plain(reading) for one, reading in readings.items()}
        ids = [one for one, reading in said.items() if reading == _plain(text)]
        if not (ids or numbers):
            ids = [one for one, reading in said.items() if f" {_plain(text)} " in f" {reading} "]
    return ids[0] if wanted and len(ids) == 1 else text


def _readings(order: Talked, kind: str) -> dict[str, str]:
    every = RECORDS[kind].every(order)
    return {choice.value: choice.text for choice in every_choice(order, kind, every)}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
