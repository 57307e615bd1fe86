"""Fields of units that were found in a parcel, each with how many (`1:2`)."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from store.models.parcel import LineQuantity
from store.rules.action.fields import read_lines, wrong
from store.words import _
from store.words.excerpts import excerpt


def read_found(value: object) -> object:
    """As `read_lines`, but a number alone is refused: it would mean a line, not a quantity."""
    if isinstance(value, str):
        for part in re.split(r"[,;，；\s]+", value.strip()):
            if not re.search("[:：]", part):
                sentence = _("{text} is not LINE:QUANTITY, such as 1:2 or 1:2,2:1.")
                raise wrong(sentence.format(text=excerpt(part or value)))
    return read_lines(value)


FoundUnits = Annotated[tuple[LineQuantity, ...], BeforeValidator(read_found)]
"""Units that were found in a parcel."""
