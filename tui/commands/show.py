"""`shouhou show`: an order, an inquiry or a review with all that belongs to it; records."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from store.errors import BadInput
from store.models.coverage import Coverage
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.payment import Payments
from store.models.platform_task import PlatformTask
from store.models.review import Review
from store.words import _
from tui.order_text.order import order_lines
from tui.order_text.problem import steps_json
from tui.printing import plain, say, say_json
from tui.session import Session

if TYPE_CHECKING:
    from store.reading.inquiry_view import InquiryView
    from store.reading.order_view import OrderView
    from store.repository import Repository


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument(
        "subject",
        metavar="ORDER_NO",
        help=_(
            "an order number, or that of an inquiry (Q-…), a review (R-…), an improvement (I-…) or"
            " payments (bill-…)"
        ),
    )
    parser.add_argument(
        "--steps", action="store_true", help=_("the steps of a problem, also where there is none")
    )
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
    found = repository.find(arguments.subject)
    if isinstance(found, Payments | Coverage):
        return _show_record(repository, found, arguments)
    if not isinstance(found, Order | Inquiry | Review | Improvement):
        said = _(
            "{subject} is a product: place 4 of the desk shows it, and `shouhou actions {subject}`"
            " says what may be done with it."
        )
        raise BadInput(said.format(subject=arguments.subject), field="subject")
    if arguments.raw and not arguments.reveal:
        raise BadInput(
            _("What is kept is not masked: add --reveal and --reason to see it."), field="--raw"
        )
    if arguments.reveal:
        repository.reveal([found], arguments.reason)
    if arguments.raw:
        say(repository.text_of(found))
        return 0
    if isinstance(found, Review | Improvement):
        return _show_review(repository, found, arguments)
    if isinstance(found, Inquiry):
        return _show_inquiry(
            repository.view_of_inquiry(found, revealed=arguments.reveal), arguments
        )
    view = repository.view(found, revealed=arguments.reveal)
    if arguments.json:
        judged_as = [one.plain for one in view.judgements]
        say_json({**order_json(view), "judgements": judged_as, "steps": steps_json(view)})
        return 0
    for line in order_lines(view, steps=arguments.steps):
        say(line.rstrip())
    return 0


def _show_record(repository: "Repository", found: Payments | Coverage, arguments: Namespace) -> int:
    """What files alone tell of; nothing of it is masked, and nothing has to be revealed."""
    if arguments.raw:
        say(repository.text_of(found))
        return 0
    from store.reading.covered import covered
    from store.reading.record_view import RecordView
    from tui.order_text.records import covered_lines, owed_lines, payments_lines

    view = RecordView(repository, found)
    if arguments.json:
        more = {"candidates": view.candidates} if isinstance(found, Payments) else {}
        say_json({"key": found.key, **plain(found), **more})
        return 0
    if isinstance(found, Payments):
        lines = [*payments_lines(found, view), *owed_lines(view)]
    else:
        of_it = (one for one in covered(repository) if one.coverage.key == found.key)
        lines = [*(line for one in of_it for line in covered_lines(one)), *owed_lines(view)]
    for line in lines:
        say(line)
    return 0


def _show_inquiry(view: "InquiryView", arguments: Namespace) -> int:
    """An inquiry, with the orders that fit it."""
    from tui.order_text.inquiry import inquiry_lines

    if arguments.json:
        say_json(inquiry_json(view))
        return 0
    for line in inquiry_lines(view):
        say(line.rstrip())
    return 0


def _show_review(
    repository: "Repository", found: Review | Improvement, arguments: Namespace
) -> int:
    """A review with its improvements, or one of these."""
    from store.reading.review_view import ReviewView
    from tui.order_text.review import improvement_json, improvement_lines, review_json, review_lines

    if isinstance(found, Review):
        review = ReviewView(repository, found, revealed=arguments.reveal)
        lines, said = review_lines(review), review_json(review)
    else:
        improvement = ReviewView(repository, found, revealed=arguments.reveal)
        lines, said = improvement_lines(improvement), improvement_json(improvement)
    if arguments.json:
        say_json(said)
        return 0
    for line in lines:
        say(line.rstrip())
    return 0


def inquiry_json(view: "InquiryView") -> dict[str, Any]:
    """The inquiry at top level, with what is owed for it, its steps and events."""
    inquiry = view.inquiry
    owed = [
        {"kind": one.kind, "due_at": one.due_at, "estimated": one.estimated, "at_zero": one.at_zero}
        for one in view.owed
    ]
    return {
        **plain(inquiry),
        "day": inquiry.day.isoformat() if inquiry.day else None,
        "state": inquiry.state,
        "possible": [order.order_no for order in view.possible],
        "owed": owed,
        "steps": steps_json(view),
        "events": [plain(event) for event in view.events],
    }


def task_json(task: PlatformTask) -> dict[str, Any]:
    """A platform task with its state as a word, and whether its deadline is computed."""
    state = "open" if task.open else "moot" if task.moot else "done"
    return {**plain(task), "due_estimated": task.due_estimated, "state": state}


def _cancellation_json(view: "OrderView") -> dict[str, Any] | None:
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


def order_json(view: "OrderView") -> dict[str, Any]:
    """The order at top level, with its axes, ledgers and events."""
    order = view.order
    lines = [
        {
            **plain(ledger.line),
            "shipped": ledger.shipped,
            "refunded": ledger.refunded,
            "to_ship": ledger.to_ship,
            "reissuable": max(0, ledger.reissuable),
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
        "refundable_fen": view.refundable_fen,
        "refunded_there": list(view.refunded_there),
        "lines": lines,
        "cancellation": _cancellation_json(view),
        "tasks": [task_json(one) for one in order.tasks],
        "events": [plain(event) for event in view.events],
    }
