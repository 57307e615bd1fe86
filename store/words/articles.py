"""Articles: a name in few cells does without them, and so does whoever types it."""

import re

_ARTICLES = re.compile(r"\b(?:the|an?) ")


def without_articles(name: str) -> str:
    """`tell the platform` → `tell platform`."""
    return _ARTICLES.sub("", name)
