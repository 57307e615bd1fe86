"""`shouhou show`: one order with all that belongs to it."""

from argparse import ArgumentParser, Namespace
from typing import Any

from store.errors import BadInput
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.reading.order_view import OrderView
from store.words import _
from tui.order_text.order import order_lines
from tui.printing import plain, say, say_json
from tui.session import Session


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("subject", metavar="ORDER_NO", help=_("an order number"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.add_argument(
        "--reveal", action="store_true", help=_("show personal data; it is recorded")
    )
    parser.add_argument(
        "--raw", action="store_true", help=_("the document as it is kept; needs --reveal")
    )
    parser.add_argument("--reason", default="", help=_("why it has to be shown"))


def run(session: Session, arguments: Namespace) -> int:
    """Show it."""
    repository = session.open()
    order = repository.find(arguments.subject)
    if not isinstance(order, Order):
        raise BadInput(
            _("{subject} is no order.").format(subject=arguments.subject), field="subject"
        )
    if arguments.raw and not arguments.reveal:
        raise BadInput(
            _("What is kept is not masked: add --reveal and --reason to see it."), field="--raw"
        )
    if arguments.reveal:
        repository.reveal([order], arguments.reason)
    if arguments.raw:
        say(repository.text_of(order))
        return 0
    view = repository.view(order, revealed=arguments.reveal)
    if arguments.json:
        judged_as = [one.plain for one in view.judgements]
        say_json({**order_json(view), "judgements": judged_as})
        return 0
    for line in order_lines(view):
        say(line.rstrip())
    return 0


def task_json(task: PlatformTask) -> dict[str, Any]:
    """A platform task with its state as a word."""
    state = "open" if task.open else "moot" if task.moot else "done"
    return {**plain(task), "state": state}


def _cancellation_json(view: OrderView) -> dict[str, Any] | None:
    """The cancellation with its six steps; a step that is not needed says so."""
    given = view.cancellation
    if given is None:
        return None
    taken = [
        {
            "number": one.number,
            "title": one.title,
            "action": one.action,
            "needed": one.needed,
            "done_at": plain(one.done_at),
        }
        for one in view.cancel_steps
    ]
    return {**plain(given), "steps": taken}


def order_json(view: OrderView) -> dict[str, Any]:
    """The order at top level, with its axes, ledgers and events."""
    order = view.order
    lines = [
        {
            **plain(ledger.line),
            "shipped": ledger.shipped,
            "refunded": ledger.refunded,
            "to_ship": ledger.to_ship,
            "reissuable": ledger.reissuable,
        }
        for ledger in view.lines
    ]
    return {
        **plain(order),
        "key": order.key,
        "payment": view.payment,
        "fulfilment": view.fulfilment,
        "after_sales": view.after_sales,
        "stock_out": order.stock_out,
        "to_ship": view.to_ship,
        "refundable_fen": view.money.refundable,
        "lines": lines,
        "cancellation": _cancellation_json(view),
        "tasks": [task_json(one) for one in order.tasks],
        "events": [plain(event) for event in view.events],
    }
