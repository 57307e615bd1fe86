"""Excerpts (摘录): what somebody typed, as the sentence about it says it again."""

QUOTED = 60
"""So many signs of it are said; whoever typed more knows it by them."""


def excerpt(text: object, most: int = QUOTED) -> str:
    """One line of at most so many signs; an … stands for what is left out."""
    line = " ".join(str(text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def first_line(text: str) -> str:
    """The first line of it that says something; an … stands for those that follow."""
    first, *more = [one.strip() for one in text.split("\n") if one.strip()] or [""]
    return f"{first.rstrip('…')}…" if more else first
