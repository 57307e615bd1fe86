"""`shouhou due`: what is owed for all orders, by time left."""

import re
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, timedelta

from store.errors import BadInput
from store.labels import label
from store.models.order import Order
from store.rules.obligations import Obligation, obligations
from store.rules.row import goods
from store.words import _
from tui.printing import print_table, say_json
from tui.session import Session
from tui.text import left

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("only of the orders that this query finds"))
    parser.add_argument(
        "--within", help=_("only what is due within 90m, 24h or 2d, and what is late")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def run(session: Session, arguments: Namespace) -> int:
    """List the obligations."""
    repository = session.open()
    now = repository.now
    until = now + _span(arguments.within) if arguments.within else None
    rows = [
        row
        for row in repository.search(" ".join(arguments.query)).rows
        if row.to_ship or row.due_at is not None
    ]
    owed = [
        (order, one)
        for order in repository.orders(rows)
        for one in obligations(order, repository.policy)
        if until is None or (one.due_at is not None and one.due_at < until)
    ]
    last = datetime.max.replace(tzinfo=UTC)
    owed.sort(key=lambda pair: (pair[1].due_at or last, pair[0].order_no))
    if arguments.json:
        for order, one in owed:
            say_json(_json(order, one, now))
        return 0
    print_table(
        [_("Left"), _("Who"), _("What"), _("Order no."), _("Goods"), _("At zero")],
        [
            [
                left(one.due_at, now, estimated=one.estimated),
                label(one.who),
                label(one.kind),
                order.order_no,
                goods(order),
                one.at_zero,
            ]
            for order, one in owed
        ],
        right=(0,),
    )
    return 0


def _span(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,5})([mhd])", text)
    if not match:
        raise BadInput(
            _("{text} is no span; such as 90m, 24h or 2d is expected.").format(text=text),
            field="within",
        )
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _json(order: Order, one: Obligation, now: datetime) -> dict[str, object]:
    return {
        "order_no": order.order_no,
        "key": order.key,
        "kind": one.kind,
        "who": one.who,
        "due_at": one.due_at,
        "seconds_left": None if one.due_at is None else int((one.due_at - now).total_seconds()),
        "overdue": one.due_at is not None and now >= one.due_at,
        "estimated": one.estimated,
        "at_zero": one.at_zero,
        "source": one.source,
        "goods": goods(order),
    }
