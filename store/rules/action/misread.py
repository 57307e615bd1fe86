"""Misread values (填写有误): what is said of texts that make no action."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from store.errors import MISSING, BadInput, Problem
from store.rules.action.base import Action
from store.rules.action.fields import literal_words
from store.rules.action.references import Choice
from store.words import _, listed, noted
from store.words.excerpts import excerpt
from store.words.labels import label


def malformed(action: type[Action[Any]], error: ValidationError) -> BadInput:
    """Texts that are no values of their fields, each with its sentence."""
    problems = tuple(
        Problem(
            str(detail["loc"][0] if detail["loc"] else detail.get("ctx", {}).get("field", "")),
            sentence_of(detail, action.model_fields),
            detail["type"],
        )
        for detail in error.errors(include_url=False)
    )
    code = "unknown_field" if error.errors()[0]["type"] == "extra_forbidden" else "malformed"
    return BadInput(problems[0].sentence, field=problems[0].field, code=code, problems=problems)


def sentence_of(detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> str:
    """One whole sentence for one validation error; pydantic's own are English only."""
    given = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return _("A value is needed here.")
        case "extra_forbidden":
            return _("There is no such field; the fields are: {fields}.").format(
                fields=listed(fields)
            )
        case "malformed":
            return str(given["sentence"])
        case "literal_error":
            return _("{value} is none of: {expected}.").format(
                value=excerpt(detail["input"]), expected=_words(detail, fields)
            )
        case "string_too_short":
            return _("A value is needed here.")
        case "string_too_long":
            return _("At most {count} characters are possible.").format(count=given["max_length"])
        case _other:
            return _("This value cannot be understood.")


def _words(detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> str:
    info = fields[str(detail["loc"][0])]
    words = literal_words(info.annotation)
    return listed(noted(word, label(word)) for word in words)


def several_fit(field: str, choices: Iterable[Choice], names: Mapping[str, str]) -> BadInput:
    """A record is to be named that nobody named, and more than one would do."""
    known = listed(noted(names[one.value], one.text) for one in choices)
    sentence = _("Several fit here; name one of: {known}.").format(known=known)
    problems = (Problem(field, sentence, MISSING),)
    return BadInput(sentence, field=field, code="malformed", problems=problems)


def no_such_record(field: str, value: str, names: Mapping[str, str]) -> BadInput:
    """A record was named that the order does not have."""
    known = listed(names.values()) or _("none")
    sentence = _("{value} does not exist; there is: {known}.").format(
        value=excerpt(value), known=known
    )
    return BadInput(
        sentence, field=field, code="unknown_record", problems=(Problem(field, sentence),)
    )
