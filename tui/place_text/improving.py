"""Improving (改进): what is changed, whether it helped, and the reviews that are open."""

from datetime import datetime, timedelta

from store.models.review_row import ImprovementRow, ReviewRow
from store.models.subject import Subject
from store.reading.reviewed import change_of
from store.words import N_, _
from store.words.labels import label
from store.words.times import SHOP_TIME
from tui.glyphs import glyphs
from tui.place_text.rates import rate_name
from tui.place_text.reviewed import Reviewed
from tui.place_text.tables import and_more, filled, heading_of, line_of
from tui.said import Row, Section
from tui.widgets.column import Cell, Column, Look
from tui.widgets.columns import Packed

ONE_SECOND = timedelta(seconds=1)
"""By which the end of a day is still that day."""


def _owner(row: ImprovementRow) -> str:
    """The name alone: whoever is at one desk knows whose it is."""
    return row.owner.partition(" (")[0]


def _due(row: ImprovementRow, now: datetime) -> Cell:
    if row.due_at is None:
        return Cell(label(row.state), "quiet")
    due = datetime.fromtimestamp(row.due_at, SHOP_TIME)
    look: Look = "late" if row.due_at <= now.timestamp() else ""
    return Cell(f"{due - ONE_SECOND:%m-%d}", look)


def _became(row: ImprovementRow, _now: datetime) -> Cell:
    change = change_of(row)
    unit = "h" if row.rate.startswith("hours_") else "%"
    before = _("few") if change.before is None else f"{change.before} {unit}"
    if row.after_of is None:
        measuring = "" if row.due_at is None else " " + _("measuring")
        return Cell(before + measuring, "quiet")
    after = _("few") if change.after is None else f"{change.after} {unit}"
    has_not_helped = row.state == "open" and change.after is not None
    look: Look = "late" if has_not_helped else "soon" if row.state == "open" else ""
    return Cell(f"{before} {glyphs().becomes} {after}", look)


IMPROVEMENTS = Packed[ImprovementRow](
    Column(N_("What is changed"), 16, lambda row, _now: Cell(row.what), grows=True),
    Column(N_("Owner"), 8, lambda row, _now: Cell(_owner(row), "quiet"), drop=1),
    Column(N_("By"), 7, _due, "right"),
    Column(N_("Rate"), 18, lambda row, _now: Cell(rate_name(row.rate), "quiet"), drop=2),
    Column(N_("Before, after"), 20, _became, "right"),
    is_late=lambda row, now: row.due_at is not None and row.due_at <= now.timestamp(),
    sign=lambda row: glyphs().done if row.state == "done" else " ",
)


def improvements_section(told: Reviewed, width: int) -> Section:
    columns = IMPROVEMENTS.of(told.improvements, told.now)
    rows = [
        Row(
            line_of(columns, row, width, told.now),
            subject=Subject("improvements", row.key),
            owed="improvement" if row.due_at is not None else "",
        )
        for row in told.improvements
    ]
    rows += and_more(told.improvement_count - len(rows))
    nothing = _("Nothing is being improved; the key below notes what is changed, and its rate.")
    heading = heading_of(columns, width) if told.improvements else None
    return Section("improvements", _("Improvements"), filled(rows, nothing), heading)


REVIEWS = Packed[ReviewRow](
    Column(N_("Title"), 16, lambda row, _now: Cell(row.title), grows=True),
    Column(N_("Cause"), 14, lambda row, _now: Cell(label(row.cause) if row.cause else ""), drop=1),
    Column(
        N_("Orders"), 7, lambda row, _now: Cell(str(len(row.orders) or ""), "quiet"), "right", 2
    ),
    Column(N_("Opened"), 7, lambda row, _now: _opened(row), "right"),
    is_late=lambda _row, _now: False,
)


def _opened(row: ReviewRow) -> Cell:
    return Cell(f"{datetime.fromtimestamp(row.opened_at, SHOP_TIME):%m-%d}", "quiet")


def reviews_section(told: Reviewed, width: int) -> Section:
    columns = REVIEWS.of(told.reviews, told.now)
    rows = (
        Row(line_of(columns, row, width, told.now), subject=Subject("reviews", row.key))
        for row in told.reviews
    )
    nothing = _("No review is open; the key below opens one about the group under the cursor.")
    heading = heading_of(columns, width) if told.reviews else None
    return Section("reviews", _("Open reviews"), filled(rows, nothing), heading)
