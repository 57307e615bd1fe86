"""Refusing (拒绝): why an action may not be done with what is meant, and what else rules say.

The sentence is the same whether a key asks, a menu, or an action on many. It may quote what
somebody typed, so that the buyer is hidden in it: here, and nowhere else, sentences leave the
rules, and nobody asks an action itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from store.errors import ShouhouError
from store.models.after_sales_case import WaitingCase
from store.models.base import Document
from store.models.coverage import Coverage
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.payment import Payments
from store.models.product import Product
from store.models.review import Review
from store.models.subject import Part
from store.rules.action.base import Action
from store.rules.action.context import Context
from store.rules.action.frame import is_about
from store.rules.action.record_action import RecordAction, fitting_records, why_not_named
from store.rules.order.veil import veil_of
from store.rules.order.work import claimed_by_another
from store.rules.platform.cases.case_back import asked_where
from store.rules.platform.discrepancies.explaining import explain
from store.words import N_, _

SEVERAL: dict[type[Document], str] = {
    Order: N_("orders"),
    Product: N_("the shop's goods"),
    Inquiry: N_("inquiries"),
    Payments: N_("payments"),
    WaitingCase: N_("cases without their order"),
    Review: N_("reviews"),
    Improvement: N_("improvements"),
    Coverage: N_("missing files"),
}
"""What several documents of a kind are called."""
OTHERS = N_("anything else")
_NOTHING: Mapping[str, str] = MappingProxyType({})


def why_not(
    action: type[Action[Any]],
    document: Document,
    context: Context,
    values: Mapping[str, str] = _NOTHING,
) -> str | None:
    """Why an action may not be done with a document, with these values; None where it may."""
    refused = action.why_not_with(document, values, context)
    return veiled(document, refused) if refused else None


def why_not_about(action: type[Action[Any]], kind: type[Document]) -> str | None:
    """Said where an action is not for documents of this kind."""
    if is_about(action, kind):
        return None
    said = _("That is for {kind}, not for {found}.")
    return said.format(kind=_several(action.subject_type), found=_several(kind))


def why_not_of_record(
    action: type[Action[Any]], document: Document, record: str, context: Context
) -> str | None:
    """Why it is not for this document, or not for the very record of it that is meant.

    With another record it may be possible: `Action.why_not` says whether it is.
    """
    refused = why_not_named(action, document, record, context)
    return why_not_about(action, type(document)) or (refused and veiled(document, refused))


def why_not_of_owed(
    action: type[Action[Any]], document: Document, part: Part, context: Context
) -> str | None:
    """Why it may not be done with what is meant of a document: its record, or what is owed."""
    refused = why_not_of_record(action, document, part.record, context)
    if refused or not part.kind:
        return refused
    refused = action.why_not_owed(document, *part, context)
    return refused and veiled(document, refused)


def background(action: type[Action[Any]], document: Document, context: Context) -> tuple[str, ...]:
    """Who else has it, and what an action says while its values are typed."""
    said = (
        claimed_by_another(document, context.actor),
        *_where_asked(action, document, context),
        *action.background(document, context),
    )
    return tuple(veiled(document, one) for one in said if one)


def _where_asked(action: type[Action[Any]], document: Document, context: Context) -> Iterator[str]:
    """Of what moves a case that nobody knows to stand where it is known, that it may not."""
    if not (isinstance(document, Order) and issubclass(action, RecordAction) and action.moves):
        return
    for case in fitting_records(action, document, context):
        if asked := asked_where(document, case):
            yield explain(document, asked)


def veiled(document: Document, sentence: str) -> str:
    """What a rule says of a document, without the buyer."""
    return veil_of(document).within(sentence)


@contextmanager
def veiling(document: Document) -> Iterator[None]:
    """Hide the buyer of a document in what an error says."""
    try:
        yield
    except ShouhouError as error:
        error.veil(veil_of(document).within)
        raise


def _several(kind: type[Document]) -> str:
    return _(SEVERAL.get(kind, OTHERS))
