"""Form (表单): what has to be asked for an action on a subject as it is now."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from store.models.base import Document
from store.models.order import Order
from store.rules.action.base import Action
from store.rules.action.context import Context
from store.rules.action.frame import AskedField, asked_fields, starting_values
from store.rules.action.markers import IfAsked, Reference, marker_of
from store.rules.action.references import Choice, with_choice


class Form(NamedTuple):
    """What has to be asked for an action, and what to start from."""

    action: type[Action[Any]]
    fields: tuple[AskedField, ...]
    suggested: dict[str, str]


def form_of(
    action: type[Action[Any]], subject: Document, context: Context, record: str = ""
) -> Form:
    """What to ask for an action on this subject, of which the record of this id may be meant."""
    offers = action.offers(subject, context)
    asked = asked_fields(action, subject, context.policy, context)
    values = action.suggest_for(subject, record, context)
    known = (_with_offered(action, one, offers.get(one.name, ())) for one in asked)
    fields = tuple(_with_suggested(action, one, subject, values) for one in known)
    suggested = starting_values(action, fields) | values
    return Form(action, fields, suggested)


def _with_offered(
    action: type[Action[Any]], field: AskedField, offered: tuple[Choice, ...]
) -> AskedField:
    """The field with what there is to choose of now: that is asked, and when it is not is no help
    any more.
    """
    if not offered:
        return field
    given = marker_of(action.model_fields[field.name], IfAsked)
    asked = field._replace(choices=offered, if_asked=False)
    return asked._replace(required=True, help="") if given and given.is_needed else asked


def _with_suggested(
    action: type[Action[Any]], field: AskedField, subject: Document, values: Mapping[str, str]
) -> AskedField:
    """The field with the record that is suggested among those it may name."""
    refers = marker_of(action.model_fields[field.name], Reference)
    if refers is None or not isinstance(subject, Order):
        return field
    meant = values.get(field.name, "")
    return field._replace(choices=with_choice(subject, refers.to, field.choices, meant))
