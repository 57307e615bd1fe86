"""StylesCache: what Textual 8.2.8 keeps of dead widgets, let go of.

There a cache over all widgets has each widget's own drawing cache in its keys, so that up to 1,024
of them stay with every line they drew: 0.8 MB for each order that was opened.
"""

from functools import lru_cache
from typing import Any

from textual._styles_cache import StylesCache


def mend() -> None:
    """Have the cache ask for the colours alone, as it is meant to."""
    given: Any = StylesCache.__dict__["get_inner_outer"]
    if not isinstance(given, classmethod):
        colours: Any = lru_cache(1024)(given.__wrapped__)
        StylesCache.get_inner_outer = classmethod(colours)  # type: ignore[method-assign,assignment]
