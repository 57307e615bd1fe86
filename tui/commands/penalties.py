"""`shouhou penalties`: what failures cost, by order, kind or month."""

from argparse import ArgumentParser, Namespace
from typing import get_args

from store.models.money import yuan_text
from store.rules.money.penalties import (
    By,
    PenaltyTotal,
    penalty_totals,
    sum_of_totals,
)
from store.words import N_, _
from store.words.labels import label
from tui.printing import print_table, say, say_json
from tui.session import Session

HEADS: dict[By, str] = {"order": N_("Order no."), "kind": N_("Kind"), "month": N_("Month")}


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("only of the orders that this query finds"))
    parser.add_argument(
        "--by", choices=get_args(By), default="order", help=_("what is added up; else by order")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def run(session: Session, arguments: Namespace) -> int:
    """List the totals; orders without a penalty, and in time, are not opened."""
    repository = session.open()
    query = " ".join(arguments.query)
    rows = {
        row.key: row
        for state in ("penalty", "deducted")
        for row in repository.search_in_state(state, query)
    }
    orders = list(repository.orders(rows.values()))
    by: By = arguments.by
    numbers = {order.key: order.order_no for order in orders}
    policy, now = repository.policy, repository.now
    totals = penalty_totals(orders, by, policy, now)
    if arguments.json:
        for one in totals:
            say_json(_json(one, by, numbers))
        return 0
    print_table(
        [_(HEADS[by]), _("Penalties"), _("Points"), _("Amount"), _("Computed")],
        [
            [
                numbers.get(one.name, label(one.name)),
                str(one.count),
                str(one.points),
                yuan_text(one.amount_fen),
                yuan_text(one.computed_fen),
            ]
            for one in totals
        ],
        right=(1, 2, 3, 4),
    )
    every = sum_of_totals(totals)
    said = _("penalties: {count}; orders: {orders}; points: {points}; yuan: {amount}")
    say(
        said.format(
            count=every.count,
            orders=len(orders),
            points=every.points,
            amount=yuan_text(every.amount_fen),
        )
    )
    if every.computed_fen:
        told = _("{amount} yuan of it are computed for late goods; no bill confirms them yet.")
        say(told.format(amount=yuan_text(every.computed_fen)))
    return 0


def _json(one: PenaltyTotal, by: By, numbers: dict[str, str]) -> dict[str, object]:
    name = (
        {"order_no": numbers[one.name], "key": one.name} if by == "order" else {str(by): one.name}
    )
    return {
        **name,
        "count": one.count,
        "points": one.points,
        "amount_fen": one.amount_fen,
        "computed_fen": one.computed_fen,
    }
