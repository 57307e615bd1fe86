"""What the tests of rows read of them."""

from datetime import datetime
from typing import Any

import msgspec

from store.documents.rows import rows_of
from store.models.after_sales_case import AfterSalesCase
from store.models.case_row import CaseRow
from store.models.contact import Contact
from store.models.event import Actor
from store.models.order import Order
from store.models.row import ObligationRow, OrderRow
from store.models.work import Claim, Hold
from store.policy import load_policy
from store.rules.timing.policy import Policy
from tests.build import (
    HOUR,
    NOW,
    ORDER_NO,
    SHOP,
    WANG,
    parcel,
    shipped,
)

POLICY = load_policy()
KEY = f"pinduoduo:{SHOP}:{ORDER_NO}"


def at(moment: datetime) -> int:
    return int(moment.timestamp())


def order_row(given: Order, policy: Policy = POLICY) -> OrderRow:
    (row,) = rows_of(given, policy)["orders"]
    assert isinstance(row, OrderRow)
    return row


def obligation_rows(given: Order, policy: Policy = POLICY) -> list[ObligationRow]:
    rows = rows_of(given, policy)["obligations"]
    return [one for one in rows if isinstance(one, ObligationRow)]


def case_row(given: AfterSalesCase, **changes: Any) -> CaseRow:
    (row,) = rows_of(shipped(cases=(given,), **changes), POLICY)["cases"]
    assert isinstance(row, CaseRow)
    return row


def told(row: msgspec.Struct, *names: str) -> dict[str, Any]:
    every = msgspec.structs.asdict(row)
    return {name: every[name] for name in names or every}


MINE = Claim(owner=Actor(user="li"), at=NOW, by=WANG)


def said(**changes: Any) -> Contact:
    given = {
        "id": "c1",
        "at": NOW - HOUR,
        "channel": "phone",
        "direction": "out",
        "text": "今天补发",
        "by": "li",
    }
    return Contact.model_validate(given | changes)


HELD = Hold(until=NOW + HOUR, reason="等买家改地址", at=NOW, by="li")
WATCHED = parcel(shipped_at=NOW - 20 * HOUR)
"""Its first scan is due in four hours, as computed."""
PROMISED = said(promise_due=NOW + 4 * HOUR)
