"""Fields: the kinds of value an action asks for, each read from the text a person types.

Every type here turns text into a value or says in one sentence what it expected. The form, the
command line and the bulk file all hand over text, so that they cannot differ.
"""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from store.models.money import FEN
from store.models.parcel import LineQuantity
from store.rules.action.markers import IfAsked, OneLine, Reference, Spellings, TakesAll
from store.words import N_, _
from store.words.excerpts import excerpt
from store.words.half_width import half_width
from store.words.labels import label

MOST_YUAN = Decimal(10000000)
GROUPED = r"(\d{1,3}(,\d{3})+|\d+)"
"""Commas stand only between thousands: `20,50` is no two thousand and fifty."""
MOST_DIGITS = 9
NO_LINE = "none"
"""A value of lines of which a person took none: nothing that was left out is meant by it."""
NO_QUANTITY = N_("{text} is not LINE:QUANTITY, such as 1:2 or 1:2,2:1.")


def wrong(sentence: str, field: str = "") -> PydanticCustomError:
    """A value is malformed; the sentence is shown as it is.

    Of values that are wrong together the `field` is the one to mend.
    """
    return PydanticCustomError("malformed", "{sentence}", {"sentence": sentence, "field": field})


def unread(sentence: str, text: str) -> PydanticCustomError:
    """What somebody typed is no such value, as a sentence says that repeats it as `{text}`."""
    return wrong(sentence.format(text=excerpt(text)))


def read_amount(value: object) -> object:
    """Yuan with at most two decimals, above 0, as typed; full-width digits count."""
    if not isinstance(value, str):
        return value
    text = half_width(value).removeprefix("¥").removesuffix("元").strip()
    if not re.fullmatch(rf"{GROUPED}(\.\d*)?", text):
        raise unread(_("{text} is no amount; yuan such as 20 or 20.50 are expected."), value)
    yuan = Decimal(text.replace(",", ""))
    fen = yuan * FEN
    if fen != fen.to_integral_value():
        raise unread(_("{text} has more than two decimals."), value)
    if not 0 < yuan <= MOST_YUAN:
        raise unread(_("{text} is not above 0 and at most 10,000,000 yuan."), value)
    return int(fen)


def amount_typed(text: str) -> int | None:
    """The amount (fen) that somebody typed; None where it is none."""
    try:
        read = read_amount(text)
    except PydanticCustomError:
        return None
    return read if isinstance(read, int) else None


def read_lines(value: object) -> object:
    """`1:2,2:1`: two units of line 1 and one of line 2; `1` alone is one unit of it.

    `NO_LINE` is none, and never what is meant where the field is left out.
    """
    if not isinstance(value, str):
        return value
    if value.strip() == NO_LINE:
        raise wrong(_("No line is ticked."))
    parts = [part for part in re.split(r"[,;\s]+", half_width(value)) if part]
    if not parts:
        raise unread(_(NO_QUANTITY), value)
    found: dict[int, int] = {}
    for part in parts:
        match = re.fullmatch(r"(\d{1,4})(?::(\d{1,6}))?", part)
        if not match:
            raise unread(_(NO_QUANTITY), part)
        line, quantity = int(match[1]), int(match[2] or 1)
        if quantity == 0:
            raise wrong(_("Line {line} is given with no unit.").format(line=line))
        if line in found:
            raise wrong(_("Line {line} is given twice.").format(line=line))
        found[line] = quantity
    return tuple(LineQuantity(line=line, quantity=units) for line, units in found.items())


_ORDER_NO = re.compile("[0-9]{6}-[0-9]{6,}|[0-9]{15,}")
"""How an order is numbered, at Pinduoduo and at Douyin."""


def plain_tracking_no(text: str) -> str:
    """A tracking number as the desk keeps it: half width, capital, without blanks.

    Neither the apostrophe nor the tab by which a spreadsheet keeps it a text is part of it.
    """
    return re.sub(r"\s+", "", half_width(text)).removeprefix("'").upper()


def read_tracking_no(value: object) -> object:
    """Letters, digits and hyphens, 6 to 40 of them, however they are written; of a row of a sheet
    nobody but its order may have it, so that no cells are drawn together into one number.
    """
    if not isinstance(value, str):
        return value
    given = half_width(value)
    parts = given.split()
    if re.search(r"[\t\r\n]", given) or (parts[1:] and any(map(_ORDER_NO.fullmatch, parts))):
        said = _("{text} is a row of several cells; give the tracking number alone.")
        raise unread(said, " ".join(parts))
    text = plain_tracking_no(value)
    if not re.fullmatch(r"[0-9A-Z][0-9A-Z-]{5,39}", text):
        said = _("{text} is no tracking number; 6 to 40 letters and digits are expected.")
        raise unread(said, value)
    return text


def read_count(value: object) -> object:
    """A whole number from 0."""
    if not isinstance(value, str):
        return value
    text = half_width(value)
    digits = text.replace(",", "")
    if not re.fullmatch(GROUPED, text) or len(digits) > MOST_DIGITS:
        raise unread(_("{text} is no count; a whole number from 0 is expected."), value)
    return int(digits)


def read_phone(value: object) -> object:
    """A telephone number, with an extension (转) or stars where an export hides digits."""
    if not isinstance(value, str):
        return value
    text = half_width(value)
    if not re.fullmatch(r"\+?[\d*][\d* -]{5,18}(\s*转\s*\d{1,6})?", text):
        raise unread(_("{text} is no phone number; such as 13812345678 is expected."), value)
    return text


def read_phone_part(value: object) -> object:
    """The same, or the last four digits of one."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}", text := half_width(value)):
        return text
    return read_phone(value)


def read_names(value: object) -> object:
    """`a1,b2`: several ids, with commas or blanks between."""
    if not isinstance(value, str):
        return value
    return tuple(dict.fromkeys(part for part in re.split(r"[,;\s]+", half_width(value)) if part))


Amount = Annotated[int, BeforeValidator(read_amount)]
Lines = Annotated[tuple[LineQuantity, ...], BeforeValidator(read_lines)]
AllLines = Annotated[Lines, TakesAll()]
"""Lines that, left out, are all there are."""
TrackingNo = Annotated[str, BeforeValidator(read_tracking_no), OneLine(scanned=True)]
Count = Annotated[int, BeforeValidator(read_count)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
PhonePart = Annotated[str, BeforeValidator(read_phone_part), OneLine()]
PhoneNumber = Annotated[str, BeforeValidator(read_phone), OneLine()]
Names = Annotated[tuple[str, ...], BeforeValidator(read_names)]
Word = Annotated[Text, OneLine()]
"""A text of one line."""
Scan = Annotated[Text, OneLine(scanned=True)]
_YES_NO = Spellings({"y": "yes", "true": "yes", "是": "yes", "n": "no", "false": "no", "否": "no"})
YesNo = Annotated[Literal["yes", "no"], _YES_NO]
YesNoIfAsked = Annotated[Literal["yes", "no"] | None, _YES_NO, IfAsked()]
"""An answer that is needed only where the question comes up."""
NamedCase = Annotated[str, Reference("case"), Field(title=N_("Case"))]
NamedParcel = Annotated[str, Reference("parcel"), Field(title=N_("Parcel"))]
NamedReissue = Annotated[str, Reference("reissue"), Field(title=N_("Reissue"))]
LINES_HELP = N_("left out, everything open")
BOTH_FIELD = Field(
    default=None,
    title=N_("Both"),
    description=N_(
        "yes: the buyer is to have both; asked only where goods and their money, or the same goods"
        " twice, would go"
    ),
)
ANSWER_YES = N_("{said} Answer yes where the buyer is to have both.")

CARRIER_FIELD = Field(
    default=None, title=N_("Carrier"), description=N_("left out, it is told from the number")
)
UNKNOWN_CARRIER_FIELD: Any = Field(
    default=None,
    title=N_("Another carrier"),
    description=N_(
        "yes: it goes with the carrier as it was typed; asked only where the number is another's"
    ),
)
TRACKING_FIELD = Field(title=N_("Tracking number"))
SKU_FIELD = Field(
    default=None, title=N_("Scanned SKU"), description=N_("if scanned, it must be the line's")
)


def literal_words(annotation: Any) -> tuple[str, ...]:
    """The words a field may have, also where it may be left out."""
    if isinstance(annotation, str):
        return (annotation,)
    return tuple(word for part in get_args(annotation) for word in literal_words(part))


def chosen_word(text: str, words: tuple[str, ...], spellings: Spellings | None) -> str:
    """Which of the words is meant: the word itself, its label, or another spelling of it."""
    plain = half_width(text).lower().replace(" ", "_").replace("-", "_")
    for word in words:
        if plain in (word, word.replace("-", "_")) or half_width(text) == label(word):
            return word
    return spellings.words.get(plain, text) if spellings else text


def lines_text(lines: tuple[LineQuantity, ...]) -> str:
    """The way `read_lines` reads it."""
    return ",".join(f"{part.line}:{part.quantity}" for part in lines)


SAME_RECEIVER_FIELD: Any = Field(
    default=None,
    title=N_("Same address"),
    description=N_(
        "yes: another order with this number goes to the same address; asked only where no file"
        " says so"
    ),
)
