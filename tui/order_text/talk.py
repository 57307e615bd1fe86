"""What was said about an order, to the buyer and among us."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from store.models.contact import Contact, Note
from store.models.inquiry import Inquiry
from store.models.money import yuan_text
from store.models.order import Order
from store.models.solution_offer import SolutionOffer
from store.words import N_, _, how_many, listed, phrases
from store.words.labels import label
from store.words.times import day_text, minute_text
from tui.order_text.parcels import parcel_text
from tui.order_text.steps import urgency_of
from tui.said import Line, Row, Said, printed
from tui.text import left_said, local_time

INDENT = "      "
MOST_LINES = 6
"""Lines of one text that are shown; the others stand behind it."""


def talk(talked: Order | Inquiry, now: datetime, *, newest_first: bool = False) -> Iterator[str]:
    """The same as lines of text."""
    return printed(talk_rows(talked, now, newest_first=newest_first), is_whole=False)


def talk_rows(
    talked: Order | Inquiry, now: datetime, *, newest_first: bool = False
) -> Iterator[Row]:
    """Communications, notes, and what was offered, the oldest first as in a chat, unless there is
    room for a few only; what the notes of the platform say above.
    """
    if isinstance(talked, Order):
        if talked.seller_note:
            said = _("seller note: {text}").format(text=talked.seller_note)
            yield Row((Said(said, "note"),))
        if talked.buyer_note:
            said = _("buyer note: {text}").format(text=talked.buyer_note)
            yield Row((Said(said, "theirs"),))
    about = talked if isinstance(talked, Order) else None
    rows = [(one.at, _spoken(about, one, now)) for one in talked.contacts]
    if isinstance(talked, Order):
        rows += [(one.at, _offered(one, now)) for one in talked.offers]
        rows += [(one.at, _noted(one, now)) for one in talked.notes]
    yield from (row for _at, row in sorted(rows, key=itemgetter(0), reverse=newest_first))


def name_of(who: str) -> str:
    """What somebody is called, without the login that stands behind it."""
    return who.partition(" (")[0]


def _begun(at: datetime, now: datetime, who: Said, text: str) -> Line:
    return (Said(f"{local_time(at, now)} ", "quiet"), who, Said(f"  {text}"))


class _Text(NamedTuple):
    """A text of several lines, such as a chat that was pasted."""

    first: str
    under: tuple[Line, ...]
    behind: tuple[str, ...]
    """All of it, where not all of it is shown."""

    @property
    def is_cut(self) -> bool:
        return bool(self.behind)


def _parted(text: str) -> _Text:
    first, *more = [one for one in text.split("\n") if one.strip()] or [""]
    under = [(Said(INDENT), Said(one)) for one in more[: MOST_LINES - 1]]
    left_out = len(more) - len(under)
    if left_out == 0:
        return _Text(first, tuple(under), ())
    said = how_many(left_out, N_("and 1 more line"), N_("and {count} more lines"))
    under.append((Said(INDENT), Said(said, "quiet")))
    return _Text(first, tuple(under), (first, *more))


def _entered(by: str) -> str:
    return _("entered by {who}").format(who=by)


def _spoken(order: Order | None, one: Contact, now: datetime) -> Row:
    if one.from_buyer:
        who = Said(label("buyer"), "theirs")
    elif one.to_buyer:
        who = Said(name_of(one.by), "ours")
    else:
        who = Said(label(one.way), "note")
    purpose = () if one.purpose == "other" else (label(one.purpose),)
    text = _parted(one.text)
    behind = [*text.behind, listed((label(one.way), *purpose, label(one.channel)))]
    if one.inquiry:
        behind.append(_("said for inquiry {number}").format(number=one.inquiry))
    parcel = order.parcel_named(one.parcel) if order else None
    if parcel:
        behind.append(_("about parcel {number}").format(number=parcel_text(parcel)))
    under = text.under
    promise = ""
    if one.promise_due:
        under = (*under, _promise(one, one.promise_due, now))
        promise = "" if one.kept_at else one.id
    behind.append(_entered(one.by))
    head = _begun(one.at, now, who, text.first)
    return Row(head, (), under, tuple(behind), promise, is_cut=text.is_cut)


def _promise(one: Contact, due: datetime, now: datetime) -> Line:
    said = _("answer promised by {time}").format(time=local_time(due, now))
    if one.kept_at:
        kept = _("kept {time}").format(time=minute_text(one.kept_at))
        return (Said(INDENT), Said(phrases((said, kept)), "quiet"))
    kind = urgency_of(due, now) or "soon"
    clock = _(", {clock} left").format(clock=left_said(due, now)) if now < due else _(", late")
    return (Said(INDENT), Said(said + clock, kind))


def _offered(one: SolutionOffer, now: datetime) -> Row:
    amount = "" if one.amount_fen is None else yuan_text(one.amount_fen)
    answers = {None: _("no answer yet"), True: _("accepted"), False: _("declined")}
    what = " ".join(part for part in (label(one.solution), one.sku, amount, one.text) if part)
    answer = answers[one.accepted]
    if one.replaced_at:
        answer = _("accepted, then another offer instead")
    elif one.withdrawn_at:
        answer = _("accepted, and withdrawn by us on {day}").format(day=day_text(one.withdrawn_at))
    said = _("offered: {what}; {answer}").format(what=what, answer=answer)
    about = one.id if one.accepted is None else ""
    head = _begun(one.at, now, Said(name_of(one.by), "ours"), said)
    return Row(head, behind=(_entered(one.by),), about=about)


def _noted(one: Note, now: datetime) -> Row:
    text = _parted(one.text)
    head = _begun(one.at, now, Said(_("note"), "note"), text.first)
    behind = (*text.behind, _entered(one.by))
    return Row(head, under=text.under, behind=behind, is_cut=text.is_cut)
