"""The list of orders (订单列表), as data: what it is searched, counted and sorted by."""

from types import MappingProxyType

from store import kinds
from store.search.columns import BOOKKEEPING, numbers, texts, unsure
from store.search.table import (
    NOW,
    Choice,
    Column,
    First,
    Index,
    Lines,
    ListTable,
    Moment,
    Number,
    Reached,
    Sort,
    Term,
    Text,
    Words,
)
from store.search.vocabularies import (
    AFTER_SALES,
    CAUSES,
    FLAGS,
    FULFILMENTS,
    PAYMENTS,
    PLATFORMS,
    STOCK_OUTS,
)
from store.words import N_

_BY_DUE = ("due_at", "order_no", "id", "falls_to_us_at")
"""The id stands where the order of a list has it, so that an index alone gives that order."""
WAITING = Term("waits", "<>", "")
"""Units of it have to leave."""

ORDERS = ListTable(
    name=kinds.ORDERS,
    place=N_("Orders"),
    columns=(
        *texts("order_no", "platform", "payment", "fulfilment", "after_sales", "stock_out"),
        *texts("flag", "owner"),
        *numbers("amount_fen", "refunded_fen", "units", "to_ship", "open_tasks", "open_cases"),
        *numbers("open_discrepancies", "reissues", "penalties", "penalty_fen", "review"),
        *numbers("deducted_fen", "deducted_more_fen", "won_back_fen", "going_back_fen"),
        *numbers("ship_by_estimated", "unconfirmed"),
        *unsure("ordered_at", "paid_at", "shipped_at", "ship_by"),
        *unsure("due_at", "falls_to_us_at", "held_until", "moved_at"),
        *unsure("deducted_at", "deducted_more_at"),
        *texts("region"),
        *(
            Column(name, "text", joined=True)
            for name in ("skus", "carriers", "causes", "agreers", "bought", "waits")
        ),
        *unsure("promised_at", "left_at", "signed_at"),
        *numbers("lacked", "again_parcels", "again_fen"),
        *BOOKKEEPING,
        Column("shop", "text", folded=True),
        Column("buyer", "text", folded=True),
        Column("goods", "text", folded=True),
    ),
    fields=MappingProxyType(
        {
            "order": First("order_no"),
            "goods": Text("goods"),
            "buyer": Text("buyer", has_words=True),
            "phone": Words((), "tail"),
            "tracking": Words(("tracking_nos",), "contains"),
            "sku": Words(("skus",), "exact"),
            "waits": Words(("waiting_skus",), "exact"),
            "case": Words(("cases",), "contains"),
            "note": Words(("seller_note",), "contains"),
            "tag": Words(("tag", "tags"), "exact"),
            "claim": Words(("owner", "login"), "contains"),
            "shop": Text("shop", whole=True),
            "carrier": Lines("carriers"),
            "region": Lines("region"),
            "cause": Lines("causes", CAUSES),
            "agreedby": Lines("agreers"),
            "platform": Choice("platform", PLATFORMS),
            "pay": Choice("payment", PAYMENTS),
            "ship": Choice("fulfilment", FULFILMENTS),
            "after": Choice("after_sales", AFTER_SALES),
            "stock": Choice("stock_out", STOCK_OUTS),
            "flag": Choice("flag", FLAGS, blank="none"),
            "amount": Number("amount_fen", 100),
            "refunded": Number("refunded_fen", 100),
            "units": Number("units"),
            "unshipped": Number("to_ship"),
            "tasks": Number("open_tasks"),
            "cases": Number("open_cases"),
            "reissues": Number("reissues"),
            "penalty": Number("penalty_fen", 100),
            "deducted": Moment("deducted_at"),
            "due": Moment("due_at", forward=True, passing="falls_to_us_at"),
            "left": Moment("due_at", forward=True, passing="falls_to_us_at"),
            "shipby": Moment("ship_by", forward=True),
            "ordered": Moment("ordered_at"),
            "paid": Moment("paid_at"),
            "shipped": Moment("shipped_at"),
            "moved": Moment("moved_at"),
        }
    ),
    states=MappingProxyType(
        {
            "late": (Reached("due"),),
            "to-ship": (Term("to_ship", ">", 0), Term("payment", "not in", ("unpaid", "deposit"))),
            "part-shipped": (Term("fulfilment", "=", "part-shipped"),),
            "shipped": (Term("fulfilment", "=", "shipped"),),
            "received": (Term("fulfilment", "=", "received"),),
            "cancelled": (Term("fulfilment", "=", "cancelled"),),
            "unpaid": (Term("payment", "=", "unpaid"),),
            "deposit": (Term("payment", "=", "deposit"),),
            "paid": (Term("payment", "=", "paid"),),
            "refunded": (Term("payment", "in", ("refunded", "part-refunded")),),
            "refunding": (Term("going_back_fen", ">", 0),),
            "after-sales": (Term("after_sales", "=", "open"),),
            "stock-out": (Term("stock_out", "=", "applied"),),
            "review": (Term("review", ">", 0),),
            "reissue": (Term("reissues", ">", 0),),
            "task": (Term("open_tasks", ">", 0),),
            "discrepancy": (Term("open_discrepancies", ">", 0),),
            "flagged": (Term("flag", "<>", ""),),
            "hold": (Term("held_until", ">", NOW),),
            "claimed": (Term("owner", "<>", ""),),
            "penalty": (Term("penalties", ">", 0),),
            "deducted": (Reached("deducted"),),
            "unconfirmed": (Term("unconfirmed", ">", 0),),
            "estimated": (Term("ship_by_estimated", ">", 0),),
        }
    ),
    sorts=MappingProxyType(
        {
            "due": Sort("due_at", nullable=True, passing="falls_to_us_at"),
            "ordered": Sort("ordered_at", nullable=True),
            "paid": Sort("paid_at", nullable=True),
            "shipped": Sort("shipped_at", nullable=True),
            "amount": Sort("amount_fen"),
            "order": Sort("order_no"),
            "goods": Sort("goods"),
            "buyer": Sort("buyer"),
        }
    ),
    default_sort="due",
    tie="order_no",
    key="order_no",
    numbered="order_no",
    find=("order_no", "goods", "buyer", "tracking_nos", "skus"),
    numbers=("tracking", "phone"),
    tail_field="phone",
    standing=("platform",),
    standing_for=MappingProxyType(
        {
            **dict.fromkeys(("stock-out-applied", "applied"), ("stock", ("applied",))),
            "part-refunded": ("pay", ("part-refunded",)),
            "waiting": ("ship", ("waiting",)),
            **{word: ("after", (word,)) for word in ("open", "closed")},
            **{word: ("stock", (word,)) for word in ("approved", "rejected", "withdrawn")},
        }
    ),
    whole_field="buyer",
    indexes=(
        Index("order", ("order_no",)),
        Index("ordered", ("ordered_at", "order_no")),
        Index("paid", ("paid_at", "order_no")),
        Index("shipped", ("shipped_at", "order_no")),
        Index("amount", ("amount_fen", "order_no")),
        Index("goods", ("goods", "order_no")),
        Index("buyer", ("buyer", "order_no")),
        Index("due", _BY_DUE, known="due_at"),
        Index("falls", ("falls_to_us_at", "order_no", "id", "due_at"), known="falls_to_us_at"),
        Index("no_due", ("order_no", "id", "falls_to_us_at", "due_at"), unknown="due_at"),
        Index("to_ship", ("ship_by", "order_no", "id", "due_at"), state="to-ship"),
        Index("waits", ("shop", "waits", "platform"), terms=(WAITING,)),
        Index("bought", ("shop", "bought", "ordered_at")),
        Index("deducted", ("deducted_at",), known="deducted_at"),
        Index("moved", ("moved_at",), known="moved_at"),
        Index("held", ("held_until",), known="held_until"),
        Index("fulfilment", ("fulfilment",)),
        Index("fresh", ("platform", "policy", "form")),
        *(
            Index(state.replace("-", "_"), _BY_DUE, state=state)
            for state in (
                "refunding",
                "after-sales",
                "stock-out",
                "review",
                "reissue",
                "task",
                "discrepancy",
                "flagged",
                "claimed",
                "penalty",
            )
        ),
    ),
)
