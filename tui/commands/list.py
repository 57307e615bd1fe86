"""`shouhou list`: the orders that a query finds, one a line."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from store.errors import BadInput
from store.models.money import yuan_text
from store.models.row import OrderRow
from store.search.ranges import LARGEST
from store.words import _, counts, listed
from store.words.excerpts import excerpt
from store.words.labels import label
from store.words.masks import mask_name
from tui.commands import takes_json
from tui.printing import Lines, from_seconds, print_table, say, say_json
from tui.session import Session
from tui.text import left

KEPT_FOR_US = (
    "phone_tail",
    "due_estimated",
    "falls_to_us_at",
    "falls_estimated",
    "carriers",
    "causes",
    "agreers",
    "region",
    "promised_at",
    "left_at",
    "signed_at",
    "lacked",
    "again_parcels",
    "again_fen",
    "next_task",
    "until_then",
    "form",
    "policy",
)
"""Columns of a row that are not for scripts."""
SENT = ("shipped_at", "moved_at", "ship_by")
INSTANTS = ("ordered_at", "paid_at", *SENT, "due_at", "held_until")


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("such as: to-ship due:<24h !review"))
    parser.add_argument(
        "--sort", default="due", help=_("due, ordered, paid, amount …; -due turns it")
    )
    parser.add_argument("--limit", type=int, help=_("at most so many"))
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List them."""
    if arguments.limit is not None and arguments.limit < 0:
        raise BadInput(_("A number from 0 on is expected."), field="--limit")
    lists = session.lists()
    selection = lists.search(" ".join(arguments.query), arguments.sort)
    rows = (
        selection if arguments.limit is None else selection.window(0, min(arguments.limit, LARGEST))
    )
    now = lists.now
    seconds = now.timestamp()
    if arguments.json:
        for row in rows:
            say_json(row_json(row, now))
        return 0
    print_table(
        [
            _("Order no."),
            _("Left"),
            _("Pay"),
            _("Ship"),
            _("After-sales"),
            _("No stock"),
            _("Amount"),
            _("Buyer"),
            _("Goods"),
        ],
        Lines(
            lambda: (
                [
                    row.order_no,
                    left(
                        from_seconds(row.due(seconds)), now, estimated=row.due_estimated_at(seconds)
                    ),
                    label(row.money_state),
                    label(row.fulfilment),
                    label(row.after_sales),
                    label(row.stock_out),
                    yuan_text(row.amount_fen),
                    mask_name(row.buyer),
                    row.goods,
                ]
                for row in rows
            )
        ),
        right=(1, 6),
    )
    if not selection.total:
        say(_("There is no order in {store}.").format(store=session.store_shown))
    say(_("{count} of {all}").format(count=len(selection), all=counts.orders(selection.total)))
    if selection.misses:
        numbers = listed(map(excerpt, selection.misses))
        say(_("not in this store: {numbers}").format(numbers=numbers))
    return 0


def row_json(row: OrderRow, now: datetime) -> dict[str, Any]:
    """The row as scripts read it: personal data masked, times as ISO 8601."""
    values = {**asdict(row), "due_at": row.due(now.timestamp())}
    for name in INSTANTS:
        values[name] = from_seconds(values[name])
    values["ship_by_deadline"] = values.pop("ship_by")
    for name in KEPT_FOR_US:
        del values[name]
    return values
