"""The list of payments (账务列表), as data: a row for each order, or row, that funds files name."""

from types import MappingProxyType

from store import kinds
from store.search.columns import BOOKKEEPING, numbers, texts, unsure
from store.search.table import (
    Choice,
    Column,
    Index,
    ListTable,
    Moment,
    Number,
    Sort,
    Term,
    Text,
)
from store.search.vocabularies import PAYMENT_KINDS, PAYMENT_STATES, PLATFORMS

PAYMENTS = ListTable(
    name=kinds.PAYMENTS,
    columns=(
        *texts("key", "order_no", "platform"),
        Column("kind", "text", source="kinds", joined=True),
        Column("state", "text", source="states", joined=True),
        *numbers("at", "in_fen", "out_fen", "open"),
        *unsure("awaited"),
        *BOOKKEEPING,
        Column("name", "text", folded=True),
        Column("shop", "text", folded=True),
    ),
    fields=MappingProxyType(
        {
            "payment": Text("name", whole=True),
            "order": Text("order_no", whole=True),
            "kind": Choice("kind", PAYMENT_KINDS, several=True),
            "state": Choice("state", PAYMENT_STATES, several=True),
            "platform": Choice("platform", PLATFORMS),
            "shop": Text("shop", whole=True),
            "in": Number("in_fen", 100),
            "out": Number("out_fen", 100),
            "at": Moment("at"),
            "awaited": Number("awaited"),
        }
    ),
    states=MappingProxyType(
        {
            "open": (Term("open", ">", 0),),
            "matched": (Term("state", "=", "matched"),),
        }
    ),
    sorts=MappingProxyType(
        {
            "at": Sort("at"),
            "in": Sort("in_fen"),
            "out": Sort("out_fen"),
            "order": Sort("order_no"),
        }
    ),
    default_sort="at",
    tie="order_no",
    key="key",
    numbered="order_no",
    find=("order_no", "text"),
    said_in="text",
    indexes=(
        Index("key", ("key",)),
        Index("name", ("name",)),
        Index("order", ("order_no",)),
        Index("at", ("at", "order_no")),
        Index("open", ("at", "order_no"), state="open"),
        Index("awaited", ("platform", "awaited"), known="awaited"),
        Index("fresh", ("platform", "policy", "form")),
    ),
)
