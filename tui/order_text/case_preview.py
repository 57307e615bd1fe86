"""A case as the preview says it: its steps, its clock, what was said and proves it, what may be."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from store.models.money import yuan_text
from store.models.subject import Subject
from store.reading.one_case import OneCase, one_case
from store.words import N_, _, how_many
from store.words.labels import label
from tui.actions import Key
from tui.glyphs import glyphs
from tui.order_text.cases import STEPS, exchanged_for, goods_meant
from tui.order_text.order import going_back, refund_agreed
from tui.order_text.preview_parts import Summary, headed, owed_briefly, owed_lines
from tui.order_text.steps import urgency_of
from tui.said import Kind, Line, Said
from tui.text import left_said, local_time

if TYPE_CHECKING:
    from store.repository import Repository

CHIPS: dict[Kind, Kind] = {"late": "chip-late", "soon": "chip-soon", "": "chip"}
KINDS: dict[str, Kind] = {"done": "well", "now": "soon", "to_do": "quiet"}


def case_preview(
    repository: "Repository", subject: Subject, number: str, keys: Sequence[Key], menu: str
) -> Summary | None:
    """What there is to say of a case of an order as it is now, the buyer hidden; nothing of one
    that the order has no more. What settles something owed and has no key stands in the menu, and
    has the key of that.
    """
    seen = one_case(repository, repository.order(subject.key), number)
    if seen is None:
        return None
    shown = {
        key.name: replace(key, keys=key.keys or menu) if key.name in seen.next_steps else key
        for key in keys
    }
    return _summary(seen, [*filter(None, map(shown.get, seen.possible))])


def _summary(seen: OneCase, possible: Sequence[Key]) -> Summary:
    case, order = seen.case, seen.view.order
    kind = case.platform_kind if case.kind == "other" else label(case.kind)
    asked = f"   {yuan_text(case.requested_fen)}" if case.requested_fen else ""
    titles = ((Said(kind, "title"), Said(asked, "title")), (Said(order.order_no, "quiet"),))
    state = (
        *_clock(seen),
        Said(f" {label(seen.view.payment)} ", "chip"),
        Said(" "),
        *_going(seen),
        Said(f" {_goods_now(seen)} ", "chip"),
    )
    said, goods = [*_said(seen)], [*_goods(seen)]
    lines = (
        *_steps(seen),
        (),
        *headed(_("Owed"), owed_lines(seen)),
        *headed(_("Said"), said),
        *headed(_("Goods"), goods),
    )
    few = (*owed_briefly(seen), *said, *goods)
    about = "  ".join(goods_meant(seen.view, case))
    return Summary(titles, state, lines, few, possible, about)


def _clock(seen: OneCase) -> Iterator[Said]:
    """How long whoever's turn it is has left; red only where we are late, and not the others."""
    due = seen.owed[0].due_at if seen.owed else None
    if due is None:
        return
    said = _(" {time} late ") if due <= seen.now else _(" {time} left ")
    needs_care: Kind = "soon" if due <= seen.now else ""
    kind = CHIPS[urgency_of(seen.due_from_us, seen.now) or needs_care]
    clock = left_said(due, seen.now, estimated=seen.owed[0].estimated)
    yield Said(said.format(time=clock.replace("-", "")), kind)
    yield Said(" ")


def _goods_now(seen: OneCase) -> str:
    """Where its goods are; of those that stay here, how many."""
    return refund_agreed(seen.view) or label(seen.view.fulfilment)


def _going(seen: OneCase) -> Iterator[Said]:
    for said in going_back(seen.view):
        yield Said(f" {said} ", "chip-soon")
        yield Said(" ")


def _steps(seen: OneCase) -> Iterator[Line]:
    signs, case = glyphs(), seen.case
    at = local_time(case.applied_at, seen.now) if case.applied_at else ""
    yield (Said(f"{signs.done} ", "well"), Said(_("asked for") + "  "), Said(at, "quiet"))
    is_late = urgency_of(seen.due_from_us, seen.now) == "late"
    outcome = label(case.outcome or "closed")
    for state, reached in seen.steps:
        if not case.open and _(STEPS[state]) == outcome:
            continue  # its end says it
        kind = "late" if is_late and reached == "now" else KINDS[reached]
        sign = signs.done if reached == "done" else signs.to_do
        yield (Said(f"{sign} {_(STEPS[state])}", kind),)
    if case.open:
        yield (Said(f"{signs.to_do} " + _("ended"), "quiet"),)
    else:
        yield (Said(f"{signs.done} {outcome}", "well"),)


def _said(seen: OneCase) -> Iterator[Line]:
    case, order = seen.case, seen.view.order
    for reason in case.reasons:
        yield (Said(label("buyer") + "  ", "quiet"), Said(reason.text))
    if case.explanation:
        yield (Said(case.explanation),)
    if kept := [one for one in order.evidence if one.case in (case.id, None)]:
        said = how_many(len(kept), N_("evidence: 1 file"), N_("evidence: {count} files"))
        yield (Said(said, "quiet"),)


def _goods(seen: OneCase) -> Iterator[Line]:
    about = {part.line: part.quantity for part in seen.view.goods_of(seen.case)}
    for line in seen.view.order.lines:
        if line.line in about:
            yield (Said(line.full_name), Said(f"  x{about[line.line]}", "quiet"))
    yield from ((Said(text),) for text in exchanged_for(seen.view, seen.case))
