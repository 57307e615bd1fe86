"""Half width (半角): what an input method types in full width, as it is meant."""

import unicodedata


def half_width(text: str) -> str:
    """`１２：３０` → `12:30`, without the blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()
