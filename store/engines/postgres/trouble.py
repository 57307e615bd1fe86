"""What is said when a database cannot go on: which one, why, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from store.engines.trouble import let_go
from store.errors import StoreTrouble
from store.files.trouble import unwritten
from store.words import N_, _

AGAIN = ("40001", "40P01", "22012")
"""A serialization failure, a deadlock, a guarded statement that found no row (`session`): another
change was let go first."""
NO_TABLES = ("42P01", "3F000")
NOT_OURS = "42501"
READ_ONLY = "25006"
FULL = ("53100", "53200")
LOST = ("08", "57P0")
"""The connection is gone, or the server is going or coming."""
SENTENCES = {
    "no_tables": N_(
        "The database {store} has no tables of the desk yet. Who owns it makes them:"
        " migrate-schema."
    ),
    "rights": N_(
        "The database {store} does not let this role do that. Nothing was changed. Who owns it"
        " grants the rights."
    ),
    "read_only": N_(
        "The database {store} can only be read just now. Nothing was changed. Name a server that"
        " can be written to, or try again."
    ),
    "full": N_("The database {store} has no room left; nothing was changed. Make room for it."),
    "slow": N_(
        "The database {store} took too long to answer; nothing was changed. Ask for less at once,"
        " or try again."
    ),
    "lost": N_(
        "The database {store} cannot be reached ({reason}); nothing was changed. Try again."
    ),
}
CAUSES = {
    "rights": N_("The database {store} does not let this role do that."),
    "read_only": N_("The database {store} can only be read just now."),
    "full": N_("The database {store} has no room left."),
    "slow": N_("The database {store} took too long to answer."),
    "lost": N_("The database {store} cannot be reached ({reason})."),
}
"""The same for a change of several commits, which says itself what is done."""


@contextmanager
def told(store: str) -> Iterator[None]:
    """Say every failure of the database as trouble with the store."""
    try:
        yield
    except psycopg.Error as error:
        raise trouble(store, error) from error


def is_lost(error: psycopg.Error) -> bool:
    """Did the connection end, so that nobody knows from this error what the server did?"""
    state = error.sqlstate or ""
    return state.startswith(LOST) or (not state and isinstance(error, psycopg.OperationalError))


def reason_of(error: psycopg.Error) -> str:
    """Why, in the first line of the database's words; no value of a row is in them."""
    said = error.diag.message_primary or str(error)
    first = next(iter(said.strip().splitlines()), "")
    return " ".join(first.split())


def trouble(store: str, error: psycopg.Error) -> StoreTrouble:
    """The sentence for a failure; none of its values are in it."""
    state = error.sqlstate or ""
    if state in AGAIN:
        return let_go()
    if isinstance(error, errors.QueryCanceled):
        return _said("slow", store)
    if state in NO_TABLES:
        return no_tables(store)
    if state == NOT_OURS:
        return _said("rights", store, code="unwritable")
    if state == READ_ONLY:
        return _said("read_only", store)
    if state in FULL:
        return _said("full", store, code="disk_full")
    if is_lost(error):
        return _said("lost", store, reason_of(error))
    return unwritten(store, reason_of(error))


def unheard(store: str) -> StoreTrouble:
    """The sentence for a database that does not answer what any database answers at once."""
    return _said("lost", store, _("it does not answer"))


def no_tables(store: str) -> StoreTrouble:
    """The sentence for a database in which the desk was never set up."""
    return _said("no_tables", store)


def _said(name: str, store: str, reason: str = "", code: str = "") -> StoreTrouble:
    sentence, cause = (
        _(texts[name]).format(store=store, reason=reason) if name in texts else ""
        for texts in (SENTENCES, CAUSES)
    )
    return StoreTrouble(sentence, code=code or name, cause=cause)
