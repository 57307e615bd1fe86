"""Data (数据): which files came in, what the platforms have to be told, what they paid."""

from collections.abc import Iterator
from datetime import UTC, datetime

from store.models.import_record import ImportRecord
from store.models.money import yuan_text
from store.models.payment_row import PaymentRow
from store.models.row import instant_of
from store.models.subject import Subject
from store.reading.platform_tasks import TaskGroup
from store.rules.action.catalogue import buttons_of
from store.words import N_, _, counts, how_many, listed
from store.words.labels import label, task_label
from store.words.payment_sides import sides
from store.words.times import day_text, minute_text
from tui.import_text import rejected
from tui.place_text.coverage import Missing, coverage_rows, ticks, widths
from tui.place_text.gathered import Data, NamedView
from tui.place_text.tables import and_more, counting, filled, heading_of, line_of
from tui.places.order_columns import clock_cell
from tui.said import INDENT, Finds, Kind, Row, Said, Section, plain
from tui.widgets.column import Cell, Column
from tui.widgets.columns import Packed

NAMES = ("coverage", "tasks", "payments", "files", "views")
"""The panels in reading order."""
TITLES = {
    "coverage": N_("Which days the imports cover"),
    "tasks": N_("To be told to the platform"),
    "payments": N_("Payments and orders"),
    "files": N_("Imports"),
    "views": N_("Views and exports"),
}
MOST_NUMBERS = 500
"""Order numbers that one search is made of."""
WELL = ("matched", "general", "aside")
"""States of payments of which nobody has to decide anything."""


def data_sections(data: Data | None, width: int) -> list[Section]:
    """The panels of the place, in lines of so many cells."""
    if data is None:
        return [counting(name, _(title)) for name, title in TITLES.items()]
    return [
        _coverage(data, width),
        _tasks(data, width),
        _payments(data, width),
        _files(data, width),
        _views(data, width),
    ]


def _section(name: str, rows: tuple[Row, ...], heading: Row | None) -> Section:
    return Section(name, _(TITLES[name]), rows, heading)


def files_asked_for(data: Data) -> list[Missing]:
    """The file that each row of the first panel asks for."""
    wide = widths(0, data.covered, data.never)
    return [missing for _row, missing in coverage_rows(data.covered, data.never, wide)]


def _coverage(data: Data, width: int) -> Section:
    wide = widths(width, data.covered, data.never)
    rows = [row for row, _missing in coverage_rows(data.covered, data.never, wide)]
    nothing = (
        _("No file was imported yet."),
        _("Export the orders of a shop on its platform, then take the file in here."),
    )
    heading = ticks(data.covered[0], wide) if data.covered else None
    return _section("coverage", filled(rows, *nothing), heading)


# What the platforms have to be told


def _where(group: TaskGroup, _now: datetime) -> Cell:
    told = label(group.platform) if group.platform else _("any")
    return Cell(told, "quiet")


def _press(group: TaskGroup, _now: datetime) -> Cell:
    buttons = buttons_of(group.kind)
    return Cell(next(iter(buttons)) if len(buttons) == 1 else "", "key")


def _left(group: TaskGroup, now: datetime) -> Cell:
    return clock_cell(instant_of(group.due_at), now, estimated=group.estimated)


TASKS = Packed[TaskGroup](
    Column(N_("First"), 6, _left, "right"),
    Column(N_("What to do there"), 36, lambda one, _now: Cell(task_label(one.kind)), grows=True),
    Column(N_("Platform"), 11, _where),
    Column(N_("Press"), 20, _press, drop=2),
    Column(N_("Orders"), 7, lambda one, _now: Cell(str(len(one.numbers))), "right"),
    Column(N_("Tasks"), 6, lambda one, _now: Cell(str(one.tasks)), "right", drop=3),
    Column(
        N_("At zero"),
        9,
        lambda one, _now: Cell(yuan_text(one.cost_fen) if one.cost_fen else ""),
        "right",
        drop=1,
    ),
    is_late=lambda one, now: one.due_at is not None and one.due_at <= now.timestamp(),
)


def _tasks(data: Data, width: int) -> Section:
    columns = TASKS.of(data.tasks, data.now)
    rows = (
        Row(line_of(columns, one, width, data.now), finds=_orders_of(one)) for one in data.tasks
    )
    nothing = _("The platforms know everything that was done here.")
    heading = heading_of(columns, width) if data.tasks else None
    return _section("tasks", filled(rows, nothing), heading)


def _orders_of(group: TaskGroup) -> Finds:
    """The orders that the platform is to be told about; of too many, what is owed for them."""
    if not group.is_of_orders:
        return Finds("task", "stock")
    if len(group.numbers) > MOST_NUMBERS:
        return Finds(f"kind:platform-task platform:{group.platform}", "board")
    return Finds(" ".join(group.numbers))


# Payments against orders


def _at(row: PaymentRow, _now: datetime) -> Cell:
    return Cell(day_text(datetime.fromtimestamp(row.at, UTC)), "quiet")


def _sides(row: PaymentRow) -> tuple[str, str]:
    """Both sides of the first thing in which they differ."""
    return sides(row.differing[0] if row.differing else None)


def _states(row: PaymentRow) -> str:
    """All in which it differs; the amounts beside it are those of the first."""
    return listed(map(label, row.states))


PAID = Packed[PaymentRow](
    Column(N_("Day"), 10, _at),
    Column(N_("Payment"), 24, lambda row, _now: Cell(row.order_no or row.text or row.name)),
    Column(N_("State"), 18, lambda row, _now: Cell(_states(row), "soon"), grows=True),
    Column(N_("In"), 10, lambda row, _now: Cell(yuan_text(row.in_fen)), "right", 2),
    Column(N_("Out"), 10, lambda row, _now: Cell(yuan_text(row.out_fen)), "right", 2),
    Column(N_("Here"), 10, lambda row, _now: Cell(_sides(row)[0]), "right", 1),
    Column(N_("There"), 12, lambda row, _now: Cell(_sides(row)[1], "soon"), "right", 1),
    is_late=lambda _row, _now: False,
)


def _payments(data: Data, width: int) -> Section:
    columns = PAID.of(data.open, data.now)
    rows = [
        Row(
            line_of(columns, row, width, data.now),
            subject=Subject("payments", row.key),
            owed="payment",
            about=row.state,
        )
        for row in data.open
    ]
    rows += and_more(data.open_count - len(data.open))
    nothing = _("No funds file was imported yet; the platform's accounts page exports one a month.")
    counted = tuple(_counted(data.states))
    if counted and not rows:
        rows.append(Row(counted))
    # What is under a line stands two cells further in.
    under = ((Said(columns.heading(width)[INDENT:], "quiet"),),)
    heading = Row(counted, under=under) if data.open else None
    return _section("payments", filled(rows, nothing), heading)


def _counted(states: dict[str, int]) -> Iterator[Said]:
    """How many payments there are in each state, those that nobody has to decide first."""
    ordered = sorted(states, key=lambda state: (state not in WELL, -states[state]))
    for state in ordered:
        kind: Kind = "well" if state == "matched" else "quiet" if state in WELL else "soon"
        yield Said(f"{label(state)} {states[state]}   ", kind)


# The files that came in


FILES = Packed[ImportRecord](
    Column(N_("Imported"), 16, lambda one, _now: Cell(minute_text(one.imported_at), "quiet")),
    Column(N_("File"), 20, lambda one, _now: Cell(one.file), grows=True),
    Column(N_("Kind"), 18, lambda one, _now: Cell(label(one.kind)), drop=3),
    Column(N_("Rows"), 7, lambda one, _now: Cell(str(one.rows)), "right", 2),
    Column(N_("New"), 7, lambda one, _now: Cell(str(one.new)), "right"),
    Column(N_("Changed"), 8, lambda one, _now: Cell(str(one.changed)), "right", 1),
    Column(
        N_("Rejected"),
        9,
        lambda one, _now: Cell(str(one.rejected), "soon" if one.rejected else ""),
        "right",
    ),
    Column(
        N_("Not here"),
        8,
        lambda one, _now: Cell(str(one.left or ""), "late" if one.left else ""),
        "right",
    ),
    is_late=lambda one, _now: not one.is_whole,
)


def _files(data: Data, width: int) -> Section:
    columns = FILES.of(data.files, data.now)
    rows = [
        Row(line_of(columns, one, width, data.now), behind=tuple(_about_file(one)))
        for one in data.files
    ]
    if data.file_count > len(data.files):
        more = data.file_count - len(data.files)
        said = how_many(more, N_("and 1 older one"), N_("and {count} older ones"))
        rows.append(plain(said, "quiet"))
    heading = heading_of(columns, width) if data.files else None
    nothing = _("No file was imported yet.")
    return _section("files", filled(rows, nothing), heading)


def _about_file(one: ImportRecord) -> Iterator[str]:
    yield one.file
    yield "   ".join(filter(None, (label(one.platform), one.shop, label(one.kind))))
    yield _("imported {at}").format(at=minute_text(one.imported_at))
    if one.exported_at:
        yield _("exported {at}").format(at=minute_text(one.exported_at))
    if one.covers_from and one.covers_to:
        yield _("covers {first} to {last}").format(first=one.covers_from, last=one.covers_to)
    yield _("{rows}: {new} new, {changed} changed, {rejected} rejected").format(
        rows=counts.rows(one.rows), new=one.new, changed=one.changed, rejected=one.rejected
    )
    if one.rejected:
        yield ""
        yield _("Rejected; mend these rows in the file and import it again:")
    yield from (f"  {line}" for line in rejected(one.rejections, one.rejected))
    if not one.is_whole:
        said = _("rows not here: {count}; its import was broken off, import it again")
        yield said.format(count=one.left)


# Searches with a name


def _count(view: NamedView, _now: datetime) -> Cell:
    return Cell("" if view.found is None else str(view.found))


VIEWS = Packed[NamedView](
    Column(N_("Found"), 7, _count, "right"),
    Column(N_("View"), 24, lambda one, _now: Cell(_(one.name)), grows=True),
    Column(N_("Place"), 10, lambda one, _now: Cell(one.place, "quiet")),
    Column(N_("Search"), 28, lambda one, _now: Cell(one.shown, "key"), drop=1),
    is_late=lambda _one, _now: False,
)


def _views(data: Data, width: int) -> Section:
    columns = VIEWS.of(data.views, data.now)
    rows = (Row(line_of(columns, one, width, data.now), finds=one.finds) for one in data.views)
    nothing = _("No view finds anything now.")
    heading = heading_of(columns, width) if data.views else None
    return _section("views", filled(rows, nothing), heading)
