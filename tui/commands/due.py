"""`shouhou due`: what is owed for all orders, by time left or by money; opens no order."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from store.errors import BadInput
from store.models.money import yuan_text
from store.reading.hours import HOUR, HOURS, by_hour
from store.reading.owed import OwedFor
from store.words import _
from store.words.excerpts import excerpt
from store.words.labels import label
from store.words.times import minute_text
from store.words.what_owed import owed_goods, what_owed
from tui.commands import takes_json
from tui.printing import Lines, from_seconds, print_table, say, say_json
from tui.session import Session
from tui.text import left

if TYPE_CHECKING:
    from store.repository import Repository

SORTS = {"due": "due", "money": "-cost"}
"""What a person asks for, and the order of the list."""
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("such as: who:us cost:>5 after-sales"))
    parser.add_argument(
        "--within", help=_("only what is due within 90m, 24h or 2d, and what is late")
    )
    parser.add_argument("--sort", choices=SORTS, default="due", help=_("by time, or what it costs"))
    parser.add_argument("--snoozed", action="store_true", help=_("only what is put off"))
    parser.add_argument("--hours", action="store_true", help=_("the next 24 hours, added up"))
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List the obligations."""
    repository = session.open()
    now = repository.now
    if arguments.hours and (arguments.within or arguments.snoozed):
        said = _("--hours adds up the next 24 hours, whatever is put off; leave {option} away.")
        option = "--within" if arguments.within else "--snoozed"
        raise BadInput(said.format(option=option), field=option, code="usage")
    if arguments.hours:
        _say_hours(repository, arguments)
        return 0
    if arguments.json:
        for one in _asked(repository, arguments):
            say_json(_json(one, now))
        return 0
    print_table(
        [_("Left"), _("Who"), _("What"), _("Order no."), _("Goods"), _("Costs"), _("At zero")],
        Lines(lambda: (_cells(one, now) for one in _asked(repository, arguments))),
        right=(0, 5),
    )
    left_out = arguments.within and not arguments.snoozed
    undated = repository.undated_count(" ".join(arguments.query)) if left_out else 0
    if undated:
        said = _("due at no known time: {count}; without --within they stand at the end")
        say(said.format(count=undated))
    snoozed = 0 if arguments.snoozed else repository.snoozed_count()
    if snoozed:
        say(_("put off until later: {count}; --snoozed shows it").format(count=snoozed))
    return 0


def _asked(repository: "Repository", arguments: Namespace) -> Iterator[OwedFor]:
    """What was asked for: without what is put off, or that alone."""
    now, query = repository.now, " ".join(arguments.query)
    until = _until(now, arguments.within) if arguments.within else None
    found = repository.owed(query, until, SORTS[arguments.sort])
    return (one for one in found if one.is_snoozed(now) == arguments.snoozed)


def _say_hours(repository: "Repository", arguments: Namespace) -> None:
    """The next 24 hours, a line each; what is put off has its deadline all the same."""
    now = repository.now
    hours = by_hour(repository.owed(" ".join(arguments.query), now + HOURS * HOUR), now)
    if arguments.json:
        for one in hours:
            said = {"from": one.begin, "until": one.begin + HOUR}
            say_json({**said, "count": one.count, "cost_fen": one.cost_fen})
        return
    cells = [[minute_text(one.begin), str(one.count), yuan_text(one.cost_fen)] for one in hours]
    print_table([_("From"), _("Due"), _("Costs")], cells, right=(1, 2))


def _until(now: datetime, text: str) -> datetime:
    match = re.fullmatch(r"(\d{1,5})([mhd])", text)
    if not match:
        raise BadInput(
            _("{text} is no span; such as 90m, 24h or 2d is expected.").format(text=excerpt(text)),
            field="within",
        )
    try:
        return now + timedelta(**{UNITS[match[2]]: int(match[1])})
    except OverflowError:
        said = _("{text} leads beyond the last day there is.").format(text=excerpt(text))
        raise BadInput(said, field="within") from None


def _cells(found: OwedFor, now: datetime) -> list[str]:
    row, one = found
    return [
        left(one.due_at, now, estimated=one.estimated),
        label(one.who),
        what_owed(one.kind, one.zero),
        row.order_no,
        owed_goods(row.which, row.goods),
        yuan_text(one.cost_fen) if one.cost_fen else "",
        one.at_zero,
    ]


def what_is_owed(found: OwedFor, now: datetime) -> dict[str, object]:
    """What every command says in JSON of something owed."""
    row, one = found
    return {
        "order_no": row.order_no,
        "key": row.of_key,
        "kind": one.kind,
        "who": one.who,
        "due_at": one.due_at,
        "overdue": one.due_at is not None and now >= one.due_at,
        "at_zero": one.at_zero,
        "cost_fen": one.cost_fen,
        "about": one.about,
        "which": row.which,
        "goods": row.goods,
    }


def _json(found: OwedFor, now: datetime) -> dict[str, object]:
    row, one = found
    return what_is_owed(found, now) | {
        "seconds_left": None if one.due_at is None else int((one.due_at - now).total_seconds()),
        "estimated": one.estimated,
        "source": one.source,
        "owner": row.owner,
        "snoozed_until": from_seconds(row.snoozed_until) if found.is_snoozed(now) else None,
    }
