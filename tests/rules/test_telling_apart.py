"""Telling apart: of records that read alike, what says which is which."""

from typing import Any

import pytest

from store.models.order import Order
from store.rules.action.references import RECORDS, every_choice
from tests.build import case, order, parcel, refund, shipped, units

SENT = {"kind": "supplementary", "state": "seller_to_send", "requested_fen": 0}


def read(given: Order, kind: str) -> list[str]:
    return [one.text for one in every_choice(given, kind, RECORDS[kind].every(given))]


def cases(one: dict[str, Any], other: dict[str, Any]) -> Order:
    return shipped(cases=(case(**SENT, **one), case(id="A2", **SENT, **other)))


def test_what_reads_by_itself_is_not_made_longer() -> None:
    assert read(shipped(cases=(case(**SENT),)), "case") == [
        "supplementary shipment ours to send 0.00"
    ]


def test_cases_alike_are_told_apart_by_reason_goods_number_and_time() -> None:
    given = cases({"source": "desk", "lines": units((1, 1))}, {})

    assert read(given, "case") == [
        "supplementary shipment ours to send 0.00 少件 RICE-10 x1 2026-11-21 09:00",
        "supplementary shipment ours to send 0.00 少件 A2",
    ]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        pytest.param(cases({"source": "desk"}, {"source": "desk"}), "case", id="two cases"),
        pytest.param(
            order(refunds=(refund(amount_fen=100), refund(id="f2", amount_fen=100))),
            "refund",
            id="two refunds",
        ),
        pytest.param(shipped(parcels=(parcel(), parcel(id="p2"))), "parcel", id="two parcels"),
    ],
)
def test_what_nothing_tells_apart_is_told_by_its_place(given: Order, kind: str) -> None:
    first, second = read(given, kind)

    assert first.removesuffix(" (1)") == second.removesuffix(" (2)")
    assert first != second
