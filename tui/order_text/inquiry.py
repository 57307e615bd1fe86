"""An inquiry as sections of text."""

from collections.abc import Iterator

from store.models.inquiry import Inquiry
from store.models.money import yuan_text
from store.models.people import name_alone
from store.reading.inquiry_view import InquiryView
from store.rules.inquiries.called import known_by
from store.words import _, named
from store.words.labels import label
from store.words.times import day_text, minute_text
from tui.order_text.history import history
from tui.order_text.owed import duties
from tui.order_text.problem import problem
from tui.order_text.talk import talk


def inquiry_lines(view: InquiryView) -> Iterator[str]:
    """The whole inquiry as plain lines."""
    inquiry = view.inquiry
    yield _headline(inquiry)
    parts = (
        (_("What is known"), known(view)),
        (_("What is owed"), duties(view)),
        (_("Talk"), talk(inquiry, view.now)),
        (_("Steps"), problem(view)),
        (_("History"), history(view)),
    )
    for title, lines in parts:
        yield ""
        yield title
        yield from (f"  {line}" for line in tuple(lines) or (_("none"),))


def _headline(inquiry: Inquiry) -> str:
    said = [known_by(inquiry), label(inquiry.state), label(inquiry.channel), inquiry.shop]
    if inquiry.claim:
        said.append(f"@{name_alone(inquiry.claim.owner)}")
    return "   ".join(filter(None, said))


def known(view: InquiryView) -> Iterator[str]:
    """What the buyer says, the order that it is or may be, and how it ended."""
    inquiry = view.inquiry
    told = (
        (_("buyer"), inquiry.buyer),
        (_("phone"), inquiry.phone),
        (_("order no."), inquiry.order_no),
        (_("paid on"), inquiry.day.isoformat() if inquiry.day else ""),
        (_("amount"), "" if inquiry.amount_fen is None else yuan_text(inquiry.amount_fen)),
        (_("goods"), inquiry.goods),
    )
    yield from (named(name, text) for name, text in told if text)
    if inquiry.tied:
        said = _("tied to order {order} since {time}")
        yield said.format(order=inquiry.tied.order_no, time=minute_text(inquiry.tied.at))
    yield from view.possible_said
    if inquiry.resolved:
        said = _("resolved on {day}: {outcome}  {text}")
        ended = inquiry.resolved
        told_end = {"outcome": label(ended.outcome), "text": ended.text}
        yield said.format(day=day_text(ended.at), **told_end).rstrip()
