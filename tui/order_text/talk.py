"""What was said about an order, to the buyer and among us."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter

from store.models.contact import Contact, Note
from store.models.inquiry import Inquiry
from store.models.money import yuan_text
from store.models.order import Order
from store.models.people import name_alone
from store.models.solution_offer import SolutionOffer
from store.rules.inquiries.called import known_by_tied
from store.words import _, listed, phrases
from store.words.excerpts import first_line
from store.words.labels import label
from store.words.times import day_text, minute_text
from tui.order_text.parcels import parcel_text
from tui.order_text.steps import urgency_of
from tui.said import Line, Row, Said, printed
from tui.text import left_said, local_time


def talk(talked: Order | Inquiry, now: datetime) -> Iterator[str]:
    """The same as lines of text."""
    return printed(talk_rows(talked, now), is_whole=False)


def latest_talk(talked: Order | Inquiry, now: datetime, most: int) -> list[Line]:
    """The newest of it in at most so many lines, of each text how it begins."""
    rows = sorted(_talked(talked, now), key=itemgetter(0), reverse=True)
    said = [*_notes_there(talked), *(row for _at, row in rows)]
    return [line for row in said for line in (_begun_only(row.head), *row.under)][:most]


def talk_rows(talked: Order | Inquiry, now: datetime) -> Iterator[Row]:
    """Communications, notes, and what was offered, the oldest first as in a chat; what the notes of
    the platform say above.
    """
    yield from _notes_there(talked)
    yield from (row for _at, row in sorted(_talked(talked, now), key=itemgetter(0)))


def _notes_there(talked: Order | Inquiry) -> Iterator[Row]:
    if isinstance(talked, Order):
        if talked.seller_note:
            begun = _("seller note: {text}").format(text="")
            yield Row((Said(begun, "note"), Said(talked.seller_note, "note")))
        if talked.buyer_note:
            begun = _("buyer note: {text}").format(text="")
            yield Row((Said(begun, "theirs"), Said(talked.buyer_note, "theirs")))


def _talked(talked: Order | Inquiry, now: datetime) -> Iterator[tuple[datetime, Row]]:
    about = talked if isinstance(talked, Order) else None
    yield from ((one.at, _spoken(about, one, now)) for one in talked.contacts)
    if isinstance(talked, Order):
        yield from ((one.at, _offered(one, now)) for one in talked.offers)
        yield from ((one.at, _noted(one, now)) for one in talked.notes)


def _begun_only(line: Line) -> Line:
    *before, last = line
    return (*before, last._replace(text=first_line(last.text)))


def _begun(at: datetime, now: datetime, who: Said, text: str) -> Line:
    lines = "\n".join(one for one in text.split("\n") if one.strip())
    return (Said(f"{local_time(at, now)} ", "quiet"), who, Said("  "), Said(lines))


def _entered(by: str) -> str:
    return _("entered by {who}").format(who=by)


def _spoken(order: Order | None, one: Contact, now: datetime) -> Row:
    if one.from_buyer:
        who = Said(label("buyer"), "theirs")
    elif one.to_buyer:
        who = Said(name_alone(one.by), "ours")
    else:
        who = Said(label(one.way), "note")
    purpose = () if one.purpose == "other" else (label(one.purpose),)
    behind = [listed((label(one.way), *purpose, label(one.channel)))]
    said = _("said for inquiry {inquiry}")
    asked = (tied for tied in (order.inquiries if order else ()) if tied.number == one.inquiry)
    behind += (said.format(inquiry=known_by_tied(tied)) for tied in asked)
    parcel = order.parcel_named(one.parcel) if order else None
    if parcel:
        behind.append(_("about parcel {number}").format(number=parcel_text(parcel)))
    under: tuple[Line, ...] = ()
    promise = ""
    if one.promise_due:
        under = (_promise(one, one.promise_due, now),)
        promise = "" if one.kept_at else one.id
    behind.append(_entered(one.by))
    return Row(_begun(one.at, now, who, one.text), (), under, tuple(behind), promise)


def _promise(one: Contact, due: datetime, now: datetime) -> Line:
    said = _("answer promised by {time}").format(time=local_time(due, now))
    if one.kept_at:
        kept = _("kept {time}").format(time=minute_text(one.kept_at))
        return (Said(phrases((said, kept)), "quiet"),)
    kind = urgency_of(due, now) or "soon"
    clock = _(", {clock} left").format(clock=left_said(due, now)) if now < due else _(", late")
    return (Said(said + clock, kind),)


def _offered(one: SolutionOffer, now: datetime) -> Row:
    amount = "" if one.amount_fen is None else yuan_text(one.amount_fen)
    answers = {None: _("no answer yet"), True: _("accepted"), False: _("declined")}
    what = " ".join(part for part in (label(one.solution), one.sku, amount, one.text) if part)
    answer = answers[one.accepted]
    if one.replaced_at:
        answer = _("accepted, then another offer instead")
    elif one.withdrawn_at:
        answer = _("accepted, and withdrawn by us on {day}").format(day=day_text(one.withdrawn_at))
    if one.answered_before:
        before = listed(
            f"{answers[said.accepted]} {day_text(said.at)}" for said in one.answered_before
        )
        answer = _("{answer} (before: {before})").format(answer=answer, before=before)
    said = _("offered: {what}; {answer}").format(what=what, answer=answer)
    about = one.id if one.accepted is None else ""
    head = _begun(one.at, now, Said(name_alone(one.by), "ours"), said)
    return Row(head, behind=(_entered(one.by),), about=about)


def _noted(one: Note, now: datetime) -> Row:
    head = _begun(one.at, now, Said(_("note"), "note"), one.text)
    return Row(head, behind=(_entered(one.by),))
