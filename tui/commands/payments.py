"""`shouhou payments`: what the platforms' funds files say, compared with the orders."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain, islice
from typing import Any

from msgspec.structs import asdict as row_asdict

from store.models.money import yuan_text
from store.models.payment_row import PaymentRow
from store.reading.funds import (
    FundsTotal,
    Period,
    StateTotal,
    funds_totals,
    never_paid,
    state_totals,
)
from store.reading.records import Records
from store.search.conditions import Query
from store.search.language import parse
from store.search.lists import PAYMENTS
from store.words import _, counts, listed, phrases
from store.words.amounts import moved_text
from store.words.labels import label
from store.words.payment_sides import sides, sides_of
from store.words.times import minute_text
from tui.commands import takes_json
from tui.glyphs import glyphs
from tui.printing import Lines, from_seconds, print_table, say, say_json
from tui.session import Session

NAMED = 10
"""So many of the orders that were never paid out are named."""


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("query", nargs="*", help=_("such as: open kind:late_shipment at:<30d"))
    parser.add_argument("--sort", default="-at", help=_("at, in, out or order; -at turns it"))
    parser.add_argument(
        "--sum",
        choices=("day", "month", "state"),
        help=_(
            "only the sums of each day, month or state; what differs in several things counts in"
            " each of these states"
        ),
    )
    takes_json(parser)


def run(session: Session, arguments: Namespace) -> int:
    """List them, or their sums."""
    repository = session.open()
    query = parse(" ".join(arguments.query), repository.now, PAYMENTS)
    rows = repository.select(PAYMENTS, query, arguments.sort)
    if arguments.sum == "state":
        _sums_of_states(state_totals(rows), len(rows), as_json=arguments.json)
        return 0
    if arguments.sum:
        _sums(repository, arguments.sum, query, as_json=arguments.json)
        return 0
    if arguments.json:
        for row in rows:
            say_json(_json(row))
        return 0
    print_table(
        [_("Time"), _("Payment"), _("In"), _("Out"), _("State"), _("Here"), _("There"), _("Kind")],
        Lines(lambda: chain.from_iterable(map(_cells, rows))),
        right=(2, 3, 5, 6),
    )
    say(_("{count} of {all}").format(count=len(rows), all=counts.payments(rows.total)))
    return 0


def _cells(row: PaymentRow) -> Iterator[list[str]]:
    """A line, and one more for each further thing that differs; the money stands once."""
    at = from_seconds(row.at)
    time = minute_text(at) if at else ""
    name = _("{name} in {bill}").format(name=row.name, bill=row.among) if row.among else row.name
    money = ["", ""] if row.among else [yuan_text(row.in_fen), yuan_text(row.out_fen)]
    kinds = listed(map(label, row.kinds))
    if not row.differing:
        yield [time, name, *money, label(row.state), "", "", kinds]
    for one in row.differing:
        yield [time, name, *money, label(one.state), *sides(one), kinds]
        money = ["", ""]


def _json(row: PaymentRow) -> dict[str, Any]:
    values = {**row_asdict(row), "at": from_seconds(row.at), "among": row.among}
    values |= {"state": row.state, "ours_fen": row.ours_fen, "theirs_fen": row.theirs_fen}
    values["differing"] = [row_asdict(one) for one in row.differing]
    del values["form"], values["policy"]
    return values


def _sums(records: Records, by: Period, query: Query, *, as_json: bool) -> None:
    """The sums; that what fits, what is open, what is no order's and what nobody knows come to all
    of it is shown.
    """
    totals = funds_totals(records, by, query)
    if as_json:
        for total in totals:
            say_json(asdict(total))
        return
    print_table(
        [
            *(_("Period"), _("Rows"), _("In"), _("Out")),
            *(_("Matched"), _("Open"), _("Of no order"), _("Unknown words")),
        ],
        [_total_cells(total) for total in totals],
        right=(1, 2, 3, 4, 5, 6, 7),
    )
    words = dict.fromkeys(word for total in totals for word in total.words)
    if words:
        said = _("unknown words, kept, and their money is compared with nothing: {words}")
        say(said.format(words=phrases(words)))
    left = list(islice(never_paid(records, query), NAMED + 1))
    if left:
        numbers = listed(row.order_no for row in left[:NAMED])
        numbers += glyphs().cut if len(left) > NAMED else ""
        said = _("received, and never paid out by the platform: {numbers}")
        say(said.format(numbers=numbers))


def _total_cells(total: FundsTotal) -> list[str]:
    amounts = map(yuan_text, (total.in_fen, total.out_fen))
    nets = (total.matched_fen, total.open_fen, total.general_fen, total.unknown_fen)
    return [total.name, str(total.rows), *amounts, *map(moved_text, nets)]


def _sums_of_states(totals: list[StateTotal], count: int, *, as_json: bool) -> None:
    """The sums of each state; how many payments there are is told once more, each counted once."""
    if as_json:
        for total in totals:
            say_json(asdict(total))
        return
    print_table(
        [_("State"), _("Payments"), _("In"), _("Out"), _("Here"), _("There")],
        [_state_cells(total) for total in totals],
        right=(1, 2, 3, 4, 5),
    )
    said = _("payments: {count}; one that differs in several things is in the line of each")
    say(said.format(count=count))


def _state_cells(total: StateTotal) -> list[str]:
    amounts = map(yuan_text, (total.in_fen, total.out_fen))
    both = sides_of(total.name, total.ours_fen, total.theirs_fen)
    return [label(total.name), str(total.payments), *amounts, *both]
