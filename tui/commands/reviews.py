"""`shouhou reviews`: what was reviewed, and what the improvements came to; opens no document."""

from argparse import ArgumentParser, Namespace
from datetime import datetime

from msgspec.structs import asdict

from store.models.review_row import ImprovementRow, ReviewRow
from store.reading.reviewed import change_of, improvements, reviews
from store.words import _
from store.words.labels import label
from store.words.times import SHOP_TIME
from tui.commands import takes_json
from tui.printing import Lines, from_seconds, print_table, say, say_json
from tui.session import Session
from tui.text import left

KEPT_FOR_US = ("login", "least", "form")
"""Columns of a row that are not for scripts."""


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("such as: open cause:quality opened:<30d"))
    parser.add_argument(
        "--improvements",
        action="store_true",
        help=_("the improvements, with their rates before and after"),
    )
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List them."""
    lists, text = session.lists(), " ".join(arguments.query)
    if arguments.improvements:
        changes = improvements(lists, text)
        if arguments.json:
            for change in changes:
                say_json(_improvement_json(change))
            return 0
        print_table(
            [
                *(_("Left"), _("Improvement"), _("Review"), _("State"), _("Owner"), _("What")),
                *(_("Rate"), _("Before"), _("After"), _("Target")),
            ],
            Lines(lambda: (_improvement_cells(change, lists.now) for change in changes)),
            right=(0,),
        )
        said = _("{count} of {total} improvements")
        say(said.format(count=len(changes), total=changes.total))
        return 0
    found = reviews(lists, text)
    if arguments.json:
        for review in found:
            say_json(_review_json(review))
        return 0
    print_table(
        [_("Review"), _("Opened"), _("State"), _("Cause"), _("Orders"), _("Title"), _("Lesson")],
        Lines(lambda: (_review_cells(review) for review in found)),
        right=(4,),
    )
    say(_("{count} of {total} reviews").format(count=len(found), total=found.total))
    return 0


def _review_cells(row: ReviewRow) -> list[str]:
    opened = datetime.fromtimestamp(row.opened_at, SHOP_TIME).date().isoformat()
    cause, count = label(row.cause) if row.cause else "", str(len(row.orders))
    return [row.key, opened, label(row.state), cause, count, row.title, row.lesson]


def _improvement_cells(row: ImprovementRow, now: datetime) -> list[str]:
    change = change_of(row)
    return [
        left(from_seconds(row.due_at), now),
        *(row.key, row.review, label(row.state), row.owner, row.what, label(row.rate)),
        *(change.before_text, change.after_text, change.target_text),
    ]


def _review_json(row: ReviewRow) -> dict[str, object]:
    said = {**asdict(row), "opened_at": from_seconds(row.opened_at)}
    said["closed_at"] = from_seconds(row.closed_at)
    return {name: value for name, value in said.items() if name not in KEPT_FOR_US}


def _improvement_json(row: ImprovementRow) -> dict[str, object]:
    change = change_of(row)
    said: dict[str, object] = {name: getattr(row, name) for name in row.__struct_fields__}
    said |= {"opened_at": from_seconds(row.opened_at), "due_at": from_seconds(row.due_at)}
    said |= {
        "target": float(change.target),
        "before": None if change.before is None else float(change.before),
        "after": None if change.after is None else float(change.after),
    }
    return {name: value for name, value in said.items() if name not in KEPT_FOR_US}
