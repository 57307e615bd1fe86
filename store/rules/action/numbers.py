"""Numbers (编号): how a document that a person starts is called."""

from datetime import timedelta

from store.models.base import Document
from store.rules.action.context import Context
from store.words.times import day_begins


def next_number(letter: str, kind: type[Document], context: Context) -> str:
    """`Q-20261127-1`: short enough to be said on the phone; none is ever taken away."""
    day = context.today
    begin = day_begins(day)
    count = context.lookup.opened(kind, begin, begin + timedelta(days=1))
    return f"{letter}-{day:%Y%m%d}-{count + 1}"
