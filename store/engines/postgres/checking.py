"""Checking (核查): what in a shop's tables can be wrong although every row of them is whole."""

from store.engines.postgres.session import PostgresSession
from store.engines.postgres.trouble import numbers_wrong
from store.engines.trouble import damaged, last_event_missing, without_document
from store.search.sql import ours

_NUMBERS = (
    f"select coalesce((select commits from {ours('store', 's')}), 0), coalesce(max(number), 0),"
    f" coalesce(max(number) - min(number) + 1, 0) - count(*) from {ours('made', 'm')}"
)
# A server whose statistics are of an hour ago takes a shop for one row, and asks for each document
# through all events. What has to be known of both sides it can only sort or hash: a full join.
HEADS = (
    "select d.subject, e.subject from"
    f" (select kind || '/' || key as subject, head from {ours('document', 'o')}"
    " where key is not null) d full join (select subject, hash from"
    " (select subject, hash, row_number() over (partition by subject order by number desc) as place"
    f" from {ours('event', 'v')}) placed where place = 1) e on e.subject = d.subject"
    " where d.subject is null or d.head <> coalesce(e.hash, '')"
    " order by d.subject, e.subject limit 1"
)


def check_numbers(session: PostgresSession, store: str) -> None:
    """Raise StoreTrouble where commits are not numbered one after the other up to the last."""
    ((commits, last, missing),) = session.read(_NUMBERS)
    if commits != last or missing:
        raise numbers_wrong(store, commits, last)


def check_heads(session: PostgresSession, store: str) -> None:
    """Raise StoreTrouble for a document without its last event, or events without a document."""
    for subject, told in session.read(HEADS):
        said = last_event_missing(subject) if subject is not None else without_document(told)
        raise damaged(store, said)
