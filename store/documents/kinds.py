"""Documents: what the tables of a store hold, as text and back, with what lists show of it."""

from typing import Any, TypeVar

import msgspec
from pydantic import ValidationError

from store import kinds
from store.documents.shop_storage import Encoded
from store.engines.protocol import Kept, ListRows
from store.errors import StoreTrouble
from store.models.adopted_policy import AdoptedPolicy
from store.models.after_sales_case import WaitingCase
from store.models.base import Document
from store.models.batch_ship_files import BatchShipFiles
from store.models.coverage import Coverage
from store.models.import_record import ImportRecord
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.payment import Payments
from store.models.person import Person
from store.models.product import Product
from store.models.review import Review
from store.models.shop_views import ShopViews
from store.rules.timing.policy import Policy
from store.words import _, listed

KINDS: dict[type[Document], str] = {
    Order: kinds.ORDERS,
    Product: kinds.PRODUCTS,
    WaitingCase: kinds.WAITING_CASES,
    ImportRecord: kinds.IMPORTS,
    AdoptedPolicy: kinds.POLICY,
    Payments: kinds.PAYMENTS,
    Coverage: kinds.COVERAGE,
    Person: kinds.PEOPLE,
    Inquiry: kinds.INQUIRIES,
    ShopViews: kinds.VIEWS,
    Review: kinds.REVIEWS,
    Improvement: kinds.IMPROVEMENTS,
    BatchShipFiles: kinds.BATCH_SHIP_FILES,
}
"""The table each kind of document is kept in."""
MODELS = {name: kind for kind, name in KINDS.items()}

Kind = TypeVar("Kind", bound=Document)

_encoder = msgspec.json.Encoder(order="sorted")


def subject_of(document: Document) -> str:
    """How events name a document."""
    return f"{KINDS[type(document)]}/{document.key}"


def encode(document: Document, policy: Policy) -> Encoded:
    """A document as its table takes it, with its rows by these rules."""
    values = document.model_dump(mode="json", exclude_defaults=True)
    # Not by `exclude`, which makes the whole of it take twice as long.
    values.pop("version", None)
    body = json_text(values)
    if "\\u0000" in body and (clean := without_nul(values)) != values:
        # The rows say what is kept, so they are made of that too.
        clean["version"] = document.version
        return encode(type(document).model_validate(clean), policy)
    return Encoded(document.key, body, lists_of(document, policy))


def json_text(values: Any) -> str:
    """The same text as `sealing.canonical`, of what is JSON for certain and holds no float.

    In a tenth of the time that a long history takes.
    """
    return _encoder.encode(values).decode()


def lists_of(document: Document, policy: Policy) -> tuple[ListRows, ...]:
    """What lists show and search of a document by these rules."""
    # Whoever only reads documents makes no rows, which takes rules of everything that is listed.
    from store.documents.rows import rows_of, words_beside

    return tuple(
        ListRows(name, rows, words_beside(document) if name == KINDS[type(document)] else ())
        for name, rows in rows_of(document, policy).items()
    )


def decode(kind: type[Kind], kept: Kept) -> Kind:
    """The document as it was kept; raises StoreTrouble, naming no value, when it is damaged."""
    try:
        document = kind.model_validate_json(kept.body)
    except ValidationError as error:
        raise StoreTrouble(
            _("{key} is damaged in the store ({fields}); restore a backup.").format(
                key=kept.key, fields=fields_of(error)
            ),
            code="damaged",
        ) from None
    # Nobody else has it yet; a copy would take a fifth of the time of reading it.
    object.__setattr__(document, "version", kept.version)
    return document


def fields_of(error: ValidationError) -> str:
    """The fields of a document that are not what they should be, none of their values."""
    return listed(str(detail["loc"][0]) for detail in error.errors() if detail["loc"])


def without_nul(value: Any) -> Any:
    """The same without U+0000, which no other engine keeps."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {without_nul(name): without_nul(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(without_nul(part) for part in value)
    return value
