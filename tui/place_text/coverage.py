"""Coverage (导入覆盖) as a bar per shop and kind of file, a part of which is a day or a few."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from store.models.coverage import COVERED, Span, coverage_key
from store.models.people import name_alone
from store.models.subject import Subject
from store.reading.covered import HERE, MISSING, Covered
from store.words import _
from store.words.labels import label
from tui.glyphs import glyphs
from tui.order_text.records import days_text
from tui.said import Kind, Line, Row, Said, plain
from tui.text import fit, width_of

SHOP, SAID = 24, 22
"""Cells of the shop at most, and of what is said behind the bar."""
FEWEST = 10
"""Cells that a bar has at least."""
TICK = 14
"""Cells from a date over the bar to the next one."""
_KINDS = {kind: place for place, kind in enumerate(COVERED)}


class Missing(NamedTuple):
    """Files of which a shop has none, or not of all days."""

    platform: str
    shop: str
    kind: str
    gap: Span | None
    """The days that the next file is to cover; none where there never was one."""


class Widths(NamedTuple):
    """Cells of the parts that grow with the window."""

    shop: int
    kind: int
    bar: int

    @property
    def before(self) -> int:
        """Cells in front of the bar."""
        return self.shop + self.kind + 2


def widths(width: int, found: Sequence[Covered], never: Sequence[Missing]) -> Widths:
    """What there is room for; a day has one cell at most, and no name more than it takes."""
    named = [*map(_missing_of, found), *never]
    kind = max((width_of(label(one.kind)) for one in named), default=0) + 1
    widest = max((width_of(_shop_text(one)) for one in named), default=0) + 1
    days = len(found[0].bar) if found else 0
    shop = min(SHOP, widest, max(1, width - kind - SAID - FEWEST - 4))
    return Widths(shop, kind, max(FEWEST, min(days, width - shop - kind - SAID - 4)))


def _shop_text(missing: Missing) -> str:
    return f"{missing.shop}@{label(missing.platform)}"


def ticks(one: Covered, wide: Widths) -> Row:
    """Dates over the bar, each where its day is."""
    text = " " * wide.before
    for cell in range(0, wide.bar, TICK):
        day = one.since + timedelta(days=cell * len(one.bar) // wide.bar)
        text += f"{day:%m-%d}".ljust(TICK)
    text = text.rstrip()
    if wide.bar <= TICK:  # the only one would not say how much of time a cell is
        last = one.since + timedelta(days=len(one.bar) - 1)
        text = f"{text} ".ljust(wide.before + wide.bar - len(f"{last:%m-%d}"))
        text += f"{last:%m-%d}"
    return plain(text, "quiet")


def coverage_rows(
    found: Sequence[Covered], never: Sequence[Missing], wide: Widths
) -> Iterator[tuple[Row, Missing]]:
    """A row for each shop and kind, with the file that it asks for; a shop is named once."""
    rows = [(_missing_of(one), _covered_line(one, wide), _behind(one)) for one in found]
    rows += [(one, _never_line(wide), ()) for one in never]
    rows.sort(key=lambda row: (row[0][:2], _KINDS.get(row[0].kind, len(_KINDS)), row[0].kind))
    for _shop, group in groupby(rows, lambda row: row[0][:2]):
        for place, (missing, line, behind) in enumerate(group):
            shop = "" if place else _shop_text(missing)
            kind = fit(label(missing.kind), wide.kind)
            head = (Said(fit(shop, wide.shop) + " "), Said(kind + " "))
            key = coverage_key(missing.platform, missing.shop, missing.kind)
            subject = Subject("coverage", key) if missing.gap else None
            yield Row((*head, *line), behind=behind, subject=subject), missing


def _missing_of(one: Covered) -> Missing:
    coverage = one.coverage
    after = coverage.spans[-1].last + timedelta(days=1)
    gap = (*one.overdue, *one.missing, Span(first=after, last=after))[0]
    return Missing(coverage.platform, coverage.shop, coverage.kind, gap)


def _covered_line(one: Covered, wide: Widths) -> Line:
    said = Said(_("to {day}").format(day=f"{one.coverage.spans[-1].last:%m-%d}"), "well")
    if one.overdue:
        more = f" +{len(one.overdue) - 1}" if len(one.overdue) > 1 else ""
        said = Said(_missing(one.overdue[0]) + more, "late")
    return (*_bar(one, wide.bar), Said("  "), said)


def _never_line(wide: Widths) -> Line:
    return (
        Said(glyphs().rule * wide.bar, "quiet"),
        Said("  "),
        Said(_("never imported"), "soon"),
    )


def _behind(one: Covered) -> tuple[str, ...]:
    """What stands behind the bar: every gap, and the days of which nothing is to be expected."""
    missing = (_("missing: {days}").format(days=days_text(gap)) for gap in one.missing)
    said = _("nothing to export: {days}, {reason} ({who})")
    empty = (
        said.format(days=days_text(days), reason=days.reason, who=name_alone(days.by))
        for days in one.coverage.empty
    )
    return (*missing, *empty)


def _bar(one: Covered, cells: int) -> Iterator[Said]:
    """The days side by side; a cell of several is missing where one of them is."""
    days = len(one.bar)
    kinds = [_kind(one, one.since + timedelta(days=day), sign) for day, sign in enumerate(one.bar)]
    signs: dict[Kind, str] = {
        "well": glyphs().way,
        "late": glyphs().missing,
        "soon": glyphs().missing,
        "quiet": glyphs().rule,
    }
    shown = [
        min(kinds[cell * days // cells : max(1, (cell + 1) * days // cells)], key=_WORST.index)
        for cell in range(cells)
    ]
    for kind, run in groupby(shown):
        yield Said(signs[kind] * len(list(run)), kind)


_WORST: tuple[Kind, ...] = ("late", "soon", "well", "quiet")
"""What a cell of several days says: the first of these that one of them is."""


def _kind(one: Covered, day: date, sign: str) -> Kind:
    if sign == HERE:
        return "well"
    if sign != MISSING:
        return "quiet"  # before anything was imported
    return "late" if any(gap.first <= day <= gap.last for gap in one.overdue) else "quiet"


def _missing(gap: Span) -> str:
    """Days of this year as a person says them."""
    if gap.first == gap.last:
        return _("missing {day}").format(day=f"{gap.first:%m-%d}")
    said = _("missing {first} to {last}")
    return said.format(first=f"{gap.first:%m-%d}", last=f"{gap.last:%m-%d}")


def export_asked_for(missing: Missing) -> str:
    """What a person is to do on the platform first."""
    platform, kind = label(missing.platform), label(missing.kind)
    if missing.gap is None:
        said = _("Nothing is here yet: export the {kind} of shop {shop} on {platform} first.")
        return said.format(kind=kind, shop=missing.shop, platform=platform)
    said = _("Export the {kind} of shop {shop} on {platform} for {days} first.")
    days = days_text(missing.gap)
    return said.format(kind=kind, shop=missing.shop, platform=platform, days=days)
