"""The lists (列表): orders, obligations, cases, products, reviews and others, each as data.

A later list is one more table here, and nothing else.
"""

from types import MappingProxyType

from store import kinds
from store.search.columns import BOOKKEEPING, numbers, texts, unsure
from store.search.inquiry_list import INQUIRIES
from store.search.order_list import ORDERS
from store.search.payment_list import PAYMENTS
from store.search.review_lists import IMPROVEMENTS, REVIEWS
from store.search.table import (
    NOW,
    Choice,
    Column,
    Index,
    Later,
    Lines,
    ListTable,
    Moment,
    Number,
    Reached,
    Sort,
    Term,
    Text,
    Turned,
    Words,
)
from store.search.vocabularies import (
    CASE_KINDS,
    CASE_STATES,
    CAUSES,
    KINDS,
    NEXT_OF_CASES,
    PARTIES,
    PLATFORMS,
)
from store.words import N_

WITHOUT_LIST = (kinds.COVERAGE, kinds.WAITING_CASES)
"""The kinds of documents of which nothing is listed but what is owed for them."""
OWED_ALONE = Term("of_kind", "in", WITHOUT_LIST)

COST, DEARER = "cost_fen", Later("later_cost_fen", at="due_at")
"""The column of what zero costs, and what takes its place once zero is over."""
_BY_WHO = (
    *("who", "due_at", "becomes", "lapses", "cost_fen", "later_cost_fen", "later_at"),
    "snoozed_until",
)

OBLIGATIONS = ListTable(
    name="obligations",
    place=N_("Board"),
    columns=(
        *texts("key", "of_kind", "order_no", "platform", "kind", "who"),
        Column("shop", "text", folded=True),
        Column("owner", "text", source="login", folded=True),
        Column("becomes", "text", source="then"),
        *numbers("estimated", "lapses"),
        *unsure("due_at", "cost_fen", "later_cost_fen", "later_at", "unannounced"),
        *unsure("taken_at", "snoozed_until", "begins_at"),
        *BOOKKEEPING,
        Column("about", "text", folded=True),
        Column("task", "text", joined=True),
    ),
    fields=MappingProxyType(
        {
            "shop": Text("shop", whole=True),
            "platform": Choice("platform", PLATFORMS),
            "kind": Turned("kind", KINDS, when="becomes", at="due_at"),
            "who": Turned("who", PARTIES, when="becomes", at="due_at", value="us"),
            "due": Moment("due_at", forward=True),
            "left": Moment("due_at", forward=True),
            "cost": Number(COST, 100, DEARER),
            "owner": Text("owner", as_given=True),
            "about": Text("about", whole=True),
            "claim": Text("owner"),
            "unannounced": Number("unannounced"),
            "task": Lines("task"),
        }
    ),
    states=MappingProxyType(
        {
            "late": (Reached("due"),),
            "estimated": (Term("estimated", ">", 0),),
            "snoozed": (Term("snoozed_until", ">", NOW),),
            "claimed": (Term("owner", "<>", ""),),
            "unclaimed": (Term("owner", "=", ""),),
        },
    ),
    standing=("kind", "platform"),
    sorts=MappingProxyType(
        {
            "due": Sort("due_at", nullable=True),
            "cost": Sort(COST, nullable=True, later=DEARER),
            "order": Sort("order_no"),
        }
    ),
    default_sort="due",
    tie="order_no",
    key="key",
    numbered="order_no",
    parent=ORDERS,
    is_mixed=True,
    others=(INQUIRIES,),
    lapses="lapses",
    indexes=(
        Index("of", ("of",)),
        Index("key", ("key",)),
        Index("fresh", ("of_kind", "platform", "policy", "form", "of"), terms=(OWED_ALONE,)),
        Index("unannounced", ("unannounced",), known="unannounced"),
        Index("due", ("due_at", "order_no", "id", "lapses")),
        Index("cost", ("cost_fen", "order_no", "id", "lapses", "due_at", "later_cost_fen")),
        Index(
            "later_cost",
            ("later_cost_fen", "order_no", "id", "lapses", "due_at"),
            known="later_cost_fen",
        ),
        Index("order", ("order_no", "id", "lapses", "due_at")),
        Index("who", _BY_WHO),
        Index("owner", ("owner", "due_at", "order_no", "id")),
        Index("taken", ("taken_at",), known="taken_at"),
        Index("snoozed", ("snoozed_until",), known="snoozed_until"),
        Index("free_cost", ("cost_fen", "due_at", "order_no", "id"), state="unclaimed"),
        Index(
            "free_later_cost",
            ("later_cost_fen", "due_at", "order_no", "id"),
            state="unclaimed",
            known="later_cost_fen",
        ),
    ),
)

CASES = ListTable(
    name="cases",
    place=N_("Cases"),
    columns=(
        *texts("key", "of_kind", "order_no", "platform", "kind", "state"),
        Column("shop", "text", folded=True),
        Column("turn", "text", source="waits_for"),
        Column("becomes", "text", source="then"),
        *numbers("requested_fen", "refunded_fen"),
        *unsure("due_at", "agreed_fen", "applied_at", "agreed_at", "received_at", "refunded_at"),
        *texts("outcome"),
        Column("agreer", "text", source="agreed_by"),
        *numbers("unshipped"),
        *BOOKKEEPING,
        Column("number", "text", source="case", folded=True),
        Column("reason", "text", source="first_reason", folded=True),
        Column("cause", "text", folded=True),
        Column("agreedby", "text", source="agreed_by", folded=True),
        Column("agent", "text", folded=True),
    ),
    fields=MappingProxyType(
        {
            "shop": Text("shop", whole=True),
            "platform": Choice("platform", PLATFORMS),
            "case": Text("number"),
            "kind": Choice("kind", (*CASE_KINDS, "inquiry")),
            "state": Choice("state", CASE_STATES),
            "turn": Turned(
                "turn",
                (*PARTIES, "none"),
                when="becomes",
                at="due_at",
                value="us",
                blank="none",
            ),
            "due": Moment("due_at", forward=True),
            "left": Moment("due_at", forward=True),
            "amount": Number("requested_fen", 100),
            "agreed": Number("agreed_fen", 100),
            "refunded": Number("refunded_fen", 100),
            "reason": Text("reason"),
            "cause": Text("cause", whole=True, words=CAUSES),
            "agreedby": Text("agreedby"),
            "agent": Text("agent"),
            "applied": Moment("applied_at"),
        }
    ),
    states=MappingProxyType(
        {
            "late": (Reached("due"),),
            "open": (Term("state", "<>", "closed"),),
            "closed": (Term("state", "=", "closed"),),
            "unshipped": (Term("unshipped", ">", 0),),
            "no-order": (Term("of_kind", "=", kinds.WAITING_CASES),),
        }
    ),
    sorts=MappingProxyType(
        {
            "due": Sort("due_at", nullable=True),
            "applied": Sort("applied_at", nullable=True),
            "amount": Sort("requested_fen"),
            "agreed": Sort("agreed_fen", nullable=True),
            "refunded": Sort("refunded_fen"),
            "order": Sort("order_no"),
        }
    ),
    default_sort="due",
    tie="order_no",
    key="key",
    numbered="order_no",
    parent=ORDERS,
    is_mixed=True,
    others=(INQUIRIES,),
    besides=("number", "reason"),
    standing=("kind", "state", "platform"),
    standing_for=NEXT_OF_CASES,
    indexes=(
        Index("of", ("of",)),
        Index("key", ("key",)),
        Index("due", ("due_at", "order_no")),
        Index("applied", ("applied_at", "order_no")),
        Index("amount", ("requested_fen", "order_no")),
        Index("agreed", ("agreed_fen", "order_no")),
        Index("refunded", ("refunded_fen", "order_no")),
        Index("order", ("order_no",)),
        Index("number", ("number",)),
        Index("open", ("due_at", "order_no"), state="open"),
    ),
)

PRODUCTS = ListTable(
    name=kinds.PRODUCTS,
    columns=(
        *texts("key"),
        *unsure("on_hand"),
        *numbers("on_sale", "open_tasks", "form"),
        Column("shop", "text", folded=True),
        Column("sku", "text", folded=True),
        Column("product_id", "text", folded=True),
        Column("name", "text", folded=True),
    ),
    fields=MappingProxyType(
        {
            "sku": Words(("sku",), "exact"),
            "product": Words(("product_id",), "exact"),
            "name": Text("name"),
            "shop": Text("shop", whole=True),
            "stock": Number("on_hand"),
            "onsale": Choice("on_sale", ("no", "yes"), counted=True),
            "tasks": Number("open_tasks"),
        }
    ),
    states=MappingProxyType({"task": (Term("open_tasks", ">", 0),)}),
    sorts=MappingProxyType(
        {
            "sku": Sort("sku"),
            "name": Sort("name"),
            "product": Sort("product_id"),
            "shop": Sort("shop"),
            "stock": Sort("on_hand", nullable=True),
        }
    ),
    default_sort="sku",
    tie="sku",
    key="key",
    find=("sku", "name", "product_id"),
    said_in="name",
    fresh=("form",),
    indexes=(
        Index("key", ("key",)),
        Index("sku", ("sku",)),
        Index("name", ("name", "sku")),
        Index("product", ("product_id", "sku")),
        Index("shop", ("shop", "sku")),
        Index("stock", ("on_hand", "sku")),
    ),
)

LISTS = MappingProxyType(
    {
        table.name: table
        for table in (
            *(ORDERS, OBLIGATIONS, CASES, PRODUCTS, INQUIRIES, PAYMENTS),
            *(REVIEWS, IMPROVEMENTS),
        )
    }
)
"""Every list by its name."""

__all__ = [
    "CASES",
    "COST",
    "DEARER",
    "IMPROVEMENTS",
    "INQUIRIES",
    "LISTS",
    "OBLIGATIONS",
    "ORDERS",
    "OWED_ALONE",
    "PAYMENTS",
    "PRODUCTS",
    "REVIEWS",
    "WITHOUT_LIST",
]
