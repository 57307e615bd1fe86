"""`shouhou due`: what is owed for all orders, by time left; opens no order."""

import re
from argparse import ArgumentParser, Namespace
from datetime import datetime, timedelta
from functools import partial

from store.errors import BadInput
from store.reading.owed import OwedFor
from store.words import _
from store.words.labels import label
from tui.printing import Lines, print_table, say_json
from tui.session import Session
from tui.text import left

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("such as: who:us cost:>5 after-sales"))
    parser.add_argument(
        "--within", help=_("only what is due within 90m, 24h or 2d, and what is late")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def run(session: Session, arguments: Namespace) -> int:
    """List the obligations."""
    repository = session.open()
    now = repository.now
    until = _until(now, arguments.within) if arguments.within else None
    owed = partial(repository.owed, " ".join(arguments.query), until)
    if arguments.json:
        for one in owed():
            say_json(_json(one, now))
        return 0
    print_table(
        [_("Left"), _("Who"), _("What"), _("Order no."), _("Goods"), _("At zero")],
        Lines(lambda: (_cells(one, now) for one in owed())),
        right=(0,),
    )
    return 0


def _until(now: datetime, text: str) -> datetime:
    match = re.fullmatch(r"(\d{1,5})([mhd])", text)
    if not match:
        raise BadInput(
            _("{text} is no span; such as 90m, 24h or 2d is expected.").format(text=text),
            field="within",
        )
    try:
        return now + timedelta(**{UNITS[match[2]]: int(match[1])})
    except OverflowError:
        said = _("{text} leads beyond the last day there is.").format(text=text)
        raise BadInput(said, field="within") from None


def _cells(found: OwedFor, now: datetime) -> list[str]:
    row, one = found
    return [
        left(one.due_at, now, estimated=one.estimated),
        label(one.who),
        label(one.kind),
        row.order_no,
        row.goods,
        one.at_zero,
    ]


def _json(found: OwedFor, now: datetime) -> dict[str, object]:
    row, one = found
    return {
        "order_no": row.order_no,
        "key": row.of_key,
        "kind": one.kind,
        "who": one.who,
        "due_at": one.due_at,
        "seconds_left": None if one.due_at is None else int((one.due_at - now).total_seconds()),
        "overdue": one.due_at is not None and now >= one.due_at,
        "estimated": one.estimated,
        "at_zero": one.at_zero,
        "cost_fen": one.cost_fen,
        "source": one.source,
        "about": one.about,
        "goods": row.goods,
    }
