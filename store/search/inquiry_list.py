"""The list of inquiries (买家询问列表), as data."""

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
    Reached,
    Sort,
    Term,
    Text,
    Words,
)
from store.search.vocabularies import CHANNELS, INQUIRY_OUTCOMES, INQUIRY_STATES

INQUIRIES = ListTable(
    name=kinds.INQUIRIES,
    columns=(
        *texts("key", "platform", "state", "outcome", "channel", "order_key"),
        *numbers("opened_at"),
        *unsure("paid_day", "amount_fen", "promise_due", "due_at"),
        *BOOKKEEPING,
        Column("shop", "text", folded=True),
        Column("buyer", "text", folded=True),
        Column("goods", "text", folded=True),
        Column("order_no", "text", folded=True),
    ),
    fields=MappingProxyType(
        {
            "inquiry": Words(("key",), "exact"),
            "state": Choice("state", INQUIRY_STATES),
            "outcome": Choice("outcome", (*INQUIRY_OUTCOMES, "none"), blank="none"),
            "channel": Choice("channel", CHANNELS),
            "order": Text("order_no"),
            "buyer": Text("buyer", has_words=True),
            "phone": Words((), "tail"),
            "goods": Text("goods"),
            "shop": Text("shop", whole=True),
            "claim": Words(("owner", "login"), "contains"),
            "amount": Number("amount_fen", 100),
            "day": Moment("paid_day"),
            "opened": Moment("opened_at"),
            "promised": Moment("promise_due", forward=True),
            "due": Moment("due_at", forward=True),
            "left": Moment("due_at", forward=True),
        }
    ),
    states=MappingProxyType(
        {
            "late": (Reached("due"),),
            "open": (Term("state", "<>", "resolved"),),
            "untied": (Term("state", "in", ("open", "proposed")),),
        }
    ),
    sorts=MappingProxyType(
        {
            "due": Sort("due_at", nullable=True),
            "opened": Sort("opened_at"),
            "day": Sort("paid_day", nullable=True),
            "amount": Sort("amount_fen", nullable=True),
        }
    ),
    default_sort="due",
    tie="key",
    key="key",
    find=("key", "order_no", "goods", "buyer"),
    tail_field="phone",
    whole_field="buyer",
    indexes=(
        Index("key", ("key",)),
        Index("due", ("due_at", "key")),
        Index("opened", ("opened_at", "key")),
        Index("day", ("paid_day", "key")),
        Index("amount", ("amount_fen", "key")),
        Index("untied", ("opened_at", "key"), state="untied"),
        Index("fresh", ("platform", "policy", "form")),
    ),
)
