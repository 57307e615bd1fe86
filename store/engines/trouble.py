"""What any engine says when it cannot go on: why, and what to do."""

from store.errors import StoreTrouble, TryAgain
from store.words import _


class DamageError(StoreTrouble):
    """A file of the store does not hold what was written to it."""

    code = "damaged"


def damaged(path: object, what: str) -> DamageError:
    """The sentence for a file that is not as it was written."""
    return DamageError(
        _(
            "{file} is damaged: {what}. Nothing was changed. Restore a backup into a new folder,"
            " and keep this one as it is until that is done."
        ).format(file=path, what=what),
        cause=_("{file} is damaged: {what}.").format(file=path, what=what),
    )


def other_form(store: object, form: int, ours: int, anew: str) -> StoreTrouble:
    """The sentence for tables of another form than this program reads.

    `anew` says how a store of an earlier one is made anew.
    """
    said = _(
        "The store {store} is of another form than this program reads (its form {form}, ours"
        " {ours}). Nothing was changed. {way_out}"
    )
    way_out = anew if form < ours else _("Open it with the newer program that made it.")
    return StoreTrouble(
        said.format(store=store, form=form, ours=ours, way_out=way_out), code="other_form"
    )


def last_event_missing(subject: str) -> str:
    """What is wrong with a document whose head is the hash of no event, for `damaged`."""
    return _("the last event of {subject} is missing").format(subject=subject)


def without_document(subject: str) -> str:
    """What is wrong with events of which nothing else is left, for `damaged`."""
    return _("{subject} has events and is not there itself").format(subject=subject)


def let_go() -> TryAgain:
    """The sentence for a change before which another one was let go."""
    return TryAgain(_("Somebody else changed the same at the same moment; nothing was written."))


def broken_off() -> StoreTrouble:
    """The sentence for a change that failed somewhere, whoever caught it there."""
    return StoreTrouble(_("The change was broken off; nothing was written."), code="doomed")
