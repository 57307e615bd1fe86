"""What is said when a database cannot go on: which one, why, and what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from store.engines.trouble import DamageError, let_go
from store.errors import StoreTrouble
from store.files.trouble import Failing, unwritten
from store.words import N_, _

AGAIN = ("40001", "40P01", "22012")
"""A serialization failure, a deadlock, a guarded statement that found no row (`session`): another
change was let go first."""
NO_TABLES = ("42P01", "3F000")
NOT_OURS = ("42501", "3F000")
"""Also where the role has no place in which to make tables."""
TABLES_DAMAGED = ("42P01", "42703")
"""A table or a column is not there, of a database whose form was looked at."""
READ_ONLY = "25006"
FULL = ("53100", "53200")
LOST = ("08", "57P0")
"""The connection is gone, or the server is going or coming."""
NOT_LET_IN = (
    *("authentication failed", "no password supplied", "no pg_hba.conf entry"),
    *("pg_hba.conf rejects", "permission denied for database", "certificate"),
    "server does not support SSL",
)
NOT_THERE = re.compile(r'FATAL:  (?:role|database) ".*" does not exist')
"""Words of a server that answers and lets nobody in: its library tells no code before that."""
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
    "not_let_in": N_(
        "The server of {store} does not let this role in ({reason}); nothing was changed. Look at"
        " the user, the database and the certificate in the address and at the password"
        " (~/.pgpass), or ask who runs the server."
    ),
    "tables_damaged": N_(
        "The tables of the database {store} are damaged ({reason}); nothing was changed. Who owns"
        " it puts a backup of it in its place."
    ),
}
CAUSES = {
    "rights": N_("The database {store} does not let this role do that."),
    "read_only": N_("The database {store} can only be read just now."),
    "full": N_("The database {store} has no room left."),
    "slow": N_("The database {store} took too long to answer."),
    "lost": N_("The database {store} cannot be reached ({reason})."),
    "not_let_in": N_("The server of {store} does not let this role in ({reason})."),
    "tables_damaged": N_("The tables of the database {store} are damaged ({reason})."),
}
"""The same for a change of several commits, which says itself what is done."""


@contextmanager
def told(store: str, else_said: Failing = unwritten) -> Iterator[None]:
    """Say every failure of the database as trouble with the store; one of no known kind by
    `else_said`.
    """
    try:
        yield
    except psycopg.Error as error:
        raise trouble(store, error, else_said) from error


def is_lost(error: psycopg.Error) -> bool:
    """Did the connection end, so that nobody knows from this error what the server did?"""
    state = error.sqlstate or ""
    return state.startswith(LOST) or (not state and isinstance(error, psycopg.OperationalError))


def reason_of(error: psycopg.Error) -> str:
    """Why, in the first line of the database's words; no value of a row is in them."""
    said = error.diag.message_primary or str(error)
    first = next(iter(said.strip().splitlines()), "")
    return " ".join(first.split())


def trouble(store: str, error: psycopg.Error, else_said: Failing = unwritten) -> StoreTrouble:
    """The sentence for a failure; none of its values are in it."""
    state = error.sqlstate or ""
    if state in AGAIN:
        return let_go()
    if isinstance(error, errors.QueryCanceled):
        return _said("slow", store)
    if state in TABLES_DAMAGED:
        return tables_damaged(store, reason_of(error))
    if state in NOT_OURS:
        return _said("rights", store, code="unwritable")
    if state == READ_ONLY:
        return _said("read_only", store)
    if state in FULL:
        return _said("full", store, code="disk_full")
    if is_lost(error) and (kept_out := _kept_out(error)):
        return _said("not_let_in", store, kept_out)
    if is_lost(error):
        return _said("lost", store, reason_of(error))
    return else_said(store, reason_of(error))


def tables_damaged(store: str, reason: str) -> StoreTrouble:
    """The sentence for a database of this form in which a table or a column is missing."""
    said = _said("tables_damaged", store, reason)
    return DamageError(said.sentence, cause=said.cause)


def _kept_out(error: psycopg.Error) -> str:
    """With which words one of the servers lets nobody in; none where they all are away."""
    for line in str(error).splitlines():
        if any(words in line for words in NOT_LET_IN) or NOT_THERE.search(line):
            return " ".join(line.split())
    return ""


def unheard(store: str) -> StoreTrouble:
    """The sentence for a database that does not answer what any database answers at once."""
    return _said("lost", store, _("it does not answer"))


def numbers_wrong(store: str, commits: int, last: int) -> StoreTrouble:
    """The sentence for commits that were numbered by hand; no document is wrong for that."""
    cause = _(
        "The commits of {store} were numbered by hand: it counts {commits}, and the last one that"
        " was made is {last}."
    )
    if commits == last:
        cause = _(
            "The commits of {store} were numbered by hand: before the last one, {last}, some have"
            " no name."
        )
    cause = cause.format(store=store, commits=commits, last=last)
    said = _(
        "{cause} Nothing was changed. Who owns the database sets the number right:"
        " docs/operations.md says how."
    )
    return DamageError(said.format(cause=cause), cause=cause)


def unconfirmed(store: str, seconds: int) -> StoreTrouble:
    """The sentence for a commit that was made, and is on one disk alone."""
    cause = _("No standby confirms what is saved in {store}.").format(store=store)
    said = _(
        "The change is saved in {store}, but no standby has confirmed it within {seconds} s: it is"
        " lost if that server dies now. Do not repeat it, and tell who runs the server."
    )
    return StoreTrouble(said.format(store=store, seconds=seconds), code="unconfirmed", cause=cause)


def no_tables(store: str) -> StoreTrouble:
    """The sentence for a database in which the desk was never set up."""
    return _said("no_tables", store)


def _said(name: str, store: str, reason: str = "", code: str = "") -> StoreTrouble:
    sentence, cause = (
        _(texts[name]).format(store=store, reason=reason) if name in texts else ""
        for texts in (SENTENCES, CAUSES)
    )
    return StoreTrouble(sentence, code=code or name, cause=cause)
