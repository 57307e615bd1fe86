"""Codec: documents to what an engine keeps and back; the row travels with every order."""

from typing import TypeVar

from msgspec.structs import asdict
from pydantic import ValidationError

from store.engines.protocol import Stored
from store.errors import StoreTrouble
from store.models.after_sales_case import WaitingCase
from store.models.base import Document
from store.models.import_record import ImportRecord
from store.models.order import Order
from store.models.product import Product
from store.rules.policy import Policy
from store.rules.row import row_of
from store.words import _

KINDS: dict[type[Document], str] = {
    Order: "orders",
    Product: "products",
    WaitingCase: "waiting_cases",
    ImportRecord: "imports",
}
"""The table each kind of document is kept in."""

Kind = TypeVar("Kind", bound=Document)


def subject_of(document: Document) -> str:
    """How events name a document."""
    return f"{KINDS[type(document)]}/{document.key}"


def encode(document: Document, policy: Policy) -> tuple[str, Stored]:
    """The next version of a document, ready to be committed."""
    version = document.version + 1
    row = asdict(row_of(document, policy)) if isinstance(document, Order) else None
    body = document.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    return KINDS[type(document)], Stored(document.key, version, row, body)


def decode(kind: type[Kind], stored: Stored) -> Kind:
    """The document as it was kept; raises StoreTrouble, naming no value, when it is damaged."""
    try:
        return kind.model_validate({**stored.body, "version": stored.version})
    except ValidationError as error:
        fields = ", ".join(str(one["loc"][0]) for one in error.errors() if one["loc"])
        raise StoreTrouble(
            _("{key} is damaged in the store ({fields}); restore a backup.").format(
                key=stored.key, fields=fields
            )
        ) from None
