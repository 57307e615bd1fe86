"""Groups (分组): what went wrong with the orders of each, beside what all come to."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from store.models.money import Fen, yuan_text
from store.models.people import name_alone
from store.reading.causes import Cost, Group
from store.reading.reviewed import query_of
from store.words import N_, _, listed
from store.words.labels import label
from tui.place_text.rates import TABS, mean_text, share_text
from tui.place_text.reviewed import Reviewed
from tui.place_text.tables import and_more, bar, filled, heading_of, line_of
from tui.said import Finds, Row, Said, Section, plain
from tui.widgets.column import Cell, Column, Look
from tui.widgets.columns import Columns, Packed

MOST_GROUPS = 15
"""Rows of what has no end."""
MORE, TWICE = Decimal("1.25"), 2
"""What has a case so many times as often as all orders together needs care, or is red."""
OF_ORDERS = ("sku", "carrier", "agent", "region", "week")
"""What is said of an order, so that all its cases are of the group."""


class Counted(NamedTuple):
    """A group beside what all of them come to."""

    name: str
    group: Group
    look: Look
    part: float
    """Of the bar."""
    stated: str = ""
    """What buyers state first most often; nothing where it would pass for the cause."""


BAR = 8
"""Cells of the bar of a group."""


def _rate(one: Counted, _now: datetime) -> Cell:
    percent = one.group.cases.percent
    return Cell(_("few") if percent is None else f"{percent:.1f} %", one.look)


GROUPS = Packed[Counted](
    Column(N_("Group"), 12, lambda one, _now: Cell(one.name, _quiet(one)), grows=True),
    Column(N_("Buyers say"), 10, lambda one, _now: Cell(one.stated, "quiet"), drop=4),
    Column(N_("With case"), 9, lambda one, _now: Cell(str(one.group.cases.many)), "right"),
    Column(N_("Orders"), 6, lambda one, _now: Cell(str(one.group.orders), "quiet"), "right"),
    Column(N_("Rate"), 7, _rate, "right"),
    Column("", BAR, lambda one, _now: Cell(bar(one.part, BAR), one.look or "key"), drop=3),
    Column(N_("Cost"), 8, lambda one, _now: Cell(yuan_text(one.group.cost.total)), "right", 2),
    is_late=lambda one, _now: one.look == "late",
    sign=lambda one: "~" if one.group.cases.percent is None else " ",
)


def _quiet(one: Counted) -> Look:
    return "quiet" if one.group.cases.percent is None else ""


def groups_section(told: Reviewed, width: int) -> Section:
    found = told.found
    # Of weeks the newest, which stand last, are what is asked for.
    ordered = found.groups[::-1] if found.by == "week" else found.groups
    shown, usual = ordered[:MOST_GROUPS], found.total.cases.percent or Decimal()
    most = max(map(_share, shown), default=0) or 1
    counted = [
        Counted(_named(one, told), one, _look(one, usual), _share(one) / most, _stated(one, told))
        for one in shown
    ]
    every = Counted(_("all"), found.total, "", 0, _stated(found.total, told))
    columns = GROUPS.of((*counted, every), told.now)
    rows = [_group_row(one, told, columns, width) for one in counted]
    rows += and_more(len(found.groups) - MOST_GROUPS)
    if rows:
        line = line_of(columns, every, width, told.now)
        rows.append(Row(line, under=(tuple(_costs(every)),), behind=tuple(_behind(every))))
    if found.by == "cause" and not any(one.name for one in shown) and shown:
        said = _("The action “Set the verified cause” of an order records why it went wrong.")
        rows.append(plain(said, "quiet"))
    title = _("After-sales by {group}").format(group=_(TABS[found.by]))
    nothing = (
        _("No order is found by this search."),
        _("Orders and their cases come with the platform's exports; another view finds others."),
    )
    heading = heading_of(columns, width) if rows else None
    return Section("causes", title, filled(rows, *nothing), heading)


def _named(group: Group, told: Reviewed) -> str:
    if told.found.by == "sku" and group.name in told.names:
        name = told.names[group.name]
        is_clear = Counter(told.names.values())[name] == 1
        return name if is_clear else f"{group.name} {name}"
    if group.name:
        return name_alone(group.name) if told.found.by == "agent" else label(group.name)
    return _("no cause recorded") if told.found.by == "cause" else _("not known")


def _stated(group: Group, told: Reviewed) -> str:
    """What buyers state; where no cause is recorded it would stand where a cause does."""
    return "" if told.found.by == "cause" and not group.name else group.reason


def _look(group: Group, usual: Decimal) -> Look:
    """Of too few nothing is said."""
    percent = group.cases.percent
    if percent is None:
        return "quiet"
    if percent >= usual * TWICE:
        return "late" if percent else ""
    return "soon" if percent >= usual * MORE else ""


def _share(group: Group) -> float:
    """As a bar has it; of too few it says nothing, as their rate does."""
    return 0.0 if group.cases.percent is None else group.cases.many / group.cases.of


def _group_row(one: Counted, told: Reviewed, columns: Columns[Counted], width: int) -> Row:
    query = query_of(told.found.by, one.group.name)
    found = " ".join(filter(None, (told.text, query)))
    return Row(
        line_of(columns, one, width, told.now),
        behind=tuple(_behind(one)),
        finds=Finds(found) if query else None,
    )


def cases_of(told: Reviewed, row: Row) -> Finds | None:
    """The cases of the orders of a group, where a search finds just those."""
    if row.finds is None or told.found.by not in OF_ORDERS:
        return None
    return row.finds._replace(place="cases")


def _costs(one: Counted) -> Iterator[Said]:
    """What the cost of all of them is made of."""
    for said, fen in _parts(one.group.cost):
        yield Said(f"  {said}", "" if fen else "quiet")


def _parts(cost: Cost) -> Iterator[tuple[str, Fen]]:
    """What a cost is made of, each with its amount."""
    parts = {
        N_("penalties"): cost.penalties,
        N_("refunds"): cost.refunds,
        N_("sent again"): cost.again,
        N_("freight"): cost.freight,
    }
    for title, fen in parts.items():
        yield f"{_(title)} {yuan_text(fen)}", fen


def _behind(one: Counted) -> Iterator[str]:
    """What else is known of a group, and what it cost."""
    group = one.group
    yield _("with a case: {share}").format(share=share_text(group.cases))
    yield _("late: {share}").format(share=share_text(group.late))
    yield _("out of stock: {share}").format(share=share_text(group.lacked))
    yield _("about quality: {share}").format(share=share_text(group.quality))
    yield _("came broken: {share}").format(share=share_text(group.broken))
    yield _("answered after {mean}").format(mean=mean_text(group.answered))
    yield listed(said for said, _fen in _parts(group.cost))
    yield _("Of fewer than {least} orders no rate is said: they are marked ~.").format(
        least=group.cases.least
    )
