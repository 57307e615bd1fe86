"""`shouhou forecast`: which orders will be late at today's pace, and which to ship first."""

from argparse import ArgumentParser, Namespace

from store.errors import Refused
from store.models.money import yuan_text
from store.reading.forecast import Forecast, forecast
from store.words import N_, _, counts
from store.words.times import minute_text
from tui.printing import print_table, say, say_json
from tui.session import Session

MOST = 40
"""Orders of each list that a person is shown; --json has them all."""


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--json", action="store_true", help=_("print it as JSON"))


def run(session: Session, arguments: Namespace) -> int:
    """Say it."""
    found = forecast(session.lists())
    if found is None:
        said = _(
            "Nothing was shipped within the last 24 hours, and no product says how many go out a"
            " day (set-stock): there is no pace to go by."
        )
        raise Refused(said, code="no_pace")
    if arguments.json:
        say_json(_json(found))
    else:
        _say(found)
    return 0


def _say(found: Forecast) -> None:
    pace = (
        _("Nothing was shipped within the last 24 hours; what products say is gone by.")
        if not found.per_day
        else _("Shipped within the last 24 hours: {orders}.").format(
            orders=counts.orders(found.per_day)
        )
    )
    say(pace)
    if not found.rows:
        say(_("No order waits to be shipped; nothing will be late."))
        return
    if not found.late:
        said = _("Orders that wait: {total}; at this pace none of them will be late.")
        say(said.format(total=len(found.rows)))
        return
    said = _("Orders that wait: {total}; at this pace {count} of them will be late: {amount} yuan.")
    cost = yuan_text(found.cost_fen)
    say(said.format(count=len(found.late), total=len(found.rows), amount=cost))
    _say_late(found)
    _say_first(found)


def _say_late(found: Forecast) -> None:
    print_table(
        [_("Order no."), _("Due"), _("Leaves"), _("Costs"), _("Goods")],
        [
            [
                found.rows[one.waiting.key].order_no,
                minute_text(one.waiting.due_at),
                minute_text(one.at) if one.at else _("never"),
                yuan_text(one.waiting.cost_fen) if one.waiting.cost_fen else "",
                found.rows[one.waiting.key].goods,
            ]
            for one in found.late[:MOST]
        ],
        right=(3,),
    )


def _say_first(found: Forecast) -> None:
    if not found.first:
        say(_("At this pace none of them can leave in time any more, in whatever order."))
        return
    numbers = [found.rows[one.key].order_no for one in found.first]
    one, several = (
        N_("Ship this one first, which saves {amount} yuan:"),
        N_("Ship these {count} first, in this order, which saves {amount} yuan:"),
    )
    if not found.saved_fen:
        one, several = (
            N_("No order of shipping saves anything. Ship this one first, so that it is in time:"),
            N_(
                "No order of shipping saves anything. Ship these {count} first, in this order, so"
                " that they are in time:"
            ),
        )
    said = _(one if len(numbers) == 1 else several)
    say(said.format(count=len(numbers), amount=yuan_text(found.saved_fen)))
    for number in numbers[:MOST]:
        say(f"  {number}")
    if len(numbers) > MOST:
        say(_("and {count} more; --json has them all").format(count=len(numbers) - MOST))


def _json(found: Forecast) -> dict[str, object]:
    late = [
        {
            "order_no": found.rows[one.waiting.key].order_no,
            "key": one.waiting.key,
            "due_at": one.waiting.due_at,
            "leaves_at": one.at,
            "cost_fen": one.waiting.cost_fen,
        }
        for one in found.late
    ]
    return {
        "per_day": found.per_day,
        "waiting": len(found.rows),
        "cost_fen": found.cost_fen,
        "saved_fen": found.saved_fen,
        "late": late,
        "ship_first": [found.rows[one.key].order_no for one in found.first],
    }
