"""Newer (更新): which of two states of knowledge of an order stands (docs/imports.md, rule 1)."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from store.models.facts import OrderFacts
from store.models.order import Knowledge
from store.rules.platform.imported_before import is_imported_before
from store.words.times import to_the_minute


def is_newer(given: Knowledge, known: Knowledge, line_no: str | None = None) -> bool:
    """Is the order, or the one line with this number there, newer as `given`: by the export's own
    time, else by business instant, else by progress, else as the later? The very file that came
    before what is known is not.

    Only instants that both know are compared, by the minute: an export with fewer columns, or one
    that Excel saved again without the seconds, is not older for it. An order goes by its lines: one
    that has come further is news, whatever stands beside it.
    """
    known_at = known.exported_at if line_no is None else known.line_known_at(line_no)
    if given.exported_at and known_at:
        return given.exported_at >= known_at
    if is_imported_before(given, known):
        return False
    both = given.instants.keys() & known.instants.keys()
    mine, theirs = _latest(given, both), _latest(known, both)
    if mine != theirs:
        return mine > theirs
    lines = given.steps.keys() & known.steps.keys()
    about = lines if line_no is None else lines & {line_no}
    steps = [given.steps[one] - known.steps[one] for one in about]
    return any(step > 0 for step in steps) or all(step == 0 for step in steps)


def happened_later(given: Knowledge, known: Knowledge) -> bool:
    """Does it name a later time than any that both know?"""
    both = given.instants.keys() & known.instants.keys()
    return _latest(given, both) > _latest(known, both)


def newest(given: Knowledge, known: Knowledge) -> Knowledge:
    """The newest of each part of two states of knowledge."""
    names = sorted(known.instants.keys() | given.instants.keys())
    latest = {name: later(given.instants.get(name), known.instants.get(name)) for name in names}
    further = {one: step for one, step in given.steps.items() if is_newer(given, known, one)}
    steps = given.steps | known.steps | further
    exported_at = later(given.exported_at, known.exported_at)
    of_lines = {one: _line_told_at(given, known, one) for one in steps if one}
    return Knowledge(
        exported_at=exported_at,
        line_exported_at={one: at for one, at in of_lines.items() if at != exported_at},
        imported=known.imported,
        made_after=known.made_after,
        instants={name: at for name, at in latest.items() if at},
        progress=steps.pop("", 0),
        line_progress=steps,
    )


def news_of_lines(facts: OrderFacts, known: Knowledge) -> OrderFacts | None:
    """What an export that is older than the one known last says of lines which all newer ones left
    out, and of nothing else; None where there are no such lines.

    Douyin's export may be filtered to some sub-orders.
    """
    if not (facts.knowledge.exported_at and known.exported_at):
        return None
    lines = tuple(one for one in facts.lines if is_newer(facts.knowledge, known, one.line_no))
    numbers = {one.line_no for one in lines}
    if not lines:
        return None
    return OrderFacts(
        platform=facts.platform,
        order_no=facts.order_no,
        rows=facts.rows,
        lines=lines,
        money=facts.money,
        shipped_at=facts.shipped_at,
        parcels=tuple(one for one in facts.parcels if numbers >= {*one.line_nos}),
        knowledge=facts.knowledge,
    )


def _line_told_at(given: Knowledge, known: Knowledge, line_no: str) -> datetime | None:
    """When the newest of both that names the line was made."""
    before = known.line_known_at(line_no) if line_no in known.steps else None
    return later(given.exported_at, before) if line_no in given.steps else before


def _latest(knowledge: Knowledge, names: AbstractSet[str]) -> list[datetime]:
    """The latest of these instants, to the minute; no instant is earlier than any."""
    moments = (to_the_minute(knowledge.instants[name]) for name in names)
    return sorted(moments)[-1:]


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two times, as far as they are known."""
    return max((moment for moment in (one, other) if moment), default=None)
