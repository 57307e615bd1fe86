"""The lists of reviews and of improvements (复盘与改进列表), as data."""

from types import MappingProxyType

from store import kinds
from store.search.columns import numbers, texts, unsure
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
from store.search.vocabularies import CAUSES, IMPROVEMENT_STATES, RATES, REVIEW_STATES

REVIEWS = ListTable(
    name=kinds.REVIEWS,
    columns=(
        *texts("key", "state"),
        *numbers("opened_at", "form"),
        *unsure("closed_at"),
        Column("title", "text", folded=True),
        Column("cause", "text", folded=True),
        Column("opened_by", "text", folded=True),
    ),
    fields=MappingProxyType(
        {
            "review": Words(("key",), "exact"),
            "title": Text("title"),
            "cause": Text("cause", whole=True, words=CAUSES),
            "state": Choice("state", REVIEW_STATES),
            "order": Words(("orders",), "exact"),
            "by": Text("opened_by"),
            "opened": Moment("opened_at"),
            "closed": Moment("closed_at"),
        }
    ),
    states=MappingProxyType({"open": (Term("state", "=", "open"),)}),
    sorts=MappingProxyType({"opened": Sort("opened_at"), "title": Sort("title")}),
    default_sort="opened",
    tie="key",
    key="key",
    find=("key", "title", "what", "whys", "cause", "orders", "lesson"),
    said_in="title",
    fresh=("form",),
    indexes=(
        Index("key", ("key",)),
        Index("opened", ("opened_at", "key")),
        Index("title", ("title", "key")),
    ),
)

IMPROVEMENTS = ListTable(
    name=kinds.IMPROVEMENTS,
    columns=(
        *texts("key", "review", "rate", "state", "login"),
        *numbers("opened_at", "checks", "form"),
        *unsure("due_at"),
        Column("what", "text", folded=True),
        Column("scope", "text", folded=True),
    ),
    fields=MappingProxyType(
        {
            "improvement": Words(("key",), "exact"),
            "review": Words(("review",), "exact"),
            "what": Text("what"),
            "scope": Text("scope"),
            "rate": Choice("rate", RATES),
            "state": Choice("state", IMPROVEMENT_STATES),
            "claim": Words(("owner", "login"), "contains"),
            "checks": Number("checks"),
            "opened": Moment("opened_at"),
            "due": Moment("due_at", forward=True),
            "left": Moment("due_at", forward=True),
        }
    ),
    states=MappingProxyType(
        {
            "late": (Reached("due"),),
            "open": (Term("state", "=", "open"),),
        }
    ),
    sorts=MappingProxyType(
        {"due": Sort("due_at", nullable=True), "opened": Sort("opened_at"), "what": Sort("what")}
    ),
    default_sort="due",
    tie="key",
    key="key",
    find=("key", "review", "what", "scope", "owner"),
    said_in="what",
    fresh=("form",),
    indexes=(
        Index("key", ("key",)),
        Index("due", ("due_at", "key")),
        Index("opened", ("opened_at", "key")),
        Index("what", ("what", "key")),
    ),
)
