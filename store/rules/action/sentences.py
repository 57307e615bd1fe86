"""Sentences: pydantic's error types in the desk's own words (its messages are English only)."""

from collections.abc import Mapping

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from store.rules.action.fields import literal_words
from store.words import _, listed, noted
from store.words.labels import label


def sentence_of(detail: ErrorDetails, fields: Mapping[str, FieldInfo]) -> str:
    """One whole sentence for one validation error."""
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
                value=detail["input"], expected=_words(detail, fields)
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
