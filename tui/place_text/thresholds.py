"""Thresholds (考核线): rates beside what a platform holds against a shop, and cases a week."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from store.reading.rates import Rate
from store.rules.review.rates import Share
from store.words import N_, _
from store.words.labels import label
from store.words.marks import mark_meaning
from tui.glyphs import glyphs
from tui.place_text.plot import Bar, plot
from tui.place_text.rates import mean_text, rate_name, share_text
from tui.place_text.reviewed import Reviewed, Week
from tui.place_text.tables import bar, filled, heading_of, line_of
from tui.said import INDENT, Row, Said, Section
from tui.widgets.column import Cell, Column, Look
from tui.widgets.columns import Packed

HUNDRED = 100
CARE = 0.8
"""From this part of a threshold on a rate needs care."""
NEAR = 12
"""Cells of the bar of a rate."""


def _found(rate: Rate) -> Decimal | None:
    found = rate.found
    return found.percent if isinstance(found, Share) else found.hours


def _nearness(rate: Rate) -> float:
    """How near the threshold it is; there is none, or too few to say: nothing."""
    found = _found(rate)
    if found is None or rate.threshold is None or not rate.threshold.value:
        return 0.0
    return float(found) / rate.threshold.value


def _look_of(rate: Rate) -> Look:
    if _found(rate) is None:
        return "quiet"
    near = _nearness(rate)
    return "late" if near > 1 else "soon" if near >= CARE else ""


def _figure(rate: Rate, _now: datetime) -> Cell:
    found = _found(rate)
    if found is None:
        return Cell(_("few"), "quiet")
    unit = "%" if isinstance(rate.found, Share) else "h"
    return Cell(f"{found} {unit}", _look_of(rate))


def _held(rate: Rate, _now: datetime) -> Cell:
    rule = rate.threshold
    if rule is None:
        return Cell("")
    unit = "%" if isinstance(rate.found, Share) else "h"
    return Cell(_("of {threshold}").format(threshold=f"{rule.value:g} {unit}"), "quiet")


def _gauge(rate: Rate) -> str:
    """How near the threshold it is, on a line that ends there; nothing where there is none."""
    if _found(rate) is None or rate.threshold is None:
        return ""
    return bar(_nearness(rate), NEAR).ljust(NEAR, glyphs().rule)


RATES = Packed[Rate](
    Column(N_("Rate"), 20, lambda rate, _now: Cell(rate_name(rate.name)), grows=True),
    Column(N_("Found"), 8, _figure, "right"),
    Column(N_("Threshold"), 9, _held, "right"),
    Column(
        "",
        NEAR,
        lambda rate, _now: Cell(_gauge(rate), _look_of(rate) or "key"),
    ),
    is_late=lambda rate, _now: _look_of(rate) == "late",
    sign=lambda rate: "~" if _found(rate) is None else " ",
)


def rates_section(told: Reviewed, width: int) -> Section:
    columns = RATES.of(told.whole.rates, told.now)
    rows = (
        Row(
            line_of(columns, rate, width, told.now),
            behind=tuple(_source_of(rate)),
            above=(Said(label(platform), "quiet"),) if place == 0 else (),
        )
        for platform, of_it in groupby(told.whole.rates, key=lambda rate: rate.platform)
        for place, rate in enumerate(of_it)
    )
    nothing = _("No order was paid within the days that a platform counts.")
    heading = heading_of(columns, width) if told.whole.rates else None
    return Section(
        "rates", _("Rates against the platform's thresholds"), filled(rows, nothing), heading
    )


def _source_of(rate: Rate) -> Iterator[str]:
    found, rule = rate.found, rate.rule
    said = share_text(found) if isinstance(found, Share) else mean_text(found)
    yield f"{label(rate.platform)}   {label(rate.name)}"
    yield _("found: {rate}").format(rate=said)
    if rate.threshold:
        value = f"{rate.threshold.value:g}"
        yield _("threshold: {value} {unit}").format(value=value, unit=label(rate.threshold.unit))
    else:
        yield _("No source says from where on the platform holds it against a shop.")
    if rule:
        yield _("by: {source}").format(source=rule.said)
        yield mark_meaning(rule.mark)


# Cases a week


def weeks_section(told: Reviewed, width: int) -> Section:
    title, weeks = _("Cases a week, per 100 orders"), told.whole.weeks
    least = told.found.least
    bars = [
        Bar(
            one.cases * HUNDRED / one.orders if one.orders else 0.0,
            one.name,
            "key" if one.is_over and one.orders >= least else "quiet",
        )
        for one in weeks
    ]
    if not weeks:
        nothing = _("No case was asked for yet; the after-sales export brings them.")
        return Section("weeks", title, filled((), nothing))
    last, *before = map(_of_week, reversed(weeks))
    first, *lines = plot(bars, width - INDENT)
    row = Row((Said(last, "quiet"),), under=(first, *lines), behind=(last, *before))
    return Section("weeks", title, (row,))


def _of_week(week: Week) -> str:
    said = _("{week}: cases asked for {cases}, orders paid {orders}")
    return said.format(week=week.name, cases=week.cases, orders=week.orders)
