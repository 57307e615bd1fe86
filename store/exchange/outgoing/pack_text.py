"""The written part of an evidence pack: index, chat log and traces.

What a buyer, a carrier or an agent typed goes in as one line, without a control character, and no
spreadsheet runs it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from store.exchange.outgoing.csv_text import csv_row
from store.exchange.outgoing.safe_cells import CONTROLS, escape_controls, escaped, guard
from store.models.after_sales_case import AfterSalesCase
from store.models.evidence import Evidence
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.action.base import Pack
from store.rules.action.fields import lines_text
from store.rules.cases.interventions import called_in_said, ruling_said
from store.words import _, counts, listed, named, noted
from store.words.labels import label
from store.words.times import SHOP_TIME, minute_text

_IN_JSON = re.compile(CONTROLS)
_TOLD = {
    *("platform", "shop", "order_no", "lines", "money", "receiver", "buyer_note"),
    *("ordered_at", "deal_at", "paid_at", "ship_by_deadline", "shipped_at", "received_at"),
    *("receipt_confirmed_at", "parcels", "refunds", "cases", "losses", "reissues", "stock_outs"),
    *("offers", "contacts", "evidence"),
}
"""What of an order is proof; notes, flags, claims and tasks are among us."""
_UNTOLD: dict[str, Any] = {
    "refunds": {"__all__": {"cause", "settled_note", "given_up"}},
    "reissues": {"__all__": {"cancel_reason"}},
    "parcels": {"__all__": {"interception": {"reason"}}},
}
"""What of that we noted for ourselves; a refund's `reason` is what the buyer is told."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One attached file as it goes into the pack."""

    evidence: Evidence
    """As it is shown: its name and note may be masked."""
    path: str
    content: bytes
    masked: bool = False
    """A text from which the buyer was taken out; its hash is not the attached file's."""

    @property
    def sha256(self) -> str:
        """The hash of what is in the pack."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class About:
    """What a pack is about: the order as it is shown, its files, and who made it when."""

    order: Order
    wanted: Pack
    packed: list[Packed]
    made_at: datetime
    made_by: str


def warnings(about: About) -> Iterator[str]:
    """What has to be known before the pack is given away."""
    if about.wanted.reveal_reason:
        yield _("The buyer is shown: {reason}").format(reason=about.wanted.reveal_reason)
        return
    yield _("The buyer's name, phone and address are masked.")
    if any(not one.evidence.file.media_type.startswith("text/") for one in about.packed):
        yield _("What pictures, PDFs and videos show is not masked: look before you give it away.")


def index(about: About) -> bytes:
    """Everything at a glance."""
    lines = (_one_line(line) for line in _index(about))
    return ("\n".join(lines) + "\n").encode()


def index_json(about: About) -> bytes:
    """The same for programs."""
    order = about.order.model_dump(include=_TOLD, exclude=_UNTOLD)
    order["evidence"] = [
        {
            **one.evidence.model_dump(),
            "path": one.path,
            "packed_sha256": one.sha256,
            "masked": one.masked,
        }
        for one in about.packed
    ]
    pack = {
        "made_at": about.made_at,
        "made_by": about.made_by,
        "case": about.wanted.case,
        "masked": not about.wanted.reveal_reason,
    }
    text = json.dumps({"pack": pack, **order}, ensure_ascii=False, indent=1, default=_plain)
    return (_IN_JSON.sub(lambda found: escaped(found[0]), text) + "\n").encode()


def chat(about: About) -> bytes:
    """What was said, the oldest first."""
    header = (_("Time"), _("Direction"), _("Channel"), _("Purpose"), _("Text"), _("Recorded by"))
    rows = (
        (
            minute_text(one.at),
            label(one.way),
            label(one.channel),
            label(one.purpose),
            one.text,
            one.by,
        )
        for one in sorted(about.order.contacts, key=lambda one: one.at)
    )
    return _csv(header, rows)


def traces(about: About) -> bytes:
    """Every scan of every parcel."""
    header = (_("Carrier"), _("Tracking number"), _("Time"), _("State"), _("Text"), _("Source"))
    rows = (
        (
            label(parcel.carrier),
            parcel.tracking_no,
            minute_text(one.at),
            label(one.state),
            one.text,
            one.source,
        )
        for parcel in about.order.parcels
        for one in parcel.traces
    )
    return _csv(header, rows)


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    lines = [csv_row(header)]
    lines += (csv_row(guard(escape_controls(cell)) for cell in row) for row in rows)
    return "".join(lines).encode("utf-8-sig")


def _index(about: About) -> Iterator[str]:
    order = about.order
    yield _("Evidence of order {order} ({platform}, {shop})").format(
        order=order.order_no, platform=label(order.platform), shop=order.shop
    )
    yield _("Written {time} by {who}.").format(time=minute_text(about.made_at), who=about.made_by)
    yield from warnings(about)
    for title, lines in (
        (_("Order"), _about_order(order)),
        (_("Parcels"), _parcels(order.parcels)),
        (_("Cases"), (line for one in order.cases for line in _case(one))),
        (_("Talk"), _talk(order)),
        (_("Files"), _files(about.packed)),
    ):
        yield ""
        yield f"== {title}"
        yield from list(lines) or [_("none")]


def _about_order(order: Order) -> Iterator[str]:
    for what, at in (
        (_("ordered"), order.ordered_at),
        (_("paid"), order.paid_at),
        (_("to be shipped by"), order.ship_by_deadline),
        (_("shipped"), order.shipped_at),
        (_("received"), order.receipt_confirmed_at or order.received_at),
    ):
        if at:
            yield f"{what} {minute_text(at)}"
    for line in order.lines:
        name = f"{line.sku} {line.full_name}".strip()
        yield named(line.line, listed((f"{name} x{line.ordered}", yuan_text(line.amount_fen))))
    yield _("paid {paid}, of that freight {freight}").format(
        paid=yuan_text(order.money.paid_fen), freight=yuan_text(order.money.freight_fen)
    )
    to = order.receiver
    parts = (to.name, to.phone, to.province, to.city, to.district, to.street, to.detail)
    yield _("receiver: {who}").format(who=" ".join(part for part in parts if part))
    for one in order.refunds:
        yield _("refund of {amount}: {state}  {reason}").format(
            amount=yuan_text(one.amount_fen), state=label(one.state), reason=one.reason
        )


def _parcels(parcels: tuple[Parcel, ...]) -> Iterator[str]:
    for one in parcels:
        sent = minute_text(one.shipped_at) if one.shipped_at else ""
        number = f"{label(one.carrier)} {one.tracking_no}".strip()
        yield f"{label(one.kind)}  {number}  {sent}  {lines_text(one.lines)}".rstrip()
        for scan in one.traces:
            yield f"    {minute_text(scan.at)}  {label(scan.state)}  {scan.text}".rstrip()


def _case(case: AfterSalesCase) -> Iterator[str]:
    state = label(case.outcome or case.state)
    told = f"{label(case.kind)}  {state}  {yuan_text(case.requested_fen)}"
    yield f"{case.platform_no}  {told}".strip()
    for reason in case.reasons:
        at = minute_text(reason.at) if reason.at else ""
        yield "    " + _("reason: {text}  {time}").format(text=reason.text, time=at).rstrip()
    if case.explanation:
        yield "    " + _("explanation: {text}").format(text=case.explanation)
    for no in case.rejections:
        told = _("rejected {time}: {reason}  {text}")
        yield (
            "    "
            + told.format(time=minute_text(no.at), reason=label(no.reason), text=no.text).rstrip()
        )
    for asked in case.interventions:
        yield "    " + called_in_said(asked)
        if asked.submitted_at:
            yield "    " + _("evidence handed in {time}: {files}").format(
                time=minute_text(asked.submitted_at), files=counts.files(len(asked.submitted))
            )
        if asked.ruling:
            yield "    " + ruling_said(asked)


def _talk(order: Order) -> Iterator[str]:
    for one in sorted(order.contacts, key=lambda one: one.at):
        how = listed((label(one.way), label(one.channel)))
        yield noted(f"{minute_text(one.at)}  {named(how, one.text)}", one.by)


def _files(packed: list[Packed]) -> Iterator[str]:
    for one in packed:
        kept = one.evidence
        yield f"{one.path}  {kept.file.name}  {kept.note}".rstrip()
        yield "    " + _("attached {time} by {who}, {size} bytes, SHA-256 {sha256}").format(
            time=minute_text(kept.at), who=kept.by, size=kept.file.size, sha256=kept.file.sha256
        )
        if one.masked:
            yield "    " + _("a masked copy; the attached file itself has the hash above")


def _one_line(text: str) -> str:
    indent = text[: len(text) - len(text.lstrip(" "))]
    return indent + escape_controls(text.strip(" ")).replace("\n", " / ")


def _plain(value: object) -> object:
    """What JSON has no word for: a time, or a word of the desk."""
    if isinstance(value, datetime):
        return value.astimezone(SHOP_TIME).isoformat()
    if isinstance(value, StrEnum):
        return value.value
    raise TypeError(type(value))
