"""`shouhou diff OLD NEW`: what the platform changed between two exports; needs no store."""

from argparse import ArgumentParser, Namespace
from datetime import datetime

from store.exchange.incoming.differences import Difference, What, differences, read_stands
from store.files.paths import path_of
from store.models.money import yuan_text
from store.words import N_, _, how_many
from store.words.counts import rows
from store.words.times import minute_text
from tui.commands import takes_json
from tui.printing import print_table, say, say_json
from tui.session import Session

WHATS: dict[What, str] = {
    "new": N_("new"),
    "gone": N_("gone"),
    "status": N_("status"),
    "deadline": N_("deadline"),
    "reason": N_("buyer's reason"),
    "asked": N_("amount asked for"),
    "refund": N_("refund"),
}


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("old", help=_("the earlier export"))
    parser.add_argument("new", help=_("the later one, of the same kind"))
    takes_json(parser)


def run(_session: Session, arguments: Namespace) -> int:
    """Tell the differences."""
    old = read_stands(path_of(arguments.old, "old"))
    new = read_stands(path_of(arguments.new, "new"))
    found = list(differences(old, new))
    if arguments.json:
        for one in found:
            say_json(one._asdict())
        return 0
    if found:
        # What is longest stands last: the words of a platform would push all else away.
        cells = [[one.order_no, one.case, _changed(one)] for one in found]
        header = [_("Order no."), _("Case"), _("Changed")]
        if not any(one.case for one in found):
            header, cells = [header[0], header[2]], [[row[0], row[2]] for row in cells]
        print_table(header, cells)
    count = how_many(len(found), N_("1 difference"), N_("{count} differences"))
    said = _("{differences} between {old} ({before}) and {new} ({after})")
    counts = {"before": len(old.stands), "after": len(new.stands)}
    say(said.format(differences=count, old=old.name, new=new.name, **counts))
    for file in (old, new):
        if file.rejected:
            said = _("{file}: not read, and so not compared: {rows}.")
            say(said.format(file=file.name, rows=rows(file.rejected)))
    return 0


def _changed(one: Difference) -> str:
    """`status: 待发货 -> 已发货`; what was not in one of the files has one side."""
    sides = [_side(one, value) for value in (one.old, one.new)]
    if one.what in ("new", "gone"):
        sides = [sides[one.what == "new"]]
    return _("{what}: {change}").format(what=_(WHATS[one.what]), change=" -> ".join(sides))


def _side(one: Difference, value: str | datetime | int | None) -> str:
    if isinstance(value, datetime):
        return minute_text(value)
    if isinstance(value, int):
        if one.case:
            return yuan_text(value)
        return _("money went back") if value else _("no refund")
    return value or "-"
