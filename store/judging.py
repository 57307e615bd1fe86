"""Judging: what of an action is offered, asked and allowed; the same for a form and for the run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from store.errors import Refused
from store.models.base import Document
from store.rules.action.base import Action
from store.rules.action.context import Context
from store.rules.action.frame import AskedField, ensure_known_fields, ensure_right, read_values

Subject = TypeVar("Subject", bound=Document)


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as the menu shows it: allowed, or why not."""

    action: type[Action[Any]]
    why_not: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """What has to be asked for an action, and what to start from."""

    action: type[Action[Any]]
    fields: tuple[AskedField, ...]
    suggested: dict[str, str]


def judged(
    action: type[Action[Subject]], subject: Subject, values: Mapping[str, str], context: Context
) -> Action[Subject]:
    """The action with these values; the why-not is asked before the values.

    Raises BadInput for malformed values and Refused where a rule says no.
    """
    ensure_allowed(action, subject, values, context)
    done = read_values(action, values, subject)
    ensure_right(done, subject, context)
    return done


def ensure_allowed(
    action: type[Action[Subject]], subject: Subject, values: Mapping[str, str], context: Context
) -> None:
    """Raise BadInput for a field that there is none of, and Refused for what may not be done now.

    What a value holds is not looked at yet.
    """
    ensure_known_fields(action, values, subject)
    refusal = action.why_not_with(subject, values, context)
    if refusal:
        raise Refused(refusal, code="why_not")
