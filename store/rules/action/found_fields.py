"""Fields of units that were found in a parcel, each with how many (`1:2`)."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from store.models.parcel import LineQuantity
from store.rules.action.fields import NO_QUANTITY, read_lines, unread
from store.words import _


def read_found(value: object) -> object:
    """As `read_lines`, but a number alone is refused: it would mean a line, not a quantity."""
    if isinstance(value, str):
        for part in re.split(r"[,;，；\s]+", value.strip()):
            if not re.search("[:：]", part):
                raise unread(_(NO_QUANTITY), part or value)
    return read_lines(value)


FoundUnits = Annotated[tuple[LineQuantity, ...], BeforeValidator(read_found)]
"""Units that were found in a parcel."""
